"""Verbs on the commitments. Each act adds a line to the history, which is never rewritten."""

from collections.abc import Collection
from datetime import date
from typing import Any

from coprodesk.commands import plain, require_item, require_row, require_text, require_title, typing_merge
from coprodesk.domain.commitments import CommitmentState, EventKind, require_transition
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import short_date
from coprodesk.domain.i18n import _
from coprodesk.domain.numbering import ReferenceKind, reference
from coprodesk.store import Store, Writer

EDITABLE = frozenset(
    {
        "what",
        "lead_id",
        "referent_id",
        "referent_function",
        "theme_id",
        "deliverable",
        "place",
        "means",
        "progress_indicator",
        "progress_done",
        "progress_target",
        "outcome_indicator",
        "outcome_baseline",
        "outcome_target",
        "outcome_source",
        "agenda_item_id",
        "note",
        "level",
    }
)
"""Columns that are simply corrected; the state and the dates have verbs of their own."""

_OF_THE_MINUTES = frozenset({"what", "agenda_item_id"})
"""What the minutes say of a promise for good; its lead and its dates live on."""


def add_commitment(
    store: Store,
    what: str,
    *,
    decided_on: date,
    due: date | None = None,
    to_confirm: bool = False,
    source: str = "",
    origin: object = None,
    **fields: Any,
) -> int:
    """Write down a promise, numbered in the year of its decision.

    `source` says how it was made when no item of an agenda does; `fields` are of `EDITABLE`.
    Raises Refusal for a blank text or a due date before the decision.
    """
    _require_editable(fields)
    what = _what(what)
    _check(fields)
    _require_after(due, decided_on)
    first = due.isoformat() if due else None
    state = CommitmentState.TO_CONFIRM if to_confirm else CommitmentState.OPEN
    with store.change(
        _("Nouvel engagement\u00a0: {what}").format(what=_short(what)), origin=origin
    ) as change:
        _require_open_minutes(store, change, fields.get("agenda_item_id"))
        number = change.next_number(ReferenceKind.COMMITMENT.letter, decided_on.year)
        commitment_id = change.insert(
            "commitment",
            reference=reference(ReferenceKind.COMMITMENT, decided_on.year, number),
            state=state.value,
            what=what,
            decided_on=decided_on.isoformat(),
            initial_due=first,
            current_due=first,
            origin=source.strip(),
            **plain(fields),
        )
        meeting_id = _meeting_of(change, fields.get("agenda_item_id"))
        _note(change, commitment_id, EventKind.CREATED, decided_on, meeting_id=meeting_id)
        return commitment_id


def set_commitment(
    store: Store, commitment_id: int, *, source: str | None = None, origin: object = None, **fields: Any
) -> None:
    """Correct what was written of a commitment: fields of `EDITABLE`, and how it was made (`source`).

    Raises Refusal for a blank text or a negative progress, and for what was promised once the minutes that
    say it are approved.
    """
    _require_editable(fields)
    if "what" in fields:
        _what(fields["what"])
    _check(fields)
    columns = plain(fields) | ({} if source is None else {"origin": source})
    with store.change(
        _("Modification d’un engagement"),
        merge=typing_merge("commitment", commitment_id, columns),
        origin=origin,
    ) as change:
        if columns.keys() & _OF_THE_MINUTES:
            held = require_row(change.row("commitment", commitment_id))
            for item_id in (held["agenda_item_id"], columns.get("agenda_item_id")):
                _require_open_minutes(store, change, item_id)
        change.update("commitment", commitment_id, **columns)


def set_dates(
    store: Store,
    commitment_id: int,
    *,
    decided_on: date | None = None,
    due: date | None = None,
    origin: object = None,
) -> None:
    """Give the first due date or correct a mistyped date; a promise moved later is a postponement.

    Raises Refusal once it was postponed or closed, and for a due date before the decision.
    """
    with store.change(_("Dates d’un engagement"), origin=origin) as change:
        held = require_row(change.row("commitment", commitment_id))
        _require_open(held)
        if due is not None and change.rows(
            "commitment_event", commitment_id=commitment_id, kind=EventKind.POSTPONED.value
        ):
            raise Refusal(
                _(
                    "Cet engagement a déjà été reporté\u00a0: son échéance initiale ne change plus. "
                    "Rien n’a été modifié. Notez un nouveau report."
                )
            )
        decided = decided_on or date.fromisoformat(held["decided_on"])
        first = due.isoformat() if due else held["initial_due"]
        _require_after(date.fromisoformat(first) if first else None, decided)
        columns = {"decided_on": decided.isoformat()}
        if due is not None:
            columns |= {"initial_due": due.isoformat(), "current_due": due.isoformat()}
        change.update("commitment", commitment_id, **columns)


# Life


def confirm_commitment(
    store: Store, commitment_id: int, *, on: date, text: str = "", origin: object = None
) -> None:
    """Confirm a promise made subject to approval. Raises Refusal unless it is to confirm."""
    with store.change(_("Engagement confirmé"), origin=origin) as change:
        held = require_row(change.row("commitment", commitment_id))
        if held["state"] != CommitmentState.TO_CONFIRM:
            raise Refusal(
                _("L’engagement {reference} n’est pas à confirmer. Rien n’a été modifié.").format(
                    reference=held["reference"]
                )
            )
        change.update("commitment", commitment_id, state=CommitmentState.OPEN.value)
        _note(change, commitment_id, EventKind.CONFIRMED, on, text)


def keep_commitment(
    store: Store,
    commitment_id: int,
    done_on: date,
    *,
    text: str = "",
    meeting_id: int | None = None,
    origin: object = None,
) -> None:
    """Mark a promise as kept on a day. Raises Refusal unless it is open, or for a day before its decision."""
    with store.change(_("Engagement tenu"), origin=origin) as change:
        held = _moved(change, commitment_id, CommitmentState.KEPT)
        _require_after(done_on, date.fromisoformat(held["decided_on"]))
        change.update(
            "commitment", commitment_id, state=CommitmentState.KEPT.value, done_on=done_on.isoformat()
        )
        _note(change, commitment_id, EventKind.KEPT, done_on, text, meeting_id)


def postpone_commitment(
    store: Store,
    commitment_id: int,
    to_due: date,
    *,
    on: date,
    text: str = "",
    meeting_id: int | None = None,
    origin: object = None,
) -> None:
    """Move the current due date, on a day; the initial one stays.

    Raises Refusal when it is closed, has no due date yet, or would not move later.
    """
    with store.change(
        _("Report d’échéance au {day}").format(day=short_date(to_due)), origin=origin
    ) as change:
        held = require_row(change.row("commitment", commitment_id))
        _require_open(held)
        current = held["current_due"]
        if current is None:
            raise Refusal(
                _("Cet engagement n’a pas encore d’échéance. Rien n’a été modifié. Donnez-lui une date.")
            )
        if to_due.isoformat() <= current:
            raise Refusal(
                _(
                    "L’échéance est déjà le {day}. Rien n’a été modifié. Choisissez une date plus tardive."
                ).format(day=short_date(date.fromisoformat(current)))
            )
        change.update(
            "commitment",
            commitment_id,
            initial_due=held["initial_due"] or current,
            current_due=to_due.isoformat(),
        )
        change.insert(
            "commitment_event",
            commitment_id=commitment_id,
            kind=EventKind.POSTPONED.value,
            on_date=on.isoformat(),
            text=text.strip(),
            from_due=current,
            to_due=to_due.isoformat(),
            meeting_id=meeting_id,
        )


def abandon_commitment(
    store: Store,
    commitment_id: int,
    motive: str,
    *,
    on: date,
    meeting_id: int | None = None,
    origin: object = None,
) -> None:
    """Give a promise up with its motive. Raises Refusal without a motive, or once it is kept."""
    motive = require_text(
        motive, _("Un abandon se note avec son motif. Rien n’a été modifié. Écrivez-le, puis recommencez.")
    )
    with store.change(_("Engagement abandonné"), origin=origin) as change:
        _moved(change, commitment_id, CommitmentState.ABANDONED)
        change.update("commitment", commitment_id, state=CommitmentState.ABANDONED.value)
        _note(change, commitment_id, EventKind.ABANDONED, on, motive, meeting_id)


def reopen_commitment(
    store: Store, commitment_id: int, *, on: date, text: str = "", origin: object = None
) -> None:
    """Open again a promise kept or abandoned. Raises Refusal when it is neither."""
    with store.change(_("Engagement rouvert"), origin=origin) as change:
        held = require_row(change.row("commitment", commitment_id))
        if held["state"] not in (CommitmentState.KEPT, CommitmentState.ABANDONED):
            raise Refusal(
                _("L’engagement {reference} n’est pas clos. Rien n’a été modifié.").format(
                    reference=held["reference"]
                )
            )
        change.update("commitment", commitment_id, state=CommitmentState.OPEN.value, done_on=None)
        _note(change, commitment_id, EventKind.REOPENED, on, text)


def add_news(
    store: Store,
    commitment_id: int,
    text: str,
    *,
    on: date,
    progress_done: int | None = None,
    meeting_id: int | None = None,
    origin: object = None,
) -> int:
    """Note news of a commitment, with its progress when it is known. Raises Refusal for a blank text."""
    text = require_text(text, _("La nouvelle est vide. Rien n’a été modifié. Écrivez-la, puis recommencez."))
    _check({"progress_done": progress_done})
    with store.change(_("Nouvelle d’un engagement"), origin=origin) as change:
        require_row(change.row("commitment", commitment_id))
        if progress_done is not None:
            change.update("commitment", commitment_id, progress_done=progress_done)
        return _note(change, commitment_id, EventKind.NEWS, on, text, meeting_id)


def note_reminders(
    store: Store, commitment_ids: Collection[int], *, on: date, text: str = "", origin: object = None
) -> None:
    """Note in one step the reminders of several commitments. Raises Refusal when one is closed."""
    with store.change(_("Relance notée"), origin=origin) as change:
        for commitment_id in commitment_ids:
            _require_open(require_row(change.row("commitment", commitment_id)))
            _note(change, commitment_id, EventKind.REMINDER, on, text)


def delete_commitment(store: Store, commitment_id: int, *, origin: object = None) -> None:
    """Delete a commitment written by mistake, with its history; its reference is never given again.

    Raises Refusal once the minutes that say it are approved.
    """
    with store.change(_("Suppression d’un engagement"), origin=origin) as change:
        held = change.row("commitment", commitment_id)
        _require_open_minutes(store, change, None if held is None else held["agenda_item_id"])
        for table in ("contributor", "commitment_event", "indicator_reading"):
            for row in change.rows(table, commitment_id=commitment_id):
                change.delete(table, row["id"])
        change.delete("commitment", commitment_id)


def _require_open_minutes(store: Store, change: Writer, item_id: int | None) -> None:
    """Raise Refusal when the minutes that tell the promise made at an item are approved (E-110)."""
    if item_id is not None and change.row("agenda_item", item_id) is not None:
        require_item(store, change, item_id)


def _note(
    change: Writer,
    commitment_id: int,
    kind: EventKind,
    on: date,
    text: str = "",
    meeting_id: int | None = None,
) -> int:
    return change.insert(
        "commitment_event",
        commitment_id=commitment_id,
        kind=kind.value,
        on_date=on.isoformat(),
        text=text.strip(),
        meeting_id=meeting_id,
    )


def _moved(change: Writer, commitment_id: int, new: CommitmentState) -> dict[str, Any]:
    """Return the commitment that may become `new`; raise Refusal when it may not or already is."""
    held = require_row(change.row("commitment", commitment_id))
    old = CommitmentState(held["state"])
    if old is new:
        raise Refusal(
            _("L’engagement {reference} est déjà «\u00a0{state}\u00a0». Rien n’a été modifié.").format(
                reference=held["reference"], state=new.label.lower()
            )
        )
    require_transition(old, new)
    return held


def _require_open(held: dict[str, Any]) -> None:
    state = CommitmentState(held["state"])
    if state not in (CommitmentState.OPEN, CommitmentState.TO_CONFIRM):
        raise Refusal(
            _(
                "L’engagement {reference} est «\u00a0{state}\u00a0». Rien n’a été modifié. "
                "Rouvrez-le d’abord."
            ).format(reference=held["reference"], state=state.label.lower())
        )


def _require_after(day: date | None, decided_on: date) -> None:
    if day is not None and day < decided_on:
        raise Refusal(
            _(
                "Le {day} précède la décision, prise le {decided}. Rien n’a été modifié. Vérifiez les dates."
            ).format(day=short_date(day), decided=short_date(decided_on))
        )


def _require_editable(fields: dict[str, Any]) -> None:
    unknown = set(fields) - EDITABLE
    if unknown:
        raise KeyError(f"not to be set directly: {sorted(unknown)}")


def _what(text: str) -> str:
    return require_title(
        text, _("L’engagement est vide. Rien n’a été modifié. Écrivez ce qui est promis, puis recommencez.")
    )


def _check(fields: dict[str, Any]) -> None:
    if (fields.get("progress_done") or 0) < 0 or (fields.get("progress_target") or 0) < 0:
        raise Refusal(_("L’avancement ne peut pas être négatif. Rien n’a été modifié. Corrigez le nombre."))


def _meeting_of(change: Writer, item_id: int | None) -> int | None:
    item = change.row("agenda_item", item_id) if item_id is not None else None
    return None if item is None else int(item["meeting_id"])


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59].rstrip()}…"
