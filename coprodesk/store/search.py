"""The full-text index, written by the door in the same transaction as the rows it describes."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from coprodesk.store import driver

INDEXED = {
    "institution": ("name || ' ' || short_name", "note"),
    "person": ("first_name || ' ' || last_name", "title || ' ' || note"),
    "mandate": ("function", "''"),
    "body": ("name", "note"),
    "meeting": ("coalesce(number, '') || ' ' || date", "place || ' ' || annexes || ' ' || chair_line"),
    "topic": ("title", "note"),
    "agenda_item": ("title", "''"),
    "record": ("coalesce(reference, '')", "text || ' ' || contributors"),
    "commitment": (
        "reference || ' ' || what",
        "deliverable || ' ' || place || ' ' || means || ' ' || note || ' ' || progress_indicator",
    ),
    "commitment_event": ("''", "text"),
    "watch_point": ("reference || ' ' || finding", "place || ' ' || action"),
}
"""Table -> SQL of the title and of the body of its entry."""

_COLUMNS = {
    table: frozenset(re.findall(r"[a-z_]+", re.sub(r"'[^']*'|coalesce", "", f"{title} {body}")))
    for table, (title, body) in INDEXED.items()
}
"""Table -> the columns its entry is made of."""

Images = Mapping[tuple[str, int], Sequence[dict[str, Any] | None]]

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})
_WORD = re.compile(r"\w+")


def reindex(connection: driver.Connection, images: Images) -> None:
    """Bring the entries of the written rows up to date, from their images before and after.

    Tables that are not indexed are passed over, and updates that leave every indexed column as it was.
    """
    for (table, row_id), (before, after) in sorted(images.items(), key=lambda image: image[0]):
        made_or_gone = before is None or after is None
        if table in INDEXED and (made_or_gone or not _COLUMNS[table].isdisjoint(after or ())):
            _reindex_row(connection, table, row_id)


def _reindex_row(connection: driver.Connection, table: str, row_id: int) -> None:
    title, body = INDEXED[table]
    row = connection.execute(
        f"SELECT {title} AS t, {body} AS b FROM {table} WHERE id = ?", (row_id,)
    ).fetchone()
    entry = driver.scalar(
        connection, "SELECT id FROM search_entry WHERE subject = ? AND row_id = ?", (table, row_id)
    )
    if row is None:
        if entry is not None:
            connection.execute("DELETE FROM search WHERE rowid = ?", (entry,))
            connection.execute("DELETE FROM search_entry WHERE id = ?", (entry,))
        return
    values = (row["t"], row["b"], folded_words(f"{row['t']} {row['b']}"))
    if entry is None:
        entry = connection.execute(
            "INSERT INTO search_entry (subject, row_id) VALUES (?, ?)", (table, row_id)
        ).lastrowid
        connection.execute(
            "INSERT INTO search (rowid, title, body, folded) VALUES (?, ?, ?, ?)", (entry, *values)
        )
        return
    held = connection.execute("SELECT title, body, folded FROM search WHERE rowid = ?", (entry,)).fetchone()
    if tuple(held) != values:
        connection.execute(
            "UPDATE search SET title = ?, body = ?, folded = ? WHERE rowid = ?", (*values, entry)
        )


def folded_words(text: str) -> str:
    """Return the words of `text` that hold a ligature, with it spelt out: œuvre is also found as oeuvre."""
    return " ".join(
        word.translate(_LIGATURES) for word in _WORD.findall(text) if word.translate(_LIGATURES) != word
    )


def match_expression(text: str) -> str | None:
    """Return the FTS5 query of what a user typed, each word a prefix; None when it holds no word.

    Ligatures are spelt out, as in the folded copy, so that œuvre also finds oeuvre.
    """
    words = _WORD.findall(unicodedata.normalize("NFC", text).translate(_LIGATURES))
    return " ".join(f'"{word}"*' for word in words) or None
