"""The thread of a topic: every meeting where it came, what became of it there, what was decided; its end."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout

from coprodesk.commands.topics import close_topic
from coprodesk.documents.picture import Glyph
from coprodesk.domain.agenda import Outcome
from coprodesk.domain.french import DASH, medium_date, short_date
from coprodesk.domain.i18n import _, labelled, ngettext
from coprodesk.domain.meetings import MeetingState
from coprodesk.queries.topics import Thread, Turn, thread
from coprodesk.ui import theme
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import explain
from coprodesk.ui.paint import Chip
from coprodesk.ui.rows import Cell, Column, RowsModel
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Banner, Card, EmptyState
from coprodesk.ui.widgets.header import ElidedLabel

_OUTCOMES = {
    Outcome.OPEN: Glyph.OPEN,
    Outcome.TREATED: Glyph.KEPT,
    Outcome.POSTPONED: Glyph.DUE_SOON,
    Outcome.WITHDRAWN: Glyph.DROPPED,
}


def _when_cell(turn: Turn) -> Cell:
    number = _("n° {number}").format(number=turn.meeting_number) if turn.meeting_number else turn.body
    return Cell(medium_date(turn.on), _("{meeting}, point {n}").format(meeting=number, n=turn.number))


def _outcome_cell(turn: Turn) -> Cell:
    if turn.state is MeetingState.CANCELLED:
        return Cell(chip=Chip(_("Réunion annulée"), Glyph.DROPPED))
    return Cell(chip=Chip(turn.outcome.label, _OUTCOMES[turn.outcome]))


def decided_words(turn: Turn) -> tuple[str, str]:
    """Return what was decided at a turn, then what was promised; a dash for nothing."""
    decided = [f"{one.reference} {one.text}" for one in turn.decisions]
    promised = [
        labelled(f"{one.reference} {one.lead}", one.what) if one.lead else f"{one.reference} {one.what}"
        for one in turn.commitments
    ]
    told = [" · ".join(part) for part in (decided, promised) if part]
    return (told[0] if told else DASH, told[1] if len(told) > 1 else "")


def _decided_cell(turn: Turn) -> Cell:
    first, second = decided_words(turn)
    said = _("rien de noté") if first == DASH else ""
    return Cell(first, second, tint="text2" if first == DASH else "text", said=said)


def _turn_id(turn: Turn) -> int:
    return turn.item_id


class TopicThread(QDialog):
    """The turns of one topic, the latest first; Entrée goes to the meeting. What is over is closed here."""

    def __init__(self, desk: Desk, found: Thread, item_id: int = 0) -> None:
        super().__init__(desk.shell)
        self._desk, self._found = desk, found
        self.setWindowTitle(_("Historique du sujet"))
        self.setModal(True)
        self.finished.connect(self.deleteLater)
        explain(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(Label(found.topic.title, "card", wrap=True))
        self.facts = Label("", "small", "text2", wrap=True)
        column.addWidget(self.facts)
        self.alert = Banner()
        column.addWidget(self.alert)
        column.addWidget(self._make_list(found), 1)
        column.addLayout(self._make_buttons())
        self._tell()
        self._fit(desk)
        if not self.table.select(item_id):
            self.table.select_first()
        (self.table if found.turns else self.leave).setFocus()

    def _make_list(self, found: Thread) -> Card:
        columns: tuple[Column[Turn], ...] = (
            Column(_("Réunion"), _when_cell, 190, sortable=False),
            Column(_("Suite"), _outcome_cell, 120, sortable=False),
            Column(_("Décidé, promis"), _decided_cell, 300, stretch=True, sortable=False),
        )
        self.table = RowsTable(RowsModel(columns, _turn_id), _("Historique du sujet"))
        self.table.opened.connect(self._go)
        self.table.set_rows(found.turns)
        self.nothing = EmptyState(
            "clock", _("Jamais inscrit"), _("Ce sujet n’a encore été à l’ordre du jour d’aucune réunion.")
        )
        self.table.setVisible(bool(found.turns))
        self.nothing.setVisible(not found.turns)
        card = Card(bare=True)
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.nothing, 1)
        return card

    def _make_buttons(self) -> QHBoxLayout:
        self.leave = ActionButton(make(self, _("Fermer"), self.reject))
        self.leave.setAutoDefault(False)
        self.end = make(self, "", self._close_or_reopen)
        self._desk.writes(self.end)
        end = ActionButton(self.end)
        end.setAutoDefault(False)
        # A proposal never on an agenda is refused or deleted: closed, nothing would lead to it any more.
        end.setVisible(bool(self._found.turns))
        visit = make(self, _("Ouvrir la réunion"), self._go_current, icon="calendar")
        visit.setEnabled(not self.table.isHidden())
        self.visit = ActionButton(visit, "primary")
        self.visit.setAutoDefault(False)
        line = QHBoxLayout()
        told = "" if self.table.isHidden() else _("Entrée ouvre la réunion, Échap ferme.")
        line.addWidget(ElidedLabel(told, "small", "text2"), 1)
        line.addWidget(end)
        line.addWidget(self.leave)
        line.addWidget(self.visit)
        return line

    def _tell(self) -> None:
        """Say what is known of the topic, and whether it may be closed or opened again."""
        topic = self._found.topic
        told = [self._found.words, topic.raised_words]
        if topic.closed_on is not None:
            told.append(_("clôturé le {day}").format(day=short_date(topic.closed_on)))
        self.facts.setText(" · ".join(part for part in told if part))
        self.alert.clear()
        if topic.alert and topic.closed_on is None:
            n = topic.postponements
            words = ngettext("Reporté {n} fois de suite.", "Reporté {n} fois de suite.", n).format(n=n)
            self.alert.say(_("{words} À traiter, ou à clôturer.").format(words=words))
        self.end.setText(_("Clôturer le sujet") if topic.closed_on is None else _("Rouvrir le sujet"))

    def _close_or_reopen(self) -> None:
        """Close the topic, which is suggested for no agenda any more, or open it again."""
        topic, on = self._found.topic, self._desk.today()
        self._desk.act(close_topic, self._desk.store, topic.id, on if topic.closed_on is None else None)
        found = thread(self._desk.store, topic.id)
        if found is not None and found.topic.closed_on != topic.closed_on:
            self._found = found
            self._tell()
            self._desk.say(
                _("Sujet clôturé\u00a0: il n’est plus proposé pour les ordres du jour")
                if topic.closed_on is None
                else _("Sujet rouvert\u00a0: il est de nouveau proposé pour les ordres du jour")
            )

    def _fit(self, desk: Desk) -> None:
        """Take what the window behind leaves."""
        room = desk.shell.size()
        self.resize(
            min(theme.px(860), room.width() - 48), min(theme.px(480), max(theme.px(320), room.height() - 80))
        )

    def _go_current(self) -> None:
        turn = self.table.current()
        if turn is not None:
            self._go(turn)

    def _go(self, turn: Turn) -> None:
        self.accept()
        self._desk.go("meeting", meeting_id=turn.meeting_id, step="agenda", item_id=turn.item_id)


def open_thread(desk: Desk, topic_id: int, item_id: int = 0) -> TopicThread | None:
    """Open the thread of a topic, at the turn `item_id` when given; None when the topic is gone."""
    found = thread(desk.store, topic_id)
    if found is None:
        return None
    dialog = TopicThread(desk, found, item_id)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
