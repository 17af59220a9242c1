"""Spelling in the editors: unknown words are underlined, a right click proposes; no dictionary, no word."""

import re
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QInputMethodEvent,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit, QTextEdit

from coprodesk.domain.i18n import _
from coprodesk.domain.spelling import Word, unknown
from coprodesk.ui import theme

_TWO_UNITS = re.compile("[\U00010000-\U0010ffff]")
# Qt counts such a sign as two.

LATER_MS = 800
"""How long after the first page the dictionary is loaded, which takes a tenth of a second."""
REST_MS = 350
"""How long one rests before what was typed is looked at."""


class Words(Protocol):
    """A dictionary, see `exchange.spelling`."""

    def knows(self, word: str) -> bool:
        """Say whether the word is in it."""

    def near(self, word: str) -> list[str]:
        """Return what may have been meant."""


class Speller(QObject):
    """What is known on this post and in the open file; `changed` asks every editor to look again.

    `add` keeps one more word of the council, None where nothing can be written. `looked` says whether a
    dictionary was looked for.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(QApplication.instance())
        self._wanted = True
        self._asked = self.looked = False
        self.dictionary: Words | None = None
        self.add: Callable[[str], object] | None = None
        self._own: Callable[[], frozenset[str]] | None = None
        self._words: frozenset[str] | None = None
        self._ignored: set[str] = set()
        self._known: dict[str, bool] = {}

    @property
    def on(self) -> bool:
        """Whether texts are looked at."""
        return self._wanted and self.dictionary is not None

    def check(self, *, on: bool) -> None:
        """Check the spelling or not; the dictionary of the post is loaded the first time, a little later."""
        self._wanted = on
        if on and not self._asked:
            self._asked = True
            QTimer.singleShot(LATER_MS, self, self._load)
        self.changed.emit()

    def _load(self) -> None:
        from coprodesk.exchange.spelling import load

        self.use(load())

    def use(self, dictionary: Words | None) -> None:
        """Take a dictionary; None is silence."""
        self.dictionary, self.looked = dictionary, True
        self._known.clear()
        self.changed.emit()

    def serve(self, own: Callable[[], frozenset[str]] | None, add: Callable[[str], object] | None) -> None:
        """Take the words of an open file, in small letters, and the way to add one; None without a file."""
        self._own, self.add = own, add
        self.forget()

    def forget(self) -> None:
        """Ask for the council's words again when they are next needed."""
        self._words = None
        self.changed.emit()

    def ignore(self, word: str) -> None:
        """Pass a word over until the program is closed."""
        self._ignored.add(word.casefold())
        self.changed.emit()

    def wrong(self, text: str) -> list[Word]:
        """Return the words of `text` that nobody knows; none while the check is off."""
        return unknown(text, self._knows) if self.on else []

    def near(self, word: str) -> list[str]:
        """Return what may have been meant."""
        return [] if self.dictionary is None else self.dictionary.near(word)

    def _knows(self, word: str) -> bool:
        folded = word.casefold()
        if folded in self._ignored or folded in self._council():
            return True
        if word not in self._known and self.dictionary is not None:
            self._known[word] = self.dictionary.knows(word)
        return self._known.get(word, True)

    def _council(self) -> frozenset[str]:
        if self._words is None:
            self._words = self._own() if self._own is not None else frozenset()
        return self._words


_speller: list[Speller] = []


def speller() -> Speller:
    """Return the one speller of the program."""
    if not _speller:
        _speller.append(Speller())
    return _speller[0]


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
