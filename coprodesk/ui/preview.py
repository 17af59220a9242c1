"""The print preview: the paper as it will be, for whom, and the ways out: printer or file."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget
from shiboken6 import isValid

from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _, ngettext
from coprodesk.exchange import print_runs, printing
from coprodesk.exchange.print_runs import Progress
from coprodesk.queries.meetings import MeetingRow
from coprodesk.ui import theme
from coprodesk.ui.actions import make
from coprodesk.ui.ask_place import ask_file
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import explain
from coprodesk.ui.held_papers import Papers, let_out_then
from coprodesk.ui.paper_choice import PaperChoice, audience_words, chosen_level, remember_level
from coprodesk.ui.pdf_view import PdfView
from coprodesk.ui.printer import ask_printer, print_pages
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Banner

__all__ = [
    "PreviewWindow",
    "audience_of",
    "audience_words",
    "audiences",
    "open_pdf",
    "open_preview",
    "print_pages",
    "remember_level",
    "save_bytes",
    "save_pdf",
    "usual_level",
]

_TELL_EVERY_MS = 120
LARGE = 1.5
"""The text scale from which the keys are told by the tool tips alone: there is no room beside the words."""


def audiences(row: MeetingRow | None) -> tuple[Level, ...]:
    """Return for whom the papers of a meeting can be made; a restricted copy only for a confidential body."""
    found = [Level.PARTNERS, Level.RESTRICTED, Level.PUBLIC, Level.SECRETARIAT]
    if row is None or not row.confidential:
        found.remove(Level.RESTRICTED)
    return tuple(found)


def audience_of(row: MeetingRow | None, level: Level) -> Audience:
    """Return the audience of a level for a meeting."""
    return Audience(level, row.body_id if row is not None and level is Level.RESTRICTED else None)


def usual_level(desk: Desk, row: MeetingRow | None) -> Level:
    """Return the audience chosen last on this post, else the members of the body."""
    return chosen_level(desk, audiences(row))


def save_pdf(desk: Desk, parent: QWidget, printed: printing.Printed, refuse: Callable[[str], object]) -> None:
    """Ask where, write the paper and say so, once it may leave; `refuse` is told why it was not written."""

    def write(out: Papers) -> None:
        for one in out:
            forms = _("PDF (*.pdf);;Texte à modifier (*.docx);;Page HTML (*.html);;Texte seul (*.txt)")
            path = ask_file(desk, parent, _("Enregistrer sous"), one.file_name, forms)
            if path is None:
                return
            try:
                printing.write(one, path)
            except Refusal as refusal:
                refuse(str(refusal))
                return
            desk.say(one.summary(Path(path.name)), undoable=False)

    let_out_then(desk, parent, (printed,), write)


def save_bytes(
    desk: Desk, parent: QWidget, pdf: bytes, file_name: str, refuse: Callable[[str], object]
) -> None:
    """Ask where and write a PDF as it is; `refuse` is told why it was not written."""
    path = ask_file(desk, parent, _("Enregistrer sous"), file_name, _("PDF (*.pdf)"))
    if path is None:
        return
    try:
        printing.write_whole(path, pdf)
    except Refusal as refusal:
        refuse(str(refusal))
        return
    desk.say(_("Fichier écrit\u00a0: {name}").format(name=path.name), undoable=False)


class PreviewWindow(QDialog):
    """One paper on screen; the file of the council stays usable beside it. Échap closes.

    Either a document, set again for each choice, of the meeting, partner, body or year `about_id`,
    or a `pdf` that is shown as it is. Of a long one the first page is shown while the others are set.
    """

    def __init__(
        self,
        desk: Desk,
        document: str = "",
        about_id: int = 0,
        *,
        partner_id: int | None = None,
        pdf: bytes = b"",
        title: str = "",
        file_name: str = "",
    ) -> None:
        super().__init__(desk.shell)
        self._desk, self._file_name = desk, file_name
        self._progress = Progress()
        self.printed: printing.Printed | None = None
        self.setModal(False)
        self.finished.connect(self._leave)
        explain(self, "preview")
        self.banner = Banner()
        self.view = PdfView(desk)
        self.choice = PaperChoice(desk, document, about_id, partner_id) if document else None
        self._make_actions()
        self._kept = Label(title or _("Aperçu"), "card")
        self.setWindowTitle(title or _("Aperçu avant impression"))
        self._compose()
        self._tick = QTimer(self)
        self._tick.setInterval(_TELL_EVERY_MS)
        self._tick.timeout.connect(self._tell_progress)
        self.view.turned.connect(self._turned)
        if self.choice is None:
            self.view.show_pdf(pdf)
        else:
            self.audience = self.choice.audience
            self.choice.changed.connect(self._set_paper)
            self._set_paper()
        self.resize(900, min(900, max(420, desk.shell.height() - 20)))
        self.view.setFocus()

    def _make_actions(self) -> None:
        self.to_printer = make(self, _("Imprimer…"), self.print_out, shortcut="Ctrl+P", icon="print")
        self.to_file = make(self, _("Enregistrer sous…"), self.save, shortcut="Ctrl+S", icon="save")
        self.to_each = make(self, _("Un fichier par destinataire…"), self.save_each, icon="users")
        self.stop = make(self, _("Arrêter"), self._stop, icon="close")
        self.leave = make(self, _("Fermer"), self.reject, icon="close")
        self.confirm = make(self, _("J’ai relu, laisser sortir"), self.let_out)

    def _compose(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        self._pages = Label("", "small", "text2") if self.choice is None else self.choice.pages
        if self.choice is None:
            head = QHBoxLayout()
            head.addWidget(self._kept, 1)
            head.addWidget(self._pages)
            column.addLayout(head)
        else:
            self.choice.add_act(self.to_each)
            column.addWidget(self.choice)
        column.addWidget(self.banner)
        self.waiting = QWidget()
        line = QHBoxLayout(self.waiting)
        line.setContentsMargins(0, 0, 0, 0)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Mise en page en cours"))
        self.bar.setMaximumHeight(8)
        self._waited = Label("", "small", "text2")
        line.addWidget(self.bar, 1)
        line.addWidget(self._waited)
        line.addWidget(ActionButton(self.stop))
        self.waiting.hide()
        column.addWidget(self.waiting)
        column.addWidget(self.view, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        keys = theme.scale() < LARGE
        foot.addWidget(ActionButton(self.leave))
        foot.addStretch(1)
        foot.addWidget(ActionButton(self.to_printer, cap=keys))
        foot.addWidget(ActionButton(self.to_file, "primary", cap=keys))
        column.addLayout(foot)
        self.to_each.setVisible(False)

    # Setting the pages

    def _set_paper(self) -> None:
        """Read the file here, set the pages in the worker: those of a long paper after its first page."""
        choice = self.choice
        assert choice is not None
        self._progress.stopped = True
        progress = self._progress = Progress()
        self.printed = None
        self._wait(shown=False)
        self._enable()
        self.banner.clear()
        self.setWindowTitle(choice.kind.label)
        self.to_each.setVisible(choice.kind.for_partner)
        self._desk.shell.flush()
        try:
            prepared = printing.prepare(
                self._desk.store,
                choice.kind.name,
                choice.about_id,
                choice.for_whom,
                partner_id=choice.partner_id,
            )
        except Refusal as refusal:
            choice.tell(None)
            self._refused(progress, str(refusal))
            return
        choice.tell(prepared.data)
        self.setWindowTitle(prepared.document.title)
        if not self.view.pages():
            self.view.say(_("Mise en page…"))
        begin = partial(self._begun, progress, prepared)
        self._desk.work(partial(printing.first_page, prepared), begin, partial(self._refused, progress))

    def _begun(self, progress: Progress, prepared: printing.Prepared, first: bytes | None) -> None:
        if not isValid(self) or progress.stopped:
            return
        if first is not None:
            self.view.show_pdf(first, beginning=True)
            self._wait(shown=True)
        task = partial(printing.render, prepared, progress)
        self._desk.work(task, partial(self._set_done, progress), partial(self._refused, progress))

    def _set_done(self, progress: Progress, printed: printing.Printed) -> None:
        if not isValid(self) or progress is not self._progress or progress.stopped:
            return
        self.printed = printed
        self._wait(shown=False)
        self.view.show_pdf(printed.pdf)
        self._tell(printed)
        self._enable()

    def _tell(self, printed: printing.Printed) -> None:
        """Say what to read again before it leaves: what is reserved in red, the rest as a remark."""
        words = " ".join((*printed.notices, *printed.warnings))
        if not words:
            return
        doubtful = printed.held and not printed.leaks[0].certain
        self.banner.say(words, "late" if printed.leaks else "soon", self.confirm if doubtful else None)

    def let_out(self) -> None:
        """Let the paper leave with words that a reserved passage says too: somebody read them again."""
        if self.printed is not None:
            self._keep(replace(self.printed, confirmed=True))

    def _keep(self, printed: printing.Printed) -> None:
        """Keep the paper as it may leave: what was read again is not told any more."""
        if self.printed is not None and self.printed.held:
            self.banner.clear()
        self.printed = printed

    def _once_out(self, printed: printing.Printed, act: Callable[[printing.Printed], object]) -> None:
        def go_on(out: Papers) -> None:
            self._keep(out[0])
            act(out[0])

        let_out_then(self._desk, self, (printed,), go_on)

    def _refused(self, progress: Progress, sentence: str) -> None:
        if isValid(self) and progress is self._progress:
            self._wait(shown=False)
            self.banner.say(sentence, "late")
            self.view.say(_("Rien à montrer pour ce choix."))
            self._enable()

    def _wait(self, *, shown: bool) -> None:
        """Show how far the setting has come, or no longer."""
        self._waited.setText("")
        self.waiting.setVisible(shown)
        if shown:
            self._tick.start()
        else:
            self._tick.stop()

    def _tell_progress(self) -> None:
        pages = self._progress.pages
        self._waited.setText(
            ngettext("{n} page mise en page", "{n} pages mises en page", pages).format(n=pages)
        )

    def _stop(self) -> None:
        self._progress.stopped = True

    def _leave(self, _result: int) -> None:
        self._progress.stopped = True
        self.deleteLater()

    def _enable(self) -> None:
        kept = self.choice is None and bool(self.view.pdf)
        for action in (self.to_printer, self.to_file):
            action.setEnabled(self.printed is not None or kept)
        self.to_each.setEnabled(self.printed is not None)

    def _turned(self, _page: int, pages: int) -> None:
        whole = self.choice is None or self.printed is not None
        words = ngettext("{n} page", "{n} pages", pages).format(n=pages) if pages and whole else ""
        self._pages.setText(words)
        self._enable()

    # Ways out

    def save(self) -> None:
        """Write the paper as a file."""
        if self.printed is not None:
            self._once_out(self.printed, self._save)
        elif self.view.pdf:
            save_bytes(self._desk, self, self.view.pdf, self._file_name, self._not_saved)

    def _save(self, printed: printing.Printed) -> None:
        save_pdf(self._desk, self, printed, self._not_saved)

    def _not_saved(self, sentence: str) -> None:
        self.banner.say(sentence, "late")

    def save_each(self) -> None:
        """Write one file for each recipient in a new folder, whole or not at all."""
        from coprodesk.ui.papers_dialog import save_several

        choice = self.choice
        if choice is None:
            return
        try:
            papers = print_runs.prepare_each(
                self._desk.store, choice.kind.name, choice.about_id, choice.for_whom
            )
        except Refusal as refusal:
            self._not_saved(str(refusal))
            return
        name = self.printed.file_name.removesuffix(".pdf") if self.printed else choice.kind.label
        save_several(self._desk, self, name, papers, self._not_saved)

    def print_out(self) -> None:
        """Ask for a printer and print."""
        if self.printed is not None:
            self._once_out(self.printed, lambda out: ask_printer(self, self.windowTitle(), (out.pdf,)))
        elif self.choice is None and self.view.pdf:
            ask_printer(self, self.windowTitle(), (self.view.pdf,))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Entrée does nothing by itself: each way out is chosen."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
        else:
            super().keyPressEvent(event)


def open_preview(desk: Desk, document: str, about_id: int, *, partner_id: int | None = None) -> PreviewWindow:
    """Open the preview of a document, by its name on the command line, without blocking.

    `about_id` is the meeting, partner, body or year it is about; `partner_id` asks for one partner's copy.
    """
    desk.shell.flush()
    window = PreviewWindow(desk, document, about_id, partner_id=partner_id)
    window.show()
    return window


def open_pdf(desk: Desk, pdf: bytes, title: str, file_name: str) -> PreviewWindow:
    """Open a PDF that was kept, as it is, without blocking."""
    window = PreviewWindow(desk, pdf=pdf, title=title, file_name=file_name)
    window.show()
    return window
