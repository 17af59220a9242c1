"""The window in English: chosen in the settings at once, and no word of the screen left in French."""

import gettext
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenuBar,
    QPlainTextEdit,
    QWidget,
)

from coprodesk.domain import i18n
from coprodesk.domain.french import MONTHS, WEEKDAYS, fold
from coprodesk.store import Store
from coprodesk.ui import actions, language, paint
from coprodesk.ui.app import Program
from coprodesk.ui.desk import Desk
from coprodesk.ui.language import LANGUAGES
from coprodesk.ui.pages.settings_language import language_card
from coprodesk.ui.widgets.buttons import CheckBox
from coprodesk.ui.widgets.filters import ComboBox
from tests import gallery

MNEMONIC = re.compile(r"&(\w)")
WORD = re.compile(r"[^\W\d_]{3,}")
NOT_TRANSLATED = "CoproDesk min the Ctrl Maj Alt Suppr Inser Haut Bas Entrée"
"""The program's own name, minutes, the article of English names, and the keys: Qt names those."""


class Marked(gettext.NullTranslations):
    """A catalogue that marks what went through it."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if abs(n) < 2 else msgid2}⟧"


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_screen", Marked())


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the painters draw by themselves."""
    drawn: list[str] = []
    draw = paint.text

    def text(p: object, rect: object, words: str, *rest: object, **more: object) -> bool:
        drawn.append(words)
        return draw(p, rect, words, *rest, **more)

    monkeypatch.setattr(paint, "text", text)
    return drawn


def said(window: QWidget) -> Iterator[str]:
    """Every text of a window that is seen or read aloud, but what the painters draw."""
    for one in (window, *window.findChildren(QWidget)):
        if not one.isVisible():
            continue
        yield from (one.accessibleName(), one.accessibleDescription(), one.toolTip())
        if isinstance(one, QLabel | QAbstractButton):
            yield one.text()
        elif isinstance(one, QLineEdit | QPlainTextEdit):
            yield one.placeholderText()
        elif isinstance(one, QComboBox):
            yield from (one.itemText(place) for place in range(one.count()))
        elif isinstance(one, QMenuBar):
            yield from (action.text() for menu in one.actions() for action in (menu, *menu.menu().actions()))
        elif isinstance(one, QAbstractItemView):
            yield from cells(one)


def cells(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    for column in range(model.columnCount()):
        yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for row in range(min(model.rowCount(), 30)):
            yield str(model.index(row, column).data() or "")


def words_of(text: str) -> set[str]:
    return {fold(word) for word in WORD.findall(text)}


def words_of_file(store: Store) -> set[str]:
    """Every word that the council file holds: names, titles, texts."""
    found: set[str] = set()
    for (table,) in store.rows("SELECT name FROM sqlite_master WHERE type = 'table'"):
        if not table.startswith(("sqlite_", "search")):
            for row in store.rows(f'SELECT * FROM "{table}"'):
                found |= {word for value in row if isinstance(value, str) for word in words_of(value)}
    return found


def left_in_french(text: str, known: set[str]) -> set[str]:
    """The words of a text that neither went through the catalogue nor come from the file."""
    while (inner := re.sub(r"⟦[^⟦⟧]*⟧", " ", text)) != text:
        text = inner
    # An elided text has lost its closing mark.
    return words_of(re.sub(r"⟦.*", "", text).replace("&", "")) - known


def test_no_word_of_the_screen_is_left_in_french(
    qapp: QApplication,
    example: Store,
    make_desk: Callable[[Store], Desk],
    marked: None,
    painted: list[str],
) -> None:
    known = words_of_file(example) | words_of(" ".join((*MONTHS, *WEEKDAYS, NOT_TRANSLATED)))
    known |= {name[:3] for name in (*MONTHS, *WEEKDAYS)}
    known |= words_of(" ".join((*LANGUAGES.values(), str(example.path))))
    desk = make_desk(example)
    known |= words_of(str(desk.backups_root))
    found = []
    for view, (page, where) in gallery.views(example).items():
        painted.clear()
        desk.go(page, **where)
        gallery.settle(qapp)
        desk.shell.grab()
        texts = {*said(desk.shell), *painted}
        found += [f"{view}: {text}" for text in sorted(texts) if left_in_french(text, known)]
    assert not found, "\n".join(found)


def test_a_word_that_missed_the_catalogue_is_seen(
    example: Store, make_desk: Callable[[Store], Desk], marked: None
) -> None:
    desk = make_desk(example)
    desk.shell.setToolTip("Brigade introuvable")
    known = words_of_file(example)
    assert "Brigade introuvable" in [text for text in said(desk.shell) if left_in_french(text, known)]


# In English


def mnemonics(texts: list[str]) -> list[str]:
    return [letter.lower() for text in texts for letter in MNEMONIC.findall(text)]


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_no_menu_has_the_same_letter_twice(qapp: QApplication, spoken: str) -> None:
    language.speak(qapp, spoken)
    menus = {key: [one.text for one in actions.specs() if one.menu == key] for key, _title in actions.menus()}
    menus["the bar"] = [title for _key, title in actions.menus()]
    found = [
        f"{key}: {letter}"
        for key, texts in menus.items()
        for letter, times in Counter(mnemonics(texts)).items()
        if times > 1
    ]
    assert not found


@pytest.fixture
def program(qapp: QApplication, tmp_path: Path, example: Store) -> Iterator[Program]:
    made = Program(qapp, tmp_path / "preferences.json", tmp_path / "backups")
    example.close()
    made.open_path(example.path)
    yield made
    QThreadPool.globalInstance().waitForDone()
    if made.desk is not None:
        made.desk.shell.close()
    made.deleteLater()


def test_the_language_changes_at_once_and_the_file_stays_open(
    qapp: QApplication, program: Program, tmp_path: Path
) -> None:
    first = program.desk
    assert first is not None
    first.go("partners")
    card = language_card(first)
    spoken = card.findChildren(ComboBox)[0]
    spoken.setCurrentIndex(spoken.findData("en"))
    spoken.activated.emit(spoken.currentIndex())
    gallery.settle(qapp)
    second = program.desk
    assert second is not None
    assert second is not first
    assert second.store is first.store
    assert "Partners" in set(said(second.shell))
    assert second.shell.current_id() == "partners"
    second.prefer(language="fr")
    gallery.settle(qapp)
    assert program.desk is not None
    assert "Partenaires" in set(said(program.desk.shell))


def test_dates_are_english_only_when_asked(qapp: QApplication, program: Program) -> None:
    assert program.desk is not None
    card = language_card(program.desk)
    assert not card.findChildren(CheckBox)[0].isEnabled()
    program.desk.prefer(language="en")
    gallery.settle(qapp)
    assert program.desk is not None
    program.desk.go("home")
    assert any("Jeudi 15 octobre 2026" in text for text in said(program.desk.shell))
    card = language_card(program.desk)
    card.findChildren(CheckBox)[0].click()
    gallery.settle(qapp)
    assert program.desk is not None
    assert any("Thursday 15 October 2026" in text for text in said(program.desk.shell))


def test_the_program_starts_in_the_language_it_was_left_in(
    qapp: QApplication, program: Program, tmp_path: Path
) -> None:
    assert program.desk is not None
    program.desk.prefer(language="en")
    gallery.settle(qapp)
    language.speak(qapp)
    again = Program(qapp, tmp_path / "preferences.json", tmp_path / "backups")
    assert i18n._("Compte rendu") == "Minutes"
    again.deleteLater()


def test_qt_speaks_it_too(qapp: QApplication) -> None:
    language.speak(qapp)
    assert actions.keys_words(actions.QKeySequence("Ctrl+Shift+Return")) == "Ctrl+Maj+Entrée"
    chooser = QFileDialog(options=QFileDialog.Option.DontUseNativeDialog)
    assert not {"&Look in:", "Files of &type:"} & {one.text() for one in chooser.findChildren(QLabel)}
    native = QKeySequence.SequenceFormat.NativeText
    assert QKeySequence("Ctrl+Return").toString(native) == "Ctrl+Entrée"
    language.speak(qapp, "en")
    assert actions.keys_words(actions.QKeySequence("Ctrl+Shift+Return")) == "Ctrl+Shift+Enter"
    language.speak(qapp)
    assert actions.keys_words(actions.QKeySequence("Ctrl+Shift+Return")) == "Ctrl+Maj+Entrée"
