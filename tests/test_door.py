"""One change is one transaction: rows, journal and search index together, or nothing at all."""

import ast
from pathlib import Path

import pytest

import coprodesk
from coprodesk.domain.errors import Refusal
from coprodesk.store import BrokenRuleError, SaveRefused, Store, backups, door, journal, search
from tests.conftest import FrozenClock
from tests.faults.tools import dump


class BrokenConnection:
    """A connection on which statements that begin with `word` fail, once or for ever."""

    def __init__(self, real, word: str, error: Exception, times: int = 1) -> None:
        self._real, self._word, self._error, self._left = real, word, error, times

    def execute(self, sql, *arguments):
        if sql.startswith(self._word) and self._left:
            self._left -= 1
            raise self._error
        return self._real.execute(sql, *arguments)

    def __getattr__(self, name):
        return getattr(self._real, name)


def sqlite_error(code: int) -> Exception:
    error = door.driver.Error("injected")
    error.sqlite_errorcode = code
    return error


def steps(store: Store) -> list[tuple]:
    return [
        tuple(row) for row in store.rows("SELECT seq, kind, label, author, at FROM journal_step ORDER BY seq")
    ]


def leftovers(store: Store, act) -> list[str]:
    """Run `act`, which raises inside one change; return what remains of it."""
    before = dump(store), steps(store), store.undo_label
    told: list = []
    stop = store.subscribe(told.append)
    with pytest.raises((Refusal, BrokenRuleError, KeyboardInterrupt)):
        act(store)
    stop()
    after = dump(store), steps(store), store.undo_label
    names = ("rows or search", "journal", "undo list")
    found = [name for name, was, now in zip(names, before, after, strict=True) if was != now]
    return [*found, *(["signal"] if told else [])]


def add_theme(store: Store, name: str = "Bruit", **options) -> int:
    with store.change(f"Ajout de « {name} »", **options) as change:
        return change.insert("theme", name=name)


def add_person(store: Store, name: str = "Œuvrard", **options) -> int:
    with store.change(f"Ajout de {name}", **options) as change:
        return change.insert("person", last_name=name)


def test_one_change_writes_rows_journal_and_search(store: Store, clock: FrozenClock) -> None:
    told: list = []
    store.subscribe(told.append)
    clock.advance(hours=1)
    person = add_person(store, origin="champ")
    seq, kind, label, author, at = steps(store)[-1]
    assert (kind, label, author, at) == ("do", "Ajout de Œuvrard", "Maëlle", clock.now.isoformat())
    (((table, row_id), before, after),) = journal.read_images(store._connection, seq)
    assert (table, row_id, before) == ("person", person, None)
    assert after["last_name"] == "Œuvrard"
    assert after["note"] == "", "the image holds what the schema filled in"
    hit = store.row("SELECT rowid FROM search WHERE search MATCH ?", (search.match_expression("oeuvrard"),))
    assert hit is not None
    assert store.saved_at == clock.now
    assert [(c.seq, c.label, c.rows, c.origin) for c in told] == [(seq, label, {("person", person)}, "champ")]
    assert told[0].touches(frozenset({"person"}))
    assert not told[0].touches(frozenset({"theme"}))


def raise_inside(store: Store) -> None:
    with store.change("Abandon") as change:
        change.insert("person", last_name="Perdue")
        change.update("council", 1, name="Perdu")
        raise KeyboardInterrupt


def fail_to_commit(store: Store) -> None:
    store._connection = BrokenConnection(store._connection, "COMMIT", sqlite_error(13))
    add_person(store, "Perdue")


def break_a_reference(store: Store) -> None:
    with store.change("Référence rompue") as change:
        change.insert("mandate", person_id=999, institution_id=999, rank="titular")


def break_the_index(store: Store) -> None:
    store._connection = BrokenConnection(store._connection, "INSERT INTO search ", sqlite_error(13))
    add_person(store, "Perdue")


def write_half_a_character(store: Store) -> None:
    add_theme(store, "perdu \ud83d")


def break_at_once(store: Store) -> None:
    with store.change("Deux fois") as change:
        change.insert("theme", name="Deux fois")
        change.insert("theme", name="Deux fois")


def nest_and_fail(store: Store) -> None:
    with store.change("Dehors") as change:
        change.insert("theme", name="dehors")
        add_theme(store, "dedans")
        raise Refusal("non")


BAD_ENDS = [
    raise_inside,
    fail_to_commit,
    break_a_reference,
    break_the_index,
    write_half_a_character,
    break_at_once,
    nest_and_fail,
]


@pytest.mark.parametrize("bad_end", BAD_ENDS)
def test_nothing_remains_of_a_change_that_fails(store: Store, bad_end) -> None:
    add_theme(store, "Avant")
    assert leftovers(store, bad_end) == []
    assert not store._connection.in_transaction
    add_theme(store, "La suite va bien")
    assert backups.check(store.path) == []


@pytest.mark.parametrize(
    "bad_end", [raise_inside, fail_to_commit, break_the_index, break_at_once, nest_and_fail]
)
def test_a_door_that_keeps_what_failed_is_seen(store: Store, bad_end, monkeypatch) -> None:
    monkeypatch.setattr(Store, "_roll_back", lambda self, connection: connection.execute("COMMIT"))
    assert "rows or search" in leftovers(store, bad_end)


def test_failures_are_told_apart(store: Store) -> None:
    with pytest.raises(BrokenRuleError):
        break_a_reference(store)
    with pytest.raises(BrokenRuleError, match="nope"):
        store.rows("SELECT nope FROM council")
    with pytest.raises(Refusal, match="caractère abîmé"):
        write_half_a_character(store)
    with pytest.raises(SaveRefused, match=r"Le disque est plein.*le fichier n’a pas changé"):
        fail_to_commit(store)


def test_a_change_inside_a_change_joins_it(store: Store) -> None:
    count = len(steps(store))
    with store.change("Dehors") as change:
        add_theme(store, "dedans")
        assert [row["name"] for row in change.rows("theme")] == ["dedans"]
        change.insert("theme", name="dehors")
    assert [s[2] for s in steps(store)[count:]] == ["Dehors"]
    store.undo()
    assert store.rows("SELECT * FROM theme") == []


def test_a_change_of_nothing_writes_no_step(store: Store) -> None:
    told: list = []
    store.subscribe(told.append)
    count, saved = len(steps(store)), store.saved_at
    with store.change("Rien") as change:
        change.update("council", 1, name="CLSPD d’Essai")
    with store.change("Aller et retour") as change:
        change.update("council", 1, name="Autre")
        change.update("council", 1, name="CLSPD d’Essai")
    with store.change("Mis puis ôté") as change:
        change.delete("theme", change.insert("theme", name="bref"))
    assert (len(steps(store)), store.saved_at, told) == (count, saved, [])


def test_images_of_an_update_hold_the_changed_columns_only(store: Store) -> None:
    with store.change("Adresse") as change:
        change.update("council", 1, name="CLSPD d’Essai", address="1 rue Neuve", phone="01")
        change.update("council", 1, phone="02")
    images = journal.read_images(store._connection, steps(store)[-1][0])
    assert images == [
        (("council", 1), {"address": "", "phone": ""}, {"address": "1 rue Neuve", "phone": "02"})
    ]


def test_blobs_are_told_by_their_digest(store: Store) -> None:
    data = b"\x89PNG KEVINCANARI" * 50
    with store.change("Logo") as change:
        sha256 = change.put_blob(data)
        assert change.put_blob(data) == sha256
        change.update("council", 1, logo=sha256)
    assert len(sha256) == 64
    written = [str(tuple(row)) for row in store.rows("SELECT before, after FROM journal_row")]
    assert any(sha256 in text for text in written)
    assert not any("KEVINCANARI" in text for text in written)
    store.undo()
    assert store.row("SELECT count(*) AS n FROM blob")["n"] == 1
    store.redo()
    assert store.row("SELECT data FROM blob JOIN council ON logo = sha256")["data"] == data


def test_ids_are_never_reused(store: Store) -> None:
    given = set()
    for _ in range(3):
        given.add(add_theme(store))
        store.undo()
    theme = add_theme(store)
    with store.change("Suppression") as change:
        change.delete("theme", theme)
    given.add(theme)
    given.add(add_theme(store))
    assert len(given) == 5


def test_counters_are_outside_undo(store: Store) -> None:
    def take(number: int = 0) -> int:
        with store.change("Numéro") as change:
            if number:
                change.raise_counter("E", 2026, number)
            given = change.next_number("E", 2026)
            change.insert("theme", name=f"n° {given}")
            return given

    assert [take(), take()] == [1, 2]
    store.undo()
    assert take() == 3
    assert take(40) == 41
    assert take(7) == 42, "a counter never goes back"
    with store.change("Autre année") as change:
        assert change.next_number("E", 2027) == 1


def test_subscribers_hear_only_of_what_is_saved(store: Store) -> None:
    told: list = []
    stop = store.subscribe(lambda change: told.append((change.label, store._connection.in_transaction)))
    add_theme(store)
    assert told == [("Ajout de « Bruit »", False)]
    stop()
    add_theme(store, "Nuit")
    store.close()
    stop()
    assert len(told) == 1


def test_a_closed_file_is_not_opened_again_without_the_pen(store: Store) -> None:
    store.close()
    with pytest.raises(Refusal, match="est fermé"):
        store.rows("SELECT 1")
    with pytest.raises(Refusal, match="est fermé"):
        store.poll()
    with pytest.raises(Refusal, match="est fermé"):
        add_theme(store)


def test_the_order_follows_the_number_when_the_clock_jumps(store: Store, clock: FrozenClock) -> None:
    for days in (5 * 365, -10 * 365, 1):
        clock.advance(days=days)
        add_theme(store, f"{days} jours")
    assert [store.undo() for _ in range(3)] == [f"Ajout de « {days} jours »" for days in (1, -3650, 1825)]


# The rules of the source


def faults(source: str, in_store: bool, where: str) -> list[str]:
    """What no module may do: another SQLite, a fork, an open() of the live file outside the opening."""
    found = []
    for node in ast.walk(ast.parse(source)):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name.split(".")[0] for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [(node.module or "").split(".")[0]]
        banned = {"sqlite3", "apsw", "pysqlite3", *(() if in_store else ("sqlcipher3", "sqlite_utils"))}
        found += [f"{where}: imports {name}" for name in names if name in banned]
        if isinstance(node, ast.Attribute) and node.attr in ("fork", "forkpty"):
            found.append(f"{where}: forks")
        if in_store and isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in ("open", "read_bytes", "write_bytes", "read_text", "write_text"):
                found.append(f"{where}: opens a file by {called}")
    return found


ALLOWED = {
    "store/opening.py: opens a file by open",  # require_ours, before SQLite opens the file
    "store/lock.py: opens a file by open",  # the lock beside it
    "store/backups.py: opens a file by open",  # fsync of a copy not yet in place
}


def test_the_live_file_is_opened_in_one_place_by_one_library() -> None:
    root = Path(coprodesk.__file__).parent
    found = []
    for path in sorted(root.rglob("*.py")):
        where = path.relative_to(root).as_posix()
        found += faults(path.read_text(encoding="utf-8"), where.startswith("store/"), where)
    assert sorted(found) == sorted(ALLOWED), found


def test_a_second_library_or_a_fork_is_seen() -> None:
    assert faults("import sqlite3", True, "x")
    assert faults("from sqlcipher3 import dbapi2", False, "x")
    assert faults("import os\nos.fork()", False, "x")
    assert faults("def f(path):\n    path.read_bytes()", True, "x")
    assert not faults("from sqlcipher3 import dbapi2", True, "x")
