"""The strip of presence of a partner: one cell a meeting, its day above, its body below, then the key."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from coprodesk.documents.picture import Presence
from coprodesk.domain.i18n import _, labelled
from coprodesk.queries.partners import StripCell
from coprodesk.ui import paint, theme

CELL = 40
GAP = 9
KEY = 18


def state_of(cell: StripCell) -> Presence:
    """Return what the cell shows: whoever was not convened could neither come nor be absent."""
    return Presence(cell.presence.value) if cell.convened else Presence.NOT_CONVENED


class PresenceStrip(QWidget):
    """The last meetings, oldest first; the cells share the width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells: tuple[StripCell, ...] = ()
        theme.notifier().changed.connect(self.updateGeometry)

    def set_cells(self, cells: Sequence[StripCell]) -> None:
        """Show other meetings."""
        self._cells = tuple(cells)
        self.setAccessibleName(_("Présence, de la plus ancienne séance à la plus récente"))
        self.setAccessibleDescription(", ".join(self._words(cell) for cell in self._cells))
        self.updateGeometry()
        self.update()

    def _words(self, cell: StripCell) -> str:
        state = paint.presence_words()[state_of(cell)]
        return labelled(f"{cell.on:%d/%m/%Y}, {cell.body}", state)

    def _line(self) -> float:
        return paint.line_height("tiny") + 4

    def _shown(self) -> tuple[StripCell, ...]:
        """Return the latest meetings for whose days there is room."""
        least = paint.advance("00/00/00", "tiny") + 2
        return self._cells[-max(int((self.width() + GAP) / (least + GAP)), 1) :]

    def _spots(self) -> list[QRectF]:
        number = max(len(self._shown()), 1)
        width = min((self.width() - GAP * (number - 1)) / number, float(theme.px(110)))
        return [QRectF(index * (width + GAP), self._line(), width, theme.px(CELL)) for index in range(number)]

    def sizeHint(self) -> QSize:
        """Day, cell, body and the words of the letters."""
        return QSize(
            400, round(3 * self._line() + theme.px(CELL) + theme.px(KEY) - paint.line_height("tiny") + 12)
        )

    def minimumSizeHint(self) -> QSize:
        """The cells may be narrow."""
        return QSize(200, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Tell the meeting under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            for cell, spot in zip(self._shown(), self._spots(), strict=False):
                if spot.left() <= event.pos().x() <= spot.right():
                    QToolTip.showText(event.globalPos(), self._words(cell), self)
                    return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw days, cells, bodies and the legend."""
        p = QPainter(self)
        centre = Qt.AlignmentFlag.AlignHCenter
        for cell, spot in zip(self._shown(), self._spots(), strict=False):
            above = QRectF(spot.x(), 0, spot.width(), self._line())
            paint.text(p, above, f"{cell.on:%d/%m/%y}", "tiny", "text2", centre)
            paint.presence(p, spot, state_of(cell))
            below = QRectF(spot.x(), spot.bottom() + 2, spot.width(), self._line())
            paint.text(p, below, cell.body.lower(), "tiny", "text2", centre)
        self._paint_legend(p)
        p.end()

    def _paint_legend(self, p: QPainter) -> None:
        side = float(theme.px(KEY))
        left, top = 0.0, self.height() - side - 1
        shown = {state_of(cell) for cell in self._shown()}
        for kind in Presence:
            if kind not in shown:
                continue
            words = _("titulaire présent") if kind is Presence.PRESENT else paint.presence_words()[kind]
            paint.presence(p, QRectF(left, top, side, side), kind)
            width = paint.advance(words, "tiny") + 4
            paint.text(p, QRectF(left + side + 7, top, width, side), words, "tiny", "text2")
            left += side + 7 + width + 14
