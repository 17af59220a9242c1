"""One call of each verb on the council's own words."""

from coprodesk.commands import own_words as verbs
from coprodesk.queries.own_words import added_words
from coprodesk.store import Store


def add_word(store: Store) -> None:
    verbs.add_word(store, f"mot{'s' * len(added_words(store))}")


def set_words(store: Store) -> None:
    verbs.set_words(store, [*added_words(store), "captologie", "narcotrafic"])
