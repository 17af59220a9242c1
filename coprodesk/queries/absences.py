"""The rolls that the figures of presence need of a long file: those of the period, and a few older ones."""

from datetime import date, timedelta

from coprodesk.domain.attendance import Period, RollRow
from coprodesk.queries.attendance import roll_rows
from coprodesk.store import Store

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
