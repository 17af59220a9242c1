"""Réglages by keyboard: the vague verbs and the usual commitments."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from coprodesk.domain.precision import VAGUE_VERBS
from coprodesk.queries import usual_commitments as queries
from coprodesk.store import Store
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.pages.settings import SettingsPage
from coprodesk.ui.pages.settings_promises import PromisesSection
from coprodesk.ui.widgets.editors import AutoTextEdit

Typing = Callable[[QWidget, str], None]


@pytest.fixture
def page(example: Store, make_desk: Callable[[Store], Desk]) -> PromisesSection:
    desk = make_desk(example)
    desk.go("settings", section="promises")
    found = desk.shell.current_page()
    assert isinstance(found, SettingsPage)
    view = found.section("promises")
    assert isinstance(view, PromisesSection)
    return view


def dialog() -> FormDialog:
    found = QApplication.activeModalWidget()
    assert isinstance(found, FormDialog)
    return found


def test_a_verb_is_added_and_the_list_given_back(page: PromisesSection, type_text: Typing) -> None:
    store, verbs = page.desk.store, page.vague.verbs
    assert not page.vague.restore.isEnabled()
    verbs.setFocus()
    QTest.keyClick(verbs, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(verbs, Qt.Key.Key_Return)
    type_text(verbs, "accompagner")
    verbs.flush()
    assert queries.vague_verbs(store) == (*VAGUE_VERBS, "accompagner")
    assert page.vague.restore.isEnabled()
    page.vague.restore.trigger()
    assert queries.vague_verbs(store) == VAGUE_VERBS
    assert verbs.toPlainText().splitlines()[-1] == VAGUE_VERBS[-1]
    page.desk.undo()
    assert queries.vague_verbs(store)[-1] == "accompagner"


def test_a_usual_one_is_added_changed_moved_and_deleted(page: PromisesSection, type_text: Typing) -> None:
    table = page.usual.table
    store = page.desk.store
    before = queries.usual_commitments(store)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert queries.usual_commitments(store)[1] == before[0]
    QTest.keyClick(table, Qt.Key.Key_F2)
    field = dialog().focusWidget()
    assert field is not None
    QTest.keyClick(field, Qt.Key.Key_End)
    type_text(field, ", sous-préfet")
    dialog().try_submit()
    assert queries.usual_commitments(store)[1].partner.endswith(", sous-préfet")
    QTest.keyClick(table, Qt.Key.Key_Insert)
    dialog().try_submit()
    assert dialog().isVisible()
    dialog().reject()
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert len(queries.usual_commitments(store)) == len(before) - 1
    page.usual.restore()
    assert len(queries.usual_commitments(store)) == len(before)


def test_a_text_with_no_break_spaces_is_not_taken_for_typed(page: PromisesSection) -> None:
    editor = AutoTextEdit()
    editor.load("Réponse\u00a0: 15\u00a0%\nSuite")
    assert editor.text() == "Réponse\u00a0: 15\u00a0%\nSuite"
    assert not editor.pending()
    assert page.desk.shell.flush() == 0
