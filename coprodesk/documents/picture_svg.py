"""Draws the neutral picture as SVG inside an HTML page, named by the words that replace it."""

import math
from html import escape

from coprodesk.documents.picture import Arc, Line, Picture, Polygon, Rect, Shape, Text, hatch_lines
from coprodesk.documents.picture_pdf import INKS


def svg(picture: Picture, alt: str) -> str:
    """Return the picture at its size in points; `alt` is escaped already."""
    shapes = "".join(_shape(shape) for shape in picture.shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{alt}" '
        f'width="{_n(picture.width)}pt" height="{_n(picture.height)}pt" '
        f'viewBox="0 0 {_n(picture.width)} {_n(picture.height)}">{shapes}</svg>'
    )


def _shape(shape: Shape) -> str:
    if isinstance(shape, Text):
        weight = ' font-weight="700"' if shape.bold else ""
        return (
            f'<text x="{_n(shape.x)}" y="{_n(shape.y)}" font-size="{_n(shape.size)}"{weight} '
            f'text-anchor="{shape.anchor}" fill="{INKS[shape.fill]}">{escape(shape.text)}</text>'
        )
    if isinstance(shape, Line):
        return (
            f'<path d="M{_n(shape.x1)} {_n(shape.y1)}L{_n(shape.x2)} {_n(shape.y2)}" fill="none" '
            f'stroke="{INKS[shape.stroke]}" stroke-width="{_n(shape.width)}" stroke-linecap="round"/>'
        )
    fill = INKS[shape.fill] if shape.fill is not None else "none"
    look = f'fill="{fill}"'
    if shape.stroke is not None:
        look += f' stroke="{INKS[shape.stroke]}" stroke-width="{_n(shape.width)}"'
    if isinstance(shape, Rect):
        hatching = "".join(_shape(line) for line in hatch_lines(shape)) if shape.hatch else ""
        return (
            f'<rect x="{_n(shape.x)}" y="{_n(shape.y)}" width="{_n(shape.w)}" height="{_n(shape.h)}" '
            f'rx="{_n(shape.radius)}" {look}/>{hatching}'
        )
    if isinstance(shape, Polygon):
        points = " ".join(f"{_n(x)},{_n(y)}" for x, y in shape.points)
        return f'<polygon points="{points}" stroke-linejoin="round" {look}/>'
    return _arc(shape, look)


def _arc(shape: Arc, look: str) -> str:
    """Return an arc; SVG turns clockwise, with y downwards."""
    if shape.dash is not None:
        look += f' stroke-dasharray="{_n(shape.dash[0])} {_n(shape.dash[1])}"'
    if abs(shape.span_deg) >= 360:
        return f'<circle cx="{_n(shape.cx)}" cy="{_n(shape.cy)}" r="{_n(shape.r)}" {look}/>'
    ends = []
    for degrees in (shape.start_deg, shape.start_deg + shape.span_deg):
        angle = math.radians(degrees)
        x, y = shape.cx + shape.r * math.cos(angle), shape.cy - shape.r * math.sin(angle)
        ends.append(f"{_n(x)} {_n(y)}")
    large, sweep = int(abs(shape.span_deg) > 180), int(shape.span_deg < 0)
    curve = f"A{_n(shape.r)} {_n(shape.r)} 0 {large} {sweep} {ends[1]}"
    if shape.fill is not None:
        return f'<path d="M{_n(shape.cx)} {_n(shape.cy)}L{ends[0]}{curve}Z" {look}/>'
    return f'<path d="M{ends[0]}{curve}" {look}/>'


def _n(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
