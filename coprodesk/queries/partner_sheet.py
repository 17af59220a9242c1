"""One partner's sheet: who sits, presence, commitments, subjects, the next meeting."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from coprodesk.domain.attendance import (
    InstitutionPresence,
    Period,
    Presence,
    institution_presence,
    last_months,
)
from coprodesk.domain.disclosure import Audience
from coprodesk.domain.i18n import _, ngettext
from coprodesk.queries import day
from coprodesk.queries.attendance import roll_rows
from coprodesk.queries.commitments import CommitmentFilter, CommitmentRow, Counters, commitments, counters
from coprodesk.queries.mandates import CURRENT, MandateRow, mandates
from coprodesk.store import Store

MONTHS = 24
STRIP = 8
"""How many meetings the strip of presence shows."""
COMMITMENTS = 40
"""How many commitments the sheet shows, the most urgent first."""


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


_INSTITUTION = """
    SELECT i.*, c.name AS college, coalesce(k.name, '') AS member_kind FROM institution i
    JOIN college c ON c.id = i.college_id LEFT JOIN member_kind k ON k.id = i.member_kind_id
    WHERE i.id = ?"""


def partner(
    store: Store, institution_id: int, on: date, audience: Audience | None = None
) -> PartnerSheet | None:
    """Return the sheet of a partner on a day, None when it is gone; `audience` limits its commitments."""
    row = store.row(_INSTITUTION, (institution_id,))
    if row is None:
        return None
    values = {"id": institution_id, "on": on.isoformat()}
    everyone = mandates(store, institution_id)
    strip = _strip(store, values)
    shown = {cell.meeting_id for cell in strip}
    window = last_months(on, MONTHS)
    rows = roll_rows(store, institutions={institution_id}, after=_first_day(window, strip), until=on)
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
        strip_presence=_only(
            institution_presence((one for one in rows if one.meeting_id in shown), Period(None, on))
        ),
        presence=_only(institution_presence(rows, window)),
        commitments=commitments(store, on, chosen, limit=COMMITMENTS, by_theme=False),
        counters=counters(store, on, chosen),
        topics=_topics(store, values),
        next_meeting=_next_meeting(store, values),
    )


def _only(found: tuple[InstitutionPresence, ...]) -> InstitutionPresence | None:
    return found[0] if found else None


def _first_day(window: Period, strip: tuple[StripCell, ...]) -> date | None:
    """Return the day after which the rolls are read: that of the window, or of a strip that goes further."""
    first = strip[0].on - timedelta(days=1) if strip else window.end_inclusive
    return min(first, window.start_exclusive) if window.start_exclusive else None


_BEST_FIRST = [Presence.PRESENT, Presence.REPRESENTED, Presence.UNKNOWN, Presence.EXCUSED, Presence.ABSENT]


def _strip(store: Store, values: dict[str, Any]) -> tuple[StripCell, ...]:
    """Return the last meetings, oldest first; of several seats the best known presence counts."""
    rows = store.rows(
        f"""SELECT g.id, g.date, b.short_name, r.presence FROM meeting g JOIN body b ON b.id = g.body_id
            JOIN roll_entry r ON r.meeting_id = g.id AND r.institution_id = :id AND NOT r.guest
            WHERE g.id IN (SELECT m.id FROM meeting m WHERE m.state = 'held' AND m.date <= :on
                AND EXISTS (SELECT 1 FROM roll_entry x WHERE x.institution_id = :id
                    AND x.meeting_id = m.id AND NOT x.guest)
                ORDER BY m.date DESC, m.id DESC LIMIT {STRIP})
            ORDER BY g.date, g.id""",
        values,
    )
    cells: dict[int, StripCell] = {}
    for row in rows:
        cell = StripCell(
            row["id"], date.fromisoformat(row["date"]), row["short_name"], Presence(row["presence"])
        )
        held = cells.get(cell.meeting_id, cell)
        cells[cell.meeting_id] = min(held, cell, key=lambda one: _BEST_FIRST.index(one.presence))
    return tuple(cells.values())


def _bodies(store: Store, values: dict[str, Any]) -> tuple[str, ...]:
    rows = store.rows(
        f"""SELECT b.short_name FROM seat m JOIN body b ON b.id = m.body_id
            WHERE m.institution_id = :id AND {CURRENT} AND b.closed_on IS NULL ORDER BY b.position, b.id""",
        values,
    )
    return tuple(row["short_name"] for row in rows)


_CONCERNS = """(a.reporter_id = :id OR t.raised_by_id = :id
    OR EXISTS (SELECT 1 FROM topic_institution x WHERE x.topic_id = t.id AND x.institution_id = :id))"""

# The same items, found from the institution rather than tried one by one.
_CONCERNED = """
    SELECT id FROM agenda_item WHERE reporter_id = :id
    UNION SELECT o.id FROM agenda_item o JOIN topic t ON t.id = o.topic_id WHERE t.raised_by_id = :id
    UNION SELECT o.id FROM agenda_item o JOIN topic_institution x ON x.topic_id = o.topic_id
        WHERE x.institution_id = :id"""


def _topics(store: Store, values: dict[str, Any], limit: int = 8) -> tuple[TopicLine, ...]:
    """Return the subjects that concern it, the last treated or postponed first."""
    rows = store.rows(
        f"""SELECT last.*,
                (SELECT count(*) FROM agenda_item o WHERE o.topic_id = last.id
                    AND o.outcome = 'postponed') AS moved,
                (SELECT max(e.reference) FROM commitment e JOIN agenda_item o ON o.id = e.agenda_item_id
                    WHERE o.topic_id = last.id) AS promised,
                (SELECT max(d.reference) FROM record d JOIN agenda_item o ON o.id = d.agenda_item_id
                    WHERE o.topic_id = last.id AND d.kind = 'decision') AS decided
            FROM (SELECT t.id, a.id AS item_id, a.meeting_id, max(g.date) AS date, a.title, a.outcome,
                    a.position
                FROM ({_CONCERNED}) AS found CROSS JOIN agenda_item a ON a.id = found.id
                JOIN topic t ON t.id = a.topic_id JOIN meeting g ON g.id = a.meeting_id
                WHERE g.state = 'held' AND g.date <= :on AND a.approves_id IS NULL
                GROUP BY t.id ORDER BY date DESC, a.position LIMIT {limit}) AS last
            ORDER BY last.date DESC, last.position""",
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
