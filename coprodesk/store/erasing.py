"""Taking an example council away: its file, its lock and its copies, and nothing else whatever its name."""

import contextlib
from collections.abc import Sequence
from pathlib import Path

from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.store import backups, driver
from coprodesk.store.door import Store


def erase_example(store: Store, roots: Sequence[Path]) -> int:
    """Close the open example, delete it with its copies under `roots`, and return how many there were.

    A copy of a real council that once had the same name stays. Raises Refusal as `require_erasable`, and
    for a file, closed by then, that the system does not let go.
    """
    require_erasable(store)
    path = store.path
    store.close()
    try:
        path.unlink()
    except OSError as error:
        raise Refusal(
            _(
                "Le fichier «\u00a0{name}\u00a0» ne se laisse pas effacer. Rien n’a été effacé. "
                "Fermez ce qui l’utilise, puis recommencez."
            ).format(name=path.name)
        ) from error
    return sum(_erase_copies(path, root) for root in roots)


def require_erasable(store: Store) -> None:
    """Raise Refusal unless what is open is the example, to be written."""
    if store.rows("SELECT example_at FROM council")[0]["example_at"] is None:
        raise Refusal(_("Ce conseil n’est pas l’exemple. Rien n’a été effacé. Ouvrez d’abord l’exemple."))
    if store.read_only:
        raise Refusal(
            _(
                "L’exemple est ouvert ailleurs, ou en lecture seule ici. Rien n’a été effacé. "
                "Fermez l’autre fenêtre, puis recommencez."
            )
        )


def _erase_copies(path: Path, root: Path) -> int:
    """Delete the copies of an example, and their folder when nothing else lies there; count them."""
    erased = 0
    for backup in backups.existing(path, root):
        if _is_example(backup.path):
            with contextlib.suppress(OSError):
                backup.path.unlink()
                erased += 1
    with contextlib.suppress(OSError):
        backups.folder_of(path, root).rmdir()
    return erased


def _is_example(copy: Path) -> bool:
    """Say whether a copy is of an example; one that cannot be read counts as somebody's work."""
    try:
        with contextlib.closing(driver.connect(copy, read_only=True)) as connection:
            return bool(driver.scalar(connection, "SELECT example_at IS NOT NULL FROM council"))
    except (driver.Error, UnicodeDecodeError):
        return False
