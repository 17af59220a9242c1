"""Marks: chip, ring, presence cell, glyph, key cap and monogram as widgets, each with its words."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from coprodesk.documents.picture import Glyph, Presence
from coprodesk.domain.i18n import _
from coprodesk.ui import paint, theme
from coprodesk.ui.paint import Chip


class Mark(QWidget):
    """The base of what is only looked at: takes its hint's size, paints again when the theme changes."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        theme.notifier().changed.connect(self._restyled)

    def _restyled(self) -> None:
        self.updateGeometry()
        self.update()

    def minimumSizeHint(self) -> QSize:
        """The same as the hint."""
        return self.sizeHint()


class StatusChip(Mark):
    """A state of anything: tint, glyph and word."""

    def __init__(self, chip: Chip, *, tinted: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(chip.text, parent)
        self._chip, self._tinted = chip, tinted

    def sizeHint(self) -> QSize:
        """The chip's own room."""
        return paint.chip_size(self._chip).toSize() + QSize(1, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        p = QPainter(self)
        paint.chip(p, QRectF(self.rect()), self._chip, tinted=self._tinted)
        p.end()


class PrecisionRing(Mark):
    """The precision of a commitment: ring and figure."""

    def __init__(self, score: int, total: int = 8, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.set_score(score, total)

    def set_score(self, score: int, total: int = 8) -> None:
        """Show another score."""
        self._score, self._total = score, total
        self.setAccessibleName(_("Précision {n} sur {total}").format(n=score, total=total))
        self._restyled()

    def sizeHint(self) -> QSize:
        """The ring and its figure."""
        return paint.ring_size(self._total).toSize() + QSize(1, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring."""
        p = QPainter(self)
        paint.ring(p, QRectF(self.rect()), self._score, self._total)
        p.end()


class PresenceCell(Mark):
    """A presence state: its letter in a cell; `side` logical pixels, or `wide` × `side` for a strip."""

    def __init__(
        self, kind: Presence, side: int = 28, wide: int | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent)
        self._side, self._wide = side, wide
        self.set_kind(kind)

    def set_kind(self, kind: Presence) -> None:
        """Show another state."""
        self._kind = kind
        self.setAccessibleName(paint.presence_words()[kind])
        self.setToolTip(paint.presence_words()[kind])
        self.update()

    def sizeHint(self) -> QSize:
        """The cell, grown by the text size."""
        return QSize(theme.px(self._wide or self._side), theme.px(self._side))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cell."""
        p = QPainter(self)
        paint.presence(p, QRectF(self.rect()), self._kind)
        p.end()


class GlyphMark(Mark):
    """The glyph of a state beside its word; `side` logical pixels."""

    def __init__(self, kind: Glyph, side: int = 17, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._kind, self._side = kind, side

    def set_kind(self, kind: Glyph) -> None:
        """Show another glyph."""
        self._kind = kind
        self.update()

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(theme.px(self._side), theme.px(self._side))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the glyph."""
        p = QPainter(self)
        paint.glyph(p, QRectF(self.rect()), self._kind)
        p.end()


class IconMark(Mark):
    """An icon that is only looked at, tinted with a role; `tile` puts it in a pale square."""

    def __init__(
        self, name: str, role: str = "text2", size: int = 18, tile: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent)
        self._name, self._role, self._size, self._tile = name, role, size, tile

    def set_role(self, role: str) -> None:
        """Tint the icon otherwise."""
        if role != self._role:
            self._role = role
            self.update()

    def sizeHint(self) -> QSize:
        """The icon or its tile."""
        side = theme.px(self._tile or self._size)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw tile and icon."""
        p = QPainter(self)
        whole = QRectF(self.rect())
        if self._tile:
            paint.box(p, whole, "accent" if self._role == "onacc" else "accent_t", None, 8)
        side = theme.px(self._size)
        spot = QRectF(0, 0, side, side)
        spot.moveCenter(whole.center())
        paint.icon(p, spot, self._name, self._role)
        p.end()


class KeyCap(Mark):
    """A key, as it is written on the keyboard."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(_("Touche {key}").format(key=words), parent)
        self._words = words

    def sizeHint(self) -> QSize:
        """The cap's own room."""
        return paint.keycap_size(self._words).toSize() + QSize(1, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cap."""
        p = QPainter(self)
        paint.keycap(p, QRectF(self.rect()), self._words)
        p.end()


class Monogram(Mark):
    """Two letters in a square (council) or a disc (person); `rigid` does not grow with the text."""

    def __init__(
        self,
        letters: str,
        side: int = 32,
        *,
        disc: bool = False,
        rigid: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(letters, parent)
        self._letters, self._side, self._disc, self._rigid = letters, side, disc, rigid

    def set_letters(self, letters: str) -> None:
        """Show other letters."""
        self._letters = letters
        self.update()

    def sizeHint(self) -> QSize:
        """A square."""
        side = self._side if self._rigid else theme.px(self._side)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground and letters."""
        p = QPainter(self)
        whole = QRectF(self.rect())
        ground, ink = ("accent_t", "accent") if self._disc else ("accent", "onacc")
        paint.box(p, whole, ground, None, whole.width() / 2 if self._disc else 6)
        paint.text(p, whole, self._letters, "small_strong", ink, Qt.AlignmentFlag.AlignHCenter)
        p.end()


def initials(name: str) -> str:
    """Return the first letters of the first and of the last word of `name` that starts with a capital."""
    words = [part for part in name.replace("-", " ").replace("’", " ").split() if part[:1].isupper()]
    if not words:
        return name[:2].upper()
    return (words[0][:1] + (words[-1][:1] if len(words) > 1 else words[0][1:2])).upper()
