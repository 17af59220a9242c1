"""Taking rows from a spreadsheet: choose the file, say which column is what, look, import in one step."""

from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from coprodesk import places
from coprodesk.commands.import_columns import remember_columns
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.import_plan import ColumnChoice
from coprodesk.exchange.columns import left_columns, left_words
from coprodesk.exchange.sheets import Sheet, read_sheet
from coprodesk.exchange.vcard import HEADER as CARDS
from coprodesk.queries.import_columns import remembered
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk, UnderWay
from coprodesk.ui.dialog import explain, resize_within
from coprodesk.ui.focus import tab_chain
from coprodesk.ui.pages.import_body import BodyChoice
from coprodesk.ui.pages.import_columns import Columns, F, ImportColumns
from coprodesk.ui.pages.import_preview import ImportPreview, PreviewLine
from coprodesk.ui.pages.import_ticks import ImportTicks
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Banner, EmptyState
from coprodesk.ui.widgets.scroll import scrolled

T = TypeVar("T")

_BESIDE = 1_000
"""From how many lines a table is read and planned in a worker: fewer take less than a blink."""


_MOST_NAMED = 6
"""How many columns left out are named; the others are counted."""


class _LeftError(Exception):
    """« Annuler » was pressed while a worker read the table."""


class ImportDialog(QDialog, Generic[F]):
    """Three views: the file, the columns, the preview. Nothing is written before « Importer ».

    Who derives from it reads the drafts, plans them, and writes the plan it showed. `body` stands beside
    the preview for lines that name no body.
    """

    def __init__(
        self,
        desk: Desk,
        title: str,
        told: str,
        columns: Columns[F],
        subject: str,
        body: BodyChoice | None = None,
    ) -> None:
        super().__init__(desk.shell)
        explain(self, "import")
        self.desk = desk
        self.columns = columns
        self.preview = ImportPreview(subject)
        self.table = self.preview.table
        self.ticks = ImportTicks()
        self.ticks.changed.connect(self._plan_again)
        self._body = body
        if body is not None:
            body.changed.connect(self._plan_again)
        self.choices = ImportColumns(columns)
        self.choices.changed.connect(self._tell_left_out)
        self.sheet: Sheet | None = None
        self.source = ""
        self._closed = self._working = self._stopped = self._as_last_time = False
        self._lines = 0
        self._title = title
        self.setWindowTitle(title)
        self.setModal(True)
        self.finished.connect(self._end)
        self._next = make(self, _("Voir ce qui sera importé"), self.look, shortcut="Ctrl+Return")
        self._back = make(self, _("Revenir aux colonnes"), self._show_columns, shortcut="Alt+Left")
        self._import = make(self, _("Importer"), self.bring_in, shortcut="Ctrl+Return")
        desk.writes(self._import)
        self._choose = make(
            self, _("Choisir un fichier…"), self.choose, icon="folder-open", shortcut="Ctrl+O"
        )
        self._compose(told)
        self.show_step(0)
        resize_within(self, 900, 600)

    # What each import does

    def draft(self, sheet: Sheet) -> None:
        """Read the drafts from the columns chosen. Raises Refusal when a needed column is missing."""
        raise NotImplementedError

    def plan(self) -> list[PreviewLine]:
        """Plan the drafts with the boxes ticked, offer the boxes and return the lines to show."""
        raise NotImplementedError

    def write(self, tell: Callable[[int], bool]) -> str:
        """Write what was planned, telling how many lines are done, and return the words of what was done."""
        raise NotImplementedError

    # The acts

    def look(self) -> None:
        """Show what would be imported with the columns chosen."""
        if self.sheet is None:
            return
        try:
            self.draft(self.sheet)
        except Refusal as refusal:
            self.banner.say(str(refusal), "late")
        except _LeftError:
            self.reject()
        else:
            self._plan_again()
            self.table.setFocus()

    def beside(self, task: Callable[[], T]) -> T:
        """Return what `task` gives, run in a worker when the table is long: the window stays alive meanwhile.

        It may use plain values only. Raises its Refusal.
        """
        if self.sheet is None or len(self.sheet.rows) < _BESIDE:
            return task()
        self._set_working(True)
        with ThreadPoolExecutor(1) as pool:
            future = pool.submit(task)
            while not future.done():
                QApplication.processEvents()
                wait([future], timeout=0.02)
        stopped = self._stopped
        self._set_working(False)
        if stopped:
            raise _LeftError
        return future.result()

    def _plan_again(self) -> None:
        held = self.focusWidget()
        try:
            lines = self.plan()
        except _LeftError:
            self.reject()
            return
        self.preview.set_lines(lines)
        number = sum(line.taken for line in lines)
        self._import.setText(ngettext("Importer {n} ligne", "Importer {n} lignes", number).format(n=number))
        self._lines = len(lines)
        self._show_preview(ready=number > 0)
        if held is not None and held.isVisible():
            held.setFocus()

    def bring_in(self) -> None:
        """Import the lines shown, in one step that « Annuler » takes back; the bar says how far it is."""
        if self._working:
            return
        self.desk.shell.flush()
        self._set_working(True, self._lines)
        try:
            done = self.write(self._tell)
        except Refusal as refusal:
            self._set_working(False)
            self.banner.say(str(refusal), "late")
            return
        self._set_working(False)
        self._remember_columns()
        self.accept()
        self.desk.say(done)

    def _remember_columns(self) -> None:
        """Remember the columns chosen, for the next table of this kind; address cards have their own."""
        if self.sheet is None or self.sheet.header == CARDS:
            return
        columns = {field.value: column for field, column in self.mapping().items()}
        with suppress(Refusal):  # the lines are in: what is not remembered is chosen again
            remember_columns(self.desk.store, ColumnChoice(self.columns.what, self.sheet.header, columns))

    def _set_working(self, working: bool, lines: int = 0) -> None:
        """Show the bar, over so many lines, 0 when unknown; only « Annuler » can be pressed meanwhile."""
        self._working, self._stopped = working, False
        question = _("Un import est en cours. Arrêté, il n’a rien changé.")
        self.desk.set_acting(UnderWay(question, self.reject) if working else None)
        self.bar.setRange(0, lines)
        self.bar.setVisible(working)
        for widget in (self.stack, self.ticks, self._body):
            if widget is not None:
                widget.setEnabled(not working)
        for action in (self._choose, self._next, self._back, self._import):
            action.setEnabled(not working and action.isVisible())

    def _tell(self, done: int) -> bool:
        """Show how many lines are written; False once « Annuler » was pressed."""
        self.bar.setValue(done)
        # The dialog is modal and nothing is pending: only its own « Annuler » can be heard here.
        QApplication.processEvents()
        return not self._stopped

    def reject(self) -> None:
        """Leave; while lines are read or written, stop and take back what was."""
        if self._working:
            self._stopped = True
        else:
            super().reject()

    # The views

    def _compose(self, told: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        self.heading = Label(self._title, "card")
        self.facts = Label("", "small", "text2", wrap=True)
        self.banner = Banner()
        self.stack = QStackedWidget()
        self.stack.addWidget(
            EmptyState("import", _("Un tableau de votre tableur"), told, self._choose),
        )
        self.stack.addWidget(scrolled(self.choices))
        self.stack.addWidget(self.preview)
        self.left_out = Label("", "small", "soon", wrap=True)
        for widget in (self.heading, self.facts, self.left_out, self.banner):
            column.addWidget(widget)
        column.addWidget(self.stack, 1)
        self.bar = QProgressBar()
        self.bar.setFormat(_("%v lignes sur %m"))
        self.bar.setAccessibleName(_("Avancement de l’import"))
        self.bar.hide()
        column.addWidget(self.ticks)
        if self._body is not None:
            column.addWidget(self._body)
        column.addWidget(self.bar)
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

    # The file

    def choose(self) -> None:
        """Ask for the file."""
        picker = QFileDialog(self, self._title, str(places.documents()))
        picker.setFileMode(QFileDialog.FileMode.ExistingFile)
        picker.setNameFilters([self.kinds(), _("Tous les fichiers (*)")])
        picker.fileSelected.connect(lambda name: self.read(Path(name)))
        picker.finished.connect(picker.deleteLater)
        picker.open()

    def kinds(self) -> str:
        """Return the filter of the files that this import reads."""
        return _("Tableaux (*.xlsx *.ods *.xls *.csv *.tsv *.txt)")

    def read(self, path: Path) -> None:
        """Read `path` beside; then show its columns, or why it cannot be read."""
        self.banner.clear()
        self._choose.setEnabled(False)
        self.facts.setText(_("Lecture de «\u00a0{name}\u00a0»…").format(name=path.name))
        self.facts.show()
        self.desk.work(partial(read_sheet, path), partial(self._read, path.name), self._refused)

    def _read(self, name: str, sheet: Sheet) -> None:
        if self._closed:
            return
        self._choose.setEnabled(True)
        self.sheet = sheet
        number = len(sheet.rows)
        lines = ngettext("{n} ligne", "{n} lignes", number).format(n=number)
        self.source = f"{name} · {lines}"
        self.choices.fill(sheet, self._suggested(sheet.header))
        self._show_columns()
        if sheet.header == CARDS:  # address cards name their parts themselves
            self.look()

    def _refused(self, sentence: str) -> None:
        if self._closed:
            return
        self._choose.setEnabled(True)
        self.facts.hide()
        self.banner.say(sentence, "late")
        self.show_step(0)

    def _suggested(self, header: tuple[str, ...]) -> Mapping[F, int]:
        """Return the columns as they were chosen last time, else as their titles tell."""
        last = remembered(self.desk.store, self.columns.what, header)
        self._as_last_time = bool(last)
        if last:
            return {field: last[field.value] for field in self.columns.shown if field.value in last}
        return self.columns.suggest(header)

    def mapping(self) -> Mapping[F, int]:
        """Return the column chosen for each field."""
        return self.choices.mapping()

    def used_columns(self, header: tuple[str, ...]) -> Collection[int]:
        """Return the columns that give something."""
        return self.mapping().values()

    def _tell_left_out(self) -> None:
        """Name the columns that give nothing: before the preview is left, nobody else says so."""
        left = () if self.sheet is None else left_columns(self.sheet, self.used_columns(self.sheet.header))
        self.left_out.setText(left_words(left, _MOST_NAMED))
        self.left_out.setVisible(bool(left) and self.stack.currentIndex() > 0)

    def _show_columns(self) -> None:
        self.banner.clear()
        self.heading.setText(_("Quelle colonne donne quoi\u00a0?"))
        again = _("colonnes comme la dernière fois")
        self.facts.setText(f"{self.source} · {again}" if self._as_last_time else self.source)
        self.show_step(1)
        self.choices.combos[self.columns.shown[0]].setFocus()

    def _show_preview(self, *, ready: bool) -> None:
        self.banner.clear()
        self.heading.setText(_("Ce qui sera importé"))
        self.facts.setText(f"{self.source} · {_('rien n’est encore enregistré')}")
        self.show_step(2)
        for one, after in pairwise(tab_chain(self)):  # the boxes are made after the buttons below them
            QWidget.setTabOrder(one, after)
        self._import.setEnabled(ready)

    def show_step(self, step: int) -> None:
        """Show a view: 0 the file, 1 the columns, 2 the preview."""
        self.stack.setCurrentIndex(step)
        self.facts.setVisible(step > 0)
        self.left_out.setVisible(step > 0 and bool(self.left_out.text()))
        self._next.setVisible(step == 1)
        self._next.setEnabled(step == 1)
        for action in (self._back, self._import):
            action.setVisible(step == 2)
        self.ticks.setVisible(step == 2 and bool(self.ticks.boxes))
        if self._body is not None:
            self._body.setVisible(step == 2)
        if step != 2:
            self._import.setEnabled(False)
        self._back.setEnabled(step == 2)

    def _end(self) -> None:
        self._closed = True
        self.deleteLater()
