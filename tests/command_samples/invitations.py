"""One use of each command on invitations."""

from coprodesk.commands import invitations
from coprodesk.domain.disclosure import Level
from coprodesk.store import Store


def name_for_calendars(store: Store) -> None:
    invitations.name_for_calendars(store)


def note_invitation(store: Store) -> None:
    letters = invitations.Letters("convocations", "Convocations", 12, "Préfecture, Parquet")
    invitations.note_invitation(store, 9, Level.PARTNERS, "0" * 64, file_name="Envoi", letters=letters)
