"""Draws the neutral picture with a QPainter, in the colours of the theme in use."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QApplication

from coprodesk.documents.picture import Arc, Line, Picture, Polygon, Rect, Shape, Text, hatch_lines
from coprodesk.ui import theme

# A letter on a tinted or hatched cell needs a darker ink than the same role elsewhere.
_LETTER_INKS = {"accentH": "rep_ink", "soon": "exc_ink"}


def draw_picture(p: QPainter, picture: Picture, rect: QRectF, *, ink: str | None = None) -> None:
    """Draw `picture` scaled to fit `rect`, centred; `ink` replaces every colour but the paper's.

    One picture point is one logical pixel when `rect` has the picture's own size.
    """
    if picture.width <= 0 or picture.height <= 0:
        return
    factor = min(rect.width() / picture.width, rect.height() / picture.height)
    p.save()
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
    p.translate(
        rect.x() + (rect.width() - picture.width * factor) / 2,
        rect.y() + (rect.height() - picture.height * factor) / 2,
    )
    p.scale(factor, factor)
    hatched: Rect | None = None
    for shape in picture.shapes:
        if isinstance(shape, Text):
            _draw_text(p, shape, halo=hatched is not None and _inside(shape, hatched), ink=ink)
        else:
            _draw(p, shape, ink)
            if isinstance(shape, Rect) and shape.hatch:
                hatched = shape
    p.restore()


def _inside(text: Text, rect: Rect) -> bool:
    return rect.x <= text.x <= rect.x + rect.w and rect.y <= text.y <= rect.y + rect.h


def _color(role: str, ink: str | None) -> QColor:
    paper = role in ("surface", "sunken", "onacc")
    return theme.color(role if ink is None or paper else ink)


def _pen(shape: Line | Rect | Polygon | Arc, ink: str | None) -> QPen:
    """Return the pen of a shape, or none; ends are round but for arcs, as on paper."""
    if shape.stroke is None:
        return QPen(Qt.PenStyle.NoPen)
    flat = isinstance(shape, Arc)
    pen = QPen(
        _color(shape.stroke, ink),
        shape.width,
        Qt.PenStyle.SolidLine,
        Qt.PenCapStyle.FlatCap if flat else Qt.PenCapStyle.RoundCap,
        Qt.PenJoinStyle.RoundJoin,
    )
    if isinstance(shape, Arc) and shape.dash is not None:
        # Qt counts dashes in pen widths.
        pen.setDashPattern([part / shape.width for part in shape.dash])
    return pen


def _draw(p: QPainter, shape: Shape, ink: str | None) -> None:
    if isinstance(shape, Text):
        return
    fill = None if isinstance(shape, Line) else shape.fill
    p.setPen(_pen(shape, ink))
    p.setBrush(Qt.BrushStyle.NoBrush if fill is None else _color(fill, ink))
    if isinstance(shape, Line):
        p.drawLine(QPointF(shape.x1, shape.y1), QPointF(shape.x2, shape.y2))
    elif isinstance(shape, Rect):
        p.drawRoundedRect(QRectF(shape.x, shape.y, shape.w, shape.h), shape.radius, shape.radius)
        if shape.hatch:
            _hatch(p, shape, ink)
    elif isinstance(shape, Polygon):
        p.drawPolygon(QPolygonF([QPointF(x, y) for x, y in shape.points]))
    else:
        _draw_arc(p, shape)


def _hatch(p: QPainter, shape: Rect, ink: str | None) -> None:
    p.save()
    p.setOpacity(p.opacity() * 0.55)
    for line in hatch_lines(shape):
        pen = _pen(line, ink)
        pen.setWidthF(0.9)
        p.setPen(pen)
        p.drawLine(QPointF(line.x1, line.y1), QPointF(line.x2, line.y2))
    p.restore()


def _draw_arc(p: QPainter, shape: Arc) -> None:
    box = QRectF(shape.cx - shape.r, shape.cy - shape.r, 2 * shape.r, 2 * shape.r)
    if abs(shape.span_deg) >= 360:
        p.drawEllipse(box)
        return
    path = QPainterPath()
    if shape.fill is not None:
        path.moveTo(shape.cx, shape.cy)
        path.arcTo(box, shape.start_deg, shape.span_deg)
        path.closeSubpath()
    else:
        path.arcMoveTo(box, shape.start_deg)
        path.arcTo(box, shape.start_deg, shape.span_deg)
    p.drawPath(path)


def _draw_text(p: QPainter, shape: Text, *, halo: bool, ink: str | None) -> None:
    """Draw one line of text at its anchor; `halo` clears the hatching behind it first."""
    face = QApplication.font()
    # Text of a picture is measured in the picture's own points, which the painter's scale turns into pixels.
    face.setPixelSize(max(1, round(shape.size)))
    face.setBold(shape.bold)
    p.setFont(face)
    width = p.fontMetrics().horizontalAdvance(shape.text)
    x = shape.x - {"start": 0.0, "middle": width / 2, "end": float(width)}[shape.anchor]
    if halo:
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(theme.color("surface"))
        p.drawRoundedRect(QRectF(x - 1.5, shape.y - shape.size, width + 3, shape.size * 1.25), 2, 2)
    role = _LETTER_INKS.get(shape.fill, shape.fill) if shape.bold else shape.fill
    p.setPen(_color(role, ink))
    p.drawText(QPointF(x, shape.y), shape.text)
