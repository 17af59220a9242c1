"""Every figure that the domain can compute, each with its numerator, its denominator and its rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from coprodesk.domain import figures as shapes
from coprodesk.domain import life_figures as life
from coprodesk.domain.attendance import (
    ChronicAbsentee,
    InstitutionPresence,
    Period,
    RollRow,
    chronic_absentees,
    institution_presence,
    last_months,
    meeting_participation,
)
from coprodesk.domain.cadence import (
    cadences,
    cancellations,
    council_gaps,
    plenary_years,
    rests,
    vigilance,
)
from coprodesk.domain.commitments import CommitmentState, keeping
from coprodesk.domain.coverage import announced_coverage, coverage
from coprodesk.domain.figures import Figure
from coprodesk.domain.front_line import field_feedback, front_line_share, persons_present
from coprodesk.domain.items import item_shares, postponements
from coprodesk.domain.spread import concentration, theme_shares
from coprodesk.domain.turnover import turnovers
from coprodesk.queries import life_facts as rows
from coprodesk.queries.absences import MONTHS, rolls_of_period, thresholds
from coprodesk.queries.attendance import roll_rows
from coprodesk.queries.cadence import body_facts, meeting_facts
from coprodesk.queries.commitments import facts
from coprodesk.store import Store


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
    """Return every figure by number; meetings are those of `period`, of 24 months before `on` without one.

    Commitments are those decided by `on`, as they stood on that day; cadence and turnover over 12 months.
    """
    window = period or last_months(on, MONTHS)
    found = {
        **_presence(store, window),
        **_commitments(store, on),
        **_life(store, on, window),
    }
    return {number: found[number] for number in sorted(found, key=_rank)}


def _rank(number: str) -> tuple[int, int]:
    """Return the place of a figure; what stands beside M1 or M2 (« M1-excused ») follows it."""
    main, _dash, beside = number[1:].partition("-")
    return int(main), len(beside) and 1


def _presence(store: Store, window: Period) -> dict[str, tuple[Figure, ...]]:
    rolls = rolls_of_period(store, window)
    presences = institution_presence(rolls, window)
    return {
        "M1": shapes.presence_figures(presences),
        "M1-titular": shapes.titular_figures(presences),
        "M1-excused": shapes.excuse_figures(presences),
        "M1-delegated": shapes.delegation_figures(presences),
        "M2": shapes.participation_figures(meeting_participation(rolls, window)),
        "M3": shapes.absentee_figures(_absentees(store, window, rolls, presences)),
        "M19": shapes.core_figures(presences, rows.core_institutions(store)),
    }


def _commitments(store: Store, on: date) -> dict[str, tuple[Figure, ...]]:
    promises = facts(store, on)
    kept = keeping(promises, on)
    still_open = [promise.id for promise in promises if promise.state is CommitmentState.OPEN]
    held = concentration(still_open, rows.referent_facts(store, still_open), rows.mandate_facts(store), on)
    return {
        "M4": shapes.precision_figures(promises),
        "M11": (*shapes.keeping_figures(kept, promises), *shapes.delay_figures(kept, promises)),
        "M12": life.theme_figures(theme_shares(promises, rows.theme_facts(store), on)),
        "M13": shapes.single_sector_figures(promises),
        "M15": life.concentration_figures(held),
    }


def _life(store: Store, on: date, window: Period) -> dict[str, tuple[Figure, ...]]:
    bodies, meetings = body_facts(store), meeting_facts(store)
    items = item_shares(rows.item_facts(store, window), window)
    concerned = rows.concerned_facts(store, window)
    comers = rows.comer_facts(store, window)
    seats = turnovers(rows.seat_facts(store, on), rows.mandate_facts(store), on, window)
    return {
        "M2-persons": life.attendance_figures(persons_present(comers, window)),
        "M5": life.cadence_figures(
            cadences(bodies, meetings, on),
            plenary_years(bodies, meetings, on),
            vigilance(bodies, meetings, on),
            council_gaps(bodies, meetings, window),
        ),
        "M6": life.rest_figures(rests(bodies, meetings, on), *cancellations(meetings, window)),
        "M7": life.postponement_figures(postponements(rows.waiting_item_facts(store, on), on), items),
        "M8": life.coverage_figures(coverage(concerned, window), announced_coverage(concerned, on)),
        "M14": life.turnover_figures(seats, on),
        "M16": life.front_line_figures(
            front_line_share(comers, window),
            field_feedback(meetings, rows.field_feedback_sent(store, on), window),
        ),
        "M20": life.project_figures(items),
    }


def _absentees(
    store: Store, window: Period, rolls: Sequence[RollRow], presences: Iterable[InstitutionPresence]
) -> tuple[ChronicAbsentee, ...]:
    """Return M3; older rolls are read only of those whose absences may go back before the period."""
    limits = thresholds(store)
    found = chronic_absentees(rolls, window, limits)
    if window.start_exclusive is None:
        return found
    absent = {one.presence.institution_id for one in found}
    absent |= {one.institution_id for one in presences if not one.numerator}
    every = roll_rows(store, until=window.end_inclusive, institutions=absent) if absent else ()
    return chronic_absentees(every, window, limits)
