"""One call of the verb that notes a reply."""

from datetime import date

from coprodesk.commands import meetings, replies
from coprodesk.domain.attendance import Reply
from coprodesk.store import Store
from tests.command_samples.meetings import _new


def note_reply(store: Store) -> None:
    with store.change("Réponse"):
        one = _new(store)
        meetings.convene_meeting(store, one, date(2030, 2, 20))
        entry = store.rows("SELECT id FROM roll_entry WHERE meeting_id = ? ORDER BY id", (one,))[0]["id"]
        replies.note_reply(
            store, entry, Reply.EXCUSED, on=date(2030, 3, 1), channel="courrier", excuse="Congés"
        )
