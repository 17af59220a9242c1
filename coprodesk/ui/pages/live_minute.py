"""The timer that falls due when the minute changes: it only asks to look at the clock again."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget


class Minute(QTimer):
    """Calls `due` once at the next minute; the hour itself is never counted by ticks."""

    def __init__(self, parent: QWidget, due: Callable[[], object]) -> None:
        super().__init__(parent)
        self.setSingleShot(True)
        self.timeout.connect(due)

    def wait(self, now: datetime) -> None:
        """Wait for the minute after `now`."""
        self.start((60 - now.second) * 1000 - now.microsecond // 1000)
