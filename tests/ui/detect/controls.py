"""What a screen shows and what reacts on it: the walk of all detectors."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QMenuBar,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QTextEdit,
    QWidget,
)

FIELDS = (QLineEdit, QPlainTextEdit, QTextEdit, QComboBox)


def told(widget: QWidget) -> str:
    """Return how a finding calls a widget: its class, and what it says."""
    said = widget.accessibleName() or (widget.text() if hasattr(widget, "text") else "")
    return f"{type(widget).__name__} « {str(said)[:48]} »"


def shown(root: QWidget) -> Iterator[QWidget]:
    """Walk the visible widgets inside `root`, those with windows of their own left out."""
    for child in root.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if child.isVisible() and not child.isWindow():
            yield child
            yield from shown(child)


def takes_keyboard(widget: QWidget) -> bool:
    """Say whether Tab may reach the widget; scroll areas and menu bars have keys of their own."""
    if isinstance(widget, QMenuBar | QScrollBar | QScrollArea | QHeaderView) or not widget.isEnabled():
        return False
    if isinstance(widget, QAbstractButton) and widget.autoExclusive() and not widget.isChecked():
        return False  # the arrows go there from the one that is chosen
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None


def controls(root: QWidget) -> list[QWidget]:
    """Return what reacts inside `root`: what takes the keyboard, every button, every field."""
    inside = [root, *shown(root)] if root.isVisible() else []
    kinds = (QAbstractButton, QAbstractSlider, *FIELDS)
    return [one for one in inside if takes_keyboard(one) or (isinstance(one, kinds) and not _part(one))]


def _part(widget: QWidget) -> bool:
    """Say whether a widget is a part that Qt puts into another: a scroll bar, the field of a list."""
    above = widget.parentWidget()
    return isinstance(widget, QScrollBar) or isinstance(above, QComboBox | QAbstractItemView | QHeaderView)
