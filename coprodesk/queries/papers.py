"""The papers made before a meeting, agenda and sign-in sheet, what heads every paper, what went out.

Every paper is for an audience, and nothing it may not see is selected.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from coprodesk.domain.disclosure import Audience, Level, sees
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.domain.meetings import MeetingState, planned_end
from coprodesk.domain.minutes import VersionState
from coprodesk.domain.names import display_name, name_line, sorting_name
from coprodesk.queries.agenda import SECRETARY, AgendaRow, agenda, keeps_cut
from coprodesk.queries.attendance import expected_roll, roll
from coprodesk.queries.follow_up import CommitmentLine, commitments_of
from coprodesk.queries.meetings import MeetingRow, meeting
from coprodesk.store import Store


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One line of the page Documents: a frozen version (`version` above 0) or a paper sent."""

    id: int
    document: str
    title: str
    meeting_id: int | None
    meeting_date: datetime.date | None
    audience: Level
    at: datetime.datetime
    recipients: str
    file_name: str
    pages: int
    digest: str
    version: int
    state: VersionState | None


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who sends the paper; `logo` is the picture's bytes, `accent` a colour « #1d3557 ».

    `example` is true in the fictional council, whose papers all say so.
    """

    name: str
    kind: str
    commune: str
    address: str
    phone: str
    email: str
    accent: str
    logo: bytes | None
    example: bool = False


@dataclass(frozen=True, slots=True)
class Signer:
    """Chair or secretary of the session: `line` as printed in the heading, `name` for the signature box."""

    line: str
    name: str
    feminine: bool


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """The facts of a meeting that head its papers; hours are "HH:MM"."""

    id: int
    body_id: int
    body: str
    title: str
    confidential: bool
    number: str | None
    date: datetime.date
    starts_at: str
    ends_at: str
    opened_at: str | None
    closed_at: str | None
    place: str
    state: MeetingState
    convened_on: datetime.date | None
    reply_by: datetime.date | None
    chair: Signer
    secretary: Signer
    annexes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgendaDocument:
    """The agenda as sent; `commitments` are the open ones of the institution the copy is for."""

    letterhead: Letterhead
    meeting: MeetingFacts
    level: Level
    items: tuple[AgendaRow, ...]
    total_minutes: int
    ends_at: str
    commitments: tuple[CommitmentLine, ...]


@dataclass(frozen=True, slots=True)
class SignInLine:
    """One row to sign; `name` is « de LESMONT Gauthier », `delegate` who was announced."""

    college: str
    institution: str
    name: str
    function: str
    delegate: str
    counted: bool
    guest: bool


@dataclass(frozen=True, slots=True)
class SignInSheet:
    """The sheet to sign; `convened` counts the seats that count in figures."""

    letterhead: Letterhead
    meeting: MeetingFacts
    level: Level
    lines: tuple[SignInLine, ...]
    convened: int


def agenda_document(
    store: Store, meeting_id: int, audience: Audience, institution_id: int | None = None
) -> AgendaDocument:
    """Return the agenda for an audience, with the open commitments of an institution for its own copy.

    Raises Refusal as `visible_meeting`.
    """
    row = visible_meeting(store, meeting_id, audience)
    items = agenda(store, meeting_id, audience, keep_cut=keeps_cut(store))
    total = store.row(
        "SELECT coalesce(sum(planned_minutes), 0) AS total FROM agenda_item WHERE meeting_id = ?",
        (meeting_id,),
    )
    minutes = int(total["total"]) if total else 0
    return AgendaDocument(
        letterhead=letterhead(store),
        meeting=meeting_facts(store, row),
        level=audience.level,
        items=items,
        total_minutes=minutes,
        ends_at=planned_end(row.starts_at, minutes),
        commitments=() if institution_id is None else commitments_of(store, row, audience, institution_id),
    )


def sign_in_sheet(store: Store, meeting_id: int, audience: Audience = SECRETARY) -> SignInSheet:
    """Return the sheet to sign, from the roll or, before it is taken, from the seats of the day.

    Raises Refusal as `visible_meeting`.
    """
    row = visible_meeting(store, meeting_id, audience)
    names = {
        person["id"]: sorting_name(person["first_name"], person["last_name"])
        for person in store.rows("SELECT id, first_name, last_name FROM person")
    }
    taken = roll(store, meeting_id)
    lines = [
        SignInLine(
            line.college,
            line.institution,
            names.get(line.person_id or 0, line.person),
            line.function,
            name_line(line.delegate, line.delegate_function),
            line.counted,
            line.guest,
        )
        for line in taken
    ]
    if not any(not line.guest for line in taken):
        lines = [
            SignInLine(
                seat.college_label,
                seat.institution_label,
                names.get(seat.person_id or 0, seat.person_label),
                seat.function_label,
                "",
                seat.counted,
                guest=False,
            )
            for seat in expected_roll(store, meeting_id)
        ] + lines
    return SignInSheet(
        letterhead=letterhead(store),
        meeting=meeting_facts(store, row),
        level=Level.SECRETARIAT,
        lines=tuple(lines),
        convened=sum(line.counted and not line.guest for line in lines),
    )


def letterhead(store: Store) -> Letterhead:
    """Return who sends the council's papers."""
    row = store.row("SELECT c.*, b.data FROM council c LEFT JOIN blob b ON b.sha256 = c.logo")
    if row is None:
        raise Refusal(
            _("Ce fichier ne contient pas de conseil. Rien n’a été produit. Ouvrez un autre fichier.")
        )
    return Letterhead(
        name=row["name"],
        kind=row["kind"],
        commune=row["commune"],
        address=row["address"],
        phone=row["phone"],
        email=row["email"],
        accent=row["accent"],
        logo=None if row["data"] is None else bytes(row["data"]),
        example=row["example_at"] is not None,
    )


def visible_meeting(store: Store, meeting_id: int, audience: Audience) -> MeetingRow:
    """Return the meeting; raise Refusal when it is gone, or confidential and not for this audience."""
    row = meeting(store, meeting_id)
    if row is None:
        raise Refusal(
            _("Cette réunion n’existe plus. Rien n’a été produit. Revenez à la liste des réunions.")
        )
    if row.confidential and not sees(audience, Level.RESTRICTED, row.body_id):
        raise Refusal(
            _(
                "« {body} » est un groupe confidentiel (L. 132-5). Rien n’a été produit. "
                "Choisissez une diffusion à ce groupe seul."
            ).format(body=row.body)
        )
    return row


def meeting_facts(store: Store, row: MeetingRow) -> MeetingFacts:
    """Return what heads the papers of a meeting."""
    return MeetingFacts(
        id=row.id,
        body_id=row.body_id,
        body=row.body,
        title=row.title,
        confidential=row.confidential,
        number=row.number,
        date=row.date,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        place=row.place,
        state=row.state,
        convened_on=row.convened_on,
        reply_by=row.reply_by,
        chair=_signer(store, row.chair_id, row.chair_line),
        secretary=_signer(store, row.secretary_id, row.secretary_line),
        annexes=tuple(line.strip() for line in row.annexes.splitlines() if line.strip()),
    )


def _signer(store: Store, person_id: int | None, line: str) -> Signer:
    name = line.partition(",")[0].strip()
    row = store.row("SELECT civility, first_name, last_name FROM person WHERE id = ?", (person_id,))
    if row is not None and not name:
        name = display_name(row["civility"], row["first_name"], row["last_name"])
    civility = name.partition(" ")[0].lower()
    return Signer(line=line or name, name=name, feminine=civility in ("mme", "mlle", "madame"))


def documents(store: Store) -> tuple[DocumentRow, ...]:
    """Return what was frozen and what was sent, the latest first."""
    rows = store.rows(
        """
        SELECT v.id AS id, 'minutes' AS document, b.name AS title, v.meeting_id,
            m.date AS meeting_date, v.audience,
            v.frozen_at AS at, '' AS recipients, '' AS file_name, 0 AS pages, v.digest, v.version, v.state
        FROM minutes_version v JOIN meeting m ON m.id = v.meeting_id JOIN body b ON b.id = m.body_id
        UNION ALL
        SELECT d.id, d.document, d.title, d.meeting_id, m.date, d.audience, d.sent_at, d.recipients,
            d.file_name, d.pages, d.digest, 0, NULL
        FROM document_sent d LEFT JOIN meeting m ON m.id = d.meeting_id
        ORDER BY at DESC, id DESC
        """
    )
    return tuple(_document(row) for row in rows)


def _document(row: Any) -> DocumentRow:
    on = row["meeting_date"]
    return DocumentRow(
        id=row["id"],
        document=row["document"],
        title=row["title"],
        meeting_id=row["meeting_id"],
        meeting_date=None if on is None else datetime.date.fromisoformat(on),
        audience=Level(row["audience"]),
        at=datetime.datetime.fromisoformat(row["at"]),
        recipients=row["recipients"],
        file_name=row["file_name"],
        pages=row["pages"],
        digest=row["digest"],
        version=row["version"],
        state=None if row["state"] is None else VersionState(row["state"]),
    )
