"""The tables of an annual report: five big figures, presence, themes and the local figures."""

from collections.abc import Sequence

from coprodesk.documents.chart_parts import BARE_UNDER
from coprodesk.documents.document import Cell, Column, Table, TableStyle, cell
from coprodesk.domain import french
from coprodesk.domain.attendance import share
from coprodesk.domain.disclosure import Level
from coprodesk.domain.i18n import _
from coprodesk.domain.masking import LEAST_BASE, change_words, count_words, is_masked, share_words
from coprodesk.queries.annual_report import AnnualReport
from coprodesk.queries.annual_rows import BodyLine, PresenceLine, SittingLine, ThemeLine
from coprodesk.queries.local_figures import FigureLine, LocalFigure


def big_figures(data: AnnualReport) -> Table:
    """Return the five figures that open the report, as a table with heads."""
    found = data.followed
    figures = (
        (_("Réunions tenues"), french.thousands(len(data.sittings))),
        (_("Institutions convoquées"), french.thousands(data.convened)),
        (_("Points traités"), _over(data.treated, data.entered)),
        (_("Décisions et engagements"), french.thousands(data.decisions + found.year_taken)),
        (_("Engagements tenus"), _over(found.due_kept, found.due)),
    )
    widths = (15, 17, 19, 18, 28)  # thousands over thousands stay on one line
    columns = tuple(
        Column(name, width, "center") for (name, _words), width in zip(figures, widths, strict=True)
    )
    return Table(columns, (tuple(cell(words) for _name, words in figures),), style=TableStyle.FIGURES)


def _over(number: int, base: int) -> str:
    if not base:
        return french.DASH
    return f"{french.thousands(number)}{french.NBSP}/{french.NBSP}{french.thousands(base)}"


def counted(number: int, base: int, level: Level) -> str:
    """Return « 4 sur 7 (57,1 %) »; the share only of a base that bears one for this level.

    What the council did itself is told as it is: masking is for counts of facts, in the local figures.
    """
    words = _("{n} sur {base}").format(n=french.thousands(number), base=french.thousands(base))
    if base < (LEAST_BASE if level is Level.PUBLIC else BARE_UNDER):
        return words
    return f"{words} ({french.percent(share(number, base))})"


def presence_table(
    caption: str, head: str, lines: Sequence[PresenceLine], level: Level, *, institutions: bool = False
) -> Table:
    """Return presences over convocations; the share only where the base allows it."""
    columns = [Column(head, 52, row_header=True)]
    if institutions:
        columns.append(Column(_("Institutions"), 16, "right"))
    columns.append(Column(_("Présences sur convocations"), 32, "right"))
    rows = []
    for one in lines:
        row = [cell(one.name)]
        if institutions:
            row.append(cell(str(one.institutions)))
        rows.append((*row, cell(counted(one.came, one.due, level))))
    return Table(tuple(columns), tuple(rows), caption, TableStyle.ATTENDANCE)


def sitting_table(caption: str, sittings: Sequence[SittingLine], level: Level) -> Table:
    """Return meetings one by one, with how many came when presence is told."""
    told = any(one.due for one in sittings)
    heads = [Column(_("Date"), 20, row_header=True), Column(_("Formation"), 40)]
    heads.append(Column(_("Points traités"), 20, "right"))
    if told:
        heads.append(Column(_("Participation"), 25, "right"))
    rows = []
    for one in sittings:
        words = [french.short_date(one.date), one.body, french.thousands(one.treated)]
        if told:
            here = one.came is not None and one.due
            words.append(counted(one.came or 0, one.due or 0, level) if here else french.DASH)
        rows.append(tuple(cell(text) for text in words))
    return Table(tuple(heads), tuple(rows), caption, TableStyle.ATTENDANCE)


def body_table(bodies: Sequence[BodyLine]) -> Table:
    """Return how often each body met, beside what it aims at."""
    columns = (
        Column(_("Formation"), 60, row_header=True),
        Column(_("Réunions tenues"), 20, "right"),
        Column(_("Objectif annuel"), 20, "right"),
    )
    rows = tuple(
        (cell(one.name), cell(french.thousands(one.held)), cell(str(one.target or french.DASH)))
        for one in bodies
    )
    return Table(columns, rows, _("Réunions de l’année"), TableStyle.ATTENDANCE)


def theme_table(themes: Sequence[ThemeLine]) -> Table:
    """Return what each theme received in the year."""
    columns = (
        Column(_("Thème"), 49, row_header=True),
        Column(_("Points traités"), 17, "right"),
        Column(_("Décisions"), 17, "right"),
        Column(_("Engagements"), 17, "right"),
    )
    rows = tuple(
        (
            cell(one.name or _("Sans thème")),
            cell(french.thousands(one.items)),
            cell(french.thousands(one.decisions)),
            cell(french.thousands(one.commitments)),
        )
        for one in themes
    )
    return Table(columns, rows, _("Par thème"), TableStyle.ATTENDANCE)


def figure_table(data: AnnualReport) -> Table:
    """Return the local figures over two years; small counts masked in public, no share of a small base."""
    year = data.figures_year
    columns = (
        Column(_("Indicateur (producteur)"), 52, row_header=True),
        Column(str(year - 1), 16, "right"),
        Column(str(year), 16, "right"),
        Column(_("Évolution"), 16, "right"),
    )
    caption = _("Chiffres de {year}, à côté de ceux de {before}").format(year=year, before=year - 1)
    rows = tuple(_figure_row(one, data.level) for one in data.figures)
    return Table(columns, rows, caption)


def _figure_row(one: FigureLine, level: Level) -> tuple[Cell, ...]:
    known = one.known
    name = f"{known.indicator} ({known.producer})" if known.producer else known.indicator
    change = french.DASH
    if one.before is not None and one.now is not None:
        change = change_words(one.before.value, one.now.value, level)
    return (cell(name), _value(one.before, level), _value(one.now, level), cell(change))


def _value(one: LocalFigure | None, level: Level) -> Cell:
    if one is None:
        return cell(french.DASH)
    words = count_words(one.value, level)
    # What the value leaves of its base would tell a small count by subtraction.
    if one.base is None or is_masked(one.base - one.value, level):
        return cell(words)
    words = _("{n} sur {base}").format(n=words, base=french.thousands(one.base))
    if one.base >= LEAST_BASE and not is_masked(one.value, level):
        words = f"{words} ({share_words(one.value, one.base, level)})"
    return cell(words)
