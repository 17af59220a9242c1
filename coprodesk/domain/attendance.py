"""Who answered, who came, and the figures of presence (formulas M1, M2, M3 and M19)."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from operator import attrgetter
from typing import NamedTuple, TypeAlias

from coprodesk.domain.french import DASH
from coprodesk.domain.i18n import _


class Reply(StrEnum):
    """What the institution answered to the convocation; it says nothing of who came."""

    NONE = "none"
    COMES = "comes"
    SENDS = "sends"
    EXCUSED = "excused"

    @property
    def label(self) -> str:
        """Return the French words."""
        return {
            Reply.NONE: _("Sans réponse"),
            Reply.COMES: _("Vient"),
            Reply.SENDS: _("Se fait représenter"),
            Reply.EXCUSED: _("Excuse annoncée"),
        }[self]


class Presence(StrEnum):
    """State of one convened seat at one meeting; unknown until the roll is taken: never absent."""

    UNKNOWN = "unknown"
    PRESENT = "present"
    REPRESENTED = "represented"
    EXCUSED = "excused"
    ABSENT = "absent"

    @property
    def label(self) -> str:
        """Return the French word, in the masculine singular of a column heading."""
        return {
            Presence.UNKNOWN: _("Non pointé"),
            Presence.PRESENT: _("Présent"),
            Presence.REPRESENTED: _("Représenté"),
            Presence.EXCUSED: _("Excusé"),
            Presence.ABSENT: _("Absent"),
        }[self]

    @property
    def letter(self) -> str:
        """Return the letter of the heat map: P, R, E, A, or a dash for unknown."""
        return DASH if self is Presence.UNKNOWN else self.value[0].upper()


class MovementKind(StrEnum):
    """An arrival or a departure during the meeting."""

    ARRIVAL = "arrival"
    DEPARTURE = "departure"

    @property
    def label(self) -> str:
        """Return the French word."""
        return {MovementKind.ARRIVAL: _("Arrivée"), MovementKind.DEPARTURE: _("Départ")}[self]


# A file of 20 years has 15,000 of these: a frozen dataclass takes five times as long to make.
class RollRow(NamedTuple):
    """One convened seat of one meeting, as the formulas read it; a seat that was not convened has no row.

    `counted` is false for the host's college. `held` is false for a meeting planned or cancelled.
    The two keys are the short name of the institution and the number of the meeting, for the figures.
    """

    meeting_id: int
    held_on: date
    plenary: bool
    seat_id: int
    institution_id: int
    institution_name: str
    counted: bool
    presence: Presence
    institution_key: str = ""
    meeting_key: str = ""
    held: bool = True


class Period(NamedTuple):
    """A window of days: excludes its first day (None: no beginning) and includes its last."""

    start_exclusive: date | None
    end_inclusive: date

    def holds(self, day: date) -> bool:
        """Tell whether the day lies in the window."""
        return day <= self.end_inclusive and (self.start_exclusive is None or day > self.start_exclusive)


class InstitutionPresence(NamedTuple):
    """M1 for one institution: in how many meetings it was in each state, and which ones these are."""

    institution_id: int
    name: str
    key: str
    present: int
    represented: int
    excused: int
    absent: int
    attended: tuple[int, ...]
    present_at: tuple[int, ...]
    represented_at: tuple[int, ...]
    excused_at: tuple[int, ...]

    @property
    def numerator(self) -> int:
        """Return P + R."""
        return self.present + self.represented

    @property
    def denominator(self) -> int:
        """Return C = P + R + E + A."""
        return self.numerator + self.excused + self.absent

    @property
    def rate(self) -> Fraction | None:
        """Return the rate of institutional presence, or None when C is 0."""
        return share(self.numerator, self.denominator)

    @property
    def small(self) -> bool:
        """Tell whether C is under 3: shown as « n = 2 » and without colour."""
        return self.denominator < 3


class MeetingParticipation(NamedTuple):
    """M2 for one meeting: seats present or represented over seats convened whose presence is known."""

    meeting_id: int
    held_on: date
    plenary: bool
    key: str
    denominator: int
    attended: tuple[int, ...]

    @property
    def numerator(self) -> int:
        """Return how many seats were present or represented."""
        return len(self.attended)

    @property
    def rate(self) -> Fraction | None:
        """Return the rate of participation."""
        return share(self.numerator, self.denominator)


class AbsenteeThresholds(NamedTuple):
    """M3's thresholds, which the council may change in its settings."""

    minimum_convened: int = 3
    rate_below: Fraction = Fraction(1, 3)
    streak: int = 3


class ChronicAbsentee(NamedTuple):
    """M3 for one institution: its presence over the period, its absences in a row, when it last came."""

    presence: InstitutionPresence
    streak: tuple[int, ...]
    convened_ever: int
    last_present_on: date | None


def share(numerator: int, denominator: int) -> Fraction | None:
    """Return the exact share, or None when there is nothing to divide by."""
    return Fraction(numerator, denominator) if denominator else None


def months_before(day: date, months: int) -> date:
    """Return the same day `months` earlier, or the last day of that month when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (following - timedelta(days=1)).day))


def last_months(day: date, months: int) -> Period:
    """Return the window of `months` before `day`: without its first day, with `day`."""
    return Period(months_before(day, months), day)


# Of several seats of one institution the best state counts; one seat not yet known forbids saying « absent ».
_BEST_FIRST = (
    Presence.PRESENT,
    Presence.REPRESENTED,
    Presence.UNKNOWN,
    Presence.EXCUSED,
    Presence.ABSENT,
)
_CAME = (Presence.PRESENT, Presence.REPRESENTED)


def _counting(rows: Iterable[RollRow], until: date) -> list[RollRow]:
    return [row for row in rows if row.held and row.counted and row.held_on <= until]


_Sittings: TypeAlias = dict[int, dict[int, RollRow]]
"""By institution and meeting, in the order of the rows: its first seat, with the best state of all."""


def _sittings(rows: Iterable[RollRow]) -> _Sittings:
    found: _Sittings = {}
    for row in rows:
        meetings = found.get(row.institution_id)
        if meetings is None:
            meetings = found[row.institution_id] = {}
        first = meetings.get(row.meeting_id)
        if first is None:
            meetings[row.meeting_id] = row
        elif _BEST_FIRST.index(row.presence) < _BEST_FIRST.index(first.presence):
            meetings[row.meeting_id] = first._replace(presence=row.presence)
    return found


def _turns(sittings: _Sittings) -> Mapping[int, Sequence[RollRow]]:
    """Return by institution its turns with a known presence, oldest first."""
    unknown = Presence.UNKNOWN
    return {
        institution_id: sorted(
            (turn for turn in meetings.values() if turn.presence is not unknown),
            key=attrgetter("held_on", "meeting_id"),
        )
        for institution_id, meetings in sittings.items()
    }


def _presence(row: RollRow, turns: Iterable[RollRow]) -> InstitutionPresence:
    at: tuple[list[int], ...] = ([], [], [], [])
    came: list[int] = []
    for turn in turns:
        state = turn.presence
        if state is Presence.PRESENT:
            at[0].append(turn.meeting_id)
            came.append(turn.meeting_id)
        elif state is Presence.REPRESENTED:
            at[1].append(turn.meeting_id)
            came.append(turn.meeting_id)
        else:
            at[2 if state is Presence.EXCUSED else 3].append(turn.meeting_id)
    present, represented, excused, absent = at
    return InstitutionPresence(
        row.institution_id,
        row.institution_name,
        row.institution_key or row.institution_name,
        len(present),
        len(represented),
        len(excused),
        len(absent),
        tuple(came),
        tuple(present),
        tuple(represented),
        tuple(excused),
    )


def institution_presence(rows: Iterable[RollRow], period: Period) -> tuple[InstitutionPresence, ...]:
    """Return M1 for each institution ever convened, in the order of the rows; C is 0 when unknown."""
    counting = _counting(rows, period.end_inclusive)
    return _presences(counting, _turns(_sittings(counting)), period)


def _presences(
    counting: Iterable[RollRow], ever: Mapping[int, Sequence[RollRow]], period: Period
) -> tuple[InstitutionPresence, ...]:
    latest: dict[int, RollRow] = {}
    for row in counting:
        known = latest.get(row.institution_id)
        if known is None or row.held_on >= known.held_on:
            latest[row.institution_id] = row
    return tuple(
        _presence(latest[institution_id], _within(turns, period)) for institution_id, turns in ever.items()
    )


def _within(turns: Sequence[RollRow], period: Period) -> Sequence[RollRow]:
    """Return the turns of a period among turns in the order of their days."""
    start = period.start_exclusive
    first = 0 if start is None else bisect_right(turns, start, key=attrgetter("held_on"))
    return turns[first : bisect_right(turns, period.end_inclusive, key=attrgetter("held_on"))]


def meeting_participation(rows: Iterable[RollRow], period: Period) -> tuple[MeetingParticipation, ...]:
    """Return M2 for each meeting of the period, oldest first; none for a roll never taken."""
    meetings: dict[int, list[RollRow]] = {}
    unknown = Presence.UNKNOWN
    for row in _counting(rows, period.end_inclusive):
        if row.presence is not unknown and period.holds(row.held_on):
            meetings.setdefault(row.meeting_id, []).append(row)
    found = (
        MeetingParticipation(
            meeting_id,
            seats[0].held_on,
            seats[0].plenary,
            seats[0].meeting_key,
            len(seats),
            tuple(row.seat_id for row in seats if row.presence in _CAME),
        )
        for meeting_id, seats in meetings.items()
    )
    return tuple(sorted(found, key=lambda meeting: (meeting.held_on, meeting.meeting_id)))


def chronic_absentees(
    rows: Iterable[RollRow], period: Period, thresholds: AbsenteeThresholds | None = None
) -> tuple[ChronicAbsentee, ...]:
    """Return M3: those seldom there over the period, or absent in a row over all their meetings."""
    return attendance(rows, period, thresholds).absentees


class Attendance(NamedTuple):
    """M1, M3, and by institution and meeting held what it did there (unknown too; no pair: not convened)."""

    presences: tuple[InstitutionPresence, ...]
    absentees: tuple[ChronicAbsentee, ...]
    states: dict[tuple[int, int], Presence]


def attendance(
    rows: Iterable[RollRow], period: Period, thresholds: AbsenteeThresholds | None = None
) -> Attendance:
    """Return at once what the rolls say of the institutions, for who shows all of it."""
    limits = thresholds or AbsenteeThresholds()
    counting = _counting(rows, period.end_inclusive)
    sittings = _sittings(counting)
    turns = _turns(sittings)
    found = []
    presences = _presences(counting, turns, period)
    for presence in presences:
        ever = turns[presence.institution_id]
        streak = _streak(ever)
        rate = presence.rate
        seldom = (
            rate is not None and presence.denominator >= limits.minimum_convened and rate < limits.rate_below
        )
        if seldom or len(streak) >= limits.streak:
            last = next((turn.held_on for turn in reversed(ever) if turn.presence in _CAME), None)
            found.append(ChronicAbsentee(presence, streak, len(ever), last))
    states = {
        (institution_id, meeting_id): turn.presence
        for institution_id, meetings in sittings.items()
        for meeting_id, turn in meetings.items()
    }
    return Attendance(presences, tuple(found), states)


def _streak(turns: Sequence[RollRow]) -> tuple[int, ...]:
    """Return the meetings missed since the last one attended, oldest first."""
    missed: list[int] = []
    for turn in reversed(turns):
        if turn.presence in _CAME:
            break
        missed.append(turn.meeting_id)
    return tuple(reversed(missed))


def core_share(presences: Iterable[InstitutionPresence], core: Collection[int]) -> tuple[int, int]:
    """Return M19 as two numbers: presences of the institutions of the core, presences of all."""
    came = [(presence.institution_id in core, presence.numerator) for presence in presences]
    return sum(number for inside, number in came if inside), sum(number for _inside, number in came)
