"""The roll above the notes: cells, who represents whom, counters, guests; folds to its counters."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from coprodesk.commands import attendance as commands
from coprodesk.documents import picture
from coprodesk.domain.attendance import MovementKind, Presence, Reply
from coprodesk.domain.i18n import _, ngettext
from coprodesk.queries.attendance import RollCounts, RollLine, counts
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.pages.roll_strip import RollStrip, seat_words
from coprodesk.ui.room import Room
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets import ActionButton, AutoLineEdit, Card, ElidedLabel, KeyCap, PresenceCell
from coprodesk.ui.widgets.scroll import scrolled

_SHOWN = (Presence.PRESENT, Presence.REPRESENTED, Presence.EXCUSED, Presence.ABSENT, Presence.UNKNOWN)


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


class DelegateLine(QWidget):
    """Who came instead: the usual substitute is proposed, another name and function can be typed."""

    def __init__(self, desk: Desk, done: "RollCard") -> None:
        super().__init__()
        self._desk, self._card = desk, done
        self._line: RollLine | None = None
        self._title = Label("", "small_strong")
        self.name = AutoLineEdit()
        self.name.setPlaceholderText(_("Nom, par exemple Mme Claire ABRISSEL"))
        self.name.setAccessibleName(_("Nom de qui représente"))
        self.function = AutoLineEdit()
        self.function.setPlaceholderText(_("Fonction"))
        self.function.setAccessibleName(_("Fonction de qui représente"))
        for field in (self.name, self.function):
            field.returnPressed.connect(self.accept)
        self.confirm = make(self, _("Pointer"), self.accept, icon="check")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addWidget(self.name, 3)
        row.addWidget(self.function, 2)
        row.addWidget(ActionButton(self.confirm))
        self.hide()

    def ask(self, line: RollLine) -> None:
        """Propose who was announced, else the usual substitute."""
        self._line = line
        usual = line.substitute
        self._title.setText(_("{seat}, par").format(seat=line.short_name))
        self.name.setText(line.delegate or (usual.name if usual else ""))
        self.function.setText(line.delegate_function if line.delegate else (usual.function if usual else ""))
        for field in (self.name, self.function):
            field.setCursorPosition(0)
        self.show()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name.selectAll()

    def accept(self) -> None:
        """Mark as represented by who is named."""
        if self._line is not None and self._card.represent(
            self._line, self.name.text().strip(), self.function.text().strip()
        ):
            self.leave()

    def leave(self) -> None:
        """Close and give the keyboard back to the cells."""
        self._line = None
        self.hide()
        self._card.strip.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Échap marks nothing."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)


class RollCard(Card):
    """The whole roll of one meeting; nothing can be marked while `set_roll` says it is `locked`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setAccessibleName(_("Appel"))
        self._desk = desk
        self._meeting_id = 0
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
        self.area = scrolled(self.strip)
        self.strip.installEventFilter(self)
        self.delegate = DelegateLine(desk, self)
        self.seat = ElidedLabel("", "small", "text2")
        self.announced = make(self, _("Appeler les présents"), self.call_announced, icon="check")
        self.announced.setToolTip(_("Pointe comme annoncé chaque institution qui a répondu."))
        self.guest = make(self, _("Ajouter un invité…"), self.add_guest, icon="user-plus")
        self._cells = {one: PresenceCell(picture.Presence(one.value), 18) for one in _SHOWN}
        self._counts = {one: Label("", "small") for one in _SHOWN}
        self._sum = Label("", "small_strong")
        self._legend: list[QWidget] = []
        self._compose()

    def _compose(self) -> None:
        self.body.setContentsMargins(16, 10, 16, 8)
        self.body.addWidget(self.area)
        self.body.addWidget(self.delegate)
        row = QHBoxLayout()
        row.setSpacing(7)
        for one in _SHOWN:
            row.addWidget(self._cells[one])
            row.addWidget(self._counts[one])
            row.addSpacing(8)
        row.addWidget(self._sum)
        row.addSpacing(8)
        row.addWidget(self.seat, 1)
        for key, words in (("P", ""), ("R", ""), ("E", ""), ("A", _("pointent")), ("F9", _("notes"))):
            self._legend.append(KeyCap(key))
            if words:
                self._legend.append(Label(words, "tiny", "text2"))
        for widget in self._legend:
            row.addWidget(widget)
        self._announced_button = ActionButton(self.announced)
        self._guest_button = ActionButton(self.guest, icon_only=True)
        row.addWidget(self._announced_button)
        row.addWidget(self._guest_button)
        self.body.addLayout(row)

    # What is shown

    def set_roll(self, meeting_id: int, lines: Sequence[RollLine], *, locked: bool) -> None:
        """Show the roll of a meeting."""
        self._meeting_id = meeting_id
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
        for one in _SHOWN:
            self._counts[one].setText(words[one])
            for widget in (self._cells[one], self._counts[one]):
                widget.setVisible(numbers[one] > 0)
        self._sum.setText(sum_words(found, short=self._short))
        self._found = found
        waiting = [x for x in lines if x.presence is Presence.UNKNOWN and x.reply is not Reply.NONE]
        self.announced.setEnabled(bool(waiting) and not locked)
        self.announced.setVisible(bool(waiting))
        self.guest.setEnabled(not locked)
        self._fit()

    def counters(self) -> str:
        """Return the counters as read."""
        shown = [self._counts[one].text() for one in _SHOWN if not self._counts[one].isHidden()]
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

    def set_room(self, room: Room) -> None:
        """One row of cells when low, two else; the words of the keys go first."""
        self._rows = {"normal": 2, "low": 1, "very_low": 1}[room.height]
        for widget in self._legend:
            widget.setVisible(room.width == "large")
        self._short = room.width == "compact"
        self._announced_button.set_icon_only(self._short)
        if self._found is not None:
            self._sum.setText(sum_words(self._found, short=self._short))
        self._fit()

    def _fit(self) -> None:
        rows = min(self._rows, self.strip.rows())
        self.area.setFixedHeight(rows * self.strip.row_height() - 8 + 2)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Follow the cells when they share another width."""
        if watched is self.strip and event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def _current_changed(self) -> None:
        self._show_seat()
        spot, bar = self.strip.rect_of_current(), self.area.verticalScrollBar()
        if spot.top() < bar.value():
            bar.setValue(round(spot.top()))
        elif spot.bottom() > bar.value() + self.area.height():
            rows = min(self._rows, self.strip.rows())
            bar.setValue(round(spot.top()) - (rows - 1) * self.strip.row_height())

    def _show_seat(self) -> None:
        line = self.strip.current() if self.is_open() else None
        self.seat.setText(seat_words(line) if line is not None else "")

    # Acts

    def _mark(self, entry_id: int, presence: Presence) -> None:
        line = self._lines[entry_id]
        if self._desk.act(_marked, self._desk, entry_id, presence, "", ""):
            self._went_on(line)

    def _went_on(self, line: RollLine) -> None:
        """After the first mark of a seat the next one is asked; a correction stays where it is."""
        if line.presence is Presence.UNKNOWN:
            self.strip.go_on()

    def represent(self, line: RollLine, name: str, function: str) -> bool:
        """Mark a seat as represented; returns whether it was taken."""
        done = self._desk.act(_marked, self._desk, line.id, Presence.REPRESENTED, name, function)
        if done:
            self._went_on(line)
        return bool(done)

    def _ask_delegate(self, entry_id: int) -> None:
        self.delegate.ask(self._lines[entry_id])

    def _move(self, entry_id: int, kind: MovementKind) -> None:
        at = self._desk.now().strftime("%H:%M")
        self._desk.act(commands.add_movement, self._desk.store, entry_id, kind, at)

    def _not_found(self, letters: str) -> None:
        self._desk.say(
            _("Aucun siège ne commence par «\u00a0{letters}\u00a0»").format(letters=letters), undoable=False
        )

    def call_announced(self) -> None:
        """Mark as announced all who replied."""
        before = counts(self._lines.values()).unknown
        if self._desk.act(_announced, self._desk, self._meeting_id):
            done = before - counts(self._lines.values()).unknown
            self._desk.say(
                ngettext(
                    "{n} institution pointée comme annoncé", "{n} institutions pointées comme annoncé", done
                ).format(n=done)
            )
            self.strip.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_guest(self) -> FormDialog:
        """Ask who came without being convened."""
        return ask_guest(self._desk, self._meeting_id)


def _marked(desk: Desk, entry_id: int, presence: Presence, name: str, function: str) -> bool:
    commands.set_presence(desk.store, entry_id, presence, name, function)
    return True


def _announced(desk: Desk, meeting_id: int) -> bool:
    commands.announced_present(desk.store, meeting_id)
    return True


def ask_guest(desk: Desk, meeting_id: int) -> FormDialog:
    """Ask for the name, function and institution of a guest."""
    name, function, institution = AutoLineEdit(), AutoLineEdit(), AutoLineEdit()

    def submit() -> None:
        commands.add_guest(
            desk.store,
            meeting_id,
            name.text(),
            function_label=function.text(),
            institution_label=institution.text(),
        )

    dialog = FormDialog(desk.shell, _("Ajouter un invité"), _("Ajouter"), submit)
    dialog.form.add(_("&Nom"), name, _("Un invité est au compte rendu, dans aucun chiffre de présence."))
    dialog.form.add(_("&Fonction"), function)
    dialog.form.add(_("&Institution"), institution)
    dialog.open()
    name.setFocus()
    return dialog
