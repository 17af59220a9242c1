"""The agenda of a meeting and the basket of topics."""

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from coprodesk.domain.agenda import Outcome
from coprodesk.domain.disclosure import Audience, Level, sees
from coprodesk.domain.meetings import planned_end
from coprodesk.domain.names import display_name
from coprodesk.queries import day
from coprodesk.queries.carry_over import Suggestion, SuggestionKind, carry_over
from coprodesk.queries.commitment_filter import visible
from coprodesk.store import Store

__all__ = [
    "SECRETARY",
    "AgendaRow",
    "Suggestion",
    "SuggestionKind",
    "TopicRow",
    "agenda",
    "carry_over",
    "levels_seen",
    "references_in",
    "topic_made_for",
    "topics",
]

SECRETARY = Audience(Level.SECRETARIAT)
"""The secretary's own screen, which sees everything."""

_REFERENCE = re.compile(r"\bE-[0-9]{4}-[0-9]{2,}\b")


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
    references = _references(store, parameters, audience)
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
            FROM agenda_item i JOIN meeting m ON m.id = i.meeting_id WHERE NOT :basket GROUP BY i.topic_id) l
            ON l.topic_id = t.id
        WHERE (:closed OR t.closed_on IS NULL)
            AND NOT (:basket AND EXISTS (SELECT 1 FROM agenda_item o WHERE o.topic_id = t.id))
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


def _references(store: Store, parameters: dict[str, Any], audience: Audience) -> dict[int, tuple[str, ...]]:
    """Return by item the commitments taken at it, and the open ones taken at earlier turns of its topic."""
    rows = store.rows(
        f"""
        SELECT DISTINCT i.id, c.reference FROM agenda_item i JOIN agenda_item o ON o.topic_id = i.topic_id
        JOIN commitment c ON c.agenda_item_id = o.id
        JOIN meeting m ON m.id = i.meeting_id JOIN meeting om ON om.id = o.meeting_id
        WHERE i.meeting_id = :meeting AND (o.id = i.id OR c.state IN ('open', 'to_confirm'))
            AND om.date <= m.date AND (c.level <> 'restricted' OR om.body_id = m.body_id)
            AND {visible(audience)}
            AND o.level IN (SELECT value FROM json_each(:levels))
        ORDER BY c.reference
        """,
        {**parameters, "audience_body": audience.body_id},
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
