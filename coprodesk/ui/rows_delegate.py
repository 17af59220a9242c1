"""Paints the rows of the table: ground, selection, groups, and what each cell shows."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from coprodesk.ui import paint, theme
from coprodesk.ui.rows import CELL_ROLE, Cell
from coprodesk.ui.rows_paint import PAD, cell_width, paint_cell

if TYPE_CHECKING:
    from coprodesk.ui.rows_view import RowsTable


class RowsDelegate(QStyledItemDelegate):
    """Paints every kind of cell: chip, ring, presence, one or two lines; groups; the accent bar."""

    def __init__(self, table: "RowsTable") -> None:
        super().__init__(table)
        self._table = table

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw ground, line below, accent bar and content."""
        rect = QRectF(option.rect)
        cell: Cell = index.data(CELL_ROLE)
        table = self._table
        painter.save()
        if table.rows.is_group(index.row()):
            paint.fill(painter, rect, "sunken")
            self._line_below(painter, rect)
            self._paint_group(painter, rect, cell)
        else:
            selected = table.selectionModel().isRowSelected(index.row(), QModelIndex())
            if selected:
                paint.fill(painter, rect, "accent_t")
            elif table.hovered == index.row():
                paint.fill(painter, rect, "hover")
            self._line_below(painter, rect)
            if selected:
                self._mark(painter, rect, index)
            paint_cell(painter, rect.adjusted(PAD, 0, -6, -1), cell)
        painter.restore()

    def _line_below(self, p: QPainter, rect: QRectF) -> None:
        paint.fill(p, QRectF(rect.x(), rect.bottom() - 1, rect.width(), 1), "line")

    def _mark(self, p: QPainter, rect: QRectF, index: QModelIndex | QPersistentModelIndex) -> None:
        """Draw the accent bar, and the focus lines while the table has the keyboard."""
        accent = theme.color("accent")
        if index.column() == self._table.first_column():
            paint.fill(p, QRectF(rect.x(), rect.y(), 3, rect.height() - 1), accent)
        if self._table.hasFocus() and index.row() == self._table.currentIndex().row():
            paint.fill(p, QRectF(rect.x(), rect.y(), rect.width(), 2), accent)
            paint.fill(p, QRectF(rect.x(), rect.bottom() - 3, rect.width(), 2), accent)

    def _paint_group(self, p: QPainter, rect: QRectF, cell: Cell) -> None:
        left = rect.x() + PAD
        paint.text(
            p, QRectF(left, rect.y(), rect.right() - left, rect.height()), cell.text, "small_strong", "text2"
        )
        left += paint.advance(cell.text, "small_strong") + 12
        if cell.second and left < rect.right():
            paint.text(
                p, QRectF(left, rect.y(), rect.right() - left, rect.height()), cell.second, "tiny", "text2"
            )

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Rows have the table's height; the width is what the content asks for."""
        cell: Cell = index.data(CELL_ROLE)
        return QSize(round(cell_width(cell)) + PAD + 8, self._table.line_height())

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Show the whole words of a cell that is cut."""
        cell = index.data(CELL_ROLE)
        room = view.visualRect(index).width() - PAD - 6 if index.isValid() else 0
        if event.type() == QEvent.Type.ToolTip and cell is not None and cell_width(cell) > room + 1:
            QToolTip.showText(event.globalPos(), cell.words, view)
            return True
        QToolTip.hideText()
        return True
