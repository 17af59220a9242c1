"""The session as a machine of stored hours: what may happen, what the clock makes of it."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprodesk.domain.agenda import Outcome, discussion_order
from coprodesk.domain.attendance import MovementKind
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import minutes_of
from coprodesk.domain.live import (
    Close,
    End,
    Event,
    LiveItem,
    LiveState,
    Open,
    Pause,
    Resume,
    Start,
    Suspend,
    Turn,
    clock,
    expected_times,
    minutes_used,
    next_item_of,
    previous_item_of,
    require_move_inside,
    require_move_order,
    require_within,
    step,
)
from coprodesk.domain.meetings import MeetingState

PLAN = (5, 15, 15, 10, 15, 10, 8, 7, 5)
"""The minutes of the nine items of the mock-up, 14:30 to 16:00."""


def planned(minutes: tuple[int, ...] = PLAN) -> LiveState:
    items = tuple(LiveItem(10 + n, n, one) for n, one in enumerate(minutes, 1))
    return LiveState(MeetingState.CONVENED, "14:30", "16:00", items=items)


def played(*events: tuple[str, Event], state: LiveState | None = None) -> LiveState:
    state = state or planned()
    for now, event in events:
        state = step(state, event, now)
    return state


def mock_up() -> LiveState:
    return played(("14:35", Open()), ("14:35", Start(11)), ("14:39", Start(12)), ("14:52", Start(13)))


def turns(state: LiveState) -> dict[int, list[tuple[str, str | None]]]:
    return {item.id: [(one.from_at, one.to_at) for one in item.turns] for item in state.items if item.turns}


def test_the_clock_of_the_mock_up() -> None:
    state = mock_up()
    told = clock(state, "15:04")
    assert (told.used, told.planned, told.late) == (12, 15, 2)
    assert (told.item_end, told.estimated_end, told.planned_end) == ("15:07", "16:02", "16:00")
    assert turns(state) == {11: [("14:35", "14:39")], 12: [("14:39", "14:52")], 13: [("14:52", None)]}
    assert [item.outcome for item in state.items[:3]] == [Outcome.TREATED, Outcome.TREATED, Outcome.OPEN]
    times = expected_times(state, "15:04")
    assert [times[n] for n in range(11, 20)] == [
        "14:35", "14:39", "14:52", "15:07", "15:17", "15:32", "15:42", "15:50", "15:57"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("events", "now", "used", "late", "end"),
    [
        ([], "15:10", 18, 5, "16:05"),  # over: the item should have ended, it ends now
        ([("15:00", Suspend())], "15:10", 8, 12, "16:12"),
        ([("15:00", Suspend()), ("15:10", Resume())], "15:12", 10, 12, "16:12"),
        ([("15:00", Start(15))], "15:05", 5, -5, "15:55"),  # out of order: item 3 took 8 of its 15 minutes
        ([("15:00", End(Outcome.POSTPONED))], "15:00", 0, -5, "15:55"),
        ([("15:00", Start(11))], "15:00", 4, -4, "15:56"),  # back to an item already treated
    ],
)
def test_late_and_ahead(events: list[tuple[str, Event]], now: str, used: int, late: int, end: str) -> None:
    told = clock(played(*events, state=mock_up()), now)
    assert (told.used, told.late, told.estimated_end) == (used, late, end)


def test_an_item_added_or_put_off_moves_the_end_and_not_the_plan() -> None:
    state = mock_up()
    added = replace(state, items=(*state.items, LiveItem(99, 10, 10, added=True)))
    assert clock(added, "15:04").late == 12
    off = replace(state.items[4], outcome=Outcome.POSTPONED)
    fewer = replace(state, items=(*state.items[:4], off, *state.items[5:]))
    assert clock(fewer, "15:04").late == -13


def test_before_the_opening_and_after_the_closing_the_hour_counts_for_nothing() -> None:
    assert clock(planned(), "09:00") == clock(planned(), "18:00")
    assert (clock(planned(), "09:00").late, clock(planned(), "09:00").estimated_end) == (0, "16:00")
    closed = step(mock_up(), Close(), "15:10")
    assert clock(closed, "15:10") == clock(closed, "23:00")
    assert clock(closed, "23:00").estimated_end == "15:10"


def test_a_clock_set_back_counts_from_the_opening() -> None:
    state = played(("14:35", Open()))
    assert clock(state, "09:00") == clock(state, "14:35")


def test_what_was_put_off_while_it_ran_stays_put_off() -> None:
    state = mock_up()
    marked = replace(state.items[2], outcome=Outcome.POSTPONED)
    state = replace(state, items=(*state.items[:2], marked, *state.items[3:]))
    assert step(state, Start(14), "15:00").items[2].outcome is Outcome.POSTPONED
    assert step(state, End(Outcome.TREATED), "15:00").items[2].outcome is Outcome.TREATED


def test_a_second_turn_adds_up_and_keeps_the_order_of_discussion() -> None:
    state = played(("15:00", Start(16)), ("15:10", Start(12)), ("15:20", Start(13)), state=mock_up())
    assert turns(state)[12] == [("14:39", "14:52"), ("15:10", "15:20")]
    assert minutes_used(state.items[1], state.pauses, "15:25") == 23
    assert minutes_used(state.items[2], state.pauses, "15:25") == 13
    assert [item.id for item in discussion_order(state.items) if item.turns] == [11, 12, 13, 16]


def test_what_comes_next_and_what_came_before() -> None:
    assert (next_item_of(planned()), previous_item_of(planned())) == (11, None)
    state = played(("15:00", Start(15)), state=mock_up())
    assert (next_item_of(state), previous_item_of(state)) == (16, 14)
    last = played(("15:01", Start(19)), state=state)
    assert next_item_of(last) == 14, "what was passed over comes back"
    paused = step(state, End(), "15:05")
    assert (paused.running, next_item_of(paused), previous_item_of(paused)) == (None, 16, 15)
    off = played(("15:05", End(Outcome.WITHDRAWN)), ("15:06", Start(16)), state=state)
    assert previous_item_of(off) == 15, "an item that was discussed is gone back to"


SUSPENDED = played(("15:00", Suspend()), state=mock_up())
HELD = step(mock_up(), Close(), "15:30")


@pytest.mark.parametrize(
    ("state", "event", "now", "field"),
    [
        (planned(), Start(11), "14:40", ""),
        (planned(), Suspend(), "14:40", ""),
        (mock_up(), Open(), "15:00", ""),
        (HELD, Start(14), "15:40", ""),
        (HELD, Open(), "15:40", ""),
        (mock_up(), Start(99), "15:00", ""),
        (mock_up(), Start(14), "14:51", "at"),
        (mock_up(), Suspend(), "14:51", "at"),
        (mock_up(), Resume(), "15:00", ""),
        (SUSPENDED, Suspend(), "15:01", ""),
        (SUSPENDED, Start(14), "15:01", ""),
        (SUSPENDED, Resume(), "14:59", "at"),
        (mock_up(), Close(), "14:51", "closed_at"),
        (mock_up(), Close(), "14:00", "closed_at"),
        (mock_up(), Close("14:36"), "16:00", "opened_at"),
        (replace(planned(), state=MeetingState.CANCELLED), Close(), "16:00", ""),
    ],
)
def test_what_cannot_be_is_refused_in_words(state: LiveState, event: Event, now: str, field: str) -> None:
    with pytest.raises(Refusal) as refusal:
        step(state, event, now)
    assert refusal.value.field == field
    words = str(refusal.value)
    assert words.endswith(".")
    assert ". " in words, "what happened, then what is safe and what to do"


def test_closing_ends_the_item_and_the_pause() -> None:
    closed = step(SUSPENDED, Close(), "15:20")
    assert (closed.running, closed.suspended_since, closed.closed_at) == (None, None, "15:20")
    assert closed.items[2].outcome is Outcome.TREATED
    assert minutes_used(closed.items[2], closed.pauses, "23:59") == 8
    afterwards = step(planned(), Close("14:40"), "16:10")
    assert (afterwards.opened_at, afterwards.closed_at) == ("14:40", "16:10")
    require_within(closed)
    with pytest.raises(Refusal):
        require_within(replace(closed, closed_at="15:10"))


def test_starting_the_running_item_changes_nothing() -> None:
    assert step(mock_up(), Start(13), "15:00") == mock_up()


A, D = MovementKind.ARRIVAL, MovementKind.DEPARTURE


@pytest.mark.parametrize(
    ("moves", "allowed"),
    [
        ([("14:40", A), ("15:00", D), ("15:10", A)], True),
        ([("15:00", D), ("15:10", A)], True),  # there from the beginning
        ([("14:40", A), ("15:00", A)], False),
        ([("15:00", D), ("15:10", D)], False),
    ],
)
def test_one_arrives_leaves_and_returns(moves: list[tuple[str, MovementKind]], allowed: bool) -> None:
    if allowed:
        require_move_order(moves)
        return
    with pytest.raises(Refusal) as refusal:
        require_move_order(moves)
    assert refusal.value.field == "at"


@pytest.mark.parametrize(
    ("at", "opened", "closed", "words"),
    [
        ("14:34", "14:35", None, "avant l’ouverture"),
        ("16:01", "14:35", "16:00", "après la levée"),
        ("14:34", None, None, "n’est pas ouverte"),
    ],
)
def test_nobody_moves_out_of_the_session(at: str, opened: str | None, closed: str | None, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        require_move_inside(D, at, opened, closed)
    require_move_inside(D, "14:35", "14:35", closed)


# Any events in any order: what is always true of the stored hours


def hhmm(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


EVENTS = st.one_of(
    st.builds(Start, st.integers(11, 15)),
    st.builds(End, st.sampled_from([None, *Outcome])),
    st.just(Suspend()),
    st.just(Resume()),
    st.just(Open()),
    st.just(Close()),
)
TIMED = st.lists(st.tuples(EVENTS, st.integers(-3, 12)), max_size=25)


def spans(state: LiveState) -> list[tuple[int, int]]:
    found = [one for item in state.items for one in item.turns]
    return sorted((minutes_of(one.from_at), minutes_of(one.to_at or "23:59")) for one in found)


def faults(state: LiveState) -> list[str]:
    """What must never be of stored hours."""
    open_turns = sum(one.to_at is None for item in state.items for one in item.turns)
    ordered = spans(state)
    found = ["two items at once"] if open_turns > 1 else []
    if any(before[1] > after[0] for before, after in pairwise(ordered)):
        found.append("overlap")
    if any(begin > end for begin, end in ordered):
        found.append("backwards")
    if sum(pause.to_at is None for pause in state.pauses) > 1:
        found.append("two pauses at once")
    return found


@given(TIMED)
def test_stored_hours_always_make_sense(events: list[tuple[Event, int]]) -> None:
    state, last = planned((5, 10, 15, 20, 25)), 14 * 60 + 35
    counted = {item.id: 0 for item in state.items}
    for event, ahead in [(Open(), 0), *events]:
        now = last + ahead
        try:
            after = step(state, event, hhmm(now))
        except Refusal:
            continue
        if after == state:
            continue
        # What the minutes should be, added up as the hours pass and not from the stored turns.
        if state.running is not None and state.suspended_since is None:
            counted[state.running] += now - last
        state, last = after, now
        assert not faults(state)
    assert {item.id: minutes_used(item, state.pauses, hhmm(last)) for item in state.items} == counted


def test_a_machine_that_forgets_to_end_the_running_item_is_seen() -> None:
    """Sabotage of the invariants above."""
    state = mock_up()
    both = replace(state, items=(*state.items[:3], replace(state.items[3], turns=(Turn("15:00"),))))
    assert "two items at once" in faults(both)
    twice = replace(state.items[3], turns=(Turn("14:40", "14:45"),))
    assert "overlap" in faults(replace(state, items=(*state.items[:3], twice)))
    assert "two pauses at once" in faults(replace(state, pauses=(Pause("15:00"), Pause("15:01"))))
