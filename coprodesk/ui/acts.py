"""What can be done on a page as it is now, told in one way for every page: the palette lists it."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from coprodesk.domain.french import sort_key
from coprodesk.ui.actions import label
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.header import PageHeader


class Act(NamedTuple):
    """One act: what its button says aloud, what on the page it is about, '' for the page itself.

    `verb` is what it is found by: a name said aloud may tell of persons and places, found themselves.
    """

    action: QAction
    words: str
    verb: str
    where: str = ""
    first: bool = False


def acts_of(page: QWidget) -> list[Act]:
    """Return the acts within reach: buttons seen, « … » menus, keys; each once, the main one first."""
    buttons = sorted(_buttons(page), key=lambda act: not act.first)
    held: set[object] = set()
    found = []
    for act in (*buttons, *_menus(page), *_keys(page)):
        said = (act.words, act.where)
        if act.action.isEnabled() and act.action not in held and said not in held:
            held |= {act.action, said}
            found.append(act)
    return sorted(found, key=lambda act: (not act.first, sort_key(f"{act.words} {act.where}")))


def of_action(action: QAction) -> Act:
    """Return the act of an action that speaks for itself."""
    return Act(action, label(action), label(action))


def own_actions(page: QWidget) -> Iterator[QAction]:
    """Yield the actions of what is seen of `page`, that have keys."""
    for action in page.findChildren(QAction):
        owner = action.parent()
        seen = isinstance(owner, QWidget) and owner.isVisibleTo(page)
        if seen and action.isVisible() and action.shortcuts():
            yield action


def _buttons(page: QWidget) -> Iterator[Act]:
    for button in page.findChildren(ActionButton):
        if button.isVisibleTo(page) and button.accessibleName() and not _opens_told_menu(button.action()):
            action, where = button.action(), _about(button, page)
            verb = f"{button.text()} {label(action)}"
            yield Act(action, button.accessibleName(), verb, where, first=button.is_primary())


def _menus(page: QWidget) -> Iterator[Act]:
    for menu in page.findChildren(QMenu):
        owner = menu.parentWidget()
        if owner is not None and owner.isVisibleTo(page):
            yield from (of_action(one) for one in menu.actions() if one.isVisible() and label(one))


def _keys(page: QWidget) -> Iterator[Act]:
    """Yield what has only keys; what several lines of the page have alike would not say which is meant."""
    keyed = list(own_actions(page))
    times = Counter(map(label, keyed))
    yield from (of_action(one) for one in keyed if times[label(one)] == 1)


def _opens_told_menu(action: QAction) -> bool:
    """Say whether an action only opens a menu whose acts are told themselves."""
    owner = action.parent()
    if action.property("icon_name") != "more" or owner is None:
        return False
    menus = owner.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return any(menu.actions() for menu in menus)


def _about(button: QWidget, page: QWidget) -> str:
    """Return the name of what a button stands in; the head of a page speaks of the page."""
    holder = button.parentWidget()
    while holder is not None and holder is not page and not isinstance(holder, PageHeader):
        if holder.accessibleName():
            return holder.accessibleName()
        holder = holder.parentWidget()
    return ""
