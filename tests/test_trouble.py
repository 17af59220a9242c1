"""Full disks, moved files and failing devices: one sentence, nothing acknowledged into the void, all kept."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from coprodesk.domain.errors import Refusal
from coprodesk.store import Opening, SaveRefused, Store, backups, driver, open_file, trouble
from tests.conftest import FrozenClock
from tests.faults.tools import child, digest, dump
from tests.test_door import BrokenConnection, sqlite_error


def save(store: Store, name: str) -> None:
    with store.change(f"Ajout de {name}") as change:
        change.insert("theme", name=name)


def themes(path: Path, opening: Opening) -> list[str]:
    """The themes that a fresh reader finds in `path`."""
    reader = open_file(path, opening, read_only=True)
    try:
        return [row["name"] for row in reader.rows("SELECT name FROM theme ORDER BY id")]
    finally:
        reader.close()


# Files that move (posix: Windows does not let go of an open file)


def move(path: Path) -> Path:
    return path.rename(path.with_name("ailleurs.copro"))


def move_folder(path: Path) -> Path:
    return path.parent.rename(path.parent.with_name(f"{path.parent.name} déplacé")) / path.name


def replace(path: Path) -> Path:
    copy = path.with_name("copie.copro")
    shutil.copy(path, copy)
    return copy.replace(path)


def replace_by_another(path: Path) -> Path:
    kept = move(path)
    path.write_text("tout autre chose")
    return kept


def delete(path: Path) -> Path:
    kept = path.with_name("lien.copro")
    os.link(path, kept)
    path.unlink()
    return kept


MOVES = [move, move_folder, replace, replace_by_another, delete]
posix = pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be moved there")


def lost_after(store: Store, happen, *, amid: bool) -> list[str]:
    """Let `happen` befall the file between two edits, or `amid` the first of them.

    Return what was acknowledged and is nowhere to be found at the file's place.
    """
    save(store, "Avant")
    before = digest(store.path)
    kept = None if amid else happen(store.path)
    acknowledged = []
    for name in ("Un", "Deux"):
        sentence = ""
        try:
            with store.change(f"Ajout de {name}") as change:
                change.insert("theme", name=name)
                if kept is None:
                    kept = happen(store.path)
            acknowledged.append(name)
        except SaveRefused as told:
            sentence = str(told)
        assert not store._connection.in_transaction
        assert not sentence or "déplacé ou remplacé" in sentence or Store._require_same_file is ignore
    assert acknowledged or digest(kept) == before, "the old content changed"
    found = store.path.read_bytes() if store.path.exists() else b""
    return [name for name in acknowledged if name.encode() not in found]


def ignore(store: Store) -> None:
    """The sabotaged guard."""


@posix
@pytest.mark.parametrize("amid", [False, True])
@pytest.mark.parametrize("happen", MOVES)
def test_nothing_is_acknowledged_into_a_file_that_moved(store: Store, happen, amid: bool) -> None:
    assert lost_after(store, happen, amid=amid) == []
    if store.path.exists() and happen is not replace_by_another:
        assert backups.check(store.path) == []


@posix
@pytest.mark.parametrize("happen", [happen for happen in MOVES if happen is not move_folder])
def test_sqlite_alone_loses_what_it_acknowledges(store: Store, happen, monkeypatch) -> None:
    """It looks at its file when a change begins, not when it is committed."""
    monkeypatch.setattr(Store, "_require_same_file", ignore)
    assert lost_after(store, happen, amid=True) == ["Un"]


@posix
def test_a_file_put_back_is_written_again(store: Store, opening: Opening) -> None:
    kept = move(store.path)
    with pytest.raises(SaveRefused):
        save(store, "Perdu")
    kept.rename(store.path)
    save(store, "Retrouvé")
    assert themes(store.path, opening) == ["Retrouvé"]


@posix
@pytest.mark.parametrize("happen", MOVES)
def test_what_is_open_can_be_saved_elsewhere(store: Store, opening: Opening, tmp_path: Path, happen) -> None:
    save(store, "Avant")
    happen(store.path)
    with pytest.raises(SaveRefused):
        save(store, "Refusé")
    target = tmp_path.with_name(f"{tmp_path.name} clé") / "copie.copro"
    target.parent.mkdir()
    store.copy_to(target)
    assert themes(target, opening) == ["Avant"]
    assert backups.check(target) == []
    if happen in (move, delete):
        with pytest.raises(Refusal):  # sabotage: asked of the place instead of what is open
            backups.copy_to(store.path, target, replace=True)


@posix
def test_rights_taken_away_lose_nothing(store: Store, opening: Opening) -> None:
    """An open file stays writable on this system whatever its new rights: what is acknowledged is there."""
    save(store, "Avant")
    store.path.chmod(0o444)
    acknowledged = ["Avant"]
    try:
        save(store, "Après")
        acknowledged.append("Après")
    except SaveRefused:
        pass
    assert themes(store.path, opening) == acknowledged


# Full disks


def fill(store: Store, limit: int = 500) -> tuple[int, SaveRefused]:
    """Save until the disk is full; return how many saves were acknowledged, and the refusal."""
    for n in range(limit):
        try:
            save(store, f"{n} " + "x" * 3000)
        except SaveRefused as told:
            return n, told
    raise AssertionError("the disk was never full")


def test_a_full_disk_keeps_everything_acknowledged(
    store: Store, opening: Opening, clock: FrozenClock
) -> None:
    pages = driver.scalar(store._connection, "PRAGMA page_count")
    driver.scalar(store._connection, f"PRAGMA max_page_count = {pages + 40}")
    clock.advance(minutes=1)
    count, told = fill(store)
    assert count > 5
    sentence = str(told).replace("\u00a0", " ")
    assert sentence.startswith("Le disque est plein. Votre dernière modification n’est pas enregistrée")
    assert "tout ce qui précède 14:33:05 l’est" in sentence
    held = dump(store)
    assert len(held["theme"]) == count
    assert store.undo_label.startswith(f"Ajout de {count - 1} ")
    with pytest.raises(SaveRefused):
        save(store, "y" * 20_000)
    assert dump(store) == held
    driver.scalar(store._connection, f"PRAGMA max_page_count = {pages * 10}")
    save(store, "De la place")
    assert len(themes(store.path, opening)) == count + 1
    assert backups.check(store.path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="RLIMIT_FSIZE")
@pytest.mark.parametrize("spare", [0, 9000, 40_000, 100_000])
def test_a_limit_on_the_size_of_files(store: Store, opening: Opening, spare: int) -> None:
    store.close()
    said, _ = child("run_out_of_room", store.path, spare).communicate()
    lines = said.decode().splitlines()
    acknowledged = sum(line.startswith("ack ") for line in lines)
    assert any(line.startswith("refused SaveRefused Le dis") for line in lines), lines
    assert lines[-2:] == ["saved again", "same file True"]
    names = themes(store.path, opening)
    assert len(names) == acknowledged + 1
    assert names[-1] == "après"
    assert backups.check(store.path) == []


# Failing devices


@pytest.mark.parametrize("statement", ["BEGIN", "INSERT INTO theme", "INSERT INTO journal_step", "COMMIT"])
@pytest.mark.parametrize("code", [10, 10 | 4 << 8, 11, 26])
def test_after_an_error_of_the_device_the_file_is_opened_anew(
    store: Store, opening: Opening, statement: str, code: int
) -> None:
    save(store, "Avant")
    first = store._connection
    broken = BrokenConnection(first, statement, sqlite_error(code))
    store._connection = broken
    with pytest.raises(SaveRefused, match="Le disque n’a pas accepté l’écriture"):
        save(store, "Refusé")
    with pytest.raises(driver.Error, match="closed"):
        first.execute("SELECT 1")
    assert store.poll(), "every page asks again"
    assert themes(store.path, opening) == ["Avant"]
    save(store, "Après")
    assert store._connection is not first
    assert store.row("PRAGMA synchronous")[0] == 3
    store.undo()
    assert themes(store.path, opening) == ["Avant"]


def test_keeping_the_connection_is_seen(store: Store, monkeypatch) -> None:
    monkeypatch.setattr(Store, "_drop_connection", lambda self: None)
    broken = store._connection = BrokenConnection(store._connection, "COMMIT", sqlite_error(10))
    with pytest.raises(SaveRefused):
        save(store, "Refusé")
    assert store._connection is broken, "the sabotaged store goes on with what the test above finds closed"


def test_a_commit_that_failed_after_reaching_the_disk(store: Store, opening: Opening) -> None:
    """The folder could not be synced after the journal was deleted: the list follows what is on the disk."""

    class Late(BrokenConnection):
        def execute(self, sql, *arguments):
            if sql == "COMMIT":
                self._real.execute("COMMIT")
            return super().execute(sql, *arguments)

    store._connection = Late(store._connection, "COMMIT", sqlite_error(10))
    with pytest.raises(SaveRefused):
        save(store, "Peut-être")
    assert store.poll()
    assert store.undo() == "Ajout de Peut-être"
    assert themes(store.path, opening) == []


def test_a_read_error_is_said_and_the_next_read_opens_anew(store: Store) -> None:
    save(store, "Avant")
    store._connection = BrokenConnection(store._connection, "SELECT", sqlite_error(10 | 1 << 8))
    with pytest.raises(Refusal, match="ne se laisse pas lire pour l’instant"):
        store.rows("SELECT * FROM theme")
    assert len(store.rows("SELECT * FROM theme")) == 1


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (13, "Le disque est plein"),
        (8, "protégé en écriture"),
        (5, "Un autre programme lit ou copie"),
        (10, "Le disque n’a pas accepté"),
        (778, "Le disque n’a pas accepté"),
        (14, "Le disque n’a pas accepté"),
    ],
)
def test_the_sentence_of_each_failure(store: Store, code: int, words: str, clock: FrozenClock) -> None:
    for saved_at, safe in ((None, "le fichier n’a pas changé"), (clock.now, "14:32:05 l’est")):
        told = str(trouble.save_refused(sqlite_error(code), saved_at))
        assert words in told
        assert safe in told
        assert told[-1] == "."


def test_a_lock_of_another_program_is_waited_for_then_said(store: Store, opening: Opening) -> None:
    other = driver.connect(store.path)
    other.execute("BEGIN EXCLUSIVE")
    store._connection.execute("PRAGMA busy_timeout = 20")
    with pytest.raises(SaveRefused, match="Un autre programme lit ou copie"):
        save(store, "Refusé")
    with pytest.raises(Refusal, match="ne se laisse pas lire pour l’instant"):
        store.rows("SELECT * FROM theme")
    other.execute("ROLLBACK")
    other.close()
    save(store, "Accepté")
    assert themes(store.path, opening) == ["Accepté"]
