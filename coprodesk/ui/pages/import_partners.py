"""Taking partners from a spreadsheet: choose the file, say which column is what, look, import in one step."""

from PySide6.QtWidgets import QHBoxLayout

from coprodesk.commands import partner_import as commands
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _, ngettext
from coprodesk.exchange.partner_sheet import (
    REQUIRED,
    Field,
    PartnerDrafts,
    draft_partners,
    field_label,
    suggest_mapping,
)
from coprodesk.queries import bodies
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.import_dialog import Columns, ImportDialog
from coprodesk.ui.pages.import_preview import PreviewLine, line_number, preview
from coprodesk.ui.rows import Cell, Column, RowsModel
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets import ComboBox

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


def _number_cell(line: PreviewLine) -> Cell:
    return Cell(str(line.line), tint="text2", small=True)


def _institution_cell(line: PreviewLine) -> Cell:
    return Cell(line.institution or "–", line.person, tint="text" if line.taken else "text3")


def _does_cell(line: PreviewLine) -> Cell:
    return Cell(line.does, " ".join(line.remarks), tint="text" if line.taken else "soon", second_tint="soon")


class ImportPartnersDialog(ImportDialog[Field]):
    """The import of partners; « Siègent dans » gives each a seat unless the list says where it sits."""

    def __init__(self, desk: Desk) -> None:
        self._drafts = PartnerDrafts((), ())
        super().__init__(
            desk,
            _("Importer des partenaires"),
            _(
                "Un classeur .xlsx ou un texte .csv, avec une ligne d’en-tête puis une ligne par personne. "
                "Le fichier n’est que lu."
            ),
            Columns(SHOWN_FIRST, REQUIRED, field_label, suggest_mapping),
            _table(),
        )

    def _compose(self, told: str) -> None:
        super()._compose(told)
        self.foot.addLayout(self._seat_row())

    def _seat_row(self) -> QHBoxLayout:
        """In which body the partners of the list sit, unless it says so itself."""
        self.seated = ComboBox(_("Siègent dans"))
        self.seated.addItem(_("aucun groupe pour l’instant"), None)
        for row in bodies.bodies(self.desk.store, self.desk.today()):
            self.seated.addItem(row.name, row.id)
        self._seat_label = Label(_("&Siègent dans"), "small", "text2")
        self._seat_label.setBuddy(self.seated)
        line = QHBoxLayout()
        line.addWidget(self._seat_label)
        line.addWidget(self.seated)
        line.addStretch(1)
        return line

    def look(self) -> None:
        """Show what would be imported with the columns chosen."""
        if self.sheet is None:
            return
        try:
            self._drafts = draft_partners(self.sheet, self.mapping())
        except Refusal as refusal:
            self.banner.say(str(refusal), "late")
            return
        lines = preview(self.desk, self._drafts)
        self.table.set_rows(lines)
        number, left = len(self._drafts.rows), sum(not line.taken for line in lines)
        verb = ngettext("Importer {n} ligne", "Importer {n} lignes", number).format(n=number)
        words = [ngettext("{n} laissée de côté", "{n} laissées de côté", left).format(n=left)] if left else []
        self.show_preview(verb, words, ready=number > 0)

    def bring_in(self) -> None:
        """Import the lines shown, in one step that « Annuler » takes back."""
        try:
            result = commands.import_partners(
                self.desk.store,
                self._drafts.rows,
                on=self.desk.today(),
                body_id=self.seated.currentData(),
            )
        except Refusal as refusal:
            self.banner.say(str(refusal), "late")
            return
        number = len(self._drafts.rows)
        self.accept()
        self.desk.say(ngettext("{n} ligne importée", "{n} lignes importées", number).format(n=number))
        page = self.desk.shell.current_page()
        if result.warnings and page is not None:
            page.banner.say(" ".join(result.warnings[:3]), "soon")

    def show_step(self, step: int) -> None:
        """Show a view, with the choice of the body beside the preview."""
        super().show_step(step)
        for widget in (self._seat_label, self.seated):
            widget.setVisible(step == 2)


def _table() -> RowsTable:
    columns = [
        Column(_("Ligne"), _number_cell, 70, sort=line_number),
        Column(_("Partenaire et personne"), _institution_cell, 290),
        Column(_("Ce qui sera fait"), _does_cell, stretch=True),
    ]
    model: RowsModel[PreviewLine] = RowsModel(columns, line_number)
    return RowsTable(model, _("Aperçu de l’import"))


def open_import(desk: Desk) -> ImportPartnersDialog:
    """Open the dialog over the window and return it."""
    dialog = ImportPartnersDialog(desk)
    dialog.open()
    return dialog
