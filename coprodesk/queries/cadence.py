"""The bodies and their meetings, as the figures of cadence and rest count them (M5, M6)."""

from datetime import date

from coprodesk.domain.cadence import BodyFacts, MeetingFacts
from coprodesk.domain.meetings import MeetingState
from coprodesk.queries import day
from coprodesk.store import Store


def body_facts(store: Store) -> tuple[BodyFacts, ...]:
    """Return every body in order, for M5 and M6."""
    rows = store.rows(
        """SELECT b.id, b.short_name, k.code = 'plenary', b.numbered, b.yearly_target, b.dormant_by_design,
               b.closed_on
           FROM body b JOIN body_kind k ON k.id = b.body_kind_id ORDER BY b.position, b.id"""
    )
    return tuple(
        BodyFacts(row[0], row[1], bool(row[2]), bool(row[3]), row[4], bool(row[5]), day(row[6]))
        for row in rows
    )


def meeting_facts(store: Store) -> tuple[MeetingFacts, ...]:
    """Return every meeting whatever its state, oldest first, for M5, M6 and M16."""
    rows = store.rows(
        "SELECT id, coalesce(number, date), body_id, date, state FROM meeting ORDER BY date, id"
    )
    return tuple(
        MeetingFacts(row[0], row[1], row[2], date.fromisoformat(row[3]), MeetingState(row[4])) for row in rows
    )
