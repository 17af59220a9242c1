"""The letters that recall a convocation to those who did not answer it."""

from coprodesk.documents.common import Edition, full_day
from coprodesk.documents.document import Block, Document
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
from coprodesk.domain.i18n import _, ngettext
from coprodesk.queries.letters import Addressee, LetterRun


def build(data: LetterRun, edition: Edition) -> Document:
    """Return the letters that recall."""
    letters = [(one, _letter(data, edition, one)) for one in data.addressees]
    return run_of_letters(data, edition, _("Rappels"), letters)


def _letter(data: LetterRun, edition: Edition, to: Addressee) -> list[Block]:
    return [
        subject(data, _("rappel – {meeting}").format(meeting=object_of(data))),
        paragraph(f"{to.salutation},"),
        paragraph(_missing(data), when(data), f"{where(data)}."),
        paragraph(_why(to)),
        paragraph(
            _(
                "Je vous remercie de faire connaître votre participation, ou le nom et la fonction de votre "
                "représentant, {by} {contact}."
            ).format(by=answer_by(data, edition), contact=contact_words(data))
        ),
        *ending(data, to),
    ]


def _missing(data: LetterRun) -> str:
    sent = data.meeting.convened_on
    convocation = _("ma convocation du {day}").format(day=full_day(sent)) if sent else _("ma convocation")
    return _(
        "Sauf erreur de ma part, je n’ai pas reçu votre réponse à {convocation} à la réunion {body}, "
        "qui se tiendra le "
    ).format(convocation=convocation, body=body_of(data))


def _why(to: Addressee) -> str:
    """Return why the addressee is awaited: items and commitments of his, else that he may send somebody."""
    if to.commitments:
        return ngettext(
            "Un engagement de vos services doit y être examiné : votre présence, ou celle d’un représentant "
            "habilité à prendre position, serait précieuse.",
            "Des engagements de vos services doivent y être examinés : votre présence, ou celle d’un "
            "représentant habilité à prendre position, serait précieuse.",
            len(to.commitments),
        )
    if to.items:
        return _(
            "Des points de l’ordre du jour concernent plus particulièrement vos services : votre présence, "
            "ou celle d’un représentant habilité à prendre position, serait précieuse."
        )
    return _("Vous avez la possibilité de vous faire représenter.")
