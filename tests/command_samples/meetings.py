"""One call of each verb of a meeting's life."""

from datetime import date

from coprodesk.commands import meetings
from coprodesk.store import Store


def _body(store: Store) -> int:
    return int(store.rows("SELECT id FROM body WHERE numbered AND closed_on IS NULL ORDER BY id")[-1]["id"])


def _new(store: Store) -> int:
    return meetings.create_meeting(store, _body(store), date(2030, 3, 14), "14:30")


def _in(store: Store, *states: str) -> int | None:
    marks = ", ".join(f"'{state}'" for state in states)
    row = store.row(f"SELECT id FROM meeting WHERE state IN ({marks}) ORDER BY date DESC, id DESC")
    return None if row is None else int(row["id"])


def create_meeting(store: Store) -> None:
    _new(store)


def set_meeting(store: Store) -> None:
    one = store.rows("SELECT id, place FROM meeting ORDER BY id DESC")[0]
    meetings.set_meeting(store, one["id"], place=f"{one['place']} (bis)")


def convene_meeting(store: Store) -> None:
    with store.change("Convocation"):
        one = _in(store, "preparation") or _new(store)
        on = date.fromisoformat(store.row("SELECT date FROM meeting WHERE id = ?", (one,))["date"])
        meetings.convene_meeting(store, one, on)


def open_meeting(store: Store) -> None:
    with store.change("Ouverture"):
        meetings.open_meeting(store, _in(store, "preparation", "convened") or _new(store), "08:05")


def close_meeting(store: Store) -> None:
    with store.change("Clôture"):
        meetings.close_meeting(
            store, _in(store, "preparation", "convened", "in_progress") or _new(store), "23:50"
        )


def reschedule_meeting(store: Store) -> None:
    with store.change("Report"):
        one = _in(store, "preparation", "convened") or _new(store)
        day = date.fromisoformat(store.row("SELECT date FROM meeting WHERE id = ?", (one,))["date"])
        other = date(day.year, 12, 17) if day != date(day.year, 12, 17) else date(day.year, 12, 10)
        meetings.reschedule_meeting(store, one, other, "09:00", "Salle indisponible")


def cancel_meeting(store: Store) -> None:
    with store.change("Annulation"):
        meetings.cancel_meeting(
            store, _in(store, "preparation", "convened") or _new(store), "Plan Vigipirate"
        )


def reopen_meeting(store: Store) -> None:
    with store.change("Retour"):
        one = _in(store, "held", "in_progress", "convened", "cancelled")
        if one is None:
            one = _new(store)
            meetings.cancel_meeting(store, one, "Salle indisponible")
        meetings.reopen_meeting(store, one)


def delete_meeting(store: Store) -> None:
    with store.change("Suppression"):
        one = store.row(
            "SELECT id FROM meeting m WHERE state = 'preparation' AND NOT EXISTS "
            "(SELECT 1 FROM roll_entry r WHERE r.meeting_id = m.id) AND NOT EXISTS "
            "(SELECT 1 FROM agenda_item i LEFT JOIN record r ON r.agenda_item_id = i.id "
            " LEFT JOIN commitment c ON c.agenda_item_id = i.id "
            " WHERE i.meeting_id = m.id AND (r.id IS NOT NULL OR c.id IS NOT NULL)) AND NOT EXISTS "
            "(SELECT 1 FROM commitment_event e WHERE e.meeting_id = m.id) AND NOT EXISTS "
            "(SELECT 1 FROM document_sent d WHERE d.meeting_id = m.id) AND NOT EXISTS "
            "(SELECT 1 FROM agenda_item a WHERE a.approves_id = m.id)"
        )
        if one is None:
            _new(store)
        meetings.delete_meeting(store, _new(store) if one is None else one["id"])
