"""Cadence, plenaries and sleep at their edges (M5, M6)."""

from datetime import date, timedelta

import pytest

from coprodesk.domain.cadence import (
    BodyFacts,
    MeetingFacts,
    Signal,
    Vigilance,
    cadences,
    plenary_years,
    rests,
    vigilance,
)
from coprodesk.domain.meetings import MeetingState

TODAY = date(2026, 10, 15)
BODY = BodyFacts(1, "Plénière", plenary=True, yearly_target=1)
CELL = BodyFacts(2, "Cellule", yearly_target=11)


def met(*days: date, body: int = 1, state: MeetingState = MeetingState.HELD) -> list[MeetingFacts]:
    return [MeetingFacts(number, f"S{number}", body, day, state) for number, day in enumerate(days, 1)]


@pytest.mark.parametrize(
    ("on", "signal"),
    [
        (date(2026, 9, 30), Signal.NEUTRAL),
        (date(2026, 10, 1), Signal.ORANGE),
        (date(2026, 12, 31), Signal.ORANGE),
        (date(2027, 1, 1), Signal.RED),
    ],
)
def test_a_year_without_plenary(on: date, signal: Signal) -> None:
    years = {year.year: year for year in plenary_years([BODY], met(date(2025, 3, 20)), on)}
    assert years[2025].signal is Signal.GREEN
    assert years[2026].signal is signal


def test_another_body_or_a_cancelled_plenary_does_not_count() -> None:
    meetings = [
        *met(date(2026, 3, 1), body=2),
        *met(date(2026, 4, 1), state=MeetingState.CANCELLED),
    ]
    (year,) = plenary_years([BODY, CELL], meetings, TODAY)
    assert (year.held, year.signal) == ((), Signal.ORANGE)
    assert vigilance([BODY, CELL], meetings, TODAY).signal is Signal.NEUTRAL


@pytest.mark.parametrize(
    ("days", "signal"),
    [(365, Signal.GREEN), (366, Signal.ORANGE), (450, Signal.ORANGE), (451, Signal.RED)],
)
def test_the_larger_of_two_gaps_decides(days: int, signal: Signal) -> None:
    assert vigilance([BODY], met(TODAY - timedelta(days=days)), TODAY).signal is signal
    assert Vigilance(10, days, (1, 2)).signal is signal
    assert Vigilance(days, 10, (1, 2)).signal is signal


@pytest.mark.parametrize(("days", "asleep"), [(180, False), (181, True)])
def test_a_body_sleeps_after_twice_its_interval_and_half_a_year_at_least(days: int, asleep: bool) -> None:
    meetings = met(TODAY - timedelta(days=days), body=2)
    assert rests([CELL], meetings, TODAY)[0].asleep is asleep
    yearly = BodyFacts(2, "Groupe", yearly_target=1)
    assert not rests([yearly], meetings, TODAY)[0].asleep
    long_ago = met(TODAY - timedelta(days=731), body=2)
    assert rests([yearly], long_ago, TODAY)[0].asleep
    by_design = BodyFacts(2, "GLTD", dormant_by_design=True)
    assert not rests([by_design], long_ago, TODAY)[0].asleep
    assert rests([BodyFacts(2, "Clos", closed_on=TODAY)], long_ago, TODAY) == ()
    assert not rests([yearly], [], TODAY)[0].asleep


@pytest.mark.parametrize(
    ("state", "asleep"), [(MeetingState.PREPARATION, False), (MeetingState.CANCELLED, True)]
)
def test_a_meeting_ahead_wakes(state: MeetingState, asleep: bool) -> None:
    ahead = MeetingFacts(9, "S9", 2, TODAY + timedelta(days=30), state)
    meetings = [*met(TODAY - timedelta(days=400), body=2), ahead]
    assert rests([CELL], meetings, TODAY)[0].asleep is asleep


def test_twelve_months_leave_out_their_first_day() -> None:
    meetings = met(date(2025, 10, 15), date(2025, 10, 16), TODAY, date(2026, 10, 16))
    (cadence,) = cadences([BODY], meetings, TODAY)
    assert cadence.held == (2, 3)
