"""One call of each verb of what was said."""

from coprodesk.commands import records
from coprodesk.domain.records import RecordKind
from coprodesk.queries.versions import minutes_locked
from coprodesk.store import Store


def _item(store: Store) -> int:
    rows = store.rows("SELECT id, meeting_id FROM agenda_item ORDER BY id")
    return next(int(row["id"]) for row in rows if not minutes_locked(store, row["meeting_id"]))


def _record(store: Store) -> int:
    rows = store.rows(
        "SELECT r.id, i.meeting_id FROM record r JOIN agenda_item i ON i.id = r.agenda_item_id ORDER BY r.id"
    )
    found = next((int(row["id"]) for row in rows if not minutes_locked(store, row["meeting_id"])), None)
    return found or records.add_record(store, _item(store), RecordKind.DISCUSSION, "Échanges")


def add_record(store: Store) -> None:
    records.add_record(store, _item(store), RecordKind.DECISION, "Inscrire le point en novembre", at="15:00")


def set_record(store: Store) -> None:
    with store.change("Texte"):
        one = _record(store)
        text = store.row("SELECT text FROM record WHERE id = ?", (one,))["text"]
        records.set_record(store, one, text=f"{text} Suite.")


def move_record(store: Store) -> None:
    with store.change("Déplacement"):
        item = _item(store)
        records.add_record(store, item, RecordKind.DISCUSSION, "Avant")
        records.move_record(store, records.add_record(store, item, RecordKind.CONCLUSION, "Après"), -1)


def delete_record(store: Store) -> None:
    with store.change("Suppression"):
        records.delete_record(store, _record(store))
