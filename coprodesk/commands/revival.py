"""Wake a sleeping body: one meeting with its draft agenda."""

from datetime import date

from coprodesk.commands.agenda import add_item
from coprodesk.commands.agenda_draft import draft_agenda
from coprodesk.commands.meetings import create_meeting
from coprodesk.domain.french import day_month
from coprodesk.domain.i18n import _
from coprodesk.domain.revival import revival_items
from coprodesk.store import Store


def create_revival(
    store: Store, body_id: int, on: date, starts_at: str, *, place: str | None = None, origin: object = None
) -> int:
    """Fix a meeting of a sleeping body and return its id; one step takes all of it back.

    Its agenda holds the approvals, the follow-up and the topics that return, then what wakes the body. Raises
    Refusal as `create_meeting`.
    """
    label = _("Séance de relance du {day}").format(day=day_month(on))
    with store.change(label, origin=origin):
        made = create_meeting(store, body_id, on, starts_at, place=place)
        draft_agenda(store, made, None)
        for item in revival_items():
            add_item(store, made, item.title, planned_minutes=item.minutes, level=item.level)
        return made
