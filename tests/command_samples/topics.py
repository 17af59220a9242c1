"""One call of each verb on the topics."""

from datetime import date

from coprodesk.commands import topics
from coprodesk.store import Store


def _basket(store: Store) -> int | None:
    row = store.row(
        "SELECT id FROM topic t WHERE NOT EXISTS "
        "(SELECT 1 FROM agenda_item i WHERE i.topic_id = t.id) ORDER BY id"
    )
    return None if row is None else int(row["id"])


def add_topic(store: Store) -> None:
    topics.add_topic(store, "Éclairage des Aulnettes", note="Demandé par le conseil citoyen")


def set_topic(store: Store) -> None:
    one = store.rows("SELECT id, note FROM topic ORDER BY id")[0]
    topics.set_topic(store, one["id"], note=f"{one['note']} À suivre.")


def close_topic(store: Store) -> None:
    with store.change("Clôture"):
        row = store.row("SELECT id FROM topic WHERE closed_on IS NULL ORDER BY id")
        topics.close_topic(store, row["id"] if row else topics.add_topic(store, "Bruit"), date(2026, 10, 15))


def set_topic_institutions(store: Store) -> None:
    topic = store.rows("SELECT id FROM topic ORDER BY id")[0]["id"]
    held = {
        row[0]
        for row in store.rows("SELECT institution_id FROM topic_institution WHERE topic_id = ?", (topic,))
    }
    free = [
        row["id"] for row in store.rows("SELECT id FROM institution ORDER BY id") if row["id"] not in held
    ]
    topics.set_topic_institutions(store, topic, free[:2])


def delete_topic(store: Store) -> None:
    with store.change("Suppression"):
        if _basket(store) is None:
            topics.add_topic(store, "Sujet gardé")
            topics.delete_topic(store, topics.add_topic(store, "Sujet de trop"))
        else:
            topics.delete_topic(store, _basket(store))


def set_recurring(store: Store) -> None:
    row = store.rows("SELECT id, recurring FROM topic ORDER BY id")[0]
    topics.set_recurring(store, row["id"], not row["recurring"])


def set_sensitive(store: Store) -> None:
    row = store.rows("SELECT id, sensitive FROM topic ORDER BY id")[0]
    topics.set_sensitive(store, row["id"], not row["sensitive"])


def postpone_proposal(store: Store) -> None:
    with store.change("Report"):
        topics.postpone_proposal(store, topics.add_topic(store, "Bruit au square"), "Attendre l’étude")


def refuse_proposal(store: Store) -> None:
    with store.change("Refus"):
        topics.refuse_proposal(store, topics.add_topic(store, "Bruit au square"), "Hors compétence")


def reopen_proposal(store: Store) -> None:
    with store.change("Réexamen"):
        one = topics.add_topic(store, "Bruit au square")
        topics.refuse_proposal(store, one, "Hors compétence")
        topics.reopen_proposal(store, one)
