"""The sidebar: council, places, and the bottom places; a rail of icons when the window is narrow."""

from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from coprodesk.domain.i18n import _
from coprodesk.ui import icons, paint, theme
from coprodesk.ui.room import Room
from coprodesk.ui.widgets.cards import Separator
from coprodesk.ui.widgets.header import ElidedLabel
from coprodesk.ui.widgets.marks import Monogram, initials

WIDE, RAIL = 212, 56


class Place(NamedTuple):
    """An item of the sidebar: page id, label, icon, a number that is shown when above 0, and where it stands.

    `badge_words` says the number aloud: « 3 en retard ».
    """

    id: str
    label: str
    icon: str
    badge: int = 0
    bottom: bool = False
    badge_words: str = ""


class NavItem(QAbstractButton):
    """One place: icon, label, number; the present one has a surface, a line and an accent bar."""

    def __init__(self, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = place
        self._rail = False
        self._here = False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.notifier().changed.connect(self.updateGeometry)
        self.set_place(place)

    def set_place(self, place: Place) -> None:
        """Change label or number."""
        self.place = place
        self.setText(place.label)
        said = place.badge_words or str(place.badge)
        self.setAccessibleName(f"{place.label}, {said}" if place.badge else place.label)
        self.setToolTip(self.accessibleName() if self._rail else "")
        self.update()

    def is_here(self) -> bool:
        """Say whether this is the present place. It is no box: a screen reader presses it, and it opens."""
        return self._here

    def set_here(self, on: bool) -> None:
        """Mark the present place, also for who does not see it."""
        self._here = on
        self.setAccessibleDescription(_("lieu affiché") if on else "")
        self.update()

    def set_rail(self, on: bool) -> None:
        """Show the icon alone, with the label as tool tip."""
        self._rail = on
        self.set_place(self.place)

    def sizeHint(self) -> QSize:
        """36 high at least."""
        height = 36 if self._rail else max(36, round(paint.line_height()) + 12)
        return QSize(40 if self._rail else 196, height)

    def minimumSizeHint(self) -> QSize:
        """The same height, any width."""
        return QSize(36, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↑ and ↓ walk through the places, Entrée opens."""
        if event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, bar, icon, label and number."""
        p = QPainter(self)
        whole = QRectF(self.rect())
        here = self._here
        if here:
            paint.box(p, whole, "surface", "line", 6)
            paint.fill(p, QRectF(0, 9, 3, whole.height() - 18), "accent")
        elif self.underMouse():
            paint.box(p, whole, "hover", None, 6)
        side = theme.px(icons.SIZE) if not self._rail else icons.SIZE
        left = (whole.width() - side) / 2 if self._rail else 12.0
        tint = "accent" if here else "text2"
        paint.icon(p, QRectF(left, 0, side, whole.height()), self.place.icon, tint)
        number = str(self.place.badge) if self.place.badge > 0 else ""
        if self._rail:
            if number:
                spot = QRectF(whole.width() / 2 + 4, 2, whole.width() / 2 - 4, 14)
                paint.text(p, spot, number, "cap", "late")
        else:
            room = paint.advance(number, "small_strong") + 20 if number else 8
            words = QRectF(left + side + 10, 0, whole.width() - left - side - 10 - room, whole.height())
            cut = paint.text(p, words, self.text(), "strong" if here else "body", "text" if here else "text2")
            if cut and not self.toolTip():
                self.setToolTip(self.accessibleName())
            right = Qt.AlignmentFlag.AlignRight
            paint.text(p, whole.adjusted(0, 0, -12, 0), number, "small_strong", "late", right)
        if self.hasFocus():
            paint.focus_ring(p, whole)
        p.end()


class Sidebar(QWidget):
    """The places given by the caller; `chosen(str)` tells the id of the one asked for."""

    chosen = Signal(str)

    def __init__(
        self, places: list[Place], council: str = "", kind: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Navigation"))
        self._items: dict[str, NavItem] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 12, 8, 8)
        self._column.setSpacing(2)
        self._monogram = Monogram("", rigid=True)
        self._name = ElidedLabel("", "small_strong")
        self._kind = ElidedLabel("", "tiny", "text2")
        self._words = QWidget()
        self._column.addLayout(self._head())
        self._column.addSpacing(14)
        for place in (place for place in places if not place.bottom):
            self._column.addWidget(self._item(place))
        self._column.addStretch(1)
        self._line = Separator(role="line2")
        self._column.addWidget(self._line)
        self._column.addSpacing(4)
        self._bottom = [place.id for place in places if place.bottom]
        for place in (place for place in places if place.bottom):
            self._column.addWidget(self._item(place))
        self._more = NavItem(Place("", _("Autres lieux"), "more"))
        self._more.clicked.connect(self._open_menu)
        self._menu = QMenu(self)
        self._column.addWidget(self._more)
        self._more.hide()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)
        self.set_council(council, kind)
        self.set_room(Room())
        theme.notifier().changed.connect(self._restyled)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(4, 0, 4, 0)
        row.setSpacing(10)
        row.addWidget(self._monogram)
        column = QVBoxLayout(self._words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._name)
        column.addWidget(self._kind)
        row.addWidget(self._words, 1)
        return row

    def _item(self, place: Place) -> NavItem:
        item = NavItem(place)
        self._items[place.id] = item
        item.clicked.connect(self._clicked)
        return item

    def set_council(self, name: str, kind: str) -> None:
        """Show the council's name and kind (« CLSPD »), and its initials in the square."""
        self._name.setText(name)
        self._kind.setText(kind)
        self._monogram.set_letters(initials(name))
        self._monogram.setAccessibleName(name)
        self._monogram.setToolTip(f"{name}, {kind}" if kind else name)

    def set_badge(self, place: str, number: int, words: str = "") -> None:
        """Change the number of a place; 0 takes it away. KeyError when the place is not there."""
        item = self._items[place]
        item.set_place(item.place._replace(badge=number, badge_words=words))

    def select(self, place: str) -> None:
        """Mark the present place; an id that is not a place leaves none marked."""
        for key, item in self._items.items():
            item.set_here(key == place)

    def items(self) -> list[NavItem]:
        """Return the items in their order."""
        return list(self._items.values())

    def set_room(self, room: Room, *, rail: bool | None = None) -> None:
        """Become a rail under 1180 px (or when `rail` says so); fold the bottom places when very low."""
        narrow = room.width == "compact" if rail is None else rail
        self._narrow = narrow
        self._words.setVisible(not narrow)
        for item in (*self._items.values(), self._more):
            item.set_rail(narrow)
        folded = room.height == "very_low" and len(self._bottom) > 1
        for key in self._bottom:
            self._items[key].setVisible(not folded)
        self._more.setVisible(folded)
        self._line.setVisible(bool(self._bottom) and not folded)
        self._restyled()

    def _restyled(self) -> None:
        self.setFixedWidth(RAIL if self._narrow else theme.px(WIDE))
        self.update()

    def _clicked(self) -> None:
        item = self.sender()
        if isinstance(item, NavItem):
            self.chosen.emit(item.place.id)

    def _open_menu(self) -> None:
        self._menu.clear()
        for key in self._bottom:
            item = self._items[key]
            action = self._menu.addAction(item.place.label)
            action.triggered.connect(item.click)
        corner = self._more.mapToGlobal(self._more.rect().topRight())
        self._menu.popup(corner)

    def minimumSizeHint(self) -> QSize:
        """Any height will do: the window class folds the bottom places before they are cut."""
        return QSize(self.width(), 200)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground and right line."""
        p = QPainter(self)
        paint.fill(p, self.rect(), "sidebar")
        paint.fill(p, QRectF(self.width() - 1, 0, 1, self.height()), "line")
        p.end()
