"""The orders of the list of commitments: its headings, and the sort of a column, as SQL."""

import sys
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from coprodesk.domain.commitments import Status
from coprodesk.domain.french import sort_key
from coprodesk.domain.i18n import _
from coprodesk.store import Store
from coprodesk.store.indexes import PRECISION


class Order(StrEnum):
    """What the headings are; by theme is the order of the strategy, and the first. URGENT has none."""

    THEME = "theme"
    PARTNER = "partner"
    DATE = "date"
    STATE = "state"
    URGENT = "urgent"


class Sort(StrEnum):
    """The column by which the rows are sorted under their headings."""

    STATE = "state"
    WHAT = "what"
    LEAD = "lead"
    DUE = "due"
    THEME = "theme"
    NEWS = "news"
    SCORE = "score"


class Arrangement(NamedTuple):
    """How a list is ordered: by headings, and inside them by a column or, with None, late ones first."""

    order: Order = Order.THEME
    sort: Sort | None = None
    descending: bool = False


STATUS_PLACES = (
    Status.LATE,
    Status.SOON,
    Status.OPEN,
    Status.UNDATED,
    Status.TO_CONFIRM,
    Status.KEPT,
    Status.ABANDONED,
)
"""The states in the order of the list by state."""

STATUS_PLACE = """CASE c.state WHEN 'open' THEN CASE
        WHEN c.current_due IS NULL THEN 3 WHEN c.current_due < :on THEN 0
        WHEN c.current_due <= date(:on, :soon) THEN 1 ELSE 2 END
    WHEN 'to_confirm' THEN 4 WHEN 'kept' THEN 5 ELSE 6 END"""
"""The place in `STATUS_PLACES` of the status of `c` on a day (domain.commitments.status)."""

# The late ones have the oldest dates of the open ones: this order is the same on every day.
_URGENT = """CASE c.state WHEN 'open' THEN 0 WHEN 'to_confirm' THEN 1 WHEN 'kept' THEN 2 ELSE 3 END,
    c.current_due IS NULL, c.current_due, c.reference"""

# Accented first letters stand with their plain ones; the rows shown are then put in the full French order.
_WHAT = """CASE WHEN substr(c.what, 1, 1) BETWEEN 'A' AND 'z' THEN lower(substr(c.what, 1, 24))
    WHEN substr(c.what, 1, 1) IN ('É', 'È', 'Ê', 'é', 'è', 'ê') THEN 'e' || lower(substr(c.what, 2, 24))
    WHEN substr(c.what, 1, 1) IN ('À', 'Â', 'à', 'â') THEN 'a' || lower(substr(c.what, 2, 24))
    WHEN substr(c.what, 1, 1) IN ('Œ', 'œ') THEN 'oe' || lower(substr(c.what, 2, 24))
    ELSE lower(substr(c.what, 1, 24)) END"""

_SORTS = {
    Sort.STATE: STATUS_PLACE,
    Sort.WHAT: _WHAT,
    Sort.LEAD: "coalesce((SELECT lower(i.name) FROM institution i WHERE i.id = c.lead_id), '~')",
    Sort.DUE: "coalesce(c.current_due, '9999')",
    Sort.THEME: "coalesce((SELECT t.position FROM theme t WHERE t.id = c.theme_id), 9999)",
    Sort.NEWS: """coalesce((SELECT max(e.on_date) FROM commitment_event e
        WHERE e.commitment_id = c.id AND e.kind <> 'reminder'), '')""",
    Sort.SCORE: PRECISION,
}

_KEYS = {
    Order.THEME: "c.theme_id",
    Order.PARTNER: "c.lead_id",
    Order.DATE: "substr(c.current_due, 1, 4)",
    Order.STATE: STATUS_PLACE,
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the list: what its rows share (`condition` on `c` with `:key`), and how many they are."""

    name: str
    key: int | str | None
    condition: str
    count: int


def headings(store: Store, where: str, values: dict[str, Any], order: Order) -> tuple[Heading, ...]:
    """Return the headings of the commitments `where`, in their order; one without a name for URGENT."""
    if order is Order.URGENT:
        return (Heading("", None, "1", sys.maxsize),)
    column = _KEYS[order]
    rows = store.rows(f"SELECT {column}, count(*) FROM commitment c WHERE {where} GROUP BY 1", values)
    names, places = _names(store, order)
    found = []
    for key, count in sorted(rows, key=lambda row: (row[0] is None, places.get(row[0], 0), row[0] or 0)):
        condition = f"{column} IS NULL" if key is None else f"{column} = :key"
        if order is Order.DATE and key is not None:
            condition = "c.current_due BETWEEN :key AND :key || '-12-31'"
        found.append(Heading(names.get(key) or _unnamed(order, key), key, condition, count))
    return tuple(found)


def _names(store: Store, order: Order) -> tuple[dict[Any, str], dict[Any, int]]:
    """Return the names of the keys of an order, and their places."""
    if order is Order.STATE:
        return {n: status.label for n, status in enumerate(STATUS_PLACES)}, {}
    if order is Order.DATE:
        return {}, {}
    if order is Order.THEME:
        rows = store.rows("SELECT id, name FROM theme ORDER BY position, id")
    else:
        rows = sorted(
            store.rows("SELECT id, name FROM institution"), key=lambda row: (sort_key(row["name"]), row["id"])
        )
    return {row["id"]: row["name"] for row in rows}, {row["id"]: n for n, row in enumerate(rows)}


def _unnamed(order: Order, key: Any) -> str:
    due = date(int(key), 1, 1) if order is Order.DATE and key else None
    return heading(order, theme="", lead="", due=due, status=Status.OPEN)


def ordered(
    store: Store,
    where: str,
    values: dict[str, Any],
    arranged: Arrangement,
    found_headings: tuple[Heading, ...],
    limit: int | None,
    offset: int,
) -> list[int]:
    """Return the ids of the commitments `where`, `limit` of them from `offset` on, under their headings.

    Heading after heading: a file of 20 years is not sorted whole to show its first rows.
    """
    found: list[int] = []
    inside = _inside(arranged)
    for one in found_headings:
        if offset >= one.count:
            offset -= one.count
            continue
        rest = -1 if limit is None else limit - len(found)
        rows = store.rows(
            f"""SELECT c.id FROM commitment c WHERE {where} AND {one.condition}
                ORDER BY {inside} LIMIT :limit OFFSET :offset""",
            {**values, "key": one.key, "limit": rest, "offset": offset},
        )
        found += [row[0] for row in rows]
        offset = 0
        if limit is not None and len(found) >= limit:
            break
    return found


def _inside(arranged: Arrangement) -> str:
    """Return the order of the rows under one heading."""
    if arranged.sort is not None:
        return f"{_SORTS[arranged.sort]} {'DESC' if arranged.descending else 'ASC'}, {_URGENT}"
    return "c.current_due, c.reference" if arranged.order is Order.DATE else _URGENT


def heading(order: Order, *, theme: str, lead: str, due: date | None, status: Status) -> str:
    """Return the heading under which a commitment stands."""
    if order is Order.PARTNER:
        return lead or _("Sans pilote")
    if order is Order.DATE:
        return _("Échéance {year}").format(year=due.year) if due else _("Sans échéance")
    if order is Order.STATE:
        return status.label
    return theme or _("Thème à préciser")
