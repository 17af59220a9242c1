"""Recognises the columns of a table by their titles, whatever their order, case, accents and number."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.likeness import LINKING, name_key
from coprodesk.exchange.sheets import Sheet

F = TypeVar("F")

LONGEST_NAMED = 40
"""Signs of a title in a sentence that names the columns left out."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What the user should know about a line, and whether it is imported nevertheless."""

    line: int
    sentence: str
    kept: bool


def recognise(
    header: tuple[str, ...], titles: Mapping[F, tuple[str, ...]], *, whole: Collection[F] = ()
) -> dict[F, int]:
    """Return the column of each field, in the order in which `titles` names the fields.

    A whole title wins over the beginning of one, which wins over words inside one; a field of `whole` is not
    recognised by a beginning. `titles` are written as `plain_title` returns them.
    """
    columns = [(column, title) for column, title in enumerate(map(plain_title, header)) if title]
    found: dict[F, int] = {}

    def assign(matches: list[tuple[F, int]]) -> None:
        for field, column in matches:
            if field not in found and column not in found.values():
                found[field] = column

    assign([(field, column) for field in titles for column, title in columns if title in titles[field]])
    assign(
        [
            (field, column)
            for field in titles
            if field not in whole
            for column, title in columns
            if any(title.startswith(f"{words} ") for words in titles[field])
        ]
    )
    assign(
        [
            (field, column)
            for field in titles
            for column, title in columns
            if any(f" {words} " in f" {title} " for words in titles[field])
        ]
    )
    return found


def plain_title(text: str) -> str:
    """Return a title folded, in the singular and without its linking words: « Décidé le » is « decide »."""
    words = (word for word in name_key(text).split() if word not in LINKING)
    return " ".join(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in words)


def left_columns(sheet: Sheet, used: Collection[int]) -> tuple[str, ...]:
    """Return the titles of the columns outside `used`, an untitled one only when it holds something."""
    return tuple(
        title or _("colonne {n} sans titre").format(n=column + 1)
        for column, title in enumerate(sheet.header)
        if column not in used and (title or any(row[column] for row in sheet.rows))
    )


def left_words(titles: Sequence[str], most: int | None = None) -> str:
    """Return the sentence that names these columns, '' for none; with `most` the others are counted."""
    if not titles:
        return ""
    names = ", ".join(f"«\u00a0{_short(title)}\u00a0»" for title in titles[:most])
    more = len(titles[most:]) if most else 0
    if more:
        rest = ngettext("{names} et {n} autre", "{names} et {n} autres", more)
        names = rest.format(names=names, n=more)
    words = ngettext(
        "Colonne laissée de côté\u00a0: {names}", "Colonnes laissées de côté\u00a0: {names}", len(titles)
    )
    return words.format(names=names)


def _short(title: str) -> str:
    text = cell_text(title)
    return text if len(text) <= LONGEST_NAMED else f"{text[: LONGEST_NAMED - 1]}…"


def missing(header: tuple[str, ...], field: str) -> Refusal:
    """Return the refusal of a table without the column of a field, which names the columns there are."""
    titles = ", ".join(f"«\u00a0{title}\u00a0»" for title in header if title)
    return Refusal(
        _(
            "Import refusé\u00a0: aucune colonne ne donne «\u00a0{field}\u00a0». Rien n’a été importé. "
            "Colonnes trouvées\u00a0: {titles}. Donnez ce titre à l’une d’elles ou désignez-la, puis "
            "recommencez."
        ).format(field=field, titles=titles)
    )


def cell_text(cell: str) -> str:
    """Return a cell on one line; a lone dash or slash says that there is nothing."""
    lines = (" ".join(part.split()).rstrip(",") for part in cell.splitlines())
    text = ", ".join(line for line in lines if line)
    return "" if text in {"-", "–", "—", "/", "."} else text
