"""The opening contract: each step in order, and every refused file byte for byte as it was."""

import os
import random
import stat
import sys
import zipfile
from pathlib import Path

import pytest

from coprodesk.domain.errors import Refusal
from coprodesk.store import Opening, Store, backups, create, driver, migrations, open_file
from coprodesk.store import opening as module
from coprodesk.store.lock import lock_path
from tests.conftest import bare_council
from tests.faults.tools import beside, child, digest, kill


@pytest.fixture
def path(store: Store) -> Path:
    """A closed file of several pages."""
    with store.change("Thèmes") as change:
        for n in range(200):
            change.insert("theme", name=f"Thème {n} " + "x" * 200)
    store.close()
    return store.path


def refusal(path: Path, opening: Opening, **options: bool) -> str:
    """Open `path`, which must be refused and left as it is with nothing beside it; return the sentence."""
    before = digest(path) if path.is_file() else None
    with pytest.raises(Refusal) as caught:
        open_file(path, opening, **options)
    if before is not None:
        assert digest(path) == before, "a refused file was touched"
    assert beside(path) == []
    return str(caught.value)


def refusal_of(path: Path, opening: Opening) -> str:
    with pytest.raises(Refusal) as caught:
        open_file(path, opening)
    return str(caught.value)


def patch(path: Path, offset: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(data)


# Creating


def test_a_new_file_is_ours_private_and_alone(tmp_path: Path, opening: Opening) -> None:
    store = create(tmp_path / "neuf.copro", opening, bare_council, "Création")
    assert module.require_ours(store.path) == migrations.latest()
    if sys.platform != "win32":
        assert stat.S_IMODE(store.path.stat().st_mode) == 0o600
    store.close()
    assert beside(store.path) == []
    assert backups.check(store.path) == []


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path, opening: Opening) -> None:
    with pytest.raises(Refusal, match=r"Le dossier « fautif » n’existe pas\. Rien n’a été écrit\."):
        create(tmp_path / "fautif" / "neuf.copro", opening, bare_council, "Création")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_exists_is_not_made_again(path: Path, opening: Opening) -> None:
    before = digest(path)
    with pytest.raises(Refusal, match="existe déjà"):
        create(path, opening, bare_council, "Création")
    assert digest(path) == before


@pytest.mark.parametrize("error", [Refusal("non"), KeyboardInterrupt(), OSError(28, "full")])
def test_a_file_that_fails_to_be_made_leaves_nothing(tmp_path: Path, opening: Opening, error) -> None:
    def fail(change) -> None:
        bare_council(change)
        raise error

    with pytest.raises((Refusal, KeyboardInterrupt)):
        create(tmp_path / "neuf.copro", opening, fail, "Création")
    assert list(tmp_path.iterdir()) == []


# Refusing


def test_what_is_not_ours(tmp_path: Path, opening: Opening) -> None:
    text = tmp_path / "texte.copro"
    text.write_text("Compte rendu\n" * 100, encoding="utf-8")
    assert "n’est pas un fichier CoproDesk" in refusal(text, opening)
    text.write_bytes(b"")
    assert "n’est pas un fichier CoproDesk" in refusal(text, opening)
    text.unlink()
    archive = tmp_path / "archive.copro"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("a.txt", "a")
    assert "n’est pas un fichier CoproDesk" in refusal(archive, opening)
    archive.unlink()
    other = tmp_path / "autre.copro"
    connection = driver.dbapi2.connect(str(other))
    connection.execute("CREATE TABLE t (a)")
    connection.execute("PRAGMA application_id = 1234")
    connection.close()
    assert "n’est pas un fichier CoproDesk" in refusal(other, opening)
    assert "n’est pas un fichier CoproDesk" in refusal(other, opening, read_only=True)


def test_missing_file_and_directory(tmp_path: Path, opening: Opening) -> None:
    assert "introuvable" in refusal(tmp_path / "absent.copro", opening)
    with pytest.raises(Refusal, match="introuvable"):
        open_file(tmp_path / "dossier absent" / "absent.copro", opening)
    (tmp_path / "dossier.copro").mkdir()
    assert "n’est pas un fichier" in refusal(tmp_path / "dossier.copro", opening)


@pytest.mark.parametrize("ahead", [1, 100])
@pytest.mark.parametrize("read_only", [False, True])
def test_a_newer_file_is_refused_unread(path: Path, opening: Opening, ahead: int, read_only: bool) -> None:
    version = migrations.latest() + ahead
    patch(path, 60, version.to_bytes(4, "big"))
    told = refusal(path, opening, read_only=read_only)
    assert "version plus récente" in told
    assert f"format {version}" in told


def test_a_check_that_lets_newer_files_in_is_seen(path: Path, opening: Opening, monkeypatch) -> None:
    patch(path, 60, (99).to_bytes(4, "big"))
    monkeypatch.setattr(module, "require_ours", lambda _: migrations.latest())
    open_file(path, opening).close()


def test_a_file_cut_anywhere_is_refused(path: Path, opening: Opening) -> None:
    whole = path.read_bytes()
    draw = random.Random(7)
    for size in {1, 16, 99, 100, 4096, len(whole) - 1, *(draw.randrange(len(whole)) for _ in range(40))}:
        path.write_bytes(whole[:size])
        for read_only in (False, True):
            told = refusal(path, opening, read_only=read_only)
            assert "endommagé" in told or (size < 72 and "n’est pas un fichier" in told)


def damage(whole: bytes, draw: random.Random) -> bytes:
    data = bytearray(whole)
    pages = len(whole) // 4096
    for _ in range(draw.choice([1, 1, 3])):
        kind = draw.choice(["flip", "zero", "swap", "noise", "tail"])
        page = draw.randrange(pages) * 4096
        if kind == "flip":
            data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
        elif kind == "zero":
            data[page : page + 4096] = bytes(4096)
        elif kind == "noise":
            data[page : page + 64] = draw.randbytes(64)
        elif kind == "swap":
            other = draw.randrange(pages) * 4096
            data[page : page + 4096], data[other : other + 4096] = (
                data[other : other + 4096],
                data[page : page + 4096],
            )
        else:
            data += draw.randbytes(500)
    return bytes(data)


def test_a_damaged_file_never_brings_the_program_down(path: Path, opening: Opening) -> None:
    """After an unclean end every page is read: the file opens whole, or is refused and left alone."""
    whole = path.read_bytes()
    draw = random.Random(11)
    refused = 0
    for _ in range(150):
        path.write_bytes(damage(whole, draw))
        before = digest(path)
        lock_path(path).write_text('{"user": "M", "host": "PC-MAIRIE-12", "pid": 1, "since": ""}')
        try:
            store = open_file(path, opening)
        except Refusal:
            refused += 1
        else:
            assert backups.check(path) == []
            store.close()
        assert digest(path) == before, "opening alone writes nothing"
        assert not (path.parent / f"{path.name}-journal").exists()
        lock_path(path).unlink(missing_ok=True)
    assert refused > 75, "the damage was hardly felt: the test proves little"


def test_reading_a_damaged_page_is_a_refusal(path: Path, opening: Opening) -> None:
    """After a clean end the pages are read as they are needed; what cannot be read is said."""
    data = path.read_bytes()
    for spot in {n // 4096 * 4096 for n in range(len(data)) if data.startswith(b"Th\xc3\xa8me 150 x", n)}:
        patch(path, spot, b"\xff" * 200)
    store = open_file(path, opening)
    with pytest.raises(Refusal, match="endommagé"):
        store.rows("SELECT * FROM theme NOT INDEXED")
    store.close()
    assert backups.check(path)


def test_text_that_is_no_text_is_a_refusal(path: Path, opening: Opening) -> None:
    data = path.read_bytes()
    for spot in [n for n in range(len(data)) if data.startswith(b"Th\xc3\xa8me 150 x", n)]:
        patch(path, spot + 2, b"\xff\xff")
    store = open_file(path, opening)
    with pytest.raises(Refusal, match="endommagé"):
        store.rows("SELECT * FROM theme NOT INDEXED")
    store.close()


def test_a_protected_file_is_opened_for_reading_only(path: Path, opening: Opening, monkeypatch) -> None:
    path.chmod(0o444)
    monkeypatch.setattr(os, "access", lambda *_: False)  # what a user other than root is told
    assert "protégé en écriture" in refusal(path, opening)
    store = open_file(path, opening, read_only=True)
    assert store.read_only
    store.close()
    assert beside(path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="rights")
def test_a_file_that_may_not_be_read(path: Path, opening: Opening, monkeypatch) -> None:
    def forbidden(self, *arguments, **options):
        raise PermissionError(13, "Permission denied")

    before = digest(path)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", forbidden)
        with pytest.raises(Refusal, match="ne peut pas être lu par ce compte"):
            open_file(path, opening)
    assert (digest(path), beside(path)) == (before, [])


# Order


def test_the_steps_come_in_order(path: Path, opening: Opening, monkeypatch) -> None:
    """Lock, first bytes, soundness, backup, migration, connection; the pen is given back when one fails."""
    passed = []

    def note(name: str, target, attribute: str, fail: str = "") -> None:
        real = getattr(target, attribute)

        def noted(*arguments, **options):
            passed.append(name)
            if name == fail:
                raise Refusal(name)
            return real(*arguments, **options)

        monkeypatch.setattr(target, attribute, noted)

    monkeypatch.setattr(migrations, "STEPS", [*migrations.STEPS, extra_table])
    for name, target, attribute in [
        ("lock", module, "acquire"),
        ("bytes", module, "require_ours"),
        ("sound", module, "_require_sound"),
        ("backup", backups, "back_up"),
        ("migrate", module, "_migrate"),
        ("connect", module, "_connect"),
    ]:
        note(name, target, attribute, fail="connect")
    before = digest(path)
    with pytest.raises(Refusal, match="connect"):
        open_file(path, opening)
    assert passed == ["lock", "bytes", "sound", "bytes", "backup", "migrate", "connect"]
    assert not lock_path(path).exists()
    assert digest(path) != before, "the migration itself was complete"


def extra_table(db) -> None:
    db.execute("CREATE TABLE extra (id INTEGER PRIMARY KEY, text TEXT) STRICT")


def test_a_clean_end_asks_for_no_verification(path: Path, opening: Opening, monkeypatch) -> None:
    monkeypatch.setattr(module, "_require_sound", lambda *_: pytest.fail("read every page"))
    open_file(path, opening).close()


# After a killed writer


def test_a_hot_journal_is_rolled_back(path: Path, opening: Opening) -> None:
    process = child("half_way", path)
    assert process.stdout.readline() == b"ready\n"
    kill(process)
    journal = path.parent / f"{path.name}-journal"
    assert journal.stat().st_size > 0
    alone = path.parent / "seul.copro"
    alone.write_bytes(path.read_bytes())
    assert backups.check(alone) != [], "sabotage: without its journal the same file is broken"
    store = open_file(path, opening)
    assert store.row("SELECT address FROM council")["address"] == ""
    assert store.row("SELECT count(*) AS n FROM theme")["n"] == 200
    assert not journal.exists()
    assert backups.check(path) == []
    store.close()


def test_a_hot_journal_without_a_lock_is_verified_too(path: Path, opening: Opening, monkeypatch) -> None:
    process = child("half_way", path)
    process.stdout.readline()
    kill(process)
    lock_path(path).unlink()
    verified = []
    real = module._require_sound
    monkeypatch.setattr(module, "_require_sound", lambda *a: (verified.append(a), real(*a)))
    open_file(path, opening).close()
    assert verified


def test_the_version_is_read_again_after_a_rollback(path: Path, opening: Opening, monkeypatch) -> None:
    """A program killed in a migration leaves the new version in the first page, the old in the journal."""
    process = child("hold_half_a_migration", path)
    assert process.stdout.readline() == b"ready\n"
    kill(process)
    patch(
        path, 60, (migrations.latest() + 1).to_bytes(4, "big")
    )  # as if the first page had just been written too
    assert "version plus récente" in refusal_of(path, opening), "an older program does not touch it"
    monkeypatch.setattr(migrations, "STEPS", [*migrations.STEPS, extra_table])
    store = open_file(path, opening)
    assert store.rows("SELECT * FROM extra") == [], "the step was applied anew"
    assert store.row("PRAGMA user_version")[0] == migrations.latest()
    store.close()
    assert backups.check(path) == []
