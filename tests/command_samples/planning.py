"""One call of each verb of the countdown."""

from datetime import date

from coprodesk.commands import planning
from coprodesk.store import Store


def _first(store: Store, table: str) -> int:
    return int(store.rows(f"SELECT id FROM {table} ORDER BY id")[0]["id"])


def plan_meeting(store: Store) -> None:
    with store.change("Étapes"):
        planning.add_usual_task(store, "Réserver la salle", -40)
        planning.plan_meeting(store, _first(store, "meeting"), on=date(2020, 1, 1))


def add_task(store: Store) -> None:
    planning.add_task(store, _first(store, "meeting"), "Prévenir le gardien", -2)


def set_task(store: Store) -> None:
    one = store.rows("SELECT id, label FROM planned_task ORDER BY id")[0]
    planning.set_task(store, one["id"], label=f"{one['label']} (bis)")


def tick_task(store: Store) -> None:
    with store.change("Étape"):
        one = _first(store, "planned_task")
        planning.untick_task(store, one)
        planning.tick_task(store, one, date(2031, 1, 1))


def untick_task(store: Store) -> None:
    with store.change("Étape"):
        one = planning.add_task(store, _first(store, "meeting"), "Étape à refaire", 3)
        planning.tick_task(store, one, date(2031, 1, 1))
        planning.untick_task(store, one)


def delete_task(store: Store) -> None:
    planning.delete_task(store, _first(store, "planned_task"))


def add_usual_task(store: Store) -> None:
    planning.add_usual_task(store, "Réserver la salle", -40)


def add_usual_tasks(store: Store) -> None:
    with store.change("Étapes"):
        planning.delete_usual_task(store, _first(store, "usual_task"))
        planning.add_usual_tasks(store)


def set_usual_task(store: Store) -> None:
    one = store.rows("SELECT id, offset_days FROM usual_task ORDER BY id")[0]
    planning.set_usual_task(store, one["id"], offset_days=one["offset_days"] + 1)


def delete_usual_task(store: Store) -> None:
    planning.delete_usual_task(store, _first(store, "usual_task"))
