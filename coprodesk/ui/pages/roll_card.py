"""The roll above the notes: cells, who represents whom, counters, guests; folds to its counters."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from coprodesk.commands import attendance as commands
from coprodesk.commands import movements
from coprodesk.documents import picture
from coprodesk.domain.attendance import MovementKind, Presence, Reply
from coprodesk.domain.i18n import _, ngettext
from coprodesk.queries.agenda import AgendaRow
from coprodesk.queries.attendance import RollCounts, RollLine, counts
from coprodesk.queries.meetings import MeetingRow
from coprodesk.ui import theme
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.pages.roll_delegate import DelegateLine
from coprodesk.ui.pages.roll_moves import ask_guest, ask_movements
from coprodesk.ui.pages.roll_strip import RollStrip, seat_words
from coprodesk.ui.room import Room
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Card
from coprodesk.ui.widgets.header import ElidedLabel
from coprodesk.ui.widgets.marks import KeyCap, PresenceCell
from coprodesk.ui.widgets.scroll import scrolled

_SHOWN = (Presence.PRESENT, Presence.REPRESENTED, Presence.EXCUSED, Presence.ABSENT, Presence.UNKNOWN)
_TIGHT = 360
"""The height of a session under which it has little room: a very low window with a banner."""


def count_words(found: RollCounts) -> dict[Presence, str]:
    """Return « 5 présents » by state, of the counted seats."""
    n = found
    return {
        Presence.PRESENT: ngettext("{n} présent", "{n} présents", n.present).format(n=n.present),
        Presence.REPRESENTED: ngettext("{n} représenté", "{n} représentés", n.represented).format(
            n=n.represented
        ),
        Presence.EXCUSED: ngettext("{n} excusé", "{n} excusés", n.excused).format(n=n.excused),
        Presence.ABSENT: ngettext("{n} absent", "{n} absents", n.absent).format(n=n.absent),
        Presence.UNKNOWN: _("{n} à pointer").format(n=n.unknown),
    }


def sum_words(found: RollCounts, *, short: bool = False) -> str:
    """Return « 7 sur 11 institutions », or « 7 sur 11 »."""
    if short:
        return _("{n} sur {total}").format(n=found.attended, total=found.convened)
    return ngettext("{n} sur {total} institution", "{n} sur {total} institutions", found.convened).format(
        n=found.attended, total=found.convened
    )


class RollCard(Card):
    """The whole roll of one meeting; nothing can be marked while `set_roll` says it is `locked`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setAccessibleName(_("Appel"))
        self._desk = desk
        self._row: MeetingRow | None = None
        self._items: Sequence[AgendaRow] = ()
        self._stamps = self._tight = False
        self._lines: dict[int, RollLine] = {}
        self._rows = 2
        self._short = False
        self._found: RollCounts | None = None
        self.strip = RollStrip()
        self.strip.marked.connect(self._mark)
        self.strip.represented.connect(self._ask_delegate)
        self.strip.moving.connect(self._move)
        self.strip.current_changed.connect(self._current_changed)
        self.strip.not_found.connect(self._not_found)
        self.strip.editing.connect(self.edit_movements)
        self.area = scrolled(self.strip)
        self.strip.installEventFilter(self)
        self.delegate = DelegateLine(desk, self.represent, self.strip)
        self.seat = ElidedLabel("", "small", "text2")
        self.announced = make(
            self.strip, _("Appeler les présents"), self.call_announced, shortcut="Space", icon="check"
        )
        self.announced.setToolTip(_("Pointe comme annoncé chaque institution qui a répondu."))
        self.guest = make(self.strip, _("Ajouter un invité…"), self.add_guest, shortcut="G", icon="user-plus")
        desk.writes(self.announced, self.guest)
        self._cells = {one: PresenceCell(picture.Presence(one.value), 18) for one in _SHOWN}
        self._counts = {one: Label("", "small") for one in _SHOWN}
        self._words: dict[Presence, str] = {}
        self._sum = Label("", "small_strong")
        self._legend, self._unfold = QWidget(), QWidget()
        self._compose()

    def _compose(self) -> None:
        self.body.setContentsMargins(16, 10, 16, 8)
        self.body.addWidget(self.area)
        self.body.addWidget(self.delegate)
        row = self._line = QHBoxLayout()
        row.setSpacing(7)
        for one in _SHOWN:
            row.addWidget(self._cells[one])
            row.addWidget(self._counts[one])
            row.addSpacing(8)
        row.addWidget(self._sum)
        row.addSpacing(8)
        row.addWidget(self.seat, 1)
        keys = (
            ("F9", _("puis")),
            ("P", _("présent")),
            ("R", _("représenté")),
            ("E", _("excusé")),
            ("A", _("absent")),
            ("D", _("départ")),
        )
        _fill_legend(self._legend, keys)
        _fill_legend(self._unfold, (("F9", _("déplier l’appel")),))
        row.addWidget(self._legend)
        row.addWidget(self._unfold)
        self._announced_button = ActionButton(self.announced)
        self._guest_button = ActionButton(self.guest, icon_only=True)
        row.addWidget(self._announced_button)
        row.addWidget(self._guest_button)
        self.body.addLayout(row)

    # What is shown

    def set_roll(
        self,
        row: MeetingRow,
        lines: Sequence[RollLine],
        items: Sequence[AgendaRow],
        *,
        locked: bool,
        stamps: bool,
    ) -> None:
        """Show the roll of a meeting; `stamps` notes the hour of who comes and goes."""
        self._row, self._items, self._stamps = row, items, stamps
        self._lines = {line.id: line for line in lines}
        self.strip.locked = locked
        self.strip.set_lines(lines)
        found = counts(lines)
        words = count_words(found)
        numbers = {
            Presence.PRESENT: found.present,
            Presence.REPRESENTED: found.represented,
            Presence.EXCUSED: found.excused,
            Presence.ABSENT: found.absent,
            Presence.UNKNOWN: found.unknown,
        }
        self._words = {one: words[one] for one in _SHOWN}
        for one in _SHOWN:
            for widget in (self._cells[one], self._counts[one]):
                widget.setVisible(numbers[one] > 0)
        self._sum.setText(sum_words(found, short=self._short))
        self._found = found
        waiting = [x for x in lines if x.presence is Presence.UNKNOWN and x.reply is not Reply.NONE]
        self.announced.setEnabled(bool(waiting) and not locked)
        self.announced.setVisible(bool(waiting))
        self.guest.setEnabled(not locked)
        self._show_seat()
        self._fit()
        self._give_way()

    def counters(self) -> str:
        """Return the counters as read."""
        shown = [self._words[one] for one in _SHOWN if not self._counts[one].isHidden()]
        return " · ".join((*shown, self._sum.text()))

    def is_open(self) -> bool:
        """Say whether the cells are shown."""
        return not self.area.isHidden()

    def set_open(self, on: bool) -> None:
        """Show the cells, or the counters only."""
        self.area.setVisible(on)
        self._show_seat()
        if not on:
            self.delegate.hide()
        self._give_way()

    def fit(self, high: int) -> None:
        """Know how high the session is: where that is little, a roll taken and folded leaves its line."""
        self._tight = high < theme.px(_TIGHT)
        self._give_way()

    def _give_way(self) -> None:
        row = self._row
        if row is not None:
            spared = self._tight and not self.is_open() and row.known == row.convened
            self.setVisible(row.entries > 0 and not spared)

    def set_room(self, room: Room) -> None:
        """One row of cells when low, two else; words fold in a compact window."""
        self._rows = {"normal": 2, "low": 1, "very_low": 1}[room.height]
        self._short = room.width == "compact"
        self._announced_button.set_icon_only(self._short)
        if self._found is not None:
            self._sum.setText(sum_words(self._found, short=self._short))
        self._show_seat()
        self._fit()

    def _fit(self) -> None:
        rows = min(self._rows, self.strip.rows())
        self.area.setFixedHeight(rows * self.strip.row_height() - 8 + 2)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Follow the cells when they share another width; tell who sits there while they have the focus."""
        if watched is self.strip and event.type() == QEvent.Type.Resize:
            self._fit()
        elif watched is self.strip and event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._show_seat(focused=event.type() == QEvent.Type.FocusIn)
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the line of counters again."""
        super().resizeEvent(event)
        self._show_seat()

    def _current_changed(self) -> None:
        self._show_seat()
        spot, bar = self.strip.rect_of_current(), self.area.verticalScrollBar()
        if spot.top() < bar.value():
            bar.setValue(round(spot.top()))
        elif spot.bottom() > bar.value() + self.area.height():
            rows = min(self._rows, self.strip.rows())
            bar.setValue(round(spot.top()) - (rows - 1) * self.strip.row_height())

    def _show_seat(self, *, focused: bool | None = None) -> None:
        """Tell who sits in the chosen cell while the keyboard is on it, the keys otherwise."""
        here = self.strip.hasFocus() if focused is None else focused
        line = self.strip.current() if self.is_open() and here else None
        self.seat.setText(seat_words(line) if line is not None else "")
        wide = not self._short and not self.announced.isVisible()
        self._unfold.setVisible(not self.is_open())
        self._guest_button.setVisible(self.is_open())
        self._legend.setVisible(self.is_open() and not here and wide)
        self._tell_counts()
        for keys in (self._legend, self._unfold):
            if not self._fits():
                keys.hide()
        if not self._fits():
            self._tell_counts(short=True)

    def _fits(self) -> bool:
        """Say whether the line of counters has room now; a layout learns at its next turn what was hidden."""
        for layout in (self._line, self.body):
            layout.invalidate()
        return self.body.minimumSize().width() <= self.width()

    def _tell_counts(self, *, short: bool = False) -> None:
        """Show « 5 présents », the number alone beside its letter when `short`."""
        for one, words in self._words.items():
            self._counts[one].setText(words.split("\u00a0")[0].split(" ")[0] if short else words)
            self._counts[one].setAccessibleName(words)

    # Acts

    def _now(self) -> str | None:
        return self._desk.now().strftime("%H:%M") if self._stamps else None

    def _mark(self, entry_id: int, presence: Presence) -> None:
        line = self._lines[entry_id]
        if self._desk.act(self._marked, line, presence, "", ""):
            self._went_on(line)

    def _marked(self, line: RollLine, presence: Presence, name: str, function: str) -> bool:
        commands.set_presence(self._desk.store, line.id, presence, name, function, at=self._now())
        return True

    def _went_on(self, line: RollLine) -> None:
        """After the first mark of a seat the next one is asked; a correction stays where it is."""
        if line.presence is Presence.UNKNOWN:
            self.strip.go_on()

    def represent(self, line: RollLine, name: str, function: str) -> bool:
        """Mark a seat as represented; raises Refusal when it may not be."""
        self._marked(line, Presence.REPRESENTED, name, function)
        self._went_on(line)
        return True

    def _ask_delegate(self, entry_id: int) -> None:
        on: date = self._row.date if self._row is not None else self._desk.today()
        self.delegate.ask(self._lines[entry_id], on)

    def _move(self, entry_id: int, kind: MovementKind) -> None:
        """Note who comes or goes at the hour it is; afterwards the hour is asked for."""
        self._desk.act(self._moved, entry_id, kind)
        if not self._stamps and self._lines[entry_id].movements:
            self.edit_movements(entry_id)

    def _moved(self, entry_id: int, kind: MovementKind) -> None:
        store, row = self._desk.store, self._row
        at = self._now()
        if at is None:
            assert row is not None
            leaving = kind is MovementKind.DEPARTURE
            at = (row.closed_at or row.ends_at) if leaving else (row.opened_at or row.starts_at)
        if kind is MovementKind.DEPARTURE:
            movements.depart(store, entry_id, at)
        else:
            movements.add_movement(store, entry_id, kind, at)

    def edit_movements(self, entry_id: int | None = None) -> FormDialog | None:
        """Correct the arrivals and departures of a seat, by default the one the keyboard is on."""
        line = self.strip.current() if entry_id is None else self._lines.get(entry_id)
        if line is None or self.strip.locked:
            return None
        if not line.movements:
            self._desk.say(_("Aucune arrivée ni départ à corriger pour ce siège"), undoable=False)
            return None
        return ask_movements(self._desk, line, self._items)

    def _not_found(self, letters: str) -> None:
        self._desk.say(
            _("Aucun siège ne commence par «\u00a0{letters}\u00a0»").format(letters=letters), undoable=False
        )

    def call_announced(self) -> None:
        """Mark as announced all who replied, then go to who did not."""
        before = counts(self._lines.values()).unknown
        if self._desk.act(self._announced):
            done = before - counts(self._lines.values()).unknown
            self._desk.say(
                ngettext(
                    "{n} institution pointée comme annoncé", "{n} institutions pointées comme annoncé", done
                ).format(n=done)
            )
            self.strip.setFocus(Qt.FocusReason.OtherFocusReason)
            line = self.strip.current()
            if line is not None and line.presence is not Presence.UNKNOWN:
                self.strip.go_on()

    def _announced(self) -> bool:
        assert self._row is not None
        commands.announced_present(self._desk.store, self._row.id)
        return True

    def add_guest(self) -> FormDialog | None:
        """Ask who came without being convened."""
        return None if self._row is None else ask_guest(self._desk, self._row.id)


def _fill_legend(box: QWidget, keys: Sequence[tuple[str, str]]) -> None:
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    for key, words in keys:
        told = Label(words, "tiny", "text2")
        told.setContentsMargins(0, 0, 6, 0)
        row.addWidget(KeyCap(key))
        row.addWidget(told)
