"""One call of each verb on the readings of an indicator."""

from datetime import date, timedelta

from coprodesk.commands import indicators as verbs
from coprodesk.store import Store

ON = date(2026, 10, 1)


def one_reading(store: Store) -> tuple[int, date]:
    row = store.rows("SELECT id, on_date FROM indicator_reading ORDER BY id")[0]
    return row["id"], date.fromisoformat(row["on_date"])


def add_reading(store: Store) -> None:
    held = store.rows("SELECT max(on_date) FROM indicator_reading WHERE commitment_id = 1")[0][0]
    day = date.fromisoformat(held) + timedelta(days=30) if held else ON
    verbs.add_reading(store, 1, "progress", day, "15", note="Relevé mensuel")


def delete_reading(store: Store) -> None:
    verbs.delete_reading(store, one_reading(store)[0])
