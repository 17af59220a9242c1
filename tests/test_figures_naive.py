"""Every formula against a second, naive implementation on random councils, row by row and through a file."""

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coprodesk.domain import figures as shapes
from coprodesk.domain import life_figures as life
from coprodesk.domain.agenda import Outcome
from coprodesk.domain.attendance import (
    Period,
    Presence,
    Reply,
    RollRow,
    chronic_absentees,
    institution_presence,
    meeting_participation,
)
from coprodesk.domain.cadence import (
    BodyFacts,
    MeetingFacts,
    cadences,
    cancellations,
    council_gaps,
    plenary_years,
    rests,
    vigilance,
)
from coprodesk.domain.commitments import CommitmentState, keeping
from coprodesk.domain.coverage import ConcernedFacts, announced_coverage, coverage
from coprodesk.domain.figures import Figure
from coprodesk.domain.front_line import ComerFacts, field_feedback, front_line_share, persons_present
from coprodesk.domain.items import ItemFacts, item_shares, postponements
from coprodesk.domain.meetings import MeetingState
from coprodesk.domain.promises import Promise
from coprodesk.domain.spread import ReferentFacts, ThemeFacts, concentration, theme_shares
from coprodesk.domain.turnover import MandateFacts, SeatFacts, turnovers
from coprodesk.queries.figures import report
from coprodesk.store import create
from tests import naive_figures as naive
from tests import naive_tables
from tests.conftest import FrozenClock, opening_in

FLOOR = date(2023, 1, 1)
DAYS = st.dates(date(2023, 9, 1), date(2027, 3, 1))
ON = st.sampled_from([date(2026, 10, 15), date(2026, 2, 28), date(2025, 12, 31), date(2024, 2, 29)])


@st.composite
def periods(draw: st.DrawFn) -> Period:
    on = draw(ON)
    return Period(draw(st.none() | st.dates(date(2023, 9, 1), on)), on)


def lines(found: Iterable[Figure]) -> list[Any]:
    return sorted((repr(one.key), one.numerator, one.denominator, tuple(sorted(one.ids))) for one in found)


def expected(found: Iterable[naive.Line]) -> list[Any]:
    return sorted((repr(key), numerator, denominator, ids) for key, numerator, denominator, ids in found)


MEETING = st.tuples(DAYS, st.integers(0, 3).map(bool))


@st.composite
def rolls(draw: st.DrawFn) -> list[RollRow]:
    meetings = draw(st.lists(MEETING, min_size=1, max_size=7))
    seats = draw(st.lists(st.tuples(st.integers(1, 4), st.booleans()), min_size=1, max_size=5))
    return [
        RollRow(
            meeting_id=number,
            held_on=day,
            plenary=False,
            seat_id=100 * number + seat,
            institution_id=institution,
            institution_name=f"Institution {institution}",
            counted=counted,
            presence=draw(st.sampled_from(Presence)),
            institution_key=f"I{institution}",
            meeting_key=f"S{number}",
            held=held,
        )
        for number, (day, held) in enumerate(meetings, 1)
        for seat, (institution, counted) in enumerate(seats)
        if draw(st.integers(0, 4))
    ]


@given(rolls(), periods(), st.sets(st.integers(1, 4)))
def test_presence(rows: list[RollRow], period: Period, core: set[int]) -> None:
    start, on = period.start_exclusive, period.end_inclusive
    presences = institution_presence(rows, period)
    assert lines(shapes.presence_figures(presences)) == expected(naive.m1(rows, start, on))
    assert lines(shapes.titular_figures(presences)) == expected(naive.m1(rows, start, on, ("present",)))
    assert lines(shapes.excuse_figures(presences)) == expected(naive.m1(rows, start, on, ("excused",)))
    assert lines(shapes.delegation_figures(presences)) == expected(naive.m1_delegated(rows, start, on))
    meetings = meeting_participation(rows, period)
    assert lines(shapes.participation_figures(meetings)) == expected(naive.m2(rows, start, on))
    absentees = chronic_absentees(rows, period)
    assert lines(shapes.absentee_figures(absentees)) == expected(naive.m3(rows, start, on))
    assert lines(shapes.core_figures(presences, core)) == expected(naive.m19(rows, core, start, on))


@st.composite
def boards(draw: st.DrawFn) -> list[Promise]:
    due = st.none() | st.dates(date(2025, 1, 1), date(2027, 3, 1))
    return [
        Promise(
            id=number,
            reference=f"E-2026-{number:02d}",
            state=draw(st.sampled_from(CommitmentState)),
            score=draw(st.integers(0, 8)),
            initial_due=draw(due),
            current_due=draw(due),
            done_on=draw(due),
            last_news_on=draw(due),
            contributors=draw(st.integers(0, 3)),
            theme_id=draw(st.sampled_from([None, 1, 2, 3])),
        )
        for number in range(1, draw(st.integers(0, 9)) + 1)
    ]


THEMES = st.lists(st.none() | DAYS, min_size=3, max_size=4).map(
    lambda days: [ThemeFacts(number, f"Axe {number}", day) for number, day in enumerate(days, 1)]
)
# Few days, most of them at an edge of some window: terms then meet, overlap and leave gaps.
EDGES = st.sampled_from(
    [
        *(date(2024, 3, 1), date(2025, 2, 28), date(2025, 10, 15), date(2025, 10, 16), date(2025, 11, 9)),
        *(date(2026, 2, 1), date(2026, 9, 30), date(2026, 10, 14), date(2026, 10, 15), date(2026, 12, 1)),
    ]
)
TERM = st.tuples(st.none() | EDGES | DAYS, st.none() | EDGES | DAYS).map(
    lambda ends: sorted(ends) if None not in ends else list(ends)
)


@st.composite
def mandates(draw: st.DrawFn, most: int = 6) -> list[MandateFacts]:
    return [
        MandateFacts(
            number,
            draw(st.integers(1, 3)),
            draw(st.integers(1, 2)),
            draw(st.integers(0, 4)) > 0,
            draw(st.sampled_from([None, 1, 2])),
            *draw(TERM),
        )
        for number in range(1, draw(st.integers(0, most)) + 1)
    ]


@settings(max_examples=300, deadline=None)
@given(boards(), THEMES, mandates(), ON, st.data())
def test_commitments(
    board: list[Promise], themes: list[ThemeFacts], terms: list[MandateFacts], on: date, data: st.DataObject
) -> None:
    kept = keeping(board, on)
    assert lines(shapes.precision_figures(board)) == expected(naive.m4(board))
    told = (*shapes.keeping_figures(kept, board), *shapes.delay_figures(kept, board))
    assert lines(told) == expected(naive.m11(board, on))
    assert lines(life.theme_figures(theme_shares(board, themes, on))) == expected(
        naive.m12(board, themes, on)
    )
    assert lines(shapes.single_sector_figures(board)) == expected(naive.m13(board))
    referents = [
        ReferentFacts(
            one.id,
            data.draw(st.sampled_from([None, 1, 2, 3])),
            data.draw(st.sampled_from(["", "chef", "Chef ", "adjointe"])),
            data.draw(st.sampled_from([None, 1, 2])),
        )
        for one in board
    ]
    pending = [one.id for one in board if one.state is CommitmentState.OPEN]
    most, orphans = life.concentration_figures(concentration(pending, referents, terms, on))
    assert len(set(most.ids)) == most.numerator
    assert expected(naive.m15(board, referents, terms, on)) == lines((most._replace(ids=()), orphans))


@st.composite
def assemblies(draw: st.DrawFn) -> tuple[list[BodyFacts], list[MeetingFacts]]:
    bodies = [
        BodyFacts(
            number,
            f"F{number}",
            plenary=draw(st.booleans()),
            numbered=draw(st.booleans()),
            yearly_target=draw(st.sampled_from([None, 0, 1, 3, 4, 11])),
            dormant_by_design=draw(st.integers(0, 3)) == 0,
            closed_on=draw(st.none() | DAYS),
        )
        for number in (1, 2, 3)
    ]
    states = [MeetingState.HELD, *MeetingState]
    meetings = [
        MeetingFacts(
            number,
            f"S{number}",
            draw(st.integers(1, 3)),
            draw(DAYS),
            draw(st.sampled_from(states)),
        )
        for number in range(1, draw(st.integers(0, 9)) + 1)
    ]
    return bodies, meetings


@given(assemblies(), periods())
def test_bodies(found: tuple[list[BodyFacts], list[MeetingFacts]], period: Period) -> None:
    bodies, meetings = found
    start, on = period.start_exclusive, period.end_inclusive
    told = life.cadence_figures(
        cadences(bodies, meetings, on),
        plenary_years(bodies, meetings, on),
        vigilance(bodies, meetings, on),
        council_gaps(bodies, meetings, period),
    )
    assert lines(told) == expected(naive.m5(bodies, meetings, start, on))
    slept = life.rest_figures(rests(bodies, meetings, on), *cancellations(meetings, period))
    assert lines(slept) == expected(naive.m6(bodies, meetings, start, on))


@st.composite
def agendas(draw: st.DrawFn) -> list[ItemFacts]:
    meetings = draw(st.lists(MEETING, min_size=1, max_size=8))
    found = []
    for number, (day, held) in enumerate(meetings, 1):
        for _ in range(draw(st.integers(0, 4))):
            topic = draw(st.integers(1, 2))
            found.append(
                ItemFacts(
                    len(found) + 1,
                    number,
                    f"S{number}",
                    day,
                    held,
                    topic,
                    f"Sujet {topic}",
                    draw(st.sampled_from(Outcome)),
                    draw(st.booleans()),
                )
            )
    return draw(st.permutations(found))


@settings(max_examples=300)
@given(agendas(), periods())
def test_items(items: list[ItemFacts], period: Period) -> None:
    start, on = period.start_exclusive, period.end_inclusive
    shares = item_shares(items, period)
    told = life.postponement_figures(postponements(items, on), shares)
    assert lines(told) == expected(naive.m7(items, start, on))
    assert lines(life.project_figures(shares)) == expected(naive.m20(items, start, on))


@st.composite
def concerns(draw: st.DrawFn) -> list[ConcernedFacts]:
    found = []
    states = (MeetingState.HELD, MeetingState.HELD, *MeetingState)
    for number in range(1, draw(st.integers(1, 4)) + 1):
        day, state, taken = draw(DAYS), draw(st.sampled_from(states)), draw(st.integers(0, 3)) > 0
        for item in range(draw(st.integers(0, 3))):
            for institution in draw(st.sets(st.integers(1, 4), max_size=3)):
                seats = draw(
                    st.lists(st.tuples(st.sampled_from(Presence), st.sampled_from(Reply)), max_size=2)
                )
                found += [
                    ConcernedFacts(
                        10 * number + item,
                        item,
                        f"Point {item}",
                        number,
                        f"S{number}",
                        day,
                        state,
                        taken,
                        institution,
                        *seat,
                    )
                    for seat in seats or [(None, None)]
                ]
    return found


@given(concerns(), periods())
def test_coverage(rows: list[ConcernedFacts], period: Period) -> None:
    start, on = period.start_exclusive, period.end_inclusive
    told = life.coverage_figures(coverage(rows, period), announced_coverage(rows, on))
    assert lines(told) == expected(naive.m8(rows, start, on))


@st.composite
def rooms(draw: st.DrawFn) -> tuple[list[ComerFacts], list[MeetingFacts]]:
    meetings = [
        MeetingFacts(number, f"S{number}", 1, day, draw(st.sampled_from(MeetingState)))
        for number, day in enumerate(draw(st.lists(DAYS, max_size=5)), 1)
    ]
    comers = [
        ComerFacts(
            100 * one.id + place,
            one.id,
            one.key,
            one.on,
            one.state is MeetingState.HELD,
            draw(st.booleans()),
            draw(st.sampled_from(Presence)),
            draw(st.sampled_from("abc")),
            draw(st.sampled_from([None, "front_line", "decision"])),
        )
        for one in meetings
        for place in range(draw(st.integers(0, 4)))
    ]
    return comers, meetings


@given(rooms(), periods(), st.sets(st.integers(1, 5)))
def test_people(found: tuple[list[ComerFacts], list[MeetingFacts]], period: Period, sent: set[int]) -> None:
    comers, meetings = found
    start, on = period.start_exclusive, period.end_inclusive
    told = life.front_line_figures(front_line_share(comers, period), field_feedback(meetings, sent, period))
    assert lines(told) == expected(naive.m16(comers, meetings, sent, start, on))
    people = life.attendance_figures(persons_present(comers, period))
    assert sorted((one.key, one.numerator) for one in people) == sorted(naive.m2_persons(comers, start, on))


@st.composite
def seats(draw: st.DrawFn) -> list[SeatFacts]:
    return [
        SeatFacts(
            number,
            body := draw(st.integers(1, 2)),
            f"F{body}",
            institution := draw(st.integers(1, 2)),
            f"I{institution}",
            *draw(TERM),
        )
        for number in range(1, draw(st.integers(1, 3)) + 1)
    ]


@settings(deadline=None, max_examples=200)
@given(seats(), mandates(), periods())
def test_turnover(places: list[SeatFacts], terms: list[MandateFacts], period: Period) -> None:
    start, on = period.start_exclusive, period.end_inclusive
    told = life.turnover_figures(turnovers(places, terms, on, period), on)
    assert lines(told) == expected(naive.m14(places, terms, start, on, FLOOR))


def test_the_two_can_disagree() -> None:
    """Sabotage: a window that kept its first day would be seen."""
    day = date(2024, 10, 15)
    row = RollRow(1, day, False, 7, 1, "A", True, Presence.PRESENT, "A", "S1")
    on = date(2026, 10, 15)
    kind = institution_presence([row], Period(day - timedelta(days=1), on))
    assert lines(shapes.presence_figures(kind)) != expected(naive.m1([row], day, on))
    assert lines(shapes.presence_figures(institution_presence([row], Period(day, on)))) == expected(
        naive.m1([row], day, on)
    )


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**9), st.booleans())
def test_through_a_file(tmp_path_factory: pytest.TempPathFactory, seed: int, everything: bool) -> None:
    """The rows that the queries read are those that one joins by hand."""
    folder = tmp_path_factory.mktemp("council")
    store = create(
        folder / "essai.copro",
        opening_in(folder, FrozenClock()),
        lambda change: naive_tables.fill(change, Random(seed)),
        "Création",
    )
    try:
        told = report(store, naive_tables.ON, everything=everything)
        tables = naive_tables.Tables(store)
        start, on = told.period
        compare(told.figures, tables, start, on)
    finally:
        store.close()


def compare(told: dict[str, tuple[Figure, ...]], tables: Any, start: date | None, on: date) -> None:
    rows, board, meetings = tables.rolls(), tables.promises(), tables.meetings()
    terms, comers, bodies = tables.terms("mandate"), tables.comers(), tables.bodies()
    wanted = {
        "M1": naive.m1(rows, start, on),
        "M1-titular": naive.m1(rows, start, on, ("present",)),
        "M1-excused": naive.m1(rows, start, on, ("excused",)),
        "M1-delegated": naive.m1_delegated(rows, start, on),
        "M2": naive.m2(rows, start, on),
        "M3": naive.m3(rows, start, on),
        "M4": naive.m4(board),
        "M5": naive.m5(bodies, meetings, start, on),
        "M6": naive.m6(bodies, meetings, start, on),
        "M7": naive.m7(tables.items(), start, on),
        "M8": naive.m8(tables.concerned(), start, on),
        "M11": naive.m11(board, on),
        "M12": naive.m12(board, tables.themes(), on),
        "M13": naive.m13(board),
        "M14": naive.m14(tables.seats(), terms, start, on, naive_tables.FLOOR),
        "M16": naive.m16(comers, meetings, tables.sent(), start, on),
        "M19": naive.m19(rows, tables.core(), start, on),
        "M20": naive.m20(tables.items(), start, on),
    }
    for number, found in wanted.items():
        assert lines(told[number]) == expected(found), number
    most, orphans = told["M15"]
    referents = naive.m15(board, tables.referents(), terms, on)
    assert lines((most._replace(ids=()), orphans)) == expected(referents)
    people = sorted((one.key, one.numerator) for one in told["M2-persons"])
    assert people == sorted(naive.m2_persons(comers, start, on))
    assert {*told} == {*wanted, "M15", "M2-persons"}
