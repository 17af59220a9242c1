"""Copies of the council file: whole, verified, thinned out with age, never beside the file itself."""

import contextlib
import hashlib
import os
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.places import is_folder
from coprodesk.store import driver, trouble

Copying = Callable[..., "Backup | None"]
"""A way to back up a file under a folder at an instant: `back_up` or `back_up_if_changed`."""

_STAMP = "%Y-%m-%d %Hh%Mm%S"


class Keep(NamedTuple):
    """How many days, weeks and months keep their newest copy; the present day keeps all."""

    days: int = 12
    weeks: int = 10
    months: int = 9


USUAL, LONG = Keep(), Keep(31, 26, 36)


class Backup(NamedTuple):
    """One copy: where it is, when it was made (local time), its size in bytes."""

    path: Path
    made_at: datetime
    size: int


def folder_of(file: Path, root: Path) -> Path:
    """Return the folder under `root` that keeps the copies of `file`, told apart by its whole path."""
    digest = hashlib.sha256(str(file.absolute()).encode()).hexdigest()[:8]
    return root / f"{file.stem} {digest}"


def existing(file: Path, root: Path) -> list[Backup]:
    """Return the copies of `file`, newest first; files with other names are passed over."""
    found = []
    folder = folder_of(file, root)
    for path in folder.glob(f"{_glob_safe(file.stem)} *.copro") if is_folder(folder) else ():
        with contextlib.suppress(ValueError):
            made_at = _made_at(path.stem.removeprefix(file.stem).strip())
            found.append(Backup(path, made_at, path.stat().st_size))
    return sorted(found, key=lambda backup: backup.made_at, reverse=True)


def _made_at(stamp: str) -> datetime:
    """Read `_STAMP` without `strptime`, whose import the first page would pay. Raises ValueError."""
    made_at = datetime.fromisoformat(stamp.replace("h", ":").replace("m", ":"))
    if made_at.strftime(_STAMP) != stamp:
        raise ValueError(stamp)
    return made_at


def back_up(file: Path, root: Path, at: datetime, *, key: str | None = None, keep: Keep = USUAL) -> Backup:
    """Copy `file` into its folder under `root`, verify the copy and thin out older ones.

    Usable from any thread. Raises Refusal when the copy cannot be made or does not verify;
    an unverified copy is not left under a backup's name.
    """
    target = folder_of(file, root) / f"{file.stem} {at.strftime(_STAMP)}.copro"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _failed(target) from error
    copy_to(file, target, key=key, replace=True)
    thin_out(file, root, at.date(), keep)
    return Backup(target, at.replace(tzinfo=None), target.stat().st_size)


def back_up_if_changed(
    file: Path, root: Path, at: datetime, *, key: str | None = None, keep: Keep = USUAL
) -> Backup | None:
    """Back up unless the newest copy holds the same last save; return the new copy, if any."""
    newest = existing(file, root)[:1]
    if newest:
        held = _last_save(newest[0].path, key)
        if held is not None and held == _last_save(file, key):
            return None
    return back_up(file, root, at, key=key, keep=keep)


def in_each(
    how: Copying, file: Path, roots: Sequence[Path], at: datetime, keep: Keep = USUAL
) -> Backup | None:
    """Back up under each of `roots` by `how`; return the first copy made, if any.

    A place that fails does not keep the others from theirs; raises its Refusal afterwards.
    """
    made, failure = [], None
    for root in roots:
        try:
            made.append(how(file, root, at, keep=keep))
        except Refusal as refusal:
            failure = failure or refusal
    if failure is not None:
        raise failure
    return next((backup for backup in made if backup is not None), None)


def copy_to(
    file: Path,
    target: Path,
    *,
    key: str | None = None,
    replace: bool = False,
    source: driver.Connection | None = None,
) -> None:
    """Write a verified copy of `file` at `target`, which appears whole or not at all.

    `source` is a connection to `file` already open, which still reads it when it was moved away.
    Raises Refusal when `target` exists (unless `replace`), its folder does not, it cannot be written, or it
    does not verify.
    """
    trouble.require_folder(target.parent)
    partial = target.with_name(f".{target.name}.part")
    try:
        if target.exists() and (not replace or (file.exists() and target.samefile(file))):
            raise Refusal(
                _("« {name} » existe déjà. Rien n’a été écrit. Choisissez un autre nom.").format(
                    name=target.name
                )
            )
        partial.unlink(missing_ok=True)
        partial.touch(mode=0o600)
        if source is not None:
            expected = _vacuum_into(source, partial)
        else:
            with contextlib.closing(driver.connect(file, key=key, read_only=True)) as connection:
                expected = _vacuum_into(connection, partial)
        _verify(partial, expected, key)
        _sync(partial)
        partial.replace(target)
    except (driver.Error, OSError, UnicodeDecodeError) as error:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        raise _failed(target) from error


def _failed(target: Path) -> Refusal:
    return Refusal(
        _(
            "La copie vers « {folder} » a échoué : le dossier ne répond pas ou le disque est plein. "
            "Vos données sont intactes dans le fichier d’origine. Choisissez un autre dossier."
        ).format(folder=target.parent)
    )


def check(file: Path, *, key: str | None = None) -> list[str]:
    """Return what is wrong with the structure of `file`, a sentence each; empty when all is well.

    Reads every page (`integrity_check`; `quick_check` is known to miss damage), every reference and the
    order of the journal.
    """
    try:
        with contextlib.closing(driver.connect(file, key=key, read_only=True)) as connection:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check(20)").fetchall()]
            faults = (
                [] if found == ["ok"] else [_("Structure : {fault}").format(fault=fault) for fault in found]
            )
            for row in connection.execute("PRAGMA foreign_key_check").fetchall():
                faults.append(_("Référence rompue dans « {table} »").format(table=row[0]))
            faults += _journal_faults(connection)
            return faults
    except driver.Error as error:
        return [str(trouble.unreadable(file, error))]
    except UnicodeDecodeError:
        return [str(trouble.damaged(file))]


def thin_out(file: Path, root: Path, today: date, keep: Keep = USUAL) -> None:
    """Delete the copies that no day, week or month keeps."""
    backups = existing(file, root)
    kept = kept_of([backup.made_at for backup in backups], today, keep)
    for backup in backups:
        if backup.made_at not in kept:
            with contextlib.suppress(OSError):  # one copy too many is no reason to fail the new one
                backup.path.unlink(missing_ok=True)


def kept_of(moments: list[datetime], today: date, keep: Keep = USUAL) -> set[datetime]:
    """Return the moments to keep: all of today, then the newest of so many earlier days, weeks and months."""
    kept = {moment for moment in moments if moment.date() >= today}
    earlier = sorted(set(moments) - kept)
    periods: tuple[tuple[int, Callable[[datetime], date]], ...] = (
        (keep.days, lambda m: m.date()),
        (keep.weeks, lambda m: m.date() - timedelta(days=m.weekday())),
        (keep.months, lambda m: m.date().replace(day=1)),
    )
    for count, period in periods:
        newest: dict[date, datetime] = {}
        for moment in earlier:
            newest[period(moment)] = moment
        kept.update(newest[start] for start in sorted(newest)[-count:])
    return kept


def _last_save(file: Path, key: str | None) -> tuple[Any, ...] | None:
    try:
        with contextlib.closing(driver.connect(file, key=key, read_only=True)) as connection:
            row = connection.execute(
                "SELECT seq, saved_at, (SELECT group_concat(after) FROM journal_row WHERE step = seq)"
                " FROM journal_step ORDER BY seq DESC LIMIT 1"
            ).fetchone()
            return None if row is None else (*row,)
    except (driver.Error, UnicodeDecodeError):
        return None


def _vacuum_into(connection: driver.Connection, partial: Path) -> dict[str, int]:
    """Write the copy and return how many rows it must hold; begin again when a save came in between."""
    for _attempt in range(5):
        version = driver.scalar(connection, "PRAGMA data_version")
        expected = _census(connection)
        os.truncate(partial, 0)
        connection.execute("VACUUM INTO ?", (str(partial),))
        if driver.scalar(connection, "PRAGMA data_version") == version:
            return expected
    raise OSError("saved again and again during the copy")


def _census(connection: driver.Connection) -> dict[str, int]:
    names = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search%'"
    )
    return {name: driver.scalar(connection, f'SELECT count(*) FROM "{name}"') for (name,) in names.fetchall()}


def _verify(copy: Path, expected: dict[str, int], key: str | None) -> None:
    with contextlib.closing(driver.connect(copy, key=key, read_only=True)) as connection:
        sound = driver.scalar(connection, "PRAGMA integrity_check") == "ok"
        if not sound or _census(connection) != expected:
            raise OSError("the copy does not verify")


def _journal_faults(connection: driver.Connection) -> list[str]:
    orphan = driver.scalar(
        connection, "SELECT count(*) FROM journal_row WHERE step NOT IN (SELECT seq FROM journal_step)"
    )
    missing = driver.scalar(
        connection,
        "SELECT max(seq) - count(*) FROM journal_step WHERE (SELECT count(*) FROM journal_step) > 0",
    )
    faults = []
    if orphan:
        faults.append(_("Journal : des lignes ont perdu leur acte"))
    if missing:
        faults.append(_("Journal : la suite des actes a un trou"))
    return faults


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _glob_safe(stem: str) -> str:
    return "".join(f"[{sign}]" if sign in "[]*?" else sign for sign in stem)
