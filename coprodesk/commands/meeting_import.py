"""Bringing past meetings in from a calendar, in one step that one undo takes back whole."""

from coprodesk.commands.imports import Tell, carry_out
from coprodesk.domain.i18n import _
from coprodesk.domain.import_plan import Fate
from coprodesk.domain.meeting_import import Plan
from coprodesk.store import Store


def import_meetings(
    store: Store,
    plan: Plan,
    *,
    tell: Tell | None = None,
    origin: object = None,
) -> None:
    """Write what `plan` says and nothing else; the numbers it gives are never given again.

    Raises Refusal, with nothing written, when `tell` stops it or a meeting it completes is gone.
    """
    with store.change(_("Import de séances passées"), origin=origin) as change:
        for line in plan.lines:
            if line.fate is Fate.CREATE and line.number:
                year, number = map(int, line.number.split("-"))
                change.raise_counter("meeting", year, number)
        carry_out(change, (line.writes for line in plan.lines), tell)
