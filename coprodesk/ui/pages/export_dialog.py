"""Exporting tables: which ones, for whom, as a workbook or as CSV; and the whole council to a folder."""

from contextlib import closing
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QGridLayout, QWidget

from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.i18n import _, ngettext, on_paper
from coprodesk.exchange import tables, whole_export
from coprodesk.exchange.progress import ExportProgress
from coprodesk.exchange.whole_export import Done
from coprodesk.places import is_file
from coprodesk.queries.tables import KINDS, kinds_for
from coprodesk.store import Store
from coprodesk.ui.actions import make
from coprodesk.ui.ask_place import ask_file, ask_folder, remember_folder
from coprodesk.ui.desk import Desk
from coprodesk.ui.exports import note_export
from coprodesk.ui.pages.export_work import WorkDialog
from coprodesk.ui.paper_choice import audience_words
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton, CheckBox
from coprodesk.ui.widgets.filters import ComboBox

LEVELS = (Level.SECRETARIAT, Level.PARTNERS, Level.PUBLIC)
"""For whom an export can be made, the secretary's own first."""


class ExportDialog(WorkDialog):
    """For whom an export is made, told in a sentence."""

    def __init__(self, desk: Desk, title: str, verb: str) -> None:
        super().__init__(desk, title, verb)
        self.audience = ComboBox(_("Pour qui"))
        for level in LEVELS:
            self.audience.addItem(audience_words(level), level.value)
        self._for_whom = self.form.add(_("&Pour qui"), self.audience)
        self.audience.currentIndexChanged.connect(self.follow)

    def level(self) -> Level:
        """Return the audience chosen."""
        return Level(self.audience.currentData())

    def follow(self) -> None:
        """Say what this audience receives."""
        self._for_whom.understand(tables.audience_sentence(self.level()))

    def told(self, words: str, title: str, made: Path, digest: str) -> None:
        """Say what was written, and note it in the register."""
        note_export(self.desk, title, self.level(), made.name, digest)
        self.desk.say(words, undoable=False)


class TablesDialog(ExportDialog):
    """The tables of the file, ticked; one workbook, or one CSV for each in a folder."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Exporter les tableaux"), _("Exporter…"))
        self.boxes: dict[str, CheckBox] = {}
        self.form.add(_("&Tableaux"), self._tables())
        self.form_of_file = ComboBox(_("Format"))
        self.form_of_file.addItem(_("Un classeur Excel (.xlsx)"), "xlsx")
        self.form_of_file.addItem(_("Un fichier CSV par tableau, dans un dossier"), "csv")
        self.form.add(_("&Format"), self.form_of_file, _("Séparateurs, dates et virgules à la française."))
        self.follow()
        self.audience.setFocus()

    def _tables(self) -> QWidget:
        inner = QWidget()
        inner.setAccessibleName(_("Tableaux à exporter"))
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        lines = -(-len(KINDS) // 2)
        for at, kind in enumerate(KINDS):
            box = CheckBox(kind.label)
            box.setChecked(True)
            box.toggled.connect(self._count)
            self.boxes[kind.name] = box
            grid.addWidget(box, at % lines, at // lines)
        inner.setFocusProxy(next(iter(self.boxes.values())))
        self.every = make(self, _("Tout décocher"), self._turn_all)
        grid.addWidget(ActionButton(self.every), lines, 0, 1, 2)
        return inner

    def names(self) -> tuple[str, ...]:
        """Return the tables ticked, without those that are not made for the audience."""
        return tuple(name for name, box in self.boxes.items() if box.isChecked() and box.isEnabled())

    def follow(self) -> None:
        """Say what this audience receives, and grey the tables that are not made for it."""
        super().follow()
        offered = {kind.name for kind in kinds_for(self.level())}
        for name, box in self.boxes.items():
            box.setEnabled(name in offered)
            why = "" if name in offered else _("Ce tableau ne sort pas du secrétariat.")
            box.setToolTip(why)
            box.setAccessibleDescription(why)
        self._count()

    def _count(self, _on: bool = False) -> None:
        n = len(self.names())
        self.every.setText(_("Tout décocher") if n else _("Tout cocher"))
        self.confirm.action().setText(
            ngettext("Exporter {n} tableau…", "Exporter {n} tableaux…", n).format(n=n)
        )
        self.confirm.action().setEnabled(n > 0)

    def _turn_all(self) -> None:
        wanted = not self.names()
        for box in self.boxes.values():
            box.setChecked(wanted)

    def submit(self) -> None:
        """Ask where the workbook or the folder goes."""
        if self.form_of_file.currentData() == "csv":
            chosen = ask_folder(self.desk, self)
        else:
            words = _("{day} Tableaux du conseil ({level})").format(
                day=self.desk.today().isoformat(), level=self.level().label.lower()
            )
            title, kinds = _("Exporter les tableaux"), _("Classeur Excel (*.xlsx)")
            chosen = ask_file(self.desk, self, title, f"{words}.xlsx", kinds)
        if chosen is not None:
            self.write(chosen)

    def write(self, place: Path) -> None:
        """Write the workbook at `place`, or the CSV files in a new folder inside it."""
        csv = self.form_of_file.currentData() == "csv"
        write = tables.write_csv_folder if csv else tables.write_workbook
        names, audience = self.names(), Audience(self.level())
        n = len(names)
        words = ngettext("{n} tableau exporté\u00a0: {name}", "{n} tableaux exportés\u00a0: {name}", n)
        with on_paper():
            title = _("Export de tableaux")

        def done(made: tables.Written) -> None:
            self.told(words.format(n=n, name=made.path.name), title, made.path, made.digest)

        self.export(partial(write, self.desk.store, names, audience, place), done)


def open_tables(desk: Desk) -> TablesDialog:
    """Open the export of the tables, and return its dialog."""
    desk.shell.flush()
    dialog = TablesDialog(desk)
    dialog.open()
    return dialog


class WholeDialog(ExportDialog):
    """The whole council in a folder that is read without the program."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Exporter tout le conseil"), _("Exporter…"))
        told = _(
            "Les documents en PDF, chaque tableau en CSV et en Excel, une page index.html qui mène à tout. "
            "Rien n’y demande CoproDesk."
        )
        self.form.add(_("Ce qui est écrit"), Label(told, "small", wrap=True))
        self.follow()
        self.audience.setFocus()

    def submit(self) -> None:
        """Ask in which folder the export goes."""
        chosen = ask_folder(self.desk, self)
        if chosen is not None:
            self.write(chosen)

    def write(self, folder: Path) -> None:
        """Write the export in a folder of its own inside `folder`, or again where it is one already."""
        again = is_file(folder / whole_export.DIGESTS)
        remember_folder(self.desk, folder.parent if again else folder)
        name = _("{day} Export du conseil ({level})").format(
            day=self.desk.today().isoformat(), level=self.level().label.lower()
        )
        target = folder if again else folder / name
        self.export(partial(_export_whole, self.desk.store, Audience(self.level()), target), self._done)

    def _done(self, made: Done) -> None:
        words = _("Conseil exporté\u00a0: {name} ({words})").format(name=made.folder.name, words=made.words)
        with on_paper():
            title = _("Export du conseil")
        self.told(words, title, made.folder, made.digest)


def _export_whole(store: Store, audience: Audience, target: Path, progress: ExportProgress) -> Done:
    """Export from the worker, through a reader of its own."""
    with closing(store.reader()) as reader:
        return whole_export.export_all(reader, audience, target, progress)


def open_whole(desk: Desk) -> WholeDialog:
    """Open the export of the whole council, and return its dialog."""
    desk.shell.flush()
    dialog = WholeDialog(desk)
    dialog.open()
    return dialog
