"""The projector's texts: in pixels of the screen it fills, on a few lines, in its own colours."""

import re

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from coprodesk.ui.tokens import LIGHT, Tokens

SMALLEST = 20
"""Pixels under which nothing is readable from the back of a room."""

_BLANKS = re.compile(r"[ \t\r\n]+")


def face(pixels: int, *, strong: bool = False) -> QFont:
    """Return the application's font at a size in logical pixels, whatever the text size of the cockpit."""
    made = QFont(QApplication.font())
    made.setPixelSize(pixels)
    made.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    return made


def fold(words: str, font: QFont, width: float, lines: int) -> tuple[str, ...]:
    """Return `words` broken into at most `lines` lines of `width` pixels; the last is elided if need be."""
    text = _BLANKS.sub(" ", words).strip()
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    starts: list[int] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    units = text.encode("utf-16-le")  # Qt counts in these, Python in whole letters
    parts = [
        units[2 * start : 2 * end if end else None]
        for start, end in zip(starts, [*starts[1:], None], strict=True)
    ]
    folded = [part.decode("utf-16-le").rstrip(" ") for part in parts]
    if len(folded) > lines:
        rest = units[2 * starts[lines - 1] :].decode("utf-16-le")
        last = QFontMetricsF(font).elidedText(rest, Qt.TextElideMode.ElideRight, width)
        folded = [*folded[: lines - 1], last]
    return tuple(folded)


def text_height(words: str, pixels: int, width: float, lines: int) -> int:
    """Return the height in pixels of `words` folded into `width`, in plain letters."""
    font = face(pixels)
    return len(fold(words, font, width, lines)) * round(QFontMetricsF(font).height())


def text_width(words: str, pixels: int, *, strong: bool = False) -> int:
    """Return the width in pixels of `words` on one line."""
    return round(QFontMetricsF(face(pixels, strong=strong)).horizontalAdvance(words) + 0.5)


class Words(QLabel):
    """One text of the projector; a reader hears it whole, even where the picture elides it."""

    def __init__(
        self, parent: QWidget, tint: str = "text", *, strong: bool = False, right: bool = False
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.tint, self._strong = tint, strong
        self._align = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        self._lines: tuple[str, ...] = ()
        self._font = face(SMALLEST, strong=strong)
        self.colours = LIGHT

    def say(self, words: str) -> None:
        """Take other words; none hides the label, from the reader too."""
        self.setText(words)
        self.setVisible(bool(words))

    def dress(self, colours: Tokens) -> None:
        """Take the colours of a theme, which is not that of the cockpit."""
        self.colours = colours
        self.update()

    @property
    def folded(self) -> tuple[str, ...]:
        """The lines as they are painted."""
        return self._lines

    @property
    def pixels(self) -> int:
        """The size of the letters."""
        return self._font.pixelSize()

    def measure(self, pixels: int, width: float, lines: int = 1) -> int:
        """Take letters of `pixels` and fold into `width`; return the height in pixels, 0 without words."""
        self._font = face(pixels, strong=self._strong)
        self._lines = fold(self.text(), self._font, width, lines) if self.text() else ()
        return len(self._lines) * self.line_height()

    def line_height(self) -> int:
        """Return the height of one line in pixels."""
        return round(QFontMetricsF(self._font).height())

    def advance(self) -> int:
        """Return the width in pixels of the longest line as painted."""
        metrics = QFontMetricsF(self._font)
        return round(max((metrics.horizontalAdvance(line) for line in self._lines), default=0) + 0.5)

    def put(self, x: int, y: int, width: int) -> int:
        """Stand at a place, as tall as was measured; return the bottom."""
        self.setGeometry(x, y, width, len(self._lines) * self.line_height())
        return self.geometry().bottom() + 1

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the folded lines."""
        p = QPainter(self)
        p.setFont(self._font)
        p.setPen(QColor(self.colours.color(self.tint)))
        tall = self.line_height()
        flags = int(self._align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
        for place, line in enumerate(self._lines):
            p.drawText(QRectF(0, place * tall, self.width(), tall), flags, line)
        p.end()
