"""Plan the countdown of a meeting: its steps, done or not, and the usual ones of the council."""

from datetime import date

from coprodesk.commands import require_row, require_title, typing_merge
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import fold
from coprodesk.domain.i18n import _
from coprodesk.domain.planning import USUAL_TASKS, due_day, require_offset
from coprodesk.store import Store

_FIELDS = frozenset({"label", "offset_days"})


def plan_meeting(store: Store, meeting_id: int, *, on: date | None = None, origin: object = None) -> None:
    """Give a meeting the usual steps that it has not yet; of a meeting past on `on`, only those to come.

    `on` is by default the present day. Their days follow the meeting when it is moved.
    """
    today = on or store.clock().date()
    with store.change(_("Étapes d’usage de la réunion"), origin=origin) as change:
        held = require_row(change.row("meeting", meeting_id))
        meeting_on = date.fromisoformat(held["date"])
        known = {fold(row["label"]) for row in change.rows("planned_task", meeting_id=meeting_id)}
        for usual in sorted(change.rows("usual_task"), key=lambda row: (row["offset_days"], row["id"])):
            gone = meeting_on < today and due_day(meeting_on, usual["offset_days"]) < today
            if not gone and fold(usual["label"]) not in known:
                change.insert(
                    "planned_task",
                    meeting_id=meeting_id,
                    label=usual["label"],
                    offset_days=usual["offset_days"],
                )


def add_task(store: Store, meeting_id: int, label: str, offset_days: int, *, origin: object = None) -> int:
    """Add a step so many days from a meeting and return its id. Raises Refusal without a label."""
    label = _label(label)
    with store.change(
        _("Ajout de l’étape «\u00a0{label}\u00a0»").format(label=label), origin=origin
    ) as change:
        require_row(change.row("meeting", meeting_id))
        return change.insert(
            "planned_task", meeting_id=meeting_id, label=label, offset_days=require_offset(offset_days)
        )


def set_task(store: Store, task_id: int, *, origin: object = None, **fields: str | int) -> None:
    """Change the label or the offset of a step. Raises Refusal for an empty label."""
    _set(store, "planned_task", task_id, fields, origin)


def tick_task(store: Store, task_id: int, on: date, *, origin: object = None) -> None:
    """Note that a step was done on a day."""
    with store.change(_("Étape faite"), origin=origin) as change:
        require_row(change.row("planned_task", task_id))
        change.update("planned_task", task_id, done_on=on.isoformat())


def untick_task(store: Store, task_id: int, *, origin: object = None) -> None:
    """Note that a step is still to be done."""
    with store.change(_("Étape à refaire"), origin=origin) as change:
        require_row(change.row("planned_task", task_id))
        change.update("planned_task", task_id, done_on=None)


def delete_task(store: Store, task_id: int, *, origin: object = None) -> None:
    """Take a step off a meeting."""
    _delete(store, "planned_task", task_id, origin)


def add_usual_task(store: Store, label: str, offset_days: int, *, origin: object = None) -> int:
    """Add a step for the meetings to come and return its id. Raises Refusal without a label."""
    label = _label(label)
    with store.change(
        _("Ajout de l’étape d’usage «\u00a0{label}\u00a0»").format(label=label), origin=origin
    ) as change:
        return change.insert("usual_task", label=label, offset_days=require_offset(offset_days))


def add_usual_tasks(store: Store, *, origin: object = None) -> None:
    """Bring back the steps that a new council starts with and that are missing.

    Raises Refusal when none is.
    """
    with store.change(_("Étapes d’usage d’origine"), origin=origin) as change:
        known = {fold(row["label"]) for row in change.rows("usual_task")}
        missing = [(days, label) for days, label in USUAL_TASKS if fold(label) not in known]
        if not missing:
            raise Refusal(
                _("Toutes les étapes d’origine sont là. Rien n’a changé. Modifiez celles de la liste.")
            )
        for offset_days, label in missing:
            change.insert("usual_task", label=label, offset_days=offset_days)


def set_usual_task(store: Store, task_id: int, *, origin: object = None, **fields: str | int) -> None:
    """Change a usual step; meetings already planned keep theirs. Raises Refusal for an empty label."""
    _set(store, "usual_task", task_id, fields, origin)


def delete_usual_task(store: Store, task_id: int, *, origin: object = None) -> None:
    """Take a step off the usual ones; meetings already planned keep theirs."""
    _delete(store, "usual_task", task_id, origin)


def _label(text: str) -> str:
    try:
        return require_title(
            text, _("L’étape n’a pas de nom. Rien n’a été enregistré. Écrivez ce qu’il faut faire.")
        )
    except Refusal as refusal:
        raise Refusal(str(refusal), field="label") from None


def _set(store: Store, table: str, task_id: int, fields: dict[str, str | int], origin: object) -> None:
    if not fields.keys() <= _FIELDS:
        raise TypeError(f"a step has no field {sorted(fields.keys() - _FIELDS)}")
    if "label" in fields:
        fields["label"] = _label(str(fields["label"]))
    if "offset_days" in fields:
        require_offset(int(fields["offset_days"]))
    merge = typing_merge(table, task_id, fields)
    with store.change(_("Modification d’une étape"), merge=merge, origin=origin) as change:
        require_row(change.row(table, task_id))
        change.update(table, task_id, **fields)


def _delete(store: Store, table: str, task_id: int, origin: object) -> None:
    with store.change(_("Suppression d’une étape"), origin=origin) as change:
        require_row(change.row(table, task_id))
        change.delete(table, task_id)
