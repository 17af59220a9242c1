"""Dates, hours, numbers and order as French readers expect them."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprodesk.domain import french
from coprodesk.domain.errors import Refusal

TODAY = date(2026, 10, 15)  # a Thursday
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31))


def test_dates_in_words() -> None:
    day = date(2026, 11, 19)
    assert french.long_date(day) == "jeudi 19 novembre 2026"
    assert french.medium_date(day) == "jeu. 19 novembre 2026"
    assert french.short_date(day) == "19/11/2026"
    assert french.day_month(date(2026, 3, 1)) == "1er mars"
    assert french.long_date(date(2026, 8, 1)) == "samedi 1er août 2026"


def test_hours_and_durations() -> None:
    assert french.hour("14:30") == "14\u00a0h\u00a030"
    assert french.hour("14:00") == "14\u00a0h\u00a000"
    assert french.hour("09:05") == "9\u00a0h\u00a005"
    assert french.duration(90) == "1\u00a0h\u00a030"
    assert french.duration(65) == "1\u00a0h\u00a005"
    assert french.duration(120) == "2\u00a0h"
    assert french.duration(15) == "15\u00a0min"
    assert french.clock(datetime(2026, 10, 15, 14, 32, 5)) == "14:32:05"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (35, "dans 35 jours"),
        (2, "dans 2 jours"),
        (1, "demain"),
        (0, "aujourd’hui"),
        (-1, "hier"),
        (-3, "il y a 3 jours"),
    ],
)
def test_days_from_now(days: int, words: str) -> None:
    assert french.in_days(days) == words


def test_lateness_agrees() -> None:
    assert french.late_by(1) == "1 jour de retard"
    assert french.late_by(15) == "15 jours de retard"


def test_numbers() -> None:
    assert french.thousands(18640) == "18\u202f640"
    assert french.thousands(999) == "999"
    assert french.thousands(-1234567) == "−1\u202f234\u202f567"
    assert french.count_word(11) == "onze"
    assert french.count_word(1) == "une"
    assert french.count_word(20) == "vingt"
    assert french.count_word(21) == "21"


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (Fraction(4, 7), "57,1\u202f%"),
        (Fraction(2, 7), "28,6\u202f%"),
        (Fraction(73, 96), "76,0\u202f%"),
        (Fraction(1, 1), "100,0\u202f%"),
        (Fraction(0), "0,0\u202f%"),
        (
            Fraction(1, 80),
            "1,3\u202f%",
        ),  # 1.25 exactly: a half goes up, where banker's rounding would say 1,2
        (Fraction(-7, 81), "−8,6\u202f%"),
        (Fraction(-1, 10000), "0,0\u202f%"),
        (None, "–"),
    ],
)
def test_percent_is_exact_and_rounds_half_up(share: Fraction | None, words: str) -> None:
    assert french.percent(share) == words


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("12/3", date(2027, 3, 12)),
        ("30/9", date(2026, 9, 30)),
        ("15/7", date(2026, 7, 15)),  # 92 days past: still this year's
        ("14/7", date(2027, 7, 14)),  # 93 days past: next year's
        ("12/03/2026", date(2026, 3, 12)),
        ("12032026", date(2026, 3, 12)),
        ("120326", date(2026, 3, 12)),
        ("12/3/26", date(2026, 3, 12)),
        ("12.03.2026", date(2026, 3, 12)),
        ("2026-03-12", date(2026, 3, 12)),
        (" 12 Mars\u00a02026 ", date(2026, 3, 12)),
        ("1er février 2027", date(2027, 2, 1)),
        ("3 dec. 2026", date(2026, 12, 3)),
        ("12 août", date(2026, 8, 12)),
        ("jeudi 19 novembre", date(2026, 11, 19)),
        ("aujourd’hui", TODAY),
        ("Aujourd'hui", TODAY),
        ("demain", date(2026, 10, 16)),
        ("hier", date(2026, 10, 14)),
        ("lundi", date(2026, 10, 19)),
        ("jeudi", date(2026, 10, 22)),
        ("+7", date(2026, 10, 22)),
        ("-3", date(2026, 10, 12)),
        ("29/2", date(2028, 2, 29)),
        ("+15j", date(2026, 10, 30)),
        ("+ 15 jours", date(2026, 10, 30)),
        ("+2 semaines", date(2026, 10, 29)),
        ("+2 sem", date(2026, 10, 29)),
        ("-1 semaine", date(2026, 10, 8)),
        ("+3 mois", date(2027, 1, 15)),
        ("-10 mois", date(2025, 12, 15)),
        ("fin mars", date(2027, 3, 31)),
        ("fin février 2028", date(2028, 2, 29)),
        ("fin de novembre", date(2026, 11, 30)),
        ("fin d’octobre", date(2026, 10, 31)),
        ("fin septembre", date(2026, 9, 30)),
        ("mi-mars", date(2027, 3, 15)),
        ("Début déc. 2026", date(2026, 12, 1)),
        ("fin du mois", date(2026, 10, 31)),
        ("fin de l’année", date(2026, 12, 31)),
    ],
)
def test_typed_dates(typed: str, expected: date) -> None:
    assert french.parse_date(typed, TODAY) == expected


DECEMBER, JANUARY = date(2026, 12, 15), date(2027, 1, 15)


@pytest.mark.parametrize(
    ("today", "typed", "expected"),
    [
        (DECEMBER, "12/3", date(2027, 3, 12)),
        (DECEMBER, "10/12", date(2026, 12, 10)),
        (DECEMBER, "20/12", date(2026, 12, 20)),
        (DECEMBER, "5/1", date(2027, 1, 5)),
        (DECEMBER, "14/9", date(2026, 9, 14)),  # 92 days past
        (DECEMBER, "13/9", date(2027, 9, 13)),
        (DECEMBER, "lundi", date(2026, 12, 21)),
        (DECEMBER, "vendredi 1er janvier", date(2027, 1, 1)),
        (DECEMBER, "+7", date(2026, 12, 22)),
        (DECEMBER, "+20 j", date(2027, 1, 4)),
        (DECEMBER, "+1 mois", date(2027, 1, 15)),
        (DECEMBER, "fin du mois", date(2026, 12, 31)),
        (DECEMBER, "fin de l’année", date(2026, 12, 31)),
        (DECEMBER, "fin janvier", date(2027, 1, 31)),
        (JANUARY, "12/3", date(2027, 3, 12)),
        (JANUARY, "20/12", date(2026, 12, 20)),
        (JANUARY, "15/10", date(2026, 10, 15)),  # 92 days past
        (JANUARY, "14/10", date(2027, 10, 14)),
        (JANUARY, "hier", date(2027, 1, 14)),
        (JANUARY, "-20", date(2026, 12, 26)),
        (JANUARY, "lundi", date(2027, 1, 18)),
        (JANUARY, "fin décembre", date(2026, 12, 31)),
        (JANUARY, "29/2", date(2028, 2, 29)),
    ],
)
def test_dates_typed_about_the_new_year(today: date, typed: str, expected: date) -> None:
    assert french.parse_date(typed, today) == expected


@pytest.mark.parametrize("today", [TODAY, DECEMBER, JANUARY])
@pytest.mark.parametrize("typed", ["31/02", "31/2/2027", "29/02/2027", "31 avril", "30/2"])
def test_no_clock_makes_a_day_that_is_in_no_calendar(today: date, typed: str) -> None:
    with pytest.raises(Refusal, match=r"La date .* n’existe pas au calendrier. Rien n’a changé"):
        french.parse_date(typed, today)


@pytest.mark.parametrize(
    "typed",
    [
        "fin ju",
        "fin mars 9999",
        "+9999 mois",
        "mi-bientôt",
        "",
        "31/02/2026",
        "31/02",
        "29/02/2026",
        "0/1",
        "12/13",
        "bientôt",
        "12 ju 2026",
        "1203",
        "٣/٤",
    ],
)
def test_impossible_dates_are_refused_in_french(typed: str) -> None:
    with pytest.raises(Refusal, match=r"La date .* Rien n’a changé"):
        french.parse_date(typed, TODAY)


def test_months_later_keep_to_the_month() -> None:
    assert french.parse_date("+1 mois", date(2027, 1, 31)) == date(2027, 2, 28)
    assert french.parse_date("+4 mois", date(2027, 10, 31)) == date(2028, 2, 29)


def test_a_wrong_weekday_is_refused() -> None:
    with pytest.raises(Refusal, match="19/11/2026 est un jeudi, pas un lundi"):
        french.parse_date("lundi 19 novembre 2026", TODAY)


@given(DAYS)
def test_every_written_date_is_understood_again(day: date) -> None:
    for text in (
        french.short_date(day),
        french.long_date(day),
        french.medium_date(day),
        day.isoformat(),
        f"{day:%d%m%Y}",
    ):
        assert french.parse_date(text, TODAY) == day


@given(DAYS.filter(lambda day: (day.month, day.day) != (2, 29)), DAYS)
def test_a_date_without_year_lies_within_three_months_past_and_a_year_ahead(
    wanted: date, today: date
) -> None:
    found = french.parse_date(f"{wanted.day}/{wanted.month}", today)
    assert (found.day, found.month) == (wanted.day, wanted.month)
    assert today - timedelta(days=92) <= found <= today + timedelta(days=274)


@given(st.text(max_size=20))
def test_any_text_gives_a_date_or_a_refusal(text: str) -> None:
    with suppress(Refusal):
        assert isinstance(french.parse_date(text, TODAY), date)


@pytest.mark.parametrize("typed", ["14h30", "14:30", "14 h 30", "1430", "14\u00a0H\u00a030", "14 h 30 min"])
def test_typed_times(typed: str) -> None:
    assert french.parse_time(typed) == "14:30"


def test_typed_full_hours() -> None:
    assert french.parse_time("14h") == french.parse_time("14") == "14:00"
    assert french.parse_time("930") == "09:30"


@pytest.mark.parametrize("typed", ["", "24h", "14h60", "14h5", "midi", "14h30h", "-1h"])
def test_impossible_times_are_refused(typed: str) -> None:
    with pytest.raises(Refusal, match="n’est pas comprise"):
        french.parse_time(typed)


@given(st.times())
def test_every_written_time_is_understood_again(time: object) -> None:
    stored = f"{time:%H:%M}"
    assert french.parse_time(french.hour(stored)) == stored


def test_french_order() -> None:
    ordered = ["côte", "de Lesmont", "école", "Évrard", "fête", "l’Escale", "Lorneo", "œuvre", "of", "Zoé"]
    assert sorted(set(ordered), key=french.sort_key) == ordered
    assert sorted(["côté", "côte", "coté", "cote"], key=french.sort_key) == ["cote", "coté", "côte", "côté"]
    assert sorted(["porte-drapeau", "portefeuille", "portedaim"], key=french.sort_key) == [
        "portedaim",
        "porte-drapeau",
        "portefeuille",
    ]


@given(st.text(), st.text())
def test_only_the_same_text_has_the_same_key(one: str, other: str) -> None:
    assert (french.sort_key(one) == french.sort_key(other)) == (one == other)


def test_folding_for_matching() -> None:
    assert french.fold("Œuvre d’Été\u202fÀ\u00a0Noël") == "oeuvre d'ete a noel"


@given(st.integers(0, 10**9))
def test_thousands_never_hold_a_breaking_blank(number: int) -> None:
    written = french.thousands(number)
    assert " " not in written
    assert int(written.replace("\u202f", "")) == number
    assert all(len(group) == 3 for group in written.split("\u202f")[1:])
