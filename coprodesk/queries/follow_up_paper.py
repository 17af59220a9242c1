"""The board of all commitments, as printed: how each stands on a day, theme by theme."""

import datetime
from dataclasses import dataclass
from typing import Any, NamedTuple

from coprodesk.domain.commitments import CommitmentState, Status, status
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.queries import day
from coprodesk.queries.commitment_counters import counters, theme_groups
from coprodesk.queries.commitment_filter import CommitmentFilter, soon_days, where_of
from coprodesk.queries.papers import Letterhead, letterhead
from coprodesk.store import Store
from coprodesk.store.indexes import PRECISION


class FollowedRow(NamedTuple):
    """One line of the board; `precision` counts criteria of 8, `news` is blank without any."""

    reference: str
    what: str
    lead: str
    initial_due: datetime.date | None
    due: datetime.date | None
    postponements: int
    status: Status
    done_on: datetime.date | None
    precision: int
    news: str
    news_on: datetime.date | None


@dataclass(frozen=True, slots=True)
class FollowUpBoard:
    """All commitments an audience sees, with the counts of M11; `themes` are those of the rows, in order."""

    letterhead: Letterhead
    level: Level
    on: datetime.date
    rows: tuple[FollowedRow, ...]
    themes: tuple[tuple[str, int], ...]
    due: int
    due_kept: int
    late: int
    abandoned: int
    to_confirm: int


# What a board of thousands of rows prints and no more: a whole CommitmentRow costs three times its reading.
_BOARD = f"""
    SELECT c.reference, c.what, i.short_name AS lead, c.initial_due, c.current_due, c.state, c.done_on,
        {PRECISION} AS precision, e.text AS news, e.on_date AS news_on,
        (SELECT count(*) FROM commitment_event p WHERE p.commitment_id = c.id AND p.kind = 'postponed')
            AS postponements
    FROM commitment c
    LEFT JOIN institution i ON i.id = c.lead_id
    LEFT JOIN theme t ON t.id = c.theme_id
    LEFT JOIN commitment_event e ON e.id = (
        SELECT n.id FROM commitment_event n WHERE n.commitment_id = c.id AND n.kind <> 'reminder'
        ORDER BY n.on_date DESC, n.id DESC LIMIT 1)
    WHERE {{where}} ORDER BY t.id IS NULL, t.position, t.id, c.reference"""


def follow_up_board(store: Store, _about_id: int, audience: Audience) -> FollowUpBoard:
    """Return the board of the whole council, as it stands today."""
    on = store.clock().date()
    chosen = CommitmentFilter(audience=audience)
    where, values = where_of(chosen)
    rows = store.rows(_BOARD.format(where=where), values)
    soon = soon_days(store)
    counted = counters(store, on, chosen)
    return FollowUpBoard(
        letterhead=letterhead(store),
        level=audience.level,
        on=on,
        rows=tuple(_row(row, on, soon) for row in rows),
        themes=tuple((group.name, group.number) for group in theme_groups(store, on, chosen)),
        due=counted.due,
        due_kept=counted.due_kept,
        late=counted.late,
        abandoned=counted.abandoned,
        to_confirm=counted.to_confirm,
    )


def _row(row: Any, on: datetime.date, soon: int) -> FollowedRow:
    due = day(row["current_due"])
    return FollowedRow(
        reference=row["reference"],
        what=row["what"],
        lead=row["lead"] or "",
        initial_due=day(row["initial_due"]),
        due=due,
        postponements=row["postponements"],
        status=status(CommitmentState(row["state"]), due, on, soon),
        done_on=day(row["done_on"]),
        precision=row["precision"],
        news=row["news"] or "",
        news_on=day(row["news_on"]),
    )
