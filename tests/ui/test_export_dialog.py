"""Tables out of the window: the dialog, the menu of a list, and rows that paste as columns."""

import csv
import hashlib
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from coprodesk.domain.disclosure import Level
from coprodesk.domain.tables import DataTable
from coprodesk.exchange import printing
from coprodesk.queries.minutes import documents
from coprodesk.queries.tables import KINDS
from coprodesk.store import Opening, Store, open_file
from coprodesk.ui import exports, language, rows_out
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.export_dialog import ExportDialog, TablesDialog, WholeDialog, open_tables, open_whole
from coprodesk.ui.rows import Cell, Column, Group, RowsModel
from coprodesk.ui.rows_view import RowsTable

WAIT = 20_000


@pytest.fixture
def desk(example: Store, make_desk: Callable[[Store], Desk]) -> Desk:
    return make_desk(example)


def choose(dialog: ExportDialog, level: Level) -> None:
    dialog.audience.setCurrentIndex(dialog.audience.findData(level.value))


def confirm(dialog: TablesDialog) -> str:
    return dialog.confirm.text()


# ---- the dialog


def test_the_menu_exports_every_table_for_the_secretariat(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    desk.shell.action("file.export").trigger()
    dialog = desk.shell.findChild(TablesDialog)
    assert confirm(dialog) == f"Exporter {len(KINDS)} tableaux…"
    assert "à garder au secrétariat" in dialog._for_whom.note()
    with qtbot.waitSignal(dialog.finished, timeout=WAIT):
        dialog.write(tmp_path / "tout.xlsx")
    book = load_workbook(tmp_path / "tout.xlsx")
    assert book.sheetnames == ["Lisez-moi", *(kind.label for kind in KINDS)]
    assert desk.shell.toast.text() == f"{len(KINDS)} tableaux exportés\u00a0: tout.xlsx"
    (row,) = documents(desk.store)
    assert (row.title, row.audience, row.file_name) == ("Export de tableaux", Level.SECRETARIAT, "tout.xlsx")
    assert row.digest == hashlib.sha256((tmp_path / "tout.xlsx").read_bytes()).hexdigest()


def test_the_audience_greys_what_stays_at_the_secretariat(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = open_tables(desk)
    choose(dialog, Level.PARTNERS)
    assert not dialog.boxes["roll"].isEnabled()
    assert "ne sort pas du secrétariat" in dialog.boxes["roll"].accessibleDescription()
    assert "ni présences" in dialog._for_whom.note()
    dialog.every.trigger()
    assert dialog.names() == ()
    assert not dialog.confirm.isEnabled()
    dialog.boxes["meetings"].setChecked(True)
    assert confirm(dialog) == "Exporter 1 tableau…"
    dialog.form_of_file.setCurrentIndex(1)
    with qtbot.waitSignal(dialog.finished, timeout=WAIT):
        dialog.write(tmp_path)
    made = tmp_path / "2026-10-15 Tableaux du conseil"
    assert {one.name for one in made.iterdir()} == {"LISEZ-MOI.txt", "Réunions.csv"}


def test_the_place_is_asked_for(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, tmp_path: Path
) -> None:
    asked: list[str] = []

    def ask(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        asked.append(Path(name).name)
        return str(tmp_path / "x.xlsx"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    dialog = open_tables(desk)
    with qtbot.waitSignal(dialog.finished, timeout=WAIT):
        dialog.confirm.click()
    assert asked == ["2026-10-15 Tableaux du conseil (secrétariat).xlsx"]
    assert (tmp_path / "x.xlsx").is_file()


def test_a_refusal_keeps_the_dialog_and_says_why(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = open_tables(desk)
    dialog.write(tmp_path / "absent" / "x.xlsx")
    qtbot.waitUntil(lambda: dialog.refusal.isVisible(), timeout=WAIT)
    assert "n’a pas été écrit" in dialog.refusal.text()
    assert dialog.form.isEnabled()
    assert dialog.confirm.isEnabled()
    dialog.reject()


def test_a_folder_that_may_not_be_looked_into_is_refused_too(
    desk: Desk, qtbot: QtBot, forbidden: Path
) -> None:
    for dialog, place in ((open_tables(desk), forbidden / "t.xlsx"), (open_whole(desk), forbidden)):
        dialog.write(place)
        qtbot.waitUntil(lambda dialog=dialog: not dialog.work.busy(), timeout=WAIT)
        assert "le dossier est protégé" in dialog.refusal.text()
        dialog.reject()


def test_escape_stops_the_work_and_nothing_is_written(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = open_tables(desk)
    dialog.write(tmp_path / "x.xlsx")
    assert not dialog.form.isEnabled()
    dialog.reject()  # the worker has not been heard yet: the first refusal to go on ends it
    qtbot.waitUntil(lambda: not dialog.work.busy(), timeout=WAIT)
    if dialog.isVisible():
        assert "est arrêté" in dialog.refusal.text()
        assert not (tmp_path / "x.xlsx").exists()
        dialog.reject()


# ---- the whole council


def test_the_menu_exports_the_whole_council(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    desk.shell.action("file.export_all").trigger()
    dialog = desk.shell.findChild(WholeDialog)
    choose(dialog, Level.PUBLIC)
    assert "Ce qui peut être publié" in dialog._for_whom.note()
    folder = tmp_path / "cle"
    folder.mkdir()
    for place in (folder, folder / "2026-10-15 Export du conseil (public)"):  # the second time over the first
        with qtbot.waitSignal(dialog.finished, timeout=3 * WAIT):
            dialog.write(place)
        assert [one.name for one in folder.iterdir()] == ["2026-10-15 Export du conseil (public)"]
        assert (folder / "2026-10-15 Export du conseil (public)" / "index.html").is_file()
        assert "28 documents, 16 tableaux" in desk.shell.toast.text()
        assert documents(desk.store)[0].title == "Export du conseil"
        dialog = open_whole(desk)
        choose(dialog, Level.PUBLIC)
    dialog.reject()


def test_a_file_that_is_only_read_exports_and_notes_nothing(
    example: Store,
    opening: Opening,
    make_desk: Callable[[Store], Desk],
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    example.close()
    reading = open_file(example.path, opening, read_only=True)
    desk = make_desk(reading)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_told: (str(tmp_path / "liste.csv"), ""))
    dialog = open_tables(desk)
    with qtbot.waitSignal(dialog.finished, timeout=WAIT):
        dialog.write(tmp_path / "tout.xlsx")
    assert (tmp_path / "tout.xlsx").is_file()
    assert documents(reading) == ()
    assert desk.shell.current_page().banner.text() == "", "and nothing is refused: there is nothing to note"
    exports.export_tables(desk, desk.shell, "Essai", [DataTable("Essai", ("a",), ((1,),))])
    assert (tmp_path / "liste.csv").is_file()
    assert desk.shell.current_page().banner.text() == ""
    reading.close()


def test_without_the_guard_a_file_that_is_only_read_would_refuse(
    example: Store, opening: Opening, make_desk: Callable[[Store], Desk]
) -> None:
    """The twin: noting in a file that is only read is refused on the page, after an export that was done."""
    example.close()
    reading = open_file(example.path, opening, read_only=True)
    desk = make_desk(reading)
    unguarded = SimpleNamespace(
        store=SimpleNamespace(read_only=False, clock=reading.clock, change=reading.change)
    )
    unguarded.act = desk.act
    exports.note_export(unguarded, "Essai", Level.SECRETARIAT, "essai.xlsx", "")
    assert "lecture seule" in desk.shell.current_page().banner.text()
    reading.close()


def test_a_workbook_that_is_gone_at_once_is_noted_all_the_same(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its digest is that of the bytes written: nothing is read again where an error would be a crash."""
    write = printing.write_whole

    def gone(path: Path, data: bytes) -> None:
        write(path, data)
        path.unlink()

    monkeypatch.setattr(printing, "write_whole", gone)
    dialog = open_tables(desk)
    with qtbot.waitSignal(dialog.finished, timeout=WAIT):
        dialog.write(tmp_path / "tout.xlsx")
    assert len(documents(desk.store)[0].digest) == 64


def test_a_stored_title_is_for_the_paper(
    desk: Desk, qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    language.speak(qapp, "en")
    dialog = open_tables(desk)
    with qtbot.waitSignal(dialog.finished, timeout=WAIT):
        dialog.write(tmp_path / "tout.xlsx")
    assert documents(desk.store)[0].title == "Export de tableaux"


def test_a_name_that_is_completed_replaces_no_file(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system's dialog asked about « liste », not about « liste.csv »."""
    (tmp_path / "liste.csv").write_text("à garder", encoding="utf-8")
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_told: (str(tmp_path / "liste"), "Texte CSV (*.csv)")
    )
    exports.export_tables(desk, desk.shell, "Essai", [DataTable("Essai", ("a",), ((1,),))])
    assert (tmp_path / "liste.csv").read_text(encoding="utf-8") == "à garder"
    assert (tmp_path / "liste (2).csv").is_file()


def test_what_is_not_an_export_is_left_alone(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    name = "2026-10-15 Export du conseil (secrétariat)"
    (tmp_path / name).mkdir()
    (tmp_path / name / "photo.jpg").write_bytes(b"jpeg")
    dialog = open_whole(desk)
    dialog.write(tmp_path)
    qtbot.waitUntil(lambda: dialog.refusal.isVisible(), timeout=WAIT)
    assert "photo.jpg" in dialog.refusal.text()
    dialog.reject()


# ---- a list


ROWS = [("=1+1", "04 65 71"), ("-5", "12"), ("Deux\nlignes", "01/03/2026")]


@pytest.fixture
def table(qtbot: QtBot) -> RowsTable:
    columns: tuple[Column[tuple[str, str]], ...] = (
        Column("Cas", lambda row: Cell(row[0]), stretch=True),
        Column("Nombre", lambda row: Cell(row[1]), 120, drop=1),
        Column("Score", lambda row: Cell(score=5, total=8), 120),
    )
    view = RowsTable(RowsModel(columns, lambda row: row[0]), "Essai")
    qtbot.addWidget(view)
    view.resize(800, 300)
    view.show()
    view.set_rows([Group("Un"), *ROWS])
    return view


def pasted() -> list[list[str]]:
    text = QGuiApplication.clipboard().text()
    return [line.split("\t") for line in text.splitlines()]


def test_a_copied_row_pastes_as_columns_and_no_formula(table: RowsTable) -> None:
    table.select("=1+1")
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert pasted() == [["'=1+1", "04 65 71", "5 sur 8"]]
    assert "<td>'=1+1</td>" in QGuiApplication.clipboard().mimeData().html().replace("&#x27;", "'")
    table.select("Deux\nlignes")
    table.copy_selection()
    assert pasted() == [["Deux lignes", "01/03/2026", "5 sur 8"]]


def test_the_whole_table_is_copied_with_its_titles_and_groups(table: RowsTable) -> None:
    rows_out.copy_table(table)
    assert pasted()[0] == ["Rubrique", "Cas", "Nombre", "Score"]
    assert pasted()[2] == ["Un", "'-5", "12", "5 sur 8"]
    table.resize(330, 300)
    QApplication.processEvents()
    assert table.isColumnHidden(1)
    rows_out.copy_table(table)
    assert pasted()[0] == ["Rubrique", "Cas", "Score"]


def test_what_is_shown_keeps_its_order_and_its_numbers(table: RowsTable) -> None:
    table.rows.sort(0, Qt.SortOrder.DescendingOrder)
    found = rows_out.shown(table)
    assert found.title == "Essai"
    lines = range(1, table.rows.rowCount())
    assert [row[1] for row in found.rows] == [table.rows.cell(n, 0).words for n in lines]
    assert {row[1]: row[2] for row in found.rows} == {
        "=1+1": "04 65 71",
        "-5": 12,
        "Deux\nlignes": date(2026, 3, 1),
    }


def menu_of(table: RowsTable) -> QMenu:
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), table.mapToGlobal(QPoint(5, 5))
    )
    QApplication.sendEvent(table.viewport(), event)
    found = [one for one in table.findChildren(QMenu) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def words(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.text()]


def test_a_list_without_a_window_cannot_be_written(table: RowsTable) -> None:
    menu = menu_of(table)
    assert words(menu) == ["Copier", "Copier tout le tableau", "Exporter ce tableau…"]
    assert not menu.actions()[-1].isEnabled()
    menu.close()


@pytest.mark.parametrize("page", ["meetings", "commitments", "partners", "documents", "journal", "proposals"])
def test_each_list_exports_what_it_shows(
    desk: Desk, page: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    desk.go(page)
    shown = [one for one in desk.shell.stack.currentWidget().findChildren(RowsTable) if one.isVisible()]
    if not shown:
        pytest.skip("the example shows no row here")
    path = tmp_path / "liste.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_told: (str(path), ""))
    rows = sum(not shown[0].rows.is_group(n) for n in range(shown[0].rows.rowCount()))
    menu = menu_of(shown[0])
    menu.actions()[-1].trigger()
    menu.close()
    lines = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), delimiter=";"))
    assert len(lines) == rows + 1
    assert desk.shell.toast.text() == "Fichier écrit\u00a0: liste.csv"
    noted = documents(desk.store)[0]
    assert (noted.document, noted.file_name) == ("export", "liste.csv")
    assert noted.title == f"Export\u00a0: {shown[0].accessibleName()}"
    assert noted.digest == hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_acts_of_a_page_stay_in_the_menu(desk: Desk) -> None:
    desk.go("commitments")
    table = next(one for one in desk.shell.stack.currentWidget().findChildren(RowsTable) if one.isVisible())
    menu = menu_of(table)
    assert len(words(menu)) > 3
    assert words(menu)[-3:] == ["Copier", "Copier tout le tableau", "Exporter ce tableau…"]
    menu.close()


def test_every_button_of_the_dialog_has_a_name(desk: Desk) -> None:
    dialog = open_tables(desk)
    assert all(one.accessibleName() for one in dialog.findChildren(QPushButton))
    dialog.reject()
