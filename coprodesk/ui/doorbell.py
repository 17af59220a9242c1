"""One window for each council file on a post: a second start on the same file raises the first window."""

import contextlib
import hashlib
import sys
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication, QWidget

from coprodesk.session import user_name

PATIENCE_MS = 1500
"""How long a second start waits for the first window; from one that hangs the file can still be read."""


class Doorbell(QObject):
    """Rings while `window` has the pen of `path`: a pipe of this user on this post, nothing of a network."""

    def __init__(self, path: Path, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        QLocalServer.removeServer(_name(path))  # what a crash left: whoever holds the pen is the only one
        self._server.listen(_name(path))

    def _answer(self) -> None:
        while (caller := self._server.nextPendingConnection()) is not None:
            caller.disconnected.connect(caller.deleteLater)
            caller.write(b"1")
            caller.disconnectFromServer()
        raise_window(self._window)


def raise_window(window: QWidget) -> None:
    """Bring a window to the front; where the desktop forbids it, its name blinks."""
    if window.isMinimized():
        window.showNormal()
    window.raise_()
    window.activateWindow()
    QApplication.alert(window)


def ring(path: Path) -> bool:
    """Raise the window that holds `path` on this post; return whether there is one and it answered."""
    if sys.platform == "win32":  # else the front stays with whoever was clicked last, which is us
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(-1)
    socket = QLocalSocket()
    socket.connectToServer(_name(path))
    return socket.waitForConnected(PATIENCE_MS) and socket.waitForReadyRead(PATIENCE_MS)


def _name(path: Path) -> str:
    """Return the name of the pipe: of this user and of the file behind any links."""
    with contextlib.suppress(OSError, RuntimeError):
        path = path.resolve()
    return f"coprodesk-{hashlib.sha256(f'{user_name()} {path}'.encode()).hexdigest()[:24]}"
