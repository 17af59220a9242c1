"""The table of the commitments: several rows may be chosen, to be acted upon together."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

from coprodesk.domain.i18n import _
from coprodesk.queries.commitments import CommitmentRow
from coprodesk.ui.pages.commitment_rows import columns, row_id
from coprodesk.ui.rows import RowsModel
from coprodesk.ui.rows_view import RowsTable

_FLAG = QItemSelectionModel.SelectionFlag


class CommitmentTable(RowsTable):
    """Maj+↓ and Maj+↑ extend the choice, Ctrl+Espace adds or leaves out a row, Ctrl+A takes what is shown.

    `several(object)` tells the rows chosen, in their order; `resorted()` that another column sorts the list,
    whose rows are then to be read again.
    """

    several = Signal(object)
    resorted = Signal()
    _sorting = False

    def __init__(self) -> None:
        super().__init__(RowsModel(columns(), row_id), _("Engagements"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._loading = False
        self.selectionModel().selectionChanged.connect(self._told)

    def selected(self) -> tuple[CommitmentRow, ...]:
        """Return the rows chosen, in the order of the list."""
        numbers = sorted({index.row() for index in self.selectionModel().selectedRows()})
        rows = (self.rows.row(n) for n in numbers)
        return tuple(row for row in rows if isinstance(row, CommitmentRow))

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows; those of the choice that are still there stay chosen."""
        kept = {row.id for row in self.selected()}
        self._loading = True
        super().set_rows(rows)
        if len(kept) > 1:
            model = self.selectionModel()
            for number in range(self.rows.rowCount()):
                row = self.rows.row(number)
                if isinstance(row, CommitmentRow) and row.id in kept:
                    model.select(self.rows.index(number, 0), _FLAG.Select | _FLAG.Rows)
        self._loading = False

    def selectionCommand(
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """Choose one row when the program does, whatever keys are held down at that time."""
        if event is None:
            return _FLAG.ClearAndSelect | _FLAG.Rows
        return super().selectionCommand(index, event)

    def sort_by(self, column: int, *, down: bool = False) -> None:
        """Sort, and tell that the rows are to be read again in that order."""
        self._sorting = True
        super().sort_by(column, down=down)
        self._sorting = False
        self.resorted.emit()

    def _laid(self) -> None:
        """Measure once: after a sort the rows are read again."""
        if not self._sorting:
            super()._laid()

    def _told(self) -> None:
        if not self._loading:
            self.several.emit(self.selected())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Extend the choice over the headings; Échap first goes back to one row."""
        shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        ctrl = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if shift and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._extend(1 if event.key() == Qt.Key.Key_Down else -1)
        elif ctrl and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._move_only(1 if event.key() == Qt.Key.Key_Down else -1)
        elif ctrl and event.key() == Qt.Key.Key_Space:
            self.selectionModel().select(self.currentIndex(), _FLAG.Toggle | _FLAG.Rows)
        else:
            super().keyPressEvent(event)

    def _next(self, way: int) -> int:
        number = self.currentIndex().row() + way
        while 0 <= number < self.rows.rowCount() and self.rows.is_group(number):
            number += way
        return number if 0 <= number < self.rows.rowCount() else -1

    def _extend(self, way: int) -> None:
        """Choose the next row too, or let the last one go when coming back."""
        number = self._next(way)
        if number < 0:
            return
        model, column = self.selectionModel(), self.first_column()
        target = self.rows.index(number, column)
        if model.isSelected(target):
            model.select(self.currentIndex(), _FLAG.Deselect | _FLAG.Rows)
        model.setCurrentIndex(target, _FLAG.Select | _FLAG.Rows)
        self.scrollTo(target)

    def _move_only(self, way: int) -> None:
        """Move without changing the choice."""
        number = self._next(way)
        if number >= 0:
            target = self.rows.index(number, self.first_column())
            self.selectionModel().setCurrentIndex(target, _FLAG.NoUpdate)
            self.scrollTo(target)

    def single(self) -> bool:
        """Go back to the current row alone; returns whether there were several."""
        if len(self.selected()) < 2:
            return False
        self.selectionModel().setCurrentIndex(self.currentIndex(), _FLAG.ClearAndSelect | _FLAG.Rows)
        return True
