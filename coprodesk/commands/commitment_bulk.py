"""Verbs on several commitments at once: one step, taken back whole."""

from collections.abc import Callable, Collection
from datetime import date

from coprodesk.commands import commitments as single
from coprodesk.commands import require_row
from coprodesk.domain.commitments import CommitmentState
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _, ngettext, on_paper
from coprodesk.store import Store, Writer


def keep_commitments(
    store: Store, commitment_ids: Collection[int], done_on: date, *, text: str = "", origin: object = None
) -> None:
    """Mark several promises as kept on a day. Raises Refusal, naming it, when one cannot be: none is then."""
    n = len(commitment_ids)
    label = ngettext("{n} engagement tenu", "{n} engagements tenus", n).format(n=n)

    def keep(_change: Writer, one: int) -> None:
        single.keep_commitment(store, one, done_on, text=text)

    _each(store, commitment_ids, label, keep, origin)


def postpone_commitments(
    store: Store,
    commitment_ids: Collection[int],
    to_due: date,
    *,
    on: date,
    text: str = "",
    origin: object = None,
) -> None:
    """Move several promises to one date; it becomes the first due date of one that has none.

    Raises Refusal, naming it, when one cannot be moved there: none is then.
    """
    n = len(commitment_ids)
    label = ngettext("{n} engagement reporté", "{n} engagements reportés", n).format(n=n)

    def postpone(change: Writer, one: int) -> None:
        if require_row(change.row("commitment", one))["current_due"] is None:
            single.set_dates(store, one, due=to_due)
        else:
            single.postpone_commitment(store, one, to_due, on=on, text=text)

    _each(store, commitment_ids, label, postpone, origin)


def add_news_to(
    store: Store, commitment_ids: Collection[int], text: str, *, on: date, origin: object = None
) -> None:
    """Note the same news of several commitments. Raises Refusal for a blank text."""
    n = len(commitment_ids)
    label = ngettext("Nouvelle de {n} engagement", "Nouvelle de {n} engagements", n).format(n=n)

    def tell(_change: Writer, one: int) -> None:
        single.add_news(store, one, text, on=on)

    _each(store, commitment_ids, label, tell, origin)


def abandon_commitments(
    store: Store, commitment_ids: Collection[int], motive: str, *, on: date, origin: object = None
) -> None:
    """Give several promises up for one motive. Raises Refusal, naming it, when one cannot be: none is."""
    n = len(commitment_ids)
    label = ngettext("{n} engagement abandonné", "{n} engagements abandonnés", n).format(n=n)

    def abandon(_change: Writer, one: int) -> None:
        single.abandon_commitment(store, one, motive, on=on)

    _each(store, commitment_ids, label, abandon, origin)


def go_on(store: Store, commitment_ids: Collection[int], *, on: date, origin: object = None) -> None:
    """Note that commitments go on, which is news; one to confirm is confirmed.

    Raises Refusal, naming it, when one is closed: it is reopened by itself.
    """
    n = len(commitment_ids)
    label = ngettext("{n} engagement en cours", "{n} engagements en cours", n).format(n=n)
    with on_paper():
        going_on = _("En cours")

    def note(change: Writer, one: int) -> None:
        state = CommitmentState(require_row(change.row("commitment", one))["state"])
        if state is CommitmentState.TO_CONFIRM:
            single.confirm_commitment(store, one, on=on)
        elif state is CommitmentState.OPEN:
            single.add_news(store, one, going_on, on=on)
        else:
            raise Refusal(
                _("L’engagement est «\u00a0{state}\u00a0». Rien n’a été modifié. Rouvrez-le d’abord.").format(
                    state=state.label.lower()
                )
            )

    _each(store, commitment_ids, label, note, origin)


def _each(
    store: Store,
    commitment_ids: Collection[int],
    label: str,
    act: Callable[[Writer, int], object],
    origin: object,
) -> None:
    """Do `act` on each in one change; a refusal among several says whose it is."""
    with store.change(label, origin=origin) as change:
        for one in commitment_ids:
            try:
                act(change, one)
            except Refusal as refusal:
                held = change.row("commitment", one)
                if held is None or len(commitment_ids) == 1 or held["reference"] in str(refusal):
                    raise
                raise Refusal(
                    _("{reference}\u00a0: {sentence}").format(reference=held["reference"], sentence=refusal)
                ) from refusal
