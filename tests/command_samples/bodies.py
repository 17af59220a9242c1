"""One call of each verb on the bodies."""

from datetime import date

from coprodesk.commands import bodies as verbs
from coprodesk.queries import bodies as questions
from coprodesk.store import Store

ON = date(2026, 10, 15)


def add_body(store: Store) -> None:
    kind = store.rows("SELECT id FROM body_kind WHERE code = 'territorial'")[0]["id"]
    verbs.add_body(store, "Groupe des commerces", kind, short_name="Commerces", yearly_target=2)


def set_body(store: Store) -> None:
    one = questions.bodies(store, ON)[0]
    verbs.set_body(store, one.id, planned_minutes=one.planned_minutes + 10, note=f"{one.note}.")


def close_body(store: Store) -> None:
    one = questions.bodies(store, ON, closed=True)[-1]
    verbs.close_body(store, one.id, None if one.closed_on else ON)


def delete_body(store: Store) -> None:
    row = store.rows("SELECT id FROM body WHERE id NOT IN (SELECT body_id FROM meeting) ORDER BY id")[0]
    verbs.delete_body(store, row["id"])


def set_seats(store: Store) -> None:
    sitting = [seat.institution_id for seat in questions.seats(store, 1, ON)]
    other = store.rows("SELECT id FROM institution ORDER BY id DESC")
    verbs.set_seats(store, 1, [*sitting[1:], *(row["id"] for row in other if row["id"] not in sitting)], ON)
