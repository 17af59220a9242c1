"""The invitation of a meeting for the calendars of those convened, as it would leave now."""

import re

from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.french import short_date
from coprodesk.domain.i18n import _
from coprodesk.domain.invitations import Appointment, Attendee, Invitation, sequence, uid
from coprodesk.domain.meetings import MeetingState
from coprodesk.domain.names import display_name
from coprodesk.queries.attendance import expected_roll, roll
from coprodesk.queries.council import Council, council, setting
from coprodesk.queries.meetings import MeetingRow, meeting
from coprodesk.queries.papers import visible_meeting
from coprodesk.store import Store

DOCUMENT = "invitation"
"""The name of an invitation in the register of what went out."""
IDENTITY = "calendar_identity"
"""The setting by which calendars know this council, in its copies too."""


def identity(store: Store) -> str:
    """Return the name under which calendars know this council, '' while nothing was sent to any."""
    return setting(store, IDENTITY)


def convened_audience(store: Store, meeting_id: int) -> Audience:
    """Return those convened: the partners, or the members of a confidential group alone."""
    row = meeting(store, meeting_id)
    if row is not None and row.confidential:
        return Audience(Level.RESTRICTED, row.body_id)
    return Audience(Level.PARTNERS)


def invitation(
    store: Store, meeting_id: int, audience: Audience, partner_id: int | None = None
) -> Invitation:
    """Return the invitation of a meeting: for everyone convened, or for one partner.

    A group held to secrecy is not named, nor are its members to each other. Raises Refusal as
    `queries.papers.visible_meeting`.
    """
    row = visible_meeting(store, meeting_id, audience)
    facts = council(store)
    invited = _invited(store, row, audience)
    if partner_id is not None:
        attendees = tuple(one for one in (invited.get(partner_id),) if one is not None)
    else:
        attendees = () if row.confidential else tuple(dict.fromkeys(invited.values()))
    appointment = Appointment(
        title=_title(facts, row),
        date=row.date,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        place=row.place,
        cancelled=row.state is MeetingState.CANCELLED,
    )
    return Invitation(
        uid=uid(identity(store), row.id),
        sequence=sequence(sent_digests(store, row.id), appointment.digest),
        appointment=appointment,
        note=_note(row),
        closed=row.confidential,
        organizer=_organizer(store, facts, row, audience),
        attendees=attendees,
    )


def sent_digests(store: Store, meeting_id: int) -> tuple[str, ...]:
    """Return what the invitations of a meeting that went out showed, in their order."""
    rows = store.rows(
        "SELECT digest FROM document_sent WHERE document = ? AND meeting_id = ? ORDER BY id",
        (DOCUMENT, meeting_id),
    )
    return tuple(row["digest"] for row in rows)


def addresses(store: Store, meeting_id: int, audience: Audience) -> dict[int, str]:
    """Return the address of each institution convened that has one, by its id: its person's, else its own.

    Nothing for the public, which may read no address. Raises Refusal as `queries.papers.visible_meeting`.
    """
    row = visible_meeting(store, meeting_id, audience)
    return {key: one.email for key, one in _invited(store, row, audience).items()}


def _title(facts: Council, row: MeetingRow) -> str:
    if row.confidential:
        return _("Réunion – {council}").format(council=facts.name)
    return _("{body} – {council}").format(body=row.body, council=facts.name)


def _note(row: MeetingRow) -> str:
    if row.reply_by is None or row.state is not MeetingState.CONVENED:
        return ""
    return _("Réponse attendue avant le {day}.").format(day=short_date(row.reply_by))


def _organizer(store: Store, facts: Council, row: MeetingRow, audience: Audience) -> Attendee | None:
    """Return the council, else its secretary; None when no address is known or may be read."""
    if _usable(facts.email):
        return Attendee(facts.name, _usable(facts.email))
    person = store.row("SELECT * FROM person WHERE id = ?", (row.secretary_id,))
    if person is None or not _usable(person["email"]) or audience.level is Level.PUBLIC:
        return None
    name = display_name(person["civility"], person["first_name"], person["last_name"])
    return Attendee(name, _usable(person["email"]))


def _invited(store: Store, row: MeetingRow, audience: Audience) -> dict[int, Attendee]:
    """Return who has an address, by institution; a guest of none is asked by letter."""
    if audience.level is Level.PUBLIC:
        return {}
    lines = [(one.institution_id, one.person_id, one.person, one.guest) for one in roll(store, row.id)]
    if not any(not guest for *_rest, guest in lines):
        expected = expected_roll(store, row.id)
        lines = [(one.institution_id, one.person_id, one.person_label, False) for one in expected] + lines
    people = {one["id"]: _usable(one["email"]) for one in store.rows("SELECT id, email FROM person")}
    places = {
        one["id"]: (one["short_name"], _usable(one["email"]))
        for one in store.rows("SELECT id, short_name, email FROM institution")
    }
    found: dict[int, Attendee] = {}
    for institution_id, person_id, person, guest in lines:
        if institution_id is None or (person_id is not None and person_id == row.chair_id):
            continue
        name, shared = places[institution_id]
        email = people.get(person_id, "") if person_id is not None else ""
        if email or shared:
            found.setdefault(institution_id, Attendee(person or name, email or shared, guest))
    return found


def _usable(email: str) -> str:
    """Return an address as it can be written into a file; '' for what is none."""
    found = email.strip()
    return found if re.fullmatch(r"[^\s@<>\";,]+@[^\s@<>\";,]+", found) else ""
