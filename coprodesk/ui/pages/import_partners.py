"""Taking partners from a list: choose the file, say which column is what, look, import in one step."""

from collections.abc import Callable
from functools import partial

from coprodesk.commands import partner_import as commands
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.partner_import import Known, Plan, PlannedLine, plan
from coprodesk.exchange.partner_sheet import (
    REQUIRED,
    Field,
    PartnerDrafts,
    draft_partners,
    field_label,
    suggest_mapping,
)
from coprodesk.exchange.sheets import Sheet
from coprodesk.queries.partner_import import known, line_words
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.import_body import BodyChoice
from coprodesk.ui.pages.import_columns import Columns
from coprodesk.ui.pages.import_dialog import ImportDialog
from coprodesk.ui.pages.import_preview import PreviewLine, left_out, remarks_by_line

SHOWN_FIRST = (
    Field.INSTITUTION,
    Field.SHORT_NAME,
    Field.COLLEGE,
    Field.CIVILITY,
    Field.FULL_NAME,
    Field.LAST_NAME,
    Field.FIRST_NAME,
    Field.FUNCTION,
    Field.RANK,
    Field.PHONE,
    Field.EMAIL,
    Field.BODY,
    Field.ADDRESS,
    Field.POSTCODE,
    Field.TOWN,
    Field.ARTICLE,
)
"""The fields in the order in which a person thinks of them."""


class ImportPartnersDialog(ImportDialog[Field]):
    """The import of partners; « Siègent dans » gives each a seat unless the list says where it sits."""

    def __init__(self, desk: Desk) -> None:
        self._drafts = PartnerDrafts((), ())
        self._plan = Plan(())
        self._known: Known | None = None
        self.seated = BodyChoice(desk, _("&Siègent dans"), _("aucun groupe pour l’instant"))
        super().__init__(
            desk,
            _("Importer des partenaires et des personnes"),
            _(
                "Un classeur (.xlsx, .ods, .xls) ou un texte .csv, avec une ligne d’en-tête puis une ligne "
                "par personne, ou des fiches de contact (.vcf). Le fichier n’est que lu."
            ),
            Columns("partners", SHOWN_FIRST, REQUIRED, field_label, suggest_mapping),
            _("Partenaire et personne"),
            self.seated,
        )

    def kinds(self) -> str:
        """Return the filter of the files: tables and address cards."""
        return _("Listes et fiches (*.xlsx *.ods *.xls *.csv *.tsv *.txt *.vcf)")

    def draft(self, sheet: Sheet) -> None:
        """Read the drafts from the columns chosen. Raises Refusal without a column of institutions."""
        self._drafts = self.beside(partial(draft_partners, sheet, self.mapping()))
        self._known = known(self.desk.store, self.desk.today())

    def plan(self) -> list[PreviewLine]:
        """Plan the drafts; what may be the same under another name is asked."""
        if self._known is None:
            return []
        self._plan = self.beside(
            partial(
                plan,
                self._known,
                self._drafts.rows,
                on=self.desk.today(),
                body_id=self.seated.body_id(),
                agreed=self.ticks.ticked(),
            )
        )
        asked = [
            (one.key, _("Ligne {line}\u00a0: {text}").format(line=one.line, text=one.text))
            for one in self._plan.questions
        ]
        self.ticks.offer(_("Est-ce bien la même fiche\u00a0? Cochez ce qui est vrai."), asked)
        words = remarks_by_line(self._drafts.problems)
        return [
            *(_line(one, words(one.draft.line, one.remarks)) for one in self._plan.lines),
            *left_out(self._drafts.problems),
        ]

    def write(self, tell: Callable[[int], bool]) -> str:
        """Import the lines planned, in one step that « Annuler » takes back."""
        commands.import_partners(self.desk.store, self._plan, tell=tell)
        number = self._plan.changing
        return ngettext("{n} ligne importée", "{n} lignes importées", number).format(n=number)


def _line(one: PlannedLine, remarks: str) -> PreviewLine:
    draft = one.draft
    return PreviewLine(draft.line, draft.institution, draft.person, line_words(one), one.fate, remarks)


def open_import(desk: Desk) -> ImportPartnersDialog:
    """Open the dialog over the window and return it."""
    dialog = ImportPartnersDialog(desk)
    dialog.open()
    return dialog
