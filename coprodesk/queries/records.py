"""What was said, decided and asked for at a meeting."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.records import RecordKind
from coprodesk.queries import day
from coprodesk.queries.agenda import SECRETARY, levels_seen
from coprodesk.store import Store


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One paragraph of an item; `institution` is who says it or who is in charge, `at` the hour "HH:MM"."""

    id: int
    item_id: int
    position: int
    kind: RecordKind
    reference: str | None
    text: str
    institution_id: int | None
    institution: str
    contributors: str
    due_on: date | None
    at: str | None
    level: Level


def records(store: Store, meeting_id: int, audience: Audience = SECRETARY) -> tuple[RecordRow, ...]:
    """Return what the audience may see of a meeting's records, in the order of the items and within them."""
    meeting = store.row("SELECT body_id FROM meeting WHERE id = ?", (meeting_id,))
    rows = store.rows(
        """
        SELECT r.*, coalesce(n.short_name, '') AS institution
        FROM record r JOIN agenda_item i ON i.id = r.agenda_item_id
        LEFT JOIN institution n ON n.id = r.institution_id
        WHERE i.meeting_id = :meeting AND i.level IN (SELECT value FROM json_each(:levels))
            AND r.level IN (SELECT value FROM json_each(:levels))
        ORDER BY i.position, i.id, r.position, r.id
        """,
        {"meeting": meeting_id, "levels": levels_seen(audience, meeting["body_id"] if meeting else None)},
    )
    return tuple(_record(row) for row in rows)


def _record(row: Any) -> RecordRow:
    return RecordRow(
        id=row["id"],
        item_id=row["agenda_item_id"],
        position=row["position"],
        kind=RecordKind(row["kind"]),
        reference=row["reference"],
        text=row["text"],
        institution_id=row["institution_id"],
        institution=row["institution"],
        contributors=row["contributors"],
        due_on=day(row["due_on"]),
        at=row["at"],
        level=Level(row["level"]),
    )
