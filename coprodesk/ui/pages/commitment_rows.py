"""The list of the commitments: its columns, its orders and its headings."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from coprodesk.domain.commitments import Status
from coprodesk.domain.french import DASH, day_month, short_date
from coprodesk.domain.i18n import _
from coprodesk.queries import commitments as queries
from coprodesk.queries.commitments import Arrangement, CommitmentFilter, CommitmentRow, Order, Sort
from coprodesk.store import Store
from coprodesk.ui.pages.commitment_words import count_words, state_chip
from coprodesk.ui.rows import Cell, Column, Group

PAGE = 40
"""How many rows are asked for at a time: what a large window shows, twice over."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The rows asked for so far, whether there are more, and how many each heading has in all."""

    rows: tuple[CommitmentRow, ...] = ()
    more: bool = False
    counts: dict[str, int] = field(default_factory=dict)


def load(
    store: Store,
    on: date,
    chosen: CommitmentFilter,
    arranged: Arrangement,
    wanted: int,
    held: Loaded | None = None,
) -> Loaded:
    """Return what is held and the next `wanted` rows of the list."""
    before = () if held is None else held.rows
    rows, counts = queries.board(store, on, chosen, arranged, limit=wanted + 1, offset=len(before))
    return Loaded((*before, *rows[:wanted]), len(rows) > wanted, counts)


def grouped(loaded: Loaded, order: Order) -> list[CommitmentRow | Group]:
    """Return the rows under their headings."""
    found: list[CommitmentRow | Group] = []
    last = ""
    for row in loaded.rows:
        heading = _heading(row, order)
        if heading != last:
            last = heading
            found.append(Group(heading, count_words(loaded.counts[heading])))
        found.append(row)
    return found


def _heading(row: CommitmentRow, order: Order) -> str:
    return queries.heading(order, theme=row.theme, lead=row.lead_name, due=row.current_due, status=row.status)


# Columns


SORTS = (Sort.STATE, Sort.WHAT, Sort.LEAD, Sort.DUE, Sort.THEME, Sort.NEWS, Sort.SCORE)
"""What each column is sorted by, in their order."""


def columns() -> Sequence[Column[CommitmentRow]]:
    """Return the columns; theme and last news show where there is room to spare.

    Rows come sorted from the file; only words are put again in the full French order.
    """
    return (
        Column(_("État"), _state, width=132, sort=_as_read),
        Column(_("Engagement"), _what, stretch=True),
        Column(_("Pilote, référent"), _lead, width=128, drop=4, sort=_as_read),
        Column(_("Échéance"), _due, width=142, sort=_as_read),
        Column(_("Thème"), _theme, width=170, drop=1, sort=_as_read),
        Column(_("Dernière nouvelle"), _news, width=190, sort=_as_read, drop=2),
        Column(_("Précision"), _precision, width=92, sort=_as_read, drop=3),
    )


def _as_read(_row: CommitmentRow) -> int:
    return 0


def row_id(row: CommitmentRow) -> int:
    """Return what names a row."""
    return row.id


def _state(row: CommitmentRow) -> Cell:
    return Cell(chip=state_chip(row))


def _what(row: CommitmentRow) -> Cell:
    return Cell(row.what, row.reference)


def _lead(row: CommitmentRow) -> Cell:
    return Cell(row.lead or _("à désigner"), row.referent_short or row.referent_function)


def _due(row: CommitmentRow) -> Cell:
    day = short_date(row.current_due) if row.current_due else DASH
    if row.late_words:
        return Cell(day, row.late_words, second_tint="late")
    if row.motive:
        return Cell(day, _("motif\u00a0: {motive}").format(motive=row.motive))
    running = row.status is Status.OPEN
    return Cell(day, (row.postponement_words if running else "") or row.status_words)


def _theme(row: CommitmentRow) -> Cell:
    return Cell(row.theme or _("à préciser"), tint="text" if row.theme else "soon", small=True)


def _news(row: CommitmentRow) -> Cell:
    if row.last_news is None:
        return Cell(DASH, small=True)
    return Cell(row.last_news.text or row.last_news.kind.label, day_month(row.last_news.on), small=True)


def _precision(row: CommitmentRow) -> Cell:
    return Cell(score=row.precision.score)
