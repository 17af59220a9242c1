"""Words that have no room: cut on screen, whole as tool tip; a shorter hint where the long one is cut."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLineEdit

_FRAME = 22
"""Border and padding of a field, left and right together."""


def fit_hint(field: "QLineEdit", hints: Sequence[str]) -> None:
    """Show the first of `hints` that `field` has room for, none when all are too long."""
    margins = field.textMargins()
    room = field.width() - margins.left() - margins.right() - _FRAME
    advance = QFontMetricsF(field.font()).horizontalAdvance
    field.setPlaceholderText(next((one for one in hints if advance(one) <= room), ""))


def tell_cut(widget: QWidget, words: str, cut: bool) -> None:
    """Give `words` as tool tip while they are `cut`; a tool tip that says something else stays."""
    tip = words if cut else ""
    if widget.toolTip() in ("", words) and widget.toolTip() != tip:
        widget.setToolTip(tip)
