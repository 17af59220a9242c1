"""The forms of a meeting's life: fix it, correct its facts, move it, cancel it."""

from datetime import date

from PySide6.QtWidgets import QComboBox

from coprodesk.commands import meetings as commands
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import duration, hour, long_date, parse_date
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.meetings import planned_end
from coprodesk.queries.agenda_draft import draft
from coprodesk.queries.bodies import BodyRow, bodies
from coprodesk.queries.carry_over import Suggestion, carry_over_to
from coprodesk.queries.due_commitments import to_create
from coprodesk.queries.meetings import MeetingRow, latest_body, usual_hour
from coprodesk.queries.partners import people
from coprodesk.queries.templates import TemplateRow, templates
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.pages.draft_ticks import DraftTicks
from coprodesk.ui.widgets.editors import AutoLineEdit
from coprodesk.ui.widgets.fields import DateField, FormRow, TimeField, parse_hour
from coprodesk.ui.widgets.filters import ComboBox

_NO_TEMPLATE = "none"
"""The choice of an agenda made only of what returns."""


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
    """Body, date, hours, place and draft agenda of a new meeting; all but the date is proposed.

    The body is that of the latest meeting, its hour, place and length are its own; its usual template and
    what returns make the agenda.
    """

    help_page = "meetings"

    def __init__(self, desk: Desk, body_id: int | None = None) -> None:
        super().__init__(desk.shell, _("Nouvelle réunion"), _("Créer la réunion"), self._create)
        self._desk = desk
        self._bodies = {row.id: row for row in bodies(desk.store, desk.today())}
        self._templates = templates(desk.store)
        self._proposed = ["", ""]
        self.body_choice = ComboBox(_("Groupe"))
        self.body_choice.addItem(_("Choisissez un groupe"), None)
        for row in self._bodies.values():
            self.body_choice.addItem(row.name, row.id)
        self.day = DateField(today=desk.today)
        self.start = TimeField()
        self.end = TimeField()
        self.place = AutoLineEdit()
        self.model = ComboBox(_("Modèle d’ordre du jour"))
        self.ticks = DraftTicks()
        self.form.add(_("&Groupe"), self.body_choice)
        self.form.add(_("&Date"), self.day)
        self._end_row = FormRow(_("Heure de &fin"), self.end)
        self.form.add_beside(FormRow(_("&Heure de début"), self.start), self._end_row)
        self.form.add(_("&Lieu"), self.place)
        self._model_row = self.form.add(_("&Ordre du jour"), self.model)
        self.form.add(_("&Repris à l’ordre du jour"), self.ticks)
        self.body_choice.currentIndexChanged.connect(self._propose)
        self.start.textChanged.connect(self._propose_end)
        self.day.changed.connect(self._propose_ticks)
        self.model.currentIndexChanged.connect(self._tell_model)
        self.ticks.changed.connect(self._tell_model)
        choose(self.body_choice, body_id if body_id is not None else latest_body(desk.store))
        self._propose()
        self.body_choice.setFocus()

    def _body(self) -> BodyRow | None:
        return self._bodies.get(self.body_choice.currentData())

    def _propose(self) -> None:
        """Show hour, place, length and template of the body chosen, unless others were typed."""
        body = self._body()
        usual = ["", ""] if body is None else [usual_hour(self._desk.store, body.id), body.place]
        if self.start.value() == self._proposed[0] and not self.start.pending():
            self.start.load(usual[0])
        if self.place.text() == self._proposed[1]:
            self.place.setText(usual[1])
            self.place.setCursorPosition(0)
        self._proposed = usual
        self._propose_end()
        self._propose_models(body)
        self._propose_ticks()

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

    def _propose_models(self, body: BodyRow | None) -> None:
        """Offer the templates of the kind of body, its usual one chosen, or an empty agenda."""
        self.model.clear()
        fitting = [one for one in self._templates if body is not None and one.body_kind_id == body.kind_id]
        for one in sorted(fitting, key=lambda one: not one.usual):
            self.model.addItem(_("Modèle « {name} »").format(name=one.name), one)
        if body is not None and not fitting:
            self.model.addItem(_("Sans modèle : ce qui revient"), _NO_TEMPLATE)
        self.model.addItem(_("Vide"), None)
        self._tell_model()

    def _tell_model(self) -> None:
        self._model_row.understand(self._announce())
        self.ticks.setEnabled(self.model.currentData() is not None)

    def announced(self) -> str:
        """Return what is said of the agenda to be made: « 10 points, 1 h 30 », '' for an empty one."""
        return self._model_row.note()

    def _announce(self) -> str:
        body, model = self._body(), self.model.currentData()
        if body is None or model is None:
            return ""
        lines = draft(
            self._desk.store,
            to_create(body.id, body.numbered, self._day(), self.start.value()),
            model.id if isinstance(model, TemplateRow) else None,
            self.ticks.found(),
            self.ticks.chosen(),
        )
        if not lines:
            return ""
        items = ngettext("{n} point", "{n} points", len(lines)).format(n=len(lines))
        minutes = duration(sum(line.minutes for line in lines))
        return _("{items}, {minutes}").format(items=items, minutes=minutes)

    def _propose_ticks(self) -> None:
        self.ticks.show_suggestions(self._suggestions(self._day()))
        self._tell_model()

    def _day(self) -> date:
        return self.day.value() or self._desk.today()

    def _suggestions(self, day: date) -> tuple[Suggestion, ...]:
        body = self._body()
        if body is None:
            return ()
        return carry_over_to(self._desk.store, body.id, day, self.start.value(), self._desk.today())

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
        self.ticks.show_suggestions(self._suggestions(day))
        model = self.model.currentData()
        made = commands.create_meeting(
            self._desk.store,
            body.id,
            day,
            start,
            require_hour(self.end) or None,
            place=self.place.text().strip(),
            template_id=model.id if isinstance(model, TemplateRow) else None,
            chosen=None if model is None else self.ticks.chosen(),
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
        hours = FormRow(_("&Heure de début"), self.start), FormRow(_("Heure de &fin"), self.end)
        self.form.add_beside(*hours)
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
