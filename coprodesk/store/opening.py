"""Creating and opening a council file: the contract, in order. Any failure leaves the file untouched."""

import contextlib
import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.store import backups, driver, migrations, trouble
from coprodesk.store.door import Clock, Store
from coprodesk.store.lock import Holder, Lock, acquire
from coprodesk.store.writer import Writer

_MAGIC = b"SQLite format 3\0"


class Opening(NamedTuple):
    """What a file is opened with: who asks, when, where copies go, and the key of a protected file."""

    me: Holder
    clock: Clock
    backups: Path
    key: str | None = None


def create(path: Path, opening: Opening, fill: Callable[[Writer], None], label: str) -> Store:
    """Make a new council file at `path`, filled in one change, and open it.

    The file appears whole or not at all, in a folder that is there. Raises Refusal when `path` exists or
    cannot be written.
    """
    path = _resolved(path)
    if os.path.lexists(path):  # not there where this user may not look: then it cannot be written either
        raise Refusal(
            _(
                "« {name} » existe déjà. Rien n’a été écrit. Choisissez un autre nom, ou ouvrez ce fichier."
            ).format(name=path.name)
        )
    partial = path.with_name(f".{path.name}.part")
    trouble.require_folder(path.parent)
    try:
        partial.unlink(missing_ok=True)
        partial.touch(mode=0o600)
        with contextlib.closing(driver.connect(partial, key=opening.key)) as connection:
            migrations.migrate(
                connection, at=opening.clock().isoformat(timespec="seconds"), author=opening.me.user
            )
            store = Store(
                partial,
                connection,
                author=opening.me.user,
                clock=opening.clock,
                lock=Lock(partial, -1, unclean=False),
            )
            with store.founding(label) as change:
                fill(change)
        partial.rename(path)
    except (driver.Error, OSError) as error:
        raise Refusal(
            _(
                "Le fichier « {name} » n’a pas pu être créé ici : dossier protégé ou disque plein. "
                "Rien n’a été écrit. Choisissez un autre dossier."
            ).format(name=path.name)
        ) from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
    return open_file(path, opening)


def open_file(path: Path, opening: Opening, *, read_only: bool = False, take_over: bool = False) -> Store:
    """Open a council file, with the pen unless `read_only`.

    Order: lock, first bytes, version, connection and pragmas, verification after an unclean end, backup and
    migration of an older format. Raises FileHeld when another holds the pen or the disk takes none,
    Refusal for every file that cannot be opened; the bytes of a refused file are unchanged.
    """
    path = _resolved(path)
    _require_readable(path)
    if read_only:
        require_ours(path)
        return _connect(path, opening, lock=None)
    try:
        lock = acquire(path, opening.me, take_over=take_over)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise trouble.full(path) from error
        raise trouble.FileHeld(
            _(
                "Le fichier « {name} » est sur un support protégé en écriture. Il n’a pas été modifié. "
                "Ouvrez-le en lecture seule, ou copiez-le sur ce poste."
            ).format(name=path.name),
            elsewhere=False,
        ) from error
    try:
        version = require_ours(path)
        if not os.access(path, os.W_OK):
            raise trouble.FileHeld(
                _(
                    "Le fichier « {name} » est protégé en écriture. Il n’a pas été modifié. "
                    "Ouvrez-le en lecture seule, ou retirez la protection."
                ).format(name=path.name),
                elsewhere=False,
            )
        if lock.unclean or _interrupted(path) or version < migrations.latest():
            lock.unclean = True
            _require_sound(path, opening.key)
            lock.unclean = False
            version = require_ours(path)  # a killed migration is rolled back by now
        if version < migrations.latest():
            backups.back_up(path, opening.backups, opening.clock(), key=opening.key)
            _migrate(path, opening)
        return _connect(path, opening, lock=lock)
    except BaseException:
        lock.release(checked=False)
        raise


def require_ours(path: Path) -> int:
    """Return the schema version of `path`, read from its first 100 bytes before SQLite opens it.

    Raises Refusal for a foreign, truncated or newer file (SQLite file format, 1.3: offsets 60 and 68).
    """
    try:
        with path.open("rb") as file:
            head = file.read(100)
            size = os.fstat(file.fileno()).st_size
    except OSError as error:
        raise _unopenable(path) from error
    if not head.startswith(_MAGIC) or int.from_bytes(head[68:72], "big") != driver.APPLICATION_ID:
        raise trouble.not_ours(path)
    page_size = int.from_bytes(head[16:18], "big")
    pages = int.from_bytes(head[28:32], "big")
    if not _interrupted(path) and size < (65536 if page_size == 1 else page_size) * pages:
        raise trouble.damaged(path)
    version = int.from_bytes(head[60:64], "big")
    if version > migrations.latest():
        raise trouble.too_new(path, version)
    return version


def _resolved(path: Path) -> Path:
    """Return the path behind any links: one file has one lock and one folder of copies."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # a loop of links
        return path.absolute()


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError as error:
        raise _unopenable(path) from error


def _interrupted(path: Path) -> bool:
    """Return whether a journal lies beside the file, whose header may then be ahead of its content."""
    return path.with_name(f"{path.name}-journal").exists()


def _require_readable(path: Path) -> None:
    if not _exists(path):
        raise Refusal(
            _(
                "Le fichier « {name} » est introuvable. Rien n’a été modifié. "
                "Vérifiez la clé ou le dossier partagé, ou cherchez sa dernière sauvegarde."
            ).format(name=path.name)
        )
    if not path.is_file():
        raise trouble.not_ours(path)


def _unopenable(path: Path) -> Refusal:
    return Refusal(
        _(
            "Le fichier « {name} » ne peut pas être lu par ce compte. Il n’a pas été modifié. "
            "Demandez un droit de lecture, ou ouvrez une sauvegarde."
        ).format(name=path.name)
    )


def _require_sound(path: Path, key: str | None) -> None:
    try:
        with contextlib.closing(driver.connect(path, key=key)) as connection:  # rolls a hot journal back
            sound = driver.scalar(connection, "PRAGMA integrity_check") == "ok"
    except driver.Error as error:
        raise trouble.unreadable(path, error) from error
    except UnicodeDecodeError as error:
        raise trouble.damaged(path) from error
    if not sound or backups.check(path, key=key):
        raise trouble.damaged(path)


def _migrate(path: Path, opening: Opening) -> None:
    try:
        with contextlib.closing(driver.connect(path, key=opening.key)) as connection:
            at = opening.clock().isoformat(timespec="seconds")
            migrations.migrate(connection, at=at, author=opening.me.user)
    except (driver.Error, RuntimeError) as error:
        raise Refusal(
            _(
                "Le fichier « {name} » n’a pas pu passer au format actuel. Il est resté dans l’ancien, et "
                "une sauvegarde en a été faite. Gardez les deux et demandez de l’aide."
            ).format(name=path.name)
        ) from error


def _connect(path: Path, opening: Opening, *, lock: Lock | None) -> Store:
    try:
        connection = driver.connect(path, key=opening.key, read_only=lock is None)
        try:
            return Store(
                path, connection, author=opening.me.user, clock=opening.clock, key=opening.key, lock=lock
            )
        except BaseException:
            connection.close()
            raise
    except driver.Error as error:
        raise trouble.unreadable(path, error) from error
    except UnicodeDecodeError as error:
        raise trouble.damaged(path) from error
