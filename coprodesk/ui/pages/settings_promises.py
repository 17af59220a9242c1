"""Settings of the commitments: the verbs that call for a question, and the usual commitments to suggest."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout

from coprodesk.commands import usual_commitments as commands
from coprodesk.commands.council import set_setting
from coprodesk.domain.i18n import _
from coprodesk.domain.precision import VAGUE_VERBS
from coprodesk.queries import usual_commitments as queries
from coprodesk.queries.usual_commitments import UsualCommitment
from coprodesk.ui import theme
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.pages.partner_form import line_field
from coprodesk.ui.pages.settings_parts import SectionView
from coprodesk.ui.rows import Cell, Column, RowsModel
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Card
from coprodesk.ui.widgets.editors import AutoTextEdit

SHOWN = 6
"""How many lines the list shows before it scrolls."""


class VagueVerbsCard(Card):
    """The vague verbs, one a line, saved as they are typed; « Rétablir » gives back those of the program."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            _("Verbes vagues"),
            _("un par ligne\u00a0; ils appellent une question à la saisie, sans rien bloquer"),
        )
        self.desk = desk
        self.verbs = AutoTextEdit("", lines=5)
        self.verbs.setAccessibleName(_("Verbes vagues, un par ligne"))
        desk.bind(self.verbs, self._save)
        self.body.addWidget(self.verbs)
        row = QHBoxLayout()
        self.restore = make(self, _("Rétablir la liste d’origine"), self._restore, icon="undo")
        desk.writes(self.restore)
        row.addWidget(ActionButton(self.restore))
        row.addStretch(1)
        self.body.addLayout(row)

    def refresh(self) -> None:
        """Read the list again."""
        found = queries.vague_verbs(self.desk.store)
        self.verbs.load("\n".join(found))
        self.restore.setEnabled(found != VAGUE_VERBS)

    def _save(self, text: str) -> None:
        lines = [" ".join(line.split()) for line in text.splitlines()]
        kept = "\n".join(dict.fromkeys(line for line in lines if line))
        value = None if kept == "\n".join(VAGUE_VERBS) else kept
        set_setting(self.desk.store, queries.VERBS_SETTING, value, origin=self.verbs)

    def _restore(self) -> None:
        self.verbs.flush()
        self.desk.act(set_setting, self.desk.store, queries.VERBS_SETTING, None)
        self.desk.say(_("Verbes vagues rétablis"))


class _UsualForm(FormDialog):
    """One usual commitment: whom it suits, its text, its two indicators."""

    def __init__(self, desk: Desk, one: UsualCommitment | None = None) -> None:
        title = _("Nouvel engagement d’usage") if one is None else _("Modifier l’engagement d’usage")
        super().__init__(desk.shell, title, _("Enregistrer"), self._save)
        self._desk, self._one = desk, one
        self.fields = {
            name: line_field("" if one is None else getattr(one, name))
            for name in ("partner", "what", "progress_indicator", "outcome_indicator")
        }
        hint = _("Mots du nom ou du collège, séparés par des virgules\u00a0: Bailleur, OPH")
        self.form.add(_("Type de &partenaire"), self.fields["partner"], hint, name="partner")
        self.form.add(_("&Engagement"), self.fields["what"], name="what")
        self.form.add(_("Indicateur de &suivi"), self.fields["progress_indicator"])
        self.form.add(_("Indicateur de &résultat"), self.fields["outcome_indicator"])
        self.fields["partner"].setFocus()

    def _save(self) -> None:
        texts = {name: field.text() for name, field in self.fields.items()}
        if self._one is None:
            commands.add_usual_commitment(self._desk.store, **texts)
        else:
            commands.set_usual_commitment(self._desk.store, self._one.id, **texts)


def _usual_id(one: UsualCommitment) -> int:
    return one.id


def _partner_cell(one: UsualCommitment) -> Cell:
    return Cell(one.partner, small=True)


def _what_cell(one: UsualCommitment) -> Cell:
    told = " · ".join(part for part in (one.progress_indicator, one.outcome_indicator) if part)
    return Cell(one.what, told)


class UsualCommitmentsCard(Card):
    """The suggestions of the commitment form: added, changed, moved, taken off, brought back."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Engagements d’usage"), _("proposés à la saisie d’un engagement"), bare=True)
        self.desk = desk
        columns = [
            Column(_("Partenaire"), _partner_cell, 190, sortable=False),
            Column(_("Engagement et indicateurs"), _what_cell, stretch=True, sortable=False),
        ]
        self.table = RowsTable(RowsModel(columns, _usual_id), _("Engagements d’usage"))
        self.body.addWidget(self.table)
        row = QHBoxLayout()
        row.setContentsMargins(14, 8, 14, 12)
        row.setSpacing(8)
        row.addWidget(ActionButton(self._act(_("Ajouter…"), self.add, "Ins", "plus")).give_way())
        change = self._act(_("Modifier…"), self.change, "F2", "edit")
        self.table.opened.connect(change.trigger)
        for action in (
            change,
            self._act(_("Monter"), partial(self.shift, -1), "Alt+Up", "arrow-up"),
            self._act(_("Descendre"), partial(self.shift, 1), "Alt+Down", "arrow-down"),
            self._act(_("Supprimer"), self.delete, "Del", "trash"),
        ):
            row.addWidget(ActionButton(action, icon_only=True))
        row.addWidget(ActionButton(self._act(_("Remettre ceux d’origine"), self.restore, "", "")).give_way())
        row.addStretch(1)
        self.body.addLayout(row)

    def _act(self, words: str, run: Callable[[], object], keys: str, icon: str) -> QAction:
        action = make(self, words, run, shortcut=keys, icon=icon)
        self.desk.writes(action)
        return action

    def refresh(self) -> None:
        """Read the list again."""
        found = queries.usual_commitments(self.desk.store)
        self.table.set_rows(found)
        height = min(max(len(found), 1), SHOWN) * self.table.line_height()
        self.table.setFixedHeight(height + self.table.horizontalHeader().height() + theme.px(2))

    def current(self) -> UsualCommitment | None:
        """Return the one selected."""
        one = self.table.current()
        return one if isinstance(one, UsualCommitment) else None

    def add(self) -> None:
        """Ask for a new one."""
        _UsualForm(self.desk).open()

    def change(self) -> None:
        """Change the one selected."""
        one = self.current()
        if one is not None:
            _UsualForm(self.desk, one).open()

    def shift(self, steps: int) -> None:
        """Move the one selected, downwards when positive."""
        one = self.current()
        if one is not None:
            self.desk.act(commands.move_usual_commitment, self.desk.store, one.id, steps)

    def delete(self) -> None:
        """Take the one selected off; « Annuler » is offered."""
        one = self.current()
        if one is None:
            return

        def erase() -> bool:
            commands.delete_usual_commitment(self.desk.store, one.id)
            return True

        if self.desk.act(erase):
            self.desk.say(_("Engagement d’usage supprimé"))

    def restore(self) -> None:
        """Bring back those of the program that are missing."""
        self.desk.act(commands.add_usual_commitments, self.desk.store)


class PromisesSection(SectionView):
    """What helps to write a commitment: the usual ones, and the verbs that call for a question."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.usual, self.vague = UsualCommitmentsCard(desk), VagueVerbsCard(desk)
        self.add(self.usual)
        self.add(self.vague)

    def refresh(self) -> None:
        """Read both lists again."""
        self.usual.refresh()
        self.vague.refresh()

    def first_field(self) -> RowsTable:
        """Return the usual commitments."""
        return self.usual.table
