"""Verbs on the bodies and their seats. The last day of a seat is its last day of sitting."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from coprodesk.commands import plain, require_title, typing_merge
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.store import Store, Writer


def add_body(
    store: Store, name: str, body_kind_id: int, *, short_name: str = "", origin: object = None, **fields: Any
) -> int:
    """Add a body at the end of the list. Raises Refusal for a blank name."""
    name = _named(name)
    _check(fields)
    with store.change(_("Ajout du groupe « {name} »").format(name=name), origin=origin) as change:
        position = max((row["position"] for row in change.rows("body")), default=-1) + 1
        return change.insert(
            "body",
            name=name,
            short_name=short_name.strip() or name,
            body_kind_id=body_kind_id,
            **plain({"position": position, **fields}),
        )


def set_body(store: Store, body_id: int, *, origin: object = None, **fields: Any) -> None:
    """Set columns of a body. Raises Refusal for a blank name, a negative target or duration."""
    _named(fields.get("name", "-"))
    _named(fields.get("short_name", "-"))
    _check(fields)
    with store.change(
        _("Modification d’un groupe"), merge=typing_merge("body", body_id, fields), origin=origin
    ) as change:
        change.update("body", body_id, **plain(fields))


def close_body(store: Store, body_id: int, on: date | None, *, origin: object = None) -> None:
    """Close a body on a day, or open it again with None; its meetings and seats stay as they are."""
    label = _("Réouverture d’un groupe") if on is None else _("Clôture d’un groupe")
    with store.change(label, origin=origin) as change:
        change.update("body", body_id, closed_on=on.isoformat() if on else None)


def delete_body(store: Store, body_id: int, *, origin: object = None) -> None:
    """Delete a body and its seats. Raises Refusal once it has meetings, mandates or watch points."""
    with store.change(_("Suppression d’un groupe"), origin=origin) as change:
        if any(change.rows(table, body_id=body_id) for table in ("meeting", "mandate", "watch_point")):
            raise Refusal(
                _(
                    "Ce groupe a des réunions, des mandats ou des points de vigilance. "
                    "Rien n’a été supprimé. Clôturez-le plutôt\u00a0: son histoire reste lisible."
                )
            )
        for seat in change.rows("seat", body_id=body_id):
            change.delete("seat", seat["id"])
        change.delete("body", body_id)


def set_seats(
    store: Store, body_id: int, institution_ids: Collection[int], on: date, *, origin: object = None
) -> None:
    """Make these institutions alone sit in the body from `on`; the others sit until the day before."""
    with store.change(_("Composition d’un groupe"), origin=origin) as change:
        current = [seat for seat in change.rows("seat", body_id=body_id) if _goes_on(seat, on)]
        for seat in current:
            if seat["institution_id"] not in institution_ids:
                _end_before(change, seat, on)
        sitting = {seat["institution_id"] for seat in current}
        for institution_id in institution_ids:
            if institution_id not in sitting:
                change.insert(
                    "seat", body_id=body_id, institution_id=institution_id, from_date=on.isoformat()
                )
                sitting.add(institution_id)


def _goes_on(seat: dict[str, Any], on: date) -> bool:
    return seat["to_date"] is None or seat["to_date"] >= on.isoformat()


def _end_before(change: Writer, seat: dict[str, Any], on: date) -> None:
    """End a seat the day before; one that had not begun and was never convened leaves no trace."""
    begun = seat["from_date"] is None or seat["from_date"] < on.isoformat()
    if begun or change.rows("roll_entry", seat_id=seat["id"]):
        change.update("seat", seat["id"], to_date=(on - timedelta(days=1)).isoformat())
    else:
        change.delete("seat", seat["id"])


def _named(name: str) -> str:
    return require_title(name, _("Le nom du groupe est vide. Rien n’a été modifié. Écrivez-le."))


def _check(fields: dict[str, Any]) -> None:
    if (fields.get("yearly_target") or 0) < 0 or fields.get("planned_minutes", 1) <= 0:
        raise Refusal(
            _("La cadence et la durée doivent être positives. Rien n’a été modifié. Corrigez le nombre.")
        )
