"""What leaves a table of the window: rows for the clipboard, or all that it shows as a file."""

import re
from collections.abc import Sequence
from datetime import datetime
from html import escape

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from coprodesk.domain.french import DASH, THIN
from coprodesk.domain.i18n import _
from coprodesk.domain.tables import DataTable, Value
from coprodesk.exchange import tables
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.exports import export_tables
from coprodesk.ui.rows import Cell, Group
from coprodesk.ui.rows_view import RowsTable

_NUMBER = re.compile(f"0|[1-9][0-9{THIN}]*")
_DAY = re.compile("[0-9]{2}/[0-9]{2}/[0-9]{4}")


def fill_menu(table: RowsTable, menu: QMenu) -> None:
    """Fill the menu of the rows: the page’s own acts, then copy them, copy or export all that is shown."""
    menu.addActions(table.actions())
    menu.addSeparator()
    copy = make(menu, _("Copier"), table.copy_selection, shortcut="Ctrl+C", icon="copy")
    copy.setEnabled(table.selectionModel().hasSelection())
    every = make(menu, _("Copier tout le tableau"), lambda: copy_table(table), icon="copy")
    export = make(menu, _("Exporter ce tableau…"), lambda: export_shown(table), icon="export")
    every.setEnabled(table.rows.rowCount() > 0)
    export.setEnabled(every.isEnabled() and desk_of(table) is not None)
    menu.addActions([copy, every, export])


def copy_rows(table: RowsTable, numbers: Sequence[int]) -> None:
    """Put lines on the clipboard as columns that a spreadsheet takes."""
    _put([_line(table, number) for number in numbers])


def copy_table(table: RowsTable) -> None:
    """Put all that a table shows on the clipboard, its titles first."""
    found = shown(table)
    _put([list(found.columns), *map(list, found.rows)])


def shown(table: RowsTable) -> DataTable:
    """Return what a table shows: its columns, rows and order; the group a row stands in comes first."""
    rows, group, grouped = [], "", False
    for number in range(table.rows.rowCount()):
        row = table.rows.row(number)
        if isinstance(row, Group):
            group, grouped = row.title, True
        else:
            rows.append((group, *_line(table, number)))
    heads = (_("Rubrique"), *(table.rows.columns[at].title for at in table.shown_columns()))
    first = 0 if grouped else 1
    return DataTable(table.accessibleName(), heads[first:], tuple(row[first:] for row in rows))


def export_shown(table: RowsTable) -> None:
    """Ask for a file and write what a table shows, as it is read by the secretariat."""
    desk = desk_of(table)
    if desk is not None:
        found = shown(table)
        export_tables(desk, table, found.title, [found])


def desk_of(widget: QWidget) -> Desk | None:
    """Return the desk of the window that a widget belongs to, also through a dialog; None for no window."""
    window: QWidget | None = widget.window()
    while window is not None:
        found = window.findChild(Desk)
        if isinstance(found, Desk):
            return found
        above = window.parentWidget()
        window = above.window() if above is not None else None
    return None


def _line(table: RowsTable, number: int) -> list[Value]:
    return [_value(table.rows.cell(number, at)) for at in table.shown_columns()]


def _value(cell: Cell) -> Value:
    """Return a cell for a spreadsheet: numbers and days as such, and nothing it would take for one."""
    if cell.score is not None:
        return _("{n} sur {total}").format(n=cell.score, total=cell.total)
    words = cell.words
    if words == DASH:
        return None
    if _NUMBER.fullmatch(words):
        return int(words.replace(THIN, ""))
    if _DAY.fullmatch(words):
        return datetime.strptime(words, "%d/%m/%Y").date()
    return words


def _put(lines: Sequence[Sequence[Value]]) -> None:
    # One line for each row: a line end or a tab inside a cell would make another cell.
    texts = [[" ".join(tables.plain_value(value).split()) for value in line] for line in lines]
    data = QMimeData()
    data.setText("\r\n".join("\t".join(line) for line in texts))
    rows = "".join(f"<tr>{''.join(f'<td>{escape(one)}</td>' for one in line)}</tr>" for line in texts)
    data.setHtml(f"<table>{rows}</table>")
    QGuiApplication.clipboard().setMimeData(data)
