"""One template of an agenda: its name, its standing items typed line after line, and the sheet of one."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from coprodesk.commands import templates as commands
from coprodesk.domain.agenda import Role
from coprodesk.domain.french import duration
from coprodesk.domain.i18n import _, ngettext
from coprodesk.queries import council
from coprodesk.queries.partners import partners
from coprodesk.queries.templates import TemplateItemRow, TemplateRow, template_items
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.agenda_rows import CLOSED, LEVEL_ICONS
from coprodesk.ui.pages.item_editors import parse_minutes
from coprodesk.ui.pages.new_meeting import choose
from coprodesk.ui.pages.outline_parts import (
    EntryLine,
    SideSheet,
    level_choice,
    offer_sections,
    section_field,
    with_sections,
)
from coprodesk.ui.pages.partner_form import choice
from coprodesk.ui.paint import Chip
from coprodesk.ui.room import Room
from coprodesk.ui.rows import Cell, Column, RowsModel
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import CheckBox
from coprodesk.ui.widgets.cards import Card, EmptyState, Separator
from coprodesk.ui.widgets.editors import AutoLineEdit
from coprodesk.ui.widgets.fields import FormRow
from coprodesk.ui.widgets.filters import ComboBox
from coprodesk.ui.widgets.header import ElidedLabel
from coprodesk.ui.widgets.marks import KeyCap


def role_words(role: Role) -> str:
    """Return what an item fills itself with, in a word; '' for an ordinary one."""
    return {
        Role.NONE: "",
        Role.APPROVAL: _("approbations"),
        Role.FOLLOW_UP: _("engagements"),
        Role.WATCH_POINTS: _("vigilance"),
    }[role]


def _number_cell(row: TemplateItemRow) -> Cell:
    return Cell(str(row.position), strong=True, tint="text2")


def _title_cell(row: TemplateItemRow) -> Cell:
    tag = Chip(role_words(row.role), outline=True) if row.role is not Role.NONE else None
    return Cell(row.title, row.reporter, tag=tag)


def _minutes_cell(row: TemplateItemRow) -> Cell:
    return Cell(duration(row.planned_minutes))


def _level_cell(row: TemplateItemRow) -> Cell:
    tint = "conf" if row.level in CLOSED else "text2"
    return Cell(row.level.label, icon=LEVEL_ICONS[row.level], tint=tint, small=True)


def _item_id(row: TemplateItemRow) -> int:
    return row.id


class TemplateItemSheet(SideSheet):
    """Title, section, reporter, minutes, level and role of one standing item; each stores itself."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.row: TemplateItemRow | None = None
        self.title, self.minutes, self.section = AutoLineEdit(spelled=True), AutoLineEdit(), section_field()
        self.reporter = ComboBox(_("Rapporteur"))
        self.level = level_choice()
        self.role = choice([(role.label, role) for role in Role])
        self.role.setAccessibleName(_("Rôle du point"))
        desk.bind(self.title, partial(self._save_text, self.title, "title"))
        desk.bind(self.section, partial(self._save_text, self.section, "section"))
        desk.bind(self.minutes, self._save_minutes)
        for combo, name in ((self.reporter, "reporter_id"), (self.level, "level"), (self.role, "role")):
            combo.activated.connect(partial(self._save_choice, combo, name))
        self.column.addWidget(FormRow(_("Titre du point"), self.title))
        self.column.addWidget(FormRow(_("Rôle"), self.role, _("Ce dont le point se remplit tout seul.")))
        self.column.addWidget(FormRow(_("Rapporteur"), self.reporter))
        pair = QHBoxLayout()
        pair.setSpacing(8)
        pair.addWidget(FormRow(_("Durée"), self.minutes), 2)
        pair.addWidget(FormRow(_("Diffusion"), self.level), 3)
        self.column.addLayout(pair)
        self.column.addWidget(
            FormRow(_("Partie"), self.section, _("Titre au-dessus du point, s’il y en a un."))
        )
        self.column.addStretch(1)

    def begin(self) -> None:
        """Read the partners again."""
        self.reporter.clear()
        self.reporter.addItem(_("Non désigné"), None)
        for one in partners(self._desk.store, self._desk.today()):
            self.reporter.addItem(one.name, one.id)

    def load(self, row: TemplateItemRow, sections: Sequence[str]) -> None:
        """Show item `row`; what is being typed for it stays."""
        self.head.setText(_("Point {n}").format(n=row.position))
        self.setAccessibleName(_("Point {n}, {title}").format(n=row.position, title=row.title))
        self.title.load(row.title, subject=row.id)
        self.section.load(row.section, subject=row.id)
        self.minutes.load(duration(row.planned_minutes), subject=row.id)
        offer_sections(self.section, [*sections])
        self.row = row
        choose(self.reporter, row.reporter_id)
        choose(self.level, row.level)
        choose(self.role, row.role)

    def _save_text(self, editor: AutoLineEdit, name: str, text: str) -> None:
        assert isinstance(editor.subject, int)
        commands.set_template_item(self._desk.store, editor.subject, origin=editor, **{name: text.strip()})

    def _save_minutes(self, text: str) -> None:
        assert isinstance(self.minutes.subject, int)
        commands.set_template_item(
            self._desk.store, self.minutes.subject, planned_minutes=parse_minutes(text), origin=self.minutes
        )

    def _save_choice(self, combo: QComboBox, name: str, _index: int) -> None:
        if self.row is not None and combo.currentData() != getattr(self.row, name):
            fields = {name: combo.currentData()}
            self._desk.act(commands.set_template_item, self._desk.store, self.row.id, origin=combo, **fields)


class TemplateEditor(Card):
    """Name, kind and items of one template; `sheet` is to be placed beside it.

    `folded` tells that the sheet was opened or closed.
    """

    folded = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(bare=True)
        self.desk = desk
        self.template: TemplateRow | None = None
        self._items: tuple[TemplateItemRow, ...] = ()
        self.sheet = TemplateItemSheet(desk)
        self.sheet.closed.connect(self._close_sheet)
        self.body.addWidget(self._make_top())
        self._make_list()
        line = EntryLine(_("Ajouter un point"), self._add)
        self.entry = line.field
        desk.writes(self.entry)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.nothing, 1)
        self.body.addWidget(Separator())
        self.body.addWidget(line)
        self.body.addWidget(Separator())
        self.body.addLayout(self._make_foot())

    def _make_top(self) -> QWidget:
        self.top = QWidget()
        self.name = AutoLineEdit()
        self.desk.bind(self.name, self._save_name)
        kinds = [(one.name, one.id) for one in council.body_kinds(self.desk.store)]
        self.kind = choice(kinds)
        self.kind.activated.connect(self._save_kind)
        self.usual = CheckBox(_("Proposé d’abord"))
        self.usual.setAccessibleDescription(_("Le premier choix d’une nouvelle réunion de ce type."))
        self.usual.clicked.connect(self._save_usual)
        self.desk.writes(self.kind, self.usual)
        line = QHBoxLayout(self.top)
        line.setContentsMargins(19, 10, 19, 12)
        line.setSpacing(12)
        line.addWidget(FormRow(_("Nom du modèle"), self.name), 3)
        line.addWidget(FormRow(_("Type de groupe"), self.kind), 2)
        line.addWidget(self.usual, 0, Qt.AlignmentFlag.AlignBottom)
        return self.top

    def _make_list(self) -> None:
        columns: tuple[Column[TemplateItemRow], ...] = (
            Column("", _number_cell, 48, sortable=False),
            Column(_("Point"), _title_cell, 300, stretch=True, sortable=False),
            Column(_("Durée"), _minutes_cell, 76, sortable=False),
            Column(_("Diffusion"), _level_cell, 166, sortable=False, drop=1),
        )
        self.table = RowsTable(RowsModel(columns, _item_id), _("Points du modèle"))
        self.table.opened.connect(self.edit)
        self.table.spaced.connect(self.edit)
        self.table.chosen.connect(self._chosen)
        acts = (
            (_("Monter le point"), partial(self._move, -1), "Alt+Up", "arrow-up"),
            (_("Descendre le point"), partial(self._move, 1), "Alt+Down", "arrow-down"),
            (_("Supprimer le point"), self.delete_item, "Del", "trash"),
        )
        self.acts = [
            make(self.table, words, act, shortcut=keys, icon=icon) for words, act, keys, icon in acts
        ]
        first = make(self, _("Écrire le premier point"), self._start_typing, icon="plus")
        self.desk.writes(*self.acts, first)
        self.nothing = EmptyState(
            "engagements",
            _("Un modèle sans point"),
            _("Tapez ci-dessous le titre de chaque point qui revient d’une réunion à l’autre."),
            first,
        )

    def _make_foot(self) -> QHBoxLayout:
        self.total = ElidedLabel("", "small_strong")
        line = QHBoxLayout()
        line.setContentsMargins(19, 8, 19, 10)
        line.setSpacing(8)
        line.addWidget(self.total, 1)
        self._keys = QWidget()
        keys = QHBoxLayout(self._keys)
        keys.setContentsMargins(0, 0, 0, 0)
        keys.setSpacing(8)
        keys.addWidget(Label(_("Déplacer"), "small", "text2"))
        for cap in ("Alt+↑", "Alt+↓"):
            keys.addWidget(KeyCap(cap))
        line.addWidget(self._keys)
        return line

    # Reading

    def show_template(self, template: TemplateRow | None) -> None:
        """Show a template as it is now; what is being typed for it stays."""
        if template is None or self.template is None or template.id != self.template.id:
            self.desk.shell.flush()
            self.sheet.hide()
        self.template = template
        if template is None:
            return
        self.setAccessibleName(template.name)
        self.name.load(template.name, subject=template.id)
        choose(self.kind, template.body_kind_id)
        self.usual.setChecked(template.usual)
        self._items = template_items(self.desk.store, template.id)
        self.table.set_rows(with_sections(self._items))
        self.table.setVisible(bool(self._items))
        self.nothing.setVisible(not self._items)
        n = len(self._items)
        words = ngettext("{n} point, {minutes}", "{n} points, {minutes}", n)
        self.total.setText(words.format(n=n, minutes=duration(template.minutes)))
        if self.table.current() is None:
            self.table.select_first()
        self._chosen(self.table.current())

    def _chosen(self, row: object) -> None:
        current = row if isinstance(row, TemplateItemRow) else None
        for action in self.acts:
            action.setEnabled(current is not None)
        if self.sheet.isHidden():
            return
        if current is None:
            self.sheet.hide()
        else:
            self.sheet.load(current, [item.section for item in self._items])

    # Acts

    def _save_name(self, text: str) -> None:
        assert isinstance(self.name.subject, int)
        commands.set_template(self.desk.store, self.name.subject, name=text, origin=self.name)

    def _save_kind(self) -> None:
        if self.template is not None and self.kind.currentData() != self.template.body_kind_id:
            self.desk.act(
                commands.set_template,
                self.desk.store,
                self.template.id,
                body_kind_id=self.kind.currentData(),
            )

    def _save_usual(self) -> None:
        if self.template is not None:
            self.desk.act(
                commands.set_template, self.desk.store, self.template.id, usual=self.usual.isChecked()
            )

    def _start_typing(self) -> None:
        self.entry.setFocus()

    def _add(self, title: str) -> bool:
        if self.template is None:
            return False
        added = self.desk.act(commands.add_template_item, self.desk.store, self.template.id, title)
        if added is not None:
            self.table.select(added)
        return added is not None

    def _move(self, steps: int) -> None:
        row = self.table.current()
        if row is not None:
            self.desk.act(commands.move_template_item, self.desk.store, row.id, steps)
            self.table.select(row.id)

    def delete_item(self) -> None:
        """Delete the item chosen; its neighbour is chosen then."""
        row = self.table.current()
        if row is None or not self.desk.act(self._deleted, row.id):
            return
        self.desk.say(_("Point « {title} » supprimé du modèle").format(title=row.title))
        left = min(row.position, len(self._items))
        if self._items:
            self.table.select(self._items[left - 1].id)

    def _deleted(self, item_id: int) -> bool:
        commands.delete_template_item(self.desk.store, item_id)
        return True

    def edit(self, row: object = None) -> None:
        """Open the sheet of an item."""
        current = row if isinstance(row, TemplateItemRow) else self.table.current()
        if current is not None:
            self.sheet.begin()
            self.sheet.load(current, [item.section for item in self._items])
            self.sheet.show()
            self.folded.emit()
            self.sheet.start()

    def _close_sheet(self) -> None:
        self.desk.shell.flush()
        self.sheet.hide()
        self.folded.emit()
        self.table.setFocus()

    def set_room(self, room: Room) -> None:
        """Fold the head's check box and the keys where room is short."""
        self.sheet.set_room()
        self._keys.setVisible(room.width != "compact")
        self.top.setVisible(room.height != "very_low" or self.sheet.isHidden())
