"""The hand-over sheet of a seat: what the one who leaves gives to the one who arrives.

The welcome kit says the same from the other side. Both are two pages at most: long lists are cut in plain
words by the query, long texts by the printer.
"""

from collections.abc import Iterator
from dataclasses import replace

from coprodesk.documents.common import (
    NONE,
    Edition,
    Variant,
    frame,
    full_day,
    level_words,
    upper_first,
)
from coprodesk.documents.document import (
    Block,
    BulletList,
    Cartouche,
    Cell,
    Column,
    Density,
    Document,
    Heading,
    NumberedList,
    Paragraph,
    SignatureBoxes,
    Table,
    cell,
    line,
)
from coprodesk.documents.partner_sheet import more, seats_words, shortened, state_cell
from coprodesk.domain.commitments import Status
from coprodesk.domain.french import hour, long_date, short_date
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.names import Gender, civility_gender, name_line, of_institution, with_article
from coprodesk.queries.handover import Handover
from coprodesk.queries.partner_paper import PaperPerson, Promise
from coprodesk.queries.partner_sheet import MONTHS

PAGES = 2
_REFERENCES = 14
"""References of one meeting that a line shows."""


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


# What first


def first(data: Handover) -> Iterator[Block]:
    """Yield what to do first."""
    yield Heading(_("À faire en premier"))
    yield NumberedList(tuple(line(one) for one in first_steps(data)))


def first_steps(data: Handover) -> list[str]:
    """Return what to do first, the most pressing steps, six at most and one at least."""
    steps = []
    if data.decided:
        steps.append(
            _("Lire le relevé de décisions du {day} (une page)").format(day=full_day(data.decided[0].on))
        )
    for one in data.open_promises:
        if one.status is Status.LATE:
            steps.append(_("Confirmer l’échéance de l’engagement {ref}").format(ref=one.reference))
        elif one.status is Status.TO_CONFIRM:
            steps.append(_("Confirmer l’engagement {ref}, pris sous réserve").format(ref=one.reference))
    steps = steps[:3]
    coming = next((one for one in data.coming if one.points), None)
    if coming is not None:
        numbers = _(" et ").join(str(number) for number in coming.points[:2])
        steps.append(
            ngettext(
                "Préparer le point {numbers} de la séance du {day}",
                "Préparer les points {numbers} de la séance du {day}",
                min(len(coming.points), 2),
            ).format(numbers=numbers, day=full_day(coming.on))
        )
    if data.charter:
        steps.append(_("Signer la charte déontologique avant toute réunion de groupe"))
    if not data.substitutes:
        steps.append(_("Désigner un suppléant"))
    return steps or [_("Donner au secrétariat un téléphone et un courriel")]


# What was promised


def opened(data: Handover, title: str) -> Iterator[Block]:
    """Yield the open promises under a title."""
    yield Heading(title)
    if not data.open_promises:
        yield Paragraph(line(_("Aucun engagement ouvert.")))
        return
    yield Table(
        (
            Column(_("Réf."), 55, row_header=True),
            Column(_("Engagement"), 186),
            Column(_("Échéance"), 62, align="center"),
            Column(_("État"), 104),
            Column(_("Dernière nouvelle"), 116),
        ),
        tuple(_promised(one) for one in data.open_promises),
        caption=_("Engagements ouverts, les plus pressés d’abord"),
    )
    yield from more(data.open_count - len(data.open_promises))


def _promised(one: Promise) -> tuple[Cell, ...]:
    news = NONE
    if one.news_on is not None:
        news = _("{day}\u00a0: {text}").format(day=short_date(one.news_on), text=shortened(one.news, 110))
    return (
        cell(one.reference),
        cell(shortened(one.what)),
        cell(short_date(one.due) if one.due else NONE),
        state_cell(one),
        cell(news),
    )


def kept(data: Handover) -> Iterator[Block]:
    """Yield the promises kept, the latest first."""
    if not data.kept_promises:
        return
    yield Heading(_("Engagements tenus"))
    yield BulletList(
        tuple(
            line(
                _("{ref}\u00a0: {what} (tenu le {day})").format(
                    ref=one.reference,
                    what=shortened(one.what, 140),
                    day=short_date(one.done_on) if one.done_on else NONE,
                )
            )
            for one in data.kept_promises
        )
    )
    yield from more(data.kept_count - len(data.kept_promises))


def figures(data: Handover) -> Iterator[Block]:
    """Yield the figures of the seat with their bases; the query leaves them out of other copies."""
    items = []
    if data.presence is not None:
        seen = data.presence
        items.append(
            _(
                "Présence du siège sur {months} mois\u00a0: {came} sur {due} séances dues, "
                "dont {own} par le titulaire"
            ).format(months=MONTHS, came=seen.came, due=seen.due, own=seen.titular)
        )
    if data.keeping is not None:
        items.append(
            ngettext(
                "Engagements arrivés à échéance\u00a0: {kept} tenu sur {due}",
                "Engagements arrivés à échéance\u00a0: {kept} tenus sur {due}",
                data.keeping.kept,
            ).format(kept=data.keeping.kept, due=data.keeping.due)
        )
    if items:
        yield Heading(_("Chiffres clés du siège"))
        yield BulletList(tuple(line(one) for one in items))


def sensitive(data: Handover) -> Iterator[Block]:
    """Yield the sensitive subjects that this audience may be told of."""
    if not data.topics:
        return
    yield Heading(_("Sujets sensibles"))
    yield BulletList(
        tuple(
            line(
                _("{title} ({words}, {day})").format(
                    title=shortened(one.title), words=one.words, day=full_day(one.on)
                )
            )
            for one in data.topics
        )
    )


# Whom to know, what was decided, when


def contacts(data: Handover) -> Iterator[Block]:
    """Yield whom to know."""
    if not data.contacts:
        return
    yield Heading(_("Contacts utiles"))
    yield Table(
        (
            Column(_("Personne"), 170, row_header=True),
            Column(_("Fonction"), 240),
            Column(_("Téléphone"), 112),
        ),
        tuple(
            (
                cell(one.name),
                cell(name_line(upper_first(one.function), one.institution)),
                cell(one.phone or NONE),
            )
            for one in data.contacts
        ),
        caption=_("Cinq personnes à connaître") if len(data.contacts) == 5 else _("Personnes à connaître"),
    )


def decided(data: Handover) -> Iterator[Block]:
    """Yield the last meetings with the references of what they decided."""
    if not data.decided:
        return
    yield Heading(_("Derniers relevés de décisions"))
    yield BulletList(
        tuple(
            line(
                _("{day}, {body}\u00a0: {references}").format(
                    day=full_day(one.on),
                    body=" n° ".join(part for part in (one.body.lower(), one.number) if part),
                    references=_listed(one.references),
                )
            )
            for one in data.decided
        )
    )


def _listed(references: tuple[str, ...]) -> str:
    words = ", ".join(references[:_REFERENCES])
    if len(references) > _REFERENCES:
        return f"{words}…"
    return words or _("aucune décision")


def dates(data: Handover) -> Iterator[Block]:
    """Yield the next meetings."""
    yield Heading(_("Prochaines dates"))
    if not data.coming:
        yield Paragraph(line(_("Aucune date n’est encore fixée.")))
        return
    yield BulletList(
        tuple(
            line(
                _("{day}, {hour}\u00a0: {body}").format(
                    day=upper_first(long_date(one.on)), hour=hour(one.starts_at), body=one.body.lower()
                )
            )
            for one in data.coming
        )
    )


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
