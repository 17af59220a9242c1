"""Verbs on the institutions that help with a commitment beside its lead."""

from coprodesk.commands import require_row, typing_merge
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.store import Store


def add_contributor(
    store: Store,
    commitment_id: int,
    institution_id: int,
    *,
    kind: str = "contributor",
    share: str = "",
    origin: object = None,
) -> int:
    """Add an institution that brings means (contributor) or is kept informed (associate).

    Raises Refusal when it is already there.
    """
    with store.change(_("Ajout d’un contributeur"), origin=origin) as change:
        if change.rows("contributor", commitment_id=commitment_id, institution_id=institution_id):
            raise Refusal(
                _("Ce partenaire est déjà parmi les contributeurs. Rien n’a été modifié. Vérifiez la liste.")
            )
        return change.insert(
            "contributor",
            commitment_id=commitment_id,
            institution_id=institution_id,
            kind=kind,
            share=share.strip(),
        )


def set_contributor(
    store: Store,
    contributor_id: int,
    *,
    kind: str | None = None,
    share: str | None = None,
    origin: object = None,
) -> None:
    """Say whether an institution brings means (contributor) or is kept informed (associate), and which."""
    fields = {name: value for name, value in (("kind", kind), ("share", share)) if value is not None}
    with store.change(
        _("Part d’un contributeur"), merge=typing_merge("contributor", contributor_id, fields), origin=origin
    ) as change:
        require_row(change.row("contributor", contributor_id))
        change.update("contributor", contributor_id, **fields)


def remove_contributor(store: Store, contributor_id: int, *, origin: object = None) -> None:
    """Take an institution off the contributors of a commitment."""
    with store.change(_("Retrait d’un contributeur"), origin=origin) as change:
        change.delete("contributor", contributor_id)
