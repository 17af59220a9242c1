"""What is written on a screen and on what ground: each word of our painters and labels, with its contrast.

The ink is the colour asked for; the ground is what most of the pixels under the word really are.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

from coprodesk.ui import paint, theme
from coprodesk.ui.tokens import contrast
from coprodesk.ui.widgets.header import ElidedLabel
from tests.ui import detect

TEXT, CONTROL = 4.5, 3.0
"""The least contrast of words; of edges, of the keyboard and of what cannot be used now."""


@dataclass(frozen=True)
class Word:
    """A word as drawn: `live` is False in what cannot be used now."""

    text: str
    ink: str
    ground: str
    live: bool

    @property
    def ratio(self) -> float:
        """The WCAG contrast."""
        return contrast(self.ink, self.ground)

    def __str__(self) -> str:
        return f"{self.ink} on {self.ground} {self.ratio:.2f}: « {self.text[:40]} »"


@contextmanager
def _drawn(root: QWidget) -> Iterator[list[tuple[str, str, QRect, bool]]]:
    """Note what `paint.text` draws while this is open: words, ink, place in the picture, live or not."""
    noted: list[tuple[str, str, QRect, bool]] = []
    plain = paint.text

    def note(
        p: Any, rect: Any, words: str, role: str = "body", tint: Any = "text", *how: Any, **more: Any
    ) -> bool:
        place = p.deviceTransform().mapRect(rect)
        size = theme.metrics(role)
        place.setWidth(min(place.width(), size.horizontalAdvance(words)))
        device = p.device()
        assert isinstance(device, QWidget)
        seen = device.visibleRegion().boundingRect().translated(device.mapTo(root, QPoint(0, 0)))
        inside = place.toRect().intersected(seen)
        if words.strip() and inside.width() > 2:
            noted.append((words, theme.color(tint).name(), inside, device.isEnabled()))
        return plain(p, rect, words, role, tint, *how, **more)

    with mock.patch.object(paint, "text", note):
        yield noted


def words_of(root: QWidget) -> list[Word]:
    """Return every word drawn in `root` by a painter, a label or a field."""
    with _drawn(root) as noted:
        picture = root.grab().toImage()
    found = [Word(text, ink, ground_of(picture, place), live) for text, ink, place, live in noted]
    for one in [root, *detect.shown(root)]:
        if (said := _own_words(one)) and not one.visibleRegion().isEmpty():
            seen = one.visibleRegion().boundingRect().translated(one.mapTo(root, QPoint(0, 0)))
            found.append(Word(said, _ink(one), ground_of(picture, seen), one.isEnabled()))
    return found


def _own_words(widget: QWidget) -> str:
    if isinstance(widget, QLabel) and not isinstance(widget, ElidedLabel):
        return widget.text().strip()
    if isinstance(widget, QLineEdit):
        return widget.text() or widget.placeholderText()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    return widget.toPlainText()[:60] if isinstance(widget, QPlainTextEdit) else ""


def _ink(widget: QWidget) -> str:
    role = QPalette.ColorRole.WindowText if isinstance(widget, QLabel) else QPalette.ColorRole.Text
    if isinstance(widget, QLineEdit) and not widget.text():
        role = QPalette.ColorRole.PlaceholderText
    return widget.palette().color(role).name()


def ground_of(picture: QImage, place: QRect) -> str:
    """Return the colour of most pixels of `place`."""
    ratio = picture.devicePixelRatio()
    seen: Counter[int] = Counter()
    across, down = max(1, place.width() // 24), max(1, place.height() // 8)
    for y in range(place.top(), place.bottom() + 1, down):
        for x in range(place.left(), place.right() + 1, across):
            spot = QPoint(round(x * ratio), round(y * ratio))
            if picture.rect().contains(spot):
                seen[picture.pixel(spot)] += 1
    return QColor(seen.most_common(1)[0][0]).name() if seen else "#ffffff"


def faint(root: QWidget) -> list[str]:
    """Find words under 4.5 to 1, and under 3 to 1 in what cannot be used now."""
    return [str(one) for one in words_of(root) if one.ratio < (TEXT if one.live else CONTROL)]


def ring_ratio(window: QWidget, one: QWidget) -> float:
    """Return the contrast that at least twenty pixels gain when `one` takes the keyboard."""
    if (held := window.focusWidget()) is not None:
        held.clearFocus()
    before = one.grab().toImage()
    one.setFocus(Qt.FocusReason.TabFocusReason)
    detect.settle()
    after = one.grab().toImage()
    if before.size() != after.size():
        return 21.0  # the control opened up, as the line one writes in
    changes = []
    for y in range(after.height()):
        if bytes(before.constScanLine(y)) == bytes(after.constScanLine(y)):
            continue
        for x in range(0, after.width(), 2):
            old, new = before.pixel(x, y), after.pixel(x, y)
            if old != new:
                changes.append(contrast(QColor(old).name(), QColor(new).name()))
    return sorted(changes, reverse=True)[19] if len(changes) >= 20 else 0.0


def unseen(root: QWidget) -> list[str]:
    """Find the controls that do not show that they have the keyboard."""
    root.activateWindow()
    held = root.focusWidget()
    found = []
    for one in detect.controls(root):
        if detect.takes_keyboard(one) and (ratio := ring_ratio(root, one)) < CONTROL:
            found.append(f"keyboard not seen, {ratio:.1f}: {detect.told(one)}")
    if held is not None:
        held.setFocus()
    return found
