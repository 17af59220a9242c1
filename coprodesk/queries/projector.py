"""What the projector shows the room: no row that is not for it, and nothing worked out from such a row."""

import datetime
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from coprodesk.domain.agenda import Outcome
from coprodesk.domain.disclosure import Audience, Level, visible_levels
from coprodesk.domain.french import minutes_of
from coprodesk.domain.live import LiveItem, LiveState, Pause, Turn, clock, minutes_used, next_item_of
from coprodesk.domain.meetings import MeetingState, planned_end
from coprodesk.domain.names import with_article
from coprodesk.queries import day
from coprodesk.queries.agenda import AgendaRow, agenda
from coprodesk.store import Store

ROOM = Audience(Level.PARTNERS)
"""Those who sit in the room."""

_WIDEST = (Level.PUBLIC, Level.PARTNERS)


class Scene(StrEnum):
    """What is on: BLANK stands for all that is none of the room's business, and for nothing at all."""

    BEFORE = "before"
    ITEM = "item"
    BLANK = "blank"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Taken:
    """A decision, else a commitment with its lead and due date, taken on the item; '' without a lead."""

    decision: bool
    text: str
    lead: str = ""
    due: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class ItemShown:
    """One item: its number on the agenda of this audience, who reports (« la CPN »), planned minutes."""

    number: str
    title: str
    reporter: str
    reporter_with_article: str
    planned_minutes: int


@dataclass(frozen=True, slots=True)
class Projection:
    """The picture of one minute; hours are "HH:MM", minutes whole, `items` counts those with a number.

    A confidential meeting gives its council and the time, no more. `example` marks the fictional council.
    """

    scene: Scene
    time: str
    council: str
    example: bool = False
    body: str = ""
    date: datetime.date | None = None
    starts_at: str = ""
    item: ItemShown | None = None
    items: int = 0
    used: int = 0
    taken: tuple[Taken, ...] = ()
    next: ItemShown | None = None
    estimated_end: str = ""
    suspended_since: str = ""
    next_date: datetime.date | None = None
    next_starts_at: str = ""


def projection(store: Store, meeting_id: int, now: str, audience: Audience = ROOM) -> Projection:
    """Return what the room sees of a meeting at "HH:MM".

    The running item, its minutes, the next one and the estimated end come from the items the audience sees,
    as if there were no others. Raises ValueError for an audience that is neither public nor partners.
    """
    if audience.level not in _WIDEST:
        raise ValueError(audience.level)
    levels = json.dumps([level.value for level in visible_levels(audience)])
    council = store.row("SELECT name, example_at IS NOT NULL AS example FROM council")
    name, example = (council["name"], bool(council["example"])) if council else ("", False)
    meeting = store.row(
        "SELECT m.*, b.name AS body FROM meeting m JOIN body b ON b.id = m.body_id AND NOT b.confidential "
        "WHERE m.id = ?",
        (meeting_id,),
    )
    if meeting is None:
        return Projection(Scene.BLANK, now, name, example)
    rows = agenda(store, meeting_id, audience)
    state = _state(store, meeting, rows, levels)
    shown = {row.id: row for row in rows}
    running, following = state.running, next_item_of(state)
    scene = _scene(state)
    in_item, goes_on = scene is Scene.ITEM and running is not None, scene in (Scene.ITEM, Scene.BLANK)
    names = _institutions(store, [shown[one].reporter_id for one in (running, following) if one is not None])
    told = clock(state, now)
    after = _next_meeting(store, meeting) if scene is Scene.CLOSED else None
    return Projection(
        scene=scene,
        time=now,
        council=name,
        example=example,
        body=meeting["body"],
        date=day(meeting["date"]),
        starts_at=meeting["starts_at"],
        item=_shown(shown[running], names) if in_item and running is not None else None,
        items=sum(not row.depth for row in rows),
        used=told.used if in_item else 0,
        taken=_taken(store, running, levels) if in_item and running is not None else (),
        next=_shown(shown[following], names) if goes_on and following is not None else None,
        estimated_end=_estimated_end(state, now) if goes_on else "",
        suspended_since=state.suspended_since or "" if scene is Scene.SUSPENDED else "",
        next_date=None if after is None else day(after["date"]),
        next_starts_at="" if after is None else after["starts_at"],
    )


def _estimated_end(state: LiveState, now: str) -> str:
    """Return the hour people were convened to, put off by what the items seen took beyond their plan.

    Nothing is worked out from the time that is left: it would tell how long the unseen items are.
    """
    drift = minutes_of(state.opened_at or state.starts_at) - minutes_of(state.starts_at)
    drift += sum(minutes_of(pause.to_at or now) - minutes_of(pause.from_at) for pause in state.pauses)
    for item in state.items:
        beyond = minutes_used(item, state.pauses, now) - (0 if item.added else item.planned_minutes)
        if item.running:
            drift += max(beyond, 0)
        elif item.outcome is not Outcome.OPEN:
            drift += beyond
    return max(planned_end(state.ends_at, drift), now)


def _scene(state: LiveState) -> Scene:
    if state.state is MeetingState.HELD:
        return Scene.CLOSED
    if state.state is MeetingState.CANCELLED:
        return Scene.CANCELLED
    if state.state is not MeetingState.IN_PROGRESS:
        return Scene.BEFORE
    if state.suspended_since is not None:
        return Scene.SUSPENDED
    return Scene.BLANK if state.running is None else Scene.ITEM


def _state(store: Store, meeting: Any, rows: tuple[AgendaRow, ...], levels: str) -> LiveState:
    """Return the session as if it held only the items seen."""
    turns: dict[int, tuple[Turn, ...]] = {}
    for row in store.rows(
        "SELECT t.agenda_item_id, t.from_at, t.to_at FROM agenda_item i "
        "JOIN item_turn t ON t.agenda_item_id = i.id "
        "WHERE i.meeting_id = ? AND i.level IN (SELECT value FROM json_each(?)) ORDER BY t.from_at, t.id",
        (meeting["id"], levels),
    ):
        turns[row[0]] = (*turns.get(row[0], ()), Turn(row[1], row[2]))
    pauses = store.rows(
        "SELECT from_at, to_at FROM suspension WHERE meeting_id = ? ORDER BY from_at, id", (meeting["id"],)
    )
    return LiveState(
        state=MeetingState(meeting["state"]),
        starts_at=meeting["starts_at"],
        ends_at=meeting["ends_at"],
        opened_at=meeting["opened_at"],
        closed_at=meeting["closed_at"],
        items=tuple(
            LiveItem(
                row.id,
                place,
                row.planned_minutes,
                row.outcome,
                turns.get(row.id) or _turn_of_version_1(row),
                row.added,
            )
            for place, row in enumerate(rows, 1)
        ),
        pauses=tuple(Pause(row[0], row[1]) for row in pauses),
    )


def _turn_of_version_1(row: AgendaRow) -> tuple[Turn, ...]:
    if row.started_at is None:
        return ()
    real = row.real_minutes
    return (Turn(row.started_at, None if real is None else planned_end(row.started_at, real)),)


def _institutions(store: Store, ids: list[int | None]) -> dict[int, Any]:
    rows = store.rows(
        "SELECT id, name, article FROM institution WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(ids),),
    )
    return {row["id"]: row for row in rows}


def _shown(row: AgendaRow, names: dict[int, Any]) -> ItemShown:
    who = names.get(row.reporter_id or 0)
    return ItemShown(
        number=row.number,
        title=row.title,
        reporter=who["name"] if who else "",
        reporter_with_article=with_article(who["name"], who["article"]) if who else "",
        planned_minutes=row.planned_minutes,
    )


def _taken(store: Store, item_id: int, levels: str) -> tuple[Taken, ...]:
    """Return the decisions then the commitments of an item, each in the order they were taken."""
    values = {"item": item_id, "levels": levels}
    decisions = store.rows(
        "SELECT text FROM record WHERE agenda_item_id = :item AND kind = 'decision' "
        "AND level IN (SELECT value FROM json_each(:levels)) ORDER BY position, id",
        values,
    )
    commitments = store.rows(
        "SELECT c.what, c.current_due, n.short_name, n.name FROM commitment c "
        "LEFT JOIN institution n ON n.id = c.lead_id "
        "WHERE c.agenda_item_id = :item AND c.state <> 'abandoned' "
        "AND c.level IN (SELECT value FROM json_each(:levels)) ORDER BY c.id",
        values,
    )
    return (
        *(Taken(True, row["text"]) for row in decisions),
        *(Taken(False, row["what"], _lead(row), day(row["current_due"])) for row in commitments),
    )


def _lead(row: Any) -> str:
    """Return the short name, which a room knows, unless it was cut short (« Brév. Habitat »)."""
    short = row["short_name"] or ""
    return str(row["name"] if "." in short else short)


def _next_meeting(store: Store, meeting: Any) -> Any | None:
    return store.row(
        "SELECT date, starts_at FROM meeting WHERE body_id = ? AND date > ? "
        "AND state IN ('preparation', 'convened') ORDER BY date, starts_at, id LIMIT 1",
        (meeting["body_id"], meeting["date"]),
    )
