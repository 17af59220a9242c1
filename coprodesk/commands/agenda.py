"""Build the agenda and run it: items, sections, what past meetings left over, the item under way."""

from collections.abc import Sequence
from itertools import takewhile
from typing import Any

from coprodesk.commands import (
    delete_topic_rows,
    plain,
    require_item,
    require_row,
    require_title,
    require_unlocked,
    typing_merge,
)
from coprodesk.domain.agenda import Outcome, OutlineLine, Role, move_line
from coprodesk.domain.disclosure import Level, tightest
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import parse_time
from coprodesk.domain.i18n import _, on_paper
from coprodesk.domain.meetings import MeetingState
from coprodesk.queries.agenda import Suggestion, SuggestionKind
from coprodesk.queries.topics import topic_made_for
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
        "role",
        "added",
    }
)
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
    role: Role = Role.NONE,
    section: str | None = None,
    depth: int = 0,
    position: int | None = None,
    institution_ids: Sequence[int] = (),
    origin: object = None,
) -> int:
    """Add an item at the end (or at `position`, from 1) and return its id; it continues a topic or opens one.

    The level is by default restricted in a confidential body, else the topic's or partners. Without section
    it is in that of the item before. `depth` 1 makes a sub-item of the item before it; an item passes the
    sub-items of that one. An item added once the meeting has begun is marked as such. Raises Refusal for a
    blank title or negative minutes.
    """
    name = _title(title)
    _require_minutes(planned_minutes)
    _require_role(role)
    with store.change(_("Ajout du point « {title} »").format(title=name), origin=origin) as change:
        meeting = require_unlocked(store, change, meeting_id)
        topic = None if topic_id is None else require_row(change.row("topic", topic_id))
        closed = _allowed_level(change, meeting, level or (topic["level"] if topic else Level.PARTNERS))
        if topic is None:
            topic_id = _open_topic(change, name, closed, institution_ids)
        rows = _ordered(change, meeting_id)
        place = _place_of(rows, position, depth)
        item_id = change.insert(
            "agenda_item",
            meeting_id=meeting_id,
            topic_id=topic_id,
            position=place + 1,
            title=name,
            reporter_id=reporter_id,
            reporter_person_id=reporter_person_id,
            planned_minutes=planned_minutes,
            level=closed.value,
            approves_id=approves_id,
            role=Role(role).value,
            section=_section_at(rows, place) if section is None or depth else section.strip(),
            depth=int(bool(depth and place)),
            added=int(MeetingState(meeting["state"]) in _LIVE),
        )
        for after, row in enumerate(rows[place:], place + 2):
            change.update("agenda_item", row["id"], position=after)
        return item_id


def _open_topic(change: Writer, title: str, level: Level, institution_ids: Sequence[int]) -> int:
    topic_id = change.insert("topic", title=title, level=level.value)
    for institution_id in institution_ids:
        change.insert("topic_institution", topic_id=topic_id, institution_id=institution_id)
    return topic_id


def _place_of(rows: Sequence[dict[str, Any]], position: int | None, depth: int) -> int:
    """Return where a new item stands among the rows, from 0; it never parts an item from its sub-items."""
    place = len(rows) if position is None else min(max(position - 1, 0), len(rows))
    while not depth and place < len(rows) and rows[place]["depth"]:
        place += 1
    return place


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
            elif one.kind in (SuggestionKind.TOPIC, SuggestionKind.PROPOSAL):
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
            with on_paper():
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
    _require_role(values.get("role", Role.NONE))
    for name in ("planned_minutes", "real_minutes"):
        if values.get(name) is not None:
            _require_minutes(values[name])
    if values.get("started_at"):
        values["started_at"] = parse_time(values["started_at"])
    merge = typing_merge("agenda_item", item_id, fields) if fields.keys() == {"title"} else None
    with store.change(_("Modification d’un point"), merge=merge, origin=origin) as change:
        _meeting, item = require_item(store, change, item_id)
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
    """Move an item down by `steps` (up when negative), at most to an end, with its sub-items.

    It takes the section where it lands. A sub-item may change parents, but never comes first.
    """
    with store.change(_("Déplacement d’un point"), origin=origin) as change:
        _meeting, item = require_item(store, change, item_id)
        rows = _ordered(change, item["meeting_id"])
        lines = [OutlineLine(row["id"], row["depth"], row["section"]) for row in rows]
        _write_order(change, move_line(lines, item_id, steps))


def indent_item(store: Store, item_id: int, *, origin: object = None) -> None:
    """Make an item a sub-item of the item before it; its own sub-items follow it there.

    Raises Refusal for the first item.
    """
    with store.change(_("Point changé en sous-point"), origin=origin) as change:
        _meeting, item = require_item(store, change, item_id)
        rows = _ordered(change, item["meeting_id"])
        place = [row["id"] for row in rows].index(item_id)
        if not place:
            raise Refusal(
                _("Le premier point ne peut pas être un sous-point. Rien n’a changé. Descendez-le d’abord.")
            )
        section = rows[place - 1]["section"]
        for row in [item, *_parts(rows, place)]:
            change.update("agenda_item", row["id"], depth=1, section=section)


def outdent_item(store: Store, item_id: int, *, origin: object = None) -> None:
    """Make a sub-item an item; the sub-items after it become its own."""
    with store.change(_("Sous-point changé en point"), origin=origin) as change:
        require_item(store, change, item_id)
        change.update("agenda_item", item_id, depth=0)


def set_section(store: Store, item_id: int, section: str, *, origin: object = None) -> None:
    """Give the section of an item another heading, from this item to the end of the section; '' for none.

    On the first item of a section that renames it, on another one it begins a new section there.
    """
    heading = section.strip()
    merge = ("agenda_item", item_id, "section")
    with store.change(_("Partie de l’ordre du jour"), merge=merge, origin=origin) as change:
        _meeting, item = require_item(store, change, item_id)
        rows = _ordered(change, item["meeting_id"])
        place = [row["id"] for row in rows].index(item_id)
        while place and rows[place]["depth"]:
            place -= 1
        for row in rows[place:]:
            if row["section"] != item["section"]:
                break
            change.update("agenda_item", row["id"], section=heading)


def delete_item(store: Store, item_id: int, *, origin: object = None) -> None:
    """Remove an item with its records, and its topic when that was created for it alone.

    Its sub-items become items. Commitments taken at it stay, without their item; movements keep their hour.
    """
    made = topic_made_for(store, item_id)
    with store.change(_("Suppression d’un point"), origin=origin) as change:
        _meeting, item = require_item(store, change, item_id)
        for record in change.rows("record", agenda_item_id=item_id):
            change.delete("record", record["id"])
        for movement in change.rows("movement", agenda_item_id=item_id):
            change.update("movement", movement["id"], agenda_item_id=None)
        for turn in change.rows("item_turn", agenda_item_id=item_id):
            change.delete("item_turn", turn["id"])
        for watched in change.rows("watch_point", agenda_item_id=item_id):
            change.update("watch_point", watched["id"], agenda_item_id=None)
        for commitment in change.rows("commitment", agenda_item_id=item_id):
            change.update(
                "commitment",
                commitment["id"],
                agenda_item_id=None,
                origin=commitment["origin"] or item["title"],
                level=tightest(Level(item["level"]), Level(commitment["level"])).value,
            )
        rows = _ordered(change, item["meeting_id"])
        for row in () if item["depth"] else _parts(rows, [row["id"] for row in rows].index(item_id)):
            change.update("agenda_item", row["id"], depth=0)
        change.delete("agenda_item", item_id)
        if made is not None:
            delete_topic_rows(change, made)
        for position, row in enumerate(_ordered(change, item["meeting_id"]), 1):
            change.update("agenda_item", row["id"], position=position)


def set_outcome(store: Store, item_id: int, outcome: Outcome, *, origin: object = None) -> None:
    """Say what became of an item."""
    outcome = Outcome(outcome)
    with store.change(_("Point : {outcome}").format(outcome=outcome.label.lower()), origin=origin) as change:
        require_item(store, change, item_id)
        change.update("agenda_item", item_id, outcome=outcome.value)


def _title(title: str) -> str:
    return require_title(title, _("Ce point n’a pas de titre. Rien n’a changé. Écrivez d’abord son titre."))


def _require_minutes(minutes: int) -> None:
    if minutes < 0:
        raise Refusal(_("Une durée ne peut pas être négative. Rien n’a changé. Donnez un nombre de minutes."))


def _require_role(role: str) -> None:
    if Role(role) is Role.APPROVAL:
        raise TypeError("an item approves by its approves_id; the role is of templates only")


def _section_at(rows: list[dict[str, Any]], place: int) -> str:
    """Return the section of the item before a place, at the start that of the first one."""
    return str(rows[max(place - 1, 0)]["section"]) if rows else ""


def _parts(rows: list[dict[str, Any]], place: int) -> list[dict[str, Any]]:
    """Return the sub-items that follow the row at a place."""
    return list(takewhile(lambda row: row["depth"], rows[place + 1 :]))


def _write_order(change: Writer, lines: Sequence[OutlineLine]) -> None:
    for position, line in enumerate(lines, 1):
        change.update("agenda_item", line.id, position=position, depth=line.depth, section=line.section)


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
