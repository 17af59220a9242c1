"""The form of a commitment, new or corrected: its precision is shown while it is typed."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coprodesk.commands import commitments as commands
from coprodesk.domain.commitments import CommitmentFacts, CommitmentState, precision
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.queries import council, partners
from coprodesk.queries.commitments import CommitmentRow
from coprodesk.ui import theme
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets import (
    ActionButton,
    AutoLineEdit,
    AutoTextEdit,
    CheckBox,
    ComboBox,
    DateField,
    PrecisionRing,
)


def text_labels() -> dict[str, tuple[str, str]]:
    """Return label and hint of each single-line text, in the order of the form."""
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


def choose(combo: ComboBox, value: object) -> None:
    """Show the choice whose value is `value`, the first one when there is none."""
    combo.setCurrentIndex(max(0, combo.findData(value)))


def fill_partners(combo: ComboBox, desk: Desk, none: str) -> None:
    """Fill `combo` with the institutions in the order of the list, `none` first for no choice."""
    combo.addItem(none, None)
    for row in partners.partners(desk.store, desk.today()):
        combo.addItem(row.short_name, row.id)


def typed_date(field: DateField, what: str) -> date | None:
    """Return the date of `field`. Raises Refusal when what is typed is not a date."""
    if field.pending():
        raise Refusal(
            _("{what}\u00a0: « {text} » n’est pas une date. Rien n’a été modifié. Corrigez-la.").format(
                what=what, text=field.text().strip()
            )
        )
    return field.value()


def typed_number(field: AutoLineEdit, what: str) -> int | None:
    """Return the whole number of `field`, None when it is blank. Raises Refusal for anything else."""
    text = "".join(field.text().split())
    if not text:
        return None
    if not text.isascii() or not text.isdigit():
        raise Refusal(
            _(
                "{what}\u00a0: « {text} » n’est pas un nombre entier. Rien n’a été modifié. Corrigez-le."
            ).format(what=what, text=field.text().strip())
        )
    return int(text)


def short_text(text: str = "") -> AutoTextEdit:
    """Return an editor of two lines that stays that high."""
    editor = AutoTextEdit(text, lines=2)
    editor.setFixedHeight(editor.minimumHeight())
    return editor


class ContributorsBox(QWidget):
    """The institutions that contribute: a choice with « Ajouter », and a line with « Retirer » for each."""

    changed = Signal()

    def __init__(self, desk: Desk, chosen: dict[int, str]) -> None:
        super().__init__()
        self.chosen = dict(chosen)
        self.combo = ComboBox(_("Contributeur à ajouter"))
        fill_partners(self.combo, desk, _("Choisir un partenaire"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        row = QHBoxLayout()
        row.addWidget(self.combo, 1)
        row.addWidget(ActionButton(make(self, _("Ajouter"), self.add, icon="plus")))
        self._column.addLayout(row)
        self._lines: list[QWidget] = []
        self.setFocusProxy(self.combo)
        self._show()

    def add(self) -> None:
        """Add the institution chosen."""
        found = self.combo.currentData()
        if found is not None and found not in self.chosen:
            self.chosen[found] = self.combo.currentText()
            self._show()
        self.combo.setCurrentIndex(0)

    def remove(self, institution_id: int) -> None:
        """Take an institution off."""
        del self.chosen[institution_id]
        self._show()
        self.combo.setFocus()

    def _show(self) -> None:
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [self._line(key, name) for key, name in self.chosen.items()]
        for line in self._lines:
            self._column.addWidget(line)
        self.changed.emit()

    def _line(self, institution_id: int, name: str) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Label(name), 1)
        button = ActionButton(
            make(line, _("Retirer"), partial(self.remove, institution_id)), "link", parent=line
        )
        button.setAutoDefault(False)
        button.setAccessibleName(_("Retirer {name}").format(name=name))
        row.addWidget(button)
        return line


class CommitmentForm(FormDialog):
    """A new commitment, or the correction of `row`; `done` hears the id once it is stored.

    A new due date after the first is a postponement, which has its own key: the field is then closed.
    """

    def __init__(
        self, desk: Desk, row: CommitmentRow | None = None, done: Callable[[int], object] | None = None
    ) -> None:
        title = _("Nouvel engagement") if row is None else _("Modifier {ref}").format(ref=row.reference)
        verb = _("Enregistrer") if row else _("Ajouter l’engagement")
        super().__init__(desk.shell, title, verb, self._store)
        self._desk, self._row, self._done = desk, row, done
        self._dated = row is not None and row.current_due is not None
        self.texts: dict[str, AutoLineEdit] = {}
        self._build_who()
        self._build_texts()
        self.contributors = ContributorsBox(desk, _contributors(row))
        self.form.add(_("Contributeurs"), self.contributors)
        self.to_confirm = CheckBox(_("Sous réserve de confirmation"))
        if row is None:
            self.form.add(_("Réserve"), self.to_confirm)
        self.ring = PrecisionRing(0)
        self.missing = Label("", "small", "soon", wrap=True)
        foot = QWidget()
        line = QHBoxLayout(foot)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(self.ring, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.missing, 1)
        self.foot.addWidget(foot)
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
        self.referent = ComboBox(_("Référent"))
        self.theme = ComboBox(_("Thème"))
        self.theme.addItem(_("Sans thème"), None)
        for one in council.themes(desk.store):
            self.theme.addItem(one.name, one.id)
        self.due = DateField(row.current_due if row else None, today=desk.today)
        self.decided = DateField(row.decided_on if row else desk.today(), today=desk.today)
        if row is not None:
            if row.theme_id is not None and self.theme.findData(row.theme_id) < 0:
                self.theme.addItem(row.theme, row.theme_id)
            if row.lead_id is not None and self.lead.findData(row.lead_id) < 0:
                self.lead.addItem(row.lead, row.lead_id)
            choose(self.theme, row.theme_id)
            choose(self.lead, row.lead_id)
        self._fill_referents(row.referent_id if row else None)
        self.form.add(_("Engagement"), self.what, _("Qui fait quoi, combien, où, pour quand"))
        self.form.add(_("Pilote"), self.lead)
        self.form.add(_("Référent"), self.referent)
        self._add_text("referent_function")
        self.form.add(_("Thème"), self.theme)
        self.form.add(_("Échéance"), self.due, self._due_hint())
        self.form.add(_("Décidé le"), self.decided)
        closed = row is not None and row.state in (CommitmentState.KEPT, CommitmentState.ABANDONED)
        self.decided.setEnabled(not closed)
        self.due.setEnabled(not closed and not (row and row.postponements))

    def _due_hint(self) -> str:
        if self._row is not None and self._row.postponements:
            return _("Déjà reportée\u00a0: notez un nouveau report avec la touche R.")
        return ""

    def _add_text(self, name: str) -> None:
        label, hint = text_labels()[name]
        self.texts[name] = AutoLineEdit(str(getattr(self._row, name)) if self._row else "")
        self.form.add(label, self.texts[name], hint)

    def _build_texts(self) -> None:
        row = self._row
        self.target = AutoLineEdit(_number(row.progress_target if row else None))
        self.progress = AutoLineEdit(_number(row.progress_done if row else None))
        for name in text_labels():
            if name not in self.texts:
                self._add_text(name)
            if name == "progress_indicator":
                self.form.add(_("Nombre visé"), self.target)
                self.form.add(_("Nombre réalisé"), self.progress)

    def _listen(self) -> None:
        self.what.textChanged.connect(self._show_precision)
        self.due.understood.connect(self._due_understood)
        self.lead.currentIndexChanged.connect(self._lead_changed)
        self.referent.currentIndexChanged.connect(self._show_precision)
        for field in self.texts.values():
            field.textEdited.connect(self._show_precision)

    def _due_understood(self, meaning: str) -> None:
        self._dated = bool(meaning)
        self._show_precision()

    def _lead_changed(self) -> None:
        self._fill_referents(self.referent.currentData())
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
        found = precision(known)
        missing = [criterion.label for criterion, filled in found.criteria if not filled]
        self.ring.set_score(found.score)
        self.missing.setText(
            _("À préciser\u00a0: {names}.").format(names=", ".join(missing)) if missing else ""
        )

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
        with store.change(_("Nouvel engagement")):
            made = commands.add_commitment(
                store,
                values.pop("what"),
                decided_on=decided,
                due=due,
                to_confirm=self.to_confirm.isChecked(),
                **values,
            )
            for institution_id in self.contributors.chosen:
                commands.add_contributor(store, made, institution_id)
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
        before = {one.institution_id: one.id for one in row.contributors}
        added = [key for key in self.contributors.chosen if key not in before]
        gone = [line for key, line in before.items() if key not in self.contributors.chosen]
        if not (changed or dates or added or gone):
            return
        with store.change(_("Modification de {reference}").format(reference=row.reference)):
            if changed:
                commands.set_commitment(store, row.id, **changed)
            if dates:
                commands.set_dates(store, row.id, decided_on=dates.get("decided_on"), due=dates.get("due"))
            for line in gone:
                commands.remove_contributor(store, line)
            for institution_id in added:
                commands.add_contributor(store, row.id, institution_id)


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _contributors(row: CommitmentRow | None) -> dict[int, str]:
    return {} if row is None else {one.institution_id: one.short_name for one in row.contributors}
