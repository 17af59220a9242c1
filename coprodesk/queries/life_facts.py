"""The rows behind the figures of the council's life: items, seats, referents, people."""

import json
from collections.abc import Collection
from datetime import date

from coprodesk.domain.agenda import Outcome
from coprodesk.domain.attendance import Period, Presence, Reply
from coprodesk.domain.coverage import ConcernedFacts
from coprodesk.domain.french import fold
from coprodesk.domain.front_line import FIELD_FEEDBACK, ComerFacts
from coprodesk.domain.items import ItemFacts
from coprodesk.domain.meetings import MeetingState
from coprodesk.domain.names import display_name
from coprodesk.domain.spread import ReferentFacts, ThemeFacts
from coprodesk.domain.turnover import MandateFacts, SeatFacts
from coprodesk.queries import day
from coprodesk.store import Store

_WITHIN = "m.date <= :until AND (:after IS NULL OR m.date > :after)"


_ITEMS = """
    SELECT i.id, m.id, coalesce(m.number, m.date), m.date, m.state = 'held', i.topic_id, t.title, i.outcome,
        EXISTS (SELECT 1 FROM record r WHERE r.agenda_item_id = i.id AND r.kind = 'decision')
            OR EXISTS (SELECT 1 FROM commitment c WHERE c.agenda_item_id = i.id), m.starts_at
    FROM meeting m JOIN agenda_item i ON i.meeting_id = m.id JOIN topic t ON t.id = i.topic_id"""


def item_facts(store: Store, period: Period) -> tuple[ItemFacts, ...]:
    """Return the items of the meetings held in a period, for M7's rate and M20."""
    return _items(
        store,
        f"{_ITEMS} WHERE m.state = 'held' AND {_WITHIN} ORDER BY m.date, m.id, i.position, i.id",
        period,
    )


def waiting_item_facts(store: Store, on: date) -> tuple[ItemFacts, ...]:
    """Return every item, held by that day, of the topics that some meeting did not treat, for M7."""
    return _items(
        store,
        f"""{_ITEMS} WHERE m.state = 'held' AND {_WITHIN} AND i.topic_id IN (
                SELECT topic_id FROM agenda_item WHERE outcome <> 'treated')
            ORDER BY m.date, m.id, i.position, i.id""",
        Period(None, on),
    )


def _items(store: Store, sql: str, period: Period) -> tuple[ItemFacts, ...]:
    outcomes = {outcome.value: outcome for outcome in Outcome}
    days: dict[str, date] = {}
    return tuple(
        ItemFacts(
            row[0],
            row[1],
            row[2],
            days.get(row[3]) or days.setdefault(row[3], date.fromisoformat(row[3])),
            bool(row[4]),
            row[5],
            row[6],
            outcomes[row[7]],
            bool(row[8]),
            row[9],
        )
        for row in store.rows(sql, _window(period))
    )


def concerned_facts(store: Store, period: Period) -> tuple[ConcernedFacts, ...]:
    """Return whom each item concerns and what they answered and did, for M8.

    Of the meetings held in the period, and of those convened for its last day or later.
    """
    rows = store.rows(
        f"""SELECT i.id, i.position, i.title, m.id, coalesce(m.number, m.date), m.date, m.state,
               EXISTS (SELECT 1 FROM roll_entry k WHERE k.meeting_id = m.id AND k.presence <> 'unknown'),
               n.institution_id, r.presence, r.reply, t.sensitive
           FROM meeting m JOIN agenda_item i ON i.meeting_id = m.id JOIN topic t ON t.id = i.topic_id
           JOIN topic_institution n ON n.topic_id = i.topic_id
           LEFT JOIN roll_entry r ON r.institution_id = n.institution_id AND r.meeting_id = m.id
           WHERE m.state = 'held' AND {_WITHIN} OR m.state = 'convened' AND m.date >= :until
           ORDER BY m.date, m.id, i.position, i.id, n.id, r.id""",
        _window(period),
    )
    return tuple(
        ConcernedFacts(
            row[0],
            row[1],
            row[2],
            row[3],
            row[4],
            date.fromisoformat(row[5]),
            MeetingState(row[6]),
            bool(row[7]),
            row[8],
            None if row[9] is None else Presence(row[9]),
            None if row[10] is None else Reply(row[10]),
            bool(row[11]),
        )
        for row in rows
    )


def theme_facts(store: Store) -> tuple[ThemeFacts, ...]:
    """Return every theme in order, for M12."""
    rows = store.rows("SELECT id, name, closed_on FROM theme ORDER BY position, id")
    return tuple(ThemeFacts(row[0], row[1], day(row[2])) for row in rows)


def seat_facts(store: Store, on: date) -> tuple[SeatFacts, ...]:
    """Return the seats outside the town of the bodies not closed on a day, for M14."""
    rows = store.rows(
        """SELECT s.id, b.id, b.short_name, i.id, i.short_name, s.from_date, s.to_date
           FROM seat s JOIN body b ON b.id = s.body_id JOIN institution i ON i.id = s.institution_id
           JOIN college c ON c.id = i.college_id
           WHERE c.counted AND (b.closed_on IS NULL OR b.closed_on > ?)
           ORDER BY b.position, b.id, c.position, i.protocol_rank, i.id, s.id""",
        (on.isoformat(),),
    )
    return tuple(SeatFacts(row[0], row[1], row[2], row[3], row[4], day(row[5]), day(row[6])) for row in rows)


def mandate_facts(store: Store) -> tuple[MandateFacts, ...]:
    """Return every mandate, for M14 and M15."""
    rows = store.rows(
        """SELECT id, person_id, institution_id, rank = 'titular', body_id, from_date, to_date
           FROM mandate ORDER BY id"""
    )
    return tuple(
        MandateFacts(row[0], row[1], row[2], bool(row[3]), row[4], day(row[5]), day(row[6])) for row in rows
    )


def referent_facts(store: Store, commitments: Collection[int]) -> tuple[ReferentFacts, ...]:
    """Return who answers for each of some commitments, by reference, for M15."""
    rows = store.rows(
        """SELECT id, referent_id, referent_function, lead_id FROM commitment
           WHERE id IN (SELECT value FROM json_each(?)) ORDER BY reference""",
        (json.dumps(sorted(commitments)),),
    )
    return tuple(ReferentFacts(row[0], row[1], row[2], row[3]) for row in rows)


def comer_facts(store: Store, period: Period) -> tuple[ComerFacts, ...]:
    """Return who came to the meetings held in a period, for M16 and beside M2.

    A delegate is written in words: she is a person of the directory when she bears that name.
    """
    rows = store.rows(
        f"""SELECT r.id, m.id, coalesce(m.number, m.date), m.date, r.counted AND NOT r.guest, r.presence,
               r.person_id, CASE r.presence WHEN 'present' THEN r.person_label ELSE r.delegate_label END
           FROM meeting m JOIN roll_entry r ON r.meeting_id = m.id
           WHERE m.state = 'held' AND {_WITHIN} AND r.presence IN ('present', 'represented')
           ORDER BY m.date, m.id, r.position, r.id""",
        _window(period),
    )
    people = People(store)
    presences = {presence.value: presence for presence in Presence}
    days: dict[str, date] = {}
    found = []
    for row in rows:
        person = row[6] if row[5] == "present" and row[6] is not None else people[row[7]]
        found.append(
            ComerFacts(
                row[0],
                row[1],
                row[2],
                days.get(row[3]) or days.setdefault(row[3], date.fromisoformat(row[3])),
                True,
                bool(row[4]),
                presences[row[5]],
                str(person or fold(row[7].strip()) or f"#{row[0]}"),
                None if person is None else people.levels.get(person),
            )
        )
    return tuple(found)


class People(dict[str, int | None]):
    """The persons of the directory by the name that a roll bears, None for two of one name or for nobody.

    `levels` are theirs by id.
    """

    def __init__(self, store: Store) -> None:
        rows = store.rows("SELECT id, civility, first_name, last_name, level FROM person")
        self.levels: dict[int, str | None] = {row[0]: row[4] for row in rows}
        self._names: dict[str, int | None] = {}
        for row in rows:
            name = fold(display_name(row[1], row[2], row[3]))
            self._names[name] = None if name in self._names else row[0]

    def __missing__(self, label: str) -> int | None:
        found = self[label] = self._names.get(fold(label.strip()))
        return found


def field_feedback_sent(store: Store, on: date) -> frozenset[int]:
    """Return the meetings whose sheet for the field was sent by a day, for M16."""
    rows = store.rows(
        """SELECT DISTINCT meeting_id FROM document_sent
           WHERE document = ? AND meeting_id IS NOT NULL AND substr(sent_at, 1, 10) <= ?""",
        (FIELD_FEEDBACK, on.isoformat()),
    )
    return frozenset(row[0] for row in rows)


def core_institutions(store: Store) -> frozenset[int]:
    """Return the institutions of the core, for M19."""
    return frozenset(row[0] for row in store.rows("SELECT id FROM institution WHERE core"))


def _window(period: Period) -> dict[str, str | None]:
    after = period.start_exclusive
    return {
        "after": None if after is None else after.isoformat(),
        "until": period.end_inclusive.isoformat(),
    }
