"""One call of each verb of the agenda."""

from datetime import date

from coprodesk.commands import agenda, meetings
from coprodesk.domain.agenda import Outcome
from coprodesk.domain.disclosure import Level
from coprodesk.queries.agenda import carry_over
from coprodesk.store import Store


def _meeting(store: Store) -> int:
    return int(store.rows("SELECT id FROM meeting WHERE state <> 'cancelled' ORDER BY date, id")[-1]["id"])


def _item(store: Store) -> int:
    row = store.row(
        "SELECT i.id FROM agenda_item i WHERE EXISTS "
        "(SELECT 1 FROM agenda_item o WHERE o.meeting_id = i.meeting_id AND o.position > i.position) "
        "ORDER BY i.id"
    )
    if row is None:
        agenda.add_item(store, _meeting(store), "Point d’avant")
        agenda.add_item(store, _meeting(store), "Point d’après")
        return _item(store)
    return int(row["id"])


def _basket(store: Store) -> int | None:
    row = store.row(
        "SELECT id FROM topic t WHERE NOT EXISTS "
        "(SELECT 1 FROM agenda_item i WHERE i.topic_id = t.id) ORDER BY id"
    )
    return None if row is None else int(row["id"])


def add_item(store: Store) -> None:
    agenda.add_item(store, _meeting(store), "Éclairage du mail", level=Level.PUBLIC, position=1)


def add_suggestions(store: Store) -> None:
    with store.change("Suggestions"):
        one = _meeting(store)
        if not carry_over(store, one):
            body = store.row("SELECT body_id FROM meeting WHERE id = ?", (one,))["body_id"]
            day = date.fromisoformat(store.row("SELECT date FROM meeting WHERE id = ?", (one,))["date"])
            past = meetings.create_meeting(store, body, day, "08:00")
            agenda.add_item(store, past, "Point laissé ouvert")
            meetings.close_meeting(store, past, "09:00")
        agenda.add_suggestions(store, one, carry_over(store, one))


def set_item(store: Store) -> None:
    with store.change("Titre"):
        one = _item(store)
        title = store.row("SELECT title FROM agenda_item WHERE id = ?", (one,))["title"]
        agenda.set_item(store, one, title=f"{title} (suite)")


def move_item(store: Store) -> None:
    with store.change("Déplacement"):
        agenda.move_item(store, _item(store), 1)


def delete_item(store: Store) -> None:
    with store.change("Suppression"):
        agenda.delete_item(store, _item(store))


def set_outcome(store: Store) -> None:
    with store.change("Issue"):
        one = _item(store)
        held = store.row("SELECT outcome FROM agenda_item WHERE id = ?", (one,))["outcome"]
        agenda.set_outcome(store, one, Outcome.TREATED if held == "postponed" else Outcome.POSTPONED)


def _under_way(store: Store) -> tuple[int, int]:
    body = store.rows("SELECT id FROM body WHERE closed_on IS NULL ORDER BY id")[0]["id"]
    one = meetings.create_meeting(store, body, date(2030, 5, 16), "14:30")
    meetings.open_meeting(store, one, "14:30")
    return one, agenda.add_item(store, one, "Tour de table")


def start_item(store: Store) -> None:
    with store.change("Point suivant"):
        agenda.start_item(store, _under_way(store)[1], "14:40")


def end_item(store: Store) -> None:
    with store.change("Fin du point"):
        one, item = _under_way(store)
        agenda.start_item(store, item, "14:40")
        agenda.end_item(store, one, "14:50")


def add_topic(store: Store) -> None:
    agenda.add_topic(store, "Éclairage des Aulnettes", note="Demandé par le conseil citoyen")


def set_topic(store: Store) -> None:
    one = store.rows("SELECT id, note FROM topic ORDER BY id")[0]
    agenda.set_topic(store, one["id"], note=f"{one['note']} À suivre.")


def close_topic(store: Store) -> None:
    with store.change("Clôture"):
        row = store.row("SELECT id FROM topic WHERE closed_on IS NULL ORDER BY id")
        agenda.close_topic(store, row["id"] if row else agenda.add_topic(store, "Bruit"), date(2026, 10, 15))


def set_topic_institutions(store: Store) -> None:
    topic = store.rows("SELECT id FROM topic ORDER BY id")[0]["id"]
    held = {
        row[0]
        for row in store.rows("SELECT institution_id FROM topic_institution WHERE topic_id = ?", (topic,))
    }
    free = [
        row["id"] for row in store.rows("SELECT id FROM institution ORDER BY id") if row["id"] not in held
    ]
    agenda.set_topic_institutions(store, topic, free[:2])


def delete_topic(store: Store) -> None:
    with store.change("Suppression"):
        if _basket(store) is None:
            agenda.add_topic(store, "Sujet gardé")
            agenda.delete_topic(store, agenda.add_topic(store, "Sujet de trop"))
        else:
            agenda.delete_topic(store, _basket(store))
