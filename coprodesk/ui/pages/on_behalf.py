"""Typing for a partner what it says by telephone or on its sheet: one key for each open commitment."""

from dataclasses import dataclass

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout

from coprodesk.commands import reminders as commands
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import short_date
from coprodesk.domain.i18n import _, ngettext, on_paper
from coprodesk.domain.reminders import Answer, AnswerKind
from coprodesk.queries import reminders as queries
from coprodesk.queries.reminders import ReminderLine
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog, explain
from coprodesk.ui.pages.commitment_fields import typed_date
from coprodesk.ui.rows import Cell, Column, RowsModel
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Banner, Card, EmptyState
from coprodesk.ui.widgets.editors import AutoLineEdit
from coprodesk.ui.widgets.fields import DateField
from coprodesk.ui.widgets.filters import ComboBox


def channels() -> tuple[str, ...]:
    """Return how a partner answers; the last is left unsaid."""
    return _("par téléphone"), _("sur sa fiche"), _("par courriel"), ""


@dataclass(frozen=True, slots=True)
class Row:
    """One open commitment and what is answered of it, not noted yet."""

    line: ReminderLine
    answer: Answer | None

    @property
    def words(self) -> str:
        """Return « Reporté au 30/11/2026 · travaux »."""
        if self.answer is None:
            return ""
        words = self.answer.kind.label
        if self.answer.day is not None:
            to = _("{kind} au {day}") if self.answer.kind is AnswerKind.POSTPONED else _("{kind} le {day}")
            words = to.format(kind=words, day=short_date(self.answer.day))
        return " · ".join(part for part in (words, self.answer.text) if part)


class OnBehalfDialog(QDialog):
    """The open commitments of one partner: T, C, O, X, N answer, Suppr takes an answer off.

    Nothing is noted before « Enregistrer », which is one step.
    """

    def __init__(self, desk: Desk, institution_id: int | None = None, meeting_id: int | None = None) -> None:
        super().__init__(desk.shell)
        self.desk, self._meeting_id = desk, meeting_id
        self._answers: dict[int, Answer] = {}
        self._held = 0
        self.setWindowTitle(_("Saisir pour un partenaire"))
        self.setModal(True)
        self.finished.connect(self.deleteLater)
        explain(self, "follow_up")
        self.partner, self.channel = ComboBox(_("Partenaire")), ComboBox(_("Comment il répond"))
        for one in queries.partners_to_remind(desk.store, desk.today()):
            self.partner.addItem(one.short_name, one.id)
        for shown, words in zip(channels(), on_paper()(channels)(), strict=True):
            self.channel.addItem(shown or _("sans le préciser"), words)
        if institution_id is not None:
            self.partner.setCurrentIndex(self.partner.findData(institution_id))
        self.banner = Banner()
        columns: tuple[Column[Row], ...] = (
            Column(_("Engagement"), _what_cell, stretch=True, sortable=False),
            Column(_("Échéance"), _due_cell, 116, sortable=False),
            Column(_("Réponse"), _answer_cell, 250, sortable=False),
        )
        self.table = RowsTable(RowsModel(columns, lambda row: row.line.id), _("Engagements ouverts"))
        self.nothing = EmptyState(
            "engagements", _("Rien à demander"), _("Ce partenaire n’a aucun engagement ouvert.")
        )
        self._make_actions()
        self._compose()
        self.partner.currentIndexChanged.connect(self._partner_chosen)
        self._partner_chosen()
        self.resize(820, min(560, max(360, desk.shell.height() - 40)))

    def _make_actions(self) -> None:
        table = self.table
        self.acts: tuple[QAction, ...] = (
            make(table, _("Tenu"), self._kept, shortcut="T"),
            make(table, _("En cours"), self._ongoing, shortcut="C"),
            make(table, _("Reporté au…"), self._ask_postponed, shortcut="O"),
            make(table, _("Abandonné…"), self._ask_abandoned, shortcut="X"),
            make(table, _("Nouvelle…"), self._ask_news, shortcut="N"),
            make(table, _("Effacer la réponse"), self._clear, shortcut="Del"),
        )
        self.save = make(self, _("Enregistrer"), self._save, shortcut="Ctrl+Return")
        self.desk.writes(self.save)

    def _compose(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(Label(_("Saisir pour un partenaire"), "card"))
        told = _("Ce qu’il dit au téléphone ou sur sa fiche, noté «\u00a0au nom de\u00a0» ce partenaire.")
        column.addWidget(Label(told, "small", "text2", wrap=True))
        top = QHBoxLayout()
        for words, box in ((_("&Partenaire"), self.partner), (_("&Répond"), self.channel)):
            label = Label(words, "small", "text2")
            label.setBuddy(box)
            top.addWidget(label)
            top.addWidget(box)
        top.addStretch(1)
        column.addLayout(top)
        column.addWidget(self.banner)
        card = Card(bare=True)
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.nothing, 1)
        column.addWidget(card, 1)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        for act in self.acts[:-1]:
            button = ActionButton(act)
            button.setAutoDefault(False)
            acts.addWidget(button)
        acts.addStretch(1)
        column.addLayout(acts)
        foot = QHBoxLayout()
        foot.addStretch(1)
        cancel = ActionButton(make(self, _("Annuler"), self.reject))
        cancel.setAutoDefault(False)
        foot.addWidget(cancel)
        foot.addWidget(ActionButton(self.save, "primary"))
        column.addLayout(foot)

    # Reading

    def _partner_chosen(self) -> None:
        """Show another partner; answers typed and not saved go back to the first one."""
        if self._answers and self.partner.currentData() != self._held:
            self.partner.blockSignals(True)
            self.partner.setCurrentIndex(self.partner.findData(self._held))
            self.partner.blockSignals(False)
            self.banner.say(_("Enregistrez ou effacez d’abord ces réponses."), "soon")
            return
        self._held = self.partner.currentData() or 0
        self.banner.clear()
        self._show()
        self.table.select_first()

    def _show(self) -> None:
        lines = queries.lines_of(self.desk.store, self._held, Audience(Level.SECRETARIAT), self.desk.today())
        self.table.set_rows([Row(line, self._answers.get(line.id)) for line in lines])
        self.table.setVisible(bool(lines))
        self.nothing.setVisible(not lines)
        n = len(self._answers)
        self.save.setText(
            ngettext("Enregistrer {n} réponse", "Enregistrer {n} réponses", n).format(n=n)
            if n
            else _("Enregistrer")
        )
        self.save.setEnabled(bool(n))
        for act in self.acts:
            act.setEnabled(bool(lines))

    # Answering

    def take(self, answer: Answer) -> None:
        """Keep an answer, and go to the next commitment."""
        self._answers[answer.commitment_id] = answer
        self.banner.clear()
        self._show()
        self._next()

    def _next(self) -> None:
        number = self.table.currentIndex().row() + 1
        if number < self.table.rows.rowCount():
            self.table.setCurrentIndex(self.table.rows.index(number, self.table.first_column()))
        self.table.setFocus()

    def _chosen(self) -> ReminderLine | None:
        row = self.table.current()
        return row.line if isinstance(row, Row) else None

    def _kept(self) -> None:
        line = self._chosen()
        if line is not None:
            self.take(Answer(line.id, AnswerKind.KEPT, self.desk.today()))

    def _ongoing(self) -> None:
        line = self._chosen()
        if line is not None:
            self.take(Answer(line.id, AnswerKind.ONGOING))

    def _ask_postponed(self) -> None:
        line = self._chosen()
        if line is None:
            return
        day, text = DateField(today=self.desk.today), AutoLineEdit(spelled=True)

        def submit() -> None:
            to_due = typed_date(day, _("Échéance"))
            if to_due is None or (line.due is not None and to_due <= line.due):
                raise Refusal(
                    _(
                        "Un report va plus loin que l’échéance. Rien n’est noté. "
                        "Écrivez une date plus tardive."
                    )
                )
            self.take(Answer(line.id, AnswerKind.POSTPONED, to_due, text.text()))

        dialog = FormDialog(self, f"{line.reference} – {_('reporté au')}", _("Noter"), submit)
        now = _("Aujourd’hui fixée au {day}").format(day=short_date(line.due)) if line.due else ""
        dialog.form.add(_("Nouvelle échéance"), day, now)
        dialog.form.add(_("Motif"), text, _("Facultatif"))
        dialog.open()
        day.setFocus()

    def _ask_abandoned(self) -> None:
        self._ask_text(AnswerKind.ABANDONED, _("Motif"))

    def _ask_news(self) -> None:
        self._ask_text(AnswerKind.NEWS, _("Nouvelle"))

    def _ask_text(self, kind: AnswerKind, label: str) -> None:
        line = self._chosen()
        if line is None:
            return
        text = AutoLineEdit(spelled=True)

        def submit() -> None:
            if not text.text().strip():
                raise Refusal(_("Le texte est vide. Rien n’est noté. Écrivez-le, puis recommencez."))
            self.take(Answer(line.id, kind, None, text.text().strip()))

        dialog = FormDialog(self, f"{line.reference} – {kind.label.lower()}", _("Noter"), submit)
        dialog.form.add(label, text)
        dialog.open()
        text.setFocus()

    def _clear(self) -> None:
        line = self._chosen()
        if line is not None and self._answers.pop(line.id, None) is not None:
            self._show()

    def _save(self) -> None:
        try:
            commands.record_answers(
                self.desk.store,
                self._held,
                tuple(self._answers.values()),
                on=self.desk.today(),
                channel=self.channel.currentData(),
                meeting_id=self._meeting_id,
            )
        except Refusal as refusal:
            self.banner.say(str(refusal), "late")
            return
        n = len(self._answers)
        self.accept()
        of = queries.of_partner(self.desk.store, self._held)
        words = ngettext("{n} réponse notée au nom {of}", "{n} réponses notées au nom {of}", n)
        self.desk.say(words.format(n=n, of=of))


def _what_cell(row: Row) -> Cell:
    return Cell(row.line.what, row.line.reference)


def _due_cell(row: Row) -> Cell:
    due = short_date(row.line.due) if row.line.due else _("sans date")
    return Cell(due, _("en retard") if row.line.late else "", second_tint="late")


def _answer_cell(row: Row) -> Cell:
    return Cell(row.words or "–", tint="text" if row.answer else "text3")


def open_on_behalf(
    desk: Desk, institution_id: int | None = None, meeting_id: int | None = None
) -> OnBehalfDialog:
    """Open the dialog over the window and return it."""
    desk.shell.flush()
    dialog = OnBehalfDialog(desk, institution_id, meeting_id)
    dialog.open()
    dialog.table.setFocus()
    return dialog
