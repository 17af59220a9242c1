"""Who came instead of the titular: those known for it are proposed, another name can be typed."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.queries.attendance import RollLine
from coprodesk.queries.mandates import mandates
from coprodesk.store import SaveRefused
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.editors import AutoLineEdit

Person = tuple[str, str]
"""Name and function."""


def known_delegates(desk: Desk, line: RollLine, on: date) -> list[Person]:
    """Return who may sit instead: who was announced, the usual substitute, others who hold a mandate then."""
    found = [(line.delegate, line.delegate_function)] if line.delegate else []
    if line.substitute is not None:
        found.append((line.substitute.name, line.substitute.function))
    if line.institution_id is not None:
        rows = mandates(desk.store, line.institution_id)
        found += [(row.name, row.function) for row in rows if row.current(on) and row.rank != "titular"]
    named: dict[str, Person] = {}
    for one in found:
        if one[0] != line.person:
            named.setdefault(one[0], one)
    return list(named.values())


class DelegateLine(QWidget):
    """Entrée accepts who is proposed, ↓ proposes the next one; a refusal stands below, the name stays."""

    def __init__(self, desk: Desk, represent: Callable[[RollLine, str, str], bool], back: QWidget) -> None:
        super().__init__()
        self._desk, self._represent, self._back = desk, represent, back
        self._line: RollLine | None = None
        self._known: list[Person] = []
        self._place = 0
        self._title = Label("", "small_strong")
        self.name = AutoLineEdit()
        self.name.setPlaceholderText(_("Nom, par exemple Mme Claire ABRISSEL"))
        self.name.setAccessibleName(_("Nom de qui représente"))
        self.function = AutoLineEdit()
        self.function.setPlaceholderText(_("Fonction"))
        self.function.setAccessibleName(_("Fonction de qui représente"))
        for field in (self.name, self.function):
            field.returnPressed.connect(self.accept)
        self.note = Label("", "tiny", "text2", wrap=True)
        self.confirm = make(self, _("Pointer"), self.accept, icon="check")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addWidget(self.name, 3)
        row.addWidget(self.function, 2)
        row.addWidget(ActionButton(self.confirm))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.note)
        self.hide()

    def ask(self, line: RollLine, on: date) -> None:
        """Propose the first of those who are known."""
        self._line = line
        self._known, self._place = known_delegates(self._desk, line, on), 0
        self._title.setText(_("{seat}, par").format(seat=line.short_name))
        self._propose()
        more = len(self._known) > 1
        self._say(_("Entrée accepte, ↓ propose quelqu’un d’autre, ou tapez un nom.") if more else "", "text2")
        self.show()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name.selectAll()

    def _propose(self) -> None:
        name, function = self._known[self._place] if self._known else ("", "")
        self.name.setText(name)
        self.function.setText(function)
        for field in (self.name, self.function):
            field.setCursorPosition(0)
        self.name.selectAll()

    def accept(self) -> None:
        """Mark as represented by who is named."""
        if self._line is not None and self._desk.act(self._accepted, self._line):
            self.leave()

    def _accepted(self, line: RollLine) -> bool:
        try:
            return self._represent(line, self.name.text().strip(), self.function.text().strip())
        except SaveRefused:
            raise
        except Refusal as refusal:
            self._say(str(refusal), "late")
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
            return False

    def leave(self) -> None:
        """Close and give the keyboard back to the cells."""
        self._line = None
        self.hide()
        self._back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, words: str, role: str) -> None:
        self.note.set_tint(role)
        self.note.setText(words)
        self.note.setVisible(bool(words))
        self.name.setAccessibleDescription(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Échap marks nothing; ↓ and ↑ go through those who are known."""
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.leave()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._known:
            self._place = (self._place + (1 if key == Qt.Key.Key_Down else -1)) % len(self._known)
            self._propose()
        else:
            super().keyPressEvent(event)
