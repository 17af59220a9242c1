"""Documents: what was frozen and what went out, each with its digest, and the check of a PDF against them."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import fold, hour, medium_date
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.minutes import SETTLED
from coprodesk.domain.verifying import Verdict
from coprodesk.exchange.letter_drafts import LETTERS
from coprodesk.exchange.verify import read_pdf, verify_pdf
from coprodesk.queries.invitations import DOCUMENT as INVITATION
from coprodesk.queries.minutes import DocumentRow, VersionRow, documents, version_pdf, versions
from coprodesk.ui.actions import Handler, make
from coprodesk.ui.desk import Desk
from coprodesk.ui.page import Page
from coprodesk.ui.paint import Chip
from coprodesk.ui.pdf_view import page_texts
from coprodesk.ui.preview import audience_words, open_pdf, save_bytes
from coprodesk.ui.room import Room
from coprodesk.ui.rows import Cell, Column, RowsModel
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Card, EmptyState
from coprodesk.ui.widgets.filters import SearchField
from coprodesk.ui.widgets.header import PageHeader
from coprodesk.ui.widgets.list_detail import ListDetail
from coprodesk.ui.widgets.panel import DetailPanel


class DocumentsPage(Page):
    """The register of papers, the latest first; a frozen PDF can be opened and written as a file."""

    subjects = frozenset({"minutes_version", "document_sent", "meeting", "body"})

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._rows: tuple[DocumentRow, ...] = ()
        self.setAcceptDrops(True)
        self.check = make(self, _("Vérifier un document…"), self.check_file, icon="check")
        self.check.setToolTip(_("Ou déposez un PDF sur cette page"))
        self.open = make(self, _("Ouvrir"), self.open_current, icon="eye")
        self.save = make(self, _("Enregistrer en PDF…"), self.save_current, icon="save")
        self.to_meeting = make(self, _("Aller à la réunion"), self._go_to_meeting, icon="calendar")
        self.set_header(PageHeader(_("Documents"), "", secondary=[self.check]))
        self.search = SearchField(_("Chercher un document"))
        self.search.typed.connect(self._filter)
        columns: list[Column[DocumentRow]] = [
            Column("", _kind_cell, 120, sortable=False),
            Column(_("Document"), _title_cell, 280, stretch=True),
            Column(_("Pour qui"), lambda row: Cell(audience_words(row.audience), small=True), 150),
            Column(_("Quand"), _when_cell, 150, sort=lambda row: row.at),
            Column(_("Empreinte"), lambda row: Cell(short_digest(row.digest), small=True), 150, drop=1),
        ]
        self.table = RowsTable(RowsModel(columns, _key), _("Documents"))
        self.table.chosen.connect(self._show)
        self.table.opened.connect(self._opened)
        self.panel = DetailPanel()
        self.detail = ListDetail(self.table, self.panel)
        self.empty = EmptyState(
            "documents",
            _("Aucun document"),
            _("Un compte rendu publié ou diffusé est inscrit ici, avec son empreinte."),
            make(self, _("Aller aux réunions"), self._go_to_meetings, icon="calendar"),
        )
        self._top = QWidget()
        top = QHBoxLayout(self._top)
        top.setContentsMargins(0, 0, 0, 0)
        top.addStretch(1)
        top.addWidget(self.search)
        self.body.addWidget(self._top)
        self.body.addWidget(self.detail, 1)
        self._card = Card()
        self._card.body.addWidget(self.empty)
        self.body.addWidget(self._card, 1)

    # What is shown

    def refresh(self) -> None:
        """Read the register again."""
        self._rows = documents(self.desk.store)
        frozen = sum(row.version > 0 for row in self._rows)
        sent = len(self._rows) - frozen
        facts = " · ".join(
            (
                ngettext("{n} version figée", "{n} versions figées", frozen).format(n=frozen),
                ngettext("{n} diffusion", "{n} diffusions", sent).format(n=sent),
            )
        )
        if self.header is not None:
            self.header.set_title(_("Documents"), facts if self._rows else "")
        self._top.setVisible(bool(self._rows))
        self.detail.setVisible(bool(self._rows))
        self._card.setVisible(not self._rows)
        self._filter(self.search.text())

    def _filter(self, text: str) -> None:
        words = fold(text)
        found = [row for row in self._rows if words in fold(f"{row.title} {_subject(row)} {row.recipients}")]
        self.table.set_rows(found)
        if self.table.current() is None:
            self.table.select_first()
        self._show(self.table.current())

    def _show(self, row: DocumentRow | None) -> None:
        if row is None:
            self.panel.start(_("Aucun document ne correspond") if self._rows else "")
            return
        self.panel.start(_title(row), _chip(row))
        on = row.meeting_date
        facts = [
            (_("Réunion"), medium_date(on) if on is not None else "–"),
            (_("Pour qui"), audience_words(row.audience)),
            (_("Figé") if row.version else _went(row), _when(row)),
        ]
        if row.recipients:
            facts.append((_("À"), row.recipients))
        if row.pages:
            facts.append((_("Pages"), str(row.pages)))
        if row.file_name:
            facts.append((_("Fichier"), row.file_name))
        version = self._version(row)
        if version is not None and version.reason:
            facts.append((_("Motif"), version.reason))
        if version is not None and version.program:
            facts.append((_("Fait avec"), version.program))
        self.panel.facts(facts)
        actions = [self.open, self.save] if row.version else []
        if row.meeting_id is not None:
            actions.append(self.to_meeting)
        for action in actions:
            self.panel.buttons([action])
        if version is not None and version.changes:
            self.panel.section(_("Ce qui a changé"))
            for change in version.changes:
                self.panel.add(Label(change, "small", wrap=True))
        self.panel.section(_("Empreinte des données"))
        self.panel.facts([(_("SHA-256"), groups(row.digest))])
        if version is not None:
            self.panel.facts([(_("Du fichier"), groups(version.pdf))])

    def first_focus(self) -> QWidget | None:
        """The list."""
        return self.table if self._rows else self.empty.findChild(ActionButton)

    def parts(self) -> Mapping[str, QWidget]:
        """The list and its panel."""
        return {"table": self.table, "panel": self.detail}

    def handlers(self) -> Mapping[str, Handler]:
        """Ctrl+F searches, Ctrl+P opens the frozen PDF."""
        return {"edit.find": self._find, "file.print": self.open_current}

    def set_room(self, room: Room) -> None:
        """Give the panel its width."""
        super().set_room(room)
        if hasattr(self, "detail"):
            self.detail.set_room(room.width)

    # Acts

    def _find(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _version(self, row: DocumentRow) -> VersionRow | None:
        if not row.version or row.meeting_id is None:
            return None
        return next((one for one in versions(self.desk.store, row.meeting_id) if one.id == row.id), None)

    def _opened(self, _row: object) -> None:
        self.open_current()

    def open_current(self) -> None:
        """Open the frozen PDF, or the meeting of a paper whose PDF is not kept."""
        row = self.table.current()
        if row is None:
            return
        pdf = version_pdf(self.desk.store, row.id) if row.version else None
        if pdf is not None:
            open_pdf(self.desk, pdf, _title(row), _file_name(row))
        else:
            self._go_to_meeting()

    def save_current(self) -> None:
        """Write the frozen PDF as it is."""
        row = self.table.current()
        pdf = version_pdf(self.desk.store, row.id) if row is not None and row.version else None
        if row is not None and pdf is not None:
            save_bytes(self.desk, self, pdf, _file_name(row), self.desk.shell.refuse)

    def _go_to_meeting(self) -> None:
        row = self.table.current()
        if row is not None and row.meeting_id is not None:
            self.desk.go("meeting", meeting_id=row.meeting_id, step="minutes")

    def _go_to_meetings(self) -> None:
        self.desk.go("meetings")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A PDF may be dropped anywhere on the page."""
        if _dropped(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Compare what was dropped with the register."""
        path = _dropped(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.say_check(path)

    def check_file(self) -> None:
        """Compare a PDF with the register."""
        folder = str(self.desk.store.path.parent)
        name, _kind = QFileDialog.getOpenFileName(self, _("Vérifier un document"), folder, _("PDF (*.pdf)"))
        if name:
            self.say_check(Path(name))

    def say_check(self, path: Path) -> None:
        """Say whether a file is a frozen version; the pages are read only when its bytes are none."""
        try:
            pdf = read_pdf(path)
        except Refusal as refusal:
            self.banner.say(str(refusal), "late")
            return
        if not self._tell_verdict(path.name, pdf, "", final=False):
            self.desk.work(
                partial(page_texts, pdf), partial(self._tell_pages, path.name, pdf), self._not_read
            )

    def _tell_pages(self, name: str, pdf: bytes, text: str) -> None:
        self._tell_verdict(name, pdf, text, final=True)

    def _not_read(self, sentence: str) -> None:
        self.banner.say(sentence, "late")

    def _tell_verdict(self, name: str, pdf: bytes, text: str, *, final: bool) -> bool:
        """Say the verdict and show the version; an unknown file is only said so in the end."""
        found = verify_pdf(self.desk.store, name, pdf, text)
        if found.version is None and not final:
            return False
        tints = {Verdict.IDENTICAL: "ok", Verdict.MODIFIED: "late", Verdict.UNKNOWN: "soon"}
        if found.version is not None:
            self.search.clear()
            self._filter("")
            self.table.select((True, found.version.id))
        self.banner.say(found.sentence, tints[found.verdict])
        return True


def _dropped(data: QMimeData) -> Path | None:
    """Return the one local PDF that is dragged, None for anything else."""
    urls = data.urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix.lower() == ".pdf" else None


def short_digest(digest: str) -> str:
    """Return the first 64 bits of a digest, « 1A2B 3C4D 5E6F 7081 »."""
    return groups(digest[:16])


def groups(digest: str) -> str:
    """Return a digest by groups of four digits."""
    shown = digest.upper()
    return " ".join(shown[start : start + 4] for start in range(0, len(shown), 4))


def _key(row: DocumentRow) -> tuple[bool, int]:
    return (row.version > 0, row.id)


def _title(row: DocumentRow) -> str:
    return _("Compte rendu v{version}").format(version=row.version) if row.version else row.title


def _subject(row: DocumentRow) -> str:
    if row.meeting_date is None:
        return ""
    when = medium_date(row.meeting_date)
    return f"{row.title}, {when}" if row.version else when


def _chip(row: DocumentRow) -> Chip:
    if row.version:
        words = row.state.label if row.state is not None else _("Figé")
        return Chip(words, role="ok" if row.state in SETTLED else "run")
    return Chip(_went(row), role="ok")


def _went(row: DocumentRow) -> str:
    """Return how a paper left: a draft is only prepared, the user’s mail program sends it."""
    if row.document == "export":
        return _("Exporté")
    return _("Préparé") if row.document in (INVITATION, *LETTERS) else _("Diffusé")


def _kind_cell(row: DocumentRow) -> Cell:
    return Cell(chip=_chip(row))


def _title_cell(row: DocumentRow) -> Cell:
    parts = [_subject(row), row.recipients]
    return Cell(_title(row), " · ".join(part for part in parts if part))


def _when(row: DocumentRow) -> str:
    return _("{day} à {hour}").format(day=medium_date(row.at.date()), hour=hour(row.at.strftime("%H:%M")))


def _when_cell(row: DocumentRow) -> Cell:
    return Cell(medium_date(row.at.date()), hour(row.at.strftime("%H:%M")))


def _file_name(row: DocumentRow) -> str:
    on = row.meeting_date.isoformat() if row.meeting_date is not None else ""
    return f"{on} {_title(row)}.pdf".strip()
