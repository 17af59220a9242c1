"""Words that are cut, by their widget or by a painter."""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHeaderView, QLabel, QLineEdit, QWidget

from coprodesk.ui import paint
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.widgets.buttons import ActionButton, CheckBox
from coprodesk.ui.widgets.header import ElidedLabel
from tests.ui.detect.controls import shown, told

_Paint = Callable[..., bool]


def cut_words(root: QWidget) -> list[str]:
    """Find words that their widget has no room for and that no tool tip tells."""
    return [found for one in [root, *shown(root)] if (found := _cut(one))]


def _cut(widget: QWidget) -> str:
    if isinstance(widget, ElidedLabel) or not widget.width():
        return ""
    if widget.toolTip() and not isinstance(widget, QLabel):  # a label cuts its letters, not its words
        return ""
    found = _short_of_room(widget)
    if found and isinstance(widget, CheckBox | QComboBox):
        widget.grab()  # it gives its tool tip when it draws itself cut
        return "" if widget.toolTip() else found
    return found


def _short_of_room(widget: QWidget) -> str:
    if isinstance(widget, QLabel):
        return _cut_label(widget)
    if isinstance(widget, ActionButton):
        asked = widget.minimumSizeHint()
        if widget.width() < asked.width() or widget.height() < asked.height():
            return f"button cut: {told(widget)} has {widget.size().toTuple()} of {asked.toTuple()}"
    if isinstance(widget, CheckBox) and widget.text() and widget.width() < widget.sizeHint().width() - 2:
        return f"box cut: {told(widget)} has {widget.width()} of {widget.sizeHint().width()}"
    if isinstance(widget, QLineEdit) and not widget.text() and widget.placeholderText():
        return _cut_hint(widget)
    if isinstance(widget, QComboBox) and widget.currentText():
        asked = QFontMetricsF(widget.font()).horizontalAdvance(widget.currentText()) + 36
        if asked > widget.width() + 1:
            return (
                f"choice cut: {told(widget)} « {widget.currentText()} » has {widget.width()} of {asked:.0f}"
            )
    if isinstance(widget, QHeaderView) and widget.orientation() == Qt.Orientation.Horizontal:
        return _cut_head(widget)
    return ""


def _cut_label(label: QLabel) -> str:
    if not label.text():
        return ""
    if label.wordWrap():
        asked = label.heightForWidth(label.width())
        if label.height() < asked - 1:
            return f"lines cut: {told(label)} has {label.height()} of {asked}"
        longest = max(re.split(r"[\s\u200b]|(?<=-)", label.text()), key=len)
        if QFontMetricsF(label.font()).horizontalAdvance(longest) > label.width() + 1:
            return f"word cut: {told(label)}: {longest}"
        return ""
    wide, high = label.sizeHint().width(), label.sizeHint().height()
    if label.width() < wide - 1 or label.height() < high - 2:
        return f"text cut: {told(label)} has {label.size().toTuple()} of {(wide, high)}"
    return ""


def _cut_hint(field: QLineEdit) -> str:
    margins = field.textMargins()
    asked = QFontMetricsF(field.font()).horizontalAdvance(field.placeholderText())
    room = field.width() - margins.left() - margins.right() - 20
    if asked > room + 1:
        return f"hint cut: {told(field)} « {field.placeholderText()} » has {room} of {asked:.0f}"
    return ""


def _cut_head(head: QHeaderView) -> str:
    table = head.parentWidget()
    if not isinstance(table, RowsTable):
        return ""
    for place, column in enumerate(table.rows.columns):
        tip = table.model().headerData(place, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
        if not column.title or head.isSectionHidden(place) or tip == column.title:
            continue
        asked = paint.advance(column.title, "head") + 24
        if asked > head.sectionSize(place) + 1:
            return (
                f"head cut: « {column.title} » of {told(table)} has {head.sectionSize(place)} of {asked:.0f}"
            )
    return ""


@contextmanager
def painted() -> Iterator[list[tuple[QWidget, str]]]:
    """Note every line that a painter cuts while this is open, with the widget that draws it."""
    cut: list[tuple[QWidget, str]] = []
    plain: _Paint = paint.text

    def noted(p: Any, rect: Any, words: str, *how: Any, **more: Any) -> bool:
        elided = plain(p, rect, words, *how, **more)
        if elided and words:
            frame = sys._getframe(1)
            while frame is not None and not isinstance(frame.f_locals.get("self"), QWidget):
                frame = frame.f_back  # type: ignore[assignment]
            if frame is not None:
                cut.append((frame.f_locals["self"], words))
        return elided

    paint.text = noted
    try:
        yield cut
    finally:
        paint.text = plain


def cut_by_painters(root: QWidget) -> list[str]:
    """Draw `root` and find what its painters cut without a tool tip; a table tells its own cells."""
    with painted() as cut:
        root.grab()
    found = []
    for widget, words in cut:
        if not widget.toolTip() and not _tells_by_itself(widget):
            found.append(f"drawn cut: {type(widget).__name__}: « {words} »")
    return found


def _tells_by_itself(widget: QWidget) -> bool:
    """Say whether the widget answers a tool tip by the place of the pointer."""
    ours = (one for one in type(widget).__mro__ if one.__module__.startswith("coprodesk."))
    return isinstance(widget, QAbstractItemView) or any("event" in vars(one) for one in ours)
