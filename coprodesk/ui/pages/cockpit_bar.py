"""Two lines of the cockpit that are only looked at: minutes used against the plan, keys of the mode."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from coprodesk.domain.i18n import _, labelled
from coprodesk.ui import paint, theme

HIGH = 38


class TimeBar(QWidget):
    """« 12 min sur 15 » at the left, when it should end at the right, and a bar of 6 below."""

    def __init__(self) -> None:
        super().__init__()
        self._share, self._left, self._right, self._short = 0.0, "", "", ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.notifier().changed.connect(self.updateGeometry)

    def say(self, share: float, left: str, right: str, short: str) -> None:
        """Show the share of the planned minutes used (0 to 1), and the words; `short` when room is short."""
        told = (share, left, right, short)
        if told != (self._share, self._left, self._right, self._short):
            self._share, self._left, self._right, self._short = told
            self.setAccessibleName(left)
            self.setAccessibleDescription(right)
            self.update()

    def words(self) -> str:
        """Return what is said, in one line."""
        return ", ".join(part for part in (self._left, self._right) if part)

    def sizeHint(self) -> QSize:
        """A line of words and the bar."""
        return QSize(200, round(paint.line_height("small_strong")) + 16)

    def minimumSizeHint(self) -> QSize:
        """The words at the right give way."""
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw words and bar; what goes past the plan is ochre."""
        p = QPainter(self)
        high = paint.line_height("small_strong")
        wide = float(self.width())
        paint.text(p, QRectF(0, 0, wide, high), self._left, "small_strong")
        room = wide - paint.advance(self._left, "small_strong") - 16
        words = self._right if paint.advance(self._right, "small") <= room else self._short
        spot = QRectF(wide - room, 0, room, high)
        paint.text(p, spot, words, "small", "text2", Qt.AlignmentFlag.AlignRight)
        bar = QRectF(0, high + 6, wide, 6)
        paint.box(p, bar, "hover", None, 3)
        share = min(max(self._share, 0.0), 1.0)
        if share > 0:
            role = "soon" if self._share > 1 else "accent"
            paint.box(p, QRectF(0, bar.y(), max(6.0, wide * share), 6), role, None, 3)
        p.end()


class ModeBar(QWidget):
    """The mode as a tag, then the keys it has; what does not fit goes, the last first."""

    def __init__(self) -> None:
        super().__init__()
        self._typing = False
        self._keys: tuple[tuple[str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.notifier().changed.connect(self.updateGeometry)

    def show_mode(self, keys: Sequence[tuple[str, str]], *, typing: bool) -> None:
        """Show the keys as pairs « key, what it does » (several keys parted by a blank)."""
        told = tuple(keys)
        if (told, typing) == (self._keys, self._typing) and self.accessibleName():
            return
        self._keys, self._typing = told, typing
        self.setAccessibleName(self.mode())
        self.setAccessibleDescription(", ".join(labelled(key, words) for key, words in told))
        self.update()

    def mode(self) -> str:
        """Return the word of the tag."""
        return _("SAISIE") if self._typing else _("NAVIGATION")

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Return the keys shown."""
        return self._keys

    def sizeHint(self) -> QSize:
        """38 high at least."""
        return QSize(400, max(HIGH, round(paint.line_height("small")) + 14))

    def minimumSizeHint(self) -> QSize:
        """The tag alone."""
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, tag, keys, and where all keys are listed."""
        p = QPainter(self)
        whole = QRectF(self.rect())
        paint.fill(p, whole, "sidebar")
        paint.fill(p, QRectF(0, 0, whole.width(), 1), "line")
        left = 16.0
        tag = QRectF(left, 0, paint.advance(self.mode(), "cap") + 22, max(22.0, paint.line_height("cap") + 8))
        tag.moveTop((whole.height() - tag.height()) / 2)
        if self._typing:
            paint.box(p, tag, "accent", None, 4)
        else:
            paint.box(p, tag, "surface", "ctl", 4)
        centre = Qt.AlignmentFlag.AlignHCenter
        paint.text(p, tag, self.mode(), "cap", "onacc" if self._typing else "text", centre)
        end = self._paint_help(p, whole)
        self._paint_keys(p, whole, tag.right() + 18, end)
        p.end()

    def _paint_help(self, p: QPainter, whole: QRectF) -> float:
        """Draw « Maj+F1 : toutes les touches » at the right; returns where it begins."""
        words = _("Maj+F1\u00a0: toutes les touches")
        if whole.width() < theme.px(1100):
            words = _("Maj+F1\u00a0: tout")
        wide = paint.advance(words, "tiny") + 2
        spot = QRectF(whole.right() - wide - 16, 0, wide, whole.height())
        paint.text(p, spot, words, "tiny", "text2", Qt.AlignmentFlag.AlignRight)
        return spot.x() - 16

    def _paint_keys(self, p: QPainter, whole: QRectF, left: float, end: float) -> None:
        for names, words in self._keys:
            caps = names.split(" ")
            sizes = [paint.keycap_size(name).width() for name in caps]
            room = sum(sizes) + 4 * (len(caps) - 1) + 8 + paint.advance(words, "small")
            if left + room > end:
                return
            for name, wide in zip(caps, sizes, strict=True):
                paint.keycap(p, QRectF(left, 0, wide, whole.height()), name)
                left += wide + 4
            left += 4
            told = QRectF(left, 0, paint.advance(words, "small") + 2, whole.height())
            paint.text(p, told, words, "small", "text2")
            left = told.right() + 16
