"""Detectors of what no screen may do: an unnamed or small control, cut words, two things in one place.

Each takes a widget that is shown and returns findings in words, none when all is well.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import combinations, pairwise
from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QFontMetricsF
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenuBar,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QStackedWidget,
    QTextEdit,
    QWidget,
)

from coprodesk.ui import focus, paint
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.widgets import ActionButton, CheckBox, ElidedLabel

TARGET, FIELD = 24, 32
_FIELDS = (QLineEdit, QPlainTextEdit, QTextEdit, QComboBox)
_MUTE = (QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Pane, QAccessible.Role.Window)
_Paint = Callable[..., bool]


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


# Names, roles, sizes


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
    kinds = (QAbstractButton, QAbstractSlider, *_FIELDS)
    return [one for one in inside if takes_keyboard(one) or (isinstance(one, kinds) and not _part(one))]


def _part(widget: QWidget) -> bool:
    """Say whether a widget is a part that Qt puts into another: a scroll bar, the field of a list."""
    above = widget.parentWidget()
    return isinstance(widget, QScrollBar) or isinstance(above, QComboBox | QAbstractItemView | QHeaderView)


def nameless(root: QWidget) -> list[str]:
    """Find the controls that a screen reader would call « button » and nothing else."""
    found = []
    for one in controls(root):
        interface = QAccessible.queryAccessibleInterface(one)
        if not interface.text(QAccessible.Text.Name).strip():
            found.append(f"no name: {told(one)}")
        if interface.role() in _MUTE:
            found.append(f"no role: {told(one)} is {interface.role().name}")
    return found


def untold_icons(root: QWidget) -> list[str]:
    """Find the buttons without a word that tell nothing under the pointer."""
    buttons = [one for one in controls(root) if isinstance(one, ActionButton)]
    return [
        f"icon without tool tip: {told(one)}" for one in buttons if not one._words() and not one.toolTip()
    ]


def small(root: QWidget) -> list[str]:
    """Find what is hard to hit: under 24 × 24, a button or a field under 32 high."""
    found = []
    for one in controls(root):
        button = isinstance(one, QAbstractButton) and not isinstance(one, QCheckBox)
        least = FIELD if button or isinstance(one, _FIELDS) else TARGET
        if one.height() < least or one.width() < TARGET:
            found.append(f"{one.width()} x {one.height()}: {told(one)}")
    return found


def mute_tables(root: QWidget) -> list[str]:
    """Find tables whose columns or first lines say nothing; a few lines stand for all."""
    found = []
    for table in (one for one in shown(root) if isinstance(one, RowsTable)):
        model = table.model()
        for line in range(min(3, model.rowCount())):
            if not model.index(line, 0).data(Qt.ItemDataRole.AccessibleTextRole):
                found.append(f"line {line} of {told(table)} says nothing")
            if table.rowHeight(line) < TARGET:
                found.append(f"line {line} of {told(table)} is {table.rowHeight(line)} high")
        sections = [table.rows.columns[place] for place in range(model.columnCount())]
        found += [
            f"sortable column without title: {told(table)}"
            for one in sections
            if one.sortable and not one.title
        ]
    return found


# The order of Tab


def unlike_the_eye(chain: list[QWidget]) -> list[str]:
    """Find the steps of Tab that jump back: to what stands above, or at the left in the same line."""
    found = []
    for first, second in pairwise(chain):
        before, after = _apart(first, second)
        above = after.bottom() <= before.top() and after.left() < before.right()
        back = (
            after.right() <= before.left() and after.top() < before.bottom() and before.top() < after.bottom()
        )
        if above or back:
            found.append(f"{told(first)} at {_spot(before)} then {told(second)} at {_spot(after)}")
    return found


def _spot(rect: QRect) -> str:
    return f"{rect.x()}, {rect.y()}"


def _apart(first: QWidget, second: QWidget) -> tuple[QRect, QRect]:
    """Return where the two lie that part under the nearest widget that holds both."""
    above = _line(first)
    beside = _line(second)
    shared = [one for one in above if one in beside]
    if not shared:
        return _place(first), _place(second)
    mine = above[above.index(shared[0]) - 1] if above[0] is not shared[0] else first
    other = beside[beside.index(shared[0]) - 1] if beside[0] is not shared[0] else second
    return _place(mine), _place(other)


def _line(widget: QWidget) -> list[QWidget]:
    found: list[QWidget] = []
    one: QWidget | None = widget
    while one is not None:
        found.append(one)
        one = one.parentWidget()
    return found


def _place(widget: QWidget) -> QRect:
    return QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())


# Room


def crowded(root: QWidget) -> list[str]:
    """Find brothers that lie over one another, children outside their parent, and what is squeezed."""
    found = []
    for parent in [root, *shown(root)]:
        if isinstance(parent, QStackedWidget | QAbstractItemView | QHeaderView | QPlainTextEdit | QComboBox):
            continue
        children = [one for one in _brothers(parent) if not _floats(one)]
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


# Words


def cut_words(root: QWidget) -> list[str]:
    """Find words that their widget has no room for and that no tool tip tells."""
    return [found for one in [root, *shown(root)] if (found := _cut(one))]


def _cut(widget: QWidget) -> str:
    if widget.toolTip() or isinstance(widget, ElidedLabel) or not widget.width():
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
        longest = max(re.split(r"\s|(?<=-)", label.text()), key=len)
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
    import sys

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


def settle() -> None:
    """Let layouts and deletions happen."""
    from PySide6.QtCore import QCoreApplication, QEvent

    for _turn in range(3):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def of(root: QWidget, detectors: Iterable[Callable[[QWidget], list[str]]]) -> list[str]:
    """Return the findings of several detectors, each once."""
    return list(dict.fromkeys(words for detector in detectors for words in detector(root)))


def native_chain(root: QWidget) -> list[QWidget]:
    """Return where Qt's own Tab goes inside a dialog, from its first control."""
    chain: list[QWidget] = []
    one = root.nextInFocusChain()
    while one is not root:
        if (
            root.isAncestorOf(one)
            and one.isVisible()
            and one.window() is root.window()
            and takes_keyboard(one)
        ):
            chain.append(one)
        one = one.nextInFocusChain()
    return chain


def out_of_order(dialog: QWidget) -> list[str]:
    """Find where Tab jumps back inside a dialog, that of Qt or ours."""
    if type(dialog).focusNextPrevChild is not QDialog.focusNextPrevChild:
        return unlike_the_eye(focus.tab_chain(dialog))
    chain = native_chain(dialog)
    first = min(chain, key=lambda one: (_place(one).y(), _place(one).x()), default=None)
    start = chain.index(first) if first is not None else 0
    return unlike_the_eye([*chain[start:], *chain[:start]])


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


ACCESS = (nameless, untold_icons, small, mute_tables)
ROOM = (cut_by_painters, cut_words, crowded, sideways)
