"""What several of the forty checks look at: rows of the file, windows on the screen."""

from typing import TypeVar

from PySide6.QtWidgets import QApplication, QWidget

from coprodesk.store import Store
from coprodesk.store.schema import MODEL

W = TypeVar("W", bound=QWidget)


def meeting_id(store: Store, number: str) -> int:
    return int(store.rows("SELECT id FROM meeting WHERE number = ?", (number,))[0]["id"])


def contents(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table of the council."""
    every = {table: store.rows(f"SELECT * FROM {table} ORDER BY id") for table in MODEL}
    return {table: [tuple(row) for row in rows] for table, rows in every.items()}


def seen(kind: type[W]) -> list[W]:
    """Return the visible windows of a kind."""
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]
