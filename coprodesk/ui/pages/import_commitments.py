"""Taking commitments from the follow-up spreadsheet: columns, preview, unknown partners, one step."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QProgressBar, QVBoxLayout, QWidget

from coprodesk.commands import commitment_import as commands
from coprodesk.domain.commitment_import import Fate, Known, Plan, PlannedLine, plan
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import short_date
from coprodesk.domain.i18n import _, ngettext
from coprodesk.exchange.commitment_sheet import (
    REQUIRED,
    CommitmentDrafts,
    Field,
    draft_commitments,
    field_label,
    new_partner,
    suggest_mapping,
)
from coprodesk.queries.commitment_import import known
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.import_dialog import Columns, ImportDialog
from coprodesk.ui.rows import Cell, Column, RowsModel
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.theme import Label, px
from coprodesk.ui.widgets import CheckBox
from coprodesk.ui.widgets.scroll import scrolled

SHOWN_FIRST = (
    Field.REFERENCE,
    Field.WHAT,
    Field.LEAD,
    Field.REFERENT,
    Field.THEME,
    Field.DECIDED_ON,
    Field.INITIAL_DUE,
    Field.CURRENT_DUE,
    Field.POSTPONEMENTS,
    Field.STATE,
    Field.DONE_ON,
    Field.MOTIVE,
    Field.CONTRIBUTORS,
    Field.NEWS,
    Field.NEWS_ON,
    Field.DELIVERABLE,
    Field.PLACE,
    Field.MEANS,
    Field.PROGRESS_INDICATOR,
    Field.PROGRESS,
    Field.OUTCOME_INDICATOR,
    Field.OUTCOME_BASELINE,
    Field.OUTCOME_TARGET,
    Field.OUTCOME_SOURCE,
)
"""The fields in the order in which a person thinks of them."""

_UNKNOWN_HEIGHT = 108
"""The most that the unknown partners take of the dialog, in logical pixels."""


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One line as it would be imported."""

    line: int
    what: str
    facts: str
    does: str
    taken: bool
    remarks: str


class ImportCommitmentsDialog(ImportDialog[Field]):
    """The import of commitments; unknown partners are created when ticked, else the lead stays blank."""

    def __init__(self, desk: Desk) -> None:
        self._drafts = CommitmentDrafts((), ())
        self._plan = Plan((), ())
        self._known: Known | None = None
        self._writing = self._stopped = False
        self.unknown: dict[str, CheckBox] = {}
        super().__init__(
            desk,
            _("Importer des engagements"),
            _(
                "Un classeur .xlsx ou un texte .csv, avec une ligne d’en-tête puis une ligne par engagement. "
                "Le fichier n’est que lu."
            ),
            Columns(SHOWN_FIRST, REQUIRED, field_label, suggest_mapping),
            _table(),
        )

    def _compose(self, told: str) -> None:
        super()._compose(told)
        inner = QWidget()
        self._names = QVBoxLayout(inner)
        self._names.setContentsMargins(0, 0, 0, 0)
        self._names.setSpacing(2)
        self._unknown_words = Label("", "small", "soon", wrap=True)
        self._unknown = scrolled(inner)
        self.bar = QProgressBar()
        self.bar.setFormat(_("%v lignes sur %m"))
        self.bar.setAccessibleName(_("Avancement de l’import"))
        self.bar.hide()
        for widget in (self._unknown_words, self._unknown, self.bar):
            self.foot.addWidget(widget)

    def look(self) -> None:
        """Show what would be imported with the columns chosen."""
        if self.sheet is None:
            return
        try:
            self._drafts = draft_commitments(self.sheet, self.mapping(), self.desk.today())
        except Refusal as refusal:
            self.banner.say(str(refusal), "late")
            return
        self._known = known(self.desk.store)
        self._offer(plan(self._known, self._drafts.rows).unknown)
        self._plan_again()
        self.table.setFocus()

    def _offer(self, names: tuple[str, ...]) -> None:
        """Offer to create the unknown partners; none is ticked."""
        while (item := self._names.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.unknown = {name: CheckBox(_("Créer «\u00a0{name}\u00a0»").format(name=name)) for name in names}
        for box in self.unknown.values():
            box.toggled.connect(self._plan_again)
            self._names.addWidget(box)
        self._names.addStretch(1)
        wanted = sum(box.sizeHint().height() + 2 for box in self.unknown.values())
        self._unknown.setFixedHeight(min(wanted + 4, px(_UNKNOWN_HEIGHT)))
        self._unknown_words.setText(
            ngettext(
                "{n} partenaire inconnu, laissé en note sauf si vous le cochez\u00a0:",
                "{n} partenaires inconnus, laissés en note sauf ceux que vous cochez\u00a0:",
                len(names),
            ).format(n=len(names))
        )

    def ticked(self) -> tuple[str, ...]:
        """Return the unknown partners to create."""
        return tuple(name for name, box in self.unknown.items() if box.isChecked())

    def _plan_again(self) -> None:
        if self._known is None:
            return
        self._plan = plan(self._known, self._drafts.rows, self.ticked())
        self.table.set_rows(preview(self._plan, self._drafts))
        created, completed = self._plan.count(Fate.CREATE), self._plan.count(Fate.COMPLETE)
        left = self._plan.count(Fate.SKIP) + sum(not one.kept for one in self._drafts.problems)
        words = [ngettext("{n} nouveau", "{n} nouveaux", created).format(n=created)]
        if completed:
            words.append(ngettext("{n} complété", "{n} complétés", completed).format(n=completed))
        if left:
            words.append(ngettext("{n} laissé de côté", "{n} laissés de côté", left).format(n=left))
        number = created + completed
        verb = ngettext("Importer {n} engagement", "Importer {n} engagements", number).format(n=number)
        held = self.focusWidget()
        self.show_preview(verb, words, ready=number > 0)
        if isinstance(held, CheckBox):
            held.setFocus()

    def bring_in(self) -> None:
        """Import the lines shown, in one step that « Annuler » takes back; the bar says how far it is."""
        if self._writing:
            return
        self.desk.shell.flush()
        self._set_writing(True)
        partners = [new_partner(name) for name in self.ticked()]
        try:
            done = commands.import_commitments(
                self.desk.store, self._drafts.rows, on=self.desk.today(), partners=partners, tell=self._tell
            )
        except Refusal as refusal:
            self._set_writing(False)
            self.banner.say(str(refusal), "late")
            return
        self._writing = False
        self.accept()
        words = [ngettext("{n} engagement importé", "{n} engagements importés", done.created)]
        if done.completed:
            words.append(ngettext("{m} complété", "{m} complétés", done.completed))
        self.desk.say(", ".join(words).format(n=done.created, m=done.completed))

    def _set_writing(self, writing: bool) -> None:
        self._writing, self._stopped = writing, False
        self.bar.setRange(0, len(self._drafts.rows))
        self.bar.setVisible(writing)
        for widget in (self.table, self._unknown):
            widget.setEnabled(not writing)
        self._back.setEnabled(not writing)
        self._import.setEnabled(not writing)

    def _tell(self, done: int) -> bool:
        """Show how many lines are written; False once « Annuler » was pressed."""
        self.bar.setValue(done)
        # The dialog is modal and nothing is pending: only its own « Annuler » can be heard here.
        QApplication.processEvents()
        return not self._stopped

    def reject(self) -> None:
        """Leave; while lines are written, stop and take back what was."""
        if self._writing:
            self._stopped = True
        else:
            super().reject()

    def show_step(self, step: int) -> None:
        """Show a view, with the unknown partners below the preview."""
        super().show_step(step)
        for widget in (self._unknown_words, self._unknown):
            widget.setVisible(step == 2 and bool(self.unknown))


def preview(planned: Plan, drafts: CommitmentDrafts) -> tuple[PreviewLine, ...]:
    """Return what the table makes, line by line, with the lines left out."""
    remarks: dict[int, list[str]] = {}
    for problem in drafts.problems:
        remarks.setdefault(problem.line, []).append(problem.sentence)
    lines = [_line(one, remarks.get(one.draft.line, [])) for one in planned.lines]
    lines += [
        PreviewLine(one.line, "", "", _("laissé de côté"), False, _sentences(remarks[one.line]))
        for one in drafts.problems
        if not one.kept
    ]
    return tuple(sorted(lines, key=_line_number))


def _line(one: PlannedLine, doubts: list[str]) -> PreviewLine:
    draft = one.draft
    does = {
        Fate.CREATE: _("nouvel engagement, {state}").format(state=draft.state.label.lower()),
        Fate.COMPLETE: _("engagement connu, complété"),
        Fate.SKIP: _("laissé de côté"),
    }[one.fate]
    due = ""
    if draft.current_due is not None:
        due = _("échéance {day}").format(day=short_date(draft.current_due))
    if draft.postponements:
        count = ngettext("{n} report", "{n} reports", draft.postponements).format(n=draft.postponements)
        due = f"{due}, {count}"
    told = doubts if one.fate is Fate.CREATE else []
    return PreviewLine(
        draft.line,
        draft.what,
        " · ".join(part for part in (one.reference, draft.lead or _("sans pilote"), due) if part),
        does,
        one.fate is not Fate.SKIP,
        _sentences([*told, *one.remarks]),
    )


def _sentences(remarks: list[str]) -> str:
    return " ".join(words[:1].upper() + words[1:] for words in remarks)


def _line_number(line: PreviewLine) -> int:
    return line.line


def _number_cell(line: PreviewLine) -> Cell:
    return Cell(str(line.line), tint="text2", small=True)


def _what_cell(line: PreviewLine) -> Cell:
    return Cell(line.what or "–", line.facts, tint="text" if line.taken else "text3")


def _does_cell(line: PreviewLine) -> Cell:
    return Cell(line.does, line.remarks, tint="text" if line.taken else "soon", second_tint="soon")


def _table() -> RowsTable:
    columns = [
        Column(_("Ligne"), _number_cell, 70, sort=_line_number),
        Column(_("Engagement"), _what_cell, 360),
        Column(_("Ce qui sera fait"), _does_cell, stretch=True),
    ]
    model: RowsModel[PreviewLine] = RowsModel(columns, _line_number)
    return RowsTable(model, _("Aperçu de l’import"))


def open_import(desk: Desk) -> ImportCommitmentsDialog:
    """Open the dialog over the window and return it."""
    dialog = ImportCommitmentsDialog(desk)
    dialog.open()
    return dialog


def import_action(owner: QWidget, desk: Desk) -> QAction:
    """Return « Importer… », greyed in a file open for reading."""
    action = make(owner, _("Importer…"), partial(open_import, desk), icon="import")
    action.setEnabled(not desk.store.read_only)
    return action
