"""Above a list: segmented filter, search field and combo box."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from coprodesk.domain.i18n import _, labelled
from coprodesk.ui import paint, theme
from coprodesk.ui.actions import make
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cut import fit_hint, tell_cut


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

    ACCESSIBLE_ROLE = QAccessible.Role.ComboBox

    changed = Signal(str)

    def __init__(self, segments: list[Segment], name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._segments = segments
        self._name = name or _("Filtre")
        self._current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.notifier().changed.connect(self._restyled)
        self._tell()

    def current(self) -> str:
        """Return the key of the choice, '' when there is nothing to choose from."""
        return self._segments[self._current].key if self._segments else ""

    def choices(self) -> tuple[str, ...]:
        """Return the keys of the choices."""
        return tuple(segment.key for segment in self._segments)

    def set_segments(self, segments: list[Segment]) -> None:
        """Change the choices or their counts; the present choice stays if it is still there."""
        kept = self.current()
        self._segments = segments
        self._current = self.choices().index(kept) if kept in self.choices() else 0
        self._tell()
        self._restyled()

    def choose(self, key: str) -> None:
        """Choose `key`; ValueError when it is not one of the choices."""
        self._choose(self.choices().index(key))

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
        self.setAccessibleName(labelled(self._name, words))

    def _restyled(self) -> None:
        self.updateGeometry()
        self.update()

    def _widths(self, *, counts: bool = True) -> list[float]:
        widths = []
        for segment in self._segments:
            count = "" if segment.count is None or not counts else str(segment.count)
            extra = paint.advance(count, "tiny") + 7 if count else 0.0
            widths.append(paint.advance(segment.text, "small_strong") + extra + 26)
        return widths

    def sizeHint(self) -> QSize:
        """All segments side by side, 32 high at least."""
        return QSize(round(sum(self._widths()) + 4.5), max(32, round(paint.line_height("small")) + 12))

    def minimumSizeHint(self) -> QSize:
        """The words without their counts: a word is never cut."""
        return QSize(round(sum(self._widths(counts=False)) + 4.5), self.sizeHint().height())

    def _counts(self) -> bool:
        """Say whether there is room for the counts."""
        return self.width() >= self.sizeHint().width() - 1

    def _cells(self) -> list[QRectF]:
        cells, left = [], 2.0
        for width in self._widths(counts=self._counts()):
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
            if segment.count is not None and self._counts():
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
        self._hints = (hint or _("Filtrer (Ctrl+F)"), _("Filtrer"))
        self.setPlaceholderText(self._hints[0])
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the longest hint there is room for."""
        super().resizeEvent(event)
        fit_hint(self, self._hints)

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
        paint.icon(p, QRectF(8, 0, side, self.height()), "search", "text3")
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
        """Draw the field, its words cut by an ellipsis where they have no room, and the arrow over it."""
        side = theme.px(16)
        spot = QRectF(self.width() - side - 8, 0, side, self.height())
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        words = self.currentText()
        room = int(spot.left()) - 9
        option.currentText = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
        p = QStylePainter(self)
        p.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        p.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        paint.icon(p, spot, "chevron-down", "text2" if self.isEnabled() else "text3")
        p.end()
        tell_cut(self, words, option.currentText != words)


class FilterBar(QWidget):
    """The line above a list: segmented filter, combo boxes, search field.

    In a compact window (`set_room`) the combo boxes fold into « Filtres », which shows them below.
    """

    def __init__(
        self,
        segments: SegmentedFilter | None = None,
        combos: Sequence[ComboBox] = (),
        search: SearchField | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._combos = list(combos)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._popup = QFrame(self, Qt.WindowType.Popup)
        self._popup.setFrameShape(QFrame.Shape.StyledPanel)
        self._fold = QVBoxLayout(self._popup)
        self._fold.setContentsMargins(12, 12, 12, 12)
        self.button = ActionButton(make(self, _("Filtres"), self._open, icon="filter"))
        if segments is not None:
            self._row.addWidget(segments)
        for combo in self._combos:
            self._row.addWidget(combo)
        self._row.addWidget(self.button)
        self._row.addStretch(1)
        if search is not None:
            self._row.addWidget(search)
        self._first = 1 if segments is not None else 0
        self.set_room("normal")

    def set_room(self, width_class: str) -> None:
        """Fold the combo boxes in a compact window, show them side by side else."""
        folded = width_class == "compact" and bool(self._combos)
        for number, combo in enumerate(self._combos):
            if folded:
                self._fold.addWidget(combo)
            else:
                self._row.insertWidget(self._first + number, combo)
            combo.show()
        self.button.setVisible(folded)

    def _open(self) -> None:
        self._popup.adjustSize()
        self._popup.move(self.button.mapToGlobal(QPoint(0, self.button.height() + 2)))
        self._popup.show()
        self._combos[0].setFocus()


def show_hint(widget: QWidget, words: str) -> None:
    """Show `words` under `widget` as a tool tip, for a refusal that needs no banner."""
    QToolTip.showText(widget.mapToGlobal(QPointF(0, widget.height()).toPoint()), words, widget)
