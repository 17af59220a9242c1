"""A council file dropped on a window opens."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from coprodesk.places import is_council_file


class FileDrop(QObject):
    """Opens with `opened` the one .copro file that is dropped on `window`; anything else is not taken."""

    def __init__(self, window: QWidget, opened: Callable[[Path], object]) -> None:
        super().__init__(window)
        self._opened = opened
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say at the window's border whether what is held would open, and open it."""
        if isinstance(event, QDragEnterEvent | QDropEvent):
            path = dropped_file(event.mimeData())
            if path is not None:
                event.acceptProposedAction()
                if event.type() == QEvent.Type.Drop:
                    self._opened(path)
                return True
        return False


def dropped_file(held: QMimeData) -> Path | None:
    """Return the council file that is held, None for anything else."""
    urls = held.urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if is_council_file(path) else None
