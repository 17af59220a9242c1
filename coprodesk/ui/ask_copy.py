"""Where a copy of a council file goes, asked of the user."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from coprodesk.places import council_file

FILTER = "CoproDesk (*.copro)"
"""The files that the dialogs of council files show."""


def ask_copy(parent: QWidget, title: str, proposed: Path) -> tuple[Path, bool] | None:
    """Return where the copy goes and whether it may replace a file there; None when nothing was chosen.

    The dialog asked about the name that was typed: one that `.copro` completes replaces nothing.
    """
    name, _filter = QFileDialog.getSaveFileName(parent, title, str(proposed), FILTER)
    if not name:
        return None
    target = council_file(Path(name))
    return target, target == Path(name)
