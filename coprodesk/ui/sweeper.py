"""Garbage is collected between two events, in the thread of the window.

Python collects wherever it happens to be: in a worker, or while Qt walks its widgets. A widget that dies
there brings the program down.
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 1000


def sweep() -> None:
    """Collect the oldest generation that is due, as Python itself would have done."""
    due = [
        old
        for old, (count, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
        if count > most
    ]
    if due:
        gc.collect(due[-1])


class Sweeper(QObject):
    """Takes over from Python's collector for the life of `parent`, the application."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(sweep)
        self._timer.start(EVERY_MS)
