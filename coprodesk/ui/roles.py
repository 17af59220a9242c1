"""What painted controls are to a screen reader: Qt calls a bare widget « client », which tells nothing."""

from functools import cache

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget


@cache
def install() -> None:
    """Answer for the widgets whose class names its role: `ACCESSIBLE_ROLE = QAccessible.Role.ListItem`."""
    QAccessible.installFactory(_interface)


def _interface(_class_name: str, one: QObject) -> QAccessibleInterface | None:
    role = getattr(type(one), "ACCESSIBLE_ROLE", None)
    return QAccessibleWidget(one, role, "") if isinstance(one, QWidget) and role is not None else None
