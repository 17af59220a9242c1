"""Widgets that lie over one another, outside, or beyond their window."""

from itertools import combinations
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QStackedWidget,
    QWidget,
)

from tests.ui.detect.controls import shown, told


def _blank(widget: QWidget) -> bool:
    return isinstance(widget, QLabel) and not widget.text() and widget.pixmap().isNull()


def crowded(root: QWidget) -> list[str]:
    """Find brothers that lie over one another, children outside their parent, and what is squeezed."""
    found = []
    for parent in [root, *shown(root)]:
        if isinstance(parent, QStackedWidget | QAbstractItemView | QHeaderView | QPlainTextEdit | QComboBox):
            continue
        children = [one for one in _brothers(parent) if not _floats(one) and not _blank(one)]
        for first, second in combinations(children, 2):
            both = first.geometry().intersected(second.geometry())
            if both.width() > 1 and both.height() > 1:
                found.append(
                    f"over one another: {told(first)} and {told(second)} by {both.width()} x {both.height()}"
                )
        found += [
            f"outside: {told(one)} in {told(parent)}: {_beyond(one)}" for one in children if _beyond(one)
        ]
    return found


def _brothers(parent: QWidget) -> list[QWidget]:
    every = parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return [one for one in every if one.isVisible() and not one.isWindow()]


def _floats(widget: QWidget) -> bool:
    """Say whether a widget is meant to lie over its brothers: a mark the mouse goes through, a sheet."""
    if widget.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents):
        return True
    above = widget.parentWidget()
    layout = above.layout() if above is not None else None
    central = above is not None and above.metaObject().className() in ("Shell", "QMainWindow", "TopBar")
    return not central and (layout is None or not _held(layout, widget))


def _held(layout: Any, widget: QWidget) -> bool:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        if item.widget() is widget or (item.layout() is not None and _held(item.layout(), widget)):
            return True
    return False


def _beyond(widget: QWidget) -> str:
    above = widget.parentWidget()
    if above is None or isinstance(above.parentWidget(), QAbstractScrollArea):
        return ""
    inside, whole = widget.geometry(), above.rect()
    right, low = inside.right() - whole.right(), inside.bottom() - whole.bottom()
    past = [f"{n} px {way}" for n, way in ((right, "right"), (low, "below"), (-inside.x(), "left")) if n > 1]
    return ", ".join(past)


def sideways(root: QWidget, *, allowed: tuple[str, ...] = ()) -> list[str]:
    """Find what scrolls sideways, or would have to: content wider than the area that shows it."""
    found = []
    for area in (one for one in [root, *shown(root)] if isinstance(one, QAbstractScrollArea)):
        if type(area).__name__ in allowed:
            continue
        bar = area.horizontalScrollBar()
        if bar.maximum() > 0 and not isinstance(area, QLineEdit):
            found.append(f"scrolls sideways by {bar.maximum()}: {told(area)} in {told(area.parentWidget())}")
    return found


def too_large(dialog: QWidget) -> list[str]:
    """Find a dialog that the window behind it does not hold."""
    host = dialog.parentWidget()
    if host is None:
        return []
    while host.window().parentWidget() is not None:
        host = host.window().parentWidget()
    most = host.window().size()
    wide, high = dialog.width(), dialog.height()
    return (
        [f"{wide} x {high} over {most.toTuple()}: {told(dialog)}"]
        if wide > most.width() or high > most.height()
        else []
    )
