"""What the letters of a meeting say: whom they go to, what concerns each, who answers for the secretariat.

Every letter is for an audience, and nothing it may not see is selected.
"""

import datetime
from dataclasses import dataclass, replace
from typing import Any

from coprodesk.domain.attendance import Reply
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.domain.letters import CLOSING, full_civility, salutation
from coprodesk.domain.meetings import Convener, MeetingState
from coprodesk.domain.names import display_name
from coprodesk.queries.agenda import AgendaRow, agenda, keeps_cut
from coprodesk.queries.attendance import expected_roll, roll
from coprodesk.queries.follow_up import CommitmentLine, commitments_of
from coprodesk.queries.meetings import MeetingRow
from coprodesk.queries.papers import Letterhead, MeetingFacts, letterhead, meeting_facts, visible_meeting
from coprodesk.store import Store


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who receives a letter: `name` is « Monsieur Gauthier de LESMONT », empty for a vacant seat.

    `items` are the numbers, as printed for the audience, of the items that concern the institution;
    `commitments` are its open ones. `replaceable` is false for a qualified person.
    """

    institution_id: int | None
    institution: str
    address: tuple[str, ...]
    name: str
    function: str
    salutation: str
    closing: str
    guest: bool
    replaceable: bool
    items: tuple[str, ...]
    commitments: tuple[CommitmentLine, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """Who takes the replies."""

    name: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class Sender:
    """Who signs: the person who presides, or the secretary."""

    civility: str
    name: str
    function: str
    secretary: bool = False


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What changed: `to_date` and `to_starts_at` are those of a meeting that was moved."""

    kind: str
    made_on: datetime.date
    from_date: datetime.date
    from_starts_at: str
    to_date: datetime.date | None
    to_starts_at: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class LetterRun:
    """The letters of a meeting, one for each addressee; `council_kind` is communal or intercommunal.

    `previous` is the day of the body's last meeting held before, whose decisions go with the convocation.
    """

    letterhead: Letterhead
    meeting: MeetingFacts
    level: Level
    body_kind: str
    convened_by: Convener
    sender: Sender
    contact: Contact
    previous: datetime.date | None
    addressees: tuple[Addressee, ...]
    notice: NoticeFacts | None = None


def convocations(
    store: Store, meeting_id: int, audience: Audience, partner_id: int | None = None
) -> LetterRun:
    """Return the letters that convene, of everyone on the roll or of one partner.

    Raises Refusal as `visible_meeting`, for a meeting over or cancelled, or when nobody is to be convened.
    """
    row = visible_meeting(store, meeting_id, audience)
    if row.state in (MeetingState.HELD, MeetingState.CANCELLED):
        raise Refusal(
            _(
                "On ne convoque plus à une réunion tenue ou annulée. Rien n’a été imprimé. "
                "Choisissez-en une autre."
            )
        )
    return _letters(store, row, audience, _seats(store, row.id), partner_id)


def recalls(store: Store, meeting_id: int, audience: Audience, partner_id: int | None = None) -> LetterRun:
    """Return the letters to those convened who did not reply yet.

    Raises Refusal as `visible_meeting`, before the convening, or when everyone replied.
    """
    row = visible_meeting(store, meeting_id, audience)
    if row.state is not MeetingState.CONVENED:
        raise Refusal(
            _(
                "On ne rappelle que les institutions convoquées à une réunion à venir. Rien n’a été imprimé. "
                "Convoquez d’abord la réunion."
            )
        )
    answered = {line.institution_id for line in roll(store, row.id) if line.reply is not Reply.NONE}
    silent = [seat for seat in _seats(store, row.id) if not seat["guest"]]
    silent = [seat for seat in silent if seat["institution_id"] not in answered and seat["counted"]]
    if not silent:
        raise Refusal(
            _(
                "Toutes les institutions convoquées ont répondu. Rien n’a été imprimé. "
                "Il n’y a personne à rappeler."
            )
        )
    return _letters(store, row, audience, silent, partner_id)


def notices(store: Store, meeting_id: int, audience: Audience, partner_id: int | None = None) -> LetterRun:
    """Return the letters that tell that the meeting was moved or cancelled, as last decided.

    Raises Refusal as `visible_meeting`, or for a meeting that is where it was first fixed.
    """
    row = visible_meeting(store, meeting_id, audience)
    found = last_notice(store, meeting_id)
    if found is None or (found.kind == "cancelled") != (row.state is MeetingState.CANCELLED):
        raise Refusal(
            _(
                "Cette réunion n’a été ni reportée ni annulée. Rien n’a été imprimé. "
                "L’avis se fait une fois la réunion reportée ou annulée."
            )
        )
    return _letters(store, row, audience, _seats(store, row.id), partner_id, found)


def since_then(store: Store, meeting_id: int, audience: Audience, partner_id: int | None = None) -> LetterRun:
    """Return for each partner of the meeting its open commitments, to be told of before it.

    Raises Refusal as `visible_meeting`, for a meeting over or cancelled, or when nobody has any.
    """
    row = visible_meeting(store, meeting_id, audience)
    if row.state in (MeetingState.HELD, MeetingState.CANCELLED):
        raise Refusal(
            _("Ces fiches se font avant une réunion. Rien n’a été imprimé. Choisissez une réunion à venir.")
        )
    found = _letters(store, row, audience, _seats(store, row.id), partner_id)
    with_some = tuple(one for one in found.addressees if one.commitments)
    if not with_some:
        raise Refusal(
            _("Aucun engagement n’est ouvert pour ces partenaires. Rien n’a été imprimé. Tout est à jour.")
        )
    return replace(found, addressees=with_some)


def last_notice(store: Store, meeting_id: int) -> NoticeFacts | None:
    """Return how a meeting was last moved or cancelled, None when it never was."""
    row = store.row(
        "SELECT * FROM meeting_notice WHERE meeting_id = ? ORDER BY id DESC LIMIT 1", (meeting_id,)
    )
    if row is None:
        return None
    to_date = row["to_date"]
    return NoticeFacts(
        kind=row["kind"],
        made_on=datetime.date.fromisoformat(row["made_on"]),
        from_date=datetime.date.fromisoformat(row["from_date"]),
        from_starts_at=row["from_starts_at"],
        to_date=datetime.date.fromisoformat(to_date) if to_date else None,
        to_starts_at=row["to_starts_at"],
        reason=row["reason"],
    )


def previous_meeting(store: Store, meeting_id: int) -> int | None:
    """Return the last meeting of the same body held before a meeting, None without one."""
    found = store.row(
        """SELECT p.id FROM meeting p JOIN meeting m ON m.body_id = p.body_id AND p.date < m.date
           WHERE m.id = ? AND p.state = 'held' ORDER BY p.date DESC, p.id DESC LIMIT 1""",
        (meeting_id,),
    )
    return None if found is None else int(found["id"])


def _letters(
    store: Store,
    row: MeetingRow,
    audience: Audience,
    seats: list[dict[str, Any]],
    partner_id: int | None,
    notice: NoticeFacts | None = None,
) -> LetterRun:
    found: dict[object, dict[str, Any]] = {}
    for seat in seats:
        # Two seats of one institution make one letter; the sender writes none to herself.
        if seat["person_id"] is None or seat["person_id"] != row.chair_id:
            found.setdefault(seat["institution_id"] or seat["entry"], seat)
    if partner_id is not None:
        found = {key: seat for key, seat in found.items() if key == partner_id}
    if not found:
        raise Refusal(
            _("Il n’y a personne à qui écrire. Rien n’a été imprimé. Vérifiez les sièges de ce groupe.")
        )
    items = agenda(store, row.id, audience, keep_cut=keeps_cut(store))
    return LetterRun(
        letterhead=letterhead(store),
        meeting=meeting_facts(store, row),
        level=audience.level,
        body_kind=row.body_kind,
        convened_by=row.convened_by,
        sender=_sender(store, row),
        contact=_contact(store, row, audience),
        previous=_previous(store, row),
        addressees=tuple(_addressee(store, row, audience, seat, items) for seat in found.values()),
        notice=notice,
    )


def _seats(store: Store, meeting_id: int) -> list[dict[str, Any]]:
    """Return whom a meeting is for, from its roll or, before it is taken, from the seats of its day."""
    taken = roll(store, meeting_id)
    seats: list[dict[str, Any]] = [
        {
            "entry": f"entry {line.id}",
            "institution_id": line.institution_id,
            "person_id": line.person_id,
            "institution": line.institution,
            "person": line.person,
            "function": line.function,
            "guest": line.guest,
            "counted": line.counted,
        }
        for line in taken
    ]
    if any(not line.guest for line in taken):
        return seats
    expected = [
        {
            "entry": f"seat {seat.seat_id}",
            "institution_id": seat.institution_id,
            "person_id": seat.person_id,
            "institution": seat.institution_label,
            "person": seat.person_label,
            "function": seat.function_label,
            "guest": False,
            "counted": seat.counted,
        }
        for seat in expected_roll(store, meeting_id)
    ]
    return expected + seats


def _addressee(
    store: Store, row: MeetingRow, audience: Audience, seat: dict[str, Any], items: tuple[AgendaRow, ...]
) -> Addressee:
    institution_id = seat["institution_id"]
    person = store.row("SELECT * FROM person WHERE id = ?", (seat["person_id"],))
    place = store.row(
        """SELECT n.address, coalesce(k.code, '') AS kind FROM institution n
           LEFT JOIN member_kind k ON k.id = n.member_kind_id WHERE n.id = ?""",
        (institution_id,),
    )
    civility, name = seat["person"].partition(" ")[0], ""
    if person is not None:
        civility = person["civility"]
        name = display_name(full_civility(civility), person["first_name"], person["last_name"])
    elif seat["person"]:
        name = seat["person"]
    concerned = tuple(
        item.number
        for item in items
        if institution_id is not None
        and (institution_id == item.reporter_id or institution_id in item.institutions)
    )
    return Addressee(
        institution_id=institution_id,
        institution=seat["institution"],
        address=tuple(line for line in (place["address"] if place else "").splitlines() if line.strip()),
        name=name,
        function=seat["function"],
        salutation=salutation(civility if name else "", seat["function"]),
        closing=(person["closing"] if person is not None else "") or CLOSING,
        guest=seat["guest"],
        replaceable=place is None or place["kind"] != "qualified_person",
        items=concerned,
        commitments=() if institution_id is None else commitments_of(store, row, audience, institution_id),
    )


def _sender(store: Store, row: MeetingRow) -> Sender:
    name, _comma, function = row.chair_line.partition(",")
    person = store.row("SELECT civility, first_name, last_name FROM person WHERE id = ?", (row.chair_id,))
    if person is None:
        return Sender(name.partition(" ")[0], name.strip(), function.strip())
    printed = display_name("", person["first_name"], person["last_name"])
    return Sender(person["civility"], printed, function.strip())


def _contact(store: Store, row: MeetingRow, audience: Audience) -> Contact:
    """Return who takes the replies; a public copy gives the council's telephone, not a person's."""
    council = store.row("SELECT phone, email FROM council")
    assert council is not None
    person = store.row("SELECT * FROM person WHERE id = ?", (row.secretary_id,))
    if person is None:
        return Contact("", council["phone"], council["email"])
    own = council if audience.level is Level.PUBLIC else person
    return Contact(
        display_name(person["civility"], person["first_name"], person["last_name"]),
        own["phone"] or council["phone"],
        own["email"] or council["email"],
    )


def _previous(store: Store, row: MeetingRow) -> datetime.date | None:
    found = store.row(
        "SELECT max(date) AS day FROM meeting WHERE body_id = ? AND state = 'held' AND date < ?",
        (row.body_id, row.date.isoformat()),
    )
    return datetime.date.fromisoformat(found["day"]) if found and found["day"] else None
