"""The sheet of shortcuts: the keys of this screen, then those of the one table of actions."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from coprodesk.domain.french import fold
from coprodesk.domain.i18n import _
from coprodesk.ui import focus, theme
from coprodesk.ui.actions import keys_text, keys_words, label, make, menus, specs
from coprodesk.ui.acts import own_actions
from coprodesk.ui.dialog import resize_within
from coprodesk.ui.page import Page
from coprodesk.ui.rows import Cell, Column, Group, RowsModel
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.filters import SearchField


@dataclass(frozen=True, slots=True)
class _Key:
    keys: str
    text: str


def _text(row: _Key) -> Cell:
    return Cell(row.text)


def _keys(row: _Key) -> Cell:
    return Cell(row.keys, strong=True)


def _id(row: _Key) -> tuple[str, str]:
    return row.keys, row.text


def of_page(page: Page) -> list[tuple[str, list[_Key]]]:
    """Return the keys that `page` has of its own, as it is now: those of its actions, then of its panes."""
    found = {
        _Key(_(" ou ").join(keys_words(one) for one in action.shortcuts()), label(action))
        for action in own_actions(page)
    }
    parts = [(_("Cet écran"), sorted(found, key=lambda one: fold(one.text)))]
    parts += [(title, [_Key(keys, words) for keys, words in pairs]) for title, pairs in page.letters()]
    return parts


def of_table(actions: Mapping[str, QAction]) -> list[tuple[str, list[_Key]]]:
    """Return the keys of the table of actions that exist in this window, menu by menu."""
    return [
        (
            title.replace("&", ""),
            [
                _Key(keys_text(actions[spec.id]), spec.label)
                for spec in specs()
                if spec.menu == key and spec.id in actions and keys_text(actions[spec.id])
            ],
        )
        for key, title in menus()
    ]


class ShortcutSheet(QDialog):
    """Every key that works now, with a field that narrows the list; deletes itself when closed."""

    def __init__(
        self, actions: Mapping[str, QAction], parent: QWidget | None = None, page: Page | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Raccourcis clavier"))
        self.finished.connect(self.deleteLater)
        self._parts = [*(of_page(page) if page is not None else ()), *of_table(actions)]
        columns = (Column(_("Action"), _text, stretch=True), Column(_("Touches"), _keys, width=160))
        self._model = RowsModel(columns, _id)
        self.table = RowsTable(self._model, _("Raccourcis clavier"), two_lines=False)
        self.search = SearchField(_("Chercher une touche ou une action"), 280)
        self.search.setAccessibleName(_("Chercher une touche ou une action"))
        self.search.typed.connect(self._fill)
        make(self, _("Chercher"), self.search.setFocus, shortcut="Ctrl+F")
        to_help = make(self, _("Les touches, à imprimer…"), self._open_page, icon="print")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.addWidget(Label(_("Raccourcis clavier"), "card"), 1)
        head.addWidget(self.search)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.addWidget(ActionButton(to_help, "link"))
        foot.addStretch(1)
        foot.addWidget(ActionButton(make(self, _("Fermer"), self.accept), "primary"))
        column.addLayout(foot)
        resize_within(self, theme.px(620), theme.px(560))
        self._fill("")
        self.table.setFocus()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab follows the eye."""
        return focus.step(self, self.focusWidget(), forward=forward)

    def _fill(self, query: str) -> None:
        wanted = fold(query).strip()
        rows: list[_Key | Group] = []
        for title, keys in self._parts:
            mine = [one for one in keys if wanted in fold(f"{one.keys} {one.text}")]
            rows += [Group(title), *mine] if mine else []
        self.table.set_rows(rows)

    def _open_page(self) -> None:
        from coprodesk.ui.help import open_help

        open_help(self, "keys")
