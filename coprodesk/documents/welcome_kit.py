"""The welcome kit of a successor: what the hand-over sheet says, told to the one who arrives."""

from collections.abc import Iterator

from coprodesk.documents.common import NONE, Edition, Variant, level_words
from coprodesk.documents.document import Block, Cartouche, Document, Paragraph, SignatureBoxes, line
from coprodesk.documents.handover import (
    agreed,
    document_of,
    leaves,
    name_of,
    reductions_of,
    role,
    substitutes,
    without_past,
)
from coprodesk.documents.handover_parts import (
    contacts,
    dates,
    decided,
    figures,
    first,
    kept,
    opened,
    sensitive,
)
from coprodesk.documents.partner_sheet import seats_words
from coprodesk.domain.i18n import _
from coprodesk.domain.letters import council_name
from coprodesk.domain.names import with_article
from coprodesk.queries.handover import Handover


def build(data: Handover, edition: Edition) -> Document:
    """Return the welcome kit: the same data, said to the one who arrives."""
    return document_of(
        data,
        edition,
        _("Kit d’accueil"),
        (
            *_greeting(data),
            Cartouche(_welcome_facts(data)),
            *first(data),
            *dates(data),
            *contacts(data),
            *opened(data, _("Ce que votre siège a promis")),
            *kept(data),
            *sensitive(data),
            *decided(data),
            *figures(data),
            _signed_by_one(data),
        ),
    )


def reductions(data: Handover, edition: Edition) -> tuple[Variant, ...]:
    """Return what to try when the kit is longer than its two pages."""
    return reductions_of(build(data, edition), build(without_past(data), edition))


def _welcome_facts(data: Handover) -> tuple[tuple[str, str], ...]:
    return (
        (_("Votre siège"), ", ".join(part for part in (data.name, data.kind.lower()) if part)),
        (_("Avant vous"), leaves(data.leaving)),
        (_("Votre suppléant"), substitutes(data)),
        (_("Rôle attendu"), role(data)),
        (_("Formations"), seats_words(data.seats) or NONE),
        (_("Diffusion"), level_words(data)),
    )


def _greeting(data: Handover) -> Iterator[Block]:
    words = (
        _("{name}, vous représentez désormais {institution} au {council}.")
        if data.arriving is not None
        else _("Vous représenterez {institution} au {council}.")
    ).format(
        name=name_of(data.arriving),
        institution=with_article(data.name, data.article),
        council=council_name(data.letterhead.kind),
    )
    then = _("Cette fiche dit ce que votre siège a promis, qui connaître et par quoi commencer.")
    yield Paragraph(line(f"{words} {then}"))


def _signed_by_one(data: Handover) -> SignatureBoxes:
    quality = agreed(data.arriving, _("La représentante"), _("Le représentant"))
    return SignatureBoxes(
        ((_("{quality}, pris connaissance le").format(quality=quality), name_of(data.arriving)),)
    )
