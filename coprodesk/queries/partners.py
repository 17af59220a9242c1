"""The partners: the list of institutions, and where to find one by its name."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from coprodesk.domain.attendance import institution_presence, last_months
from coprodesk.domain.french import fold
from coprodesk.queries import day
from coprodesk.queries.attendance import roll_rows
from coprodesk.queries.mandates import (
    CURRENT,
    MandateRow,
    PersonRow,
    holder_name,
    homonym_warning,
    mandates,
    people,
)
from coprodesk.queries.partner_life import STRIP, ComingMeeting, SeatSpan, StripCell, TopicLine
from coprodesk.queries.partner_sheet import COMMITMENTS, MONTHS, PartnerSheet, partner
from coprodesk.store import Store

__all__ = [
    "COMMITMENTS",
    "MONTHS",
    "STRIP",
    "ComingMeeting",
    "MandateRow",
    "PartnerRow",
    "PartnerSheet",
    "PersonRow",
    "SeatSpan",
    "StripCell",
    "TopicLine",
    "find_institution",
    "homonym_warning",
    "mandates",
    "partner",
    "partners",
    "people",
    "vacancies",
]


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """One institution of the list on a day; `present` of `convened` meetings over 24 months (M1)."""

    id: int
    name: str
    article: str
    short_name: str
    college_id: int
    college: str
    counted: bool
    member_kind: str
    titular: str
    titular_function: str
    seats: int
    open: int
    late: int
    present: int
    convened: int
    closed_on: date | None

    @property
    def vacant(self) -> bool:
        """Tell whether it sits somewhere and nobody holds its seat."""
        return self.seats > 0 and not self.titular


_PARTNERS = f"""
    SELECT i.*, c.name AS college, c.counted, coalesce(k.name, '') AS member_kind,
        p.civility, p.first_name, p.last_name, m.function,
        (SELECT count(*) FROM seat m WHERE m.institution_id = i.id AND {CURRENT}) AS seats,
        coalesce(e.open, 0) AS open, coalesce(e.late, 0) AS late
    FROM institution i JOIN college c ON c.id = i.college_id
    LEFT JOIN member_kind k ON k.id = i.member_kind_id
    LEFT JOIN mandate m ON m.id = (SELECT m.id FROM mandate m WHERE m.institution_id = i.id
        AND m.rank = 'titular' AND {CURRENT}
        ORDER BY m.body_id IS NOT NULL, m.from_date DESC, m.id DESC LIMIT 1)
    LEFT JOIN person p ON p.id = m.person_id
    LEFT JOIN (SELECT lead_id, count(*) AS open, sum(current_due < :on) AS late
        FROM commitment WHERE state = 'open' GROUP BY lead_id) e ON e.lead_id = i.id
    WHERE :closed OR i.closed_on IS NULL OR i.closed_on > :on
    ORDER BY c.position, i.protocol_rank, i.id"""


def partners(store: Store, on: date, *, closed: bool = False) -> tuple[PartnerRow, ...]:
    """Return the institutions in protocol order, with those closed by `on` when asked for."""
    rows = store.rows(_PARTNERS, {"on": on.isoformat(), "closed": int(closed)})
    return _with_presence(store, rows, on)


def vacancies(store: Store, on: date) -> tuple[PartnerRow, ...]:
    """Return the institutions that sit somewhere and have no titular on a day."""
    rows = store.rows(_PARTNERS, {"on": on.isoformat(), "closed": 0})
    vacant = [row for row in rows if row["seats"] and not holder_name(row)]
    return _with_presence(store, vacant, on) if vacant else ()


def _with_presence(store: Store, rows: list[Any], on: date) -> tuple[PartnerRow, ...]:
    window = last_months(on, MONTHS)
    rolls = roll_rows(store, after=window.start_exclusive, until=on)
    seen = {one.institution_id: one for one in institution_presence(rolls, window)}
    return tuple(
        PartnerRow(
            id=row["id"],
            name=row["name"],
            article=row["article"],
            short_name=row["short_name"],
            college_id=row["college_id"],
            college=row["college"],
            counted=bool(row["counted"]),
            member_kind=row["member_kind"],
            titular=holder_name(row),
            titular_function=row["function"] or "",
            seats=row["seats"],
            open=row["open"],
            late=row["late"],
            present=seen[row["id"]].numerator if row["id"] in seen else 0,
            convened=seen[row["id"]].denominator if row["id"] in seen else 0,
            closed_on=day(row["closed_on"]),
        )
        for row in rows
    )


def find_institution(store: Store, name: str) -> int | None:
    """Return the id of the institution of this name or short name, whatever its capitals and accents."""
    wanted = fold(" ".join(name.split()))
    rows = store.rows("SELECT id, name, short_name FROM institution ORDER BY closed_on IS NOT NULL, id")
    for column in ("name", "short_name"):
        for row in rows:
            if fold(row[column]) == wanted:
                return int(row["id"])
    return None
