"""The heat map on screen: names and rates stay, the meetings scroll; the keyboard walks its cells."""

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
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
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QToolTip, QWidget

from coprodesk.documents import heat_map
from coprodesk.documents.chart_parts import Behind
from coprodesk.documents.heat_map import CELL_H, CELL_W, HEAD, ROW, HeatTable
from coprodesk.documents.picture import Picture
from coprodesk.domain.i18n import _
from coprodesk.ui import paint, theme
from coprodesk.ui.paint_picture import draw_picture
from coprodesk.ui.widgets.scroll import dress

_EMPTY = HeatTable("", "", (), ())
_RING = 3


class _Pane(QWidget):
    """A pane that only shows one picture."""

    def __init__(self) -> None:
        super().__init__()
        self.picture = Picture(1, 1, ())
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_picture(self, picture: Picture) -> None:
        """Show another picture, at the text size."""
        self.picture = picture
        self.setFixedSize(theme.px(picture.width), theme.px(picture.height) + _RING)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture."""
        p = QPainter(self)
        scale = theme.scale()
        draw_picture(p, self.picture, QRectF(0, 0, self.picture.width * scale, self.picture.height * scale))
        p.end()


class _Cells(QWidget):
    """The meetings: only what is seen is drawn, each column once."""

    def __init__(self, owner: "HeatMapView") -> None:
        super().__init__()
        self._owner = owner
        self.columns: dict[int, Picture] = {}
        self.lefts: list[float] = [0.0]
        self.setMouseTracking(True)

    def take(self, table: HeatTable) -> None:
        """Lay out other meetings."""
        self.columns = {}
        self.lefts = heat_map.column_lefts(table.columns)
        self.setFixedSize(theme.px(self.lefts[-1]) + 2 * _RING, theme.px(table.height) + _RING)
        self.update()

    def spot(self, line: int, at: int) -> QRect:
        """Return the room of a cell."""
        scale = theme.scale()
        left, top = self.lefts[at], HEAD + ROW * line
        return QRectF(left * scale + _RING, top * scale, CELL_W * scale, CELL_H * scale).toRect()

    def at(self, point: QPointF) -> tuple[int, int] | None:
        """Return (line, column) under a point; the line below the last is that of the sums."""
        scale = theme.scale()
        x, y = (point.x() - _RING) / scale, point.y() / scale
        column = next((n for n, left in enumerate(self.lefts[:-1]) if left <= x < left + CELL_W), -1)
        return None if column < 0 else (int((y - HEAD) // ROW), column)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the columns in sight, and the ring."""
        p = QPainter(self)
        scale, seen = theme.scale(), event.rect()
        for index, left in enumerate(self.lefts[:-1]):
            x = left * scale + _RING
            # A year reaches to the right of its column, hence the wider margin.
            if x + 2 * CELL_W * scale < seen.left() or x > seen.right():
                continue
            if index not in self.columns:
                self.columns[index] = heat_map.heat_column(self._owner.table, index)
            picture = self.columns[index]
            draw_picture(p, picture, QRectF(x, 0, picture.width * scale, picture.height * scale))
        line, at = self._owner.place
        if self._owner.hasFocus() and at >= 0 and self._owner.table.rows:
            paint.focus_ring(p, QRectF(self.spot(line, at).adjusted(-_RING, -_RING, _RING, _RING)))
        p.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ask for the meeting under the pointer."""
        found = self.at(event.position())
        if found is not None:
            self._owner.choose(*found)
            self._owner.open_place()

    def event(self, event: QEvent) -> bool:
        """Say the cell under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = self.at(QPointF(event.pos()))
            words = ""
            table = self._owner.table
            if found is not None and 0 <= found[0] < len(table.rows):
                words = heat_map.cell_words(table, *found)
            elif found is not None:
                words = table.columns[found[1]].words
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)


class HeatMapView(QWidget):
    """Institutions by meetings. Arrows walk the cells, ← of the first one goes to the names.

    `opened(Behind)` tells what was asked for by Entrée or a click: a meeting, or an institution.
    """

    ACCESSIBLE_ROLE = QAccessible.Role.Chart

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = _EMPTY
        self.place = (0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._names, self._rates = _Pane(), _Pane()
        self.cells = _Cells(self)
        self.area = dress(QScrollArea())
        self.area.setWidgetResizable(False)
        self.area.setWidget(self.cells)
        self.cells.setAutoFillBackground(False)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        row = QHBoxLayout(self)
        row.setContentsMargins(_RING, _RING, 0, 0)
        row.setSpacing(2)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self._names, 0, top)
        row.addWidget(self.area, 1000, top)
        row.addWidget(self._rates, 0, top)
        row.addStretch(1)
        self.area.horizontalScrollBar().rangeChanged.connect(self._pin)
        theme.notifier().changed.connect(self._lay)

    def show_table(self, table: HeatTable) -> None:
        """Show other figures; of a new set of meetings the latest is in sight."""
        moved = [one.id for one in table.columns] != [one.id for one in self.table.columns]
        self.table = table
        last = max(0, len(table.columns) - 1)
        line = min(self.place[0], max(0, len(table.rows) - 1))
        self.place = (line, last if moved else min(self.place[1], last))
        self._lay()
        self._pin()
        self._tell()

    def _pin(self) -> None:
        """Keep the latest meeting in sight as long as the keyboard is on it."""
        bar = self.area.horizontalScrollBar()
        if self.place[1] == len(self.table.columns) - 1:
            bar.setValue(bar.maximum())

    def _lay(self) -> None:
        self._names.show_picture(heat_map.heat_names(self.table))
        self._rates.show_picture(heat_map.heat_rates(self.table))
        self.cells.take(self.table)
        self.area.setMaximumWidth(self.cells.width())
        self._fit()
        self.update()

    def _fit(self) -> None:
        """Keep the room of the scroll bar only while there is one."""
        self.area.setFixedHeight(self.cells.height() + self._bar())
        self.updateGeometry()

    def _bar(self) -> int:
        fits = self.width() >= self._wide() + self.cells.width()
        return 0 if fits else self.area.horizontalScrollBar().sizeHint().height()

    def _wide(self) -> int:
        """Return the width of what does not scroll."""
        return self._names.width() + self._rates.width() + 3 * _RING

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room for the scroll bar, or take it back."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """The whole map."""
        return QSize(self._wide() + self.cells.width(), self.cells.height() + self._bar() + _RING)

    def minimumSizeHint(self) -> QSize:
        """Names, rates and four meetings: the others scroll."""
        return QSize(self._wide() + theme.px(3 * (CELL_W + 6)), self.cells.height() + self._bar() + _RING)

    def _tell(self) -> None:
        line, at = self.place
        if not self.table.rows or not self.hasFocus():
            self.setAccessibleName(self.table.title)
            self.setAccessibleDescription(heat_map.alt(self.table))
        elif at < 0:
            row = self.table.rows[line]
            said = f"{row.name}, {row.rate}, {self.table.window}"
            self.setAccessibleName(f"{said}, {row.remark}" if row.remark else said)
        else:
            self.setAccessibleName(heat_map.cell_words(self.table, line, at))

    def choose(self, line: int, at: int) -> None:
        """Go to a cell, or with -1 to the name of an institution, and bring it in sight."""
        rows, columns = len(self.table.rows), len(self.table.columns)
        if not rows:
            return
        self.place = (min(max(line, 0), rows - 1), min(max(at, -1), columns - 1))
        if self.place[1] >= 0:
            spot = self.cells.spot(*self.place)
            self.area.ensureVisible(spot.center().x(), 0, spot.width(), 0)
        self._tell()
        self.cells.update()
        self.update()

    def open_place(self) -> None:
        """Ask for the meeting of the cell, or the institution of the name."""
        line, at = self.place
        if at >= 0 and self.table.columns:
            self.opened.emit(Behind("meeting", (self.table.columns[at].id,)))
        elif self.table.rows:
            self.opened.emit(Behind("institution", (self.table.rows[line].id,)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows, Début and Fin; Entrée opens the meeting or the partner."""
        line, at = self.place
        moves = {
            Qt.Key.Key_Right: (line, at + 1),
            Qt.Key.Key_Left: (line, at - 1),
            Qt.Key.Key_Up: (line - 1, at),
            Qt.Key.Key_Down: (line + 1, at),
            Qt.Key.Key_Home: (line, -1),
            Qt.Key.Key_End: (line, len(self.table.columns) - 1),
        }
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.open_place()
        elif key in moves and not event.modifiers():
            self.choose(*moves[key])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ask for the institution whose name or rate is under the pointer."""
        y = (event.position().y() - _RING) / theme.scale()
        line = int((y - HEAD) // ROW)
        if 0 <= line < len(self.table.rows):
            self.choose(line, -1)
            self.open_place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring around a name."""
        if self.hasFocus() and self.place[1] < 0 and self.table.rows:
            p = QPainter(self)
            scale = theme.scale()
            top = (HEAD + ROW * self.place[0]) * scale + _RING
            paint.focus_ring(p, QRectF(0, top, self._names.width() + _RING, CELL_H * scale))
            p.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self._tell()
        self.cells.update()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self._tell()
        self.cells.update()
        self.update()


class HeatLegend(_Pane):
    """The five states in words."""

    def __init__(self) -> None:
        super().__init__()
        theme.notifier().changed.connect(self._redraw)
        self.setAccessibleName(_("Légende"))
        self._redraw()

    def _redraw(self) -> None:
        self.show_picture(heat_map.heat_legend())
