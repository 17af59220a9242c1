"""One call of each verb of the minutes; both are final."""

from coprodesk.commands import minutes
from coprodesk.domain.disclosure import Level
from coprodesk.store import Store


def _held(store: Store) -> int:
    return int(store.rows("SELECT id FROM meeting WHERE state = 'held' ORDER BY date, id")[-1]["id"])


def freeze_minutes(store: Store) -> None:
    minutes.freeze_minutes(store, _held(store), Level.PARTNERS, b"%PDF-1.7 essai", "0" * 64, "Essai")


def mark_sent(store: Store) -> None:
    minutes.mark_sent(
        store, "minutes", "Compte rendu", Level.PARTNERS, pages=3, digest="0" * 64, meeting_id=_held(store)
    )
