"""The third step of a meeting: the cockpit of its session, and its correction once it was held."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from coprodesk.domain.disclosure import Level
from coprodesk.domain.french import hour
from coprodesk.domain.i18n import _
from coprodesk.domain.live import clock
from coprodesk.domain.meetings import MeetingState
from coprodesk.domain.quick_entry import QuickKind
from coprodesk.queries.attendance import roll
from coprodesk.queries.live import Cockpit, CockpitItem, Gap, GapKind, cockpit
from coprodesk.queries.meetings import MeetingRow, meeting
from coprodesk.ui import theme
from coprodesk.ui.actions import Handler, make
from coprodesk.ui.desk import Desk
from coprodesk.ui.focus import landing
from coprodesk.ui.pages import live_keys
from coprodesk.ui.pages.cockpit_bar import ModeBar
from coprodesk.ui.pages.cockpit_head import CockpitHead
from coprodesk.ui.pages.cockpit_side import CockpitSide
from coprodesk.ui.pages.item_notes import ItemNotes, read_notes
from coprodesk.ui.pages.live_acts import LiveActs
from coprodesk.ui.pages.live_agenda import AgendaPane
from coprodesk.ui.pages.live_minute import Minute
from coprodesk.ui.pages.live_words import hours_of, name_session, show_side
from coprodesk.ui.pages.meeting_step import MeetingStep
from coprodesk.ui.pages.roll_card import RollCard
from coprodesk.ui.room import Room
from coprodesk.ui.widgets.cards import Banner, Card

_BEGUN = (MeetingState.IN_PROGRESS, MeetingState.HELD)
_LIST_WIDE = 256


class LiveStep(MeetingStep):
    """Roll on top, agenda at the left, what is written under the item in the middle, clock at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.row: MeetingRow | None = None
        self.cockpit: Cockpit | None = None
        self._running: int | None = None
        self._room = Room()
        self._folded: bool | None = None
        self._just_closed = False
        self._loading = False
        self.acts = LiveActs(desk, self.item)
        self.session = make(self, _("Ouvrir la séance"), self._session, icon="play")
        self.correct = make(self, _("Corriger la séance…"), self.acts.correct, icon="edit")
        self.print_sheet = make(
            self, _("Imprimer le relevé de décisions"), self.acts.preview_sheet, icon="print"
        )
        desk.writes(self.correct)
        self.acts.lead = self._lead
        self.acts.closed.connect(self._closed)
        self._minute = Minute(self, self.tick)
        self._compose(desk)
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]

    def _compose(self, desk: Desk) -> None:
        shell = desk.shell
        self.head = CockpitHead(
            make(self, _("Point"), self._open_points, icon="engagements"),
            ((self.acts.suspend, ""), (shell.action("view.projector"), _("Projection"))),
            self.acts.close,
        )
        self.hint = Banner()
        self.roll = RollCard(desk)
        self.table = AgendaPane()
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self._start)
        self.table.asked.connect(self._asked)
        self.agenda_card = Card(bare=True)
        self.agenda_card.body.addWidget(self.table, 1)
        self.notes = ItemNotes(desk)
        self.notes.set_menu(self.acts.menu(self.notes.ask))
        self.notes.outcome_asked.connect(self.acts.set_outcome)
        self.entry = self.notes.entry
        self.acts.settle = self.entry.leave
        self.side = CockpitSide(shell.action("item.next"))
        self.keys = ModeBar()
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.agenda_card)
        row.addWidget(self.notes, 1)
        row.addWidget(self.side)
        self._inside = QVBoxLayout()
        self._inside.setSpacing(10)
        for widget in (self.head, self.hint, self.roll):
            self._inside.addWidget(widget)
        self._inside.addLayout(row, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._inside, 1)
        column.addWidget(self.keys)

    # What is shown

    def show_meeting(self, meeting_id: int) -> None:
        """Show another meeting, from the item that runs, else from the first still to be treated."""
        self.entry.set_item(None, self.desk.today(), Level.PARTNERS)
        self._folded, self._running, self._just_closed = None, None, False
        self.meeting_id = meeting_id
        self.refresh()
        self.table.select_running()

    def show_item(self, item_id: int) -> None:
        """Select an item."""
        self.table.select(item_id)

    def edit_record(self, record_id: int) -> None:
        """Put the cursor in a paragraph of the item shown."""
        self.notes.edit_record(record_id)

    def items(self) -> tuple[CockpitItem, ...]:
        """Return the items of the agenda."""
        return () if self.cockpit is None else self.cockpit.items

    def item(self) -> CockpitItem | None:
        """Return the item that is written under."""
        current: CockpitItem | None = self.table.current()
        return current

    def live(self) -> bool:
        """Say whether the session is in progress."""
        return self.row is not None and self.row.state is MeetingState.IN_PROGRESS

    def fills_page(self) -> bool:
        """A session in progress has the page for itself."""
        return self.live()

    def refresh(self) -> None:
        """Read the meeting, its roll, its items and what was written."""
        store, today = self.desk.store, self.desk.today()
        self.row = meeting(store, self.meeting_id)
        self.cockpit = cockpit(store, self.meeting_id, self.acts.wall(), today)
        if self.row is None or self.cockpit is None:
            return
        self.acts.load(self.row, self.cockpit)
        locked = self._locked()
        lines = roll(store, self.meeting_id)
        rows = [item.row for item in self.items()]
        self.roll.set_roll(self.row, lines, rows, locked=locked, stamps=self.acts.stamps())
        self._show_state(self.row)
        self.notes.load(self.row, read_notes(store, self.row, today), self.cockpit, locked=locked)
        self.entry.load_partners()
        self._loading = True
        self.table.set_items(self.items())
        running = self.cockpit.state.running
        if running is not None and running != self._running:
            self.table.select(running)
        self._running = running
        if self.table.current() is None:
            self.table.select_first()
        self._loading = False
        self._show_side()
        self.notes.show_item(self.item())
        self._wait()

    def _locked(self) -> bool:
        return self.row is None or self.row.state not in _BEGUN or self.desk.store.read_only

    def _show_state(self, row: MeetingRow) -> None:
        """Say what may be done, fold the roll where room is short."""
        state = row.state
        name_session(self.session, row, self.desk.today())
        self.hint.clear()
        if state is MeetingState.HELD and self._just_closed:
            at = hour(row.closed_at or row.ends_at)
            self.hint.say(_("Séance close à {hour}.").format(hour=at), "ok", self.print_sheet)
        elif state is MeetingState.CANCELLED:
            self.hint.say(_("La réunion est annulée."), "soon")
        elif state not in _BEGUN:
            self.hint.say(_("La séance n’est pas ouverte."), "run", self.session)
        going = state is not MeetingState.CANCELLED
        self.desk.allow(self.session, going, writes=state is not MeetingState.HELD)
        self.correct.setVisible(state is MeetingState.HELD)
        self.head.setVisible(self.live())
        if self.live() and self.cockpit is not None:
            self.head.show_state(row, self.cockpit.state.suspended_since)
        if self._folded is None:
            taken = row.entries > 0 and row.known == row.convened
            self._folded = row.entries == 0 or (taken and self._short())
            self.roll.set_open(not self._folded)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A banner above takes room too."""
        super().resizeEvent(event)
        self.roll.fit(self.height())

    def _short(self) -> bool:
        return self._room.width == "compact" or self._room.height != "normal"

    def _show_side(self) -> None:
        if self.row is not None and self.cockpit is not None:
            show_side(self.side, self.row, self.cockpit, self.acts.wall())
            shown = self.item()
            self.head.show_point(shown.row.position if shown is not None else 0, len(self.cockpit.items))

    def _chosen(self, _row: object) -> None:
        if not self._loading:
            self.notes.show_item(self.item())
            self._show_side()

    # The clock

    def tick(self) -> None:
        """Tell the hour again: nothing is read, nothing else changes."""
        if self.cockpit is not None and self.row is not None and self.live():
            told = clock(self.cockpit.state, self.acts.wall())
            self.side.show_hours(hours_of(self.row, told, self.acts.wall()))
            self.notes.show_time(told)
        self._wait()

    def _wait(self) -> None:
        self._minute.wait(self.desk.now()) if self.live() and self.isVisible() else self._minute.stop()

    def showEvent(self, event: QShowEvent) -> None:
        """The clock goes on."""
        super().showEvent(event)
        self.tick()

    def hideEvent(self, event: QHideEvent) -> None:
        """The clock is not looked at."""
        super().hideEvent(event)
        self._minute.stop()

    # Room and keys

    def set_room(self, room: Room) -> None:
        """The agenda goes in a compact window, the keys in a very low one; the roll folds to its counters."""
        before, self._room = self._room, room
        compact = room.width == "compact"
        self.agenda_card.setVisible(not compact)
        self.agenda_card.setFixedWidth(theme.px(340 if room.width == "large" else _LIST_WIDE))
        self.keys.setVisible(room.height != "very_low")
        self.head.set_room(room)
        self.notes.set_room(room)
        self.side.set_room(room)
        self.roll.set_room(room)
        if self.live():
            side = 16 if compact or room.height == "very_low" else 20
            low = room.height == "very_low"
            self._inside.setContentsMargins(side, 8 if low else 12, side, 8 if low else 2)
        else:
            self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(8 if room.height == "very_low" else 10)
        if before != room and self._short() and self.row is not None and not self._in_roll():
            self._folded = self.row.known == self.row.convened
            self.roll.set_open(not self._folded)

    def _in_roll(self) -> bool:
        return self.roll.isAncestorOf(self.window().focusWidget() or self)

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Tell the mode and its keys, by where the keyboard is; another window is none of it."""
        if now is None or now.window() is not self.window():
            return
        panes = {
            self.roll.strip: live_keys.roll_keys,
            self.table: live_keys.agenda_keys,
            self.notes.follow.table: live_keys.due_keys,
        }
        keys, typing = live_keys.mode_at(now if self.isAncestorOf(now) else None, panes)
        self.keys.show_mode(keys, typing=typing)

    def first_focus(self) -> QWidget | None:
        """What the banner offers, then the roll while it is to be taken, then the line one writes in."""
        if self.hint.text() and (self._locked() or self._just_closed):
            return landing(self.hint) or self.table
        if self._locked():
            return self.table
        taken = self.row is not None and self.row.known == self.row.convened
        return self.roll.strip if self.roll.is_open() and not taken else self.entry.text

    def handlers(self) -> Mapping[str, Handler]:
        """The keys of the session."""
        mine: dict[str, Handler] = {
            "item.next": self.next_item,
            "item.previous": self.previous_item,
            "roll.show": self.switch,
            "file.print": self.acts.preview_minutes,
        }
        if not self._locked():
            mine |= {
                "note.time": self.entry.insert_time,
                "note.validate": self._validate,
                "decision.new": partial(self.notes.begin, QuickKind.DECISION),
                "commitment.new": partial(self.notes.begin, QuickKind.COMMITMENT),
                "item.confidential": self.acts.switch_confidential,
            }
            if self.roll.strip.hasFocus():
                mine["edit.rename"] = self.roll.edit_movements
        if self.live():
            mine |= {
                "meeting.suspend": self.acts.switch_pause,
                "meeting.close": self.acts.close_session,
                "view.projector": self.acts.project,
            }
        return mine

    def header_actions(self) -> tuple[QAction | None, tuple[QAction, ...]]:
        """Open the session; correct it afterwards."""
        return self.session, (self.correct,)

    def take_actions(self, actions: Sequence[QAction]) -> None:
        """The head of the session offers them in « … »."""
        self.head.set_more(actions)

    def next_item(self) -> None:
        """Take up the next item; in a session that was held or is only read, show it."""
        self.acts.next_item() if self._led() else self.table.step(1)

    def previous_item(self) -> None:
        """Take up the item before; in a session that was held or is only read, show it."""
        self.acts.previous_item() if self._led() else self.table.step(-1)

    def _led(self) -> bool:
        """Say whether the session in progress is led from this window."""
        return self.live() and not self._locked()

    def _start(self, _row: object) -> None:
        """Entrée on an item starts it; afterwards it opens the line to write under it."""
        if self._led():
            self.acts.start_chosen()
        elif not self._locked():
            self.entry.focus()

    def _asked(self, letter: str) -> None:
        if not self._locked() and not (self.live() and self.acts.asked(letter, self.notes.ask)):
            self.notes.begin_letter(letter)

    def _open_points(self) -> None:
        self.head.open_points(self.items(), self.table.select)

    def switch(self) -> None:
        """Go from the notes to the roll and back; where room is short the roll folds again."""
        if self.row is None or not self.row.entries:
            return
        if self.roll.is_open() and self._in_roll():
            if self._short():
                self._folded = True
                self.roll.set_open(False)
            (self.table if self._locked() else self.entry.text).setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self._folded = False
            self.roll.set_open(True)
            self.roll.strip.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # The session

    def _session(self) -> None:
        """Open, enter afterwards, or go on to the minutes."""
        dialog = self.acts.open_session()
        if dialog is not None:
            dialog.accepted.connect(self._moved_on)

    def _closed(self) -> None:
        """The decision sheet is one key away."""
        self._just_closed = True
        self._moved_on()

    def _moved_on(self) -> None:
        """After the opening the roll comes first."""
        self._folded = None
        self.refresh()
        self.desk.shell.update_actions()
        focus = self.first_focus()
        if focus is not None:
            focus.setFocus()

    def _lead(self, gap: Gap) -> None:
        """Go where a line of the closing check list is mended."""
        if gap.kind is GapKind.NEXT_MEETING:
            self.desk.shell.action("meeting.new").trigger()
        elif gap.kind is GapKind.SEATS:
            self.roll.set_open(True)
            self.roll.strip.go_to_entry(gap.ids[0])
            self.roll.strip.setFocus(Qt.FocusReason.OtherFocusReason)
        elif gap.kind is GapKind.ITEMS:
            self.table.select(gap.ids[0])
            (self.table if self.agenda_card.isVisible() else self.entry.text).setFocus()
        else:
            self.desk.go("commitments", commitment_id=gap.ids[0])

    def _validate(self) -> None:
        """Ctrl+Entrée: mark as represented by the delegate asked for, else accept what is written."""
        focus = self.window().focusWidget()
        if focus is not None and self.roll.delegate.isAncestorOf(focus):
            self.roll.delegate.accept()
        else:
            self.notes.validate()
