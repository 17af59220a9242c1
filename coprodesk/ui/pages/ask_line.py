"""One question in one line: Entrée answers, Échap leaves, a refusal stands beside the field."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.store import SaveRefused
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.editors import AutoLineEdit


class AskLine(QWidget):
    """`ask` shows the question; what is answered goes to `submit`, which raises Refusal to ask again."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._submit: Callable[[str], object] | None = None
        self._understand: Callable[[str], str] | None = None
        self._back: QWidget | None = None
        self._title = Label("", "small_strong")
        self.field = AutoLineEdit(spelled=True)
        self.field.returnPressed.connect(self.answer)
        # An answer is given, it does not save itself: until then it counts as not stored.
        self.field.edited.connect(lambda _text: self.field.not_stored())
        self.field.textEdited.connect(self._typed)
        self.note = Label("", "tiny", "text2", wrap=True)
        self.confirm = make(self, _("Noter"), self.answer, icon="check")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addWidget(self.field, 1)
        row.addWidget(ActionButton(self.confirm))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.note)
        self.note.hide()
        self.hide()

    def ask(
        self,
        title: str,
        hint: str,
        submit: Callable[[str], object],
        *,
        text: str = "",
        understand: Callable[[str], str] | None = None,
    ) -> None:
        """Ask; `understand` says in full what the text means as it is typed, and may raise Refusal."""
        self._submit, self._understand = submit, understand
        self._back = self.window().focusWidget()
        self._title.setText(title)
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(title)
        self.field.load("", subject=submit)
        self.field.setText(text)
        self._say("", "text2")
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()

    def answer(self) -> None:
        """Take the answer; a refusal is told below the field, which keeps the keyboard."""
        if self._submit is None:
            return
        if self._desk.act(self._answered):
            self.leave()

    def _answered(self) -> bool:
        assert self._submit is not None
        try:
            self._submit(self.field.text().strip())
        except SaveRefused:
            raise
        except Refusal as refusal:
            self._say(str(refusal), "late")
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        return True

    def unanswered(self) -> str:
        """Return what is typed and not answered yet."""
        return "" if self._submit is None else self.field.text().strip()

    def leave(self) -> None:
        """Hide, and give the keyboard back to where it was."""
        self._submit = None
        self.field.load("", subject=None)
        self.hide()
        if self._back is not None and self._back.isVisible():
            self._back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self, text: str) -> None:
        words = ""
        if self._understand is not None and text.strip():
            try:
                words = self._understand(text)
            except Refusal:
                words = ""
        self._say(words, "text2")

    def _say(self, words: str, role: str) -> None:
        self.note.set_tint(role)
        self.note.setText(words)
        self.note.setVisible(bool(words))
        self.field.setAccessibleDescription(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Échap leaves; no other key goes on to what is around."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        event.accept()
