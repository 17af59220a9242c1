"""The local figures of a year, typed by hand, beside those of the year before; the texts of the report."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from coprodesk.domain.french import fold
from coprodesk.domain.i18n import _
from coprodesk.store import Store


class NoteSection(StrEnum):
    """The free texts of an annual report, in their printed order."""

    FINANCING = "financing"
    DIFFICULTIES = "difficulties"

    @property
    def label(self) -> str:
        """Return the French heading."""
        return {
            NoteSection.FINANCING: _("Financements"),
            NoteSection.DIFFICULTIES: _("Difficultés et suites"),
        }[self]


@dataclass(frozen=True, slots=True)
class LocalFigure:
    """One aggregated figure of a year; `base` is what the value is counted among, None without one."""

    id: int
    year: int
    indicator: str
    producer: str
    value: int
    base: int | None
    source: str

    @property
    def key(self) -> tuple[str, str]:
        """Return what makes two years of one indicator the same."""
        return fold(self.indicator), fold(self.producer)


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One indicator over two years: `now` is None while it awaits its value, `before` when it is new."""

    before: LocalFigure | None
    now: LocalFigure | None

    @property
    def known(self) -> LocalFigure:
        """Return the year that names the indicator, the present one first."""
        found = self.now or self.before
        assert found is not None
        return found

    @property
    def key(self) -> tuple[str, str]:
        """Return what tells the line from the others."""
        return self.known.key


def local_figures(store: Store, year: int) -> tuple[LocalFigure, ...]:
    """Return the figures of a year in their order."""
    rows = store.rows("SELECT * FROM local_figure WHERE year = ? ORDER BY position, id", (year,))
    return tuple(_figure(row) for row in rows)


def figure_lines(store: Store, year: int) -> tuple[FigureLine, ...]:
    """Return the figures of a year beside those of the year before; those it lacks come last, to be typed."""
    earlier = local_figures(store, year - 1)
    before = {one.key: one for one in earlier}
    now = local_figures(store, year)
    typed = {one.key for one in now}
    return (
        *(FigureLine(before.get(one.key), one) for one in now),
        *(FigureLine(one, None) for one in earlier if one.key not in typed),
    )


def figure_years(store: Store, on: date) -> tuple[int, ...]:
    """Return the years to choose among, newest first: those with figures, meetings or texts, and this one."""
    rows = store.rows(
        """SELECT year FROM local_figure UNION SELECT year FROM annual_note
           UNION SELECT DISTINCT CAST(substr(date, 1, 4) AS INTEGER) FROM meeting
               WHERE state = 'held' AND date <= :on""",
        {"on": on.isoformat()},
    )
    found = {int(row[0]) for row in rows} | {on.year, on.year - 1}
    return tuple(sorted(found, reverse=True))


def annual_notes(store: Store, year: int) -> dict[NoteSection, str]:
    """Return the texts of the report of a year that are not empty."""
    held = {
        row[0]: row[1] for row in store.rows("SELECT section, text FROM annual_note WHERE year = ?", (year,))
    }
    return {section: held[section.value] for section in NoteSection if held.get(section.value)}


def _figure(row: Any) -> LocalFigure:
    return LocalFigure(
        id=row["id"],
        year=row["year"],
        indicator=row["indicator"],
        producer=row["producer"],
        value=row["value"],
        base=row["base"],
        source=row["source"],
    )
