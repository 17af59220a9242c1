"""Spelling in the editors: unknown words are underlined, a right click proposes; no dictionary, no word."""

import re
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction, QInputMethodEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit, QTextEdit

from coprodesk.domain.i18n import _
from coprodesk.domain.spelling import Word
from coprodesk.ui import theme
from coprodesk.ui.speller import speller

# Qt counts such a sign as two.
_TWO_UNITS = re.compile("[\U00010000-\U0010ffff]")

REST_MS = 350
"""How long one rests before what was typed is looked at."""


class Marks(QObject):
    """Underlines what nobody knows in one editor, but not the word that is being typed."""

    def __init__(self, editor: QLineEdit | QPlainTextEdit) -> None:
        super().__init__(editor)
        self._editor = editor
        self.words: list[Word] = []
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.look)
        editor.textChanged.connect(self.rest)
        editor.cursorPositionChanged.connect(self.rest)
        speller().changed.connect(self.rest)
        self.rest()

    def rest(self) -> None:
        """Look at the text once one rests."""
        if speller().on or self.words:
            self._rest.start()

    def look(self) -> None:
        """Look at the text now."""
        editor = self._editor
        found = [] if editor.isReadOnly() else speller().wrong(_text(editor))
        if editor.hasFocus():
            place = _place(editor)
            found = [word for word in found if word.end != place]
        if found or self.words:
            self.words = found
            _underline(editor, found)

    def at(self, place: int) -> Word | None:
        """Return the unknown word at a place of the text, the one being typed included."""
        words = speller().wrong(_text(self._editor)) if not self._editor.isReadOnly() else []
        return next((word for word in words if word.start <= place <= word.end), None)

    def offer(self, menu: QMenu, place: int) -> None:
        """Put at the top of `menu` what may have been meant by the word at `place`, if nobody knows it."""
        word = self.at(place)
        if word is None:
            return
        first = menu.actions()[0] if menu.actions() else None
        made = [self._proposal(menu, word, near) for near in speller().near(word.text)]
        if not made:
            nothing = QAction(_("Aucune proposition"), menu)
            nothing.setEnabled(False)
            made = [nothing]
        made.append(_separator(menu))
        if speller().add is not None:
            made.append(_act(menu, _("Ajouter aux mots du conseil"), lambda: self._add(word.text)))
        made += [_act(menu, _("Ignorer"), lambda: speller().ignore(word.text)), _separator(menu)]
        for action in made:
            menu.insertAction(first, action) if first is not None else menu.addAction(action)

    def _proposal(self, menu: QMenu, word: Word, near: str) -> QAction:
        action = _act(menu, near.replace("&", "&&"), lambda: self._replace(word, near))
        font = action.font()
        font.setBold(True)
        action.setFont(font)
        return action

    def _add(self, word: str) -> None:
        add = speller().add
        if add is not None:
            add(word)

    def _replace(self, word: Word, near: str) -> None:
        editor = self._editor
        if isinstance(editor, QLineEdit):
            editor.setSelection(word.start, len(word.text))
            editor.insert(near)
            return
        cursor = editor.textCursor()
        cursor.setPosition(word.start)
        cursor.setPosition(word.end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(near)
        editor.setTextCursor(cursor)


def _act(menu: QMenu, words: str, run: Callable[[], object]) -> QAction:
    action = QAction(words, menu)
    action.triggered.connect(lambda: run())
    return action


def _separator(menu: QMenu) -> QAction:
    action = QAction(menu)
    action.setSeparator(True)
    return action


def _text(editor: QLineEdit | QPlainTextEdit) -> str:
    text = editor.text() if isinstance(editor, QLineEdit) else editor.document().toRawText()
    return _TWO_UNITS.sub("  ", text)


def _place(editor: QLineEdit | QPlainTextEdit) -> int:
    return editor.cursorPosition() if isinstance(editor, QLineEdit) else editor.textCursor().position()


def _wave() -> QTextCharFormat:
    wave = QTextCharFormat()
    wave.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    wave.setUnderlineColor(theme.color("late"))
    return wave


def _underline(editor: QLineEdit | QPlainTextEdit, found: list[Word]) -> None:
    """Show the waves without touching the text: nothing is pending and nothing is told because of them."""
    wave = _wave()
    if isinstance(editor, QLineEdit):
        # A line edit has no formats of its own; those of an input method stay until the next one.
        kind = QInputMethodEvent.AttributeType.TextFormat
        place = editor.cursorPosition()
        marks = [
            QInputMethodEvent.Attribute(kind, word.start - place, len(word.text), wave) for word in found
        ]
        QApplication.sendEvent(editor, QInputMethodEvent("", marks))
        return
    shown = []
    for word in found:
        mark = QTextEdit.ExtraSelection()
        cursor = QTextCursor(editor.document())
        cursor.setPosition(word.start)
        cursor.setPosition(word.end, QTextCursor.MoveMode.KeepAnchor)
        mark.cursor, mark.format = cursor, wave
        shown.append(mark)
    editor.setExtraSelections(shown)
