"""Which stretches of a French text are words to check, and which of them nobody knows."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

# A stretch with a digit, an @ or a path is a reference, a date, an address: nothing to check.
_CHUNK = re.compile(r"\S+")
_NOT_WORDS = re.compile(r"[\d@{}\\/_]|\.\w")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_PART = re.compile(r"[^\W\d_]+")
_ELIDED = frozenset(("c", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"))

USUAL = ("CoproDesk", "visio", "visios", "vidéoverbalisation", "vidéoverbaliser")
"""Words of these councils that dictionaries lack; their many acronyms pass, as capitals alone do."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text and where it starts, in characters."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)


def words(text: str) -> Iterator[Word]:
    """Yield the words of a text that can be checked, with their apostrophes and hyphens."""
    for chunk in _CHUNK.finditer(text):
        if not _NOT_WORDS.search(chunk[0]):
            for found in _WORD.finditer(chunk[0]):
                yield Word(chunk.start() + found.start(), found[0])


def folded_words(texts: Iterable[str]) -> frozenset[str]:
    """Return every word of several texts and every part of them, without regard to capitals."""
    found = set()
    for text in texts:
        for word in words(text):
            found.add(word.text.casefold())
            found.update(part.casefold() for part in _PART.findall(word.text))
    return frozenset(found)


def unknown(text: str, known: Callable[[str], bool]) -> list[Word]:
    """Return the words of a text that `known` does not know, whole or part by part; capitals alone pass.

    Of « l’Aulnete » only what follows the apostrophe is returned.
    """
    found = []
    for word in words(text):
        if known(word.text):
            continue
        parts = [Word(word.start + part.start(), part[0]) for part in _PART.finditer(word.text)]
        found += [part for part in parts if not _part_known(part, word, known)]
    return found


def _part_known(part: Word, whole: Word, known: Callable[[str], bool]) -> bool:
    elided = whole.text[part.end - whole.start :][:1] in ("’", "'")
    return (
        len(part.text) == 1
        or part.text.isupper()
        or (elided and part.text.casefold() in _ELIDED)
        or known(part.text)
    )
