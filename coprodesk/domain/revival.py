"""The meeting that wakes a sleeping body: when, and what it speaks of."""

from datetime import date, timedelta

from coprodesk.domain.i18n import _, on_paper
from coprodesk.domain.templates import DraftItem

REVIVAL_DAYS = 30
_SATURDAY = 5


def revival_day(on: date) -> date:
    """Return the day proposed, about 30 days ahead and never on a week-end."""
    day = on + timedelta(days=REVIVAL_DAYS)
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= _SATURDAY else day


@on_paper()
def revival_items() -> tuple[DraftItem, ...]:
    """Return what such a meeting speaks of, after the approvals, the follow-up and the topics that return."""
    return (
        DraftItem(_("Depuis la dernière réunion\u00a0: ce qui a été fait, ce qui reste"), 15),
        DraftItem(_("Ce que chacun attend du groupe\u00a0: tour de table"), 20),
        DraftItem(_("Objet du groupe et cadence des réunions"), 15),
        DraftItem(_("Participants et référents à confirmer"), 10),
        DraftItem(_("Date de la prochaine réunion"), 5),
    )
