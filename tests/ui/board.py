"""A bare window on which a test puts what it looks at: see the fixture `board`."""

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from tests.ui import detect


def put(board: QWidget, *parts: QWidget) -> QImage:
    """Add `parts` below one another, show the board and return what is seen of it."""
    layout = board.layout()
    assert layout is not None
    for one in parts:
        layout.addWidget(one)
    board.show()
    board.activateWindow()
    detect.settle()
    return board.grab().toImage()
