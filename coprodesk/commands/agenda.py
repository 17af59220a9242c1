"""Build the agenda and run it: items, their topics, what past meetings left over, the item under way."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from coprodesk.commands import plain, reposition, require_row, require_title, typing_merge
from coprodesk.domain.agenda import Outcome
from coprodesk.domain.disclosure import Level, tightest
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import minutes_of, parse_time
from coprodesk.domain.i18n import _
from coprodesk.domain.meetings import MeetingState
from coprodesk.queries.agenda import Suggestion, SuggestionKind, topic_made_for
from coprodesk.store import Store, Writer

_ITEM_FIELDS = frozenset(
    {
        "title",
        "reporter_id",
        "reporter_person_id",
        "planned_minutes",
        "real_minutes",
        "started_at",
        "level",
        "approves_id",
        "added",
    }
)
_TOPIC_FIELDS = frozenset({"title", "raised_by_id", "theme_id", "note", "level", "closed_on"})
_DEFAULT_MINUTES = 10
_APPROVAL_MINUTES = 5
_LIVE = (MeetingState.IN_PROGRESS, MeetingState.HELD)


def add_item(
    store: Store,
    meeting_id: int,
    title: str,
    *,
    topic_id: int | None = None,
    reporter_id: int | None = None,
    reporter_person_id: int | None = None,
    planned_minutes: int = _DEFAULT_MINUTES,
    level: Level | None = None,
    approves_id: int | None = None,
    position: int | None = None,
    institution_ids: Sequence[int] = (),
    origin: object = None,
) -> int:
    """Add an item at the end (or at `position`, from 1) and return its id; it continues a topic or opens one.

    The level is by default restricted in a confidential body, else the topic's or partners. An item added
    once the meeting has begun is marked as such. Raises Refusal for a blank title or negative minutes.
    """
    name = _title(title)
    _require_minutes(planned_minutes)
    with store.change(_("Ajout du point « {title} »").format(title=name), origin=origin) as change:
        meeting = require_row(change.row("meeting", meeting_id))
        topic = None if topic_id is None else require_row(change.row("topic", topic_id))
        closed = _allowed_level(change, meeting, level or (topic["level"] if topic else Level.PARTNERS))
        if topic is None:
            topic_id = change.insert("topic", title=name, level=closed.value)
            for institution_id in institution_ids:
                change.insert("topic_institution", topic_id=topic_id, institution_id=institution_id)
        rows = change.rows("agenda_item", meeting_id=meeting_id)
        item_id = change.insert(
            "agenda_item",
            meeting_id=meeting_id,
            topic_id=topic_id,
            position=max((row["position"] for row in rows), default=0) + 1,
            title=name,
            reporter_id=reporter_id,
            reporter_person_id=reporter_person_id,
            planned_minutes=planned_minutes,
            level=closed.value,
            approves_id=approves_id,
            added=int(MeetingState(meeting["state"]) in _LIVE),
        )
        if position is not None:
            rows = change.rows("agenda_item", meeting_id=meeting_id)
            reposition(change, "agenda_item", rows, item_id, position - len(rows))
        return item_id


def add_suggestions(
    store: Store, meeting_id: int, suggestions: Sequence[Suggestion], *, origin: object = None
) -> None:
    """Put what was chosen from `queries.agenda.carry_over` on the agenda, as one act.

    Commitments share one follow-up item for each level, whose title names their references. Raises Refusal
    when nothing was chosen.
    """
    if not suggestions:
        raise Refusal(_("Aucune suggestion n’est cochée. Rien n’a été ajouté. Cochez-en au moins une."))
    with store.change(_("Ajout des suggestions à l’ordre du jour"), origin=origin) as change:
        meeting = require_row(change.row("meeting", meeting_id))
        for one in suggestions:
            if one.kind is SuggestionKind.APPROVAL:
                add_item(
                    store,
                    meeting_id,
                    one.title,
                    planned_minutes=_APPROVAL_MINUTES,
                    level=one.level,
                    approves_id=one.target_id,
                )
            elif one.kind is SuggestionKind.TOPIC:
                add_item(
                    store,
                    meeting_id,
                    one.title,
                    topic_id=one.target_id,
                    reporter_id=one.reporter_id,
                    level=one.level,
                )
        followed: dict[Level, list[str]] = {}
        for one in suggestions:
            if one.kind is SuggestionKind.COMMITMENT:
                followed.setdefault(_allowed_level(change, meeting, one.level), []).append(one.reference)
        for level, references in followed.items():
            title = _("Suivi des engagements {references}").format(references=", ".join(references))
            add_item(store, meeting_id, title, level=level)


def set_item(store: Store, item_id: int, *, origin: object = None, **fields: Any) -> None:
    """Change fields of an item; a topic that has no other item follows the title.

    Records more open than a tighter level are tightened with it. Raises Refusal for a blank title, negative
    minutes or a time that does not exist.
    """
    if not fields.keys() <= _ITEM_FIELDS:
        raise TypeError(f"an item has no field {sorted(fields.keys() - _ITEM_FIELDS)}")
    values = plain(fields)
    if "title" in values:
        values["title"] = _title(values["title"])
    for name in ("planned_minutes", "real_minutes"):
        if values.get(name) is not None:
            _require_minutes(values[name])
    if values.get("started_at"):
        values["started_at"] = parse_time(values["started_at"])
    merge = typing_merge("agenda_item", item_id, fields) if fields.keys() == {"title"} else None
    with store.change(_("Modification d’un point"), merge=merge, origin=origin) as change:
        item = require_row(change.row("agenda_item", item_id))
        if "title" in values:
            _rename_topic(change, item, values["title"])
        if "level" in values:
            meeting = require_row(change.row("meeting", item["meeting_id"]))
            level = _allowed_level(change, meeting, values["level"])
            values["level"] = level.value
            for record in change.rows("record", agenda_item_id=item_id):
                change.update("record", record["id"], level=tightest(level, Level(record["level"])).value)
        change.update("agenda_item", item_id, **values)


def move_item(store: Store, item_id: int, steps: int, *, origin: object = None) -> None:
    """Move an item down by `steps` (up when negative), at most to an end."""
    with store.change(_("Déplacement d’un point"), origin=origin) as change:
        item = require_row(change.row("agenda_item", item_id))
        rows = change.rows("agenda_item", meeting_id=item["meeting_id"])
        reposition(change, "agenda_item", rows, item_id, steps)


def delete_item(store: Store, item_id: int, *, origin: object = None) -> None:
    """Remove an item with its records, and its topic when that was created for it alone.

    Commitments taken at it stay, without their item; movements keep their hour.
    """
    made = topic_made_for(store, item_id)
    with store.change(_("Suppression d’un point"), origin=origin) as change:
        item = require_row(change.row("agenda_item", item_id))
        for record in change.rows("record", agenda_item_id=item_id):
            change.delete("record", record["id"])
        for movement in change.rows("movement", agenda_item_id=item_id):
            change.update("movement", movement["id"], agenda_item_id=None)
        for commitment in change.rows("commitment", agenda_item_id=item_id):
            change.update(
                "commitment",
                commitment["id"],
                agenda_item_id=None,
                origin=commitment["origin"] or item["title"],
                level=tightest(Level(item["level"]), Level(commitment["level"])).value,
            )
        change.delete("agenda_item", item_id)
        if made is not None:
            _delete_topic(change, made)
        for position, row in enumerate(_ordered(change, item["meeting_id"]), 1):
            change.update("agenda_item", row["id"], position=position)


def set_outcome(store: Store, item_id: int, outcome: Outcome, *, origin: object = None) -> None:
    """Say what became of an item."""
    outcome = Outcome(outcome)
    with store.change(_("Point : {outcome}").format(outcome=outcome.label.lower()), origin=origin) as change:
        change.update("agenda_item", item_id, outcome=outcome.value)


def start_item(store: Store, item_id: int, at: str, *, origin: object = None) -> None:
    """Begin an item at "HH:MM"; the one under way ends there and counts as treated.

    Raises Refusal when the meeting is not in progress, or for a time that does not exist or lies before the
    opening.
    """
    time = parse_time(at)
    with store.change(_("Passage au point suivant"), origin=origin) as change:
        item = require_row(change.row("agenda_item", item_id))
        meeting = require_row(change.row("meeting", item["meeting_id"]))
        if meeting["state"] != MeetingState.IN_PROGRESS:
            raise Refusal(_("La séance n’est pas ouverte. Rien n’a changé. Ouvrez d’abord la séance."))
        if meeting["opened_at"] and time < meeting["opened_at"]:
            raise Refusal(
                _(
                    "Un point ne commence pas avant l’ouverture de la séance. Rien n’a changé. "
                    "Vérifiez l’heure."
                )
            )
        end_item(store, item["meeting_id"], time)
        change.update("agenda_item", item_id, started_at=time, real_minutes=None, outcome=Outcome.OPEN.value)


def end_item(store: Store, meeting_id: int, at: str, *, origin: object = None) -> None:
    """End the item under way at "HH:MM": it gets its real minutes, and counts as treated when still open."""
    time = parse_time(at)
    with store.change(_("Fin du point en cours"), origin=origin) as change:
        for row in change.rows("agenda_item", meeting_id=meeting_id, real_minutes=None):
            if row["started_at"] is not None:
                treated = row["outcome"] == Outcome.OPEN
                change.update(
                    "agenda_item",
                    row["id"],
                    real_minutes=max(minutes_of(time) - minutes_of(row["started_at"]), 0),
                    outcome=Outcome.TREATED.value if treated else row["outcome"],
                )


def add_topic(
    store: Store,
    title: str,
    *,
    raised_by_id: int | None = None,
    theme_id: int | None = None,
    note: str = "",
    level: Level = Level.PARTNERS,
    institution_ids: Sequence[int] = (),
    origin: object = None,
) -> int:
    """Put a topic in the basket of proposals and return its id. Raises Refusal for a blank title."""
    name = _title(title)
    with store.change(_("Ajout du sujet « {title} »").format(title=name), origin=origin) as change:
        topic_id = change.insert(
            "topic",
            title=name,
            raised_by_id=raised_by_id,
            theme_id=theme_id,
            note=note,
            level=Level(level).value,
        )
        for institution_id in institution_ids:
            change.insert("topic_institution", topic_id=topic_id, institution_id=institution_id)
        return topic_id


def set_topic(store: Store, topic_id: int, *, origin: object = None, **fields: Any) -> None:
    """Change fields of a topic: title, raised_by_id, theme_id, note, level, closed_on (a date or None)."""
    if not fields.keys() <= _TOPIC_FIELDS:
        raise TypeError(f"a topic has no field {sorted(fields.keys() - _TOPIC_FIELDS)}")
    values = plain(fields)
    if "title" in values:
        values["title"] = _title(values["title"])
    merge = typing_merge("topic", topic_id, fields) if fields.keys() <= {"title", "note"} else None
    with store.change(_("Modification d’un sujet"), merge=merge, origin=origin) as change:
        change.update("topic", topic_id, **values)


def close_topic(store: Store, topic_id: int, on: date, *, origin: object = None) -> None:
    """Close a topic: it is suggested no more."""
    with store.change(_("Clôture d’un sujet"), origin=origin) as change:
        change.update("topic", topic_id, closed_on=on.isoformat())


def set_topic_institutions(
    store: Store, topic_id: int, institution_ids: Sequence[int], *, origin: object = None
) -> None:
    """Say which institutions a topic concerns."""
    with store.change(_("Institutions concernées par un sujet"), origin=origin) as change:
        require_row(change.row("topic", topic_id))
        held = {
            row["institution_id"]: row["id"] for row in change.rows("topic_institution", topic_id=topic_id)
        }
        for institution_id, row_id in held.items():
            if institution_id not in institution_ids:
                change.delete("topic_institution", row_id)
        for institution_id in dict.fromkeys(institution_ids):
            if institution_id not in held:
                change.insert("topic_institution", topic_id=topic_id, institution_id=institution_id)


def delete_topic(store: Store, topic_id: int, *, origin: object = None) -> None:
    """Remove a topic from the basket. Raises Refusal when it is or was on an agenda."""
    with store.change(_("Suppression d’un sujet"), origin=origin) as change:
        if change.rows("agenda_item", topic_id=topic_id):
            raise Refusal(
                _(
                    "Ce sujet figure à un ordre du jour. Rien n’a été supprimé. "
                    "Clôturez-le pour ne plus le voir."
                )
            )
        _delete_topic(change, topic_id)


def _delete_topic(change: Writer, topic_id: int) -> None:
    for row in change.rows("topic_institution", topic_id=topic_id):
        change.delete("topic_institution", row["id"])
    change.delete("topic", topic_id)


def _title(title: str) -> str:
    return require_title(title, _("Ce point n’a pas de titre. Rien n’a changé. Écrivez d’abord son titre."))


def _require_minutes(minutes: int) -> None:
    if minutes < 0:
        raise Refusal(_("Une durée ne peut pas être négative. Rien n’a changé. Donnez un nombre de minutes."))


def _allowed_level(change: Writer, meeting: dict[str, Any], wanted: str) -> Level:
    """Return the level wanted, or restricted when the body is confidential and the level more open."""
    body = require_row(change.row("body", meeting["body_id"]))
    floor = Level.RESTRICTED if body["confidential"] else Level.PUBLIC
    return tightest(Level(wanted), floor)


def _rename_topic(change: Writer, item: dict[str, Any], title: str) -> None:
    topic = require_row(change.row("topic", item["topic_id"]))
    alone = len(change.rows("agenda_item", topic_id=topic["id"])) == 1
    if alone and topic["title"] == item["title"]:
        change.update("topic", topic["id"], title=title)


def _ordered(change: Writer, meeting_id: int) -> list[dict[str, Any]]:
    return sorted(
        change.rows("agenda_item", meeting_id=meeting_id), key=lambda row: (row["position"], row["id"])
    )
