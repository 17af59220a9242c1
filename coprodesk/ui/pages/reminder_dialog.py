"""Reminding a partner: which commitments, in which tone, signed by whom; as a letter or a draft of a mail."""

from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coprodesk.commands import reminders as commands
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import short_date
from coprodesk.domain.i18n import _, ngettext, on_paper
from coprodesk.domain.reminders import Signer, Tone
from coprodesk.exchange import mail_draft, printing
from coprodesk.queries import reminders as queries
from coprodesk.queries.partners import partners
from coprodesk.ui.actions import make
from coprodesk.ui.ask_place import ask_file
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.held_papers import Papers, let_out_then
from coprodesk.ui.theme import Label, px
from coprodesk.ui.widgets.buttons import ActionButton, CheckBox
from coprodesk.ui.widgets.editors import flush_pending
from coprodesk.ui.widgets.fields import DateField, FormRow
from coprodesk.ui.widgets.filters import ComboBox
from coprodesk.ui.widgets.scroll import scrolled

_WIDTH = 560
"""The least width of the dialog's fields, in logical pixels: a commitment is read in one line."""
_SHOWN = 5
"""How many commitments the list shows before it scrolls."""
_LONGEST = 46
"""Signs of a commitment in the list; the letter says it whole."""
AUDIENCE = Audience(Level.PARTNERS)
"""A reminder is read by a partner, whatever the secretariat may see."""


class ReminderDialog(FormDialog):
    """One letter for all the commitments ticked: the late ones unless `commitment_ids` says others."""

    help_page = "reminders"

    def __init__(
        self, desk: Desk, institution_id: int | None = None, commitment_ids: Collection[int] = ()
    ) -> None:
        super().__init__(desk.shell, _("Écrire une relance"), _("Lettre à imprimer"), self.try_submit)
        self.desk = desk
        self._asked = frozenset(commitment_ids)
        self.boxes: dict[int, CheckBox] = {}
        self.lines: tuple[queries.ReminderLine, ...] = ()
        self.partner = ComboBox(_("Partenaire"))
        self._fill_partners(institution_id)
        self.tone, self.signer = ComboBox(_("Ton")), ComboBox(_("Signée par"))
        for tone in Tone:
            self.tone.addItem(tone.label, tone.value)
        for signer in Signer:
            self.signer.addItem(signer.label, signer.value)
        self.answer = DateField(queries.usual_answer_day(desk.store, desk.today()), today=desk.today)
        self.form.setMinimumWidth(px(_WIDTH))
        self.form.add_beside(
            FormRow(_("&Partenaire"), self.partner, ""), FormRow(_("&Réponse avant le"), self.answer, "")
        )
        self.form.add_beside(FormRow(_("&Ton"), self.tone, ""), FormRow(_("&Signée par"), self.signer, ""))
        inner = QWidget()
        self._ticks = QVBoxLayout(inner)
        self._ticks.setContentsMargins(0, 0, 0, 0)
        self._ticks.setSpacing(4)
        self._list = scrolled(inner)
        self._words = Label("", "small", "text2", wrap=True)
        self.log = CheckBox(_("Noter la relance dans l’historique de ces engagements"))
        self.log.setChecked(not desk.store.read_only)
        desk.writes(self.log)
        for widget in (self._words, self._list, self.log):
            self.foot.addWidget(widget)
        self.look = make(self, _("Aperçu"), self._look, shortcut="Ctrl+P", icon="print")
        self.mail = make(self, _("Brouillon de courriel…"), self._ask_draft, shortcut="Ctrl+S", icon="mail")
        row = QHBoxLayout()
        row.addStretch(1)
        for action in (self.look, self.mail):
            button = ActionButton(action)
            button.setAutoDefault(False)
            row.addWidget(button)
        self.foot.addLayout(row)
        self.partner.currentIndexChanged.connect(self._partner_chosen)
        self.tone.currentIndexChanged.connect(self._tone_chosen)
        self.tone.setCurrentIndex(self.tone.findData(Tone.NEUTRAL.value))
        self._partner_chosen()

    # What is chosen

    def _fill_partners(self, institution_id: int | None) -> None:
        """Offer those with commitments, those with late ones first, then the others: an absence is theirs."""
        today = self.desk.today()
        rows = queries.partners_to_remind(self.desk.store, today)
        for row in rows:
            words = row.short_name
            if row.late:
                words = _("{name} – {late}").format(
                    name=row.short_name,
                    late=ngettext("{n} en retard", "{n} en retard", row.late).format(n=row.late),
                )
            self.partner.addItem(words, row.id)
        held = {row.id for row in rows}
        for other in partners(self.desk.store, today):
            if other.id not in held:
                self.partner.addItem(other.short_name, other.id)
        if institution_id is not None:
            self.partner.setCurrentIndex(max(self.partner.findData(institution_id), 0))

    def institution_id(self) -> int:
        """Return whom the letter is for."""
        return int(self.partner.currentData() or 0)

    def chosen_tone(self) -> Tone:
        """Return the tone chosen."""
        return Tone(self.tone.currentData())

    def _partner_chosen(self) -> None:
        store, today = self.desk.store, self.desk.today()
        self.lines = queries.lines_of(store, self.institution_id(), AUDIENCE, today)
        while (item := self._ticks.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        asked = self._asked & {line.id for line in self.lines}
        self.boxes = {line.id: CheckBox(_box_words(line)) for line in self.lines}
        for line in self.lines:
            box = self.boxes[line.id]
            box.setChecked(line.id in asked if asked else line.late)
            self._ticks.addWidget(box)
        self._ticks.addStretch(1)
        heights = [box.sizeHint().height() + 4 for box in self.boxes.values()]
        self._list.setFixedHeight(sum(heights[:_SHOWN]) + 4)
        if not self.lines and self.chosen_tone() is not Tone.ABSENCE:
            self.tone.setCurrentIndex(self.tone.findData(Tone.ABSENCE.value))
        self._tell()

    def _tone_chosen(self) -> None:
        self.signer.setCurrentIndex(self.signer.findData(self.chosen_tone().usual_signer.value))
        self._tell()

    def _tell(self) -> None:
        """Say what the letter is about; an absence is not about commitments."""
        absence = self.chosen_tone() is Tone.ABSENCE
        self._list.setVisible(not absence and bool(self.lines))
        if absence:
            words = _("La lettre parle de la dernière réunion manquée, et d’aucun engagement.")
        elif self.lines:
            words = _("Engagements de la lettre\u00a0:")
        else:
            words = _("Ce partenaire n’a aucun engagement ouvert que cette lettre puisse citer.")
        self._words.setText(words)
        self.log.setText(
            _("Noter l’envoi au registre des documents")
            if absence
            else _("Noter la relance dans l’historique de ces engagements")
        )

    # What is made

    def prepared(self) -> printing.Prepared:
        """Return the letter as chosen. Raises Refusal when it would be about nothing."""
        ticked = [one for one, box in self.boxes.items() if box.isChecked()]
        return printing.prepare(
            self.desk.store,
            "reminder",
            self.institution_id(),
            AUDIENCE,
            tone=self.chosen_tone(),
            signer=Signer(self.signer.currentData()),
            commitment_ids=ticked,
            answer_by=self.answer.typed(),
        )

    def try_submit(self) -> None:
        """Set the letter; once it may leave, note it and show it ready to print."""
        flush_pending(self)
        self._set(self._print)

    def _set(self, then: Callable[[printing.Prepared, printing.Printed], object]) -> None:
        """Set the letter and go on with it once what was found in it is read again; stay on a refusal."""

        def go_on(prepared: printing.Prepared, out: Papers) -> None:
            try:
                then(prepared, out[0])
            except Refusal as refusal:
                self.refuse(refusal)

        try:
            prepared = self.prepared()
            printed = printing.render(prepared)
        except Refusal as refusal:
            self.refuse(refusal)
            return
        let_out_then(self.desk, self, (printed,), partial(go_on, prepared))

    def _look(self) -> None:
        """Show the letter; nothing is noted."""
        self._set(self._show_over)

    def _show_over(self, _prepared: printing.Prepared, printed: printing.Printed) -> None:
        """Show the letter over this dialog, which would otherwise keep the keyboard from it."""
        from coprodesk.ui.preview import PreviewWindow

        name = printed.document.short_name
        window = PreviewWindow(self.desk, pdf=printed.pdf, title=name, file_name=printed.file_name)
        window.setParent(self, window.windowFlags())
        window.setModal(True)
        window.show()

    def _print(self, prepared: printing.Prepared, printed: printing.Printed) -> None:
        with on_paper():
            means = _("lettre")
        self._note(prepared, printed, means)
        self.accept()
        show(self.desk, printed)

    def _ask_draft(self) -> None:
        try:
            prepared = self.prepared()
        except Refusal as refusal:
            self.refuse(refusal)
            return
        title, kinds = _("Enregistrer le brouillon"), _("Courriel (*.eml)")
        path = ask_file(self.desk, self, title, f"{prepared.stem}.eml", kinds)
        if path is not None:
            self.write_draft(path)

    def write_draft(self, path: Path) -> None:
        """Write the draft of a mail with the letter attached, note it, and leave."""
        self._set(partial(self._write_draft, path))

    def _write_draft(self, path: Path, prepared: printing.Prepared, printed: printing.Printed) -> None:
        data = mail_draft.reminder_draft(prepared.data, printed, self.desk.now())
        printing.write_whole(path, data)
        with on_paper():
            means = _("brouillon de courriel")
        self._note(prepared, printed, means, path.name)
        self.accept()
        words = _("Brouillon écrit\u00a0: {name}").format(name=path.name)
        if not prepared.data.email:
            words = _("{words}, sans adresse\u00a0: complétez-la").format(words=words)
        self.desk.say(words, undoable=self.log.isChecked())

    def _note(
        self, prepared: printing.Prepared, printed: printing.Printed, means: str, file_name: str = ""
    ) -> None:
        if not self.log.isChecked():
            return
        commands.log_reminder(
            self.desk.store,
            self.institution_id(),
            [line.id for line in prepared.data.lines],
            self.chosen_tone(),
            on=self.desk.today(),
            means=means,
            file_name=file_name or printed.file_name,
            pages=printed.pages,
            digest=printed.digest,
        )
        self.desk.say(_("Relance notée pour {name}").format(name=prepared.data.short_name))


def show(desk: Desk, printed: printing.Printed) -> None:
    """Show a letter ready to print."""
    from coprodesk.ui.preview import open_pdf

    open_pdf(desk, printed.pdf, printed.document.short_name, printed.file_name)


def _box_words(line: queries.ReminderLine) -> str:
    due = short_date(line.due) if line.due else _("sans échéance")
    if line.late:
        due = _("{due}, en retard").format(due=due)
    what = line.what if len(line.what) <= _LONGEST else f"{line.what[: _LONGEST - 1].rstrip()}…"
    return f"{line.reference}, {due} – {what}".replace("&", "&&")


def open_reminder(
    desk: Desk, institution_id: int | None = None, commitment_ids: Collection[int] = ()
) -> ReminderDialog:
    """Open the dialog over the window and return it; the partner of most late commitments without one."""
    desk.shell.flush()
    dialog = ReminderDialog(desk, institution_id, commitment_ids)
    dialog.open()
    dialog.tone.setFocus()
    return dialog
