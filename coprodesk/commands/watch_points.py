"""Verbs on the watch points of a watch cell: note one, correct it, lift it."""

from datetime import date
from typing import Any

from coprodesk.commands import plain, require_row, require_text, typing_merge
from coprodesk.domain.disclosure import Level
from coprodesk.domain.i18n import _
from coprodesk.domain.numbering import WATCH_SERIES, watch_reference
from coprodesk.domain.watch_points import require_watch_dates, require_watch_level
from coprodesk.store import Store

_FIELDS = frozenset(
    {"finding", "place", "theme_id", "since", "action", "lead_id", "due_on", "level", "agenda_item_id"}
)
_TEXTS = frozenset({"finding", "place", "action"})


def open_watch_point(
    store: Store,
    body_id: int,
    finding: str,
    *,
    since: date,
    agenda_item_id: int | None = None,
    place: str = "",
    theme_id: int | None = None,
    action: str = "",
    lead_id: int | None = None,
    due_on: date | None = None,
    level: Level = Level.RESTRICTED,
    origin: object = None,
) -> int:
    """Note what a group saw, numbered VIG-31 in its one series, and return its id.

    Raises Refusal for a blank finding, a due date before the first sight, or a level open to others.
    """
    seen = _finding(finding)
    require_watch_dates(since, due_on, None)
    with store.change(_("Nouveau point de vigilance"), origin=origin) as change:
        require_row(change.row("body", body_id))
        return change.insert(
            "watch_point",
            reference=watch_reference(change.next_number(WATCH_SERIES, 0)),
            body_id=body_id,
            agenda_item_id=agenda_item_id,
            finding=seen,
            place=place.strip(),
            theme_id=theme_id,
            since=since.isoformat(),
            action=action.strip(),
            lead_id=lead_id,
            due_on=due_on.isoformat() if due_on else None,
            level=require_watch_level(Level(level)).value,
        )


def set_watch_point(store: Store, watch_point_id: int, *, origin: object = None, **fields: Any) -> None:
    """Correct a watch point: finding, place, theme_id, since, action, lead_id, due_on, level, agenda_item_id.

    Raises Refusal as `open_watch_point`, and for a first sight after the day it was lifted.
    """
    if not fields.keys() <= _FIELDS:
        raise TypeError(f"a watch point has no field {sorted(fields.keys() - _FIELDS)}")
    values = plain(fields)
    if "finding" in values:
        _finding(values["finding"])
    if "level" in values:
        values["level"] = require_watch_level(Level(values["level"])).value
    merge = typing_merge("watch_point", watch_point_id, fields) if fields.keys() <= _TEXTS else None
    with store.change(_("Modification d’un point de vigilance"), merge=merge, origin=origin) as change:
        held = {**require_row(change.row("watch_point", watch_point_id)), **values}
        require_watch_dates(
            date.fromisoformat(held["since"]),
            date.fromisoformat(held["due_on"]) if held["due_on"] else None,
            date.fromisoformat(held["lifted_on"]) if held["lifted_on"] else None,
        )
        change.update("watch_point", watch_point_id, **values)


def lift_watch_point(store: Store, watch_point_id: int, on: date, *, origin: object = None) -> None:
    """Lift a watch point on a day. Raises Refusal for a day before its first sight."""
    with store.change(_("Levée d’un point de vigilance"), origin=origin) as change:
        held = require_row(change.row("watch_point", watch_point_id))
        require_watch_dates(date.fromisoformat(held["since"]), None, on)
        change.update("watch_point", watch_point_id, lifted_on=on.isoformat())


def reopen_watch_point(store: Store, watch_point_id: int, *, origin: object = None) -> None:
    """Watch again over a point that was lifted."""
    with store.change(_("Réouverture d’un point de vigilance"), origin=origin) as change:
        change.update("watch_point", watch_point_id, lifted_on=None)


def delete_watch_point(store: Store, watch_point_id: int, *, origin: object = None) -> None:
    """Remove a watch point noted by mistake; its number is never given again."""
    with store.change(_("Suppression d’un point de vigilance"), origin=origin) as change:
        require_row(change.row("watch_point", watch_point_id))
        change.delete("watch_point", watch_point_id)


def _finding(finding: str) -> str:
    return require_text(
        finding,
        _("Le constat est vide. Rien n’a été enregistré. Écrivez ce qui a été vu, sans nommer personne."),
    )
