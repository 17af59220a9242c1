"""Several papers at once: the papers of a meeting with whom each is for, printed or saved together."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from coprodesk.documents import catalogue
from coprodesk.documents.catalogue import About
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _, ngettext
from coprodesk.exchange import print_runs, printing
from coprodesk.exchange.print_runs import Progress
from coprodesk.queries.meetings import meeting
from coprodesk.ui import theme
from coprodesk.ui.actions import make
from coprodesk.ui.ask_place import ask_folder
from coprodesk.ui.desk import Desk, UnderWay
from coprodesk.ui.dialog import explain, resize_within
from coprodesk.ui.held_papers import Papers, let_out_then
from coprodesk.ui.paper_choice import audience_words, group_of, levels_of
from coprodesk.ui.preview import LARGE
from coprodesk.ui.printer import ask_printer
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton, CheckBox
from coprodesk.ui.widgets.cards import Banner
from coprodesk.ui.widgets.scroll import scrolled


def save_several(
    desk: Desk,
    parent: QWidget,
    name: str,
    papers: Sequence[printing.Prepared],
    refuse: Callable[[str], object],
) -> None:
    """Ask for a folder and write the papers in a new one inside it, set in the worker; say what was done.

    What is found in them is told before anything is written.
    """
    folder = ask_folder(desk, parent, _("Enregistrer dans un dossier"))
    if folder is None:
        return

    def write(printed: Papers) -> None:
        try:
            made = print_runs.write_folder(folder, name, printed)
        except Refusal as refusal:
            refuse(str(refusal))
            return
        n = len(printed)
        words = ngettext("{n} fichier écrit\u00a0: {folder}", "{n} fichiers écrits\u00a0: {folder}", n)
        desk.say(words.format(n=n, folder=made.name), undoable=False)

    _set_then(desk, parent, tuple(papers), write, refuse)


def _set_then(
    desk: Desk,
    parent: QWidget,
    papers: Sequence[printing.Prepared],
    then: Callable[[Papers], object],
    refuse: Callable[[str], object],
) -> None:
    """Set papers in the worker, which leaving the file asks about; then ask which may leave, and go on."""
    progress = Progress()
    question = _("Des documents sont en cours de mise en page. Arrêtés, ils ne sont ni écrits ni imprimés.")
    task = partial(print_runs.render_all, papers, progress)
    ask = partial(let_out_then, desk, parent, then=then)
    desk.work(task, ask, refuse, UnderWay(question, progress.stop))


class PapersDialog(QDialog):
    """Ticks by paper and audience; what cannot be printed yet is grey and says why."""

    def __init__(self, desk: Desk, meeting_id: int) -> None:
        super().__init__(desk.shell)
        self._desk, self._meeting_id = desk, meeting_id
        self.setWindowTitle(_("Exemplaires"))
        self.setModal(False)
        self.finished.connect(self.deleteLater)
        explain(self, "preview")
        self.ticks: dict[tuple[str, Level], CheckBox] = {}
        self.banner = Banner()
        self.count = Label("", "small", "text2")
        self.to_printer = make(self, _("Imprimer…"), self.print_out, shortcut="Ctrl+P", icon="print")
        self.to_folder = make(self, _("Enregistrer…"), self.save, shortcut="Ctrl+S", icon="save")
        self.leave = make(self, _("Fermer"), self.reject, icon="close")
        self._compose()
        self._counted()
        resize_within(self, theme.px(720), theme.px(560))
        first = next((box for box in self.ticks.values() if box.isEnabled()), None)
        if first is not None:
            first.setFocus()

    def _compose(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 14, 24, 14)
        column.setSpacing(12)
        row = meeting(self._desk.store, self._meeting_id)
        title = row.title if row is not None else ""
        column.addWidget(Label(_("Exemplaires · {title}").format(title=title), "card"))
        column.addWidget(self.banner)
        column.addWidget(scrolled(self._table()), 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(ActionButton(self.leave))
        foot.addWidget(self.count, 1)
        keys = theme.scale() < LARGE
        foot.addWidget(ActionButton(self.to_printer, cap=keys))
        foot.addWidget(ActionButton(self.to_folder, "primary", cap=keys))
        column.addLayout(foot)

    def _table(self) -> QWidget:
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 14, 0)
        grid.setHorizontalSpacing(16)
        kinds = [kind for kind in catalogue.kinds_about(About.MEETING) if not kind.needs_partner]
        group = group_of(self._desk, kinds[0], self._meeting_id)
        levels = levels_of(catalogue.kind("agenda"), group)
        for place, level in enumerate(levels, 1):
            head = Label(audience_words(level), "small_strong", "text2")
            grid.addWidget(head, 0, place, Qt.AlignmentFlag.AlignHCenter)
        for line, kind in enumerate(kinds, 1):
            grid.addWidget(Label(kind.label, "body"), line, 0)
            for place, level in enumerate(levels, 1):
                if level not in levels_of(kind, group):
                    continue
                box = CheckBox("")
                box.setAccessibleName(
                    _("{paper}, {audience}").format(paper=kind.label, audience=audience_words(level))
                )
                reason = self._why_not(kind.name, level, group)
                box.setEnabled(not reason)
                box.setToolTip(reason)
                box.setAccessibleDescription(reason)
                box.toggled.connect(self._counted)
                self.ticks[kind.name, level] = box
                grid.addWidget(box, line, place, Qt.AlignmentFlag.AlignHCenter)
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(len(kinds) + 1, 1)
        return table

    def _audience(self, level: Level, group: int | None) -> Audience:
        return Audience(level, group if level is Level.RESTRICTED else None)

    def _why_not(self, name: str, level: Level, group: int | None) -> str:
        """Return why a paper cannot be printed now, '' when it can."""
        try:
            printing.prepare(self._desk.store, name, self._meeting_id, self._audience(level, group))
        except Refusal as refusal:
            return str(refusal)
        return ""

    def _counted(self, _on: bool = False) -> None:
        n = sum(box.isChecked() for box in self.ticks.values())
        self.count.setText(ngettext("{n} document", "{n} documents", n).format(n=n))
        for action in (self.to_printer, self.to_folder):
            action.setEnabled(n > 0)

    def _papers(self) -> tuple[printing.Prepared, ...]:
        """Return the papers ticked; raise Refusal for one that cannot be printed any more."""
        self._desk.shell.flush()
        group = group_of(self._desk, catalogue.kind("agenda"), self._meeting_id)
        return tuple(
            printing.prepare(self._desk.store, name, self._meeting_id, self._audience(level, group))
            for (name, level), box in self.ticks.items()
            if box.isChecked()
        )

    def _refused(self, sentence: str) -> None:
        if isValid(self):
            self.banner.say(sentence, "late")

    def save(self) -> None:
        """Write the papers ticked in a folder."""
        self.banner.clear()
        row = meeting(self._desk.store, self._meeting_id)
        try:
            papers = self._papers()
        except Refusal as refusal:
            self._refused(str(refusal))
            return
        place = (row.number or row.date.isoformat()) if row is not None else ""
        name = _("{meeting} Documents").format(meeting=place)
        save_several(self._desk, self, name, papers, self._refused)

    def print_out(self) -> None:
        """Set the papers ticked, then ask for a printer once."""
        self.banner.clear()
        try:
            papers = self._papers()
        except Refusal as refusal:
            self._refused(str(refusal))
            return
        _set_then(self._desk, self, papers, self._print, self._refused)

    def _print(self, printed: Papers) -> None:
        if isValid(self):
            ask_printer(self, self.windowTitle(), [one.pdf for one in printed])


def open_papers(desk: Desk, meeting_id: int) -> PapersDialog:
    """Open the papers of a meeting, without blocking."""
    desk.shell.flush()
    dialog = PapersDialog(desk, meeting_id)
    dialog.show()
    return dialog
