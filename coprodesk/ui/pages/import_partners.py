"""Taking partners from a spreadsheet: choose the file, say which column is what, look, import in one step."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from coprodesk import places
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
    unmapped_columns,
)
from coprodesk.exchange.sheets import Sheet, read_sheet
from coprodesk.queries import bodies
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.import_preview import PreviewLine, line_number, preview
from coprodesk.ui.rows import Cell, Column, RowsModel
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets import ActionButton, Banner, Card, ComboBox, EmptyState
from coprodesk.ui.widgets.scroll import scrolled

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


class ImportPartnersDialog(QDialog):
    """Three views: the file, the columns, the preview. Nothing is written before « Importer »."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.shell)
        self.desk = desk
        self.combos: dict[Field, ComboBox] = {}
        self._sheet: Sheet | None = None
        self._drafts = PartnerDrafts((), ())
        self._closed = False
        self.setWindowTitle(_("Importer des partenaires"))
        self.setModal(True)
        self.finished.connect(self._end)
        self._next = make(self, _("Voir ce qui sera importé"), self.look, shortcut="Ctrl+Return")
        self._back = make(self, _("Revenir aux colonnes"), self._show_columns, shortcut="Alt+Left")
        self._import = make(self, _("Importer"), self.bring_in, shortcut="Ctrl+Return")
        self._choose = make(
            self, _("Choisir un fichier…"), self.choose, icon="folder-open", shortcut="Ctrl+O"
        )
        self._compose()
        self._show_step(0)
        self.resize(820, 560)

    def _compose(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        self.heading = Label(_("Importer des partenaires"), "card")
        self.facts = Label("", "small", "text2", wrap=True)
        self.banner = Banner()
        self.stack = QStackedWidget()
        self.stack.addWidget(self._file_view())
        self.stack.addWidget(self._columns_view())
        self.stack.addWidget(self._preview_view())
        for widget in (self.heading, self.facts, self.banner):
            column.addWidget(widget)
        column.addWidget(self.stack, 1)
        column.addLayout(self._seat_row())
        row = QHBoxLayout()
        self._back_button = ActionButton(self._back)
        cancel = ActionButton(make(self, _("Annuler"), self.reject))
        self._next_button = ActionButton(self._next, "primary")
        self._import_button = ActionButton(self._import, "primary")
        row.addWidget(self._back_button)
        row.addStretch(1)
        for button in (cancel, self._next_button, self._import_button):
            row.addWidget(button)
        for button in (cancel, self._back_button):
            button.setAutoDefault(False)
        column.addLayout(row)

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

    def _file_view(self) -> QWidget:
        return EmptyState(
            "import",
            _("Un tableau de votre tableur"),
            _(
                "Un classeur .xlsx ou un texte .csv, avec une ligne d’en-tête puis une ligne par personne. "
                "Le fichier n’est que lu."
            ),
            self._choose,
        )

    def _columns_view(self) -> QWidget:
        inner = QWidget()
        self._grid = QGridLayout(inner)
        self._grid.setContentsMargins(0, 0, 14, 0)
        self._grid.setVerticalSpacing(6)
        self._grid.setHorizontalSpacing(12)
        self._grid.setColumnStretch(2, 1)
        return scrolled(inner)

    def _preview_view(self) -> QWidget:
        card = Card(bare=True)
        columns = [
            Column(_("Ligne"), _number_cell, 70, sort=line_number),
            Column(_("Partenaire et personne"), _institution_cell, 290),
            Column(_("Ce qui sera fait"), _does_cell, stretch=True),
        ]
        model: RowsModel[PreviewLine] = RowsModel(columns, line_number)
        self.table = RowsTable(model, _("Aperçu de l’import"))
        card.body.addWidget(self.table)
        return card

    # The steps

    def choose(self) -> None:
        """Ask for the file."""
        picker = QFileDialog(self, _("Importer des partenaires"), str(places.documents()))
        picker.setFileMode(QFileDialog.FileMode.ExistingFile)
        picker.setNameFilters([_("Tableaux (*.xlsx *.csv *.tsv *.txt)"), _("Tous les fichiers (*)")])
        picker.fileSelected.connect(self._picked)
        picker.finished.connect(picker.deleteLater)
        picker.open()

    def _picked(self, name: str) -> None:
        self.read(Path(name))

    def read(self, path: Path) -> None:
        """Read `path` beside; then show its columns, or why it cannot be read."""
        self.banner.clear()
        self._choose.setEnabled(False)
        self.facts.setText(_("Lecture de « {name} »…").format(name=path.name))
        self.facts.show()
        self.desk.work(partial(read_sheet, path), partial(self._read, path.name), self._refused)

    def _read(self, name: str, sheet: Sheet) -> None:
        if self._closed:
            return
        self._choose.setEnabled(True)
        self._sheet = sheet
        number = len(sheet.rows)
        lines = ngettext("{n} ligne", "{n} lignes", number).format(n=number)
        self._source = f"{name} · {lines}"
        self._fill_columns(sheet)
        self._show_columns()

    def _refused(self, sentence: str) -> None:
        if self._closed:
            return
        self._choose.setEnabled(True)
        self.facts.hide()
        self.banner.say(sentence, "late")
        self._show_step(0)

    def _fill_columns(self, sheet: Sheet) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.combos.clear()
        suggested = suggest_mapping(sheet.header)
        for row, field in enumerate(SHOWN_FIRST):
            box = ComboBox(field_label(field))
            box.addItem(_("– aucune colonne –"), None)
            for number, title in enumerate(sheet.header):
                box.addItem(title or _("colonne {n} sans titre").format(n=number + 1), number)
            box.setCurrentIndex(max(box.findData(suggested.get(field)), 0))
            name = field_label(field)
            label = Label(_("{name} (obligatoire)").format(name=name) if field in REQUIRED else name, "small")
            label.setBuddy(box)
            example = Label("", "tiny", "text2")
            self._grid.addWidget(label, row, 0)
            self._grid.addWidget(box, row, 1)
            self._grid.addWidget(example, row, 2)
            box.currentIndexChanged.connect(self._mapped)
            self.combos[field] = box
        self._left_out = Label("", "small", "soon", wrap=True)
        self._grid.addWidget(self._left_out, len(SHOWN_FIRST), 0, 1, 3)
        self._grid.setRowStretch(len(SHOWN_FIRST) + 1, 1)
        self._mapped()

    def mapping(self) -> Mapping[Field, int]:
        """Return the column chosen for each field."""
        return {
            field: box.currentData() for field, box in self.combos.items() if box.currentData() is not None
        }

    def _mapped(self) -> None:
        """Show what the first line holds for each field, and which columns are left out."""
        sheet = self._sheet
        if sheet is None:
            return
        for row, field in enumerate(SHOWN_FIRST):
            item = self._grid.itemAtPosition(row, 2)
            label = item.widget() if item is not None else None
            column = self.combos[field].currentData()
            if isinstance(label, Label):
                label.setText("" if column is None or not sheet.rows else sheet.rows[0][column][:60])
        left = unmapped_columns(sheet.header, self.mapping())
        names = ", ".join(f"«\u00a0{title}\u00a0»" for title in left)
        self._left_out.setText(
            _("Colonnes laissées de côté\u00a0: {names}").format(names=names) if left else ""
        )

    def _show_columns(self) -> None:
        self.banner.clear()
        self.heading.setText(_("Quelle colonne donne quoi\u00a0?"))
        self.facts.setText(self._source)
        self._show_step(1)
        self.combos[SHOWN_FIRST[0]].setFocus()

    def look(self) -> None:
        """Show what would be imported with the columns chosen."""
        if self._sheet is None:
            return
        try:
            self._drafts = draft_partners(self._sheet, self.mapping())
        except Refusal as refusal:
            self.banner.say(str(refusal), "late")
            return
        self.banner.clear()
        lines = preview(self.desk, self._drafts)
        self.table.set_rows(lines)
        number, left = len(self._drafts.rows), sum(not line.taken for line in lines)
        self._import.setText(ngettext("Importer {n} ligne", "Importer {n} lignes", number).format(n=number))
        self._import.setEnabled(number > 0 and not self.desk.store.read_only)
        words = [self._source, _("rien n’est encore enregistré")]
        if left:
            words.insert(1, ngettext("{n} laissée de côté", "{n} laissées de côté", left).format(n=left))
        self.heading.setText(_("Ce qui sera importé"))
        self.facts.setText(" · ".join(words))
        self._show_step(2)
        self.table.setFocus()

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

    def _show_step(self, step: int) -> None:
        self.stack.setCurrentIndex(step)
        self.facts.setVisible(step > 0)
        self._next.setVisible(step == 1)
        self._next.setEnabled(step == 1)
        for action in (self._back, self._import):
            action.setVisible(step == 2)
        for widget in (self._seat_label, self.seated):
            widget.setVisible(step == 2)
        if step != 2:
            self._import.setEnabled(False)
        self._back.setEnabled(step == 2)

    def _end(self) -> None:
        self._closed = True
        self.deleteLater()


def open_import(desk: Desk) -> ImportPartnersDialog:
    """Open the dialog over the window and return it."""
    dialog = ImportPartnersDialog(desk)
    dialog.open()
    return dialog
