"""« Si Mme X part demain »: what the council would lose with one person, told while it can still be kept."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from coprodesk.queries import day
from coprodesk.queries.commitments import CommitmentFilter, CommitmentRow, commitments
from coprodesk.queries.mandates import CURRENT, holder_name
from coprodesk.store import Store


@dataclass(frozen=True, slots=True)
class HeldSeat:
    """One mandate that would end: `bodies` are where the institution sits, `others` who else speaks for it.

    `substitutes` are those of `others` who may sit in her place. `office` tells that the institution has a
    telephone or an address of its own.
    """

    mandate_id: int
    institution_id: int
    institution: str
    titular: bool
    function: str
    since: date | None
    bodies: tuple[str, ...]
    others: tuple[str, ...]
    substitutes: tuple[str, ...]
    office: bool


@dataclass(frozen=True, slots=True)
class ExpectedAt:
    """A meeting to come at which she is awaited: she presides, keeps the minutes, reports or sits."""

    id: int
    body: str
    on: date
    starts_at: str
    chairs: bool
    writes: bool
    reports: int


@dataclass(frozen=True, slots=True)
class Departure:
    """What would be lost; `sessions` counts the meetings she attended, which nobody else remembers."""

    person_id: int
    name: str
    civility: str
    seats: tuple[HeldSeat, ...]
    commitments: tuple[CommitmentRow, ...]
    meetings: tuple[ExpectedAt, ...]
    sessions: int

    @property
    def sole_contacts(self) -> tuple[HeldSeat, ...]:
        """Return where she is the only person known."""
        return tuple(seat for seat in self.seats if not seat.others)


def departure(store: Store, person_id: int, on: date) -> Departure | None:
    """Return what would be lost if a person left on a day, None when she is gone already."""
    person = store.row("SELECT * FROM person WHERE id = ?", (person_id,))
    if person is None:
        return None
    sessions = store.row(
        """SELECT count(DISTINCT m.id) AS n FROM roll_entry r JOIN meeting m ON m.id = r.meeting_id
           WHERE r.person_id = ? AND r.presence = 'present' AND m.state = 'held'""",
        (person_id,),
    )
    return Departure(
        person_id=person_id,
        name=holder_name(person),
        civility=person["civility"],
        seats=_seats(store, person_id, on),
        commitments=_commitments(store, person_id, on),
        meetings=_meetings(store, person_id, on),
        sessions=int(sessions["n"]) if sessions else 0,
    )


def open_commitments(
    store: Store, person_id: int, institution_id: int, on: date
) -> tuple[CommitmentRow, ...]:
    """Return the open commitments of an institution for which a person is the referent."""
    return tuple(row for row in _commitments(store, person_id, on) if row.lead_id in (institution_id, None))


def _seats(store: Store, person_id: int, on: date) -> tuple[HeldSeat, ...]:
    values = {"person": person_id, "on": on.isoformat()}
    rows = store.rows(
        f"""SELECT m.*, i.short_name, i.phone <> '' OR i.email <> '' AS office FROM mandate m
            JOIN institution i ON i.id = m.institution_id
            WHERE m.person_id = :person AND {CURRENT} ORDER BY m.rank DESC, i.protocol_rank, m.id""",
        values,
    )
    others, bodies = _others(store, values), _bodies(store, values)
    found = []
    for row in rows:
        known = others.get(row["institution_id"], [])
        found.append(
            HeldSeat(
                mandate_id=row["id"],
                institution_id=row["institution_id"],
                institution=row["short_name"],
                titular=row["rank"] == "titular",
                function=row["function"],
                since=day(row["from_date"]),
                bodies=tuple(
                    name
                    for body, name in bodies.get(row["institution_id"], [])
                    if row["body_id"] in (None, body)
                ),
                others=tuple(dict.fromkeys(name for name, _rank, _body in known)),
                substitutes=tuple(
                    dict.fromkeys(
                        name
                        for name, rank, body in known
                        if rank == "substitute" and (body is None or body == row["body_id"])
                    )
                ),
                office=bool(row["office"]),
            )
        )
    return tuple(found)


def _others(store: Store, values: dict[str, Any]) -> dict[int, list[tuple[str, str, int | None]]]:
    """Return by institution who else speaks for it: name, rank, and the one body it is for."""
    others: dict[int, list[tuple[str, str, int | None]]] = {}
    for row in store.rows(
        f"""SELECT m.institution_id, m.rank, m.body_id, p.civility, p.first_name, p.last_name
            FROM mandate m JOIN person p ON p.id = m.person_id
            WHERE m.person_id <> :person AND {CURRENT} AND m.institution_id IN (
                SELECT institution_id FROM mandate WHERE person_id = :person)
            ORDER BY m.rank DESC, m.id""",
        values,
    ):
        others.setdefault(row["institution_id"], []).append((holder_name(row), row["rank"], row["body_id"]))
    return others


def _bodies(store: Store, values: dict[str, Any]) -> dict[int, list[tuple[int, str]]]:
    """Return by institution the bodies in which it sits."""
    bodies: dict[int, list[tuple[int, str]]] = {}
    for row in store.rows(
        f"""SELECT m.institution_id, b.id, b.short_name FROM seat m JOIN body b ON b.id = m.body_id
            WHERE {CURRENT} AND b.closed_on IS NULL AND m.institution_id IN (
                SELECT institution_id FROM mandate WHERE person_id = :person)
            ORDER BY b.position, b.id""",
        values,
    ):
        bodies.setdefault(row["institution_id"], []).append((row["id"], row["short_name"]))
    return bodies


def _commitments(store: Store, person_id: int, on: date) -> tuple[CommitmentRow, ...]:
    rows = store.rows(
        "SELECT id FROM commitment WHERE referent_id = ? AND state IN ('open', 'to_confirm')", (person_id,)
    )
    chosen = CommitmentFilter(ids=tuple(row["id"] for row in rows))
    return commitments(store, on, chosen, by_theme=False) if rows else ()


def _meetings(store: Store, person_id: int, on: date) -> tuple[ExpectedAt, ...]:
    """Return the meetings to come: her seats' bodies, those she presides or writes, items she reports."""
    rows = store.rows(
        """SELECT * FROM (
               SELECT g.id, b.short_name, g.date, g.starts_at,
                   coalesce(g.chair_id = :person, 0) AS chairs,
                   coalesce(g.secretary_id = :person, 0) AS writes,
                   (SELECT count(*) FROM agenda_item a WHERE a.meeting_id = g.id
                       AND a.reporter_person_id = :person) AS reports,
                   EXISTS (SELECT 1 FROM mandate n JOIN seat s ON s.institution_id = n.institution_id
                       WHERE n.person_id = :person AND n.rank = 'titular' AND s.body_id = g.body_id
                           AND (n.body_id IS NULL OR n.body_id = g.body_id)
                           AND (n.from_date IS NULL OR n.from_date <= g.date)
                           AND (n.to_date IS NULL OR n.to_date >= g.date)
                           AND (s.from_date IS NULL OR s.from_date <= g.date)
                           AND (s.to_date IS NULL OR s.to_date >= g.date)) AS sits
               FROM meeting g JOIN body b ON b.id = g.body_id
               WHERE g.date >= :on AND g.state IN ('preparation', 'convened', 'in_progress'))
           WHERE chairs OR writes OR reports OR sits ORDER BY date, starts_at, id""",
        {"person": person_id, "on": on.isoformat()},
    )
    return tuple(
        ExpectedAt(
            row["id"],
            row["short_name"],
            date.fromisoformat(row["date"]),
            row["starts_at"],
            bool(row["chairs"]),
            bool(row["writes"]),
            row["reports"],
        )
        for row in rows
    )
