"""How a page was left: filters, order, widths, open panel; choices and ids, never a text of the council."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from coprodesk.ui.rows_view import RowsTable
    from coprodesk.ui.widgets.filters import ComboBox

_WIDTHS = range(24, 2001)
Look = dict[str, Any]
"""Name of a part of a page -> how it was left, in values that JSON holds."""


@runtime_checkable
class Folding(Protocol):
    """A list whose panel stands beside it or not."""

    def kept_open(self) -> bool:
        """Say whether the panel stands beside the list where there is room."""

    def keep_open(self, on: bool) -> None:
        """Have the panel stand beside the list, or not, where there is room."""


def file_key(path: Path) -> str:
    """Return what stands for a council file among the preferences: a digest of its whole path."""
    return hashlib.sha256(str(path.absolute()).encode()).hexdigest()[:16]


def look_of(parts: Mapping[str, QWidget]) -> Look:
    """Return how `parts` are now. Raises TypeError for a widget of another kind: a typed text is not kept."""
    return {name: _state(part) for name, part in parts.items()}


def give_back(parts: Mapping[str, QWidget], look: object) -> None:
    """Put `parts` as `look` says, as if the user chose; what is unknown or gone by now is left alone."""
    if isinstance(look, dict):
        for name, part in parts.items():
            if name in look:
                _restore(part, look[name])


def _state(part: QWidget) -> Any:
    from coprodesk.ui.rows_view import RowsTable
    from coprodesk.ui.widgets.buttons import CheckBox
    from coprodesk.ui.widgets.filters import ComboBox, SegmentedFilter

    if isinstance(part, SegmentedFilter):
        return part.current()
    if isinstance(part, ComboBox):
        return part.currentData()
    if isinstance(part, CheckBox):
        return part.isChecked()
    if isinstance(part, Folding):
        return part.kept_open()
    if isinstance(part, RowsTable):
        column, down = part.sorting()
        return {"widths": part.widths(), "column": column, "down": down}
    raise TypeError(type(part).__name__)


def _restore(part: QWidget, held: Any) -> None:
    from coprodesk.ui.rows_view import RowsTable
    from coprodesk.ui.widgets.buttons import CheckBox
    from coprodesk.ui.widgets.filters import ComboBox, SegmentedFilter

    if isinstance(part, SegmentedFilter) and held in part.choices():
        part.choose(held)
    elif isinstance(part, ComboBox):
        _choose(part, held)
    elif isinstance(part, CheckBox) and isinstance(held, bool):
        part.setChecked(held)
    elif isinstance(part, Folding) and isinstance(held, bool):
        part.keep_open(held)
    elif isinstance(part, RowsTable) and isinstance(held, dict):
        _lay_table(part, held)


def _choose(combo: "ComboBox", held: Any) -> None:
    index = next((i for i in range(combo.count()) if combo.itemData(i) == held), combo.currentIndex())
    if index != combo.currentIndex():
        combo.setCurrentIndex(index)
        combo.activated.emit(index)


def _lay_table(table: "RowsTable", held: dict[str, Any]) -> None:
    widths, column = held.get("widths"), held.get("column")
    if isinstance(widths, dict):
        table.restore_widths({title: wide for title, wide in widths.items() if wide in _WIDTHS})
    if type(column) is int and 0 <= column < len(table.rows.columns):
        table.sort_by(column, down=held.get("down") is True)
