"""The heat map of presence, institutions by meetings: three panes, so that the names stay in sight."""

from collections.abc import Sequence
from dataclasses import dataclass

from coprodesk.documents.chart_parts import (
    LABEL,
    SMALL,
    Behind,
    Chart,
    Mark,
    advance,
    below,
    beside,
    moved,
    shortened,
)
from coprodesk.documents.picture import (
    PRESENCE_LETTERS,
    Line,
    Picture,
    Presence,
    Rect,
    Role,
    Shape,
    Text,
    presence_cell,
)
from coprodesk.domain.i18n import _
from coprodesk.domain.tables import DataTable

CELL_W, CELL_H = 35.0, 28.0
GAP, YEAR_GAP = 6.0, 14.0
HEAD = 48.0
ROW = CELL_H + GAP
FOOT = 34.0
SCROLLS_FROM = 17
"""From this many meetings on, the map is wider than its card."""

_YEAR_AGAIN = 6
_LEGEND = (
    Presence.PRESENT,
    Presence.REPRESENTED,
    Presence.EXCUSED,
    Presence.ABSENT,
    Presence.NOT_CONVENED,
)


@dataclass(frozen=True, slots=True)
class HeatColumn:
    """One meeting: its year, its day « 14/03 », its kind « plén. », « 9/12 » below, and itself in full."""

    id: int
    year: str
    day: str
    kind: str
    total: str
    words: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One institution: a state by meeting, « 5 / 6 » over the window, and one remark, `watch` with a sign."""

    id: int
    name: str
    states: tuple[Presence, ...]
    rate: str
    remark: str = ""
    watch: bool = False


@dataclass(frozen=True, slots=True)
class HeatTable:
    """What the map shows; `window` heads the rates (« 24 mois »). Each row has one state per meeting."""

    title: str
    window: str
    columns: tuple[HeatColumn, ...]
    rows: tuple[HeatRow, ...]

    @property
    def height(self) -> float:
        """Return the height of each pane."""
        return HEAD + ROW * len(self.rows) + FOOT


def state_words(state: Presence) -> str:
    """Return the word of a state, as the legend says it."""
    return {
        Presence.PRESENT: _("présent"),
        Presence.REPRESENTED: _("représenté"),
        Presence.EXCUSED: _("excusé"),
        Presence.ABSENT: _("absent"),
        Presence.NOT_CONVENED: _("non convoqué"),
        Presence.UNKNOWN: _("non pointé"),
    }[state]


def heat_names(table: HeatTable) -> Picture:
    """Return the left pane: the names of the institutions, and what the last line is."""
    foot = _("Présents / dus")
    widest = max((advance(row.name, LABEL + 1) for row in table.rows), default=0.0)
    width = min(max(widest, advance(foot, LABEL, bold=True)) + 2, 170.0)
    shapes: list[Shape] = [
        Text(0, HEAD + ROW * at + 18.5, shortened(row.name, width - 6, LABEL + 1), LABEL + 1)
        for at, row in enumerate(table.rows)
    ]
    y = HEAD + ROW * len(table.rows)
    shapes.append(Text(0, y + 22, foot, LABEL, True, "start", "text2"))
    shapes.append(Line(0.5, y + 1, width - 0.5, y + 1, "line", 1))
    return Picture(width, table.height, tuple(shapes))


def column_lefts(columns: Sequence[HeatColumn]) -> list[float]:
    """Return where each column begins, and where the last one ends."""
    lefts, left = [], 0.0
    for before, one in zip((None, *columns), columns, strict=False):
        if before is not None:
            left += GAP if before.year == one.year else YEAR_GAP
        lefts.append(left)
        left += CELL_W
    return [*lefts, left]


def heat_column(table: HeatTable, index: int) -> Picture:
    """Return one meeting of the middle pane: day and kind above, its cells, present over due below."""
    column = table.columns[index]
    middle = CELL_W / 2
    shapes: list[Shape] = []
    if _names_year(table, index):
        shapes.append(Text(0, 11, column.year, LABEL, True))
    shapes.append(Text(middle, 27, column.day, SMALL + 0.5, False, "middle", "text2"))
    shapes.append(
        Text(middle, 39, shortened(column.kind, CELL_W + 4, SMALL), SMALL, False, "middle", "text2")
    )
    for at, row in enumerate(table.rows):
        cell = presence_cell(row.states[index], CELL_W, CELL_H)
        shapes += moved(_letter_at(cell, 12.0), 0, HEAD + ROW * at)
    y = HEAD + ROW * len(table.rows)
    shapes.append(Line(0.5, y + 1, CELL_W - 0.5, y + 1, "line", 1))
    size = LABEL if advance(column.total, LABEL, bold=True) <= CELL_W + 4 else SMALL
    shapes.append(Text(middle, y + 22, column.total, size, True, "middle"))
    return Picture(CELL_W, table.height, tuple(shapes))


def _names_year(table: HeatTable, index: int) -> bool:
    """Tell whether the year stands above a meeting: the first of it, and every sixth while it scrolls."""
    year = table.columns[index].year
    since = index
    while since and table.columns[since - 1].year == year:
        since -= 1
    turn = index - since
    return turn == 0 or (len(table.columns) >= SCROLLS_FROM and turn % _YEAR_AGAIN == 0)


def _letter_at(cell: Picture, size: float) -> list[Shape]:
    """Return the shapes of a cell with its letter at the size of the map."""
    return [
        Text(one.x, CELL_H / 2 + size * 0.36, one.text, size, one.bold, one.anchor, one.fill)
        if isinstance(one, Text)
        else one
        for one in cell.shapes
    ]


def heat_rates(table: HeatTable) -> Picture:
    """Return the right pane: « 5 / 6 » over the window and the remark."""
    head = _("À noter")
    rates = max((advance(row.rate, LABEL + 1, bold=True) for row in table.rows), default=0.0)
    first = max(rates, advance(table.window, LABEL, bold=True)) + 10
    remarks = max(
        (advance(row.remark, LABEL, bold=row.watch) + 18 for row in table.rows if row.remark), default=0.0
    )
    left = 8.0
    shapes: list[Shape] = [Text(left, 39, table.window, LABEL, True, "start", "text2")]
    if remarks:
        shapes.append(Text(left + first, 39, head, LABEL, True, "start", "text2"))
    for at, row in enumerate(table.rows):
        y = HEAD + ROW * at
        shapes.append(Text(left, y + 18.5, row.rate, LABEL + 1, True))
        if row.watch:
            shapes += _clock(left + first, y + 8)
        if row.remark:
            x = left + first + (18 if row.watch else 0)
            ink: Role = "soon" if row.watch else "text2"
            shapes.append(Text(x, y + 18.5, row.remark, LABEL, row.watch, "start", ink))
    width = left + first + max(remarks, advance(head, LABEL, bold=True) if remarks else 0.0)
    y = HEAD + ROW * len(table.rows)
    shapes.append(Line(0.5, y + 1, width - 0.5, y + 1, "line", 1))
    return Picture(width, table.height, tuple(shapes))


def _clock(x: float, y: float) -> list[Shape]:
    """Return a small clock: the sign of what is to be watched."""
    return [
        Rect(x + 0.7, y + 0.7, 11.6, 11.6, None, "soon", 1.4, 5.8),
        Line(x + 6.5, y + 3.4, x + 6.5, y + 6.5, "soon", 1.3),
        Line(x + 6.5, y + 6.5, x + 8.6, y + 7.8, "soon", 1.3),
    ]


def heat_legend() -> Picture:
    """Return the five states with their words."""
    shapes: list[Shape] = []
    left = 0.0
    for state in _LEGEND:
        shapes += moved(presence_cell(state, 18, 18).shapes, left, 0)
        words = state_words(state)
        shapes.append(Text(left + 24, 13.5, words, LABEL, False, "start", "text2"))
        left += 24 + advance(words, LABEL) + 16
    return Picture(left, 18, tuple(shapes))


def heat_cells(table: HeatTable) -> Picture:
    """Return the middle pane whole, for paper."""
    lefts = column_lefts(table.columns)
    shapes: list[Shape] = []
    for index in range(len(table.columns)):
        shapes += moved(heat_column(table, index).shapes, lefts[index], 0)
    return Picture(lefts[-1], table.height, tuple(shapes))


def heat_map(table: HeatTable, key: str = "presence") -> Chart:
    """Return the whole map with its legend as one picture, for paper and for a PNG."""
    names = heat_names(table)
    whole = beside(names, heat_cells(table), heat_rates(table))
    picture = below(whole, heat_legend(), gap=8)
    return Chart(key, table.title, picture, alt(table), data(table), heat_marks(table, names.width))


def heat_marks(table: HeatTable, left: float = 0.0) -> tuple[Mark, ...]:
    """Return a mark for each cell, row after row; each leads to its meeting."""
    lefts = column_lefts(table.columns)
    return tuple(
        Mark(
            left + lefts[at],
            HEAD + ROW * line,
            CELL_W,
            CELL_H,
            cell_words(table, line, at),
            Behind("meeting", (column.id,)),
        )
        for line in range(len(table.rows))
        for at, column in enumerate(table.columns)
    )


def cell_words(table: HeatTable, line: int, at: int) -> str:
    """Return « Parquet, plénière du 11/06/2026 : présent »."""
    row = table.rows[line]
    return _("{name}, {meeting}\u00a0: {state}").format(
        name=row.name, meeting=table.columns[at].words, state=state_words(row.states[at])
    )


def alt(table: HeatTable) -> str:
    """Return the map in words: each institution with its rate over the window."""
    said = "\u202f; ".join(f"{row.name} {row.rate}" for row in table.rows)
    return f"{table.title}, {table.window}\u00a0: {said}." if said else f"{table.title}."


def data(table: HeatTable) -> DataTable:
    """Return the map as a table of letters, with the rate and the remark of each institution."""
    head = (_("Institution"), *(f"{one.day}/{one.year} {one.kind}".strip() for one in table.columns))
    rows = [
        (row.name, *(PRESENCE_LETTERS[state] for state in row.states), _said(row.rate), row.remark)
        for row in table.rows
    ]
    foot = (_("Présents / dus"), *(_said(one.total) for one in table.columns), "", "")
    return DataTable(table.title, (*head, table.window, _("À noter")), (*rows, foot))


def _said(fraction: str) -> str:
    """Return « 5 sur 6 »: a spreadsheet reads « 5/6 » as the fifth of June."""
    return " sur ".join(part.strip() for part in fraction.split("/"))
