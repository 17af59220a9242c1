"""Verbs on the templates of meetings and their items."""

from typing import Any

from coprodesk.commands import (
    insert_templates,
    plain,
    reposition,
    require_row,
    require_title,
    typing_merge,
)
from coprodesk.domain.agenda import Role
from coprodesk.domain.disclosure import Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import fold
from coprodesk.domain.i18n import _
from coprodesk.domain.templates import usual_templates
from coprodesk.store import Store, Writer

_TEMPLATE_FIELDS = frozenset({"name", "body_kind_id", "usual"})
_ITEM_FIELDS = frozenset({"title", "section", "reporter_id", "planned_minutes", "level", "role"})


def add_usual_templates(store: Store, *, origin: object = None) -> None:
    """Add the usual templates that are not there, by name, for the kinds of body there are.

    Raises Refusal when all are there.
    """
    with store.change(_("Ajout des modèles usuels"), origin=origin) as change:
        held = {fold(row["name"]) for row in change.rows("meeting_template")}
        kinds = {row["code"]: row["id"] for row in change.rows("body_kind")}
        missing = [one for one in usual_templates() if fold(one.name) not in held and one.kind in kinds]
        if not missing:
            raise Refusal(
                _("Les modèles usuels sont déjà tous là. Rien n’a été ajouté. Modifiez-les à votre gré.")
            )
        insert_templates(change, kinds, missing)


def add_template(store: Store, name: str, body_kind_id: int, *, origin: object = None) -> int:
    """Add an empty template and return its id; the first of a kind of body is its usual one.

    Raises Refusal for a blank name.
    """
    found = _named(name)
    with store.change(_("Ajout du modèle « {name} »").format(name=found), origin=origin) as change:
        usual = not change.rows("meeting_template", body_kind_id=body_kind_id, usual=1)
        return change.insert(
            "meeting_template",
            name=found,
            body_kind_id=body_kind_id,
            usual=int(usual),
            position=_last(change.rows("meeting_template")) + 1,
        )


def set_template(store: Store, template_id: int, *, origin: object = None, **fields: Any) -> None:
    """Set name, body_kind_id or usual; a kind of body keeps one usual template while it has any.

    Raises Refusal for a blank name.
    """
    if not fields.keys() <= _TEMPLATE_FIELDS:
        raise TypeError(f"a template has no field {sorted(fields.keys() - _TEMPLATE_FIELDS)}")
    values = plain(fields)
    if "name" in values:
        values["name"] = _named(values["name"])
    merge = typing_merge("meeting_template", template_id, fields)
    with store.change(_("Modification d’un modèle"), merge=merge, origin=origin) as change:
        held = require_row(change.row("meeting_template", template_id))
        change.update("meeting_template", template_id, **values)
        if merge is None:
            wanted = template_id if values.get("usual") else None
            for kind in {held["body_kind_id"], values.get("body_kind_id", held["body_kind_id"])}:
                _keep_one_usual(change, kind, wanted)


def move_template(store: Store, template_id: int, steps: int, *, origin: object = None) -> None:
    """Move a template down by `steps` (up when negative), at most to an end."""
    with store.change(_("Ordre des modèles"), origin=origin) as change:
        require_row(change.row("meeting_template", template_id))
        reposition(change, "meeting_template", change.rows("meeting_template"), template_id, steps)


def delete_template(store: Store, template_id: int, *, origin: object = None) -> None:
    """Remove a template with its items; meetings drawn from it keep their agenda."""
    with store.change(_("Suppression d’un modèle"), origin=origin) as change:
        held = require_row(change.row("meeting_template", template_id))
        for item in change.rows("template_item", meeting_template_id=template_id):
            change.delete("template_item", item["id"])
        change.delete("meeting_template", template_id)
        _keep_one_usual(change, held["body_kind_id"], None)


def add_template_item(
    store: Store,
    template_id: int,
    title: str,
    *,
    section: str | None = None,
    reporter_id: int | None = None,
    planned_minutes: int = 10,
    level: Level = Level.PARTNERS,
    role: Role = Role.NONE,
    position: int | None = None,
    origin: object = None,
) -> int:
    """Add an item at the end (or at `position`, from 1) and return its id.

    Without section it is in that of the item before.

    Raises Refusal for a blank title or negative minutes.
    """
    name = _titled(title)
    _require_minutes(planned_minutes)
    with store.change(_("Ajout du point « {title} » au modèle").format(title=name), origin=origin) as change:
        require_row(change.row("meeting_template", template_id))
        rows = _items(change, template_id)
        place = len(rows) + 1 if position is None else min(max(position, 1), len(rows) + 1)
        if section is None:
            section = rows[max(place - 2, 0)]["section"] if rows else ""
        item_id = change.insert(
            "template_item",
            meeting_template_id=template_id,
            position=_last(rows) + 1,
            title=name,
            section=section.strip(),
            reporter_id=reporter_id,
            planned_minutes=planned_minutes,
            level=Level(level).value,
            role=Role(role).value,
        )
        rows = _items(change, template_id)
        reposition(change, "template_item", rows, item_id, place - len(rows))
        return item_id


def set_template_item(store: Store, item_id: int, *, origin: object = None, **fields: Any) -> None:
    """Set title, section, reporter_id, planned_minutes, level or role of an item.

    Raises Refusal for a blank title or negative minutes.
    """
    if not fields.keys() <= _ITEM_FIELDS:
        raise TypeError(f"an item of a template has no field {sorted(fields.keys() - _ITEM_FIELDS)}")
    values = plain(fields)
    if "title" in values:
        values["title"] = _titled(values["title"])
    if "planned_minutes" in values:
        _require_minutes(values["planned_minutes"])
    merge = typing_merge("template_item", item_id, fields) if fields.keys() <= {"title", "section"} else None
    with store.change(_("Modification d’un point de modèle"), merge=merge, origin=origin) as change:
        change.update("template_item", item_id, **values)


def move_template_item(store: Store, item_id: int, steps: int, *, origin: object = None) -> None:
    """Move an item down by `steps` (up when negative), at most to an end.

    It takes the section where it lands.
    """
    with store.change(_("Déplacement d’un point de modèle"), origin=origin) as change:
        item = require_row(change.row("template_item", item_id))
        before = _items(change, item["meeting_template_id"])
        reposition(change, "template_item", before, item_id, steps)
        after = _items(change, item["meeting_template_id"])
        place = [row["id"] for row in after].index(item_id)
        if place != [row["id"] for row in before].index(item_id):
            beside = after[place + 1] if steps < 0 else after[place - 1]
            change.update("template_item", item_id, section=beside["section"])


def delete_template_item(store: Store, item_id: int, *, origin: object = None) -> None:
    """Remove an item from its template."""
    with store.change(_("Suppression d’un point de modèle"), origin=origin) as change:
        item = require_row(change.row("template_item", item_id))
        change.delete("template_item", item_id)
        for position, row in enumerate(_items(change, item["meeting_template_id"]), 1):
            change.update("template_item", row["id"], position=position)


def _keep_one_usual(change: Writer, body_kind_id: int, wanted: int | None) -> None:
    """Leave one usual template to a kind of body: the wanted one when it is, else the first."""
    rows = sorted(
        change.rows("meeting_template", body_kind_id=body_kind_id),
        key=lambda row: (not row["usual"], row["id"] != wanted, row["position"], row["id"]),
    )
    for rank, row in enumerate(rows):
        change.update("meeting_template", row["id"], usual=int(rank == 0))


def _items(change: Writer, template_id: int) -> list[dict[str, Any]]:
    rows = change.rows("template_item", meeting_template_id=template_id)
    return sorted(rows, key=lambda row: (row["position"], row["id"]))


def _last(rows: list[dict[str, Any]]) -> int:
    return max((row["position"] for row in rows), default=0)


def _named(name: str) -> str:
    return require_title(name, _("Ce modèle n’a pas de nom. Rien n’a changé. Écrivez-le d’abord."))


def _titled(title: str) -> str:
    return require_title(title, _("Ce point n’a pas de titre. Rien n’a changé. Écrivez d’abord son titre."))


def _require_minutes(minutes: int) -> None:
    if minutes < 0:
        raise Refusal(_("Une durée ne peut pas être négative. Rien n’a changé. Donnez un nombre de minutes."))
