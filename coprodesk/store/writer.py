"""What may be written inside one change, and the image it leaves of each row."""

import hashlib
import json
from typing import Any

from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import thousands
from coprodesk.domain.i18n import _
from coprodesk.store import driver

LONGEST_TEXT = 50_000
"""Signs of one text: some twelve pages, far beyond what is typed under one item."""

Values = dict[str, Any]
Key = tuple[str, int]


class Writer:
    """The only object with `insert`, `update` and `delete`; it lives as long as one change.

    `images` maps (table, id) to [before, after]: the changed columns of an update, the whole row of an
    insertion (before is None) or of a deletion (after is None).
    """

    def __init__(self, connection: driver.Connection, columns: dict[str, tuple[str, ...]]) -> None:
        self.images: dict[Key, list[Values | None]] = {}
        self._connection = connection
        self._columns = columns

    def insert(self, table: str, **values: Any) -> int:
        """Insert a row and return its id."""
        self._require_columns(table, values)
        _require_short(values)
        names = ", ".join(values)
        marks = ", ".join("?" * len(values))
        row = self._connection.execute(
            f"INSERT INTO {table} ({names}) VALUES ({marks}) RETURNING *", tuple(values.values())
        ).fetchone()
        after = dict(zip(self._columns[table], row, strict=True))
        image = self.images.setdefault((table, after["id"]), [None, None])
        image[1] = after
        return int(after["id"])

    def update(self, table: str, row_id: int, **values: Any) -> None:
        """Set columns of a row; columns that keep their value leave no image.

        Raises Refusal when the row is gone.
        """
        self._require_columns(table, values)
        held = self.row(table, row_id)
        if held is None:
            raise Refusal(
                _(
                    "Cet élément n’existe plus. Rien n’a été modifié. "
                    "Revenez à la liste, ou annulez sa suppression."
                )
            )
        changed = {name: value for name, value in values.items() if held[name] != value}
        if not changed:
            return
        _require_short(changed)
        assignments = ", ".join(f"{name} = ?" for name in changed)
        row = self._connection.execute(
            f"UPDATE {table} SET {assignments} WHERE id = ? RETURNING {', '.join(changed)}",
            (*changed.values(), row_id),
        ).fetchone()
        changed = dict(zip(changed, row, strict=True))  # as stored, which undo will compare with
        image = self.images.setdefault((table, row_id), [{}, {}])
        if image[0] is not None:
            image[0] = {**{name: held[name] for name in changed}, **image[0]}
        image[1] = {**(image[1] or {}), **changed}

    def delete(self, table: str, row_id: int) -> None:
        """Delete a row, whose children are the caller's duty; a row already gone is no fault."""
        held = self.row(table, row_id)
        if held is None:
            return
        self._connection.execute(f"DELETE FROM {table} WHERE id = ?", (row_id,))
        image = self.images.get((table, row_id))
        if image is not None and image[0] is None:
            del self.images[table, row_id]
            return
        self.images[table, row_id] = [{**held, **((image[0] if image else None) or {})}, None]

    def settle(self) -> None:
        """Drop what ended as it began: columns set back to their value, rows deleted and put back."""
        for key, (before, after) in list(self.images.items()):
            if before is None or after is None:
                continue
            same = [name for name in before if before[name] == after[name]]
            self.images[key] = [
                {n: v for n, v in image.items() if n not in same} for image in (before, after)
            ]
            if len(same) == len(before):
                del self.images[key]

    def row(self, table: str, row_id: int) -> Values | None:
        """Return a row as it stands inside this change."""
        self._require_columns(table, {})
        row = self._connection.execute(f"SELECT * FROM {table} WHERE id = ?", (row_id,)).fetchone()
        return None if row is None else dict(zip(self._columns[table], row, strict=True))

    def rows(self, table: str, **equal: Any) -> list[Values]:
        """Return the rows whose columns equal the given values, by id; None matches null."""
        self._require_columns(table, equal)
        where = " AND ".join(f"{name} IS ?" for name in equal) or "1"
        found = self._connection.execute(
            f"SELECT * FROM {table} WHERE {where} ORDER BY id", tuple(equal.values())
        ).fetchall()
        return [dict(zip(self._columns[table], row, strict=True)) for row in found]

    def next_number(self, series: str, year: int) -> int:
        """Return the year's highest number ever given in `series`, plus one; the counter is outside undo."""
        self.raise_counter(series, year, 0)
        return int(
            driver.scalar(
                self._connection,
                "UPDATE counter SET last = last + 1 WHERE series = ? AND year = ? RETURNING last",
                (series, year),
            )
        )

    def raise_counter(self, series: str, year: int, given: int) -> None:
        """Make sure that `given`, a number that came from outside, is never given again."""
        self._connection.execute(
            "INSERT INTO counter VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET last = max(last, ?3)",
            (series, year, given),
        )

    def put_blob(self, data: bytes) -> str:
        """Keep `data` and return its SHA-256, by which rows refer to it; blobs are never deleted by undo."""
        digest = hashlib.sha256(data).hexdigest()
        self._connection.execute("INSERT OR IGNORE INTO blob VALUES (?, ?)", (digest, data))
        return digest

    def put_back(
        self, key: Key, present: Values | None, wanted: Values | None, *, strict: bool = True
    ) -> None:
        """Replace the image `present` of a row by `wanted`; None is no row.

        Raises Refusal when the row is no longer as `present` says; with `strict` off only when the row that
        should be there is not, or the other way round.
        """
        table, row_id = key
        held = self.row(table, row_id)
        if present is None and wanted is None:
            return
        if present is None and held is None and wanted is not None:
            self.insert(table, **wanted)
        elif present is not None and held is not None and not (strict and _differs(held, present)):
            if wanted is None:
                self.delete(table, row_id)
            else:
                self.update(table, row_id, **wanted)
        elif strict or present is None or wanted is None or held is None:
            raise Refusal(
                _(
                    "Cet acte ne peut plus être repris : l’élément a changé depuis. Rien n’a été modifié. "
                    "Le Journal permet de retrouver chaque état."
                )
            )

    def _require_columns(self, table: str, values: Values) -> None:
        unknown = set(values) - set(self._columns[table])
        if unknown:
            raise KeyError(f"{table} has no column {sorted(unknown)}")


def _require_short(values: Values) -> None:
    """Refuse a text that no page could print; nothing is ever cut in silence."""
    longest = max((len(value) for value in values.values() if isinstance(value, str)), default=0)
    if longest > LONGEST_TEXT:
        raise Refusal(
            _(
                "Ce texte compte {n} signes, et {most} au plus tiennent ici. Rien n’a été enregistré. "
                "Coupez-le en plusieurs."
            ).format(n=thousands(longest), most=thousands(LONGEST_TEXT))
        )


def _differs(held: Values, image: Values) -> bool:
    return any(held[name] != value for name, value in image.items())


def to_json(image: Values | None) -> str | None:
    """Return the text of an image in the journal."""
    return None if image is None else json.dumps(image, ensure_ascii=False, sort_keys=True)


def from_json(text: str | None) -> Values | None:
    """Return the image that `to_json` wrote."""
    return None if text is None else json.loads(text)
