"""The people in the room, and the share of those in daily contact with the field (formula M16)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from coprodesk.domain.attendance import Period, Presence
from coprodesk.domain.cadence import MeetingFacts

FRONT_LINE = "front_line"
"""The level of a person in daily contact with the field."""

FIELD_FEEDBACK = "field-feedback"
"""The document that carries a meeting's results back to the field."""


# A file of 20 years has 10,000 of these: a frozen dataclass takes five times as long to make.
class ComerFacts(NamedTuple):
    """One line of a roll with who came: the titular, or the delegate of an institution represented.

    `who` tells one person from another; `level` is None when it is not known; guests and the host's people
    are not `counted`.
    """

    entry_id: int
    meeting_id: int
    meeting_key: str
    on: date
    held: bool
    counted: bool
    presence: Presence
    who: str
    level: str | None = None

    @property
    def came(self) -> bool:
        """Tell whether somebody sat there."""
        return self.presence in (Presence.PRESENT, Presence.REPRESENTED)


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who was in the room at one meeting: lines of the roll, each person once."""

    meeting_id: int
    meeting_key: str
    on: date
    entries: tuple[int, ...]


def persons_present(rows: Iterable[ComerFacts], period: Period) -> tuple[Attendance, ...]:
    """Return for each meeting held of the period its people, guests and hosts too, oldest first (beside M2).

    Somebody who speaks for two institutions counts once; a meeting whose roll was never taken has none.
    """
    meetings: dict[int, tuple[ComerFacts, dict[str, int]]] = {}
    for row in rows:
        if row.held and row.came and period.holds(row.on):
            people = meetings.setdefault(row.meeting_id, (row, {}))[1]
            people.setdefault(row.who, row.entry_id)
    found = (
        Attendance(first.meeting_id, first.meeting_key, first.on, tuple(people.values()))
        for first, people in meetings.values()
    )
    return tuple(sorted(found, key=lambda one: (one.on, one.meeting_id)))


def front_line_share(
    rows: Iterable[ComerFacts], period: Period
) -> tuple[tuple[ComerFacts, ...], tuple[ComerFacts, ...]]:
    """Return M16: the seats held by somebody of the front line, and all seats present or represented."""
    came = tuple(row for row in rows if row.held and row.counted and row.came and period.holds(row.on))
    return tuple(row for row in came if row.level == FRONT_LINE), came


def field_feedback(
    meetings: Iterable[MeetingFacts], sent: Collection[int], period: Period
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the meetings held in a period whose sheet went back to the field, and all those held."""
    held = tuple(one.id for one in meetings if one.held(period.end_inclusive) and period.holds(one.on))
    return tuple(one for one in held if one in sent), held
