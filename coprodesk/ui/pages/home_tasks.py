"""The countdown on the first page: the steps of the next meeting on their thread, and those of others."""

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from coprodesk.documents.picture import Glyph
from coprodesk.domain.i18n import _
from coprodesk.domain.planning import TaskState
from coprodesk.queries.planning import DueTask, PlannedTask
from coprodesk.ui import paint, theme
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.home_parts import LineButton


class TaskThread(QWidget):
    """The steps of a meeting below one another; each one is ticked where it stands."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._tasks: tuple[PlannedTask, ...] = ()
        self.lines: list[TaskLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_tasks(self, tasks: tuple[PlannedTask, ...]) -> None:
        """Show other steps; the one that had the keyboard keeps it."""
        self.setVisible(bool(tasks))
        if tasks == self._tasks:
            return
        self._tasks = tasks
        held = next((place for place, line in enumerate(self.lines) if line.hasFocus()), None)
        for old in self.lines:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        current = next((task.id for task in tasks if not task.done), None)
        self.lines = [
            TaskLine(task, current=task.id == current, first=task is tasks[0], last=task is tasks[-1])
            for task in tasks
        ]
        for line in self.lines:
            line.clicked.connect(partial(self._tick, line.task))
            self._column.addWidget(line)
            self._desk.writes(line)
            line.show()  # else it could not take the keyboard yet
        if held is not None and self.lines:
            self.lines[min(held, len(self.lines) - 1)].setFocus()

    def _tick(self, task: PlannedTask) -> None:
        from coprodesk.commands import planning  # a start only reads

        if task.done:
            self._desk.act(planning.untick_task, self._desk.store, task.id)
        else:
            self._desk.act(planning.tick_task, self._desk.store, task.id, self._desk.today())


class TaskLine(QAbstractButton):
    """A step of the countdown on its thread; a click, Espace or Entrée ticks it or takes the tick away.

    `current` is the first step still to be done; `first` and `last` end the thread.
    """

    def __init__(
        self, task: PlannedTask, *, current: bool, first: bool, last: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.task = task
        self._current, self._first, self._last = current, first, last
        words = _("faite le {day}").format(day=task.time.words) if task.done else task.time.words
        self.setAccessibleName(f"{task.mark}, {task.label}, {words}")
        self.setToolTip(_("Espace coche cette étape"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.notifier().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """One line and the thread."""
        return QSize(280, max(34, round(paint.line_height()) + 14))

    def minimumSizeHint(self) -> QSize:
        """The label may be elided."""
        return QSize(200, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick on Entrée too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw thread, disc, day, label and when."""
        p = QPainter(self)
        whole, done = QRectF(self.rect()), self.task.done
        if self.underMouse() or self.isDown():
            paint.box(p, whole, "hover", None, 6)
        self._paint_disc(p, whole)
        left = theme.px(32) + 1.0
        mark = max(paint.advance("J-60", "small"), paint.advance(self.task.mark, "small")) + 14
        role = "strong" if self._current else "body"
        time = self.task.time
        tints = {TaskState.LATE: "late", TaskState.NEAR: "accent"}
        tint = tints.get(time.state, "text2")
        when = "small_strong" if time.state in tints else "small"
        room = paint.advance(time.words, when) + 4
        paint.text(p, QRectF(left, 0, mark, whole.height()), self.task.mark, "small", "text2")
        left += mark
        words = QRectF(left, 0, whole.width() - left - room - 12, whole.height())
        paint.text(p, words, self.task.label, role, "text2" if done else "text")
        spot = QRectF(whole.width() - room, 0, room, whole.height())
        paint.text(p, spot, time.words, when, tint)
        if self.hasFocus():
            paint.focus_ring(p, whole)
        p.end()

    def _paint_disc(self, p: QPainter, whole: QRectF) -> None:
        """Draw the disc, full with a check once done, dotted when current, and the thread between discs."""
        side = float(theme.px(18))
        disc = QRectF(1, (whole.height() - side) / 2, side, side)
        middle = disc.center().x() - 1
        if not self._first:
            tint = "accent" if self.task.done or self._current else "line2"
            paint.fill(p, QRectF(middle, 0, 2, disc.top() - 2), tint)
        if not self._last:
            tint = "accent" if self.task.done else "line2"
            paint.fill(p, QRectF(middle, disc.bottom() + 2, 2, whole.bottom() - disc.bottom() - 2), tint)
        if self.task.done:
            paint.box(p, disc, "accent", None, side / 2)
            paint.icon(p, disc.adjusted(3, 3, -3, -3), "check", "onacc")
        else:
            paint.box(
                p, disc, "surface", "accent" if self._current else "ctl", side / 2, 2 if self._current else 1
            )
            if self._current:
                inset = side / 2 - 4
                paint.box(p, disc.adjusted(inset, inset, -inset, -inset), "accent", None, 4)


def due_line(one: DueTask) -> LineButton:
    """Return the line of a step of another meeting."""
    late = one.task.time.state is TaskState.LATE
    words = f"{one.meeting} · {one.task.mark} · {one.task.time.words}"
    return LineButton(Glyph.LATE if late else Glyph.DUE_SOON, one.task.label, words)
