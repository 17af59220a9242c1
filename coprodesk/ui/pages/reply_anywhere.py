"""Noting a reply from anywhere, while on the telephone: find the seat, then one letter says the answer."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coprodesk.commands import replies as commands
from coprodesk.domain.attendance import Reply
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import day_month, fold
from coprodesk.domain.i18n import _, labelled
from coprodesk.domain.replies import channel_words, telephone
from coprodesk.queries.attendance import RollLine, roll
from coprodesk.queries.convened import awaiting_replies
from coprodesk.ui import theme
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.pages.replies import answers_to, channels, letter_cell, seat_cell
from coprodesk.ui.rows import Column, RowsModel
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.editors import AutoLineEdit
from coprodesk.ui.widgets.fields import DateField, FormRow
from coprodesk.ui.widgets.filters import ComboBox, SearchField

_SHOWN, _SHOWN_LOW = 4, 2
"""Seats shown at once, and in a low window."""
_LOW = 560


class ReplyDialog(FormDialog):
    """Letters find the seat, Entrée takes it, P, E or R notes the reply at once.

    A reason or another delegate is then typed in the same dialog. Raises Refusal when no meeting is convened.
    """

    help_page = "convening"

    def __init__(self, desk: Desk) -> None:
        coming = awaiting_replies(desk.store, desk.today())
        if not coming:
            raise Refusal(
                _(
                    "Aucune réunion à venir n’est convoquée. Aucune réponse n’est attendue. "
                    "Convoquez d’abord la réunion, à l’étape Convocations."
                )
            )
        super().__init__(desk.shell, _("Noter une réponse"), _("Terminer"), self._finish)
        self._desk = desk
        self._noted: tuple[RollLine, Reply] | None = None
        self.meeting = ComboBox(_("Réunion"))
        for one in coming:
            words = _("{body}, {day}").format(body=one.body, day=day_month(one.date))
            self.meeting.addItem(words, one.id)
        self._compose(len(coming) > 1)
        self.meeting.currentIndexChanged.connect(self._show)
        self._show()
        self.search.setFocus()

    def _compose(self, several: bool) -> None:
        self.search = SearchField(_("Nom ou institution"), 236)
        self.search.setMaximumWidth(16777215)
        self.search.setAccessibleName(_("Trouver un siège"))
        self.search.typed.connect(self._show)
        self.search.installEventFilter(self)
        columns: tuple[Column[RollLine], ...] = (
            Column(_("Siège"), seat_cell, stretch=True, sortable=False),
            Column(_("Réponse"), letter_cell, 44, sortable=False),
        )
        self.table = RowsTable(RowsModel(columns, lambda line: line.id), _("Sièges trouvés"))
        self.table.horizontalHeader().hide()
        shown = _SHOWN_LOW if self._desk.shell.height() < theme.px(_LOW) else _SHOWN
        self.table.setFixedHeight(self.table.line_height() * shown)
        self.comes = make(self.table, _("Vient"), self._comes, shortcut="P")
        self.excused = make(self.table, _("Excusé"), self._excused, shortcut="E")
        self.sends = make(self.table, _("Représenté"), self._sends, shortcut="R")
        self.channel = ComboBox(_("Réponse reçue par"))
        for name, _icon in channels():
            self.channel.addItem(channel_words(name), name)
        self.channel.setCurrentIndex(self.channel.findData(telephone()))
        self.on = DateField(self._desk.today(), today=self._desk.today)
        self.reason, self.name, self.function = AutoLineEdit(), AutoLineEdit(), AutoLineEdit()
        meeting_row = self.form.add(_("&Réunion"), self.meeting)
        meeting_row.setVisible(several)
        found = self.form.add(
            _("&Qui répond"), self.search, _("Quelques lettres, puis Entrée, puis P, E ou R.")
        )
        answer = self.form.add(_("Sa réponse"), self._answer_box())
        received = FormRow(_("Reçue &par"), self.channel)
        day = FormRow(_("Reçue &le"), self.on, name="on")
        self.form.add_beside(received, day)
        self._first: list[QWidget] = [found, answer, received, day]
        reason = self.form.add(_("&Motif"), self.reason, _("Facultatif. L’excuse est déjà notée."))
        delegate = self.form.add(_("Représenté par"), self.name, name="delegate_label")
        function = self.form.add(_("&Fonction"), self.function)
        self._after = {Reply.EXCUSED: [reason], Reply.SENDS: [delegate, function]}
        for row in (reason, delegate, function):
            row.hide()
        self.told = Label("", "strong", wrap=True)
        self.told.hide()
        self.foot.addWidget(self.told)
        self.confirm.hide()

    def _answer_box(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.table)
        row = QHBoxLayout()
        row.setSpacing(8)
        for action in (self.comes, self.excused, self.sends):
            button = ActionButton(action)
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        return box

    # Finding

    def _show(self, _changed: object = None) -> None:
        """Show the seats that answer to what is typed, all of them while nothing is."""
        wanted = fold(self.search.text().strip())
        lines = roll(self._desk.store, self.meeting.currentData())
        self.table.set_rows([line for line in lines if not wanted or answers_to(line, wanted)])
        self.table.select_first()
        for action in (self.comes, self.excused, self.sends):
            action.setEnabled(self.table.current() is not None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the field, Entrée and ↓ go to the seats found."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            taken = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if taken or event.key() == Qt.Key.Key_Down:
                if self.table.current() is not None:
                    self.table.setFocus()
                if event.key() == Qt.Key.Key_Down and self.table.rows.rowCount() > 1:
                    self.table.setCurrentIndex(self.table.rows.index(1, 0))
                return True
        return super().eventFilter(watched, event)

    # Answering

    def _comes(self) -> None:
        if self._note(Reply.COMES):
            self.accept()

    def _excused(self) -> None:
        if self._note(Reply.EXCUSED):
            self._go_on(Reply.EXCUSED, self.reason)

    def _sends(self) -> None:
        line = self.table.current()
        if line is not None and self._note(Reply.SENDS):
            noted = next(one for one in roll(self._desk.store, line.meeting_id) if one.id == line.id)
            self.name.load(noted.delegate)
            self.function.load(noted.delegate_function)
            self._go_on(Reply.SENDS, self.name)
            self.name.selectAll()

    def _note(self, reply: Reply) -> bool:
        """Note the reply of the seat chosen; say beside its field what is refused."""
        line = self.table.current()
        if line is None:
            return False
        self._noted = (line, reply)
        self.on.flush()
        self.form.refuse("", "")
        try:
            self._write()
        except Refusal as refusal:
            if not self.form.refuse(refusal.field, str(refusal)):
                self.told.setText(str(refusal))
                self.told.show()
            return False
        words = labelled(line.institution or line.person, reply.label.lower())
        self._desk.say(words)
        self.told.setText(words)
        return True

    def _write(self) -> None:
        assert self._noted is not None
        line, reply = self._noted
        commands.note_reply(
            self._desk.store,
            line.id,
            reply,
            on=self.on.typed() or self._desk.today(),
            channel=self.channel.currentData(),
            excuse=self.reason.text() if reply is Reply.EXCUSED else "",
            delegate_label=self.name.text() if reply is Reply.SENDS else "",
            delegate_function=self.function.text() if reply is Reply.SENDS else "",
        )

    def _go_on(self, reply: Reply, field: AutoLineEdit) -> None:
        """Ask what may be added to the reply that was noted."""
        for widget in self._first:
            widget.hide()
        for row in self._after[reply]:
            row.show()
        self.told.show()
        self.confirm.show()
        self.cancel.hide()  # the reply is noted: what takes it back is « Annuler » of the toast
        self.adjustSize()
        field.setFocus()

    def _finish(self) -> None:
        """Write the reply again when something was added to it."""
        if self._noted is None:
            raise Refusal(_("Aucune réponse n’est notée. Choisissez qui répond, puis P, E ou R."))
        line, reply = self._noted
        held = next((one for one in roll(self._desk.store, line.meeting_id) if one.id == line.id), None)
        typed = (self.reason.text().strip(), "", "")
        if reply is Reply.SENDS:
            typed = ("", self.name.text().strip(), self.function.text().strip())
        if held is not None and typed != (held.excuse, held.delegate, held.delegate_function):
            self._write()


def open_reply(desk: Desk) -> ReplyDialog:
    """Open the dialog that notes a reply, and return it. Raises Refusal when no meeting is convened."""
    dialog = ReplyDialog(desk)
    dialog.open()
    return dialog
