"""Who sits in a seat at a meeting: one person to a seat, one seat to a person."""

import re
from collections.abc import Iterable
from functools import lru_cache

from coprodesk.domain.attendance import Presence
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import fold
from coprodesk.domain.i18n import _

CAME = (Presence.PRESENT, Presence.REPRESENTED)
"""The states of a seat that somebody sits in."""

_CIVILITIES = frozenset({"m", "mm", "mme", "mmes", "mlle", "monsieur", "madame", "dr", "me"})
_TOGETHER = re.compile(r"[;/&+]|\bet\b", re.IGNORECASE)


@lru_cache(maxsize=512)
def person_key(label: str) -> str:
    """Return what two writings of one name share: « M. Gauthier de LESMONT » and « de Lesmont Gauthier »."""
    name = label.partition(",")[0]
    return " ".join(sorted(word for word in re.findall(r"\w+", fold(name)) if word not in _CIVILITIES))


def names_several(label: str) -> bool:
    """Tell whether a label names more than one person: « Mme Abrissel et M. Tardi »."""
    return sum(bool(person_key(part)) for part in _TOGETHER.split(label.partition(",")[0])) > 1


def occupant(presence: Presence, person: str, delegate: str) -> str:
    """Return the key of who sits in a seat, blank when nobody does or nobody knows."""
    if presence not in CAME:
        return ""
    return person_key(delegate if presence is Presence.REPRESENTED else person)


def require_delegate(institution: str, person: str, delegate: str) -> None:
    """Raise Refusal for a seat represented by nobody known, by several or by its own titular."""
    if not delegate:
        raise Refusal(
            _(
                "Aucun suppléant n’est connu pour «\u00a0{institution}\u00a0». Rien n’a été pointé. "
                "Indiquez le nom de qui représente."
            ).format(institution=institution),
            field="delegate_label",
        )
    if names_several(delegate):
        raise _shared(institution)
    if person_key(delegate) == person_key(person):
        raise Refusal(
            _(
                "«\u00a0{name}\u00a0» est titulaire de ce siège et ne se représente pas. Rien n’a changé. "
                "Pointez «\u00a0présent\u00a0», ou nommez qui représente."
            ).format(name=delegate),
            field="delegate_label",
        )


def require_undivided(institution: str, presence: Presence, delegate: str) -> None:
    """Raise Refusal for a delegate beside a titular who is there: two persons in one seat."""
    if presence is Presence.PRESENT and delegate:
        raise _shared(institution)


def require_free(name: str, others: Iterable[tuple[str, str]]) -> None:
    """Raise Refusal for a person who sits in another seat; `others` are (institution, key of who sits)."""
    key = person_key(name)
    taken = next((institution for institution, other in others if key and other == key), None)
    if taken is not None:
        raise Refusal(
            _(
                "«\u00a0{name}\u00a0» occupe déjà le siège «\u00a0{institution}\u00a0» à cette réunion. "
                "Rien n’a été pointé. Nommez une autre personne, ou précisez son prénom si c’est un homonyme."
            ).format(name=name, institution=taken),
            field="delegate_label",
        )


def _shared(institution: str) -> Refusal:
    return Refusal(
        _(
            "Le siège «\u00a0{institution}\u00a0» ne se partage pas entre deux personnes. Rien n’a changé. "
            "Nommez-en une seule, et ajoutez l’autre à la liste des invités."
        ).format(institution=institution),
        field="delegate_label",
    )
