"""One pen: who holds it is told, and it is free again however its holder ended."""

import errno
import json
import os
import sys
from pathlib import Path

import pytest

from coprodesk.domain.errors import Refusal
from coprodesk.store import FileHeld, Holder, Opening, Store, lock, open_file
from coprodesk.store.lock import lock_path
from tests.conftest import NOON
from tests.faults.tools import child, digest, kill

OTHER = Holder("Nadia", "PC-POLICE-3", 77, NOON.isoformat())


def refused(path: Path, opening: Opening) -> FileHeld | None:
    """Try to open with the pen; return the refusal, None when the pen was given."""
    try:
        open_file(path, opening).close()
    except FileHeld as held:
        return held
    return None


def test_a_second_opening_is_told_who_where_and_since_when(store: Store, opening: Opening) -> None:
    held = refused(store.path, opening)
    assert held is not None
    assert not held.elsewhere
    text = str(held).replace("\u00a0", " ")
    for words in ("Maëlle", "PC-MAIRIE-12", "14 h 32", "15 octobre 2026", "lecture seule"):
        assert words in text
    with store.change("Le premier écrit encore") as change:
        change.insert("theme", name="Bruit")
    store.close()
    assert refused(store.path, opening) is None
    assert not lock_path(store.path).exists()


def test_without_the_system_lock_a_second_opening_is_seen(
    store: Store, opening: Opening, monkeypatch
) -> None:
    monkeypatch.setattr(lock, "_try_lock", lambda _: True)
    assert refused(store.path, opening) is None, (
        "the sabotaged lock lets two pens in, and the test above sees it"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_link_is_the_same_file(store: Store, opening: Opening, tmp_path: Path) -> None:
    (tmp_path / "ailleurs").mkdir()
    link = tmp_path / "ailleurs" / "lien.copro"
    link.symlink_to(store.path)
    assert refused(link, opening) is not None


def test_the_pen_of_a_killed_process_is_free_and_the_end_known_as_unclean(
    store: Store, opening: Opening
) -> None:
    path = store.path
    store.close()
    process = child("hold", path)
    assert process.stdout.readline() == b"ready\n"
    held = refused(path, opening)
    assert held is not None
    assert "Enfant" in str(held)
    assert json.loads(lock_path(path).read_text())["pid"] == process.pid
    kill(process)
    assert lock_path(path).exists()
    pen = lock.acquire(path, opening.me)
    assert pen.unclean
    pen.release()
    assert not lock_path(path).exists()


def test_an_orderly_end_in_another_process_leaves_nothing(store: Store, opening: Opening) -> None:
    path = store.path
    store.close()
    process = child("hold", path)
    process.stdout.readline()
    process.communicate()
    assert not lock_path(path).exists()
    pen = lock.acquire(path, opening.me)
    assert not pen.unclean
    pen.release()


def test_the_name_of_another_host_is_believed(store: Store, opening: Opening) -> None:
    store.close()
    lock_path(store.path).write_text(
        json.dumps({"user": OTHER.user, "host": OTHER.host, "pid": 77, "since": OTHER.since})
    )
    held = refused(store.path, opening)
    assert held is not None
    assert "Nadia" in str(held)
    assert "PC-POLICE-3" in str(held)
    assert held.elsewhere, "only that may be taken over"
    assert "PC-POLICE-3" in lock_path(store.path).read_text(), "its name stays"
    again = open_file(store.path, opening, take_over=True)
    assert json.loads(lock_path(store.path).read_text())["user"] == "Maëlle"
    assert refused(store.path, opening._replace(me=OTHER)) is not None
    again.close()


@pytest.mark.parametrize(
    "garbage",
    [
        b"\0\xff\xfe garbage",
        b"[1, 2]",
        b'"text"',
        b"[" * 5000,
        b"{}",
        b'{"user": "a", "host": "", "pid": "x", "since": ""}',
        b'{"user": 1, "host": "PC-MAIRIE-12", "pid": 1, "since": "hier"}',
    ],
)
def test_a_garbled_lock_is_an_unclean_end(store: Store, opening: Opening, garbage: bytes) -> None:
    store.close()
    lock_path(store.path).write_bytes(garbage)
    pen = lock.acquire(store.path, opening.me)
    assert pen.unclean
    lock_path(store.path).write_bytes(garbage)
    held = refused(store.path, opening)
    assert held is not None, "held all the same, whatever the text says"
    assert "essai.copro" in str(held)
    pen.release()


def test_the_pen_is_given_back_when_opening_fails(store: Store, opening: Opening) -> None:
    store.close()
    whole = store.path.read_bytes()
    store.path.write_bytes(b"Bonjour")
    with pytest.raises(Refusal, match="n’est pas un fichier CoproDesk"):
        open_file(store.path, opening)
    assert not lock_path(store.path).exists()
    store.path.write_bytes(whole)
    assert refused(store.path, opening) is None


def test_an_unclean_end_stays_known_until_the_file_is_proved_sound(store: Store, opening: Opening) -> None:
    """A damaged file refused once must not open at the second try because the first removed the name."""
    store.close()
    data = bytearray(store.path.read_bytes())
    spot = data.rindex("CLSPD d’Essai".encode())
    page = spot // 4096 * 4096
    data[page : page + 8] = b"\xff" * 8
    store.path.write_bytes(data)
    lock_path(store.path).write_text(
        json.dumps({"user": "Maëlle", "host": "PC-MAIRIE-12", "pid": 1, "since": NOON.isoformat()})
    )
    before = digest(store.path)
    for _ in range(2):
        with pytest.raises(Refusal, match="incomplet ou endommagé"):
            open_file(store.path, opening)
    assert digest(store.path) == before


def test_a_folder_that_takes_no_lock_is_read_only(store: Store, opening: Opening, monkeypatch) -> None:
    store.close()
    real = os.open

    def protected(path, flags, *mode):
        if str(path).endswith(".lock"):
            raise PermissionError(13, "Permission denied")
        return real(path, flags, *mode)

    monkeypatch.setattr(os, "open", protected)
    with pytest.raises(FileHeld, match=r"protégé en écriture.*lecture seule"):
        open_file(store.path, opening)
    reader = open_file(store.path, opening, read_only=True)
    assert reader.row("SELECT name FROM council")["name"] == "CLSPD d’Essai"
    reader.close()


def test_a_full_disk_is_not_called_protected(store: Store, opening: Opening, monkeypatch) -> None:
    store.close()

    def full(descriptor: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    def nearly_full(descriptor: int, data: bytes) -> int:
        return write(descriptor, data[:5])

    write = os.write
    for sabotage in (full, nearly_full):
        monkeypatch.setattr(lock.os, "write", sabotage)
        with pytest.raises(FileHeld, match=r"est plein.*Libérez de la place"):
            open_file(store.path, opening)
        assert not lock_path(store.path).exists(), "nothing is left behind"


def test_a_full_disk_does_not_hide_an_unclean_end(store: Store, opening: Opening, monkeypatch) -> None:
    store.close()
    lock_path(store.path).write_text(json.dumps(opening.me._asdict()))

    def full(descriptor: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(lock.os, "write", full)
        with pytest.raises(FileHeld, match="est plein"):
            open_file(store.path, opening)
    pen = lock.acquire(store.path, opening.me)
    assert pen.unclean
    pen.release()
