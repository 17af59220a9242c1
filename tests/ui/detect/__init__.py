"""Detectors of what no screen may do: an unnamed or small control, cut words, two things in one place.

Each takes a widget that is shown and returns findings in words, none when all is well.
"""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.detect.access import mute_tables, nameless, small, untold_icons
from tests.ui.detect.controls import controls, shown, takes_keyboard, told
from tests.ui.detect.room import crowded, sideways, too_large
from tests.ui.detect.tab import out_of_order, unlike_the_eye
from tests.ui.detect.words import cut_by_painters, cut_words

__all__ = [
    "ACCESS",
    "ROOM",
    "controls",
    "crowded",
    "cut_by_painters",
    "cut_words",
    "mute_tables",
    "nameless",
    "of",
    "out_of_order",
    "settle",
    "shown",
    "sideways",
    "small",
    "takes_keyboard",
    "told",
    "too_large",
    "unlike_the_eye",
    "untold_icons",
]

ACCESS = (nameless, untold_icons, small, mute_tables)
ROOM = (cut_by_painters, cut_words, crowded, sideways)


def settle() -> None:
    """Let layouts and deletions happen."""
    for _turn in range(10):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def of(root: QWidget, detectors: Iterable[Callable[[QWidget], list[str]]]) -> list[str]:
    """Return the findings of several detectors, each once."""
    return list(dict.fromkeys(words for detector in detectors for words in detector(root)))
