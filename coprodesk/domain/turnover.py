"""Who holds the seats, since when, and how long nobody did (formula M14)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from statistics import median

from coprodesk.domain.attendance import Period, last_months

TURNOVER_MONTHS = 12
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """One seat; both its days are included, None when the first is not known or the last not set."""

    id: int
    body_id: int
    body: str
    institution_id: int
    institution_key: str
    from_date: date | None = None
    to_date: date | None = None


@dataclass(frozen=True, slots=True)
class MandateFacts:
    """Who speaks for an institution, in one body or (None) in all; the days are as those of a seat."""

    id: int
    person_id: int
    institution_id: int
    titular: bool = True
    body_id: int | None = None
    from_date: date | None = None
    to_date: date | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days, both included, during which one person held a seat, or (None) nobody.

    `start` is None when it reaches back further than anything is known.
    """

    start: date | None
    end: date
    person_id: int | None


@dataclass(frozen=True, slots=True)
class Turnover:
    """M14 for one seat that stands on the day: was it handed over in 12 months, and how long was it vacant.

    `since` is the first day of its present holder, None when vacant or unknown; a leave between two terms of
    the same person is no handing over. Vacancy is counted in days of the period, among `days` of the seat.
    """

    seat: SeatFacts
    changed: bool
    since: date | None
    vacant_days: int
    days: int


def turnovers(
    seats: Sequence[SeatFacts], mandates: Iterable[MandateFacts], on: date, period: Period
) -> tuple[Turnover, ...]:
    """Return M14 for each seat that stands on the day `on`, the last of the period."""
    titulars: dict[int, list[MandateFacts]] = {}
    for mandate in mandates:
        if mandate.titular:
            titulars.setdefault(mandate.institution_id, []).append(mandate)
    benches: dict[tuple[int, int], list[SeatFacts]] = {}
    for seat in seats:
        benches.setdefault((seat.body_id, seat.institution_id), []).append(seat)
    year = last_months(on, TURNOVER_MONTHS)
    known: dict[object, Mapping[int, Sequence[Stretch]]] = {}
    found = []
    for seat in seats:
        if not _runs(seat, on):
            continue
        bench = benches[seat.body_id, seat.institution_id]
        own = [
            mandate
            for mandate in titulars.get(seat.institution_id, ())
            if mandate.body_id in (None, seat.body_id)
        ]
        key = seat.body_id, seat.institution_id
        if key not in known:
            known[key] = _stretches(bench, own, on)
        found.append(_turnover(seat, known[key][seat.id], year, period))
    return tuple(found)


def median_days(turnovers: Iterable[Turnover], on: date) -> Fraction | None:
    """Return the median seniority in days of the present holders whose beginning is known, None without."""
    days = [Fraction((on - one.since).days) for one in turnovers if one.since is not None]
    return Fraction(median(days)) if days else None


def _turnover(seat: SeatFacts, stretches: Sequence[Stretch], year: Period, period: Period) -> Turnover:
    changed, since, holder = False, None, None
    for stretch in stretches:
        if stretch.person_id is None:
            continue
        if stretch.person_id != holder:
            handed_over = holder is not None and stretch.start is not None and year.holds(stretch.start)
            changed, since, holder = changed or handed_over, stretch.start, stretch.person_id
    vacant = bool(stretches) and stretches[-1].person_id is None
    inside = [(stretch, _days_inside(stretch, period)) for stretch in stretches]
    return Turnover(
        seat=seat,
        changed=changed,
        since=None if vacant else since,
        vacant_days=sum(days for stretch, days in inside if stretch.person_id is None),
        days=sum(days for _stretch, days in inside),
    )


def _days_inside(stretch: Stretch, period: Period) -> int:
    """Return how many days lie in the period; a beginning known of neither counts for nothing."""
    starts = [] if stretch.start is None else [stretch.start]
    if period.start_exclusive is not None:
        starts.append(period.start_exclusive + _DAY)
    if not starts:
        return 0
    return max(0, (min(stretch.end, period.end_inclusive) - max(starts)).days + 1)


def _stretches(
    bench: Sequence[SeatFacts], mandates: Sequence[MandateFacts], on: date
) -> dict[int, tuple[Stretch, ...]]:
    """Return by seat, up to a day, who held it: the holder only changes where something begins or ends."""
    terms: list[SeatFacts | MandateFacts] = [*bench, *mandates]
    turns = {one.from_date for one in terms if one.from_date is not None}
    turns |= {one.to_date + _DAY for one in terms if one.to_date is not None}
    days = sorted(turn for turn in turns if turn <= on)
    found: dict[int, list[Stretch]] = {seat.id: [] for seat in bench}
    for start, following in zip((None, *days), (*days, on + _DAY), strict=True):
        end = following - _DAY
        for seat_id, person in _holders(bench, mandates, end).items():
            before = found[seat_id][-1] if found[seat_id] else None
            if before is not None and before.person_id == person and before.end + _DAY == start:
                found[seat_id][-1] = Stretch(before.start, end, person)
            else:
                found[seat_id].append(Stretch(start, end, person))
    return {seat_id: tuple(stretches) for seat_id, stretches in found.items()}


def _holders(
    bench: Sequence[SeatFacts], mandates: Sequence[MandateFacts], day: date
) -> dict[int, int | None]:
    """Return who holds each seat of one institution in one body: its own titulars first, then the latest.

    An institution with two seats gives each its own titular; a seat without one is vacant.
    """
    running = [mandate for mandate in mandates if _runs(mandate, day)]
    running.sort(key=lambda one: (one.body_id is not None, one.from_date or date.min, one.id), reverse=True)
    people: list[int | None] = list(dict.fromkeys(mandate.person_id for mandate in running))
    standing = sorted(seat.id for seat in bench if _runs(seat, day))
    people += [None] * len(standing)
    return dict(zip(standing, people, strict=False))


def _runs(one: SeatFacts | MandateFacts, day: date) -> bool:
    return (one.from_date is None or one.from_date <= day) and (one.to_date is None or one.to_date >= day)
