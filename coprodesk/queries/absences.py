"""What the figures of presence need: the rolls of the period and a few older ones, the limits of M3."""

from datetime import date, timedelta
from fractions import Fraction

from coprodesk.domain.attendance import AbsenteeThresholds, Period, RollRow
from coprodesk.queries.attendance import roll_rows
from coprodesk.queries.council import number_setting
from coprodesk.store import Store

MONTHS = 24
ONE_DAY = timedelta(days=1)


def rolls_of_period(store: Store, period: Period) -> tuple[RollRow, ...]:
    """Return the rolls of the period, and the first one of each institution, which M1 names all the same."""
    after = period.start_exclusive
    rolls = roll_rows(store, after=after, until=period.end_inclusive)
    if after is None:
        return rolls
    first = {
        row["institution_id"]: (date.fromisoformat(row["date"]), row["meeting_id"])
        for row in store.rows(
            """SELECT r.institution_id, r.meeting_id, min(m.date || printf('%09d', m.id)), m.date
               FROM roll_entry r JOIN meeting m ON m.id = r.meeting_id
               WHERE NOT r.guest AND r.counted AND m.state = 'held' AND m.date <= ?
                   AND r.institution_id IS NOT NULL GROUP BY r.institution_id""",
            (after.isoformat(),),
        )
    }
    older = (
        roll
        for day in sorted({held_on for held_on, _meeting in first.values()})
        for roll in roll_rows(store, after=day - ONE_DAY, until=day)
        if first.get(roll.institution_id) == (roll.held_on, roll.meeting_id)
    )
    return (*older, *rolls)


def rolls_of_absences(store: Store, period: Period) -> tuple[RollRow, ...]:
    """Return what tells who is often absent (M3), not since when: the rolls of the period and older ones.

    Only of those who did not come in the period: nobody else's series of absences goes further back.
    """
    after = period.start_exclusive
    rolls = roll_rows(store, after=after, until=period.end_inclusive)
    if after is None:
        return rolls
    silent = store.rows(
        """SELECT r.institution_id FROM roll_entry r GROUP BY r.institution_id
           HAVING r.institution_id IS NOT NULL AND r.institution_id NOT IN (
               SELECT o.institution_id FROM meeting g JOIN roll_entry o ON o.meeting_id = g.id
               WHERE g.date > :start AND g.date <= :end AND g.state = 'held' AND o.counted AND NOT o.guest
                   AND o.presence IN ('present', 'represented') AND o.institution_id IS NOT NULL)""",
        {"start": after.isoformat(), "end": period.end_inclusive.isoformat()},
    )
    return (
        *roll_rows(store, until=after, institutions={row["institution_id"] for row in silent}),
        *rolls,
    )


def thresholds(store: Store) -> AbsenteeThresholds:
    """Return the council's own limits of M3: meetings convened, rate in percent, absences in a row."""
    usual = AbsenteeThresholds()
    percent = number_setting(store, "absentee_percent", 0)
    return AbsenteeThresholds(
        minimum_convened=number_setting(store, "absentee_minimum", usual.minimum_convened),
        rate_below=Fraction(percent, 100) if percent else usual.rate_below,
        streak=number_setting(store, "absentee_streak", usual.streak),
    )
