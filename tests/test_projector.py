"""What the room sees of a session, and that nothing hidden changes a word of it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from coprodesk.commands import agenda as agenda_commands
from coprodesk.commands import live, meetings
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.queries import agenda as agenda_queries
from coprodesk.queries import projector
from coprodesk.queries.projector import Projection, Scene, Taken, projection
from coprodesk.store import Store
from tests import live_scene
from tests.conftest import FrozenClock
from tests.hidden_rows import CANARY, add_hidden, mark_hidden, remove_hidden

NOW = "15:04"
PUBLIC = Audience(Level.PUBLIC)


@pytest.fixture
def session(example: Store, clock: FrozenClock) -> int:
    """The session of 19 November at 15 h 04, on its third item."""
    return live_scene.play(example, clock)


def running(store: Store, meeting_id: int) -> int:
    row = store.row(
        "SELECT i.id FROM agenda_item i JOIN item_turn t ON t.agenda_item_id = i.id "
        "WHERE i.meeting_id = ? AND t.to_at IS NULL",
        (meeting_id,),
    )
    assert row is not None
    return int(row["id"])


def test_the_running_item_its_minutes_and_what_was_decided(example: Store, session: int) -> None:
    seen = projection(example, session, NOW)
    assert seen.item is not None
    assert seen.next is not None
    assert (seen.scene, seen.body, seen.date) == (Scene.ITEM, "Formation restreinte", date(2026, 11, 19))
    assert (seen.item.number, seen.items, seen.used, seen.item.planned_minutes) == ("3", 8, 12, 15)
    assert seen.item.reporter == "DSDEN de la Haute-Lorne"
    assert seen.taken == (
        Taken(True, "Inscrire « abords du lycée » à l’ordre du jour de janvier."),
        Taken(
            False, "Ouvrir un local pour l’accueil du mercredi", "Brévigny Habitat (OPH)", date(2026, 12, 15)
        ),
    )
    assert (seen.next.number, seen.next.reporter_with_article) == ("4", "la CPN de Brévigny")
    # Convened to 16 h 00; opened 5 minutes late, two items took 1 and 2 minutes less than planned.
    assert seen.estimated_end == "16:02"


def test_the_numbers_are_those_of_the_agenda_sent_to_the_partners(example: Store, session: int) -> None:
    printed = {row.title: row.number for row in agenda_queries.agenda(example, session, projector.ROOM)}
    seen = []
    for row in agenda_queries.agenda(example, session):
        live.start_item(example, row.id, NOW)
        shown = projection(example, session, NOW).item
        if shown is not None:
            assert printed[shown.title] == shown.number
            seen.append(shown.number)
    assert seen == [str(n) for n in range(1, 9)]


def test_a_public_audience_sees_less(example: Store, session: int) -> None:
    seen = projection(example, session, NOW, PUBLIC)
    assert seen.scene is Scene.BLANK
    assert seen.items < 8


# Nothing hidden shows


def moments(store: Store, meeting_id: int) -> dict[str, Projection]:
    """Return what the room sees at each stage, without leaving a trace."""
    found = {"item": projection(store, meeting_id, NOW)}
    steps: tuple[tuple[str, Callable[[], Any]], ...] = (
        ("suspended", lambda: live.suspend_session(store, meeting_id, NOW)),
        ("resumed", lambda: live.resume_session(store, meeting_id, "15:09")),
        ("between", lambda: live.end_item(store, meeting_id, "15:12")),
        ("closed", lambda: live.close_session(store, meeting_id, "15:20")),
    )
    for name, act in steps:
        act()
        found[name] = projection(store, meeting_id, "15:20")
    for _ in steps:
        store.undo()
    return found


def with_and_without(store: Store, meeting_id: int) -> tuple[dict[str, Projection], dict[str, Projection]]:
    add_hidden(store, meeting_id, running(store, meeting_id))
    assert mark_hidden(store) > 30
    there = moments(store, meeting_id)
    assert remove_hidden(store, meeting_id) >= 9
    return there, moments(store, meeting_id)


def test_hidden_rows_change_nothing_of_what_the_room_sees(example: Store, session: int) -> None:
    there, gone = with_and_without(example, session)
    assert there == gone
    assert CANARY not in repr(there)
    assert [seen.scene for seen in there.values()] == [
        Scene.ITEM,
        Scene.SUSPENDED,
        Scene.ITEM,
        Scene.BLANK,
        Scene.CLOSED,
    ]


def forget_the_audience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the query ask for everything, as if it had no audience."""
    monkeypatch.setattr(projector, "visible_levels", lambda _audience: tuple(Level))
    monkeypatch.setattr(projector, "agenda", lambda store, one, _audience: agenda_queries.agenda(store, one))


def test_a_query_that_forgets_the_audience_is_caught(
    example: Store, session: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget_the_audience(monkeypatch)
    there, gone = with_and_without(example, session)
    assert there != gone
    assert CANARY in repr(there)


@pytest.mark.parametrize("part", ["visible_levels", "agenda"])
def test_half_a_query_that_forgets_the_audience_is_caught(
    example: Store, session: int, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    right = getattr(projector, part)
    forget_the_audience(monkeypatch)
    monkeypatch.setattr(projector, part, right)
    there, gone = with_and_without(example, session)
    assert there != gone


def test_a_hidden_item_under_way_is_as_if_there_were_none(example: Store, session: int) -> None:
    hidden = add_hidden(example, session, running(example, session))
    live.start_item(example, hidden, NOW)
    mark_hidden(example)
    blank = projection(example, session, "15:30")
    assert (blank.scene, blank.item, blank.used, blank.taken) == (Scene.BLANK, None, 0, ())
    remove_hidden(example, session)
    assert projection(example, session, "15:30") == blank


def test_a_confidential_body_gives_its_council_and_the_time(example: Store) -> None:
    cell = int(example.rows("SELECT id FROM body WHERE confidential ORDER BY id")[0][0])
    one = meetings.create_meeting(example, cell, date(2026, 11, 19), "14:30")
    assert one is not None
    seen = projection(example, one, NOW)
    assert seen == Projection(Scene.BLANK, NOW, "CLSPD de Brévigny-sur-Lorne", example=True)
    assert projection(example, 10_000, NOW) == seen


@pytest.mark.parametrize("level", [Level.RESTRICTED, Level.SECRETARIAT])
def test_no_audience_wider_than_the_room(example: Store, session: int, level: Level) -> None:
    with pytest.raises(ValueError, match=level.value):
        projection(example, session, NOW, Audience(level, 1))


# Before and after


def test_before_the_opening_and_after_the_closing(example: Store) -> None:
    one = live_scene.meeting_id(example)
    before = projection(example, one, "14:20")
    assert (before.scene, before.starts_at, before.next) == (Scene.BEFORE, "14:30", None)
    live.open_session(example, one, "14:30")
    agenda_commands.set_item(example, running_first(example, one), title="Ouverture")
    live.close_session(example, one, "15:50")
    after = projection(example, one, "15:51")
    assert (after.scene, after.next_date, after.estimated_end) == (Scene.CLOSED, None, "")
    body_id = int(example.rows("SELECT body_id FROM meeting WHERE id = ?", (one,))[0][0])
    meetings.create_meeting(example, body_id, date(2027, 1, 21), "14:30")
    after = projection(example, one, "15:51")
    assert (after.next_date, after.next_starts_at) == (date(2027, 1, 21), "14:30")


def running_first(store: Store, meeting_id: int) -> int:
    live.next_item(store, meeting_id, "14:31")
    return running(store, meeting_id)


def test_a_sub_item_keeps_its_number(example: Store, session: int) -> None:
    agenda_commands.indent_item(example, running(example, session))
    seen = projection(example, session, NOW)
    assert seen.item is not None
    assert (seen.item.number, seen.items) == ("2.1", 7)


def test_an_abandoned_commitment_goes(example: Store, session: int) -> None:
    row = example.row("SELECT id FROM commitment WHERE agenda_item_id = ?", (running(example, session),))
    assert row is not None
    with example.change("Abandon") as change:
        change.update("commitment", row["id"], state="abandoned")
    assert [one.decision for one in projection(example, session, NOW).taken] == [True]
