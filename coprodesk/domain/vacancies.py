"""The days on which nobody held a seat, between the terms of those who did."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Vacancy:
    """Days without a holder: `end` is the last one, None while it lasts; `days` counts them up to the day."""

    start: date
    end: date | None
    days: int


def vacancies(terms: Iterable[tuple[date | None, date | None]], on: date) -> tuple[Vacancy, ...]:
    """Return the vacancies between terms, oldest first, up to a day.

    A term is a first and a last day, both included; None is not known, or not set. Before the first term
    nothing is known: no vacancy is told there.
    """
    begun = sorted(
        (first or date.min, last or date.max) for first, last in terms if first is None or first <= on
    )
    found = []
    covered: date | None = None
    for first, last in begun:
        if covered is not None and covered < date.max and first > covered + _DAY:
            found.append(Vacancy(covered + _DAY, first - _DAY, (first - covered).days - 1))
        covered = last if covered is None else max(covered, last)
    if covered is not None and covered < on:
        found.append(Vacancy(covered + _DAY, None, (on - covered).days))
    return tuple(found)
