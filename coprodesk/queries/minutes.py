"""What the minutes and the decision sheet of a meeting say.

Every paper is for an audience, and nothing it may not see is selected.
"""

import datetime
from dataclasses import dataclass

from coprodesk.domain.agenda import Outcome
from coprodesk.domain.attendance import Presence
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.i18n import _
from coprodesk.domain.names import name_line, representing
from coprodesk.domain.records import RecordKind
from coprodesk.queries.agenda import AgendaRow, agenda
from coprodesk.queries.attendance import RollLine, counts, roll
from coprodesk.queries.follow_up import (
    CommitmentLine,
    commitments_discussed,
    commitments_followed,
    commitments_taken,
)
from coprodesk.queries.meetings import MeetingRow
from coprodesk.queries.papers import (
    AgendaDocument,
    DocumentRow,
    Letterhead,
    MeetingFacts,
    SignInLine,
    SignInSheet,
    VersionRow,
    VersionState,
    agenda_document,
    documents,
    last_version,
    letterhead,
    meeting_facts,
    sign_in_sheet,
    version_pdf,
    versions,
    visible_meeting,
)
from coprodesk.queries.records import RecordRow, records
from coprodesk.store import Store

__all__ = [
    "AgendaDocument",
    "DecisionLine",
    "DecisionSheet",
    "DocumentRow",
    "Letterhead",
    "MeetingFacts",
    "MinutesDocument",
    "MinutesItem",
    "NextMeeting",
    "RecordGroup",
    "RollPrint",
    "SignInLine",
    "SignInSheet",
    "VersionRow",
    "VersionState",
    "agenda_document",
    "decision_sheet",
    "documents",
    "letterhead",
    "minutes_document",
    "sign_in_sheet",
    "version_pdf",
    "versions",
]


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """The next meeting of the same body."""

    date: datetime.date
    starts_at: str
    place: str
    number: str | None


@dataclass(frozen=True, slots=True)
class RollPrint:
    """One line of the presence table: `person` is who came, « – » is for the printer; `word` agrees."""

    college: str
    institution: str
    person: str
    presence: Presence
    word: str
    guest: bool
    counted: bool
    remote: bool


@dataclass(frozen=True, slots=True)
class RecordGroup:
    """The paragraphs of one kind under an item, in their order."""

    kind: RecordKind
    records: tuple[RecordRow, ...]


@dataclass(frozen=True, slots=True)
class MinutesItem:
    """One item as printed; `number` counts what the audience sees. A placeholder has only a title."""

    number: int
    title: str
    placeholder: bool
    reporter: str
    reporter_person: str
    outcome: Outcome
    added: bool
    level: Level
    postponements: int
    groups: tuple[RecordGroup, ...]
    commitments: tuple[CommitmentLine, ...]


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One row of « Qui fait quoi, pour quand »: a commitment when `commitment` is given, else D- or V-."""

    reference: str
    text: str
    lead: str
    contributors: str
    due: datetime.date | None
    note: str
    indicator: str
    commitment: CommitmentLine | None


@dataclass(frozen=True, slots=True)
class MinutesDocument:
    """Everything the minutes print. `version` is the last one frozen for this audience, 0 for a draft.

    `follow_up` are earlier commitments as they stood on the day; `convened` and `attended` are data, printing
    them is a choice.
    """

    letterhead: Letterhead
    meeting: MeetingFacts
    level: Level
    roll: tuple[RollPrint, ...]
    convened: int
    attended: int
    items: tuple[MinutesItem, ...]
    follow_up: tuple[CommitmentLine, ...]
    decisions: tuple[DecisionLine, ...]
    next_meeting: NextMeeting | None
    version: int
    version_state: VersionState | None
    approved_on: datetime.date | None


@dataclass(frozen=True, slots=True)
class DecisionSheet:
    """The one page ready before people stand up; `priorities` are lines for the next meeting."""

    letterhead: Letterhead
    meeting: MeetingFacts
    level: Level
    convened: int
    attended: int
    decisions: tuple[DecisionLine, ...]
    priorities: tuple[str, ...]
    next_meeting: NextMeeting | None
    version: int
    version_state: VersionState | None
    approved_on: datetime.date | None


def minutes_document(
    store: Store, meeting_id: int, audience: Audience, *, keep_placeholders: bool = False
) -> MinutesDocument:
    """Return all that the minutes print for an audience; cut items leave a trace with `keep_placeholders`.

    Raises Refusal when the meeting is gone, or is that of a confidential body the audience does not see.
    """
    row = visible_meeting(store, meeting_id, audience)
    taken = commitments_taken(store, row, audience)
    followed = commitments_followed(store, row, audience)
    items = agenda(store, meeting_id, audience)
    said = records(store, meeting_id, audience)
    lines = roll(store, meeting_id)
    counted = counts(lines)
    version = last_version(store, meeting_id, audience)
    return MinutesDocument(
        letterhead=letterhead(store),
        meeting=meeting_facts(store, row),
        level=audience.level,
        roll=tuple(_roll_print(line) for line in _by_college(store, lines)),
        convened=counted.convened,
        attended=counted.attended,
        items=_minutes_items(store, row, items, said, taken, keep_placeholders=keep_placeholders),
        follow_up=followed,
        decisions=_decisions(taken, followed, said),
        next_meeting=_next_meeting(store, row),
        version=version.version if version else 0,
        version_state=version.state if version else None,
        approved_on=row.approved_on,
    )


def decision_sheet(store: Store, meeting_id: int, audience: Audience) -> DecisionSheet:
    """Return the one-page sheet for an audience. Raises Refusal as `visible_meeting`."""
    row = visible_meeting(store, meeting_id, audience)
    taken = commitments_taken(store, row, audience)
    discussed = commitments_discussed(store, row, audience)
    decisions = _decisions(taken, discussed, records(store, meeting_id, audience))
    counted = counts(roll(store, meeting_id))
    version = last_version(store, meeting_id, audience)
    return DecisionSheet(
        letterhead=letterhead(store),
        meeting=meeting_facts(store, row),
        level=audience.level,
        convened=counted.convened,
        attended=counted.attended,
        decisions=decisions,
        priorities=_priorities(agenda(store, meeting_id, audience), decisions),
        next_meeting=_next_meeting(store, row),
        version=version.version if version else 0,
        version_state=version.state if version else None,
        approved_on=row.approved_on,
    )


def _by_college(store: Store, lines: tuple[RollLine, ...]) -> list[RollLine]:
    """Return the roll college by college, each in the order of the roll; guests come last."""
    places = {row["name"]: row["position"] for row in store.rows("SELECT name, position FROM college")}
    last = max(places.values(), default=0) + 1
    return sorted(lines, key=lambda line: (line.guest, places.get(line.college, last)))


def _roll_print(line: RollLine) -> RollPrint:
    person = ""
    if line.presence is Presence.PRESENT:
        person = name_line(line.person, line.function)
    elif line.presence is Presence.REPRESENTED:
        person = name_line(line.delegate, line.delegate_function)
        if line.person:
            civility = line.person.partition(" ")[0]
            person = f"{person}, {representing(civility, line.function, line.person)}"
    return RollPrint(
        college=line.college,
        institution=line.institution,
        person=person,
        presence=line.presence,
        word=line.state_word,
        guest=line.guest,
        counted=line.counted,
        remote=line.remote,
    )


def _minutes_items(
    store: Store,
    row: MeetingRow,
    items: tuple[AgendaRow, ...],
    said: tuple[RecordRow, ...],
    taken: tuple[CommitmentLine, ...],
    *,
    keep_placeholders: bool,
) -> tuple[MinutesItem, ...]:
    placed: list[tuple[tuple[int, int], AgendaRow | None]] = [
        ((item.position, item.id), item) for item in items
    ]
    if keep_placeholders:
        shown = {item.id for item in items}
        hidden = store.rows(
            "SELECT id, position FROM agenda_item WHERE meeting_id = ? AND level = 'restricted'", (row.id,)
        )
        placed += [((one["position"], one["id"]), None) for one in hidden if one["id"] not in shown]
    placed.sort(key=lambda one: one[0])
    return tuple(
        _placeholder(number) if item is None else _minutes_item(number, item, said, taken)
        for number, (_place, item) in enumerate(placed, 1)
    )


def _placeholder(number: int) -> MinutesItem:
    return MinutesItem(
        number=number,
        title=_("[point traité en groupe restreint]"),
        placeholder=True,
        reporter="",
        reporter_person="",
        outcome=Outcome.TREATED,
        added=False,
        level=Level.PUBLIC,
        postponements=0,
        groups=(),
        commitments=(),
    )


def _minutes_item(
    number: int, item: AgendaRow, said: tuple[RecordRow, ...], taken: tuple[CommitmentLine, ...]
) -> MinutesItem:
    groups: dict[RecordKind, list[RecordRow]] = {}
    for record in said:
        if record.item_id == item.id:
            groups.setdefault(record.kind, []).append(record)
    return MinutesItem(
        number=number,
        title=item.title,
        placeholder=False,
        reporter=item.reporter,
        reporter_person=item.reporter_person,
        outcome=item.outcome,
        added=item.added,
        level=item.level,
        postponements=item.postponements,
        groups=tuple(RecordGroup(kind, tuple(rows)) for kind, rows in groups.items()),
        commitments=tuple(line for line in taken if line.agenda_item_id == item.id),
    )


def _decisions(
    taken: tuple[CommitmentLine, ...], followed: tuple[CommitmentLine, ...], said: tuple[RecordRow, ...]
) -> tuple[DecisionLine, ...]:
    """Return the commitments taken then followed at the meeting, its decisions, its requests."""
    promised = (*taken, *(line for line in followed if line.discussed and line.still_open))
    lines = [
        DecisionLine(
            reference=line.reference,
            text=line.what,
            lead=line.lead,
            contributors=", ".join(line.contributors),
            due=line.due,
            note=line.note,
            indicator=line.indicator,
            commitment=line,
        )
        for line in promised
    ]
    for kind in (RecordKind.DECISION, RecordKind.REQUEST):
        lines += [
            DecisionLine(
                reference=record.reference or "",
                text=record.text,
                lead=record.institution,
                contributors=record.contributors,
                due=record.due_on,
                note="",
                indicator="",
                commitment=None,
            )
            for record in said
            if record.kind is kind
        ]
    return tuple(lines)


def _priorities(items: tuple[AgendaRow, ...], decisions: tuple[DecisionLine, ...]) -> tuple[str, ...]:
    from_items = [
        _("{title} (point reporté {n} fois)").format(title=item.title, n=item.postponements)
        if item.postponements > 1
        else _("{title} (point reporté)").format(title=item.title)
        for item in items
        if item.outcome is Outcome.POSTPONED
    ]
    from_commitments = [
        _("Engagement {reference}, {note}").format(reference=line.reference, note=line.note)
        for line in decisions
        if line.commitment is not None and line.note
    ]
    return (*from_items, *from_commitments)


def _next_meeting(store: Store, row: MeetingRow) -> NextMeeting | None:
    found = store.row(
        "SELECT date, starts_at, place, number FROM meeting WHERE body_id = ? AND date > ? "
        "AND state <> 'cancelled' ORDER BY date, starts_at, id LIMIT 1",
        (row.body_id, row.date.isoformat()),
    )
    if found is None:
        return None
    on = datetime.date.fromisoformat(found["date"])
    return NextMeeting(on, found["starts_at"], found["place"], found["number"])
