"""The letters that convene: one for each addressee, with what concerns him."""

from collections.abc import Sequence

from coprodesk.documents.common import Edition, full_day
from coprodesk.documents.document import Block, BulletList, Document, Paragraph, Run, TextStyle, line
from coprodesk.documents.letters import (
    answer_by,
    body_of,
    contact_words,
    ending,
    object_of,
    paragraph,
    run_of_letters,
    subject,
    when,
    where,
)
from coprodesk.domain.french import short_date
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.meetings import Convener
from coprodesk.queries.letters import Addressee, LetterRun


def build(data: LetterRun, edition: Edition) -> Document:
    """Return the letters that convene."""
    letters = [(one, _letter(data, edition, one)) for one in data.addressees]
    return run_of_letters(data, edition, _("Convocations"), letters)


def _letter(data: LetterRun, edition: Edition, to: Addressee) -> list[Block]:
    kind = _("invitation") if to.guest else _("convocation")
    return [
        subject(data, f"{kind} – {object_of(data)}"),
        paragraph(f"{to.salutation},"),
        paragraph(
            _opening(data, to), when(data), _("{place}. L’ordre du jour est joint.").format(place=where(data))
        ),
        *_concerns(to),
        paragraph(_answer(data, edition, to)),
        *ending(data, to),
        Paragraph(line(_enclosed(data, to)), TextStyle.SMALL),
    ]


def _opening(data: LetterRun, to: Addressee) -> str:
    if to.guest:
        return _("J’ai l’honneur de vous inviter à la réunion {body}, qui se tiendra le ").format(
            body=body_of(data)
        )
    by_right = {
        Convener.PRESIDENT: _("J’ai l’honneur de vous convier à la réunion {body}, qui se tiendra le "),
        Convener.PREFECT: _(
            "À la demande du préfet, la réunion de droit {body}, à laquelle j’ai l’honneur de vous convier, "
            "se tiendra le "
        ),
        Convener.MAJORITY: _(
            "À la demande de la majorité de ses membres, la réunion de droit {body}, à laquelle j’ai "
            "l’honneur de vous convier, se tiendra le "
        ),
    }
    return by_right[data.convened_by].format(body=body_of(data))


def _concerns(to: Addressee) -> list[Block]:
    """Return the items and the open commitments that concern the addressee: why he should come."""
    blocks: list[Block] = []
    if to.items:
        numbers = _listed(to.items)
        blocks.append(
            paragraph(
                ngettext(
                    "Le point {n} concerne plus particulièrement vos services ; la présence d’un "
                    "représentant habilité à prendre position serait précieuse.",
                    "Les points {n} concernent plus particulièrement vos services ; la présence d’un "
                    "représentant habilité à prendre position serait précieuse.",
                    len(to.items),
                ).format(n=numbers)
            )
        )
    if to.commitments:
        blocks.append(
            paragraph(
                ngettext(
                    "L’engagement ouvert de vos services y sera examiné :",
                    "Les engagements ouverts de vos services y seront examinés :",
                    len(to.commitments),
                )
            )
        )
        blocks.append(
            BulletList(
                tuple(
                    (
                        Run(one.reference, bold=True),
                        Run(f" – {one.what}"),
                        Run(
                            _(" (échéance {day})").format(day=short_date(one.due))
                            if one.due
                            else _(" (échéance à fixer)")
                        ),
                    )
                    for one in to.commitments
                )
            )
        )
    return blocks


def _listed(words: Sequence[str]) -> str:
    """Return « 3, 5 et 6 »."""
    return (
        words[0]
        if len(words) == 1
        else _("{all} et {last}").format(all=", ".join(words[:-1]), last=words[-1])
    )


def _answer(data: LetterRun, edition: Edition, to: Addressee) -> str:
    by, contact = answer_by(data, edition), contact_words(data)
    if not to.replaceable or to.guest:
        return _("Je vous remercie de faire connaître votre participation {by} {contact}.").format(
            by=by, contact=contact
        )
    return _(
        "Vous avez la possibilité de vous faire représenter. Je vous remercie de faire connaître votre "
        "participation, ou le nom et la fonction de votre représentant, {by} {contact}."
    ).format(by=by, contact=contact)


def _enclosed(data: LetterRun, to: Addressee) -> str:
    parts = [_("ordre du jour détaillé")]
    if data.previous is not None and not to.guest:
        parts.append(_("relevé de décisions du {day}").format(day=full_day(data.previous)))
    if to.commitments:
        parts.append(_("tableau de suivi des engagements"))
    return _("P. J. : {parts}.").format(parts=" ; ".join(parts))
