"""One call of each verb of the live meeting."""

from datetime import date

from coprodesk.commands import agenda, live, meetings
from coprodesk.domain.agenda import Outcome
from coprodesk.domain.disclosure import Level
from coprodesk.domain.quick_entry import QuickKind, QuickLine
from coprodesk.store import Store


def _planned(store: Store) -> tuple[int, int]:
    body = store.rows(
        "SELECT s.body_id FROM seat s JOIN body b ON b.id = s.body_id "
        "WHERE s.to_date IS NULL AND b.closed_on IS NULL ORDER BY s.id"
    )[0]["body_id"]
    one = meetings.create_meeting(store, body, date(2030, 5, 16), "14:30")
    agenda.add_item(store, one, "Tour de table")
    return one, agenda.add_item(store, one, "Dossiers à venir")


def under_way(store: Store) -> tuple[int, int]:
    """Return a meeting in session since 14:30 and its first item."""
    one, _last = _planned(store)
    live.open_session(store, one, "14:30")
    return one, int(store.rows("SELECT min(id) AS id FROM agenda_item WHERE meeting_id = ?", (one,))[0]["id"])


def open_session(store: Store) -> None:
    with store.change("Ouverture"):
        live.open_session(store, _planned(store)[0], "14:30")


def close_session(store: Store) -> None:
    with store.change("Clôture"):
        one, item = under_way(store)
        live.start_item(store, item, "14:31")
        live.suspend_session(store, one, "14:40")
        live.close_session(store, one, "14:50")


def suspend_session(store: Store) -> None:
    with store.change("Suspension"):
        live.suspend_session(store, under_way(store)[0], "14:40")


def resume_session(store: Store) -> None:
    with store.change("Reprise"):
        one, _item = under_way(store)
        live.suspend_session(store, one, "14:40")
        live.resume_session(store, one, "14:45")


def start_item(store: Store) -> None:
    with store.change("Point"):
        live.start_item(store, under_way(store)[1], "14:40")


def end_item(store: Store) -> None:
    with store.change("Fin du point"):
        one, item = under_way(store)
        live.start_item(store, item, "14:40")
        live.end_item(store, one, "14:50", Outcome.POSTPONED)


def next_item(store: Store) -> None:
    with store.change("Point suivant"):
        live.next_item(store, under_way(store)[0], "14:40")


def previous_item(store: Store) -> None:
    with store.change("Point précédent"):
        one, _item = under_way(store)
        live.next_item(store, one, "14:40")
        live.next_item(store, one, "14:45")
        live.previous_item(store, one, "14:50")


def add_item_live(store: Store) -> None:
    with store.change("Point ajouté"):
        live.add_item_live(store, under_way(store)[0], "Incident du matin", "14:40")


def postpone_item(store: Store) -> None:
    with store.change("Report"):
        live.postpone_item(store, under_way(store)[1])


def withdraw_item(store: Store) -> None:
    with store.change("Retrait"):
        item = under_way(store)[1]
        live.start_item(store, item, "14:40")
        live.withdraw_item(store, item, "14:42")


def _line(kind: QuickKind) -> QuickLine:
    return QuickLine(kind, "Transmettre les chiffres", 5, (6,), date(2030, 6, 30), "", ())


def add_line(store: Store) -> None:
    with store.change("Ligne"):
        live.add_line(store, under_way(store)[1], _line(QuickKind.COMMITMENT), "14:44")


def set_line_kind(store: Store) -> None:
    with store.change("Ligne"):
        table, one = live.add_line(store, under_way(store)[1], _line(QuickKind.COMMITMENT), "14:44")
        live.set_line_kind(store, table, one, QuickKind.DECISION)


def set_line_level(store: Store) -> None:
    with store.change("Ligne"):
        table, one = live.add_line(store, under_way(store)[1], _line(QuickKind.DECISION), "14:44")
        live.set_line_level(store, table, one, Level.RESTRICTED)
