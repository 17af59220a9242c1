"""How often the bodies meet, and which of them sleep (formulas M5 and M6)."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from coprodesk.domain.attendance import Period, last_months
from coprodesk.domain.meetings import MeetingState

CADENCE_MONTHS = 12
ORANGE_DAYS = 365
"""Days without a plenary that deserve attention (M5); above `RED_DAYS` they alarm."""

RED_DAYS = 450
DORMANT_DAYS = 180
"""Under this many days without a meeting no body sleeps, however often it should sit (M6)."""

_LAST_QUIET_MONTH = 9


class Signal(StrEnum):
    """What a rule says: respected, nothing to say yet, to watch, broken."""

    GREEN = "green"
    NEUTRAL = "neutral"
    ORANGE = "orange"
    RED = "red"


class BodyFacts(NamedTuple):
    """One body as M5 and M6 read it; `key` is its short name, `closed_on` its first day closed."""

    id: int
    key: str
    plenary: bool = False
    numbered: bool = True
    yearly_target: int | None = None
    dormant_by_design: bool = False
    closed_on: date | None = None

    def active(self, on: date) -> bool:
        """Tell whether the body is not closed on a day."""
        return self.closed_on is None or self.closed_on > on


class MeetingFacts(NamedTuple):
    """One meeting, whatever its state, as the figures read it; `key` is its number, or its day."""

    id: int
    key: str
    body_id: int
    on: date
    state: MeetingState

    def held(self, until: date) -> bool:
        """Tell whether it was held on that day at the latest."""
        return self.state is MeetingState.HELD and self.on <= until


class Cadence(NamedTuple):
    """M5 for one body: its meetings held in the last 12 months."""

    body: BodyFacts
    held: tuple[int, ...]


class PlenaryYear(NamedTuple):
    """The legal check of M5 for one calendar year: its plenaries held, and what that says on the day."""

    year: int
    held: tuple[int, ...]
    signal: Signal


class Vigilance(NamedTuple):
    """The softer signal of M5: days since the last plenary, and between the last two (None without them)."""

    since_last: int | None
    between_last_two: int | None
    last: tuple[int, ...]

    @property
    def signal(self) -> Signal:
        """Return what the larger of the two says."""
        known = [days for days in (self.since_last, self.between_last_two) if days is not None]
        if not known:
            return Signal.NEUTRAL
        if max(known) > RED_DAYS:
            return Signal.RED
        return Signal.ORANGE if max(known) > ORANGE_DAYS else Signal.GREEN


class Gap(NamedTuple):
    """Days between a meeting of the council and the one before it."""

    meeting: MeetingFacts
    days: int


class Rest(NamedTuple):
    """M6 for one body: its last meeting (None: it never sat), days since, and from when on it sleeps."""

    body: BodyFacts
    last: MeetingFacts | None
    days: int
    limit: int
    meeting_ahead: bool

    @property
    def asleep(self) -> bool:
        """Tell whether the body sleeps; by design is no fault, and one that never sat cannot tell."""
        return (
            self.last is not None
            and self.days > self.limit
            and not self.meeting_ahead
            and not self.body.dormant_by_design
        )


def cadences(bodies: Iterable[BodyFacts], meetings: Iterable[MeetingFacts], on: date) -> tuple[Cadence, ...]:
    """Return M5's cadence for each body not closed on that day."""
    year = last_months(on, CADENCE_MONTHS)
    held = [one for one in _oldest_first(meetings) if one.held(on) and year.holds(one.on)]
    return tuple(
        Cadence(body, tuple(one.id for one in held if one.body_id == body.id))
        for body in bodies
        if body.active(on)
    )


def plenary_years(
    bodies: Iterable[BodyFacts], meetings: Iterable[MeetingFacts], on: date
) -> tuple[PlenaryYear, ...]:
    """Return the legal check of each calendar year, from that of the first meeting held to that of the day.

    Without any meeting the present year alone is checked. A body closed since has still sat.
    """
    held = [one for one in _oldest_first(meetings) if one.held(on)]
    plenary = {body.id for body in bodies if body.plenary}
    first = held[0].on.year if held else on.year
    found = []
    for year in range(first, on.year + 1):
        inside = tuple(one.id for one in held if one.body_id in plenary and one.on.year == year)
        found.append(PlenaryYear(year, inside, _legal_signal(bool(inside), year, on)))
    return tuple(found)


def _legal_signal(held: bool, year: int, on: date) -> Signal:
    if held:
        return Signal.GREEN
    if year < on.year:
        return Signal.RED
    return Signal.ORANGE if on.month > _LAST_QUIET_MONTH else Signal.NEUTRAL


def vigilance(bodies: Iterable[BodyFacts], meetings: Iterable[MeetingFacts], on: date) -> Vigilance:
    """Return the days without a plenary up to a day."""
    plenary = {body.id for body in bodies if body.plenary}
    last = [one for one in _oldest_first(meetings) if one.held(on) and one.body_id in plenary][-2:]
    return Vigilance(
        since_last=(on - last[-1].on).days if last else None,
        between_last_two=(last[1].on - last[0].on).days if len(last) == 2 else None,
        last=tuple(one.id for one in last),
    )


def council_gaps(
    bodies: Iterable[BodyFacts], meetings: Iterable[MeetingFacts], period: Period
) -> tuple[Gap, ...]:
    """Return the gap before each meeting of the period, over the bodies that share the council's numbers."""
    numbered = {body.id for body in bodies if body.numbered}
    held = [
        one for one in _oldest_first(meetings) if one.held(period.end_inclusive) and one.body_id in numbered
    ]
    return tuple(
        Gap(later, (later.on - earlier.on).days)
        for earlier, later in pairwise(held)
        if period.holds(later.on)
    )


def rests(bodies: Iterable[BodyFacts], meetings: Sequence[MeetingFacts], on: date) -> tuple[Rest, ...]:
    """Return M6 for each body not closed on that day: it sleeps after twice the interval of its target."""
    found = []
    for body in bodies:
        if not body.active(on):
            continue
        own = [one for one in _oldest_first(meetings) if one.body_id == body.id]
        held = [one for one in own if one.held(on)]
        last = held[-1] if held else None
        twice = 2 * 365 // body.yearly_target if body.yearly_target else 0
        found.append(
            Rest(
                body=body,
                last=last,
                days=(on - last.on).days if last else 0,
                limit=max(twice, DORMANT_DAYS),
                meeting_ahead=any(
                    one.on >= on and one.state is not MeetingState.CANCELLED and not one.held(on)
                    for one in own
                ),
            )
        )
    return tuple(found)


def cancellations(
    meetings: Iterable[MeetingFacts], period: Period
) -> tuple[tuple[MeetingFacts, ...], tuple[MeetingFacts, ...]]:
    """Return the meetings cancelled and those scheduled, whatever became of them, in a period."""
    scheduled = tuple(one for one in _oldest_first(meetings) if period.holds(one.on))
    return tuple(one for one in scheduled if one.state is MeetingState.CANCELLED), scheduled


def _oldest_first(meetings: Iterable[MeetingFacts]) -> list[MeetingFacts]:
    return sorted(meetings, key=lambda one: (one.on, one.id))
