"""What became of the items: how often a topic is put off, what treating one yields (formulas M7 and M20)."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from coprodesk.domain.agenda import Outcome
from coprodesk.domain.attendance import Period

ALERT_FROM = 2
"""From this many postponements on a topic deserves attention (M7)."""


# A file of 20 years has 12,000 of these: a frozen dataclass takes five times as long to make.
class ItemFacts(NamedTuple):
    """One item of an agenda. `fruitful` tells whether a decision or a commitment was taken at it.

    `starts_at` parts two meetings of one day.
    """

    id: int
    meeting_id: int
    meeting_key: str
    on: date
    held: bool
    topic_id: int
    topic: str
    outcome: Outcome
    fruitful: bool = False
    starts_at: str = ""


class Postponement(NamedTuple):
    """M7 for one topic: the meetings that left it untreated since it was last treated, of all it was on."""

    topic_id: int
    topic: str
    meetings: tuple[int, ...]
    entered: int

    @property
    def alert(self) -> bool:
        """Tell whether it was put off too often."""
        return len(self.meetings) >= ALERT_FROM


class ItemShares(NamedTuple):
    """Items of a period: entered, postponed (M7), treated, and treated with a result (M20)."""

    entered: tuple[int, ...]
    postponed: tuple[int, ...]
    treated: tuple[int, ...]
    fruitful: tuple[int, ...]


def postponements(items: Iterable[ItemFacts], on: date) -> tuple[Postponement, ...]:
    """Return M7 for each topic waiting on a day, those put off most often first.

    Only meetings held count, each once, in the order in which they were really held; postponed, withdrawn or
    left open, an item was not treated. The count starts again with a meeting that treated the topic.
    """
    topics: dict[int, dict[int, list[ItemFacts]]] = {}
    for item in items:
        if item.held and item.on <= on:
            topics.setdefault(item.topic_id, {}).setdefault(item.meeting_id, []).append(item)
    found = []
    for topic_id, meetings in topics.items():
        waiting: list[int] = []
        turns = sorted(meetings.items(), key=lambda turn: (turn[1][0].on, turn[1][0].starts_at, turn[0]))
        for meeting_id, inside in turns:
            if any(item.outcome is Outcome.TREATED for item in inside):
                waiting.clear()
            else:
                waiting.append(meeting_id)
        if waiting:
            found.append(Postponement(topic_id, turns[-1][1][0].topic, tuple(waiting), len(turns)))
    return tuple(sorted(found, key=lambda one: (-len(one.meetings), one.topic_id)))


def item_shares(items: Iterable[ItemFacts], period: Period) -> ItemShares:
    """Return the items of the meetings held in a period, by what became of them."""
    entered = [item for item in items if item.held and period.holds(item.on)]
    treated = [item for item in entered if item.outcome is Outcome.TREATED]
    return ItemShares(
        entered=tuple(item.id for item in entered),
        postponed=tuple(item.id for item in entered if item.outcome is Outcome.POSTPONED),
        treated=tuple(item.id for item in treated),
        fruitful=tuple(item.id for item in treated if item.fruitful),
    )
