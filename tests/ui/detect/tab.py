"""The order of Tab against the order of the eye."""

from itertools import pairwise

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QDialog, QWidget

from coprodesk.ui import focus
from tests.ui.detect.controls import takes_keyboard, told


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
