"""The extract of the minutes for one partner: its items, its commitments, the decisions that name it."""

from collections.abc import Iterator

from coprodesk.documents.common import (
    NONE,
    Edition,
    decision_table,
    footer,
    frame,
    level_words,
    next_meeting_words,
    opening,
    session_words,
    short_name,
    small,
    subtitle,
    version_label,
    version_words,
)
from coprodesk.documents.document import (
    Block,
    Cartouche,
    Document,
    Heading,
    Paragraph,
    SignatureBoxes,
    line,
)
from coprodesk.documents.minutes import commitment_table, item_blocks
from coprodesk.domain.french import long_date
from coprodesk.domain.i18n import _
from coprodesk.queries.extract import Extract


def build(data: Extract, edition: Edition) -> Document:
    """Return the extract; it says that it is one, and of what."""
    return Document(
        title=_("Extrait du compte rendu"),
        short_name=short_name(_("Extrait du compte rendu"), data.meeting),
        subtitle=subtitle(data.meeting, long_date(data.meeting.date)),
        blocks=(
            *opening(data),
            Cartouche(_facts(data, edition)),
            *_items(data),
            *_commitments(data),
            *_decisions(data),
            Heading(_("Prochaine réunion")),
            Paragraph(line(f"{next_meeting_words(data.next_meeting)}.")),
            SignatureBoxes(((_certified(data), data.meeting.secretary.name),)),
            small(_notice(data)),
        ),
        version=version_label(data),
        footer_lines=footer(data, edition),
        **frame(data),
    )


def _facts(data: Extract, edition: Edition) -> tuple[tuple[str, str], ...]:
    return (
        (_("Destinataire"), data.partner.name),
        (_("Séance"), session_words(data.meeting)),
        (_("Présidence"), data.meeting.chair.line or NONE),
        (_("Lieu"), data.meeting.place or NONE),
        (_("Diffusion"), level_words(data)),
        (_("Version"), version_words(data, edition)),
    )


def _items(data: Extract) -> Iterator[Block]:
    if not data.items:
        yield Heading(_("Points de l’ordre du jour"))
        yield Paragraph(line(_("Aucun point de cette réunion ne concerne ce partenaire.")))
    for place, item in enumerate(data.items):
        blocks = list(item_blocks(item))
        # Under a title that is not printed, a sub-item would hang in the air.
        if item.depth and not any(one.depth == 0 for one in data.items[:place]):
            blocks[0] = Heading(f"{item.label}. {item.title}")
        yield from blocks


def _commitments(data: Extract) -> Iterator[Block]:
    yield Heading(_("Engagements {of}").format(of=data.partner.of))
    if data.commitments:
        yield commitment_table(data.commitments, _("Situation au jour de la réunion"))
    else:
        yield Paragraph(line(_("Aucun engagement en cours.")))


def _decisions(data: Extract) -> Iterator[Block]:
    if data.decisions:
        yield Heading(_("Décisions et vœux qui nomment ce partenaire"))
        yield decision_table(data.decisions)


def _certified(data: Extract) -> str:
    if data.meeting.secretary.feminine:
        return _("Pour extrait conforme, la secrétaire de séance")
    return _("Pour extrait conforme, le secrétaire de séance")


def _notice(data: Extract) -> str:
    return _(
        "Extrait établi à l’intention {of} : seuls les points, engagements et décisions qui concernent ce "
        "partenaire sont reproduits, sous leur numéro d’origine. Le compte rendu fait foi."
    ).format(of=data.partner.of)
