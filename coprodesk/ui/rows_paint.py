"""How the cells of a RowsModel look: chip, ring, presence, one or two lines."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from coprodesk.ui import paint, theme
from coprodesk.ui.rows import Cell

PAD = 12
INDENT = 20


def cell_width(cell: Cell) -> float:
    """Return the width in logical pixels that `cell` asks for."""
    if cell.chip is not None:
        return paint.chip_size(cell.chip).width()
    if cell.score is not None:
        return paint.ring_size(cell.total).width()
    if cell.presence is not None:
        return theme.px(24)
    width = paint.advance(cell.text, _text_role(cell)) + (theme.px(18) + 8 if cell.icon else 0)
    if cell.tag is not None:
        width += paint.chip_size(cell.tag).width() + 8
    return max(width, paint.advance(cell.second, "tiny")) + theme.px(INDENT) * cell.indent


def _text_role(cell: Cell) -> str:
    if cell.small:
        return "small_strong" if cell.strong else "small"
    return "strong" if cell.strong else "body"


def paint_cell(p: QPainter, rect: QRectF, cell: Cell) -> None:
    """Draw the content of one cell inside `rect`."""
    if cell.chip is not None:
        paint.chip(p, rect, cell.chip)
    elif cell.score is not None:
        paint.ring(p, rect, cell.score, cell.total)
    elif cell.presence is not None:
        side = theme.px(22)
        paint.presence(p, QRectF(rect.x(), rect.center().y() - side / 2, side, side), cell.presence)
    else:
        _paint_lines(p, rect, cell)


def _paint_lines(p: QPainter, rect: QRectF, cell: Cell) -> None:
    left, right = rect.x() + theme.px(INDENT) * cell.indent, rect.right()
    if cell.icon:
        side = theme.px(18)
        paint.icon(p, QRectF(left, rect.y(), side, rect.height()), cell.icon, cell.tint)
        left += side + 8
    if cell.tag is not None:
        size = paint.chip_size(cell.tag)
        right -= size.width() + 8
        if right - left > 60:
            paint.chip(p, QRectF(right + 8, rect.y(), size.width(), rect.height()), cell.tag)
        else:
            right = rect.right()
    role = _text_role(cell)
    if not cell.second:
        paint.text(p, QRectF(left, rect.y(), right - left, rect.height()), cell.text, role, cell.tint)
        return
    high, low = paint.line_height(role), paint.line_height("tiny")
    top = rect.center().y() - (high + low) / 2
    paint.text(p, QRectF(left, top, right - left, high), cell.text, role, cell.tint)
    paint.text(p, QRectF(left, top + high, right - left, low), cell.second, "tiny", cell.second_tint)
