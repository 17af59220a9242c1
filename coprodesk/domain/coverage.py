"""Whether those whom an item concerns were there, or answered that they would be (formula M8)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from coprodesk.domain.attendance import Period, Presence, Reply
from coprodesk.domain.meetings import MeetingState


@dataclass(frozen=True, slots=True)
class ConcernedFacts:
    """One seat of an institution whom an item concerns, host and guests too; without entry not convened.

    `roll_taken` tells whether any presence of the meeting is known.
    """

    item_id: int
    position: int
    title: str
    meeting_id: int
    meeting_key: str
    on: date
    state: MeetingState
    roll_taken: bool
    institution_id: int
    presence: Presence | None = None
    reply: Reply | None = None
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Coverage:
    """M8 for one item: the institutions concerned, and those of them that were or will be there.

    `sensitive` is the mark of its topic.
    """

    item_id: int
    position: int
    title: str
    meeting_key: str
    on: date
    covered: tuple[int, ...]
    concerned: tuple[int, ...]
    sensitive: bool = False

    @property
    def missing(self) -> tuple[int, ...]:
        """Return those without whom a contentious item should not be treated."""
        return tuple(one for one in self.concerned if one not in self.covered)

    @property
    def alert(self) -> bool:
        """Tell whether somebody concerned is missing from an item marked sensitive; others do not alarm."""
        return self.sensitive and bool(self.missing)


def coverage(rows: Iterable[ConcernedFacts], period: Period) -> tuple[Coverage, ...]:
    """Return M8 for each item of the meetings held in a period whose roll was taken, oldest first.

    An institution is there with one of its seats. One that was not convened is missing all the same; one
    whose presence is not known counts neither way.
    """
    held = [row for row in rows if row.state is MeetingState.HELD and row.roll_taken and period.holds(row.on)]
    return _by_item(held, _came)


def announced_coverage(rows: Iterable[ConcernedFacts], on: date) -> tuple[Coverage, ...]:
    """Return M8 before the meeting, from the replies received, for each item of those convened to come."""
    ahead = [row for row in rows if row.state is MeetingState.CONVENED and row.on >= on]
    return _by_item(ahead, _will_come)


def _came(seats: Sequence[ConcernedFacts]) -> bool | None:
    states = {row.presence for row in seats}
    if states & {Presence.PRESENT, Presence.REPRESENTED}:
        return True
    return None if Presence.UNKNOWN in states else False


def _will_come(seats: Sequence[ConcernedFacts]) -> bool:
    return any(row.reply in (Reply.COMES, Reply.SENDS) for row in seats)


def _by_item(
    rows: Iterable[ConcernedFacts], there: Callable[[Sequence[ConcernedFacts]], bool | None]
) -> tuple[Coverage, ...]:
    items: dict[int, dict[int, list[ConcernedFacts]]] = {}
    for row in rows:
        items.setdefault(row.item_id, {}).setdefault(row.institution_id, []).append(row)
    found = []
    for institutions in items.values():
        known = {institution: there(seats) for institution, seats in institutions.items()}
        concerned = tuple(institution for institution, state in known.items() if state is not None)
        if concerned:
            first = next(iter(institutions.values()))[0]
            covered = tuple(institution for institution in concerned if known[institution])
            found.append(
                Coverage(
                    first.item_id,
                    first.position,
                    first.title,
                    first.meeting_key,
                    first.on,
                    covered,
                    concerned,
                    first.sensitive,
                )
            )
    return tuple(sorted(found, key=lambda one: (one.on, one.meeting_key, one.position, one.item_id)))
