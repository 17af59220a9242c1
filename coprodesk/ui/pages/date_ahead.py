"""Before a session is held, or its minutes kept, ahead of its own date: say so, correct it or go on."""

from collections.abc import Callable

from coprodesk.domain.i18n import _
from coprodesk.domain.meetings import ahead_words
from coprodesk.queries.meetings import MeetingRow
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.pages.new_meeting import EditMeetingDialog


def ask_date(
    dialog: FormDialog, desk: Desk, row: MeetingRow, go_on: str, again: Callable[[], object]
) -> None:
    """Offer in a dialog not yet open to correct a date that has not come, then to ask `again`.

    Its button then says `go_on`. Nothing changes when the day has come.
    """
    words = ahead_words(row.date, desk.today())
    if not words:
        return

    def correct() -> None:
        dialog.reject()
        form = EditMeetingDialog(desk, row)
        form.accepted.connect(again)
        form.open()

    told = _("{words} Corrigez cette date, ou continuez si elle est juste.").format(words=words)
    dialog.tell(told, "soon", make(dialog, _("Corriger la date…"), correct))
    dialog.confirm.action().setText(go_on)
