"""Who comes and goes during a meeting: note it, correct it."""

from collections.abc import Mapping, Sequence
from typing import Any

from coprodesk.commands import insert_move, require_entry, require_row
from coprodesk.domain.attendance import MovementKind, Presence
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.domain.live import require_move_inside, require_move_order
from coprodesk.domain.meetings import typed_hour
from coprodesk.domain.seating import CAME, require_free
from coprodesk.queries.attendance import seated
from coprodesk.queries.live import item_under_way
from coprodesk.store import Store, Writer


def depart(store: Store, entry_id: int, at: str, *, origin: object = None) -> int:
    """Note at "HH:MM" that somebody leaves and return the movement's id. Raises Refusal as `add_movement`."""
    return add_movement(store, entry_id, MovementKind.DEPARTURE, at, origin=origin)


def add_movement(
    store: Store,
    entry_id: int,
    kind: MovementKind,
    at: str,
    agenda_item_id: int | None = None,
    *,
    origin: object = None,
) -> int:
    """Note an arrival or a departure at "HH:MM" and return its id; who arrives and was not marked is present.

    It belongs to the item given, else to the one discussed at that hour. Raises Refusal for an hour out of
    the session, an arrival of who is there, the departure of who is not, and once the minutes are approved.
    """
    kind = MovementKind(kind)
    time = typed_hour(at, "at")
    with store.change(_("{kind} en séance").format(kind=kind.label), origin=origin) as change:
        meeting, entry = require_entry(store, change, entry_id)
        if Presence(entry["presence"]) not in CAME:
            if kind is MovementKind.DEPARTURE:
                raise Refusal(
                    _("Seul un présent peut partir. Rien n’a été noté. Pointez d’abord sa présence.")
                )
            others = seated(store, meeting["id"])
            require_free("" if entry["guest"] else entry["person_label"], others.values())
            change.update(
                "roll_entry",
                entry_id,
                presence=Presence.PRESENT.value,
                delegate_label="",
                delegate_function="",
            )
        return insert_move(store, change, meeting, entry_id, kind, time, agenda_item_id)


def set_movement(
    store: Store,
    movement_id: int,
    *,
    at: str | None = None,
    agenda_item_id: int | None = None,
    origin: object = None,
) -> None:
    """Correct the hour or the item of a movement; a new hour finds its item by itself.

    Raises Refusal as `add_movement`.
    """
    time = typed_hour(at, "at") if at else None
    with store.change(_("Correction d’un mouvement"), origin=origin) as change:
        held = require_row(change.row("movement", movement_id))
        meeting, _entry_row = require_entry(store, change, held["roll_entry_id"])
        moved = {**held, "at": time or held["at"]}
        if agenda_item_id is not None:
            moved["agenda_item_id"] = agenda_item_id
        elif time is not None:
            moved["agenda_item_id"] = item_under_way(store, meeting["id"], time) or held["agenda_item_id"]
        require_move_inside(
            MovementKind(held["kind"]), moved["at"], meeting["opened_at"], meeting["closed_at"]
        )
        others = [row for row in _moves(change, held["roll_entry_id"]) if row["id"] != movement_id]
        _require_order([*others, moved])
        change.update("movement", movement_id, at=moved["at"], agenda_item_id=moved["agenda_item_id"])


def delete_movement(store: Store, movement_id: int, *, origin: object = None) -> None:
    """Remove an arrival or a departure noted by mistake, with the one after it that answered it.

    Without the departure there is no return, and the other way round.
    """
    with store.change(_("Suppression d’un mouvement"), origin=origin) as change:
        held = require_row(change.row("movement", movement_id))
        require_entry(store, change, held["roll_entry_id"])
        rows = _moves(change, held["roll_entry_id"])
        place = next(index for index, row in enumerate(rows) if row["id"] == movement_id)
        change.delete("movement", movement_id)
        between = 0 < place < len(rows) - 1
        if between and rows[place - 1]["kind"] == rows[place + 1]["kind"]:
            change.delete("movement", rows[place + 1]["id"])


def _moves(change: Writer, entry_id: int) -> list[dict[str, Any]]:
    return sorted(change.rows("movement", roll_entry_id=entry_id), key=lambda row: (row["at"], row["id"]))


def _require_order(rows: Sequence[Mapping[str, Any]]) -> None:
    ordered = sorted(rows, key=lambda row: str(row["at"]))
    require_move_order([(row["at"], MovementKind(row["kind"])) for row in ordered])
