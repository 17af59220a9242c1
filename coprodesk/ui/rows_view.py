"""The table that shows a RowsModel: rows by painter, keys, copy, columns that give way."""

from collections.abc import Hashable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QMenu,
    QTableView,
    QWidget,
)

from coprodesk.ui import paint, theme
from coprodesk.ui.rows import Cell, Group, RowsModel
from coprodesk.ui.rows_delegate import RowsDelegate
from coprodesk.ui.rows_paint import PAD, cell_width

STRETCH_FLOOR = 240
LEAST = 80
"""The least width of the stretching column: the widest other one gives way below it."""


def _is_mark(cell: Cell) -> bool:
    return cell.chip is not None or cell.score is not None


class RowsTable(QTableView):
    """The one table of the program over a RowsModel.

    `chosen(object)` tells the row the selection is on (None when there is none), `opened(object)` the
    row asked for by Entrée or a double click, `spaced(object)` the row Espace was hit on.
    """

    chosen = Signal(object)
    opened = Signal(object)
    spaced = Signal(object)
    widths_changed = Signal()

    def __init__(
        self, rows: "RowsModel[Any]", name: str, *, two_lines: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.rows = rows
        self.hovered = -1
        self._two_lines = two_lines
        self._placing = False
        self._floors: dict[int, int] = {}
        self._widths = {column.title: column.width for column in rows.columns}
        self.setModel(rows)
        self.setItemDelegate(RowsDelegate(self))
        self.setAccessibleName(name)
        self._dress()
        rows.modelReset.connect(self._laid)
        rows.layoutChanged.connect(self._laid)
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.doubleClicked.connect(self._double_clicked)
        theme.notifier().changed.connect(self._laid)

    def _dress(self) -> None:
        self.setViewport(_ground())
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(True)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setMinimumSectionSize(40)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.sectionResized.connect(self._resized)
        head.sectionClicked.connect(self._head_clicked)
        self._sorted_by = (-1, False)
        self._laid()

    def line_height(self) -> int:
        """Return the height of a row: 46 with two lines, 36 with one, more when the text is larger."""
        if self._two_lines:
            return max(46, round(paint.line_height() + paint.line_height("tiny")) + 8)
        return max(36, round(paint.line_height()) + 14)

    def first_column(self) -> int:
        """Return the first column that is not hidden."""
        return next((i for i in range(len(self.rows.columns)) if not self.isColumnHidden(i)), 0)

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows and groups; selection and place stay when their row is still there."""
        key = self.current_key()
        place = self.verticalScrollBar().value()
        self.rows.set_rows(rows)
        if key is not None:
            self.select(key, scroll=False)
        self.verticalScrollBar().setValue(place)

    def current(self) -> Any:
        """Return the selected row, or None."""
        index = self.currentIndex()
        if not index.isValid() or self.rows.is_group(index.row()):
            return None
        return self.rows.row(index.row())

    def current_key(self) -> Hashable | None:
        """Return the key of the selected row, or None."""
        row = self.current()
        return None if row is None else self.rows.key(row)

    def select(self, key: Hashable, *, scroll: bool = True) -> bool:
        """Select the row named `key`; returns whether it is there."""
        number = self.rows.find(key)
        if number < 0:
            return False
        index = self.rows.index(number, self.first_column())
        self.setCurrentIndex(index)
        if scroll:
            self.scrollTo(index)
        return True

    def select_first(self) -> bool:
        """Select the first row that is not a group; returns whether there is one."""
        for number in range(self.rows.rowCount()):
            if not self.rows.is_group(number):
                self.setCurrentIndex(self.rows.index(number, self.first_column()))
                return True
        return False

    def widths(self) -> dict[str, int]:
        """Return the widths to remember, by column title: those that were changed."""
        usual = {column.title: column.width for column in self.rows.columns}
        return {title: wide for title, wide in self._widths.items() if wide != usual[title]}

    def restore_widths(self, widths: dict[str, int]) -> None:
        """Take remembered widths; unknown titles are left out."""
        self._widths.update({title: wide for title, wide in widths.items() if title in self._widths})
        self._place_columns()

    def _laid(self) -> None:
        """Set heights and spans again, after a reset, a sort or a change of text size."""
        self.clearSpans()
        height = self.line_height()
        self.verticalHeader().setMinimumSectionSize(24)
        self.verticalHeader().setDefaultSectionSize(height)
        self.horizontalHeader().setFixedHeight(max(34, round(paint.line_height("head")) + 16))
        group_height = max(34, round(paint.line_height("small")) + 14)
        for number in range(self.rows.rowCount()):
            if self.rows.is_group(number):
                self.setRowHeight(number, group_height)
                if len(self.rows.columns) > 1:
                    self.setSpan(number, 0, 1, len(self.rows.columns))
            elif self.rowHeight(number) != height:
                self.setRowHeight(number, height)
        self._measure()
        self._place_columns()

    def _place_columns(self) -> None:
        """Give the stretching column the rest; drop columns while it has less than 240."""
        columns = self.rows.columns
        stretch = next((i for i, column in enumerate(columns) if column.stretch), len(columns) - 1)
        shown = list(range(len(columns)))
        room = self.viewport().width()
        for index in sorted((i for i in shown if columns[i].drop), key=lambda i: columns[i].drop):
            if room - sum(self._wide(i) for i in shown if i != stretch) >= theme.px(STRETCH_FLOOR):
                break
            shown.remove(index)
        self._placing = True
        for index in range(len(columns)):
            self.setColumnHidden(index, index not in shown)
            if index in shown and index != stretch:
                self.setColumnWidth(index, self._wide(index))
        rest = room - sum(self._wide(i) for i in shown if i != stretch)
        if rest < LEAST and self.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
            widest = max((i for i in shown if i != stretch), key=self._wide, default=stretch)
            self.setColumnWidth(widest, max(LEAST, self._wide(widest) - LEAST + rest))
        self.setColumnWidth(stretch, max(LEAST, rest))
        self._placing = False

    def _wide(self, index: int) -> int:
        """Return the width of a column; chips and rings are never cut."""
        return max(theme.px(self._widths[self.rows.columns[index].title]), self._floors.get(index, 0))

    def _measure(self) -> None:
        """Find what title and marks of the first lines ask for, by column; one of words has none in sight."""
        heads = {index: column.title for index, column in enumerate(self.rows.columns) if column.title}
        self._floors = {index: round(paint.advance(title, "head")) + 26 for index, title in heads.items()}
        lines = min(self.rows.rowCount(), 300)
        for index in range(len(self.rows.columns)):
            if not any(_is_mark(self.rows.cell(number, index)) for number in range(min(lines, 40))):
                continue
            marks = {cell for n in range(lines) if _is_mark(cell := self.rows.cell(n, index))}
            asked = max(round(cell_width(cell)) + PAD + 8 for cell in marks)
            self._floors[index] = max(asked, self._floors.get(index, 0))

    def _resized(self, index: int, _old: int, new: int) -> None:
        # Qt tells width 0 for a hidden column after each sort.
        if self._placing or self.rows.columns[index].stretch or not new:
            return
        self._widths[self.rows.columns[index].title] = round(new / theme.scale())
        self._place_columns()
        self.widths_changed.emit()

    def _head_clicked(self, section: int) -> None:
        """Sort by a column, then downwards, then back to the order given."""
        column, down = self._sorted_by
        if column != section:
            self.sort_by(section)
        else:
            self.sort_by(-1 if down else section, down=not down)

    def sorting(self) -> tuple[int, bool]:
        """Return the column sorted by, -1 for the order given, and whether it goes downwards."""
        return self._sorted_by

    def sort_by(self, column: int, *, down: bool = False) -> None:
        """Sort by a column, unless it cannot be sorted; -1 goes back to the order given."""
        if column >= 0 and not self.rows.columns[column].sortable:
            return
        key = self.current_key()
        self._sorted_by = (column, down and column >= 0)
        order = Qt.SortOrder.DescendingOrder if self._sorted_by[1] else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicatorShown(column >= 0)
        if column >= 0:
            self.horizontalHeader().setSortIndicator(column, order)
        self.rows.sort(column, order)
        if key is not None:
            self.select(key)

    def _moved(self, current: QModelIndex, _before: QModelIndex) -> None:
        row = self.rows.row(current.row()) if current.isValid() else None
        self.chosen.emit(None if isinstance(row, Group) else row)

    def _double_clicked(self, index: QModelIndex) -> None:
        row = self.rows.row(index.row())
        if not isinstance(row, Group):
            self.opened.emit(row)

    def shown_columns(self) -> list[int]:
        """Return the columns that are not hidden, in their order."""
        return [at for at in range(len(self.rows.columns)) if not self.isColumnHidden(at)]

    def copy_selection(self) -> None:
        """Put the selected rows on the clipboard, as tab-separated text and as an HTML table."""
        from coprodesk.ui import rows_out  # it brings spreadsheets, which no list needs to be shown

        numbers = sorted({index.row() for index in self.selectionModel().selectedRows()})
        rows_out.copy_rows(self, numbers)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show what can be done with the row, then what every table offers."""
        from coprodesk.ui import rows_out

        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        rows_out.fill_menu(self, menu)
        menu.popup(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, open (Entrée), show the panel (Espace), first and last row; arrows step over the groups."""
        row = self.current()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
        elif row is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(row)
        elif row is not None and event.key() == Qt.Key.Key_Space:
            self.spaced.emit(row)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and not event.modifiers():
            self._step(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() == Qt.Key.Key_Home:
            self.select_first()
            self.scrollToTop()
        elif event.key() == Qt.Key.Key_End:
            self.setCurrentIndex(self.rows.index(self.rows.rowCount() - 1, self.first_column()))
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not event.modifiers():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _step(self, way: int) -> None:
        number = self.currentIndex().row() + way if self.currentIndex().isValid() else 0
        while 0 <= number < self.rows.rowCount() and self.rows.is_group(number):
            number += way
        if 0 <= number < self.rows.rowCount():
            index = self.rows.index(number, self.first_column())
            self.setCurrentIndex(index)
            self.scrollTo(index)
        elif way < 0:
            self.scrollToTop()

    def keyboardSearch(self, search: str) -> None:
        """Typing letters does not move the selection: letters are actions on a list."""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer for the hover row."""
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(round(event.position().y())))

    def leaveEvent(self, event: QEvent) -> None:
        """No row is under the pointer any more."""
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, number: int) -> None:
        if number != self.hovered:
            self.hovered = number
            self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width again."""
        super().resizeEvent(event)
        self._place_columns()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Choose the first row when there is no choice yet, and show the ring."""
        super().focusInEvent(event)
        if self.current() is None:
            self.select_first()
        elif not self.selectionModel().hasSelection():
            self.selectRow(self.currentIndex().row())
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """A few rows; the layout gives more."""
        return QSize(480, self.line_height() * 6)

    def minimumSizeHint(self) -> QSize:
        """Head and one row: the table scrolls."""
        return QSize(200, self.line_height() + 34)


def _ground() -> QWidget:
    """Return what a list is painted on. For Qt's own one PySide6 would first make all its classes: 10 ms."""
    made = QWidget()
    made.setBackgroundRole(QPalette.ColorRole.Base)
    made.setAutoFillBackground(True)
    return made
