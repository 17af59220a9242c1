"""When two names are one, or may be: written in two ways."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from coprodesk.domain.french import fold

LINKING = frozenset(
    {"de", "du", "des", "d", "la", "le", "les", "l", "et", "ou", "un", "une", "a", "au", "aux", "en"}
)
"""The words that bind a name and tell nothing of it, folded."""

_SLIP, _SURNAME = 0.9, 0.75
"""From how much likeness on two names are a slip of the pen apart, and two surnames two spellings."""


def name_key(text: str) -> str:
    """Return a name without case, accents and punctuation, for matching."""
    return " ".join(re.findall(r"[a-z0-9]+", fold(text)))


def institution_keys(names: Iterable[tuple[int, str, str]]) -> dict[str, int]:
    """Return id by key, for institutions as (id, name, short name): whole names win, then those cut short.

    « Brévigny Habitat (OPH) » is also « Brévigny Habitat », unless two institutions would be.
    """
    rows = tuple(names)
    found: dict[str, int] = {}
    for wanted in (1, 2):
        for row in rows:
            found.setdefault(name_key(str(row[wanted])), row[0])
    cut: dict[str, set[int]] = {}
    for one, name, _short in rows:
        cut.setdefault(name_key(without_brackets(name)), set()).add(one)
    for key, ids in cut.items():
        if len(ids) == 1:
            found.setdefault(key, min(ids))
    found.pop("", None)
    return found


def without_brackets(name: str) -> str:
    """Return a name without what stands in brackets."""
    return re.sub(r"\([^)]*\)", " ", name)


def resembling(one: str, other: str) -> bool:
    """Tell whether two names, as `name_key` returns them, may be one institution under two wordings.

    One has all the words of the other, or is its initials, or differs by a slip of the pen.
    """
    some, more = bearing_words(one), bearing_words(other)
    if not some or not more:
        return False
    if some < more or more < some or initials(one) == other or initials(other) == one:
        return True
    numbers = {word for word in some ^ more if word.isdigit()}
    return not numbers and SequenceMatcher(None, one, other).ratio() >= _SLIP


def bearing_words(key: str) -> set[str]:
    """Return the words of a folded name but the linking ones."""
    return set(key.split()) - LINKING


def initials(key: str) -> str:
    """Return the initials of a folded name, « dsden »; blank for a single word."""
    words = [word for word in key.split() if word not in LINKING]
    return "".join(word[0] for word in words) if len(words) > 1 else ""


def same_person_name(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Tell whether two names, first then last, may be two spellings of one."""
    (first, last), (other_first, other_last) = one, other
    if (first, last) == (other_last, other_first) or sorted((first, last)) == sorted(other):
        return True
    close = SequenceMatcher(None, last, other_last).ratio() >= _SURNAME
    begun = not first or not other_first or first[0] == other_first[0]
    return close and begun
