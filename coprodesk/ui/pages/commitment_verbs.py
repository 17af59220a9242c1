"""What can be done with the chosen commitment: one action for each verb, with its letter."""

from collections.abc import Callable
from typing import ParamSpec

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from coprodesk.commands import commitments as commands
from coprodesk.domain.commitments import TRANSITIONS, CommitmentState
from coprodesk.domain.i18n import _
from coprodesk.queries.commitments import CommitmentRow
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages import commitment_acts as acts
from coprodesk.ui.pages.commitment_form import CommitmentForm

P = ParamSpec("P")


class CommitmentVerbs(QObject):
    """The verbs on the commitment given to `offer`; their letters work while `owner` has the keyboard.

    `added` hears the id of a new commitment.
    """

    def __init__(self, desk: Desk, owner: QWidget, added: Callable[[int], object]) -> None:
        super().__init__(owner)
        self.desk = desk
        self._added = added
        self._row: CommitmentRow | None = None
        self._confirm = make(owner, _("Confirmer"), self._confirm_row, shortcut="C")
        self._remind = make(owner, _("Relancer"), self._note_reminder, shortcut="L")
        self._keep = make(owner, _("Tenu"), self._ask_kept, shortcut="T")
        self._news = make(owner, _("Nouvelle…"), self._ask_news, shortcut="N")
        self._postpone = make(owner, _("Reporter…"), self._ask_postponed, shortcut="R")
        self._abandon = make(owner, _("Abandonner…"), self._ask_abandoned, shortcut="B")
        self._reopen = make(owner, _("Rouvrir"), self._reopen_row)
        self._edit = make(owner, _("Modifier…"), self.edit)
        self._delete = make(owner, _("Supprimer"), self.delete, shortcut="Del")

    def actions(self) -> tuple[QAction, ...]:
        """Return the actions, what is done most first."""
        return (
            self._confirm,
            self._remind,
            self._keep,
            self._news,
            self._postpone,
            self._abandon,
            self._reopen,
            self._edit,
            self._delete,
        )

    def offer(self, row: CommitmentRow | None) -> None:
        """Take the verbs of `row`: what its state, or a file open for reading, does not allow is greyed."""
        if self.desk.store.read_only:
            row = None
        self._row = row
        state = None if row is None else row.state
        moves = TRANSITIONS[state] if state is not None else frozenset()
        alive = state in (CommitmentState.OPEN, CommitmentState.TO_CONFIRM)
        self._keep.setEnabled(CommitmentState.KEPT in moves)
        self._abandon.setEnabled(CommitmentState.ABANDONED in moves)
        self._confirm.setEnabled(state is CommitmentState.TO_CONFIRM)
        self._reopen.setEnabled(state in (CommitmentState.KEPT, CommitmentState.ABANDONED))
        self._remind.setEnabled(alive)
        self._postpone.setEnabled(alive)
        undated = row is not None and row.current_due is None
        self._postpone.setText(_("Donner une échéance…") if undated else _("Reporter…"))
        for act in (self._news, self._edit, self._delete):
            act.setEnabled(row is not None)

    def _act(self, command: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> bool:
        """Do a command; say whether it was taken."""

        def attempt() -> bool:
            command(*args, **kwargs)
            return True

        return self.desk.act(attempt) is True

    def new(self) -> None:
        """Ask for a new commitment, then select it."""
        CommitmentForm(self.desk, done=self._added).open()

    def edit(self) -> None:
        """Correct the chosen commitment."""
        row = self._row
        if row is not None:
            CommitmentForm(self.desk, row).open()

    def delete(self) -> None:
        """Delete the chosen commitment; « Annuler » is offered."""
        row = self._row
        if row is not None and self._act(commands.delete_commitment, self.desk.store, row.id):
            self.desk.say(_("Engagement {reference} supprimé").format(reference=row.reference))

    def _note_reminder(self) -> None:
        row = self._row
        today = self.desk.today()
        if row is not None and self._act(commands.note_reminder, self.desk.store, row.id, on=today):
            self.desk.say(_("Relance notée pour {reference}").format(reference=row.reference))

    def _confirm_row(self) -> None:
        row = self._row
        today = self.desk.today()
        if row is not None and self._act(commands.confirm_commitment, self.desk.store, row.id, on=today):
            self.desk.say(_("Engagement {reference} confirmé").format(reference=row.reference))

    def _reopen_row(self) -> None:
        row = self._row
        today = self.desk.today()
        if row is not None and self._act(commands.reopen_commitment, self.desk.store, row.id, on=today):
            self.desk.say(_("Engagement {reference} rouvert").format(reference=row.reference))

    def _ask(self, dialog: Callable[[Desk, CommitmentRow], object]) -> None:
        row = self._row
        if row is not None:
            dialog(self.desk, row)

    def _ask_kept(self) -> None:
        self._ask(acts.ask_kept)

    def _ask_news(self) -> None:
        self._ask(acts.ask_news)

    def _ask_postponed(self) -> None:
        self._ask(acts.ask_postponed)

    def _ask_abandoned(self) -> None:
        self._ask(acts.ask_abandoned)

    def ask_contributor(self) -> None:
        """Ask for a contributor of the chosen commitment."""
        self._ask(acts.ask_contributor)

    def remove_contributor(self, contributor_id: int) -> None:
        """Take a contributor off, by the id of its line; « Annuler » is offered."""
        if self._act(commands.remove_contributor, self.desk.store, contributor_id):
            self.desk.say(_("Contributeur retiré"))
