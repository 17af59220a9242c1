"""Where a file goes: asked from the system, beginning at the folder used last on this post."""

import re
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from coprodesk.domain.i18n import _
from coprodesk.exchange.print_runs import free_name
from coprodesk.exchange.printing import safe_stem
from coprodesk.ui.desk import Desk

_FOLDER = "print_folder"
_SUFFIX = re.compile(r"\*(\.\w+)")


def last_folder(desk: Desk) -> str:
    """Return the folder where something was written last on this post, else that of the file."""
    held = str(desk.property(_FOLDER) or "")
    return held if held and Path(held).is_dir() else str(desk.store.path.parent)


def remember_folder(desk: Desk, folder: Path) -> None:
    """Keep the folder for what is written next."""
    desk.setProperty(_FOLDER, str(folder))


def ask_file(desk: Desk, parent: QWidget, title: str, name: str, kinds: str) -> Path | None:
    """Ask where to write `name`; None when nowhere.

    `kinds` are those of the system's dialog, « Classeur Excel (*.xlsx);;Texte CSV (*.csv) ». A name typed
    without suffix gets that of the kind chosen, and replaces no file: the dialog did not ask about that one.
    """
    stem, dot, suffix = name.rpartition(".")
    proposed = Path(last_folder(desk)) / f"{safe_stem(stem)}{dot}{suffix}"
    typed, kind = QFileDialog.getSaveFileName(parent, title, str(proposed), kinds)
    if not typed:
        return None
    path = Path(typed)
    remember_folder(desk, path.parent)
    if path.suffix:
        return path
    added = _SUFFIX.search(kind) or _SUFFIX.search(kinds)
    return free_name(path.parent, path.name, added[1] if added else "")


def ask_folder(desk: Desk, parent: QWidget, title: str = "") -> Path | None:
    """Ask for a folder to write in; None when nowhere."""
    words = title or _("Dans quel dossier\u202f?")
    typed = QFileDialog.getExistingDirectory(parent, words, last_folder(desk))
    if not typed:
        return None
    remember_folder(desk, Path(typed))
    return Path(typed)
