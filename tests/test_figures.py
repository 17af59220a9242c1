"""The figures of the example council: the oracle of the formulas."""

from datetime import date

from coprodesk.commands.council import set_setting
from coprodesk.domain.attendance import Period
from coprodesk.queries.figures import figures
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
