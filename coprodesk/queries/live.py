"""All that the live meeting shows at once: its state and clock, its items, who is missing, what is left."""

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from coprodesk.domain.agenda import Outcome, Role
from coprodesk.domain.attendance import Presence
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.live import (
    LiveClock,
    LiveItem,
    LiveState,
    Pause,
    Turn,
    clock,
    expected_times,
    minutes_used,
    next_item_of,
)
from coprodesk.domain.meetings import MeetingState, planned_end
from coprodesk.queries.agenda import AgendaRow, agenda
from coprodesk.queries.due_commitments import DueCommitment, DueGroup, due_by_lead
from coprodesk.queries.watch_points import WatchPointRow, watch_points
from coprodesk.store import Store
from coprodesk.store.indexes import PRECISION

__all__ = [
    "Cockpit",
    "CockpitItem",
    "ConcernedAbsent",
    "DueCommitment",
    "DueGroup",
    "Gap",
    "GapKind",
    "Tallies",
    "cockpit",
    "concerned_absent",
    "due_by_lead",
    "item_under_way",
    "live_state",
    "unfinished",
]

PRECISE_FROM = 5
"""Criteria of precision (M4) from which a commitment is more than an intention."""


@dataclass(frozen=True, slots=True)
class CockpitItem:
    """One item of the agenda in session; `used` counts its minutes so far.

    `time` is when it began or, still to come, should begin as things stand.
    """

    row: AgendaRow
    used: int
    running: bool
    time: str

    @property
    def role(self) -> Role:
        """Return what the item is there for."""
        return self.row.role

    @property
    def over(self) -> int:
        """Return by how many minutes it runs over what was planned, 0 when it does not."""
        return max(self.used - self.row.planned_minutes, 0)


@dataclass(frozen=True, slots=True)
class Tallies:
    """What was written so far; `to_specify` counts the commitments that are still an intention (M4 < 5)."""

    decisions: int
    commitments: int
    to_specify: int
    dissents: int
    requests: int
    watch_points: int


@dataclass(frozen=True, slots=True)
class ConcernedAbsent:
    """An institution that the running item concerns and that is not in the room.

    `presence` is that of its seat, None when it was not convened; `left_at` is when it left.
    """

    institution_id: int
    name: str
    short_name: str
    presence: Presence | None
    entry_id: int | None
    left_at: str | None


class GapKind(StrEnum):
    """What the closing check list looks at."""

    ITEMS = "items"
    SEATS = "seats"
    LEADS = "leads"
    DATES = "dates"
    NEXT_MEETING = "next_meeting"


@dataclass(frozen=True, slots=True)
class Gap:
    """One line of the closing check list: nothing bars the closing. `ids` are items, entries, commitments."""

    kind: GapKind
    words: str
    ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Cockpit:
    """The live meeting at one minute."""

    state: LiveState
    clock: LiveClock
    items: tuple[CockpitItem, ...]
    current: CockpitItem | None
    next: CockpitItem | None
    tallies: Tallies
    concerned_absent: tuple[ConcernedAbsent, ...]
    due: tuple[DueGroup, ...]
    watch_points: tuple[WatchPointRow, ...]
    unfinished: tuple[Gap, ...]


def live_state(store: Store, meeting_id: int) -> LiveState | None:
    """Return all that is stored of a session, None when the meeting is gone."""
    meeting = store.row(
        "SELECT state, starts_at, ends_at, opened_at, closed_at FROM meeting WHERE id = ?", (meeting_id,)
    )
    if meeting is None:
        return None
    items = store.rows(
        "SELECT id, position, planned_minutes, outcome, added, started_at, real_minutes FROM agenda_item "
        "WHERE meeting_id = ? ORDER BY position, id",
        (meeting_id,),
    )
    turns: dict[int, tuple[Turn, ...]] = {}
    for row in store.rows(
        "SELECT t.agenda_item_id, t.from_at, t.to_at FROM item_turn t "
        "JOIN agenda_item i ON i.id = t.agenda_item_id WHERE i.meeting_id = ? ORDER BY t.from_at, t.id",
        (meeting_id,),
    ):
        turns[row[0]] = (*turns.get(row[0], ()), Turn(row[1], row[2]))
    pauses = store.rows(
        "SELECT from_at, to_at FROM suspension WHERE meeting_id = ? ORDER BY from_at, id", (meeting_id,)
    )
    return LiveState(
        state=MeetingState(meeting["state"]),
        starts_at=meeting["starts_at"],
        ends_at=meeting["ends_at"],
        opened_at=meeting["opened_at"],
        closed_at=meeting["closed_at"],
        items=tuple(
            LiveItem(
                id=row["id"],
                position=row["position"],
                planned_minutes=row["planned_minutes"],
                outcome=Outcome(row["outcome"]),
                turns=turns.get(row["id"]) or _turn_of_version_1(row),
                added=bool(row["added"]),
            )
            for row in items
        ),
        pauses=tuple(Pause(row[0], row[1]) for row in pauses),
    )


def item_under_way(store: Store, meeting_id: int, at: str) -> int | None:
    """Return the item under discussion at "HH:MM", the one just begun when two meet there, else None."""
    row = store.row(
        "SELECT i.id FROM agenda_item i JOIN item_turn t ON t.agenda_item_id = i.id "
        "WHERE i.meeting_id = :meeting AND t.from_at <= :at AND (t.to_at IS NULL OR t.to_at > :at) "
        "ORDER BY t.from_at DESC, t.to_at IS NULL DESC, t.id DESC LIMIT 1",
        {"meeting": meeting_id, "at": at},
    )
    return None if row is None else int(row["id"])


def cockpit(store: Store, meeting_id: int, now: str, on: date) -> Cockpit | None:
    """Return the live meeting at "HH:MM" on a day, None when it is gone."""
    state = live_state(store, meeting_id)
    if state is None:
        return None
    body = store.row("SELECT body_id FROM meeting WHERE id = ?", (meeting_id,))
    items = _items(store, meeting_id, state, now)
    current = next((item for item in items if item.running), None)
    following = next_item_of(state)
    roles = {item.row.role for item in items}
    return Cockpit(
        state=state,
        clock=clock(state, now),
        items=items,
        current=current,
        next=next((item for item in items if item.row.id == following), None),
        tallies=_tallies(store, meeting_id),
        concerned_absent=concerned_absent(store, current.row.id) if current else (),
        due=due_by_lead(store, meeting_id) if Role.FOLLOW_UP in roles else (),
        watch_points=watch_points(store, body["body_id"]) if body else (),
        unfinished=unfinished(store, meeting_id, on),
    )


def concerned_absent(store: Store, item_id: int) -> tuple[ConcernedAbsent, ...]:
    """Return the institutions an item concerns that are not in the room now, in the order of the roll.

    One of several seats in the room is enough.
    """
    rows = store.rows(
        """
        SELECT n.id, n.name, n.short_name, r.id AS entry_id, r.presence,
            (SELECT v.kind || v.at FROM movement v WHERE v.roll_entry_id = r.id
             ORDER BY v.at DESC, v.id DESC LIMIT 1) AS moved
        FROM agenda_item i JOIN topic_institution t ON t.topic_id = i.topic_id
        JOIN institution n ON n.id = t.institution_id
        LEFT JOIN roll_entry r ON r.meeting_id = i.meeting_id AND r.institution_id = n.id AND NOT r.guest
        WHERE i.id = ? ORDER BY r.position IS NULL, r.position, t.id, r.id
        """,
        (item_id,),
    )
    found: dict[int, ConcernedAbsent] = {}
    there = set()
    for row in rows:
        left = (
            row["moved"].removeprefix("departure") if (row["moved"] or "").startswith("departure") else None
        )
        if row["presence"] in (Presence.PRESENT, Presence.REPRESENTED) and left is None:
            there.add(row["id"])
        presence = None if row["presence"] is None else Presence(row["presence"])
        found.setdefault(
            row["id"],
            ConcernedAbsent(row["id"], row["name"], row["short_name"], presence, row["entry_id"], left),
        )
    return tuple(one for one in found.values() if one.institution_id not in there)


def unfinished(store: Store, meeting_id: int, on: date) -> tuple[Gap, ...]:
    """Return what the closing check list has to say, nothing when all is in order.

    The next meeting counts when it is fixed for a day after this one, or after `on` when that is later.
    """
    items = store.rows(
        "SELECT id FROM agenda_item WHERE meeting_id = ? AND outcome = 'open' ORDER BY position, id",
        (meeting_id,),
    )
    seats = store.rows(
        "SELECT id, institution_label FROM roll_entry "
        "WHERE meeting_id = ? AND NOT guest AND presence = 'unknown' ORDER BY position, id",
        (meeting_id,),
    )
    taken = store.rows(
        "SELECT c.id, c.reference, c.lead_id, c.current_due FROM commitment c "
        "JOIN agenda_item i ON i.id = c.agenda_item_id "
        "WHERE i.meeting_id = ? AND c.state IN ('open', 'to_confirm') ORDER BY c.reference",
        (meeting_id,),
    )
    leads = [row for row in taken if row["lead_id"] is None]
    dates = [row for row in taken if row["current_due"] is None]
    gaps = []
    if items:
        words = ngettext("{n} point sans suite", "{n} points sans suite", len(items))
        gaps.append(_gap(GapKind.ITEMS, words, items))
    if seats:
        words = ngettext("{n} siège non pointé", "{n} sièges non pointés", len(seats))
        gaps.append(_gap(GapKind.SEATS, words, seats))
    if leads:
        words = ngettext("{n} engagement sans pilote", "{n} engagements sans pilote", len(leads))
        gaps.append(_gap(GapKind.LEADS, words, leads))
    if dates:
        words = ngettext("{n} engagement sans échéance", "{n} engagements sans échéance", len(dates))
        gaps.append(_gap(GapKind.DATES, words, dates))
    if not _goes_on(store, meeting_id, on):
        gaps.append(Gap(GapKind.NEXT_MEETING, _("date de la prochaine réunion à fixer")))
    return tuple(gaps)


def _turn_of_version_1(row: Any) -> tuple[Turn, ...]:
    """Return the one turn of an item started before turns were kept, from its hour and its minutes."""
    if row["started_at"] is None:
        return ()
    real = row["real_minutes"]
    return (Turn(row["started_at"], None if real is None else planned_end(row["started_at"], real)),)


def _items(store: Store, meeting_id: int, state: LiveState, now: str) -> tuple[CockpitItem, ...]:
    live = {item.id: item for item in state.items}
    times = expected_times(state, now)
    return tuple(
        CockpitItem(
            row=row,
            used=minutes_used(live[row.id], state.pauses, now),
            running=live[row.id].running,
            time=times[row.id],
        )
        for row in agenda(store, meeting_id)
    )


def _tallies(store: Store, meeting_id: int) -> Tallies:
    kinds = {
        row[0]: row[1]
        for row in store.rows(
            "SELECT r.kind, count(*) FROM record r JOIN agenda_item i ON i.id = r.agenda_item_id "
            "WHERE i.meeting_id = ? GROUP BY r.kind",
            (meeting_id,),
        )
    }
    item_ids = json.dumps([row[0] for row in store.rows(_ITEM_IDS, (meeting_id,))])
    taken = store.rows(
        f"SELECT {PRECISION} FROM commitment WHERE agenda_item_id IN (SELECT value FROM json_each(?)) "
        "AND state <> 'abandoned'",
        (item_ids,),
    )
    watched = store.rows(
        "SELECT count(*) FROM watch_point w JOIN agenda_item i ON i.id = w.agenda_item_id "
        "JOIN meeting m ON m.id = i.meeting_id AND m.body_id = w.body_id WHERE m.id = ?",
        (meeting_id,),
    )
    return Tallies(
        decisions=kinds.get("decision", 0),
        commitments=len(taken),
        to_specify=sum(row[0] < PRECISE_FROM for row in taken),
        dissents=kinds.get("dissent", 0),
        requests=kinds.get("request", 0),
        watch_points=watched[0][0],
    )


_ITEM_IDS = "SELECT id FROM agenda_item WHERE meeting_id = ?"


def _gap(kind: GapKind, words: str, rows: list[Any]) -> Gap:
    return Gap(kind, words.format(n=len(rows)), tuple(row["id"] for row in rows))


def _goes_on(store: Store, meeting_id: int, on: date) -> bool:
    row = store.row(
        "SELECT EXISTS (SELECT 1 FROM meeting o WHERE o.body_id = m.body_id AND o.id <> m.id "
        "AND o.date > max(m.date, :on) AND o.state NOT IN ('held', 'cancelled')) AS found "
        "FROM meeting m WHERE m.id = :id",
        {"id": meeting_id, "on": on.isoformat()},
    )
    return bool(row and row["found"])
