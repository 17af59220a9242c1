"""What may be done about a line of the attention list: each act is a real one, undone like any other."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import NamedTuple

from coprodesk.commands import partners as partner_commands
from coprodesk.commands import revival, topics
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import day_month, hour, long_date, short_date
from coprodesk.domain.i18n import _, labelled, on_paper
from coprodesk.domain.reminders import Tone
from coprodesk.domain.revival import revival_day
from coprodesk.exchange import printing
from coprodesk.queries.attention import WatchKind, WatchLine
from coprodesk.queries.bodies import body
from coprodesk.queries.meetings import usual_hour
from coprodesk.queries.partner_sheet import PartnerSheet, partner
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.held_papers import let_out_then
from coprodesk.ui.pages.commitment_fields import short_text
from coprodesk.ui.pages.new_meeting import open_new_meeting, require_date, require_hour
from coprodesk.ui.pages.partner_form import PersonForm
from coprodesk.ui.pages.topic_thread import open_thread
from coprodesk.ui.preview import open_pdf
from coprodesk.ui.widgets.editors import AutoLineEdit
from coprodesk.ui.widgets.fields import DateField, TimeField


class Act(NamedTuple):
    """Its words, its icon, what it does, and whether that changes the file."""

    words: str
    icon: str
    run: Callable[[], object]
    writes: bool = False


_USUAL_HOUR = "14:30"


def acts_of(desk: Desk, line: WatchLine) -> tuple[Act, ...]:
    """Return the acts of a line, the usual one first."""
    if line.kind is WatchKind.ABSENCE:
        return _absence_acts(desk, line)
    if line.kind is WatchKind.DORMANT:
        return (
            Act(
                _("Séance de relance…"),
                "calendar",
                lambda: RevivalDialog(desk, line.id).open(),
                writes=True,
            ),
            Act(_("Voir le groupe"), "groups", lambda: desk.go("bodies", body_id=line.id)),
        )
    fixing = [
        Act(
            _("Fixer une date\u00a0: {body}…").format(body=one.name),
            "calendar",
            partial(open_new_meeting, desk, one.id),
            writes=True,
        )
        for one in line.bodies
    ]
    if line.subject == "topic":
        return (Act(_("Historique du sujet…"), "clock", lambda: open_thread(desk, line.id)),)
    if line.subject == "commitment":
        see = partial(desk.go, "commitments", commitment_id=line.id)
        return (Act(_("Voir l’engagement"), "engagements", see),)
    return (*fixing, Act(_("Voir le groupe"), "groups", lambda: desk.go("bodies", body_id=line.id)))


def open_line(desk: Desk, line: WatchLine) -> None:
    """Open what a line is about."""
    if line.subject == "institution":
        desk.go("partner", institution_id=line.id)
    elif line.subject == "commitment":
        desk.go("commitments", commitment_id=line.id)
    elif line.subject == "topic":
        open_thread(desk, line.id)
    else:
        desk.go("bodies", body_id=line.id)


def _absence_acts(desk: Desk, line: WatchLine) -> tuple[Act, ...]:
    sheet = partner(desk.store, line.id, desk.today())
    if sheet is None:
        return ()
    day = f"{day_month(line.meeting_on)} {line.meeting_on.year}" if line.meeting_on else ""
    with on_paper():
        video = (
            _("Visio proposée pour la réunion du {day}.").format(day=day)
            if day
            else _("Visio proposée pour la prochaine réunion.")
        )
    return (
        Act(_("Noter un appel…"), "phone", partial(_note, desk, sheet, lambda: _("Appel"), ""), writes=True),
        Act(_("Proposer un point ciblé…"), "plus", lambda: TargetedTopic(desk, sheet).open(), writes=True),
        Act(
            _("Proposer la visio…"),
            "projector",
            partial(_note, desk, sheet, lambda: _("Visio"), video),
            writes=True,
        ),
        Act(
            _("Nommer un suppléant…"),
            "user-plus",
            lambda: PersonForm(desk, sheet, "substitute").open(),
            writes=True,
        ),
        Act(_("Lettre après absence…"), "mail", lambda: open_absence_letter(desk, line.id)),
        Act(_("Voir le partenaire"), "partners", lambda: desk.go("partner", institution_id=line.id)),
    )


def _note(desk: Desk, sheet: PartnerSheet, what: Callable[[], str], text: str) -> None:
    CallNote(desk, sheet, what, text).open()


def open_absence_letter(desk: Desk, institution_id: int) -> None:
    """Show the letter that follows an absence, ready to be printed; a refusal is said in the window."""

    def show() -> None:
        audience = Audience(Level.PARTNERS)
        prepared = printing.prepare(desk.store, "reminder", institution_id, audience, tone=Tone.ABSENCE)
        with on_paper():
            title = _("Lettre à {partner}").format(partner=prepared.data.short_name)
        printed = printing.render(replace(prepared, stem=printing.safe_stem(title)))
        let_out_then(
            desk, desk.shell, (printed,), lambda out: open_pdf(desk, out[0].pdf, title, out[0].file_name)
        )

    desk.act(show)


class CallNote(FormDialog):
    """A dated line at the end of a partner’s note: a call, or what was proposed.

    `what()` is its word, on screen for the title and on paper for the note.
    """

    def __init__(self, desk: Desk, sheet: PartnerSheet, what: Callable[[], str], text: str) -> None:
        title = f"{what()} · {sheet.short_name}"
        super().__init__(desk.shell, title, _("Noter"), self._submit_form)
        self._desk, self._sheet, self._what = desk, sheet, what
        self.text = short_text(text)
        phones = [labelled(one.name, one.phone) for one in sheet.sitting if one.phone]
        phones += [sheet.phone] if sheet.phone else []
        self.form.add(_("&Ce qui s’est dit"), self.text, " · ".join(phones) or _("Aucun téléphone connu."))
        self.text.setFocus()

    def _submit_form(self) -> None:
        said = self.text.toPlainText().strip()
        if not said:
            raise Refusal(_("La note est vide. Rien n’a été enregistré. Écrivez ce qui s’est dit."))
        with on_paper():
            head = f"{short_date(self._desk.today())}, {self._what().lower()}"
            line = labelled(head, said)
        note = f"{self._sheet.note}\n{line}" if self._sheet.note else line
        partner_commands.set_institution(self._desk.store, self._sheet.id, note=note)
        self._desk.say(_("Noté sur la fiche de {partner}").format(partner=self._sheet.short_name))


class TargetedTopic(FormDialog):
    """A topic for the next meeting that concerns one partner."""

    def __init__(self, desk: Desk, sheet: PartnerSheet) -> None:
        super().__init__(
            desk.shell,
            _("Point ciblé · {partner}").format(partner=sheet.short_name),
            _("Proposer"),
            self._submit_form,
        )
        self._desk, self._sheet = desk, sheet
        self.title = AutoLineEdit(spelled=True)
        self.form.add(
            _("&Sujet"),
            self.title,
            _("Il entre dans les propositions, avec ce partenaire concerné."),
            name="title",
        )
        self.title.setFocus()

    def _submit_form(self) -> None:
        topics.add_topic(
            self._desk.store,
            self.title.text(),
            raised_on=self._desk.today(),
            institution_ids=(self._sheet.id,),
        )
        self._desk.say(_("Sujet proposé, à reprendre dans le prochain ordre du jour"))


class RevivalDialog(FormDialog):
    """The meeting that wakes a body: date and hour are proposed, its agenda is drawn."""

    def __init__(self, desk: Desk, body_id: int) -> None:
        found = body(desk.store, body_id, desk.today())
        name = found.name if found is not None else ""
        title = _("Séance de relance · {body}").format(body=name)
        super().__init__(desk.shell, title, _("Créer la séance"), self._submit_form)
        self._desk, self._body_id = desk, body_id
        self.day = DateField(revival_day(desk.today()), today=desk.today)
        self.start = TimeField(usual_hour(desk.store, body_id) or _USUAL_HOUR)
        self.form.add(_("&Date"), self.day, name="date")
        self.form.add(
            _("&Heure de début"),
            self.start,
            _("L’ordre du jour reprend ce qui reste, puis l’objet, la cadence et les référents du groupe."),
            name="starts_at",
        )
        self.day.setFocus()

    def _submit_form(self) -> None:
        day = require_date(self.day, self._desk.today())
        start = require_hour(self.start)
        if not start:
            raise Refusal(_("L’heure de début manque. Rien n’a été créé. Écrivez-la, par exemple 14h30."))
        self._create(day, start)

    def _create(self, day: date, start: str) -> None:
        made = revival.create_revival(self._desk.store, self._body_id, day, start)
        words = _("Séance de relance fixée au {day}, {hour}")
        self._desk.say(words.format(day=long_date(day), hour=hour(start)))
        self._desk.go("meeting", meeting_id=made, step="agenda")
