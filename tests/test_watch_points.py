"""The watch points of a watch cell: numbered once, lifted, found, never out of their group."""

from datetime import date

import pytest

from coprodesk.commands import agenda, bodies, live, meetings, partners, watch_points
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.numbering import watch_reference
from coprodesk.queries import watch_points as queries
from coprodesk.queries.search import Subject, search
from coprodesk.store import Store
from tests.test_meetings import SEPTEMBER, World, build

SINCE = date(2026, 9, 12)


def cell_with_points(store: Store) -> tuple[World, list[int]]:
    world = build(store)
    points = [
        watch_points.open_watch_point(
            store,
            world.cell,
            finding,
            since=SINCE,
            place=place,
            action="Passages de la police municipale",
            lead_id=world.institutions["Parquet"],
            due_on=date(2026, 10, 16),
        )
        for finding, place in (
            ("Occupation du hall", "Hall 4, rue des Saules"),
            ("Épaves", "Parking Ferrand"),
        )
    ]
    return world, points


def test_one_series_whatever_the_year_and_a_number_never_serves_twice(store: Store) -> None:
    world, points = cell_with_points(store)
    watch_points.delete_watch_point(store, points[1])
    watch_points.open_watch_point(store, world.cell, "Tensions", since=date(2027, 1, 5))
    found = queries.watch_points(store, world.cell)
    assert [one.reference for one in found] == ["VIG-01", "VIG-03"]
    assert watch_reference(131) == "VIG-131"
    assert (found[0].lead, found[0].place, found[0].meeting_id) == ("Parquet", "Hall 4, rue des Saules", None)
    assert found[0].late(date(2026, 10, 17))
    assert not found[0].late(date(2026, 10, 16))


def test_lifted_ones_are_kept_and_may_come_back(store: Store) -> None:
    world, points = cell_with_points(store)
    watch_points.lift_watch_point(store, points[0], date(2026, 9, 24))
    assert [one.id for one in queries.watch_points(store, world.cell)] == [points[1]]
    first, _second = queries.watch_points(store, world.cell, lifted=True)
    assert first.lifted_on == date(2026, 9, 24)
    assert not first.late(date(2027, 1, 1)), "what is lifted is not overdue"
    watch_points.reopen_watch_point(store, points[0])
    assert len(queries.watch_points(store, world.cell)) == 2


@pytest.mark.parametrize(
    ("act", "field"),
    [
        (lambda s, w, p: watch_points.open_watch_point(s, w.cell, "  ", since=SINCE), ""),
        (
            lambda s, w, p: watch_points.open_watch_point(
                s, w.cell, "Hall", since=SINCE, due_on=date(2026, 9, 11)
            ),
            "due_on",
        ),
        (
            lambda s, w, p: watch_points.open_watch_point(
                s, w.cell, "Hall", since=SINCE, level=Level.PARTNERS
            ),
            "level",
        ),
        (lambda s, w, p: watch_points.open_watch_point(s, 9999, "Hall", since=SINCE), ""),
        (lambda s, w, p: watch_points.set_watch_point(s, p, finding=""), ""),
        (lambda s, w, p: watch_points.set_watch_point(s, p, level=Level.PUBLIC), "level"),
        (lambda s, w, p: watch_points.set_watch_point(s, p, since=date(2026, 10, 17)), "due_on"),
        (lambda s, w, p: watch_points.lift_watch_point(s, p, date(2026, 9, 11)), "lifted_on"),
        (lambda s, w, p: watch_points.delete_watch_point(s, 9999), ""),
    ],
)
def test_a_refusal_changes_nothing(store: Store, act, field: str) -> None:
    world, points = cell_with_points(store)
    before, label = store.rows("SELECT * FROM watch_point"), store.undo_label
    with pytest.raises(Refusal) as refusal:
        act(store, world, points[0])
    assert refusal.value.field == field
    assert store.rows("SELECT * FROM watch_point") == before
    assert store.undo_label == label


def test_typing_a_finding_is_one_step(store: Store) -> None:
    world, points = cell_with_points(store)
    watch_points.set_watch_point(store, points[0], finding="Occupation du hall le")
    watch_points.set_watch_point(store, points[0], finding="Occupation du hall le soir")
    store.undo()
    assert queries.watch_points(store, world.cell)[0].finding == "Occupation du hall"


def test_nobody_outside_the_group_sees_them(store: Store) -> None:
    world, points = cell_with_points(store)
    watch_points.set_watch_point(store, points[1], level=Level.SECRETARIAT)

    def seen(audience: Audience) -> list[int]:
        return [one.id for one in queries.watch_points(store, world.cell, audience=audience)]

    assert seen(Audience(Level.RESTRICTED, world.cell)) == [points[0]]
    assert seen(Audience(Level.RESTRICTED, world.plenary)) == []
    assert seen(Audience(Level.PARTNERS)) == []
    assert seen(Audience(Level.SECRETARIAT)) == points


def test_they_are_found_by_number_words_and_place(store: Store) -> None:
    world, points = cell_with_points(store)
    meeting = meetings.create_meeting(store, world.cell, SEPTEMBER, "09:30")
    item = agenda.add_item(store, meeting, "Faits marquants")
    watch_points.set_watch_point(store, points[0], agenda_item_id=item)
    for typed in ("VIG-01", "vig1", " vig-1 "):
        (hit,) = search(store, typed)
        assert (hit.subject, hit.id, hit.title) == (
            Subject.WATCH_POINT,
            points[0],
            "VIG-01 Occupation du hall",
        )
    assert (hit.body_id, hit.meeting_id, hit.where) == (
        world.cell,
        meeting,
        "Cellule, Hall 4, rue des Saules",
    )
    for typed in ("epaves", "parking ferr"):
        assert (Subject.WATCH_POINT, points[1]) in [(hit.subject, hit.id) for hit in search(store, typed)]
    watch_points.lift_watch_point(store, points[1], SEPTEMBER)
    assert search(store, "VIG-02")[0].where.endswith("levé")
    watch_points.delete_watch_point(store, points[1])
    assert search(store, "VIG-02") == ()


def test_an_item_that_goes_leaves_its_watch_points(store: Store) -> None:
    world, points = cell_with_points(store)
    meeting = meetings.create_meeting(store, world.cell, SEPTEMBER, "09:30")
    item = agenda.add_item(store, meeting, "Faits marquants")
    watch_points.set_watch_point(store, points[0], agenda_item_id=item)
    live.open_session(store, meeting, "09:30")
    live.start_item(store, item, "09:31")
    agenda.delete_item(store, item)
    assert queries.watch_point(store, points[0]).agenda_item_id is None


def test_who_is_named_by_a_watch_point_is_not_deleted(store: Store) -> None:
    cell_with_points(store)
    with store.change("Nouveau") as change:
        college = change.rows("college")[0]["id"]
        new = change.insert("institution", name="Lorneo", short_name="Lorneo", college_id=college)
        group = change.insert(
            "body", name="GPO", short_name="GPO", body_kind_id=change.rows("body_kind")[0]["id"]
        )
    watch_points.open_watch_point(store, group, "Tensions", since=SINCE, lead_id=new)
    with pytest.raises(Refusal):
        partners.delete_institution(store, new)
    with pytest.raises(Refusal, match="points de vigilance"):
        bodies.delete_body(store, group)
