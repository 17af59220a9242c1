"""PySide6 6.12.0 loses a reference to None at every call on Python 3.11 and aborts: never run with it."""

import sys

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

CALLS = 1000


def lost(before: int, after: int) -> bool:
    """Say whether so many references to None went away that the binding must have lost them."""
    return before - after > CALLS // 2


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12")
def test_none_keeps_its_references(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    before = sys.getrefcount(None)
    for _number in range(CALLS):
        widget.setEnabled(True)
    assert not lost(before, sys.getrefcount(None))


def test_a_loss_would_be_seen() -> None:
    assert lost(5000, 4000)
    assert not lost(5000, 4990)
