"""Draws the neutral picture on a reportlab canvas."""

import math
from typing import TYPE_CHECKING, Any

from coprodesk.documents.picture import Arc, Line, Picture, Polygon, Rect, Role, Shape, Text, hatch_lines

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

# Dark enough for a grey print: the states differ by form first, so most of them are ink.
INKS: dict[Role, str] = {
    "text": "#16181c",
    "text2": "#44484f",
    "text3": "#44484f",
    "surface": "#ffffff",
    "sunken": "#f3f4f6",
    "line": "#c4c8ce",
    "line2": "#8a8f98",
    "ctl": "#8a8f98",
    "accent": "#1d3557",
    "accentH": "#1d3557",
    "accentT": "#e6e8eb",
    "accentP": "#d5dae2",
    "onacc": "#ffffff",
    "ok": "#16181c",
    "run": "#16181c",
    "soon": "#44484f",
    "late": "#16181c",
    "conf": "#16181c",
    "off": "#44484f",
}


def draw_picture(
    canvas: "Canvas", picture: Picture, x: float, y: float, scale: float, fonts: tuple[str, str]
) -> None:
    """Draw `picture` with its top left corner at (`x`, `y`); `fonts` is the regular and the bold face."""
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(scale, scale)
    for shape in picture.shapes:
        _draw(canvas, shape, fonts)
    canvas.restoreState()


def _draw(canvas: "Canvas", shape: Shape, fonts: tuple[str, str]) -> None:
    """Draw one shape; the page's y grows upwards, the picture's downwards."""
    if isinstance(shape, Text):
        _draw_text(canvas, shape, fonts)
        return
    fill = None if isinstance(shape, Line) else shape.fill
    if fill is not None:
        canvas.setFillColor(INKS[fill])
    if shape.stroke is not None:
        canvas.setStrokeColor(INKS[shape.stroke])
        canvas.setLineWidth(shape.width)
    path = canvas.beginPath()
    if isinstance(shape, Line):
        canvas.setLineCap(1)
        canvas.setDash()
        path.moveTo(shape.x1, -shape.y1)
        path.lineTo(shape.x2, -shape.y2)
    elif isinstance(shape, Rect):
        path.roundRect(shape.x, -shape.y - shape.h, shape.w, shape.h, shape.radius)
    elif isinstance(shape, Polygon):
        canvas.setLineJoin(1)
        path.moveTo(shape.points[0][0], -shape.points[0][1])
        for px, py in shape.points[1:]:
            path.lineTo(px, -py)
        path.close()
    else:
        _arc_path(canvas, path, shape)
    canvas.drawPath(path, stroke=int(shape.stroke is not None), fill=int(fill is not None))
    if isinstance(shape, Rect) and shape.hatch:
        for line in hatch_lines(shape):
            _draw(canvas, line, fonts)


def _arc_path(canvas: "Canvas", path: Any, shape: Arc) -> None:
    """Add an arc to `path`, closed through the centre when it is a pie."""
    box = (shape.cx - shape.r, -shape.cy - shape.r, shape.cx + shape.r, -shape.cy + shape.r)
    canvas.setLineCap(0)
    if shape.dash is None:
        canvas.setDash()
    else:
        canvas.setDash(*shape.dash)
    if shape.fill is not None and abs(shape.span_deg) < 360:
        path.moveTo(shape.cx, -shape.cy)
        path.arcTo(*box, startAng=shape.start_deg, extent=shape.span_deg)
        path.close()
    else:
        start = math.radians(shape.start_deg)
        path.moveTo(shape.cx + shape.r * math.cos(start), -shape.cy + shape.r * math.sin(start))
        path.arcTo(*box, startAng=shape.start_deg, extent=shape.span_deg)


def _draw_text(canvas: "Canvas", shape: Text, fonts: tuple[str, str]) -> None:
    """Draw one line of text at its anchor."""
    canvas.setFont(fonts[shape.bold], shape.size)
    canvas.setFillColor(INKS[shape.fill])
    draw = {"start": canvas.drawString, "middle": canvas.drawCentredString, "end": canvas.drawRightString}
    draw[shape.anchor](shape.x, -shape.y, shape.text)
