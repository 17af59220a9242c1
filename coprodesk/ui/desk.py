"""What a page may ask of its window: the open file, the day, acts and their refusals, places, work beside."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec, TypeVar

from PySide6.QtCore import QObject, Qt, QThreadPool, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import clock
from coprodesk.domain.i18n import _
from coprodesk.places import is_folder
from coprodesk.store import Change, SaveRefused, Store, backups, trouble
from coprodesk.store.backups import Backup, Copying
from coprodesk.ui.actions import make
from coprodesk.ui.preferences import Preferences
from coprodesk.ui.shell import Shell
from coprodesk.ui.speller import speller

if TYPE_CHECKING:
    from coprodesk.ui.widgets.editors import AutoLineEdit, AutoTextEdit

P = ParamSpec("P")
T = TypeVar("T")

JOURNAL = "journal"
"""The subject of a page that follows every act, whatever it changes."""


class UnderWay(NamedTuple):
    """A work that leaving the file would drop: what to ask about it, and what makes it end early."""

    question: str
    stop: Callable[[], object]


class Desk(QObject):
    """The open council file in its window; each page holds it and nothing else of the program.

    After each commit it tells the save state, names undo and redo, refreshes what shows the change, and
    tells `changed` for who else listens. `backups_root` is where copies of this file go, None for nowhere.
    `preferences` are those of the post; `preferred` tells each change of them to who writes them. `left`
    says that the file is being closed: no page may ask it anything more. `then` comes after `acting`.
    """

    changed = Signal(object)
    preferred = Signal(object)

    def __init__(self, shell: Shell, store: Store) -> None:
        super().__init__(shell)
        self.shell = shell
        self.store = store
        self.backups_root: Path | None = None
        self.preferences = Preferences()
        self.last_change: Change | None = None
        self.left = False
        self.acting: UnderWay | None = None
        self.then: Callable[[], object] | None = None
        self._failed: Callable[[], object] | None = None
        self._retry = make(shell, _("Réessayer"), self._try_again)
        self._leave = store.subscribe(self._changed)
        self._name_undo()

    def now(self) -> datetime:
        """Return the present instant of the file, which for the example is its own."""
        return self.store.clock()

    def today(self) -> date:
        """Return the present day of the file."""
        return self.store.clock().date()

    def act(self, command: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """Run a command; a refusal is shown and None returned. A save that failed offers to try again."""
        try:
            done = command(*args, **kwargs)
        except SaveRefused as refusal:
            self._failed = lambda: command(*args, **kwargs)
            self.shell.not_saved(str(refusal), self._retry)
            return None
        except Refusal as refusal:
            self.shell.refuse(refusal)
            return None
        self._failed = None
        return done

    def writes(self, *acts: QAction | QWidget) -> None:
        """Say that these acts, boxes and lists change the file: where it is only read they stay greyed.

        The reason is their tool tip; an act stays so whatever is done with it later.
        """
        if not self.store.read_only:
            return
        for act in acts:
            if isinstance(act, QAction):
                act.setProperty("barred", True)
                act.changed.connect(partial(_grey, act))
            _grey(act)

    def allow(self, action: QAction, on: bool = True, *, writes: bool) -> None:
        """Enable an act, unless it `writes` as things stand and the file is only read, see `writes`."""
        barred = writes and self.store.read_only
        action.setEnabled(on and not barred)
        action.setToolTip(str(trouble.read_only()) if barred else "")

    def bind(self, editor: "AutoLineEdit | AutoTextEdit", save: Callable[[str], object]) -> None:
        """Store with `save` what is typed in `editor`; a text not taken stays on screen as pending.

        Where the file is only read, nothing can be typed.
        """
        if self.store.read_only:
            editor.setReadOnly(True)

        def store_text(text: str) -> None:
            taken = False

            def attempt() -> bool:
                nonlocal taken
                save(text)
                taken = True
                return taken

            self.act(attempt)
            if not taken:
                editor.not_stored()

        editor.edited.connect(store_text)

    def undo(self) -> None:
        """Take back the last step, after pending text was stored, and say which."""
        self.shell.flush()
        label = self.act(self.store.undo)
        if label:
            self.shell.say(_("Annulé : {label}").format(label=label), undoable=False)

    def redo(self) -> None:
        """Do again the last step taken back, and say which."""
        self.shell.flush()
        label = self.act(self.store.redo)
        if label:
            self.shell.say(_("Rétabli : {label}").format(label=label), undoable=False)

    def prefer(self, **changes: Any) -> None:
        """Change what this post remembers; a TypeError names an unknown preference."""
        self.preferences = replace(self.preferences, **changes)
        self.preferred.emit(self.preferences)

    def backup_places(self) -> list[Path]:
        """Return the folders that copies of this file go to now: a second place may be unplugged."""
        second = Path(self.preferences.second_backups)
        seconds = [second] if self.preferences.second_backups and is_folder(second) else []
        return [*([] if self.backups_root is None else [self.backups_root]), *seconds]

    def copying(self, how: Copying) -> Callable[[], Backup | None]:
        """Return the copies to make by `how`, in each place, of plain values only: it may run in a worker."""
        keep = backups.LONG if self.preferences.keep_longer else backups.USUAL
        return partial(backups.in_each, how, self.store.path, self.backup_places(), self.now(), keep)

    def back_up(self, done: Callable[[Backup | None], object], failed: Callable[[str], object]) -> None:
        """Copy the file in a worker, whatever the last copy holds, with what is being typed."""
        self.shell.flush()
        self.work(self.copying(backups.back_up), done, failed)

    def go(self, place: str, **where: Any) -> None:
        """Open page `place`, at what `where` names."""
        self.shell.go(place, **where)

    def say(self, sentence: str, *, undoable: bool = True) -> None:
        """Tell an act that is done, with « Annuler » beside it."""
        self.shell.say(sentence, undoable=undoable)

    def work(
        self,
        task: Callable[[], T],
        done: Callable[[T], object],
        failed: Callable[[str], object],
        under_way: UnderWay | None = None,
    ) -> None:
        """Run `task`, which takes only plain values, in a worker; then `done` or `failed` in this thread.

        `failed` receives the sentence of a Refusal; another exception goes to the crash dialog. Neither is
        called once the file was left, which `under_way` has asked about first.
        """
        _post().hand(task, _Hearer(self, done, failed, under_way))

    def under_way(self) -> list[UnderWay]:
        """Return the works that leaving the file would drop."""
        return [*_post().under_way(self), *([self.acting] if self.acting else [])]

    def set_acting(self, acting: UnderWay | None) -> None:
        """Know the act that runs in the window's own thread while the window is heard; None once it ended."""
        self.acting = acting
        if acting is None and self.then is not None:
            QTimer.singleShot(0, self.shell, self.then)
            self.then = None

    def leave(self) -> None:
        """Stop listening to the file, which is about to be closed."""
        self.left = True
        speller().serve(None, None)
        self._leave()

    def _changed(self, change: Change) -> None:
        self.last_change = change
        self.shell.saved(clock(change.at))
        self._name_undo()
        self.changed.emit(change)
        self.shell.touched(None if change.rows is None else {JOURNAL, *(table for table, _ in change.rows)})

    def _name_undo(self) -> None:
        self.shell.set_undo(self.store.undo_label, self.store.redo_label)

    def _try_again(self) -> None:
        if self._failed is not None:
            self.act(self._failed)
        self.shell.flush()


def _grey(act: QAction | QWidget) -> None:
    why = str(trouble.read_only())
    if act.isEnabled() or act.toolTip() != why:
        act.setToolTip(why)
        act.setEnabled(False)


class _Hearer(NamedTuple):
    """Who hears of the end of a task."""

    desk: Desk
    done: Callable[[Any], object]
    failed: Callable[[str], object]
    under_way: UnderWay | None


class _Post(QObject):
    """Hands tasks to the workers and brings their ends to the window's thread.

    It outlives every window, and the worker holds nothing but the task and its number: it must neither
    signal by what the other thread is deleting, nor be the last to hold a widget.
    """

    ended = Signal(int, object, object)

    def __init__(self) -> None:
        super().__init__()
        self._hearers: dict[int, _Hearer] = {}
        self._given = 0
        self.ended.connect(self._hear, Qt.ConnectionType.QueuedConnection)

    def hand(self, task: Callable[[], Any], hearer: _Hearer) -> None:
        """Run a task in a worker and tell its end to `hearer`."""
        self._given += 1
        self._hearers[self._given] = hearer
        QThreadPool.globalInstance().start(partial(self._run, self._given, task))

    def under_way(self, desk: Desk) -> list[UnderWay]:
        """Return the works of a desk whose end was not heard yet and would be missed."""
        return [one.under_way for one in self._hearers.values() if one.desk is desk and one.under_way]

    def _run(self, number: int, task: Callable[[], Any]) -> None:
        try:
            result, error = task(), None
        except BaseException as caught:  # handed over whole: the window's thread decides
            result, error = None, caught
        self.ended.emit(number, result, error)

    def _hear(self, number: int, result: Any, error: BaseException | None) -> None:
        """Tell the end of a task; nobody is left to hear it once the window is gone."""
        desk, done, failed, _under_way = self._hearers.pop(number)
        if not isValid(desk):
            return
        if error is not None and not isinstance(error, Refusal):
            raise error
        if desk.left:
            return
        if error is None:
            done(result)
        else:
            failed(str(error))


_post = cache(_Post)
