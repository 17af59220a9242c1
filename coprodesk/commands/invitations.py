"""Invitations for calendars: the council gets the name under which they will always know it."""

import uuid
from dataclasses import dataclass

from coprodesk.commands.council import set_setting
from coprodesk.commands.minutes import mark_sent
from coprodesk.domain.disclosure import Level
from coprodesk.domain.i18n import _, on_paper
from coprodesk.queries.invitations import DOCUMENT, IDENTITY, identity
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


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters that left with an invitation: their name on the command line, and how many pages."""

    document: str
    title: str
    pages: int
    recipients: str


def note_invitation(
    store: Store,
    meeting_id: int,
    audience: Level,
    shown: str,
    *,
    file_name: str,
    letters: Letters | None = None,
    origin: object = None,
) -> None:
    """Note in the register that an invitation left, alone or with `letters`: a final act.

    `shown` is the digest of the appointment, from which later invitations are numbered.
    """
    with on_paper():
        title = _("Invitation d’agenda")
    with store.change(_("Invitation d’agenda préparée"), origin=origin, final=True):
        if letters is not None:
            mark_sent(
                store, letters.document, letters.title, audience, pages=letters.pages, digest="",
                meeting_id=meeting_id, recipients=letters.recipients, file_name=file_name,
            )  # fmt: skip
        mark_sent(
            store, DOCUMENT, title, audience, pages=0, digest=shown,
            meeting_id=meeting_id, recipients=letters.recipients if letters else "", file_name=file_name,
        )  # fmt: skip
