"""Who speaks for an institution, now and before, and the directory of people."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from coprodesk.domain.french import fold
from coprodesk.domain.i18n import _
from coprodesk.domain.names import display_name, name_line
from coprodesk.queries import day
from coprodesk.store import Store

CURRENT = "(m.from_date IS NULL OR m.from_date <= :on) AND (m.to_date IS NULL OR m.to_date >= :on)"
"""The condition of a mandate or a seat `m` that runs on the day `:on`."""


@dataclass(frozen=True, slots=True)
class MandateRow:
    """Who speaks for an institution; `meetings` counts those at which that person was present."""

    id: int
    person_id: int
    name: str
    civility: str
    first_name: str
    last_name: str
    institution_id: int
    institution: str
    rank: str
    function: str
    from_date: date | None
    to_date: date | None
    body_id: int | None
    body: str
    authority: str | None
    phone: str
    email: str
    meetings: int

    def current(self, on: date) -> bool:
        """Tell whether it runs on a day, its last one included."""
        return (self.from_date is None or self.from_date <= on) and (
            self.to_date is None or self.to_date >= on
        )

    @property
    def line(self) -> str:
        """Return « Mme Solène MARQUEVAL, commissaire »."""
        return name_line(self.name, self.function)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person of the directory with what she holds now, « commissaire, CPN »."""

    id: int
    name: str
    civility: str
    first_name: str
    last_name: str
    title: str
    phone: str
    email: str
    closing: str
    level: str | None
    note: str
    holds: tuple[str, ...]


def mandates(store: Store, institution_id: int) -> tuple[MandateRow, ...]:
    """Return every mandate of an institution, titulars first, the latest first."""
    rows = store.rows(
        """SELECT m.*, p.civility, p.first_name, p.last_name, p.phone, p.email,
               i.short_name AS institution, coalesce(b.short_name, '') AS body,
               (SELECT count(*) FROM roll_entry r JOIN meeting g ON g.id = r.meeting_id
                   WHERE r.person_id = m.person_id AND r.institution_id = m.institution_id
                       AND r.presence = 'present' AND g.state = 'held') AS meetings
           FROM mandate m JOIN person p ON p.id = m.person_id JOIN institution i ON i.id = m.institution_id
           LEFT JOIN body b ON b.id = m.body_id
           WHERE m.institution_id = ?
           ORDER BY m.rank DESC, coalesce(m.to_date, '9999') DESC, m.from_date DESC, m.id DESC""",
        (institution_id,),
    )
    return tuple(
        MandateRow(
            id=row["id"],
            person_id=row["person_id"],
            name=holder_name(row),
            civility=row["civility"],
            first_name=row["first_name"],
            last_name=row["last_name"],
            institution_id=row["institution_id"],
            institution=row["institution"],
            rank=row["rank"],
            function=row["function"],
            from_date=day(row["from_date"]),
            to_date=day(row["to_date"]),
            body_id=row["body_id"],
            body=row["body"],
            authority=row["authority"],
            phone=row["phone"],
            email=row["email"],
            meetings=row["meetings"],
        )
        for row in rows
    )


def holder_of(store: Store, mandate_id: int) -> str:
    """Return « Mme Solène MARQUEVAL » who holds a mandate, blank when it is gone."""
    row = store.row(
        "SELECT p.* FROM mandate m JOIN person p ON p.id = m.person_id WHERE m.id = ?", (mandate_id,)
    )
    return "" if row is None else holder_name(row)


def people(store: Store, on: date | None = None) -> tuple[PersonRow, ...]:
    """Return the directory by name, with what each holds on a day (None: mandates without an end)."""
    holds: dict[int, list[str]] = {}
    for row in store.rows(
        """SELECT m.person_id, m.function, i.short_name FROM mandate m
           JOIN institution i ON i.id = m.institution_id
           WHERE (:on IS NULL OR m.from_date IS NULL OR m.from_date <= :on)
               AND (m.to_date IS NULL OR :on IS NOT NULL AND m.to_date >= :on) ORDER BY m.id""",
        {"on": on.isoformat() if on else None},
    ):
        holds.setdefault(row["person_id"], []).append(name_line(row["function"], row["short_name"]))
    found = (
        PersonRow(
            id=row["id"],
            name=holder_name(row),
            civility=row["civility"],
            first_name=row["first_name"],
            last_name=row["last_name"],
            title=row["title"],
            phone=row["phone"],
            email=row["email"],
            closing=row["closing"],
            level=row["level"],
            note=row["note"],
            holds=tuple(holds.get(row["id"], ())),
        )
        for row in store.rows("SELECT * FROM person")
    )
    return tuple(sorted(found, key=lambda one: (fold(one.last_name), fold(one.first_name), one.id)))


def homonym_warning(store: Store, first_name: str, last_name: str) -> str | None:
    """Return a sentence when somebody of the directory bears this name already, else None."""
    wanted = fold(first_name.strip()), fold(last_name.strip())
    for one in people(store):
        if (fold(one.first_name), fold(one.last_name)) == wanted:
            where = " · ".join(one.holds) or _("sans mandat en cours")
            return _(
                "{name} figure déjà dans l’annuaire ({where}). Si c’est une autre personne, continuez\u00a0; "
                "sinon, choisissez-la dans la liste."
            ).format(name=one.name, where=where)
    return None


def holder_name(row: Any) -> str:
    """Return « Mme Solène MARQUEVAL », blank when the row names nobody."""
    return display_name(row["civility"], row["first_name"], row["last_name"]) if row["last_name"] else ""


def folded_name(row: Any) -> tuple[str, str]:
    """Return the first name and the surname as two people's are compared: no capitals, no accents."""
    return fold(row["first_name"].strip()), fold(row["last_name"].strip())
