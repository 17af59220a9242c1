"""Which commitments a list, a count or a document reads: the segments, the filters, what an audience sees."""

import json
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from coprodesk.domain.commitments import SOON_DAYS
from coprodesk.domain.disclosure import Audience, Level, sees
from coprodesk.queries.council import number_setting
from coprodesk.store import Store
from coprodesk.store.search import match_expression


class Segment(StrEnum):
    """The segments of the filter; late, soon and undated ones are open too."""

    ALL = "all"
    OPEN = "open"
    LATE = "late"
    SOON = "soon"
    UNDATED = "undated"
    TO_CONFIRM = "to_confirm"
    KEPT = "kept"
    ABANDONED = "abandoned"


class CommitmentFilter(NamedTuple):
    """Which commitments to show; None and blank ask for all. `audience` never selects what it may not see.

    A theme or a lead of 0 asks for those that have none.
    """

    segment: Segment = Segment.ALL
    institution_id: int | None = None
    lead_id: int | None = None
    theme_id: int | None = None
    text: str = ""
    ids: tuple[int, ...] | None = None
    meeting_id: int | None = None
    audience: Audience | None = None


SEGMENTS = {
    Segment.ALL: "1",
    Segment.OPEN: "c.state = 'open'",
    Segment.LATE: "c.state = 'open' AND c.current_due < :on",
    Segment.SOON: "c.state = 'open' AND c.current_due BETWEEN :on AND date(:on, :soon)",
    Segment.UNDATED: "c.state = 'open' AND c.current_due IS NULL",
    Segment.TO_CONFIRM: "c.state = 'to_confirm'",
    Segment.KEPT: "c.state = 'kept'",
    Segment.ABANDONED: "c.state = 'abandoned'",
}

_VISIBLE = """ AND NOT EXISTS (
    SELECT 1 FROM agenda_item ai JOIN meeting am ON am.id = ai.meeting_id JOIN body ab ON ab.id = am.body_id
    WHERE ai.id = c.agenda_item_id AND NOT ({inside}))"""


def where_of(chosen: CommitmentFilter) -> tuple[str, dict[str, Any]]:
    """Return the SQL condition of a filter on `c` and its values."""
    parts = [SEGMENTS[chosen.segment]]
    values: dict[str, Any] = {}
    if chosen.institution_id is not None:
        parts.append(
            """(c.lead_id = :institution OR c.id IN (
                SELECT commitment_id FROM contributor WHERE institution_id = :institution))"""
        )
        values["institution"] = chosen.institution_id
    if chosen.lead_id is not None:
        parts.append("c.lead_id = :lead" if chosen.lead_id else "c.lead_id IS NULL")
        values["lead"] = chosen.lead_id
    if chosen.theme_id is not None:
        parts.append("c.theme_id = :theme" if chosen.theme_id else "c.theme_id IS NULL")
        values["theme"] = chosen.theme_id
    if chosen.ids is not None:
        parts.append("c.id IN (SELECT value FROM json_each(:ids))")
        values["ids"] = json.dumps(chosen.ids)
    if chosen.meeting_id is not None:
        parts.append("c.agenda_item_id IN (SELECT id FROM agenda_item WHERE meeting_id = :meeting)")
        values["meeting"] = chosen.meeting_id
    expression = match_expression(chosen.text)
    if expression is not None:
        parts.append(
            """c.id IN (SELECT e.row_id FROM search s JOIN search_entry e ON e.id = s.rowid
                WHERE s.search MATCH :match AND e.subject = 'commitment')"""
        )
        values["match"] = expression
    where = " AND ".join(parts)
    if chosen.audience is not None:
        where += f" AND {visible(chosen.audience)}"
        values["audience_body"] = chosen.audience.body_id
    return where, values


def visible(audience: Audience) -> str:
    """Return the condition on `c` that leaves out what the audience may not see (domain.disclosure.sees).

    `:audience_body` is the group of a restricted audience.
    A commitment is no more open than the item and the confidential group in which it was taken.
    """
    if audience.level is Level.SECRETARIAT:
        return "1"
    open_levels = ", ".join(f"'{level}'" for level in Level if sees(audience, level, None))
    if audience.level is not Level.RESTRICTED:
        inside = f"ai.level IN ({open_levels}) AND NOT ab.confidential"
        return f"c.level IN ({open_levels}){_VISIBLE.format(inside=inside)}"
    own = "am.body_id = :audience_body"
    inside = (
        f"(ai.level IN ({open_levels}) OR ai.level = 'restricted' AND {own})"
        f" AND (NOT ab.confidential OR {own}) AND (c.level IN ({open_levels}) OR {own})"
    )
    closed = f"c.level = 'restricted' AND c.agenda_item_id IS NOT NULL OR c.level IN ({open_levels})"
    return f"({closed}){_VISIBLE.format(inside=inside)}"


def days_of(store: Store, on: date) -> dict[str, str]:
    """Return the values of `:on` and `:soon`, the last day that is soon, which the segments name."""
    return {"on": on.isoformat(), "soon": f"+{soon_days(store)} days"}


def soon_days(store: Store) -> int:
    """Return how many days before its due date a commitment is due soon."""
    return number_setting(store, "soon_days", SOON_DAYS)


def partner_choices(store: Store) -> tuple[tuple[int, str], ...]:
    """Return id and short name of every institution, closed ones too, in the order of the documents."""
    rows = store.rows(
        """SELECT i.id, i.short_name FROM institution i JOIN college c ON c.id = i.college_id
           ORDER BY c.position, i.protocol_rank, i.id"""
    )
    return tuple((row[0], row[1]) for row in rows)
