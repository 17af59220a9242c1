"""Which column of a table gives what: a choice for each field, and what its first line holds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from coprodesk.domain.i18n import _
from coprodesk.exchange.sheets import Sheet
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.filters import ComboBox

F = TypeVar("F", bound=StrEnum)


@dataclass(frozen=True)
class Columns(Generic[F]):
    """What the columns of a table may give: `shown` in the order in which a person thinks of them.

    `what` names the import in the memory of columns.
    """

    what: str
    shown: tuple[F, ...]
    required: tuple[F, ...]
    label: Callable[[F], str]
    suggest: Callable[[tuple[str, ...]], dict[F, int]]


class ImportColumns(QWidget, Generic[F]):
    """The choices, filled by `fill`; `changed` at each choice."""

    changed = Signal()

    def __init__(self, columns: Columns[F]) -> None:
        super().__init__()
        self._columns = columns
        self._sheet = Sheet("", (), (), ())
        self._examples: dict[F, Label] = {}
        self.combos: dict[F, ComboBox] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 14, 0)
        self._grid.setVerticalSpacing(6)
        self._grid.setHorizontalSpacing(12)
        self._grid.setColumnStretch(2, 1)

    def fill(self, sheet: Sheet, suggested: Mapping[F, int]) -> None:
        """Offer the columns of a table, those suggested chosen."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._sheet = sheet
        self.combos.clear()
        self._examples.clear()
        for row, field in enumerate(self._columns.shown):
            self._add_field(row, field, suggested.get(field))
        last = len(self._columns.shown)
        self._grid.setRowStretch(last, 1)
        self._tell()

    def _add_field(self, row: int, field: F, chosen: int | None) -> None:
        name = self._columns.label(field)
        box = ComboBox(name)
        box.addItem(_("– aucune colonne –"), None)
        for number, title in enumerate(self._sheet.header):
            box.addItem(title or _("colonne {n} sans titre").format(n=number + 1), number)
        box.setCurrentIndex(max(box.findData(chosen), 0))
        needed = field in self._columns.required
        label = Label(_("{name} (obligatoire)").format(name=name) if needed else name, "small")
        label.setBuddy(box)
        self._examples[field] = Label("", "tiny", "text2")
        for column, widget in enumerate((label, box, self._examples[field])):
            self._grid.addWidget(widget, row, column)
        box.currentIndexChanged.connect(self._tell)
        self.combos[field] = box

    def mapping(self) -> Mapping[F, int]:
        """Return the column chosen for each field."""
        return {
            field: box.currentData() for field, box in self.combos.items() if box.currentData() is not None
        }

    def _tell(self) -> None:
        """Show what the first line holds for each field."""
        chosen, rows = self.mapping(), self._sheet.rows
        for field, example in self._examples.items():
            example.setText(rows[0][chosen[field]][:60] if rows and field in chosen else "")
        self.changed.emit()
