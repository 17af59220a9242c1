"""One partner's sheet: who sits, presence, commitments, subjects, the next meeting."""

from dataclasses import dataclass
from datetime import date, timedelta

from coprodesk.domain.attendance import (
    InstitutionPresence,
    Period,
    institution_presence,
    last_months,
)
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.vacancies import Vacancy, vacancies
from coprodesk.queries import day
from coprodesk.queries.agenda import SECRETARY
from coprodesk.queries.attendance import roll_rows
from coprodesk.queries.commitments import CommitmentFilter, CommitmentRow, Counters, commitments, counters
from coprodesk.queries.mandates import MandateRow, mandates
from coprodesk.queries.partner_life import (
    ComingMeeting,
    SeatSpan,
    StripCell,
    TopicLine,
    coming_meetings,
    seat_spans,
    strip,
    topics,
)
from coprodesk.store import Store

MONTHS = 24
COMMITMENTS = 40
"""How many commitments the sheet shows, the most urgent first."""


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
    seats: tuple[SeatSpan, ...]
    vacancies: tuple[Vacancy, ...]
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
    store: Store, institution_id: int, on: date, audience: Audience = SECRETARY
) -> PartnerSheet | None:
    """Return the sheet of a partner on a day as an audience may see it, None when it is gone.

    Attendance, and the secretary's own note, are for the secretariat alone.
    """
    row = store.row(_INSTITUTION, (institution_id,))
    if row is None:
        return None
    private = audience.level is Level.SECRETARIAT
    everyone = mandates(store, institution_id)
    cells = strip(store, institution_id, on) if private else ()
    shown, window = _presences(store, institution_id, on, cells) if private else (None, None)
    chosen = CommitmentFilter(institution_id=institution_id, audience=audience)
    seats = seat_spans(store, institution_id, on, audience)
    terms = ((one.from_date, one.to_date) for one in everyone if one.rank == "titular")
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
        note=row["note"] if private else "",
        closed_on=day(row["closed_on"]),
        bodies=tuple(one.body for one in seats if one.stands(on)),
        sitting=tuple(one for one in everyone if one.current(on)),
        before=tuple(one for one in everyone if one.to_date is not None and one.to_date < on),
        seats=seats,
        vacancies=vacancies(terms, min(on, day(row["closed_on"]) or on)),
        strip=cells,
        strip_presence=shown,
        presence=window,
        commitments=commitments(store, on, chosen, limit=COMMITMENTS, by_theme=False),
        counters=counters(store, on, chosen),
        topics=topics(store, institution_id, on, audience),
        next_meeting=next(iter(coming_meetings(store, institution_id, on, audience)), None),
    )


def _presences(
    store: Store, institution_id: int, on: date, cells: tuple[StripCell, ...]
) -> tuple[InstitutionPresence | None, InstitutionPresence | None]:
    """Return M1 over the meetings of the strip, and over the usual window."""
    ids = {cell.meeting_id for cell in cells}
    window = last_months(on, MONTHS)
    rows = roll_rows(store, institutions={institution_id}, after=_first_day(window, cells), until=on)
    return (
        _only(institution_presence((one for one in rows if one.meeting_id in ids), Period(None, on))),
        _only(institution_presence(rows, window)),
    )


def _only(found: tuple[InstitutionPresence, ...]) -> InstitutionPresence | None:
    return found[0] if found else None


def _first_day(window: Period, strip: tuple[StripCell, ...]) -> date | None:
    """Return the day after which the rolls are read: that of the window, or of a strip that goes further."""
    first = strip[0].on - timedelta(days=1) if strip else window.end_inclusive
    return min(first, window.start_exclusive) if window.start_exclusive else None
