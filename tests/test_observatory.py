"""The observatory tells the numbers of the figures, on any day and span; its tables open in a spreadsheet."""

import io
import json
from datetime import date
from fractions import Fraction

import pytest

from coprodesk.commands import commitments as commands
from coprodesk.documents import observatory as drawn
from coprodesk.domain.attendance import Presence, institution_presence
from coprodesk.domain.commitments import keeping
from coprodesk.domain.tables import DataTable
from coprodesk.exchange.tables import csv_of, workbook_of
from coprodesk.queries import observatory as queries
from coprodesk.queries.commitment_facts import facts
from coprodesk.queries.commitment_groups import commitment_sets
from coprodesk.queries.figures import figures
from coprodesk.queries.observatory import Observatory, Span
from coprodesk.queries.observatory_rows import rows_behind
from coprodesk.store import Store

TODAY = date(2026, 10, 15)
DAYS = (date(2024, 1, 1), date(2025, 6, 19), date(2026, 1, 31), date(2026, 9, 8), TODAY, date(2027, 3, 1))


@pytest.fixture
def found(example: Store) -> Observatory:
    return queries.observatory(example, TODAY)


def named(found: Observatory) -> dict[str, queries.Watched]:
    return {one.name: one for one in found.institutions}


def test_the_map_is_the_oracle_of_the_example(found: Observatory) -> None:
    letters = {
        name: "".join("N" if cell is None else cell.letter for cell in one.cells)
        for name, one in named(found).items()
    }
    assert letters["Préfecture"] == "RRRPERPR"
    assert letters["SPIP"] == "ENNANNEN"
    assert letters["PJJ"] == "AEAEAAEA"
    assert [f"{one.figure.numerator}/{one.figure.denominator}" for one in found.sittings] == [
        "9/12", "6/11", "8/11", "9/12", "6/11", "6/11", "10/12", "7/11",
    ]  # fmt: skip


def test_rates_are_over_24_months_and_remarks_are_neutral(found: Observatory) -> None:
    seen = named(found)
    assert {name: (one.presence.numerator, one.presence.denominator) for name, one in seen.items()}[
        "SPIP"
    ] == (0, 2)
    remarks = {name: one.remark.replace("\u00a0", " ") for name, one in seen.items() if one.remark}
    assert remarks == {
        "Préfecture": "titulaire 2 / 6",
        "Département": "grand absent",
        "DSDEN": "titulaire 2 / 6",
        "PJJ": "8 absences de suite",
        "SPIP": "3 de suite, n = 2",
    }


def test_promises_are_the_oracle_of_the_example(found: Observatory) -> None:
    sets = found.promises
    assert (len(sets.kept), len(sets.due), len(sets.on_time), len(sets.late)) == (4, 7, 2, 3)
    assert [len(ids) for ids in sets.scores] == [0, 1, 0, 0, 1, 2, 2, 2, 4]
    assert (len(sets.alone), len(sets.carried)) == (5, 11)
    assert (found.core.numerator, found.core.denominator) == (14, 46)
    assert drawn.kept_words(found).replace("\u202f", " ").replace("\u00a0", " ") == (
        "57,1 %, dont 2 à la date initiale"
    )
    assert max(days[1] for days in sets.delays.values()) == 380


@pytest.mark.parametrize("on", DAYS)
def test_the_sets_of_commitments_are_those_of_the_domain(example: Store, on: date) -> None:
    promises = facts(example, on)
    kept = keeping(promises, on)
    sets = commitment_sets(example, on)
    for told, expected in (
        (sets.due, kept.due),
        (sets.kept, kept.kept),
        (sets.on_time, kept.kept_on_time),
        (sets.silent, kept.silent),
        (sets.abandoned, kept.abandoned),
        (sets.undated, kept.undated),
    ):
        assert sorted(told) == sorted(one.id for one in expected)
    assert sets.delays == {one.facts.id: (one.days, one.days_since_initial) for one in kept.late}
    assert {one: score for score, ids in enumerate(sets.scores) for one in ids} == {
        one.id: one.score for one in promises
    }
    assert {one: theme for theme, ids in sets.themes.items() for one in ids} == {
        one.id: one.theme_id for one in promises
    }
    assert sets.total == len(promises)


def test_an_event_since_the_day_is_seen_by_the_sets(example: Store) -> None:
    before = commitment_sets(example, TODAY)
    late = before.late[0]
    commands.keep_commitment(example, late, date(2026, 10, 20))
    assert commitment_sets(example, TODAY).late == before.late, "kept later: still late on that day"
    assert late in commitment_sets(example, date(2026, 10, 20)).kept


@pytest.mark.parametrize("span", Span)
@pytest.mark.parametrize("on", DAYS)
def test_every_number_is_that_of_the_figures(example: Store, on: date, span: Span) -> None:
    seen = queries.observatory(example, on, span)
    told = figures(example, on, seen.window)

    def pairs(number: str, *names: str) -> list[tuple[int, int]]:
        return [(one.numerator, one.denominator) for one in told[number] if not names or one.name in names]

    rates = {one.name: (one.presence.numerator, one.presence.denominator) for one in seen.institutions}
    m1 = {one.key: (one.numerator, one.denominator) for one in told["M1"]}
    assert rates.items() <= m1.items()
    taken = [one.figure for one in seen.participation if one.figure.denominator]
    assert [(one.numerator, one.denominator) for one in taken] == pairs("M2")
    assert {one.key for one in told["M3"]} >= {one.name for one in seen.institutions if one.watched}
    assert pairs("M19") == [(seen.core.numerator, seen.core.denominator)]
    sets = seen.promises
    assert pairs("M13") == [(len(sets.alone), len(sets.carried))]
    assert pairs("M11", "Taux de tenue") == [(len(sets.kept), len(sets.due))]
    assert pairs("M12")[:-1] == [(len(ids), sets.total) for _theme, ids in seen.themes.shares]
    assert pairs("M12")[-1][0] == len(seen.themes.orphans)
    assert pairs("M15") == [(one.numerator, one.denominator) for one in seen.spread]
    assert pairs("M14")[:3] == [(one.numerator, one.denominator) for one in seen.turnover]
    assert pairs("M16") == [(one.numerator, one.denominator) for one in (seen.front_line, seen.feedback)]
    assert sorted(told["M16"][0].ids) == sorted(seen.front_line.ids)
    assert pairs("M20") == [(seen.items[1].numerator, seen.items[1].denominator)]
    assert pairs("M7", "Taux de report") == [(seen.items[0].numerator, seen.items[0].denominator)]
    assert pairs("M6", "Taux d’annulation") == [(seen.cancelled.numerator, seen.cancelled.denominator)]


def test_a_meeting_whose_roll_was_never_taken_shows_a_dash_and_no_absence(example: Store) -> None:
    last = example.rows("SELECT id FROM meeting WHERE number = '2026-02'")[0][0]
    with example.change("Essai") as change:
        for row in change.rows("roll_entry", meeting_id=last):
            change.update("roll_entry", row["id"], presence="unknown")
    seen = queries.observatory(example, TODAY)
    assert {one.cells[-1] for one in seen.institutions} <= {None, Presence.UNKNOWN}
    assert seen.sittings[-1].figure.denominator == 0
    assert drawn.presence(seen).columns[-1].total == "–"


def test_an_empty_council_has_nothing_to_show(store: Store) -> None:
    assert queries.observatory(store, TODAY).empty


@pytest.mark.parametrize("on", DAYS)
def test_every_chart_can_be_drawn_on_any_day(example: Store, on: date) -> None:
    seen = queries.observatory(example, on, Span.ALL)
    for key, build in drawn.BUILDERS:
        chart = build(seen, 300.0)
        assert chart.key == key
        assert chart.alt.startswith(chart.title)


def test_the_rows_behind_every_mark_exist(example: Store, found: Observatory) -> None:
    subjects = set()
    for _key, build in drawn.BUILDERS:
        for mark in build(found, 300.0).marks:
            if mark.behind is not None and mark.behind.ids:
                rows = rows_behind(example, mark.behind.subject, mark.behind.ids)
                assert {row.id for row in rows} == set(mark.behind.ids)
                assert all(row.title and row.target for row in rows)
                subjects.add(mark.behind.subject)
    assert {"commitment", "meeting", "item", "institution", "body"} <= subjects


@pytest.mark.parametrize(("subject", "table"), [("seat", "seat"), ("entry", "roll_entry"), ("body", "body")])
def test_rows_that_the_example_shows_nowhere(example: Store, subject: str, table: str) -> None:
    ids = tuple(row[0] for row in example.rows(f"SELECT id FROM {table} LIMIT 3"))
    assert len(rows_behind(example, subject, ids)) == len(ids)


def test_csv_is_french_and_harmless() -> None:
    table = DataTable("Essai", ("Cas", "Part"), (("=1+1", Fraction(4, 7)), ("PJJ; SPIP", None), ("N", 12)))
    text = csv_of(table).decode("utf-8")
    assert text == '\ufeffCas;Part\r\n\'=1+1;57,1 %\r\n"PJJ; SPIP";\r\nN;12\r\n'


def test_a_workbook_has_a_sheet_per_table_with_numbers_as_numbers() -> None:
    from openpyxl import load_workbook

    tables = [
        DataTable("A/B", ("Cas", "Part"), (("=1+1", Fraction(1, 2)),)),
        DataTable("A B", ("Cas",), (("x",),)),
    ]
    book = load_workbook(io.BytesIO(workbook_of(tables)))
    assert book.sheetnames == ["A B", "A B 2"]
    cells = book["A B"][2]
    assert (cells[0].value, cells[0].data_type, cells[1].value, cells[1].number_format) == (
        "=1+1", "s", 0.5, "0.0 %",
    )  # fmt: skip


def test_every_table_of_the_page_fits_a_workbook(found: Observatory) -> None:
    tables = [build(found, 300.0).table for _key, build in drawn.BUILDERS]
    assert workbook_of(tables)[:2] == b"PK"
    assert json.dumps([csv_of(table).decode("utf-8-sig") for table in tables])


def test_presence_in_one_pass_is_that_of_m1(example: Store, found: Observatory) -> None:
    from coprodesk.queries.attendance import roll_rows

    told = {one.key: one for one in institution_presence(roll_rows(example, until=TODAY), found.window)}
    assert all(one.presence == told[one.name] for one in found.institutions)
