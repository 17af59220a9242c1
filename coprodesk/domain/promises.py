"""What the figures read of each commitment, and what it was on an earlier day."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from coprodesk.domain.commitments import CommitmentState, EventKind


# A file of 20 years has 20,000 of these: a frozen dataclass takes five times as long to make.
class Promise(NamedTuple):
    """One commitment for M4, M11, M12, M13 and M15; `score` is how many of the 8 criteria are filled.

    `contributors` counts the institutions that bring real means, its lead among them.
    """

    id: int
    reference: str
    state: CommitmentState
    score: int = 0
    initial_due: date | None = None
    current_due: date | None = None
    done_on: date | None = None
    last_news_on: date | None = None
    contributors: int = 0
    theme_id: int | None = None

    @property
    def first_due(self) -> date | None:
        """Return the initial due date; a date given only later counts as the first."""
        return self.initial_due or self.current_due

    @property
    def slip_days(self) -> int:
        """Return how many days the due date was moved, 0 without one."""
        if self.first_due is None or self.current_due is None:
            return 0
        return (self.current_due - self.first_due).days


class PromiseEvent(NamedTuple):
    """One line of a commitment's history; `from_due` is the date that a postponement replaced."""

    commitment_id: int
    kind: EventKind
    on: date
    from_due: date | None = None


_ENDS = {EventKind.KEPT: CommitmentState.KEPT, EventKind.ABANDONED: CommitmentState.ABANDONED}


def as_of(promise: Promise, events: Sequence[PromiseEvent], on: date) -> Promise:
    """Return the promise as it stood at the end of the day `on`, from its events, oldest first.

    The first event after that day tells what it changed: a postponement names the former due date, a word
    kept or given up was open before, a confirmation was awaited, a reopening undid the last end.
    """
    past = [event for event in events if event.on <= on]
    ends = [event for event in past if event.kind in _ENDS]
    news = [event.on for event in past if event.kind is not EventKind.REMINDER]
    state, done_on = promise.state, promise.done_on
    turns = (
        EventKind.KEPT,
        EventKind.ABANDONED,
        EventKind.CONFIRMED,
        EventKind.REOPENED,
    )
    turn = next((event.kind for event in events if event.on > on and event.kind in turns), None)
    if turn is EventKind.CONFIRMED:
        state = CommitmentState.TO_CONFIRM
    elif turn is EventKind.REOPENED and ends:
        state = _ENDS[ends[-1].kind]
        done_on = ends[-1].on if state is CommitmentState.KEPT else None
    elif turn is not None or (state is CommitmentState.KEPT and done_on is not None and done_on > on):
        state = CommitmentState.OPEN
    moved = next((event for event in events if event.on > on and event.kind is EventKind.POSTPONED), None)
    return promise._replace(
        state=state,
        done_on=done_on if state is CommitmentState.KEPT else None,
        current_due=moved.from_due if moved else promise.current_due,
        last_news_on=max(news, default=promise.last_news_on),
    )
