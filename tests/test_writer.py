"""The writer alone: what it refuses, and the image that each sequence of writes leaves."""

import contextlib

import pytest

from coprodesk.domain.errors import Refusal
from coprodesk.store import Store
from coprodesk.store.writer import Writer, from_json, to_json


class GivenUpError(Exception):
    pass


def images(store: Store, act) -> dict:
    """The images that `act` leaves, of a change that is then given up."""

    held = {}
    with contextlib.suppress(GivenUpError), store.change("Essai") as change:
        act(change)
        change.settle()
        held = {key: tuple(image) for key, image in change.images.items()}
        raise GivenUpError
    return held


@pytest.fixture
def theme(store: Store) -> int:
    with store.change("Thème") as change:
        return change.insert("theme", name="Bruit", position=3)


def whole(theme: int, **values) -> dict:
    return {"id": theme, "name": "Bruit", "position": 3, "closed_on": None, **values}


def test_the_image_of_each_sequence(store: Store, theme: int) -> None:
    key = ("theme", theme)

    def update_twice(change: Writer) -> None:
        change.update("theme", theme, name="Nuit")
        change.update("theme", theme, name="Jour", position=4)

    def update_and_delete(change: Writer) -> None:
        change.update("theme", theme, name="Nuit")
        change.delete("theme", theme)
        change.delete("theme", theme)

    def replace(change: Writer) -> None:
        change.delete("theme", theme)
        change.insert("theme", id=theme, name="Bruit", position=9)

    def put_back_as_it_was(change: Writer) -> None:
        change.delete("theme", theme)
        change.insert("theme", **whole(theme))

    def insert_and_update(change: Writer) -> None:
        new = change.insert("theme", name="Neuf")
        change.update("theme", new, position=5)

    assert images(store, update_twice) == {
        key: ({"name": "Bruit", "position": 3}, {"name": "Jour", "position": 4})
    }
    assert images(store, update_and_delete) == {key: (whole(theme), None)}
    assert images(store, replace) == {key: ({"position": 3}, {"position": 9})}
    assert images(store, put_back_as_it_was) == {}
    ((_, after),) = images(store, insert_and_update).values()
    assert (after["name"], after["position"]) == ("Neuf", 5)


def test_the_image_holds_the_value_as_stored(store: Store, theme: int) -> None:
    """A number given as text is stored as a number: undo must recognise it."""
    with store.change("Place") as change:
        change.update("theme", theme, position="7")
    store.undo()
    assert store.row("SELECT position FROM theme")["position"] == 3


def test_a_row_gone_is_refused_and_names_are_checked(store: Store, theme: int) -> None:
    with store.change("Essai") as change:
        with pytest.raises(Refusal, match="n’existe plus"):
            change.update("theme", 999, name="x")
        with pytest.raises(KeyError):
            change.update("theme", theme, nom="x")
        with pytest.raises(KeyError):
            change.insert("theme; DROP TABLE theme", name="x")
        with pytest.raises(KeyError):
            change.rows("theme", **{"1 OR 1": 1})
        assert change.row("theme", 999) is None
        assert change.rows("theme", closed_on=None, name="Bruit") == [whole(theme)]
        assert change.rows("theme", closed_on="2026-01-01") == []


@pytest.mark.parametrize(
    "text", ["é œ ’ €", "a\0b", "\u202e renversé", "x" * 50_000, "n\u0303" * 40, "🙂", "1\n2\r\n3\u2028"]
)
def test_any_text_comes_back_letter_for_letter(store: Store, text: str) -> None:
    with store.change("Note") as change:
        person = change.insert("person", last_name="X", note=text)
    store.undo()
    store.redo()
    assert store.row("SELECT note FROM person WHERE id = ?", (person,))["note"] == text
    assert from_json(to_json({"note": text})) == {"note": text}


def test_a_text_that_no_page_could_print_is_refused_whole(store: Store) -> None:
    with store.change("Thème") as change:
        theme = change.insert("theme", name="Axe 1")
    before = store.rows("SELECT count(*) FROM journal_step")[0][0]
    with pytest.raises(Refusal, match=r"50.000 au plus"), store.change("Collage") as change:
        change.update("theme", theme, name="x" * 50_001)
    with pytest.raises(Refusal, match="Rien n’a été enregistré"), store.change("Collage") as change:
        change.insert("theme", name="x" * 50_001)
    assert store.rows("SELECT name FROM theme")[0][0] == "Axe 1"
    assert store.rows("SELECT count(*) FROM journal_step")[0][0] == before
    with store.change("Long") as change:
        change.update("theme", theme, name="x" * 50_000)
