"""What a chart opens: its data table, to copy or write to a file, and the rows behind one of its marks."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QImage, QImageWriter, QPainter
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from coprodesk.documents.chart_parts import Behind, Chart
from coprodesk.domain import french
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.domain.tables import DataTable, Value
from coprodesk.queries.observatory_rows import RowBehind, rows_behind
from coprodesk.ui import theme
from coprodesk.ui.actions import make
from coprodesk.ui.ask_place import ask_file
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import explain
from coprodesk.ui.exports import export_tables, write_export
from coprodesk.ui.paint_picture import draw_picture
from coprodesk.ui.rows import Cell, Column, RowsModel
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Banner

Line = tuple[int, tuple[Value, ...]]

PNG_SCALE = 3.0
_MARGIN = 16.0


class _Sheet(QDialog):
    """A table under its title, with a row of buttons; Échap closes."""

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.finished.connect(self.deleteLater)
        explain(self)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 20, 24, 20)
        self.column.setSpacing(12)
        self.column.addWidget(Label(title, "card", wrap=True))
        self.banner = Banner()
        self.column.addWidget(self.banner)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)

    def finish(self, table: RowsTable, main: QAction | None = None) -> None:
        """Put the table and the buttons, that of the `main` act last; the table has the keyboard."""
        self.column.addWidget(table, 1)
        self.buttons.addStretch(1)
        close = ActionButton(make(self, _("Fermer"), self.reject))
        close.setAutoDefault(False)
        self.buttons.addWidget(close)
        if main is not None:
            self.buttons.addWidget(ActionButton(main, "primary"))
        self.column.addLayout(self.buttons)
        table.setFocus()
        host = self.parentWidget()
        room = host.window().size() if host is not None else QSize(900, 600)
        self.resize(min(theme.px(760), room.width() - 60), min(theme.px(520), room.height() - 60))


class ChartTable(_Sheet):
    """The figures of a chart as a table, with « Excel », « CSV » and « Image »."""

    def __init__(self, desk: Desk, chart: Chart, parent: QWidget) -> None:
        super().__init__(parent, chart.table.title)
        self.desk = desk
        self.chart = chart
        self.table = RowsTable(RowsModel(_columns(chart.table), _line_id), chart.table.title, two_lines=False)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.table.set_rows(list(enumerate(chart.table.rows)))
        for words, act in (
            (_("Exporter ce tableau…"), self.write_table),
            (_("Image PNG…"), self.write_picture),
        ):
            button = ActionButton(make(self, words, act, icon="export"))
            button.setAutoDefault(False)
            self.buttons.addWidget(button)
        self.finish(self.table)

    def write_table(self) -> None:
        """Write the table as .xlsx or .csv."""
        self.banner.clear()
        export_tables(self.desk, self, self.chart.title, [self.chart.table], self._refuse)

    def write_picture(self) -> None:
        """Write the chart as a picture on white ground."""
        self.banner.clear()
        title = self.chart.title
        path = ask_file(self.desk, self, _("Image PNG"), f"{title}.png", _("Image PNG (*.png)"))
        if path is not None:
            write_export(self.desk, path, partial(png_of, self.chart), title, self._refuse)

    def _refuse(self, refusal: Refusal) -> None:
        self.banner.say(str(refusal), "late")


class RowsBehind(_Sheet):
    """The rows behind a mark; Entrée goes to one of them."""

    def __init__(
        self, desk: Desk, title: str, behind: Behind, rows: Sequence[RowBehind], parent: QWidget
    ) -> None:
        super().__init__(parent, title)
        self.desk = desk
        if len(rows) < len(behind.ids):
            told = _("Les {shown} premières lignes sur {all}.").format(
                shown=french.thousands(len(rows)), all=french.thousands(len(behind.ids))
            )
            self.column.addWidget(Label(told, "small", "text2"))
        columns = (Column[RowBehind](_("Ligne"), _row_cell, stretch=True, sort=_row_sort),)
        self.table = RowsTable(RowsModel(columns, _row_id), title)
        self.table.set_rows(rows)
        self.table.opened.connect(self._go)
        self.finish(self.table, make(self, _("Ouvrir"), self._go_current))

    def _go_current(self) -> None:
        row = self.table.current()
        if row is not None:
            self._go(row)

    def _go(self, row: RowBehind) -> None:
        self.accept()
        go_to(self.desk, row.place, row.target)


def open_behind(desk: Desk, title: str, behind: Behind, parent: QWidget) -> None:
    """Go to the one row behind a mark, or show the list of several; nothing for none.

    Commitments are shown on their board, where they can be acted upon.
    """
    if not behind.ids:
        return
    if behind.subject == "commitment" and len(behind.ids) > 1:
        desk.go("commitments", ids=behind.ids, behind=title)
        return
    rows = rows_behind(desk.store, behind.subject, behind.ids)
    if len(behind.ids) == 1 and rows:
        go_to(desk, rows[0].place, rows[0].target)
        return
    RowsBehind(desk, title, behind, rows, parent).open()


def go_to(desk: Desk, place: str, target: int) -> None:
    """Open the page of a row."""
    names = {
        "meeting": "meeting_id",
        "partner": "institution_id",
        "commitments": "commitment_id",
        "bodies": "body_id",
    }
    desk.go(place, **{names[place]: target})


def png_of(chart: Chart) -> bytes:
    """Return a chart as a PNG, three pixels for a point, in the colours of the theme in use."""
    size = QSize(
        round((chart.picture.width + 2 * _MARGIN) * PNG_SCALE),
        round((chart.picture.height + 2 * _MARGIN) * PNG_SCALE),
    )
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(theme.color("surface"))
    p = QPainter(image)
    p.scale(PNG_SCALE, PNG_SCALE)
    draw_picture(p, chart.picture, QRectF(_MARGIN, _MARGIN, chart.picture.width, chart.picture.height))
    p.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(buffer.data().data())


def _columns(table: DataTable) -> tuple[Column[Line], ...]:
    found = []
    last = len(table.columns) - 1
    for at, title in enumerate(table.columns):
        longest = max((len(_shown(row[at])) for row in table.rows), default=0)
        width = min(320, max(64, 8 * max(longest, len(title)) + 28))
        cell, sort = partial(_cell, at), partial(_sort, at)
        found.append(Column[Line](title, cell, width=width, stretch=at == last, sort=sort))
    return tuple(found)


def _cell(at: int, line: Line) -> Cell:
    return Cell(_shown(line[1][at]), strong=at == 0)


def _shown(value: Value) -> str:
    if value is None:
        return french.DASH
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return french.short_date(value)
    return french.thousands(value) if isinstance(value, int) else french.percent(value)


def _sort(at: int, line: Line) -> tuple[int, object]:
    value = line[1][at]
    if value is None:
        return (0, 0)
    return (2, french.sort_key(value)) if isinstance(value, str) else (1, value)


def _line_id(line: Line) -> int:
    return line[0]


def _row_cell(row: RowBehind) -> Cell:
    return Cell(row.title, row.detail)


def _row_sort(row: RowBehind) -> object:
    return french.sort_key(row.title)


def _row_id(row: RowBehind) -> int:
    return row.id
