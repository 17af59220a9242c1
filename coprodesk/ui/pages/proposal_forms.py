"""The forms of the basket: a proposal, and the answer that puts it off or refuses it."""

from collections.abc import Callable

from coprodesk.commands import topics as commands
from coprodesk.domain.agenda import Proposal
from coprodesk.domain.disclosure import Level
from coprodesk.domain.i18n import _
from coprodesk.queries import council
from coprodesk.queries.partners import partners
from coprodesk.queries.topics import TopicRow
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.pages.new_meeting import require_date
from coprodesk.ui.pages.partner_form import beside, choice
from coprodesk.ui.widgets.buttons import CheckBox
from coprodesk.ui.widgets.editors import AutoLineEdit, AutoTextEdit
from coprodesk.ui.widgets.fields import DateField


class ProposalForm(FormDialog):
    """A new proposal, or the one of `row`; `done` is told the id of what was added."""

    def __init__(
        self, desk: Desk, row: TopicRow | None = None, done: Callable[[int], object] | None = None
    ) -> None:
        title = _("Nouvelle proposition") if row is None else _("Modifier la proposition")
        verb = _("Ajouter") if row is None else _("Enregistrer")
        super().__init__(desk.shell, title, verb, self._submit_form)
        self._desk, self._row, self._done = desk, row, done
        store, today = desk.store, desk.today()
        everyone = [(one.name, one.id) for one in partners(store, today)]
        found = [(one.name, one.id) for one in council.themes(store)]
        self.title = AutoLineEdit(row.title if row else "", spelled=True)
        self.raised_by = choice([(_("Non précisé"), None), *everyone], row.raised_by_id if row else None)
        self.raised_on = DateField(row.raised_on if row else today, today=desk.today)
        self.theme = choice([(_("Sans thème"), None), *found], row.theme_id if row else None)
        self.level = choice([(level.label, level) for level in Level], row.level if row else Level.PARTNERS)
        self.note = AutoTextEdit(row.note if row else "", lines=2)
        self.recurring = CheckBox(_("Revient à chaque réunion"))
        self.sensitive = CheckBox(_("Sujet sensible"))
        if row is not None:
            self.recurring.setChecked(row.recurring)
            self.sensitive.setChecked(row.sensitive)
        self._compose()
        self.title.setFocus()

    def _compose(self) -> None:
        self.form.add(_("&Sujet"), self.title)
        beside(self.form, (_("&Proposé par"), self.raised_by), (_("&Le"), self.raised_on))
        beside(self.form, (_("&Thème"), self.theme), (_("&Diffusion"), self.level))
        self.form.add(_("&Note"), self.note)
        layout = self.form.layout()
        if layout is not None:
            layout.addWidget(self.recurring)
            layout.addWidget(self.sensitive)

    def _submit_form(self) -> None:
        store = self._desk.store
        on = self.raised_on.value()
        if self.raised_on.pending() and self.raised_on.text().strip():
            on = require_date(self.raised_on, self._desk.today())
        fields = {
            "raised_by_id": self.raised_by.currentData(),
            "raised_on": on,
            "theme_id": self.theme.currentData(),
            "level": self.level.currentData(),
            "note": self.note.text().strip(),
            "recurring": self.recurring.isChecked(),
            "sensitive": self.sensitive.isChecked(),
        }
        if self._row is not None:
            commands.set_topic(store, self._row.id, title=self.title.text(), **fields)
            return
        added = commands.add_topic(store, self.title.text(), **fields)
        if self._done is not None:
            self._done(added)


class AnswerForm(FormDialog):
    """Why a proposal is put off (optional) or refused (asked for)."""

    def __init__(self, desk: Desk, row: TopicRow, answer: Proposal) -> None:
        refused = answer is Proposal.REFUSED
        title = _("Refuser la proposition") if refused else _("Reporter la proposition")
        super().__init__(desk.shell, title, _("Refuser") if refused else _("Reporter"), self._submit_form)
        self._desk, self._row, self._answer = desk, row, answer
        self.reason = AutoLineEdit(row.proposal_reason, spelled=True)
        hint = _("Il sera dit à qui l’a proposée.") if refused else _("Facultatif.")
        self.form.add(_("&Motif"), self.reason, hint)
        self.reason.setFocus()

    def _submit_form(self) -> None:
        store, reason = self._desk.store, self.reason.text()
        if self._answer is Proposal.REFUSED:
            commands.refuse_proposal(store, self._row.id, reason)
            words = _("Proposition refusée\u00a0: {title}")
        else:
            commands.postpone_proposal(store, self._row.id, reason)
            words = _("Proposition reportée\u00a0: {title}")
        self._desk.say(words.format(title=self._row.title))
