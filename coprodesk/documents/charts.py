"""Charts as neutral pictures, each with its data table and the rows behind its marks: for screen and paper.

Lengths are points of the picture; on screen one is a logical pixel times the text size. Every figure is
written with its base; a share under 5 is written without percentage.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from coprodesk.documents.chart_parts import (
    LABEL,
    LATE,
    SMALL,
    STRONG,
    UNITS,
    Bar,
    Behind,
    Chart,
    Mark,
    advance,
    base_words,
    box,
    data_table,
    share_words,
    shortened,
    spoken,
)
from coprodesk.documents.heat_map import HeatColumn, HeatRow, HeatTable, heat_map
from coprodesk.documents.picture import Line, Picture, Rect, Shape, Text
from coprodesk.domain import french

__all__ = [
    "Bar",
    "Behind",
    "Chart",
    "HeatColumn",
    "HeatRow",
    "HeatTable",
    "Mark",
    "bars",
    "base_words",
    "heat_map",
    "histogram",
    "lines",
    "share_words",
    "shares",
    "stacked",
]


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
    base = base.replace(french.NBSP, "")
    if advance(base, size, bold=True) <= step:
        return [*shapes, Text(middle, foot + 26, base, size, True, "middle")]
    over, _bar, under = base.partition("/")
    return [
        *shapes,
        Text(middle, foot + 24, over, size, True, "middle"),
        Text(middle, foot + 33, f"/{under}", size, False, "middle", "text2"),
    ]


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
        if total <= UNITS:
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
                one.tone == LATE,
                "start",
                "late" if one.tone == LATE else "text2",
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
        marks.append(Mark(0, y, width, high - 6, spoken(replace(one, detail="")), one.behind))
        y += high
    content = [replace(one, detail="") for one in content]
    table = data_table(title, name, content)
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
    shapes.append(Line(0.5, foot, width - 0.5, foot, "ctl", 1))
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
