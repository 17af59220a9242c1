"""The forms that move or cancel a meeting, with the reason, then print the notice for those convened."""

from coprodesk.commands import meetings as commands
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import long_date
from coprodesk.domain.i18n import _
from coprodesk.queries.meetings import MeetingRow
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.pages.new_meeting import require_date, require_hour
from coprodesk.ui.widgets.buttons import CheckBox
from coprodesk.ui.widgets.editors import AutoLineEdit
from coprodesk.ui.widgets.fields import DateField, TimeField


class _MoveDialog(FormDialog):
    """The reason, and whether the notice is printed: ticked once somebody was convened."""

    def __init__(self, desk: Desk, row: MeetingRow, title: str, verb: str) -> None:
        super().__init__(desk.shell, title, verb, self._submit_all)
        self._desk, self._row = desk, row
        self.reason = AutoLineEdit(spelled=True)
        self.print_notice = CheckBox(_("Imprimer l’avis aux convoqués"))
        self.print_notice.setChecked(row.convened_on is not None)

    def _add_reason(self, hint: str) -> None:
        self.form.add(_("&Motif"), self.reason, hint, name="reason")
        self.foot.addWidget(self.print_notice)

    def _submit_all(self) -> None:
        self._move()
        if self.print_notice.isChecked():
            from coprodesk.ui.preview import open_preview

            open_preview(self._desk, "notice", self._row.id)

    def _move(self) -> None:
        raise NotImplementedError


class RescheduleDialog(_MoveDialog):
    """Another date and hour for a meeting, with the reason."""

    def __init__(self, desk: Desk, row: MeetingRow) -> None:
        super().__init__(desk, row, _("Reporter la réunion"), _("Reporter"))
        self.day = DateField(today=desk.today)
        self.start = TimeField(row.starts_at)
        asked = _("Réunion prévue le {day}. Elle garde son numéro, ses étapes suivent.").format(
            day=long_date(row.date)
        )
        self.form.add(_("Nouvelle &date"), self.day, asked, name="date")
        self.form.add(_("&Heure de début"), self.start, name="starts_at")
        self._add_reason(_("Il figure dans l’avis. Les réponses déjà reçues sont effacées."))
        self.day.setFocus()

    def _move(self) -> None:
        try:
            day = require_date(self.day, self._desk.today())
        except Refusal as refusal:
            raise Refusal(str(refusal), field="date") from None
        start = require_hour(self.start) or self._row.starts_at
        commands.reschedule_meeting(self._desk.store, self._row.id, day, start, self.reason.text())
        self._desk.say(_("Réunion reportée au {day}").format(day=long_date(day)))


class CancelDialog(_MoveDialog):
    """The reason why a meeting will not be held."""

    def __init__(self, desk: Desk, row: MeetingRow) -> None:
        super().__init__(desk, row, _("Annuler la réunion"), _("Annuler la réunion"))
        self._add_reason(
            _("Il figure dans l’avis. La réunion reste dans la liste, avec son numéro et ce motif.")
        )
        self.reason.setFocus()

    def _move(self) -> None:
        commands.cancel_meeting(self._desk.store, self._row.id, self.reason.text())
        self._desk.say(_("Réunion du {day} annulée").format(day=long_date(self._row.date)))
