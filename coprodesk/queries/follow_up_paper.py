"""The board of all commitments, as printed: how each stands on a day, theme by theme."""

import datetime
from dataclasses import dataclass

from coprodesk.domain.commitments import Status
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.queries.commitment_counters import theme_groups
from coprodesk.queries.commitment_filter import CommitmentFilter
from coprodesk.queries.commitments import CommitmentRow, commitments, counters
from coprodesk.queries.papers import Letterhead, letterhead
from coprodesk.store import Store


@dataclass(frozen=True, slots=True)
class FollowedRow:
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


def follow_up_board(store: Store, _about_id: int, audience: Audience) -> FollowUpBoard:
    """Return the board of the whole council, as it stands today."""
    on = store.clock().date()
    chosen = CommitmentFilter(audience=audience)
    found = commitments(store, on, chosen)
    themes = list(dict.fromkeys(row.theme_id for row in found))
    rows = sorted(found, key=lambda row: (themes.index(row.theme_id), row.reference))
    counted = counters(store, on, chosen)
    return FollowUpBoard(
        letterhead=letterhead(store),
        level=audience.level,
        on=on,
        rows=tuple(_row(row) for row in rows),
        themes=tuple((group.name, group.count) for group in theme_groups(store, on, chosen)),
        due=counted.due,
        due_kept=counted.due_kept,
        late=counted.late,
        abandoned=counted.abandoned,
        to_confirm=counted.to_confirm,
    )


def _row(row: CommitmentRow) -> FollowedRow:
    news = row.last_news
    return FollowedRow(
        reference=row.reference,
        what=row.what,
        lead=row.lead,
        initial_due=row.initial_due,
        due=row.current_due,
        postponements=row.postponements,
        status=row.status,
        done_on=row.done_on,
        precision=row.precision.score,
        news=news.text if news is not None else "",
        news_on=news.on if news is not None else None,
    )
