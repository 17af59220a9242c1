"""The bodies in which the council sits, their cadence and their seats."""

from dataclasses import dataclass
from datetime import date, timedelta

from coprodesk.domain.attendance import months_before
from coprodesk.domain.i18n import ngettext
from coprodesk.domain.names import display_name
from coprodesk.queries import day
from coprodesk.store import Store

_DORMANT_DAYS = 180


@dataclass(frozen=True, slots=True)
class BodyRow:
    """One body on a day: `held` meetings in the last 12 months against `yearly_target` (M5).

    `members` are its seats on that day, `counted_members` those outside the town.
    """

    id: int
    name: str
    short_name: str
    kind_id: int
    kind_code: str
    kind: str
    numbered: bool
    yearly_target: int | None
    confidential: bool
    dormant_by_design: bool
    place: str
    planned_minutes: int
    note: str
    closed_on: date | None
    members: int
    counted_members: int
    held: int
    last_on: date | None
    next_on: date | None
    next_id: int | None
    dormant: bool

    @property
    def cadence(self) -> str:
        """Return « 2 / 4 », or « 2 » without a target."""
        return (
            str(self.held) if self.yearly_target is None else f"{self.held}\u00a0/\u00a0{self.yearly_target}"
        )


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One seat of a body; `titular` is who holds it on the day asked for, blank when it is vacant."""

    id: int
    body_id: int
    institution_id: int
    institution: str
    short_name: str
    college: str
    counted: bool
    titular: str
    function: str
    from_date: date | None
    to_date: date | None

    @property
    def vacant(self) -> bool:
        """Tell whether nobody holds the seat."""
        return not self.titular


_BODIES = """
    SELECT b.*, k.code AS kind_code, k.name AS kind,
        count(s.id) AS members, coalesce(sum(c.counted), 0) AS counted_members,
        (SELECT count(*) FROM meeting m WHERE m.body_id = b.id AND m.state = 'held'
            AND m.date > :year_ago AND m.date <= :on) AS held,
        (SELECT max(m.date) FROM meeting m WHERE m.body_id = b.id AND m.state = 'held'
            AND m.date <= :on) AS last_on,
        (SELECT m.id FROM meeting m WHERE m.body_id = b.id
            AND m.state IN ('preparation', 'convened', 'in_progress') AND m.date >= :on
            ORDER BY m.date, m.starts_at LIMIT 1) AS next_id
    FROM body b JOIN body_kind k ON k.id = b.body_kind_id
    LEFT JOIN seat s ON s.body_id = b.id
        AND (s.from_date IS NULL OR s.from_date <= :on) AND (s.to_date IS NULL OR s.to_date >= :on)
    LEFT JOIN institution i ON i.id = s.institution_id
    LEFT JOIN college c ON c.id = i.college_id
    WHERE (:id IS NULL OR b.id = :id) AND (:closed OR b.closed_on IS NULL OR b.closed_on > :on)
    GROUP BY b.id ORDER BY b.position, b.id"""


def bodies(store: Store, on: date, *, closed: bool = False) -> tuple[BodyRow, ...]:
    """Return the bodies in order, with those closed by `on` when asked for."""
    return _bodies(store, on, None, closed)


def body(store: Store, body_id: int, on: date) -> BodyRow | None:
    """Return one body, closed or not, None when it is gone."""
    return next(iter(_bodies(store, on, body_id, True)), None)


def _bodies(store: Store, on: date, body_id: int | None, closed: bool) -> tuple[BodyRow, ...]:
    values = {
        "on": on.isoformat(),
        "year_ago": months_before(on, 12).isoformat(),
        "id": body_id,
        "closed": int(closed),
    }
    rows = store.rows(
        f"""SELECT found.*, (SELECT date FROM meeting WHERE id = found.next_id) AS next_on
            FROM ({_BODIES}) AS found""",
        values,
    )
    return tuple(
        BodyRow(
            id=row["id"],
            name=row["name"],
            short_name=row["short_name"],
            kind_id=row["body_kind_id"],
            kind_code=row["kind_code"],
            kind=row["kind"],
            numbered=bool(row["numbered"]),
            yearly_target=row["yearly_target"],
            confidential=bool(row["confidential"]),
            dormant_by_design=bool(row["dormant_by_design"]),
            place=row["place"],
            planned_minutes=row["planned_minutes"],
            note=row["note"],
            closed_on=day(row["closed_on"]),
            members=row["members"],
            counted_members=row["counted_members"],
            held=row["held"],
            last_on=day(row["last_on"]),
            next_on=day(row["next_on"]),
            next_id=row["next_id"],
            dormant=_dormant(day(row["last_on"]), row["yearly_target"], on)
            and not (row["dormant_by_design"] or row["closed_on"] or row["next_id"]),
        )
        for row in rows
    )


def _dormant(last_on: date | None, yearly_target: int | None, on: date) -> bool:
    """Tell whether the last meeting is too far (M6): twice the target interval, 180 days at least."""
    if last_on is None:
        return False
    limit = max(2 * 365 // yearly_target if yearly_target else 0, _DORMANT_DAYS)
    return on - last_on > timedelta(days=limit)


def seats(store: Store, body_id: int, on: date, *, ended: bool = False) -> tuple[SeatRow, ...]:
    """Return the seats of a body on a day in protocol order, with the ended ones when asked for."""
    rows = store.rows(
        """SELECT s.*, i.name, i.short_name, c.name AS college, c.counted,
               p.civility, p.first_name, p.last_name, m.function
           FROM seat s JOIN institution i ON i.id = s.institution_id JOIN college c ON c.id = i.college_id
           LEFT JOIN mandate m ON m.id = (
               SELECT t.id FROM mandate t WHERE t.institution_id = i.id AND t.rank = 'titular'
                   AND (t.body_id IS NULL OR t.body_id = s.body_id)
                   AND (t.from_date IS NULL OR t.from_date <= :on) AND (t.to_date IS NULL OR t.to_date >= :on)
               ORDER BY t.body_id IS NULL, t.from_date DESC, t.id DESC LIMIT 1)
           LEFT JOIN person p ON p.id = m.person_id
           WHERE s.body_id = :body AND (:ended OR
               (s.from_date IS NULL OR s.from_date <= :on) AND (s.to_date IS NULL OR s.to_date >= :on))
           ORDER BY c.position, i.protocol_rank, i.id, s.id""",
        {"body": body_id, "on": on.isoformat(), "ended": int(ended)},
    )
    return tuple(
        SeatRow(
            id=row["id"],
            body_id=row["body_id"],
            institution_id=row["institution_id"],
            institution=row["name"],
            short_name=row["short_name"],
            college=row["college"],
            counted=bool(row["counted"]),
            titular=_name(row["civility"], row["first_name"], row["last_name"]),
            function=row["function"] or "",
            from_date=day(row["from_date"]),
            to_date=day(row["to_date"]),
        )
        for row in rows
    )


def _name(civility: str | None, first_name: str | None, last_name: str | None) -> str:
    return display_name(civility or "", first_name or "", last_name) if last_name else ""


def cadence_words(row: BodyRow) -> str:
    """Return « 2 réunions sur 4 attendues en 12 mois », or the number alone without a target."""
    if row.yearly_target is None:
        return ngettext("{n} réunion en 12 mois", "{n} réunions en 12 mois", row.held).format(n=row.held)
    return ngettext(
        "{n} réunion sur {target} en 12 mois", "{n} réunions sur {target} en 12 mois", row.held
    ).format(n=row.held, target=row.yearly_target)
