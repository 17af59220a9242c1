"""Take the roll: the snapshot of who is convened, replies, presences, guests, arrivals and departures."""

from collections.abc import Mapping
from datetime import date

from coprodesk.commands import require_row, require_text
from coprodesk.domain.attendance import MovementKind, Presence, Reply
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import parse_time
from coprodesk.domain.i18n import _
from coprodesk.domain.meetings import MeetingState
from coprodesk.queries.attendance import ExpectedSeat, RollLine, expected_roll, roll, roll_diff
from coprodesk.store import Store, Writer

_CAME = (Presence.PRESENT, Presence.REPRESENTED)


def take_roll_snapshot(store: Store, meeting_id: int, *, origin: object = None) -> None:
    """Write one entry for each seat valid on the date of the meeting; a roll already taken is refreshed."""
    with store.change(_("Liste des convoqués"), origin=origin) as change:
        require_row(change.row("meeting", meeting_id))
        if any(not line.guest for line in roll(store, meeting_id)):
            apply_roll_diff(store, meeting_id)
            return
        for position, seat in enumerate(expected_roll(store, meeting_id), 1):
            _insert(change, meeting_id, seat, position)


def apply_roll_diff(store: Store, meeting_id: int, *, origin: object = None) -> None:
    """Bring the roll up to date with seats and mandates; an entry whose presence is known is not touched."""
    with store.change(_("Mise à jour de la liste des convoqués"), origin=origin) as change:
        diff = roll_diff(store, meeting_id)
        for line in diff.removed:
            _delete_entry(change, line.id)
        for one in diff.changed:
            change.update("roll_entry", one.line.id, **_labels(one.seat))
        positions = {line.seat_id: line.position for line in roll(store, meeting_id)}
        before = 0
        for seat in expected_roll(store, meeting_id):
            # A new seat shares the position of the one before it and, with a higher id, comes right after.
            before = positions.get(seat.seat_id, before)
            if seat in diff.added:
                _insert(change, meeting_id, seat, before)


def set_reply(
    store: Store,
    entry_id: int,
    reply: Reply,
    *,
    channel: str = "",
    on: date | None = None,
    excuse: str = "",
    delegate_label: str = "",
    delegate_function: str = "",
    origin: object = None,
) -> None:
    """Note what an institution answered; it says nothing of its presence.

    The delegate announced by « sends » is by default the one already noted, else the usual substitute.
    """
    reply = Reply(reply)
    with store.change(_("Réponse : {reply}").format(reply=reply.label.lower()), origin=origin) as change:
        line = _line(store, change, entry_id)
        delegate = ("", "")
        if reply is Reply.SENDS:
            delegate = _delegate(line, (delegate_label.strip(), delegate_function.strip()))
        elif line.presence is Presence.REPRESENTED:
            delegate = (line.delegate, line.delegate_function)
        change.update(
            "roll_entry",
            entry_id,
            reply=reply.value,
            reply_channel=channel,
            reply_on=on.isoformat() if on else None,
            excuse=excuse.strip(),
            delegate_label=delegate[0],
            delegate_function=delegate[1],
        )


def set_presence(
    store: Store,
    entry_id: int,
    presence: Presence,
    delegate_label: str = "",
    delegate_function: str = "",
    *,
    remote: bool = False,
    origin: object = None,
) -> None:
    """Mark who came. « Represented » names the delegate: the one given, announced, or the usual substitute.

    Raises Refusal when nobody is known to represent the institution.
    """
    presence = Presence(presence)
    with store.change(
        _("Appel : {presence}").format(presence=presence.label.lower()), origin=origin
    ) as change:
        line = _line(store, change, entry_id)
        _mark(change, line, presence, (delegate_label.strip(), delegate_function.strip()), remote=remote)


def set_all_presences(
    store: Store, meeting_id: int, presences: Mapping[int, Presence], *, origin: object = None
) -> None:
    """Mark several entries, by id, as one act. Raises Refusal as `set_presence`, and then marks none."""
    with store.change(_("Appel"), origin=origin) as change:
        lines = {line.id: line for line in roll(store, meeting_id)}
        for entry_id, presence in presences.items():
            if entry_id not in lines:
                require_row(None)
            _mark(change, lines[entry_id], Presence(presence), ("", ""), remote=lines[entry_id].remote)


def announced_present(store: Store, meeting_id: int, *, origin: object = None) -> None:
    """Mark as announced every entry that replied and is not marked yet; those who did not reply stay unknown.

    One announced as represented by nobody known stays unknown too.
    """
    announced = {
        Reply.COMES: Presence.PRESENT,
        Reply.SENDS: Presence.REPRESENTED,
        Reply.EXCUSED: Presence.EXCUSED,
    }
    with store.change(_("Appel : présences annoncées"), origin=origin) as change:
        for line in roll(store, meeting_id):
            presence = announced.get(line.reply)
            if presence is None or line.presence is not Presence.UNKNOWN:
                continue
            if presence is Presence.REPRESENTED and not (line.delegate or line.substitute):
                continue
            _mark(change, line, presence, ("", ""), remote=line.remote)


def add_guest(
    store: Store,
    meeting_id: int,
    person_label: str,
    *,
    function_label: str = "",
    institution_label: str = "",
    institution_id: int | None = None,
    origin: object = None,
) -> int:
    """Add a guest to the roll and return the entry's id; one who comes once the meeting began is present.

    A guest is in no figure. Raises Refusal when neither a name nor an institution is given.
    """
    require_text(
        person_label + institution_label,
        _("L’invité n’a ni nom ni institution. Rien n’a été ajouté. Donnez au moins l’un des deux."),
    )
    with store.change(_("Ajout d’un invité"), origin=origin) as change:
        meeting = require_row(change.row("meeting", meeting_id))
        begun = meeting["state"] in (MeetingState.IN_PROGRESS, MeetingState.HELD)
        rows = change.rows("roll_entry", meeting_id=meeting_id)
        return change.insert(
            "roll_entry",
            meeting_id=meeting_id,
            institution_id=institution_id,
            position=max((row["position"] for row in rows), default=0) + 1,
            college_label=_("Invités"),
            institution_label=institution_label.strip(),
            person_label=person_label.strip(),
            function_label=function_label.strip(),
            counted=0,
            guest=1,
            presence=(Presence.PRESENT if begun else Presence.UNKNOWN).value,
        )


def remove_guest(store: Store, entry_id: int, *, origin: object = None) -> None:
    """Take a guest off the roll. Raises Refusal for a convened seat."""
    with store.change(_("Retrait d’un invité"), origin=origin) as change:
        if not require_row(change.row("roll_entry", entry_id))["guest"]:
            raise Refusal(
                _(
                    "Un siège convoqué reste sur la liste. Rien n’a changé. "
                    "Notez plutôt son absence ou son excuse."
                )
            )
        _delete_entry(change, entry_id)


def add_movement(
    store: Store,
    entry_id: int,
    kind: MovementKind,
    at: str,
    agenda_item_id: int | None = None,
    *,
    origin: object = None,
) -> int:
    """Note an arrival or a departure at "HH:MM" and return its id; who arrives and was not marked is present.

    Raises Refusal for a time that does not exist, or the departure of somebody who is not there.
    """
    kind = MovementKind(kind)
    time = parse_time(at)
    with store.change(_("{kind} en séance").format(kind=kind.label), origin=origin) as change:
        entry = require_row(change.row("roll_entry", entry_id))
        if Presence(entry["presence"]) not in _CAME:
            if kind is MovementKind.DEPARTURE:
                raise Refusal(
                    _("Seul un présent peut partir. Rien n’a été noté. Pointez d’abord sa présence.")
                )
            change.update("roll_entry", entry_id, presence=Presence.PRESENT.value, delegate_label="")
        return change.insert(
            "movement", roll_entry_id=entry_id, kind=kind.value, at=time, agenda_item_id=agenda_item_id
        )


def delete_movement(store: Store, movement_id: int, *, origin: object = None) -> None:
    """Remove an arrival or a departure noted by mistake."""
    with store.change(_("Suppression d’un mouvement"), origin=origin) as change:
        change.delete("movement", movement_id)


def _mark(
    change: Writer, line: RollLine, presence: Presence, delegate: tuple[str, str], *, remote: bool
) -> None:
    if presence is Presence.REPRESENTED:
        delegate = _delegate(line, delegate)
        if not delegate[0]:
            raise Refusal(
                _(
                    "Aucun suppléant n’est connu pour « {institution} ». Rien n’a été pointé. "
                    "Indiquez le nom de qui représente."
                ).format(institution=line.institution)
            )
    elif presence is Presence.UNKNOWN:
        delegate = (line.delegate, line.delegate_function)
    else:
        delegate = ("", "")
    change.update(
        "roll_entry",
        line.id,
        presence=presence.value,
        delegate_label=delegate[0],
        delegate_function=delegate[1],
        remote=int(remote and presence in _CAME),
    )


def _delegate(line: RollLine, given: tuple[str, str]) -> tuple[str, str]:
    """Return name and function of the delegate given, else announced, else the usual substitute."""
    if given[0]:
        return given
    if line.delegate:
        return line.delegate, line.delegate_function
    return (line.substitute.name, line.substitute.function) if line.substitute else ("", "")


def _line(store: Store, change: Writer, entry_id: int) -> RollLine:
    entry = require_row(change.row("roll_entry", entry_id))
    return next(line for line in roll(store, entry["meeting_id"]) if line.id == entry_id)


def _labels(seat: ExpectedSeat) -> dict[str, object]:
    return {
        "person_id": seat.person_id,
        "college_label": seat.college_label,
        "institution_label": seat.institution_label,
        "person_label": seat.person_label,
        "function_label": seat.function_label,
        "counted": int(seat.counted),
    }


def _insert(change: Writer, meeting_id: int, seat: ExpectedSeat, position: int) -> None:
    change.insert(
        "roll_entry",
        meeting_id=meeting_id,
        seat_id=seat.seat_id,
        institution_id=seat.institution_id,
        position=position,
        **_labels(seat),
    )


def _delete_entry(change: Writer, entry_id: int) -> None:
    for movement in change.rows("movement", roll_entry_id=entry_id):
        change.delete("movement", movement["id"])
    change.delete("roll_entry", entry_id)
