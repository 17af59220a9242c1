"""Commitments in sets for the observatory: what M4, M11, M12 and M13 count, with the rows behind each count.

The file itself groups those that did not change since the day; the few others go through the domain.
"""

import json
from dataclasses import dataclass, field
from datetime import date, timedelta

from coprodesk.domain.commitments import SILENT_DAYS, CommitmentState, Criterion, keeping
from coprodesk.domain.promises import Promise
from coprodesk.queries.commitment_facts import changed_since
from coprodesk.store import Store
from coprodesk.store.indexes import PRECISION


@dataclass(slots=True)
class CommitmentSets:
    """The ids of the commitments decided by a day, as they stood on it.

    `scores[n]` have n criteria filled; `themes` holds None for those without theme; `carried` have a
    contributing institution, `alone` exactly one. `delays` are days late at the current due date and at the
    first one; `slips` how far due dates were moved, by commitment, and `dated` how many have one.
    """

    scores: list[list[int]] = field(default_factory=lambda: [[] for _score in range(len(Criterion) + 1)])
    themes: dict[int | None, list[int]] = field(default_factory=dict)
    active_themes: set[int | None] = field(default_factory=set)
    open: list[int] = field(default_factory=list)
    due: list[int] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)
    on_time: list[int] = field(default_factory=list)
    silent: list[int] = field(default_factory=list)
    abandoned: list[int] = field(default_factory=list)
    undated: list[int] = field(default_factory=list)
    alone: list[int] = field(default_factory=list)
    carried: list[int] = field(default_factory=list)
    delays: dict[int, tuple[int, int]] = field(default_factory=dict)
    slips: dict[int, int] = field(default_factory=dict)
    dated: int = 0
    total: int = 0

    @property
    def late(self) -> tuple[int, ...]:
        """Return the late ones, the longest late first."""
        return tuple(sorted(self.delays, key=lambda one: (*(-days for days in self.delays[one]), one)))


_CHANGED = """(c.id IN (SELECT commitment_id FROM commitment_event WHERE on_date > :on)
    OR c.done_on IS NOT NULL AND c.done_on > :on)"""

_UNCHANGED = f"c.decided_on <= :on AND NOT {_CHANGED}"

# Three short questions: one that groups by everything sorts every row by all of it, a fifth slower.
_GROUPS = f"""
    SELECT c.state, {PRECISION} AS score, c.theme_id,
        c.current_due IS NOT NULL AS dated, coalesce(c.current_due <= :on, 0) AS due,
        coalesce(c.done_on <= coalesce(c.initial_due, c.current_due), 0) AS on_time,
        json_group_array(c.id)
    FROM commitment c WHERE {_UNCHANGED} GROUP BY 1, 2, 3, 4, 5, 6"""

_CARRIERS = f"""
    SELECT min(2, (c.lead_id IS NOT NULL) + (SELECT count(*) FROM contributor k WHERE k.commitment_id = c.id
            AND k.kind = 'contributor' AND k.institution_id IS NOT c.lead_id)) AS carriers,
        json_group_array(c.id)
    FROM commitment c WHERE {_UNCHANGED} GROUP BY 1"""

_SILENT = f"""
    SELECT c.id FROM commitment c WHERE c.state = 'open' AND {_UNCHANGED}
        AND coalesce((SELECT max(e.on_date) FROM commitment_event e
            WHERE e.commitment_id = c.id AND e.kind <> 'reminder'), c.decided_on) < :silent"""

_DELAYS = f"""
    SELECT c.id, c.state = 'open' AND c.current_due < :on, c.current_due,
        coalesce(c.initial_due, c.current_due)
    FROM commitment c
    WHERE {_UNCHANGED} AND c.current_due IS NOT NULL
        AND (c.state = 'open' AND c.current_due < :on
            OR c.state <> 'abandoned' AND c.initial_due <> c.current_due)"""


def commitment_sets(store: Store, on: date) -> CommitmentSets:
    """Return the sets on a day; the numbers are those of `figures`."""
    found = CommitmentSets()
    values = {"on": on.isoformat(), "silent": (on - timedelta(days=SILENT_DAYS)).isoformat()}
    for row in store.rows(_GROUPS, values):
        _take(found, row[0], row[1], row[2], row[3:6], json.loads(row[6]))
    for carriers, ids in store.rows(_CARRIERS, values):
        _take_carriers(found, carriers, json.loads(ids))
    found.silent += [row[0] for row in store.rows(_SILENT, values)]
    for commitment_id, late, current, first in store.rows(_DELAYS, values):
        _take_delay(
            found, commitment_id, on if late else None, date.fromisoformat(current), date.fromisoformat(first)
        )
    for promise in changed_since(store, on):
        _take_promise(found, promise, on)
    return found


def _take(
    found: CommitmentSets,
    state: str,
    score: int,
    theme: int | None,
    marks: tuple[int, int, int],
    ids: list[int],
) -> None:
    dated, due, on_time = marks
    found.total += len(ids)
    found.scores[score] += ids
    found.themes.setdefault(theme, []).extend(ids)
    if state == CommitmentState.ABANDONED:
        found.abandoned += ids
    elif dated:
        found.dated += len(ids)
    if state == CommitmentState.OPEN:
        found.open += ids
        found.active_themes.add(theme)
        found.undated += [] if dated else ids
        found.due += ids if due else []
    if state == CommitmentState.KEPT and due:
        found.due += ids
        found.kept += ids
        found.on_time += ids if on_time else []


def _take_carriers(found: CommitmentSets, carriers: int, ids: list[int]) -> None:
    found.carried += ids if carriers else []
    found.alone += ids if carriers == 1 else []


def _take_delay(found: CommitmentSets, one: int, on: date | None, current: date, first: date) -> None:
    if on is not None:
        found.delays[one] = (on - current).days, (on - first).days
    if current != first:
        found.slips[one] = (current - first).days


def _take_promise(found: CommitmentSets, promise: Promise, on: date) -> None:
    """Count one commitment by the rules of the domain, as it stood on the day."""
    told = keeping([promise], on)
    marks = (
        int(promise.current_due is not None),
        int(bool(told.due)),
        int(bool(told.kept_on_time)),
    )
    _take(found, promise.state, promise.score, promise.theme_id, marks, [promise.id])
    _take_carriers(found, promise.contributors, [promise.id])
    found.silent += [promise.id] if told.silent else []
    if promise.current_due is not None and promise.first_due is not None:
        late = on if told.late else None
        if promise.state is not CommitmentState.ABANDONED:
            _take_delay(found, promise.id, late, promise.current_due, promise.first_due)
