"""A commitment on an earlier day: a random life is lived forward, then read back from its events alone."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coprodesk.domain.commitments import CommitmentState, EventKind
from coprodesk.domain.promises import Promise, PromiseEvent, as_of

BORN = date(2025, 1, 1)


@st.composite
def lives(draw: st.DrawFn) -> tuple[dict[date, Promise], list[PromiseEvent]]:
    """Draw what it was at the end of each day on which something happened, and its events."""
    state = CommitmentState.TO_CONFIRM if draw(st.booleans()) else CommitmentState.OPEN
    due = BORN + timedelta(days=30) if draw(st.booleans()) else None
    one = Promise(1, "E-2025-01", state, initial_due=due, current_due=due, last_news_on=BORN)
    day, events = BORN, [PromiseEvent(1, EventKind.CREATED, BORN)]
    past = {day: one}
    for _ in range(draw(st.integers(0, 7))):
        day += timedelta(days=draw(st.integers(0, 40)))
        kind = draw(st.sampled_from(possible(one)))
        former = one.current_due
        events.append(PromiseEvent(1, kind, day, former if kind is EventKind.POSTPONED else None))
        one = after(one, kind, day)
        past[day] = one
    return past, events


def possible(one: Promise) -> list[EventKind]:
    always = [EventKind.NEWS, EventKind.REMINDER]
    if one.state is CommitmentState.TO_CONFIRM:
        return [*always, EventKind.CONFIRMED]
    if one.state is CommitmentState.OPEN:
        moved = [EventKind.POSTPONED] if one.current_due else []
        return [*always, *moved, EventKind.KEPT, EventKind.ABANDONED]
    return [*always, EventKind.REOPENED]


def after(one: Promise, kind: EventKind, day: date) -> Promise:
    if kind is not EventKind.REMINDER:
        one = one._replace(last_news_on=day)
    if kind is EventKind.POSTPONED:
        assert one.current_due is not None
        return one._replace(current_due=one.current_due + timedelta(days=17))
    if kind is EventKind.KEPT:
        return one._replace(state=CommitmentState.KEPT, done_on=day)
    if kind is EventKind.ABANDONED:
        return one._replace(state=CommitmentState.ABANDONED)
    if kind in (EventKind.CONFIRMED, EventKind.REOPENED):
        return one._replace(state=CommitmentState.OPEN, done_on=None)
    return one


@given(lives(), st.integers(0, 300))
def test_any_day_of_any_life(life: tuple[dict[date, Promise], list[PromiseEvent]], days: int) -> None:
    past, events = life
    on = BORN + timedelta(days=days)
    truth = past[max(day for day in past if day <= on)]
    assert as_of(past[max(past)], events, on) == truth


def test_a_word_kept_since_was_open_even_without_its_event() -> None:
    kept = Promise(1, "E-2025-01", CommitmentState.KEPT, done_on=date(2025, 12, 12))
    assert as_of(kept, (), date(2025, 12, 11)).state is CommitmentState.OPEN
    assert as_of(kept, (), date(2025, 12, 12)) == kept


def test_a_postponement_since_is_undone() -> None:
    due = date(2025, 3, 1)
    now = Promise(1, "E-2025-01", CommitmentState.OPEN, initial_due=due, current_due=date(2025, 9, 1))
    moved = PromiseEvent(1, EventKind.POSTPONED, date(2025, 2, 1), due)
    assert as_of(now, (moved,), date(2025, 1, 31)).current_due == due
    assert as_of(now, (moved,), date(2025, 2, 1)).current_due == now.current_due
