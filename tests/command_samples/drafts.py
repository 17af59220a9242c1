"""One call of each verb of the line in the making."""

from coprodesk.commands import drafts
from coprodesk.domain.quick_entry import QuickKind, parse_line
from coprodesk.store import Store


def _item(store: Store) -> int:
    return int(store.rows("SELECT id FROM agenda_item ORDER BY id DESC")[0]["id"])


def keep_draft(store: Store) -> None:
    drafts.keep_draft(store, _item(store), QuickKind.DECISION, "Inscrire le point en novembre")


def accept_line(store: Store) -> None:
    with store.change("Ligne"):
        item = _item(store)
        draft = drafts.keep_draft(store, item, QuickKind.DECISION, "Inscrire le point")
        line = parse_line("d Inscrire le point en novembre", (), store.clock().date())
        drafts.accept_line(store, item, line, "15:00", draft_id=draft)
