"""The first step of a meeting: its agenda, typed line after line, and what past meetings suggest."""

import re
from collections.abc import Mapping

from PySide6.QtGui import QAction, QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from coprodesk.commands import agenda as commands
from coprodesk.domain.agenda import total_words
from coprodesk.domain.disclosure import Level
from coprodesk.domain.french import duration, hour
from coprodesk.domain.i18n import _, ngettext
from coprodesk.queries.agenda import AgendaRow, Suggestion, SuggestionKind, agenda, carry_over
from coprodesk.queries.meetings import meeting
from coprodesk.queries.partners import partners
from coprodesk.ui import theme
from coprodesk.ui.actions import Handler, make
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.item_editors import ItemEditors
from coprodesk.ui.pages.meeting_step import MeetingStep
from coprodesk.ui.pages.suggestions_card import Key, Line, SuggestionsCard, key_of, lines
from coprodesk.ui.paint import Chip
from coprodesk.ui.room import Room
from coprodesk.ui.rows import Cell, Column, RowsModel
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets import (
    ActionButton,
    AutoLineEdit,
    Card,
    ElidedLabel,
    EmptyState,
    IconMark,
    KeyCap,
    Separator,
)

_CARD_WIDTH = 312
_NEVER = 2**31 - 1
_LEVEL_ICONS = {
    Level.PUBLIC: "eye",
    Level.PARTNERS: "users",
    Level.RESTRICTED: "lock",
    Level.SECRETARIAT: "lock",
}
_CLOSED = (Level.RESTRICTED, Level.SECRETARIAT)


def _tag(row: AgendaRow) -> Chip | None:
    if row.level in _CLOSED:
        return Chip(_("confidentiel"), role="conf")
    if row.postponements:
        words = ngettext("{n} report", "{n} reports", row.postponements).format(n=row.postponements)
        return Chip(words, role="soon")
    if len(row.references) == 1:
        return Chip(row.references[0], outline=True)
    if row.references:
        n = len(row.references)
        return Chip(ngettext("{n} lié", "{n} liés", n).format(n=n), outline=True)
    return None


def _title_cell(row: AgendaRow) -> Cell:
    return Cell(row.title, row.reporter_person or row.reporter, tag=_tag(row))


def _level_cell(row: AgendaRow) -> Cell:
    tint = "conf" if row.level in _CLOSED else "text2"
    return Cell(row.level.label, icon=_LEVEL_ICONS[row.level], tint=tint, small=True)


class _NewItem(AutoLineEdit):
    """The title of an item to come: added on Entrée, before printing and on closing, not while one thinks."""

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep what is typed: another window may be looked at before the title is whole."""
        QLineEdit.focusOutEvent(self, event)


class AgendaStep(MeetingStep):
    """The items, the line that adds one, the total in words, and the suggestions."""

    subjects = frozenset(
        {
            "meeting",
            "agenda_item",
            "topic",
            "topic_institution",
            "commitment",
            "record",
            "institution",
            "person",
        }
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._items: tuple[AgendaRow, ...] = ()
        self._known: dict[Key, Suggestion] = {}
        self._institutions: tuple[tuple[int, str], ...] = ()
        self._room = Room()
        self._wanted = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self._make_list(), 1)
        self.suggestions = SuggestionsCard()
        self.suggestions.ticked.connect(self._ticked)
        self.suggestions.unticked.connect(self._unticked)
        self.suggestions.all_wanted.connect(self._add_all)
        row.addWidget(self.suggestions)
        self.set_room(Room())

    def _make_list(self) -> QWidget:
        columns: tuple[Column[AgendaRow], ...] = (
            Column("", lambda row: Cell(str(row.position), strong=True, tint="text2"), 48, sortable=False),
            Column(
                _("Heure"), lambda row: Cell(hour(row.time), strong=True, tint="text2"), 84, sortable=False
            ),
            Column(_("Point, rapporteur"), _title_cell, 300, stretch=True, sortable=False),
            Column(_("Durée"), lambda row: Cell(duration(row.planned_minutes)), 76, sortable=False),
            Column(_("Diffusion"), _level_cell, 166, sortable=False, drop=1),
        )
        self.table = RowsTable(RowsModel(columns, lambda row: row.id), _("Ordre du jour"))
        self.table.opened.connect(self._edit)
        self.table.chosen.connect(self._chosen)
        self.up = make(self.table, _("Monter le point"), self._move_up, shortcut="Alt+Up", icon="arrow-up")
        self.down = make(
            self.table, _("Descendre le point"), self._move_down, shortcut="Alt+Down", icon="arrow-down"
        )
        self.delete = make(self.table, _("Supprimer le point"), self._delete, shortcut="Del", icon="trash")
        self.editors = ItemEditors(self.desk, self._close_editors)
        self.nothing = EmptyState(
            "engagements",
            _("Rien à l’ordre du jour"),
            _("Tapez le titre d’un premier point ci-dessous, ou cochez une suggestion."),
            make(self, _("Écrire le premier point"), self._start_typing, icon="plus"),
        )
        card = Card(bare=True)
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.nothing, 1)
        card.body.addWidget(Separator())
        card.body.addWidget(self.editors)
        card.body.addLayout(self._make_entry())
        card.body.addWidget(Separator())
        card.body.addLayout(self._make_foot())
        return card

    def _make_entry(self) -> QHBoxLayout:
        self.entry = _NewItem(idle_ms=_NEVER, most_ms=_NEVER)
        self.entry.setPlaceholderText(_("Ajouter un point\u00a0: tapez le titre, Entrée pour enchaîner"))
        self.entry.setAccessibleName(_("Ajouter un point"))
        self.entry.setFrame(False)
        self.entry.edited.connect(self._add)
        line = QHBoxLayout()
        line.setContentsMargins(19, 6, 19, 6)
        line.setSpacing(10)
        line.addWidget(IconMark("plus", "accent"))
        line.addWidget(self.entry, 1)
        return line

    def _make_foot(self) -> QHBoxLayout:
        self.total = ElidedLabel("", "small_strong")
        line = QHBoxLayout()
        line.setContentsMargins(19, 8, 19, 10)
        line.setSpacing(8)
        line.addWidget(self.total, 1)
        line.addWidget(Label(_("Déplacer"), "small", "text2"))
        for cap in ("Alt+↑", "Alt+↓"):
            line.addWidget(KeyCap(cap))
        fold = make(self, _("Suggestions"), self._toggle, icon="panel")
        self.toggle = ActionButton(fold, icon_only=True)
        line.addWidget(self.toggle)
        return line

    # Reading

    def show_meeting(self, meeting_id: int) -> None:
        """Show another meeting: its own suggestions, nothing half edited."""
        if meeting_id != self.meeting_id:
            self._known = {}
            self.editors.hide()
        super().show_meeting(meeting_id)
        if self.table.current() is None:
            self.table.select_first()

    def show_item(self, item_id: int) -> None:
        """Select an item."""
        self.table.select(item_id)

    def refresh(self) -> None:
        """Read items, total and suggestions again."""
        store = self.desk.store
        row = meeting(store, self.meeting_id)
        if row is None:
            return
        self._items = agenda(store, self.meeting_id)
        self.table.set_rows(self._items)
        self.table.setVisible(bool(self._items))
        self.nothing.setVisible(not self._items)
        minutes = sum(item.planned_minutes for item in self._items)
        self.total.setText(total_words(minutes, row.planned_minutes, row.starts_at))
        self._show_suggestions()
        self._chosen(self.table.current())

    def _show_suggestions(self) -> None:
        suggested = carry_over(self.desk.store, self.meeting_id, self.desk.today())
        self._known.update((key_of(one), one) for one in suggested)
        self.suggestions.show_lines(lines(self._items, suggested, self._known))

    def _chosen(self, row: object) -> None:
        current = row if isinstance(row, AgendaRow) else None
        for action in (self.up, self.down, self.delete):
            action.setEnabled(current is not None)
        if self.editors.isHidden():
            return
        if current is None:
            self.editors.hide()
        else:
            self.editors.load(current, self._institutions)

    # Acts on the list

    def _add(self, text: str) -> None:
        title = text.strip()
        if not title:
            return
        if self.desk.act(self._added, title):
            self.entry.load("")
            self.table.select(self._items[-1].id)
        else:
            self.entry.not_stored()

    def _added(self, title: str) -> int:
        return commands.add_item(self.desk.store, self.meeting_id, title)

    def _start_typing(self) -> None:
        self.entry.setFocus()

    def _move_up(self) -> None:
        self._move(-1)

    def _move_down(self) -> None:
        self._move(1)

    def _move(self, steps: int) -> None:
        row = self.table.current()
        if row is not None and 1 <= row.position + steps <= len(self._items):
            self.desk.act(commands.move_item, self.desk.store, row.id, steps)
            self.table.select(row.id)

    def _delete(self) -> None:
        row = self.table.current()
        if row is None:
            return
        self._drop(row)
        left = min(row.position, len(self._items))
        if self._items and self.table.current() is None:
            self.table.select(self._items[left - 1].id)

    def _drop(self, row: AgendaRow) -> None:
        if self.desk.act(self._dropped, row.id):
            self.desk.say(_("Point « {title} » supprimé").format(title=row.title))

    def _dropped(self, item_id: int) -> bool:
        commands.delete_item(self.desk.store, item_id)
        return True

    def _edit(self, row: object = None) -> None:
        current = row if isinstance(row, AgendaRow) else self.table.current()
        if current is not None:
            found = partners(self.desk.store, self.desk.today())
            self._institutions = tuple((one.id, one.name) for one in found)
            self.editors.load(current, self._institutions)
            self.editors.show()
            self.editors.title.setFocus()
            self.editors.title.selectAll()

    def _close_editors(self) -> None:
        self.desk.shell.flush()
        self.editors.hide()
        self.table.setFocus()

    # Suggestions

    def _ticked(self, line: Line) -> None:
        if line.suggestion is not None:
            self.desk.act(commands.add_suggestions, self.desk.store, self.meeting_id, (line.suggestion,))
        self._show_suggestions()

    def _add_all(self) -> None:
        waiting = self.suggestions.waiting()
        before = len(self._items)
        self.desk.act(commands.add_suggestions, self.desk.store, self.meeting_id, waiting)
        added = len(self._items) - before
        if added:
            words = ngettext("{n} point ajouté", "{n} points ajoutés", added).format(n=added)
            self.desk.say(words)

    def _unticked(self, line: Line) -> None:
        """Take the item off; one that follows several commitments only loses the reference unticked."""
        item = line.item
        if item is not None:
            shared = line.key[0] is SuggestionKind.COMMITMENT and len(self._named(item)) > 1
            if shared:
                title = without_reference(item.title, line.key[1])
                self.desk.act(commands.set_item, self.desk.store, item.id, title=title)
            else:
                self._drop(item)
        self._show_suggestions()

    def _named(self, item: AgendaRow) -> list[Line]:
        return [line for line in lines([item], (), self._known) if line.item is not None]

    # What the workspace asks

    def _toggle(self) -> None:
        self._wanted = not self._wanted
        self.set_room(self._room)

    def set_room(self, room: Room) -> None:
        """Hide the suggestions in a compact window until they are asked for."""
        self._room = room
        compact = room.width == "compact"
        self.toggle.setVisible(compact)
        self.suggestions.setFixedWidth(theme.px(_CARD_WIDTH))
        self.suggestions.setVisible(self._wanted or not compact)

    def first_focus(self) -> QWidget | None:
        """The list, or the line that adds the first item."""
        return self.table if self._items else self.entry

    def _print(self) -> None:
        from coprodesk.ui.preview import open_preview

        open_preview(self.desk, "agenda", self.meeting_id)

    def handlers(self) -> Mapping[str, Handler]:
        """Print; rename and delete the item while the list has the keyboard."""
        mine: dict[str, Handler] = {"file.print": self._print}
        if self.table.hasFocus() and self.table.current() is not None:
            mine |= {"edit.rename": self._edit, "edit.delete": self._delete}
        return mine

    def header_actions(self) -> tuple[QAction | None, tuple[QAction, ...]]:
        """Print is the primary act of this step; its key is the window's own."""
        printing = QAction(_("Imprimer"), self)
        printing.setProperty("icon_name", "print")
        printing.setShortcut(self.desk.shell.action("file.print").shortcut())
        printing.triggered.connect(self._print)
        return printing, ()


def without_reference(title: str, reference: str) -> str:
    """Return `title` without `reference` and the comma that parts it from its neighbour."""
    return re.sub(
        rf",\s*{re.escape(reference)}\b|\b{re.escape(reference)}\s*,?\s*", "", title, count=1
    ).strip()
