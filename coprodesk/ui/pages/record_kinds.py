"""The kinds of a written line: word, icon, colour, and the chip that shows them."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from coprodesk.domain.i18n import _
from coprodesk.domain.quick_entry import QuickKind
from coprodesk.domain.records import RecordKind
from coprodesk.ui import paint, theme
from coprodesk.ui.widgets.marks import Mark

COMMITMENT = "commitment"
CHIP_WIDE = 122
_LOOKS: dict[str, tuple[str, str]] = {
    RecordKind.STATEMENT: ("file-text", "off"),
    RecordKind.DISCUSSION: ("users", "off"),
    RecordKind.DISSENT: ("quote", "conf"),
    RecordKind.CONCLUSION: ("check", "off"),
    RecordKind.INFORMATION: ("info", "run"),
    RecordKind.DECISION: ("gavel", "ok"),
    RecordKind.REQUEST: ("send", "run"),
    COMMITMENT: ("handshake", "accent"),
    QuickKind.WATCH_POINT: ("eye", "soon"),
}


def kind_words(kind: str) -> str:
    """Return the word of a kind of line."""
    if kind == RecordKind.CONCLUSION:
        return RecordKind.CONCLUSION.label
    return _("Réserve") if kind == RecordKind.DISSENT else QuickKind(kind).label


class KindChip(Mark):
    """The kind of a line: icon and word on its tint, all of one width; short, the icon with a tool tip."""

    def __init__(self, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(kind_words(kind), parent)
        self._kind, self._short = kind, False

    def set_kind(self, kind: str) -> None:
        """Show another kind."""
        self._kind = kind
        self.setAccessibleName(kind_words(kind))
        self.setToolTip(kind_words(kind) if self._short else "")
        self.update()

    def set_short(self, on: bool) -> None:
        """Leave the word out, where its room is needed for the text, or show it again."""
        if on != self._short:
            self._short = on
            self.set_kind(self._kind)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As wide as the longest of the words."""
        if self._short:
            return QSize(theme.px(16) + 16, max(26, theme.px(16) + 10))
        widest = max(paint.advance(kind_words(kind), "small_strong") for kind in _LOOKS)
        wide = max(theme.px(CHIP_WIDE), round(widest) + theme.px(16) + 24)
        return QSize(wide, max(26, round(paint.line_height("small_strong")) + 8))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, icon and word."""
        p = QPainter(self)
        whole = QRectF(self.rect())
        icon, role = _LOOKS[self._kind]
        if not theme.plain():
            paint.box(p, whole, f"{role}_t", None, 6)
        side = theme.px(16)
        paint.icon(p, QRectF(whole.x() + 8, whole.y(), side, whole.height()), icon, role)
        if not self._short:
            left = whole.x() + 8 + side + 6
            words = QRectF(left, whole.y(), whole.right() - left - 4, whole.height())
            paint.text(p, words, kind_words(self._kind), "small_strong", role)
        p.end()
