"""The rows of an annual report: meetings, presence, items and themes of a window of days, for an audience."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from coprodesk.domain.attendance import (
    MeetingParticipation,
    Period,
    institution_presence,
    meeting_participation,
)
from coprodesk.domain.disclosure import Audience, Level, sees
from coprodesk.domain.pooling import LEAST_TOLD, pooled
from coprodesk.queries.attendance import roll_rows
from coprodesk.queries.commitment_filter import visible
from coprodesk.store import Store


@dataclass(frozen=True, slots=True)
class CollegeLine:
    """The institutions of the plenary of one college."""

    name: str
    institutions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SittingLine:
    """One meeting held; `came` of `due` seats outside the town, both None when presence is not told."""

    date: date
    body: str
    plenary: bool
    treated: int
    came: int | None
    due: int | None


@dataclass(frozen=True, slots=True)
class BodyLine:
    """The meetings of one body in the year, and how many it aims at."""

    name: str
    held: int
    target: int | None


@dataclass(frozen=True, slots=True)
class PresenceLine:
    """Presence over the year of some colleges or of one institution: P + R of C, of so many institutions."""

    name: str
    came: int
    due: int
    institutions: int


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """What one theme received in the year; the name is blank for what has no theme."""

    name: str
    items: int
    decisions: int
    commitments: int


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a meeting; `fruitful` when a decision or a commitment came of it."""

    meeting_id: int
    treated: bool
    postponed: bool
    fruitful: bool


Held: TypeAlias = dict[int, tuple[date, int, bool]]
"""Meetings held, by id: day, body, whether plenary."""


def _open_levels(audience: Audience) -> str:
    return ", ".join(f"'{level}'" for level in Level if sees(audience, level, None))


def _of_meeting(audience: Audience) -> str:
    """Return the condition on meeting `m` of body `b`: its group, when confidential, is the audience's."""
    if audience.level is Level.SECRETARIAT:
        return "1"
    return "(NOT b.confidential OR b.id = :audience_body)"


def _of_level(audience: Audience, column: str) -> str:
    """Return the condition on a level; what is restricted is seen by the meeting's own group only."""
    own = " OR b.id = :audience_body" if audience.level is Level.RESTRICTED else ""
    return f"({column} IN ({_open_levels(audience)}){own})"


def window_values(window: Period, audience: Audience) -> dict[str, object]:
    """Return the values of `:after`, `:until` and `:audience_body`."""
    return {
        "after": str(window.start_exclusive),
        "until": window.end_inclusive.isoformat(),
        "audience_body": audience.body_id,
    }


_HELD = "m.state = 'held' AND m.date > :after AND m.date <= :until"


def held_meetings(store: Store, window: Period, audience: Audience) -> Held:
    """Return the meetings held that the audience may know of, by id: day, body, whether plenary."""
    rows = store.rows(
        f"""SELECT m.id, m.date, m.body_id, k.code = 'plenary' FROM meeting m
            JOIN body b ON b.id = m.body_id JOIN body_kind k ON k.id = b.body_kind_id
            WHERE {_HELD} AND {_of_meeting(audience)} ORDER BY m.date, m.starts_at, m.id""",
        window_values(window, audience),
    )
    return {row[0]: (date.fromisoformat(row[1]), row[2], bool(row[3])) for row in rows}


def meetings_left_out(store: Store, window: Period, told: int) -> bool:
    """Tell whether more meetings were held than the audience may know of."""
    row = store.row(
        f"SELECT count(*) FROM meeting m WHERE {_HELD}",
        {"after": str(window.start_exclusive), "until": window.end_inclusive.isoformat()},
    )
    return row is not None and row[0] > told


def _body_names(store: Store) -> dict[int, tuple[str, str, int | None]]:
    rows = store.rows("SELECT id, name, short_name, yearly_target FROM body ORDER BY position, id")
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def sittings(
    store: Store, window: Period, meetings: Held, entered: Iterable[Item], *, told: bool
) -> tuple[SittingLine, ...]:
    """Return the meetings with their items treated, and how many came when presence is told."""
    names = _body_names(store)
    treated = Counter(one.meeting_id for one in entered if one.treated)
    seen: dict[int, MeetingParticipation] = {}
    if told:
        rolls = roll_rows(store, after=window.start_exclusive, until=window.end_inclusive)
        found = meeting_participation(rolls, window)
        seen = {one.meeting_id: one for one in found if one.denominator >= LEAST_TOLD}
    return tuple(
        SittingLine(
            day,
            names[body][1],
            plenary,
            treated[one],
            seen[one].numerator if one in seen else None,
            seen[one].denominator if one in seen else None,
        )
        for one, (day, body, plenary) in meetings.items()
    )


def bodies_held(store: Store, meetings: Held) -> tuple[BodyLine, ...]:
    """Return the bodies that met, in order."""
    held = [body for _on, body, _plenary in meetings.values()]
    return tuple(
        BodyLine(name, held.count(body), target)
        for body, (name, _short, target) in _body_names(store).items()
        if body in held
    )


def composition(store: Store, on: date) -> tuple[CollegeLine, ...]:
    """Return the seats of the plenaries on a day, college by college."""
    rows = store.rows(
        """SELECT DISTINCT c.name, i.name, c.position, i.protocol_rank, i.id FROM seat s
           JOIN body b ON b.id = s.body_id JOIN body_kind k ON k.id = b.body_kind_id
           JOIN institution i ON i.id = s.institution_id JOIN college c ON c.id = i.college_id
           WHERE k.code = 'plenary' AND (b.closed_on IS NULL OR b.closed_on > :on)
               AND (s.from_date IS NULL OR s.from_date <= :on) AND (s.to_date IS NULL OR s.to_date >= :on)
           ORDER BY c.position, c.name, i.protocol_rank, i.id""",
        {"on": on.isoformat()},
    )
    colleges: dict[str, list[str]] = {}
    for row in rows:
        colleges.setdefault(row[0], []).append(row[1])
    return tuple(CollegeLine(name, tuple(inside)) for name, inside in colleges.items())


def institutions_convened(store: Store, meetings: Iterable[int]) -> int:
    """Return how many institutions outside the town were convened at least once."""
    row = store.row(
        """SELECT count(DISTINCT institution_id) FROM roll_entry WHERE counted AND NOT guest
               AND meeting_id IN (SELECT value FROM json_each(?))""",
        (json.dumps(sorted(meetings)),),
    )
    return int(row[0]) if row else 0


# Presence


def presence(
    store: Store, window: Period, meetings: Iterable[int], level: Level
) -> tuple[tuple[PresenceLine, ...], tuple[PresenceLine, ...]]:
    """Return presence by college, small colleges together outside the secretariat, and by institution."""
    known = set(meetings)
    rolls = roll_rows(store, after=window.start_exclusive, until=window.end_inclusive)
    found = [
        one
        for one in institution_presence([row for row in rolls if row.meeting_id in known], window)
        if one.denominator
    ]
    colleges = {
        row[0]: (row[1], row[2])
        for row in store.rows(
            """SELECT i.id, c.name, c.position FROM institution i JOIN college c ON c.id = i.college_id
               ORDER BY c.position, c.name"""
        )
    }
    own = [PresenceLine(one.name, one.numerator, one.denominator, 1) for one in found]
    by_college: dict[str, list[PresenceLine]] = {}
    order = sorted(range(len(found)), key=lambda at: (colleges[found[at].institution_id][1], at))
    for at in order:
        by_college.setdefault(colleges[found[at].institution_id][0], []).append(own[at])
    lines = [_summed(name, inside) for name, inside in by_college.items()]
    if level is Level.SECRETARIAT:
        return tuple(lines), tuple(own[at] for at in order)
    return _pooled(lines), ()


def _pooled(lines: Sequence[PresenceLine]) -> tuple[PresenceLine, ...]:
    """Return the colleges so that no line is about fewer institutions than may be told."""
    sets = pooled([one.institutions for one in lines])
    return tuple(
        _summed(", ".join(lines[at].name for at in together), [lines[at] for at in together])
        for together in sets
    )


def _summed(name: str, lines: Sequence[PresenceLine]) -> PresenceLine:
    return PresenceLine(
        name,
        sum(one.came for one in lines),
        sum(one.due for one in lines),
        sum(one.institutions for one in lines),
    )


# Items, decisions, themes


def items(store: Store, window: Period, audience: Audience) -> tuple[Item, ...]:
    """Return the items of the meetings held that the audience may see."""
    rows = store.rows(
        f"""SELECT m.id, i.outcome, EXISTS (SELECT 1 FROM record r WHERE r.agenda_item_id = i.id
                    AND r.kind = 'decision' AND {_of_level(audience, "r.level")})
                OR EXISTS (SELECT 1 FROM commitment c WHERE c.agenda_item_id = i.id
                    AND {_of_level(audience, "c.level")})
            FROM meeting m JOIN body b ON b.id = m.body_id JOIN agenda_item i ON i.meeting_id = m.id
            WHERE {_HELD} AND {_of_meeting(audience)} AND {_of_level(audience, "i.level")}""",
        window_values(window, audience),
    )
    return tuple(Item(row[0], row[1] == "treated", row[1] == "postponed", bool(row[2])) for row in rows)


_SEEN_RECORDS = """FROM meeting m JOIN body b ON b.id = m.body_id JOIN agenda_item i ON i.meeting_id = m.id
    JOIN record r ON r.agenda_item_id = i.id"""


def records(store: Store, window: Period, audience: Audience, kind: str) -> int:
    """Return how many records of a kind the audience may see."""
    row = store.row(
        f"""SELECT count(*) {_SEEN_RECORDS} WHERE {_HELD} AND {_of_meeting(audience)} AND r.kind = :kind
                AND {_of_level(audience, "i.level")} AND {_of_level(audience, "r.level")}""",
        {**window_values(window, audience), "kind": kind},
    )
    return int(row[0]) if row else 0


def themes(store: Store, window: Period, audience: Audience) -> tuple[ThemeLine, ...]:
    """Return each theme with its items treated, its decisions and its commitments taken in the year."""
    values = window_values(window, audience)
    seen = f"{_HELD} AND {_of_meeting(audience)} AND {_of_level(audience, 'i.level')}"
    counts = (
        f"""SELECT t.theme_id, count(*) FROM meeting m JOIN body b ON b.id = m.body_id
            JOIN agenda_item i ON i.meeting_id = m.id JOIN topic t ON t.id = i.topic_id
            WHERE {seen} AND i.outcome = 'treated' GROUP BY t.theme_id""",
        f"""SELECT t.theme_id, count(*) {_SEEN_RECORDS} JOIN topic t ON t.id = i.topic_id
            WHERE {seen} AND r.kind = 'decision' AND {_of_level(audience, "r.level")} GROUP BY t.theme_id""",
        f"""SELECT c.theme_id, count(*) FROM commitment c WHERE c.decided_on > :after
            AND c.decided_on <= :until AND {visible(audience)} GROUP BY c.theme_id""",
    )
    treated, decisions, commitments = (
        {row[0]: int(row[1]) for row in store.rows(sql, values)} for sql in counts
    )
    names = {row[0]: row[1] for row in store.rows("SELECT id, name FROM theme ORDER BY position, id")} | {
        None: ""
    }
    return tuple(
        ThemeLine(name, treated.get(one, 0), decisions.get(one, 0), commitments.get(one, 0))
        for one, name in names.items()
        if one in treated or one in decisions or one in commitments
    )
