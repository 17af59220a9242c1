"""What can be done with the chosen commitments: one action for each verb, with its letter."""

from collections.abc import Callable, Sequence
from typing import ParamSpec

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from coprodesk.commands import commitment_bulk as bulk
from coprodesk.commands import commitments as commands
from coprodesk.commands import contributors, indicators
from coprodesk.domain.commitments import TRANSITIONS, CommitmentState
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.meetings import MeetingState
from coprodesk.queries.commitments import CommitmentRow
from coprodesk.queries.meetings import meetings
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages import commitment_acts as acts
from coprodesk.ui.pages.commitment_form import CommitmentForm
from coprodesk.ui.pages.commitment_panel import PanelVerbs
from coprodesk.ui.pages.commitment_readings import ReadingForm

P = ParamSpec("P")
_ALIVE = (CommitmentState.OPEN, CommitmentState.TO_CONFIRM)


class CommitmentVerbs(QObject):
    """The verbs on the commitments given to `offer`; their letters work while `owner` has the keyboard.

    Of several chosen a verb takes those whose state allows it, in one step. `added` hears the id of a new
    commitment.
    """

    def __init__(self, desk: Desk, owner: QWidget, added: Callable[[int], object]) -> None:
        super().__init__(owner)
        self.desk = desk
        self._added = added
        self._rows: tuple[CommitmentRow, ...] = ()
        self._confirm = make(owner, _("Confirmer"), self._confirm_row, shortcut="C")
        self._remind = make(owner, _("Relancer"), self._note_reminder, shortcut="R; L")
        self._keep = make(owner, _("Tenu"), self._ask_kept, shortcut="T")
        self._go_on = make(owner, _("En cours"), self._note_going_on, shortcut="C")
        self._postpone = make(owner, _("Reporter…"), self._ask_postponed, shortcut="O")
        self._abandon = make(owner, _("Abandonner…"), self._ask_abandoned, shortcut="X")
        self._news = make(owner, _("Nouvelle…"), self._ask_news, shortcut="N")
        self._reopen = make(owner, _("Rouvrir"), self._reopen_row, shortcut="C")
        self._edit = make(owner, _("Modifier…"), self.edit)
        self._delete = make(owner, _("Supprimer"), self.delete, shortcut="Del")
        desk.writes(*self.actions())

    def actions(self) -> tuple[QAction, ...]:
        """Return the actions, what is done most first."""
        return (
            self._confirm,
            self._remind,
            self._keep,
            self._go_on,
            self._postpone,
            self._abandon,
            self._news,
            self._reopen,
            self._edit,
            self._delete,
        )

    def offer(self, rows: Sequence[CommitmentRow]) -> None:
        """Take the verbs of `rows`: what no state of them allows is greyed."""
        self._rows = tuple(rows)
        one = len(self._rows) == 1
        states = {row.state for row in self._rows}
        moves = frozenset().union(*(TRANSITIONS[state] for state in states)) if states else frozenset()
        alive = any(state in _ALIVE for state in states)
        self._keep.setEnabled(CommitmentState.KEPT in moves)
        self._abandon.setEnabled(CommitmentState.ABANDONED in moves)
        self._confirm.setEnabled(one and CommitmentState.TO_CONFIRM in states)
        self._go_on.setEnabled(alive and not self._confirm.isEnabled())
        self._reopen.setEnabled(one and not alive)
        self._remind.setEnabled(alive)
        self._postpone.setEnabled(alive)
        undated = bool(self._rows) and all(row.current_due is None for row in self._rows)
        self._postpone.setText(_("Donner une échéance…") if undated else _("Reporter…"))
        self._news.setEnabled(bool(self._rows))
        for act in (self._edit, self._delete):
            act.setEnabled(one)

    def _only(self) -> CommitmentRow | None:
        return self._rows[0] if len(self._rows) == 1 else None

    def _open_ones(self) -> tuple[CommitmentRow, ...]:
        return tuple(row for row in self._rows if row.state in _ALIVE)

    def _allowed(self, state: CommitmentState) -> tuple[CommitmentRow, ...]:
        return tuple(row for row in self._rows if state in TRANSITIONS[row.state])

    def _act(self, command: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> bool:
        """Do a command; say whether it was taken."""

        def attempt() -> bool:
            command(*args, **kwargs)
            return True

        return self.desk.act(attempt) is True

    # Of one or of several

    def _note_reminder(self) -> None:
        rows, today = self._open_ones(), self.desk.today()
        ids = [row.id for row in rows]
        if ids and self._act(commands.note_reminders, self.desk.store, ids, on=today):
            self.desk.say(_("Relance notée pour {names}").format(names=acts.names(rows)))

    def _note_going_on(self) -> None:
        rows, today = self._open_ones(), self.desk.today()
        ids = [row.id for row in rows]
        if ids and self._act(bulk.go_on, self.desk.store, ids, on=today):
            words = ngettext("{names} noté en cours", "{names} notés en cours", len(rows))
            self.desk.say(words.format(names=acts.names(rows)))

    def _ask(self, dialog: Callable[[Desk, acts.Rows], object], rows: acts.Rows) -> None:
        if rows:
            dialog(self.desk, rows)

    def _ask_kept(self) -> None:
        self._ask(acts.ask_kept, self._allowed(CommitmentState.KEPT))

    def _ask_news(self) -> None:
        self._ask(acts.ask_news, self._rows)

    def _ask_postponed(self) -> None:
        self._ask(acts.ask_postponed, self._open_ones())

    def _ask_abandoned(self) -> None:
        self._ask(acts.ask_abandoned, self._allowed(CommitmentState.ABANDONED))

    # Of one

    def new(self) -> None:
        """Ask for a new commitment, then select it."""
        CommitmentForm(self.desk, done=self._added).open()

    def edit(self) -> None:
        """Correct the chosen commitment."""
        row = self._only()
        if row is not None:
            CommitmentForm(self.desk, row).open()

    def delete(self) -> None:
        """Delete the chosen commitment; « Annuler » is offered."""
        row = self._only()
        if row is not None and self._act(commands.delete_commitment, self.desk.store, row.id):
            self.desk.say(_("Engagement {reference} supprimé").format(reference=row.reference))

    def _confirm_row(self) -> None:
        row = self._only()
        today = self.desk.today()
        if row is not None and self._act(commands.confirm_commitment, self.desk.store, row.id, on=today):
            self.desk.say(_("Engagement {reference} confirmé").format(reference=row.reference))

    def _reopen_row(self) -> None:
        row = self._only()
        today = self.desk.today()
        if row is not None and self._act(commands.reopen_commitment, self.desk.store, row.id, on=today):
            self.desk.say(_("Engagement {reference} rouvert").format(reference=row.reference))

    def answer(self, commitment_id: int, column: str, text: str, origin: object) -> None:
        """Store the text that was missing of a commitment."""
        self.desk.act(
            commands.set_commitment, self.desk.store, commitment_id, origin=origin, **{column: text.strip()}
        )

    def of_panel(self) -> PanelVerbs:
        """Return what the panel may ask for."""
        return PanelVerbs(
            self.ask_contributor,
            self.remove_contributor,
            self.ask_reading,
            self.remove_reading,
            self.answer,
            self.desk.writes,
        )

    def show_sheet(self) -> None:
        """Show the decision sheet of the last meeting held."""
        from coprodesk.ui.preview import open_preview

        rows = meetings(self.desk.store, self.desk.today())
        held = [row for row in rows if row.state is MeetingState.HELD]
        if held:
            open_preview(self.desk, "decision-sheet", max(held, key=lambda row: (row.date, row.id)).id)
        else:
            self.desk.say(_("Aucune réunion tenue\u00a0: pas encore de relevé"), undoable=False)

    # Its parts

    def ask_contributor(self) -> None:
        """Ask for a contributor of the chosen commitment."""
        row = self._only()
        if row is not None:
            acts.ask_contributor(self.desk, row)

    def remove_contributor(self, contributor_id: int) -> None:
        """Take a contributor off, by the id of its line; « Annuler » is offered."""
        if self._act(contributors.remove_contributor, self.desk.store, contributor_id):
            self.desk.say(_("Contributeur retiré"))

    def ask_reading(self) -> None:
        """Ask for the value of an indicator of the chosen commitment."""
        row = self._only()
        if row is not None:
            ReadingForm(self.desk, row).open()

    def remove_reading(self, reading_id: int) -> None:
        """Take a reading off, by its id; « Annuler » is offered."""
        if self._act(indicators.delete_reading, self.desk.store, reading_id):
            self.desk.say(_("Relevé retiré"))
