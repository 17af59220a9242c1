"""The numbers of the commitments: segments, head of the page, headings of the list, the sidebar's count."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from coprodesk.domain import french
from coprodesk.domain.i18n import _, ngettext
from coprodesk.queries.commitment_filter import CommitmentFilter, Segment, days_of, where_of
from coprodesk.store import Store
from coprodesk.store.indexes import PRECISION


class ThemeGroup(NamedTuple):
    """A heading of the list: a theme (None: without theme) and how many commitments it groups."""

    theme_id: int | None
    name: str
    number: int


class Counters(NamedTuple):
    """The numbers of the segments and of the head of the page (M4, M11) on a day.

    `criteria` of `8 x all` are filled; `piloted` have a lead.
    """

    all: int
    open: int
    late: int
    soon: int
    undated: int
    to_confirm: int
    kept: int
    abandoned: int
    piloted: int
    due: int
    due_kept: int
    due_kept_on_time: int
    criteria: int

    def of(self, segment: Segment) -> int:
        """Return the number of one segment."""
        return int(getattr(self, segment.value))

    @property
    def mean_precision(self) -> str:
        """Return « 6,1 », criteria filled for each commitment, rounded half up; a dash without any."""
        if not self.all:
            return french.DASH
        tenths = (self.criteria * 20 + self.all) // (2 * self.all)
        return f"{tenths // 10},{tenths % 10}"

    @property
    def words(self) -> str:
        """Return « Tenus 4 / 7 échus, dont 2 à la date initiale · précision moyenne 6,1 / 8 »."""
        if not self.all:
            return _("Aucun engagement")
        due = ngettext("{kept} / {due} échu", "{kept} / {due} échus", self.due).format(
            kept=self.due_kept, due=self.due
        )
        return _("Tenus {due}, dont {on_time} à la date initiale · précision moyenne {mean} / 8").format(
            due=due, on_time=self.due_kept_on_time, mean=self.mean_precision
        )


_COUNTS = f"""
    SELECT c.state, count(*) AS n, count(c.lead_id) AS piloted,
        count(*) - count(c.current_due) AS undated, sum(c.current_due < :on) AS late,
        sum(c.current_due BETWEEN :on AND date(:on, :soon)) AS soon, sum(c.current_due <= :on) AS due,
        sum(c.current_due <= :on AND c.done_on <= coalesce(c.initial_due, c.current_due)) AS on_time,
        sum({PRECISION}) AS criteria
    FROM commitment c WHERE """


def counters(store: Store, on: date, chosen: CommitmentFilter | None = None) -> Counters:
    """Return the numbers of the page, counted state by state; the whole file from one index."""
    where, values = where_of(chosen or CommitmentFilter())
    rows = store.rows(f"{_COUNTS}{where} GROUP BY c.state", {**values, **days_of(store, on)})
    by_state = {row["state"]: row for row in rows}

    def one(state: str, column: str) -> int:
        return int(by_state[state][column] or 0) if state in by_state else 0

    return Counters(
        all=_total(rows, "n"),
        open=one("open", "n"),
        late=one("open", "late"),
        soon=one("open", "soon"),
        undated=one("open", "undated"),
        to_confirm=one("to_confirm", "n"),
        kept=one("kept", "n"),
        abandoned=one("abandoned", "n"),
        piloted=_total(rows, "piloted"),
        due=one("open", "due") + one("kept", "due"),
        due_kept=one("kept", "due"),
        due_kept_on_time=one("kept", "on_time"),
        criteria=_total(rows, "criteria"),
    )


def _total(rows: Iterable[Any], column: str) -> int:
    return sum(int(row[column] or 0) for row in rows)


def late_count(store: Store, on: date) -> int:
    """Return how many commitments are late, read from an index: cheap enough after each save."""
    row = store.row(
        "SELECT count(*) FROM commitment WHERE state = 'open' AND current_due < ?", (on.isoformat(),)
    )
    return int(row[0]) if row else 0


def theme_groups(store: Store, on: date, chosen: CommitmentFilter | None = None) -> tuple[ThemeGroup, ...]:
    """Return the headings of the list, in its order."""
    where, values = where_of(chosen or CommitmentFilter())
    rows = store.rows(
        f"""SELECT t.id, t.name, found.n
            FROM (SELECT c.theme_id, count(*) AS n FROM commitment c WHERE {where} GROUP BY c.theme_id) found
            LEFT JOIN theme t ON t.id = found.theme_id ORDER BY t.id IS NULL, t.position, t.id""",
        {**values, **days_of(store, on)},
    )
    return tuple(ThemeGroup(row["id"], row["name"] or _("Thème à préciser"), row["n"]) for row in rows)
