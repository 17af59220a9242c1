"""The scroll area of the kit: no frame, no ground of its own, upwards and downwards only."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


def dress(area: QScrollArea) -> QScrollArea:
    """Give `area` the look of the kit and return it."""
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setViewport(QWidget())
    return area


def scrolled(inner: QWidget) -> QScrollArea:
    """Return a scroll area around `inner`, whose ground stays that of what is behind."""
    area = dress(QScrollArea())
    area.setWidget(inner)
    inner.setAutoFillBackground(False)  # setWidget switches it on
    return area
