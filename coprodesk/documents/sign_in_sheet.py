"""The sheet that everyone signs, with room to write and rows for guests."""

from itertools import groupby

from coprodesk.documents.common import Edition, frame, opening, short_name, small, subtitle, upper_first
from coprodesk.documents.document import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    PageBreak,
    Table,
    TableStyle,
    cell,
)
from coprodesk.domain.french import NBSP, hour, long_date
from coprodesk.domain.i18n import _, ngettext
from coprodesk.queries.minutes import SignInLine, SignInSheet

ROW_HEIGHT = 12.0
"""Least height of a row, in millimetres: room for a signature."""

GUEST_ROWS = 4
ONE_SHEET = 40
"""Above so many names each college has its own sheet."""


def build(data: SignInSheet, edition: Edition) -> Document:
    """Return the sheet; it is kept by the secretariat and never sent, whoever it was asked for."""
    meeting = data.meeting
    day = _("{day}, {hour}").format(day=long_date(meeting.date), hour=hour(meeting.starts_at))
    convened = ngettext("{n} institution convoquée", "{n} institutions convoquées", data.convened)
    place = (meeting.place,) if meeting.place else ()
    return Document(
        title=_("Feuille d’émargement"),
        short_name=short_name(_("Feuille d’émargement"), meeting),
        subtitle=subtitle(meeting, day, *place, convened.format(n=data.convened)),
        blocks=(*opening(data), *_sheets(data), small(_notice(data))),
        footer_lines=(_("Conservation : un an"),),
        landscape=True,
        **frame(data),
    )


def _sheets(data: SignInSheet) -> tuple[Block, ...]:
    numbered = list(enumerate(data.lines, 1))
    charter = data.meeting.confidential
    rows = [(one.college, _row(str(number), one, charter=charter)) for number, one in numbered]
    guests = [_blank(charter=charter)] * GUEST_ROWS
    if len(rows) <= ONE_SHEET:
        return (_table([row for _college, row in rows] + guests, charter=charter),)
    blocks: list[Block] = []
    for college, group in groupby(sorted(rows, key=lambda row: _rank(data, row[0])), key=lambda row: row[0]):
        blocks += [
            Heading(college or _("Invités")),
            _table([row for _college, row in group], charter=charter),
            PageBreak(),
        ]
    return (*blocks, Heading(_("Invités non prévus")), _table(guests, charter=charter))


def _rank(data: SignInSheet, college: str) -> int:
    """Return the place of a college: that of its first line."""
    return next(index for index, one in enumerate(data.lines) if one.college == college)


def _table(rows: list[tuple[Cell, ...]], *, charter: bool) -> Table:
    signed = (Column(_("Charte signée le"), 85),) if charter else ()
    columns = (
        Column(_("N°"), 25, row_header=True),
        Column(_("Institution"), 135),
        Column(_("Nom, prénom"), 132),
        Column(_("Fonction"), 131),
        Column(_("Représenté par (nom, fonction)"), 163),
        Column(_("Arrivée / départ"), 98, align="center"),
        *signed,
        Column(_("Signature"), 131),
    )
    return Table(columns, tuple(rows), style=TableStyle.GRID, row_height=ROW_HEIGHT)


def _row(number: str, one: SignInLine, *, charter: bool) -> tuple[Cell, ...]:
    return (
        cell("+" if one.guest else number),
        cell(one.institution or _("Invité")),
        cell(one.name),
        cell(upper_first(one.function)),
        cell(one.delegate),
        *_to_fill(charter=charter),
    )


def _blank(*, charter: bool) -> tuple[Cell, ...]:
    nothing = cell("")
    return (cell("+"), cell(_("Invité"), italic=True), nothing, nothing, nothing, *_to_fill(charter=charter))


def _to_fill(*, charter: bool) -> tuple[Cell, ...]:
    """Return the cells filled by hand: hours, charter, signature."""
    gap = NBSP * 7
    hours = cell(f"h{gap}/{gap}h")
    return (hours, cell(""), cell("")) if charter else (hours, cell(""))


def _notice(data: SignInSheet) -> str:
    rights = data.letterhead.email or data.letterhead.commune
    return _(
        "Les informations recueillies servent à établir la présence et le compte rendu (mission d’intérêt "
        "public). Conservation : un an. Droits d’accès et de rectification : {rights}. "
        "Document du secrétariat, à ne pas diffuser."
    ).format(rights=rights)
