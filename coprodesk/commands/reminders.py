"""Reminders sent, and what partners answer by telephone or on paper: one step each."""

from collections.abc import Collection, Sequence
from datetime import date

from coprodesk.commands import commitments, require_row, require_text
from coprodesk.domain.commitments import CommitmentState
from coprodesk.domain.disclosure import Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _, ngettext, on_paper
from coprodesk.domain.reminders import Answer, AnswerKind, Tone, on_behalf
from coprodesk.queries.reminders import of_partner
from coprodesk.store import Store, Writer


def log_reminder(
    store: Store,
    institution_id: int,
    commitment_ids: Collection[int],
    tone: Tone,
    *,
    on: date,
    means: str = "",
    audience: Level = Level.PARTNERS,
    file_name: str = "",
    pages: int = 0,
    digest: str = "",
    origin: object = None,
) -> int:
    """Note a reminder on each commitment and in the register of what went out; return the id there.

    `means` is « lettre » or « brouillon de courriel ». Unlike the diffusion of minutes it may be undone: a
    letter printed by mistake was never sent. Raises Refusal when a commitment is closed.
    """
    with store.change(_("Relance notée"), origin=origin) as change:
        name = require_row(change.row("institution", institution_id))["short_name"]
        if commitment_ids:
            with on_paper():
                words = _("ton {tone}").format(tone=tone.label.lower())
            text = ", ".join(part for part in (words, means) if part)
            commitments.note_reminders(store, commitment_ids, on=on, text=text)
        with on_paper():
            title = _("Relance – {name}").format(name=name)
        return change.insert(
            "document_sent",
            document="reminder",
            title=title,
            audience=audience.value,
            recipients=name,
            sent_at=store.clock().isoformat(),
            file_name=file_name,
            pages=pages,
            digest=digest,
        )


def record_answers(
    store: Store,
    institution_id: int,
    answers: Sequence[Answer],
    *,
    on: date,
    channel: str = "",
    meeting_id: int | None = None,
    origin: object = None,
) -> None:
    """Note what a partner says of several commitments, each « au nom de » that partner.

    `channel` is « par téléphone ». Raises Refusal, naming the commitment, when an answer is not possible:
    none is noted then.
    """
    if not answers:
        raise Refusal(_("Aucune réponse n’est notée. Rien n’a été modifié. Répondez pour un engagement."))
    n, of = len(answers), of_partner(store, institution_id)
    label = ngettext("{n} réponse au nom {of}", "{n} réponses au nom {of}", n).format(n=n, of=of)
    with on_paper():
        of = of_partner(store, institution_id)
    with store.change(label, origin=origin) as change:
        for answer in answers:
            try:
                _note(store, change, answer, on, on_behalf(answer.text.strip(), of, channel), meeting_id)
            except Refusal as refusal:
                reference = require_row(change.row("commitment", answer.commitment_id))["reference"]
                if reference in str(refusal):
                    raise
                raise Refusal(
                    _("{reference}\u00a0: {sentence}").format(reference=reference, sentence=refusal)
                ) from refusal


def _note(store: Store, change: Writer, answer: Answer, on: date, text: str, meeting_id: int | None) -> None:
    """Note one answer; a promise to confirm that goes on or was kept is confirmed by it."""
    one = answer.commitment_id
    held = require_row(change.row("commitment", one))
    confirming = (AnswerKind.KEPT, AnswerKind.ONGOING, AnswerKind.POSTPONED)
    if held["state"] == CommitmentState.TO_CONFIRM and answer.kind in confirming:
        commitments.confirm_commitment(store, one, on=on, text=text)
        if answer.kind is AnswerKind.ONGOING:
            return
    if answer.kind is AnswerKind.KEPT:
        commitments.keep_commitment(store, one, answer.day or on, text=text, meeting_id=meeting_id)
    elif answer.kind is AnswerKind.ABANDONED:
        require_text(
            answer.text,
            _("Un abandon se note avec son motif. Rien n’a été modifié. Écrivez-le, puis recommencez."),
        )
        commitments.abandon_commitment(store, one, text, on=on, meeting_id=meeting_id)
    elif answer.kind is AnswerKind.POSTPONED:
        if answer.day is None:
            raise Refusal(_("Le report n’a pas de date. Rien n’a été modifié. Écrivez la nouvelle échéance."))
        if held["current_due"] is None:
            commitments.set_dates(store, one, due=answer.day)
            commitments.add_news(store, one, text, on=on, meeting_id=meeting_id)
        else:
            commitments.postpone_commitment(store, one, answer.day, on=on, text=text, meeting_id=meeting_id)
    else:
        if answer.kind is AnswerKind.NEWS:
            require_text(
                answer.text, _("La nouvelle est vide. Rien n’a été modifié. Écrivez-la, puis recommencez.")
            )
        with on_paper():
            going_on = _("En cours, {text}").format(text=text[:1].lower() + text[1:])
        told = text if answer.text.strip() else going_on
        commitments.add_news(store, one, told, on=on, meeting_id=meeting_id)
