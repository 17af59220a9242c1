"""The head of a session: its name, since when it runs, and its three acts; it replaces the page's own."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from coprodesk.domain.french import day_month, hour
from coprodesk.domain.i18n import _
from coprodesk.queries.live import CockpitItem
from coprodesk.queries.meetings import MeetingRow
from coprodesk.ui import paint, theme
from coprodesk.ui.actions import make
from coprodesk.ui.room import Room
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.header import ElidedLabel
from coprodesk.ui.widgets.marks import Mark


class SessionChip(Mark):
    """« En séance depuis 14 h 35 » with a disc, or « Suspendue depuis 15 h 10 » with two bars."""

    def __init__(self) -> None:
        super().__init__()
        self._suspended = False

    def say(self, words: str, *, suspended: bool) -> None:
        """Show the words of the state."""
        if (words, suspended) != (self.accessibleName(), self._suspended):
            self._suspended = suspended
            self.setAccessibleName(words)
            self._restyled()

    def text(self) -> str:
        """Return the words shown."""
        return self.accessibleName()

    def sizeHint(self) -> QSize:
        """The words, measured in the font that draws them."""
        wide = paint.advance(self.accessibleName(), "small_strong") + theme.px(14) + 24
        return QSize(round(wide), max(24, round(paint.line_height("small_strong")) + 5))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw tint, mark and words."""
        p = QPainter(self)
        role = "soon" if self._suspended else "accent"
        whole = QRectF(self.rect())
        if not theme.plain():
            paint.box(p, whole, f"{role}_t", None, 6)
        side = theme.px(14)
        spot = QRectF(9, (whole.height() - side) / 2, side, side)
        if self._suspended:
            paint.icon(p, spot, "pause", role)
        else:
            paint.box(p, spot.adjusted(3, 3, -3, -3), role, None, side / 2)
        left = spot.right() + 6
        paint.text(
            p,
            QRectF(left, 0, whole.width() - left, whole.height()),
            self.accessibleName(),
            "small_strong",
            role,
        )
        p.end()


class CockpitHead(QWidget):
    """Title, state, and at the right the item in a compact window, then the acts; the rest in « … »."""

    def __init__(self, point: QAction, acts: Sequence[tuple[QAction, str]], close: QAction) -> None:
        super().__init__()
        self._row: MeetingRow | None = None
        self._compact = False
        self._title = ElidedLabel("", "title")
        self._title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.chip = SessionChip()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addSpacing(12)
        row.addWidget(self.chip)
        row.addStretch(1)
        self._point = ActionButton(point)
        row.addWidget(self._point)
        self._acts = [ActionButton(action, caption=caption) for action, caption in acts]
        self._close = ActionButton(close)
        for button in (*self._acts, self._close):
            row.addWidget(button)
        self._menu = QMenu(self)
        self._opener = make(self, _("Autres actions"), self._open_menu, icon="more")
        self._more = ActionButton(self._opener, icon_only=True)
        row.addWidget(self._more)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_more(self, actions: Sequence[QAction]) -> None:
        """Offer these in « … »."""
        self._menu.clear()
        self._menu.addActions(list(actions))

    def show_state(self, row: MeetingRow, suspended_since: str | None) -> None:
        """Name the meeting and tell since when it runs."""
        self._row = row
        self._name()
        if suspended_since:
            self.chip.say(_("Suspendue depuis {hour}").format(hour=hour(suspended_since)), suspended=True)
        else:
            at = hour(row.opened_at or row.starts_at)
            self.chip.say(_("En séance depuis {hour}").format(hour=at), suspended=False)

    def set_room(self, room: Room) -> None:
        """In a compact window the acts fold to their icons and the item's number appears."""
        self._compact = room.width == "compact"
        self._point.setVisible(self._compact)
        self._close.set_short(_("Clore…") if self._compact else "")
        for button in self._acts:
            button.set_icon_only(self._compact)
        self._name()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Name the meeting as fully as there is room."""
        super().resizeEvent(event)
        self._name()

    def _name(self) -> None:
        """Give the longest name that fits: whole, then short, then without its year."""
        row = self._row
        if row is None:
            return
        day = day_month(row.date)
        titles = [
            _("{body}, {day}").format(body=name, day=when)
            for name, when in (
                (row.body, f"{day} {row.date.year}"),
                (row.body_short, f"{day} {row.date.year}"),
                (row.body_short, day),
            )
        ]
        shown = [one for one in (self._point, *self._acts, self._close, self._more) if not one.isHidden()]
        taken = self.chip.sizeHint().width() + 36 + sum(one.sizeHint().width() + 8 for one in shown)
        room = self.width() - taken
        self._title.setText(next((t for t in titles if paint.advance(t, "title") <= room), titles[-1]))
        self.setAccessibleName(titles[0])

    def show_point(self, position: int, count: int) -> None:
        """Tell which item is shown: « Point 3 / 9 »."""
        self._point.action().setText(_("Point {n}\u00a0/\u00a0{total}").format(n=position, total=count))

    def open_points(self, items: Sequence[CockpitItem], choose: Callable[[int], object]) -> QMenu:
        """Open the list of items under « Point 3 / 9 », where the list itself has no room."""
        menu = QMenu(self)
        for item in items:
            words = _("{n}. {title}").format(n=item.row.position, title=item.row.title)
            action = menu.addAction(words.replace("&", "&&"), partial(choose, item.row.id))
            action.setCheckable(True)
            action.setChecked(item.running)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._point.mapToGlobal(self._point.rect().bottomLeft()))
        return menu

    def _open_menu(self) -> None:
        self._menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))
