"""What the minutes and the decision sheet of a meeting say.

Every paper is for an audience, and nothing it may not see is selected.
"""

import datetime
import hashlib
import json
from dataclasses import dataclass, replace

from coprodesk.domain.agenda import Outcome, discussion_order
from coprodesk.domain.attendance import Presence
from coprodesk.domain.canonical import canonical_json
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.i18n import _
from coprodesk.domain.minutes import VersionState
from coprodesk.domain.minutes_changes import changes_between
from coprodesk.domain.names import name_line, representing
from coprodesk.domain.records import RecordKind
from coprodesk.queries.agenda import AgendaRow, agenda, keeps_cut
from coprodesk.queries.attendance import RollLine, counts, roll
from coprodesk.queries.follow_up import (
    CommitmentLine,
    commitments_discussed,
    commitments_followed,
    commitments_taken,
)
from coprodesk.queries.meetings import MeetingRow, meeting
from coprodesk.queries.minutes_items import (
    MinutesItem,
    RecordGroup,
    as_discussed,
    minutes_item,
    printed_agenda,
)
from coprodesk.queries.movements import movements
from coprodesk.queries.papers import (
    AgendaDocument,
    DocumentRow,
    Letterhead,
    MeetingFacts,
    SignInLine,
    SignInSheet,
    agenda_document,
    documents,
    letterhead,
    meeting_facts,
    sign_in_sheet,
    visible_meeting,
)
from coprodesk.queries.records import RecordRow, records
from coprodesk.queries.versions import (
    VersionRow,
    last_version,
    standing,
    validation_day,
    version_data,
    version_pdf,
    versions,
)
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
    "Rectified",
    "RollPrint",
    "SignInLine",
    "SignInSheet",
    "VersionRow",
    "VersionState",
    "agenda_document",
    "decision_sheet",
    "document_data",
    "documents",
    "letterhead",
    "minutes_document",
    "sign_in_sheet",
    "text_changed",
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
class Rectified:
    """What a rectification says of itself: the version it replaces (0 for none), its digest, why and what.

    The reason is left out of the public copy; `changes` come from what the audience sees.
    """

    version: int
    digest: str
    reason: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MinutesDocument:
    """Everything the minutes print. `version` is the frozen one that says just this, 0 for a draft.

    `items` are in the order of discussion; `movements` came after the last one or at
    no known one. `follow_up` are earlier commitments as they stood on the day; `convened` and `attended` are
    data, printing them is a choice.
    """

    letterhead: Letterhead
    meeting: MeetingFacts
    level: Level
    roll: tuple[RollPrint, ...]
    convened: int
    attended: int
    items: tuple[MinutesItem, ...]
    movements: tuple[str, ...]
    follow_up: tuple[CommitmentLine, ...]
    decisions: tuple[DecisionLine, ...]
    next_meeting: NextMeeting | None
    version: int
    version_state: VersionState | None
    approved_on: datetime.date | None
    validated_on: datetime.date | None = None
    rectifies: Rectified | None = None


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
    validated_on: datetime.date | None = None


def minutes_document(
    store: Store, meeting_id: int, audience: Audience, *, keep_placeholders: bool | None = None
) -> MinutesDocument:
    """Return all that the minutes print for an audience.

    Restricted items that are cut leave a trace with `keep_placeholders`; None does as the council chose.
    Raises Refusal when the meeting is gone, or is that of a confidential body the audience does not see.
    """
    return _as_frozen(store, _read(store, meeting_id, audience, keep_placeholders=keep_placeholders))


def _read(
    store: Store, meeting_id: int, audience: Audience, *, keep_placeholders: bool | None = None
) -> MinutesDocument:
    keep = keeps_cut(store) if keep_placeholders is None else keep_placeholders
    row = visible_meeting(store, meeting_id, audience)
    taken = commitments_taken(store, row, audience)
    followed = commitments_followed(store, row, audience)
    items = agenda(store, meeting_id, audience, keep_cut=keep)
    said = as_discussed(records(store, meeting_id, audience), tuple(one for one in items if not one.cut))
    lines = roll(store, meeting_id)
    counted = counts(lines)
    printed = printed_agenda(items)
    moved = movements(store, lines, {one.label: one.row for one in printed if one.row is not None})
    return MinutesDocument(
        letterhead=letterhead(store),
        meeting=meeting_facts(store, row),
        level=audience.level,
        roll=tuple(_roll_print(line) for line in _by_college(store, lines)),
        convened=counted.convened,
        attended=counted.attended,
        items=tuple(minutes_item(one, said, taken, moved) for one in discussion_order(printed)),
        movements=tuple(one.text for one in moved if one.item_id is None),
        follow_up=followed,
        decisions=_decisions(taken, followed, said),
        next_meeting=_next_meeting(store, row),
        version=0,
        version_state=None,
        approved_on=row.approved_on,
    )


def document_data(document: MinutesDocument) -> bytes:
    """Return the canonical data that a frozen version keeps: all but the logo's bytes."""
    return canonical_json(replace(document, letterhead=replace(document.letterhead, logo=None)))


def _as_frozen(store: Store, document: MinutesDocument) -> MinutesDocument:
    """Return the document as its last frozen version when it says just the same, else as the draft it is.

    A text that is still the one validated, or rectified, says so without a number.
    """
    meeting_id = document.meeting.id
    last = last_version(store, meeting_id, document.level)
    data = version_data(store, last)
    if last is not None and data is not None:
        told = data["rectifies"]
        rectifies = None if told is None else Rectified(**{**told, "changes": tuple(told["changes"])})
        known = replace(document, version=last.version, version_state=last.state, rectifies=rectifies)
        if last.state is VersionState.VALIDATED:
            known = replace(known, validated_on=validation_day(store, meeting_id))
        if hashlib.sha256(document_data(known)).hexdigest() == last.digest:
            return known
    state = _live_state(store, meeting_id)
    validated = validation_day(store, meeting_id) if state is VersionState.VALIDATED else None
    return replace(document, version_state=state, validated_on=validated)


def _live_state(store: Store, meeting_id: int) -> VersionState | None:
    """Return the state of the live text, None for a draft."""
    found = standing(store, meeting_id)
    if found.locked:
        return found.state
    if found.state is VersionState.VALIDATED and not text_changed(store, meeting_id):
        return found.state
    return None


def text_changed(store: Store, meeting_id: int) -> bool:
    """Tell whether the text differs, for its audience, from what the last version of the minutes says."""
    last = next(iter(versions(store, meeting_id)), None)
    before = version_data(store, last)
    if last is None or before is None:
        return True
    row = meeting(store, meeting_id)
    body_id = row.body_id if row is not None and last.audience is Level.RESTRICTED else None
    live = _read(store, meeting_id, Audience(last.audience, body_id))
    return bool(changes_between(before, json.loads(document_data(live))))


def decision_sheet(store: Store, meeting_id: int, audience: Audience) -> DecisionSheet:
    """Return the one-page sheet for an audience. Raises Refusal as `visible_meeting`."""
    row = visible_meeting(store, meeting_id, audience)
    taken = commitments_taken(store, row, audience)
    discussed = commitments_discussed(store, row, audience)
    items = agenda(store, meeting_id, audience)
    said = as_discussed(records(store, meeting_id, audience), items)
    decisions = _decisions(taken, discussed, said)
    counted = counts(roll(store, meeting_id))
    frozen = minutes_document(store, meeting_id, audience) if versions(store, meeting_id) else None
    return DecisionSheet(
        letterhead=letterhead(store),
        meeting=meeting_facts(store, row),
        level=audience.level,
        convened=counted.convened,
        attended=counted.attended,
        decisions=decisions,
        priorities=_priorities(items, decisions),
        next_meeting=_next_meeting(store, row),
        version=0 if frozen is None else frozen.version,
        version_state=None if frozen is None else frozen.version_state,
        approved_on=row.approved_on,
        validated_on=None if frozen is None else frozen.validated_on,
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
