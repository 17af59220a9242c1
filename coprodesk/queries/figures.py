"""Every figure that the domain can compute, each with its numerator, its denominator and its rows."""

from datetime import date
from fractions import Fraction

from coprodesk.domain import figures as shapes
from coprodesk.domain.attendance import (
    AbsenteeThresholds,
    Period,
    chronic_absentees,
    institution_presence,
    last_months,
    meeting_participation,
)
from coprodesk.domain.commitments import keeping
from coprodesk.domain.figures import Figure
from coprodesk.queries.attendance import roll_rows
from coprodesk.queries.commitments import facts
from coprodesk.queries.council import number_setting
from coprodesk.store import Store

MONTHS = 24


def figures(store: Store, on: date, period: Period | None = None) -> dict[str, tuple[Figure, ...]]:
    """Return M1-M4, M11, M13 and M19 by number; presence over `period`, 24 months before `on` without one.

    Commitments are those of the whole file as they stand on `on`.
    """
    window = period or last_months(on, MONTHS)
    rolls = roll_rows(store)
    presences = institution_presence(rolls, window)
    promises = facts(store)
    core = {row["id"] for row in store.rows("SELECT id FROM institution WHERE core")}
    return {
        "M1": shapes.presence_figures(presences),
        "M2": shapes.participation_figures(meeting_participation(rolls, window)),
        "M3": shapes.absentee_figures(chronic_absentees(rolls, window, thresholds(store))),
        "M4": shapes.precision_figures(promises),
        "M11": shapes.keeping_figures(keeping(promises, on), promises),
        "M13": shapes.single_sector_figures(promises),
        "M19": shapes.core_figures(presences, core),
    }


def thresholds(store: Store) -> AbsenteeThresholds:
    """Return the council's own limits of M3: meetings convened, rate in percent, absences in a row."""
    usual = AbsenteeThresholds()
    percent = number_setting(store, "absentee_percent", 0)
    return AbsenteeThresholds(
        minimum_convened=number_setting(store, "absentee_minimum", usual.minimum_convened),
        rate_below=Fraction(percent, 100) if percent else usual.rate_below,
        streak=number_setting(store, "absentee_streak", usual.streak),
    )
