"""The council's own words: added one by one from a text, or edited as a list."""

from collections.abc import Iterable

from coprodesk.commands.council import set_setting
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import sort_key
from coprodesk.domain.i18n import _
from coprodesk.queries.own_words import WORDS_SETTING, added_words
from coprodesk.store import Store


def add_word(store: Store, word: str, *, origin: object = None) -> str:
    """Add one word to the list and return it as it is kept. Raises Refusal for a blank."""
    added = " ".join(word.split())
    if not added:
        raise Refusal(_("Le mot est vide. Rien n’a été ajouté. Écrivez-le."))
    with store.change(
        _("Ajout de «\u00a0{word}\u00a0» aux mots du conseil").format(word=added), origin=origin
    ):
        _store_list(store, sorted((*added_words(store), added), key=sort_key), origin)
    return added


def set_words(store: Store, words: Iterable[str], *, origin: object = None) -> None:
    """Replace the list; blanks and repeats go, the order stays as given."""
    with store.change(_("Mots du conseil"), merge=("setting", 0, WORDS_SETTING), origin=origin):
        _store_list(store, words, origin)


def _store_list(store: Store, words: Iterable[str], origin: object) -> None:
    kept = dict.fromkeys(" ".join(word.split()) for word in words)
    kept.pop("", None)
    set_setting(store, WORDS_SETTING, "\n".join(kept) or None, origin=origin)
