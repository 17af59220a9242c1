"""What the watch cells keep an eye on."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from coprodesk.domain.disclosure import Audience, Level
from coprodesk.queries import day
from coprodesk.queries.agenda import SECRETARY, levels_seen
from coprodesk.store import Store


@dataclass(frozen=True, slots=True)
class WatchPointRow:
    """One watch point; `meeting_id` is where it was noted, when it was at a meeting."""

    id: int
    reference: str
    body_id: int
    agenda_item_id: int | None
    meeting_id: int | None
    finding: str
    place: str
    theme_id: int | None
    theme: str
    since: date
    action: str
    lead_id: int | None
    lead: str
    due_on: date | None
    lifted_on: date | None
    level: Level

    def late(self, on: date) -> bool:
        """Tell whether its action is overdue on a day."""
        return self.lifted_on is None and self.due_on is not None and self.due_on < on


_ROWS = """
SELECT w.*, i.meeting_id, coalesce(n.short_name, '') AS lead, coalesce(t.name, '') AS theme
FROM watch_point w LEFT JOIN agenda_item i ON i.id = w.agenda_item_id
LEFT JOIN institution n ON n.id = w.lead_id LEFT JOIN theme t ON t.id = w.theme_id
"""


def watch_points(
    store: Store, body_id: int, *, lifted: bool = False, audience: Audience = SECRETARY
) -> tuple[WatchPointRow, ...]:
    """Return the watch points of a group that the audience may see, in the order of their numbers.

    Only those not lifted, or with `lifted` all of them.
    """
    rows = store.rows(
        f"{_ROWS} WHERE w.body_id = :body AND (:lifted OR w.lifted_on IS NULL) "
        "AND w.level IN (SELECT value FROM json_each(:levels)) ORDER BY w.id",
        {"body": body_id, "lifted": lifted, "levels": levels_seen(audience, body_id)},
    )
    return tuple(_row(row) for row in rows)


def watch_point(store: Store, watch_point_id: int) -> WatchPointRow | None:
    """Return one watch point, None when it is gone."""
    row = store.row(f"{_ROWS} WHERE w.id = ?", (watch_point_id,))
    return None if row is None else _row(row)


def _row(row: Any) -> WatchPointRow:
    return WatchPointRow(
        id=row["id"],
        reference=row["reference"],
        body_id=row["body_id"],
        agenda_item_id=row["agenda_item_id"],
        meeting_id=row["meeting_id"],
        finding=row["finding"],
        place=row["place"],
        theme_id=row["theme_id"],
        theme=row["theme"],
        since=date.fromisoformat(row["since"]),
        action=row["action"],
        lead_id=row["lead_id"],
        lead=row["lead"],
        due_on=day(row["due_on"]),
        lifted_on=day(row["lifted_on"]),
        level=Level(row["level"]),
    )
