"""The fourth step of a meeting: what is missing, the minutes as they will be printed, and for whom."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coprodesk.commands import minutes as commands
from coprodesk.domain.disclosure import Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import hour, in_days
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.meetings import MeetingState
from coprodesk.exchange import printing
from coprodesk.queries.agenda import agenda
from coprodesk.queries.meetings import MeetingRow, meeting
from coprodesk.queries.minutes import VersionRow, version_pdf, versions
from coprodesk.queries.records import records
from coprodesk.ui import theme
from coprodesk.ui.actions import Handler, make
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.pages.meeting_step import MeetingStep
from coprodesk.ui.pages.minutes_checks import Check, checks
from coprodesk.ui.pages.minutes_parts import AudienceCard, CheckLine, SideColumn
from coprodesk.ui.pdf_view import PdfView
from coprodesk.ui.preview import (
    audience_of,
    audience_words,
    audiences,
    open_pdf,
    open_preview,
    remember_level,
    save_pdf,
    usual_level,
)
from coprodesk.ui.room import Room
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets import (
    ActionButton,
    AutoLineEdit,
    Card,
    ElidedLabel,
    Separator,
)

SETTLE_MS = 250
"""How long the file must be quiet before its pages are set again."""


class MinutesStep(MeetingStep):
    """Checks at the left, the pages in the middle, for whom at the right."""

    subjects = frozenset({"meeting", "agenda_item", "record", "roll_entry", "commitment", "minutes_version"})
    rendered = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.row: MeetingRow | None = None
        self._turn = 0
        self._narrow = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SETTLE_MS)
        self._soon.timeout.connect(self._set_pages)
        self.printed: printing.Printed | None = None
        self._versions: tuple[VersionRow, ...] = ()
        self.make_pdf = make(self, _("Créer le PDF"), self.save, icon="file-text")
        self.edit = make(self, _("Modifier le texte"), self._edit, icon="edit")
        self.sheet = make(self, _("Relevé seul, 1 page"), self._sheet, icon="file-text")
        self.freeze = make(self, _("Figer la version…"), self.ask_freeze, icon="lock")
        self.sent = make(self, _("Noter la diffusion…"), self.ask_sent, icon="send")
        self.view = PdfView(desk)
        self.notice = Label("", "small", "text2", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        self._left, self._right = self._make_left(), self._make_right()
        row.addWidget(self._left)
        row.addWidget(self.view, 1)
        row.addWidget(self._right)
        self.set_room(Room())

    def _make_left(self) -> Card:
        card = Card(_("Avant de diffuser"), " ")
        self.left = SideColumn()
        card.body.addWidget(self.left, 1)
        card.body.setContentsMargins(20, 14, 8, 14)
        return card

    def _make_right(self) -> Card:
        card = Card(_("Pour qui\u00a0?"))
        side = SideColumn()
        card.body.addWidget(side, 1)
        card.body.setContentsMargins(20, 14, 8, 14)
        self.cards = {level: AudienceCard(level) for level in Level}
        for level in (Level.PARTNERS, Level.RESTRICTED, Level.PUBLIC, Level.SECRETARIAT):
            side.column.addWidget(self.cards[level])
            self.cards[level].toggled.connect(partial(self._audience_toggled, level))
        side.column.addWidget(self.notice)
        side.column.addWidget(Separator())
        printer = ActionButton(self.desk.shell.action("file.print"), caption=_("Imprimer"))
        for button in (
            ActionButton(self.sheet),
            printer,
            ActionButton(self.freeze),
            ActionButton(self.sent),
        ):
            side.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        side.column.addWidget(
            Label(
                _("Figer et diffuser restent au registre\u00a0: ces deux actes ne s’annulent pas."),
                "tiny",
                "text2",
                wrap=True,
            )
        )
        side.column.addStretch(1)
        return card

    # What is shown

    def show_meeting(self, meeting_id: int) -> None:
        """Show the minutes of another meeting, for the audience chosen last."""
        self.meeting_id = meeting_id
        self.row = meeting(self.desk.store, meeting_id)
        offered = audiences(self.row)
        for level, card in self.cards.items():
            card.setVisible(level in offered)
            card.blockSignals(True)
            card.setChecked(level is usual_level(self.desk, self.row))
            card.blockSignals(False)
        self.view.say(_("Mise en page…"))
        self.refresh()
        self._soon.stop()
        self._set_pages()

    def refresh(self) -> None:
        """Look again at what is missing, and set the pages again."""
        self.row = meeting(self.desk.store, self.meeting_id)
        if self.row is None:
            return
        self._versions = versions(self.desk.store, self.meeting_id)
        self._show_checks(checks(self.desk, self.row))
        self._count_left_out()
        self.printed = None  # what is shown is no longer what would be printed
        self._enable()
        self._soon.start()

    def level(self) -> Level:
        """Return for whom the copy shown is."""
        return next((level for level, card in self.cards.items() if card.isChecked()), Level.PARTNERS)

    def _show_checks(self, found: Sequence[Check]) -> None:
        wrong = [one for one in found if not one.ok]
        words = _("{n} à voir").format(n=len(wrong)) if wrong else _("tout est en ordre")
        self._left.set_head(_("Avant de diffuser"), words)
        place = self.left.verticalScrollBar().value()
        self.left.start()
        self.lines = [CheckLine(one, partial(self._mend, one), narrow=self._narrow) for one in found]
        for line in self.lines:
            self.left.column.addWidget(line)
            if not line.check.ok:
                self.left.column.addWidget(Separator())
        self._show_versions()
        self.left.column.addStretch(1)
        self.left.verticalScrollBar().setValue(place)

    def _show_versions(self) -> None:
        self.left.column.addWidget(Separator())
        self.left.column.addWidget(Label(_("Versions figées"), "card"))
        if not self._versions:
            self.left.column.addWidget(
                Label(_("Aucune\u00a0: le compte rendu est un brouillon."), "small", "text2", wrap=True)
            )
        for version in self._versions:
            row = QWidget()
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(ElidedLabel(version_words(version), "body"))
            days = (version.frozen_at.date() - self.desk.today()).days
            when = _("{day}, {hour}").format(
                day=in_days(days), hour=hour(version.frozen_at.strftime("%H:%M"))
            )
            words.addWidget(ElidedLabel(when, "small", "text2"))
            line.addLayout(words, 1)
            action = make(row, _("Ouvrir"), partial(self._open_version, version))
            line.addWidget(ActionButton(action, "link"))
            self.left.column.addWidget(row)

    def _count_left_out(self) -> None:
        store = self.desk.store
        items, said = len(agenda(store, self.meeting_id)), len(records(store, self.meeting_id))
        for level in audiences(self.row):
            audience = audience_of(self.row, level)
            cut = items - len(agenda(store, self.meeting_id, audience))
            cut += said - len(records(store, self.meeting_id, audience))
            words = ngettext("{n} passage retiré", "{n} passages retirés", cut).format(n=cut)
            self.cards[level].set_facts(words if cut else _("texte entier"))

    # Pages

    def _audience_toggled(self, level: Level, on: bool) -> None:
        if on:
            remember_level(self.desk, level)
            self._set_pages()

    def _set_pages(self) -> None:
        """Read the file here, set the pages in the worker."""
        self._turn += 1
        self.printed = None
        self._enable()
        try:
            audience = audience_of(self.row, self.level())
            prepared = printing.prepare(self.desk.store, "minutes", self.meeting_id, audience)
        except Refusal as refusal:
            self._refused(self._turn, str(refusal))
            return
        if not self.view.pages():
            self.view.say(_("Mise en page…"))
        task = partial(printing.render, prepared)
        self.desk.work(task, partial(self._set_done, self._turn), partial(self._refused, self._turn))

    def _set_done(self, turn: int, printed: printing.Printed) -> None:
        if turn != self._turn:
            return
        self.printed = printed
        self.view.show_pdf(printed.pdf)
        self.notice.setText(" ".join(printed.warnings))
        self.notice.setVisible(bool(printed.warnings))
        self._enable()
        self.rendered.emit()

    def _refused(self, turn: int, sentence: str) -> None:
        if turn == self._turn:
            self.notice.hide()
            self.view.say(sentence)
            self._enable()

    def _enable(self) -> None:
        ready = self.printed is not None
        held = self.row is not None and self.row.state is MeetingState.HELD
        may_write = not self.desk.store.read_only
        self.make_pdf.setEnabled(ready)
        self.freeze.setEnabled(ready and held and may_write)
        self.sent.setEnabled(ready and held and may_write)
        self.freeze.setToolTip("" if held else _("Clôturez d’abord la séance."))

    # What the workspace asks

    def first_focus(self) -> QWidget | None:
        """The first thing to mend, else the pages."""
        return self.view

    def handlers(self) -> Mapping[str, Handler]:
        """Ctrl+P opens the preview."""
        return {"file.print": self._preview}

    def header_actions(self) -> tuple[QAction | None, tuple[QAction, ...]]:
        """The PDF first."""
        return self.make_pdf, (self.edit,)

    def set_room(self, room: Room) -> None:
        """The sides become narrower in a compact window."""
        narrow = room.width == "compact"
        if narrow != self._narrow:
            self._narrow = narrow
            if self.row is not None:
                self._show_checks(checks(self.desk, self.row))
        sides = {"compact": (262, 258), "normal": (316, 282), "large": (400, 320)}
        left, right = sides[room.width]
        self._left.setFixedWidth(theme.px(left))
        self._right.setFixedWidth(theme.px(right))

    # Acts

    def _mend(self, check: Check) -> None:
        if check.commitment_id is not None:
            self.desk.go("commitments", commitment_id=check.commitment_id)
        else:
            self.desk.go("meeting", meeting_id=self.meeting_id, step=check.step)

    def _edit(self) -> None:
        self.desk.go("meeting", meeting_id=self.meeting_id, step="live")

    def _preview(self) -> None:
        open_preview(self.desk, "minutes", self.meeting_id)

    def _sheet(self) -> None:
        open_preview(self.desk, "decision-sheet", self.meeting_id)

    def _open_version(self, version: VersionRow) -> None:
        pdf = version_pdf(self.desk.store, version.id)
        if pdf is not None and self.row is not None:
            name = f"{self.row.number or self.row.date.isoformat()} Compte rendu v{version.version}.pdf"
            open_pdf(self.desk, pdf, version_words(version), name)

    def save(self) -> None:
        """Write the copy shown as a PDF."""
        if self.printed is not None:
            save_pdf(self.desk, self, self.printed, self.desk.shell.refuse)

    def ask_freeze(self) -> FormDialog | None:
        """Ask before a version is kept for good."""
        printed, level = self.printed, self.level()
        if printed is None:
            return None
        reason = AutoLineEdit()

        def submit() -> None:
            commands.freeze_minutes(
                self.desk.store, self.meeting_id, level, printed.pdf, printed.digest, reason.text()
            )
            self.desk.say(_("Version figée, gardée dans Documents"), undoable=False)

        dialog = FormDialog(self.desk.shell, _("Figer cette version"), _("Figer"), submit)
        dialog.form.add(
            _("&Motif"),
            reason,
            _(
                "Copie « {audience} ». La version est gardée telle qu’elle est et ne peut ni changer ni être "
                "annulée\u00a0; une correction sera une autre version. "
                "Le motif n’est demandé que pour rectifier."
            ).format(audience=audience_words(level)),
        )
        dialog.open()
        reason.setFocus()
        return dialog

    def ask_sent(self) -> FormDialog | None:
        """Ask to whom the copy shown went."""
        printed, level, row = self.printed, self.level(), self.row
        if printed is None or row is None:
            return None
        to = AutoLineEdit()
        to.setPlaceholderText(_("Membres de la formation"))

        def submit() -> None:
            commands.mark_sent(
                self.desk.store,
                "minutes",
                f"{printed.title} – {row.title}",
                level,
                pages=printed.pages,
                digest=printed.digest,
                meeting_id=row.id,
                recipients=to.text().strip(),
                file_name=printed.file_name,
            )
            self.desk.say(_("Diffusion notée au registre"), undoable=False)

        dialog = FormDialog(self.desk.shell, _("Marquer comme diffusé"), _("Noter la diffusion"), submit)
        dialog.form.add(
            _("&Destinataires"),
            to,
            _("Copie « {audience} ». La diffusion est notée à l’heure qu’il est et ne s’annule pas.").format(
                audience=audience_words(level)
            ),
        )
        dialog.open()
        to.setFocus()
        return dialog


def version_words(version: VersionRow) -> str:
    """Return « Projet v2 · Partenaires »."""
    return _("{state} v{version} · {audience}").format(
        state=version.state.label, version=version.version, audience=audience_words(version.audience)
    )
