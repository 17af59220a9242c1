"""One use of each command on invitations."""

from coprodesk.commands import invitations
from coprodesk.store import Store


def name_for_calendars(store: Store) -> None:
    invitations.name_for_calendars(store)
