"""The hand-over sheet of a seat: what the one who leaves gives to the one who arrives.

The welcome kit says the same from the other side. Both are two pages at most: long lists are cut in plain
words by the query, long texts by the printer.
"""

from dataclasses import replace

from coprodesk.documents.common import (
    NONE,
    Edition,
    Variant,
    frame,
    full_day,
    level_words,
)
from coprodesk.documents.document import (
    Block,
    Cartouche,
    Density,
    Document,
    SignatureBoxes,
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
from coprodesk.domain.names import Gender, civility_gender, name_line, of_institution, with_article
from coprodesk.queries.handover import Handover
from coprodesk.queries.partner_paper import PaperPerson

PAGES = 2


def build(data: Handover, edition: Edition) -> Document:
    """Return the hand-over sheet: what the one who leaves gives to the one who arrives."""
    return document_of(
        data,
        edition,
        _("Fiche de passation"),
        (
            Cartouche(_passage(data)),
            *first(data),
            *opened(data, _("Engagements ouverts du siège")),
            *kept(data),
            *figures(data),
            *sensitive(data),
            *contacts(data),
            *decided(data),
            *dates(data),
            _signed_by_both(data),
        ),
    )


def reductions(data: Handover, edition: Edition) -> tuple[Variant, ...]:
    """Return what to try when the sheet is longer than its two pages; the last one loses lines."""
    return reductions_of(build(data, edition), build(without_past(data), edition))


def place(data: Handover) -> str:
    """Return what names the file: the short name of the partner, never a person."""
    return data.short_name


def document_of(data: Handover, edition: Edition, name: str, blocks: tuple[Block, ...]) -> Document:
    """Return the sheet of a seat under its title."""
    return Document(
        title=name,
        short_name=f"{name} – {data.short_name}",
        subtitle=_("Siège {of} – situation au {day}").format(
            of=of_institution(data.name, data.article), day=full_day(data.on)
        ),
        blocks=blocks,
        footer_lines=(_("Édité le {day}").format(day=full_day(edition.on)),),
        **frame(data),
    )


def reductions_of(whole: Document, bare: Document) -> tuple[Variant, ...]:
    """Return denser settings of a sheet, then a shorter one that says what it leaves out."""
    lean = replace(bare, digest=whole.digest, density=Density.SMALL)
    return (
        *(Variant(replace(whole, density=density)) for density in (Density.TIGHT, Density.SMALL)),
        Variant(lean, _loss),
    )


def _loss() -> str:
    return _(
        "Les engagements tenus et les relevés ne sont pas imprimés\u00a0: sans eux, la fiche tient "
        "recto-verso."
    )


def without_past(data: Handover) -> Handover:
    """Return the data without what was kept and most of what was decided."""
    return replace(
        data,
        kept_promises=(),
        decided=data.decided[:1],
        topics=data.topics[:2],
        open_promises=data.open_promises[:5],
    )


# Who


def _passage(data: Handover) -> tuple[tuple[str, str], ...]:
    return (
        (_("Quitte le siège"), leaves(data.leaving)),
        (_("Prend le siège"), _arrives(data.arriving)),
        (_("Suppléant"), substitutes(data)),
        (_("Rôle attendu"), role(data)),
        (_("Formations"), seats_words(data.seats) or NONE),
        (_("Diffusion"), level_words(data)),
    )


def leaves(one: PaperPerson | None) -> str:
    """Return who leaves the seat, and until when."""
    if one is None:
        return NONE
    words = name_line(one.name, one.function)
    if one.to_date is None:
        return words
    return _("{who}, jusqu’au {day}").format(who=words, day=full_day(one.to_date))


def _arrives(one: PaperPerson | None) -> str:
    if one is None:
        return _("À désigner")
    words = name_line(one.name, one.function)
    if one.from_date is None:
        return words
    return _("{who}, à compter du {day}").format(who=words, day=full_day(one.from_date))


def substitutes(data: Handover) -> str:
    """Return the substitutes, or that one is to be named."""
    return "\n".join(name_line(one.name, one.function) for one in data.substitutes) or _("À désigner")


def role(data: Handover) -> str:
    """Return what the holder does for the institution, and whether she may commit it."""
    speaker = data.arriving or data.leaving
    represents = _("Représente {institution}").format(institution=with_article(data.name, data.article))
    authority = speaker.authority if speaker is not None else None
    words = {
        "yes": _("peut prendre position et engager l’institution"),
        "subject_to_approval": _("engage l’institution sous réserve de confirmation"),
        "no": _("transmet les demandes, sans engager l’institution"),
    }.get(authority or "", "")
    return ", ".join(part for part in (represents, words) if part)


def _signed_by_both(data: Handover) -> SignatureBoxes:
    return SignatureBoxes(
        (
            (
                agreed(data.leaving, _("La représentante sortante"), _("Le représentant sortant")),
                name_of(data.leaving),
            ),
            (
                agreed(data.arriving, _("La représentante entrante"), _("Le représentant entrant")),
                name_of(data.arriving),
            ),
        )
    )


def agreed(one: PaperPerson | None, feminine: str, masculine: str) -> str:
    """Return the quality that agrees with a person, masculine for nobody."""
    is_feminine = one is not None and civility_gender(one.civility) is Gender.FEMININE
    return feminine if is_feminine else masculine


def name_of(one: PaperPerson | None) -> str:
    """Return the name, a dash for nobody."""
    return one.name if one is not None else NONE
