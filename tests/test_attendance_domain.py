"""Presence: the sample council digit by digit, then the edges."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

import pytest

from coprodesk.domain import figures, french
from coprodesk.domain.attendance import (
    AbsenteeThresholds,
    InstitutionPresence,
    Period,
    Presence,
    RollRow,
    chronic_absentees,
    core_share,
    institution_presence,
    last_months,
    meeting_participation,
    months_before,
)

TODAY = date(2026, 10, 15)
MEETINGS = (
    (date(2024, 3, 14), True),
    (date(2024, 6, 20), False),
    (date(2024, 11, 7), False),
    (date(2025, 3, 20), True),
    (date(2025, 6, 19), False),
    (date(2025, 11, 13), False),
    (date(2026, 6, 11), True),
    (date(2026, 9, 24), False),
)
# Institution: states of S1 to S8; P R E A over all meetings; presence in % over all meetings,
# then over 24 months; titular in % over 24 months; absences in a row.
SAMPLE = {
    "Préfecture": ("RRRPERPR", (2, 5, 1, 0), "87,5", "83,3", "33,3", 0),
    "Parquet": ("PERPEEPE", (3, 1, 4, 0), "50,0", "50,0", "33,3", 1),
    "CPN": ("PPPPPRPP", (7, 1, 0, 0), "100,0", "100,0", "83,3", 0),
    "Département": ("EAEEAARA", (0, 1, 3, 4), "12,5", "16,7", "0,0", 1),
    "DSDEN": ("RERPREPR", (2, 4, 2, 0), "75,0", "83,3", "33,3", 0),
    "PJJ": ("AEAEAAEA", (0, 0, 3, 5), "0,0", "0,0", "0,0", 8),
    "SPIP": ("ENNANNEN", (0, 0, 2, 1), "0,0", "0,0", "0,0", 3),
    "Brévigny Habitat": ("PPPPPPPP", (8, 0, 0, 0), "100,0", "100,0", "100,0", 0),
    "Logéal Plateaux": ("PAPPRPPE", (5, 1, 1, 1), "75,0", "83,3", "66,7", 1),
    "Lorneo": ("RPPREPPP", (5, 2, 1, 0), "87,5", "83,3", "66,7", 0),
    "LAV": ("PPPPPPPP", (8, 0, 0, 0), "100,0", "100,0", "100,0", 0),
    "Le Passage": ("PPEPPEPP", (6, 0, 2, 0), "75,0", "66,7", "66,7", 0),
}
STATES = {
    "P": Presence.PRESENT,
    "R": Presence.REPRESENTED,
    "E": Presence.EXCUSED,
    "A": Presence.ABSENT,
    "?": Presence.UNKNOWN,
}
ALL = Period(None, TODAY)
TWO_YEARS = last_months(TODAY, 24)


def rows_of(states: dict[str, str], counted: bool = True) -> list[RollRow]:
    """Build the rows of institutions 1, 2, ... from one letter a meeting; N and blanks have no row."""
    return [
        RollRow(
            meeting_id=meeting,
            held_on=MEETINGS[meeting - 1][0],
            plenary=MEETINGS[meeting - 1][1],
            seat_id=100 + institution,
            institution_id=institution,
            institution_name=name,
            counted=counted,
            presence=STATES[letter],
            meeting_key=f"S{meeting}",
        )
        for institution, (name, letters) in enumerate(states.items(), 1)
        for meeting, letter in enumerate(letters, 1)
        if letter in STATES
    ]


def sample() -> list[RollRow]:
    return rows_of({name: line[0] for name, line in SAMPLE.items()})


def number(share: Fraction | None) -> str:
    return french.percent(share).removesuffix("\u202f%")


def named(presences: Iterable[InstitutionPresence]) -> dict[str, InstitutionPresence]:
    return {presence.name: presence for presence in presences}


def streaks(rows: Iterable[RollRow]) -> dict[int, int]:
    """Return by institution its absences in a row, with a threshold that every one reaches."""
    found = chronic_absentees(rows, ALL, AbsenteeThresholds(streak=0))
    return {one.presence.institution_id: len(one.streak) for one in found}


@pytest.mark.parametrize("name", SAMPLE)
def test_presence_of_the_sample(name: str) -> None:
    letters, counts, ever, recent, titular, streak = SAMPLE[name]
    over_all = named(institution_presence(sample(), ALL))[name]
    over_two_years = named(institution_presence(sample(), TWO_YEARS))[name]
    assert (over_all.present, over_all.represented, over_all.excused, over_all.absent) == counts
    assert over_all.denominator == sum(letter != "N" for letter in letters)
    assert number(over_all.rate) == ever
    assert number(over_two_years.rate) == recent
    assert number(Fraction(over_two_years.present, over_two_years.denominator)) == titular
    assert streaks(sample())[list(SAMPLE).index(name) + 1] == streak


def test_participation_in_the_sample_meetings() -> None:
    meetings = meeting_participation(sample(), ALL)
    assert [number(meeting.rate) for meeting in meetings] == [
        *("75,0", "54,5", "72,7", "75,0"),
        *("54,5", "54,5", "83,3", "63,6"),
    ]
    assert [meeting.denominator for meeting in meetings] == [12, 11, 11, 12, 11, 11, 12, 11]
    assert [meeting.plenary for meeting in meetings] == [plenary for _day, plenary in MEETINGS]
    assert [meeting.meeting_id for meeting in meeting_participation(sample(), TWO_YEARS)] == [
        3,
        4,
        5,
        6,
        7,
        8,
    ]


def test_chronic_absentees_of_the_sample() -> None:
    found = {one.presence.name: one for one in chronic_absentees(sample(), TWO_YEARS)}
    assert list(found) == ["Département", "PJJ", "SPIP"]
    assert found["SPIP"].presence.denominator == 2
    assert found["SPIP"].presence.small
    assert (len(found["SPIP"].streak), found["SPIP"].convened_ever) == (3, 3)
    assert found["Département"].last_present_on == date(2026, 6, 11)
    assert found["PJJ"].last_present_on is None


def test_the_core_of_the_sample() -> None:
    recent = institution_presence(sample(), TWO_YEARS)
    assert core_share(recent, {1, 2, 3}) == (14, 46)
    assert number(Fraction(14, 46)) == "30,4"
    (figure,) = figures.core_figures(recent, {1, 2, 3})
    assert (figure.numerator, figure.denominator, figure.ids) == (14, 46, (1, 2, 3))


def test_unknown_is_never_absent() -> None:
    """A seat not yet ticked leaves every denominator and neither makes nor breaks a streak."""
    rows = rows_of({"A": "PA?A", "B": "P??P"})
    presence = named(institution_presence(rows, ALL))
    assert (presence["A"].numerator, presence["A"].denominator) == (1, 3)
    assert (presence["B"].numerator, presence["B"].denominator) == (2, 2)
    assert streaks(rows) == {1: 2, 2: 0}
    meetings = {meeting.meeting_id: meeting for meeting in meeting_participation(rows, ALL)}
    assert (meetings[2].numerator, meetings[2].denominator) == (0, 1)
    assert 3 not in meetings  # the roll was never taken: no figure, not 0 %


def test_a_partner_never_ticked_has_no_rate() -> None:
    (only,) = institution_presence(rows_of({"A": "???"}), ALL)
    assert (only.denominator, only.rate) == (0, None)
    assert chronic_absentees(rows_of({"A": "???"}), ALL) == ()


def test_the_town_is_in_no_figure() -> None:
    town = rows_of({"Mairie": "PPPPPPPP"}, counted=False)
    assert institution_presence(town, ALL) == ()
    assert meeting_participation(town, ALL) == ()
    assert streaks(town) == {}


def test_only_meetings_held_count() -> None:
    rows = [row._replace(held=row.meeting_id != 2) for row in rows_of({"A": "PAP"})]
    assert institution_presence(rows, ALL)[0].denominator == 2
    assert [meeting.meeting_id for meeting in meeting_participation(rows, ALL)] == [1, 3]
    later = Period(None, date(2024, 6, 19))
    assert institution_presence(rows_of({"A": "PAP"}), later)[0].denominator == 1


@pytest.mark.parametrize(
    ("seats", "state"),
    [
        ("AP", (1, 0, 0, 0)),
        ("RP", (1, 0, 0, 0)),
        ("ER", (0, 1, 0, 0)),
        ("AE", (0, 0, 1, 0)),
        ("AA", (0, 0, 0, 1)),
        ("?P", (1, 0, 0, 0)),
        ("?A", (0, 0, 0, 0)),
    ],
)
def test_two_seats_of_one_institution(seats: str, state: tuple[int, int, int, int]) -> None:
    """The institution counts once, by its best seat; each known seat counts in the meeting's rate."""
    first, second = (rows_of({"Ville": letter})[0] for letter in seats)
    rows = [first, second._replace(seat_id=999)]
    (presence,) = institution_presence(rows, ALL)
    assert (presence.present, presence.represented, presence.excused, presence.absent) == state
    (meeting,) = meeting_participation(rows, ALL)
    assert meeting.denominator == 2 - seats.count("?")
    assert meeting.numerator == sum(letter in "PR" for letter in seats)


def test_a_window_excludes_its_first_day_and_includes_the_date() -> None:
    window = last_months(TODAY, 24)
    assert window == Period(date(2024, 10, 15), TODAY)
    assert not window.holds(date(2024, 10, 15))
    assert window.holds(date(2024, 10, 16))
    assert window.holds(TODAY)
    assert not window.holds(date(2026, 10, 16))
    assert months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_before(date(2026, 1, 15), 1) == date(2025, 12, 15)
    assert months_before(date(2026, 12, 31), 12) == date(2025, 12, 31)


def test_thresholds_are_strict_and_settable() -> None:
    third = rows_of({"A": "PAA"})
    assert chronic_absentees(third, ALL) == ()  # 1/3 is not under 1/3, two in a row are not three
    assert len(chronic_absentees(third, ALL, AbsenteeThresholds(streak=2))) == 1
    assert len(chronic_absentees(third, ALL, AbsenteeThresholds(rate_below=Fraction(1, 2)))) == 1
    few = rows_of({"A": "AA"})
    assert chronic_absentees(few, ALL) == ()
    assert len(chronic_absentees(few, ALL, AbsenteeThresholds(minimum_convened=2))) == 1


def test_figures_show_their_rows() -> None:
    recent = institution_presence(sample(), TWO_YEARS)
    prefecture = figures.presence_figures(recent)[0]
    assert (prefecture.key, prefecture.numerator, prefecture.denominator) == ("Préfecture", 5, 6)
    assert prefecture.ids == (3, 4, 6, 7, 8)
    assert french.fold(prefecture.words) == "5 / 6 (83,3 %)"
    spip = figures.presence_figures(recent)[6]
    assert french.fold(spip.words) == "0 / 2"  # never a bare percentage under n = 5
    last = figures.participation_figures(meeting_participation(sample(), ALL))[-1]
    assert (last.key, last.numerator, last.denominator, len(last.ids)) == ("S8", 7, 11, 7)
    absentees = figures.absentee_figures(chronic_absentees(sample(), TWO_YEARS))
    assert [(one.key, one.numerator, one.denominator) for one in absentees] == [
        ("Département", 1, 6),
        ("Département", 1, 8),
        ("PJJ", 0, 6),
        ("PJJ", 8, 8),
        ("SPIP", 0, 2),
        ("SPIP", 3, 3),
    ]
    assert absentees[-1].ids == (1, 4, 7)


def test_letters() -> None:
    assert "".join(presence.letter for presence in Presence) == "–PREA"
