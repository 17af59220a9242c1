"""The small widgets of the first page: the tile of a date, a line that opens what it tells, their stack."""

from datetime import date
from functools import lru_cache

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from coprodesk.documents.picture import Glyph
from coprodesk.domain.french import long_date, month_name
from coprodesk.ui import paint, theme
from coprodesk.ui.widgets.cards import Separator
from coprodesk.ui.widgets.marks import Mark

_SHORT_MONTH = 4
_WRAPPED = Qt.AlignmentFlag.AlignLeft.value | Qt.TextFlag.TextWordWrap.value


class DateTile(Mark):
    """A day in a pale square: month above, figure below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._day: date | None = None

    def set_day(self, day: date) -> None:
        """Show another day."""
        self._day = day
        self.setAccessibleName(long_date(day))
        self.update()

    def sizeHint(self) -> QSize:
        """A square of 60."""
        return QSize(theme.px(60), theme.px(62))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the square, the month and the figure."""
        if self._day is None:
            return
        p = QPainter(self)
        whole = QRectF(self.rect())
        plain = theme.plain()
        paint.box(p, whole, "surface" if plain else "accent_t", "accent" if plain else None, 6)
        month = month_name(self._day.month)
        if len(month) > _SHORT_MONTH:
            month = f"{month[:_SHORT_MONTH]}." if month.startswith("jui") else f"{month[:3]}."
        middle = Qt.AlignmentFlag.AlignHCenter
        top = whole.height() * 0.42
        paint.text(p, QRectF(0, 5, whole.width(), top - 3), month.upper(), "small_strong", "accent", middle)
        paint.text(
            p,
            QRectF(0, top, whole.width(), whole.height() - top - 4),
            str(self._day.day),
            "figure",
            "accent",
            middle,
        )
        p.end()


class LineButton(QAbstractButton):
    """A glyph, a title and one or two texts below it, all whole; a click or Entrée opens what it tells."""

    def __init__(
        self, glyph: Glyph, title: str, text: str, more: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._glyph, self._title = glyph, title
        texts = [one for one in (text, more) if one]
        self._parts = [(title, "strong", "text"), *((one, "small", "text2") for one in texts)]
        self.setAccessibleName(" ".join((f"{title}.", *texts)))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.notifier().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """One line for each text, and the glyph."""
        words = max(paint.advance(words, role) for words, role, _tint in self._parts)
        wide = round(words) + 1 + self._beside()
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        """The texts take more lines where they have less room."""
        return QSize(120, max(44, round(paint.line_height("strong")) + 8))

    def heightForWidth(self, width: int) -> int:
        """The texts as they are wrapped."""
        room = width - self._beside()
        return max(44, round(sum(_height(words, role, room) for words, role, _tint in self._parts) + 0.5) + 8)

    def _beside(self) -> int:
        """Return the room of the glyph and around the texts."""
        return theme.px(17) + 20

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open on Entrée too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the hover, the glyph, the texts, and the ring."""
        p = QPainter(self)
        whole = QRectF(self.rect())
        if self.underMouse() or self.isDown():
            paint.box(p, whole, "hover", None, 6)
        side = float(theme.px(17))
        left = 4.0
        paint.glyph(p, QRectF(left, (whole.height() - side) / 2, side, side), self._glyph)
        left += side + 12
        room = self.width() - self._beside()
        highs = [_height(words, role, room) for words, role, _tint in self._parts]
        top = (whole.height() - sum(highs)) / 2
        for (words, role, tint), high in zip(self._parts, highs, strict=True):
            p.setFont(theme.font(role))
            p.setPen(theme.color(tint))
            p.drawText(QRectF(left, top, room, high), _WRAPPED, words)
            top += high
        if self.hasFocus():
            paint.focus_ring(p, whole)
        p.end()


def _height(words: str, role: str, width: int) -> float:
    """Return the height of words wrapped in `width` pixels; a layout asks for it a dozen times."""
    return _wrapped(words, role, width, theme.scale())


@lru_cache(maxsize=256)
def _wrapped(words: str, role: str, width: int, _scale: float) -> float:
    return theme.metrics(role).boundingRect(QRectF(0, 0, width, 10_000), _WRAPPED, words).height()


class Stack:
    """Lines below one another at the end of a card, parted by a thin line."""

    def __init__(self, column: QVBoxLayout) -> None:
        self._column = QVBoxLayout()
        self._column.setSpacing(4)
        column.addLayout(self._column)
        self._shown: list[QWidget] = []

    def show(self, lines: list[QWidget]) -> None:
        """Show other lines."""
        for old in self._shown:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._shown = []
        for line in lines:
            if self._shown:
                self._shown.append(Separator())
            self._shown.append(line)
        for widget in self._shown:
            self._column.addWidget(widget)
