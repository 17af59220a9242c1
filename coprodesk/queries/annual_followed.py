"""The commitments of an annual report: where they stand on its last day and what the year made of them."""

from dataclasses import dataclass
from datetime import date
from statistics import median

from coprodesk.domain.attendance import Period
from coprodesk.domain.commitments import CommitmentState, EventKind, keeping
from coprodesk.domain.disclosure import Audience
from coprodesk.queries.annual_rows import window_values
from coprodesk.queries.commitment_facts import facts
from coprodesk.queries.commitment_filter import visible
from coprodesk.store import Store


@dataclass(frozen=True, slots=True)
class Followed:
    """Commitments on the last day (M11) and what happened to them in the year.

    `moved` counts due dates moved, by `slip` days in all; `late_days` is the longest delay, `middle_late` the
    median one. `measured` have a reading of their outcome, of `measurable` that name one.
    """

    total: int
    kept: int
    running: int
    late: int
    to_confirm: int
    abandoned: int
    due: int
    due_kept: int
    on_time: int
    late_days: int
    middle_late: int
    moved: int
    slip: int
    measured: int
    measurable: int
    year_taken: int
    year_kept: int
    year_postponed: int
    year_abandoned: int


def followed(store: Store, window: Period, audience: Audience) -> Followed:
    """Return the commitments that the audience may see, decided by the last day of the window."""
    values = window_values(window, audience)
    seen = {
        row[0]
        for row in store.rows(
            f"SELECT c.id FROM commitment c WHERE c.decided_on <= :until AND {visible(audience)}", values
        )
    }
    on = window.end_inclusive
    promises = [one for one in facts(store, on) if one.id in seen]
    told = keeping(promises, on)
    states = [one.state for one in promises]
    moved = [one.slip_days for one in promises if one.state is not CommitmentState.ABANDONED]
    moved = [days for days in moved if days > 0]
    late = [one.days for one in told.late]
    measured, measurable = _measured(store, seen, on)
    return Followed(
        total=len(promises),
        kept=states.count(CommitmentState.KEPT),
        running=states.count(CommitmentState.OPEN) - len(late),
        late=len(late),
        to_confirm=states.count(CommitmentState.TO_CONFIRM),
        abandoned=len(told.abandoned),
        due=len(told.due),
        due_kept=len(told.kept),
        on_time=len(told.kept_on_time),
        late_days=max(late, default=0),
        middle_late=int(median(late)) if late else 0,
        moved=len(moved),
        slip=sum(moved),
        measured=measured,
        measurable=measurable,
        year_taken=_taken(store, seen, values),
        **_events(store, seen, values),
    )


def _taken(store: Store, seen: set[int], values: dict[str, object]) -> int:
    rows = store.rows("SELECT id FROM commitment WHERE decided_on > :after AND decided_on <= :until", values)
    return sum(row[0] in seen for row in rows)


def _events(store: Store, seen: set[int], values: dict[str, object]) -> dict[str, int]:
    """Return how many commitments were kept, postponed and abandoned in the year."""
    kinds = {
        EventKind.KEPT.value: "year_kept",
        EventKind.POSTPONED.value: "year_postponed",
        EventKind.ABANDONED.value: "year_abandoned",
    }
    counted = dict.fromkeys(kinds.values(), 0)
    for row in store.rows(
        """SELECT DISTINCT commitment_id, kind FROM commitment_event
           WHERE on_date > :after AND on_date <= :until AND kind IN ('kept', 'postponed', 'abandoned')""",
        values,
    ):
        if row[0] in seen:
            counted[kinds[row[1]]] += 1
    return counted


def _measured(store: Store, seen: set[int], on: date) -> tuple[int, int]:
    """Return how many commitments have a reading of their outcome by a day, and how many name an outcome."""
    read = {
        row[0]
        for row in store.rows(
            "SELECT DISTINCT commitment_id FROM indicator_reading WHERE kind = 'outcome' AND on_date <= ?",
            (on.isoformat(),),
        )
    }
    named = {row[0] for row in store.rows("SELECT id FROM commitment WHERE outcome_indicator <> ''")}
    return len(read & seen), len((named | read) & seen)
