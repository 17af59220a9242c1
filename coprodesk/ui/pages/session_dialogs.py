"""The small forms of a session: open it, enter it afterwards, correct it; who does a decision and when."""

from datetime import date

from coprodesk.commands import live, records
from coprodesk.commands import meetings as commands
from coprodesk.domain.i18n import _
from coprodesk.queries.meetings import MeetingRow
from coprodesk.queries.partners import people
from coprodesk.queries.records import RecordRow
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.pages.commitment_fields import fill_partners, typed_date
from coprodesk.ui.pages.new_meeting import choose, require_hour
from coprodesk.ui.widgets.editors import AutoLineEdit
from coprodesk.ui.widgets.fields import DateField, FormRow, TimeField
from coprodesk.ui.widgets.filters import ComboBox


class SessionDialog(FormDialog):
    """Hours, chair and secretary of a session."""

    def __init__(self, desk: Desk, row: MeetingRow, title: str, verb: str) -> None:
        super().__init__(desk.shell, title, verb, self._submit_all)
        self.desk, self.row = desk, row
        self.opened = TimeField(row.opened_at or self.hour_now(row.starts_at))
        self.chair, self.secretary = ComboBox(_("Présidence")), ComboBox(_("Secrétariat"))
        everyone = people(desk.store)
        for combo, chosen in ((self.chair, row.chair_id), (self.secretary, row.secretary_id)):
            combo.addItem(_("Non désigné"), None)
            for person in everyone:
                combo.addItem(person.name, person.id)
            choose(combo, chosen)

    def hour_now(self, planned: str) -> str:
        """Return the hour it is on the day of the meeting, the planned one on another day."""
        now = self.desk.now()
        return now.strftime("%H:%M") if now.date() == self.row.date else planned

    def add_hours(self, closed: TimeField, hint: str = "") -> None:
        """Add the fields of both hours, side by side; `hint` stands below the second."""
        self.form.add_beside(
            FormRow(_("Heure d’&ouverture"), self.opened, name="opened_at"),
            FormRow(_("Heure de &levée"), closed, hint, name="closed_at"),
        )

    def add_people(self) -> None:
        """Add the fields of the chair and the secretary."""
        self.form.add(_("&Présidence de séance"), self.chair)
        self.form.add(_("&Secrétariat de séance"), self.secretary)

    def _submit_all(self) -> None:
        self.move_on()
        named = {"chair_id": self.chair.currentData(), "secretary_id": self.secretary.currentData()}
        changed = {name: one for name, one in named.items() if one != getattr(self.row, name)}
        if changed:
            commands.set_meeting(self.desk.store, self.row.id, **changed)

    def move_on(self) -> None:
        """Do the act. Raises Refusal to keep the dialog open."""
        raise NotImplementedError


class OpenSession(SessionDialog):
    """Open the session: the hour, the chair and the secretary."""

    def __init__(self, desk: Desk, row: MeetingRow) -> None:
        super().__init__(desk, row, _("Ouvrir la séance"), _("Ouvrir la séance"))
        self.form.add(
            _("&Heure d’ouverture"),
            self.opened,
            _("Vous pourrez la corriger en clôturant la séance."),
            name="at",
        )
        self.add_people()
        self.opened.setFocus()

    def move_on(self) -> None:
        """Open at the hour given."""
        at = require_hour(self.opened) or self.row.starts_at
        live.open_session(self.desk.store, self.row.id, at)


class EnterAfterwards(SessionDialog):
    """Note a meeting that was held elsewhere: both hours; what is not known stays unknown."""

    def __init__(self, desk: Desk, row: MeetingRow) -> None:
        super().__init__(desk, row, _("Saisir la séance après coup"), _("Saisir"))
        self.opened.load(row.starts_at)
        self.closed = TimeField(row.ends_at)
        told = _("Rien n’est daté pour vous\u00a0; ce que vous ne savez pas reste à pointer.")
        self.add_hours(self.closed, told)
        self.add_people()
        self.opened.setFocus()

    def move_on(self) -> None:
        """Hold the meeting between both hours."""
        opened = require_hour(self.opened) or self.row.starts_at
        closed = require_hour(self.closed) or self.row.ends_at
        live.close_session(self.desk.store, self.row.id, closed, opened_at=opened)


class CorrectHours(SessionDialog):
    """Correct the hours, the chair and the secretary of a session that was held."""

    def __init__(self, desk: Desk, row: MeetingRow) -> None:
        super().__init__(desk, row, _("Corriger la séance"), _("Enregistrer"))
        self.closed = TimeField(row.closed_at or row.ends_at)
        self.add_hours(self.closed)
        self.add_people()
        self.opened.setFocus()

    def move_on(self) -> None:
        """Store both hours."""
        hours = {
            "opened_at": require_hour(self.opened) or None,
            "closed_at": require_hour(self.closed) or None,
        }
        commands.set_meeting(self.desk.store, self.row.id, **hours)


def ask_decision_facts(desk: Desk, record: RecordRow) -> FormDialog:
    """Ask who carries a decision, with whom, and for when."""
    lead = ComboBox(_("Pilote"))
    fill_partners(lead, desk, _("Sans pilote"))
    choose(lead, record.institution_id)
    others = AutoLineEdit(record.contributors)
    due = DateField(record.due_on, today=desk.today)

    def submit() -> None:
        day: date | None = typed_date(due, _("Échéance"))
        records.set_record(
            desk.store,
            record.id,
            institution_id=lead.currentData(),
            contributors=others.text().strip(),
            due_on=day,
        )

    title = _("Pilote et échéance")
    if record.reference:
        title = f"{title} – {record.reference}"
    dialog = FormDialog(desk.shell, title, _("Enregistrer"), submit)
    dialog.form.add(_("&Pilote"), lead)
    dialog.form.add(_("&Contributeurs"), others)
    dialog.form.add(_("&Échéance"), due, _("Tapez 30/11, lundi, demain ou +7."))
    dialog.open()
    lead.setFocus()
    return dialog
