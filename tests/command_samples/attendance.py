"""One call of each verb of the roll."""

from datetime import date

from coprodesk.commands import attendance, meetings
from coprodesk.domain.attendance import Presence, Reply
from coprodesk.queries.attendance import RollLine, roll, roll_diff
from coprodesk.store import Store


def _new(store: Store) -> int:
    row = store.rows(
        "SELECT s.body_id FROM seat s JOIN body b ON b.id = s.body_id "
        "WHERE s.to_date IS NULL AND b.closed_on IS NULL ORDER BY s.id"
    )
    return meetings.create_meeting(store, row[0]["body_id"], date(2030, 4, 18), "14:30")


def _rolled(store: Store) -> int:
    one = _new(store)
    meetings.open_meeting(store, one, "14:30")
    return one


def _line(store: Store) -> RollLine:
    row = store.row(
        "SELECT r.meeting_id FROM roll_entry r WHERE NOT r.guest AND NOT EXISTS (SELECT 1 FROM agenda_item i "
        "JOIN meeting h ON h.id = i.meeting_id WHERE i.approves_id = r.meeting_id AND i.outcome = 'treated' "
        "AND h.state = 'held') ORDER BY r.meeting_id DESC, r.id DESC"
    )
    lines = roll(store, row["meeting_id"] if row else _rolled(store))
    return next(line for line in reversed(lines) if not line.guest)


def take_roll_snapshot(store: Store) -> None:
    with store.change("Liste"):
        attendance.take_roll_snapshot(store, _new(store))


def apply_roll_diff(store: Store) -> None:
    with store.change("Mise à jour") as change:
        one = _rolled(store)
        line = roll(store, one)[0]
        change.update("roll_entry", line.id, person_label="M. Ancien TITULAIRE")
        change.insert(
            "seat", body_id=change.row("meeting", one)["body_id"], institution_id=line.institution_id
        )
        assert roll_diff(store, one)
        attendance.apply_roll_diff(store, one)


def set_reply(store: Store) -> None:
    with store.change("Réponse"):
        line = _line(store)
        reply = Reply.COMES if line.reply is Reply.EXCUSED else Reply.EXCUSED
        attendance.set_reply(
            store, line.id, reply, channel="téléphone", on=date(2026, 10, 15), excuse="Congés"
        )


def set_presence(store: Store) -> None:
    with store.change("Appel"):
        line = _line(store)
        if line.presence is Presence.REPRESENTED:
            attendance.set_presence(store, line.id, Presence.ABSENT)
        else:
            attendance.set_presence(store, line.id, Presence.REPRESENTED, "Mme Anne AUTRE", "adjointe")


def set_all_presences(store: Store) -> None:
    with store.change("Appel"):
        line = _line(store)
        presence = Presence.EXCUSED if line.presence is Presence.PRESENT else Presence.PRESENT
        attendance.set_all_presences(store, line.meeting_id, {line.id: presence})


def announced_present(store: Store) -> None:
    with store.change("Appel"):
        one = _rolled(store)
        attendance.set_reply(store, roll(store, one)[0].id, Reply.COMES)
        attendance.announced_present(store, one)


def add_guest(store: Store) -> None:
    with store.change("Invité"):
        attendance.add_guest(
            store, _line(store).meeting_id, "M. Gérard PIOT", institution_label="Conseil citoyen"
        )


def remove_guest(store: Store) -> None:
    with store.change("Invité"):
        one = _rolled(store)
        other = attendance.add_guest(store, one, "M. Gérard PIOT")
        attendance.add_guest(store, one, "Mme Rose LAVAL")
        attendance.remove_guest(store, other)
