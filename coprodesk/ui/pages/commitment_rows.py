"""The list of the commitments: its columns, its orders and its headings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from coprodesk.domain.commitments import Status
from coprodesk.domain.french import DASH, day_month, short_date, sort_key
from coprodesk.domain.i18n import _
from coprodesk.queries import commitments as queries
from coprodesk.queries.commitments import CommitmentFilter, CommitmentRow
from coprodesk.store import Store
from coprodesk.ui.pages.commitment_panel import count_words, state_chip
from coprodesk.ui.rows import Cell, Column, Group

PAGE = 60
"""How many rows are asked for at a time: what a large window shows, twice over."""

WHOLE = 1000
"""Up to how many rows the list is read whole, to be ordered otherwise than by theme."""


class Order(StrEnum):
    """The orders of the list; by theme is the one of the strategy, and the first."""

    THEME = "theme"
    PARTNER = "partner"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Loaded:
    """The rows asked for so far, and whether there are more."""

    rows: tuple[CommitmentRow, ...] = ()
    more: bool = False


def load(store: Store, on: date, chosen: CommitmentFilter, order: Order, wanted: int) -> Loaded:
    """Return the first `wanted` rows by theme; in another order all of them, or none beyond `WHOLE`."""
    limit = wanted if order is Order.THEME else WHOLE
    rows = queries.commitments(store, on, chosen, limit=limit + 1)
    if order is Order.THEME:
        return Loaded(rows[:limit], len(rows) > limit)
    if len(rows) > limit:
        return Loaded(more=True)
    return Loaded(tuple(sorted(rows, key=_by_partner if order is Order.PARTNER else _by_date)))


def load_more(store: Store, on: date, chosen: CommitmentFilter, held: Loaded, wanted: int = PAGE) -> Loaded:
    """Return what is held and the next rows by theme."""
    rows = queries.commitments(store, on, chosen, limit=wanted + 1, offset=len(held.rows))
    return Loaded((*held.rows, *rows[:wanted]), len(rows) > wanted)


def grouped(loaded: Loaded, order: Order, counts: dict[str, int]) -> list[CommitmentRow | Group]:
    """Return the rows under their headings.

    `counts` says how many rows a heading has in all; without it they are counted when all are loaded.
    """
    known = counts
    if not counts and not loaded.more:
        known = {}
        for row in loaded.rows:
            known[_heading(row, order)] = known.get(_heading(row, order), 0) + 1
    found: list[CommitmentRow | Group] = []
    last = ""
    for row in loaded.rows:
        heading = _heading(row, order)
        if heading != last:
            last = heading
            found.append(Group(heading, count_words(known[heading]) if heading in known else ""))
        found.append(row)
    return found


def _heading(row: CommitmentRow, order: Order) -> str:
    if order is Order.PARTNER:
        return row.lead_name or _("Sans pilote")
    if order is Order.DATE:
        return (
            _("Échéance {year}").format(year=row.current_due.year) if row.current_due else _("Sans échéance")
        )
    return row.theme or _("Sans thème")


def _by_partner(row: CommitmentRow) -> tuple[Any, ...]:
    return (
        row.lead_id is None,
        sort_key(row.lead_name),
        row.lead_id or 0,
        row.current_due or date.max,
        row.reference,
    )


def _by_date(row: CommitmentRow) -> tuple[Any, ...]:
    return row.current_due or date.max, row.reference


# Columns


def columns() -> Sequence[Column[CommitmentRow]]:
    """Return the columns; theme and last news show where there is room to spare."""
    return (
        Column(_("État"), _state, width=132),
        Column(_("Engagement"), _what, stretch=True),
        Column(_("Pilote, référent"), _lead, width=128, drop=4),
        Column(_("Échéance"), _due, width=142, sort=_due_key),
        Column(_("Thème"), _theme, width=170, drop=1),
        Column(_("Dernière nouvelle"), _news, width=190, sort=_news_key, drop=2),
        Column(_("Précision"), _precision, width=92, sort=_score, drop=3),
    )


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
    return Cell(row.theme or DASH, small=True)


def _news(row: CommitmentRow) -> Cell:
    if row.last_news is None:
        return Cell(DASH, small=True)
    return Cell(row.last_news.text or row.last_news.kind.label, day_month(row.last_news.on), small=True)


def _precision(row: CommitmentRow) -> Cell:
    return Cell(score=row.precision.score)


def _due_key(row: CommitmentRow) -> date:
    return row.current_due or date.max


def _news_key(row: CommitmentRow) -> date:
    return row.last_news.on if row.last_news else date.min


def _score(row: CommitmentRow) -> int:
    return row.precision.score
