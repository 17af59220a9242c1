"""The rules of a watch point: what a watch cell sees of a place, without anybody's identity."""

from datetime import date

from coprodesk.domain.disclosure import Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import short_date
from coprodesk.domain.i18n import _

LEVELS = (Level.RESTRICTED, Level.SECRETARIAT)
"""How far a watch point may go: never out of its own group (L. 132-5 CSI)."""


def require_watch_dates(since: date, due_on: date | None, lifted_on: date | None) -> None:
    """Raise Refusal for an action due, or a point lifted, before it was first seen."""
    for day, field, words in (
        (due_on, "due_on", _("L’échéance ({day}) est avant le premier constat ({since})")),
        (lifted_on, "lifted_on", _("La levée ({day}) est avant le premier constat ({since})")),
    ):
        if day is not None and day < since:
            told = words.format(day=short_date(day), since=short_date(since))
            raise Refusal(_("{told}. Rien n’a changé. Vérifiez les dates.").format(told=told), field=field)


def require_watch_level(level: Level) -> Level:
    """Return the level; raise Refusal for one that would let a watch point out of its group."""
    if level not in LEVELS:
        raise Refusal(
            _(
                "Un point de vigilance reste dans son groupe. Rien n’a changé. "
                "Choisissez «\u00a0Groupe restreint\u00a0» ou «\u00a0Secrétariat\u00a0»."
            ),
            field="level",
        )
    return level
