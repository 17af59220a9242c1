"""The commitments that a meeting has to follow up: open, due by its day, its own or shared by its series."""

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from coprodesk.domain.commitments import CommitmentFacts, CommitmentState, EventKind, status_words
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.french import late_by, short_date
from coprodesk.domain.i18n import _, labelled, ngettext
from coprodesk.queries.commitment_filter import visible
from coprodesk.store import Store

_LAST = 999_999_999


@dataclass(frozen=True, slots=True)
class Sitting:
    """Where and when: a meeting, or with id 0 one still to be created. `key` orders it among the others."""

    id: int
    body_id: int
    numbered: bool
    on: date
    starts_at: str

    @property
    def key(self) -> str:
        """Return what `queries.topics.turn_key` gives before this sitting, and exceeds from it on."""
        return f"{self.on.isoformat()}{self.starts_at}{self.id or _LAST:09d}"


def to_create(body_id: int, numbered: bool, on: date, starts_at: str) -> Sitting:
    """Return the sitting of a meeting still to be created; without an hour it comes last on its day."""
    return Sitting(0, body_id, numbered, on, starts_at or "24:00")


@dataclass(frozen=True, slots=True)
class DueCommitment:
    """A commitment due by the meeting; `reason` is « en retard de 15 jours, 2 reports ».

    `verdict` is what the meeting itself made of it (« Tenu », « Reporté au 15/12/2026 »), '' while it is
    still to be followed; `told` is the motive or the news noted there. `due` is the day it was due before.
    """

    id: int
    reference: str
    what: str
    due: date
    days_late: int
    postponements: int
    reason: str
    lead_id: int | None
    lead: str
    level: Level
    verdict: str = ""
    told: str = ""

    @property
    def settled(self) -> bool:
        """Tell whether the meeting has done with it."""
        return bool(self.verdict)

    @property
    def said(self) -> str:
        """Return « Abandonné : plus d’objet », or the news alone."""
        return labelled(self.verdict, self.told) if self.verdict and self.told else self.verdict or self.told

    @property
    def late_words(self) -> str:
        """Return « 15 jours de retard », blank when it is due that very day."""
        return late_by(self.days_late) if self.days_late else ""


@dataclass(frozen=True, slots=True)
class DueGroup:
    """What one institution owes by the meeting; no institution is a commitment without lead."""

    lead_id: int | None
    lead: str
    commitments: tuple[DueCommitment, ...]


def sitting(store: Store, meeting_id: int) -> Sitting | None:
    """Return where and when a meeting sits, None when it is gone."""
    row = store.row(
        "SELECT m.id, m.body_id, b.numbered, m.date, m.starts_at "
        "FROM meeting m JOIN body b ON b.id = m.body_id WHERE m.id = ?",
        (meeting_id,),
    )
    if row is None:
        return None
    return Sitting(
        row["id"],
        row["body_id"],
        bool(row["numbered"]),
        date.fromisoformat(row["date"]),
        row["starts_at"],
    )


def due_by_lead(store: Store, meeting_id: int) -> tuple[DueGroup, ...]:
    """Return the commitments due by the meeting with why each returns, grouped by lead.

    They are those still open, and those the meeting has followed already, which keep their place.
    Leads go by name, those without one last; in a group the oldest due date comes first. The bodies of the
    numbered series follow all they share; another body follows its own, and it alone does.
    """
    place = sitting(store, meeting_id)
    groups: dict[int | None, list[DueCommitment]] = {}
    for one in () if place is None else _followed(store, place):
        groups.setdefault(one.lead_id, []).append(one)
    return tuple(DueGroup(lead_id, ones[0].lead, tuple(ones)) for lead_id, ones in groups.items())


def due_commitments(
    store: Store, place: Sitting, on: date | None = None, audience: Audience | None = None
) -> tuple[DueCommitment, ...]:
    """Return them in the order of `due_by_lead`, worded as of `on`, by default the day of the meeting."""
    return tuple(_due(row, place.on, on or place.on) for row in _rows(store, place, audience))


def references_due(store: Store, meeting_id: int, audience: Audience) -> tuple[str, ...]:
    """Return the references that the follow-up of a meeting to come takes up, as far as the audience sees."""
    place = sitting(store, meeting_id)
    if place is None:
        return ()
    return tuple(row["reference"] for row in _rows(store, place, audience))


def _followed(store: Store, place: Sitting) -> list[DueCommitment]:
    """Return what is due, and in its place what the meeting has said of it."""
    said = {
        row["commitment_id"]: row
        for row in store.rows(
            """SELECT e.commitment_id, e.kind, e.text, e.to_due,
                   (SELECT f.from_due FROM commitment_event f WHERE f.commitment_id = e.commitment_id
                    AND f.meeting_id = e.meeting_id AND f.kind = 'postponed' ORDER BY f.id LIMIT 1) AS was_due
               FROM commitment_event e WHERE e.meeting_id = ?
                   AND e.kind IN ('news', 'postponed', 'kept', 'abandoned') ORDER BY e.id""",
            (place.id,),
        )
    }
    found = []
    for row in _rows(store, place, None, tuple(said)):
        event = said.get(row["id"])
        was_due = event["was_due"] if event is not None else None
        one = _due({**row, "current_due": was_due or row["current_due"]}, place.on, place.on)
        if event is not None:
            verdict, told = _said(event, row, place.on)
            one = replace(one, verdict=verdict, told=told)
        if one.settled or _is_due(row, place.on):
            found.append(one)
    return sorted(
        found, key=lambda one: (one.lead_id is None, one.lead, one.lead_id or 0, one.due, one.reference)
    )


def _is_due(row: Any, on: date) -> bool:
    return bool(row["state"] == CommitmentState.OPEN and row["current_due"] <= on.isoformat())


def _said(event: Any, row: Any, held_on: date) -> tuple[str, str]:
    """Return what a meeting made of a commitment and what was told, as far as both still stand."""
    kind = EventKind(event["kind"])
    if kind is EventKind.NEWS:
        return "", event["text"]
    if kind is EventKind.POSTPONED and not _is_due(row, held_on):
        day = short_date(date.fromisoformat(event["to_due"]))
        return _("Reporté au {day}").format(day=day), event["text"]
    return (kind.label, event["text"]) if kind.value == row["state"] else ("", "")


def _rows(
    store: Store, place: Sitting, audience: Audience | None, followed: tuple[int, ...] = ()
) -> list[Any]:
    seen = "1" if audience is None else visible(audience)
    return store.rows(
        f"""
        SELECT c.id, c.reference, c.what, c.current_due, c.lead_id, c.level, c.state,
            coalesce(n.short_name, '') AS lead,
            (SELECT count(*) FROM commitment_event e
             WHERE e.commitment_id = c.id AND e.kind = 'postponed') AS postponements
        FROM commitment c LEFT JOIN institution n ON n.id = c.lead_id
        LEFT JOIN agenda_item i ON i.id = c.agenda_item_id LEFT JOIN meeting m ON m.id = i.meeting_id
        LEFT JOIN body b ON b.id = m.body_id
        WHERE (c.state = 'open' AND c.current_due <= :date
                OR (c.current_due IS NOT NULL AND c.id IN (SELECT value FROM json_each(:followed))))
            AND coalesce(i.meeting_id, 0) <> :meeting
            AND (m.body_id = :body OR (:numbered AND c.level <> 'restricted' AND coalesce(b.numbered, 1)))
            AND {seen}
        ORDER BY c.lead_id IS NULL, n.short_name, c.lead_id, c.current_due, c.reference
        """,
        {
            "date": place.on.isoformat(),
            "meeting": place.id or -1,
            "body": place.body_id,
            "numbered": place.numbered,
            "audience_body": audience.body_id if audience else None,
            "followed": json.dumps(followed),
        },
    )


def open_references(store: Store, topic_ids: list[int]) -> dict[int, tuple[str, ...]]:
    """Return by topic the references of the commitments taken at its turns and still open."""
    found: dict[int, tuple[str, ...]] = {}
    for row in store.rows(
        "SELECT i.topic_id, c.reference FROM commitment c JOIN agenda_item i ON i.id = c.agenda_item_id "
        "WHERE c.state IN ('open', 'to_confirm') AND i.topic_id IN (SELECT value FROM json_each(?)) "
        "ORDER BY c.reference",
        (json.dumps(topic_ids),),
    ):
        found[row["topic_id"]] = (*found.get(row["topic_id"], ()), row["reference"])
    return found


def _due(row: Any, held_on: date, on: date) -> DueCommitment:
    due = date.fromisoformat(row["current_due"])
    facts = CommitmentFacts(row["id"], row["reference"], CommitmentState.OPEN, current_due=due)
    reason = status_words(facts, on)
    if row["postponements"]:
        slips = ngettext("{n} report", "{n} reports", row["postponements"]).format(n=row["postponements"])
        reason = f"{reason}, {slips}"
    return DueCommitment(
        id=row["id"],
        reference=row["reference"],
        what=row["what"],
        due=due,
        days_late=(held_on - due).days,
        postponements=row["postponements"],
        reason=reason,
        lead_id=row["lead_id"],
        lead=row["lead"],
        level=Level(row["level"]),
    )
