"""Which column of a table gives what: a choice for each field, what its first line holds, what is left."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from PySide6.QtWidgets import QGridLayout, QWidget

from coprodesk.domain.i18n import _
from coprodesk.exchange.sheets import Sheet
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets import ComboBox

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
    """The choices, filled by `fill`; `left_titles` tells the titles that give nothing."""

    def __init__(
        self, columns: Columns[F], left_titles: Callable[[tuple[str, ...]], tuple[str, ...]]
    ) -> None:
        super().__init__()
        self._columns, self._left_titles = columns, left_titles
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
        self.left_out = Label("", "small", "soon", wrap=True)
        self._grid.addWidget(self.left_out, last, 0, 1, 3)
        self._grid.setRowStretch(last + 1, 1)
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
        """Show what the first line holds for each field, and which columns are left out."""
        chosen, rows = self.mapping(), self._sheet.rows
        for field, example in self._examples.items():
            example.setText(rows[0][chosen[field]][:60] if rows and field in chosen else "")
        left = self._left_titles(self._sheet.header)
        names = ", ".join(f"«\u00a0{title}\u00a0»" for title in left)
        self.left_out.setText(
            _("Colonnes laissées de côté\u00a0: {names}").format(names=names) if left else ""
        )
