"""One call of the verb that draws an agenda."""

from datetime import date

from coprodesk.commands import agenda_draft, meetings
from coprodesk.queries.templates import templates
from coprodesk.store import Store


def draft_agenda(store: Store) -> None:
    with store.change("Projet"):
        body = store.rows("SELECT id FROM body WHERE numbered AND closed_on IS NULL ORDER BY id")[-1]["id"]
        one = meetings.create_meeting(store, body, date(2030, 9, 12), "14:30")
        held = templates(store)
        agenda_draft.draft_agenda(store, one, held[0].id if held else None)
