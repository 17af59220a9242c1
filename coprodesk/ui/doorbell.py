"""One window for each council file on a post: a second start on the same file raises the first window.

The window keeps a small file among this user's preferences. Whoever takes it away rings; the window puts it
back and comes to the front. No network, no pipe: what a crash left behind is only a bell that nobody hears.
"""

import contextlib
import sys
import time
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject
from PySide6.QtWidgets import QApplication, QWidget

from coprodesk import places
from coprodesk.ui.looks import file_key

PATIENCE = 1.5
"""Seconds that a second start waits for the first window; from one that hangs the file can still be read."""


class Doorbell(QObject):
    """The bell of `window`, which has the pen of `path`; a post that refuses the file has none."""

    def __init__(self, path: Path, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.file = bell_of(path)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._changed)
        self._hang()

    def take_away(self) -> None:
        """Stop listening; to be called before the file is let go."""
        self._watcher.fileChanged.disconnect(self._changed)
        with contextlib.suppress(OSError):
            self.file.unlink(missing_ok=True)

    def _hang(self) -> None:
        with contextlib.suppress(OSError):
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self.file.touch()
            self._watcher.addPath(str(self.file))

    def _changed(self) -> None:
        if not self.file.exists():
            self._hang()
            raise_window(self._window)


def ring(path: Path) -> bool:
    """Raise the window of this user and post that has the pen of `path`; return whether one answered."""
    bell = bell_of(path)
    try:
        bell.unlink()
    except OSError:
        return False
    if sys.platform == "win32":  # else the front stays with the program that was started last, this one
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(-1)
    until = time.monotonic() + PATIENCE
    while not bell.exists() and time.monotonic() < until:
        time.sleep(0.02)
    return bell.exists()


def raise_window(window: QWidget) -> None:
    """Bring a window to the front; where the desktop forbids it, its name blinks."""
    if window.isMinimized():
        window.showNormal()
    window.raise_()
    window.activateWindow()
    QApplication.alert(window)


def bell_of(path: Path) -> Path:
    """Return the bell of a council file, told apart by its whole path behind any links."""
    with contextlib.suppress(OSError, RuntimeError):
        path = path.resolve()
    return places.preferences().parent / f"ouvert-{file_key(path)}"
