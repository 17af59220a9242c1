"""Who speaks for an institution in a body on a day: its titulars and its substitutes."""

from datetime import date
from typing import NamedTuple

from coprodesk.domain.names import display_name
from coprodesk.store import Store


class Holder(NamedTuple):
    """Who speaks for an institution: the person as written in minutes, and the function."""

    person_id: int
    name: str
    function: str
    phone: str


def substitutes(store: Store, institution_id: int, body_id: int, on: date) -> tuple[Holder, ...]:
    """Return the substitutes of an institution in a body on a day, the usual one first."""
    return tuple(
        holders(store, body_id, on.isoformat(), "substitute", institution_id).get(institution_id, ())
    )


def holders(
    store: Store, body_id: int, on: str, rank: str, institution_id: int | None = None
) -> dict[int, list[Holder]]:
    """Return by institution who holds the rank on a day: those of this body first, then the latest."""
    of_institution = (
        "n.institution_id IN (SELECT institution_id FROM seat WHERE body_id = :body)"
        if institution_id is None
        else "n.institution_id = :institution"
    )
    rows = store.rows(
        f"""
        SELECT n.institution_id, p.id, p.civility, p.first_name, p.last_name, p.phone, p.title, n.function
        FROM mandate n JOIN person p ON p.id = n.person_id
        WHERE n.rank = :rank AND (n.body_id IS NULL OR n.body_id = :body) AND {of_institution}
            AND coalesce(n.from_date, '') <= :on AND coalesce(n.to_date, '9999') >= :on
        ORDER BY n.body_id IS NULL, n.from_date DESC, n.id DESC
        """,
        {"rank": rank, "body": body_id, "on": on, "institution": institution_id},
    )
    found: dict[int, list[Holder]] = {}
    for row in rows:
        ranked = found.setdefault(row["institution_id"], [])
        if all(holder.person_id != row["id"] for holder in ranked):
            name = display_name(row["civility"], row["first_name"], row["last_name"])
            ranked.append(Holder(row["id"], name, row["function"] or row["title"], row["phone"]))
    return found
