"""The annual report of a council, for its assemblies and those who fund it: five figures, six sections."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from coprodesk.documents import charts
from coprodesk.documents.annual_parts import (
    big_figures,
    body_table,
    counted,
    figure_table,
    presence_table,
    sitting_table,
    theme_table,
)
from coprodesk.documents.charts import Bar
from coprodesk.documents.common import Edition, Variant, frame, full_day, small, text_blocks
from coprodesk.documents.common import letterhead as printed_letterhead
from coprodesk.documents.document import (
    Block,
    Column,
    Density,
    Document,
    Figure,
    Heading,
    Paragraph,
    Table,
    TableStyle,
    cell,
    line,
)
from coprodesk.domain import french
from coprodesk.domain.disclosure import Level
from coprodesk.domain.figures import Figure as Share
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.masking import masking_note
from coprodesk.queries.annual_report import AnnualReport
from coprodesk.queries.annual_rows import SittingLine

PAGES = 4
MOST_BARS = 24
"""More meetings than this are shown by month: a bar needs room for its base."""
MOST_LISTED = 12
"""More meetings than this are told by body."""
_WIDTH = 480.0


def build(data: AnnualReport, edition: Edition) -> Document:
    """Return the report with the sections whose data the file holds."""
    title = _("Bilan annuel {year}").format(year=data.year)
    council = printed_letterhead(data).council
    return Document(
        title=title,
        short_name=title,
        subtitle=" – ".join((council, _version(data.level), _until(data))),
        blocks=tuple(_blocks(data)),
        footer_lines=(_("Édité le {day}").format(day=full_day(edition.on)),),
        **frame(data),
    )


def reductions(data: AnnualReport, edition: Edition) -> tuple[Variant, ...]:
    """Return the denser settings to try when the report is longer than its pages; nothing is left out."""
    whole = build(data, edition)
    return tuple(Variant(replace(whole, density=density)) for density in (Density.TIGHT, Density.SMALL))


def place(data: AnnualReport) -> str:
    """Return what names the file: the year."""
    return str(data.year)


def _version(level: Level) -> str:
    return {
        Level.PUBLIC: _("version publique"),
        Level.PARTNERS: _("version des partenaires"),
        Level.RESTRICTED: _("version du groupe restreint"),
        Level.SECRETARIAT: _("version du secrétariat, à ne pas diffuser"),
    }[level]


def _until(data: AnnualReport) -> str:
    if (data.on.month, data.on.day) == (12, 31):
        return _("année {year}").format(year=data.year)
    return _("situation au {day}").format(day=full_day(data.on))


def _blocks(data: AnnualReport) -> Iterator[Block]:
    yield big_figures(data)
    yield Paragraph(line(_summary(data)))
    sections: tuple[tuple[str, list[Block]], ...] = (
        (_("Le conseil"), [*_council(data)]),
        (_("Ce qui a été décidé"), [*_decided(data)]),
        (_("Ce qui a été fait"), [*_done(data)]),
        (_("Chiffres agrégés"), [*_local(data)]),
        *((heading, [*text_blocks(text)]) for heading, text in data.notes),
    )
    number = 0
    for heading, blocks in sections:
        if blocks:
            number += 1
            yield Heading(f"{number}. {heading}")
            yield from blocks


def _summary(data: AnnualReport) -> str:
    """Return « Quatre engagements échus sur sept sont tenus … » in figures, or what stands for it."""
    found = data.followed
    if not found.due:
        return _("Aucun engagement n’est encore arrivé à échéance.")
    kept = ngettext(
        "{kept} engagement tenu sur {due} échus, dont {first} à l’échéance initiale",
        "{kept} engagements tenus sur {due} échus, dont {first} à l’échéance initiale",
        found.due_kept,
    )
    words = [
        kept.format(
            kept=french.thousands(found.due_kept),
            due=french.thousands(found.due),
            first=french.thousands(found.on_time),
        )
    ]
    if found.late:
        words.append(
            ngettext("{n} en retard", "{n} en retard", found.late).format(n=french.thousands(found.late))
        )
    if found.abandoned:
        words.append(
            ngettext("{n} abandonné", "{n} abandonnés", found.abandoned).format(
                n=french.thousands(found.abandoned)
            )
        )
    return "\u202f; ".join(words) + "."


# 1. The council


def _council(data: AnnualReport) -> Iterator[Block]:
    if data.composition:
        members = sum(len(one.institutions) for one in data.composition)
        caption = ngettext(
            "Composition de la plénière\u00a0: {n} institution",
            "Composition de la plénière\u00a0: {n} institutions",
            members,
        ).format(n=members)
        columns = (Column(_("Collège"), 30, row_header=True), Column(_("Institutions"), 70))
        rows = tuple((cell(one.name), cell(", ".join(one.institutions))) for one in data.composition)
        yield Table(columns, rows, caption, TableStyle.ATTENDANCE)
    yield Paragraph(line(_plenary_words(data)))
    if data.sittings:
        yield from _meetings(data)
    if data.left_out:
        yield small(_("Les réunions des groupes confidentiels ne sont pas comptées dans cette version."))
    if data.presence:
        yield presence_table(
            _("Participation par collège"), _("Collège"), data.presence, data.level, institutions=True
        )
    if data.institutions:
        yield presence_table(
            _("Présence par institution, réservée au secrétariat"),
            _("Institution"),
            data.institutions,
            data.level,
        )


def _plenary_words(data: AnnualReport) -> str:
    """Return the legal check of the year: one plenary at least (D. 132-9 CSI)."""
    if data.plenaries:
        return ngettext(
            "{n} plénière tenue\u00a0: la règle d’une par an est respectée (art. D. 132-9 du CSI).",
            "{n} plénières tenues\u00a0: la règle d’une par an est respectée (art. D. 132-9 du CSI).",
            data.plenaries,
        ).format(n=data.plenaries)
    if (data.on.month, data.on.day) == (12, 31):
        return _("Aucune plénière n’a été tenue\u00a0: une par an est due (art. D. 132-9 du CSI).")
    return _(
        "Aucune plénière encore tenue\u00a0: une est due d’ici la fin de l’année (art. D. 132-9 du CSI)."
    )


def _meetings(data: AnnualReport) -> Iterator[Block]:
    """Return chart 1 with its table, or without presence the meetings alone, by body when they are many."""
    shown = (*data.earlier, *data.sittings)
    if len(shown) > MOST_BARS:
        shown = data.sittings
    if any(one.due for one in shown):
        yield Heading(_("Participation par réunion"), 3)
        chart = _participation(data, [one for one in shown if one.due])
        yield Figure(chart.picture, _alt(chart, data.level))
        yield (
            sitting_table(chart.title, shown, data.level)
            if len(shown) <= MOST_LISTED
            else Table(
                (Column(_("Réunions"), 60, row_header=True), Column(_("Participation"), 40, "right")),
                tuple((cell(name), cell(words)) for name, words in _said(chart, data.level)),
                chart.title,
                TableStyle.ATTENDANCE,
            )
        )
    elif len(data.sittings) <= MOST_LISTED:
        yield sitting_table(_("Réunions de l’année"), data.sittings, data.level)
    if len(data.sittings) > MOST_LISTED:
        yield body_table(data.bodies)


def _participation(data: AnnualReport, told: Sequence[SittingLine]) -> charts.Chart:
    """Return chart 1: presence by meeting, by month when there are many; no share in public."""
    title = _("Graphique 1. Institutions présentes ou représentées, parmi les convoquées")
    public = data.level is Level.PUBLIC
    bars = [
        Bar(
            f"{one.date:%d/%m/%y}",
            Share(None, title, one.came or 0, one.due or 0, ()),
            0 if one.plenary else 1,
            detail=_("{body} du {day}").format(body=one.body, day=french.short_date(one.date)),
        )
        for one in told
    ]
    legend = [(0, _("Plénière")), (1, _("Autre formation"))]
    if len(bars) > (MOST_LISTED if public else MOST_BARS):
        bars, legend = _by_month(told, title), []
    if public:
        return charts.lines("participation", title, bars, name=_("Réunion"), width=_WIDTH)
    return charts.bars("participation", title, bars, name=_("Réunion"), width=_WIDTH, legend=legend)


def _alt(chart: charts.Chart, level: Level) -> str:
    """Return what the chart shows, in words that this level may read."""
    said = "\u202f; ".join(f"{name}\u00a0: {words}" for name, words in _said(chart, level))
    return f"{chart.title}\u00a0: {said}."


def _said(chart: charts.Chart, level: Level) -> Iterator[tuple[str, str]]:
    for name, number, base, *_share in chart.table.rows:
        assert isinstance(number, int)
        assert isinstance(base, int)
        yield str(name), counted(number, base, level)


def _by_month(told: Sequence[SittingLine], title: str) -> list[Bar]:
    found = []
    for (year, month), group in groupby(told, key=lambda one: (one.date.year, one.date.month)):
        inside = list(group)
        share = Share(
            None, title, sum(one.came or 0 for one in inside), sum(one.due or 0 for one in inside), ()
        )
        found.append(
            Bar(f"{month:02}/{year % 100:02}", share, 0, detail=f"{french.month_name(month)} {year}")
        )
    return found


# 2. What was decided


def _decided(data: AnnualReport) -> Iterator[Block]:
    if not (data.entered or data.decisions or data.requests or data.followed.year_taken):
        return
    treated = ngettext(
        "{treated} point traité sur {entered} inscrits",
        "{treated} points traités sur {entered} inscrits",
        data.treated,
    ).format(treated=data.treated, entered=data.entered)
    postponed = ngettext("{n} reporté", "{n} reportés", data.postponed).format(n=data.postponed)
    fruitful = ngettext(
        "{n} a donné une décision ou un engagement",
        "{n} ont donné une décision ou un engagement",
        data.fruitful,
    ).format(n=data.fruitful)
    yield Paragraph(line(f"{treated}, {postponed}\u202f; {fruitful}."))
    counts = [
        ngettext("{n} décision", "{n} décisions", data.decisions).format(n=data.decisions),
        ngettext("{n} engagement pris", "{n} engagements pris", data.followed.year_taken).format(
            n=french.thousands(data.followed.year_taken)
        ),
    ]
    if data.requests:
        counts.append(ngettext("{n} vœu", "{n} vœux", data.requests).format(n=data.requests))
    yield Paragraph(line(_("Au total\u00a0: {counts}.").format(counts=", ".join(counts))))
    if data.themes:
        yield theme_table(data.themes)


# 3. What was done


def _done(data: AnnualReport) -> Iterator[Block]:
    found = data.followed
    if not found.total:
        return
    number = 2 if any(one.due for one in (*data.earlier, *data.sittings)) else 1
    title = _("Graphique {n}. Engagements par état au {day}").format(n=number, day=french.short_date(data.on))
    states = (
        (_("Tenus"), found.kept, 0),
        (_("En cours"), found.running, 1),
        (_("En retard"), found.late, 3),
        (_("À confirmer"), found.to_confirm, 2),
        (_("Abandonnés"), found.abandoned, 4),
    )
    bars = [
        Bar(label, Share(None, label, number, found.total, ()), tone)
        for label, number, tone in states
        if number or tone != 2
    ]
    chart = charts.lines("states", title, bars, name=_("État"), width=_WIDTH)
    yield Figure(chart.picture, _alt(chart, data.level))
    columns = (
        Column(_("État"), 40, row_header=True),
        Column(_("Engagements"), 30, "right"),
        Column(_("Sur"), 30, "right"),
    )
    rows = tuple(
        (
            cell(one.label),
            cell(french.thousands(one.figure.numerator)),
            cell(french.thousands(one.figure.denominator)),
        )
        for one in bars
    )
    yield Table(columns, rows, title, TableStyle.ATTENDANCE)
    yield _keeping(data)


def _keeping(data: AnnualReport) -> Table:
    """Return the kept rate and the delays, each with its base (M11)."""
    found = data.followed
    rows = [
        (_("Tenus parmi les échus"), counted(found.due_kept, found.due, data.level)),
        (_("Tenus à l’échéance initiale"), counted(found.on_time, found.due, data.level)),
        (_("En retard"), counted(found.late, found.due, data.level)),
    ]
    if found.late:
        rows.append(
            (
                _("Retard médian, retard le plus long"),
                _("{middle} et {longest}").format(
                    middle=_days(found.middle_late), longest=_days(found.late_days)
                ),
            )
        )
    if found.moved:
        rows.append(
            (
                _("Échéances reportées, glissement moyen"),
                _("{n}, {days}").format(
                    n=french.thousands(found.moved), days=_days(found.slip // found.moved)
                ),
            )
        )
    if found.measurable:
        rows.append(
            (
                _("Résultat mesuré, parmi ceux qui ont un indicateur de résultat"),
                counted(found.measured, found.measurable, data.level),
            )
        )
    rows += [
        (_("Pris dans l’année"), french.thousands(found.year_taken)),
        (_("Tenus dans l’année"), french.thousands(found.year_kept)),
        (_("Reportés dans l’année"), french.thousands(found.year_postponed)),
        (_("Abandonnés dans l’année"), french.thousands(found.year_abandoned)),
    ]
    columns = (Column(_("Tenue et délais"), 65, row_header=True), Column(_("Valeur"), 35, "right"))
    return Table(
        columns, tuple((cell(name), cell(words)) for name, words in rows), style=TableStyle.ATTENDANCE
    )


def _days(number: int) -> str:
    return ngettext("{n} jour", "{n} jours", number).format(n=french.thousands(number))


# 4. Aggregated figures


def _local(data: AnnualReport) -> Iterator[Block]:
    if not data.figures:
        return
    yield figure_table(data)
    yield small(masking_note(data.level))
    sources = list(dict.fromkeys(one.known.source for one in data.figures if one.known.source))
    if sources:
        yield small(_("Sources\u00a0: {sources}.").format(sources="\u202f; ".join(sources)))
    yield small(
        _(
            "Limites\u00a0: ce sont les faits portés à la connaissance des services. Ils dépendent aussi de "
            "leur activité et des signalements\u00a0; leur évolution ne mesure pas à elle seule une action."
        )
    )
