"""One commitment as every list shows it: its row on a day, with its history and its contributors."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from coprodesk.domain import commitments as rules
from coprodesk.domain import french
from coprodesk.domain.commitments import (
    CommitmentFacts,
    CommitmentState,
    Criterion,
    EventKind,
    Precision,
    Status,
)
from coprodesk.domain.disclosure import Level
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.names import display_name
from coprodesk.queries import day
from coprodesk.queries.commitment_filter import soon_days
from coprodesk.store import Store


class Contributor(NamedTuple):
    """An institution that brings means (contributor) or is kept informed (associate)."""

    id: int
    institution_id: int
    short_name: str
    name: str
    article: str
    kind: str
    share: str


class EventRow(NamedTuple):
    """One line of the history of a commitment; `meeting` is « Restreinte n° 2026-02 » or blank."""

    id: int
    kind: EventKind
    on: date
    text: str
    from_due: date | None
    to_due: date | None
    meeting_id: int | None
    meeting: str


class CommitmentRow(NamedTuple):
    """One commitment on a day. `source` is how it was taken when no item of an agenda says so."""

    id: int
    reference: str
    what: str
    state: CommitmentState
    status: Status
    status_words: str
    lead_id: int | None
    lead: str
    lead_name: str
    lead_article: str
    referent_id: int | None
    referent: str
    referent_short: str
    referent_function: str
    theme_id: int | None
    theme: str
    deliverable: str
    place: str
    means: str
    decided_on: date
    initial_due: date | None
    current_due: date | None
    done_on: date | None
    days_late: int
    progress_indicator: str
    progress_done: int | None
    progress_target: int | None
    outcome_indicator: str
    outcome_baseline: str
    outcome_target: str
    outcome_source: str
    agenda_item_id: int | None
    meeting_id: int | None
    source: str
    note: str
    level: Level
    precision: Precision
    contributors: tuple[Contributor, ...]
    postponements: int
    reminders: int
    last_reminder_on: date | None
    last_news: EventRow | None
    events: tuple[EventRow, ...]

    @property
    def missing(self) -> tuple[Criterion, ...]:
        """Return the criteria of precision not filled, in printed order."""
        return tuple(criterion for criterion, filled in self.precision.criteria if not filled)

    @property
    def others(self) -> tuple[Contributor, ...]:
        """Return the contributors and associates beside the lead."""
        return tuple(one for one in self.contributors if one.institution_id != self.lead_id)

    @property
    def late_words(self) -> str:
        """Return « 15 jours de retard », blank when it is not late."""
        return french.late_by(self.days_late) if self.days_late else ""

    @property
    def progress_words(self) -> str:
        """Return « 8 / 12 », « 8 » or nothing."""
        if self.progress_done is None and self.progress_target is None:
            return ""
        done = french.thousands(self.progress_done or 0)
        if self.progress_target is None:
            return done
        return f"{done}{french.NBSP}/{french.NBSP}{french.thousands(self.progress_target)}"

    @property
    def postponement_words(self) -> str:
        """Return « 2 reports », blank without any."""
        if not self.postponements:
            return ""
        return ngettext("{n} report", "{n} reports", self.postponements).format(n=self.postponements)

    @property
    def motive(self) -> str:
        """Return why it was abandoned, blank otherwise."""
        if self.state is not CommitmentState.ABANDONED:
            return ""
        return next((event.text for event in self.events if event.kind is EventKind.ABANDONED), "")


def commitment(store: Store, commitment_id: int, on: date) -> CommitmentRow | None:
    """Return one commitment with its whole history, newest first, None when it is gone."""
    return next(iter(rows_of(store, [commitment_id], on, soon_days(store))), None)


def late(store: Store, on: date, limit: int | None = None) -> tuple[CommitmentRow, ...]:
    """Return the late commitments, the longest late first."""
    found = store.rows(
        """SELECT id FROM commitment WHERE state = 'open' AND current_due < ?
           ORDER BY current_due, initial_due, reference LIMIT ?""",
        (on.isoformat(), -1 if limit is None else limit),
    )
    return rows_of(store, [row["id"] for row in found], on, soon_days(store))


# Reading

_ROW = """
    SELECT c.*, i.short_name AS lead, i.name AS lead_name, i.article AS lead_article, t.name AS theme,
        p.civility, p.first_name, p.last_name, a.meeting_id
    FROM commitment c
    LEFT JOIN institution i ON i.id = c.lead_id
    LEFT JOIN person p ON p.id = c.referent_id
    LEFT JOIN theme t ON t.id = c.theme_id
    LEFT JOIN agenda_item a ON a.id = c.agenda_item_id"""


def rows_of(store: Store, ids: Sequence[int], on: date, soon: int) -> tuple[CommitmentRow, ...]:
    """Return the rows of these commitments in this order, in three statements."""
    wanted = json.dumps(ids)
    events = _events(store, wanted)
    contributors = _contributors(store, wanted)
    rows = {row["id"]: row for row in store.rows(f"{_ROW} WHERE c.id {_INSIDE}", (wanted,))}
    return tuple(
        _commitment(rows[one], events.get(one, ()), contributors.get(one, ()), on, soon)
        for one in ids
        if one in rows
    )


_INSIDE = "IN (SELECT value FROM json_each(?))"


def _events(store: Store, wanted: str) -> dict[int, list[EventRow]]:
    found: dict[int, list[EventRow]] = {}
    for row in store.rows(
        f"""SELECT e.*, m.number, m.date, b.short_name FROM commitment_event e
            LEFT JOIN meeting m ON m.id = e.meeting_id LEFT JOIN body b ON b.id = m.body_id
            WHERE e.commitment_id {_INSIDE} ORDER BY e.on_date DESC, e.id DESC""",
        (wanted,),
    ):
        found.setdefault(row["commitment_id"], []).append(_event(row))
    return found


def _contributors(store: Store, wanted: str) -> dict[int, list[Contributor]]:
    found: dict[int, list[Contributor]] = {}
    for row in store.rows(
        f"""SELECT k.commitment_id, k.id, k.institution_id, i.short_name, i.name, i.article, k.kind, k.share
            FROM contributor k JOIN institution i ON i.id = k.institution_id
            WHERE k.commitment_id {_INSIDE} ORDER BY k.kind DESC, k.id""",
        (wanted,),
    ):
        commitment_id, *rest = row
        found.setdefault(commitment_id, []).append(Contributor(*rest))
    return found


def _event(row: Any) -> EventRow:
    meeting = ""
    if row["meeting_id"] is not None:
        meeting = (
            _("{body} n°\u00a0{number}").format(body=row["short_name"], number=row["number"])
            if row["number"]
            else _("{body} du {day}").format(
                body=row["short_name"], day=french.short_date(date.fromisoformat(row["date"]))
            )
        )
    return EventRow(
        id=row["id"],
        kind=EventKind(row["kind"]),
        on=date.fromisoformat(row["on_date"]),
        text=row["text"],
        from_due=day(row["from_due"]),
        to_due=day(row["to_due"]),
        meeting_id=row["meeting_id"],
        meeting=meeting,
    )


_AS_STORED = (
    "id",
    "reference",
    "what",
    "lead_id",
    "referent_id",
    "referent_function",
    "theme_id",
    "deliverable",
    "place",
    "means",
    "progress_indicator",
    "progress_done",
    "progress_target",
    "outcome_indicator",
    "outcome_baseline",
    "outcome_target",
    "outcome_source",
    "agenda_item_id",
    "meeting_id",
    "note",
)


def _commitment(
    row: Any, events: Iterable[EventRow], partners: Iterable[Contributor], on: date, soon: int
) -> CommitmentRow:
    history = tuple(events)
    news = _last_news(history)
    reminded = [event.on for event in history if event.kind is EventKind.REMINDER]
    known = _facts(row, news.on if news else None)
    status = rules.status(known.state, known.current_due, on, soon)
    return CommitmentRow(
        **{column: row[column] for column in _AS_STORED},
        state=known.state,
        status=status,
        status_words=rules.status_words(known, on),
        lead=row["lead"] or "",
        lead_name=row["lead_name"] or "",
        lead_article=row["lead_article"] or "",
        referent=_person(row, row["first_name"]),
        referent_short=_person(row, ""),
        theme=row["theme"] or "",
        decided_on=date.fromisoformat(row["decided_on"]),
        initial_due=known.initial_due,
        current_due=known.current_due,
        done_on=known.done_on,
        days_late=_days_late(known, status, on),
        source=row["origin"],
        level=Level(row["level"]),
        precision=rules.precision(known),
        contributors=tuple(partners),
        postponements=sum(event.kind is EventKind.POSTPONED for event in history),
        reminders=len(reminded),
        last_reminder_on=next(iter(reminded), None),
        last_news=news,
        events=history,
    )


def _last_news(history: tuple[EventRow, ...]) -> EventRow | None:
    return next((event for event in history if event.kind is not EventKind.REMINDER), None)


def _days_late(known: CommitmentFacts, status: Status, on: date) -> int:
    if status is not Status.LATE or known.current_due is None:
        return 0
    return (on - known.current_due).days


def _person(row: Any, first_name: str | None) -> str:
    return display_name(row["civility"], first_name or "", row["last_name"]) if row["last_name"] else ""


def _facts(row: Any, last_news_on: date | None) -> CommitmentFacts:
    return CommitmentFacts(
        id=row["id"],
        reference=row["reference"],
        state=CommitmentState(row["state"]),
        lead=row["lead"],
        referent=row["last_name"] or row["referent_function"],
        deliverable=row["deliverable"],
        place=row["place"],
        initial_due=day(row["initial_due"]),
        current_due=day(row["current_due"]),
        done_on=day(row["done_on"]),
        means=row["means"],
        progress_indicator=row["progress_indicator"],
        outcome_indicator=row["outcome_indicator"],
        baseline=row["outcome_baseline"],
        target=row["outcome_target"],
        source=row["outcome_source"],
        last_news_on=last_news_on,
    )
