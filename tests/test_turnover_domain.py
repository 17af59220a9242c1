"""Who holds a seat: handing over, leaves, vacancies (M14)."""

from datetime import date
from fractions import Fraction

import pytest

from coprodesk.domain.attendance import last_months
from coprodesk.domain.turnover import MandateFacts, SeatFacts, Turnover, median_days, turnovers

TODAY = date(2026, 10, 15)
SEAT = SeatFacts(1, 1, "Plénière", 1, "DSDEN", date(2022, 9, 1))


def term(number: int, person: int, start: date | None, end: date | None = None) -> MandateFacts:
    return MandateFacts(number, person, 1, from_date=start, to_date=end)


def of(*mandates: MandateFacts, seat: SeatFacts = SEAT) -> Turnover:
    (found,) = turnovers([seat], mandates, TODAY, last_months(TODAY, 24))
    return found


@pytest.mark.parametrize(
    ("day", "changed"), [(date(2025, 10, 15), False), (date(2025, 10, 16), True), (TODAY, True)]
)
def test_handed_over_in_twelve_months(day: date, changed: bool) -> None:
    found = of(term(1, 1, date(2022, 9, 1), day.replace(day=day.day - 1)), term(2, 2, day))
    assert (found.changed, found.since, found.vacant_days) == (changed, day, 0)


def test_a_successor_after_a_vacancy_is_a_change_and_a_return_is_none() -> None:
    first = term(1, 1, date(2022, 9, 1), date(2025, 8, 31))
    found = of(first, term(2, 2, date(2026, 3, 1)))
    assert (found.changed, found.vacant_days, found.days) == (True, 181, 730)
    found = of(first, term(2, 1, date(2026, 3, 1)))
    assert (found.changed, found.since, found.vacant_days) == (False, date(2022, 9, 1), 181)


def test_a_departure_without_successor_is_a_vacancy() -> None:
    found = of(term(1, 1, date(2022, 9, 1), date(2026, 10, 5)))
    assert (found.changed, found.since, found.vacant_days) == (False, None, 10)


def test_a_substitute_holds_no_seat() -> None:
    late = MandateFacts(2, 2, 1, titular=False, from_date=date(2026, 9, 1))
    assert of(term(1, 1, date(2022, 9, 1)), late) == of(term(1, 1, date(2022, 9, 1)))
    assert of(late).vacant_days == 730


def test_two_seats_take_two_titulars() -> None:
    bench = [SEAT, SeatFacts(2, 1, "Plénière", 1, "DSDEN", date(2022, 9, 1))]
    terms = [term(1, 1, date(2022, 9, 1)), term(2, 2, date(2026, 10, 6))]
    older, newer = turnovers(bench, terms, TODAY, last_months(TODAY, 24))
    assert (older.vacant_days, newer.vacant_days) == (0, 730 - 10)


def test_median() -> None:
    ages = [of(term(1, 1, day)) for day in (date(2026, 10, 14), date(2026, 10, 11), date(2026, 10, 1))]
    assert median_days(ages, TODAY) == 4
    assert median_days(ages[:2], TODAY) == Fraction(5, 2)
    unknown = SeatFacts(1, 1, "Plénière", 1, "DSDEN")
    assert median_days([of(term(1, 1, None), seat=unknown)], TODAY) is None
