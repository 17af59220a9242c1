"""« Et depuis ? »: one sheet per partner before a meeting, its open commitments and blanks to fill."""

from coprodesk.documents.common import Edition, full_day
from coprodesk.documents.document import (
    Block,
    Cell,
    Column,
    Document,
    Paragraph,
    Run,
    Subject,
    Table,
    TableStyle,
    cell,
    line,
)
from coprodesk.documents.letters import answer_by, contact_words, sheets_of
from coprodesk.domain.french import long_date, short_date
from coprodesk.domain.i18n import _, ngettext
from coprodesk.queries.follow_up import CommitmentLine
from coprodesk.queries.letters import Addressee, LetterRun

_ROW = 27.0
"""The least height of a row in millimetres: room to write beside each commitment."""


def build(data: LetterRun, edition: Edition) -> Document:
    """Return the sheets, each with its own page number."""
    sheets = [_sheet(data, edition, one) for one in data.addressees]
    return sheets_of(data, _("Et depuis\u202f?"), sheets, full_day(data.meeting.date))


def _sheet(data: LetterRun, edition: Edition, to: Addressee) -> list[Block]:
    n = len(to.commitments)
    told = ngettext(
        "Votre engagement sera examiné en réunion. Cochez où il en est",
        "Vos engagements seront examinés en réunion. Cochez où chacun en est",
        n,
    )
    back = _(
        "{told}\u202f; réponse attendue {by} {contact}. Par téléphone, nous remplissons la fiche avec vous."
    ).format(told=told, by=answer_by(data, edition), contact=contact_words(data))
    return [
        Subject(
            _("Et depuis\u202f? – {partner}").format(partner=to.institution),
            _("Avant la réunion\u00a0: {meeting}").format(
                meeting=f"{data.meeting.title} – {long_date(data.meeting.date)}"
            ),
        ),
        Paragraph(line(back)),
        Table(
            (
                Column(_("Réf."), 60, row_header=True),
                Column(_("Engagement"), 164),
                Column(_("Où en est-on\u202f?"), 146),
                Column(_("Précisions, nouvelle, motif"), 132),
            ),
            tuple(_row(one) for one in to.commitments),
            caption=ngettext("{n} engagement ouvert", "{n} engagements ouverts", n).format(n=n),
            style=TableStyle.GRID,
            row_height=_ROW,
        ),
        Paragraph(line(_("Rempli le …… / …… / ……… par (nom, fonction)\u00a0: …………………………………………………"))),
    ]


def _row(one: CommitmentLine) -> tuple[Cell, ...]:
    facts = [_("Échéance\u00a0: {day}").format(day=short_date(one.due)) if one.due else _("Échéance à fixer")]
    if one.note:
        facts.append(one.note)
    what = [line(one.what), (Run(", ".join(facts), italic=True),)]
    if one.news:
        what.append((Run(_("Dernière nouvelle\u00a0: {news}").format(news=one.news), italic=True),))
    boxes = (
        _("☐ Tenu le ….. / ….. / …….."),
        _("☐ En cours"),
        _("☐ Reporté au ….. / ….. / …….."),
        _("☐ Abandonné"),
    )
    return cell(one.reference), Cell(tuple(what)), Cell(tuple(map(line, boxes))), cell("")
