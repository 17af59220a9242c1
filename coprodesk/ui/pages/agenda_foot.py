"""Below the items of an agenda: the line that adds one, the total in words, and the keys of the list."""

from collections.abc import Callable

from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coprodesk.domain.agenda import total_words
from coprodesk.domain.french import duration
from coprodesk.domain.i18n import _
from coprodesk.queries.meetings import MeetingRow
from coprodesk.ui.pages.outline_parts import EntryLine
from coprodesk.ui.room import Room
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Separator
from coprodesk.ui.widgets.header import ElidedLabel
from coprodesk.ui.widgets.marks import KeyCap


class AgendaFoot(QWidget):
    """`add` takes the title of an item to come; `fold` is the button of what lies beside a compact list."""

    def __init__(self, add: Callable[[str], bool], fold: QAction) -> None:
        super().__init__()
        self._spoken = self._offered = False
        self.line = EntryLine(_("Ajouter un point"), add)
        self.total = ElidedLabel("", "small_strong")
        self.others = Label("", "small", "text2")
        self.toggle = ActionButton(fold, icon_only=True)
        self._rule = Separator()
        self._keys = self._make_keys()
        self._row = QHBoxLayout()
        self._row.setContentsMargins(19, 8, 19, 10)
        self._row.setSpacing(8)
        self._row.addWidget(self.total, 2)
        for widget in (self.others, *self._keys, self.toggle):
            self._row.addWidget(widget)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        for part in (Separator(), self.line, self._rule):
            self._column.addWidget(part)
        self._column.addLayout(self._row)

    def _make_keys(self) -> tuple[QWidget, ...]:
        return (
            _key_group(_("Déplacer"), ("Alt+↑", "Alt+↓")),
            _key_group(_("Sous-point"), ("Alt+→",)),
        )

    def show_total(self, minutes: int, meeting: MeetingRow, others: int) -> None:
        """Say `minutes` against the plan of the meeting, in late colour beyond it; `others` are partners'."""
        self.total.setText(total_words(minutes, meeting.planned_minutes, meeting.starts_at))
        self.total.set_tint("late" if minutes > meeting.planned_minutes else "text")
        self.others.setText(_("Autres partenaires\u00a0: {minutes}").format(minutes=duration(others)))
        self._spoken = bool(others)

    def fit(self, room: Room, *, beside: bool, editing: bool) -> None:
        """Keep the total whole before anything else; in a very low room the line that adds stands beside it.

        `beside` tells that something lies at the right of the list, `editing` that it is an item’s sheet.
        """
        compact, low = room.width == "compact", room.height == "very_low"
        self.toggle.setVisible(compact)
        self.others.setVisible(self._spoken and not low and not (compact and beside))
        self._offered = not compact
        self._show_keys()
        self._rule.setHidden(low)
        if low and self._row.indexOf(self.line) < 0:
            self._row.insertWidget(0, self.line, 1)
        elif not low and self._row.indexOf(self.line) >= 0:
            self._column.insertWidget(1, self.line)
        self.line.setHidden(low and editing)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the keys that the words leave room for."""
        super().resizeEvent(event)
        self._show_keys()

    def _show_keys(self) -> None:
        """Show the keys of the list, the last first to go, so that the total is never cut for them."""
        margins = self._row.contentsMargins()
        left = self.width() - margins.left() - margins.right() - self.total.sizeHint().width()
        if not self.others.isHidden():
            left -= self.others.sizeHint().width() + self._row.spacing()
        for group in self._keys:
            left -= group.sizeHint().width() + self._row.spacing()
            group.setVisible(self._offered and left >= 0)


def _key_group(words: str, caps: tuple[str, ...]) -> QWidget:
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(8, 0, 0, 0)
    line.setSpacing(8)
    line.addWidget(Label(words, "small", "text2"))
    for cap in caps:
        line.addWidget(KeyCap(cap))
    return holder
