"""Verbs on the dated readings of a commitment's two indicators."""

from datetime import date

from coprodesk.commands import require_row, require_title
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.store import Store, Writer

PROGRESS, OUTCOME = "progress", "outcome"


def add_reading(
    store: Store,
    commitment_id: int,
    kind: str,
    on: date,
    value: str,
    *,
    note: str = "",
    origin: object = None,
) -> int:
    """Note the value read on a day, of the indicator `kind` (progress or outcome), and return its id.

    The latest progress that is a whole number becomes that of the commitment. Raises Refusal for a blank
    value, or a second reading of the same indicator on the same day.
    """
    found = _value(value)
    with store.change(_("Relevé d’un indicateur"), origin=origin) as change:
        require_row(change.row("commitment", commitment_id))
        _require_free_day(change, commitment_id, kind, on)
        made = change.insert(
            "indicator_reading",
            commitment_id=commitment_id,
            kind=kind,
            on_date=on.isoformat(),
            value=found,
            note=note.strip(),
        )
        _follow(change, commitment_id, kind)
        return made


def delete_reading(store: Store, reading_id: int, *, origin: object = None) -> None:
    """Take a reading off."""
    with store.change(_("Suppression d’un relevé"), origin=origin) as change:
        held = require_row(change.row("indicator_reading", reading_id))
        change.delete("indicator_reading", reading_id)
        _follow(change, held["commitment_id"], held["kind"])


def _value(text: str) -> str:
    try:
        return require_title(
            text, _("Le relevé est vide. Rien n’a été enregistré. Écrivez la valeur lue, par exemple 31.")
        )
    except Refusal as refusal:
        raise Refusal(str(refusal), field="value") from None


def _require_free_day(change: Writer, commitment_id: int, kind: str, on: date) -> None:
    if change.rows("indicator_reading", commitment_id=commitment_id, kind=kind, on_date=on.isoformat()):
        raise Refusal(
            _(
                "Un relevé porte déjà cette date. Rien n’a été enregistré. "
                "Retirez-le d’abord, ou changez la date."
            ),
            field="on",
        )


def _follow(change: Writer, commitment_id: int, kind: str) -> None:
    """Make the latest reading of the progress that of the commitment, when it is a whole number."""
    if kind != PROGRESS:
        return
    held = change.rows("indicator_reading", commitment_id=commitment_id, kind=PROGRESS)
    latest = max(held, key=lambda row: row["on_date"], default=None)
    if latest is not None and latest["value"].isascii() and latest["value"].isdigit():
        change.update("commitment", commitment_id, progress_done=int(latest["value"]))
