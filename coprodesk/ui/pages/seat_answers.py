"""The keys and buttons that note what a seat answered: P, E, R, T and Suppr on the list."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from coprodesk.commands import attendance as roll_commands
from coprodesk.commands import replies as commands
from coprodesk.domain.attendance import Reply
from coprodesk.domain.i18n import _
from coprodesk.domain.replies import channel_words
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.pages.replies import CallDialog, DelegateDialog, ExcuseDialog, channels
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.filters import ComboBox


class SeatAnswers(QWidget):
    """Made once and put into each seat's sheet; `noted(int)` tells which line of the roll was answered for.

    The letters act on the row chosen in `table` while it has the keyboard.
    """

    noted = Signal(int)

    def __init__(self, desk: Desk, table: RowsTable, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._table = desk, table
        acts = (
            (_("Vient"), "P", self._comes),
            (_("Excusé…"), "E", self._excused),
            (_("Représenté par…"), "R", self._sends),
            (_("Noter un appel"), "T", self._phoned),
            (_("Sans réponse"), "Del", self._clear),
        )
        self._acts = [make(table, text, act, shortcut=keys) for text, keys, act in acts]
        self._acts[3].setProperty("icon_name", "phone")
        desk.writes(*self._acts)
        self.channel = ComboBox(_("Réponse reçue par"))
        for name, _icon in channels():
            self.channel.addItem(_("Reçue par {channel}").format(channel=channel_words(name)), name)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        places = ((0, 0, 1), (0, 1, 1), (1, 0, 2), (2, 0, 2), (3, 0, 2))
        for action, (row, place, span) in zip(self._acts, places, strict=True):
            grid.addWidget(ActionButton(action), row, place, 1, span)
        grid.addWidget(self.channel, 4, 0, 1, 3)
        grid.setColumnStretch(2, 1)
        self.hide()

    def enable(self, on: bool) -> None:
        """Grey the acts while no seat is chosen."""
        for action in self._acts:
            action.setEnabled(on)

    def _comes(self) -> None:
        line = self._table.current()
        if line is not None and self._desk.act(self._came, line.id):
            self.noted.emit(line.id)

    def _came(self, entry_id: int) -> bool:
        on, channel = self._desk.today(), self.channel.currentData()
        commands.note_reply(self._desk.store, entry_id, Reply.COMES, on=on, channel=channel)
        return True

    def _clear(self) -> None:
        line = self._table.current()
        if line is not None:
            self._desk.act(roll_commands.set_reply, self._desk.store, line.id, Reply.NONE)

    def _excused(self) -> None:
        line = self._table.current()
        if line is not None:
            self._ask(ExcuseDialog(self._desk, line, self.channel.currentData()), line.id)

    def _sends(self) -> None:
        line = self._table.current()
        if line is not None:
            self._ask(DelegateDialog(self._desk, line, self.channel.currentData()), line.id)

    def _phoned(self) -> None:
        line = self._table.current()
        if line is not None:
            self._ask(CallDialog(self._desk, line), line.id)

    def _ask(self, dialog: FormDialog, entry_id: int) -> None:
        dialog.finished.connect(self._back)
        dialog.accepted.connect(partial(self.noted.emit, entry_id))
        dialog.open()

    def _back(self, _result: int) -> None:
        self._table.setFocus()
