"""The charts of the observatory on screen: looked at, walked through by keyboard, asked for their rows."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from coprodesk.documents.chart_parts import Chart, Mark
from coprodesk.domain.i18n import _
from coprodesk.ui import paint, theme
from coprodesk.ui.actions import make
from coprodesk.ui.paint_picture import draw_picture
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Card
from coprodesk.ui.widgets.marks import IconMark

NARROWEST = 240
_RING = 3.0
_LONG_FIGURE = 10


class ChartView(QWidget):
    """One chart, drawn at the width it is given; arrows walk through its marks, Entrée opens their rows.

    `opened(Mark)` tells the mark asked for.
    """

    ACCESSIBLE_ROLE = QAccessible.Role.Chart

    opened = Signal(object)

    def __init__(self, build: Callable[[float], Chart], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._build = build
        self._cursor = 0
        self.chart = build(float(NARROWEST))
        self._drawn_at = float(NARROWEST)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        theme.notifier().changed.connect(self._redraw)
        self._take(self.chart)

    def set_build(self, build: Callable[[float], Chart]) -> None:
        """Draw other figures; the place among the marks stays."""
        self._build = build
        self._redraw()

    def _redraw(self) -> None:
        self._drawn_at = max(1.0, self.width() / theme.scale() - 2 * _RING)
        self._take(self._build(self._drawn_at))

    def _take(self, chart: Chart) -> None:
        self.chart = chart
        self._cursor = min(self._cursor, max(0, len(chart.marks) - 1))
        self.setFixedHeight(round((chart.picture.height + 2 * _RING) * theme.scale()))
        self.setAccessibleDescription(chart.alt)
        self._tell()
        self.update()

    def _tell(self) -> None:
        here = self.mark()
        walked = self.hasFocus() and here is not None
        self.setAccessibleName(here.words if walked and here is not None else self.chart.title)

    def mark(self) -> Mark | None:
        """Return the mark the keyboard is on."""
        return self.chart.marks[self._cursor] if self.chart.marks else None

    def sizeHint(self) -> QSize:
        """The height of the picture; any width."""
        return QSize(theme.px(310), self.height())

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for the smallest window."""
        return QSize(NARROWEST, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw again for another width."""
        super().resizeEvent(event)
        if abs(self.width() / theme.scale() - 2 * _RING - self._drawn_at) >= 1:
            self._redraw()

    def _spot(self, one: Mark) -> QRectF:
        scale = theme.scale()
        return QRectF((one.x + _RING) * scale, (one.y + _RING) * scale, one.w * scale, one.h * scale)

    def _at(self, point: QPointF) -> int:
        return next((at for at, one in enumerate(self.chart.marks) if self._spot(one).contains(point)), -1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chart, and the ring around the mark the keyboard is on."""
        p = QPainter(self)
        scale, picture = theme.scale(), self.chart.picture
        room = QRectF(_RING * scale, _RING * scale, picture.width * scale, picture.height * scale)
        draw_picture(p, picture, room)
        here = self.mark()
        if self.hasFocus():
            spot = QRectF(self.rect()) if here is None else self._spot(here)
            paint.focus_ring(p, spot.adjusted(-_RING, -_RING, _RING, _RING).intersected(QRectF(self.rect())))
        p.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows, Début and Fin; Entrée and Espace ask for the rows."""
        last = len(self.chart.marks) - 1
        moves = {
            Qt.Key.Key_Right: self._cursor + 1,
            Qt.Key.Key_Down: self._cursor + 1,
            Qt.Key.Key_Left: self._cursor - 1,
            Qt.Key.Key_Up: self._cursor - 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key, here = Qt.Key(event.key()), self.mark()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and here is not None:
            self.opened.emit(here)
        elif key in moves and not event.modifiers():
            self._cursor = min(max(moves[key], 0), max(0, last))
            self._tell()
            self.update()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ask for the rows of the mark under the pointer."""
        at = self._at(event.position())
        if at >= 0:
            self._cursor = at
            self._tell()
            self.update()
            self.opened.emit(self.chart.marks[at])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over what can be opened."""
        at = self._at(event.position())
        behind = self.chart.marks[at].behind if at >= 0 else None
        hand = behind is not None and bool(behind.ids)
        self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)

    def event(self, event: QEvent) -> bool:
        """Say the mark under the pointer in full."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.chart.marks[at].words if at >= 0 else "", self)
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self._tell()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self._tell()
        self.update()


class ChartCard(Card):
    """A chart under its title, with « Tableau » (T) and a line of words below.

    `figure` and its words stand above the chart, for the one number a card is about. `asked(Mark)` tells
    the mark opened, `table_asked(Chart)` the chart whose table is wanted.
    """

    asked = Signal(object)
    table_asked = Signal(object)

    def __init__(self, build: Callable[[float], Chart], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.view = ChartView(build)
        self.view.opened.connect(self.asked)
        self._heading = Label(self.view.chart.title, "small_strong", wrap=True)
        self.button = table_button(self, self._ask_table)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._heading, 1)
        head.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(head)
        self._figure = Label("", "figure")
        self._about = Label("", "small", "text2", wrap=True)
        self._number = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._number.setSpacing(16)
        self._number.addWidget(self._figure)
        self._number.addWidget(self._about, 1)
        self.body.addLayout(self._number)
        self.body.addWidget(self.view)
        self.note = Label("", "small", "text2", wrap=True)
        self.body.addWidget(self.note)
        self.body.addStretch(1)
        self.show_words()

    def show_build(self, build: Callable[[float], Chart]) -> None:
        """Draw other figures."""
        self.view.set_build(build)
        self._heading.setText(self.view.chart.title)
        self.setAccessibleName(self.view.chart.title)
        self.button.setAccessibleName(_("Tableau\u00a0: {title}").format(title=self.view.chart.title))

    def show_words(self, figure: str = "", facts: str = "", note: str = "") -> None:
        """Show the one number with its words above the chart, and a line below it."""
        for label, words in ((self._figure, figure), (self._about, facts), (self.note, note)):
            label.setText(words)
            label.setVisible(bool(words))
        across = len(figure) < _LONG_FIGURE
        self._number.setDirection(
            QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom
        )
        self._number.setSpacing(16 if across else 4)

    def _ask_table(self) -> None:
        self.table_asked.emit(self.view.chart)


def table_button(card: QWidget, ask: Callable[[], object]) -> ActionButton:
    """Return the link « Tableau » of a card; T opens it while the keyboard is inside the card."""
    tip = _("Les mêmes chiffres en tableau, à copier ou à exporter (T)")
    return ActionButton(make(card, _("Tableau"), ask, shortcut="T", tip=tip), "link", cap=False)


def column_of(*widgets: QWidget) -> QVBoxLayout:
    """Return widgets one below the other, 12 apart, at the top of their room."""
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
    return column


class Reserved(QWidget):
    """The banner that says who may see these figures; it never goes away."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.setAccessibleName(sentence)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 3, 8, 3)
        row.setSpacing(10)
        row.addWidget(IconMark("lock", "conf"))
        row.addWidget(Label(sentence, "small", wrap=True), 1)
        self.setMinimumHeight(38)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tint, or a border where the system asks for contrast."""
        p = QPainter(self)
        plain = theme.plain()
        paint.box(p, QRectF(self.rect()), "surface" if plain else "conf_t", "conf" if plain else None, 8)
        p.end()
