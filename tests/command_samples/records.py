"""One call of each verb of what was said."""

from coprodesk.commands import records
from coprodesk.domain.records import RecordKind
from coprodesk.store import Store


def _item(store: Store) -> int:
    return int(store.rows("SELECT id FROM agenda_item ORDER BY id")[0]["id"])


def _record(store: Store) -> int:
    row = store.row("SELECT id FROM record ORDER BY id")
    return row["id"] if row else records.add_record(store, _item(store), RecordKind.DISCUSSION, "Échanges")


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
        one = store.row("SELECT id FROM record ORDER BY id")
        if one is None:
            _record(store)
        records.delete_record(
            store, one["id"] if one else records.add_record(store, _item(store), "discussion", "De trop")
        )
