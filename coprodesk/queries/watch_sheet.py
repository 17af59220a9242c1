"""The sheet of a meeting: of a watch cell its watch points, of another body its decisions."""

import datetime
from dataclasses import dataclass

from coprodesk.domain.attendance import Presence
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.queries.attendance import roll
from coprodesk.queries.minutes import DecisionLine, DecisionSheet, NextMeeting, decision_sheet
from coprodesk.queries.papers import Letterhead, MeetingFacts, visible_meeting
from coprodesk.queries.watch_points import WatchPointRow, watch_points
from coprodesk.store import Store

WATCH_CELL = "watch_cell"


@dataclass(frozen=True, slots=True)
class WatchLine:
    """One watch point on the day of the meeting; `where` is its place, else its theme."""

    reference: str
    where: str
    finding: str
    since: datetime.date
    action: str
    lead: str
    due_on: datetime.date | None
    lifted_on: datetime.date | None


@dataclass(frozen=True, slots=True)
class WatchSheet:
    """What a watch cell keeps an eye on; `participants` were there, each receives a numbered copy."""

    letterhead: Letterhead
    meeting: MeetingFacts
    level: Level
    participants: int
    points: tuple[WatchLine, ...]
    decisions: tuple[DecisionLine, ...]
    next_meeting: NextMeeting | None


def meeting_sheet(store: Store, meeting_id: int, audience: Audience) -> DecisionSheet | WatchSheet:
    """Return the sheet for an audience. Raises Refusal as `visible_meeting`."""
    row = visible_meeting(store, meeting_id, audience)
    sheet = decision_sheet(store, meeting_id, audience)
    if row.body_kind != WATCH_CELL:
        return sheet
    came = [
        line for line in roll(store, meeting_id) if line.presence in (Presence.PRESENT, Presence.REPRESENTED)
    ]
    points = watch_points(store, row.body_id, lifted=True, audience=audience)
    shown = [_line(one, row.date) for one in points if _told(one, row.date, _previous(store, row.id))]
    return WatchSheet(
        letterhead=sheet.letterhead,
        meeting=sheet.meeting,
        level=sheet.level,
        participants=len(came),
        points=tuple(sorted(shown, key=lambda one: one.lifted_on is not None)),
        decisions=sheet.decisions,
        next_meeting=sheet.next_meeting,
    )


def _told(one: WatchPointRow, on: datetime.date, previous: datetime.date | None) -> bool:
    """Tell whether a point was watched on a day, or lifted since the meeting before."""
    if one.since > on:
        return False
    return one.lifted_on is None or previous is None or one.lifted_on > previous


def _line(one: WatchPointRow, on: datetime.date) -> WatchLine:
    lifted = one.lifted_on if one.lifted_on is not None and one.lifted_on <= on else None
    return WatchLine(
        one.reference,
        one.place or one.theme,
        one.finding,
        one.since,
        one.action,
        one.lead,
        one.due_on,
        lifted,
    )


def _previous(store: Store, meeting_id: int) -> datetime.date | None:
    row = store.row(
        "SELECT max(o.date) AS day FROM meeting o JOIN meeting m ON m.body_id = o.body_id "
        "WHERE m.id = ? AND o.date < m.date AND o.state = 'held'",
        (meeting_id,),
    )
    return datetime.date.fromisoformat(row["day"]) if row and row["day"] else None
