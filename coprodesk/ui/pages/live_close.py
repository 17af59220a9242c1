"""Close a session: what is left to look at, each line leads to its place, nothing bars the closing."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coprodesk.commands import live
from coprodesk.domain.i18n import _
from coprodesk.queries.live import Gap, GapKind
from coprodesk.queries.meetings import MeetingRow
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.new_meeting import require_hour
from coprodesk.ui.pages.session_dialogs import SessionDialog
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.fields import TimeField
from coprodesk.ui.widgets.marks import IconMark


def link_words(kind: GapKind) -> str:
    """Return what the link of a line of the check list says."""
    return {
        GapKind.ITEMS: _("Voir le point"),
        GapKind.SEATS: _("Pointer"),
        GapKind.LEADS: _("Donner un pilote"),
        GapKind.DATES: _("Donner une échéance"),
        GapKind.NEXT_MEETING: _("Fixer la date"),
    }[kind]


class CloseSession(SessionDialog):
    """Close the session: what is unfinished, both hours, the chair and the secretary."""

    def __init__(
        self, desk: Desk, row: MeetingRow, gaps: Sequence[Gap], lead: Callable[[Gap], object]
    ) -> None:
        super().__init__(desk, row, _("Clore la séance"), _("Clore la séance"))
        self._lead = lead
        self.links: dict[GapKind, ActionButton] = {}
        self.closed = TimeField(self.hour_now(row.ends_at))
        self.add_hours(self.closed, _("Tout reste modifiable ensuite, comme une correction."))
        self.add_people()
        self.foot.addWidget(self._check_list(gaps))
        self.closed.setFocus()

    def _check_list(self, gaps: Sequence[Gap]) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        title = _("À vérifier, ou à passer") if gaps else _("Tout est en ordre")
        column.addWidget(Label(title, "small_strong", "text2"))
        for gap in gaps:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(IconMark("warning", "soon", 16), 0, Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(Label(gap.words, "small", wrap=True), 1)
            action = make(box, link_words(gap.kind), partial(self._go, gap))
            link = self.links[gap.kind] = ActionButton(action, "link")
            link.setAutoDefault(False)
            row.addWidget(link)
            column.addLayout(row)
        return box

    def _go(self, gap: Gap) -> None:
        """Leave the dialog for the place of a line."""
        self.reject()
        self._lead(gap)

    def move_on(self) -> None:
        """Close at the hour given."""
        opened = require_hour(self.opened) or self.row.starts_at
        closed = require_hour(self.closed) or self.row.ends_at
        live.close_session(self.desk.store, self.row.id, closed, opened_at=opened)
        self.desk.say(_("Séance close"))
