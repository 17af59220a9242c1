"""One call of each verb on the templates of meetings."""

from coprodesk.commands import templates as verbs
from coprodesk.queries.templates import template_items, templates
from coprodesk.store import Store


def _template(store: Store) -> int:
    held = templates(store)
    return held[0].id if held else _new(store)


def _new(store: Store) -> int:
    kind = store.rows("SELECT id FROM body_kind ORDER BY id")[0]["id"]
    return verbs.add_template(store, f"Modèle {len(templates(store))}", kind)


def _item(store: Store) -> int:
    one = _template(store)
    held = template_items(store, one)
    if len(held) > 1:
        return held[0].id
    first = verbs.add_template_item(store, one, "Ouverture", position=1)
    verbs.add_template_item(store, one, "Clôture")
    return first


def add_usual_templates(store: Store) -> None:
    with store.change("Modèles"):
        for one in templates(store):
            verbs.delete_template(store, one.id)
        verbs.add_usual_templates(store)
        verbs.add_template_item(store, templates(store)[0].id, "Un point de plus")


def add_template(store: Store) -> None:
    _new(store)


def set_template(store: Store) -> None:
    with store.change("Modèle"):
        one = _template(store)
        name = store.row("SELECT name FROM meeting_template WHERE id = ?", (one,))["name"]
        verbs.set_template(store, one, name=f"{name} bis")


def move_template(store: Store) -> None:
    with store.change("Ordre"):
        one = _template(store)
        _new(store)
        verbs.move_template(store, one, 1)


def delete_template(store: Store) -> None:
    with store.change("Suppression"):
        one = _template(store)
        _new(store)
        verbs.delete_template(store, one)


def add_template_item(store: Store) -> None:
    with store.change("Point"):
        verbs.add_template_item(store, _template(store), "Éclairage public", position=1)


def set_template_item(store: Store) -> None:
    with store.change("Point"):
        one = _item(store)
        held = store.row("SELECT planned_minutes FROM template_item WHERE id = ?", (one,))
        verbs.set_template_item(store, one, planned_minutes=held["planned_minutes"] + 5)


def move_template_item(store: Store) -> None:
    with store.change("Ordre"):
        verbs.move_template_item(store, _item(store), 1)


def delete_template_item(store: Store) -> None:
    with store.change("Suppression"):
        verbs.delete_template_item(store, _item(store))
