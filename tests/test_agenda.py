from datetime import date

import pytest

from coprodesk.commands import agenda, meetings, records
from coprodesk.domain.agenda import Outcome
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.records import RecordKind
from coprodesk.queries import agenda as queries
from coprodesk.queries.agenda import SuggestionKind
from coprodesk.queries.records import records as said
from coprodesk.store import Store
from tests.test_meetings import NOVEMBER, SEPTEMBER, build, contents

JUNE = date(2026, 6, 11)


def held(store: Store, body_id: int, on: date, *titles: str) -> tuple[int, list[int]]:
    one = meetings.create_meeting(store, body_id, on, "14:30")
    items = [agenda.add_item(store, one, title) for title in titles]
    meetings.close_meeting(store, one, "16:00")
    return one, items


def test_the_clock_runs_over_hidden_items_and_moving_keeps_positions_whole(store: Store) -> None:
    world = build(store)
    one = meetings.create_meeting(store, world.restricted, SEPTEMBER, "14:30")
    first = agenda.add_item(store, one, "Approbation", planned_minutes=5)
    hidden = agenda.add_item(store, one, "Sites", planned_minutes=20, level=Level.RESTRICTED)
    last = agenda.add_item(store, one, "Tour de table")
    seen = queries.agenda(store, one, Audience(Level.PARTNERS))
    assert [(row.id, row.time) for row in seen] == [(first, "14:30"), (last, "14:55")]
    assert len(queries.agenda(store, one, Audience(Level.RESTRICTED, world.restricted))) == 3
    assert len(queries.agenda(store, one, Audience(Level.RESTRICTED, world.cell))) == 2
    agenda.move_item(store, last, -9)
    agenda.delete_item(store, hidden)
    assert [(row.id, row.position) for row in queries.agenda(store, one)] == [(last, 1), (first, 2)]


def test_a_confidential_body_closes_its_items_and_tightening_closes_records(store: Store) -> None:
    world = build(store)
    cell = meetings.create_meeting(store, world.cell, SEPTEMBER, "09:30")
    item = agenda.add_item(store, cell, "Hall 4", level=Level.PUBLIC)
    agenda.set_item(store, item, level=Level.PARTNERS)
    assert queries.agenda(store, cell)[0].level is Level.RESTRICTED
    one = meetings.create_meeting(store, world.restricted, SEPTEMBER, "14:30")
    item = agenda.add_item(store, one, "Rodéos", level=Level.PUBLIC)
    records.add_record(store, item, RecordKind.DISCUSSION, "Échanges")
    agenda.set_item(store, item, level=Level.SECRETARIAT)
    assert said(store, one)[0].level is Level.SECRETARIAT
    store.undo()
    assert said(store, one)[0].level is Level.PUBLIC


def test_deleting_an_item_takes_its_own_topic_but_not_one_from_the_basket_or_shared(store: Store) -> None:
    world = build(store)
    one = meetings.create_meeting(store, world.restricted, SEPTEMBER, "14:30")
    basket = agenda.add_topic(store, "Éclairage", institution_ids=[world.institutions["PJJ"]])
    assert [topic.title for topic in queries.topics(store)] == ["Éclairage"]
    before = contents(store)
    own = agenda.add_item(store, one, "Abords", institution_ids=[world.institutions["PJJ"]])
    records.add_record(store, own, RecordKind.STATEMENT, "Exposé")
    agenda.delete_item(store, own)
    assert contents(store) == before
    assert len(store.rows("SELECT * FROM topic_institution")) == 1
    from_basket = agenda.add_item(store, one, "Éclairage", topic_id=basket)
    assert queries.topics(store) == ()
    assert queries.agenda(store, one)[0].institutions == (world.institutions["PJJ"],)
    with pytest.raises(Refusal):
        agenda.delete_topic(store, basket)
    agenda.delete_item(store, from_basket)
    assert contents(store) == before
    agenda.delete_topic(store, basket)
    assert queries.topics(store) == ()


def test_a_topic_put_off_twice_says_so_and_is_suggested_until_it_is_treated(store: Store) -> None:
    world = build(store)
    old, (item,) = held(store, world.restricted, JUNE, "Abords des collèges")
    agenda.set_outcome(store, item, Outcome.POSTPONED)
    topic = queries.agenda(store, old)[0].topic_id
    middle = meetings.create_meeting(store, world.restricted, SEPTEMBER, "14:30")
    again = agenda.add_item(store, middle, "Abords des collèges", topic_id=topic)
    agenda.set_outcome(store, again, Outcome.POSTPONED)
    new = meetings.create_meeting(store, world.restricted, NOVEMBER, "14:30")
    assert suggested(store, new, SuggestionKind.TOPIC) == []
    meetings.close_meeting(store, middle, "16:00")
    assert [one.reason for one in suggested(store, new, SuggestionKind.TOPIC)] == ["reporté 2 fois"]
    agenda.add_suggestions(store, new, queries.carry_over(store, new))
    row = next(row for row in queries.agenda(store, new) if row.topic_id == topic)
    assert row.postponements == 2
    assert queries.agenda(store, old)[0].postponements == 1
    assert suggested(store, new, SuggestionKind.TOPIC) == []
    agenda.set_outcome(store, again, Outcome.TREATED)
    agenda.delete_item(store, row.id)
    assert suggested(store, new, SuggestionKind.TOPIC) == []


def suggested(store: Store, meeting_id: int, kind: SuggestionKind) -> list[queries.Suggestion]:
    return [one for one in queries.carry_over(store, meeting_id) if one.kind is kind]


def test_suggestions_keep_the_secrets_of_a_group_and_name_what_is_due(store: Store) -> None:
    world = build(store)
    held(store, world.cell, JUNE, "Hall 4")
    numbered, (item,) = held(store, world.plenary, JUNE, "Bilan")
    agenda.set_outcome(store, item, Outcome.TREATED)
    with store.change("Engagements") as change:
        for reference, due, level in (
            ("E-2026-01", "2026-09-30", "partners"),
            ("E-2026-02", "2026-12-31", "partners"),
            ("E-2026-03", "2026-09-30", "restricted"),
        ):
            change.insert(
                "commitment",
                reference=reference,
                what="Agir",
                decided_on="2026-06-11",
                current_due=due,
                level=level,
                lead_id=world.institutions["PJJ"],
            )
    new = meetings.create_meeting(store, world.restricted, NOVEMBER, "14:30")
    found = queries.carry_over(store, new, date(2026, 10, 15))
    assert [(one.kind, one.target_id, one.reference) for one in found] == [
        (SuggestionKind.APPROVAL, numbered, ""),
        (SuggestionKind.COMMITMENT, 1, "E-2026-01"),
    ]
    assert (found[1].lead, found[1].reason) == ("PJJ", "en retard de 15 jours")
    agenda.add_suggestions(store, new, found)
    rows = queries.agenda(store, new)
    assert rows[0].approves_id == numbered
    assert rows[1].references == ("E-2026-01",)
    assert queries.carry_over(store, new) == ()
    assert store.undo_label == "Ajout des suggestions à l’ordre du jour"


def test_starting_the_next_item_ends_the_one_under_way(store: Store) -> None:
    world = build(store)
    one = meetings.create_meeting(store, world.restricted, SEPTEMBER, "14:30")
    first, second = (agenda.add_item(store, one, title) for title in ("Un", "Deux"))
    with pytest.raises(Refusal):
        agenda.start_item(store, first, "14:36")
    meetings.open_meeting(store, one, "14:35")
    with pytest.raises(Refusal):
        agenda.start_item(store, first, "14:30")
    agenda.start_item(store, first, "14:36")
    agenda.start_item(store, second, "14:50")
    rows = queries.agenda(store, one)
    assert [(row.real_minutes, row.outcome) for row in rows] == [(14, Outcome.TREATED), (None, Outcome.OPEN)]


def test_a_title_typed_in_two_goes_is_one_step_and_the_lone_topic_follows(store: Store) -> None:
    world = build(store)
    one = meetings.create_meeting(store, world.restricted, SEPTEMBER, "14:30")
    item = agenda.add_item(store, one, "Rod")
    agenda.set_item(store, item, title="Rodé")
    agenda.set_item(store, item, title="Rodéos")
    assert [topic.title for topic in queries.topics(store, basket=False)] == ["Rodéos"]
    store.undo()
    assert queries.agenda(store, one)[0].title == "Rod"
    before = contents(store)
    for fields in ({"title": "  "}, {"planned_minutes": -1}, {"started_at": "25:61"}):
        with pytest.raises(Refusal):
            agenda.set_item(store, item, **fields)
    assert contents(store) == before


def test_a_title_longer_than_a_title_can_be_is_refused_whole(example: Store) -> None:
    before = example.undo_label
    with pytest.raises(Refusal, match="Raccourcissez-le"):
        agenda.add_item(example, 9, "Très long " * 200)
    assert example.undo_label == before
