"""The note for whom presides, before a meeting: what is at stake, who comes, what is late, what to ask.

It says who answered what, and what was noted of each topic: it is for the secretariat and the chair alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from coprodesk.domain.attendance import Reply
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.i18n import _
from coprodesk.domain.items import ALERT_FROM
from coprodesk.domain.names import name_line, with_article
from coprodesk.queries.agenda import AgendaRow, agenda
from coprodesk.queries.attendance import RollLine, roll
from coprodesk.queries.concerned import concerned_without_reply
from coprodesk.queries.due_commitments import DueCommitment, due_commitments, sitting
from coprodesk.queries.papers import Letterhead, MeetingFacts, letterhead, meeting_facts, visible_meeting
from coprodesk.store import Store

STAKE_LENGTH = 140
"""The most signs of a stake: it is one line."""


@dataclass(frozen=True, slots=True)
class NoteItem:
    """One item: `stake` is what was noted of its topic, else how it last ended, else blank."""

    number: str
    title: str
    time: str
    minutes: int
    reporter: str
    stake: str
    postponements: int
    sensitive: bool
    level: Level


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who said what, by institution; `silent` is everyone while the meeting is not convened."""

    convened: bool
    comes: tuple[str, ...]
    sends: tuple[str, ...]
    excused: tuple[str, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChairNote:
    """The note; `late` are the commitments due by the meeting, `questions` what it leaves to ask."""

    letterhead: Letterhead
    meeting: MeetingFacts
    level: Level
    items: tuple[NoteItem, ...]
    total_minutes: int
    attendance: Attendance
    late: tuple[DueCommitment, ...]
    questions: tuple[str, ...]


def chair_note(store: Store, meeting_id: int, audience: Audience) -> ChairNote:
    """Return the note of a meeting. Raises Refusal as `visible_meeting`."""
    row = visible_meeting(store, meeting_id, audience)
    rows = agenda(store, meeting_id, audience)
    told = _told(store, meeting_id)
    items = tuple(_item(one, told) for one in rows)
    place = sitting(store, meeting_id)
    late = () if place is None else due_commitments(store, place, audience=audience)
    return ChairNote(
        letterhead=letterhead(store),
        meeting=meeting_facts(store, row),
        level=audience.level,
        items=items,
        total_minutes=sum(item.minutes for item in items),
        attendance=_attendance(roll(store, meeting_id)),
        late=tuple(sorted(late, key=lambda one: (one.due, one.reference))),
        questions=tuple(_questions(store, meeting_id, items)),
    )


def _told(store: Store, meeting_id: int) -> dict[int, Any]:
    """Return by item the note and the mark of its topic, and how its last turn before this one ended."""
    rows = store.rows(
        """
        SELECT i.id, t.note, t.sensitive,
            (SELECT r.text FROM record r JOIN agenda_item o ON o.id = r.agenda_item_id
             JOIN meeting om ON om.id = o.meeting_id
             WHERE o.topic_id = i.topic_id AND om.date < m.date AND r.kind IN ('conclusion', 'decision')
                AND (om.body_id = m.body_id OR (r.level <> 'restricted' AND o.level <> 'restricted'))
             ORDER BY om.date DESC, r.kind, r.position DESC, r.id DESC LIMIT 1) AS conclusion
        FROM agenda_item i JOIN meeting m ON m.id = i.meeting_id JOIN topic t ON t.id = i.topic_id
        WHERE i.meeting_id = ?
        """,
        (meeting_id,),
    )
    return {row["id"]: row for row in rows}


def _item(one: AgendaRow, told: dict[int, Any]) -> NoteItem:
    row = told[one.id]
    return NoteItem(
        number=one.number,
        title=one.title,
        time=one.time,
        minutes=one.planned_minutes,
        reporter=one.reporter or one.reporter_person,
        stake=_one_line(row["note"] or row["conclusion"] or ""),
        postponements=one.put_off_before,
        sensitive=bool(row["sensitive"]),
        level=one.level,
    )


def _one_line(text: str) -> str:
    """Return the first line of a text, cut between two words when it is long."""
    line = next((part.strip() for part in text.splitlines() if part.strip()), "")
    if len(line) <= STAKE_LENGTH:
        return line
    return f"{line[:STAKE_LENGTH].rpartition(' ')[0] or line[:STAKE_LENGTH]}…"


def _attendance(lines: tuple[RollLine, ...]) -> Attendance:
    def those(reply: Reply) -> Iterator[RollLine]:
        return (line for line in lines if line.reply is reply and line.counted and not line.guest)

    return Attendance(
        convened=any(not line.guest for line in lines),
        comes=tuple(line.short_name for line in those(Reply.COMES)),
        sends=tuple(
            f"{line.short_name} ({name_line(line.delegate, line.delegate_function)})"
            if line.delegate
            else line.short_name
            for line in those(Reply.SENDS)
        ),
        excused=tuple(
            f"{line.short_name} ({line.excuse})" if line.excuse else line.short_name
            for line in those(Reply.EXCUSED)
        ),
        silent=tuple(line.short_name for line in those(Reply.NONE)),
    )


def _questions(store: Store, meeting_id: int, items: tuple[NoteItem, ...]) -> Iterator[str]:
    """Yield what the meeting leaves to ask: who speaks for the missing, what to settle, who leads."""
    for item in items:
        if item.postponements >= ALERT_FROM:
            yield _("Point {n}, reporté {times} fois\u00a0: le traiter, ou le retirer\u00a0?").format(
                n=item.number, times=item.postponements
            )
    numbers = {row.id: row.number for row in agenda(store, meeting_id)}
    missing: dict[int, list[str]] = {}
    for one in concerned_without_reply(store, meeting_id):
        missing.setdefault(one.item_id, []).append(with_article(one.institution, one.article))
    for item_id, names in sorted(missing.items(), key=lambda pair: list(numbers).index(pair[0])):
        yield _("Point {n}\u00a0: qui parlera pour {who}\u00a0?").format(
            n=numbers[item_id], who=", ".join(names)
        )
    for row in store.rows(
        "SELECT reference, what, lead_id, current_due FROM commitment "
        "WHERE state = 'open' AND level <> 'restricted' AND (lead_id IS NULL OR current_due IS NULL) "
        "ORDER BY reference"
    ):
        asked = _("qui le pilote") if row["lead_id"] is None else _("pour quand")
        if row["lead_id"] is None and row["current_due"] is None:
            asked = _("qui le pilote, et pour quand")
        yield _("{reference} ({what})\u00a0: {missing}\u00a0?").format(
            reference=row["reference"], what=_one_line(row["what"]), missing=asked
        )
