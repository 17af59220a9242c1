"""Taking commitments from the follow-up spreadsheet: columns, preview, unknown partners, one step."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from coprodesk.commands import commitment_import as commands
from coprodesk.domain.commitment_import import Known, Plan, PlannedLine, plan
from coprodesk.domain.french import short_date
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.import_plan import Fate
from coprodesk.exchange.commitment_sheet import (
    REQUIRED,
    CommitmentDrafts,
    Field,
    draft_commitments,
    field_label,
    new_partner,
    suggest_mapping,
)
from coprodesk.exchange.sheets import Sheet
from coprodesk.queries.commitment_import import known
from coprodesk.queries.journal_labels import field_label as field_name
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.import_columns import Columns
from coprodesk.ui.pages.import_dialog import ImportDialog
from coprodesk.ui.pages.import_preview import PreviewLine, left_out, remarks_by_line

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


class ImportCommitmentsDialog(ImportDialog[Field]):
    """The import of commitments; unknown partners are created when ticked, else the lead stays blank."""

    def __init__(self, desk: Desk) -> None:
        self._drafts = CommitmentDrafts((), ())
        self._plan = Plan((), ())
        self._known: Known | None = None
        super().__init__(
            desk,
            _("Importer des engagements"),
            _(
                "Un classeur (.xlsx, .ods, .xls) ou un texte .csv, avec une ligne d’en-tête puis une ligne "
                "par engagement. Le fichier n’est que lu."
            ),
            Columns("commitments", SHOWN_FIRST, REQUIRED, field_label, suggest_mapping),
            _("Engagement"),
        )

    def draft(self, sheet: Sheet) -> None:
        """Read the drafts from the columns chosen. Raises Refusal without a column of commitments."""
        self._drafts = self.beside(partial(draft_commitments, sheet, self.mapping(), self.desk.today()))
        self._known = known(self.desk.store)

    def plan(self) -> list[PreviewLine]:
        """Plan the drafts; the unknown partners are offered, to be created when ticked."""
        if self._known is None:
            return []
        self._plan = self.beside(partial(plan, self._known, self._drafts.rows, self.ticked()))
        names = self._plan.unknown
        heading = ngettext(
            "{n} partenaire inconnu, laissé en note sauf si vous le cochez\u00a0:",
            "{n} partenaires inconnus, laissés en note sauf ceux que vous cochez\u00a0:",
            len(names),
        ).format(n=len(names))
        self.ticks.offer(
            heading, [((name,), _("Créer «\u00a0{name}\u00a0»").format(name=name)) for name in names]
        )
        words = remarks_by_line(self._drafts.problems)
        return [
            *(_line(one, words) for one in self._plan.lines),
            *left_out(self._drafts.problems),
        ]

    def ticked(self) -> tuple[str, ...]:
        """Return the unknown partners to create."""
        return tuple(name for (name,) in self.ticks.ticked())

    def write(self, tell: Callable[[int], bool]) -> str:
        """Import the lines planned, in one step that « Annuler » takes back."""
        done = commands.import_commitments(
            self.desk.store,
            self._drafts.rows,
            on=self.desk.today(),
            partners=[new_partner(name) for name in self.ticked()],
            tell=tell,
        )
        words = [ngettext("{n} engagement importé", "{n} engagements importés", done.created)]
        if done.completed:
            words.append(ngettext("{m} complété", "{m} complétés", done.completed))
        return ", ".join(words).format(n=done.created, m=done.completed)


def _line(one: PlannedLine, words: Callable[[int, Iterable[str]], str]) -> PreviewLine:
    draft = one.draft
    does = {
        Fate.CREATE: _("nouvel engagement, {state}").format(state=draft.state.label.lower()),
        Fate.COMPLETE: _("engagement connu, complété\u00a0: {fields}").format(fields=_fields(one)),
        Fate.SAME: _("engagement connu, inchangé"),
        Fate.SKIP: _("laissé de côté"),
    }[one.fate]
    due = ""
    if draft.current_due is not None:
        due = _("échéance {day}").format(day=short_date(draft.current_due))
    if draft.postponements:
        count = ngettext("{n} report", "{n} reports", draft.postponements).format(n=draft.postponements)
        due = f"{due}, {count}"
    # What was doubtful in a line whose commitment is known is not written: it is not said either.
    said = words if one.fate is Fate.CREATE else remarks_by_line(())
    return PreviewLine(
        draft.line,
        draft.what,
        " · ".join(part for part in (one.reference, draft.lead or _("sans pilote"), due) if part),
        does,
        one.fate,
        said(draft.line, one.remarks),
    )


def _fields(one: PlannedLine) -> str:
    """Return the names of what a known commitment receives: « indicateur de suivi, moyens »."""
    labels = [field_name("commitment", column) for column, _value in one.values]
    return ", ".join(label[:1].lower() + label[1:] for label in labels)


def open_import(desk: Desk) -> ImportCommitmentsDialog:
    """Open the dialog over the window and return it."""
    dialog = ImportCommitmentsDialog(desk)
    dialog.open()
    return dialog


def import_action(owner: QWidget, desk: Desk) -> QAction:
    """Return « Importer des engagements… », greyed in a file open for reading."""
    action = make(owner, _("Importer des engagements…"), partial(open_import, desk), icon="import")
    desk.writes(action)
    return action
