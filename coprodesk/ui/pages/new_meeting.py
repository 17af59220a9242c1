"""The forms of a meeting's life: fix it, correct its facts, move it, cancel it."""

from datetime import date

from PySide6.QtWidgets import QComboBox

from coprodesk.commands import meetings as commands
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import hour, long_date, parse_date
from coprodesk.domain.i18n import _
from coprodesk.domain.meetings import planned_end
from coprodesk.queries.bodies import BodyRow, bodies
from coprodesk.queries.meetings import MeetingRow
from coprodesk.queries.partners import people
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.widgets import AutoLineEdit, ComboBox, DateField, TimeField, parse_hour


def require_date(field: DateField, today: date) -> date:
    """Return the date of `field`. Raises Refusal when it is missing, impossible or not understood."""
    if field.pending():
        parse_date(field.text(), today)
    found = field.value()
    if found is None:
        raise Refusal(_("La date manque. Rien n’a été enregistré. Écrivez-la, par exemple 12/3."))
    return found


def require_hour(field: TimeField) -> str:
    """Return the hour of `field`, '' when it is empty. Raises Refusal when it was not understood."""
    return parse_hour(field.text()) if field.pending() else field.value()


class NewMeetingDialog(FormDialog):
    """Body, date, hours and place of a new meeting; the place and the length of the body are proposed."""

    def __init__(self, desk: Desk, body_id: int | None = None) -> None:
        super().__init__(desk.shell, _("Nouvelle réunion"), _("Créer la réunion"), self._create)
        self._desk = desk
        self._bodies = {row.id: row for row in bodies(desk.store, desk.today())}
        self._proposed = ""
        self.body_choice = ComboBox(_("Groupe"))
        self.body_choice.addItem(_("Choisissez un groupe"), None)
        for row in self._bodies.values():
            self.body_choice.addItem(row.name, row.id)
        self.day = DateField(today=desk.today)
        self.start = TimeField()
        self.end = TimeField()
        self.place = AutoLineEdit()
        self.form.add(_("&Groupe"), self.body_choice)
        self.form.add(_("&Date"), self.day, _("Tapez 12/3, lundi, demain ou +7."))
        self.form.add(_("&Heure de début"), self.start, _("Tapez 14h30."))
        self._end_row = self.form.add(_("Heure de &fin"), self.end)
        self.form.add(_("&Lieu"), self.place)
        self.body_choice.currentIndexChanged.connect(self._propose)
        self.start.textChanged.connect(self._propose_end)
        choose(self.body_choice, body_id)
        self._propose()
        self.body_choice.setFocus()

    def _body(self) -> BodyRow | None:
        return self._bodies.get(self.body_choice.currentData())

    def _propose(self) -> None:
        """Show the place and the length of the body chosen, unless another place was typed."""
        body = self._body()
        if self.place.text() == self._proposed:
            self._proposed = body.place if body is not None else ""
            self.place.setText(self._proposed)
            self.place.setCursorPosition(0)
        self._propose_end()

    def _propose_end(self) -> None:
        body = self._body()
        try:
            start = parse_hour(self.start.text())
        except Refusal:
            start = ""
        words = ""
        if body is not None and start:
            end = hour(planned_end(start, body.planned_minutes))
            words = _("Vide, la fin prévue est {hour}.").format(hour=end)
        self._end_row.understand(words)

    def _create(self) -> None:
        body = self._body()
        if body is None:
            raise Refusal(
                _("Une réunion est celle d’un groupe. Rien n’a été créé. Choisissez d’abord le groupe.")
            )
        start = require_hour(self.start)
        day = require_date(self.day, self._desk.today())
        if not start:
            raise Refusal(_("L’heure de début manque. Rien n’a été créé. Écrivez-la, par exemple 14h30."))
        made = commands.create_meeting(
            self._desk.store,
            body.id,
            day,
            start,
            require_hour(self.end) or None,
            place=self.place.text().strip(),
        )
        self._desk.say(_("Réunion du {day} créée").format(day=long_date(day)))
        self._desk.go("meeting", meeting_id=made, step="agenda")


class EditMeetingDialog(FormDialog):
    """Date, hours, place, chair and secretary of a meeting."""

    def __init__(self, desk: Desk, row: MeetingRow) -> None:
        super().__init__(desk.shell, _("Modifier la réunion"), _("Enregistrer"), self._save)
        self._desk, self._row = desk, row
        self.day = DateField(row.date, today=desk.today)
        self.start = TimeField(row.starts_at)
        self.end = TimeField(row.ends_at)
        self.place = AutoLineEdit(row.place)
        self.place.setCursorPosition(0)
        self.chair = ComboBox(_("Présidence de séance"))
        self.secretary = ComboBox(_("Secrétariat de séance"))
        everyone = people(desk.store)
        for combo, chosen in ((self.chair, row.chair_id), (self.secretary, row.secretary_id)):
            combo.addItem(_("Non désigné"), None)
            for person in everyone:
                combo.addItem(person.name, person.id)
            choose(combo, chosen)
        self.form.add(_("&Date"), self.day)
        self.form.add(_("&Heure de début"), self.start)
        self.form.add(_("Heure de &fin"), self.end)
        self.form.add(_("&Lieu"), self.place)
        self.form.add(_("&Présidence de séance"), self.chair)
        self.form.add(_("&Secrétariat de séance"), self.secretary)
        self.day.setFocus()

    def _save(self) -> None:
        row = self._row
        typed = {
            "date": require_date(self.day, self._desk.today()),
            "starts_at": require_hour(self.start) or row.starts_at,
            "ends_at": require_hour(self.end) or row.ends_at,
            "place": self.place.text().strip(),
            "chair_id": self.chair.currentData(),
            "secretary_id": self.secretary.currentData(),
        }
        changed = {name: value for name, value in typed.items() if value != getattr(row, name)}
        for role in ("chair", "secretary"):
            if changed.get(f"{role}_id", row.id) is None:
                changed[f"{role}_line"] = ""
        if changed:
            commands.set_meeting(self._desk.store, row.id, **changed)


class RescheduleDialog(FormDialog):
    """Another date and hour for a meeting, with the reason."""

    def __init__(self, desk: Desk, row: MeetingRow) -> None:
        super().__init__(desk.shell, _("Reporter la réunion"), _("Reporter"), self._move)
        self._desk, self._row = desk, row
        self.day = DateField(today=desk.today)
        self.start = TimeField(row.starts_at)
        self.reason = AutoLineEdit()
        asked = _("Réunion prévue le {day}.").format(day=long_date(row.date))
        self.form.add(_("Nouvelle &date"), self.day, asked)
        self.form.add(_("&Heure de début"), self.start)
        self.form.add(
            _("&Motif"),
            self.reason,
            _("Les réponses déjà reçues sont effacées\u00a0: la date n’est plus la même."),
        )
        self.day.setFocus()

    def _move(self) -> None:
        start = require_hour(self.start) or self._row.starts_at
        day = require_date(self.day, self._desk.today())
        commands.reschedule_meeting(self._desk.store, self._row.id, day, start, self.reason.text())
        self._desk.say(_("Réunion reportée au {day}").format(day=long_date(day)))


class CancelDialog(FormDialog):
    """The reason why a meeting will not be held."""

    def __init__(self, desk: Desk, row: MeetingRow) -> None:
        super().__init__(desk.shell, _("Annuler la réunion"), _("Annuler la réunion"), self._cancel)
        self._desk, self._row = desk, row
        self.reason = AutoLineEdit()
        self.form.add(
            _("&Motif"), self.reason, _("La réunion reste dans la liste, avec son numéro et ce motif.")
        )
        self.reason.setFocus()

    def _cancel(self) -> None:
        commands.cancel_meeting(self._desk.store, self._row.id, self.reason.text())
        self._desk.say(_("Réunion du {day} annulée").format(day=long_date(self._row.date)))


def choose(combo: QComboBox, data: object) -> None:
    """Choose the entry of `combo` that carries `data`; the choice stays when there is none."""
    index = combo.findData(data)
    if index >= 0:
        combo.setCurrentIndex(index)


def open_new_meeting(desk: Desk, body_id: int | None = None) -> NewMeetingDialog:
    """Open the form of a new meeting, of body `body_id` when given, and return it."""
    dialog = NewMeetingDialog(desk, body_id)
    dialog.open()
    return dialog
