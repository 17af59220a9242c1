"""The figures of the example council: the oracle of the formulas."""

import json
from datetime import date

import pytest

from coprodesk.commands.council import set_setting
from coprodesk.domain import figures as shapes
from coprodesk.domain.attendance import (
    Period,
    chronic_absentees,
    institution_presence,
    last_months,
    meeting_participation,
)
from coprodesk.queries.attendance import roll_rows
from coprodesk.queries.figures import figures, report
from coprodesk.store import Store

ON = date(2026, 10, 15)


def shares(store: Store, number: str, period: Period | None = None) -> dict[tuple[str | None, str], str]:
    found = figures(store, ON, period)[number]
    return {(one.key, one.name): f"{one.numerator}/{one.denominator}" for one in found}


def test_presence_over_24_months(example: Store) -> None:
    found = {key: share for (key, _name), share in shares(example, "M1").items()}
    assert (found["Préfecture"], found["Parquet"], found["Département"], found["SPIP"]) == (
        "5/6",
        "3/6",
        "1/6",
        "0/2",
    )
    meetings = {key: share for (key, _name), share in shares(example, "M2", Period(None, ON)).items()}
    assert list(meetings.values()) == ["9/12", "6/11", "8/11", "9/12", "6/11", "6/11", "10/12", "7/11"]
    assert list(shares(example, "M19").values()) == ["14/46"]


def test_presence_over_all_meetings(example: Store) -> None:
    found = {key: share for (key, _name), share in shares(example, "M1", Period(None, ON)).items()}
    assert (found["Préfecture"], found["DSDEN"], found["PJJ"], found["SPIP"]) == ("7/8", "6/8", "0/8", "0/3")


def test_chronic_absentees_and_their_thresholds(example: Store) -> None:
    assert {key for key, _name in shares(example, "M3")} == {"Département", "PJJ", "SPIP"}
    set_setting(example, "absentee_streak", "4")
    set_setting(example, "absentee_percent", "10")
    assert {key for key, _name in shares(example, "M3")} == {"PJJ"}


def test_commitments(example: Store) -> None:
    precise = shares(example, "M4")
    assert precise[None, "Indice de précision moyen"] == "73/96"
    assert precise["E-2026-04", "Indice de précision"] == "1/8"
    assert [
        precise[None, band] for band in ("engagement précis", "à compléter", "déclaration d’intention")
    ] == [
        "6/12",
        "4/12",
        "2/12",
    ]
    kept = shares(example, "M11")
    assert (
        kept[None, "Taux de tenue"],
        kept[None, "Tenus à l’échéance initiale"],
        kept[None, "En retard"],
    ) == (
        "4/7",
        "2/7",
        "3/7",
    )
    assert list(shares(example, "M13").values()) == ["5/11"]


def test_the_report_is_flat_and_without_floats(example: Store) -> None:
    told = report(example, ON).as_json()
    assert json.loads(json.dumps(told)) == told
    assert (told["on"], told["period"]) == ("2026-10-15", ["2024-10-15", "2026-10-15"])
    assert list(told["figures"]) == ["M1", "M2", "M3", "M4", "M11", "M13", "M19"]
    for rows in told["figures"].values():
        for row in rows:
            assert list(row) == ["key", "name", "numerator", "denominator", "ids"]
            assert all(type(row[name]) is int for name in ("numerator", "denominator"))
            assert all(type(one) is int for one in row["ids"])
    mean, *_bands = told["figures"]["M4"]
    assert (mean["key"], mean["numerator"], mean["denominator"], len(mean["ids"])) == (None, 73, 96, 12)
    by_key = {row["key"]: row for row in told["figures"]["M1"]}
    assert (by_key["DSDEN"]["numerator"], by_key["DSDEN"]["denominator"]) == (5, 6)
    assert len(by_key["DSDEN"]["ids"]) == 5
    assert "2026-02" in [row["key"] for row in told["figures"]["M2"]]
    assert told["figures"]["M4"][-1]["key"].startswith("E-2026-")


def test_the_report_of_all_meetings_has_no_beginning(example: Store) -> None:
    told = report(example, ON, everything=True).as_json()
    assert told["period"] == [None, "2026-10-15"]
    by_key = {row["key"]: row for row in told["figures"]["M1"]}
    assert (by_key["Préfecture"]["numerator"], by_key["Préfecture"]["denominator"]) == (7, 8)


@pytest.mark.parametrize(
    "on", [ON, date(2024, 3, 1), date(2025, 6, 30), date(2027, 12, 31), date(2031, 1, 1)], ids=str
)
def test_reading_only_some_rolls_changes_no_figure(example: Store, on: date) -> None:
    """The figures of a period are those of the formulas on every roll of the file."""
    period, whole = last_months(on, 24), roll_rows(example)
    found = figures(example, on)
    assert found["M1"] == shapes.presence_figures(institution_presence(whole, period))
    assert found["M2"] == shapes.participation_figures(meeting_participation(whole, period))
    assert found["M3"] == shapes.absentee_figures(chronic_absentees(whole, period))


def test_the_rolls_of_the_period_alone_would_not_do(example: Store) -> None:
    """Sabotage: years later nobody came in the period, and M3 still names who was absent before it."""
    on = date(2031, 1, 1)
    period = last_months(on, 24)
    assert not chronic_absentees(roll_rows(example, after=period.start_exclusive, until=on), period)
    assert figures(example, on)["M3"]
