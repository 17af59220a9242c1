"""Local figures by keyboard: a year typed line after line, its texts, and the report shown."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from coprodesk.queries import local_figures as queries
from coprodesk.queries.local_figures import NoteSection
from coprodesk.store import Store
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.local_figures import LocalFiguresPage

MakeDesk = Callable[[Store], Desk]
Type = Callable[[QWidget, str], None]
RETURN = Qt.Key.Key_Return


@pytest.fixture
def page(example: Store, make_desk: MakeDesk) -> LocalFiguresPage:
    desk = make_desk(example)
    desk.shell.actions_by_id["report.annual"].trigger()
    QTest.qWaitForWindowActive(desk.shell)
    found = desk.shell.current_page()
    assert isinstance(found, LocalFiguresPage)
    return found


def enter(field: QWidget | None) -> None:
    assert field is not None
    QTest.keyClick(field, RETURN)


def test_a_year_is_typed_from_the_indicators_of_the_year_before(
    page: LocalFiguresPage, type_text: Type
) -> None:
    store = page.desk.store
    assert page.table.hasFocus()
    enter(page.table)
    assert page.entry.value.hasFocus()
    assert page.entry.indicator.text() == "Cambriolages de logement"
    type_text(page.entry.value, "70")
    for field in (page.entry.value, page.entry.base, page.entry.source):
        enter(field)
    made = queries.local_figures(store, 2026)
    assert [(one.indicator, one.producer, one.value, one.base) for one in made] == [
        ("Cambriolages de logement", "CPN", 70, None)
    ]
    assert page.entry.value.hasFocus()
    assert page.entry.indicator.text() == "Vols violents sans arme"
    type_text(page.entry.value, "20")
    for field in (page.entry.value, page.entry.base, page.entry.source):
        enter(field)
    assert len(queries.local_figures(store, 2026)) == 2
    page.desk.undo()
    assert len(queries.local_figures(store, 2026)) == 1


def test_a_refusal_is_said_beside_and_nothing_typed_is_lost(page: LocalFiguresPage, type_text: Type) -> None:
    page.add()
    type_text(page.entry.indicator, "Élèves exclus")
    enter(page.entry.indicator)
    enter(page.entry.producer)
    type_text(page.entry.value, "12")
    enter(page.entry.value)
    type_text(page.entry.base, "8")
    enter(page.entry.base)
    enter(page.entry.source)
    assert "plus petite" in page.entry.told.text()
    assert page.entry.base.hasFocus()
    assert page.entry.indicator.text() == "Élèves exclus"
    page.entry.base.selectAll()
    type_text(page.entry.base, "80")
    enter(page.entry.base)
    enter(page.entry.source)
    (made,) = queries.local_figures(page.desk.store, 2026)
    assert (made.value, made.base) == (12, 80)


def test_a_figure_is_corrected_moved_and_deleted(page: LocalFiguresPage, type_text: Type) -> None:
    page.open_at(year=2025)
    page.table.select_first()
    page.table.setFocus()
    enter(page.table)
    page.entry.value.selectAll()
    type_text(page.entry.value, "75")
    QTest.keyClick(page.entry.value, RETURN, Qt.KeyboardModifier.ControlModifier)
    assert queries.local_figures(page.desk.store, 2025)[0].value == 75
    page.table.select_first()
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    order = [one.indicator for one in queries.local_figures(page.desk.store, 2025)]
    assert order[:2] == ["Vols violents sans arme", "Cambriolages de logement"]
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    assert len(queries.local_figures(page.desk.store, 2025)) == 13


def test_the_texts_of_a_year_stay_those_of_that_year(page: LocalFiguresPage, type_text: Type) -> None:
    editor = page.texts[NoteSection.FINANCING]
    editor.setFocus()
    editor.selectAll()
    type_text(editor, "Deux actions à 12 000 €.")
    page.year.setCurrentIndex(page.year.findData(2025))
    page.year.activated.emit(page.year.currentIndex())
    assert editor.toPlainText() == ""
    notes = queries.annual_notes(page.desk.store, 2026)
    assert notes[NoteSection.FINANCING] == "Deux actions à 12 000 €."
    assert NoteSection.FINANCING not in queries.annual_notes(page.desk.store, 2025)


def test_the_report_is_shown(page: LocalFiguresPage, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, int]] = []
    monkeypatch.setattr(
        "coprodesk.ui.pages.local_figures.open_preview", lambda _desk, name, year: asked.append((name, year))
    )
    page.preview.trigger()
    page.desk.shell.actions_by_id["file.print"].trigger()
    assert asked == [("annual-report", 2026)] * 2


def test_an_empty_council_says_how_to_begin(store: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(store)
    desk.go("local_figures")
    page = desk.shell.current_page()
    assert isinstance(page, LocalFiguresPage)
    assert page.nothing.isVisible()
    assert page.entry.indicator.hasFocus()
    desk.shell.resize(900, 430)
    QApplication.processEvents()
    assert desk.shell.width() == 900
