"""Lays address cards (.vcf) out as a table of partners, one row for each card.

It runs in the child process of `sheet_reader` and imports nothing of CoproDesk: see there.
"""

from collections.abc import Iterator
from typing import Any

HEADER = (
    *("Institution", "Civilité", "Nom et prénom", "Prénom", "Nom", "Fonction"),
    *("Téléphone", "Courriel", "Adresse", "Code postal", "Commune"),
)
"""Titles of columns, as `partner_sheet` recognises them; a full name is that of a card without its parts."""


def card_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the header as row 0, then each card of versions 2.1, 3.0 or 4.0 by its number from 1.

    A line that cannot be read is passed over; a card left open raises the library's error.
    """
    import vobject

    yield 0, list(HEADER)
    cards = vobject.readComponents(text, allowQP=True, ignoreUnreadable=True)
    for number, card in enumerate((one for one in cards if one.name == "VCARD"), start=1):
        yield number, _row(card)


def _row(card: Any) -> list[str]:
    name = _first(card, "n")
    parts = [_words(getattr(name, part, "")) for part in ("prefix", "given", "family")] if name else [""] * 3
    full = _words(_first(card, "fn") or "")
    institution, *units = [*map(_words, _listed(_first(card, "org"))), ""]
    if _words(_first(card, "kind") or "").lower() == "org" or (not institution and not any(parts[1:])):
        institution = institution or full
    if full == institution:  # the card of an institution names it again as if it were a person
        full, parts = "", [""] * 3
    civility, first, last = parts
    function = _words(_first(card, "title") or _first(card, "role") or "") or ", ".join(filter(None, units))
    address = _first(card, "adr", refused=("HOME",))
    places = (
        [_words(getattr(address, part, ""), ", ") for part in ("street", "code", "city")] if address else []
    )
    return [
        *(institution, civility, "" if last or first else full, first, last or "", function),
        *(_words(_first(card, kind, last=("HOME", "FAX")) or "") for kind in ("tel", "email")),
        *(places or [""] * 3),
    ]


def _first(card: Any, name: str, *, last: tuple[str, ...] = (), refused: tuple[str, ...] = ()) -> Any:
    """Return the value of the first line of that name, those of the types `last` after the others.

    A private address is `refused`: only the work contact of a representative belongs in the file.
    """
    lines = [line for line in card.contents.get(name, ()) if not _types(line) & {*refused}]
    lines.sort(key=lambda line: bool(_types(line) & {*last}))
    return lines[0].value if lines else None


def _types(line: Any) -> set[str]:
    """Return the types of a line in capitals: « TYPE=work », or « WORK » alone in version 2.1."""
    named = [one for values in line.params.values() for one in values]
    return {one.upper() for one in (*named, *line.singletonparams)}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value or ""]


def _words(value: Any, joint: str = " ") -> str:
    """Return a part of a card on one line; a part may itself be a list."""
    return " ".join(joint.join(map(str, _listed(value))).removeprefix("tel:").split())
