"""The words of the council that no dictionary holds: its own list, its names and places, usual acronyms."""

from coprodesk.domain.spelling import USUAL, folded_words
from coprodesk.queries.council import setting
from coprodesk.store import Store

WORDS_SETTING = "own_words"

_NAMES = """
SELECT name || ' ' || commune || ' ' || priority_district || ' ' || address FROM council
UNION ALL SELECT name || ' ' || short_name FROM institution
UNION ALL SELECT first_name || ' ' || last_name FROM person
UNION ALL SELECT name || ' ' || short_name || ' ' || place FROM body
UNION ALL SELECT name FROM theme
UNION ALL SELECT DISTINCT place FROM meeting
"""


def added_words(store: Store) -> tuple[str, ...]:
    """Return the words that the council has added, in the order of the list."""
    return tuple(setting(store, WORDS_SETTING).splitlines())


def own_words(store: Store) -> frozenset[str]:
    """Return every word known without a dictionary, in small letters."""
    names = (str(row[0]) for row in store.rows(_NAMES))
    return folded_words((*USUAL, *added_words(store), *names))
