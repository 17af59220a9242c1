"""The matrix of themes and lead institutions: what is carried, and where nobody promised anything."""

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from coprodesk.domain.i18n import _, labelled, ngettext
from coprodesk.queries.commitment_matrix import Heading, Matrix
from coprodesk.ui import paint, theme

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_EMPTY = Matrix((), (), {})


class MatrixModel(QAbstractTableModel):
    """Rows are themes, columns institutions; the first column is the sum of the row."""

    def __init__(self) -> None:
        super().__init__()
        self.matrix = _EMPTY

    def load(self, matrix: Matrix) -> None:
        """Show another matrix."""
        self.beginResetModel()
        self.matrix = matrix
        self.endResetModel()

    def place(self, index: Index) -> tuple[Heading, Heading | None]:
        """Return the theme and the institution of a cell; None for the sum of a row."""
        lead = self.matrix.leads[index.column() - 1] if index.column() else None
        return self.matrix.themes[index.row()], lead

    def count(self, index: Index) -> int:
        """Return the count of a cell."""
        theme_of, lead = self.place(index)
        if lead is None:
            return self.matrix.of_theme(theme_of.id)
        return self.matrix.of(theme_of.id, lead.id)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return the number of themes."""
        return 0 if parent.isValid() else len(self.matrix.themes)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return the number of institutions, and the sum."""
        return 0 if parent.isValid() or not self.matrix.leads else len(self.matrix.leads) + 1

    def words(self, index: Index) -> str:
        """Return « Axe 2 · Victimes, LAV : 1 engagement »."""
        theme_of, lead = self.place(index)
        n = self.count(index)
        told = ngettext("{n} engagement", "{n} engagements", n).format(n=n) if n else _("aucun engagement")
        return labelled(f"{theme_of.name}, {lead.name if lead else _('en tout')}", told)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the count, and the cell in words."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return str(self.count(index) or "")
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.words(index)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the names: whole for the themes, short for the institutions."""
        if orientation == Qt.Orientation.Vertical:
            return self.matrix.themes[section].name if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.matrix.leads[section - 1].short_name if section else _("Total")
        if role == Qt.ItemDataRole.ToolTipRole and section:
            return self.matrix.leads[section - 1].name
        return None

    def lines(self) -> list[list[str]]:
        """Return the whole matrix as a table of words, its headings first."""
        leads = self.matrix.leads
        head = [_("Thème"), *(one.name for one in leads), _("Total")]
        rows = [
            [
                one.name,
                *(str(self.matrix.of(one.id, lead.id)) for lead in leads),
                str(self.matrix.of_theme(one.id)),
            ]
            for one in self.matrix.themes
        ]
        return [head, *rows]


class _LeadsHeader(QHeaderView):
    """The names of the institutions, upright: they are many and short."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def make_room(self, matrix: Matrix) -> None:
        """Become high enough for the longest name."""
        names = [one.short_name for one in matrix.leads]
        self.setFixedHeight(round(max((paint.advance(name, "tiny") for name in names), default=40)) + 20)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw one name from the bottom upwards."""
        area = QRectF(rect)
        painter.save()
        paint.fill(painter, area, "surface")
        paint.fill(painter, QRectF(area.x(), area.bottom() - 1, area.width(), 1), "line2")
        painter.translate(area.x(), area.bottom())
        painter.rotate(-90)
        words = str(self.model().headerData(section, Qt.Orientation.Horizontal))
        paint.text(painter, QRectF(10, 0, area.height() - 12, area.width()), words, "tiny", "text2")
        painter.restore()


class _CellDelegate(QStyledItemDelegate):
    """A count in its square; a hole is a dash on the sunken ground: the word « aucun » is in the tool tip."""

    def __init__(self, table: "MatrixTable") -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the square, the count, and the ring of the cell that has the keyboard."""
        model = self._table.cells
        rect = QRectF(option.rect).adjusted(2, 2, -2, -2)
        n = model.count(index)
        total = model.place(index)[1] is None
        painter.save()
        if not total:
            paint.box(painter, rect, "accent_t" if n else "sunken", "accent" if n else "line", 4)
        words = str(n) if n or total else "–"
        wide = paint.advance(words, "strong")
        left = rect.center().x() - wide / 2
        role = "strong" if n else "small"
        paint.text(
            painter, QRectF(left, rect.y(), wide + 4, rect.height()), words, role, "text" if n else "text3"
        )
        current = self._table.currentIndex()
        if (index.row(), index.column()) == (current.row(), current.column()):
            held = self._table.hasFocus()
            paint.box(painter, rect, None, "accent" if held else "ctl", 4, 2 if held else 1)
        painter.restore()


class MatrixTable(QTableView):
    """Arrows go from cell to cell, Entrée shows its commitments, Ctrl+C copies the whole table.

    `opened(object, object)` tells the theme and the institution (None: all) of the cell asked for.
    """

    opened = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.cells = MatrixModel()
        self.setModel(self.cells)
        self.leads = _LeadsHeader()
        self.setHorizontalHeader(self.leads)
        self.setItemDelegate(_CellDelegate(self))
        self.setAccessibleName(_("Matrice des thèmes et des partenaires"))
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setCornerButtonEnabled(False)
        for corner in self.findChildren(QAbstractButton):
            corner.installEventFilter(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        side = self.verticalHeader()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.doubleClicked.connect(self._open)
        theme.notifier().changed.connect(self._lay)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Paint the corner as the rest of the sheet."""
        if event.type() == QEvent.Type.Paint and isinstance(watched, QAbstractButton):
            painter = QPainter(watched)
            paint.fill(painter, watched.rect(), "surface")
            painter.end()
            return True
        return bool(super().eventFilter(watched, event))

    def load(self, matrix: Matrix) -> None:
        """Show another matrix; the cell that has the keyboard stays."""
        held = self.currentIndex()
        place = (max(0, held.row()), max(0, held.column()))
        self.cells.load(matrix)
        self._lay()
        if self.cells.rowCount():
            row, column = (
                min(place[0], self.cells.rowCount() - 1),
                min(place[1], self.cells.columnCount() - 1),
            )
            self.setCurrentIndex(self.cells.index(row, column))

    def _lay(self) -> None:
        wide = max(36, round(paint.line_height()) + 16)
        self.leads.make_room(self.cells.matrix)
        self.horizontalHeader().setMinimumSectionSize(24)
        self.horizontalHeader().setDefaultSectionSize(wide)
        self.verticalHeader().setDefaultSectionSize(max(36, round(paint.line_height()) + 14))
        names = [paint.advance(one.name, "head") for one in self.cells.matrix.themes]
        self.verticalHeader().setFixedWidth(min(theme.px(300), round(max(names, default=60)) + 32))

    def _open(self, index: QModelIndex) -> None:
        theme_of, lead = self.cells.place(index)
        self.opened.emit(theme_of, lead)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open a cell on Entrée, copy on Ctrl+C; arrows move."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in self.cells.lines()))
        else:
            super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Any room will do: the table scrolls."""
        return QSize(200, 120)
