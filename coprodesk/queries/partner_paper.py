"""What the sheet of a partner says on paper, before a telephone call: seats, presence, promises, news.

Nothing that the audience may not see is selected: attendance is for the secretariat alone.
"""

from dataclasses import dataclass
from datetime import date

from coprodesk.domain.commitments import CommitmentState, EventKind, Status
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.domain.vacancies import Vacancy
from coprodesk.queries.commitments import CommitmentRow, EventRow
from coprodesk.queries.mandates import MandateRow
from coprodesk.queries.papers import Letterhead, letterhead
from coprodesk.queries.partner_life import ComingMeeting, SeatSpan, StripCell, TopicLine
from coprodesk.queries.partner_sheet import PartnerSheet, partner
from coprodesk.store import Store

PROMISES = 12
"""How many commitments the paper shows, the most urgent first."""
NEWS = 4
TOPICS = 4
_SILENT = (EventKind.CREATED, EventKind.REMINDER)


@dataclass(frozen=True, slots=True)
class PaperPerson:
    """Who holds or held a seat: the days are None when not known or not set."""

    name: str
    civility: str
    function: str
    titular: bool
    authority: str | None
    phone: str
    from_date: date | None
    to_date: date | None


@dataclass(frozen=True, slots=True)
class Promise:
    """One commitment on the day; `leads` is false for an institution that only contributes to it."""

    reference: str
    what: str
    leads: bool
    state: CommitmentState
    status: Status
    words: str
    initial_due: date | None
    due: date | None
    done_on: date | None
    postponements: int
    news: str
    news_on: date | None


@dataclass(frozen=True, slots=True)
class NewsLine:
    """One event of a commitment, at a meeting or between two."""

    on: date
    reference: str
    at_meeting: bool
    text: str


@dataclass(frozen=True, slots=True)
class PresenceCount:
    """At how many meetings the institution came, of those `due` (M1), and its titular in person."""

    came: int
    titular: int
    due: int


@dataclass(frozen=True, slots=True)
class PartnerPaper:
    """Everything the sheet of a partner prints; `presence` and `strip` are empty but for the secretariat.

    `promise_count` counts those there are beside those shown; `counted` says them in words.
    """

    letterhead: Letterhead
    level: Level
    on: date
    name: str
    short_name: str
    article: str
    college: str
    kind: str
    agreement_on: date | None
    phone: str
    email: str
    seats: tuple[SeatSpan, ...]
    sitting: tuple[PaperPerson, ...]
    before: tuple[PaperPerson, ...]
    vacancy: Vacancy | None
    strip: tuple[StripCell, ...]
    presence: PresenceCount | None
    promises: tuple[Promise, ...]
    promise_count: int
    counted: str
    topics: tuple[TopicLine, ...]
    coming: ComingMeeting | None
    news: tuple[NewsLine, ...]


def partner_paper(store: Store, institution_id: int, audience: Audience) -> PartnerPaper:
    """Return the sheet of a partner for an audience. Raises Refusal when it is gone."""
    on = store.clock().date()
    sheet = sheet_of(store, institution_id, on, audience)
    hidden = secret_meetings(store, audience)
    open_phone = audience.level is not Level.PUBLIC
    return PartnerPaper(
        letterhead=letterhead(store),
        level=audience.level,
        on=on,
        name=sheet.name,
        short_name=sheet.short_name,
        article=sheet.article,
        college=sheet.college,
        kind=sheet.member_kind,
        agreement_on=sheet.agreement_on,
        phone=sheet.phone if open_phone else "",
        email=sheet.email if open_phone else "",
        seats=tuple(seat for seat in sheet.seats if seat.stands(on)),
        sitting=tuple(paper_person(one, audience) for one in sheet.sitting),
        before=tuple(paper_person(one, audience) for one in sheet.before),
        vacancy=next((one for one in sheet.vacancies if one.end is None), None),
        strip=sheet.strip,
        presence=presence_count(sheet),
        promises=tuple(promise(row, institution_id, hidden) for row in sheet.commitments[:PROMISES]),
        promise_count=sheet.counters.all,
        counted=sheet.commitment_words,
        topics=sheet.topics[:TOPICS],
        coming=sheet.next_meeting,
        news=_news(sheet.commitments, hidden),
    )


def sheet_of(store: Store, institution_id: int, on: date, audience: Audience) -> PartnerSheet:
    """Return the sheet of a partner; raise Refusal when it is gone."""
    sheet = partner(store, institution_id, on, audience)
    if sheet is None:
        raise Refusal(
            _("Ce partenaire n’existe plus. Rien n’a été produit. Revenez à la liste des partenaires.")
        )
    return sheet


def paper_person(row: MandateRow, audience: Audience) -> PaperPerson:
    """Return a holder as printed; a public copy has no telephone."""
    return PaperPerson(
        name=row.name,
        civility=row.civility,
        function=row.function,
        titular=row.rank == "titular",
        authority=row.authority,
        phone="" if audience.level is Level.PUBLIC else row.phone,
        from_date=row.from_date,
        to_date=row.to_date,
    )


def presence_count(sheet: PartnerSheet) -> PresenceCount | None:
    """Return the presence over the usual window, None without a meeting due or for another audience."""
    seen = sheet.presence
    if seen is None or not seen.denominator:
        return None
    return PresenceCount(seen.numerator, seen.present, seen.denominator)


def secret_meetings(store: Store, audience: Audience) -> frozenset[int]:
    """Return the meetings of secret groups, of whose events the audience is told nothing."""
    if audience.level is Level.SECRETARIAT:
        return frozenset()
    rows = store.rows("SELECT m.id FROM meeting m JOIN body b ON b.id = m.body_id WHERE b.confidential")
    return frozenset(row["id"] for row in rows)


def promise(row: CommitmentRow, institution_id: int, hidden: frozenset[int]) -> Promise:
    """Return a commitment as printed, with its last news."""
    told = next((event for event in row.events if _tells(event, hidden)), None)
    return Promise(
        reference=row.reference,
        what=row.what,
        leads=row.lead_id == institution_id,
        state=row.state,
        status=row.status,
        words=row.late_words or row.status_words,
        initial_due=row.initial_due,
        due=row.current_due,
        done_on=row.done_on,
        postponements=row.postponements,
        news=told.text if told else "",
        news_on=told.on if told else None,
    )


def _tells(event: EventRow, hidden: frozenset[int]) -> bool:
    return event.kind not in _SILENT and bool(event.text) and event.meeting_id not in hidden


def _news(rows: tuple[CommitmentRow, ...], hidden: frozenset[int]) -> tuple[NewsLine, ...]:
    found = [
        NewsLine(event.on, row.reference, event.meeting_id is not None, event.text)
        for row in rows
        for event in row.events
        if _tells(event, hidden)
    ]
    return tuple(sorted(found, key=lambda one: one.on, reverse=True)[:NEWS])
