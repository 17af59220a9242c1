"""One call of each verb on the partners."""

from datetime import date

from coprodesk.commands import partners as verbs
from coprodesk.store import Store

ON = date(2026, 10, 15)


def number_of(store: Store, table: str) -> int:
    return int(store.rows(f"SELECT count(*) FROM {table}")[0][0])


def add_institution(store: Store) -> None:
    college = store.rows("SELECT id FROM college")[0]["id"]
    verbs.add_institution(
        store, f"Maison de justice {number_of(store, 'institution')}", college, article="la"
    )


def set_institution(store: Store) -> None:
    row = store.rows("SELECT id, name, note FROM institution ORDER BY id")[0]
    verbs.set_institution(store, row["id"], name=f"{row['name']}.", note=f"{row['note']}.")


def close_institution(store: Store) -> None:
    row = store.rows("SELECT id FROM institution WHERE closed_on IS NULL ORDER BY id")[0]
    verbs.close_institution(store, row["id"], ON)


def delete_institution(store: Store) -> None:
    ties = " UNION ".join(
        f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL"
        for table, column in verbs._INSTITUTION_TIES
    )
    row = store.rows(f"SELECT id FROM institution WHERE id NOT IN ({ties}) ORDER BY id")[0]
    verbs.delete_institution(store, row["id"])


def add_person(store: Store) -> None:
    verbs.add_person(store, "ORVEAU", first_name=f"Lise {number_of(store, 'person')}", civility="Mme")


def set_person(store: Store) -> None:
    row = store.rows("SELECT id, phone, note FROM person ORDER BY id")[0]
    verbs.set_person(store, row["id"], phone=f"{row['phone']}1", note=f"{row['note']}.")


def delete_person(store: Store) -> None:
    ties = " UNION ".join(
        f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL" for table, column in verbs._PERSON_TIES
    )
    row = store.rows(f"SELECT id FROM person WHERE id NOT IN ({ties}) ORDER BY id")[0]
    verbs.delete_person(store, row["id"])


def add_mandate(store: Store) -> None:
    row = store.rows(
        """SELECT p.id AS person, i.id AS institution FROM person p, institution i WHERE NOT EXISTS (
           SELECT 1 FROM mandate m WHERE m.person_id = p.id AND m.institution_id = i.id)"""
    )[0]
    verbs.add_mandate(store, row["person"], row["institution"], "substitute", from_date=ON)


def set_mandate(store: Store) -> None:
    row = store.rows("SELECT id, function FROM mandate ORDER BY id")[0]
    other = store.rows("SELECT authority FROM mandate WHERE id = ?", (row["id"],))[0][0]
    verbs.set_mandate(
        store, row["id"], function=f"{row['function']}.", authority="no" if other == "yes" else "yes"
    )


def end_mandate(store: Store) -> None:
    row = store.rows("SELECT id FROM mandate WHERE to_date IS NULL AND coalesce(from_date, '') < '2026'")[0]
    verbs.end_mandate(store, row["id"], ON)


def replace_titular(store: Store) -> None:
    row = store.rows(
        """SELECT institution_id, person_id FROM mandate WHERE rank = 'titular' AND to_date IS NULL
           AND body_id IS NULL AND coalesce(from_date, '') < '2026' ORDER BY id"""
    )[0]
    person = store.rows(
        "SELECT id FROM person WHERE id NOT IN (SELECT person_id FROM mandate WHERE institution_id = ?)",
        (row["institution_id"],),
    )[0]["id"]
    verbs.replace_titular(store, row["institution_id"], person, from_date=ON, function="directrice")


def delete_mandate(store: Store) -> None:
    verbs.delete_mandate(store, store.rows("SELECT id FROM mandate ORDER BY id DESC")[0]["id"])
