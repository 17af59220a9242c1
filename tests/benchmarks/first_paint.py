"""Ends a process at the first paint of a kind of widget, telling when it came and the memory it took."""

import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication


class FirstPaint(QObject):
    """Prints « instant megabytes » once a widget of `kind` has been painted, then quits."""

    def __init__(self, app: QApplication, kind: type) -> None:
        super().__init__(app)
        self._app, self._kind = app, kind
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, self._kind):
            self._app.removeEventFilter(self)
            QTimer.singleShot(0, self, self.told)
        return False

    def told(self) -> None:
        print(time.time(), megabytes(), flush=True)
        self._app.quit()


def megabytes() -> float:
    """Return the resident memory of this process."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
