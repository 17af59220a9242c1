"""The agenda of a meeting, the basket of topics and what past meetings suggest to put on it."""

import json
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from coprodesk.domain.agenda import Outcome
from coprodesk.domain.attendance import months_before
from coprodesk.domain.commitments import CommitmentFacts, CommitmentState, status_words
from coprodesk.domain.disclosure import Audience, Level, sees
from coprodesk.domain.french import day_month
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.meetings import planned_end
from coprodesk.domain.names import display_name
from coprodesk.queries import day
from coprodesk.store import Store

SECRETARY = Audience(Level.SECRETARIAT)
"""The secretary's own screen, which sees everything."""

_REFERENCE = re.compile(r"\bE-[0-9]{4}-[0-9]{2,}\b")
_APPROVAL_MONTHS = 24


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """One item. `postponements` counts how often its topic was put off up to this item, which is included.

    `time` is when it should begin by the plan; `references` are the open commitments linked to its topic or
    named in its title; `institutions` are the ids of those the topic concerns.
    """

    id: int
    topic_id: int
    position: int
    time: str
    title: str
    planned_minutes: int
    real_minutes: int | None
    started_at: str | None
    reporter_id: int | None
    reporter: str
    reporter_person_id: int | None
    reporter_person: str
    level: Level
    outcome: Outcome
    approves_id: int | None
    added: bool
    postponements: int
    records: int
    references: tuple[str, ...]
    institutions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TopicRow:
    """One topic of the basket; `items` counts its turns, `last_on` and `last_outcome` tell the last one."""

    id: int
    title: str
    raised_by_id: int | None
    raised_by: str
    theme_id: int | None
    note: str
    level: Level
    closed_on: date | None
    items: int
    last_on: date | None
    last_outcome: Outcome | None
    institutions: tuple[int, ...]


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


def levels_seen(audience: Audience, body_id: int | None) -> str:
    """Return, as a JSON list for `json_each`, the levels the audience sees of what belongs to this body."""
    return json.dumps([level.value for level in Level if sees(audience, level, body_id)])


def agenda(store: Store, meeting_id: int, audience: Audience = SECRETARY) -> tuple[AgendaRow, ...]:
    """Return the items the audience may see, in order; the clock runs over all of them."""
    parameters = _parameters(store, meeting_id, audience)
    rows = store.rows(
        """
        WITH timed AS (
            SELECT id, coalesce(sum(planned_minutes) OVER (
                ORDER BY position, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
            FROM agenda_item WHERE meeting_id = :meeting)
        SELECT i.*, t.before, m.starts_at, coalesce(n.short_name, '') AS reporter,
            p.civility, p.first_name, p.last_name,
            (SELECT count(*) FROM record r WHERE r.agenda_item_id = i.id
                AND r.level IN (SELECT value FROM json_each(:levels))) AS records,
            (SELECT count(*) FROM agenda_item o JOIN meeting om ON om.id = o.meeting_id
             WHERE o.topic_id = i.topic_id AND o.outcome = 'postponed'
               AND (om.date, om.id) <= (m.date, m.id)) AS postponements
        FROM agenda_item i JOIN meeting m ON m.id = i.meeting_id JOIN timed t ON t.id = i.id
        LEFT JOIN institution n ON n.id = i.reporter_id LEFT JOIN person p ON p.id = i.reporter_person_id
        WHERE i.meeting_id = :meeting AND i.level IN (SELECT value FROM json_each(:levels))
        ORDER BY i.position, i.id
        """,
        parameters,
    )
    references = _references(store, parameters)
    concerned = _concerned(store, [row["topic_id"] for row in rows])
    return tuple(_agenda_row(row, references, concerned) for row in rows)


def topics(store: Store, *, basket: bool = True, closed: bool = False) -> tuple[TopicRow, ...]:
    """Return topics by title: the basket of those never on an agenda, or all; closed ones when asked."""
    rows = store.rows(
        """
        SELECT t.*, coalesce(n.short_name, '') AS raised_by, coalesce(l.items, 0) AS items,
            substr(l.last, 1, 10) AS last_on, l.outcome AS last_outcome
        FROM topic t LEFT JOIN institution n ON n.id = t.raised_by_id
        LEFT JOIN (
            SELECT i.topic_id, count(*) AS items, i.outcome, max(m.date || printf('%09d', m.id)) AS last
            FROM agenda_item i JOIN meeting m ON m.id = i.meeting_id GROUP BY i.topic_id) l
            ON l.topic_id = t.id
        WHERE (:closed OR t.closed_on IS NULL) AND NOT (:basket AND l.items IS NOT NULL)
        ORDER BY t.title, t.id
        """,
        {"closed": closed, "basket": basket},
    )
    concerned = _concerned(store, [row["id"] for row in rows])
    return tuple(
        TopicRow(
            id=row["id"],
            title=row["title"],
            raised_by_id=row["raised_by_id"],
            raised_by=row["raised_by"],
            theme_id=row["theme_id"],
            note=row["note"],
            level=Level(row["level"]),
            closed_on=day(row["closed_on"]),
            items=row["items"],
            last_on=day(row["last_on"]),
            last_outcome=None if row["last_outcome"] is None else Outcome(row["last_outcome"]),
            institutions=concerned.get(row["id"], ()),
        )
        for row in rows
    )


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


def topic_made_for(store: Store, item_id: int) -> int | None:
    """Return the topic that was created in the same step as the item and has no other one, else None."""
    row = store.row(
        """
        SELECT i.topic_id FROM agenda_item i
        JOIN journal_row made ON made.table_name = 'agenda_item' AND made.row_id = i.id
            AND made.before IS NULL
        JOIN journal_row thread ON thread.table_name = 'topic' AND thread.row_id = i.topic_id
            AND thread.before IS NULL AND thread.step = made.step
        WHERE i.id = ? AND NOT EXISTS (
            SELECT 1 FROM agenda_item o WHERE o.topic_id = i.topic_id AND o.id <> i.id) LIMIT 1
        """,
        (item_id,),
    )
    return None if row is None else int(row["topic_id"])


def references_in(title: str) -> tuple[str, ...]:
    """Return the references of commitments named in a title."""
    return tuple(_REFERENCE.findall(title))


def _parameters(store: Store, meeting_id: int, audience: Audience) -> dict[str, Any]:
    row = store.row("SELECT body_id FROM meeting WHERE id = ?", (meeting_id,))
    return {
        "meeting": meeting_id,
        "levels": levels_seen(audience, row["body_id"] if row else None),
    }


def _references(store: Store, parameters: dict[str, Any]) -> dict[int, tuple[str, ...]]:
    """Return by item the commitments taken at it, and the open ones taken at earlier turns of its topic."""
    rows = store.rows(
        """
        SELECT DISTINCT i.id, c.reference FROM agenda_item i JOIN agenda_item o ON o.topic_id = i.topic_id
        JOIN commitment c ON c.agenda_item_id = o.id
        JOIN meeting m ON m.id = i.meeting_id JOIN meeting om ON om.id = o.meeting_id
        WHERE i.meeting_id = :meeting AND (o.id = i.id OR c.state IN ('open', 'to_confirm'))
            AND om.date <= m.date AND (c.level <> 'restricted' OR om.body_id = m.body_id)
            AND c.level IN (SELECT value FROM json_each(:levels))
            AND o.level IN (SELECT value FROM json_each(:levels))
        ORDER BY c.reference
        """,
        parameters,
    )
    found: dict[int, tuple[str, ...]] = {}
    for row in rows:
        found[row["id"]] = (*found.get(row["id"], ()), row["reference"])
    return found


def _concerned(store: Store, topic_ids: list[int]) -> dict[int, tuple[int, ...]]:
    rows = store.rows(
        "SELECT topic_id, institution_id FROM topic_institution "
        "WHERE topic_id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(topic_ids),),
    )
    found: dict[int, tuple[int, ...]] = {}
    for row in rows:
        found[row["topic_id"]] = (*found.get(row["topic_id"], ()), row["institution_id"])
    return found


def _agenda_row(
    row: Any, references: dict[int, tuple[str, ...]], concerned: dict[int, tuple[int, ...]]
) -> AgendaRow:
    person = row["last_name"] is not None
    return AgendaRow(
        id=row["id"],
        topic_id=row["topic_id"],
        position=row["position"],
        time=planned_end(row["starts_at"], row["before"]),
        title=row["title"],
        planned_minutes=row["planned_minutes"],
        real_minutes=row["real_minutes"],
        started_at=row["started_at"],
        reporter_id=row["reporter_id"],
        reporter=row["reporter"],
        reporter_person_id=row["reporter_person_id"],
        reporter_person=display_name(row["civility"], row["first_name"], row["last_name"]) if person else "",
        level=Level(row["level"]),
        outcome=Outcome(row["outcome"]),
        approves_id=row["approves_id"],
        added=bool(row["added"]),
        postponements=row["postponements"],
        records=row["records"],
        references=tuple(dict.fromkeys((*references.get(row["id"], ()), *references_in(row["title"])))),
        institutions=concerned.get(row["topic_id"], ()),
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
