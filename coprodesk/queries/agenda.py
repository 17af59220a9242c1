"""The agenda of a meeting: its items with their numbers, their clock and what they continue."""

import json
import re
from dataclasses import dataclass
from typing import Any

from coprodesk.domain.agenda import Outcome, Role, item_numbers
from coprodesk.domain.disclosure import Audience, Level, sees
from coprodesk.domain.i18n import _
from coprodesk.domain.meetings import planned_end
from coprodesk.domain.names import display_name
from coprodesk.queries.carry_over import Suggestion, SuggestionKind, carry_over
from coprodesk.queries.commitment_filter import visible
from coprodesk.queries.council import setting
from coprodesk.queries.due_commitments import references_due
from coprodesk.queries.topics import eve_key, institutions_concerned, times_put_off, turn_key
from coprodesk.store import Store

__all__ = [
    "SECRETARY",
    "AgendaRow",
    "Suggestion",
    "SuggestionKind",
    "agenda",
    "carry_over",
    "keeps_cut",
    "levels_seen",
    "references_in",
]

SECRETARY = Audience(Level.SECRETARIAT)
"""The secretary's own screen, which sees everything."""

_REFERENCE = re.compile(r"\bE-[0-9]{4}-[0-9]{2,}\b")


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """One item. `number` is « 3 », or « 3.1 » for a sub-item (`depth` 1), among those the audience sees.

    `postponements` counts how often its topic was put off up to this item, included, since it was treated
    before; `put_off_before` leaves out what this meeting itself did. `time` is when it should begin by the
    plan. `references` are the open commitments linked to its topic or named in its title, and for a follow-up
    item to come those due by then. `institutions` are the ids of those the topic concerns. `section` is the
    heading that consecutive items share, '' for none. `cut` marks the trace of a restricted item, of which
    only the place and the clock are known.
    """

    id: int
    topic_id: int
    position: int
    number: str
    section: str
    depth: int
    role: Role
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
    put_off_before: int
    records: int
    references: tuple[str, ...]
    institutions: tuple[int, ...]
    cut: bool = False


def keeps_cut(store: Store) -> bool:
    """Tell whether papers print « [point traité en groupe restreint] », or nothing, for a restricted item."""
    return setting(store, "restricted_placeholder", "nothing") == "placeholder"


def levels_seen(audience: Audience, body_id: int | None) -> str:
    """Return, as a JSON list for `json_each`, the levels the audience sees of what belongs to this body."""
    return json.dumps([level.value for level in Level if sees(audience, level, body_id)])


_TIMED = """
        WITH timed AS (
            SELECT id, coalesce(sum(planned_minutes) OVER (
                ORDER BY position, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before,
                sum(depth = 0) OVER (ORDER BY position, id) AS parent
            FROM agenda_item WHERE meeting_id = :meeting)
"""


def agenda(
    store: Store, meeting_id: int, audience: Audience = SECRETARY, *, keep_cut: bool = False
) -> tuple[AgendaRow, ...]:
    """Return the items the audience may see, in order; the clock runs over all of them.

    With `keep_cut` a restricted item it may not see leaves its trace, so that the numbers stay those of all.
    """
    parameters = _parameters(store, meeting_id, audience)
    rows = store.rows(
        f"""{_TIMED}
        SELECT i.*, t.before, t.parent, m.starts_at,
            m.state NOT IN ('held', 'cancelled') AS to_come, coalesce(n.short_name, '') AS reporter,
            p.civility, p.first_name, p.last_name,
            (SELECT count(*) FROM record r WHERE r.agenda_item_id = i.id
                AND r.level IN (SELECT value FROM json_each(:levels))) AS records,
            {times_put_off("i.topic_id", turn_key("m", "i"))} AS postponements,
            {times_put_off("i.topic_id", eve_key("m"))} AS put_off_before
        FROM agenda_item i JOIN meeting m ON m.id = i.meeting_id JOIN timed t ON t.id = i.id
        LEFT JOIN institution n ON n.id = i.reporter_id LEFT JOIN person p ON p.id = i.reporter_person_id
        WHERE i.meeting_id = :meeting AND i.level IN (SELECT value FROM json_each(:levels))
        ORDER BY i.position, i.id
        """,
        parameters,
    )
    references = _references(store, parameters, audience)
    followed = [row["id"] for row in rows if row["role"] == Role.FOLLOW_UP and row["to_come"]]
    if followed:
        due = references_due(store, meeting_id, audience)
        references |= {item_id: (*references.get(item_id, ()), *due) for item_id in followed}
    concerned = institutions_concerned(store, [row["topic_id"] for row in rows])
    seen = {row["id"] for row in rows}
    if keep_cut:
        rows = sorted([*rows, *_cut(store, parameters)], key=lambda row: (row["position"], row["id"]))
    depths = _seen_depths(rows)
    return tuple(
        _agenda_row(row, number, depth, references, concerned)
        if row["id"] in seen
        else _cut_row(row, number, depth)
        for row, number, depth in zip(rows, item_numbers(depths), depths, strict=True)
    )


def _cut(store: Store, parameters: dict[str, Any]) -> list[Any]:
    """Return place and clock of the restricted items not seen, and the heading they share with one seen."""
    return store.rows(
        f"""{_TIMED}
        SELECT i.id, i.position, i.depth, i.started_at, t.before, t.parent, m.starts_at,
            (SELECT coalesce(max(o.section), '') FROM agenda_item o WHERE o.meeting_id = i.meeting_id
                AND o.section = i.section AND o.level IN (SELECT value FROM json_each(:levels))) AS section
        FROM agenda_item i JOIN meeting m ON m.id = i.meeting_id JOIN timed t ON t.id = i.id
        WHERE i.meeting_id = :meeting AND i.level = 'restricted'
            AND i.level NOT IN (SELECT value FROM json_each(:levels))
        """,
        parameters,
    )


def _seen_depths(rows: list[Any]) -> list[int]:
    """Return the depth of each item seen: a sub-item whose item is not seen stands as an item."""
    parents = {row["parent"] for row in rows if not row["depth"]}
    return [int(bool(row["depth"]) and row["parent"] in parents) for row in rows]


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


def _agenda_row(
    row: Any,
    number: str,
    depth: int,
    references: dict[int, tuple[str, ...]],
    concerned: dict[int, tuple[int, ...]],
) -> AgendaRow:
    person = row["last_name"] is not None
    return AgendaRow(
        id=row["id"],
        topic_id=row["topic_id"],
        position=row["position"],
        number=number,
        section=row["section"],
        depth=depth,
        role=Role(row["role"]),
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
        put_off_before=row["put_off_before"],
        records=row["records"],
        references=tuple(dict.fromkeys((*references.get(row["id"], ()), *references_in(row["title"])))),
        institutions=concerned.get(row["topic_id"], ()),
    )


def _cut_row(row: Any, number: str, depth: int) -> AgendaRow:
    return AgendaRow(
        id=row["id"],
        topic_id=0,
        position=row["position"],
        number=number,
        section=row["section"],
        depth=depth,
        role=Role.NONE,
        time=planned_end(row["starts_at"], row["before"]),
        title=_("[point traité en groupe restreint]"),
        planned_minutes=0,
        real_minutes=None,
        started_at=row["started_at"],
        reporter_id=None,
        reporter="",
        reporter_person_id=None,
        reporter_person="",
        level=Level.PUBLIC,
        outcome=Outcome.TREATED,
        approves_id=None,
        added=False,
        postponements=0,
        put_off_before=0,
        records=0,
        references=(),
        institutions=(),
        cut=True,
    )
