"""Controls that cannot be named, hit or heard."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QWidget

from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.widgets.buttons import ActionButton
from tests.ui.detect.controls import FIELDS, controls, shown, told

TARGET, FIELD = 24, 32
_MUTE = (QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Pane, QAccessible.Role.Window)


def nameless(root: QWidget) -> list[str]:
    """Find the controls that a screen reader would call « button » and nothing else."""
    found = []
    for one in controls(root):
        interface = QAccessible.queryAccessibleInterface(one)
        if not interface.text(QAccessible.Text.Name).strip():
            found.append(f"no name: {told(one)}")
        if interface.role() in _MUTE:
            found.append(f"no role: {told(one)} is {interface.role().name}")
    return found


def untold_icons(root: QWidget) -> list[str]:
    """Find the buttons without a word that tell nothing under the pointer."""
    buttons = [one for one in controls(root) if isinstance(one, ActionButton)]
    return [
        f"icon without tool tip: {told(one)}" for one in buttons if not one._words() and not one.toolTip()
    ]


def small(root: QWidget) -> list[str]:
    """Find what is hard to hit: under 24 × 24, a button or a field under 32 high."""
    found = []
    for one in controls(root):
        button = isinstance(one, QAbstractButton) and not isinstance(one, QCheckBox)
        least = FIELD if button or isinstance(one, FIELDS) else TARGET
        if one.height() < least or one.width() < TARGET:
            found.append(f"{one.width()} x {one.height()}: {told(one)}")
    return found


def mute_tables(root: QWidget) -> list[str]:
    """Find tables whose columns or first lines say nothing; a few lines stand for all."""
    found = []
    for table in (one for one in shown(root) if isinstance(one, RowsTable)):
        model = table.model()
        for line in range(min(3, model.rowCount())):
            if not model.index(line, 0).data(Qt.ItemDataRole.AccessibleTextRole):
                found.append(f"line {line} of {told(table)} says nothing")
            if table.rowHeight(line) < TARGET:
                found.append(f"line {line} of {told(table)} is {table.rowHeight(line)} high")
        sections = [table.rows.columns[place] for place in range(model.columnCount())]
        found += [
            f"sortable column without title: {told(table)}"
            for one in sections
            if one.sortable and not one.title
        ]
    return found
