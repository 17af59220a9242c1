"""Verbs on the topics: propose one, answer the proposal, close it, say whom it concerns."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from coprodesk.commands import (
    delete_topic_rows,
    plain,
    require_row,
    require_text,
    require_title,
    typing_merge,
)
from coprodesk.domain.agenda import Proposal
from coprodesk.domain.disclosure import Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.store import Store, Writer

_FIELDS = frozenset(
    {
        "title",
        "raised_by_id",
        "raised_on",
        "theme_id",
        "note",
        "level",
        "closed_on",
        "recurring",
        "sensitive",
    }
)
_TYPED = frozenset({"title", "note"})


def add_topic(
    store: Store,
    title: str,
    *,
    raised_by_id: int | None = None,
    raised_on: date | None = None,
    theme_id: int | None = None,
    note: str = "",
    level: Level = Level.PARTNERS,
    recurring: bool = False,
    sensitive: bool = False,
    institution_ids: Sequence[int] = (),
    origin: object = None,
) -> int:
    """Put a topic in the basket of proposals and return its id. Raises Refusal for a blank title."""
    name = _title(title)
    with store.change(_("Ajout du sujet « {title} »").format(title=name), origin=origin) as change:
        topic_id = change.insert(
            "topic",
            title=name,
            raised_by_id=raised_by_id,
            raised_on=raised_on.isoformat() if raised_on else None,
            theme_id=theme_id,
            note=note,
            level=Level(level).value,
            recurring=int(recurring),
            sensitive=int(sensitive),
        )
        for institution_id in dict.fromkeys(institution_ids):
            change.insert("topic_institution", topic_id=topic_id, institution_id=institution_id)
        return topic_id


def set_topic(store: Store, topic_id: int, *, origin: object = None, **fields: Any) -> None:
    """Change fields of a topic: title, raised_by_id, raised_on, theme_id, note, level, closed_on, marks.

    The marks are `recurring` (back at each meeting) and `sensitive`. Raises Refusal for a blank title.
    """
    if not fields.keys() <= _FIELDS:
        raise TypeError(f"a topic has no field {sorted(fields.keys() - _FIELDS)}")
    values = plain(fields)
    if "title" in values:
        values["title"] = _title(values["title"])
    merge = typing_merge("topic", topic_id, fields) if fields.keys() <= _TYPED else None
    with store.change(_("Modification d’un sujet"), merge=merge, origin=origin) as change:
        change.update("topic", topic_id, **values)


def set_recurring(store: Store, topic_id: int, recurring: bool, *, origin: object = None) -> None:
    """Say whether a topic comes back at each meeting of its series."""
    label = _("Sujet qui revient à chaque réunion") if recurring else _("Sujet qui ne revient plus")
    with store.change(label, origin=origin) as change:
        change.update("topic", topic_id, recurring=int(recurring))


def set_sensitive(store: Store, topic_id: int, sensitive: bool, *, origin: object = None) -> None:
    """Say whether a topic is sensitive: who is concerned should hear of it before the meeting."""
    label = _("Sujet marqué sensible") if sensitive else _("Sujet qui n’est plus sensible")
    with store.change(label, origin=origin) as change:
        change.update("topic", topic_id, sensitive=int(sensitive))


def postpone_proposal(store: Store, topic_id: int, reason: str = "", *, origin: object = None) -> None:
    """Put a proposal off: it is offered again for the next agendas. Raises Refusal once it was on one."""
    with store.change(_("Proposition reportée"), origin=origin) as change:
        _answer(change, topic_id, Proposal.POSTPONED, reason.strip())


def refuse_proposal(store: Store, topic_id: int, reason: str, *, origin: object = None) -> None:
    """Refuse a proposal, with the motive to be told to who made it: it is offered no more.

    Raises Refusal without a motive, or once the topic was on an agenda.
    """
    why = require_text(
        reason,
        _("Le motif manque. La proposition reste à examiner. Écrivez-le\u00a0: il est dit à qui l’a faite."),
    )
    with store.change(_("Proposition refusée"), origin=origin) as change:
        _answer(change, topic_id, Proposal.REFUSED, why)


def reopen_proposal(store: Store, topic_id: int, *, origin: object = None) -> None:
    """Examine again a proposal that was put off or refused. Raises Refusal once it was on an agenda."""
    with store.change(_("Proposition à examiner de nouveau"), origin=origin) as change:
        _answer(change, topic_id, Proposal.WAITING, "")


def _answer(change: Writer, topic_id: int, answer: Proposal, reason: str) -> None:
    require_row(change.row("topic", topic_id))
    if change.rows("agenda_item", topic_id=topic_id):
        raise Refusal(
            _(
                "Ce sujet est déjà inscrit à un ordre du jour. Rien n’a changé. "
                "Reportez ou retirez plutôt son point."
            )
        )
    change.update("topic", topic_id, proposal=answer.value, proposal_reason=reason)


def close_topic(store: Store, topic_id: int, on: date | None, *, origin: object = None) -> None:
    """Close a topic, which is suggested no more, or open it again with None."""
    label = _("Réouverture d’un sujet") if on is None else _("Clôture d’un sujet")
    with store.change(label, origin=origin) as change:
        change.update("topic", topic_id, closed_on=on.isoformat() if on else None)


def set_topic_institutions(
    store: Store, topic_id: int, institution_ids: Sequence[int], *, origin: object = None
) -> None:
    """Say which institutions a topic concerns."""
    with store.change(_("Institutions concernées par un sujet"), origin=origin) as change:
        require_row(change.row("topic", topic_id))
        held = {
            row["institution_id"]: row["id"] for row in change.rows("topic_institution", topic_id=topic_id)
        }
        for institution_id, row_id in held.items():
            if institution_id not in institution_ids:
                change.delete("topic_institution", row_id)
        for institution_id in dict.fromkeys(institution_ids):
            if institution_id not in held:
                change.insert("topic_institution", topic_id=topic_id, institution_id=institution_id)


def delete_topic(store: Store, topic_id: int, *, origin: object = None) -> None:
    """Remove a topic from the basket. Raises Refusal when it is or was on an agenda."""
    with store.change(_("Suppression d’un sujet"), origin=origin) as change:
        if change.rows("agenda_item", topic_id=topic_id):
            raise Refusal(
                _(
                    "Ce sujet figure à un ordre du jour. Rien n’a été supprimé. "
                    "Clôturez-le pour ne plus le voir."
                )
            )
        delete_topic_rows(change, topic_id)


def _title(title: str) -> str:
    return require_title(title, _("Ce sujet n’a pas de titre. Rien n’a changé. Écrivez d’abord son titre."))
