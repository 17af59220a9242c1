"""What every chart is made of: marks, a data table, tones told apart without colour, and words measured."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coprodesk.documents.picture import Line, Picture, Rect, Role, Shape, Text
from coprodesk.domain import french
from coprodesk.domain.figures import Figure
from coprodesk.domain.i18n import _
from coprodesk.domain.tables import DataTable, Value

SMALL, LABEL, STRONG = 10.0, 12.0, 13.0
BARE_UNDER = 5
UNITS = 24
LATE = 3
_NARROW = frozenset("iIjlt.,:;!'’|() /-·f")
_WIDE = frozenset("mwMW%@œŒ")


@dataclass(frozen=True, slots=True)
class Behind:
    """The rows behind a mark; `subject` is meeting, institution, commitment, item, seat, entry or body."""

    subject: str
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of a picture that can be asked for its rows; `words` says it in full."""

    x: float
    y: float
    w: float
    h: float
    words: str
    behind: Behind | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture, the words that replace it, its data table, and its marks in reading order."""

    key: str
    title: str
    picture: Picture
    alt: str
    table: DataTable
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar or segment: a figure over its base; `detail` says it in other words.

    `tone` 0 is ink, 1 a tint, 2 hatched, 3 an empty thick frame (late) and 4 an empty thin one: told apart
    without colour.
    """

    label: str
    figure: Figure
    tone: int = 0
    behind: Behind | None = None
    detail: str = ""


# What a tone fills, how it is outlined, and whether it is hatched.
_TONES: tuple[tuple[Role, Role, bool], ...] = (
    ("accent", "accent", False),
    ("accentP", "accent", False),
    ("surface", "soon", True),
    ("surface", "late", False),
    ("surface", "ctl", False),
)


def advance(text: str, size: float, *, bold: bool = False) -> float:
    """Return about how wide a text is: the walkers have different fonts, so a little too wide on purpose."""
    em = sum(0.37 if letter in _NARROW else 0.97 if letter in _WIDE else _em(letter) for letter in text)
    return em * size * (1.1 if bold else 1.0)


def _em(letter: str) -> float:
    return 0.73 if letter.isupper() else 0.63


def shortened(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """Return the text, or its beginning with « … » when it is wider than `room`."""
    if advance(text, size, bold=bold) <= room:
        return text
    while text and advance(text + "…", size, bold=bold) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def base_words(numerator: int, denominator: int) -> str:
    """Return « 5 / 6 », the number alone without a base, a dash when there is neither."""
    if not denominator:
        return french.thousands(numerator) if numerator else french.DASH
    gap = french.NBSP
    return f"{french.thousands(numerator)}{gap}/{gap}{french.thousands(denominator)}"


def share_words(figure: Figure) -> str:
    """Return « 57,1 % », empty where the base is too small for a percentage."""
    return french.percent(figure.rate) if figure.denominator >= BARE_UNDER else ""


def moved(shapes: Iterable[Shape], dx: float, dy: float) -> tuple[Shape, ...]:
    """Return the same shapes further right and down."""
    return tuple(_moved(shape, dx, dy) for shape in shapes)


def _moved(shape: Shape, dx: float, dy: float) -> Shape:
    if isinstance(shape, Line):
        return shape._replace(x1=shape.x1 + dx, y1=shape.y1 + dy, x2=shape.x2 + dx, y2=shape.y2 + dy)
    if isinstance(shape, Rect | Text):
        return shape._replace(x=shape.x + dx, y=shape.y + dy)
    raise TypeError("a chart is made of lines, rectangles and texts")


def beside(*pictures: Picture) -> Picture:
    """Return the pictures side by side, as high as the highest."""
    shapes: list[Shape] = []
    left = 0.0
    for one in pictures:
        shapes += moved(one.shapes, left, 0)
        left += one.width
    return Picture(left, max(one.height for one in pictures), tuple(shapes))


def below(*pictures: Picture, gap: float = 0.0) -> Picture:
    """Return the pictures one below the other, as wide as the widest."""
    shapes: list[Shape] = []
    top = 0.0
    for one in pictures:
        shapes += moved(one.shapes, 0, top)
        top += one.height + gap
    return Picture(max(one.width for one in pictures), top - gap, tuple(shapes))


def box(x: float, y: float, w: float, h: float, tone: int, radius: float = 3.0) -> Rect:
    """Return the rectangle of a tone, its stroke inside."""
    fill, stroke, hatch = _TONES[tone]
    line = 1.6 if tone == LATE else 1.0
    inner = max(0.5, w - line), max(0.5, h - line)
    return Rect(x + line / 2, y + line / 2, *inner, fill, stroke, line, min(radius, *inner), hatch)


def data_table(title: str, name: str, bars_: Sequence[Bar], *, shares: bool = True) -> DataTable:
    """Return bars as a table: name, number, base, and the share where the base is 5 or more."""
    head = [name, _("Nombre"), _("Base")]
    rows: list[tuple[Value, ...]] = []
    for one in bars_:
        big = one.figure.denominator >= BARE_UNDER
        row: tuple[Value, ...] = (one.detail or one.label, one.figure.numerator, one.figure.denominator)
        rows.append((*row, one.figure.rate if big else None) if shares else row)
    return DataTable(title, (*head, _("Part")) if shares else tuple(head), tuple(rows))


def spoken(one: Bar) -> str:
    """Return « 11/06/2026, plénière : 10 / 12 (83,3 %) » for who does not see the bar."""
    figure = one.figure
    words = figure.words if figure.denominator or not figure.numerator else french.thousands(figure.numerator)
    return f"{one.detail or one.label}{french.NBSP}: {words}"
