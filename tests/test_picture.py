"""The neutral pictures and their walker on paper."""

import io

import pypdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from coprodesk.documents import fonts
from coprodesk.documents.picture import (
    PRESENCE_LETTERS,
    Arc,
    Glyph,
    Line,
    Picture,
    Polygon,
    Presence,
    Rect,
    Sign,
    Text,
    glyph,
    hatch_lines,
    precision_ring,
    presence_cell,
    sign,
)
from coprodesk.documents.picture_pdf import INKS, draw_picture

ALL = (
    [sign(kind) for kind in Sign]
    + [glyph(kind) for kind in Glyph]
    + [presence_cell(kind) for kind in Presence]
    + [precision_ring(score) for score in range(9)]
)


def edges(shape):
    """Return the extent of a shape with its stroke: left, top, right, bottom."""
    half = (shape.width / 2) if getattr(shape, "stroke", None) else 0
    if isinstance(shape, Line):
        xs, ys = (shape.x1, shape.x2), (shape.y1, shape.y2)
    elif isinstance(shape, Rect):
        xs, ys = (shape.x, shape.x + shape.w), (shape.y, shape.y + shape.h)
    elif isinstance(shape, Polygon):
        xs, ys = zip(*shape.points, strict=True)
    elif isinstance(shape, Arc):
        xs, ys = (shape.cx - shape.r, shape.cx + shape.r), (shape.cy - shape.r, shape.cy + shape.r)
    else:
        xs, ys = (shape.x,), (shape.y, shape.y - shape.size * 0.7)
    return min(xs) - half, min(ys) - half, max(xs) + half, max(ys) + half


def overflowing(picture):
    return [
        shape
        for shape in picture.shapes
        if edges(shape)[0] < 0
        or edges(shape)[1] < 0
        or edges(shape)[2] > picture.width
        or edges(shape)[3] > picture.height
    ]


@pytest.mark.parametrize("picture", ALL)
def test_a_picture_stays_inside_its_size(picture):
    assert picture.shapes
    assert overflowing(picture) == []


def test_an_overflow_would_be_seen():
    assert overflowing(Picture(10, 10, (Line(1, 1, 10, 1, "text"),)))


def test_the_states_differ_by_form_and_not_by_colour_only():
    def form(picture):
        return repr([(type(shape), edges(shape), getattr(shape, "dash", 0)) for shape in picture.shapes])

    assert len({form(glyph(kind)) for kind in Glyph}) == len(Glyph)
    assert len({form(sign(kind)) for kind in Sign}) == len(Sign)


@pytest.mark.parametrize("kind", Presence)
def test_a_presence_cell_has_its_letter(kind):
    letters = [shape.text for shape in presence_cell(kind).shapes if isinstance(shape, Text)]
    assert letters == [PRESENCE_LETTERS[kind]]


@pytest.mark.parametrize("score", range(9))
def test_the_ring_fills_clockwise_from_the_top(score):
    arcs = precision_ring(score).shapes
    thick = [arc for arc in arcs if arc.width > 2]
    assert len(arcs) == 8
    assert thick == list(arcs[:score])
    if score:
        assert 45 <= arcs[0].start_deg < arcs[0].start_deg + arcs[0].span_deg <= 90


def test_the_hatching_stays_inside_the_rectangle():
    rect = Rect(2, 3, 20, 12, stroke="soon", hatch=True)
    lines = hatch_lines(rect)
    assert len(lines) > 4
    for stroke in lines:
        assert 2 <= stroke.x1 <= stroke.x2 <= 22
        assert 3 <= stroke.y2 <= stroke.y1 <= 15
    assert hatch_lines(Rect(0, 0, 9, 9)) == ()


def drawn(picture):
    """Return the uncompressed content of a page that holds only the picture."""
    fonts.faces()
    output = io.BytesIO()
    canvas = Canvas(output, initialFontName=fonts.REGULAR, pageCompression=0, invariant=1)
    draw_picture(canvas, picture, 100, 100, 1, (fonts.REGULAR, fonts.BOLD))
    canvas.save()
    return pypdf.PdfReader(io.BytesIO(output.getvalue())).pages[0].get_contents().get_data().decode("latin-1")


@pytest.mark.parametrize("picture", ALL)
def test_each_shape_is_painted(picture):
    operators = drawn(picture).split()
    strokes = len([shape for shape in picture.shapes if getattr(shape, "stroke", None)])
    fills = len([shape for shape in picture.shapes if not isinstance(shape, Line | Text) and shape.fill])
    painted = sum(operators.count(name) for name in ("S", "f", "f*", "B", "B*", "s", "b", "b*"))
    assert painted >= max(strokes, fills)
    assert operators.count("Tj") == len([shape for shape in picture.shapes if isinstance(shape, Text)])


def test_a_dash_does_not_leak_into_the_next_shape():
    dashed = Arc(10, 10, 5, stroke="conf", dash=(2, 1))
    content = drawn(Picture(20, 20, (dashed, Line(0, 0, 20, 20, "text"))))
    assert content.rindex("[] 0 d") > content.index("[2 1] 0 d")


def test_every_role_has_an_ink():
    for picture in ALL:
        for shape in picture.shapes:
            for role in (getattr(shape, "fill", None), getattr(shape, "stroke", None)):
                assert role is None or role in INKS
