"""What a calendar keeps of a meeting: one appointment all its life, renumbered at each change (RFC 5545)."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from coprodesk.domain.canonical import canonical_digest

ZONE = "Europe/Paris"
"""The time zone of the meetings."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """What a calendar shows: a change of it makes calendars ask again; hours are "HH:MM"."""

    title: str
    date: datetime.date
    starts_at: str
    ends_at: str
    place: str
    cancelled: bool

    @property
    def digest(self) -> str:
        """Return the SHA-256 of what is shown, in hexadecimal."""
        return canonical_digest(self)


@dataclass(frozen=True, slots=True)
class Attendee:
    """Whoever organises or is invited, by an address that is known; a guest has no seat."""

    name: str
    email: str
    guest: bool = False


@dataclass(frozen=True, slots=True)
class Invitation:
    """An appointment ready to be sent: `sequence` counts how often what was sent has changed.

    A `closed` one is of a group held to secrecy: its title names neither the group nor its matter.
    """

    uid: str
    sequence: int
    appointment: Appointment
    note: str
    closed: bool
    organizer: Attendee | None
    attendees: tuple[Attendee, ...]

    @property
    def method(self) -> str:
        """Return what a calendar is asked: to add or move (REQUEST), strike out (CANCEL), show (PUBLISH).

        A request needs who asks and who is asked (RFC 5546, 3.2.2).
        """
        if self.appointment.cancelled:
            return "CANCEL"
        return "REQUEST" if self.organizer is not None and self.attendees else "PUBLISH"


def uid(identity: str, meeting_id: int) -> str:
    """Return what names a meeting in every calendar, whatever its date, its file and its copies."""
    return f"{identity}-{meeting_id}@coprodesk"


def sequence(sent: Sequence[str], now: str) -> int:
    """Return how often the appointment changed since it was first sent, from the digests in their order."""
    told = [*sent, now]
    return sum(one != before for before, one in pairwise(told))
