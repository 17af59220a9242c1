"""One call of each verb on the usual commitments."""

from coprodesk.commands import usual_commitments as verbs
from coprodesk.store import Store


def some(store: Store) -> int:
    return int(store.rows("SELECT id FROM usual_commitment ORDER BY position, id")[0]["id"])


def add_usual_commitment(store: Store) -> None:
    verbs.add_usual_commitment(
        store, "Gendarmerie", "Tenir un poste avancé", progress_indicator="Jours tenus"
    )


def add_usual_commitments(store: Store) -> None:
    with store.change("Engagement d’usage retiré puis remis"):
        verbs.set_usual_commitment(store, some(store), what="Un autre texte")
        verbs.add_usual_commitments(store)


def set_usual_commitment(store: Store) -> None:
    held = store.rows("SELECT what FROM usual_commitment WHERE id = ?", (some(store),))[0]["what"]
    verbs.set_usual_commitment(store, some(store), what=f"{held}.", partner="Parquet, tribunal")


def move_usual_commitment(store: Store) -> None:
    verbs.move_usual_commitment(store, some(store), 1)


def delete_usual_commitment(store: Store) -> None:
    verbs.delete_usual_commitment(store, some(store))
