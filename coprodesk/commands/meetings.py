"""A meeting's life: fix it, convene it, open and close it, move it, cancel it, step back."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from coprodesk.commands import plain, require_row, require_session_hours, require_unlocked, typing_merge
from coprodesk.commands.agenda import delete_item
from coprodesk.commands.agenda_draft import draft_agenda
from coprodesk.commands.attendance import take_roll_snapshot
from coprodesk.commands.live import close_session, open_session
from coprodesk.commands.planning import plan_meeting
from coprodesk.domain.agenda import Outcome
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import day_month, minutes_of, parse_time, short_date
from coprodesk.domain.i18n import _
from coprodesk.domain.meetings import (
    REPLY_DAYS,
    Convener,
    MeetingState,
    planned_end,
    require_hours,
    require_transition,
    typed_hour,
)
from coprodesk.domain.numbering import meeting_number
from coprodesk.queries.carry_over import Suggestion
from coprodesk.queries.council import number_setting
from coprodesk.queries.meetings import has_history, person_line
from coprodesk.store import Store, Writer

_TIMES = ("starts_at", "ends_at", "opened_at", "closed_at")
_TEXTS = frozenset({"place", "chair_line", "secretary_line", "annexes", "state_reason"})
_CONVENED = frozenset({"convened_by", "convened_members", "convened_on", "reply_by"})
_FIELDS = _TEXTS | _CONVENED | {*_TIMES, "date", "chair_id", "secretary_id"}
_BACK = {
    MeetingState.CONVENED: MeetingState.PREPARATION,
    MeetingState.IN_PROGRESS: MeetingState.CONVENED,
    MeetingState.HELD: MeetingState.IN_PROGRESS,
    MeetingState.CANCELLED: MeetingState.PREPARATION,
}


def create_meeting(
    store: Store,
    body_id: int | None,
    date: date,
    starts_at: str,
    ends_at: str | None = None,
    *,
    place: str | None = None,
    chair_id: int | None = None,
    secretary_id: int | None = None,
    convened_by: Convener = Convener.PRESIDENT,
    reply_by: date | None = None,
    template_id: int | None = None,
    chosen: Sequence[Suggestion] | None = None,
    origin: object = None,
) -> int:
    """Fix a meeting and return its id; a numbered body gives it the year's next number at once.

    End and place default to those of the body. A template, or what was chosen from `carry_over_to`, draws its
    agenda (see `draft_agenda`); without either it stays empty. Raises Refusal without a body, for a body
    closed by then, for a time that does not exist or an end before the beginning.
    """
    start = parse_time(starts_at)
    label = _("Création de la réunion du {day}").format(day=day_month(date))
    with store.change(label, origin=origin) as change:
        body = _meeting_body(change, body_id, date)
        values = {
            "starts_at": start,
            "ends_at": parse_time(ends_at) if ends_at else _end(start, body["planned_minutes"]),
            "opened_at": None,
            "closed_at": None,
        }
        _require_order(values)
        made = change.insert(
            "meeting",
            body_id=body["id"],
            number=_number(change, body, date.year),
            date=date.isoformat(),
            place=body["place"] if place is None else place,
            chair_id=chair_id,
            chair_line=person_line(store, chair_id, date) if chair_id else "",
            secretary_id=secretary_id,
            secretary_line=person_line(store, secretary_id, date) if secretary_id else "",
            convened_by=Convener(convened_by).value,
            reply_by=reply_by.isoformat() if reply_by else None,
            **values,
        )
        plan_meeting(store, made)
        if template_id is not None or chosen is not None:
            draft_agenda(store, made, template_id, chosen)
        return made


def _meeting_body(change: Writer, body_id: int | None, day: date) -> dict[str, Any]:
    body = change.row("body", body_id) if body_id is not None else None
    if body is None:
        raise Refusal(
            _("Une réunion est celle d’un groupe. Rien n’a été créé. Choisissez d’abord le groupe.")
        )
    if body["closed_on"] and body["closed_on"] <= day.isoformat():
        raise Refusal(
            _(
                "« {body} » a pris fin avant cette date. Rien n’a été créé. Choisissez un autre groupe."
            ).format(body=body["name"])
        )
    return body


def set_meeting(store: Store, meeting_id: int, *, origin: object = None, **fields: Any) -> None:
    """Change facts of a meeting; naming its chair or secretary also writes their line, unless it is given.

    What was decided and said at the meeting follows a date that is corrected; in another year it takes a new
    number as long as nothing went out. Raises Refusal for a time that does not exist, an end before the
    beginning or a closing before the opening, and once the minutes are approved.
    """
    if not fields.keys() <= _FIELDS:
        raise TypeError(f"a meeting has no field {sorted(fields.keys() - _FIELDS)}")
    values = plain(fields)
    for name in _TIMES:
        if values.get(name):
            values[name] = typed_hour(values[name], name)
    merge = typing_merge("meeting", meeting_id, fields) if fields.keys() <= _TEXTS else None
    with store.change(_("Modification de la réunion"), merge=merge, origin=origin) as change:
        held = require_unlocked(store, change, meeting_id)
        _require_order({**held, **values})
        if values.keys() & {"opened_at", "closed_at"}:
            require_session_hours(store, {**held, **values})
        day = date.fromisoformat(values.get("date", held["date"]))
        for role in ("chair", "secretary"):
            person_id = values.get(f"{role}_id")
            if person_id is not None and f"{role}_line" not in values:
                values[f"{role}_line"] = person_line(store, person_id, day)
        change.update("meeting", meeting_id, **values, **_renumbered(change, held, day))
        if day.isoformat() != held["date"]:
            _redate(change, meeting_id, held["date"], day.isoformat())


def _redate(change: Writer, meeting_id: int, old: str, new: str) -> None:
    """Give what was decided and said at a meeting the day that was corrected, where it had the wrong one."""
    for item in change.rows("agenda_item", meeting_id=meeting_id):
        for one in change.rows("commitment", agenda_item_id=item["id"], decided_on=old):
            change.update("commitment", one["id"], decided_on=new)
        for point in change.rows("watch_point", agenda_item_id=item["id"], since=old):
            change.update("watch_point", point["id"], since=new)
    for event in change.rows("commitment_event", meeting_id=meeting_id, on_date=old):
        change.update("commitment_event", event["id"], on_date=new)
        for one in change.rows("commitment", id=event["commitment_id"], done_on=old):
            change.update("commitment", one["id"], done_on=new)


def convene_meeting(
    store: Store, meeting_id: int, on: date, *, reply_by: date | None = None, origin: object = None
) -> None:
    """Convene the meeting on a day and take the roll, or refresh it when there is one.

    Without `reply_by` replies are asked for as many days before the meeting as the setting says.

    Raises Refusal when the meeting cannot be convened any more, or would be after its own date.
    """
    with store.change(_("Convocation de la réunion"), origin=origin) as change:
        held = require_row(change.row("meeting", meeting_id))
        require_transition(MeetingState(held["state"]), MeetingState.CONVENED)
        if held["state"] == MeetingState.IN_PROGRESS:
            raise Refusal(
                _("La séance est ouverte. Rien n’a changé. On ne convoque plus à une séance ouverte.")
            )
        if on.isoformat() > held["date"]:
            raise Refusal(
                _(
                    "La réunion est du {day}, avant la convocation. Rien n’a changé. Vérifiez les dates."
                ).format(day=short_date(date.fromisoformat(held["date"])))
            )
        values: dict[str, Any] = {"state": MeetingState.CONVENED.value, "convened_on": on.isoformat()}
        if reply_by is not None:
            values["reply_by"] = reply_by.isoformat()
        elif held["reply_by"] is None:
            asked = date.fromisoformat(held["date"]) - timedelta(
                days=number_setting(store, "reply_days", REPLY_DAYS)
            )
            values["reply_by"] = max(asked, on).isoformat()
        change.update("meeting", meeting_id, **values)
        take_roll_snapshot(store, meeting_id)


# The live meeting opens and closes the session; these are its names among the verbs of a meeting's life.
open_meeting = open_session
close_meeting = close_session


def reschedule_meeting(
    store: Store, meeting_id: int, date: date, starts_at: str, reason: str, *, origin: object = None
) -> None:
    """Move the meeting to another day, with its reason: it keeps its number and goes back to preparation.

    Replies, given for the former date, are cleared; its length stays, its steps follow, a notice is kept for
    those convened. Raises Refusal once it is open or held, without a reason, or for the day and hour it has.
    """
    start = parse_time(starts_at)
    label = _("Report de la réunion au {day}").format(day=day_month(date))
    with store.change(label, origin=origin) as change:
        held = require_row(change.row("meeting", meeting_id))
        if held["state"] in (MeetingState.IN_PROGRESS, MeetingState.HELD):
            raise Refusal(
                _(
                    "Une séance ouverte ou tenue ne se déplace plus. Rien n’a changé. "
                    "Créez une nouvelle réunion."
                )
            )
        why = _reason(reason, held)
        if (date.isoformat(), start) == (held["date"], held["starts_at"]):
            raise Refusal(
                _(
                    "La réunion est déjà fixée à ce jour et à cette heure. Rien n’a changé. "
                    "Choisissez-en d’autres."
                ),
                field="date",
            )
        _note_notice(store, change, held, "moved", why, to_date=date.isoformat(), to_starts_at=start)
        change.update(
            "meeting",
            meeting_id,
            date=date.isoformat(),
            starts_at=start,
            ends_at=_end(start, _length(held)),
            state=MeetingState.PREPARATION.value,
            state_reason=why,
            convened_on=None,
            reply_by=None,
        )
        _clear_replies(change, meeting_id)


def _clear_replies(change: Writer, meeting_id: int) -> None:
    for entry in change.rows("roll_entry", meeting_id=meeting_id):
        change.update(
            "roll_entry",
            entry["id"],
            reply="none",
            reply_channel="",
            reply_on=None,
            excuse="",
            delegate_label="",
            delegate_function="",
        )


def cancel_meeting(store: Store, meeting_id: int, reason: str, *, origin: object = None) -> None:
    """Cancel the meeting, which keeps its number; a notice with the reason is kept for those convened.

    Raises Refusal once it is open or held, or without a reason.
    """
    with store.change(_("Annulation de la réunion"), origin=origin) as change:
        held = require_row(change.row("meeting", meeting_id))
        require_transition(MeetingState(held["state"]), MeetingState.CANCELLED)
        why = _reason(reason, held)
        _note_notice(store, change, held, "cancelled", why)
        change.update("meeting", meeting_id, state=MeetingState.CANCELLED.value, state_reason=why)


def _reason(reason: str, held: dict[str, Any]) -> str:
    if not reason.strip():
        raise Refusal(
            _(
                "Le motif manque. La réunion reste fixée au {day}. "
                "Écrivez-le en quelques mots\u00a0: il figure dans l’avis."
            ).format(day=short_date(date.fromisoformat(held["date"]))),
            field="reason",
        )
    return reason.strip()


def _note_notice(
    store: Store, change: Writer, held: dict[str, Any], kind: str, reason: str, **to: str
) -> None:
    change.insert(
        "meeting_notice",
        meeting_id=held["id"],
        kind=kind,
        made_on=store.clock().date().isoformat(),
        from_date=held["date"],
        from_starts_at=held["starts_at"],
        reason=reason,
        **to,
    )


def reopen_meeting(store: Store, meeting_id: int, *, origin: object = None) -> None:
    """Step back from a false move: held to in progress, in progress to convened, the others to preparation.

    A session that was not to be opened loses its hours: turns of items, suspensions, arrivals and departures.

    Raises Refusal for a meeting in preparation, and once its minutes are approved.
    """
    with store.change(_("Retour à l’état précédent de la réunion"), origin=origin) as change:
        held = require_unlocked(store, change, meeting_id)
        state = MeetingState(held["state"])
        if state not in _BACK:
            raise Refusal(_("La réunion est déjà en préparation. Rien n’a changé. Modifiez-la directement."))
        cleared: dict[MeetingState, dict[str, Any]] = {
            MeetingState.HELD: {"closed_at": None},
            MeetingState.IN_PROGRESS: {"opened_at": None},
            MeetingState.CONVENED: {"convened_on": None},
            MeetingState.CANCELLED: {"state_reason": ""},
        }
        change.update("meeting", meeting_id, state=_BACK[state].value, **cleared[state])
        if state is MeetingState.IN_PROGRESS:
            _clear_session(change, meeting_id)


def delete_meeting(store: Store, meeting_id: int, *, origin: object = None) -> None:
    """Remove a meeting to which nothing happened yet, with its agenda; its number is never given again.

    Raises Refusal once a roll was taken, something written, frozen or sent, or its minutes put on an agenda.
    """
    with store.change(_("Suppression de la réunion"), origin=origin) as change:
        require_row(change.row("meeting", meeting_id))
        if has_history(store, meeting_id):
            raise Refusal(
                _(
                    "Cette réunion a déjà une liste de présence, un compte rendu ou une suite. "
                    "Rien n’a été supprimé. Annulez-la plutôt : elle restera dans l’historique."
                )
            )
        for item in change.rows("agenda_item", meeting_id=meeting_id):
            delete_item(store, item["id"])
        for table in ("planned_task", "meeting_notice", "suspension"):
            for row in change.rows(table, meeting_id=meeting_id):
                change.delete(table, row["id"])
        change.delete("meeting", meeting_id)


def _clear_session(change: Writer, meeting_id: int) -> None:
    for item in change.rows("agenda_item", meeting_id=meeting_id):
        turns = change.rows("item_turn", agenda_item_id=item["id"])
        for turn in turns:
            change.delete("item_turn", turn["id"])
        if turns:
            outcome = Outcome.OPEN if item["outcome"] == Outcome.TREATED else Outcome(item["outcome"])
            change.update(
                "agenda_item", item["id"], started_at=None, real_minutes=None, outcome=outcome.value
            )
    for row in change.rows("suspension", meeting_id=meeting_id):
        change.delete("suspension", row["id"])
    for entry in change.rows("roll_entry", meeting_id=meeting_id):
        for movement in change.rows("movement", roll_entry_id=entry["id"]):
            change.delete("movement", movement["id"])


def _number(change: Writer, body: dict[str, Any], year: int) -> str | None:
    return meeting_number(year, change.next_number("meeting", year)) if body["numbered"] else None


def _renumbered(change: Writer, held: dict[str, Any], day: date) -> dict[str, Any]:
    """Return a new number for a numbered meeting corrected to another year before anyone heard of it."""
    known = held["state"] != MeetingState.PREPARATION or change.rows("meeting_notice", meeting_id=held["id"])
    if held["number"] is None or known or day.year == date.fromisoformat(held["date"]).year:
        return {}
    return {"number": meeting_number(day.year, change.next_number("meeting", day.year))}


def _length(held: dict[str, Any]) -> int:
    return minutes_of(held["ends_at"]) - minutes_of(held["starts_at"])


def _end(start: str, minutes: int) -> str:
    """Return the planned end, at most a minute before midnight."""
    end = planned_end(start, minutes)
    return end if end > start else "23:59"


def _require_order(values: dict[str, Any]) -> None:
    require_hours(values["starts_at"], values["ends_at"], values["opened_at"], values["closed_at"])
