"""The topics: the basket of proposals, the thread of a topic over the meetings, how often it was put off."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from coprodesk.domain.agenda import Outcome, Proposal, item_numbers
from coprodesk.domain.commitments import CommitmentState
from coprodesk.domain.disclosure import Level
from coprodesk.domain.french import short_date
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.items import ALERT_FROM
from coprodesk.domain.meetings import MeetingState
from coprodesk.queries import day
from coprodesk.store import Store


@dataclass(frozen=True, slots=True)
class TopicRow:
    """One topic; `items` counts its turns, `last_on` and `last_outcome` tell the last one.

    `postponements` counts how often it was put off since it was last treated.
    """

    id: int
    title: str
    raised_by_id: int | None
    raised_by: str
    raised_on: date | None
    theme_id: int | None
    note: str
    level: Level
    recurring: bool
    sensitive: bool
    proposal: Proposal
    proposal_reason: str
    closed_on: date | None
    items: int
    last_on: date | None
    last_outcome: Outcome | None
    postponements: int
    institutions: tuple[int, ...]

    @property
    def alert(self) -> bool:
        """Tell whether it was put off too often (M7)."""
        return self.postponements >= ALERT_FROM

    @property
    def raised_words(self) -> str:
        """Return « proposé par le Parquet le 12/09/2026 » without article, as far as it is known, else ''."""
        if not self.raised_by and self.raised_on is None:
            return ""
        if self.raised_on is None:
            return _("proposé par {who}").format(who=self.raised_by)
        on = short_date(self.raised_on)
        if not self.raised_by:
            return _("proposé le {day}").format(day=on)
        return _("proposé par {who} le {day}").format(who=self.raised_by, day=on)


@dataclass(frozen=True, slots=True)
class TurnDecision:
    """A decision or a request written at a turn."""

    reference: str
    text: str


@dataclass(frozen=True, slots=True)
class TurnCommitment:
    """A commitment taken at a turn, as it stands now."""

    id: int
    reference: str
    what: str
    lead: str
    state: CommitmentState


@dataclass(frozen=True, slots=True)
class Turn:
    """One meeting where the topic came; `number` is that of the item (« 3.1 ») on its agenda.

    `postponements` counts how often it had been put off by then, this turn included.
    """

    item_id: int
    meeting_id: int
    on: date
    state: MeetingState
    body: str
    meeting_number: str | None
    number: str
    title: str
    outcome: Outcome
    postponements: int
    decisions: tuple[TurnDecision, ...]
    commitments: tuple[TurnCommitment, ...]


@dataclass(frozen=True, slots=True)
class Thread:
    """A topic with its turns, the latest first."""

    topic: TopicRow
    turns: tuple[Turn, ...]

    @property
    def words(self) -> str:
        """Return « inscrit 3 fois, reporté 2 fois » of the whole thread."""
        if not self.turns:
            return self.topic.proposal.label
        told = [ngettext("inscrit {n} fois", "inscrit {n} fois", len(self.turns)).format(n=len(self.turns))]
        late = self.topic.postponements
        if late:
            told.append(ngettext("reporté {n} fois", "reporté {n} fois", late).format(n=late))
        return ", ".join(told)


def turn_key(meeting: str, item: str) -> str:
    """Return the SQL that orders the turns of a topic: the day and hour of the meeting, then the item."""
    return f"({meeting}.date || {meeting}.starts_at || printf('%09d%09d', {meeting}.id, {item}.id))"


def eve_key(meeting: str) -> str:
    """Return the SQL of a `turn_key` just before the first turn of a meeting."""
    return f"({meeting}.date || {meeting}.starts_at || printf('%09d', {meeting}.id))"


def times_put_off(topic: str, key: str) -> str:
    """Return the SQL that counts how often a topic was put off up to a turn, since it was treated before.

    `topic` is the SQL of the topic's id, `key` of the turn's `turn_key`; text 'z' stands for ever. It is M7
    (domain.items.postponements): meetings held that left it untreated, each once, whatever the reason; of
    those not yet closed only what is already said to be postponed counts.
    """
    late, done = turn_key("lm", "l"), turn_key("dm", "d")
    return f"""(SELECT count(DISTINCT l.meeting_id) FROM agenda_item l JOIN meeting lm ON lm.id = l.meeting_id
        WHERE l.topic_id = {topic} AND {late} <= {key}
            AND (l.outcome = 'postponed' AND lm.state <> 'cancelled'
                OR l.outcome <> 'treated' AND lm.state = 'held')
            AND NOT EXISTS (SELECT 1 FROM agenda_item x WHERE x.topic_id = l.topic_id
                AND x.meeting_id = l.meeting_id AND x.outcome = 'treated')
            AND {late} > coalesce((SELECT max({done}) FROM agenda_item d JOIN meeting dm
                ON dm.id = d.meeting_id
                WHERE d.topic_id = {topic} AND d.outcome = 'treated' AND {done} < {key}), ''))"""


def topics(store: Store, *, basket: bool = True, closed: bool = False) -> tuple[TopicRow, ...]:
    """Return topics by title: the basket of those never on an agenda, or all; closed ones when asked.

    The refused ones stay in the basket, told by their `proposal`.
    """
    rows = store.rows(
        """SELECT id FROM topic t WHERE (:closed OR closed_on IS NULL)
               AND NOT (:basket AND EXISTS (SELECT 1 FROM agenda_item o WHERE o.topic_id = t.id))""",
        {"closed": closed, "basket": basket},
    )
    return _topics(store, [row["id"] for row in rows])


def proposals(store: Store) -> tuple[TopicRow, ...]:
    """Return the topics somebody proposed: those never on an agenda, and those that were once proposed.

    A topic written straight on an agenda was never proposed, and is left out.
    """
    rows = store.rows(
        """SELECT id FROM topic t WHERE closed_on IS NULL AND (raised_on IS NOT NULL
               OR NOT EXISTS (SELECT 1 FROM agenda_item o WHERE o.topic_id = t.id))"""
    )
    return _topics(store, [row["id"] for row in rows])


def topic(store: Store, topic_id: int) -> TopicRow | None:
    """Return one topic, closed or not, None when it is gone."""
    return next(iter(_topics(store, [topic_id])), None)


def thread(store: Store, topic_id: int) -> Thread | None:
    """Return every meeting where a topic came, the latest first, None when the topic is gone."""
    held = topic(store, topic_id)
    if held is None:
        return None
    rows = store.rows(
        f"""SELECT i.id, i.meeting_id, i.title, i.outcome, m.date, m.state, m.number, b.short_name,
                {times_put_off("i.topic_id", turn_key("m", "i"))} AS postponements
            FROM agenda_item i JOIN meeting m ON m.id = i.meeting_id JOIN body b ON b.id = m.body_id
            WHERE i.topic_id = ? ORDER BY {turn_key("m", "i")} DESC""",
        (topic_id,),
    )
    numbers = numbers_of(store, [row["meeting_id"] for row in rows])
    decisions = _decisions(store, topic_id)
    commitments = _commitments(store, topic_id)
    return Thread(
        held,
        tuple(
            Turn(
                item_id=row["id"],
                meeting_id=row["meeting_id"],
                on=date.fromisoformat(row["date"]),
                state=MeetingState(row["state"]),
                body=row["short_name"],
                meeting_number=row["number"],
                number=numbers[row["id"]],
                title=row["title"],
                outcome=Outcome(row["outcome"]),
                postponements=row["postponements"],
                decisions=tuple(decisions.get(row["id"], ())),
                commitments=tuple(commitments.get(row["id"], ())),
            )
            for row in rows
        ),
    )


def numbers_of(store: Store, meeting_ids: list[int]) -> dict[int, str]:
    """Return the number « 3.1 » of each item of the meetings, as on the whole agenda."""
    found: dict[int, list[tuple[int, int]]] = {}
    for row in store.rows(
        "SELECT id, meeting_id, depth FROM agenda_item "
        "WHERE meeting_id IN (SELECT value FROM json_each(?)) ORDER BY meeting_id, position, id",
        (json.dumps(meeting_ids),),
    ):
        found.setdefault(row["meeting_id"], []).append((row["id"], row["depth"]))
    return {
        item_id: number
        for items in found.values()
        for (item_id, _depth), number in zip(
            items, item_numbers([depth for _id, depth in items]), strict=True
        )
    }


def topic_made_for(store: Store, item_id: int) -> int | None:
    """Return the topic that was created in the same step as the item and has no other one, else None."""
    row = store.row(
        """
        SELECT i.topic_id FROM agenda_item i
        JOIN journal_row made ON made.table_name = 'agenda_item' AND made.row_id = i.id
            AND made.before IS NULL
        JOIN journal_row thread ON thread.table_name = 'topic' AND thread.row_id = i.topic_id
            AND thread.before IS NULL AND thread.step = made.step
        WHERE i.id = ? AND NOT EXISTS (
            SELECT 1 FROM agenda_item o WHERE o.topic_id = i.topic_id AND o.id <> i.id) LIMIT 1
        """,
        (item_id,),
    )
    return None if row is None else int(row["topic_id"])


def institutions_concerned(store: Store, topic_ids: list[int]) -> dict[int, tuple[int, ...]]:
    """Return the ids of the institutions that each topic concerns."""
    rows = store.rows(
        "SELECT topic_id, institution_id FROM topic_institution "
        "WHERE topic_id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(topic_ids),),
    )
    found: dict[int, tuple[int, ...]] = {}
    for row in rows:
        found[row["topic_id"]] = (*found.get(row["topic_id"], ()), row["institution_id"])
    return found


def _topics(store: Store, topic_ids: list[int]) -> tuple[TopicRow, ...]:
    if not topic_ids:
        return ()
    rows = store.rows(
        f"""
        SELECT t.*, coalesce(n.short_name, '') AS raised_by, coalesce(l.items, 0) AS items,
            substr(l.last, 1, 10) AS last_on, l.outcome AS last_outcome,
            CASE WHEN l.late THEN {times_put_off("t.id", "'z'")} ELSE 0 END AS postponements
        FROM topic t LEFT JOIN institution n ON n.id = t.raised_by_id
        LEFT JOIN (
            SELECT i.topic_id, count(*) AS items, sum(i.outcome <> 'treated') AS late, i.outcome,
                max({turn_key("m", "i")}) AS last
            FROM agenda_item i JOIN meeting m ON m.id = i.meeting_id
            WHERE i.topic_id IN (SELECT value FROM json_each(:ids)) GROUP BY i.topic_id) l
            ON l.topic_id = t.id
        WHERE t.id IN (SELECT value FROM json_each(:ids)) ORDER BY t.title, t.id
        """,
        {"ids": json.dumps(topic_ids)},
    )
    concerned = institutions_concerned(store, topic_ids)
    return tuple(_topic_row(row, concerned) for row in rows)


def _topic_row(row: Any, concerned: dict[int, tuple[int, ...]]) -> TopicRow:
    return TopicRow(
        id=row["id"],
        title=row["title"],
        raised_by_id=row["raised_by_id"],
        raised_by=row["raised_by"],
        raised_on=day(row["raised_on"]),
        theme_id=row["theme_id"],
        note=row["note"],
        level=Level(row["level"]),
        recurring=bool(row["recurring"]),
        sensitive=bool(row["sensitive"]),
        proposal=Proposal.LISTED if row["items"] else Proposal(row["proposal"]),
        proposal_reason="" if row["items"] else row["proposal_reason"],
        closed_on=day(row["closed_on"]),
        items=row["items"],
        last_on=day(row["last_on"]),
        last_outcome=None if row["last_outcome"] is None else Outcome(row["last_outcome"]),
        postponements=row["postponements"],
        institutions=concerned.get(row["id"], ()),
    )


def _decisions(store: Store, topic_id: int) -> dict[int, list[TurnDecision]]:
    found: dict[int, list[TurnDecision]] = {}
    for row in store.rows(
        "SELECT r.agenda_item_id, r.reference, r.text FROM record r "
        "JOIN agenda_item i ON i.id = r.agenda_item_id "
        "WHERE i.topic_id = ? AND r.reference IS NOT NULL ORDER BY r.reference",
        (topic_id,),
    ):
        found.setdefault(row["agenda_item_id"], []).append(TurnDecision(row["reference"], row["text"]))
    return found


def _commitments(store: Store, topic_id: int) -> dict[int, list[TurnCommitment]]:
    found: dict[int, list[TurnCommitment]] = {}
    for row in store.rows(
        "SELECT c.agenda_item_id, c.id, c.reference, c.what, c.state, coalesce(n.short_name, '') AS lead "
        "FROM commitment c JOIN agenda_item i ON i.id = c.agenda_item_id "
        "LEFT JOIN institution n ON n.id = c.lead_id WHERE i.topic_id = ? ORDER BY c.reference",
        (topic_id,),
    ):
        found.setdefault(row["agenda_item_id"], []).append(
            TurnCommitment(
                row["id"], row["reference"], row["what"], row["lead"], CommitmentState(row["state"])
            )
        )
    return found
