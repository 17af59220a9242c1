"""The countdown of a meeting as a card: each step ticked, added, corrected or taken off by a key."""

from PySide6.QtWidgets import QHBoxLayout

from coprodesk.commands import planning as commands
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.planning import TaskState, countdown, parse_countdown
from coprodesk.queries.planning import PlannedTask, planned_tasks
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.rows import Cell, Column, RowsModel
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Card, EmptyState
from coprodesk.ui.widgets.editors import AutoLineEdit

_TINTS = {
    TaskState.DONE: "ok",
    TaskState.LATE: "late",
    TaskState.NEAR: "accent",
    TaskState.AHEAD: "text2",
}


class PlanningCard(Card):
    """The steps of one meeting; Espace ticks, Entrée corrects, N adds, Suppr takes off."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Étapes"), " ", bare=True)
        self._desk = desk
        self._meeting_id = 0
        columns: tuple[Column[PlannedTask], ...] = (
            Column(_("Jour"), _mark, 60, sortable=False),
            Column(_("Étape"), _label, stretch=True, sortable=False),
        )
        self.table = RowsTable(RowsModel(columns, lambda task: task.id), _("Étapes de la réunion"))
        self.table.horizontalHeader().hide()
        self.table.spaced.connect(self._tick)
        self.table.opened.connect(self._correct)
        self.add = make(self, _("Ajouter…"), self._add, shortcut="N", icon="plus")
        self.delete = make(self.table, _("Retirer l’étape"), self._delete, shortcut="Del")
        self.fill = make(self, _("Reprendre les étapes d’usage"), self._fill)
        self.usual = make(self, _("Étapes d’usage…"), self._usual)
        desk.writes(self.add, self.delete, self.fill, self.usual)
        self.nothing = EmptyState(
            "check",
            _("Aucune étape"),
            _("Les étapes d’usage vont de J-60 à J+90\u00a0; chacune se modifie."),
            secondary=self.fill,
        )
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.nothing, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(11, 8, 11, 8)
        foot.addWidget(ActionButton(self.add, cap=False))
        foot.addStretch(1)
        foot.addWidget(ActionButton(self.usual, "link"))
        self.body.addLayout(foot)

    def show_meeting(self, meeting_id: int) -> None:
        """Show the steps of a meeting; the step chosen stays."""
        self._meeting_id = meeting_id
        tasks = planned_tasks(self._desk.store, meeting_id, self._desk.today())
        self.table.set_rows(tasks)
        if self.table.current() is None:
            first = next((task for task in tasks if not task.done), None)
            if first is not None:
                self.table.select(first.id)
        done = sum(task.done for task in tasks)
        words = ngettext("{n} faite sur {all}", "{n} faites sur {all}", done).format(n=done, all=len(tasks))
        self.set_head(_("Étapes"), words if tasks else "")
        self.table.setVisible(bool(tasks))
        self.nothing.setVisible(not tasks)

    # Acts

    def _tick(self, task: PlannedTask) -> None:
        if self._desk.store.read_only:
            return
        if task.done:
            self._desk.act(commands.untick_task, self._desk.store, task.id)
        else:
            self._desk.act(commands.tick_task, self._desk.store, task.id, self._desk.today())

    def _add(self) -> None:
        TaskDialog(self._desk, self._meeting_id).open()

    def _correct(self, task: PlannedTask) -> None:
        if not self._desk.store.read_only:
            TaskDialog(self._desk, self._meeting_id, task).open()

    def _delete(self) -> None:
        task = self.table.current()
        if task is not None and self._desk.act(self._deleted, task.id):
            self._desk.say(_("Étape «\u00a0{label}\u00a0» retirée").format(label=task.label))

    def _deleted(self, task_id: int) -> bool:
        commands.delete_task(self._desk.store, task_id)
        return True

    def _fill(self) -> None:
        self._desk.act(commands.plan_meeting, self._desk.store, self._meeting_id, on=self._desk.today())
        self.table.setFocus()

    def _usual(self) -> None:
        from coprodesk.ui.pages.usual_tasks import UsualTasksDialog

        UsualTasksDialog(self._desk).open()


class TaskDialog(FormDialog):
    """The day and the label of a step, new or corrected."""

    def __init__(self, desk: Desk, meeting_id: int, task: PlannedTask | None = None) -> None:
        title = _("Ajouter une étape") if task is None else _("Modifier l’étape")
        super().__init__(desk.shell, title, _("Ajouter") if task is None else _("Enregistrer"), self._save)
        self._desk, self._meeting_id, self._task = desk, meeting_id, task
        self.day = AutoLineEdit("" if task is None else countdown(task.offset_days))
        self.label = AutoLineEdit("" if task is None else task.label, spelled=True)
        self.form.add(
            _("&Jour"), self.day, _("J-15, J, J+30\u00a0: l’étape suit la réunion."), name="offset_days"
        )
        self.form.add(_("&Étape"), self.label, name="label")
        self.day.setFocus()
        self.day.selectAll()

    def _save(self) -> None:
        days, label, store = parse_countdown(self.day.text()), self.label.text(), self._desk.store
        if self._task is None:
            commands.add_task(store, self._meeting_id, label, days)
        else:
            commands.set_task(store, self._task.id, label=label, offset_days=days)


def steps_words(tasks: tuple[PlannedTask, ...]) -> str:
    """Return « Étapes · 1 en retard », « Étapes »: what the switch of the panel says."""
    late = sum(task.time.state is TaskState.LATE for task in tasks)
    return (
        ngettext("Étapes · {n} en retard", "Étapes · {n} en retard", late).format(n=late)
        if late
        else _("Étapes")
    )


def _mark(task: PlannedTask) -> Cell:
    return Cell(task.mark, strong=not task.done, tint="text2" if task.done else "text", small=True)


def _label(task: PlannedTask) -> Cell:
    words = _("faite le {day}").format(day=task.time.words) if task.done else task.time.words
    return Cell(
        task.label,
        words,
        tint="text2" if task.done else "text",
        second_tint=_TINTS[task.time.state],
        said=f"{task.mark}, {task.label}, {words}",
    )
