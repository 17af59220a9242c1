"""One call of each verb of arrivals and departures."""

from coprodesk.commands import attendance, live, movements
from coprodesk.domain.attendance import MovementKind, Presence
from coprodesk.queries.attendance import roll
from coprodesk.store import Store
from tests.command_samples.live import under_way


def _there(store: Store) -> int:
    one, item = under_way(store)
    live.start_item(store, item, "14:40")
    entry = roll(store, one)[0].id
    attendance.set_presence(store, entry, Presence.PRESENT, at="14:41")
    return entry


def add_movement(store: Store) -> None:
    with store.change("Mouvement"):
        movements.add_movement(store, _there(store), MovementKind.DEPARTURE, "15:10")


def depart(store: Store) -> None:
    with store.change("Mouvement"):
        movements.depart(store, _there(store), "15:10")


def set_movement(store: Store) -> None:
    with store.change("Mouvement"):
        one = movements.depart(store, _there(store), "15:10")
        movements.set_movement(store, one, at="15:12")


def delete_movement(store: Store) -> None:
    with store.change("Mouvement"):
        movements.delete_movement(store, movements.depart(store, _there(store), "15:10"))
