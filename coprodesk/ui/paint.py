"""Pure painting: chip, glyph, ring, presence, key cap, focus; used by widgets, delegates and projector.

Each function saves the painter, sets pen and brush, and restores it: nothing leaks into the next one.
"""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from coprodesk.documents import picture
from coprodesk.documents.picture import Glyph, Presence
from coprodesk.domain.commitments import Status
from coprodesk.domain.i18n import _
from coprodesk.ui import icons, theme
from coprodesk.ui.paint_picture import draw_picture

GLYPH_ROLES: dict[Glyph, str] = {
    Glyph.OPEN: "run",
    Glyph.DUE_SOON: "soon",
    Glyph.LATE: "late",
    Glyph.TO_CONFIRM: "conf",
    Glyph.KEPT: "ok",
    Glyph.DROPPED: "off",
    Glyph.UNDATED: "off",
}

STATUS_GLYPHS: dict[Status, Glyph] = {
    Status.TO_CONFIRM: Glyph.TO_CONFIRM,
    Status.OPEN: Glyph.OPEN,
    Status.SOON: Glyph.DUE_SOON,
    Status.LATE: Glyph.LATE,
    Status.UNDATED: Glyph.UNDATED,
    Status.KEPT: Glyph.KEPT,
    Status.ABANDONED: Glyph.DROPPED,
}


class Chip(NamedTuple):
    """A state as a word, a shape and a colour; the colour role comes from the glyph unless it is given.

    `outline` draws a bordered tag (« projet v2 ») instead of a tint.
    """

    text: str
    glyph: Glyph | None = None
    role: str | None = None
    outline: bool = False

    @property
    def colour(self) -> str:
        """The colour role: the given one, else that of the glyph, else `off`."""
        if self.role is not None:
            return self.role
        return "off" if self.glyph is None else GLYPH_ROLES[self.glyph]


_ONE_LINE = Qt.AlignmentFlag.AlignVCenter.value | Qt.TextFlag.TextSingleLine.value


def presence_words() -> dict[Presence, str]:
    """Return the word of each presence state, for labels and screen readers."""
    return {
        Presence.PRESENT: _("présent"),
        Presence.REPRESENTED: _("représenté"),
        Presence.EXCUSED: _("excusé"),
        Presence.ABSENT: _("absent"),
        Presence.NOT_CONVENED: _("non convoqué"),
        Presence.UNKNOWN: _("inconnu"),
    }


def fill(p: QPainter, rect: QRect | QRectF, ground: str | QColor) -> None:
    """Fill `rect` with a role or a colour; Qt's `fillRect` has PySide6 make every named gradient first."""
    p.save()
    p.setPen(Qt.PenStyle.NoPen)
    p.setBrush(theme.color(ground))
    p.drawRect(rect)
    p.restore()


def box(
    p: QPainter,
    rect: QRectF,
    fill: str | QColor | None,
    border: str | QColor | None = None,
    radius: float = 6,
    width: float = 1,
) -> None:
    """Draw a rounded box whose border stays inside `rect`; `fill` and `border` are roles, colours or None."""
    p.save()
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
    p.setBrush(Qt.BrushStyle.NoBrush if fill is None else theme.color(fill))
    inset = 0.0
    if border is None:
        p.setPen(Qt.PenStyle.NoPen)
    else:
        p.setPen(QPen(theme.color(border), width))
        inset = width / 2
    p.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius)
    p.restore()


def text(
    p: QPainter,
    rect: QRectF,
    words: str,
    role: str = "body",
    tint: str | QColor = "text",
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> bool:
    """Draw one line, elided when it does not fit, centred in height; returns whether it was elided."""
    p.save()
    p.setFont(theme.font(role))
    p.setPen(theme.color(tint))
    shown = theme.metrics(role).elidedText(words, Qt.TextElideMode.ElideRight, rect.width() + 0.5)
    p.drawText(rect, align.value | _ONE_LINE, shown)
    p.restore()
    return shown != words


def advance(words: str, role: str = "body") -> float:
    """Return the width in logical pixels of `words` in the font of `role`."""
    return theme.metrics(role).horizontalAdvance(words)


def line_height(role: str = "body") -> float:
    """Return the height in logical pixels of a line in the font of `role`."""
    return theme.metrics(role).height()


def glyph(p: QPainter, rect: QRectF, kind: Glyph, *, ink: str | None = None) -> None:
    """Draw the glyph of a state, centred in `rect`."""
    draw_picture(p, picture.glyph(kind), rect, ink=ink)


def chip_size(chip: Chip) -> QSizeF:
    """Return the room of a chip: 24 high at least, its word measured in the font that draws it."""
    height = max(24.0, line_height("small_strong") + 5)
    side = _glyph_side() + 4 if chip.glyph is not None else 0
    return QSizeF(advance(chip.text, "small_strong") + side + 17, height)


def _glyph_side() -> float:
    return 13.0 * theme.scale()


def chip(p: QPainter, rect: QRectF, chip: Chip, *, tinted: bool = True) -> bool:
    """Draw a chip at the left of `rect`, centred in height; returns whether its word was elided.

    `tinted` False leaves glyph and word only, for the palette and dense lines.
    """
    size = chip_size(chip)
    width = min(size.width(), rect.width())
    body = QRectF(rect.x(), rect.center().y() - size.height() / 2, width, size.height())
    role = chip.colour
    left = body.x()
    if chip.outline:
        box(p, body, "surface", "line2", 6)
    elif tinted and not theme.plain():
        box(p, body, f"{role}_t", None, 6)
    if tinted or chip.outline:
        left += 8
    if chip.glyph is not None:
        side = _glyph_side()
        glyph(p, QRectF(left, body.center().y() - side / 2, side, side), chip.glyph)
        left += side + 5
    words = QRectF(left, body.y(), body.right() - left - (6 if tinted or chip.outline else 0), body.height())
    return text(p, words, chip.text, "small_strong", "text2" if chip.outline else role)


def ring(p: QPainter, rect: QRectF, score: int, total: int = 8, *, words: bool = True) -> None:
    """Draw the precision ring at the left of `rect`, then « 6/8 », in 600 from 7."""
    side = min(26.0 * theme.scale(), rect.height())
    draw_picture(
        p,
        picture.precision_ring(score, total),
        QRectF(rect.x(), rect.center().y() - side / 2, side, side),
    )
    if words:
        label = QRectF(rect.x() + side + 6, rect.y(), max(0.0, rect.width() - side - 6), rect.height())
        strong = score >= 7
        text(p, label, f"{score}/{total}", "small_strong" if strong else "small", "text")


def ring_size(total: int = 8) -> QSizeF:
    """Return the room of a ring with its figure."""
    side = 26.0 * theme.scale()
    return QSizeF(side + 7 + advance(f"{total}/{total}", "small_strong"), side + 2)


def presence(p: QPainter, rect: QRectF, kind: Presence) -> None:
    """Draw a presence cell that fills `rect`."""
    draw_picture(p, picture.presence_cell(kind, rect.width(), rect.height()), rect)


def keycap_size(words: str) -> QSizeF:
    """Return the room of a key cap: 20 high at least."""
    height = max(20.0, line_height("cap") + 4)
    return QSizeF(max(height, advance(words, "cap") + 11), height)


def keycap(
    p: QPainter,
    rect: QRectF,
    words: str,
    *,
    ink: str | QColor = "text2",
    border: str | QColor = "line2",
    fill: str | QColor | None = "surface",
) -> None:
    """Draw a key cap centred in `rect`."""
    size = keycap_size(words)
    body = QRectF(QPointF(0, 0), size)
    body.moveCenter(rect.center())
    box(p, body, fill, border, 4)
    text(p, body, words, "cap", ink, Qt.AlignmentFlag.AlignHCenter)


def icon(p: QPainter, rect: QRectF, name: str, role: str) -> None:
    """Draw a square icon in the colour of `role`, centred in `rect`, sharp at the painter's own ratio."""
    side = round(min(rect.width(), rect.height()))
    pixmap = icons.pixmap(name, role, side, p.device().devicePixelRatioF())
    p.drawPixmap(QPointF(rect.center().x() - side / 2, rect.center().y() - side / 2), pixmap)


def focus_ring(p: QPainter, rect: QRectF, radius: float = 6) -> None:
    """Draw the one focus ring: 2 px of accent inside `rect`."""
    box(p, rect, None, "accent", radius, 2)
