"""The matrix of themes and lead institutions: how many commitments each cell holds, and the holes (M12)."""

from dataclasses import dataclass
from datetime import date

from coprodesk.domain.french import NBSP
from coprodesk.domain.i18n import _, ngettext
from coprodesk.queries.commitment_filter import CommitmentFilter, days_of, where_of
from coprodesk.store import Store


@dataclass(frozen=True, slots=True)
class Heading:
    """A row or a column; an id of 0 is for what has no theme or no lead."""

    id: int
    name: str
    short_name: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows are themes, columns institutions; `counts[theme id, lead id]` leaves out the empty cells."""

    themes: tuple[Heading, ...]
    leads: tuple[Heading, ...]
    counts: dict[tuple[int, int], int]

    def of(self, theme_id: int, lead_id: int) -> int:
        """Return the count of a cell."""
        return self.counts.get((theme_id, lead_id), 0)

    def of_theme(self, theme_id: int) -> int:
        """Return the count of a row."""
        return sum(n for (theme, _lead), n in self.counts.items() if theme == theme_id)

    def of_lead(self, lead_id: int) -> int:
        """Return the count of a column."""
        return sum(n for (_theme, lead), n in self.counts.items() if lead == lead_id)

    @property
    def holes(self) -> int:
        """Return how many cells of a theme and an institution hold no commitment."""
        themes = [one for one in self.themes if one.id]
        leads = [one for one in self.leads if one.id]
        return sum(not self.of(theme.id, lead.id) for theme in themes for lead in leads)

    @property
    def words(self) -> str:
        """Return « 4 thèmes sur 5 portés par un partenaire · 12 partenaires sur 27 pilotes »."""
        themes = [one for one in self.themes if one.id]
        leads = [one for one in self.leads if one.id]
        carried = sum(any(self.of(theme.id, lead.id) for lead in leads) for theme in themes)
        leading = sum(self.of_lead(lead.id) > 0 for lead in leads)
        parts = (
            ngettext("{n} / {all} thème porté", "{n} / {all} thèmes portés", len(themes)).format(
                n=carried, all=len(themes)
            ),
            ngettext("{n} / {all} partenaire pilote", "{n} / {all} partenaires pilotes", len(leads)).format(
                n=leading, all=len(leads)
            ),
            ngettext("{n} case vide", "{n} cases vides", self.holes).format(n=self.holes),
        )
        return " · ".join(parts).replace(" / ", f"{NBSP}/{NBSP}")


def matrix(store: Store, on: date, chosen: CommitmentFilter | None = None) -> Matrix:
    """Return the matrix of a filter: open themes and institutions, and the closed ones that count."""
    where, values = where_of(chosen or CommitmentFilter())
    counted = {
        (row[0], row[1]): int(row[2])
        for row in store.rows(
            f"""SELECT coalesce(c.theme_id, 0), coalesce(c.lead_id, 0), count(*)
                FROM commitment c WHERE {where} GROUP BY 1, 2""",
            {**values, **days_of(store, on)},
        )
    }
    with_theme = {theme for theme, _lead in counted}
    with_lead = {lead for _theme, lead in counted}
    themes = [
        Heading(row["id"], row["name"], row["name"])
        for row in store.rows("SELECT id, name, closed_on FROM theme ORDER BY position, id")
        if row["closed_on"] is None or row["id"] in with_theme
    ]
    leads = [
        Heading(row["id"], row["name"], row["short_name"])
        for row in store.rows(
            """SELECT i.id, i.name, i.short_name, i.closed_on FROM institution i
               JOIN college k ON k.id = i.college_id ORDER BY k.position, i.protocol_rank, i.id"""
        )
        if row["closed_on"] is None or row["id"] in with_lead
    ]
    if 0 in with_theme:
        themes.append(Heading(0, _("Thème à préciser"), _("À préciser")))
    if 0 in with_lead:
        leads.append(Heading(0, _("Sans pilote"), _("Sans pilote")))
    return Matrix(tuple(themes), tuple(leads), counted)
