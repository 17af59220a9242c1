"""What is known of the spelling on this post and in the open file; the editors ask it, see `ui.spelling`."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from coprodesk.domain.spelling import Word

LATER_MS = 800
"""How long after the first page the dictionary is loaded, which takes a tenth of a second."""


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

    def wrong(self, text: str) -> "list[Word]":
        """Return the words of `text` that nobody knows; none while the check is off."""
        if not self.on:
            return []
        from coprodesk.domain.spelling import unknown

        return unknown(text, self._knows)

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
