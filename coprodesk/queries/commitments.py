"""The commitments: the list with what is derived on a day, one commitment with its history."""

from datetime import date

from coprodesk.queries.commitment_counters import (
    Counters,
    ThemeGroup,
    counters,
    late_count,
    theme_groups,
)
from coprodesk.queries.commitment_facts import facts
from coprodesk.queries.commitment_filter import CommitmentFilter, Segment, days_of, soon_days, where_of
from coprodesk.queries.commitment_order import Arrangement, Order, Sort, heading, headings, ordered
from coprodesk.queries.commitment_rows import (
    CommitmentRow,
    Contributor,
    EventRow,
    commitment,
    late,
    rows_of,
)
from coprodesk.store import Store

__all__ = [
    "Arrangement",
    "CommitmentFilter",
    "CommitmentRow",
    "Contributor",
    "Counters",
    "EventRow",
    "Order",
    "Segment",
    "Sort",
    "ThemeGroup",
    "board",
    "commitment",
    "commitments",
    "counters",
    "facts",
    "heading",
    "late",
    "late_count",
    "theme_groups",
]


def commitments(
    store: Store,
    on: date,
    chosen: CommitmentFilter | None = None,
    *,
    limit: int | None = None,
    offset: int = 0,
    by_theme: bool = True,
    arranged: Arrangement | None = None,
) -> tuple[CommitmentRow, ...]:
    """Return the commitments of a filter in an order (theme by theme, or none), late ones first.

    All of them without `limit`; `arranged` asks for other headings, or for the sort of a column.
    """
    asked = arranged or Arrangement(Order.THEME if by_theme else Order.URGENT)
    return board(store, on, chosen, asked, limit=limit, offset=offset)[0]


def board(
    store: Store,
    on: date,
    chosen: CommitmentFilter | None,
    arranged: Arrangement,
    *,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[tuple[CommitmentRow, ...], dict[str, int]]:
    """Return a piece of the list, and how many rows stand under each heading of the whole list."""
    where, values = where_of(chosen or CommitmentFilter())
    values |= days_of(store, on)
    found = headings(store, where, values, arranged.order)
    ids = ordered(store, where, values, arranged, found, limit, offset)
    counts: dict[str, int] = {}
    for one in found:
        counts[one.name] = counts.get(one.name, 0) + one.count
    return rows_of(store, ids, on, soon_days(store)), counts
