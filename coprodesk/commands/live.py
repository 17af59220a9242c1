"""Run a meeting: open it, go from item to item, suspend it, write lines, close it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from coprodesk.commands import require_row, require_session_hours
from coprodesk.commands.agenda import add_item
from coprodesk.commands.attendance import take_roll_snapshot
from coprodesk.commands.commitments import add_commitment, delete_commitment, set_commitment
from coprodesk.commands.contributors import add_contributor
from coprodesk.commands.records import add_record, delete_record, set_record
from coprodesk.commands.watch_points import delete_watch_point, open_watch_point, set_watch_point
from coprodesk.domain.agenda import Outcome
from coprodesk.domain.disclosure import Level, tightest
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.domain.live import (
    Close,
    End,
    Event,
    LiveItem,
    LiveState,
    Open,
    Pause,
    Resume,
    Start,
    Suspend,
    Turn,
    minutes_used,
    next_item_of,
    previous_item_of,
    step,
)
from coprodesk.domain.meetings import typed_hour
from coprodesk.domain.quick_entry import QuickKind, QuickLine
from coprodesk.domain.records import RecordKind
from coprodesk.queries import day
from coprodesk.queries.live import live_state
from coprodesk.store import Store, Writer

_RECORDS = "record"
_COMMITMENTS = "commitment"
_WATCH_POINTS = "watch_point"

Line = tuple[str, int]
"""A written line: its table (record, commitment or watch_point) and its id."""


# The session


def open_session(store: Store, meeting_id: int, at: str, *, origin: object = None) -> None:
    """Open the session at "HH:MM"; the roll is taken now when the meeting was never convened.

    Raises Refusal for an hour that does not exist or a meeting open, held or cancelled.
    """
    time = typed_hour(at, "at")
    with store.change(_("Ouverture de la séance"), origin=origin) as change:
        _play(store, change, meeting_id, Open(), time)
        _take_missing_roll(store, change, meeting_id)


def close_session(
    store: Store, meeting_id: int, at: str, *, opened_at: str | None = None, origin: object = None
) -> None:
    """Close the session at "HH:MM"; the running item and a suspension end there, other items stay open.

    For a meeting entered afterwards, `opened_at` (by default the hour planned) is its opening. Raises Refusal
    for an hour that does not exist, or a closing before what is already noted.
    """
    time = typed_hour(at, "closed_at")
    opened = typed_hour(opened_at, "opened_at") if opened_at else None
    with store.change(_("Clôture de la séance"), origin=origin) as change:
        _play(store, change, meeting_id, Close(opened), time)
        require_session_hours(store, require_row(change.row("meeting", meeting_id)))
        _take_missing_roll(store, change, meeting_id)


def suspend_session(store: Store, meeting_id: int, at: str, *, origin: object = None) -> None:
    """Suspend the session at "HH:MM". Raises Refusal when it is not open or already suspended."""
    time = typed_hour(at, "at")
    with store.change(_("Suspension de la séance"), origin=origin) as change:
        _play(store, change, meeting_id, Suspend(), time)


def resume_session(store: Store, meeting_id: int, at: str, *, origin: object = None) -> None:
    """Go on with the session, and with the same item, at "HH:MM". Raises Refusal when it is not suspended."""
    time = typed_hour(at, "at")
    with store.change(_("Reprise de la séance"), origin=origin) as change:
        _play(store, change, meeting_id, Resume(), time)


# From item to item


def start_item(store: Store, item_id: int, at: str, *, origin: object = None) -> None:
    """Take up an item at "HH:MM"; the running one ends there and counts as treated when still open.

    Raises Refusal when the session is not open or suspended, or for an hour before what is already noted.
    """
    time = typed_hour(at, "at")
    with store.change(_("Passage à un autre point"), origin=origin) as change:
        item = require_row(change.row("agenda_item", item_id))
        _play(store, change, item["meeting_id"], Start(item_id), time)


def end_item(
    store: Store, meeting_id: int, at: str, outcome: Outcome | None = None, *, origin: object = None
) -> None:
    """End the running item at "HH:MM": with the outcome given, else treated when it was still open.

    Nothing happens between two items. Raises Refusal as `start_item`.
    """
    time = typed_hour(at, "at")
    with store.change(_("Fin du point en cours"), origin=origin) as change:
        _play(store, change, meeting_id, End(None if outcome is None else Outcome(outcome)), time)


def next_item(store: Store, meeting_id: int, at: str, *, origin: object = None) -> int | None:
    """Take up the next item still open and return its id; after the last one end it and return None.

    Items passed over come back after those that follow. Raises Refusal as `start_item`, and when nothing is
    left.
    """
    time = typed_hour(at, "at")
    with store.change(_("Passage au point suivant"), origin=origin) as change:
        state = _state(store, meeting_id)
        following = next_item_of(state)
        if following is not None:
            _play(store, change, meeting_id, Start(following), time)
        elif state.running is not None:
            _play(store, change, meeting_id, End(), time)
        else:
            step(state, End(), time)
            raise Refusal(
                _("Il ne reste aucun point à traiter. Rien n’a changé. Ajoutez un point ou closez la séance.")
            )
        return following


def previous_item(store: Store, meeting_id: int, at: str, *, origin: object = None) -> int:
    """Take up again the item before the running one and return its id. Raises Refusal at the first."""
    time = typed_hour(at, "at")
    with store.change(_("Retour au point précédent"), origin=origin) as change:
        before = previous_item_of(_state(store, meeting_id))
        if before is None:
            raise Refusal(
                _("Aucun point ne précède celui-ci. Rien n’a changé. Choisissez un point de la liste.")
            )
        _play(store, change, meeting_id, Start(before), time)
        return before


def add_item_live(store: Store, meeting_id: int, title: str, at: str, *, origin: object = None) -> int:
    """Add an item on the spot, at the end of the agenda, take it up at "HH:MM" and return its id.

    Raises Refusal for a blank title, and as `start_item`.
    """
    time = typed_hour(at, "at")
    label = _("Ajout en séance du point « {title} »").format(title=title.strip())
    with store.change(label, origin=origin) as change:
        item_id = add_item(store, meeting_id, title)
        _play(store, change, meeting_id, Start(item_id), time)
        return item_id


def postpone_item(store: Store, item_id: int, at: str | None = None, *, origin: object = None) -> None:
    """Put an item off to another meeting; with `at` the running one ends there, else it goes on."""
    _leave_item(store, item_id, Outcome.POSTPONED, at, origin)


def withdraw_item(store: Store, item_id: int, at: str | None = None, *, origin: object = None) -> None:
    """Take an item off; with `at` the running one ends there, else it goes on."""
    _leave_item(store, item_id, Outcome.WITHDRAWN, at, origin)


def _leave_item(store: Store, item_id: int, outcome: Outcome, at: str | None, origin: object) -> None:
    time = typed_hour(at, "at") if at else None
    with store.change(_("Point : {outcome}").format(outcome=outcome.label.lower()), origin=origin) as change:
        item = require_row(change.row("agenda_item", item_id))
        if time is not None and _state(store, item["meeting_id"]).running == item_id:
            _play(store, change, item["meeting_id"], End(outcome), time)
        else:
            change.update("agenda_item", item_id, outcome=outcome.value)


# Lines


def add_line(store: Store, item_id: int, line: QuickLine, at: str | None, *, origin: object = None) -> Line:
    """Write what a typed line says under an item and return its table and id; `at` is "HH:MM" or unknown.

    Raises Refusal as `add_record`, `add_commitment` or `open_watch_point`.
    """
    time = None if at is None else typed_hour(at, "at")
    label = _("Ajout en séance : {kind}").format(kind=line.kind.label.lower())
    with store.change(label, origin=origin) as change:
        return _write(store, change, item_id, line, time)


def set_line_kind(store: Store, table: str, row_id: int, kind: QuickKind, *, origin: object = None) -> Line:
    """Make another kind of a line and return where it is now, with its text, institutions and due date.

    A decision that stops being one, or a commitment, loses its number for good.
    """
    kind = QuickKind(kind)
    with store.change(_("Changement en « {kind} »").format(kind=kind.label.lower()), origin=origin) as change:
        held = require_row(change.row(table, row_id))
        if table == _kind_table(kind):
            if table == _RECORDS:
                set_record(store, row_id, kind=RecordKind(kind.value))
            return table, row_id
        line = _line_of(change, table, held, kind)
        item_id = held["agenda_item_id"]
        if item_id is None:
            require_row(None)
        written = _write(store, change, item_id, line, held.get("at"), level=held["level"])
        if table == _COMMITMENTS:
            delete_commitment(store, row_id)
        elif table == _RECORDS:
            delete_record(store, row_id)
        else:
            delete_watch_point(store, row_id)
        return written


def set_line_level(store: Store, table: str, row_id: int, level: Level, *, origin: object = None) -> None:
    """Say how far a line may go; it is never more open than its item."""
    level = Level(level)
    with store.change(_("Diffusion : {level}").format(level=level.label.lower()), origin=origin) as change:
        held = require_row(change.row(table, row_id))
        item = change.row("agenda_item", held["agenda_item_id"]) if held["agenda_item_id"] else None
        allowed = tightest(level, Level(item["level"])) if item else level
        if table == _RECORDS:
            set_record(store, row_id, level=allowed)
        elif table == _COMMITMENTS:
            set_commitment(store, row_id, level=allowed)
        else:
            set_watch_point(store, row_id, level=allowed)


def _write(
    store: Store, change: Writer, item_id: int, line: QuickLine, at: str | None, level: str | None = None
) -> Line:
    item = require_row(change.row("agenda_item", item_id))
    meeting = require_row(change.row("meeting", item["meeting_id"]))
    held_on = date.fromisoformat(meeting["date"])
    closed = tightest(Level(level or item["level"]), Level(item["level"]))
    if line.kind is QuickKind.COMMITMENT:
        made = add_commitment(
            store,
            line.text,
            decided_on=held_on,
            due=line.due_on,
            lead_id=line.lead_id,
            agenda_item_id=item_id,
            level=closed,
        )
        for institution_id in line.contributor_ids:
            add_contributor(store, made, institution_id)
        return _COMMITMENTS, made
    if line.kind is QuickKind.WATCH_POINT:
        return _WATCH_POINTS, open_watch_point(
            store,
            meeting["body_id"],
            line.text,
            since=held_on,
            agenda_item_id=item_id,
            lead_id=line.lead_id,
            due_on=line.due_on,
            level=tightest(closed, Level.RESTRICTED),
        )
    return _RECORDS, add_record(
        store,
        item_id,
        RecordKind(line.kind.value),
        line.text,
        institution_id=line.lead_id,
        contributors=", ".join(line.contributors),
        due_on=line.due_on,
        at=at,
        level=closed,
    )


def _kind_table(kind: QuickKind) -> str:
    if kind is QuickKind.COMMITMENT:
        return _COMMITMENTS
    return _WATCH_POINTS if kind is QuickKind.WATCH_POINT else _RECORDS


def _line_of(change: Writer, table: str, held: dict[str, Any], kind: QuickKind) -> QuickLine:
    """Return the line that would write again what a row says."""
    text = held[{_RECORDS: "text", _COMMITMENTS: "what", _WATCH_POINTS: "finding"}[table]]
    lead_id = held["institution_id" if table == _RECORDS else "lead_id"]
    due = held["current_due" if table == _COMMITMENTS else "due_on"]
    names: tuple[str, ...] = ()
    ids: tuple[int, ...] = ()
    if table == _RECORDS and held["contributors"]:
        names = (held["contributors"],)
    elif table == _COMMITMENTS:
        rows = change.rows("contributor", commitment_id=held["id"])
        ids = tuple(row["institution_id"] for row in rows)
        names = tuple(require_row(change.row("institution", one))["short_name"] for one in ids)
    return QuickLine(kind, text, lead_id, ids, day(due), "", (), contributors=names)


# Storing


def _state(store: Store, meeting_id: int) -> LiveState:
    state = live_state(store, meeting_id)
    if state is None:
        require_row(None)
        raise AssertionError
    return state


def _play(store: Store, change: Writer, meeting_id: int, event: Event, now: str) -> LiveState:
    """Store what the event makes of the session, and return that."""
    old = _state(store, meeting_id)
    new = step(old, event, now)
    if (new.state, new.opened_at, new.closed_at) != (old.state, old.opened_at, old.closed_at):
        change.update(
            "meeting", meeting_id, state=new.state.value, opened_at=new.opened_at, closed_at=new.closed_at
        )
    if new.pauses != old.pauses:
        _store_spans(change, "suspension", {"meeting_id": meeting_id}, new.pauses)
    for before, after in zip(old.items, new.items, strict=True):
        if before != after:
            _store_item(change, after, new)
    return new


def _store_item(change: Writer, item: LiveItem, state: LiveState) -> None:
    """Store the turns of an item and their summary: its first hour, and its minutes once it has ended."""
    _store_spans(change, "item_turn", {"agenda_item_id": item.id}, item.turns)
    last = item.turns[-1].to_at
    change.update(
        "agenda_item",
        item.id,
        outcome=item.outcome.value,
        started_at=item.turns[0].from_at,
        real_minutes=None if last is None else minutes_used(item, state.pauses, last),
    )


def _store_spans(change: Writer, table: str, owner: dict[str, int], spans: Sequence[Turn | Pause]) -> None:
    held = sorted(change.rows(table, **owner), key=lambda row: (row["from_at"], row["id"]))
    for index, span in enumerate(spans):
        if index < len(held):
            change.update(table, held[index]["id"], from_at=span.from_at, to_at=span.to_at)
        else:
            change.insert(table, **owner, from_at=span.from_at, to_at=span.to_at)


def _take_missing_roll(store: Store, change: Writer, meeting_id: int) -> None:
    if not change.rows("roll_entry", meeting_id=meeting_id, guest=0):
        take_roll_snapshot(store, meeting_id)
