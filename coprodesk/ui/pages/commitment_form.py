"""The form of a commitment, new or corrected: its precision is shown while it is typed."""

from collections.abc import Callable
from datetime import date
from typing import Any

from coprodesk.commands import commitments as commands
from coprodesk.commands import contributors
from coprodesk.domain.commitments import CommitmentFacts, CommitmentState, require_theme
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _, labelled, ngettext
from coprodesk.queries import council, partners, usual_commitments
from coprodesk.queries.commitments import CommitmentRow
from coprodesk.queries.usual_commitments import UsualCommitment
from coprodesk.ui import theme
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.pages.commitment_fields import (
    ContributorsBox,
    choose,
    fill_partners,
    parts_of,
    short_text,
    typed_date,
    typed_number,
)
from coprodesk.ui.pages.commitment_precision import PrecisionFoot
from coprodesk.ui.widgets.buttons import CheckBox
from coprodesk.ui.widgets.editors import AutoLineEdit
from coprodesk.ui.widgets.fields import DateField, FormRow
from coprodesk.ui.widgets.filters import ComboBox


def text_labels() -> dict[str, tuple[str, str]]:
    """Return label and hint of each single-line text, of the form."""
    return {
        "referent_function": (_("Fonction du référent"), _("Quand la personne n’est pas dans l’annuaire")),
        "deliverable": (_("Livrable"), _("Ce que l’on pourra voir ou compter")),
        "place": (_("Territoire ou public"), ""),
        "means": (_("Moyens"), _("Temps, argent, locaux, personnes")),
        "progress_indicator": (_("Indicateur de suivi"), _("Par exemple\u00a0: opérations réalisées")),
        "outcome_indicator": (_("Indicateur de résultat"), ""),
        "outcome_baseline": (_("Valeur de départ"), ""),
        "outcome_target": (_("Valeur visée"), ""),
        "outcome_source": (_("Source du chiffre"), ""),
        "note": (_("Note"), ""),
    }


class CommitmentForm(FormDialog):
    """A new commitment, or the correction of `row`; `done` hears the id once it is stored.

    A new due date after the first is a postponement, which has its own key: the field is then closed.
    """

    help_page = "precision"

    def __init__(
        self, desk: Desk, row: CommitmentRow | None = None, done: Callable[[int], object] | None = None
    ) -> None:
        title = _("Nouvel engagement") if row is None else _("Modifier {ref}").format(ref=row.reference)
        verb = _("Enregistrer") if row else _("Ajouter l’engagement")
        super().__init__(desk.shell, title, verb, self._store)
        self._desk, self._row, self._done = desk, row, done
        self._dated = row is not None and row.current_due is not None
        self._taken: UsualCommitment | None = None
        self.texts: dict[str, AutoLineEdit] = {}
        self._build_who()
        self._build_when()
        self._build_texts()
        self.contributors = ContributorsBox(desk, parts_of(row))
        self.form.add(_("Contributeurs et associés"), self.contributors)
        self.precision = PrecisionFoot(usual_commitments.vague_verbs(desk.store))
        self.ring, self.missing = self.precision.ring, self.precision.missing
        self.foot.addWidget(self.precision)
        self._listen()
        self._show_precision()
        room = desk.shell.size()
        self.resize(min(theme.px(600), room.width() - 40), min(theme.px(640), room.height() - 40))
        self.what.setFocus()

    def _build_who(self) -> None:
        desk, row = self._desk, self._row
        self.what = short_text(row.what if row else "")
        self.lead = ComboBox(_("Pilote"))
        fill_partners(self.lead, desk, _("À désigner"))
        self.usual = ComboBox(_("Suggestions"))
        self.referent = ComboBox(_("Référent"))
        self.theme = ComboBox(_("Thème"))
        self.theme.addItem(_("À choisir") if row is None else _("À préciser"), None)
        for one in council.themes(desk.store):
            self.theme.addItem(one.name, one.id)
        if row is not None:
            if row.theme_id is not None and self.theme.findData(row.theme_id) < 0:
                self.theme.addItem(row.theme, row.theme_id)
            if row.lead_id is not None and self.lead.findData(row.lead_id) < 0:
                self.lead.addItem(row.lead, row.lead_id)
            choose(self.theme, row.theme_id)
            choose(self.lead, row.lead_id)
        self.to_confirm = CheckBox(_("Sous réserve de confirmation"))
        self._reserve: FormRow | None = None
        self.form.add(_("Engagement"), self.what, _("Qui fait quoi, combien, où, pour quand"), name="what")
        self.form.add_beside(
            FormRow(_("Pilote"), self.lead), FormRow(_("Thème"), self.theme, name="theme_id")
        )
        if row is None:
            self._usual_row = self.form.add(_("Suggestions"), self.usual)
            self._fill_usual()
        self.form.add_beside(FormRow(_("Référent"), self.referent), self._text_row("referent_function"))
        if row is None:
            self._reserve = self.form.add(_("Réserve"), self.to_confirm)
        self._fill_referents(row.referent_id if row else None)

    def _build_when(self) -> None:
        desk, row = self._desk, self._row
        self.due = DateField(row.current_due if row else None, today=desk.today)
        self.decided = DateField(row.decided_on if row else desk.today(), today=desk.today)
        self.source = AutoLineEdit(row.source if row else "")
        self.form.add_beside(
            FormRow(_("Échéance"), self.due, self._due_hint()), FormRow(_("Décidé le"), self.decided)
        )
        if row is None or row.meeting_id is None:
            hint = _("Hors réunion\u00a0: appel, courriel, rendez-vous, avec qui")
            self.form.add(_("Pris comment"), self.source, hint)
        closed = row is not None and row.state in (CommitmentState.KEPT, CommitmentState.ABANDONED)
        self.decided.setEnabled(not closed)
        self.due.setEnabled(not closed and not (row and row.postponements))

    def _due_hint(self) -> str:
        if self._row is not None and self._row.postponements:
            return _("Déjà reportée\u00a0: notez un nouveau report avec la touche O.")
        return ""

    def _text_row(self, name: str) -> FormRow:
        label, hint = text_labels()[name]
        held = str(getattr(self._row, name)) if self._row else ""
        self.texts[name] = AutoLineEdit(held, spelled=True)
        self.texts[name].setCursorPosition(0)  # a long text is read from its beginning
        return FormRow(label, self.texts[name], hint)

    def _build_texts(self) -> None:
        row = self._row
        self.target = AutoLineEdit(_number(row.progress_target if row else None))
        self.progress = AutoLineEdit(_number(row.progress_done if row else None))
        text, beside = self._text_row, self.form.add_beside
        beside(text("deliverable"), text("place"))
        beside(text("means"), text("progress_indicator"))
        beside(FormRow(_("Nombre visé"), self.target), FormRow(_("Nombre réalisé"), self.progress))
        beside(text("outcome_indicator"), text("outcome_source"))
        beside(text("outcome_baseline"), text("outcome_target"))
        beside(text("note"))

    def _listen(self) -> None:
        self.what.textChanged.connect(self._show_precision)
        self.usual.activated.connect(self._take_usual)
        self.due.understood.connect(self._due_understood)
        self.lead.currentIndexChanged.connect(self._lead_changed)
        self.referent.currentIndexChanged.connect(self._referent_changed)
        for field in self.texts.values():
            field.textEdited.connect(self._show_precision)

    def _due_understood(self, meaning: str) -> None:
        self._dated = bool(meaning)
        self._show_precision()

    def _lead_changed(self) -> None:
        self._fill_referents(self.referent.currentData())
        self._fill_usual()
        self._referent_changed()

    def _referent_changed(self) -> None:
        """Propose the reserve when the one who promised may not bind her institution."""
        self._show_precision()
        lead, person = self.lead.currentData(), self.referent.currentData()
        if self._reserve is None or lead is None or person is None:
            return
        held = partners.mandates(self._desk.store, lead)
        bound = next((one.authority for one in held if one.person_id == person), None)
        subject = bound in ("no", "subject_to_approval")
        self.to_confirm.setChecked(subject)
        words = _("Cette personne n’engage pas seule son institution\u00a0: la promesse reste à confirmer.")
        self._reserve.understand(words if subject else "")

    def _fill_usual(self) -> None:
        """Offer what partners of this kind usually promise."""
        found = usual_commitments.suggestions(self._desk.store, self.lead.currentData())
        words = ngettext("{n} engagement d’usage", "{n} engagements d’usage", len(found)).format(n=len(found))
        self.usual.clear()
        self.usual.addItem(words, None)
        for one in found:
            self.usual.addItem(labelled(one.partner.split(",")[0], one.what), one)
        if self._row is None:
            self._usual_row.setVisible(bool(found))

    def _take_usual(self) -> None:
        """Write a suggestion in the fields that are blank, or that hold the one taken before."""
        one = self.usual.currentData()
        if not isinstance(one, UsualCommitment):
            return
        before = self._taken
        if self.what.text().strip() in ("", before.what if before else ""):
            self.what.setPlainText(one.what)
        for name in ("progress_indicator", "outcome_indicator"):
            if self.texts[name].text().strip() in ("", getattr(before, name, "")):
                self.texts[name].setText(getattr(one, name))
        self._taken = one
        self._show_precision()

    def _fill_referents(self, chosen: int | None) -> None:
        """List the people of the lead first, then the rest of the directory."""
        store, today = self._desk.store, self._desk.today()
        lead = self.lead.currentData()
        near = {one.person_id for one in partners.mandates(store, lead)} if lead is not None else set()
        everyone = partners.people(store, today)
        self.referent.blockSignals(True)
        self.referent.clear()
        self.referent.addItem(_("Personne"), None)
        for one in sorted(everyone, key=lambda person: person.id not in near):
            words = ", ".join((one.name, *one.holds[:1]))
            self.referent.addItem(words, one.id)
        choose(self.referent, chosen)
        self.referent.blockSignals(False)

    def _show_precision(self) -> None:
        texts = {name: field.text() for name, field in self.texts.items()}
        known = CommitmentFacts(
            id=0,
            reference="",
            state=CommitmentState.OPEN,
            lead=self.lead.currentText() if self.lead.currentData() is not None else "",
            referent=self.referent.currentText()
            if self.referent.currentData() is not None
            else texts["referent_function"],
            deliverable=texts["deliverable"],
            place=texts["place"],
            current_due=self._desk.today() if self._dated else None,
            means=texts["means"],
            progress_indicator=texts["progress_indicator"],
            outcome_indicator=texts["outcome_indicator"],
            baseline=texts["outcome_baseline"],
            target=texts["outcome_target"],
            source=texts["outcome_source"],
        )
        self.precision.show_facts(self.what.text(), known)

    # Storing

    def _values(self) -> dict[str, Any]:
        """Return the editable columns as typed. Raises Refusal for a number that is none."""
        return {
            **{name: field.text().strip() for name, field in self.texts.items()},
            "what": self.what.text().strip(),
            "lead_id": self.lead.currentData(),
            "referent_id": self.referent.currentData(),
            "theme_id": self.theme.currentData(),
            "progress_target": typed_number(self.target, _("Nombre visé")),
            "progress_done": typed_number(self.progress, _("Nombre réalisé")),
        }

    def _store(self) -> None:
        values = self._values()
        due = typed_date(self.due, _("Échéance"))
        decided = typed_date(self.decided, _("Décidé le")) or self._desk.today()
        if self._row is None:
            self._add(values, due, decided)
        else:
            self._correct(self._row, values, due, decided)

    def _add(self, values: dict[str, Any], due: date | None, decided: date) -> None:
        store = self._desk.store
        theme_id, themes = values["theme_id"], self.theme.count() - 1
        with store.change(_("Nouvel engagement")):
            made = commands.add_commitment(
                store,
                values.pop("what"),
                decided_on=decided,
                due=due,
                to_confirm=self.to_confirm.isChecked(),
                source=self.source.text(),
                **values,
            )
            require_theme(theme_id, themes)
            for institution_id, part in self.contributors.parts().items():
                contributors.add_contributor(store, made, institution_id, kind=part.kind, share=part.share)
        if self._done is not None:
            self._done(made)

    def _correct(self, row: CommitmentRow, values: dict[str, Any], due: date | None, decided: date) -> None:
        """Store only what was changed, in one step."""
        store = self._desk.store
        changed = {name: value for name, value in values.items() if value != getattr(row, name)}
        if due is None and row.current_due is not None:
            raise Refusal(
                _("Une échéance donnée ne s’efface pas. Rien n’a été modifié. Corrigez ou reportez la date.")
            )
        dates: dict[str, date] = {}
        if due is not None and due != row.current_due:
            dates["due"] = due
        if decided != row.decided_on:
            dates["decided_on"] = decided
        source = self.source.text().strip()
        before, now = parts_of(row), self.contributors.parts()
        if not (changed or dates or before != now or source != row.source):
            return
        with store.change(_("Modification de {reference}").format(reference=row.reference)):
            if changed or source != row.source:
                commands.set_commitment(store, row.id, source=source, **changed)
            if dates:
                commands.set_dates(store, row.id, decided_on=dates.get("decided_on"), due=dates.get("due"))
            self._correct_parts(row)

    def _correct_parts(self, row: CommitmentRow) -> None:
        """Store who came, who went, and who brings something else."""
        store, now = self._desk.store, self.contributors.parts()
        before = parts_of(row)
        for one in row.contributors:
            part = now.get(one.institution_id)
            if part is None:
                contributors.remove_contributor(store, one.id)
            elif part != before[one.institution_id]:
                contributors.set_contributor(store, one.id, kind=part.kind, share=part.share)
        for institution_id, part in now.items():
            if institution_id not in before:
                contributors.add_contributor(store, row.id, institution_id, kind=part.kind, share=part.share)


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
