"""The journal: who changed what, when, with the image of each row before and after; it is the history.

The last step stays open while typing merges into it; triggers refuse to change any earlier one.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from coprodesk.store import driver
from coprodesk.store.writer import Key, Values, Writer, from_json, to_json

UNDO_DEPTH = 2000
"""How many of the last steps are read to rebuild the undo list."""

MERGE_WINDOW = timedelta(seconds=60)
"""Typing with the same merge key within this time of the step's first save is one step."""


class Change(NamedTuple):
    """What one committed step touched; handed to subscribers after COMMIT.

    `rows` is None when it is unknown what changed, as when another window holds the pen.
    """

    seq: int
    kind: str
    label: str
    at: datetime
    rows: frozenset[Key] | None
    origin: object = None

    def touches(self, subjects: frozenset[str]) -> bool:
        """Return whether a page that shows rows of these tables must ask its query again."""
        return self.rows is None or any(table in subjects for table, _ in self.rows)


class UndoList:
    """The steps that Ctrl+Z and Ctrl+Y would take, nearest last; labels by step."""

    def __init__(self) -> None:
        self.undo: list[int] = []
        self.redo: list[int] = []
        self.labels: dict[int, str] = {}

    def take(self, seq: int, kind: str, target: int | None, label: str) -> None:
        """Account for one step of the journal."""
        if kind == "do":
            if not self.undo or self.undo[-1] != seq:
                self.undo.append(seq)
                self.labels[seq] = label
            self.redo.clear()
        elif kind == "undo" and target in self.undo:
            self.undo.remove(target)
            self.redo.append(target)
        elif kind == "redo" and target in self.redo:
            self.redo.remove(target)
            self.undo.append(target)
        elif kind == "final":
            self.redo.clear()
        elif kind == "schema":
            self.undo.clear()
            self.redo.clear()


def read_undo_list(connection: driver.Connection) -> UndoList:
    """Return the undo list as the journal tells it: it survives a restart."""
    steps = UndoList()
    rows = connection.execute(
        "SELECT seq, kind, target, label FROM journal_step ORDER BY seq DESC LIMIT ?", (UNDO_DEPTH,)
    ).fetchall()
    for row in reversed(rows):
        steps.take(row["seq"], row["kind"], row["target"], row["label"])
    return steps


class Act(NamedTuple):
    """One act as the journal names it; `target` is the step that it takes back or does again."""

    at: datetime
    author: str
    label: str
    kind: str
    target: int | None = None
    merge: str | None = None


def write_step(connection: driver.Connection, writer: Writer, act: Act) -> int:
    """Write the step of a change, or merge it into the open one; return its number.

    A schema step, which also founds a file, is named without images.
    """
    now = act.at.isoformat(timespec="seconds")
    last = connection.execute("SELECT * FROM journal_step ORDER BY seq DESC LIMIT 1").fetchone()
    if last is not None and _goes_on(act, last):
        connection.execute("UPDATE journal_step SET saved_at = ? WHERE seq = ?", (now, last["seq"]))
        for key, (before, after) in writer.images.items():
            _merge_image(connection, last["seq"], key, before, after)
        return int(last["seq"])
    seq = connection.execute(
        "INSERT INTO journal_step (at, saved_at, author, label, kind, target, merge)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (now, now, act.author, act.label, act.kind, act.target, act.merge),
    ).lastrowid
    if act.kind == "schema":
        return int(seq)
    connection.executemany(
        "INSERT INTO journal_row (step, table_name, row_id, before, after) VALUES (?, ?, ?, ?, ?)",
        [(seq, *key, to_json(before), to_json(after)) for key, (before, after) in writer.images.items()],
    )
    return int(seq)


def _goes_on(act: Act, last: driver.Row) -> bool:
    """Return whether `act` is more typing of the last step."""
    return (
        act.merge is not None
        and act.kind == "do"
        and (last["kind"], last["merge"], last["author"]) == ("do", act.merge, act.author)
        and timedelta(0) <= act.at - datetime.fromisoformat(last["at"]) <= MERGE_WINDOW
    )


def _merge_image(
    connection: driver.Connection, step: int, key: Key, before: Values | None, after: Values | None
) -> None:
    held = connection.execute(
        "SELECT id, before, after FROM journal_row WHERE step = ? AND table_name = ? AND row_id = ?",
        (step, *key),
    ).fetchone()
    if held is None:
        connection.execute(
            "INSERT INTO journal_row (step, table_name, row_id, before, after) VALUES (?, ?, ?, ?, ?)",
            (step, *key, to_json(before), to_json(after)),
        )
        return
    first, last = from_json(held["before"]), from_json(held["after"])
    if first is not None and before is not None:
        first = {**before, **first}
    last = None if after is None else {**(last or {}), **after}
    connection.execute(
        "UPDATE journal_row SET before = ?, after = ? WHERE id = ?",
        (to_json(first), to_json(last), held["id"]),
    )


def read_images(connection: driver.Connection, seq: int) -> list[tuple[Key, Values | None, Values | None]]:
    """Return the images of a step: ((table, id), before, after), in the order they were written."""
    rows = connection.execute(
        "SELECT table_name, row_id, before, after FROM journal_row WHERE step = ? ORDER BY id", (seq,)
    ).fetchall()
    return [((r["table_name"], r["row_id"]), from_json(r["before"]), from_json(r["after"])) for r in rows]
