"""A small form in a dialog: fields, one sentence of refusal, one primary button, Échap leaves."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.ui import focus, unfinished
from coprodesk.ui.actions import make
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Banner
from coprodesk.ui.widgets.editors import flush_pending
from coprodesk.ui.widgets.fields import Form
from coprodesk.ui.widgets.scroll import scrolled

WIDTH = 412
"""The least width of the fields, in pixels."""
BAR = 14
"""The room of a scroll bar beside them."""


def room_behind(dialog: QDialog) -> QSize:
    """Return how large a dialog may be: what the program’s window, below all dialogs, covers."""
    host = dialog.parentWidget()
    if host is None:
        return QSize(1200, 700)
    while (below := host.window().parentWidget()) is not None:
        host = below
    return host.window().size() - QSize(8, 8)


def resize_within(dialog: QDialog, width: int, height: int) -> None:
    """Make a dialog `width` × `height`, less where the window behind it is smaller."""
    dialog.resize(QSize(width, height).boundedTo(room_behind(dialog)))


def explain(dialog: QDialog, page: str = "") -> None:
    """F1 opens the help in a dialog, which the window's keys do not reach: at `page`, else the screen's."""

    def ask() -> None:
        from coprodesk.ui.help import open_help, page_behind

        open_help(dialog, page or page_behind(dialog))

    make(dialog, _("Aide"), ask, shortcut="F1", whole_window=True)


class FormDialog(QDialog):
    """Add fields to `form`, then `open`; `submit` does the act and raises Refusal to keep the dialog open.

    What must stay in sight while a long form scrolls goes into `foot`. `help_page` is what F1 opens, '' for
    the page of the screen behind. Left with something typed, the form offers it again when it next opens.
    """

    help_page = ""

    def __init__(self, parent: QWidget, title: str, verb: str, submit: Callable[[], object]) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self._host = parent
        self.finished.connect(self.deleteLater)
        explain(self, self.help_page)
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
        """Show the dialog, never larger than the window behind: a form that is higher scrolls."""
        self._offer_unfinished()
        asked = self.width() if self.testAttribute(Qt.WidgetAttribute.WA_Resized) else self.sizeHint().width()
        self._fit(min(asked, room_behind(self).width(), self.form.maximumWidth() + self._sides()))
        super().open()

    def tell(self, sentence: str, role: str, action: QAction) -> Banner:
        """Say below the title what to know before answering, with what may be done instead."""
        banner = Banner()
        banner.say(sentence, role, action)
        self._column.insertWidget(1, banner)
        return banner

    def _offer_unfinished(self) -> None:
        at, fields = unfinished.key_of(self, self.windowTitle()), unfinished.fields_of(self)
        if at is None or not fields:
            return
        opened = unfinished.said(fields)

        def left(result: int) -> None:
            if result == QDialog.DialogCode.Accepted:
                unfinished.forget(at)
            elif all(map(isValid, fields)):
                unfinished.keep(at, opened, unfinished.said(fields))

        self.finished.connect(left)
        kept = unfinished.found(at, opened)
        if kept is not None:

            def resume() -> None:
                banner.clear()
                unfinished.resume(fields, kept)

            act = make(self, _("Reprendre"), resume)
            banner = self.tell(_("Saisie abandonnée tout à l’heure"), "run", act)

    def event(self, event: QEvent) -> bool:
        """Grow when a refusal or a hint takes more lines: nothing may lie over a field."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._fit(self.width())
        return done

    def _fit(self, width: int) -> None:
        most = room_behind(self).height()
        least = self._column.totalMinimumSize().height()
        wanted = max(self._column.totalHeightForWidth(width), least)
        if wanted > most and self._column.indexOf(self.form) >= 0:
            width = max(width, self._scroll_form())
        kept = self.height() if self.isVisible() or self.testAttribute(Qt.WidgetAttribute.WA_Resized) else 0
        self.resize(width, min(most, max(wanted, kept)))

    def _scroll_form(self) -> int:
        """Put the form into a scroll area; returns the least width of the dialog around it."""
        held = self.focusWidget()  # changing parents takes the keyboard away
        place = self._column.indexOf(self.form)
        self._column.removeWidget(self.form)
        area = scrolled(self.form)
        least = max(self.form.minimumWidth(), self.form.minimumSizeHint().width()) + BAR
        area.setMinimumSize(least, 80)
        self._column.insertWidget(place, area, 1)
        if held is not None:
            held.setFocus()
        return least + self._sides()

    def _sides(self) -> int:
        margins = self._column.contentsMargins()
        return margins.left() + margins.right()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab follows the eye."""
        return focus.step(self, self.focusWidget(), forward=forward)

    def try_submit(self) -> None:
        """Do the act; on refusal show the sentence and stay."""
        flush_pending(self)
        try:
            self._submit()
        except Refusal as refusal:
            self.refuse(refusal)
            return
        self.accept()

    def refuse(self, refusal: Refusal) -> None:
        """Show why nothing was done, beside the field that the refusal names if any."""
        beside = self.form.refuse(refusal.field, str(refusal))
        self.refusal.setText("" if beside else str(refusal))
        self.refusal.setVisible(not beside)
        self.confirm.setAccessibleDescription(str(refusal))
