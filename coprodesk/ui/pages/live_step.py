"""The third step of a meeting: take the roll, write what was said, decided and promised under each item."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coprodesk.domain.agenda import Outcome
from coprodesk.domain.disclosure import Level
from coprodesk.domain.french import duration, hour
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.meetings import MeetingState
from coprodesk.domain.records import RecordKind
from coprodesk.queries.agenda import AgendaRow, agenda
from coprodesk.queries.attendance import roll
from coprodesk.queries.commitment_filter import CommitmentFilter
from coprodesk.queries.commitments import commitments
from coprodesk.queries.meetings import MeetingRow, meeting
from coprodesk.queries.records import records
from coprodesk.ui import theme
from coprodesk.ui.actions import Handler, make
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.focus import landing
from coprodesk.ui.pages.item_notes import ItemNotes
from coprodesk.ui.pages.meeting_step import MeetingStep
from coprodesk.ui.pages.record_lines import COMMITMENT
from coprodesk.ui.pages.roll_card import RollCard
from coprodesk.ui.pages.session_dialogs import (
    CloseSession,
    CorrectHours,
    OpenSession,
)
from coprodesk.ui.room import Room
from coprodesk.ui.rows import Cell, Column, RowsModel
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets import (
    Banner,
    Card,
    KeyBar,
    Separator,
)

_BEGUN = (MeetingState.IN_PROGRESS, MeetingState.HELD)
_OUTCOME_ICONS = {Outcome.TREATED: "check", Outcome.POSTPONED: "arrow-down", Outcome.WITHDRAWN: "close"}
_LIST_WIDE = 264


class LiveStep(MeetingStep):
    """Roll on top, agenda at the left, what is written under the item in the middle."""

    subjects = frozenset(
        {
            "meeting",
            "roll_entry",
            "movement",
            "agenda_item",
            "record",
            "commitment",
            "institution",
            "person",
            "mandate",
        }
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.row: MeetingRow | None = None
        self._items: tuple[AgendaRow, ...] = ()
        self._room = Room()
        self._folded: bool | None = None
        self._loading = False
        self.session = make(self, _("Ouvrir la séance"), self._session, icon="play")
        self.correct = make(self, _("Corriger la séance…"), self._correct, icon="edit")
        self.hint = Banner()
        self.roll = RollCard(desk)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.hint)
        column.addWidget(self.roll)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._make_list())
        self.notes = ItemNotes(desk)
        self.notes.stepped.connect(self._go)
        self.entry = self.notes.entry
        row.addWidget(self.notes, 1)
        column.addLayout(row, 1)
        self.keys = KeyBar(
            (
                ("Ctrl+D", _("décision")),
                ("Ctrl+E", _("engagement")),
                ("Ctrl+Entrée", _("valider")),
                ("F8", _("heure")),
                ("F9", _("appel")),
                ("Ctrl+PgSuiv", _("point suivant")),
                ("Ctrl+P", _("aperçu")),
            )
        )
        column.addWidget(self.keys)

    def _make_list(self) -> QWidget:
        columns = (
            Column("", _number_cell, 40, sortable=False),
            Column(_("Point"), _item_cell, 180, stretch=True, sortable=False),
        )
        self.table = RowsTable(RowsModel(columns, lambda item: item.id), _("Points de l’ordre du jour"))
        self.table.horizontalHeader().hide()
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self._write)
        self.tally = Label("", "small", "text2", wrap=True)
        self.tally.setContentsMargins(16, 8, 12, 8)
        self.agenda_card = Card(bare=True)
        self.agenda_card.setFixedWidth(theme.px(_LIST_WIDE))
        self.agenda_card.body.addWidget(self.table, 1)
        self.agenda_card.body.addWidget(Separator())
        self.agenda_card.body.addWidget(self.tally)
        return self.agenda_card

    # What is shown

    def show_meeting(self, meeting_id: int) -> None:
        """Show another meeting, from its first item that is still to be treated."""
        self.entry.set_item(None, self.desk.today(), Level.PARTNERS)
        self._folded = None
        self.meeting_id = meeting_id
        self.refresh()
        waiting = next((item for item in self._items if item.outcome is Outcome.OPEN), None)
        if waiting is not None:
            self.table.select(waiting.id)
        elif self._items:
            self.table.select(self._items[0].id)

    def show_item(self, item_id: int) -> None:
        """Select an item."""
        self.table.select(item_id)

    def refresh(self) -> None:
        """Read the meeting, its roll, its items and what was written."""
        store = self.desk.store
        self.row = meeting(store, self.meeting_id)
        if self.row is None:
            return
        self._items = agenda(store, self.meeting_id)
        said = {one.id: one for one in records(store, self.meeting_id)}
        chosen = CommitmentFilter(meeting_id=self.meeting_id)
        found = commitments(store, self.desk.today(), chosen, by_theme=False)
        taken = {one.id: one for one in sorted(found, key=lambda one: one.reference)}
        locked = self._locked()
        self.roll.set_roll(self.meeting_id, roll(store, self.meeting_id), locked=locked)
        self._show_state(self.row)
        self.notes.load(self.row, said, taken, locked=locked)
        self._loading = True
        self.table.set_rows(self._items)
        if self.table.current() is None:
            self.table.select_first()
        self._loading = False
        self.tally.setText(_tally([one.kind for one in said.values()], len(taken)))
        self._show_item()

    def _locked(self) -> bool:
        return self.row is None or self.row.state not in _BEGUN or self.desk.store.read_only

    def _show_state(self, row: MeetingRow) -> None:
        """Say what may be done, fold the roll once it is taken."""
        self.hint.clear()
        state = row.state
        if state is MeetingState.HELD:
            self.session.setText(_("Passer au compte rendu"))
            self.session.setProperty("icon_name", "file-text")
        elif state is MeetingState.IN_PROGRESS:
            self.session.setText(_("Clore la séance…"))
            self.session.setProperty("icon_name", "check")
        else:
            self.session.setText(_("Ouvrir la séance"))
            self.session.setProperty("icon_name", "play")
            if state is MeetingState.CANCELLED:
                self.hint.say(_("La réunion est annulée."), "soon")
            else:
                self.hint.say(_("La séance n’est pas ouverte."), "run", self.session)
        self.session.setEnabled(state is not MeetingState.CANCELLED and not self.desk.store.read_only)
        self.correct.setVisible(state is MeetingState.HELD)
        taken = row.entries > 0 and row.known == row.convened
        if self._folded is None:
            self._folded = taken or row.entries == 0 or self._room.height != "normal"
            self.roll.set_open(not self._folded)
        self._show_roll()

    def item(self) -> AgendaRow | None:
        """Return the item that is written under."""
        current: AgendaRow | None = self.table.current()
        return current

    def _show_roll(self) -> None:
        """In a very low window the folded roll leaves its room to the notes; F9 brings it back."""
        listed = self.row is not None and self.row.entries > 0
        self.roll.setVisible(listed and (self.roll.is_open() or self._room.height != "very_low"))

    def _show_item(self) -> None:
        item = self.item()
        place = self._items.index(item) if item is not None else -1
        self.notes.show_item(item, place, len(self._items))

    def _chosen(self, _row: object) -> None:
        if not self._loading:
            self._show_item()

    # Moving

    def first_focus(self) -> QWidget | None:
        """The opening, then the roll while it is to be taken, then the line in which one writes."""
        if self._locked():
            return self.table if self.hint.isHidden() else landing(self.hint) or self.table
        return self.roll.strip if self.roll.is_open() else self.entry.text

    def handlers(self) -> Mapping[str, Handler]:
        """The keys of the session."""
        mine: dict[str, Handler] = {
            "item.next": self.next_item,
            "item.previous": self.previous_item,
            "roll.show": self.switch,
            "file.print": self.preview,
        }
        if not self._locked():
            mine |= {
                "note.time": self.entry.insert_time,
                "note.validate": self._validate,
                "decision.new": partial(self.notes.begin, RecordKind.DECISION),
                "commitment.new": partial(self.notes.begin, COMMITMENT),
            }
        return mine

    def header_actions(self) -> tuple[QAction | None, tuple[QAction, ...]]:
        """Open or close the session; correct it afterwards."""
        return self.session, (self.correct,)

    def set_room(self, room: Room) -> None:
        """The list of items goes in a compact window, the key bar in a very low one."""
        self._room = room
        self.agenda_card.setVisible(room.width != "compact")
        self.agenda_card.setFixedWidth(theme.px(340 if room.width == "large" else _LIST_WIDE))
        self.keys.setVisible(room.height == "normal")
        self.notes.set_room(room)
        self.roll.set_room(room)
        self._show_roll()

    def next_item(self) -> None:
        """Write under the next item."""
        self._go(1)

    def previous_item(self) -> None:
        """Write under the item before."""
        self._go(-1)

    def _go(self, steps: int) -> None:
        item = self.item()
        place = self._items.index(item) + steps if item is not None else 0
        if 0 <= place < len(self._items):
            writing = not self.table.hasFocus() and not self._locked()
            self.table.select(self._items[place].id)
            if writing:
                self.entry.focus()

    def _write(self, _row: object) -> None:
        if not self._locked():
            self.entry.focus()

    def switch(self) -> None:
        """Go from the notes to the roll and back; a roll that is taken folds again."""
        if self.row is None or not self.row.entries:
            return
        if self.roll.is_open() and self.roll.isAncestorOf(self.window().focusWidget() or self):
            if self.row.known == self.row.convened or self._room.height != "normal":
                self._folded = True
                self.roll.set_open(False)
                self._show_roll()
            (self.table if self._locked() else self.entry.text).setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self._folded = False
            self.roll.set_open(True)
            self._show_roll()
            self.roll.strip.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def preview(self) -> None:
        """Look at the minutes as they stand."""
        from coprodesk.ui.preview import open_preview

        open_preview(self.desk, "minutes", self.meeting_id)

    # The session

    def _session(self) -> FormDialog | None:
        """Open, close, or go on to the minutes."""
        if self.row is None:
            return None
        if self.row.state is MeetingState.HELD:
            self.desk.go("meeting", meeting_id=self.meeting_id, step="minutes")
            return None
        form = CloseSession if self.row.state is MeetingState.IN_PROGRESS else OpenSession
        dialog = form(self.desk, self.row)
        dialog.accepted.connect(self._moved_on)
        dialog.open()
        return dialog

    def _moved_on(self) -> None:
        """After the opening the roll comes first."""
        self._folded = None
        self.refresh()
        self.desk.shell.update_actions()
        focus = self.first_focus()
        if focus is not None:
            focus.setFocus()

    def _correct(self) -> None:
        if self.row is not None:
            CorrectHours(self.desk, self.row).open()

    def _validate(self) -> None:
        """Ctrl+Entrée: mark as represented by the delegate asked for, else validate what is written."""
        focus = self.window().focusWidget()
        if focus is not None and self.roll.delegate.isAncestorOf(focus):
            self.roll.delegate.accept()
        else:
            self.notes.validate()


def _number_cell(item: AgendaRow) -> Cell:
    icon = _OUTCOME_ICONS.get(item.outcome, "")
    if icon:
        tint = "accent" if item.outcome is Outcome.TREATED else "soon"
        said = f"{item.position}, {item.outcome.label}"
        return Cell("", icon=icon, tint=tint, said=said)
    return Cell(str(item.position), strong=True, tint="text2")


def _item_cell(item: AgendaRow) -> Cell:
    done = item.outcome is not Outcome.OPEN
    spent = duration(item.planned_minutes)
    if item.real_minutes is not None:
        spent = _("{real} / {planned} min").format(real=item.real_minutes, planned=item.planned_minutes)
    word = item.outcome.label.lower() if item.outcome in (Outcome.POSTPONED, Outcome.WITHDRAWN) else ""
    closed = item.level in (Level.RESTRICTED, Level.SECRETARIAT)
    parts = [hour(item.started_at or item.time), spent, word, item.level.label.lower() if closed else ""]
    return Cell(item.title, " · ".join(part for part in parts if part), tint="text2" if done else "text")


def _tally(kinds: Sequence[RecordKind], taken: int) -> str:
    """Return « 2 décisions · 1 engagement »."""
    decided, dissents = kinds.count(RecordKind.DECISION), kinds.count(RecordKind.DISSENT)
    parts = [
        ngettext("{n} décision", "{n} décisions", decided).format(n=decided) if decided else "",
        ngettext("{n} engagement", "{n} engagements", taken).format(n=taken) if taken else "",
        ngettext("{n} réserve", "{n} réserves", dissents).format(n=dissents) if dissents else "",
    ]
    return " · ".join(part for part in parts if part) or _("Rien de décidé pour l’instant")
