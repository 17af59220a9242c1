"""An invitation as a file that every calendar reads (.ics, RFC 5545): add, move or strike out a meeting."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from coprodesk.domain.disclosure import Audience
from coprodesk.domain.i18n import asked_on_paper
from coprodesk.domain.invitations import ZONE, Attendee, Invitation
from coprodesk.exchange import printing
from coprodesk.queries.invitations import invitation
from coprodesk.store import Store

PRODUCT = "-//CoproDesk//Convocations//FR"


def calendar_of(one: Invitation, at: datetime) -> bytes:
    """Return an invitation made at an instant; lines end in CR LF and are folded at 75 octets."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", one.method)
    event, shown = Event(), one.appointment
    starts = _instant(shown.date, shown.starts_at)
    ends = _instant(shown.date, shown.ends_at)
    event.add("uid", one.uid)
    event.add("sequence", one.sequence)
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", starts)
    event.add("dtend", ends if ends > starts else ends + timedelta(days=1))
    event.add("summary", shown.title)
    for name, text in (("location", shown.place), ("description", one.note)):
        if text:
            event.add(name, text)
    event.add("status", "CANCELLED" if shown.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE" if one.closed else "PUBLIC")
    if one.organizer is not None:
        event.add("organizer", _address(one.organizer))
        for attendee in one.attendees:
            role = "OPT-PARTICIPANT" if attendee.guest else "REQ-PARTICIPANT"
            event.add("attendee", _address(attendee, ROLE=role, PARTSTAT="NEEDS-ACTION", RSVP="TRUE"))
    calendar.add_component(_zone())
    calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made


def meeting_calendar(
    store: Store, meeting_id: int, audience: Audience, partner_id: int | None = None
) -> tuple[Invitation, bytes]:
    """Return the invitation of a meeting, for everyone convened or for one partner, and its file.

    Raises Refusal as `queries.invitations.invitation`.
    """
    found = asked_on_paper(invitation, store, meeting_id, audience, partner_id)
    return found, calendar_of(found, store.clock())


def file_stem(number: str | None, day: date) -> str:
    """Return « 2026-03 Invitation d’agenda », which names neither a person nor a closed group."""
    return printing.safe_stem(f"{number or day.isoformat()} Invitation d’agenda")


def _instant(day: date, hour: str) -> datetime:
    hours, minutes = map(int, hour.split(":"))
    return datetime(day.year, day.month, day.day, hours, minutes, tzinfo=ZoneInfo(ZONE))


def _zone() -> Any:
    """Return the rules of the time of Paris since 1996 (directive 2000/84/EC).

    icalendar 7.3 makes summer begin at 3:00 of winter time, an hour late, and for some years only.
    """
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    zone = Timezone()
    zone.add("tzid", ZONE)
    winter, summer = timedelta(hours=1), timedelta(hours=2)
    for rule, start, name, before, after in (
        (TimezoneDaylight(), datetime(1996, 3, 31, 2), "CEST", winter, summer),
        (TimezoneStandard(), datetime(1996, 10, 27, 3), "CET", summer, winter),
    ):
        rule.add("dtstart", start)
        rule.add("rrule", {"freq": "yearly", "bymonth": start.month, "byday": "-1SU"})
        rule.add("tzname", name)
        rule.add("tzoffsetfrom", before)
        rule.add("tzoffsetto", after)
        zone.add_component(rule)
    return zone


def _address(one: Attendee, **told: str) -> Any:
    from icalendar import vCalAddress, vText

    address = vCalAddress(f"mailto:{one.email}")
    for name, value in {"CN": one.name, **told}.items():
        address.params[name] = vText(value)
    return address
