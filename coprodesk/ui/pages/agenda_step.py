"""The first step of a meeting: its agenda, typed line after line, and what past meetings suggest."""

import re
from collections.abc import Mapping
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coprodesk.commands import agenda as commands
from coprodesk.domain.i18n import _, ngettext
from coprodesk.queries.agenda import AgendaRow, Suggestion, SuggestionKind, agenda, carry_over
from coprodesk.queries.concerned import partner_minutes
from coprodesk.queries.meetings import meeting
from coprodesk.ui import theme
from coprodesk.ui.actions import Handler, make
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.agenda_foot import AgendaFoot
from coprodesk.ui.pages.agenda_rows import (
    hour_cell,
    level_cell,
    minutes_cell,
    number_cell,
    title_cell,
)
from coprodesk.ui.pages.awaited_banner import AwaitedBanner
from coprodesk.ui.pages.item_editors import ItemSheet, ask_concerned
from coprodesk.ui.pages.meeting_step import MeetingStep
from coprodesk.ui.pages.outline_parts import WIDTH, with_sections
from coprodesk.ui.pages.suggestions_card import Key, Line, SuggestionsCard, key_of, lines
from coprodesk.ui.pages.topic_thread import open_thread
from coprodesk.ui.room import Room
from coprodesk.ui.rows import Cell, Column, RowsModel
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.widgets.cards import Card, EmptyState


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
            "roll_entry",
            "minutes_version",
        }
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._items: tuple[AgendaRow, ...] = ()
        self._drafts: dict[int, int] = {}
        self._known: dict[Key, Suggestion] = {}
        self._room = Room()
        self._wanted = False
        self.alert = AwaitedBanner()
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._make_list(), 1)
        self.editors = ItemSheet(desk)
        self.editors.closed.connect(self._close_editors)
        self.suggestions = SuggestionsCard(desk)
        self.suggestions.ticked.connect(self._ticked)
        self.suggestions.unticked.connect(self._unticked)
        self.suggestions.all_wanted.connect(self._add_all)
        row.addWidget(self.editors)
        row.addWidget(self.suggestions)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.alert)
        column.addLayout(row, 1)
        self.set_room(Room())

    def _make_list(self) -> QWidget:
        columns: tuple[Column[AgendaRow], ...] = (
            Column("", number_cell, 54, sortable=False),
            Column(_("Heure"), hour_cell, 80, sortable=False),
            Column(_("Point, rapporteur"), self._title_cell, 300, stretch=True, sortable=False),
            Column(_("Durée"), minutes_cell, 76, sortable=False),
            Column(_("Diffusion"), level_cell, 154, sortable=False, drop=1),
        )
        self.table = RowsTable(RowsModel(columns, lambda row: row.id), _("Ordre du jour"))
        self.table.opened.connect(self._edit)
        self.table.spaced.connect(self._edit)
        self.table.chosen.connect(self._chosen)
        self._make_acts()
        self.call = make(self.table, _("Noter un appel"), self._call, shortcut="A")
        first = make(self, _("Écrire le premier point"), self._start_typing, icon="plus")
        self.desk.writes(self.call, first)
        self.nothing = EmptyState(
            "engagements",
            _("Rien à l’ordre du jour"),
            _("Tapez le titre d’un premier point ci-dessous, ou cochez une suggestion."),
            first,
        )
        fold = make(self, _("Suggestions"), self._toggle, icon="panel")
        self.foot = AgendaFoot(self._add, fold)
        self.entry = self.foot.line.field
        self.desk.writes(self.entry)
        card = Card(bare=True)
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.nothing, 1)
        card.body.addWidget(self.foot)
        return card

    def _make_acts(self) -> None:
        """Make what the keys of the list do: move, set in, open the thread, name who is concerned, delete."""
        acts: tuple[tuple[str, Handler, str, str], ...] = (
            (_("Monter le point"), partial(self._move, -1), "Alt+Up", "arrow-up"),
            (_("Descendre le point"), partial(self._move, 1), "Alt+Down", "arrow-down"),
            (_("Mettre sous le point précédent"), self._indent, "Alt+Right", "chevron-right"),
            (_("Remettre au premier rang"), self._outdent, "Alt+Left", "chevron-left"),
            (_("Historique du sujet"), self._open_thread, "H", "clock"),
            (_("Institutions concernées…"), self._concern, "C", "users"),
            (_("Supprimer le point"), self._delete, "Del", "trash"),
            (_("Ajouter un point"), self._start_typing, "Ins", "plus"),
        )
        self.acts = [
            make(self.table, words, act, shortcut=keys, icon=icon) for words, act, keys, icon in acts
        ]
        thread = 4
        self.desk.writes(*self.acts[:thread], *self.acts[thread + 1 :])

    def _title_cell(self, row: AgendaRow) -> Cell:
        return title_cell(row, self._drafts)

    # Reading

    def show_meeting(self, meeting_id: int) -> None:
        """Show another meeting: its own suggestions, nothing half edited."""
        if meeting_id != self.meeting_id:
            self._known = {}
            self._shut()
        super().show_meeting(meeting_id)
        if self.table.current() is None:
            self.table.select_first()

    def show_item(self, item_id: int) -> None:
        """Select an item."""
        self.table.select(item_id)

    def refresh(self) -> None:
        """Read items, total, who is awaited and suggestions again."""
        store = self.desk.store
        row = meeting(store, self.meeting_id)
        if row is None:
            return
        self._items = agenda(store, self.meeting_id)
        self._drafts = self._read_drafts()
        self.table.set_rows(with_sections(self._items))
        self.table.setVisible(bool(self._items))
        self.nothing.setVisible(not self._items)
        minutes = sum(item.planned_minutes for item in self._items)
        self.foot.show_total(minutes, row, partner_minutes(store, self.meeting_id))
        self.alert.show_awaited(self.desk, self.meeting_id, self._items, self.call)
        self._show_suggestions()
        self._fit_foot()
        self._chosen(self.table.current())

    def _read_drafts(self) -> dict[int, int]:
        """Return the version of the minutes that each item approves."""
        approved = {item.approves_id for item in self._items if item.approves_id is not None}
        found = [meeting(self.desk.store, one) for one in approved]
        return {row.id: row.version for row in found if row is not None and row.version}

    def _show_suggestions(self) -> None:
        suggested = carry_over(self.desk.store, self.meeting_id, self.desk.today())
        self._known.update((key_of(one), one) for one in suggested)
        self.suggestions.show_lines(lines(self._items, suggested, self._known))

    def _chosen(self, row: object) -> None:
        current = row if isinstance(row, AgendaRow) else None
        for action in self.acts:
            action.setEnabled(current is not None)
        if self.editors.isHidden():
            return
        if current is None:
            self._shut()
        else:
            self.editors.load(current, [item.section for item in self._items])

    # Acts on the list

    def _add(self, title: str) -> bool:
        added = self.desk.act(commands.add_item, self.desk.store, self.meeting_id, title)
        if added is not None:
            self.table.select(added)
        return added is not None

    def _start_typing(self) -> None:
        self.entry.setFocus()

    def _move(self, steps: int) -> None:
        row = self.table.current()
        if row is not None:
            self.desk.act(commands.move_item, self.desk.store, row.id, steps)
            self.table.select(row.id)

    def _indent(self) -> None:
        row = self.table.current()
        if row is not None and not row.depth:
            self.desk.act(commands.indent_item, self.desk.store, row.id)
            self.table.select(row.id)

    def _outdent(self) -> None:
        row = self.table.current()
        if row is not None and row.depth:
            self.desk.act(commands.outdent_item, self.desk.store, row.id)
            self.table.select(row.id)

    def _open_thread(self) -> None:
        row = self.table.current()
        if row is not None:
            open_thread(self.desk, row.topic_id, row.id)

    def _concern(self) -> None:
        row = self.table.current()
        if row is not None:
            ask_concerned(self.desk, row)

    def _call(self) -> None:
        self.desk.act(self.alert.note_call, self.desk, self.meeting_id)

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
            self.editors.begin()
            self.editors.load(current, [item.section for item in self._items])
            self.editors.show()
            self.set_room(self._room)
            self.editors.start()

    def _close_editors(self) -> None:
        self.desk.shell.flush()
        self._shut()
        self.table.setFocus()

    def _shut(self) -> None:
        self.editors.hide()
        self.set_room(self._room)

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
        self._shut()

    def set_room(self, room: Room) -> None:
        """Show beside the list the sheet being edited, else the suggestions; compact, once asked for."""
        self._room = room
        compact = room.width == "compact"
        editing = not self.editors.isHidden()
        self.editors.set_room()
        self.suggestions.setFixedWidth(theme.px(WIDTH))
        self.suggestions.setVisible(not editing and (self._wanted or not compact))
        self._fit_foot()

    def _fit_foot(self) -> None:
        editing = not self.editors.isHidden()
        beside = editing or not self.suggestions.isHidden()
        self.foot.fit(self._room, beside=beside, editing=editing)

    def first_focus(self) -> QWidget | None:
        """The list, or the line that adds the first item."""
        return self.table if self._items else self.entry

    def _print(self) -> None:
        from coprodesk.ui.preview import open_preview

        open_preview(self.desk, "agenda", self.meeting_id)

    def parts(self) -> Mapping[str, QWidget]:
        """The list."""
        return {"table": self.table}

    def handlers(self) -> Mapping[str, Handler]:
        """Print, the basket, the thread of the topic; rename and delete while the list has the keyboard."""
        mine: dict[str, Handler] = {"file.print": self._print, "topic.proposals": self._open_proposals}
        if self.table.current() is not None:
            mine["topic.thread"] = self._open_thread
            if self.table.hasFocus():
                mine |= {"edit.rename": self._edit, "edit.delete": self._delete}
        return mine

    def _open_proposals(self) -> None:
        self.desk.go("proposals", meeting_id=self.meeting_id)

    def header_actions(self) -> tuple[QAction | None, tuple[QAction, ...]]:
        """Print is the primary act of this step; its key is the window's own."""
        printing = QAction(_("Imprimer"), self)
        printing.setProperty("icon_name", "print")
        printing.setShortcut(self.desk.shell.action("file.print").shortcut())
        printing.triggered.connect(self._print)
        basket = make(self, _("Propositions"), self._open_proposals, icon="archive")
        return printing, (basket,)


def without_reference(title: str, reference: str) -> str:
    """Return `title` without `reference` and the comma that parts it from its neighbour."""
    return re.sub(
        rf",\s*{re.escape(reference)}\b|\b{re.escape(reference)}\s*,?\s*", "", title, count=1
    ).strip()
