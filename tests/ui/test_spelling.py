"""Spelling in the editors: what is underlined, what a right click proposes, and that it stores nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from coprodesk.exchange import spelling as dictionaries
from coprodesk.queries.own_words import added_words
from coprodesk.store import Store
from coprodesk.ui import speller as state
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.settings_spelling import SpellingSection
from coprodesk.ui.speller import Speller, speller
from coprodesk.ui.spelling import Marks
from coprodesk.ui.widgets.editors import AutoLineEdit, AutoTextEdit
from tests.small_dictionary import write_dictionary

MakeDesk = Callable[[Store], Desk]
Typist = Callable[[QWidget, str], None]
Editor = AutoLineEdit | AutoTextEdit
WRONG = "La comission se réunit au colège"


@pytest.fixture(autouse=True)
def small(tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    """A speller of its own for each test, with the dictionary of a few words."""
    write_dictionary(tmp_path / "words", "fr")
    monkeypatch.setattr(state, "_speller", [])
    speller().use(dictionaries.load([tmp_path / "words"]))


@pytest.fixture(params=[AutoLineEdit, AutoTextEdit])
def editor(request: pytest.FixtureRequest, qtbot: QtBot) -> Editor:
    made = AutoLineEdit(WRONG, spelled=True) if request.param is AutoLineEdit else AutoTextEdit(WRONG)
    qtbot.addWidget(made)
    made.resize(500, 120)
    made.show()
    return made


def marks(editor: Editor) -> Marks:
    found = editor.findChild(Marks)
    assert isinstance(found, Marks)
    return found


def marked(editor: Editor) -> list[str]:
    marks(editor).look()
    return [word.text for word in marks(editor).words]


def red(editor: Editor) -> int:
    """How many points of the picture are red, as only the waves are."""
    picture = editor.grab().toImage()
    points = [picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height())]
    return sum(point.red() > max(point.green(), point.blue()) + 40 for point in points)


def offered(editor: Editor, place: int) -> QMenu:
    menu = QMenu(editor)
    menu.addAction("Copier")
    marks(editor).offer(menu, place)
    return menu


def texts(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


# What is seen


def test_unknown_words_are_underlined_and_known_ones_not(editor: Editor, qtbot: QtBot) -> None:
    editor.clearFocus()
    assert marked(editor) == ["comission", "colège"]
    assert red(editor) > 20
    speller().check(on=False)
    assert marked(editor) == []
    assert red(editor) == 0


def test_underlining_stores_nothing_and_tells_nothing(editor: Editor, qtbot: QtBot) -> None:
    told: list[object] = []
    editor.edited.connect(told.append)
    editor.textChanged.connect(lambda *_text: told.append("changed"))
    editor.clearFocus()
    assert marked(editor) == ["comission", "colège"]
    assert (told, editor.pending(), editor.text()) == ([], False, WRONG)
    if isinstance(editor, AutoTextEdit):
        assert not editor.document().isUndoRedoEnabled()


def test_without_dictionary_nothing_is_said(editor: Editor) -> None:
    speller().use(None)
    assert marked(editor) == []
    assert texts(offered(editor, 5)) == ["Copier"]


def test_the_word_being_typed_is_left_alone(editor: Editor, type_text: Typist, qtbot: QtBot) -> None:
    editor.load("")
    editor.setFocus()
    qtbot.waitUntil(editor.hasFocus)
    type_text(editor, "au colèj")
    assert marked(editor) == []
    type_text(editor, " ")
    assert marked(editor) == ["colèj"]


def test_marks_come_by_themselves_after_a_rest(editor: Editor, qtbot: QtBot) -> None:
    editor.clearFocus()
    qtbot.waitUntil(lambda: bool(marks(editor).words))


def test_a_read_only_text_is_nobodys_to_mend(editor: Editor) -> None:
    editor.setReadOnly(True)
    assert marked(editor) == []


def test_a_name_has_no_spelling(qtbot: QtBot) -> None:
    name = AutoLineEdit("Mme Darsonvile")
    qtbot.addWidget(name)
    assert name.findChild(Marks) is None


def test_signs_of_two_units_do_not_shift_the_marks(qtbot: QtBot) -> None:
    text = AutoTextEdit("😀 la comission")
    qtbot.addWidget(text)
    offered(text, 8).actions()[0].trigger()
    assert text.text() == "😀 la commission"


# What is proposed


def test_a_proposal_replaces_the_word_and_is_stored_by_itself(editor: Editor, qtbot: QtBot) -> None:
    told: list[str] = []
    editor.edited.connect(told.append)
    menu = offered(editor, 5)
    assert texts(menu)[0] == "commission"
    assert "Copier" in texts(menu)
    assert len(texts(menu)) <= 5 + 3
    menu.actions()[0].trigger()
    assert editor.text() == "La commission se réunit au colège"
    assert editor.pending()
    editor.flush()
    assert told == ["La commission se réunit au colège"]


def test_a_right_word_has_the_usual_menu(editor: Editor) -> None:
    assert texts(offered(editor, 1)) == ["Copier"]


def test_a_word_like_nothing_says_so(editor: Editor) -> None:
    editor.load("la zzzzzzzzzz")
    assert texts(offered(editor, 6)) == ["Aucune proposition", "Ignorer", "Copier"]


def test_a_word_is_ignored_until_the_end(editor: Editor) -> None:
    editor.load("la zygène")
    menu = offered(editor, 5)
    next(action for action in menu.actions() if action.text() == "Ignorer").trigger()
    assert marked(editor) == []


@pytest.mark.parametrize("reason", [QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard])
def test_the_menu_of_the_editor_begins_with_what_was_meant(
    editor: Editor, reason: QContextMenuEvent.Reason, qapp: QApplication, qtbot: QtBot
) -> None:
    if isinstance(editor, AutoLineEdit):
        editor.setCursorPosition(5)
        at = editor.cursorRect().center()
    else:
        cursor = editor.textCursor()
        cursor.setPosition(5)
        editor.setTextCursor(cursor)
        at = editor.cursorRect().center()
    pointed = reason is QContextMenuEvent.Reason.Mouse and isinstance(editor, AutoTextEdit)
    target = editor.viewport() if pointed else editor
    qapp.sendEvent(target, QContextMenuEvent(reason, QPoint(at), editor.mapToGlobal(at)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert texts(menu)[0] == "commission"
    QTest.keyClick(menu, Qt.Key.Key_Escape)


# The council's words


def test_names_of_the_file_are_known_and_a_word_is_added_with_undo(
    make_desk: MakeDesk, example: Store, editor: Editor
) -> None:
    desk = make_desk(example)
    editor.load("au Aulnettes captologie")
    editor.clearFocus()
    assert marked(editor) == ["captologie"]
    menu = offered(editor, 15)
    next(action for action in menu.actions() if action.text() == "Ajouter aux mots du conseil").trigger()
    assert added_words(example) == ("captologie",)
    assert marked(editor) == []
    assert "captologie" in desk.shell.toast.text()
    desk.undo()
    assert marked(editor) == ["captologie"]


def test_another_file_has_other_words(make_desk: MakeDesk, example: Store, editor: Editor) -> None:
    desk = make_desk(example)
    editor.load("les Aulnettes ici")
    assert marked(editor) == []
    desk.leave()
    assert marked(editor) == ["Aulnettes"]


def test_the_settings_hold_the_list_and_the_switch(make_desk: MakeDesk, example: Store, qtbot: QtBot) -> None:
    desk = make_desk(example)
    desk.preferred.connect(lambda held: speller().check(on=held.spelling))
    section = SpellingSection(desk)
    qtbot.addWidget(section)
    section.refresh()
    section.words.setPlainText("captologie\n\nnarcotrafic")
    section.words.flush()
    assert added_words(example) == ("captologie", "narcotrafic")
    section.check.click()
    assert (desk.preferences.spelling, speller().on) == (False, False)
    section.row.restore.trigger()
    assert (desk.preferences.spelling, speller().on, section.check.isChecked()) == (True, True, True)
    speller().use(None)
    assert "Aucun dictionnaire" in section.state.text()


def test_the_dictionary_is_asked_once_for_each_word(qtbot: QtBot) -> None:
    class Counted:
        def __init__(self) -> None:
            self.asked: list[str] = []

        def knows(self, word: str) -> bool:
            self.asked.append(word)
            return True

        def near(self, word: str) -> list[str]:
            return [word]

    counted = Counted()
    speller().use(counted)
    text = AutoTextEdit("La commission réunit la commission")
    qtbot.addWidget(text)
    for _look in range(3):
        marks(text).look()
    assert counted.asked == ["La", "commission", "réunit", "la"]


def test_the_dictionary_comes_after_the_first_page(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    asked: list[str] = []
    monkeypatch.setattr(state, "LATER_MS", 1)
    monkeypatch.setattr(dictionaries, "load", lambda: asked.append("load"))
    fresh = Speller()
    fresh.check(on=False)
    assert (asked, fresh.looked) == ([], False)
    fresh.check(on=True)
    assert asked == []
    fresh.check(on=True)
    qtbot.waitUntil(lambda: fresh.looked)
    assert asked == ["load"]
