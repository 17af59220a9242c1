"""The templates of the usual meetings: which there are, and what each puts on a new agenda."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from coprodesk.commands import templates as commands
from coprodesk.domain.french import duration
from coprodesk.domain.i18n import _, ngettext
from coprodesk.queries import council
from coprodesk.queries.templates import TemplateRow, templates
from coprodesk.ui import theme
from coprodesk.ui.actions import Handler, make
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.page import Page
from coprodesk.ui.pages.partner_form import choice, line_field
from coprodesk.ui.pages.templates_editor import TemplateEditor
from coprodesk.ui.room import Room
from coprodesk.ui.rows import Cell, Column, RowsModel
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.widgets.cards import Card, EmptyState
from coprodesk.ui.widgets.header import PageHeader

_LIST_WIDTH = 290


def _name_cell(row: TemplateRow) -> Cell:
    n = ngettext("{n} point", "{n} points", row.items).format(n=row.items)
    return Cell(row.name, f"{n} · {duration(row.minutes)}", strong=row.usual)


def _row_id(row: TemplateRow) -> int:
    return row.id


class NewTemplate(FormDialog):
    """A template to add, empty at first."""

    def __init__(self, page: "TemplatesPage") -> None:
        desk = page.desk
        super().__init__(desk.shell, _("Nouveau modèle"), _("Ajouter"), self._submit_form)
        self._page = page
        self.name = line_field()
        self.kind = choice([(one.name, one.id) for one in council.body_kinds(desk.store)])
        self.form.add(_("&Nom"), self.name)
        self.form.add(_("Pour les groupes de &type"), self.kind)
        self.name.setFocus()

    def _submit_form(self) -> None:
        added = commands.add_template(self._page.desk.store, self.name.text(), self.kind.currentData())
        self._page.open_at(template_id=added)


class TemplatesPage(Page):
    """The list at the left, one template beside it; compact, one covers the other."""

    subjects = frozenset({"meeting_template", "template_item", "body_kind", "institution"})

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._opened = False
        self.new_action = make(self, _("Nouveau modèle…"), self.new, shortcut="Ins", icon="plus")
        self.usual_action = make(self, _("Ajouter les modèles d’usage"), self.add_usual, icon="copy")
        desk.writes(self.new_action, self.usual_action)
        self.groups = make(self, _("Revenir aux groupes"), self._leave, icon="chevron-left")
        self.set_header(
            PageHeader(
                _("Modèles d’ordre du jour"),
                primary=self.new_action,
                secondary=(self.groups,),
                more=(self.usual_action,),
            )
        )
        self.table = RowsTable(
            RowsModel([Column(_("Modèle"), _name_cell, stretch=True, sortable=False)], _row_id),
            _("Modèles d’ordre du jour"),
        )
        self.up = make(self.table, _("Monter le modèle"), partial(self._move, -1), shortcut="Alt+Up")
        self.down = make(self.table, _("Descendre le modèle"), partial(self._move, 1), shortcut="Alt+Down")
        self.remove = make(self.table, _("Supprimer le modèle"), self.delete, shortcut="Del", icon="trash")
        desk.writes(self.up, self.down, self.remove)
        self.editor = TemplateEditor(desk)
        self._lay()
        self.editor.folded.connect(self._fold)
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self._open)
        self.table.spaced.connect(self._open)

    def _lay(self) -> None:
        self._list = Card(bare=True)
        self._list.body.addWidget(self.table)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(self._list)
        row.addWidget(self.editor, 1)
        row.addWidget(self.editor.sheet)
        self.stack = QStackedWidget()
        self.stack.addWidget(both)
        card = Card(bare=True)
        card.body.addWidget(
            EmptyState(
                "copy",
                _("Aucun modèle"),
                _("Un modèle donne ses points à chaque nouvelle réunion d’un même type."),
                self.usual_action,
                self.new_action,
            )
        )
        self.stack.addWidget(card)
        self.body.addWidget(self.stack, 1)

    # Reading

    def refresh(self) -> None:
        """Read the list and the template shown again."""
        rows = templates(self.desk.store)
        self.table.set_rows(rows)
        self.stack.setCurrentIndex(0 if rows else 1)
        if self.header is not None:
            facts = ngettext("{n} modèle", "{n} modèles", len(rows)).format(n=len(rows)) if rows else ""
            self.header.set_title(_("Modèles d’ordre du jour"), facts, (_("Groupes"),))
        if self.table.current() is None:
            self.table.select_first()
        self._chosen(self.table.current())

    def open_at(self, **where: Any) -> None:
        """Choose the template `template_id`."""
        if self.table.select(int(where["template_id"])):
            self._opened = True
            self._fold()
            self.editor.entry.setFocus()

    def _chosen(self, row: TemplateRow | None) -> None:
        self.editor.show_template(row)
        for action in (self.up, self.down, self.remove):
            action.setEnabled(row is not None)
        self._fold()

    def _open(self, _row: object) -> None:
        self._opened = True
        self._fold()
        (self.editor.table if not self.editor.table.isHidden() else self.editor.entry).setFocus()

    def _fold(self) -> None:
        """Show list and template side by side, or one of them in a compact window."""
        compact = self.room.width == "compact"
        held = self.table.current() is not None
        editing = not self.editor.sheet.isHidden() and self.room.width != "large"
        self._list.setVisible(not held or not (editing or (compact and self._opened)))
        if compact:
            self._list.setMaximumWidth(16_777_215)
            self._list.setMinimumWidth(0)
        else:
            self._list.setFixedWidth(theme.px(_LIST_WIDTH))
        self.editor.setVisible(held and (not compact or self._opened))
        self.editor.set_room(self.room)

    # Acts

    def new(self) -> None:
        """Ask for a new template."""
        NewTemplate(self).open()

    def add_usual(self) -> None:
        """Add the templates of the usual meetings that are not there."""
        if self.desk.act(self._added):
            self.desk.say(_("Modèles d’usage ajoutés"))
            self.table.setFocus()

    def _added(self) -> bool:
        commands.add_usual_templates(self.desk.store)
        return True

    def _move(self, steps: int) -> None:
        row = self.table.current()
        if row is not None:
            self.desk.act(commands.move_template, self.desk.store, row.id, steps)
            self.table.select(row.id)

    def delete(self) -> None:
        """Delete the template chosen."""
        row = self.table.current()
        if row is not None and self.desk.act(self._deleted, row.id):
            self.desk.say(_("Modèle « {name} » supprimé").format(name=row.name))

    def _deleted(self, template_id: int) -> bool:
        commands.delete_template(self.desk.store, template_id)
        return True

    def _leave(self) -> None:
        self.desk.go("bodies")

    # What the shell asks

    def set_room(self, room: Room) -> None:
        """Fold the template over the list in a compact window."""
        super().set_room(room)
        if hasattr(self, "editor"):
            self._fold()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Échap goes from the template back to the list."""
        if event.key() == Qt.Key.Key_Escape and not self.editor.isHidden():
            self.desk.shell.flush()
            self._opened = False
            self._fold()
            self.table.setFocus()
            return
        super().keyPressEvent(event)

    def first_focus(self) -> QWidget | None:
        """The list, or the button that adds the usual templates."""
        return self.table if self.table.current() is not None else None

    def handlers(self) -> Mapping[str, Handler]:
        """Edit and delete the item or the template that has the keyboard."""
        if self.editor.table.hasFocus() and self.editor.table.current() is not None:
            return {"edit.rename": self.editor.edit, "edit.delete": self.editor.delete_item}
        row = self.table.current()
        if row is None:
            return {}
        return {"edit.rename": self._rename, "edit.delete": self.delete}

    def _rename(self) -> None:
        self._open(None)
        self.editor.name.setFocus()
        self.editor.name.selectAll()
