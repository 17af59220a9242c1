"""The one SQLite driver, and the only module that knows its name.

`sqlcipher3` reads and writes ordinary SQLite when there is no key: one SQLite version for every machine.
Its exceptions never leave `store/`: see `store.trouble`.
"""

import sys
from pathlib import Path, PurePath
from typing import Any, TypeAlias

import sqlcipher3
from sqlcipher3 import dbapi2

Connection: TypeAlias = dbapi2.Connection
Row: TypeAlias = dbapi2.Row
Error: TypeAlias = dbapi2.Error
IntegrityError: TypeAlias = dbapi2.IntegrityError

APPLICATION_ID = 0x434F5052
"""« COPR » at offset 68 of the file."""

PRAGMAS = {
    "foreign_keys": ("ON", 1),
    "journal_mode": ("DELETE", "delete"),
    "synchronous": ("EXTRA", 3),
    "locking_mode": ("NORMAL", "normal"),
    "secure_delete": ("ON", 1),
    "trusted_schema": ("OFF", 0),
    "temp_store": ("MEMORY", 2),
    "busy_timeout": ("5000", 5000),
}
"""Setting -> (value given, value read back)."""

_READ_ONLY_SKIPS = {"journal_mode", "secure_delete"}


class SettingError(Error):  # type: ignore[misc]
    """A setting that SQLite did not take; the file is not opened with another one."""


def connect(path: Path, *, key: str | None = None, read_only: bool = False) -> Connection:
    """Open `path`, which must exist, set every pragma and read it back.

    Raises `Error` when SQLite cannot open it, `SettingError` (also an `Error`) when a setting does not hold.
    """
    uri = f"{address(path.absolute())}?mode={'ro' if read_only else 'rw'}"
    connection = dbapi2.connect(uri, uri=True, isolation_level=None)
    try:
        connection.row_factory = Row
        if key is not None:
            quoted = key.replace("'", "''")
            connection.execute(f"PRAGMA key = '{quoted}'")
        for name, (value, expected) in PRAGMAS.items():
            if read_only and name in _READ_ONLY_SKIPS:
                continue
            connection.execute(f"PRAGMA {name} = {value}").fetchall()
            held = connection.execute(f"PRAGMA {name}").fetchone()[0]
            if held != expected:
                raise SettingError(f"pragma {name} is {held}, not {expected}")
    except BaseException:
        connection.close()
        raise
    return connection


def address(path: PurePath) -> str:
    """Return the URI of an absolute path; SQLite takes a share's name only after four slashes."""
    uri = path.as_uri()
    return uri if uri.startswith("file:///") else uri.replace("file://", "file:////", 1)


def sqlite_utils() -> Any:
    """Return the `sqlite_utils` module, bound to this driver; its import takes a fifth of a second."""
    sys.modules.setdefault("pysqlite3", sqlcipher3)
    sys.modules.setdefault("pysqlite3.dbapi2", dbapi2)
    import sqlite_utils as module

    return module


def scalar(connection: Connection, sql: str, parameters: tuple[Any, ...] = ()) -> Any:
    """Return the first column of the first row, None when there is no row."""
    row = connection.execute(sql, parameters).fetchone()
    return None if row is None else row[0]
