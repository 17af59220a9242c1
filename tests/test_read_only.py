"""A second window follows the first without ever writing, and waits out a writer that died."""

import contextlib
from pathlib import Path

import pytest

from coprodesk.domain.errors import Refusal
from coprodesk.store import Opening, Store, door, open_file
from coprodesk.store.lock import lock_path
from tests.faults.tools import beside, child, digest, dump, kill


def save(store: Store, name: str) -> None:
    with store.change(f"Ajout de {name}") as change:
        change.insert("theme", name=name)


def read(reader: Store) -> list[str]:
    return [row["name"] for row in reader.rows("SELECT name FROM theme ORDER BY id")]


@pytest.fixture
def reader(store: Store, opening: Opening):
    opened = open_file(store.path, opening, read_only=True)
    yield opened
    opened.close()


def test_it_follows_what_the_first_saves(store: Store, reader: Store) -> None:
    told: list = []
    reader.subscribe(told.append)
    assert not reader.poll()
    save(store, "Bruit")
    assert reader.poll()
    assert not reader.poll()
    assert read(reader) == ["Bruit"]
    store.undo()
    assert reader.poll()
    assert read(reader) == []
    assert [(change.kind, change.rows) for change in told] == [("outside", None)] * 2
    assert told[0].touches(frozenset({"anything"}))
    save(reader_of_itself := store, "Nuit")
    assert not reader_of_itself.poll(), "its own saves are no news to the first window"


def test_a_reader_deaf_to_the_version_is_seen(store: Store, reader: Store, monkeypatch) -> None:
    real = Store.rows
    monkeypatch.setattr(
        Store,
        "rows",
        lambda self, sql, *a: [(reader._data_version,)] if "data_version" in sql else real(self, sql, *a),
    )
    save(store, "Bruit")
    assert not reader.poll()


def test_it_writes_nothing(store: Store, reader: Store) -> None:
    save(store, "Bruit")
    before = digest(store.path), dump(reader)
    acts = [
        lambda: save(reader, "Nuit"),
        reader.undo,
        reader.redo,
        lambda: reader.restore(3),
        lambda: reader.change("Rien").__enter__(),
    ]
    for act in acts:
        with pytest.raises(Refusal):
            act()
    with pytest.raises(Refusal, match="lecture seule"):
        save(reader, "Nuit")
    with pytest.raises(door.driver.Error, match="readonly"):
        reader._connection.execute("DELETE FROM theme")
    assert (reader.undo_label, reader.redo_label) == (None, None)
    assert (digest(store.path), dump(reader)) == before
    reader.close()
    assert lock_path(store.path).exists(), "the reader does not take the first window's pen with it"
    save(store, "La suite")


def test_a_reader_alone_leaves_nothing(store: Store, opening: Opening) -> None:
    store.close()
    before = digest(store.path)
    reader = open_file(store.path, opening, read_only=True)
    assert reader.row("SELECT name FROM council")["name"] == "CLSPD d’Essai"
    reader.close()
    assert (digest(store.path), beside(store.path)) == (before, [])


@pytest.fixture
def path(store: Store) -> Path:
    save(store, "Bruit")
    store.close()
    return store.path


def test_it_waits_out_a_hot_journal(path: Path, opening: Opening) -> None:
    reader = open_file(path, opening, read_only=True)
    picture = read(reader)
    reader._connection.execute("PRAGMA busy_timeout = 20")
    process = child("half_way", path)
    assert process.stdout.readline() == b"ready\n"
    for _ in range(2):  # its writer lives, and has begun to write over the file
        with pytest.raises(Refusal, match="ne se laisse pas lire pour l’instant"):
            reader.poll()
    kill(process)
    before = digest(path)
    for ask in (reader.poll, lambda: read(reader)):  # it is dead, and the half is still there
        with pytest.raises(Refusal, match="ne se laisse pas lire pour l’instant"):
            ask()
    with pytest.raises(Refusal, match="ne se laisse pas lire pour l’instant"):
        open_file(path, opening, read_only=True)
    assert digest(path) == before, "a reader recovers nothing by itself"
    store = open_file(path, opening)
    assert read(reader) == picture
    save(store, "Nuit")
    assert reader.poll()
    assert read(reader) == ["Bruit", "Nuit"]
    reader.close()
    store.close()


def test_without_its_journal_the_half_would_be_seen(path: Path, opening: Opening) -> None:
    process = child("half_way", path)
    process.stdout.readline()
    kill(process)
    (path.parent / f"{path.name}-journal").unlink()
    seen = None
    with contextlib.suppress(Refusal), contextlib.closing(open_file(path, opening, read_only=True)) as reader:
        seen = read(reader)
    assert seen != ["Bruit"]
