"""The banner of an agenda that says who is concerned and does not come."""

from collections.abc import Sequence

from PySide6.QtGui import QAction

from coprodesk.domain.i18n import ngettext
from coprodesk.queries.agenda import AgendaRow
from coprodesk.queries.concerned import Concerned, concerned_without_reply, concerned_words
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.new_meeting import choose
from coprodesk.ui.pages.reply_anywhere import open_reply
from coprodesk.ui.widgets.cards import Banner


class AwaitedBanner(Banner):
    """The gravest thing the replies tell of an agenda; `first` is who it names, None when nobody."""

    def __init__(self) -> None:
        super().__init__()
        self.first: Concerned | None = None

    def show_awaited(self, desk: Desk, meeting_id: int, items: Sequence[AgendaRow], call: QAction) -> None:
        """Name whom the items of a meeting wait for, with `call` beside."""
        awaited = concerned_without_reply(desk.store, meeting_id)
        self.first = next(iter(awaited), None)
        call.setEnabled(self.first is not None)
        if self.first is None:
            self.clear()
            return
        numbers = {item.id: item.number for item in items}
        mine = [one.item_id for one in awaited if one.institution_id == self.first.institution_id]
        words = concerned_words(self.first, *(numbers.get(one, "") for one in mine))
        for part in (self.first.contact, self.first.phone):
            if part:  # a name and a number are read in one go: they stay on one line
                words = words.replace(part, part.replace(" ", "\u00a0"))
        more = len({one.institution_id for one in awaited}) - 1
        if more:
            words += " " + ngettext("{n} autre manque.", "{n} autres manquent.", more).format(n=more)
        self.say(words, "soon", call)

    def note_call(self, desk: Desk, meeting_id: int) -> None:
        """Ask what the institution named answered: P, E or R."""
        if self.first is not None:
            dialog = open_reply(desk)
            choose(dialog.meeting, meeting_id)
            dialog.table.select(self.first.entry_id)
            dialog.table.setFocus()
