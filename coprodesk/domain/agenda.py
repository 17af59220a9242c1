"""The agenda's clock, its sum in words and the order of its items."""

from collections.abc import Sequence
from enum import StrEnum
from itertools import accumulate

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


def clock_times(start: str, minutes: Sequence[int]) -> tuple[str, ...]:
    """Return at what time "HH:MM" each item begins, from the planned minutes of each."""
    return tuple(planned_end(start, before) for before in accumulate((0, *minutes[:-1])))[: len(minutes)]


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
