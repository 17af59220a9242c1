"""Note what an institution answered to its convocation, with the day and the way it was received."""

from datetime import date

from coprodesk.commands import require_row
from coprodesk.commands.attendance import set_reply
from coprodesk.domain.attendance import Reply
from coprodesk.domain.i18n import _
from coprodesk.domain.replies import require_reply_day
from coprodesk.store import Store


def note_reply(
    store: Store,
    entry_id: int,
    reply: Reply,
    *,
    on: date,
    channel: str = "",
    excuse: str = "",
    delegate_label: str = "",
    delegate_function: str = "",
    origin: object = None,
) -> None:
    """Note a reply received on a day.

    Raises Refusal for a day after the meeting.
    """
    reply = Reply(reply)
    with store.change(_("Réponse\u00a0: {reply}").format(reply=reply.label.lower()), origin=origin) as change:
        entry = require_row(change.row("roll_entry", entry_id))
        held = require_row(change.row("meeting", entry["meeting_id"]))
        require_reply_day(on, date.fromisoformat(held["date"]))
        set_reply(
            store,
            entry_id,
            reply,
            channel=channel,
            on=on,
            excuse=excuse,
            delegate_label=delegate_label,
            delegate_function=delegate_function,
        )
