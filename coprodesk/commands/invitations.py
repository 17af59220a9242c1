"""Invitations for calendars: the council gets the name under which they will always know it."""

import uuid

from coprodesk.commands.council import set_setting
from coprodesk.domain.i18n import _
from coprodesk.queries.invitations import IDENTITY, identity
from coprodesk.store import Store


def name_for_calendars(store: Store, *, origin: object = None) -> str:
    """Return the name under which calendars know this council, given once and for good before the first file.

    It is in the council's file, hence in its copies and its export; a final act, for what was sent bears it.
    Raises Refusal in a read-only file that has none yet.
    """
    held = identity(store)
    if held:
        return held
    made = uuid.uuid4().hex
    with store.change(_("Identité du conseil dans les agendas"), origin=origin, final=True):
        set_setting(store, IDENTITY, made)
    return made
