"""What is written under one item: its title and time, what it brings back, its lines, the entry."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMenu, QVBoxLayout

from coprodesk.domain.agenda import Outcome
from coprodesk.domain.disclosure import Level
from coprodesk.domain.french import hour, minutes_of
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.live import LiveClock
from coprodesk.domain.meetings import MeetingState
from coprodesk.domain.minutes import SETTLED
from coprodesk.domain.quick_entry import PREFIXES, QuickKind
from coprodesk.queries.agenda import AgendaRow
from coprodesk.queries.commitment_filter import CommitmentFilter
from coprodesk.queries.commitments import CommitmentRow, commitments
from coprodesk.queries.live import Cockpit, CockpitItem
from coprodesk.queries.meetings import MeetingRow, meeting
from coprodesk.queries.records import RecordRow, records
from coprodesk.queries.versions import standing
from coprodesk.queries.watch_points import WatchPointRow, watch_points
from coprodesk.store import Store
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.ask_line import AskLine
from coprodesk.ui.pages.cockpit_bar import TimeBar
from coprodesk.ui.pages.line_acts import WrittenActs
from coprodesk.ui.pages.live_follow import FollowPane
from coprodesk.ui.pages.record_entry import RecordEntry
from coprodesk.ui.pages.record_lines import RecordLines, Written, promised, watched, written
from coprodesk.ui.preview import usual_level
from coprodesk.ui.room import Room
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Card, Separator
from coprodesk.ui.widgets.filters import Segment, SegmentedFilter
from coprodesk.ui.widgets.header import ElidedLabel

WATCH_KIND = "watch_cell"
FOLLOW_UP, WATCH_POINTS = "follow_up", "watch_points"


@dataclass(frozen=True, slots=True)
class Notes:
    """All that is written at a meeting, by id."""

    records: dict[int, RecordRow] = field(default_factory=dict)
    commitments: dict[int, CommitmentRow] = field(default_factory=dict)
    watch_points: tuple[WatchPointRow, ...] = ()


def read_notes(store: Store, row: MeetingRow, on: date) -> Notes:
    """Return all that is written at a meeting, commitments by their number."""
    taken = commitments(store, on, CommitmentFilter(meeting_id=row.id), by_theme=False)
    points = watch_points(store, row.body_id, lifted=True) if row.body_kind == WATCH_KIND else ()
    return Notes(
        {one.id: one for one in records(store, row.id)},
        {one.id: one for one in sorted(taken, key=lambda one: one.reference)},
        tuple(one for one in points if one.meeting_id == row.id),
    )


class ItemNotes(Card):
    """One item at a time; `outcome_asked(str)` tells what is to become of it, letters open the entry."""

    outcome_asked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.item: CockpitItem | None = None
        self.row: MeetingRow | None = None
        self.locked = True
        self._notes = Notes()
        self._cockpit: Cockpit | None = None
        self.title = ElidedLabel("", "main")
        self.facts = ElidedLabel("", "small", "text2")
        self.bar = TimeBar()
        self.outcome = SegmentedFilter(
            [Segment(one.value, one.label) for one in Outcome], _("Suite donnée au point")
        )
        self.outcome.changed.connect(self.outcome_asked)
        self._menu = QMenu(self)
        self._opener = make(self, _("Que faire de ce point"), self._open_menu, icon="more")
        self._more = ActionButton(self._opener, "link", icon_only=True)
        self.approve = make(self, _("Approuvé sans observation…"), self.ask_approval, icon="check")
        desk.writes(self.approve)
        self._approve = ActionButton(self.approve)
        self.ask = AskLine(desk)
        self.follow = FollowPane(desk)
        self.acts = WrittenActs(desk)
        self.lines = RecordLines(desk, self.acts.line_acts())
        self.acts.removed.connect(self.to_lines)
        self.entry = RecordEntry(desk)
        self.entry.changed.connect(self.show_lines)
        self.entry.left.connect(self.to_lines)
        self.entry.text.upward.connect(self.to_lines)
        self._compose()

    def _compose(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        head.addWidget(self._more)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.facts, 1)
        below.addWidget(self._approve)
        below.addWidget(self.outcome)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addLayout(head)
        column.addLayout(below)
        self.body.addLayout(column)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.ask)
        self.body.addWidget(Separator())
        self.body.addWidget(self.follow, 6)
        self.body.addWidget(self.lines, 1)
        self.body.addWidget(self.entry)

    def set_menu(self, actions: Sequence[QAction]) -> None:
        """Offer these under « … » beside the title."""
        self._menu.addActions(list(actions))

    def _open_menu(self) -> None:
        self._menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def set_room(self, room: Room) -> None:
        """Tighten in a low window; the line of facts goes in a very low one."""
        pad = {"normal": 14, "low": 10, "very_low": 4}[room.height]
        side = 20 if room.width != "compact" else 16
        self.body.setContentsMargins(side, pad, side, pad)
        self.body.setSpacing(2 if room.height == "very_low" else 8)
        self.facts.setVisible(room.height != "very_low")
        self.entry.set_lines(2 if room.height == "very_low" else 4)
        self.lines.set_short(room.height == "very_low")

    # What is shown

    def load(self, row: MeetingRow, notes: Notes, cockpit: Cockpit, *, locked: bool) -> None:
        """Take what is written at the meeting; `show_item` or `show_lines` shows it."""
        self.row, self.locked, self._notes, self._cockpit = row, locked, notes, cockpit
        self.acts.load(notes.records, locked=locked)

    def show_item(self, item: CockpitItem | None) -> None:
        """Show an item; what is being typed stays under its own."""
        self.item = item
        if self.row is None:
            return
        live = self.row.state is MeetingState.IN_PROGRESS
        self.entry.set_item(
            None if item is None else item.row.id,
            self.row.date,
            Level.PARTNERS if item is None else item.row.level,
            watch=self.row.body_kind == WATCH_KIND,
            stamps=live,
        )
        self.entry.set_locked(self.locked or item is None)
        if item is None:
            self.title.setText(_("Rien à l’ordre du jour"))
            self.facts.setText("")
        else:
            self.title.setText(_("{n}. {title}").format(n=item.row.position, title=item.row.title))
            self.facts.setText(_facts(item.row))
            self.outcome.blockSignals(True)
            self.outcome.choose(item.row.outcome.value)
            self.outcome.blockSignals(False)
        self._approve.setVisible(self._may_approve())
        self.outcome.setEnabled(item is not None and not self.locked)
        self.outcome.setVisible(not live)
        self._more.setVisible(live)
        self.bar.setVisible(live and item is not None)
        if self._cockpit is not None:
            self.show_time(self._cockpit.clock)
        self._show_follow()
        self.show_lines()

    def _may_approve(self) -> bool:
        """Tell whether the item approves minutes that nothing approved yet."""
        approved = None if self.item is None else self.item.row.approves_id
        if approved is None or self.locked:
            return False
        return standing(self.desk.store, approved).state not in SETTLED

    def ask_approval(self) -> QDialog | None:
        """Approve, at this meeting, the minutes that the item is about."""
        from coprodesk.ui.pages.minutes_publish import ApprovalDialog

        approved = None if self.item is None else self.item.row.approves_id
        row = meeting(self.desk.store, approved) if approved is not None else None
        if row is None or self.row is None:
            return None
        dialog = ApprovalDialog(self.desk, row, usual_level(self.desk, row), self.row.id)
        dialog.open()
        return dialog

    def show_time(self, clock: LiveClock) -> None:
        """Tell the minutes used and when the item should end; nothing else changes."""
        item = self.item
        if item is None:
            return
        planned = item.row.planned_minutes
        if item.running:
            left = _("{used}\u00a0min sur {planned}").format(used=clock.used, planned=planned)
            share = clock.used / planned if planned else 0.0
            self.bar.say(share, left, *_end_words(clock, minutes_of(item.row.time) + planned))
        elif item.used:
            left = _("{used}\u00a0min sur {planned}").format(used=item.used, planned=planned)
            words = item.row.outcome.label.lower()
            self.bar.say(item.used / planned if planned else 0.0, left, words, words)
        else:
            left = _("{planned}\u00a0min prévues").format(planned=planned)
            words = _("pas commencé\u00a0; Entrée dans la liste le commence")
            self.bar.say(0.0, left, words, _("pas commencé"))

    def _show_follow(self) -> None:
        """Show what the item brings back: the commitments due, the watch points not lifted."""
        item, cockpit, row = self.item, self._cockpit, self.row
        if item is None or cockpit is None or row is None:
            self.follow.hide()
            return
        due = cockpit.due if item.row.role == FOLLOW_UP else ()
        mine = item.row.role == WATCH_POINTS
        points = [one for one in cockpit.watch_points if mine and one.agenda_item_id != item.row.id]
        self.follow.show_due(row.id, row.date, due, points, locked=self.locked)

    def show_lines(self) -> None:
        """Show the lines of the item, without the one in the making."""
        if self.entry.making:
            return
        if self.item is None:
            self.lines.show_lines((), _("Ajoutez d’abord un point à l’étape «\u00a0Ordre du jour\u00a0»."))
            return
        self.entry.sync({("record", one.id): one.text for one in self._notes.records.values()})
        live = self.row is not None and self.row.state is MeetingState.IN_PROGRESS
        self.lines.show_lines(self._lines_of(self.item.row), self._nothing_words(), newest=live)

    def _lines_of(self, item: AgendaRow) -> list[Written]:
        notes = self._notes
        live = self.row is not None and self.row.state is MeetingState.IN_PROGRESS
        said = [one for one in notes.records.values() if one.item_id == item.id]
        lines = [written(one, item.level, live=live) for one in said]
        lines += [
            promised(one, item.level) for one in notes.commitments.values() if one.agenda_item_id == item.id
        ]
        lines += [watched(one, item.level) for one in notes.watch_points if one.agenda_item_id == item.id]
        return [line for line in lines if line.key != self.entry.draft]

    def _nothing_words(self) -> str:
        if self.locked:
            return _("Rien n’est écrit sous ce point.")
        return _("Rien n’est encore écrit sous ce point. Tapez ci-dessous ce qui est dit.")

    # Writing

    def validate(self) -> None:
        """Leave the editor of a line, answer the question, else accept what is written."""
        focus = self.window().focusWidget()
        line = next((one for one in self.lines.lines.values() if focus and one.editor is focus), None)
        asked = next((one for one in (self.ask, self.follow.ask) if focus and one.field is focus), None)
        if line is not None:
            line.read()
        elif asked is not None:
            asked.answer()
        else:
            self.entry.validate()

    def begin(self, kind: QuickKind) -> None:
        """Write a line of a kind."""
        if not self.locked and self.item is not None:
            self.entry.set_kind(kind)
            self.entry.focus()

    def begin_letter(self, letter: str) -> bool:
        """Write a line of the kind this letter says; returns whether it says one here."""
        kind = PREFIXES.get(letter)
        watch = self.row is not None and self.row.body_kind == WATCH_KIND
        if kind is None or (kind is QuickKind.WATCH_POINT and not watch):
            return False
        self.begin(kind)
        return True

    def edit_record(self, record_id: int) -> None:
        """Put the cursor in a paragraph shown here."""
        line = self.lines.lines.get(("record", record_id))
        if line is not None:
            line.edit()

    def to_lines(self) -> None:
        """Leave the entry: the keyboard goes to what the item brings back, else to its last line."""
        if self.follow.isVisible():
            self.follow.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.lines.take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A letter opens the entry with its kind; Entrée opens it as it is."""
        key, letter = event.key(), event.text().lower()
        held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if held:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.locked:
            self.entry.focus()
        elif len(letter) != 1 or not self.begin_letter(letter):
            super().keyPressEvent(event)


def _facts(item: AgendaRow) -> str:
    who = ", ".join(one for one in (item.reporter_person, item.reporter) if one)
    parts = [
        _("Rapporteur\u00a0: {who}").format(who=who) if who else "",
        _("Diffusion {level}").format(level=item.level.label.lower()),
        ngettext("reporté {n} fois", "reporté {n} fois", item.postponements).format(n=item.postponements)
        if item.postponements
        else "",
        ", ".join(item.references),
    ]
    return " · ".join(part for part in parts if part)


def _end_words(clock: LiveClock, plan: int) -> tuple[str, str]:
    """Return « fin prévue 15 h 07, soit 2 min après le plan », and its short form; `plan` in minutes."""
    if clock.item_end is None:
        return "", ""
    at, after = hour(clock.item_end), minutes_of(clock.item_end) - plan
    if after > 0:
        end = _("fin prévue {hour}, soit {n}\u00a0min après le plan").format(hour=at, n=after)
        return end, _("fin {hour}, {n}\u00a0min après le plan").format(hour=at, n=after)
    if after < 0:
        end = _("fin prévue {hour}, soit {n}\u00a0min avant le plan").format(hour=at, n=-after)
        return end, _("fin {hour}, {n}\u00a0min avant le plan").format(hour=at, n=-after)
    return _("fin prévue {hour}, selon le plan").format(hour=at), _("fin {hour}").format(hour=at)
