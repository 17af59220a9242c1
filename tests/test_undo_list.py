"""Undo and redo: for every kind of act, and over restarts."""

import pytest

from coprodesk.domain.errors import Refusal
from coprodesk.store import Opening, Store, backups, open_file
from coprodesk.store.journal import UndoList
from coprodesk.store.writer import Writer
from tests.faults.tools import dump


def act(store: Store, label: str, write, **options):
    with store.change(label, **options) as change:
        return write(change)


def grow(store: Store) -> list[dict]:
    """Insert, update, delete and all three at once; return the content before each act and at the end."""
    states = [dump(store)]

    def everything(change: Writer) -> None:
        college = change.insert("college", name="État")
        institution = change.insert("institution", name="Préfecture", short_name="Préf.", college_id=college)
        person = change.insert("person", last_name="Œuvrard")
        change.insert("mandate", person_id=person, institution_id=institution, rank="titular")

    def remove(change: Writer) -> None:
        for table in ("mandate", "person", "institution", "college"):
            for row in change.rows(table):
                change.delete(table, row["id"])

    for write in (
        everything,
        lambda change: change.update(
            "council", 1, name="Conseil", population=12_000, priority_district="Nord"
        ),
        lambda change: change.update("council", 1, population=None),
        remove,
        lambda change: change.insert("setting", name="thème", value="sombre"),
    ):
        act(store, f"Acte {len(states)}", write)
        states.append(dump(store))
    return states


def check_undo_and_redo(store: Store, states: list[dict]) -> list[str]:
    """Undo every act and do it again; return what differs from the states passed on the way."""
    found = []
    for n in range(len(states) - 1, 0, -1):
        found += [] if store.undo() == f"Acte {n}" else [f"label of undo {n}"]
        found += [] if dump(store) == states[n - 1] else [f"undo {n}"]
    for n in range(1, len(states)):
        found += [] if store.redo() == f"Acte {n}" else [f"label of redo {n}"]
        found += [] if dump(store) == states[n] else [f"redo {n}"]
    return found


def test_every_kind_of_act_goes_back_and_forth(store: Store) -> None:
    assert store.undo_label is None, "the act that makes a file is not undone"
    states = grow(store)
    for _ in range(2):
        assert check_undo_and_redo(store, states) == []
    assert backups.check(store.path) == []


def test_a_door_that_forgets_the_index_is_seen(store: Store, monkeypatch) -> None:
    states = grow(store)
    monkeypatch.setattr("coprodesk.store.search.reindex", lambda *_: None)
    assert check_undo_and_redo(store, states)


def test_a_writer_that_forgets_columns_is_seen(store: Store, monkeypatch) -> None:
    states = grow(store)
    update = Writer.update

    def lazy(self: Writer, table: str, row_id: int, **values: object) -> None:
        update(self, table, row_id, **{n: v for n, v in values.items() if n != "priority_district"})

    monkeypatch.setattr(Writer, "update", lazy)
    with pytest.raises(Refusal, match="a changé depuis"):  # the next undo meets the row it did not restore
        assert not check_undo_and_redo(store, states)


def test_the_list_survives_a_restart(store: Store, opening: Opening) -> None:
    states = grow(store)
    store.undo()
    store.undo()
    store.close()
    again = open_file(store.path, opening)
    try:
        assert (again.undo_label, again.redo_label) == ("Acte 3", "Acte 4")
        again.redo()
        again.redo()
        assert dump(again) == states[-1]
        assert check_undo_and_redo(again, states) == []
    finally:
        again.close()


def test_two_hundred_steps_go_back(store: Store, opening: Opening) -> None:
    start = dump(store)
    for n in range(200):
        act(store, f"Acte {n}", lambda change, n=n: change.insert("theme", name=f"Thème {n}"))
    store.close()
    again = open_file(store.path, opening)
    try:
        for n in range(199, -1, -1):
            assert again.undo() == f"Acte {n}"
        assert dump(again) == start
        with pytest.raises(Refusal, match="plus rien à annuler"):
            again.undo()
        for n in range(200):
            assert again.redo() == f"Acte {n}"
        with pytest.raises(Refusal, match="plus rien à rétablir"):
            again.redo()
    finally:
        again.close()


def test_a_new_act_ends_redo(store: Store) -> None:
    grow(store)
    store.undo()
    act(store, "Autre", lambda change: change.insert("theme", name="Autre"))
    assert (store.undo_label, store.redo_label) == ("Autre", None)


def test_final_acts_are_passed_over(store: Store, opening: Opening) -> None:
    act(store, "Thème", lambda change: change.insert("theme", name="Bruit"))
    act(store, "Envoi", lambda change: change.update("council", 1, phone="01"), final=True)
    assert store.undo_label == "Thème"
    store.close()
    again = open_file(store.path, opening)
    try:
        assert again.undo() == "Thème"
        assert again.undo_label is None
        assert again.row("SELECT phone FROM council")["phone"] == "01"
        act(again, "Envoi", lambda change: change.update("council", 1, phone="02"), final=True)
        assert again.redo_label is None, "a final act ends redo"
    finally:
        again.close()


def test_a_schema_step_closes_the_list() -> None:
    steps = UndoList()
    steps.take(1, "do", None, "Un")
    steps.take(2, "do", None, "Deux")
    steps.take(3, "undo", 2, "Deux")
    steps.take(4, "schema", None, "Format 2")
    assert (steps.undo, steps.redo) == ([], [])
    steps.take(5, "undo", 1, "Un")
    assert steps.redo == [], "a step before the schema step is out of reach"


def test_a_row_that_moved_since_is_not_overwritten(store: Store) -> None:
    act(store, "Nom", lambda change: change.update("council", 1, name="Un", phone="01"))
    act(store, "Envoi", lambda change: change.update("council", 1, name="Deux"), final=True)
    before = dump(store), store.row("SELECT max(seq) AS n FROM journal_step")["n"]
    with pytest.raises(Refusal, match="a changé depuis"):
        store.undo()
    assert (dump(store), store.row("SELECT max(seq) AS n FROM journal_step")["n"]) == before
    assert store.undo_label == "Nom", "the refusal leaves the list as it was"


def test_undo_of_a_row_others_lean_on_is_refused(store: Store) -> None:
    college = act(store, "Collège", lambda change: change.insert("college", name="État"))
    act(
        store,
        "Institution",
        lambda change: change.insert("institution", name="P", short_name="P", college_id=college),
        final=True,
    )
    with pytest.raises(Refusal, match="en dépendent"):
        store.undo()
    assert store.undo_label == "Collège"
    assert backups.check(store.path) == []


def test_an_act_of_no_effect_is_undone_for_good(store: Store, opening: Opening) -> None:
    """Typing that came back to the first text within a minute is a step whose undo changes nothing."""
    act(store, "Avant", lambda change: change.insert("theme", name="Avant"))
    for text in ("1 rue", ""):
        act(
            store,
            "Adresse",
            lambda change, text=text: change.update("council", 1, address=text),
            merge=("a",),
        )
    assert store.undo() == "Adresse"
    store.close()
    again = open_file(store.path, opening)
    try:
        assert (again.undo_label, again.redo_label) == ("Avant", "Adresse")
    finally:
        again.close()


# Restoring any step of the journal


def last(store: Store) -> int:
    return store.row("SELECT max(seq) AS n FROM journal_step")["n"]


def test_any_step_is_put_back_as_a_new_one(store: Store) -> None:
    theme = act(store, "Ajout", lambda change: change.insert("theme", name="Bruit"))
    act(store, "Nom", lambda change: change.update("theme", theme, name="Nuit", position=2))
    renamed = last(store)
    act(store, "Place", lambda change: change.update("theme", theme, position=9))
    act(store, "Ôté", lambda change: change.delete("theme", theme))
    removed = last(store)
    before = dump(store)
    store.restore(removed)
    assert tuple(store.row("SELECT id, name, position FROM theme")) == (theme, "Nuit", 9)
    assert store.undo_label.replace("\u00a0", " ") == "Retour avant : Ôté"
    store.restore(renamed)
    assert tuple(store.row("SELECT name, position FROM theme")) == ("Bruit", 0), "later values are replaced"
    store.undo()
    store.undo()
    assert dump(store) == before
    with pytest.raises(Refusal):
        store.restore(renamed)
    assert dump(store) == before


def test_what_is_not_restored(store: Store) -> None:
    college = act(store, "Collège", lambda change: change.insert("college", name="État"))
    made = last(store)
    act(
        store,
        "Institution",
        lambda change: change.insert("institution", name="P", short_name="P", college_id=college),
    )
    act(store, "Envoi", lambda change: change.update("council", 1, phone="01"), final=True)
    before = dump(store)
    for seq, words in (
        (1, "ne se défait pas"),
        (last(store), "ne se défait pas"),
        (999, "ne se défait pas"),
        (made, "dépendent de celui-ci"),
    ):
        with pytest.raises(Refusal, match=words):
            store.restore(seq)
        assert dump(store) == before
    store._columns["college"] = ("id", "nom")
    with pytest.raises(Refusal, match="ne se défait pas"):
        store.restore(made)  # as after a format step that renamed a column
