"""A small form in a dialog: fields, one sentence of refusal, one primary button, Échap leaves."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.ui.actions import make
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets import ActionButton, Form, flush_pending
from coprodesk.ui.widgets.scroll import scrolled

WIDTH = 412
"""The least width of the fields, in pixels."""


class FormDialog(QDialog):
    """Add fields to `form`, then `open`; `submit` does the act and raises Refusal to keep the dialog open.

    What must stay in sight while a long form scrolls goes into `foot`.
    """

    def __init__(self, parent: QWidget, title: str, verb: str, submit: Callable[[], object]) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self._host = parent
        self.finished.connect(self.deleteLater)
        self._submit = submit
        self.form = Form()
        self.form.setMinimumWidth(WIDTH)
        self.refusal = Label("", "small", "late", wrap=True)
        self.refusal.hide()
        self.confirm = ActionButton(
            make(self, verb, self.try_submit, shortcut="Ctrl+Return"), "primary", cap=False
        )
        self.confirm.setDefault(True)
        cancel = self.cancel = ActionButton(make(self, _("Annuler"), self.reject))
        cancel.setAutoDefault(False)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(14)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetMinimumSize)
        column.addWidget(Label(title, "card"))
        column.addWidget(self.form, 1)
        self.foot = QVBoxLayout()
        column.addLayout(self.foot)
        column.addWidget(self.refusal)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.confirm)
        column.addLayout(row)

    def open(self) -> None:
        """Show the dialog; a form higher than the window behind scrolls."""
        most = max(240, self._host.window().height() - 180)
        if self.form.sizeHint().height() > most:
            held = self.focusWidget()  # changing parents takes the keyboard away
            size = QSize(self.form.sizeHint().width() + 20, most)
            place = self._column.indexOf(self.form)
            self._column.removeWidget(self.form)
            area = scrolled(self.form)
            area.setMinimumSize(size)
            self._column.insertWidget(place, area, 1)
            if held is not None:
                held.setFocus()
        super().open()

    def event(self, event: QEvent) -> bool:
        """Grow when a refusal or a hint takes more lines: nothing may lie over a field."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            wanted = self._column.totalHeightForWidth(self.width())
            if wanted > self.height():
                self.resize(self.width(), wanted)
        return done

    def try_submit(self) -> None:
        """Do the act; on refusal show the sentence and stay."""
        flush_pending(self)
        try:
            self._submit()
        except Refusal as refusal:
            beside = self.form.refuse(refusal.field, str(refusal))
            self.refusal.setText("" if beside else str(refusal))
            self.refusal.setVisible(not beside)
            self.confirm.setAccessibleDescription(str(refusal))
            return
        self.accept()
