"""An export on its way: a bar, what is being written, a way to stop; done in the worker, then told."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget
from shiboken6 import isValid

from coprodesk.domain.i18n import _
from coprodesk.exchange.progress import ExportProgress
from coprodesk.ui.desk import Desk, UnderWay
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.widgets.header import ElidedLabel

T = TypeVar("T")
_TELL_EVERY_MS = 120


class ExportWork(QWidget):
    """Hidden until `start`; the work hears `cancel` through its progress."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._progress: ExportProgress | None = None
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(8)
        self.bar.setAccessibleName(_("Avancement de l’export"))
        self._doing = ElidedLabel("", "small", "text2")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(self.bar, 1)
        line.addWidget(self._doing, 2)
        self._tick = QTimer(self)
        self._tick.setInterval(_TELL_EVERY_MS)
        self._tick.timeout.connect(self._tell)
        self.hide()

    def busy(self) -> bool:
        """Tell whether a work is on its way."""
        return self._progress is not None

    def start(
        self,
        task: Callable[[ExportProgress], T],
        done: Callable[[T], object],
        failed: Callable[[str], object],
    ) -> None:
        """Run `task` in the worker; then `done` or, with the sentence of a refusal, `failed`."""
        progress = self._progress = ExportProgress()
        self._tell()
        self.show()
        self._tick.start()

        def over() -> bool:
            alive = isValid(self)
            if alive:
                self._progress = None
                self._tick.stop()
                self.hide()
            return alive

        def finish(result: T) -> None:
            if over():
                done(result)

        def fail(sentence: str) -> None:
            if over():
                failed(sentence)

        question = _("Un export est en cours. Arrêté, il n’écrit rien.")
        self._desk.work(lambda: task(progress), finish, fail, UnderWay(question, progress.stop))

    def cancel(self) -> None:
        """Ask the work to stop; it leaves nothing behind."""
        if self._progress is not None:
            self._progress.stop()
            self._doing.setText(_("Arrêt en cours…"))

    def _tell(self) -> None:
        progress = self._progress
        if progress is not None and not progress.stopped:
            self.bar.setRange(0, progress.total)
            self.bar.setValue(min(progress.done, progress.total))
            self._doing.setText(progress.doing)


class WorkDialog(FormDialog):
    """A form whose act is an export: the dialog stays with its bar while it works; Échap stops it first.

    Who derives from it starts the work from `submit` with `export`.
    """

    help_page = "export"

    def __init__(self, desk: Desk, title: str, verb: str) -> None:
        super().__init__(desk.shell, title, verb, self.submit)
        self.desk = desk
        self.work = ExportWork(desk)
        self.foot.addWidget(self.work)

    def open(self) -> None:
        """Show the dialog, no higher than the window behind."""
        super().open()
        room = self._host.window().height() - 40
        self.resize(self.width(), min(self.height(), max(self.minimumHeight(), room)))

    def submit(self) -> None:
        """Ask where to write, then `export`."""
        raise NotImplementedError

    def export(self, task: Callable[[ExportProgress], T], done: Callable[[T], object]) -> None:
        """Run the export; the form is greyed meanwhile. Then `done` speaks and the dialog closes."""

        def finish(result: T) -> None:
            self.accept()
            done(result)

        self.begin(task, finish)

    def begin(self, task: Callable[[ExportProgress], T], then: Callable[[T], object]) -> None:
        """Run what comes before the export, in the same way; `then` hears what it made."""
        self._busy(on=True)

        def finish(result: T) -> None:
            self._busy(on=False)
            then(result)

        self.work.start(task, finish, self._failed)

    def try_submit(self) -> None:
        """Do the act without closing: the work closes the dialog when it is done."""
        self.stay("")
        self.submit()

    def stay(self, sentence: str) -> None:
        """Show why nothing was written; '' for nothing to say."""
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))
        self.confirm.setAccessibleDescription(sentence)

    def reject(self) -> None:
        """Stop the work that is on its way, or leave."""
        if self.work.busy():
            self.work.cancel()
        else:
            super().reject()

    def _failed(self, sentence: str) -> None:
        self._busy(on=False)
        self.stay(sentence)

    def _busy(self, *, on: bool) -> None:
        self.form.setEnabled(not on)
        self.confirm.action().setEnabled(not on)
        self.cancel.action().setText(_("Arrêter") if on else _("Annuler"))
        if on:
            self.cancel.setFocus()
