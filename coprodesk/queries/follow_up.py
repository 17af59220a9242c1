"""Commitments as the papers of a meeting tell them: how each stood on that day, for that audience."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from coprodesk.domain.commitments import (
    CommitmentFacts,
    CommitmentState,
    EventKind,
    Status,
    status,
    status_words,
)
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.i18n import _, ngettext
from coprodesk.queries import day
from coprodesk.queries.commitment_filter import visible
from coprodesk.queries.indicators import outcome_words
from coprodesk.queries.meetings import MeetingRow
from coprodesk.store import Store

# An event of these kinds says what the commitment became; the others leave its state.
_BECOMES = {
    EventKind.KEPT: CommitmentState.KEPT,
    EventKind.ABANDONED: CommitmentState.ABANDONED,
    EventKind.CONFIRMED: CommitmentState.OPEN,
    EventKind.REOPENED: CommitmentState.OPEN,
}
_BEFORE = {
    EventKind.KEPT: CommitmentState.OPEN,
    EventKind.ABANDONED: CommitmentState.OPEN,
    EventKind.CONFIRMED: CommitmentState.TO_CONFIRM,
    EventKind.REOPENED: CommitmentState.KEPT,
}

_SELECT = """
SELECT c.*, coalesce(n.short_name, '') AS lead, i.position, i.meeting_id
FROM commitment c LEFT JOIN institution n ON n.id = c.lead_id
LEFT JOIN agenda_item i ON i.id = c.agenda_item_id LEFT JOIN meeting m ON m.id = i.meeting_id
LEFT JOIN body b ON b.id = m.body_id
"""

_NEXT = "\u00a0; "

_DISCUSSED = "SELECT commitment_id FROM commitment_event WHERE meeting_id = :meeting AND kind <> 'reminder'"

# Found by index, rather than every commitment of the file tried one by one.
_CANDIDATES = f"""{_DISCUSSED}
    UNION SELECT id FROM commitment WHERE state IN ('open', 'abandoned')
    UNION SELECT id FROM commitment WHERE done_on > :since
        AND (done_on <= :date OR coalesce(initial_due, current_due) <= :date)"""


@dataclass(frozen=True, slots=True)
class CommitmentLine:
    """One commitment on the day of the meeting: `state`, `status`, `due` and `done_on` are those of that day.

    `discussed` tells that its history has an event at the meeting; `note` is « 2 reports, à relancer ».
    """

    id: int
    reference: str
    what: str
    lead: str
    contributors: tuple[str, ...]
    agenda_item_id: int | None
    state: CommitmentState
    status: Status
    words: str
    initial_due: date | None
    due: date | None
    done_on: date | None
    postponements: int
    discussed: bool
    indicator: str
    news: str
    level: Level

    @property
    def still_open(self) -> bool:
        """Tell whether it was still to be kept, or to be confirmed, that day."""
        return self.state in (CommitmentState.OPEN, CommitmentState.TO_CONFIRM)

    @property
    def note(self) -> str:
        """Return what to know beside the due date: times put off, to chase, to confirm."""
        parts = []
        if self.postponements:
            parts.append(
                ngettext("{n} report", "{n} reports", self.postponements).format(n=self.postponements)
            )
        if self.status is Status.LATE:
            parts.append(_("à relancer"))
        elif self.status is Status.TO_CONFIRM:
            parts.append(_("à confirmer"))
        return ", ".join(parts)


def commitments_taken(store: Store, row: MeetingRow, audience: Audience) -> tuple[CommitmentLine, ...]:
    """Return the commitments taken at the items of a meeting, in the order of the items."""
    found = store.rows(
        f"""{_SELECT} WHERE i.meeting_id = :meeting AND {visible(audience)}
            ORDER BY i.position, i.id, c.reference""",
        _parameters(row, audience),
    )
    return _lines(store, found, row)


def commitments_followed(store: Store, row: MeetingRow, audience: Audience) -> tuple[CommitmentLine, ...]:
    """Return the earlier commitments spoken of at the meeting, due by then and open that day, or kept since
    the previous meeting of the body.

    The meetings of the numbered series follow all they share; another body follows its own.
    """
    found = store.rows(
        f"""{_SELECT}
        WHERE c.id IN ({_CANDIDATES})
            AND c.decided_on <= :date AND coalesce(i.meeting_id, 0) <> :meeting AND {visible(audience)} AND (
            c.id IN ({_DISCUSSED})
            OR ((m.body_id = :body OR (:numbered AND coalesce(b.numbered, 1)))
                AND c.done_on > :since AND c.done_on <= :date)
            OR (coalesce(c.initial_due, c.current_due) <= :date
                AND (m.body_id = :body OR (:numbered AND coalesce(b.numbered, 1)))
                AND (c.state = 'open' OR c.done_on > :date OR (c.state = 'abandoned' AND EXISTS (
                    SELECT 1 FROM commitment_event e WHERE e.commitment_id = c.id AND e.on_date > :date
                        AND e.kind = 'abandoned')))))
        ORDER BY c.reference
        """,
        {**_parameters(row, audience), "since": _previous_day(store, row)},
    )
    lines = _lines(store, found, row)
    return tuple(
        line
        for line in lines
        if line.discussed
        or line.status in (Status.LATE, Status.KEPT)
        or (line.state is CommitmentState.OPEN and line.due == row.date)
    )


def commitments_discussed(store: Store, row: MeetingRow, audience: Audience) -> tuple[CommitmentLine, ...]:
    """Return those of `commitments_followed` that were spoken of at the meeting."""
    found = store.rows(
        f"""{_SELECT} WHERE c.id IN ({_DISCUSSED}) AND c.decided_on <= :date
            AND coalesce(i.meeting_id, 0) <> :meeting AND {visible(audience)} ORDER BY c.reference""",
        _parameters(row, audience),
    )
    return _lines(store, found, row)


def commitments_of(
    store: Store, row: MeetingRow, audience: Audience, institution_id: int
) -> tuple[CommitmentLine, ...]:
    """Return the open commitments an institution leads, by due date, as they will stand at the meeting."""
    found = store.rows(
        f"{_SELECT} WHERE c.lead_id = :lead AND c.state IN ('open', 'to_confirm') AND {visible(audience)} "
        "ORDER BY c.current_due IS NULL, c.current_due, c.reference",
        {**_parameters(row, audience), "lead": institution_id},
    )
    return _lines(store, found, row)


def _previous_day(store: Store, row: MeetingRow) -> str:
    """Return the day of the body's previous held meeting, '' when this is its first."""
    found = store.row(
        "SELECT max(date) AS day FROM meeting WHERE body_id = ? AND state = 'held' AND date < ?",
        (row.body_id, row.date.isoformat()),
    )
    return (found["day"] or "") if found else ""


def _parameters(row: MeetingRow, audience: Audience) -> dict[str, Any]:
    return {
        "meeting": row.id,
        "body": row.body_id,
        "numbered": row.numbered,
        "date": row.date.isoformat(),
        "audience_body": audience.body_id,
    }


def _lines(store: Store, found: Sequence[Any], row: MeetingRow) -> tuple[CommitmentLine, ...]:
    ids = json.dumps([one["id"] for one in found])
    events: dict[int, list[Any]] = {}
    for event in store.rows(
        "SELECT * FROM commitment_event WHERE commitment_id IN (SELECT value FROM json_each(?)) "
        "ORDER BY on_date, id",
        (ids,),
    ):
        events.setdefault(event["commitment_id"], []).append(event)
    contributors: dict[int, tuple[str, ...]] = {}
    for one in store.rows(
        "SELECT k.commitment_id, n.short_name FROM contributor k "
        "JOIN institution n ON n.id = k.institution_id "
        "WHERE k.kind = 'contributor' AND k.commitment_id IN (SELECT value FROM json_each(?)) ORDER BY k.id",
        (ids,),
    ):
        name = (one["short_name"],)
        contributors[one["commitment_id"]] = contributors.get(one["commitment_id"], ()) + name
    outcomes = outcome_words(store, [one["id"] for one in found], row.date)
    lines = (_line(one, events.get(one["id"], []), contributors.get(one["id"], ()), row) for one in found)
    return tuple(
        replace(line, indicator=_NEXT.join(part for part in (line.indicator, outcomes[line.id]) if part))
        if line.id in outcomes
        else line
        for line in lines
    )


def _line(found: Any, events: list[Any], contributors: tuple[str, ...], row: MeetingRow) -> CommitmentLine:
    on = row.date.isoformat()
    past: list[Any] = []
    future: list[Any] = []
    for event in events:
        (past if event["on_date"] <= on or event["meeting_id"] == row.id else future).append(event)
    state = _state(found, past, future, row.date)
    due = _due(found, past, future)
    done_on = day(found["done_on"]) if state is CommitmentState.KEPT else None
    facts = CommitmentFacts(
        found["id"],
        found["reference"],
        state,
        initial_due=day(found["initial_due"]),
        current_due=due,
        done_on=done_on,
    )
    here = [event for event in past if event["meeting_id"] == row.id and event["kind"] != EventKind.REMINDER]
    told = [event["text"] for event in here if event["text"] and event["kind"] != EventKind.CREATED]
    return CommitmentLine(
        id=found["id"],
        reference=found["reference"],
        what=found["what"],
        lead=found["lead"],
        contributors=tuple(name for name in contributors if name != found["lead"]),
        agenda_item_id=found["agenda_item_id"],
        state=state,
        status=status(state, due, row.date),
        words=status_words(facts, row.date),
        initial_due=facts.initial_due,
        due=due,
        done_on=done_on,
        postponements=sum(event["kind"] == EventKind.POSTPONED for event in past),
        discussed=bool(here),
        indicator=_indicator(found),
        news=told[-1] if told else "",
        level=Level(found["level"]),
    )


def _state(found: Any, past: list[Any], future: list[Any], on: date) -> CommitmentState:
    """Return the state on a day: what the events up to it made, else what those after it changed."""
    state, done_on = CommitmentState(found["state"]), day(found["done_on"])
    if state is CommitmentState.KEPT and done_on is not None and done_on <= on:
        return state
    for event in reversed(past):
        if event["kind"] in _BECOMES:
            return _BECOMES[event["kind"]]
    for event in future:
        if event["kind"] in _BEFORE:
            return _BEFORE[event["kind"]]
    if state is CommitmentState.KEPT and done_on is not None and done_on > on:
        return CommitmentState.OPEN
    return state


def _due(found: Any, past: list[Any], future: list[Any]) -> date | None:
    """Return the due date on a day: the last one set by then, else the one replaced next."""
    for event in reversed(past):
        if event["kind"] == EventKind.POSTPONED:
            return day(event["to_due"])
    for event in future:
        if event["kind"] == EventKind.POSTPONED:
            return day(event["from_due"])
    return day(found["current_due"])


def _indicator(found: Any) -> str:
    """Return « nombre d’opérations : 8 / 12 », or the indicator alone without both numbers."""
    name, done, target = found["progress_indicator"], found["progress_done"], found["progress_target"]
    if done is None or target is None:
        return str(name)
    figures = f"{done}\u00a0/\u00a0{target}"
    return _("{name} : {figures}").format(name=name, figures=figures) if name else figures
