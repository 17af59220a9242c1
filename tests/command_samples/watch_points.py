"""One call of each verb of the watch points."""

from datetime import date

from coprodesk.commands import watch_points
from coprodesk.store import Store

SINCE = date(2026, 9, 12)


def _new(store: Store) -> int:
    body = store.rows("SELECT id FROM body ORDER BY confidential DESC, id")[0]["id"]
    return watch_points.open_watch_point(
        store, body, "Occupation du hall, 18 h-23 h", since=SINCE, place="Hall 4", due_on=date(2026, 10, 16)
    )


def open_watch_point(store: Store) -> None:
    _new(store)


def set_watch_point(store: Store) -> None:
    with store.change("Constat"):
        watch_points.set_watch_point(store, _new(store), finding="Occupation du hall le soir")


def lift_watch_point(store: Store) -> None:
    with store.change("Levée"):
        watch_points.lift_watch_point(store, _new(store), date(2026, 10, 20))


def reopen_watch_point(store: Store) -> None:
    with store.change("Réouverture"):
        one = _new(store)
        watch_points.lift_watch_point(store, one, date(2026, 10, 20))
        watch_points.reopen_watch_point(store, one)


def delete_watch_point(store: Store) -> None:
    with store.change("Suppression"):
        _new(store)
        watch_points.delete_watch_point(store, _new(store))
