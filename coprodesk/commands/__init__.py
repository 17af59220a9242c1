"""One verb of the user each: one function, one transaction, one undo step."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from coprodesk.domain.agenda import position_after_move
from coprodesk.domain.attendance import MovementKind
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import thousands
from coprodesk.domain.i18n import _
from coprodesk.domain.live import require_move_inside, require_move_order, require_within
from coprodesk.domain.minutes import locked
from coprodesk.domain.templates import DraftTemplate
from coprodesk.domain.usual_commitments import UsualDraft
from coprodesk.queries.attendance import moves
from coprodesk.queries.live import item_under_way, live_state
from coprodesk.queries.versions import minutes_locked
from coprodesk.store import Store, Writer

LONGEST_TITLE = 1_000
"""Signs of a title, a name or a promise."""


def plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return column values: dates as ISO text, truth as 0 or 1, other values as they are."""
    return {name: _column(value) for name, value in fields.items()}


def _column(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value


def typing_merge(table: str, row_id: int, fields: Mapping[str, Any]) -> tuple[str, int, str] | None:
    """Return the merge key of typing into a single text field, None for any other change."""
    if len(fields) != 1:
        return None
    ((name, value),) = fields.items()
    return (table, row_id, name) if isinstance(value, str) else None


def require_text(text: str, message: str) -> str:
    """Return `text` on its own, without blanks around it; raise Refusal(`message`) when nothing is left."""
    found = text.strip()
    if not found:
        raise Refusal(message)
    return found


def require_title(text: str, message: str) -> str:
    """Return a title or a name as `require_text`; raise Refusal too for one longer than a title can be."""
    found = require_text(text, message)
    if len(found) > LONGEST_TITLE:
        raise Refusal(
            _(
                "Cet intitulé compte {n} signes, et {most} au plus tiennent ici. Rien n’a été enregistré. "
                "Raccourcissez-le."
            ).format(n=thousands(len(found)), most=thousands(LONGEST_TITLE))
        )
    return found


def require_row(row: dict[str, Any] | None) -> dict[str, Any]:
    """Return the row; raise Refusal when it is gone."""
    if row is None:
        raise Refusal(
            _(
                "Cet élément n’existe plus. Rien n’a été modifié. "
                "Revenez à la liste, ou annulez sa suppression."
            )
        )
    return row


def require_unlocked(store: Store, change: Writer, meeting_id: int) -> dict[str, Any]:
    """Return the meeting whose text, agenda or roll is to change; raise Refusal when it is gone.

    Raises Refusal too once its minutes are approved, until a rectification is opened (E-110).
    """
    meeting = require_row(change.row("meeting", meeting_id))
    if minutes_locked(store, meeting_id):
        raise locked()
    return meeting


def require_item(store: Store, change: Writer, item_id: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the meeting and the item of its agenda to change; raise Refusal as `require_unlocked`."""
    item = require_row(change.row("agenda_item", item_id))
    return require_unlocked(store, change, item["meeting_id"]), item


def require_entry(store: Store, change: Writer, entry_id: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the meeting and the entry of its roll that is to change; raise Refusal as `require_unlocked`."""
    entry = require_row(change.row("roll_entry", entry_id))
    return require_unlocked(store, change, entry["meeting_id"]), entry


def insert_move(
    store: Store,
    change: Writer,
    meeting: Mapping[str, Any],
    entry_id: int,
    kind: MovementKind,
    at: str,
    agenda_item_id: int | None = None,
) -> int:
    """Write an arrival or a departure at "HH:MM" and return its id; without an item, that of the hour.

    Raises Refusal for an hour out of the session, or a movement that the ones before it do not allow.
    """
    require_move_inside(kind, at, meeting["opened_at"], meeting["closed_at"])
    held = [(row["at"], MovementKind(row["kind"])) for row in change.rows("movement", roll_entry_id=entry_id)]
    require_move_order(sorted([*held, (at, kind)], key=lambda move: move[0]))
    if agenda_item_id is None:
        agenda_item_id = item_under_way(store, meeting["id"], at)
    return change.insert(
        "movement", roll_entry_id=entry_id, kind=kind.value, at=at, agenda_item_id=agenda_item_id
    )


def require_session_hours(store: Store, meeting: Mapping[str, Any]) -> None:
    """Raise Refusal when a turn, an arrival or a departure lies out of the hours this row would give."""
    state = live_state(store, meeting["id"])
    if state is not None:
        require_within(replace(state, opened_at=meeting["opened_at"], closed_at=meeting["closed_at"]))
    for move in moves(store, meeting["id"]):
        require_move_inside(move.kind, move.at, meeting["opened_at"], meeting["closed_at"])


def reposition(change: Writer, table: str, rows: list[dict[str, Any]], row_id: int, steps: int) -> None:
    """Move one of the rows by `steps` and number the positions of all from 1."""
    ids = [row["id"] for row in sorted(rows, key=lambda row: (row["position"], row["id"]))]
    place = ids.index(row_id)
    ids.insert(position_after_move(place + 1, steps, len(ids)) - 1, ids.pop(place))
    for position, one in enumerate(ids, 1):
        change.update(table, one, position=position)


def insert_templates(change: Writer, kinds: Mapping[str, int], drafts: Sequence[DraftTemplate]) -> None:
    """Write templates after those there are, for the kinds of body `kinds` tells by code.

    One is the usual template of its kind only when there is none yet.
    """
    held = change.rows("meeting_template")
    settled = {row["body_kind_id"] for row in held if row["usual"]}
    last = max((row["position"] for row in held), default=0)
    for position, draft in enumerate(drafts, last + 1):
        kind = kinds[draft.kind]
        usual = draft.usual and kind not in settled
        template_id = change.insert(
            "meeting_template", name=draft.name, body_kind_id=kind, usual=int(usual), position=position
        )
        if usual:
            settled.add(kind)
        for place, item in enumerate(draft.items, 1):
            change.insert(
                "template_item",
                meeting_template_id=template_id,
                position=place,
                title=item.title,
                section=item.section,
                planned_minutes=item.minutes,
                level=item.level.value,
                role=item.role.value,
            )


def insert_usual_commitment(change: Writer, draft: UsualDraft) -> int:
    """Write a suggestion of the commitment form after those there are, and return its id."""
    held = change.rows("usual_commitment")
    return change.insert(
        "usual_commitment",
        partner=draft.partner,
        what=draft.what,
        progress_indicator=draft.progress_indicator,
        outcome_indicator=draft.outcome_indicator,
        position=max((row["position"] for row in held), default=0) + 1,
    )


def delete_topic_rows(change: Writer, topic_id: int) -> None:
    """Delete a topic with the institutions it concerns."""
    for row in change.rows("topic_institution", topic_id=topic_id):
        change.delete("topic_institution", row["id"])
    change.delete("topic", topic_id)
