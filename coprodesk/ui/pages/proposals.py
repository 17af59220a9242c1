"""The basket of proposals: who asks for what topic, and what became of it."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from coprodesk.commands import agenda as agenda_commands
from coprodesk.commands import topics as commands
from coprodesk.documents.picture import Glyph
from coprodesk.domain.agenda import Proposal
from coprodesk.domain.french import DASH, day_month, fold, short_date
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.meetings import MeetingState
from coprodesk.queries.meetings import MeetingRow, meetings
from coprodesk.queries.partners import partners
from coprodesk.queries.topics import TopicRow, proposals
from coprodesk.ui.actions import Handler, make
from coprodesk.ui.desk import Desk
from coprodesk.ui.page import Page
from coprodesk.ui.pages.item_editors import ConcernedForm
from coprodesk.ui.pages.new_meeting import choose
from coprodesk.ui.pages.proposal_forms import AnswerForm, ProposalForm
from coprodesk.ui.pages.topic_thread import open_thread
from coprodesk.ui.paint import Chip
from coprodesk.ui.room import Room
from coprodesk.ui.rows import Cell, Column, Group, RowsModel
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.cards import Card, EmptyState
from coprodesk.ui.widgets.filters import ComboBox, SearchField
from coprodesk.ui.widgets.header import PageHeader
from coprodesk.ui.widgets.list_detail import ListDetail
from coprodesk.ui.widgets.panel import DetailPanel

_GLYPHS = {
    Proposal.WAITING: Glyph.TO_CONFIRM,
    Proposal.POSTPONED: Glyph.DUE_SOON,
    Proposal.LISTED: Glyph.KEPT,
    Proposal.REFUSED: Glyph.DROPPED,
}
_AHEAD = (MeetingState.PREPARATION, MeetingState.CONVENED)


def group_title(proposal: Proposal) -> str:
    """Return the heading of the proposals that had this answer."""
    return {
        Proposal.WAITING: _("À décider"),
        Proposal.POSTPONED: _("Reportées"),
        Proposal.LISTED: _("Inscrites"),
        Proposal.REFUSED: _("Refusées"),
    }[proposal]


def answer_chip(row: TopicRow) -> Chip:
    """Return what became of a proposal."""
    words = {
        Proposal.WAITING: _("À décider"),
        Proposal.POSTPONED: _("Reportée"),
        Proposal.LISTED: _("Inscrite"),
        Proposal.REFUSED: _("Refusée"),
    }[row.proposal]
    return Chip(words, _GLYPHS[row.proposal])


def _title_cell(row: TopicRow) -> Cell:
    marks = []
    if row.proposal_reason:
        marks.append(_("motif\u00a0: {reason}").format(reason=row.proposal_reason))
    elif row.note:
        marks.append(" ".join(row.note.split()))
    if row.recurring:
        marks.append(_("revient à chaque réunion"))
    tag = Chip(_("sensible"), role="conf") if row.sensitive else None
    return Cell(row.title, " · ".join(marks), tag=tag)


def _raised_cell(row: TopicRow) -> Cell:
    on = short_date(row.raised_on) if row.raised_on else ""
    return Cell(row.raised_by or on or DASH, on if row.raised_by else "", small=True)


def _answer_cell(row: TopicRow) -> Cell:
    return Cell(chip=answer_chip(row))


def _row_id(row: TopicRow) -> int:
    return row.id


class ProposalsPage(Page):
    """Proposals by answer; `open_at(meeting_id)` aims at the agenda of a meeting."""

    subjects = frozenset(
        {"topic", "topic_institution", "agenda_item", "meeting", "body", "institution", "theme"}
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._rows: tuple[TopicRow, ...] = ()
        self._names: dict[int, str] = {}
        self.new_action = make(self, _("Nouvelle proposition…"), self.new, shortcut="Ins", icon="plus")
        self.back = make(self, _("Revenir à l’ordre du jour"), self._go_back, icon="chevron-left")
        self.back.setVisible(False)
        desk.writes(self.new_action)
        self.set_header(
            PageHeader(_("Propositions de sujets"), primary=self.new_action, secondary=(self.back,))
        )
        self._make_bar()
        self._make_list()
        self.body.addWidget(self.stack, 1)

    def _make_bar(self) -> None:
        self.target = ComboBox(_("Réunion à laquelle inscrire"))
        self.target.activated.connect(self._show_acts)
        self.search = SearchField()
        self.search.typed.connect(self._show)
        self._bar = QWidget()
        line = QHBoxLayout(self._bar)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self._aim = Label(_("Inscrire à"), "small", "text2")
        line.addWidget(self._aim)
        line.addWidget(self.target)
        line.addStretch(1)
        line.addWidget(self.search)
        self.body.addWidget(self._bar)

    def _make_list(self) -> None:
        columns: tuple[Column[TopicRow], ...] = (
            Column(_("Sujet"), _title_cell, 300, stretch=True),
            Column(_("Proposé par"), _raised_cell, 150, drop=1),
            Column(_("Suite"), _answer_cell, 130, sortable=False),
        )
        self.table = RowsTable(RowsModel(columns, _row_id), _("Propositions de sujets"))
        self._make_acts()
        self.panel = DetailPanel()
        self.both = ListDetail(self.table, self.panel)
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self.edit.trigger)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.both)
        card = Card(bare=True)
        first = make(self, _("Noter une proposition…"), self.new, icon="plus")
        self.desk.writes(first)
        card.body.addWidget(
            EmptyState(
                "archive",
                _("Aucune proposition"),
                _("Notez ici ce qu’un partenaire demande d’inscrire, même au détour d’un appel."),
                first,
            )
        )
        self.stack.addWidget(card)
        self.stack.addWidget(
            EmptyState(
                "search",
                _("Aucune proposition ne correspond"),
                _("Toutes sont toujours là."),
                make(self, _("Tout afficher"), self.show_all),
            )
        )

    def _make_acts(self) -> None:
        self.enter = make(self.table, _("Inscrire"), self._enter, shortcut="I")
        self.postpone = make(
            self.table, _("Reporter…"), partial(self._answer, Proposal.POSTPONED), shortcut="P"
        )
        self.refuse = make(self.table, _("Refuser…"), partial(self._answer, Proposal.REFUSED), shortcut="R")
        self.reopen = make(self.table, _("Remettre à décider"), self._reopen, shortcut="D")
        self.edit = make(self.table, _("Modifier…"), self._edit)
        self.concern = make(
            self.table, _("Institutions concernées…"), self._concern, shortcut="C", icon="users"
        )
        self.history = make(self.table, _("Historique du sujet"), self._history, shortcut="H")
        self.remove = make(self.table, _("Supprimer"), self._delete, shortcut="Del", icon="trash")
        self.desk.writes(
            self.enter, self.postpone, self.refuse, self.reopen, self.edit, self.concern, self.remove
        )

    # Reading

    def refresh(self) -> None:
        """Read proposals and the meetings to come again."""
        store = self.desk.store
        self._rows = proposals(store)
        self._names = {one.id: one.short_name for one in partners(store, self.desk.today(), closed=True)}
        self._fill_target()
        self._show()
        waiting = sum(row.proposal is Proposal.WAITING for row in self._rows)
        facts = ngettext("{n} proposition à décider", "{n} propositions à décider", waiting)
        if self.header is not None:
            words = facts.format(n=waiting) if self._rows else ""
            self.header.set_title(_("Propositions de sujets"), words, (_("Réunions"),))

    def _fill_target(self) -> None:
        on = self.desk.today()
        held = self.target.currentData()
        self.target.clear()
        coming = [row for row in meetings(self.desk.store, on) if row.state in _AHEAD and row.date >= on]
        for row in sorted(coming, key=_soonest):
            words = _("{body}, {day}").format(body=row.body_short or row.body, day=day_month(row.date))
            self.target.addItem(words, row.id)
        choose(self.target, held)
        self.target.setVisible(bool(coming))
        self._aim.setText(_("Inscrire à") if coming else _("Aucune réunion à venir où inscrire un sujet."))

    def _show(self) -> None:
        wanted = fold(self.search.text().strip())
        rows = [
            row
            for row in self._rows
            if not wanted or wanted in fold(f"{row.title} {row.raised_by} {row.note}")
        ]
        shown: list[TopicRow | Group] = []
        for proposal in (Proposal.WAITING, Proposal.POSTPONED, Proposal.LISTED, Proposal.REFUSED):
            members = [row for row in rows if row.proposal is proposal]
            if members:
                shown += [Group(group_title(proposal), str(len(members))), *members]
        self.table.set_rows(shown)
        self.stack.setCurrentIndex(0 if rows else 2 if self._rows else 1)
        self._bar.setVisible(bool(self._rows))
        if self.table.current() is None:
            self.table.select_first()
        self._chosen(self.table.current())

    def show_all(self) -> None:
        """Show every proposal again."""
        self.search.clear()
        self._show()
        self.table.setFocus()

    def open_at(self, **where: Any) -> None:
        """Aim at the meeting `meeting_id`, or choose the proposal `topic_id`."""
        if "meeting_id" in where:
            choose(self.target, int(where["meeting_id"]))
            self.back.setVisible(self.target.currentData() == int(where["meeting_id"]))
            self._show_acts()
        if "topic_id" in where:
            self.table.select(int(where["topic_id"]))

    def _chosen(self, row: TopicRow | None) -> None:
        self._show_acts()
        if row is None:
            self.panel.start("")
            return
        self.panel.start(row.title, answer_chip(row))
        self.panel.facts(self._facts(row))
        if row.items:
            self.panel.buttons([self.edit, self.history])
        else:
            self.panel.buttons([self.enter, self.postpone])
            self.panel.buttons([self.refuse, self.edit])
        if row.proposal in (Proposal.POSTPONED, Proposal.REFUSED):
            self.panel.buttons([self.reopen])
        if row.note:
            self.panel.section(_("Note"))
            self.panel.add(Label(row.note, "small", wrap=True))

    def _facts(self, row: TopicRow) -> list[tuple[str, str]]:
        names = ", ".join(self._names[one] for one in row.institutions if one in self._names)
        facts = [
            (_("Proposé par"), row.raised_by or _("non précisé")),
            (_("Le"), short_date(row.raised_on) if row.raised_on else _("non précisé")),
            (_("Diffusion"), row.level.label),
            (_("Concerne"), names or _("aucune institution")),
        ]
        if row.proposal_reason:
            facts.append((_("Motif"), row.proposal_reason))
        if row.last_on is not None:
            facts.append((_("Inscrit au"), short_date(row.last_on)))
        if row.recurring:
            facts.append((_("Retour"), _("à chaque réunion")))
        if row.sensitive:
            facts.append((_("Attention"), _("sujet sensible")))
        return facts

    def _show_acts(self) -> None:
        row = self.table.current()
        free = row is not None and not row.items
        self.enter.setEnabled(free and self.target.currentData() is not None)
        self.postpone.setEnabled(free)
        self.refuse.setEnabled(free)
        self.remove.setEnabled(free)
        self.reopen.setEnabled(row is not None and free and row.proposal is not Proposal.WAITING)
        for action in (self.edit, self.concern):
            action.setEnabled(row is not None)
        self.history.setEnabled(row is not None)
        self.desk.shell.update_actions()

    # Acts

    def new(self) -> None:
        """Ask for a new proposal."""
        ProposalForm(self.desk, done=self._added).open()

    def _added(self, topic_id: int) -> None:
        self.search.clear()
        self._show()
        self.table.select(topic_id)
        self.table.setFocus()

    def _edit(self) -> None:
        row = self.table.current()
        if row is not None:
            ProposalForm(self.desk, row).open()

    def _enter(self) -> None:
        """Put the proposal on the agenda aimed at; who proposed it reports it, until said otherwise."""
        row, meeting_id = self.table.current(), self.target.currentData()
        if row is None or meeting_id is None:
            return
        done = self.desk.act(
            agenda_commands.add_item,
            self.desk.store,
            meeting_id,
            row.title,
            topic_id=row.id,
            reporter_id=row.raised_by_id,
        )
        if done is not None:
            self.desk.say(
                _("Inscrit à l’ordre du jour\u00a0: {meeting}").format(meeting=self.target.currentText())
            )
        self.table.setFocus()

    def _answer(self, answer: Proposal) -> None:
        row = self.table.current()
        if row is not None:
            AnswerForm(self.desk, row, answer).open()

    def _reopen(self) -> None:
        row = self.table.current()
        if row is not None:
            self.desk.act(commands.reopen_proposal, self.desk.store, row.id)
            self.table.setFocus()

    def _concern(self) -> None:
        row = self.table.current()
        if row is not None:
            ConcernedForm(self.desk, row.id, row.title, row.institutions).open()

    def _history(self) -> None:
        row = self.table.current()
        if row is not None:
            open_thread(self.desk, row.id)

    def _delete(self) -> None:
        row = self.table.current()
        if row is not None and self.desk.act(self._deleted, row.id):
            self.desk.say(_("Proposition « {title} » supprimée").format(title=row.title))

    def _deleted(self, topic_id: int) -> bool:
        commands.delete_topic(self.desk.store, topic_id)
        return True

    def _go_back(self) -> None:
        self.desk.go("meeting", meeting_id=self.target.currentData(), step="agenda")

    # What the shell asks

    def set_room(self, room: Room) -> None:
        """Float the panel in a compact window."""
        super().set_room(room)
        if hasattr(self, "both"):
            self.both.set_room(room.width)

    def first_focus(self) -> QWidget | None:
        """The list, or the button that notes the first proposal."""
        return self.table if self._rows else None

    def parts(self) -> Mapping[str, QWidget]:
        """The list and its panel."""
        return {"table": self.table, "panel": self.both}

    def handlers(self) -> Mapping[str, Handler]:
        """Edit, thread, delete, filter."""
        found: dict[str, Handler] = {"edit.find": self._find}
        row = self.table.current()
        if row is not None:
            found |= {
                "topic.thread": self._history,
                "edit.rename": self._edit,
                "edit.delete": self._delete,
            }
        return found

    def _find(self) -> None:
        self.search.setFocus()
        self.search.selectAll()


def _soonest(row: MeetingRow) -> tuple[object, str]:
    return row.date, row.starts_at
