"""The partners: the list of institutions, one partner's sheet, the people and their mandates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from coprodesk.domain.attendance import (
    InstitutionPresence,
    Period,
    Presence,
    RollRow,
    institution_presence,
    last_months,
)
from coprodesk.domain.disclosure import Audience
from coprodesk.domain.french import fold
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.names import display_name, name_line
from coprodesk.queries import day
from coprodesk.queries.commitments import CommitmentFilter, CommitmentRow, Counters, commitments, counters
from coprodesk.store import Store

MONTHS = 24
STRIP = 8
"""How many meetings the strip of presence shows."""
COMMITMENTS = 40
"""How many commitments the sheet shows, the most urgent first."""


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """One institution of the list on a day; `present` of `convened` meetings over 24 months (M1)."""

    id: int
    name: str
    article: str
    short_name: str
    college_id: int
    college: str
    counted: bool
    member_kind: str
    titular: str
    titular_function: str
    seats: int
    open: int
    late: int
    present: int
    convened: int
    closed_on: date | None

    @property
    def vacant(self) -> bool:
        """Tell whether it sits somewhere and nobody holds its seat."""
        return self.seats > 0 and not self.titular


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
class StripCell:
    """What the institution did at one meeting held."""

    meeting_id: int
    on: date
    body: str
    presence: Presence


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A subject the institution carries: its last turn, and what came of it in words."""

    topic_id: int
    item_id: int
    meeting_id: int
    on: date
    title: str
    mark: str
    words: str


@dataclass(frozen=True, slots=True)
class ComingMeeting:
    """The next meeting of a body in which the institution sits; `points` concern it."""

    id: int
    body: str
    on: date
    starts_at: str
    points: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PartnerSheet:
    """Everything of one institution on a day."""

    id: int
    name: str
    article: str
    gender: str
    number: str
    short_name: str
    college_id: int
    college: str
    member_kind_id: int | None
    member_kind: str
    protocol_rank: int
    agreement_on: date | None
    core: bool
    phone: str
    email: str
    address: str
    note: str
    closed_on: date | None
    bodies: tuple[str, ...]
    sitting: tuple[MandateRow, ...]
    before: tuple[MandateRow, ...]
    strip: tuple[StripCell, ...]
    strip_presence: InstitutionPresence | None
    presence: InstitutionPresence | None
    commitments: tuple[CommitmentRow, ...]
    counters: Counters
    topics: tuple[TopicLine, ...]
    next_meeting: ComingMeeting | None

    @property
    def vacant(self) -> bool:
        """Tell whether no titular sits."""
        return not any(mandate.rank == "titular" for mandate in self.sitting)

    @property
    def commitment_words(self) -> str:
        """Return « 2 ouverts, dont 1 en retard · 1 tenu »."""
        found = self.counters
        words = ngettext("{n} ouvert", "{n} ouverts", found.open).format(n=found.open)
        if found.late:
            words = _("{open}, dont {n} en retard").format(open=words, n=found.late)
        if found.to_confirm:
            words += _(" · {n} à confirmer").format(n=found.to_confirm)
        if found.kept:
            words += " · " + ngettext("{n} tenu", "{n} tenus", found.kept).format(n=found.kept)
        return words

    @property
    def presence_words(self) -> str:
        """Return « 6 sur 8 dues · titulaire 2 sur 8 · aucune absence non excusée »."""
        seen = self.strip_presence
        if seen is None or not seen.denominator:
            return _("Aucune séance avec appel")
        absent = _("aucune absence non excusée")
        if seen.absent:
            absent = ngettext("{n} absence non excusée", "{n} absences non excusées", seen.absent).format(
                n=seen.absent
            )
        due = ngettext("{n} sur {all} due", "{n} sur {all} dues", seen.denominator).format(
            n=seen.numerator, all=seen.denominator
        )
        titular = _("titulaire {n} sur {all}").format(n=seen.present, all=seen.denominator)
        return f"{due} · {titular} · {absent}"


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


_CURRENT = "(m.from_date IS NULL OR m.from_date <= :on) AND (m.to_date IS NULL OR m.to_date >= :on)"

_ROLL = """
    SELECT r.id, r.meeting_id, g.date, k.code = 'plenary' AS plenary, r.seat_id, r.institution_id,
        i.short_name, r.counted, r.presence, coalesce(g.number, '') AS number, b.short_name AS body
    FROM roll_entry r JOIN meeting g ON g.id = r.meeting_id JOIN body b ON b.id = g.body_id
    JOIN body_kind k ON k.id = b.body_kind_id JOIN institution i ON i.id = r.institution_id
    WHERE g.state = 'held' AND NOT r.guest AND g.date <= :on"""


def partners(store: Store, on: date, *, closed: bool = False) -> tuple[PartnerRow, ...]:
    """Return the institutions in protocol order, with those closed by `on` when asked for."""
    rows = store.rows(
        f"""SELECT i.*, c.name AS college, c.counted, coalesce(k.name, '') AS member_kind,
                p.civility, p.first_name, p.last_name, m.function,
                (SELECT count(*) FROM seat m WHERE m.institution_id = i.id AND {_CURRENT}) AS seats,
                coalesce(e.open, 0) AS open, coalesce(e.late, 0) AS late
            FROM institution i JOIN college c ON c.id = i.college_id
            LEFT JOIN member_kind k ON k.id = i.member_kind_id
            LEFT JOIN mandate m ON m.id = (SELECT m.id FROM mandate m WHERE m.institution_id = i.id
                AND m.rank = 'titular' AND {_CURRENT}
                ORDER BY m.body_id IS NOT NULL, m.from_date DESC, m.id DESC LIMIT 1)
            LEFT JOIN person p ON p.id = m.person_id
            LEFT JOIN (SELECT lead_id, sum(state = 'open') AS open,
                    sum(state = 'open' AND current_due < :on) AS late
                FROM commitment GROUP BY lead_id) e ON e.lead_id = i.id
            WHERE :closed OR i.closed_on IS NULL OR i.closed_on > :on
            ORDER BY c.position, i.protocol_rank, i.id""",
        {"on": on.isoformat(), "closed": int(closed)},
    )
    window = last_months(on, MONTHS)
    roll = store.rows(
        f"{_ROLL} AND g.date > :start", {"on": on.isoformat(), "start": str(window.start_exclusive)}
    )
    seen = {one.institution_id: one for one in institution_presence(_roll_rows(roll), window)}
    return tuple(
        PartnerRow(
            id=row["id"],
            name=row["name"],
            article=row["article"],
            short_name=row["short_name"],
            college_id=row["college_id"],
            college=row["college"],
            counted=bool(row["counted"]),
            member_kind=row["member_kind"],
            titular=_name(row),
            titular_function=row["function"] or "",
            seats=row["seats"],
            open=row["open"],
            late=row["late"],
            present=seen[row["id"]].numerator if row["id"] in seen else 0,
            convened=seen[row["id"]].denominator if row["id"] in seen else 0,
            closed_on=day(row["closed_on"]),
        )
        for row in rows
    )


def vacancies(store: Store, on: date) -> tuple[PartnerRow, ...]:
    """Return the institutions that sit somewhere and have no titular on a day."""
    return tuple(row for row in partners(store, on) if row.vacant)


def _name(row: Any) -> str:
    return display_name(row["civility"], row["first_name"], row["last_name"]) if row["last_name"] else ""


def _roll_rows(rows: Iterable[Any]) -> list[RollRow]:
    """Return the rows of `_ROLL` for the formulas."""
    return [
        RollRow(
            meeting_id=row["meeting_id"],
            held_on=date.fromisoformat(row["date"]),
            plenary=bool(row["plenary"]),
            seat_id=row["seat_id"] or row["id"],
            institution_id=row["institution_id"],
            institution_name=row["short_name"],
            counted=bool(row["counted"]),
            presence=Presence(row["presence"]),
            meeting_key=row["number"],
        )
        for row in rows
    ]


def partner(
    store: Store, institution_id: int, on: date, audience: Audience | None = None
) -> PartnerSheet | None:
    """Return the sheet of a partner on a day, None when it is gone; `audience` limits its commitments."""
    row = store.row(
        """SELECT i.*, c.name AS college, coalesce(k.name, '') AS member_kind FROM institution i
           JOIN college c ON c.id = i.college_id LEFT JOIN member_kind k ON k.id = i.member_kind_id
           WHERE i.id = ?""",
        (institution_id,),
    )
    if row is None:
        return None
    values = {"id": institution_id, "on": on.isoformat()}
    everyone = mandates(store, institution_id)
    roll = store.rows(f"{_ROLL} AND r.institution_id = :id ORDER BY g.date, g.id", values)
    strip = _strip(roll)
    shown = {cell.meeting_id for cell in strip}
    rows = _roll_rows(roll)
    ever = Period(None, on)
    chosen = CommitmentFilter(institution_id=institution_id, audience=audience)
    return PartnerSheet(
        id=row["id"],
        name=row["name"],
        article=row["article"],
        gender=row["gender"],
        number=row["number"],
        short_name=row["short_name"],
        college_id=row["college_id"],
        college=row["college"],
        member_kind_id=row["member_kind_id"],
        member_kind=row["member_kind"],
        protocol_rank=row["protocol_rank"],
        agreement_on=day(row["agreement_on"]),
        core=bool(row["core"]),
        phone=row["phone"],
        email=row["email"],
        address=row["address"],
        note=row["note"],
        closed_on=day(row["closed_on"]),
        bodies=_bodies(store, values),
        sitting=tuple(one for one in everyone if one.current(on)),
        before=tuple(one for one in everyone if one.to_date is not None and one.to_date < on),
        strip=strip,
        strip_presence=_only(institution_presence((one for one in rows if one.meeting_id in shown), ever)),
        presence=_only(institution_presence(rows, last_months(on, MONTHS))),
        commitments=commitments(store, on, chosen, limit=COMMITMENTS, by_theme=False),
        counters=counters(store, on, chosen),
        topics=_topics(store, values),
        next_meeting=_next_meeting(store, values),
    )


def _only(found: tuple[InstitutionPresence, ...]) -> InstitutionPresence | None:
    return found[0] if found else None


def _strip(roll: Iterable[Any]) -> tuple[StripCell, ...]:
    """Return the last meetings, oldest first; of several seats the best known presence counts."""
    cells: dict[int, StripCell] = {}
    order = [Presence.PRESENT, Presence.REPRESENTED, Presence.UNKNOWN, Presence.EXCUSED, Presence.ABSENT]
    for row in roll:
        cell = StripCell(
            row["meeting_id"], date.fromisoformat(row["date"]), row["body"], Presence(row["presence"])
        )
        held = cells.get(cell.meeting_id, cell)
        cells[cell.meeting_id] = min(held, cell, key=lambda one: order.index(one.presence))
    return tuple(cells.values())[-STRIP:]


def _bodies(store: Store, values: dict[str, Any]) -> tuple[str, ...]:
    rows = store.rows(
        f"""SELECT b.short_name FROM seat m JOIN body b ON b.id = m.body_id
            WHERE m.institution_id = :id AND {_CURRENT} AND b.closed_on IS NULL ORDER BY b.position, b.id""",
        values,
    )
    return tuple(row["short_name"] for row in rows)


_CONCERNS = """(a.reporter_id = :id OR t.raised_by_id = :id
    OR EXISTS (SELECT 1 FROM topic_institution x WHERE x.topic_id = t.id AND x.institution_id = :id))"""


def _topics(store: Store, values: dict[str, Any], limit: int = 8) -> tuple[TopicLine, ...]:
    """Return the subjects that concern it, the last treated or postponed first."""
    rows = store.rows(
        f"""SELECT t.id, a.id AS item_id, a.meeting_id, max(g.date) AS date, a.title, a.outcome,
                (SELECT count(*) FROM agenda_item o WHERE o.topic_id = t.id
                    AND o.outcome = 'postponed') AS moved,
                (SELECT max(e.reference) FROM commitment e JOIN agenda_item o ON o.id = e.agenda_item_id
                    WHERE o.topic_id = t.id) AS promised,
                (SELECT max(d.reference) FROM record d JOIN agenda_item o ON o.id = d.agenda_item_id
                    WHERE o.topic_id = t.id AND d.kind = 'decision') AS decided
            FROM topic t JOIN agenda_item a ON a.topic_id = t.id JOIN meeting g ON g.id = a.meeting_id
            WHERE {_CONCERNS} AND g.state = 'held' AND g.date <= :on AND a.approves_id IS NULL
            GROUP BY t.id ORDER BY date DESC, a.position LIMIT {limit}""",
        values,
    )
    return tuple(
        TopicLine(
            row["id"],
            row["item_id"],
            row["meeting_id"],
            date.fromisoformat(row["date"]),
            row["title"],
            *_came_of(row),
        )
        for row in rows
    )


def _came_of(row: Any) -> tuple[str, str]:
    if row["outcome"] == "postponed":
        return "postponed", ngettext("reporté {n} fois", "reporté {n} fois", row["moved"]).format(
            n=row["moved"]
        )
    if row["promised"]:
        return "commitment", _("engagement {reference}").format(reference=row["promised"])
    if row["decided"]:
        return "decision", _("décision {reference}").format(reference=row["decided"])
    if row["outcome"] == "withdrawn":
        return "withdrawn", _("retiré")
    return "treated", _("examiné")


def _next_meeting(store: Store, values: dict[str, Any]) -> ComingMeeting | None:
    row = store.row(
        """SELECT g.id, b.short_name, g.date, g.starts_at FROM meeting g JOIN body b ON b.id = g.body_id
           WHERE g.date >= :on AND g.state IN ('preparation', 'convened', 'in_progress')
               AND EXISTS (SELECT 1 FROM seat s WHERE s.body_id = g.body_id AND s.institution_id = :id
                   AND (s.from_date IS NULL OR s.from_date <= g.date)
                   AND (s.to_date IS NULL OR s.to_date >= g.date))
           ORDER BY g.date, g.starts_at LIMIT 1""",
        values,
    )
    if row is None:
        return None
    points = store.rows(
        f"""SELECT a.position FROM agenda_item a JOIN topic t ON t.id = a.topic_id
            WHERE a.meeting_id = :meeting AND {_CONCERNS} ORDER BY a.position""",
        {**values, "meeting": row["id"]},
    )
    return ComingMeeting(
        row["id"],
        row["short_name"],
        date.fromisoformat(row["date"]),
        row["starts_at"],
        tuple(point["position"] for point in points),
    )


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
            name=_name(row),
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
            name=_name(row),
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


def find_institution(store: Store, name: str) -> int | None:
    """Return the id of the institution of this name or short name, whatever its capitals and accents."""
    wanted = fold(" ".join(name.split()))
    rows = store.rows("SELECT id, name, short_name FROM institution ORDER BY closed_on IS NOT NULL, id")
    for column in ("name", "short_name"):
        for row in rows:
            if fold(row[column]) == wanted:
                return int(row["id"])
    return None
