"""What the two sheets of a seat tell alike: first steps, promises, figures, contacts, decisions, dates."""

from collections.abc import Iterator

from coprodesk.documents.common import NONE, full_day, upper_first
from coprodesk.documents.document import (
    Block,
    BulletList,
    Cell,
    Column,
    Heading,
    NumberedList,
    Paragraph,
    Table,
    cell,
    line,
)
from coprodesk.documents.partner_sheet import more, shortened, state_cell
from coprodesk.domain.commitments import Status
from coprodesk.domain.french import hour, long_date, short_date
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.names import name_line
from coprodesk.queries.handover import Handover
from coprodesk.queries.partner_paper import Promise
from coprodesk.queries.partner_sheet import MONTHS

_REFERENCES = 14
"""References of one meeting that a line shows."""


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
