"""Write what was said, decided and asked for under an item; decisions and requests take their number here."""

from datetime import date
from typing import Any

from coprodesk.commands import plain, reposition, require_item, require_row, require_text, typing_merge
from coprodesk.domain.disclosure import Level, tightest
from coprodesk.domain.french import parse_time
from coprodesk.domain.i18n import _
from coprodesk.domain.numbering import reference
from coprodesk.domain.records import RecordKind
from coprodesk.store import Store, Writer

_FIELDS = frozenset({"kind", "text", "institution_id", "contributors", "due_on", "at", "level"})


def add_record(
    store: Store,
    item_id: int,
    kind: RecordKind,
    text: str,
    *,
    institution_id: int | None = None,
    contributors: str = "",
    due_on: date | None = None,
    at: str | None = None,
    level: Level | None = None,
    origin: object = None,
) -> int:
    """Add a paragraph at the end of an item and return its id; a decision or a request is numbered.

    The level is the item's when none is given, and never more open. Raises Refusal for a blank text or a
    time that does not exist.
    """
    kind = RecordKind(kind)
    said = require_text(text, _("Ce paragraphe est vide. Rien n’a été ajouté. Écrivez d’abord son texte."))
    label = _("Ajout au compte rendu : {kind}").format(kind=kind.label.lower())
    with store.change(label, origin=origin) as change:
        _meeting, item = require_item(store, change, item_id)
        present = change.rows("record", agenda_item_id=item_id)
        return change.insert(
            "record",
            agenda_item_id=item_id,
            position=max((row["position"] for row in present), default=0) + 1,
            kind=kind.value,
            reference=_number(change, item, kind),
            text=said,
            institution_id=institution_id,
            contributors=contributors,
            due_on=due_on.isoformat() if due_on else None,
            at=parse_time(at) if at else None,
            level=tightest(Level(level or item["level"]), Level(item["level"])).value,
        )


def set_record(store: Store, record_id: int, *, origin: object = None, **fields: Any) -> None:
    """Change fields of a paragraph: kind, text, institution_id, contributors, due_on, at, level.

    One that becomes a decision or a request takes a number; one that stops being so loses it for good.
    Raises Refusal for a blank text or a time that does not exist.
    """
    if not fields.keys() <= _FIELDS:
        raise TypeError(f"a record has no field {sorted(fields.keys() - _FIELDS)}")
    merge = typing_merge("record", record_id, fields) if fields.keys() <= {"text", "contributors"} else None
    with store.change(_("Modification du compte rendu"), merge=merge, origin=origin) as change:
        held = require_row(change.row("record", record_id))
        _meeting, item = require_item(store, change, held["agenda_item_id"])
        values = plain(fields)
        if "text" in values:
            require_text(
                values["text"],
                _(
                    "Ce paragraphe serait vide. Le texte d’avant est gardé. "
                    "Supprimez le paragraphe s’il est de trop."
                ),
            )
        if values.get("at"):
            values["at"] = parse_time(values["at"])
        if "level" in values:
            values["level"] = tightest(Level(values["level"]), Level(item["level"])).value
        if "kind" in values:
            old, new = RecordKind(held["kind"]), RecordKind(values["kind"])
            if old.reference_kind is not new.reference_kind:
                values["reference"] = _number(change, item, new)
        change.update("record", record_id, **values)


def move_record(store: Store, record_id: int, steps: int, *, origin: object = None) -> None:
    """Move a paragraph down by `steps` (up when negative) within its item, at most to an end."""
    with store.change(_("Déplacement d’un paragraphe"), origin=origin) as change:
        held = require_row(change.row("record", record_id))
        require_item(store, change, held["agenda_item_id"])
        rows = change.rows("record", agenda_item_id=held["agenda_item_id"])
        reposition(change, "record", rows, record_id, steps)


def delete_record(store: Store, record_id: int, *, origin: object = None) -> None:
    """Remove a paragraph; its number, if it had one, is never given again."""
    with store.change(_("Suppression d’un paragraphe"), origin=origin) as change:
        held = change.row("record", record_id)
        if held is not None:
            require_item(store, change, held["agenda_item_id"])
            change.delete("record", record_id)


def _number(change: Writer, item: dict[str, Any], kind: RecordKind) -> str | None:
    series = kind.reference_kind
    if series is None:
        return None
    meeting = require_row(change.row("meeting", item["meeting_id"]))
    year = date.fromisoformat(meeting["date"]).year
    return reference(series, year, change.next_number(series.letter, year))
