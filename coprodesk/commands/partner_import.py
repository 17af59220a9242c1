"""Bringing a list of partners in, in one step that one undo takes back whole."""

from coprodesk.commands.imports import Tell, carry_out
from coprodesk.domain.i18n import _
from coprodesk.domain.partner_import import Plan
from coprodesk.store import Store


def import_partners(
    store: Store,
    plan: Plan,
    *,
    tell: Tell | None = None,
    origin: object = None,
) -> None:
    """Write what `plan` says and nothing else; it was made for the file as it stands.

    Raises Refusal, with nothing written, when `tell` stops it or a row it completes is gone.
    """
    with store.change(_("Import de partenaires"), origin=origin) as change:
        carry_out(change, (line.writes for line in plan.lines), tell)
