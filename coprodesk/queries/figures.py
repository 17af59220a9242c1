"""Every figure that the domain can compute, each with its numerator, its denominator and its rows."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from coprodesk.domain import figures as shapes
from coprodesk.domain.attendance import (
    AbsenteeThresholds,
    ChronicAbsentee,
    Period,
    chronic_absentees,
    institution_presence,
    last_months,
    meeting_participation,
)
from coprodesk.domain.commitments import keeping
from coprodesk.domain.figures import Figure
from coprodesk.queries.absences import rolls_of_absences, rolls_of_period
from coprodesk.queries.attendance import roll_rows
from coprodesk.queries.commitments import facts
from coprodesk.queries.council import number_setting
from coprodesk.store import Store

MONTHS = 24


@dataclass(frozen=True, slots=True)
class Report:
    """Every figure on a day; `period` is that of presence, without its first day, None for no beginning."""

    on: date
    period: tuple[date | None, date]
    figures: dict[str, tuple[Figure, ...]]

    def as_json(self) -> dict[str, Any]:
        """Return the report as flat lists of texts and whole numbers, days as ISO texts."""
        start, end = self.period
        return {
            "on": self.on.isoformat(),
            "period": [None if start is None else start.isoformat(), end.isoformat()],
            "figures": {
                number: [
                    {
                        "key": one.key,
                        "name": one.name,
                        "numerator": one.numerator,
                        "denominator": one.denominator,
                        "ids": list(one.ids),
                    }
                    for one in found
                ]
                for number, found in self.figures.items()
            },
        }


def report(store: Store, on: date, *, everything: bool = False) -> Report:
    """Return every figure on a day, over 24 months or, with `everything`, all meetings up to that day."""
    window = Period(None, on) if everything else last_months(on, MONTHS)
    return Report(on, (window.start_exclusive, window.end_inclusive), figures(store, on, window))


def figures(store: Store, on: date, period: Period | None = None) -> dict[str, tuple[Figure, ...]]:
    """Return M1-M4, M11, M13 and M19 by number; presence over `period`, 24 months before `on` without one.

    Commitments are those of the whole file as they stand on `on`.
    """
    window = period or last_months(on, MONTHS)
    rolls = rolls_of_period(store, window)
    presences = institution_presence(rolls, window)
    promises = facts(store)
    core = {row["id"] for row in store.rows("SELECT id FROM institution WHERE core")}
    return {
        "M1": shapes.presence_figures(presences),
        "M2": shapes.participation_figures(meeting_participation(rolls, window)),
        "M3": shapes.absentee_figures(_absentees(store, window)),
        "M4": shapes.precision_figures(promises),
        "M11": shapes.keeping_figures(keeping(promises, on), promises),
        "M13": shapes.single_sector_figures(promises),
        "M19": shapes.core_figures(presences, core),
    }


def _absentees(store: Store, window: Period) -> tuple[ChronicAbsentee, ...]:
    """Return M3; since when is read of the absentees alone, over all their meetings."""
    limits = thresholds(store)
    found = chronic_absentees(rolls_of_absences(store, window), window, limits)
    absent = {one.presence.institution_id for one in found}
    whole = roll_rows(store, until=window.end_inclusive, institutions=absent) if absent else ()
    return chronic_absentees(whole, window, limits)


def thresholds(store: Store) -> AbsenteeThresholds:
    """Return the council's own limits of M3: meetings convened, rate in percent, absences in a row."""
    usual = AbsenteeThresholds()
    percent = number_setting(store, "absentee_percent", 0)
    return AbsenteeThresholds(
        minimum_convened=number_setting(store, "absentee_minimum", usual.minimum_convened),
        rate_below=Fraction(percent, 100) if percent else usual.rate_below,
        streak=number_setting(store, "absentee_streak", usual.streak),
    )
