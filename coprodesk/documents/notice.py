"""The letters that tell those convened that a meeting was moved or cancelled, and why."""

from coprodesk.documents.common import Edition
from coprodesk.documents.document import Block, Document, Run
from coprodesk.documents.letters import (
    body_of,
    contact_words,
    ending,
    object_of,
    paragraph,
    run_of_letters,
    subject,
    where,
)
from coprodesk.domain.french import hour, long_date
from coprodesk.domain.i18n import _
from coprodesk.queries.letters import Addressee, LetterRun, NoticeFacts


def build(data: LetterRun, edition: Edition) -> Document:
    """Return the letters of a meeting that was moved or cancelled."""
    notice = data.notice
    assert notice is not None
    title = _("Avis d’annulation") if notice.kind == "cancelled" else _("Avis de report")
    letters = [(one, _letter(data, notice, one)) for one in data.addressees]
    return run_of_letters(data, edition, title, letters)


def _letter(data: LetterRun, notice: NoticeFacts, to: Addressee) -> list[Block]:
    cancelled = notice.kind == "cancelled"
    about = _("annulation de la réunion") if cancelled else _("report de la réunion")
    return [
        subject(data, f"{about} – {object_of(data)}"),
        paragraph(f"{to.salutation},"),
        _cancelled(data, notice) if cancelled else _moved(data, notice),
        paragraph(_("Motif : {reason}").format(reason=_sentence(notice.reason))),
        paragraph(_next(data, cancelled=cancelled)),
        *ending(data, to),
    ]


def _planned(data: LetterRun, notice: NoticeFacts) -> str:
    number = _(" n° {number}").format(number=data.meeting.number) if data.meeting.number else ""
    return _("La réunion{number} {body}, prévue le {day} à {hour}, ").format(
        number=number,
        body=body_of(data),
        day=long_date(notice.from_date),
        hour=hour(notice.from_starts_at),
    )


def _moved(data: LetterRun, notice: NoticeFacts) -> Block:
    assert notice.to_date is not None
    assert notice.to_starts_at is not None
    moved_to = _("{day} à {hour}").format(day=long_date(notice.to_date), hour=hour(notice.to_starts_at))
    return paragraph(
        _planned(data, notice), _("est reportée au "), Run(moved_to, bold=True), f"{where(data)}."
    )


def _cancelled(data: LetterRun, notice: NoticeFacts) -> Block:
    return paragraph(_planned(data, notice), Run(_("est annulée"), bold=True), ".")


def _next(data: LetterRun, *, cancelled: bool) -> str:
    contact = contact_words(data)
    if cancelled:
        return _("Vous pouvez vous renseigner {contact}.").format(contact=contact)
    return _(
        "Les réponses déjà reçues valaient pour l’ancienne date : je vous remercie de faire connaître de "
        "nouveau votre participation {contact}. L’ordre du jour est maintenu."
    ).format(contact=contact)


def _sentence(text: str) -> str:
    """Return the reason as typed, ended by a full stop."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
