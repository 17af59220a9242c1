"""The agenda's clock, its sum in words and the order of its items."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol, TypeVar

from coprodesk.domain import french
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.meetings import planned_end


class Outcome(StrEnum):
    """What became of an item."""

    OPEN = "open"
    TREATED = "treated"
    POSTPONED = "postponed"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """Return the French word, agreeing with « point »."""
        return {
            Outcome.OPEN: _("À traiter"),
            Outcome.TREATED: _("Traité"),
            Outcome.POSTPONED: _("Reporté"),
            Outcome.WITHDRAWN: _("Retiré"),
        }[self]


class Discussed(Protocol):
    """What has a real start "HH:MM", None when it was never started."""

    @property
    def started_at(self) -> str | None:
        """Return the real start."""


_Item = TypeVar("_Item", bound=Discussed)


def discussion_order(items: Iterable[_Item]) -> tuple[_Item, ...]:
    """Return the items as they were really discussed; those never started come after, as on the agenda."""
    return tuple(sorted(items, key=lambda item: (item.started_at is None, item.started_at or "")))


class Role(StrEnum):
    """What an item is there for beyond its title; APPROVAL stands only in templates (see `approves_id`)."""

    NONE = ""
    APPROVAL = "approval"
    FOLLOW_UP = "follow_up"
    WATCH_POINTS = "watch_points"

    @property
    def label(self) -> str:
        """Return the French words of the choice."""
        return {
            Role.NONE: _("Point ordinaire"),
            Role.APPROVAL: _("Approbation des comptes rendus en attente"),
            Role.FOLLOW_UP: _("Suivi des engagements échus"),
            Role.WATCH_POINTS: _("Points de vigilance non levés"),
        }[self]


class Proposal(StrEnum):
    """What became of a proposed topic; LISTED is derived from the agendas, the others are stored."""

    WAITING = ""
    POSTPONED = "postponed"
    REFUSED = "refused"
    LISTED = "listed"

    @property
    def label(self) -> str:
        """Return the French word, agreeing with « sujet »."""
        return {
            Proposal.WAITING: _("À examiner"),
            Proposal.POSTPONED: _("Reporté"),
            Proposal.REFUSED: _("Refusé"),
            Proposal.LISTED: _("Inscrit"),
        }[self]


class OutlineLine(NamedTuple):
    """What the order of an agenda needs of one item: `depth` 1 is a sub-item of the item before it."""

    id: int
    depth: int
    section: str


def item_numbers(depths: Sequence[int]) -> tuple[str, ...]:
    """Return "1", "2", "2.1" … for items of depth 0 and sub-items of depth 1; the first is an item."""
    found = []
    item = part = 0
    for depth in depths:
        if depth and item:
            part += 1
            found.append(f"{item}.{part}")
        else:
            item, part = item + 1, 0
            found.append(str(item))
    return tuple(found)


def move_line(lines: Sequence[OutlineLine], line_id: int, steps: int) -> tuple[OutlineLine, ...]:
    """Return the lines once one went down by `steps` (up when negative), at most to an end.

    An item takes its sub-items along and passes whole items; a sub-item passes lines one by one, so that it
    may change parents, but never comes first. Where it lands gives it its section.
    """
    place = next(at for at, line in enumerate(lines) if line.id == line_id)
    if lines[place].depth:
        blocks: list[tuple[OutlineLine, ...]] = [(line,) for line in lines]
        first = 1
    else:
        blocks = _blocks(lines)
        first = 0
    here = next(at for at, block in enumerate(blocks) if block[0].id == line_id)
    there = max(position_after_move(here + 1, steps, len(blocks)) - 1, first)
    if there == here:
        return tuple(lines)
    moved = blocks.pop(here)
    blocks.insert(there, moved)
    beside = blocks[there + 1] if there < here and not moved[0].depth else blocks[there - 1]
    section = beside[-1].section
    blocks[there] = tuple(line._replace(section=section) for line in moved)
    return tuple(line for block in blocks for line in block)


def _blocks(lines: Sequence[OutlineLine]) -> list[tuple[OutlineLine, ...]]:
    """Return each item with its sub-items."""
    blocks: list[tuple[OutlineLine, ...]] = []
    for line in lines:
        if line.depth and blocks:
            blocks[-1] += (line,)
        else:
            blocks.append((line,))
    return blocks


def total_words(total: int, planned: int, start: str) -> str:
    """Return « 1 h 30 prévue sur 1 h 30 · fin à 16 h 00 », and the overrun in words (both in minutes)."""
    # The verb agrees with the hours, or with the minutes when there is no full hour.
    agreeing = total // 60 or total
    parts = [
        ngettext("{total} prévue sur {planned}", "{total} prévues sur {planned}", agreeing).format(
            total=french.duration(total), planned=french.duration(planned)
        )
    ]
    if total > planned:
        parts.append(_("dépassement de {minutes}").format(minutes=french.duration(total - planned)))
    parts.append(_("fin à {hour}").format(hour=french.hour(planned_end(start, total))))
    return " · ".join(parts)


def position_after_move(position: int, steps: int, count: int) -> int:
    """Return where the item of `position` (1 to `count`) lands after `steps` down, at most at an end."""
    return min(max(position + steps, 1), count)
