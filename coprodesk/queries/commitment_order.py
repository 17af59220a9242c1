"""The orders of the list of commitments: its headings, and the sort of a column, as SQL."""

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Arrangement:
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

_LEADS = "WITH lead (id, place) AS MATERIALIZED (SELECT value, key FROM json_each(:leads))"

_HEADINGS = {
    Order.THEME: "t.id IS NULL, t.position, t.id",
    Order.PARTNER: "c.lead_id IS NULL, l.place",
    Order.DATE: "c.current_due IS NULL, c.current_due",
    Order.STATE: STATUS_PLACE,
}

# Accented first letters stand with their plain ones; the list shown is then in the full French order.
_WHAT = """CASE WHEN substr(c.what, 1, 1) BETWEEN 'A' AND 'z' THEN lower(substr(c.what, 1, 24))
    WHEN substr(c.what, 1, 1) IN ('É', 'È', 'Ê', 'é', 'è', 'ê') THEN 'e' || lower(substr(c.what, 2, 24))
    WHEN substr(c.what, 1, 1) IN ('À', 'Â', 'à', 'â') THEN 'a' || lower(substr(c.what, 2, 24))
    WHEN substr(c.what, 1, 1) IN ('Œ', 'œ') THEN 'oe' || lower(substr(c.what, 2, 24))
    ELSE lower(substr(c.what, 1, 24)) END"""

_SORTS = {
    Sort.STATE: STATUS_PLACE,
    Sort.WHAT: _WHAT,
    Sort.LEAD: "c.lead_id IS NULL, l.place",
    Sort.DUE: "coalesce(c.current_due, '9999')",
    Sort.THEME: "t.id IS NULL, t.position, t.id",
    Sort.NEWS: """coalesce((SELECT max(e.on_date) FROM commitment_event e
        WHERE e.commitment_id = c.id AND e.kind <> 'reminder'), '')""",
    Sort.SCORE: PRECISION,
}


def ordered(store: Store, where: str, arranged: Arrangement) -> tuple[str, dict[str, Any]]:
    """Return the SQL that gives the ids of the commitments `where` in an order, and the values it names."""
    headings = _HEADINGS.get(arranged.order, "")
    inside = ""
    if arranged.sort is not None:
        way = " DESC" if arranged.descending else ""
        parts = _SORTS[arranged.sort]
        inside = parts if not way else _downwards(parts)
        if arranged.order is Order.DATE:
            headings = "c.current_due IS NULL, substr(c.current_due, 1, 4)"
    terms = ", ".join(part for part in (headings, inside, _URGENT) if part)
    by_lead = "l.place" in terms
    sql = f"""{_LEADS if by_lead else ""} SELECT c.id FROM commitment c
        {"LEFT JOIN theme t ON t.id = c.theme_id" if "t.id" in terms else ""}
        {"LEFT JOIN lead l ON l.id = c.lead_id" if by_lead else ""}
        WHERE {where} ORDER BY {terms} LIMIT :limit OFFSET :offset"""
    return sql, {"leads": json.dumps(_leads(store))} if by_lead else {}


def _downwards(terms: str) -> str:
    """Return the terms in descending order; those of a CASE or a function hold commas and stay one."""
    simple = terms.startswith(("c.lead_id", "t.id"))
    return ", ".join(f"{part} DESC" for part in (terms.split(", ") if simple else [f"({terms})"]))


def _leads(store: Store) -> list[int]:
    """Return the institutions in French order of their names."""
    rows = store.rows("SELECT id, name FROM institution")
    return [row["id"] for row in sorted(rows, key=lambda row: (sort_key(row["name"]), row["id"]))]


def heading(order: Order, *, theme: str, lead: str, due: date | None, status: Status) -> str:
    """Return the heading under which a commitment stands."""
    if order is Order.PARTNER:
        return lead or _("Sans pilote")
    if order is Order.DATE:
        return _("Échéance {year}").format(year=due.year) if due else _("Sans échéance")
    if order is Order.STATE:
        return status.label
    return theme or _("Thème à préciser")
