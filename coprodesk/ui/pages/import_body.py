"""Of which body the lines of a table are when they do not say it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from coprodesk.queries import bodies
from coprodesk.ui.desk import Desk
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.filters import ComboBox


class BodyChoice(QWidget):
    """A combo box of the bodies below a first choice for none; `changed` at each choice."""

    changed = Signal()

    def __init__(self, desk: Desk, text: str, nothing: str) -> None:
        super().__init__()
        self.box = ComboBox(text.replace("&", ""))
        self.box.addItem(nothing, None)
        for row in bodies.bodies(desk.store, desk.today()):
            self.box.addItem(row.name, row.id)
        self.box.currentIndexChanged.connect(lambda _index: self.changed.emit())
        label = Label(text, "small", "text2")
        label.setBuddy(self.box)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(label)
        line.addWidget(self.box)
        line.addStretch(1)

    def body_id(self) -> int | None:
        """Return the body chosen, None for none."""
        chosen: int | None = self.box.currentData()
        return chosen
