"""The list of meetings, one meeting with its figures, and the five steps of its life."""

import contextlib
import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import day_month, fold, minutes_of, parse_date, short_date
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.meetings import Convener, MeetingState
from coprodesk.domain.minutes import VersionState
from coprodesk.domain.names import display_name, name_line
from coprodesk.queries import day
from coprodesk.store import Store


class MinutesStep(StrEnum):
    """How far the minutes of a meeting have come, derived from what was frozen, sent and approved."""

    NONE = "none"
    TO_WRITE = "to_write"
    PROPOSED = "proposed"
    SENT = "sent"
    APPROVED = "approved"

    @property
    def label(self) -> str:
        """Return the French words of the chip."""
        return {
            MinutesStep.NONE: "",
            MinutesStep.TO_WRITE: _("Compte rendu à rédiger"),
            MinutesStep.PROPOSED: _("Compte rendu à diffuser"),
            MinutesStep.SENT: _("Compte rendu à approuver"),
            MinutesStep.APPROVED: _("Approuvé"),
        }[self]


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """One meeting. The counts leave out guests and seats of the host; `entries` counts the whole roll.

    `known` counts the convened seats whose presence is known; hours are "HH:MM".
    """

    id: int
    body_id: int
    body: str
    body_short: str
    body_kind: str
    numbered: bool
    confidential: bool
    number: str | None
    date: datetime.date
    starts_at: str
    ends_at: str
    opened_at: str | None
    closed_at: str | None
    place: str
    chair_id: int | None
    chair_line: str
    secretary_id: int | None
    secretary_line: str
    convened_by: Convener
    convened_on: datetime.date | None
    reply_by: datetime.date | None
    state: MeetingState
    state_reason: str
    annexes: str
    entries: int
    convened: int
    attended: int
    known: int
    replies: int
    items: int
    approved_on: datetime.date | None
    version: int
    version_state: str
    sent_at: str | None

    @property
    def planned_minutes(self) -> int:
        """Return the length of the meeting as planned."""
        return minutes_of(self.ends_at) - minutes_of(self.starts_at)

    @property
    def title(self) -> str:
        """Return « Formation restreinte n° 2026-02 », or the name of the body for an unnumbered one."""
        return (
            _("{body} n° {number}").format(body=self.body, number=self.number) if self.number else self.body
        )

    @property
    def minutes_step(self) -> MinutesStep:
        """Return how far the minutes have come; NONE until the meeting is held."""
        if self.state is not MeetingState.HELD:
            return MinutesStep.NONE
        if self.approved_on is not None:
            return MinutesStep.APPROVED
        if self.sent_at is not None:
            return MinutesStep.SENT
        return MinutesStep.PROPOSED if self.version else MinutesStep.TO_WRITE


class StepState(StrEnum):
    """Where one of the five steps stands."""

    DONE = "done"
    CURRENT = "current"
    TO_COME = "to_come"


@dataclass(frozen=True, slots=True)
class MeetingStep:
    """One step of the stepper; `code` is agenda, convocations, live, minutes or follow_up."""

    code: str
    label: str
    state: StepState
    note: str


@dataclass(frozen=True, slots=True)
class MeetingSteps:
    """The five steps of a meeting, in order."""

    steps: tuple[MeetingStep, ...]

    @property
    def current(self) -> MeetingStep:
        """Return the step where work goes on, the last one when all are done."""
        return next((step for step in self.steps if step.state is StepState.CURRENT), self.steps[-1])


# Each figure is counted once for the whole list, or by index for a single meeting: `one` is the filter.
_ROWS = """
SELECT m.*, b.name AS body, b.short_name AS body_short, k.code AS body_kind, b.numbered, b.confidential,
    coalesce(r.entries, 0) AS entries, coalesce(r.convened, 0) AS convened,
    coalesce(r.attended, 0) AS attended, coalesce(r.known, 0) AS known,
    coalesce(r.replies, 0) AS replies, coalesce(i.items, 0) AS items,
    a.approved_on, coalesce(v.version, 0) AS version, coalesce(v.state, '') AS version_state, d.sent_at
FROM meeting m JOIN body b ON b.id = m.body_id JOIN body_kind k ON k.id = b.body_kind_id
LEFT JOIN (
    SELECT meeting_id, count(*) AS entries, sum(counted AND NOT guest) AS convened,
        sum(counted AND NOT guest AND presence IN ('present', 'represented')) AS attended,
        sum(counted AND NOT guest AND presence <> 'unknown') AS known,
        sum(counted AND NOT guest AND reply <> 'none') AS replies
    FROM roll_entry WHERE {one} GROUP BY meeting_id) r ON r.meeting_id = m.id
LEFT JOIN (SELECT meeting_id, count(*) AS items FROM agenda_item WHERE {one} GROUP BY meeting_id) i
    ON i.meeting_id = m.id
LEFT JOIN (
    SELECT meeting_id, min(day) AS approved_on FROM (
        SELECT ai.approves_id AS meeting_id, h.date AS day
        FROM agenda_item ai JOIN meeting h ON h.id = ai.meeting_id
        WHERE {approved} AND ai.outcome = 'treated' AND h.state = 'held'
        UNION ALL SELECT meeting_id, substr(frozen_at, 1, 10) FROM minutes_version
        WHERE {one} AND state = 'approved')
    GROUP BY meeting_id) a ON a.meeting_id = m.id
LEFT JOIN (SELECT meeting_id, version, state, max(id) FROM minutes_version WHERE {one} GROUP BY meeting_id) v
    ON v.meeting_id = m.id
LEFT JOIN (
    SELECT meeting_id, max(sent_at) AS sent_at FROM document_sent
    WHERE {one} AND document IN ('minutes', 'decision-sheet') GROUP BY meeting_id) d ON d.meeting_id = m.id
"""
_ALL = _ROWS.format(one="meeting_id IS NOT NULL", approved="ai.approves_id IS NOT NULL")
_ONE = _ROWS.format(one="meeting_id = :id", approved="ai.approves_id = :id") + " WHERE m.id = :id"


def meetings(store: Store, on: datetime.date) -> tuple[MeetingRow, ...]:
    """Return every meeting: those to come from `on`, then the others, the latest first in both."""
    rows = store.rows(
        f"{_ALL} ORDER BY m.date >= ? AND m.state NOT IN ('held', 'cancelled') DESC, "
        "m.date DESC, m.starts_at DESC, m.id DESC",
        (on.isoformat(),),
    )
    return tuple(_meeting_row(row) for row in rows)


def meeting(store: Store, meeting_id: int) -> MeetingRow | None:
    """Return one meeting, None when it is gone."""
    row = store.row(_ONE, {"id": meeting_id})
    return None if row is None else _meeting_row(row)


def next_meeting(store: Store, on: datetime.date, body_id: int | None = None) -> MeetingRow | None:
    """Return the first meeting from `on` that is neither held nor cancelled, of one body when given."""
    row = store.row(
        "SELECT id FROM meeting WHERE date >= :on AND state NOT IN ('held', 'cancelled') "
        "AND (:body IS NULL OR body_id = :body) ORDER BY date, starts_at, id LIMIT 1",
        {"on": on.isoformat(), "body": body_id},
    )
    return None if row is None else meeting(store, row["id"])


def latest_body(store: Store) -> int | None:
    """Return the body, still open, of the latest meeting fixed, None before the first one."""
    row = store.row(
        "SELECT m.body_id FROM meeting m JOIN body b ON b.id = m.body_id WHERE b.closed_on IS NULL "
        "ORDER BY m.date DESC, m.id DESC LIMIT 1"
    )
    return None if row is None else int(row["body_id"])


def usual_hour(store: Store, body_id: int) -> str:
    """Return the hour at which the latest meeting of a body was to begin, '' before the first one."""
    row = store.row(
        "SELECT starts_at FROM meeting WHERE body_id = ? ORDER BY date DESC, id DESC LIMIT 1", (body_id,)
    )
    return "" if row is None else str(row["starts_at"])


def find_meeting(store: Store, text: str, body: str | None = None) -> int | None:
    """Return the meeting of this number (« 2026-02 ») or of this day in any usual form, None without one.

    `body` is the name or the short name of its body, whatever its capitals and accents; of several meetings
    on one day the first that was not cancelled is meant.
    """
    wanted = text.strip()
    on = None
    with contextlib.suppress(Refusal):
        on = parse_date(wanted, store.clock().date())
    rows = store.rows(
        """SELECT m.id, b.name, b.short_name FROM meeting m JOIN body b ON b.id = m.body_id
           WHERE m.number = :number OR m.date = :day
           ORDER BY m.number IS NOT :number, m.state = 'cancelled', m.starts_at, m.id""",
        {"number": wanted, "day": on.isoformat() if on else None},
    )
    for row in rows:
        if body is None or fold(body.strip()) in (fold(row["name"]), fold(row["short_name"])):
            return int(row["id"])
    return None


def meeting_steps(store: Store, meeting_id: int) -> MeetingSteps | None:
    """Return the stepper of a meeting, None when it is gone."""
    row = meeting(store, meeting_id)
    if row is None:
        return None
    followed = store.row(
        "SELECT count(*) AS taken, coalesce(sum(c.state IN ('open', 'to_confirm')), 0) AS still_open "
        "FROM commitment c JOIN agenda_item i ON i.id = c.agenda_item_id WHERE i.meeting_id = ?",
        (meeting_id,),
    )
    taken, still_open = (followed["taken"], followed["still_open"]) if followed else (0, 0)
    done = _steps_done(row, followed_up=taken > 0 and not still_open)
    if row.state is MeetingState.CANCELLED:
        current = -1
    else:
        current = next((index for index, step in enumerate(done) if not step), -1)
    notes = (
        ngettext("{n} point", "{n} points", row.items).format(n=row.items) if row.items else "",
        _replies_note(row),
        _live_note(row),
        _minutes_note(row),
        ngettext("{n} engagement ouvert", "{n} engagements ouverts", still_open).format(n=still_open)
        if taken
        else "",
    )
    labels = (_("Ordre du jour"), _("Convocations"), _("Séance"), _("Compte rendu"), _("Suivi"))
    codes = ("agenda", "convocations", "live", "minutes", "follow_up")
    return MeetingSteps(
        tuple(
            MeetingStep(code, label, _step_state(index, current, finished), note)
            for index, (code, label, finished, note) in enumerate(
                zip(codes, labels, done, notes, strict=True)
            )
        )
    )


def person_line(store: Store, person_id: int, on: datetime.date) -> str:
    """Return « Mme Claire ABRISSEL, directrice de cabinet »: the person with the function held on a day."""
    row = store.row(
        "SELECT p.civility, p.first_name, p.last_name, coalesce(n.function, p.title) AS function "
        "FROM person p LEFT JOIN mandate n ON n.person_id = p.id AND coalesce(n.from_date, '') <= :on "
        "AND coalesce(n.to_date, '9999') >= :on WHERE p.id = :id ORDER BY n.rank DESC, n.id LIMIT 1",
        {"id": person_id, "on": on.isoformat()},
    )
    if row is None:
        return ""
    return name_line(display_name(row["civility"], row["first_name"], row["last_name"]), row["function"])


def has_history(store: Store, meeting_id: int) -> bool:
    """Tell whether something happened at the meeting that its deletion would erase."""
    row = store.row(
        "SELECT EXISTS (SELECT 1 FROM roll_entry WHERE meeting_id = :id) "
        "OR EXISTS (SELECT 1 FROM record r JOIN agenda_item i ON i.id = r.agenda_item_id "
        "    WHERE i.meeting_id = :id) "
        "OR EXISTS (SELECT 1 FROM commitment c JOIN agenda_item i ON i.id = c.agenda_item_id "
        "    WHERE i.meeting_id = :id) "
        "OR EXISTS (SELECT 1 FROM commitment_event WHERE meeting_id = :id) "
        "OR EXISTS (SELECT 1 FROM agenda_item WHERE approves_id = :id) "
        "OR EXISTS (SELECT 1 FROM minutes_version WHERE meeting_id = :id) "
        "OR EXISTS (SELECT 1 FROM document_sent WHERE meeting_id = :id) AS found",
        {"id": meeting_id},
    )
    return bool(row and row["found"])


def _meeting_row(row: Any) -> MeetingRow:
    return MeetingRow(
        id=row["id"],
        body_id=row["body_id"],
        body=row["body"],
        body_short=row["body_short"],
        body_kind=row["body_kind"],
        numbered=bool(row["numbered"]),
        confidential=bool(row["confidential"]),
        number=row["number"],
        date=datetime.date.fromisoformat(row["date"]),
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        opened_at=row["opened_at"],
        closed_at=row["closed_at"],
        place=row["place"],
        chair_id=row["chair_id"],
        chair_line=row["chair_line"],
        secretary_id=row["secretary_id"],
        secretary_line=row["secretary_line"],
        convened_by=Convener(row["convened_by"]),
        convened_on=day(row["convened_on"]),
        reply_by=day(row["reply_by"]),
        state=MeetingState(row["state"]),
        state_reason=row["state_reason"],
        annexes=row["annexes"],
        entries=row["entries"],
        convened=row["convened"],
        attended=row["attended"],
        known=row["known"],
        replies=row["replies"],
        items=row["items"],
        approved_on=day(row["approved_on"]),
        version=row["version"],
        version_state=row["version_state"],
        sent_at=row["sent_at"],
    )


def _steps_done(row: MeetingRow, *, followed_up: bool) -> tuple[bool, ...]:
    begun = row.state in (MeetingState.IN_PROGRESS, MeetingState.HELD)
    held = row.state is MeetingState.HELD
    minutes_out = row.minutes_step in (MinutesStep.SENT, MinutesStep.APPROVED)
    return (
        begun or row.state is MeetingState.CONVENED,
        begun,
        held,
        minutes_out,
        minutes_out and followed_up,
    )


def _step_state(index: int, current: int, finished: bool) -> StepState:
    if index == current:
        return StepState.CURRENT
    return StepState.DONE if finished else StepState.TO_COME


def _replies_note(row: MeetingRow) -> str:
    if row.convened_on is None or not row.convened:
        return ""
    return ngettext("{n} réponse sur {total}", "{n} réponses sur {total}", row.replies).format(
        n=row.replies, total=row.convened
    )


def _live_note(row: MeetingRow) -> str:
    if row.state is MeetingState.HELD:
        return _("tenue le {day}").format(day=day_month(row.date))
    return _("en cours") if row.state is MeetingState.IN_PROGRESS else ""


def _minutes_note(row: MeetingRow) -> str:
    if row.approved_on is not None:
        return _("approuvé le {day}").format(day=short_date(row.approved_on))
    if not row.version:
        return ""
    state = VersionState(row.version_state).label.lower()
    return _("{state} v{version}").format(state=state, version=row.version)
