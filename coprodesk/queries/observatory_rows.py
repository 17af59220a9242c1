"""The rows behind a figure of the observatory, in words, each with the page that opens it."""

import json
from dataclasses import dataclass
from datetime import date

from coprodesk.domain import french
from coprodesk.domain.commitments import CommitmentState
from coprodesk.domain.i18n import _
from coprodesk.store import Store

MOST = 400
"""A list longer than this is cut: nobody reads it line by line."""


@dataclass(frozen=True, slots=True)
class RowBehind:
    """One row: its two lines, and the page that opens it with the id it opens at."""

    id: int
    title: str
    detail: str
    place: str
    target: int


_SQL = {
    "meeting": """SELECT m.id, b.name, coalesce(m.number, ''), m.date, 'meeting', m.id
        FROM meeting m JOIN body b ON b.id = m.body_id WHERE m.id IN {ids} ORDER BY m.date, m.id""",
    "institution": """SELECT i.id, i.name, c.name, NULL, 'partner', i.id
        FROM institution i JOIN college c ON c.id = i.college_id WHERE i.id IN {ids}
        ORDER BY c.position, i.protocol_rank, i.id""",
    "commitment": """SELECT c.id, c.reference || ' · ' || c.what, coalesce(i.short_name, ''), c.current_due,
            'commitments', c.id, c.state
        FROM commitment c LEFT JOIN institution i ON i.id = c.lead_id WHERE c.id IN {ids}
        ORDER BY c.reference""",
    "item": """SELECT i.id, i.title, b.name, m.date, 'meeting', m.id
        FROM agenda_item i JOIN meeting m ON m.id = i.meeting_id JOIN body b ON b.id = m.body_id
        WHERE i.id IN {ids} ORDER BY m.date, m.id, i.position""",
    "seat": """SELECT s.id, i.name, b.name, NULL, 'partner', i.id
        FROM seat s JOIN institution i ON i.id = s.institution_id JOIN body b ON b.id = s.body_id
        WHERE s.id IN {ids} ORDER BY b.position, i.protocol_rank, s.id""",
    "entry": """SELECT r.id, CASE r.presence WHEN 'present' THEN r.person_label ELSE r.delegate_label END
                || ', ' || r.institution_label, b.name, m.date, 'meeting', m.id
        FROM roll_entry r JOIN meeting m ON m.id = r.meeting_id JOIN body b ON b.id = m.body_id
        WHERE r.id IN {ids} ORDER BY m.date, m.id, r.position""",
    "body": """SELECT b.id, b.name, k.name, NULL, 'bodies', b.id
        FROM body b JOIN body_kind k ON k.id = b.body_kind_id WHERE b.id IN {ids} ORDER BY b.position""",
}


def rows_behind(store: Store, subject: str, ids: tuple[int, ...]) -> tuple[RowBehind, ...]:
    """Return the rows of some ids, the first 400; KeyError for a subject that is not known."""
    sql = _SQL[subject].format(ids="(SELECT value FROM json_each(?))")
    found = []
    for row in store.rows(f"{sql} LIMIT {MOST}", (json.dumps(ids),)):
        parts = [row[2]]
        if row[3]:
            day = french.short_date(date.fromisoformat(row[3]))
            parts.append(_("échéance {day}").format(day=day) if subject == "commitment" else day)
        if subject == "commitment":
            parts.append(CommitmentState(row[6]).label.lower())
        found.append(
            RowBehind(
                row[0], row[1].removeprefix(", "), " · ".join(part for part in parts if part), row[4], row[5]
            )
        )
    return tuple(found)
