"""One call of the verb that wakes a body."""

from datetime import date

from coprodesk.commands import revival as verbs
from coprodesk.store import Store


def create_revival(store: Store) -> None:
    body = store.rows("SELECT id FROM body WHERE short_name = 'VIF'")[0]["id"]
    verbs.create_revival(store, body, date(2026, 11, 16), "09:30")
