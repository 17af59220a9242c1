"""The journal in French words: who did what when, on what, and each value before and after."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from coprodesk.domain import french
from coprodesk.domain.i18n import _, ngettext
from coprodesk.queries.journal_labels import field_label, nouns
from coprodesk.queries.journal_values import Words
from coprodesk.store import Store

__all__ = [
    "Detail",
    "FieldChange",
    "Step",
    "field_label",
    "history",
    "nouns",
    "of_row",
    "step",
    "step_details",
]


@dataclass(frozen=True, slots=True)
class Step:
    """One act of the journal; `touched` names what it changed, « 1 engagement », « 2 sièges »."""

    seq: int
    at: datetime
    saved_at: datetime
    author: str
    label: str
    kind: str
    kind_label: str
    touched: tuple[str, ...]

    @property
    def words(self) -> str:
        """Return the label; one that was taken back or done again says so first."""
        if self.kind == "undo":
            return _("Annulation\u00a0: {label}").format(label=self.label)
        if self.kind == "redo":
            return _("Rétablissement\u00a0: {label}").format(label=self.label)
        return self.label


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field, before and after; blank where there was or is nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Detail:
    """One row that a step added, changed or deleted."""

    table: str
    row_id: int
    noun: str
    title: str
    act: str
    fields: tuple[FieldChange, ...]


_STEP = "SELECT seq, at, saved_at, author, label, kind FROM journal_step"


def history(
    store: Store, limit: int = 100, before_seq: int | None = None, text: str = ""
) -> tuple[Step, ...]:
    """Return acts, the newest first, those before `before_seq` (None: from the end), whose words hold `text`.

    Capitals and accents of `text` do not matter; it is looked for in the label and the author.
    """
    wanted = french.fold(text.strip())
    bound = before_seq if before_seq is not None else 2**62
    found: list[Any] = []
    while len(found) < limit:
        rows = store.rows(
            f"""{_STEP} WHERE seq < :bound AND (label LIKE :like OR author LIKE :like)
                ORDER BY seq DESC LIMIT :limit""",
            {"bound": bound, "like": _loosely(wanted), "limit": max(limit, 50)},
        )
        if not rows:
            break
        bound = rows[-1]["seq"]
        found += (row for row in rows if wanted in french.fold(f"{row['label']}\n{row['author']}"))
    return _steps(store, found[:limit])


def step(store: Store, seq: int) -> Step | None:
    """Return one act, None when there is none of this number."""
    return next(iter(_steps(store, store.rows(f"{_STEP} WHERE seq = ?", (seq,)))), None)


def of_row(store: Store, table: str, row_id: int, limit: int = 50) -> tuple[Step, ...]:
    """Return the acts that touched one row, the newest first."""
    rows = store.rows(
        f"""{_STEP} WHERE seq IN (SELECT step FROM journal_row WHERE table_name = ? AND row_id = ?)
            ORDER BY seq DESC LIMIT ?""",
        (table, row_id, limit),
    )
    return _steps(store, rows)


def _loosely(folded: str) -> str:
    """Return a LIKE pattern that finds at least what folding finds: SQLite knows no accents."""
    loose = "".join("_" if letter in "aceinouy'%_" else letter for letter in folded)
    return f"%{loose.replace('__', '%')}%"


def _steps(store: Store, rows: list[Any]) -> tuple[Step, ...]:
    touched: dict[int, list[str]] = {}
    for row in store.rows(
        """SELECT step, table_name, count(*) AS n FROM journal_row
           WHERE step IN (SELECT value FROM json_each(?)) GROUP BY step, table_name ORDER BY min(id)""",
        (json.dumps([row["seq"] for row in rows]),),
    ):
        singular, plural = nouns().get(row["table_name"], (row["table_name"], row["table_name"]))
        words = ngettext("{n} {one}", "{n} {many}", row["n"]).format(n=row["n"], one=singular, many=plural)
        touched.setdefault(row["step"], []).append(words)
    kinds = {
        "do": _("Acte"),
        "undo": _("Annulé"),
        "redo": _("Rétabli"),
        "final": _("Acte définitif"),
        "schema": _("Format du fichier"),
    }
    return tuple(
        Step(
            row["seq"],
            datetime.fromisoformat(row["at"]),
            datetime.fromisoformat(row["saved_at"]),
            row["author"],
            row["label"],
            row["kind"],
            kinds[row["kind"]],
            tuple(touched.get(row["seq"], ())),
        )
        for row in rows
    )


def step_details(store: Store, seq: int, limit: int = 200) -> tuple[Detail, ...]:
    """Return the rows of one act, in the order they were written, with their fields in words."""
    rows = store.rows(
        "SELECT table_name, row_id, before, after FROM journal_row WHERE step = ? ORDER BY id LIMIT ?",
        (seq, limit),
    )
    words = Words(store)
    return tuple(
        _detail(
            row["table_name"],
            row["row_id"],
            None if row["before"] is None else json.loads(row["before"]),
            None if row["after"] is None else json.loads(row["after"]),
            words,
        )
        for row in rows
    )


def _detail(
    table: str, row_id: int, before: dict[str, Any] | None, after: dict[str, Any] | None, words: "Words"
) -> Detail:
    act = _("ajouté") if before is None else _("supprimé") if after is None else _("modifié")
    whole = before is None or after is None
    fields = []
    for column in {**(before or {}), **(after or {})}:
        pair = [words.value(table, column, (image or {}).get(column)) for image in (before, after)]
        if column != "id" and (not whole or any(pair)):
            fields.append(FieldChange(field_label(table, column), *pair))
    name = words.name(table, row_id)
    if not name:
        image = after or before or {}
        name = str(next((image[column] for column in _NAMING if image.get(column)), ""))
    singular = nouns().get(table, (table, table))[0]
    return Detail(table, row_id, singular, name, act, tuple(fields))


_NAMING = ("reference", "short_name", "title", "name", "last_name", "what", "institution_label", "text")
