"""The questions an import asks: one box for each, none ticked, in a list that stays low."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coprodesk.domain.i18n import _, ngettext
from coprodesk.ui.theme import Label, px
from coprodesk.ui.widgets.buttons import CheckBox
from coprodesk.ui.widgets.scroll import scrolled

Key = tuple[str, ...]

_HEIGHT = 108
"""The most that the boxes take of the dialog, in logical pixels."""
MOST = 100
"""How many boxes are shown; the questions after them stay without a yes, and this is said."""


class ImportTicks(QWidget):
    """Boxes below a sentence; `changed` when one is ticked or not any more. Hidden when nothing is asked."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.boxes: dict[Key, CheckBox] = {}
        self._heading = Label("", "small", "soon", wrap=True)
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._area = scrolled(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._heading)
        column.addWidget(self._area)
        self.hide()

    def offer(self, heading: str, asked: Sequence[tuple[Key, str]]) -> None:
        """Show one box for each (key, text); those already there keep their tick."""
        shown = dict(asked[:MOST])
        if list(shown) != list(self.boxes):
            ticked = self.ticked()
            while (item := self._column.takeAt(0)) is not None:
                if (widget := item.widget()) is not None:
                    widget.deleteLater()
            self.boxes = {key: CheckBox(text) for key, text in shown.items()}
            for key, box in self.boxes.items():
                box.setChecked(key in ticked)
                box.toggled.connect(self.changed)
                self._column.addWidget(box)
            self._column.addStretch(1)
        more = len(asked) - len(shown)
        if more:
            rest = ngettext(
                "{n} autre question n’est pas montrée.", "{n} autres questions ne sont pas montrées.", more
            )
            heading = f"{heading} {rest.format(n=more)}"
        self._heading.setText(heading)
        wanted = sum(box.sizeHint().height() + 2 for box in self.boxes.values())
        self._area.setFixedHeight(min(wanted + 4, px(_HEIGHT)))
        self._area.setAccessibleName(_("Questions sur ce tableau"))

    def ticked(self) -> tuple[Key, ...]:
        """Return the keys of the boxes ticked."""
        return tuple(key for key, box in self.boxes.items() if box.isChecked())
