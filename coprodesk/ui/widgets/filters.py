"""Above a list: segmented filter, search field and combo box."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QSizePolicy, QToolTip, QWidget

from coprodesk.domain.i18n import _
from coprodesk.ui import icons, paint, theme


@dataclass(frozen=True, slots=True)
class Segment:
    """One choice of a filter: its key, its word and how many lines it holds."""

    key: str
    text: str
    count: int | None = None


class SegmentedFilter(QWidget):
    """« Tous 12 | Ouverts 7 »: one choice of a few; ← and → move, the mouse chooses.

    `changed(str)` tells the key of the new choice.
    """

    changed = Signal(str)

    def __init__(self, segments: list[Segment], name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._segments = segments
        self._name = name or _("Filtre")
        self._current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.notifier().changed.connect(self._restyled)
        self._tell()

    def current(self) -> str:
        """Return the key of the choice, '' when there is nothing to choose from."""
        return self._segments[self._current].key if self._segments else ""

    def set_segments(self, segments: list[Segment]) -> None:
        """Change the choices or their counts; the present choice stays if it is still there."""
        kept = self.current()
        self._segments = segments
        keys = [segment.key for segment in segments]
        self._current = keys.index(kept) if kept in keys else 0
        self._tell()
        self._restyled()

    def choose(self, key: str) -> None:
        """Choose `key`; ValueError when it is not one of the choices."""
        self._choose([segment.key for segment in self._segments].index(key))

    def _choose(self, index: int) -> None:
        if 0 <= index < len(self._segments) and index != self._current:
            self._current = index
            self._tell()
            self.update()
            self.changed.emit(self.current())

    def _tell(self) -> None:
        words = ""
        if self._segments:
            segment = self._segments[self._current]
            words = segment.text if segment.count is None else f"{segment.text} {segment.count}"
        self.setAccessibleName(f"{self._name} : {words}")

    def _restyled(self) -> None:
        self.updateGeometry()
        self.update()

    def _widths(self) -> list[float]:
        widths = []
        for segment in self._segments:
            count = "" if segment.count is None else str(segment.count)
            extra = paint.advance(count, "tiny") + 7 if count else 0.0
            widths.append(paint.advance(segment.text, "small_strong") + extra + 26)
        return widths

    def sizeHint(self) -> QSize:
        """All segments side by side, 32 high at least."""
        return QSize(round(sum(self._widths()) + 4.5), max(32, round(paint.line_height("small")) + 12))

    def minimumSizeHint(self) -> QSize:
        """The same: a word is never cut."""
        return self.sizeHint()

    def _cells(self) -> list[QRectF]:
        cells, left = [], 2.0
        for width in self._widths():
            cells.append(QRectF(left, 2, width, self.height() - 4))
            left += width
        return cells

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is under the pointer."""
        for index, cell in enumerate(self._cells()):
            if cell.contains(event.position()):
                self._choose(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, Début and Fin."""
        moves = {
            Qt.Key.Key_Right: self._current + 1,
            Qt.Key.Key_Left: self._current - 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self._segments) - 1,
        }
        key = Qt.Key(event.key())
        if key in moves:
            self._choose(moves[key])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the well, the chosen segment and the words."""
        p = QPainter(self)
        paint.box(p, QRectF(self.rect()), "sunken", "line2", 6)
        for index, (segment, cell) in enumerate(zip(self._segments, self._cells(), strict=True)):
            chosen = index == self._current
            if chosen:
                paint.box(p, cell, "surface", "accent", 5, 2 if self.hasFocus() else 1)
            role, tint = ("small_strong", "accent") if chosen else ("small", "text2")
            words = cell.adjusted(12, 0, 0, 0)
            paint.text(p, words, segment.text, role, tint)
            if segment.count is not None:
                left = cell.x() + 12 + paint.advance(segment.text, role) + 7
                paint.text(
                    p, QRectF(left, 2, cell.right() - left, cell.height()), str(segment.count), "tiny", tint
                )
        p.end()


class SearchField(QLineEdit):
    """A field that filters a list: lens at the left, `typed(str)` as one types, Échap empties it."""

    typed = Signal(str)

    def __init__(self, hint: str = "", width: int = 186, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._width = width
        self.setPlaceholderText(hint or _("Filtrer (Ctrl+F)"))
        self.setAccessibleName(_("Filtrer la liste"))
        self.setClearButtonEnabled(False)
        self.setTextMargins(26, 0, 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.textEdited.connect(self.typed)

    def sizeHint(self) -> QSize:
        """The width asked for, grown by the text size; 32 high at least."""
        return QSize(theme.px(self._width), max(32, round(paint.line_height()) + 12))

    def minimumSizeHint(self) -> QSize:
        """May shrink to 90."""
        return QSize(90, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Empty the field on Échap before anything else happens."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.typed.emit("")
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lens over the field."""
        super().paintEvent(event)
        p = QPainter(self)
        side = theme.px(16)
        paint.icon(p, QRectF(8, 0, side, self.height()), icons.icon("search", "text3", side))
        p.end()


class ComboBox(QComboBox):
    """A choice in a list; the arrow is painted by us because the style sheet takes Qt's away."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for the longest choice and the arrow, 32 high at least."""
        longest = max((paint.advance(self.itemText(i)) for i in range(self.count())), default=60.0)
        return QSize(round(longest) + 48, max(32, round(paint.line_height()) + 12))

    def minimumSizeHint(self) -> QSize:
        """May shrink to 80."""
        return QSize(min(80, self.sizeHint().width()), self.sizeHint().height())

    def wheelEvent(self, event: QEvent) -> None:
        """Let the page scroll: a wheel over a closed list must not change the choice."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arrow over the field."""
        super().paintEvent(event)
        p = QPainter(self)
        side = theme.px(16)
        tint = "text2" if self.isEnabled() else "text3"
        spot = QRectF(self.width() - side - 8, 0, side, self.height())
        paint.icon(p, spot, icons.icon("chevron-down", tint, side))
        p.end()


def show_hint(widget: QWidget, words: str) -> None:
    """Show `words` under `widget` as a tool tip, for a refusal that needs no banner."""
    QToolTip.showText(widget.mapToGlobal(QPointF(0, widget.height()).toPoint()), words, widget)
