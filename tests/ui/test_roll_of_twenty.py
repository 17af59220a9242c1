"""The roll of twenty in thirty keys at most, from the cockpit just opened to the roll complete."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from coprodesk.commands import attendance, bodies, live, meetings, partners
from coprodesk.domain.attendance import MovementKind, Presence, Reply
from coprodesk.queries.attendance import RollLine, counts, roll
from coprodesk.store import Store
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.live_step import LiveStep
from coprodesk.ui.pages.meeting import MeetingPage
from tests.conftest import FrozenClock

MOST = 30
SEATS = 20
EXCUSED, SENDS, SILENT = "Parquet", "Préfecture", "DSDEN"
ABSENT, LATE, GONE = "PJJ", ("Logéal", "CCI"), "Le Passage"


class Hand:
    """Who takes the roll: each press of a key counts, and so do the letters that find a seat."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self.keys = desk, 0

    def press(self, *keys: Qt.Key | str) -> None:
        for key in keys:
            widget = self._desk.shell.focusWidget()
            assert widget is not None
            self.keys += 1
            QTest.keyClick(widget, key)


@pytest.fixture
def opened(example: Store) -> int:
    """A meeting of 20 convened seats in session: 17 announced coming, 1 excused, 1 represented, 1 silent."""
    day = example.clock().date()
    kind = example.rows("SELECT body_kind_id FROM body ORDER BY id")[0]["body_kind_id"]
    body = bodies.add_body(example, "Conseil des vingt", kind)
    # Two of them share a titular with another seat: a body of twenty people has one more partner instead.
    rows = example.rows(
        "SELECT n.id FROM institution n JOIN college c ON c.id = n.college_id "
        "WHERE c.counted AND n.short_name NOT IN ('CSAPA', 'Commerçants') ORDER BY n.id"
    )
    college = example.rows("SELECT id FROM college WHERE counted ORDER BY id DESC")[0]["id"]
    extra = partners.add_institution(example, "Association des Aulnettes", college, short_name="Aulnettes")
    bodies.set_seats(example, body, [*(row["id"] for row in rows[: SEATS - 1]), extra], date(2024, 1, 1))
    meeting = meetings.create_meeting(example, body, day, "14:30", "16:00")
    meetings.convene_meeting(example, meeting, day)
    for line in roll(example, meeting):
        reply = {EXCUSED: Reply.EXCUSED, SENDS: Reply.SENDS, SILENT: Reply.NONE}
        attendance.set_reply(example, line.id, reply.get(line.short_name, Reply.COMES))
    live.open_session(example, meeting, "14:30")
    return meeting


def by_name(store: Store, meeting: int) -> dict[str, RollLine]:
    return {line.short_name: line for line in roll(store, meeting)}


def test_the_roll_of_twenty_takes_thirty_keys_at_most(
    example: Store, opened: int, clock: FrozenClock, make_desk: Callable[[Store], Desk]
) -> None:
    before = by_name(example, opened)
    assert len(before) == SEATS
    assert sorted(line.reply for line in before.values()) == sorted(
        [Reply.COMES] * 17 + [Reply.EXCUSED, Reply.SENDS, Reply.NONE]
    )
    assert before[SILENT].substitute is not None
    desk = make_desk(example)
    desk.go("meeting", meeting_id=opened, step="live")
    page = desk.shell.current_page()
    assert isinstance(page, MeetingPage)
    assert isinstance(page.step, LiveStep)
    assert desk.shell.focusWidget() is page.step.roll.strip
    hand = Hand(desk)

    hand.press(Qt.Key.Key_Space)  # everyone who announced coming; the silent one is next
    hand.press("r", Qt.Key.Key_Return)  # represented by the substitute who is proposed
    hand.press("/", "p", "j", "a")  # announced, yet absent
    hand.press("/", "p", "a", "p")  # excused, yet here
    clock.advance(minutes=8)
    hand.press("l", "o", "g", "p")
    clock.advance(minutes=6)
    hand.press("c", "c", "p")
    clock.advance(minutes=34)
    hand.press("l", "e", "d")

    lines = by_name(example, opened)
    found = counts(lines.values())
    assert (found.present, found.represented, found.excused, found.absent, found.unknown) == (17, 2, 0, 1, 0)
    assert lines[ABSENT].presence is Presence.ABSENT
    assert lines[EXCUSED].presence is Presence.PRESENT
    assert lines[SENDS].presence is Presence.REPRESENTED
    assert lines[SILENT].presence is Presence.REPRESENTED
    assert lines[SILENT].delegate == before[SILENT].substitute.name
    moved = {name: [(move.kind, move.at) for move in lines[name].movements] for name in (*LATE, GONE)}
    assert moved == {
        LATE[0]: [(MovementKind.ARRIVAL, "14:40")],
        LATE[1]: [(MovementKind.ARRIVAL, "14:46")],
        GONE: [(MovementKind.DEPARTURE, "15:20")],
    }
    assert page.step.roll.counters() == "17 présents · 2 représentés · 1 absent · 19 sur 20 institutions"
    print(f"roll of twenty: {hand.keys} keys")
    assert hand.keys <= MOST


def test_each_key_of_the_roll_is_taken_back_by_one(
    example: Store, opened: int, make_desk: Callable[[Store], Desk]
) -> None:
    desk = make_desk(example)
    desk.go("meeting", meeting_id=opened, step="live")
    hand = Hand(desk)
    states = [by_name(example, opened)]
    for keys in ((Qt.Key.Key_Space,), ("r", Qt.Key.Key_Return), ("/", "p", "j", "a"), ("l", "e", "d")):
        hand.press(*keys)
        states.append(by_name(example, opened))
        assert states[-1] != states[-2]
    for state in reversed(states[:-1]):
        widget = desk.shell.focusWidget()
        assert widget is not None
        QTest.keyClick(widget, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert by_name(example, opened) == state
