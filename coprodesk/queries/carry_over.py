"""What past meetings suggest to put on an agenda: minutes to approve, topics left over, promises due."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from coprodesk.domain.attendance import months_before
from coprodesk.domain.commitments import CommitmentFacts, CommitmentState, status_words
from coprodesk.domain.disclosure import Level
from coprodesk.domain.french import day_month
from coprodesk.domain.i18n import _, ngettext
from coprodesk.store import Store

_APPROVAL_MONTHS = 24


class SuggestionKind(StrEnum):
    """Why something is suggested for an agenda."""

    APPROVAL = "approval"
    TOPIC = "topic"
    COMMITMENT = "commitment"

    @property
    def label(self) -> str:
        """Return the heading of the group."""
        return {
            SuggestionKind.APPROVAL: _("Approbation"),
            SuggestionKind.TOPIC: _("Points reportés"),
            SuggestionKind.COMMITMENT: _("Engagements ouverts, par partenaire"),
        }[self]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing to put on the agenda; `target_id` is a meeting, a topic or a commitment, by `kind`.

    `late` is true for a commitment whose due date is past on the day asked for.
    """

    kind: SuggestionKind
    target_id: int
    title: str
    reason: str
    reference: str
    lead: str
    reporter_id: int | None
    level: Level
    late: bool


def carry_over(store: Store, meeting_id: int, on: date | None = None) -> tuple[Suggestion, ...]:
    """Return what to put on the agenda: minutes to approve, topics left over, commitments due.

    Reasons are worded as of `on`, by default the day of the meeting; what is on the agenda is left out.
    """
    meeting = store.row(
        "SELECT m.date, m.body_id, b.numbered FROM meeting m JOIN body b ON b.id = m.body_id WHERE m.id = ?",
        (meeting_id,),
    )
    if meeting is None:
        return ()
    held_on = date.fromisoformat(meeting["date"])
    parameters = {
        "meeting": meeting_id,
        "date": meeting["date"],
        "body": meeting["body_id"],
        "numbered": meeting["numbered"],
        "since": months_before(held_on, _APPROVAL_MONTHS).isoformat(),
    }
    return (
        *_approvals(store, parameters),
        *_left_over(store, parameters),
        *_due_commitments(store, parameters, on or held_on),
    )


def _approvals(store: Store, parameters: dict[str, Any]) -> list[Suggestion]:
    """Minutes of the numbered series, held within two years and on no agenda that still stands."""
    rows = store.rows(
        """
        SELECT m.id, m.date, b.name,
            (SELECT max(version) FROM minutes_version v WHERE v.meeting_id = m.id) AS version
        FROM meeting m JOIN body b ON b.id = m.body_id
        WHERE :numbered AND b.numbered AND m.state = 'held' AND m.id <> :meeting
            AND m.date <= :date AND m.date >= :since AND NOT EXISTS (
                SELECT 1 FROM agenda_item i JOIN meeting h ON h.id = i.meeting_id
                WHERE i.approves_id = m.id AND (i.meeting_id = :meeting
                    OR (h.state = 'held' AND i.outcome = 'treated')))
        ORDER BY m.date, m.id
        """,
        parameters,
    )
    return [
        Suggestion(
            kind=SuggestionKind.APPROVAL,
            target_id=row["id"],
            title=_("Approbation du compte rendu du {day} {year}").format(
                day=day_month(date.fromisoformat(row["date"])), year=row["date"][:4]
            ),
            reason=_("projet v{version}, {body}").format(version=row["version"], body=row["name"])
            if row["version"]
            else row["name"],
            reference="",
            lead="",
            reporter_id=None,
            level=Level.PARTNERS,
            late=False,
        )
        for row in rows
    ]


def _left_over(store: Store, parameters: dict[str, Any]) -> list[Suggestion]:
    """Topics whose last turn before the meeting was postponed or left open, in the same series."""
    rows = store.rows(
        """
        SELECT t.id, t.topic_id, t.title, t.level, t.reporter_id, n.short_name,
            (SELECT count(*) FROM agenda_item o JOIN meeting om ON om.id = o.meeting_id
             WHERE o.topic_id = t.topic_id AND o.outcome = 'postponed' AND om.date <= :date) AS times
        FROM agenda_item t JOIN meeting m ON m.id = t.meeting_id JOIN body b ON b.id = m.body_id
        JOIN topic ON topic.id = t.topic_id LEFT JOIN institution n ON n.id = t.reporter_id
        WHERE t.outcome IN ('postponed', 'open') AND m.state IN ('held', 'cancelled')
            AND m.date <= :date AND m.id <> :meeting
            AND t.approves_id IS NULL AND topic.closed_on IS NULL
            AND (m.body_id = :body OR (:numbered AND b.numbered AND t.level IN ('public', 'partners')))
            AND NOT EXISTS (
                SELECT 1 FROM agenda_item o JOIN meeting om ON om.id = o.meeting_id
                WHERE o.topic_id = t.topic_id AND (o.meeting_id = :meeting OR (
                    om.date <= :date AND (om.date, om.id, o.id) > (m.date, m.id, t.id))))
        ORDER BY times DESC, t.id
        """,
        parameters,
    )
    return [
        Suggestion(
            kind=SuggestionKind.TOPIC,
            target_id=row["topic_id"],
            title=row["title"],
            reason=ngettext("reporté {n} fois", "reporté {n} fois", row["times"]).format(n=row["times"])
            if row["times"]
            else _("laissé ouvert à la dernière réunion"),
            reference="",
            lead=row["short_name"] or "",
            reporter_id=row["reporter_id"],
            level=Level(row["level"]),
            late=False,
        )
        for row in rows
    ]


def _due_commitments(store: Store, parameters: dict[str, Any], on: date) -> list[Suggestion]:
    """Open commitments due by the meeting; a restricted one only for the body that took it."""
    rows = store.rows(
        """
        SELECT c.id, c.reference, c.what, c.current_due, c.level, c.lead_id,
            coalesce(n.short_name, '') AS lead,
            (SELECT count(*) FROM commitment_event e
             WHERE e.commitment_id = c.id AND e.kind = 'postponed') AS slips
        FROM commitment c LEFT JOIN institution n ON n.id = c.lead_id
        LEFT JOIN agenda_item i ON i.id = c.agenda_item_id LEFT JOIN meeting m ON m.id = i.meeting_id
        LEFT JOIN body b ON b.id = m.body_id
        WHERE c.state = 'open' AND c.current_due <= :date
            AND (m.body_id = :body OR (:numbered AND c.level <> 'restricted' AND coalesce(b.numbered, 1)))
            AND NOT EXISTS (
                SELECT 1 FROM agenda_item h WHERE h.meeting_id = :meeting AND instr(h.title, c.reference))
        ORDER BY lead, c.current_due, c.reference
        """,
        parameters,
    )
    found = []
    for row in rows:
        due = date.fromisoformat(row["current_due"])
        facts = CommitmentFacts(row["id"], row["reference"], CommitmentState.OPEN, current_due=due)
        words = status_words(facts, on)
        if row["slips"]:
            slips = ngettext("{n} report", "{n} reports", row["slips"]).format(n=row["slips"])
            words = f"{words}, {slips}"
        found.append(
            Suggestion(
                kind=SuggestionKind.COMMITMENT,
                target_id=row["id"],
                title=row["what"],
                reason=words,
                reference=row["reference"],
                lead=row["lead"],
                reporter_id=row["lead_id"],
                level=Level(row["level"]),
                late=due < on,
            )
        )
    return found
