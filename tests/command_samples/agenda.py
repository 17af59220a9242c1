"""One call of each verb of the agenda."""

from datetime import date

from coprodesk.commands import agenda, meetings
from coprodesk.domain.agenda import Outcome
from coprodesk.domain.disclosure import Level
from coprodesk.queries.agenda import carry_over
from coprodesk.queries.versions import minutes_locked
from coprodesk.store import Store


def _meeting(store: Store) -> int:
    return int(store.rows("SELECT id FROM meeting WHERE state <> 'cancelled' ORDER BY date, id")[-1]["id"])


def _item(store: Store) -> int:
    rows = store.rows(
        "SELECT i.id, i.meeting_id FROM agenda_item i WHERE EXISTS "
        "(SELECT 1 FROM agenda_item o WHERE o.meeting_id = i.meeting_id AND o.position > i.position) "
        "ORDER BY i.id"
    )
    row = next((row for row in rows if not minutes_locked(store, row["meeting_id"])), None)
    if row is None:
        agenda.add_item(store, _meeting(store), "Point d’avant")
        agenda.add_item(store, _meeting(store), "Point d’après")
        return _item(store)
    return int(row["id"])


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


def indent_item(store: Store) -> None:
    with store.change("Sous-point"):
        agenda.add_item(store, _meeting(store), "Point d’avant")
        agenda.indent_item(store, agenda.add_item(store, _meeting(store), "Point d’après"))


def outdent_item(store: Store) -> None:
    with store.change("Point"):
        agenda.add_item(store, _meeting(store), "Point d’avant")
        agenda.outdent_item(store, agenda.add_item(store, _meeting(store), "Point d’après", depth=1))


def set_section(store: Store) -> None:
    with store.change("Partie"):
        one = _item(store)
        held = store.row("SELECT section FROM agenda_item WHERE id = ?", (one,))["section"]
        agenda.set_section(store, one, f"{held} (suite)")
