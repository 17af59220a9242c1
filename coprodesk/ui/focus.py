"""Tab follows the eye: the controls of a window in reading order, whatever the order they were made in."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QComboBox,
    QGridLayout,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import EmptyState

TAB_LAST = "tab_last"
"""Property of a control that comes after the others of its parent, wherever it is drawn."""

_BACKWARDS = (QBoxLayout.Direction.BottomToTop, QBoxLayout.Direction.RightToLeft)
_LEAVES = (QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit)


def tab_chain(root: QWidget) -> list[QWidget]:
    """Return the controls inside `root` that take the keyboard now, in the order of its layouts."""
    found: list[QWidget] = []
    for child in _children(root):
        if child.isHidden() or not child.isEnabled():
            continue
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(child)
        if not isinstance(child, _LEAVES):
            found += tab_chain(child)
    return found


def landing(root: QWidget) -> QWidget | None:
    """Return where the keyboard goes when `root` opens: an empty state's button, else the first control."""
    chain = tab_chain(root)
    offered = (one for one in chain if isinstance(one, ActionButton) and _in_empty_state(one))
    return next(offered, chain[0] if chain else None)


def step(root: QWidget, now: QWidget | None, *, forward: bool) -> bool:
    """Give the keyboard to the control after `now`, or before it; returns whether there is one."""
    chain = tab_chain(root)
    if not chain:
        return False
    while now is not None and now not in chain:
        now = now.parentWidget()
    way = 1 if forward else -1
    place = chain.index(now) + way if now is not None else (0 if forward else -1)
    target = chain[place % len(chain)]
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    target.setFocus(reason)
    show_whole(target)
    return True


def show_whole(widget: QWidget) -> None:
    """Scroll what holds `widget` until it is seen."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            _settle(above)
            above.ensureWidgetVisible(widget, 12, 12)
        above = above.parentWidget()


def _settle(area: QScrollArea) -> None:
    """Let the content take its size at once: one just filled again is laid out at the next turn only."""
    inner = area.widget()
    layout = inner.layout() if inner is not None else None
    if layout is not None:
        layout.activate()


def _in_empty_state(widget: QWidget) -> bool:
    above = widget.parentWidget()
    return isinstance(above, EmptyState)


def _children(widget: QWidget) -> list[QWidget]:
    """Return the children as they are read; those outside the layout come after it, top left first."""
    if isinstance(widget, QScrollArea):
        inner = widget.widget()
        return [] if inner is None else [inner]
    layout = widget.layout()
    placed = [] if layout is None else list(_laid(layout))
    known = set(map(id, placed))
    every = widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    loose = [one for one in every if id(one) not in known and not one.isWindow()]
    loose.sort(key=lambda one: (one.y(), one.x()))
    return sorted([*placed, *loose], key=lambda one: bool(one.property(TAB_LAST)))


def _laid(layout: QLayout) -> Iterator[QWidget]:
    numbers = list(range(layout.count()))
    if isinstance(layout, QBoxLayout) and layout.direction() in _BACKWARDS:
        numbers.reverse()
    if isinstance(layout, QGridLayout):
        numbers.sort(key=lambda number: layout.getItemPosition(number)[:2])  # type: ignore[index]
    for number in numbers:
        item = layout.itemAt(number)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _laid(inner)
