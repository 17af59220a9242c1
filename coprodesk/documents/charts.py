"""Charts as neutral pictures, each with its data table and the rows behind its marks: for screen and paper.

Lengths are points of the picture; on screen one is a logical pixel times the text size. Every figure is
written with its base; a share under 5 is written without percentage.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeAlias

from coprodesk.documents.picture import Line, Picture, Rect, Role, Shape, Text
from coprodesk.domain import french
from coprodesk.domain.figures import Figure
from coprodesk.domain.i18n import _

Value: TypeAlias = "str | int | Fraction | None"
"""A cell of a data table: a share stays an exact fraction until it is written."""

SMALL, LABEL, STRONG = 10.0, 12.0, 13.0
BARE_UNDER = 5
_UNITS = 24
_LATE = 3
_NARROW = frozenset("iIjlt.,:;!'’|() /-·1f")
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
class DataTable:
    """The same figures as a table. Raises ValueError when a row has not the width of the head."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("each row of a data table needs one value per column")


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
    em = sum(0.32 if letter in _NARROW else 0.9 if letter in _WIDE else _em(letter) for letter in text)
    return em * size * (1.06 if bold else 1.0)


def _em(letter: str) -> float:
    return 0.68 if letter.isupper() else 0.57


def shortened(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """Return the text, or its beginning with « … » when it is wider than `room`."""
    if advance(text, size, bold=bold) <= room:
        return text
    while text and advance(text + "…", size, bold=bold) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def base_words(numerator: int, denominator: int) -> str:
    """Return « 5 / 6 », a dash when there is nothing to divide by."""
    if not denominator:
        return french.DASH
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
        return replace(shape, x1=shape.x1 + dx, y1=shape.y1 + dy, x2=shape.x2 + dx, y2=shape.y2 + dy)
    if isinstance(shape, Rect | Text):
        return replace(shape, x=shape.x + dx, y=shape.y + dy)
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
    line = 1.6 if tone == _LATE else 1.0
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


def bars(
    key: str,
    title: str,
    content: Sequence[Bar],
    *,
    name: str,
    width: float = 480.0,
    height: float = 190.0,
    legend: Sequence[tuple[int, str]] = (),
) -> Chart:
    """Return upright bars from 0 to 100 %, each with its percentage above and its base below its label.

    `name` heads the first column of the table; `legend` names the tones.
    """
    shapes: list[Shape] = []
    top = 16.0
    if legend:
        shapes += _legend(legend)
        top += 20
    left, foot = 38.0, height - 34
    for quarter in range(5):
        y = foot - (foot - top) * quarter / 4
        shapes.append(Line(left, y, width - 2, y, "line2" if quarter else "ctl", 0.6))
        words = f"{25 * quarter}{french.NBSP}%"
        shapes.append(Text(left - 6, y + 3.5, words, SMALL, False, "end", "text2"))
    step = (width - 2 - left) / max(1, len(content))
    wide = min(34.0, step * 0.62)
    marks = []
    for index, one in enumerate(content):
        middle = left + step * (index + 0.5)
        shapes += _upright(one, middle, wide, step, top, foot)
        marks.append(Mark(middle - step / 2, top - 14, step, height - top + 14, spoken(one), one.behind))
    table = data_table(title, name, content)
    return Chart(key, title, Picture(width, height, tuple(shapes)), _alt(title, content), table, tuple(marks))


def _upright(one: Bar, middle: float, wide: float, step: float, top: float, foot: float) -> list[Shape]:
    rate = one.figure.rate
    words, base = share_words(one.figure), base_words(one.figure.numerator, one.figure.denominator)
    shapes: list[Shape] = []
    head = foot
    if rate is not None:
        head = foot - (foot - top) * float(rate)
        if rate:
            shapes.append(box(middle - wide / 2, head, wide, foot - head, one.tone, 2))
    size = SMALL if advance("88/88", SMALL) < step else 8.0
    shapes.append(Text(middle, head - 4, words.rstrip("%").strip(), size, True, "middle"))
    shapes.append(Text(middle, foot + 13, shortened(one.label, step, size), size, False, "middle", "text2"))
    shapes.append(Text(middle, foot + 26, base.replace(french.NBSP, ""), size, True, "middle", "text"))
    return shapes


def stacked(
    key: str, title: str, content: Sequence[Bar], *, name: str, width: float = 310.0, height: float = 22.0
) -> Chart:
    """Return one row of parts of a whole: a square for each one up to 24, else parts in proportion.

    The words of each part stand below it, one under the other when they do not fit side by side.
    """
    total = sum(one.figure.numerator for one in content)
    shapes: list[Shape] = []
    marks = []
    left = 0.0
    for one in content:
        number = one.figure.numerator
        wide = width * number / total if total else 0.0
        if total <= _UNITS:
            for unit in range(number):
                shapes.append(box(left + unit * width / total, 0, width / total - 5, height, one.tone))
        elif wide >= 1:
            shapes.append(box(left, 0, max(2.0, wide - 2), height, one.tone))
        if number:
            marks.append(Mark(left, 0, wide, height, spoken(one), one.behind))
        left += wide
    below_it, high = _captions([one for one in content if one.figure.numerator], total, width, height)
    picture = Picture(width, high, (*shapes, *below_it))
    return Chart(key, title, picture, _alt(title, content), data_table(title, name, content), tuple(marks))


def _captions(content: Sequence[Bar], total: int, width: float, top: float) -> tuple[list[Shape], float]:
    """Return the words below the parts, side by side when there is room, and the height of the whole."""
    if not content:
        return [], top
    spots, left = [], 0.0
    for one in content:
        spots.append(left)
        left += width * one.figure.numerator / total
    said = [f"{french.thousands(one.figure.numerator)} {one.label}" for one in content]
    ends = [*spots[1:], width]
    if all(
        advance(words, LABEL, bold=True) <= end - x for words, x, end in zip(said, spots, ends, strict=True)
    ):
        return [
            Text(
                x,
                top + 16,
                words,
                LABEL,
                one.tone == _LATE,
                "start",
                "late" if one.tone == _LATE else "text2",
            )
            for one, words, x in zip(content, said, spots, strict=True)
        ], top + 22
    shapes: list[Shape] = []
    for index, (one, words) in enumerate(zip(content, said, strict=True)):
        y = top + 8 + 18 * index
        shapes.append(box(0, y, 11, 11, one.tone, 2))
        shapes.append(Text(18, y + 10, shortened(words, width - 18, LABEL), LABEL, False, "start", "text2"))
    return shapes, top + 8 + 18 * len(content)


def shares(key: str, title: str, content: Sequence[Bar], *, name: str, width: float = 310.0) -> Chart:
    """Return lying bars, each under its name and its base: « Engagements mono-sectoriels   5 / 11 »."""
    shapes: list[Shape] = []
    marks = []
    y = 0.0
    for one in content:
        base = base_words(one.figure.numerator, one.figure.denominator)
        room = width - advance(base, STRONG, bold=True) - 10
        shapes.append(Text(0, y + 13, shortened(one.label, room, STRONG), STRONG))
        shapes.append(Text(width, y + 13, base, STRONG, True, "end"))
        shapes.append(Rect(0.5, y + 19.5, width - 1, 7, "sunken", "ctl", 1, 3))
        rate = min(one.figure.rate or Fraction(0), Fraction(1))
        if rate:
            shapes.append(box(0, y + 19, max(4.0, width * float(rate)), 8, one.tone, 3))
        said = ", ".join(part for part in (one.detail, share_words(one.figure)) if part)
        high = 34.0
        if said:
            shapes.append(Text(0, y + 40, shortened(said, width, LABEL), LABEL, False, "start", "text2"))
            high = 50.0
        marks.append(Mark(0, y, width, high - 6, _spoken_share(one), one.behind))
        y += high
    table = data_table(title, name, [replace(one, detail="") for one in content])
    return Chart(
        key, title, Picture(width, max(y, 1.0), tuple(shapes)), _alt(title, content), table, tuple(marks)
    )


def lines(key: str, title: str, content: Sequence[Bar], *, name: str, width: float = 310.0) -> Chart:
    """Return lying bars on one line each, name at the left, over the largest number among them."""
    most = max((one.figure.numerator for one in content), default=0)
    names = min(max((advance(one.label, LABEL) for one in content), default=0.0), width * 0.45)
    ends = [base_words(one.figure.numerator, one.figure.denominator) for one in content]
    tail = max((advance(words, LABEL, bold=True) for words in ends), default=0.0) + 8
    room = width - names - 10 - tail
    shapes: list[Shape] = []
    marks = []
    for index, (one, words) in enumerate(zip(content, ends, strict=True)):
        y = 22.0 * index
        shapes.append(Text(names, y + 14.5, shortened(one.label, names, LABEL), LABEL, False, "end"))
        if one.figure.numerator:
            wide = max(4.0, room * one.figure.numerator / most)
            shapes.append(box(names + 10, y + 4, wide, 14, one.tone, 2))
        else:
            wide = 0.0
        shapes.append(Text(names + 16 + wide, y + 14.5, words, LABEL, True))
        marks.append(Mark(0, y, width, 22, spoken(one), one.behind))
    high = max(1.0, 22.0 * len(content))
    table = data_table(title, name, content)
    return Chart(key, title, Picture(width, high, tuple(shapes)), _alt(title, content), table, tuple(marks))


def histogram(
    key: str,
    title: str,
    content: Sequence[Bar],
    bands: Sequence[tuple[int, str]],
    *,
    name: str,
    width: float = 310.0,
) -> Chart:
    """Return a column for each score, of unit squares up to 8 high, else of bars, and the bands below.

    Each band is (how many columns it spans, its words).
    """
    highest = max((one.figure.numerator for one in content), default=0)
    step = width / max(1, len(content))
    foot = 88.0
    shapes: list[Shape] = []
    marks = []
    for index, one in enumerate(content):
        number, middle = one.figure.numerator, step * (index + 0.5)
        side = min(16.0, step - 6)
        if highest * (side + 3) <= foot:
            for unit in range(number):
                y = foot - 2 - (unit + 1) * (side + 3)
                shapes.append(box(middle - side / 2, y, side, side, one.tone, 4))
        elif number:
            tall = max(2.0, (foot - 18) * number / highest)
            shapes.append(box(middle - side / 2, foot - tall, side, tall, one.tone, 2))
            words = french.thousands(number)
            shapes.append(Text(middle, foot - tall - 4, words, SMALL, True, "middle"))
        shapes.append(
            Text(middle, foot + 16, one.label, LABEL, bool(number), "middle", "text" if number else "text2")
        )
        marks.append(Mark(middle - step / 2, 0, step, foot + 20, spoken(one), one.behind))
    shapes.append(Line(0, foot, width, foot, "ctl", 1))
    first = 0
    for span, words in bands:
        middle = step * (first + span / 2)
        said = shortened(words, step * span + 4, LABEL, bold=True)
        shapes.append(Text(middle, foot + 34, said, LABEL, True, "middle", "text2"))
        first += span
        if first < len(content):
            shapes.append(Line(step * first, 28, step * first, foot + 36, "line2", 1))
    table = data_table(title, name, content)
    picture = Picture(width, foot + 40, tuple(shapes))
    return Chart(key, title, picture, _alt(title, content), table, tuple(marks))


def spoken(one: Bar) -> str:
    """Return « 11/06/2026, plénière : 10 / 12 (83,3 %) » for who does not see the bar."""
    return f"{one.detail or one.label}{french.NBSP}: {one.figure.words}"


def _alt(title: str, content: Sequence[Bar]) -> str:
    said = "\u202f; ".join(spoken(one) for one in content)
    return f"{title}. {said}." if said else f"{title}."


def _legend(parts: Sequence[tuple[int, str]]) -> list[Shape]:
    shapes: list[Shape] = []
    left = 38.0
    for tone, words in parts:
        shapes.append(box(left, 1, 11, 11, tone, 2))
        shapes.append(Text(left + 17, 10.5, words, SMALL, False, "start", "text2"))
        left += 17 + advance(words, SMALL) + 20
    return shapes
