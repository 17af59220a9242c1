"""Take the roll: the snapshot of who is convened, replies, presences, guests, arrivals and departures."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from coprodesk.commands import insert_move, require_entry, require_row, require_text, require_unlocked
from coprodesk.commands.movements import add_movement, delete_movement, depart, set_movement
from coprodesk.domain.attendance import MovementKind, Presence, Reply
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _, on_paper
from coprodesk.domain.meetings import MeetingState, typed_hour
from coprodesk.domain.seating import CAME, require_delegate, require_free, require_undivided
from coprodesk.queries.attendance import ExpectedSeat, expected_roll, roll, roll_diff, seated
from coprodesk.queries.holders import Holder, substitutes
from coprodesk.store import Store, Writer

__all__ = [
    "add_guest",
    "add_movement",
    "announced_present",
    "apply_roll_diff",
    "delete_movement",
    "depart",
    "remove_guest",
    "set_all_presences",
    "set_movement",
    "set_presence",
    "set_reply",
    "take_roll_snapshot",
]


def take_roll_snapshot(store: Store, meeting_id: int, *, origin: object = None) -> None:
    """Write one entry for each seat valid on the date of the meeting; a roll already taken is refreshed."""
    with store.change(_("Liste des convoqués"), origin=origin) as change:
        require_unlocked(store, change, meeting_id)
        if any(not line.guest for line in roll(store, meeting_id)):
            apply_roll_diff(store, meeting_id)
            return
        for position, seat in enumerate(expected_roll(store, meeting_id), 1):
            _insert(change, meeting_id, seat, position)


def apply_roll_diff(store: Store, meeting_id: int, *, origin: object = None) -> None:
    """Bring the roll up to date with seats and mandates; an entry whose presence is known is not touched."""
    with store.change(_("Mise à jour de la liste des convoqués"), origin=origin) as change:
        require_unlocked(store, change, meeting_id)
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
    Raises Refusal for a delegate who is the titular, or several at once.
    """
    reply = Reply(reply)
    with store.change(_("Réponse : {reply}").format(reply=reply.label.lower()), origin=origin) as change:
        meeting, entry = require_entry(store, change, entry_id)
        delegate = ("", "")
        if reply is Reply.SENDS:
            given = (delegate_label.strip(), delegate_function.strip())
            delegate = _delegate(entry, given, _usual(store, meeting, entry))
            if delegate[0]:
                require_delegate(entry["institution_label"], entry["person_label"], delegate[0])
        elif entry["presence"] == Presence.REPRESENTED:
            delegate = (entry["delegate_label"], entry["delegate_function"])
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
    at: str | None = None,
    origin: object = None,
) -> None:
    """Mark who came. « Represented » names the delegate: the one given, announced, or the usual substitute.

    In a session under way, with the hour `at` "HH:MM", who was not yet noted as arrived arrives now, and who
    left comes back; excused, absent or unknown clears such hours. Raises Refusal when nobody is known to
    represent the institution, for two persons in one seat or one in two, and once the minutes are approved.
    """
    presence = Presence(presence)
    time = typed_hour(at, "at") if at else None
    with store.change(
        _("Appel : {presence}").format(presence=presence.label.lower()), origin=origin
    ) as change:
        meeting, entry = require_entry(store, change, entry_id)
        usual = _usual(store, meeting, entry) if presence is Presence.REPRESENTED else ()
        given = (delegate_label.strip(), delegate_function.strip())
        _mark(store, change, entry, presence, given, usual, remote=remote)
        moves = sorted(
            change.rows("movement", roll_entry_id=entry_id), key=lambda row: (row["at"], row["id"])
        )
        if presence not in CAME:
            for move in moves:
                change.delete("movement", move["id"])
            return
        away = not moves or moves[-1]["kind"] == MovementKind.DEPARTURE
        if time is not None and away and meeting["state"] == MeetingState.IN_PROGRESS:
            insert_move(store, change, meeting, entry_id, MovementKind.ARRIVAL, time)


def set_all_presences(
    store: Store, meeting_id: int, presences: Mapping[int, Presence], *, origin: object = None
) -> None:
    """Mark several entries, by id, as one act and without hours; one that is refused refuses them all."""
    with store.change(_("Appel"), origin=origin) as change:
        meeting = require_unlocked(store, change, meeting_id)
        entries = {row["id"]: row for row in change.rows("roll_entry", meeting_id=meeting_id)}
        for entry_id, presence in presences.items():
            entry = require_row(entries.get(entry_id))
            usual = _usual(store, meeting, entry) if presence == Presence.REPRESENTED else ()
            _mark(store, change, entry, Presence(presence), ("", ""), usual, remote=bool(entry["remote"]))


def announced_present(store: Store, meeting_id: int, *, origin: object = None) -> None:
    """Mark as announced every entry that replied and is not marked yet; those who did not reply stay unknown.

    One announced as represented by nobody known, or by somebody already in another seat, stays unknown too.
    """
    announced = {
        Reply.COMES: Presence.PRESENT,
        Reply.SENDS: Presence.REPRESENTED,
        Reply.EXCUSED: Presence.EXCUSED,
    }
    with store.change(_("Appel : présences annoncées"), origin=origin) as change:
        require_unlocked(store, change, meeting_id)
        for line in roll(store, meeting_id):
            presence = announced.get(line.reply)
            if presence is None or line.presence is not Presence.UNKNOWN:
                continue
            entry = require_row(change.row("roll_entry", line.id))
            with suppress(Refusal):
                _mark(store, change, entry, presence, ("", ""), line.substitutes, remote=line.remote)


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

    A guest is in no figure. Raises Refusal when neither a name nor an institution is given, and once the
    minutes are approved.
    """
    require_text(
        person_label + institution_label,
        _("L’invité n’a ni nom ni institution. Rien n’a été ajouté. Donnez au moins l’un des deux."),
    )
    with store.change(_("Ajout d’un invité"), origin=origin) as change:
        meeting = require_unlocked(store, change, meeting_id)
        begun = meeting["state"] in (MeetingState.IN_PROGRESS, MeetingState.HELD)
        rows = change.rows("roll_entry", meeting_id=meeting_id)
        with on_paper():
            college_label = _("Invités")
        return change.insert(
            "roll_entry",
            meeting_id=meeting_id,
            institution_id=institution_id,
            position=max((row["position"] for row in rows), default=0) + 1,
            college_label=college_label,
            institution_label=institution_label.strip(),
            person_label=person_label.strip(),
            function_label=function_label.strip(),
            counted=0,
            guest=1,
            presence=(Presence.PRESENT if begun else Presence.UNKNOWN).value,
        )


def remove_guest(store: Store, entry_id: int, *, origin: object = None) -> None:
    """Take a guest off the roll. Raises Refusal for a convened seat, and once the minutes are approved."""
    with store.change(_("Retrait d’un invité"), origin=origin) as change:
        _meeting_row, entry = require_entry(store, change, entry_id)
        if not entry["guest"] and entry["presence"] != Presence.UNKNOWN:
            raise Refusal(
                _(
                    "« {institution} » est déjà pointée à cet appel. Le siège et son état sont gardés. "
                    "Corrigez plutôt son état."
                ).format(institution=entry["institution_label"])
            )
        if not entry["guest"]:
            raise Refusal(
                _(
                    "Un siège convoqué reste sur la liste. Rien n’a changé. "
                    "Notez plutôt son absence ou son excuse."
                )
            )
        _delete_entry(change, entry_id)


# Who sits where


def _mark(
    store: Store,
    change: Writer,
    entry: dict[str, Any],
    presence: Presence,
    given: tuple[str, str],
    usual: Sequence[Holder],
    *,
    remote: bool,
) -> None:
    institution = entry["institution_label"]
    delegate = ("", "")
    require_undivided(institution, presence, given[0])
    if presence is Presence.REPRESENTED:
        delegate = _delegate(entry, given, usual)
        require_delegate(institution, entry["person_label"], delegate[0])
    elif presence is Presence.UNKNOWN:
        delegate = (entry["delegate_label"], entry["delegate_function"])
    if presence in CAME and not entry["guest"]:
        name = delegate[0] if presence is Presence.REPRESENTED else entry["person_label"]
        others = seated(store, entry["meeting_id"])
        others.pop(entry["id"], None)
        require_free(name, others.values())
    _write_mark(change, entry["id"], presence, delegate, remote=remote)


def _write_mark(
    change: Writer, entry_id: int, presence: Presence, delegate: tuple[str, str], *, remote: bool
) -> None:
    change.update(
        "roll_entry",
        entry_id,
        presence=presence.value,
        delegate_label=delegate[0],
        delegate_function=delegate[1],
        remote=int(remote and presence in CAME),
    )


def _delegate(entry: dict[str, Any], given: tuple[str, str], usual: Sequence[Holder]) -> tuple[str, str]:
    """Return name and function of the delegate given, else announced, else the usual substitute."""
    if given[0]:
        return given
    if entry["delegate_label"]:
        return entry["delegate_label"], entry["delegate_function"]
    return (usual[0].name, usual[0].function) if usual else ("", "")


def _usual(store: Store, meeting: dict[str, Any], entry: dict[str, Any]) -> tuple[Holder, ...]:
    if entry["institution_id"] is None or entry["delegate_label"]:
        return ()
    day = date.fromisoformat(meeting["date"])
    found = substitutes(store, entry["institution_id"], meeting["body_id"], day)
    return tuple(one for one in found if one.person_id != entry["person_id"])


# Rows


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
