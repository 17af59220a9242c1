"""The roll of a meeting: one cell a seat, marked by letters; the counters and who represents whom below."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from coprodesk.documents import picture
from coprodesk.domain.attendance import MovementKind, Presence
from coprodesk.domain.french import fold, hour
from coprodesk.domain.i18n import _, labelled
from coprodesk.queries.attendance import RollLine
from coprodesk.ui import paint, theme
from coprodesk.ui.announce import announce

CELL_WIDE, CELL_HIGH, GAP = 104, 57, 8
PATIENCE_MS = 1500
"""How long a first letter waits for the second one."""
MOVES = {"d": MovementKind.DEPARTURE, "-": MovementKind.DEPARTURE, "+": MovementKind.ARRIVAL}
LETTERS = {"p": Presence.PRESENT, "r": Presence.REPRESENTED, "e": Presence.EXCUSED, "a": Presence.ABSENT}


def state_words(line: RollLine) -> str:
    """Return the second line of a cell: the hour of the last movement, else the word of the state."""
    if line.movements:
        last = line.movements[-1]
        at = hour(last.at)
        return at if last.kind is MovementKind.ARRIVAL else _("parti {hour}").format(hour=at)
    if line.presence is Presence.UNKNOWN:
        return _("à pointer")
    return line.state_word.lower()


def seat_name(line: RollLine) -> str:
    """Return the short name of an institution, or the person's for a guest who speaks for none."""
    return line.short_name or line.person


def seat_words(line: RollLine) -> str:
    """Return who sits there, who came instead and who comes and goes, in one line."""
    parts = [", ".join(one for one in (line.person, line.function) if one)]
    if line.presence is Presence.REPRESENTED and line.delegate:
        delegate = ", ".join(one for one in (line.delegate, line.delegate_function) if one)
        parts.append(_("par {delegate}").format(delegate=delegate))
    parts += [f"{move.kind.label.lower()} {hour(move.at)}" for move in line.movements]
    if line.excuse and line.presence is Presence.EXCUSED:
        parts.append(line.excuse)
    words = " · ".join(part for part in parts if part)
    return labelled(line.institution, words)


def _seat_state(line: RollLine) -> str:
    """Return « DSDEN, représentée »."""
    unknown = line.presence is Presence.UNKNOWN
    return f"{seat_name(line)}, {_('à pointer') if unknown else line.state_word.lower()}"


class RollStrip(QWidget):
    """Arrows move; P E A mark and go on, R asks for the delegate, D notes a departure; other letters find.

    `marked(int, object)` tells the entry and its presence, `represented(int)` that somebody came instead,
    `moving(int, object)` an arrival or a departure, `editing(int)` that what was noted is to be corrected
    (double click), `current_changed()` another cell. « / » starts a search for names that begin with a letter
    that is a key; Suppr takes a mark back.
    """

    ACCESSIBLE_ROLE = QAccessible.Role.ListItem

    marked = Signal(int, object)
    represented = Signal(int)
    moving = Signal(int, object)
    editing = Signal(int)
    current_changed = Signal()
    not_found = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[RollLine, ...] = ()
        self._current = 0
        self._typed: str | None = None
        self._found = ""
        self.locked = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._forget)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.notifier().changed.connect(self._grow)

    # What is shown

    def set_lines(self, lines: Sequence[RollLine]) -> None:
        """Show another roll; the cell the keyboard is on stays, and only what changed is drawn again."""
        held, before = self.current(), self._lines
        self._lines = tuple(lines)
        ids = [line.id for line in self._lines]
        if ids == [line.id for line in before]:
            changed = [place for place, line in enumerate(before) if line != self._lines[place]]
            for place in changed:
                self.update(self._spot(place).toAlignedRect())
            self._announce(before, changed)
            if self._current in changed:
                self._say_current()
                self.current_changed.emit()
            return
        self._current = ids.index(held.id) if held is not None and held.id in ids else 0
        self._grow()
        self._tell()

    def _announce(self, before: Sequence[RollLine], changed: Sequence[int]) -> None:
        """Say aloud what a seat became; of many at once the toast gives the number."""
        if len(changed) == 1 and before[changed[0]].presence is not self._lines[changed[0]].presence:
            announce(self, _seat_state(self._lines[changed[0]]))

    def current(self) -> RollLine | None:
        """Return the line the keyboard is on."""
        return self._lines[self._current] if self._current < len(self._lines) else None

    def rect_of_current(self) -> QRectF:
        """Return where the current cell lies."""
        return self._spot(self._current)

    def go_to(self, number: int) -> None:
        """Move to a cell, by its place from 0."""
        if 0 <= number < len(self._lines):
            before, self._current = self._current, number
            for place in (before, number):
                self.update(self._spot(place).toAlignedRect())
            self._say_current()
            self.current_changed.emit()

    def go_to_entry(self, entry_id: int) -> None:
        """Move to the cell of an entry."""
        ids = [line.id for line in self._lines]
        if entry_id in ids:
            self.go_to(ids.index(entry_id))

    def go_on(self) -> None:
        """Move to the next seat that is not marked yet, when there is one."""
        count = len(self._lines)
        order = [(self._current + step) % count for step in range(1, count)]
        for number in order:
            if self._lines[number].presence is Presence.UNKNOWN:
                self.go_to(number)
                return

    def _tell(self) -> None:
        self._say_current()
        self.update()
        self.current_changed.emit()

    def _say_current(self) -> None:
        line = self.current()
        if line is not None:
            self.setAccessibleName(_seat_state(line))
            self.setAccessibleDescription(seat_words(line))
        else:
            self.setAccessibleName(_("Appel"))

    # Room

    def _columns(self) -> int:
        """Return how many cells stand in a row, so that the rows are about as long as each other."""
        most = max(1, (self.width() + GAP) // (theme.px(CELL_WIDE) + GAP))
        rows = -(-len(self._lines) // most) or 1
        return max(1, -(-len(self._lines) // rows))

    def rows(self) -> int:
        """Return how many rows of cells there are."""
        return max(1, -(-len(self._lines) // self._columns()))

    def row_height(self) -> int:
        """Return the height of a row of cells, the gap below included."""
        high = paint.line_height("small_strong") + max(theme.px(22), paint.line_height("small")) + 19
        return max(CELL_HIGH, round(high)) + GAP

    def _spot(self, number: int) -> QRectF:
        columns = self._columns()
        row, column = divmod(number, columns)
        wide = (self.width() - GAP * (columns - 1)) / columns
        return QRectF(column * (wide + GAP), row * self.row_height(), wide, self.row_height() - GAP)

    def _grow(self) -> None:
        high = self.rows() * self.row_height() - GAP
        if self.minimumHeight() != high:
            self.setFixedHeight(high)
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """A row of cells."""
        return QSize(600, self.rows() * self.row_height() - GAP)

    def minimumSizeHint(self) -> QSize:
        """The cells stand below one another when room is short."""
        return QSize(theme.px(CELL_WIDE), self.row_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width again."""
        super().resizeEvent(event)
        self._grow()

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, letters, Suppr, + and −."""
        key, columns = event.key(), self._columns()
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -columns,
            Qt.Key.Key_Down: columns,
        }
        text = event.text()
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        if key in steps:
            self.go_to(self._current + steps[Qt.Key(key)])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go_to(0 if key == Qt.Key.Key_Home else len(self._lines) - 1)
        elif key == Qt.Key.Key_Escape and self._typed is not None:
            self._forget()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._mark(Presence.UNKNOWN)
        elif plain and text and (text.isalpha() or text in "/+-"):
            self._letter(text)
        else:
            super().keyPressEvent(event)

    def _letter(self, text: str) -> None:
        letter = fold(text)
        if self._typed is None and letter in LETTERS:
            self._forget()
            self._mark(LETTERS[letter])
        elif self._typed is None and letter in MOVES:
            self._forget()
            self._move(MOVES[letter])
        elif self._typed is None and self._found and self._begins(self._found + letter):
            self._search(self._found + letter)
        else:
            self._search((self._typed or "") + letter.replace("/", ""))

    def _search(self, typed: str) -> None:
        """Two letters go to a seat, a third one chooses among those that begin alike."""
        self._typed, self._found = typed, ""
        self._patience.start()
        if len(typed) >= 2:
            self._find(typed)
            self._typed, self._found = None, typed
        self.update()

    def _begins(self, start: str) -> bool:
        return any(fold(seat_name(line)).startswith(start) for line in self._lines)

    def _find(self, start: str) -> None:
        names = [fold(seat_name(line)) for line in self._lines]
        count = len(names)
        first = 0 if len(start) > 2 else 1
        after = [(self._current + step) % count for step in range(first, count + first)]
        for test in (str.startswith, _some_word_starts):
            for number in after:
                if test(names[number], start):
                    self.go_to(number)
                    return
        self.not_found.emit(start)

    def _forget(self) -> None:
        self._typed, self._found = None, ""
        self._patience.stop()
        self.update()

    def _mark(self, presence: Presence) -> None:
        line = self.current()
        if line is None or self.locked:
            return
        if presence is Presence.REPRESENTED:
            self.represented.emit(line.id)
        else:
            self.marked.emit(line.id, presence)

    def _move(self, kind: MovementKind) -> None:
        line = self.current()
        if line is not None and not self.locked:
            self.moving.emit(line.id, kind)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the cell under the pointer."""
        for number in range(len(self._lines)):
            if self._spot(number).contains(event.position()):
                self.go_to(number)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Correct what was noted of the cell under the pointer."""
        line = self.current()
        if line is not None and self._spot(self._current).contains(event.position()):
            self.editing.emit(line.id)

    def event(self, event: QEvent) -> bool:
        """Tell who sits under the pointer; while a name is sought, letters are letters and no keys."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._typed is not None
            and event.text().isalpha()
        ):
            event.accept()
            return True
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            for number, line in enumerate(self._lines):
                if self._spot(number).contains(event.pos()):
                    QToolTip.showText(event.globalPos(), seat_words(line), self)
                    return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self._tell()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away, and the search."""
        super().focusOutEvent(event)
        self._forget()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cells."""
        p = QPainter(self)
        asked = QRectF(event.rect())
        for number, line in enumerate(self._lines):
            spot = self._spot(number)
            if spot.intersects(asked):
                self._paint_cell(p, spot, line, current=number == self._current)
        p.end()

    def _paint_cell(self, p: QPainter, spot: QRectF, line: RollLine, *, current: bool) -> None:
        active = current and self.hasFocus()
        if active:
            paint.box(p, spot, "surface", "accent", 6, 2)
        elif current:
            paint.box(p, spot, "surface", "ctl", 6)
        else:
            paint.box(p, spot, "sunken", None, 6)
        inside = spot.adjusted(9, 5, -4, -6)
        high = paint.line_height("small_strong")
        name = QRectF(inside.x(), inside.y(), inside.width(), high)
        words = seat_name(line)
        if active and self._typed is not None:
            words = _("Chercher\u00a0: {letters}…").format(letters=self._typed)
        paint.text(p, name, words, "small_strong", "text" if line.counted or line.guest else "text2")
        side = float(theme.px(22))
        below = QRectF(inside.x(), name.bottom() + 4, side, side)
        paint.presence(p, below, picture.Presence(line.presence.value))
        rest = QRectF(below.right() + 7, below.y(), inside.right() - below.right() - 7, side)
        paint.text(p, rest, state_words(line), "tiny", "text2")


def _some_word_starts(name: str, start: str) -> bool:
    return any(word.startswith(start) for word in name.split())
