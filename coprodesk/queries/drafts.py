"""What the line in the making of a session needs: the institutions it may name, as what it is kept."""

from coprodesk.domain.quick_entry import Institution
from coprodesk.domain.records import RecordKind
from coprodesk.store import Store


def known_institutions(store: Store) -> tuple[Institution, ...]:
    """Return the present institutions that a typed @ may name, by short name."""
    rows = store.rows(
        "SELECT id, short_name, name FROM institution WHERE closed_on IS NULL ORDER BY short_name, id"
    )
    return tuple((row["id"], row["short_name"], row["name"]) for row in rows)


def kept_kind(store: Store, record_id: int) -> RecordKind | None:
    """Return as what a draft is kept, None when it is gone."""
    row = store.row("SELECT kind FROM record WHERE id = ?", (record_id,))
    return None if row is None else RecordKind(row["kind"])
