"""When two names may be one, written in two ways."""

from difflib import SequenceMatcher

LINKING = frozenset(
    {"de", "du", "des", "d", "la", "le", "les", "l", "et", "ou", "un", "une", "a", "au", "aux", "en"}
)
"""The words that bind a name and tell nothing of it, folded."""

_SLIP, _SURNAME = 0.9, 0.75
"""From how much likeness on two names are a slip of the pen apart, and two surnames two spellings."""


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
