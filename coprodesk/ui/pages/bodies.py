"""The bodies in which the council sits: list, and beside it the fields and the seats of one."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from coprodesk.commands import bodies as commands
from coprodesk.domain.french import short_date
from coprodesk.domain.i18n import _, ngettext
from coprodesk.queries import bodies as queries
from coprodesk.queries import council
from coprodesk.queries.bodies import BodyRow, cadence_words
from coprodesk.ui.actions import Handler, make
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.page import Page
from coprodesk.ui.pages.body_detail import BodyDetail
from coprodesk.ui.pages.partner_form import SHORT_NAME_LENGTH, beside, choice, line_field
from coprodesk.ui.room import Room
from coprodesk.ui.rows import Cell, Column, Group, RowsModel
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.widgets.buttons import CheckBox
from coprodesk.ui.widgets.cards import Card, EmptyState
from coprodesk.ui.widgets.header import PageHeader


def _name_cell(row: BodyRow) -> Cell:
    parts = [_("confidentiel")] if row.confidential else []
    if row.kind != row.name:
        parts.append(row.kind)
    return Cell(row.name, " · ".join(parts), icon="lock" if row.confidential else "")


def _seats_cell(row: BodyRow) -> Cell:
    said = ngettext("{n} siège", "{n} sièges", row.members).format(n=row.members)
    return Cell(str(row.members), said=said)


def _cadence_cell(row: BodyRow) -> Cell:
    state = _("en sommeil") if row.dormant else _("ponctuel") if row.dormant_by_design else ""
    second = state or _("en 12 mois")
    tint = "soon" if row.dormant else "text2"
    said = ", ".join(part for part in (cadence_words(row), state) if part)
    return Cell(row.cadence, second, second_tint=tint, said=said)


def _meetings_cell(row: BodyRow) -> Cell:
    last = _("tenue le {day}").format(day=short_date(row.last_on)) if row.last_on else _("aucune tenue")
    coming = _("prochaine le {day}").format(day=short_date(row.next_on)) if row.next_on else ""
    return Cell(coming or last, last if coming else "", small=True)


def _row_id(row: BodyRow) -> int:
    return row.id


def _last_first(row: BodyRow) -> str:
    return str(row.next_on or row.last_on or "")


class _NewBody(FormDialog):
    """A body to add."""

    def __init__(self, page: "BodiesPage") -> None:
        desk = page.desk
        super().__init__(desk.shell, _("Nouveau groupe"), _("Ajouter"), self._submit_form)
        self.page = page
        self.name, self.short_name = line_field(), line_field(most=SHORT_NAME_LENGTH)
        self.kind = choice([(one.name, one.id) for one in council.body_kinds(desk.store)])
        self.confidential = CheckBox(_("Échanges confidentiels (article L.\u00a0132-5 du CSI)"))
        self.form.add(_("&Nom"), self.name)
        beside(self.form, (_("Nom &court"), self.short_name), (_("&Type"), self.kind))
        self.form.add(_("&Diffusion"), self.confidential)
        self.name.setFocus()

    def _submit_form(self) -> None:
        added = commands.add_body(
            self.page.desk.store,
            self.name.text(),
            self.kind.currentData(),
            short_name=self.short_name.text(),
            confidential=self.confidential.isChecked(),
        )
        self.page.open_at(body_id=added)


class BodiesPage(Page):
    """The list at the left, one body at the right; in a compact window one covers the other."""

    subjects = frozenset(
        {"body", "body_kind", "seat", "institution", "college", "mandate", "person", "meeting"}
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._opened = False
        self.new_action = make(self, _("Nouveau groupe…"), self.new, shortcut="Ins", icon="plus")
        desk.writes(self.new_action)
        usual = make(self, _("Modèles d’ordre du jour"), self._templates, icon="copy")
        members = make(self, _("Liste des membres…"), self.print_members, icon="print")
        self.set_header(PageHeader(_("Groupes"), primary=self.new_action, secondary=(members, usual)))
        columns = [
            Column(_("Groupe"), _name_cell, stretch=True),
            Column(_("Sièges"), _seats_cell, 72),
            Column(_("Cadence"), _cadence_cell, 100, sortable=False, drop=1),
            Column(_("Réunions"), _meetings_cell, 176, sort=_last_first, drop=2),
        ]
        self.table = RowsTable(RowsModel(columns, _row_id), _("Groupes"))
        self._list = Card(bare=True)
        self._list.body.addWidget(self.table)
        self.detail = BodyDetail(desk)
        self.detail.closed.connect(self._show_list)
        self.detail.removed.connect(self._show_list)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(self._list, 1)
        row.addWidget(self.detail)
        self.stack = QStackedWidget()
        self.stack.addWidget(both)
        first = make(self, _("Ajouter un groupe…"), self.new, icon="plus")
        self.desk.writes(first)
        self.stack.addWidget(
            EmptyState(
                "groups",
                _("Aucun groupe"),
                _("Une formation qui se réunit\u00a0: plénière, restreinte, groupe thématique."),
                first,
            )
        )
        self.body.addWidget(self.stack, 1)
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self._open)
        self.table.spaced.connect(self._open)

    def refresh(self) -> None:
        """Read the list and the body shown again."""
        store, today = self.desk.store, self.desk.today()
        rows = queries.bodies(store, today, closed=True)
        active = [row for row in rows if row.closed_on is None or row.closed_on > today]
        ended = [row for row in rows if row not in active]
        shown: list[BodyRow | Group] = [*active]
        if ended:
            count = ngettext("{n} groupe", "{n} groupes", len(ended)).format(n=len(ended))
            shown += [Group(_("Clôturés"), count), *ended]
        self.table.set_rows(shown)
        self.stack.setCurrentIndex(0 if rows else 1)
        if self.header is not None:
            number = len(active)
            facts = (
                ngettext("{n} groupe actif", "{n} groupes actifs", number).format(n=number) if rows else ""
            )
            self.header.set_title(_("Groupes"), facts)
        if self.table.current() is None:
            self.table.select_first()
        self._chosen(self.table.current())

    def open_at(self, **where: Any) -> None:
        """Choose the body `body_id` and show its fields."""
        if self.table.select(int(where["body_id"])):
            self._opened = True
            self._fold()

    def _chosen(self, row: BodyRow | None) -> None:
        self.detail.show_body(row.id if row is not None else 0)
        self._fold()

    def _open(self, _row: BodyRow) -> None:
        self._opened = True
        self._fold()
        self.detail.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_list(self) -> None:
        self._opened = False
        self._fold()
        self.table.setFocus()

    def _fold(self) -> None:
        """Show list and detail side by side, or one of them in a compact window."""
        compact = self.room.width == "compact"
        held = self.table.current() is not None
        self.detail.set_alone(compact)
        self.detail.setVisible(held and (not compact or self._opened))
        self._list.setVisible(not compact or not self._opened or not held)

    def _templates(self) -> None:
        self.desk.go("templates")

    def print_members(self) -> None:
        """Show the list of the members of the body chosen, as it is annexed to the order."""
        from coprodesk.ui.preview import open_preview

        row = self.table.current()
        if row is not None:
            open_preview(self.desk, "member-list", row.id)

    def new(self) -> None:
        """Ask for a new body."""
        _NewBody(self).open()

    def set_room(self, room: Room) -> None:
        """Fold the detail over the list in a compact window."""
        super().set_room(room)
        if hasattr(self, "detail"):
            self._fold()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Échap goes from the detail back to the list."""
        if event.key() == Qt.Key.Key_Escape and self.detail.isVisible():
            self._show_list()
            return
        super().keyPressEvent(event)

    def first_focus(self) -> QWidget | None:
        """Return the list."""
        return self.table

    def parts(self) -> Mapping[str, QWidget]:
        """The list."""
        return {"table": self.table}

    def place(self) -> Mapping[str, int | str]:
        """Return the body chosen, unless only its members may know of it."""
        row = self.table.current()
        return {} if row is None or row.confidential else {"body_id": row.id}

    def handlers(self) -> Mapping[str, Handler]:
        """Print the list of members, new body, rename, delete."""
        row = self.table.current()
        found: dict[str, Handler] = {"body.new": self.new}
        if row is not None:
            found |= {
                "file.print": self.print_members,
                "edit.rename": partial(self._open, row),
                "edit.delete": self.detail.delete,
            }
        return found
