"""The catalogue of the interface: `python -m tests.catalogue` reads the program again and compiles the .mo.

A new text appears untranslated in `resources/locale/en/LC_MESSAGES/coprodesk.po`, one that is gone leaves it,
what is translated stays. No line numbers and no dates, so that a diff shows texts alone.
"""

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import coprodesk
from coprodesk.domain.i18n import DOMAIN

PACKAGE = Path(coprodesk.__file__).parent
PO = PACKAGE.parent / "resources" / "locale" / "en" / "LC_MESSAGES" / f"{DOMAIN}.po"
_NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)


def read(path: Path = PO) -> Catalog:
    """Return the English catalogue, empty when there is none yet."""
    if not path.is_file():
        return Catalog(locale="en")
    with path.open("rb") as file:
        return read_po(file, locale="en")


def extract(package: Path = PACKAGE, known: Catalog | None = None) -> Catalog:
    """Return a catalogue of every text of the program, with the translations `known` has."""
    made = Catalog(
        locale="en",
        domain=DOMAIN,
        project="CoproDesk",
        version="en",
        msgid_bugs_address="CoproDesk",
        language_team="CoproDesk",
        last_translator="CoproDesk",
        creation_date=_NO_DATE,
        revision_date=_NO_DATE,
        fuzzy=False,
        header_comment="# The interface of CoproDesk in English.",
    )
    keywords = {"_": None, "ngettext": (1, 2)}
    for name, _line, text, _comments, _context in extract_from_dir(package, keywords=keywords):
        made.add(text, locations=[(f"coprodesk/{name}", None)])
    for message in made:
        held = known.get(message.id) if known is not None and message.id else None
        if held is not None and bool(held.pluralizable) == bool(message.pluralizable):
            message.string = held.string
    return made


def po_bytes(catalogue: Catalog) -> bytes:
    """Return the catalogue as it is kept."""
    output = io.BytesIO()
    write_po(output, catalogue, width=110, sort_output=True, include_lineno=False)
    return output.getvalue()


def mo_bytes(catalogue: Catalog) -> bytes:
    """Return the catalogue as gettext reads it."""
    output = io.BytesIO()
    write_mo(output, catalogue)
    return output.getvalue()


def untranslated(catalogue: Catalog) -> list[str]:
    """Return the texts that lack a form in English."""
    return [
        message.id if isinstance(message.id, str) else message.id[0]
        for message in catalogue
        if message.id and not (message.string and all(_forms(message.string)))
    ]


def _forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else text


def main() -> int:
    """Bring the catalogue up to date; 1 when something is still to be translated."""
    catalogue = extract(known=read())
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(po_bytes(catalogue))
    PO.with_suffix(".mo").write_bytes(mo_bytes(catalogue))
    missing = untranslated(catalogue)
    print(f"{len(catalogue)} texts, {len(missing)} to translate", *missing[:20], sep="\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
