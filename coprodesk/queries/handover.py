"""What a seat hands over when its holder leaves, and what its successor is given on arrival.

Nothing that the audience may not see is selected: attendance and rates are for the secretariat alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coprodesk.domain.commitments import CommitmentState
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.queries.commitment_filter import CommitmentFilter, Segment, visible, where_of
from coprodesk.queries.commitments import CommitmentRow, commitments, counters
from coprodesk.queries.mandates import CURRENT, MandateRow, holder_name, mandates
from coprodesk.queries.papers import Letterhead, letterhead
from coprodesk.queries.partner_life import (
    ComingMeeting,
    SeatSpan,
    TopicLine,
    coming_meetings,
    sight,
    topics,
)
from coprodesk.queries.partner_paper import (
    PaperPerson,
    PresenceCount,
    Promise,
    paper_person,
    presence_count,
    promise,
    secret_meetings,
    sheet_of,
)
from coprodesk.store import Store

RECENT = timedelta(days=183)
"""A titular who began within these days is the one who arrives: the paper hands over to her."""
OPEN, KEPT, SENSITIVE, CONTACTS, SHEETS, DATES = 8, 4, 5, 5, 3, 4
"""How many lines of each the paper shows."""


@dataclass(frozen=True, slots=True)
class ContactLine:
    """Somebody worth knowing: « Mme Maëlle DARSONVILLE », her function and institution, her telephone."""

    name: str
    function: str
    institution: str
    phone: str


@dataclass(frozen=True, slots=True)
class DecidedLine:
    """What one meeting decided: the references of its decision sheet."""

    on: date
    body: str
    number: str | None
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeptCount:
    """Of the commitments of the seat that fell due, how many were kept (M11)."""

    kept: int
    due: int


@dataclass(frozen=True, slots=True)
class Handover:
    """Everything the hand-over sheet prints; figures (`presence`, `keeping`) are the secretariat's alone.

    `leaving` or `arriving` is None when nobody is known. `charter` tells that the seat belongs to a group
    whose members sign it. The counts are of those there are beside those shown.
    """

    letterhead: Letterhead
    level: Level
    on: date
    name: str
    short_name: str
    article: str
    college: str
    kind: str
    leaving: PaperPerson | None
    arriving: PaperPerson | None
    substitutes: tuple[PaperPerson, ...]
    seats: tuple[SeatSpan, ...]
    charter: bool
    presence: PresenceCount | None
    keeping: KeptCount | None
    open_promises: tuple[Promise, ...]
    open_count: int
    kept_promises: tuple[Promise, ...]
    kept_count: int
    topics: tuple[TopicLine, ...]
    contacts: tuple[ContactLine, ...]
    decided: tuple[DecidedLine, ...]
    coming: tuple[ComingMeeting, ...]


def handover(store: Store, institution_id: int, audience: Audience) -> Handover:
    """Return what the seats of an institution hand over. Raises Refusal when it is gone."""
    on = store.clock().date()
    sheet = sheet_of(store, institution_id, on, audience)
    hidden = secret_meetings(store, audience)
    leaving, arriving = _passage(mandates(store, institution_id), on)
    chosen = CommitmentFilter(lead_id=institution_id, audience=audience)
    counted = counters(store, on, chosen)
    rows = commitments(store, on, chosen, limit=OPEN, by_theme=False)
    still = (CommitmentState.OPEN, CommitmentState.TO_CONFIRM)
    kept = CommitmentFilter(Segment.KEPT, lead_id=institution_id, audience=audience)
    private = audience.level is Level.SECRETARIAT
    return Handover(
        letterhead=letterhead(store),
        level=audience.level,
        on=on,
        name=sheet.name,
        short_name=sheet.short_name,
        article=sheet.article,
        college=sheet.college,
        kind=sheet.member_kind,
        leaving=None if leaving is None else paper_person(leaving, audience),
        arriving=None if arriving is None else paper_person(arriving, audience),
        substitutes=tuple(paper_person(one, audience) for one in sheet.sitting if one.rank == "substitute"),
        seats=tuple(seat for seat in sheet.seats if seat.stands(on)),
        charter=_signs_the_charter(store, institution_id, on),
        presence=presence_count(sheet),
        keeping=KeptCount(counted.due_kept, counted.due) if private and counted.due else None,
        open_promises=tuple(promise(row, institution_id, hidden) for row in rows if row.state in still),
        open_count=counted.open + counted.to_confirm,
        kept_promises=tuple(promise(row, institution_id, hidden) for row in _last_kept(store, on, kept)),
        kept_count=counted.kept,
        topics=topics(store, institution_id, on, audience, SENSITIVE, sensitive=True),
        contacts=_contacts(store, institution_id, on, audience),
        decided=_decided(store, institution_id, on, audience),
        coming=coming_meetings(store, institution_id, on, audience, DATES),
    )


def _last_kept(store: Store, on: date, kept: CommitmentFilter) -> list[CommitmentRow]:
    """Return those kept last."""
    where, values = where_of(kept)
    rows = store.rows(
        f"SELECT c.id FROM commitment c WHERE {where} ORDER BY c.done_on DESC, c.reference LIMIT {KEPT}",
        values,
    )
    found = commitments(store, on, CommitmentFilter(ids=tuple(row["id"] for row in rows)), by_theme=False)
    return sorted(found, key=lambda row: row.done_on or date.min, reverse=True)


def _passage(held: Sequence[MandateRow], on: date) -> tuple[MandateRow | None, MandateRow | None]:
    """Return the titular who leaves and the one who arrives.

    A titular named for later, or who began within `RECENT`, arrives; else the present one is about to leave.
    """
    titulars = [one for one in held if one.rank == "titular"]
    now = max((one for one in titulars if one.current(on)), key=_began, default=None)
    later = min((one for one in titulars if one.from_date and one.from_date > on), key=_began, default=None)
    ended = [one for one in titulars if one.to_date is not None and one.to_date < on]
    last = max(ended, key=lambda one: one.to_date or date.min, default=None)
    if now is None:
        return last, later
    recent = now.from_date is not None and on - now.from_date <= RECENT
    if later is None and now.to_date is None and recent:
        return last, now
    return now, later


def _began(one: MandateRow) -> date:
    return one.from_date or date.min


def _signs_the_charter(store: Store, institution_id: int, on: date) -> bool:
    row = store.row(
        f"""SELECT 1 FROM seat m JOIN body b ON b.id = m.body_id
            WHERE m.institution_id = :id AND {CURRENT} AND b.confidential AND b.closed_on IS NULL LIMIT 1""",
        {"id": institution_id, "on": on.isoformat()},
    )
    return row is not None


_CONTACTS = """
    WITH shared AS (
        SELECT k.institution_id AS other FROM contributor k JOIN commitment c ON c.id = k.commitment_id
            WHERE c.lead_id = :id AND {visible}
        UNION ALL SELECT c.lead_id FROM contributor k JOIN commitment c ON c.id = k.commitment_id
            WHERE k.institution_id = :id AND {visible}
        UNION ALL SELECT y.institution_id FROM topic_institution x
            JOIN topic_institution y ON y.topic_id = x.topic_id JOIN topic t ON t.id = x.topic_id
            WHERE x.institution_id = :id AND t.level IN (SELECT value FROM json_each(:levels)))
    SELECT i.short_name, i.phone AS office, m.function, p.civility, p.first_name, p.last_name, p.phone
    FROM institution i LEFT JOIN member_kind k ON k.id = i.member_kind_id
    JOIN mandate m ON m.id = (SELECT m.id FROM mandate m WHERE m.institution_id = i.id
        AND m.rank = 'titular' AND {current}
        ORDER BY m.body_id IS NOT NULL, m.from_date DESC, m.id DESC LIMIT 1)
    JOIN person p ON p.id = m.person_id
    LEFT JOIN (SELECT other, count(*) AS times FROM shared GROUP BY other) s ON s.other = i.id
    WHERE i.id <> :id AND (i.closed_on IS NULL OR i.closed_on > :on)
    ORDER BY coalesce(k.code, '') = 'secretariat' DESC, coalesce(s.times, 0) DESC, i.core DESC,
        i.protocol_rank, i.id
    LIMIT {limit}"""


def _contacts(store: Store, institution_id: int, on: date, audience: Audience) -> tuple[ContactLine, ...]:
    """Return whom to know: the secretariat, those who share most promises and subjects, then the core."""
    rows = store.rows(
        _CONTACTS.format(visible=visible(audience), current=CURRENT, limit=CONTACTS),
        sight(institution_id, on, audience),
    )
    public = audience.level is Level.PUBLIC
    return tuple(
        ContactLine(
            holder_name(row),
            row["function"],
            row["short_name"],
            "" if public else row["phone"] or row["office"],
        )
        for row in rows
    )


def _decided(store: Store, institution_id: int, on: date, audience: Audience) -> tuple[DecidedLine, ...]:
    """Return the last meetings held of the bodies in which it sits, with what was decided and promised."""
    values = sight(institution_id, on, audience)
    rows = store.rows(
        f"""SELECT g.id, g.date, g.number, b.short_name FROM meeting g JOIN body b ON b.id = g.body_id
            WHERE g.state = 'held' AND g.date <= :on AND (:closed OR NOT b.confidential)
                AND EXISTS (SELECT 1 FROM seat m WHERE m.body_id = b.id AND m.institution_id = :id
                    AND {CURRENT})
            ORDER BY g.date DESC, g.id DESC LIMIT {SHEETS}""",
        values,
    )
    found = []
    for row in rows:
        references = store.rows(
            f"""SELECT r.reference FROM record r JOIN agenda_item a ON a.id = r.agenda_item_id
                WHERE a.meeting_id = :meeting AND r.kind IN ('decision', 'request')
                    AND r.reference IS NOT NULL
                    AND r.level IN (SELECT value FROM json_each(:levels))
                    AND a.level IN (SELECT value FROM json_each(:levels))
                UNION SELECT c.reference FROM commitment c JOIN agenda_item a ON a.id = c.agenda_item_id
                WHERE a.meeting_id = :meeting AND {visible(audience)} ORDER BY 1""",
            {**values, "meeting": row["id"]},
        )
        found.append(
            DecidedLine(
                date.fromisoformat(row["date"]),
                row["short_name"],
                row["number"],
                tuple(one["reference"] for one in references),
            )
        )
    return tuple(found)
