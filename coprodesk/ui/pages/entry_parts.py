"""The parts of the line in which one writes: its text with the chip inside, and what was understood below."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from coprodesk.ui import paint, theme
from coprodesk.ui.pages.record_kinds import KindChip
from coprodesk.ui.widgets.editors import AutoTextEdit

HIGH = 40
_MOST_LINES = 4
_FRAME = 4
"""Border and padding of a field in the style sheet, together."""


class EntryText(AutoTextEdit):
    """One line that grows to four; Entrée accepts, Maj+Entrée begins a new line, Échap leaves.

    `emptied()` tells Retour arrière at the very beginning, `upward()` the arrow that leaves upwards.
    """

    accepted = Signal()
    escaped = Signal()
    emptied = Signal()
    upward = Signal()

    def __init__(self, kind: str) -> None:
        super().__init__(lines=1)
        self._lines = _MOST_LINES
        self._hints: tuple[str, ...] = ()
        self.chip = KindChip(kind, self)
        self.chip.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.textChanged.connect(self.fit)
        theme.notifier().changed.connect(self.fit)
        self.fit()

    def begin(self) -> None:
        """Empty the text for a new line; what was typed is stored elsewhere."""
        self._clock.stop()
        self._refused, self._stored = False, ""
        self.setPlainText("")
        self.fit()

    def set_hints(self, *hints: str) -> None:
        """Tell what one may write, the longest hint that fits one line."""
        self._hints = hints
        self.fit()

    def set_most_lines(self, lines: int) -> None:
        """Grow to `lines` lines at most; longer texts scroll."""
        self._lines = lines
        self.fit()

    def fit(self) -> None:
        """Be as high as the text, and leave room for the chip at its left."""
        wide = self.chip.sizeHint().width()
        pad = max(3, (HIGH - round(paint.line_height())) // 2 - _FRAME)
        self.setViewportMargins(wide + 12, pad, 4, 0)
        advance = QFontMetricsF(self.font()).horizontalAdvance
        hint = next((one for one in self._hints if advance(one) + 4 <= self.viewport().width()), "")
        if hint != self.placeholderText():
            self.setPlaceholderText(hint)
        lines = min(max(1, round(self.document().size().height())), self._lines)
        room = round(self.fontMetrics().lineSpacing() * lines) + 2 * (pad + _FRAME)
        self.setFixedHeight(max(HIGH, room))
        high = self.chip.sizeHint().height()
        self.chip.setGeometry(7, (min(self.height(), HIGH) - high) // 2, wide, high)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Count the lines again."""
        super().resizeEvent(event)
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Entrée, Maj+Entrée, Échap, and the two keys that leave the text at its beginning."""
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        cursor = self.textCursor()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            self.accepted.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and held == Qt.KeyboardModifier.ShiftModifier:
            self.insertPlainText("\n")
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif key == Qt.Key.Key_Backspace and cursor.position() == 0 and not cursor.hasSelection():
            self.emptied.emit()
        elif key == Qt.Key.Key_Up and not held and cursor.blockNumber() == 0 and not self.text():
            self.upward.emit()
        else:
            super().keyPressEvent(event)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a line was understood to say; `score` None shows no ring; `refused` says why it was not taken."""

    lead: str = ""
    due: str = ""
    score: int | None = None
    question: str = ""
    refused: str = ""

    @property
    def words(self) -> str:
        """The whole meaning, read aloud."""
        ring = f"{self.score}/8" if self.score is not None else ""
        return self.refused or ", ".join(one for one in (self.lead, self.due, ring, self.question) if one)


class Understood(QWidget):
    """Lead, full date, ring and gentle question in one line; the question gives way when room is short."""

    def __init__(self) -> None:
        super().__init__()
        self._meaning = Meaning()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        theme.notifier().changed.connect(self.updateGeometry)

    def show_meaning(self, meaning: Meaning) -> None:
        """Show what was understood."""
        if meaning != self._meaning:
            self._meaning = meaning
            self.setAccessibleName(meaning.words)
            self.setToolTip(meaning.refused or meaning.question)
            self.update()

    def meaning(self) -> Meaning:
        """Return what is shown."""
        return self._meaning

    def text(self) -> str:
        """Return what is shown, as read."""
        return self._meaning.words

    def sizeHint(self) -> QSize:
        """One line, as high as the ring."""
        return QSize(200, max(theme.px(26) + 2, round(paint.line_height("small")) + 6))

    def minimumSizeHint(self) -> QSize:
        """What does not fit is elided; the ring is smaller in a very low window."""
        return QSize(80, round(paint.line_height("small")) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the parts from the left."""
        p = QPainter(self)
        whole, meaning = QRectF(self.rect()), self._meaning
        left = 4.0
        if meaning.refused:
            paint.text(p, whole.adjusted(left, 0, 0, 0), meaning.refused, "small_strong", "late")
            p.end()
            return
        for icon, words in (("partners", meaning.lead), ("calendar", meaning.due)):
            if words:
                left = self._part(p, left, icon, words)
        if meaning.score is not None:
            size = paint.ring_size()
            paint.ring(p, QRectF(left, 0, size.width() + 2, whole.height()), meaning.score)
            left += size.width() + 14
        if meaning.question and left < whole.width():
            rest = QRectF(left, 0, whole.width() - left, whole.height())
            paint.text(p, rest, meaning.question, "small", "text2")
        p.end()

    def _part(self, p: QPainter, left: float, icon: str, words: str) -> float:
        side = theme.px(16)
        high = float(self.height())
        paint.icon(p, QRectF(left, 0, side, high), icon, "text2")
        left += side + 5
        wide = min(paint.advance(words, "small_strong") + 2, max(0.0, self.width() - left))
        paint.text(p, QRectF(left, 0, wide, high), words, "small_strong")
        return left + wide + 16
