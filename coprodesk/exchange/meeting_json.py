"""A whole meeting from one JSON file, through the same verbs as the window: the main job without a screen.

{"body": "Formation restreinte", "date": "19/11/2026", "starts_at": "14 h 30", "place": "Salle du conseil",
 "agenda": [{"title": "Rodéos motorisés", "minutes": 10, "reporter": "PM", "level": "partners",
             "records": [{"kind": "discussion", "text": "…"},
                         {"kind": "decision", "text": "…", "lead": "Coordination", "due": "30/11/2026"}],
             "commitments": [{"what": "…", "lead": "DSDEN", "due": "15/12/2026"}]}],
 "opened_at": "14 h 35", "closed_at": "16 h 10",
 "roll": {"DSDEN": "represented by M. Éric SOLVAND, IEN", "Parquet": "excused", "CPN": "present"}}
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from coprodesk.commands import agenda, attendance, commitments, meetings, records
from coprodesk.domain.attendance import Presence
from coprodesk.domain.disclosure import Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import fold, parse_date, parse_time
from coprodesk.domain.i18n import _
from coprodesk.domain.meetings import ahead_words
from coprodesk.domain.records import RecordKind
from coprodesk.queries import attendance as rolls
from coprodesk.queries import bodies
from coprodesk.queries.partners import find_institution
from coprodesk.store import Store

_REPRESENTED = "represented by "

Facts = Mapping[str, Any]


def import_meeting(store: Store, text: str, *, confirmed: bool = False) -> int:
    """Create the meeting that `text` describes, in one change, and return its id.

    Raises Refusal, naming the place, when a part is missing or not understood, and unless `confirmed` for a
    session held ahead of its own date; then nothing was written.
    """
    try:
        facts = json.loads(text)
    except ValueError as error:
        raise _refuse(_("ce n’est pas du JSON")) from error
    if not isinstance(facts, dict):
        raise _refuse(_("une réunion est un objet JSON"))
    today = store.clock().date()
    with store.change(_("Import d’une réunion")):
        meeting_day = _day(facts, "date", today, required=True)
        meeting_id = meetings.create_meeting(
            store,
            _body(store, facts, today),
            meeting_day,
            _hour(facts, "starts_at", required=True),
            _hour(facts, "ends_at") or None,
            place=_text(facts, "place") or None,
        )
        for place, item in enumerate(_list(facts, "agenda"), start=1):
            _add_item(store, meeting_id, item, meeting_day, _("point {n}").format(n=place))
        if facts.get("roll") or facts.get("opened_at"):
            _require_come(meeting_day, today, confirmed)
            _hold(store, meeting_id, facts)
    return meeting_id


def _body(store: Store, facts: Facts, today: date) -> int:
    wanted = _text(facts, "body")
    for row in bodies.bodies(store, today):
        if wanted and fold(wanted) in (fold(row.name), fold(row.short_name)):
            return row.id
    raise _refuse(_("instance « {name} » inconnue").format(name=wanted))


def _add_item(store: Store, meeting_id: int, item: Facts, meeting_day: date, where: str) -> None:
    title = _text(item, "title")
    if not title:
        raise _refuse(_("{where} : il manque le titre").format(where=where))
    item_id = agenda.add_item(
        store,
        meeting_id,
        title,
        reporter_id=_institution(store, item, "reporter", where),
        planned_minutes=_number(item, "minutes", 10, where),
        level=_choice(Level, item, "level", where) if "level" in item else None,
    )
    for record in _list(item, "records"):
        records.add_record(
            store,
            item_id,
            _choice(RecordKind, record, "kind", where),
            _text(record, "text"),
            institution_id=_institution(store, record, "lead", where),
            contributors=_text(record, "contributors"),
            due_on=_day(record, "due", meeting_day),
        )
    for promise in _list(item, "commitments"):
        commitments.add_commitment(
            store,
            _text(promise, "what"),
            decided_on=meeting_day,
            due=_day(promise, "due", meeting_day),
            lead_id=_institution(store, promise, "lead", where),
            agenda_item_id=item_id,
        )


def _require_come(day: date, today: date, confirmed: bool) -> None:
    words = ahead_words(day, today)
    if words and not confirmed:
        raise Refusal(
            _(
                "{words} Le fichier dit pourtant sa séance ouverte. Rien n’a été importé. "
                "Corrigez la date, ou confirmez si elle est juste (--confirm)."
            ).format(words=words)
        )


def _hold(store: Store, meeting_id: int, facts: Facts) -> None:
    meetings.open_meeting(store, meeting_id, _hour(facts, "opened_at") or _hour(facts, "starts_at"))
    lines = {fold(line.institution): line.id for line in rolls.roll(store, meeting_id)}
    short = {line.institution_id: line.id for line in rolls.roll(store, meeting_id)}
    roll = facts.get("roll") or {}
    if not isinstance(roll, dict):
        raise _refuse(_("l’appel associe chaque institution à un état"))
    for name, said in roll.items():
        entry = lines.get(fold(str(name))) or short.get(find_institution(store, str(name)))
        if entry is None:
            raise _refuse(_("appel : « {name} » n’est pas convoquée").format(name=name))
        _mark(store, entry, str(name), str(said))
    closed_at = _hour(facts, "closed_at")
    if closed_at:
        meetings.close_meeting(store, meeting_id, closed_at)


def _mark(store: Store, entry: int, name: str, said: str) -> None:
    if said.startswith(_REPRESENTED):
        label, _comma, function = said.removeprefix(_REPRESENTED).partition(", ")
        attendance.set_presence(store, entry, Presence.REPRESENTED, label, function)
        return
    try:
        presence = Presence(said)
    except ValueError as error:
        raise _refuse(
            _("appel : « {said} » n’est pas un état pour {name}").format(said=said, name=name)
        ) from error
    attendance.set_presence(store, entry, presence)


def _institution(store: Store, facts: Facts, key: str, where: str) -> int | None:
    name = _text(facts, key)
    if not name:
        return None
    found = find_institution(store, name)
    if found is None:
        raise _refuse(_("{where} : institution « {name} » inconnue").format(where=where, name=name))
    return found


def _text(facts: Facts, key: str) -> str:
    value = facts.get(key, "")
    if not isinstance(value, str):
        raise _refuse(_("« {key} » doit être un texte").format(key=key))
    return value.strip()


def _list(facts: Facts, key: str) -> list[Facts]:
    value = facts.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise _refuse(_("« {key} » doit être une liste d’objets").format(key=key))
    return value


def _number(facts: Facts, key: str, default: int, where: str) -> int:
    value = facts.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 600:
        raise _refuse(_("{where} : « {key} » doit être un nombre de minutes").format(where=where, key=key))
    return value


def _day(facts: Facts, key: str, today: date, *, required: bool = False) -> Any:
    text = _text(facts, key)
    if not text and not required:
        return None
    return parse_date(text, today)


def _hour(facts: Facts, key: str, *, required: bool = False) -> str:
    text = _text(facts, key)
    return parse_time(text) if text or required else ""


def _choice(kind: Any, facts: Facts, key: str, where: str) -> Any:
    try:
        return kind(_text(facts, key))
    except ValueError as error:
        raise _refuse(
            _("{where} : « {key} » vaut l’un de {choices}").format(
                where=where, key=key, choices=", ".join(member.value for member in kind)
            )
        ) from error


def _refuse(what: str) -> Refusal:
    return Refusal(
        _("Réunion non importée : {what}. Rien n’a été écrit. Corrigez le fichier et recommencez.").format(
            what=what
        )
    )
