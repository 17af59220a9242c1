"""The steps that every new meeting receives: added, corrected and taken off in one dialog."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout

from coprodesk.commands import planning as commands
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.domain.planning import countdown, parse_countdown
from coprodesk.queries.planning import UsualTask, usual_tasks
from coprodesk.store import Change
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog, explain
from coprodesk.ui.rows import Cell, Column, RowsModel
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Banner
from coprodesk.ui.widgets.editors import AutoLineEdit


class UsualTasksDialog(QDialog):
    """The list of the usual steps; N adds, Entrée corrects, Suppr takes off, Échap leaves."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.shell)
        self._desk = desk
        self.setWindowTitle(_("Étapes d’usage"))
        self.setModal(True)
        self.finished.connect(self.deleteLater)
        explain(self, "convening")
        columns: tuple[Column[UsualTask], ...] = (
            Column(_("Jour"), lambda task: Cell(task.mark), 84, sortable=False),
            Column(_("Étape"), lambda task: Cell(task.label), stretch=True, sortable=False),
        )
        self.table = RowsTable(RowsModel(columns, lambda task: task.id), _("Étapes d’usage"), two_lines=False)
        self.table.opened.connect(self._correct)
        self.banner = Banner()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(Label(_("Étapes d’usage"), "card"))
        told = _("Chaque nouvelle réunion les reçoit. Les réunions déjà fixées gardent les leurs.")
        column.addWidget(Label(told, "small", "text2", wrap=True))
        column.addWidget(self.banner)
        column.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.add = make(self, _("Ajouter…"), self._add, shortcut="N", icon="plus")
        self.delete = make(self, _("Retirer"), self._delete, shortcut="Del", icon="trash")
        self.restore = make(self, _("Remettre celles d’origine"), self._restore)
        for action in (self.add, self.delete, self.restore):
            row.addWidget(ActionButton(action))
        row.addStretch(1)
        row.addWidget(ActionButton(make(self, _("Fermer"), self.accept), "primary"))
        column.addLayout(row)
        self.resize(620, min(560, max(320, desk.shell.height() - 40)))
        self._leave = desk.store.subscribe(self._changed)
        self.finished.connect(self._left)
        self._read()
        self.table.select_first()
        self.table.setFocus()

    def _read(self) -> None:
        self.table.set_rows(usual_tasks(self._desk.store))

    def _changed(self, change: Change) -> None:
        if change.touches(frozenset({"usual_task"})):
            self._read()

    def _left(self) -> None:
        self._leave()

    def _add(self) -> None:
        _UsualTaskDialog(self._desk, self).open()

    def _correct(self, task: UsualTask) -> None:
        _UsualTaskDialog(self._desk, self, task).open()

    def _delete(self) -> None:
        task = self.table.current()
        if task is not None:
            self._desk.act(commands.delete_usual_task, self._desk.store, task.id)
            if self.table.current() is None:
                self.table.select_first()

    def _restore(self) -> None:
        self.banner.clear()
        try:
            commands.add_usual_tasks(self._desk.store)
        except Refusal as refusal:
            self.banner.say(str(refusal), "run")
        self.table.setFocus()


class _UsualTaskDialog(FormDialog):
    """The day and the label of a usual step."""

    def __init__(self, desk: Desk, parent: QDialog, task: UsualTask | None = None) -> None:
        title = _("Ajouter une étape d’usage") if task is None else _("Modifier l’étape d’usage")
        super().__init__(parent, title, _("Enregistrer"), self._save)
        self._desk, self._task = desk, task
        self.day = AutoLineEdit("" if task is None else countdown(task.offset_days))
        self.label = AutoLineEdit("" if task is None else task.label, spelled=True)
        self.form.add(_("&Jour"), self.day, _("J-15, J, J+30."), name="offset_days")
        self.form.add(_("&Étape"), self.label, name="label")
        self.day.setFocus()
        self.day.selectAll()

    def _save(self) -> None:
        days, label, store = parse_countdown(self.day.text()), self.label.text(), self._desk.store
        if self._task is None:
            commands.add_usual_task(store, label, days)
        else:
            commands.set_usual_task(store, self._task.id, label=label, offset_days=days)
