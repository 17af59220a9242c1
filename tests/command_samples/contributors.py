"""One call of each verb on the contributors of a commitment."""

from coprodesk.commands import contributors as verbs
from coprodesk.store import Store


def add_contributor(store: Store) -> None:
    row = store.rows(
        """SELECT c.id AS one, i.id AS other FROM commitment c, institution i WHERE NOT EXISTS (
           SELECT 1 FROM contributor k WHERE k.commitment_id = c.id AND k.institution_id = i.id)"""
    )[0]
    verbs.add_contributor(store, row["one"], row["other"], share="Une salle")


def remove_contributor(store: Store) -> None:
    verbs.remove_contributor(store, store.rows("SELECT id FROM contributor ORDER BY id")[0]["id"])


def set_contributor(store: Store) -> None:
    row = store.rows("SELECT id, share FROM contributor ORDER BY id")[0]
    verbs.set_contributor(store, row["id"], kind="associate", share=f"{row['share']}, une salle")
