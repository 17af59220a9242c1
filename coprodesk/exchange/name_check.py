"""Tells, before a document leaves, which of its texts look like a file on a person. It never blocks."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from coprodesk.domain.disclosure import Level
from coprodesk.domain.guard import nominative_warnings
from coprodesk.domain.i18n import _, ngettext
from coprodesk.store import Store

WATCHED = (Level.PUBLIC, Level.RESTRICTED)
"""The audiences for which names matter most: everybody, and a group held to secrecy (L. 132-5)."""

_TYPED = {"text", "what", "title", "finding", "action", "news", "indicator", "reason"}
"""Fields of the queries' answers that hold what somebody typed about the subject itself."""
_AT_MOST = 5


def known_names(store: Store) -> tuple[str, ...]:
    """Return « Solène Marqueval » for everyone who acts in the council."""
    rows = store.rows("SELECT first_name, last_name FROM person")
    return tuple(f"{row['first_name']} {row['last_name']}".strip() for row in rows)


def nominative_passages(data: Any, known: Sequence[str]) -> tuple[str, ...]:
    """Return « « M. X » (nom absent de l’annuaire) » for each passage of an answer that names somebody."""
    found: dict[str, None] = {}
    for text in dict.fromkeys(_typed(data)):
        for one in nominative_warnings(text, known):
            words = text[one.start : one.end]
            found[_("«\u00a0{words}\u00a0» ({why})").format(words=words, why=one.why)] = None
    return tuple(found)


def nominative_words(passages: Sequence[str]) -> str:
    """Return « 1 passage ressemble à une fiche sur une personne : … », '' for none."""
    if not passages:
        return ""
    return ngettext(
        "{n} passage ressemble à une fiche sur une personne\u00a0: {passages}.",
        "{n} passages ressemblent à une fiche sur une personne\u00a0: {passages}.",
        len(passages),
    ).format(n=len(passages), passages="\u00a0; ".join(passages[:_AT_MOST]))


def _typed(data: Any, name: str = "") -> Iterator[str]:
    """Yield the typed texts of an answer, whatever its dataclasses and named tuples."""
    if isinstance(data, str):
        if name in _TYPED:
            yield data
    elif isinstance(data, tuple) and hasattr(data, "_asdict"):
        for field_name, one in data._asdict().items():
            yield from _typed(one, field_name)
    elif isinstance(data, tuple | list):
        for one in data:
            yield from _typed(one, name)
    elif is_dataclass(data):
        for field in fields(data):
            yield from _typed(getattr(data, field.name), field.name)
