"""What an import of commitments must know of the file."""

from coprodesk.domain.commitment_import import COMPLETED, Held, Known
from coprodesk.domain.likeness import institution_keys, name_key
from coprodesk.store import Store


def known(store: Store) -> Known:
    """Return the institutions, themes, people and commitments of the file, in four statements."""
    institutions = store.rows(
        "SELECT id, name, short_name FROM institution ORDER BY closed_on IS NOT NULL, id"
    )
    return Known(
        institutions=institution_keys((row["id"], row["name"], row["short_name"]) for row in institutions),
        themes={name_key(row["name"]): row["id"] for row in store.rows("SELECT id, name FROM theme")},
        people=_people(store),
        commitments=tuple(
            Held(
                row["id"],
                row["reference"],
                row["what"],
                row["lead_id"],
                frozenset(name for name in COMPLETED if not row[name]),
            )
            for row in store.rows("SELECT * FROM commitment ORDER BY id DESC")
        ),
    )


def _people(store: Store) -> dict[tuple[int, str], int]:
    """Return people of each institution by full name, either way round, and by last name when only one."""
    found: dict[tuple[int, str], int] = {}
    alone: dict[tuple[int, str], set[int]] = {}
    for row in store.rows(
        """SELECT DISTINCT m.institution_id, p.id, p.first_name, p.last_name
           FROM mandate m JOIN person p ON p.id = m.person_id ORDER BY p.id"""
    ):
        place, first, last = row["institution_id"], row["first_name"], row["last_name"]
        for name in (f"{first} {last}", f"{last} {first}"):
            found.setdefault((place, name_key(name)), row["id"])
        alone.setdefault((place, name_key(last)), set()).add(row["id"])
    for key, ids in alone.items():
        if len(ids) == 1:
            found.setdefault(key, min(ids))
    return found
