"""The list of the members of a body, to be annexed to the order of the mayor."""

from collections.abc import Iterator

from coprodesk.documents.common import NONE, Edition, frame, full_day, level_words
from coprodesk.documents.document import (
    Block,
    Cartouche,
    Cell,
    Column,
    Document,
    Heading,
    Paragraph,
    SignatureBoxes,
    Table,
    TableStyle,
    TextStyle,
    cell,
    line,
)
from coprodesk.domain import letters as forms
from coprodesk.domain.disclosure import Level
from coprodesk.domain.i18n import _, ngettext
from coprodesk.queries.member_list import Member, MemberList

BLANK = "…" * 8
"""A line of dots, to be filled by hand."""


def build(data: MemberList, edition: Edition) -> Document:
    """Return the list; number and day of the order are left to fill by hand."""
    return Document(
        title=_("Liste des membres"),
        short_name=_("Liste des membres – {body}").format(body=data.body),
        subtitle=_("{body} – composition au {day}").format(body=data.body, day=full_day(data.on)),
        blocks=(
            *_restricted(data),
            Paragraph(line(_("Annexe à l’arrêté n° {blank} du {blank}").format(blank=BLANK)), TextStyle.LEAD),
            Cartouche(_facts(data)),
            *_colleges(data),
            *_signature(data),
        ),
        footer_lines=(_("Édité le {day}").format(day=full_day(edition.on)),),
        **frame(data),
    )


def _restricted(data: MemberList) -> tuple[Block, ...]:
    if data.level is not Level.RESTRICTED:
        return ()
    notice = _("Restreint – article L. 132-5 du CSI – ne pas communiquer à des tiers.")
    return (Paragraph(line(notice, bold=True)),)


def _facts(data: MemberList) -> tuple[tuple[str, str], ...]:
    members = [member for college in data.colleges for member in college.members]
    articles = (
        _("article L. 132-5 du code de la sécurité intérieure")
        if data.confidential
        else _("articles L. 132-4 et D. 132-8 du code de la sécurité intérieure")
    )
    return (
        (_("Membres"), str(len(members))),
        (_("Collèges"), str(len(data.colleges))),
        (_("Fondement"), articles),
        (_("Diffusion"), level_words(data)),
    )


def _colleges(data: MemberList) -> Iterator[Block]:
    if not data.colleges:
        yield Paragraph(line(_("Personne ne siège encore dans ce groupe.")))
    for college in data.colleges:
        n = len(college.members)
        words = ngettext("{college} ({n} membre)", "{college} ({n} membres)", n)
        yield Heading(words.format(college=college.name, n=n))
        columns = (
            Column(_("Institution"), 140, row_header=True),
            Column(_("Qualité"), 90),
            Column(_("Titulaire"), 146),
            Column(_("Suppléance"), 146),
        )
        yield Table(columns, tuple(_row(one) for one in college.members), style=TableStyle.ATTENDANCE)


def _row(member: Member) -> tuple[Cell, ...]:
    return (
        cell(member.institution),
        cell(member.kind or NONE),
        _people(member.titulars, _("à désigner")),
        _people(member.substitutes, NONE),
    )


def _people(people: tuple[str, ...], nobody: str) -> Cell:
    return Cell(tuple(line(one) for one in people)) if people else cell(nobody)


def _signature(data: MemberList) -> tuple[Block, ...]:
    if not data.mayor.name:
        return ()
    quality = forms.sender_line(data.mayor.civility, data.mayor.function, data.letterhead.kind)
    return (SignatureBoxes(((quality, data.mayor.name),)),)
