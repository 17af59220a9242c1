"""A list of rows as a table model: cells as words, shapes and roles; groups; French order."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from coprodesk.documents.picture import Presence
from coprodesk.domain.french import sort_key
from coprodesk.domain.i18n import _, labelled
from coprodesk.ui.paint import Chip, presence_words

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex

CELL_ROLE = int(Qt.ItemDataRole.UserRole)
ROW_ROLE = CELL_ROLE + 1
_ROOT = QModelIndex()


class Cell(NamedTuple):
    """What one cell shows: a chip, a ring (`score` of `total`), a presence letter, or one or two lines.

    `tint` and `second_tint` are colour roles, `icon` stands before the text, `tag` at the right of it.
    `indent` counts the steps to the right of what stands below another row. `said` replaces the words
    read aloud and copied.
    """

    text: str = ""
    second: str = ""
    tint: str = "text"
    second_tint: str = "text2"
    strong: bool = False
    small: bool = False
    chip: Chip | None = None
    score: int | None = None
    total: int = 8
    presence: Presence | None = None
    icon: str = ""
    tag: Chip | None = None
    indent: int = 0
    said: str = ""

    @property
    def words(self) -> str:
        """The whole cell in words, for screen readers, tool tips and the clipboard."""
        if self.said:
            return self.said
        parts = [self.text, self.second]
        if self.chip is not None:
            parts.insert(0, self.chip.text)
        if self.score is not None:
            parts.insert(0, f"{self.score} / {self.total}")
        if self.presence is not None:
            parts.insert(0, presence_words()[self.presence])
        if self.tag is not None:
            parts.append(self.tag.text)
        return ", ".join(part for part in parts if part)


class Column(NamedTuple, Generic[T]):
    """One column: title, what it shows of a row, and its room in logical pixels.

    `sort` is the sort key (default: French order of the words); `sortable` False forbids sorting.
    `stretch` marks the one column that takes the rest. `drop` > 0 lets the column go when the
    stretching one falls under 240, the lowest number first.
    """

    title: str
    cell: Callable[[T], Cell]
    width: int = 120
    stretch: bool = False
    sort: Callable[[T], Any] | None = None
    sortable: bool = True
    drop: int = 0

    def sort_value(self, row: T) -> Any:
        """Return the key by which `row` is sorted in this column."""
        return sort_key(self.cell(row).words) if self.sort is None else self.sort(row)


class Group(NamedTuple):
    """A row that names the rows below it: title and a line of facts; it cannot be selected."""

    title: str
    facts: str = ""


class RowsModel(QAbstractTableModel, Generic[T]):
    """Rows and groups in the order given, sorted inside each group on demand.

    `key` names a row (its id), so that the selection survives a refresh.
    """

    def __init__(self, columns: Sequence[Column[T]], key: Callable[[T], Hashable]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.key = key
        self._given: list[T | Group] = []
        self._shown: list[T | Group] = []
        self._cells: dict[tuple[int, int], Cell] = {}
        self._column, self._descending = -1, False

    def set_rows(self, rows: Sequence[T | Group]) -> None:
        """Show other rows; the order asked for by the header stays."""
        self.beginResetModel()
        self._given = list(rows)
        self._shown = self._sorted()
        self._cells.clear()
        self.endResetModel()

    def row(self, number: int) -> T | Group:
        """Return what stands in line `number`."""
        return self._shown[number]

    def is_group(self, number: int) -> bool:
        """Say whether line `number` is a group."""
        return isinstance(self._shown[number], Group)

    def find(self, key: Hashable) -> int:
        """Return the line of the row named `key`, -1 when it is not there."""
        for number, row in enumerate(self._shown):
            if not isinstance(row, Group) and self.key(row) == key:
                return number
        return -1

    def cell(self, number: int, column: int) -> Cell:
        """Return what the cell shows; a group shows its title in the first column."""
        place = (number, column)
        if place not in self._cells:
            row = self._shown[number]
            if isinstance(row, Group):
                made = Cell(row.title, row.facts) if column == 0 else Cell()
            else:
                made = self.columns[column].cell(row)
            self._cells[place] = made
        return self._cells[place]

    def summary(self, number: int) -> str:
        """Return the whole line in words: « État : En retard. Engagement : … »."""
        row = self._shown[number]
        if isinstance(row, Group):
            return f"{row.title}, {row.facts}" if row.facts else row.title
        parts = []
        for index, column in enumerate(self.columns):
            words = self.cell(number, index).words
            if words:
                parts.append(labelled(column.title, words) if column.title else words)
        return ". ".join(parts)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return the number of lines, groups included."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return words for reading, the `Cell` for `CELL_ROLE`, the row itself for `ROW_ROLE`."""
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        if role == CELL_ROLE:
            return self.cell(index.row(), index.column())
        if role == ROW_ROLE:
            return self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell(index.row(), index.column()).words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._accessible(index)
        return None

    def _accessible(self, index: Index) -> str:
        if index.column() == 0:
            return self.summary(index.row())
        title = self.columns[index.column()].title
        return labelled(title, self.cell(index.row(), index.column()).words or _("vide"))

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the column titles, at the left."""
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be selected, groups cannot."""
        if not index.isValid() or self.is_group(index.row()):
            return Qt.ItemFlag.ItemIsEnabled if index.isValid() else Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort the rows inside their groups; -1 goes back to the order given."""
        if column >= 0 and not self.columns[column].sortable:
            return
        self._column, self._descending = column, order == Qt.SortOrder.DescendingOrder
        self.layoutAboutToBeChanged.emit()
        self._shown = self._sorted()
        self._cells.clear()
        self.layoutChanged.emit()

    def _sorted(self) -> list[T | Group]:
        if self._column < 0:
            return list(self._given)
        column = self.columns[self._column]
        shown: list[T | Group] = []
        block: list[T] = []
        for row in [*self._given, Group("")]:
            if isinstance(row, Group):
                block.sort(key=column.sort_value, reverse=self._descending)
                shown += block
                shown.append(row)
                block = []
            else:
                block.append(row)
        return shown[:-1]
