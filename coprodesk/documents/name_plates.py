"""The name plates set before those who sit at the table, one folded sheet for each."""

from coprodesk.documents.common import Edition, frame, short_name, upper_first
from coprodesk.documents.document import (
    Block,
    Document,
    Label,
    PageBreak,
    Paragraph,
    Subject,
    TextStyle,
    line,
)
from coprodesk.domain.i18n import _
from coprodesk.queries.name_plates import NamePlates, PlateLine


def build(data: NamePlates, edition: Edition) -> Document:
    """Return the plates; a sheet that stands on a table bears neither level nor page number."""
    blocks: list[Block] = []
    for plate in data.plates:
        if blocks:
            blocks.append(PageBreak())
        blocks += _plate(plate)
    return Document(
        title=_("Chevalets"),
        short_name=short_name(_("Chevalets"), data.meeting),
        blocks=tuple(blocks),
        landscape=True,
        letters=True,
        plates=True,
        **{**frame(data), "level": Label()},
    )


def _plate(plate: PlateLine) -> list[Block]:
    if not plate.name:
        return [Subject(plate.institution)]
    blocks: list[Block] = [Subject(plate.name)]
    if plate.function:
        blocks.append(Paragraph(line(upper_first(plate.function)), TextStyle.LEAD))
    if plate.institution:
        blocks.append(Paragraph(line(plate.institution)))
    return blocks
