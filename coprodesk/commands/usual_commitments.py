"""Verbs on the usual commitments, the suggestions of the commitment form."""

from coprodesk.commands import (
    insert_usual_commitment,
    reposition,
    require_row,
    require_title,
    typing_merge,
)
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import fold
from coprodesk.domain.i18n import _
from coprodesk.domain.usual_commitments import USUAL_COMMITMENTS, UsualDraft
from coprodesk.store import Store

_FIELDS = frozenset({"partner", "what", "progress_indicator", "outcome_indicator"})


def add_usual_commitment(
    store: Store,
    partner: str,
    what: str,
    *,
    progress_indicator: str = "",
    outcome_indicator: str = "",
    origin: object = None,
) -> int:
    """Add a suggestion at the end and return its id. Raises Refusal without a kind of partner or a text."""
    draft = UsualDraft(_partner(partner), _what(what), progress_indicator.strip(), outcome_indicator.strip())
    with store.change(_("Ajout d’un engagement d’usage"), origin=origin) as change:
        return insert_usual_commitment(change, draft)


def add_usual_commitments(store: Store, *, origin: object = None) -> None:
    """Bring back the suggestions that a new council starts with and that are missing.

    Raises Refusal when none is.
    """
    with store.change(_("Engagements d’usage d’origine"), origin=origin) as change:
        known = {fold(row["what"]) for row in change.rows("usual_commitment")}
        missing = [draft for draft in USUAL_COMMITMENTS if fold(draft.what) not in known]
        if not missing:
            raise Refusal(
                _("Tous les engagements d’origine sont là. Rien n’a changé. Modifiez ceux de la liste.")
            )
        for draft in missing:
            insert_usual_commitment(change, draft)


def set_usual_commitment(store: Store, usual_id: int, *, origin: object = None, **fields: str) -> None:
    """Change a suggestion; commitments already taken keep their text.

    Raises Refusal without a kind of partner or a text.
    """
    if not fields.keys() <= _FIELDS:
        raise TypeError(f"a usual commitment has no field {sorted(fields.keys() - _FIELDS)}")
    if "partner" in fields:
        fields["partner"] = _partner(fields["partner"])
    if "what" in fields:
        fields["what"] = _what(fields["what"])
    merge = typing_merge("usual_commitment", usual_id, fields)
    with store.change(_("Modification d’un engagement d’usage"), merge=merge, origin=origin) as change:
        require_row(change.row("usual_commitment", usual_id))
        change.update("usual_commitment", usual_id, **fields)


def move_usual_commitment(store: Store, usual_id: int, steps: int, *, origin: object = None) -> None:
    """Move a suggestion by so many places, downwards when positive, no farther than an end."""
    with store.change(_("Ordre des engagements d’usage"), origin=origin) as change:
        require_row(change.row("usual_commitment", usual_id))
        reposition(change, "usual_commitment", change.rows("usual_commitment"), usual_id, steps)


def delete_usual_commitment(store: Store, usual_id: int, *, origin: object = None) -> None:
    """Take a suggestion off the list; commitments already taken stay."""
    with store.change(_("Suppression d’un engagement d’usage"), origin=origin) as change:
        require_row(change.row("usual_commitment", usual_id))
        change.delete("usual_commitment", usual_id)


def _partner(text: str) -> str:
    return _required(
        text,
        "partner",
        _("Le type de partenaire manque. Rien n’a été enregistré. Écrivez par exemple Bailleur."),
    )


def _what(text: str) -> str:
    return _required(
        text, "what", _("L’engagement est vide. Rien n’a été enregistré. Écrivez ce qui serait promis.")
    )


def _required(text: str, field: str, message: str) -> str:
    try:
        return require_title(text, message)
    except Refusal as refusal:
        raise Refusal(str(refusal), field=field) from None
