"""Bringing a list of partners in, in one step that one undo takes back whole."""

from coprodesk.commands import Tell, carry_out, paced
from coprodesk.domain.i18n import _
from coprodesk.domain.import_plan import New
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
        made: dict[New, int] = {}
        for line in paced(plan.lines, tell):
            carry_out(change, line.writes, made)
