"""The sheet of shortcuts, read from the one table of actions."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from coprodesk.domain.i18n import _
from coprodesk.ui.actions import keys_text, label, make, menus, specs
from coprodesk.ui.rows import Cell, Column, Group, RowsModel
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton


@dataclass(frozen=True, slots=True)
class _Key:
    id: str
    text: str
    keys: str


def _text(row: _Key) -> Cell:
    return Cell(row.text)


def _keys(row: _Key) -> Cell:
    return Cell(row.keys, strong=True)


def _id(row: _Key) -> str:
    return row.id


class ShortcutSheet(QDialog):
    """Every action that has keys, by menu; deletes itself when closed."""

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Raccourcis clavier"))
        self.finished.connect(self.deleteLater)
        columns = (Column("Action", _text, stretch=True), Column(_("Touches"), _keys, width=160))
        self._model = RowsModel(columns, _id)
        self.table = RowsTable(self._model, _("Raccourcis clavier"), two_lines=False)
        rows: list[_Key | Group] = []
        for key, title in menus():
            mine = [
                _Key(spec.id, label(actions[spec.id]), keys_text(actions[spec.id]))
                for spec in specs()
                if spec.menu == key and spec.id in actions and keys_text(actions[spec.id])
            ]
            if mine:
                rows += [Group(title.replace("&", "")), *mine]
        self.table.set_rows(rows)
        column = QVBoxLayout(self)
        column.addWidget(Label(_("Raccourcis clavier"), "card"))
        column.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(ActionButton(make(self, _("Fermer"), self.accept), "primary"))
        column.addLayout(foot)
        self.resize(560, 520)
        self.table.setFocus()
