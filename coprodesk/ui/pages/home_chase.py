"""The late commitments of the first page, a line each: how late, what, who leads, when they were reminded."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from coprodesk.domain.i18n import _
from coprodesk.queries.home import ChaseLine
from coprodesk.ui import paint, theme
from coprodesk.ui.pages.commitment_words import long_chip

_LEAD = 146
"""The room of who leads, in logical pixels at 100 %."""


class LateLine(QAbstractButton):
    """One commitment; a click, Espace or Entrée opens it, ↑ and ↓ walk through the lines.

    `chips` are those of all lines, whose words start below one another. `reached` tells that it has the
    keyboard; the last one that had it is `current`. `walked(int)` asks for the line above (-1) or below (1).
    """

    reached = Signal()
    walked = Signal(int)

    def __init__(self, line: ChaseLine, chips: Sequence[paint.Chip], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line, self.current = line, False
        self._chip, self._chips = long_chip(line.commitment), chips
        self._lead = line.commitment.lead or _("à désigner")
        said = (self._chip.text, line.commitment.what, line.detail, self._lead, line.reminded)
        self.setAccessibleName(", ".join(part for part in said if part))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.notifier().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Two lines of text."""
        return QSize(480, max(48, round(paint.line_height() + paint.line_height("tiny")) + 16))

    def minimumSizeHint(self) -> QSize:
        """The texts may be elided; the tool tip tells them whole."""
        return QSize(240, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk and open."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.walked.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Become the current line."""
        super().focusInEvent(event)
        self.reached.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, the chip, the two columns of words, the line below, and the ring."""
        p = QPainter(self)
        whole = QRectF(self.rect())
        if self.underMouse() or self.isDown():
            paint.fill(p, whole, "hover")
        elif self.current:
            paint.fill(p, whole, "accent_t")
        paint.fill(p, QRectF(0, whole.bottom() - 1, whole.width(), 1), "line")
        late = 24 + max(paint.chip_size(one).width() for one in self._chips)
        lead = theme.px(_LEAD)
        cut = paint.chip(p, QRectF(12, 0, late - 24, whole.height() - 1), self._chip)
        what = QRectF(late + 12, 0, whole.width() - late - lead - 24, whole.height() - 1)
        who = QRectF(whole.width() - lead + 12, 0, lead - 24, whole.height() - 1)
        cut |= _two_lines(p, what, self.line.commitment.what, self.line.detail)
        cut |= _two_lines(p, who, self._lead, self.line.reminded)
        self.setToolTip(self.accessibleName() if cut else "")
        if self.hasFocus():
            paint.focus_ring(p, whole)
        p.end()


def _two_lines(p: QPainter, rect: QRectF, words: str, below: str) -> bool:
    """Draw words over smaller ones, centred in height; return whether one was cut."""
    high, low = paint.line_height(), paint.line_height("tiny") if below else 0.0
    top = rect.center().y() - (high + low) / 2
    cut = paint.text(p, QRectF(rect.x(), top, rect.width(), high), words)
    return paint.text(p, QRectF(rect.x(), top + high, rect.width(), low), below, "tiny", "text2") or cut


class Chase(QWidget):
    """The lines below one another; `opened(ChaseLine)` tells the one to open."""

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Engagements à relancer"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.lines: list[LateLine] = []

    def show_lines(self, lines: Sequence[ChaseLine]) -> None:
        """Show other lines; the keyboard stays on the same commitment, else on the line in its place."""
        if [one.line for one in self.lines] == [*lines]:
            return
        place = next((n for n, one in enumerate(self.lines) if one.current), -1)
        held, typed = self.current(), any(one.hasFocus() for one in self.lines)
        for old in self.lines:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        chips = [long_chip(line.commitment) for line in lines]
        self.lines = [LateLine(line, chips, self) for line in lines]
        for one in self.lines:
            one.clicked.connect(partial(self.opened.emit, one.line))
            one.reached.connect(partial(self._reach, one))
            one.walked.connect(partial(self._walk, one))
            self._column.addWidget(one)
            one.show()
        if held is not None and self.lines:
            same = (one for one in self.lines if one.line.commitment.id == held.commitment.id)
            kept = next(same, self.lines[min(place, len(self.lines) - 1)])
            self._reach(kept)
            if typed:
                kept.setFocus()

    def _walk(self, left: LateLine, way: int) -> None:
        """Give the keyboard to a neighbour; the list ends where it ends."""
        place = self.lines.index(left) + way
        self.lines[min(max(place, 0), len(self.lines) - 1)].setFocus()

    def _reach(self, reached: LateLine) -> None:
        for one in self.lines:
            one.current = one is reached
            one.update()

    def current(self) -> ChaseLine | None:
        """Return the line that had the keyboard last, None before any."""
        return next((one.line for one in self.lines if one.current), None)
