"""Every table for a spreadsheet: French, typed, harmless, and no more than its audience may read."""

import csv
import hashlib
import io
import tempfile
import zipfile
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import load_workbook

from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.tables import DataTable
from coprodesk.exchange.progress import ExportProgress
from coprodesk.exchange.tables import about_lines, csv_of, workbook_of, write_csv_folder, write_workbook
from coprodesk.queries.journal_labels import nouns
from coprodesk.queries.tables import KINDS, kinds_for, table, tables
from coprodesk.store import Store

SECRETARIAT = Audience(Level.SECRETARIAT)
TRAPS = ("=1+1", "#N/A", "+33 4", "-5 lits", "@x", "\tonglet", "\rretour", "\nligne")


def every(store: Store, level: Level = Level.SECRETARIAT) -> tuple[DataTable, ...]:
    return tables(store, tuple(kind.name for kind in kinds_for(level)), Audience(level))


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


# ---- what the tables hold


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("meetings", "meeting"),
        ("agenda", "agenda_item"),
        ("commitments", "commitment"),
        ("follow-up", "commitment_event"),
        ("partners", "institution"),
        ("people", "person"),
        ("mandates", "mandate"),
        ("bodies", "body"),
        ("seats", "seat"),
        ("topics", "topic"),
        ("roll", "roll_entry"),
        ("watch-points", "watch_point"),
        ("local-figures", "local_figure"),
        ("documents", "document_sent"),
        ("journal", "journal_step"),
    ],
)
def test_the_secretariat_has_every_row(example: Store, name: str, source: str) -> None:
    (there,) = example.rows(f"SELECT count(*) FROM {source}")
    assert len(table(example, name, SECRETARIAT).rows) == there[0]


def test_said_and_decided_share_the_records(example: Store) -> None:
    (there,) = example.rows("SELECT count(*) FROM record")
    both = [table(example, name, SECRETARIAT).rows for name in ("decisions", "records")]
    assert sum(map(len, both)) == there[0]
    assert all(both)


def test_titles_are_french_and_no_column_comes_twice(example: Store) -> None:
    for one in every(example):
        assert len(set(one.columns)) == len(one.columns), one.title
        assert all(title[:1].isupper() for title in one.columns), one.columns
    assert len({kind.label for kind in KINDS}) == len(KINDS)
    assert len(nouns()) > len(KINDS)  # the words of the journal are reused, not written again


def test_values_are_words_days_and_numbers(example: Store) -> None:
    found = table(example, "commitments", SECRETARIAT)
    row = dict(zip(found.columns, found.rows[0], strict=True))
    assert isinstance(row["Décidé le"], date)
    assert isinstance(row["Reports"], int)
    names = {one[0] for one in example.rows("SELECT short_name FROM institution")}
    at = found.columns.index("Pilote")
    assert {one[at] for one in found.rows} <= names | {None}
    assert {one[found.columns.index("Situation")] for one in found.rows} >= {"En retard"}


def test_a_reading_that_is_a_number_leaves_as_one(example: Store) -> None:
    with example.change("Relevés") as change:
        for value in ("12", "12,5", "en cours"):
            change.insert(
                "indicator_reading", commitment_id=1, kind="progress", on_date="2026-10-01", value=value
            )
    found = table(example, "readings", SECRETARIAT)
    assert [row[found.columns.index("Valeur")] for row in found.rows][-3:] == [12, "12,5", "en cours"]


def test_local_figures_under_five_are_masked_for_the_public(example: Store) -> None:
    with example.change("Chiffre") as change:
        change.insert("local_figure", year=2030, indicator="Rappels à l’ordre", value=3, base=40)
    last = {
        level: table(example, "local-figures", Audience(level)).rows[-1][3:5]
        for level in (Level.PUBLIC, Level.PARTNERS)
    }
    assert last == {Level.PUBLIC: ("<\u202f5", 40), Level.PARTNERS: (3, 40)}


# ---- who may read what


def test_attendance_never_leaves_the_secretariat(example: Store) -> None:
    for level in (Level.PUBLIC, Level.PARTNERS):
        names = {kind.name for kind in kinds_for(level)}
        assert names.isdisjoint({"roll", "journal", "documents", "planned-tasks", "watch-points"})
        assert {"Présent", "Absent"}.isdisjoint(table(example, "meetings", Audience(level)).columns)
        with pytest.raises(Refusal, match="n’existe pas pour cette diffusion"):
            table(example, "roll", Audience(level))
    assert {"Présent", "Absent"} <= set(table(example, "meetings", SECRETARIAT).columns)


def test_a_row_that_may_not_be_read_has_no_name_elsewhere(example: Store) -> None:
    """The news given at the meeting of a closed group tell the partners, but not at which meeting."""
    with example.change("Huis clos") as change:
        (event,) = example.rows(
            "SELECT id, meeting_id FROM commitment_event WHERE meeting_id NOT NULL LIMIT 1"
        )
        meeting = change.row("meeting", event["meeting_id"])
        assert meeting is not None
        change.update("body", meeting["body_id"], confidential=1)
        (free,) = example.rows("SELECT id FROM commitment WHERE agenda_item_id IS NULL LIMIT 1")
        change.update("commitment_event", event["id"], commitment_id=free["id"])
    told = {
        level: table(example, "follow-up", Audience(level)) for level in (Level.PARTNERS, Level.SECRETARIAT)
    }
    places = {level: [row[-1] for row in one.rows] for level, one in told.items()}
    name = next(row[-1] for row in told[Level.SECRETARIAT].rows if row[-1])
    assert any(place == name for place in places[Level.SECRETARIAT])
    assert None in places[Level.PARTNERS]
    assert all(place is None or place in places[Level.SECRETARIAT] for place in places[Level.PARTNERS])
    hidden = {
        row["name"]
        for row in example.rows(
            "SELECT b.short_name || ' ' || coalesce(m.number, m.date) AS name FROM meeting m JOIN body b "
            "ON b.id = m.body_id WHERE b.confidential"
        )
    }
    assert hidden.isdisjoint(str(value) for row in told[Level.PARTNERS].rows for value in row)


def test_an_unknown_table_is_refused(example: Store) -> None:
    with pytest.raises(Refusal, match="«\u00a0inconnu\u00a0»"):
        table(example, "inconnu", SECRETARIAT)


# ---- how they are written


def test_csv_is_what_a_french_spreadsheet_opens(example: Store) -> None:
    for one in every(example):
        data = csv_of(one)
        assert data.startswith(b"\xef\xbb\xbf")
        assert data.endswith(b"\r\n")
        lines = read_csv(data)
        assert len(lines) == len(one.rows) + 1
        assert {len(line) for line in lines} == {len(one.columns)}


def test_csv_values() -> None:
    row = (date(2026, 3, 1), datetime(2026, 3, 1, 9, 5), Fraction(1, 3), -4, None, "a;b", "12,5")
    text = csv_of(DataTable("T", tuple("abcdefg"), (row,))).decode("utf-8-sig")
    assert text.splitlines()[1] == '01/03/2026;01/03/2026 09:05;33,3 %;-4;;"a;b";12,5'


@pytest.mark.parametrize("trap", TRAPS)
def test_no_text_becomes_a_formula(trap: str) -> None:
    one = DataTable(trap, (trap,), ((trap,), (-5,)))
    cells = [line[0] for line in read_csv(csv_of(one))]
    told = trap if trap[0] == "#" else f"'{trap}"
    assert cells == [told, told, "-5"]
    data = workbook_of([one], [trap])
    book = load_workbook(io.BytesIO(data))
    found = [cell for sheet in book for line in sheet for cell in line]
    assert [cell.data_type for cell in found] == ["s", "s", "s", "n"]
    assert [cell.value for cell in found][2].strip() == trap.strip()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        assert all(b"<f>" not in archive.read(name) for name in sheets)


def test_the_twin_that_forgets_the_type_writes_a_formula() -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active["A1"] = TRAPS[0]  # type: ignore[index]
    assert book.active["A1"].data_type == "f"  # type: ignore[index]


def test_a_workbook_begins_by_saying_for_whom_it_is(example: Store) -> None:
    found = every(example)
    about = about_lines("CLSPD", date(2026, 10, 15), Level.SECRETARIAT, found)
    progress = ExportProgress()
    book = load_workbook(io.BytesIO(workbook_of(found, about, progress)))
    assert book.sheetnames[0] == "Lisez-moi"
    assert len(book.sheetnames) == len(found) + 1
    assert (progress.done, progress.doing) == (len(found), "Journal")
    words = " ".join(str(cell.value) for line in book.worksheets[0] for cell in line)
    assert "à garder au secrétariat" in words
    assert "jeudi 15 octobre 2026" in words
    commitments = book["Engagements"]
    day = commitments.cell(2, list(found[4].columns).index("Décidé le") + 1)
    assert day.number_format == "dd/mm/yyyy"
    assert isinstance(day.value, datetime)


def test_a_sheet_prints_whole_and_cuts_no_text() -> None:
    long, lined = "mot " * 40, "un\ndeux\ntrois"
    rows = (("court", 1, date(2026, 10, 15), "x"), (long, 2, None, "="), (lined, 3, None, "y"))
    made = workbook_of([DataTable("Titre", ("A", "B", "C", "D"), rows)], ("Conseil",))
    book = load_workbook(io.BytesIO(made))
    sheet = book["Titre"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$1:$1"
    assert [bool(sheet.cell(n, 1).alignment.wrap_text) for n in range(2, 5)] == [False, True, True]
    assert sheet.row_dimensions[2].height is None
    assert sheet.row_dimensions[3].height >= 4 * 15
    assert sheet.row_dimensions[4].height == 3 * 15
    assert sheet.cell(3, 2).alignment.vertical == "top", "the other cells of a tall row stand beside"
    assert (sheet.cell(3, 4).value, sheet.cell(3, 4).data_type) == ("=", "s")
    assert (book.properties.creator, book.properties.title) == ("CoproDesk", "Conseil")


def test_the_cover_is_as_tall_as_its_words(example: Store) -> None:
    book = load_workbook(io.BytesIO(workbook_of([], ("court", "mot " * 60))))
    cover = book["Lisez-moi"]
    assert cover.row_dimensions[1].height is None
    assert cover.row_dimensions[2].height == 3 * 15
    assert cover.sheet_properties.pageSetUpPr.fitToPage


def test_texts_that_no_cell_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    long = "a" * 40_000
    book = load_workbook(io.BytesIO(workbook_of([DataTable("T", ("a",), ((long,), ("x\x00\x0by",)))])))
    cells = [line[0].value for line in book.worksheets[0].iter_rows(min_row=2)]
    assert len(str(cells[0])) == 32_767
    assert str(cells[0]).endswith("dans l’export CSV]")
    assert cells[1] == "xy"
    monkeypatch.setattr("coprodesk.exchange.tables._MOST_ROWS", 2)
    with pytest.raises(Refusal, match="Choisissez le format CSV"):
        workbook_of([DataTable("T", ("a",), ((1,), (2,)))])


# ---- as files

NAMES = ("meetings", "partners")


def test_a_workbook_is_written_from_another_reader_of_the_file(example: Store, tmp_path: Path) -> None:
    made = write_workbook(example, NAMES, Audience(Level.PARTNERS), tmp_path / "t.xlsx", ExportProgress())
    assert made.digest == hashlib.sha256(made.path.read_bytes()).hexdigest()
    book = load_workbook(made.path)
    assert book.sheetnames == ["Lisez-moi", "Réunions", "Partenaires"]
    assert book["Lisez-moi"]["A3"].value.startswith("Diffusion\u00a0: Partenaires. Ce que les partenaires")


def test_csv_files_come_in_a_folder_that_says_for_whom(example: Store, tmp_path: Path) -> None:
    made = write_csv_folder(example, NAMES, SECRETARIAT, tmp_path, ExportProgress()).path
    assert made.name == "2026-10-15 Tableaux du conseil"
    assert {one.name for one in made.iterdir()} == {"LISEZ-MOI.txt", "Réunions.csv", "Partenaires.csv"}
    assert "à garder au secrétariat" in (made / "LISEZ-MOI.txt").read_text(encoding="utf-8-sig")
    again = write_csv_folder(example, NAMES, SECRETARIAT, tmp_path, ExportProgress()).path
    assert again.name == "2026-10-15 Tableaux du conseil (2)"


class StoppedAt(ExportProgress):
    """Stopped by the user after so many parts: at 0 nothing is read yet, past the tables some are written."""

    def __init__(self, parts: int) -> None:
        super().__init__()
        self.parts = parts

    def begin(self, what: str) -> None:
        self.stopped = self.done == self.parts
        super().begin(what)


@pytest.mark.parametrize("parts", [0, len(NAMES) + 1])
def test_a_stopped_export_leaves_nothing(
    example: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parts: int
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = {one.name for one in tmp_path.iterdir()}
    for write in (write_workbook, write_csv_folder):
        with pytest.raises(Refusal, match="Rien n’a été écrit"):
            write(example, NAMES, SECRETARIAT, tmp_path / "x.xlsx", StoppedAt(parts))
    assert {one.name for one in tmp_path.iterdir()} == before
