"""The neutral picture: frozen shapes in points with colour roles, drawn alike on paper and on screen.

The origin is the top left corner and y grows downwards. Angles are degrees, counter-clockwise as
seen on the page, from three o'clock. A colour is the name of a role; each walker owns its palette.
"""

from enum import StrEnum
from typing import Literal, NamedTuple

Role = Literal[
    "text", "text2", "text3", "surface", "sunken", "line", "line2", "ctl",
    "accent", "accentH", "accentT", "accentP", "onacc",
    "ok", "run", "soon", "late", "conf", "off",
]  # fmt: skip
Anchor = Literal["start", "middle", "end"]

HATCH_STEP = 3.75


class Line(NamedTuple):
    """A straight stroke with round ends."""

    x1: float
    y1: float
    x2: float
    y2: float
    stroke: Role
    width: float = 1.0


class Rect(NamedTuple):
    """A rectangle, filled, outlined or both; `hatch` adds the strokes of `hatch_lines`."""

    x: float
    y: float
    w: float
    h: float
    fill: Role | None = None
    stroke: Role | None = None
    width: float = 1.0
    radius: float = 0.0
    hatch: bool = False


class Polygon(NamedTuple):
    """A closed outline with round joins, filled, outlined or both."""

    points: tuple[tuple[float, float], ...]
    fill: Role | None = None
    stroke: Role | None = None
    width: float = 1.0


class Arc(NamedTuple):
    """A part of a circle: a pie when filled, a flat-ended stroke else; `dash` is (on, off) in points."""

    cx: float
    cy: float
    r: float
    start_deg: float = 0.0
    span_deg: float = 360.0
    fill: Role | None = None
    stroke: Role | None = None
    width: float = 1.0
    dash: tuple[float, float] | None = None


class Text(NamedTuple):
    """One line of text; `y` is its base line."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False
    anchor: Anchor = "start"
    fill: Role = "text"


Shape = Line | Rect | Polygon | Arc | Text


class Picture(NamedTuple):
    """Shapes to draw in their order, inside `width` × `height` points."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


class Sign(StrEnum):
    """A printed state of a commitment, always beside its word."""

    KEPT = "kept"
    OPEN = "open"
    LATE = "late"
    DROPPED = "dropped"


class Glyph(StrEnum):
    """A state of a commitment on screen, always beside its word."""

    OPEN = "open"
    DUE_SOON = "due_soon"
    LATE = "late"
    TO_CONFIRM = "to_confirm"
    KEPT = "kept"
    DROPPED = "dropped"
    UNDATED = "undated"


class Presence(StrEnum):
    """A cell of the roll or of the presence table."""

    PRESENT = "present"
    REPRESENTED = "represented"
    EXCUSED = "excused"
    ABSENT = "absent"
    NOT_CONVENED = "not_convened"
    UNKNOWN = "unknown"


PRESENCE_LETTERS = {
    Presence.PRESENT: "P",
    Presence.REPRESENTED: "R",
    Presence.EXCUSED: "E",
    Presence.ABSENT: "A",
    Presence.NOT_CONVENED: "N",
    Presence.UNKNOWN: "–",
}


def hatch_lines(rect: Rect) -> tuple[Line, ...]:
    """Return the hatching of `rect`: strokes rising to the right every 3.75 points, inside its corners."""
    if rect.stroke is None:
        return ()
    inset = max(rect.width / 2, rect.radius * 0.3)
    left, top = rect.x + inset, rect.y + inset
    w, h = rect.w - 2 * inset, rect.h - 2 * inset
    lines = []
    offset = HATCH_STEP
    while offset < w + h:
        x1, y1 = (left, top + offset) if offset <= h else (left + offset - h, top + h)
        x2, y2 = (left + offset, top) if offset <= w else (left + w, top + offset - w)
        lines.append(Line(x1, y1, x2, y2, rect.stroke, 0.4))
        offset += HATCH_STEP
    return tuple(lines)


def sign(kind: Sign) -> Picture:
    """Return the sign printed before the word of a state: disc, ring, arrow or cross, 7 × 7 points."""
    shapes: dict[Sign, tuple[Shape, ...]] = {
        Sign.KEPT: (Arc(3.5, 3.5, 2.25, fill="text"),),
        Sign.OPEN: (Arc(3.5, 3.5, 2.1, stroke="text", width=0.7),),
        Sign.LATE: (
            Line(0.8, 3.5, 5.0, 3.5, "text", 0.9),
            Polygon(((3.9, 1.6), (6.4, 3.5), (3.9, 5.4)), fill="text"),
        ),
        Sign.DROPPED: (Line(1.6, 1.6, 5.4, 5.4, "text", 0.8), Line(1.6, 5.4, 5.4, 1.6, "text", 0.8)),
    }
    return Picture(7, 7, shapes[kind])


def glyph(kind: Glyph) -> Picture:
    """Return the glyph of a state on screen, 13 × 13 points."""
    c, r = 6.5, 5.4
    shapes: dict[Glyph, tuple[Shape, ...]] = {
        Glyph.OPEN: (Arc(c, c, r, stroke="run", width=1.4), Arc(c, c, 3.6, -90, 180, fill="run")),
        Glyph.DUE_SOON: (
            Arc(c, c, r, stroke="soon", width=1.4),
            Line(c, 3.4, c, c, "soon", 1.3),
            Line(c, c, 8.6, 7.8, "soon", 1.3),
        ),
        Glyph.LATE: (
            Polygon(((c, 1.4), (12.0, 11.4), (1.0, 11.4)), fill="late", stroke="late", width=1.2),
            Line(c, 4.8, c, 7.8, "surface", 1.4),
            Arc(c, 9.7, 0.8, fill="surface"),
        ),
        Glyph.TO_CONFIRM: (
            Arc(c, c, r, stroke="conf", width=1.4, dash=(2.4, 1.84)),
            Arc(c, c, 1.5, fill="conf"),
        ),
        Glyph.KEPT: (
            Arc(c, c, 6.0, fill="ok"),
            Line(3.7, 6.7, 5.7, 8.7, "surface", 1.5),
            Line(5.7, 8.7, 9.3, 4.6, "surface", 1.5),
        ),
        Glyph.DROPPED: (Arc(c, c, r, stroke="off", width=1.4), Line(2.9, 10.1, 10.1, 2.9, "off", 1.4)),
        Glyph.UNDATED: (Arc(c, c, r, stroke="off", width=1.4), Line(4.1, c, 8.9, c, "off", 1.5)),
    }
    return Picture(13, 13, shapes[kind])


def presence_cell(kind: Presence, width: float = 22.0, height: float = 22.0) -> Picture:
    """Return a presence cell: letter, texture and outline each tell the state without colour."""
    size = min(width, height) * 0.6
    frames: dict[Presence, tuple[Shape, ...]] = {
        Presence.PRESENT: (_frame(width, height, 1, fill="accent", stroke="accent"),),
        Presence.REPRESENTED: (_frame(width, height, 1, fill="accentP", stroke="accent"),),
        Presence.EXCUSED: (
            _frame(width, height, 1, fill="surface", stroke="soon", hatch=True),
            # A clear ground, or the strokes of the hatching run through the letter.
            Rect(width / 2 - size * 0.4, height / 2 - size * 0.5, size * 0.8, size, fill="surface", radius=2),
        ),
        Presence.ABSENT: (_frame(width, height, 2, fill="surface", stroke="late"),),
        Presence.NOT_CONVENED: (_frame(width, height, 1, fill="sunken", stroke="line"),),
        Presence.UNKNOWN: (_frame(width, height, 1, fill="surface", stroke="ctl"),),
    }
    colours: dict[Presence, Role] = {
        Presence.PRESENT: "onacc",
        Presence.REPRESENTED: "accentH",
        Presence.EXCUSED: "soon",
        Presence.ABSENT: "late",
        Presence.NOT_CONVENED: "text3",
        Presence.UNKNOWN: "text2",
    }
    letter = Text(
        width / 2, height / 2 + size * 0.34, PRESENCE_LETTERS[kind], size, True, "middle", colours[kind]
    )
    return Picture(width, height, (*frames[kind], letter))


def _frame(
    width: float, height: float, line: float, *, fill: Role, stroke: Role, hatch: bool = False
) -> Rect:
    """Return a cell's rounded rectangle whose stroke stays inside the picture."""
    return Rect(line / 2, line / 2, width - line, height - line, fill, stroke, line, 4, hatch)


def precision_ring(score: int, total: int = 8) -> Picture:
    """Return the ring of `total` arcs, 26 × 26 points, `score` of them thick, clockwise from the top."""
    step = 360 / total
    gap = 10.0
    arcs = tuple(
        Arc(
            13,
            13,
            11,
            90 - (index + 1) * step + gap / 2,
            step - gap,
            stroke="accent" if index < score else "ctl",
            width=3.2 if index < score else 1.2,
        )
        for index in range(total)
    )
    return Picture(26, 26, arcs)
