"""The fourth step of a meeting: what is missing, the minutes as they will be printed, and for whom."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QWidget

from coprodesk.domain.disclosure import Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.meetings import MeetingState
from coprodesk.domain.minutes import SETTLED
from coprodesk.exchange import printing
from coprodesk.queries.left_out import recipient_view
from coprodesk.queries.meetings import MeetingRow, meeting
from coprodesk.queries.minutes_checks import Check, minutes_checks
from coprodesk.queries.records import records
from coprodesk.queries.versions import Standing, VersionRow, standing, version_pdf, versions
from coprodesk.ui import theme
from coprodesk.ui.actions import Handler, make
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.pages.date_ahead import ask_date
from coprodesk.ui.pages.meeting_step import MeetingStep
from coprodesk.ui.pages.minutes_parts import AudienceCard, CheckLine, SideColumn, VersionLine, version_words
from coprodesk.ui.pages.minutes_publish import (
    ApprovalDialog,
    PublishDialog,
    after_words,
    ask_rectification,
    ask_sent,
    ask_validation,
)
from coprodesk.ui.pdf_view import PdfView
from coprodesk.ui.preview import (
    audience_of,
    audiences,
    open_pdf,
    open_preview,
    remember_level,
    save_pdf,
    usual_level,
)
from coprodesk.ui.room import Room, side_width
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Card, Separator

SETTLE_MS = 250
"""How long the file must be quiet before its pages are set again."""


class MinutesStep(MeetingStep):
    """Checks at the left, the pages in the middle, for whom at the right."""

    subjects = frozenset(
        {"meeting", "agenda_item", "record", "roll_entry", "commitment", "minutes_version", "setting"}
    )
    rendered = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.row: MeetingRow | None = None
        self._standing: Standing | None = None
        self._turn = 0
        self._narrow = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SETTLE_MS)
        self._soon.timeout.connect(self._set_pages)
        self.printed: printing.Printed | None = None
        self._versions: tuple[VersionRow, ...] = ()
        self._checks: tuple[Check, ...] = ()
        self.publish = desk.shell.action("minutes.publish")
        self.edit = make(self, _("Modifier le texte"), self.edit_text, icon="edit")
        self.validate = make(self, _("Faire valider…"), self.ask_validation, icon="send")
        self.approve = make(self, _("Approuver…"), self.ask_approval, icon="check")
        self.rectify = make(self, _("Créer un rectificatif…"), self.ask_rectification, icon="edit")
        self.sheet = make(self, _("Relevé seul, 1 page"), self._sheet, icon="file-text")
        self.make_pdf = make(self, _("Enregistrer en PDF…"), self.save, icon="save")
        self.sent = make(self, _("Noter la diffusion…"), self.ask_sent, icon="send")
        desk.writes(self.edit, self.validate, self.approve, self.rectify, self.sent)
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
        self.left_out = Label("", "tiny", "text2", wrap=True)
        self.leaks = Label("", "tiny", "text2", wrap=True)
        for told in (self.left_out, self.leaks):
            side.column.addWidget(told)
        side.column.addWidget(self.notice)
        side.column.addWidget(Separator())
        side.column.addWidget(Label(_("Après diffusion"), "small_strong", "text2"))
        self.after = Label("", "small", "text2", wrap=True)
        side.column.addWidget(self.after)
        self._approve, self._rectify = ActionButton(self.approve), ActionButton(self.rectify)
        printer = ActionButton(self.desk.shell.action("file.print"), caption=_("Imprimer"))
        for button in (self._approve, self._rectify, ActionButton(self.sent)):
            side.column.addWidget(button.give_way(), 0, Qt.AlignmentFlag.AlignLeft)
        side.column.addWidget(Separator())
        for button in (ActionButton(self.sheet), printer, ActionButton(self.make_pdf)):
            side.column.addWidget(button.give_way(), 0, Qt.AlignmentFlag.AlignLeft)
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
        self._standing = standing(self.desk.store, self.meeting_id)
        self._checks = minutes_checks(self.desk.store, self.row, self.desk.today())
        self._show_checks(self._checks)
        self._count_left_out()
        self.after.setText(after_words(self.desk, self.meeting_id))
        self.printed = None  # what is shown is no longer what would be printed
        self._enable()
        self._soon.start()

    def level(self) -> Level:
        """Return for whom the copy shown is."""
        return next((level for level, card in self.cards.items() if card.isChecked()), Level.PARTNERS)

    def _show_checks(self, found: Sequence[Check]) -> None:
        wrong = sum(not one.ok for one in found)
        many = _("{n} à voir") if self._narrow else _("{n} à voir, {ok} en ordre")
        words = many.format(n=wrong, ok=len(found) - wrong)
        words = words if wrong else _("tout est en ordre")
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
        self.left.column.addWidget(Label(_("Versions"), "card"))
        if not self._versions:
            self.left.column.addWidget(
                Label(_("Aucune\u00a0: le compte rendu est un brouillon."), "small", "text2", wrap=True)
            )
        for version in self._versions:
            line = VersionLine(version, self.desk.today(), partial(self._open_version, version))
            self.left.column.addWidget(line)

    def _count_left_out(self) -> None:
        for level in audiences(self.row):
            view = recipient_view(self.desk.store, self.meeting_id, audience_of(self.row, level))
            cut = view.passages
            words = ngettext("{n} passage retiré", "{n} passages retirés", cut).format(n=cut)
            self.cards[level].set_facts(words if cut else _("texte entier"))
        self._tell_left_out()

    def _tell_left_out(self) -> None:
        audience = audience_of(self.row, self.level())
        view = recipient_view(self.desk.store, self.meeting_id, audience)
        self.left_out.setText(_("Aperçu du destinataire\u00a0: {words}").format(words=view.sentence))

    # Pages

    def _audience_toggled(self, level: Level, on: bool) -> None:
        if on:
            remember_level(self.desk, level)
            self._tell_left_out()
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
        told = (*printed.warnings, *printed.notices)
        self.notice.setText(" ".join(told))
        self.notice.setVisible(bool(told))
        clean = _("Contrôle de fuite\u00a0: aucun mot réservé dans ce PDF.")
        self.leaks.setText("" if printed.leaks else clean)
        self._enable()
        self.rendered.emit()

    def _refused(self, turn: int, sentence: str) -> None:
        if turn == self._turn:
            self.notice.hide()
            self.view.say(sentence)
            self._enable()

    def _held(self) -> bool:
        return self.row is not None and self.row.state is MeetingState.HELD

    def _enable(self) -> None:
        ready = self.printed is not None
        held = self._held()
        settled = self._standing is not None and self._standing.state in SETTLED
        locked = self._standing is not None and self._standing.locked
        self.make_pdf.setEnabled(ready)
        self.sent.setEnabled(ready and held)
        for action in (self.publish, self.validate, self.approve):
            action.setToolTip("" if held else _("Clôturez d’abord la séance."))
        self.desk.shell.update_actions()
        self.validate.setEnabled(held and not settled)
        self.approve.setEnabled(held and not settled)
        self._approve.setVisible(not settled)
        self._rectify.setVisible(locked)
        self.rectify.setEnabled(held and locked)

    # What the workspace asks

    def first_focus(self) -> QWidget | None:
        """The first thing to mend, else the pages."""
        return self.view

    def handlers(self) -> Mapping[str, Handler]:
        """Ctrl+P opens the preview; what may be written can be published."""
        mine: dict[str, Handler] = {"file.print": self._preview}
        if self._held():
            mine["minutes.publish"] = self.ask_publish
        return mine

    def header_actions(self) -> tuple[QAction | None, tuple[QAction, ...]]:
        """Publishing first."""
        return self.publish, (self.edit, self.validate)

    def set_room(self, room: Room) -> None:
        """The sides become narrower in a compact window."""
        narrow = room.width == "compact"
        if narrow != self._narrow:
            self._narrow = narrow
            if self.row is not None:
                self._show_checks(self._checks)
        sides = {"compact": (262, 258), "normal": (316, 282), "large": (400, 320)}
        for card, wanted in zip((self._left, self._right), sides[room.width], strict=True):
            card.setFixedWidth(side_width(theme.px(wanted), self.window().width()))

    # Acts

    def _mend(self, check: Check) -> None:
        if check.commitment_id is not None:
            self.desk.go("commitments", commitment_id=check.commitment_id)
        else:
            where = {"item_id": check.item_id, "record_id": check.record_id}
            self.desk.go("meeting", meeting_id=self.meeting_id, step=check.step, **where)

    def edit_text(self) -> None:
        """Put the cursor in the text, where it is kept; approved minutes ask for a reason first."""
        if self._standing is not None and self._standing.locked:
            self.ask_rectification()
            return
        wrong = next((one for one in self._checks if not one.ok and one.item_id is not None), None)
        said = records(self.desk.store, self.meeting_id)
        first = next((one for one in said if wrong is None or one.item_id == wrong.item_id), None)
        self.desk.go(
            "meeting",
            meeting_id=self.meeting_id,
            step="live",
            item_id=first.item_id if first is not None else wrong.item_id if wrong is not None else None,
            record_id=first.id if first is not None else None,
        )

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

    def ask_publish(self) -> PublishDialog | None:
        """Ask for whom, then publish."""
        if self.row is None:
            return None
        self.desk.shell.flush()
        dialog = PublishDialog(self.desk, self.row, self.level(), self._checks)
        ask_date(dialog, self.desk, self.row, _("Publier quand même…"), self.ask_publish)
        dialog.open()
        return dialog

    def ask_validation(self) -> FormDialog | None:
        """Ask which copies the chair validated."""
        return ask_validation(self.desk, self.row, self.level()) if self.row is not None else None

    def ask_approval(self) -> ApprovalDialog | None:
        """Ask at which meeting the minutes were approved, or by silence."""
        if self.row is None:
            return None
        dialog = ApprovalDialog(self.desk, self.row, self.level())
        dialog.open()
        return dialog

    def ask_rectification(self) -> FormDialog | None:
        """Ask why approved minutes are corrected."""
        return ask_rectification(self.desk, self.row) if self.row is not None else None

    def ask_sent(self) -> FormDialog | None:
        """Ask to whom the copy shown went."""
        if self.printed is None or self.row is None:
            return None
        return ask_sent(self.desk, self.row, self.printed, self.level())
