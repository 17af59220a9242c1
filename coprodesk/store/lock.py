"""One pen per file: an operating-system lock on a small file beside the council file, with its holder’s name.

The system frees the lock when the process dies, however it dies; what it wrote stays and tells that the end
was not clean. A holder named by another host is believed even when the lock is free, since shares may not
carry locks from one host to another.
"""

import contextlib
import errno
import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from coprodesk.store import trouble


class Holder(NamedTuple):
    """Who holds the pen: user, host, process and since when (ISO 8601)."""

    user: str
    host: str
    pid: int
    since: str


class Lock:
    """The pen of one council file, held from `acquire` to `release`."""

    def __init__(self, path: Path, descriptor: int, unclean: bool) -> None:
        self.path = path
        self.unclean = unclean
        self._descriptor = descriptor

    def release(self, *, checked: bool = True) -> None:
        """Give the pen back and remove the file; harmless when called twice.

        `checked` is False when the file was not proved sound after an unclean end: the name then stays, and
        the next opening checks again.
        """
        if self._descriptor < 0:
            return
        descriptor, self._descriptor = self._descriptor, -1
        if self.unclean and not checked:
            os.close(descriptor)
        elif sys.platform != "win32":
            self.path.unlink(missing_ok=True)
            os.close(descriptor)
        else:
            os.close(descriptor)
            self.path.unlink(missing_ok=True)


def lock_path(path: Path) -> Path:
    """Return where the lock of `path` lies."""
    return path.with_name(f".{path.name}.lock")


def acquire(path: Path, me: Holder, *, take_over: bool = False) -> Lock:
    """Take the pen of `path`.

    `take_over` disregards a holder on another host, when the user knows that post to be off.
    Raises FileHeld, which names the holder, or OSError when the folder refuses a lock file.
    """
    place = lock_path(path)
    while True:
        descriptor = os.open(place, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        try:
            free = _try_lock(descriptor)
            holder = _read(descriptor)
            if not free or (holder is not None and holder.host not in ("", me.host) and not take_over):
                elsewhere = free and holder is not None and holder.host != me.host
                raise trouble.FileHeld(_sentence(path, holder), elsewhere=elsewhere)
            if not _same_file(descriptor, place):  # removed by its holder between our open and our lock
                os.close(descriptor)
                continue
            try:
                _write(descriptor, me)
            except OSError:
                if holder is None:  # else the name stays: it tells the next opening of an unclean end
                    with contextlib.suppress(OSError):
                        place.unlink()
                raise
        except BaseException:
            os.close(descriptor)
            raise
        return Lock(place, descriptor, unclean=holder is not None)


def _sentence(path: Path, holder: Holder | None) -> str:
    since = None
    with contextlib.suppress(ValueError):
        since = datetime.fromisoformat(holder.since) if holder else None
    return trouble.held_by(path, holder.user if holder else "", holder.host if holder else "", since)


def _write(descriptor: int, me: Holder) -> None:
    text = json.dumps(me._asdict()).encode()
    os.lseek(descriptor, 0, os.SEEK_SET)
    if os.write(descriptor, text) < len(text):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    os.ftruncate(descriptor, len(text))


def _read(descriptor: int) -> Holder | None:
    os.lseek(descriptor, 0, os.SEEK_SET)
    raw = os.read(descriptor, 4096)
    try:
        held = json.loads(raw)
        return Holder(str(held["user"]), str(held["host"]), int(held["pid"]), str(held["since"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None if not raw else Holder("", "", 0, "")


def _same_file(descriptor: int, place: Path) -> bool:
    try:
        there = place.stat()
    except FileNotFoundError:
        return False
    here = os.fstat(descriptor)
    return (here.st_dev, here.st_ino) == (there.st_dev, there.st_ino)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        os.lseek(descriptor, 1 << 20, os.SEEK_SET)  # far past the text, which others must be able to read
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
