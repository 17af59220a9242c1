"""The print preview: the paper as it will be, for whom, and the ways out: printer or file."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from coprodesk.documents import catalogue
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _, ngettext
from coprodesk.exchange import printing
from coprodesk.queries.meetings import MeetingRow, meeting
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.pdf_view import PRINT_DPI, PdfView, page_images, page_sizes
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets import ActionButton, Banner, ComboBox, ElidedLabel

_FOLDER = "print_folder"
_AUDIENCE = "print_audience"


def audience_words(level: Level) -> str:
    """Return the name of a copy by those it is for."""
    return {
        Level.PUBLIC: _("Version publiable"),
        Level.PARTNERS: _("Partenaires"),
        Level.RESTRICTED: _("Groupe restreint"),
        Level.SECRETARIAT: _("Secrétariat"),
    }[level]


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
    """Return the audience chosen last in this session, else the members of the body."""
    offered = audiences(row)
    asked = desk.property(_AUDIENCE)
    if asked in list(offered):
        return Level(asked)
    return Level.RESTRICTED if Level.RESTRICTED in offered else Level.PARTNERS


def remember_level(desk: Desk, level: Level) -> None:
    """Keep the audience for the next paper of this session."""
    desk.setProperty(_AUDIENCE, level.value)


def save_pdf(
    desk: Desk, parent: QWidget, printed: printing.Printed, refuse: Callable[[str], object]
) -> Path | None:
    """Ask where, write the paper and say so; `refuse` is told why it was not written. Returns the file."""
    path = _ask_file(desk, parent, printed.file_name, _("PDF (*.pdf);;Texte (*.txt)"))
    if path is None:
        return None
    if not path.suffix:
        path = path.with_suffix(".pdf")
    try:
        printing.write(printed, path)
    except Refusal as refusal:
        refuse(str(refusal))
        return None
    desk.say(printed.summary(Path(path.name)), undoable=False)
    return path


def save_bytes(
    desk: Desk, parent: QWidget, pdf: bytes, file_name: str, refuse: Callable[[str], object]
) -> Path | None:
    """Ask where and write a PDF as it is; `refuse` is told why it was not written. Returns the file."""
    path = _ask_file(desk, parent, file_name, _("PDF (*.pdf)"))
    if path is None:
        return None
    try:
        printing.write_whole(path, pdf)
    except Refusal as refusal:
        refuse(str(refusal))
        return None
    desk.say(_("Fichier écrit\u00a0: {name}").format(name=path.name), undoable=False)
    return path


def _ask_file(desk: Desk, parent: QWidget, file_name: str, kinds: str) -> Path | None:
    name, _kind = QFileDialog.getSaveFileName(
        parent, _("Enregistrer en PDF"), str(Path(print_folder(desk)) / file_name), kinds
    )
    if not name:
        return None
    remember_folder(desk, Path(name).parent)
    return Path(name)


def print_folder(desk: Desk) -> str:
    """Return the folder where papers were written last in this session, else that of the file."""
    return str(desk.property(_FOLDER) or desk.store.path.parent)


def remember_folder(desk: Desk, folder: Path) -> None:
    """Keep the folder for the next papers of this session."""
    desk.setProperty(_FOLDER, str(folder))


def print_pages(pdf: bytes, printer: object) -> None:
    """Draw each page of a PDF on a QPrinter, at 300 points an inch, as large as the sheet allows."""
    from PySide6.QtPrintSupport import QPrinter

    assert isinstance(printer, QPrinter)
    p = QPainter(printer)
    for number in range(len(page_sizes(pdf))):
        if number:
            printer.newPage()
        image = page_images(pdf, (number,), PRINT_DPI / 72)[number]
        room = QRectF(p.viewport())
        size = image.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        p.drawImage(QRectF(0, 0, size.width(), size.height()), image)
    p.end()


class PreviewWindow(QDialog):
    """One paper on screen; the file of the council stays usable beside it. Échap closes.

    Either a document, set again for each audience, of the meeting, partner, body or year `about_id`,
    or a `pdf` that is shown as it is.
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
        self._desk, self._document, self._about_id, self._partner_id = desk, document, about_id, partner_id
        self._file_name = file_name
        self._turn = 0
        self.printed: printing.Printed | None = None
        of_meeting = bool(document) and catalogue.kind(document).about is catalogue.About.MEETING
        self._row = meeting(desk.store, about_id) if of_meeting else None
        self.setModal(False)
        self.finished.connect(self.deleteLater)
        self.banner = Banner()
        self.view = PdfView(desk)
        self.audience = ComboBox(_("Pour qui\u00a0?"))
        for level in audiences(self._row):
            self.audience.addItem(audience_words(level), level.value)
        self.audience.setCurrentIndex(max(0, self.audience.findData(usual_level(desk, self._row).value)))
        self.audience.activated.connect(self._chosen)
        self.to_printer = make(self, _("Imprimer…"), self.print_out, shortcut="Ctrl+P", icon="print")
        self.to_file = make(self, _("Enregistrer en PDF…"), self.save, shortcut="Ctrl+S", icon="save")
        self.leave = make(self, _("Fermer"), self.reject, icon="close")
        self._pages = Label("", "small", "text2")
        self._title = ElidedLabel(title or _("Aperçu"), "card")
        self.setWindowTitle(title or _("Aperçu avant impression"))
        self._compose(pdf)
        self.view.turned.connect(self._turned)
        if pdf:
            self.view.show_pdf(pdf)
        else:
            self._set_paper()
        self.resize(900, min(900, max(420, desk.shell.height() - 20)))
        self.view.setFocus()

    def _compose(self, pdf: bytes) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        head.addWidget(self._pages)
        self._whom = Label(_("Pour"), "small", "text2")
        self._whom.setBuddy(self.audience)
        for widget in (self._whom, self.audience):
            widget.setVisible(not pdf)
            head.addWidget(widget)
        column.addLayout(head)
        column.addWidget(self.banner)
        column.addWidget(self.view, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(ActionButton(self.leave))
        foot.addStretch(1)
        foot.addWidget(ActionButton(self.to_printer))
        foot.addWidget(ActionButton(self.to_file, "primary"))
        column.addLayout(foot)

    def _chosen(self) -> None:
        remember_level(self._desk, Level(self.audience.currentData()))
        self._set_paper()

    def _set_paper(self) -> None:
        """Read the file here, set the pages in the worker."""
        self._turn += 1
        self.printed = None
        self._enable()
        self.banner.clear()
        self._desk.shell.flush()
        try:
            audience = audience_of(self._row, Level(self.audience.currentData()))
            prepared = printing.prepare(
                self._desk.store, self._document, self._about_id, audience, partner_id=self._partner_id
            )
        except Refusal as refusal:
            self._refused(self._turn, str(refusal))
            return
        self._title.setText(prepared.document.title)
        self.setWindowTitle(prepared.document.title)
        if not self.view.pages():
            self.view.say(_("Mise en page…"))
        task = partial(printing.render, prepared)
        self._desk.work(task, partial(self._set_done, self._turn), partial(self._refused, self._turn))

    def _set_done(self, turn: int, printed: printing.Printed) -> None:
        if not isValid(self) or turn != self._turn:
            return
        self.printed = printed
        self.view.show_pdf(printed.pdf)
        if printed.warnings:
            self.banner.say(" ".join(printed.warnings), "soon")
        self._enable()

    def _refused(self, turn: int, sentence: str) -> None:
        if isValid(self) and turn == self._turn:
            self.banner.say(sentence, "late")
            self.view.say(_("Rien à montrer pour ce choix."))
            self._enable()

    def _enable(self) -> None:
        ready = bool(self.printed is not None or self.view.pdf)
        for action in (self.to_printer, self.to_file):
            action.setEnabled(ready)

    def _turned(self, _page: int, pages: int) -> None:
        self._pages.setText(ngettext("{n} page", "{n} pages", pages).format(n=pages) if pages else "")
        self._enable()

    def save(self) -> None:
        """Write the paper as a file."""
        if self.printed is not None:
            save_pdf(self._desk, self, self.printed, self._not_saved)
        elif self.view.pdf:
            save_bytes(self._desk, self, self.view.pdf, self._file_name, self._not_saved)

    def _not_saved(self, sentence: str) -> None:
        self.banner.say(sentence, "late")

    def print_out(self) -> None:
        """Ask for a printer and print."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        pdf = self.printed.pdf if self.printed is not None else self.view.pdf
        if not pdf:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setResolution(PRINT_DPI)
        printer.setFullPage(True)
        printer.setDocName(self.windowTitle())
        dialog = QPrintDialog(printer, self)
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            print_pages(pdf, printer)
        dialog.deleteLater()

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
