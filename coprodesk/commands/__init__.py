"""One verb of the user each: one function, one transaction, one undo step."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from coprodesk.domain.agenda import position_after_move
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import thousands
from coprodesk.domain.i18n import _
from coprodesk.store import Writer

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


def reposition(change: Writer, table: str, rows: list[dict[str, Any]], row_id: int, steps: int) -> None:
    """Move one of the rows by `steps` and number the positions of all from 1."""
    ids = [row["id"] for row in sorted(rows, key=lambda row: (row["position"], row["id"]))]
    place = ids.index(row_id)
    ids.insert(position_after_move(place + 1, steps, len(ids)) - 1, ids.pop(place))
    for position, one in enumerate(ids, 1):
        change.update(table, one, position=position)
