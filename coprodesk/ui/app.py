"""The program with its window: welcome, opening and closing a file, and what this post remembers."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QThreadPool, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from coprodesk import __version__, places, session
from coprodesk.assets import resource
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.queries import council
from coprodesk.store import FileHeld, Store
from coprodesk.ui import closing, language, looks, theme, trouble, window
from coprodesk.ui import preferences as memory
from coprodesk.ui.desk import Desk
from coprodesk.ui.doorbell import bell_of, ring
from coprodesk.ui.drop import FileDrop
from coprodesk.ui.first_paint import once_seen
from coprodesk.ui.keeper import Keeper
from coprodesk.ui.speller import speller
from coprodesk.ui.sweeper import Sweeper

if TYPE_CHECKING:
    from coprodesk.ui.welcome import Welcome


def run_window(path: Path | None) -> int:
    """Open the window on `path`, else on the last file, else on the welcome screen; return the exit code."""
    program = start_window(path, places.preferences(), places.backups())
    return theme.application().exec() if program is not None else 0


def start_window(path: Path | None, remembered: Path, backups_root: Path) -> "Program | None":
    """Show the first window; None when the file is open in another one, which then comes to the front."""
    app = theme.application()
    program = Program(app, remembered, backups_root)
    shown = program.start(path)
    Sweeper(app)
    return program if shown else None


class Program(QObject):
    """The life of the program: one window, either the welcome or a desk.

    `remembered` is the file of preferences, `backups_root` where every council's copies go.
    """

    def __init__(self, app: QApplication, remembered: Path, backups_root: Path) -> None:
        super().__init__(app)
        self._app = app
        self._remembered = remembered
        self._usual_backups = backups_root
        self.preferences = memory.load(remembered)
        self.desk: Desk | None = None
        self.keeper: Keeper | None = None
        self.welcome: QMainWindow | None = None
        self._view: Welcome | None = None
        self._elsewhere = False
        # The welcome just left: Qt deletes it. Without a name Python would, amid the click that opens a file.
        self._gone: QMainWindow | None = None
        app.setApplicationName("CoproDesk")
        app.setDesktopFileName("coprodesk")
        self._speak()
        theme.set_calm(self.preferences.calm)
        theme.apply(app, self.preferences.theme, self.preferences.text_scale)

    def start(self, path: Path | None) -> bool:
        """Show the first window: `path`, else the last file that is still there, else the welcome.

        Return whether there is one: the file may be open in another window, which then comes to the front.
        """
        last = Path(self.preferences.files[0]) if self.preferences.files else None
        if path is None and last is not None and places.is_file(last):
            path = last
        if path is not None and (self.open_path(path) or self._elsewhere):
            return self.desk is not None
        self.show_welcome()
        return True

    def _show_icon(self) -> None:
        from PySide6.QtGui import QIcon

        self._app.setWindowIcon(QIcon(str(resource("coprodesk.svg"))))

    # Opening

    def show_welcome(self, sentence: str = "") -> None:
        """Show the three cards, with a sentence when something was refused."""
        from coprodesk.ui.welcome import Welcome

        if self.welcome is None:
            view = self._view = Welcome(self.preferences.theme)
            view.discover.connect(self.open_example)
            view.erase.connect(self.erase_example)
            view.create_file.connect(self.create_council)
            view.open_file.connect(self.choose_file)
            view.open_recent.connect(self.open_path)
            view.look_asked.connect(self._dress)
            self.welcome = QMainWindow()
            self.welcome.setWindowTitle("CoproDesk")
            self.welcome.setMinimumSize(900, 430)
            self.welcome.setCentralWidget(view)
            FileDrop(self.welcome, self.open_path)
            trouble.install_excepthook(self.welcome, self._tell)
            self._show_sized(self.welcome)
            once_seen(self.welcome, self._show_icon)
            self._tell_files()
            view.first_focus().setFocus()
        if sentence:
            self._tell(sentence)

    def _tell_files(self) -> None:
        if self._view is not None:
            self._view.show_files(self.preferences.files)

    def open_path(self, path: Path) -> bool:
        """Open a council file; who holds it is asked what to do. Return whether a desk is shown."""
        if self.desk is not None and bell_of(path) == bell_of(self.desk.store.path):
            return True
        return self._open(lambda **how: session.open_council(path, **how), path)

    def open_example(self) -> None:
        """Make the example council in the user's documents, or find it again, and open it."""
        from coprodesk.ui.example import create_example, example_path

        path = example_path()
        if places.is_file(path):
            self.open_path(path)
        else:
            self._open(lambda **_how: create_example())

    def erase_example(self) -> None:
        """Take the example away, open or not, and say what was removed; another council stays open."""
        from coprodesk.store import erasing
        from coprodesk.ui import example

        second = self.preferences.second_backups
        roots = [self._backups_root(), *([Path(second)] if second else [])]
        try:
            if self.desk is not None and council.council(self.desk.store).example_at is not None:
                if not closing.may_leave(self.desk):
                    return
                erasing.require_erasable(self.desk.store)
                store = self._let_go(self.desk)
            else:
                store = example.open_example()
            told = example.erase(store, roots)
        except Refusal as refusal:
            self._not_opened(refusal)
            return
        self._remember(memory.without_file(self.preferences, store.path, looks.file_key(store.path)))
        if self.desk is not None:
            self.desk.say(told, undoable=False)
        else:
            self.show_welcome()
            self._tell_files()
            self._tell(told, "ok")

    def create_council(self) -> None:
        """Ask for the facts of a new council and create its file."""
        from coprodesk.ui.new_council import ask_new_council

        parent = self.welcome or (self.desk.shell if self.desk else None)
        assert parent is not None
        ask_new_council(parent, self._folder(), self._show)

    def choose_file(self) -> None:
        """Ask which file to open."""
        from PySide6.QtWidgets import QFileDialog

        from coprodesk.ui.ask_copy import FILTER

        parent = self.welcome or (self.desk.shell if self.desk else None)
        name, _filter = QFileDialog.getOpenFileName(
            parent, _("Ouvrir un fichier de conseil"), str(self._folder()), FILTER
        )
        if name:
            self.open_path(Path(name))

    def _open(self, opening: Callable[..., Store], path: Path | None = None) -> bool:
        try:
            store = opening()
        except FileHeld as held:
            self._elsewhere = path is not None and not held.elsewhere and ring(path)
            if self._elsewhere:
                return self.desk is not None
            from coprodesk.ui.holder import ask_holder

            answer = ask_holder(self.desk.shell if self.desk else self.welcome, held)
            if answer is None:
                return self._not_opened(held)
            return self._open(lambda: opening(**answer))
        except Refusal as refusal:
            return self._not_opened(refusal)
        self._show(store)
        return True

    def _not_opened(self, refusal: Refusal) -> bool:
        """Tell why on the window there is, or on the welcome; return whether a desk is shown."""
        if self.desk is None:
            self.show_welcome()
        self._tell(str(refusal))
        return self.desk is not None

    def _show(self, store: Store) -> None:
        """Show a file in a window of its own, unless the one that is open is not to be left."""
        before, lacking = self.desk, ""
        if before is not None and before.store is not store and not closing.may_leave(before):
            store.close()
            return
        if before is not None:
            self.desk = None
            lacking = self._close_desk(before, store)
        desk = window.build(
            store, backups_root=self._backups_root(), handlers=self._handlers(), on_close=self._may_close
        )
        self.desk = desk
        desk.preferences = self.preferences
        desk.preferred.connect(self._prefer)
        desk.setProperty("print_audience", self.preferences.audience)
        desk.setProperty("print_folder", self.preferences.folder)
        self.keeper = Keeper(desk)
        desk.shell.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        desk.shell.appearance_changed.connect(self._appearance)
        trouble.install_excepthook(desk.shell, desk.shell.refuse)
        FileDrop(desk.shell, self.open_path)
        closing.come_back(desk, self.preferences)
        self._show_sized(desk.shell)
        if self.welcome is not None:
            self._gone, self.welcome, self._view = self.welcome, None, None
            self._gone.close()
            self._gone.deleteLater()
        if lacking:
            self._tell(lacking)
        once_seen(desk.shell.current_page() or desk.shell, self._seen)

    def _seen(self) -> None:
        """Do what the first page did not wait for."""
        desk, keeper, seen = self.desk, self.keeper, self.preferences.seen_version
        if desk is None or keeper is None:
            return
        self._show_icon()
        self._remember(replace(memory.with_file(self.preferences, desk.store.path), seen_version=__version__))
        window.offer_news(desk, seen)
        speller().check(on=self.preferences.spelling)
        keeper.start()
        if not self.preferences.tour_seen and not desk.store.read_only:
            window.offer_tour(desk)

    def _show_sized(self, shown: QMainWindow) -> None:
        """Show a window as large as it was last; the whole screen where there is less room."""
        # Not `shown.screen()`: once Python lets that window go, it would take the screen itself along.
        size, whole = closing.first_size(self.preferences, QGuiApplication.primaryScreen().availableSize())
        shown.resize(size)
        if whole:
            shown.showMaximized()
        else:
            shown.show()

    # Closing

    def _may_close(self) -> bool:
        """Copy and close the file; a copy that fails is shown, and asks whether to leave all the same."""
        desk = self.desk
        if desk is None or self.keeper is None:
            return True
        if not closing.may_leave(desk, desk.shell.close):
            return False
        why = closing.last_copy(self.keeper)
        if why and not closing.without_copy(desk, why):
            return False
        self._remember(closing.as_left(desk, self.preferences))
        self._leave(desk)
        desk.store.close()
        self.desk = None
        return True

    def _leave(self, desk: Desk) -> None:
        """Stop listening to the file, and for whoever asks for it."""
        desk.leave()
        if self.keeper is not None:
            self.keeper.leave()
            self.keeper = None

    def _let_go(self, desk: Desk) -> Store:
        """Put the welcome in the place of the open file, no copy made; return the file, still open."""
        self._leave(desk)
        self.desk = None
        self.show_welcome()
        desk.shell.hide()
        desk.shell.deleteLater()
        return desk.store

    def _close_desk(self, desk: Desk, then: Store) -> str:
        """Close a window before that of the file `then`, maybe its own; return why no copy was made."""
        desk.shell.flush()
        QThreadPool.globalInstance().waitForDone()
        other = desk.store is not then
        lacking = closing.last_copy(self.keeper) if other else ""
        self._remember(closing.as_left(desk, self.preferences))
        self._leave(desk)
        if other:
            desk.store.close()
        desk.shell.hide()
        desk.shell.deleteLater()
        return lacking

    # The file menu

    def _handlers(self) -> dict[str, Callable[[], object]]:
        return {
            "file.create": self.create_council,
            "file.open": self.choose_file,
            "file.example": self.open_example,
            "file.erase_example": self.erase_example,
            "file.backup": self.back_up,
        }

    def back_up(self) -> None:
        """Make a backup now."""
        if self.keeper is not None:
            self.keeper.back_up_now()

    # Remembering

    def _dress(self, wish: str, scale: float) -> None:
        theme.apply(self._app, wish, scale)
        self._appearance(wish, scale)

    def _appearance(self, wish: str, scale: float) -> None:
        self._remember(replace(self.preferences, theme=wish, text_scale=scale))

    def _prefer(self, preferences: memory.Preferences) -> None:
        """Follow the settings of this post; in another language the window is built anew.

        What would be dropped with the old window keeps it, and its language.
        """
        before = self.preferences
        spoken = (before.language, before.english_paper)
        if spoken != (preferences.language, preferences.english_paper) and self._keeps_window():
            preferences = replace(preferences, language=spoken[0], english_paper=spoken[1])
        self._remember(preferences)
        if spoken != (preferences.language, preferences.english_paper):
            self._speak()
            QTimer.singleShot(0, self, self._show_again)
        theme.set_calm(preferences.calm)
        speller().check(on=preferences.spelling)
        if self.desk is not None:
            self.desk.backups_root = self._backups_root()

    def _keeps_window(self) -> bool:
        """Say why the window cannot be built anew now, if anything bars it."""
        found = closing.barred(self.desk) if self.desk is not None else []
        for question, _leave, _stay in found:
            self._tell(_("La langue n’a pas changé. {why}").format(why=question))
        return bool(found)

    def _speak(self) -> None:
        wanted = self.preferences
        language.speak(self._app, wanted.language, english_paper=wanted.english_paper)

    def _show_again(self) -> None:
        """Build the window anew on the same file; the keyboard comes back to the field that asked."""
        if self.desk is None:
            return
        held = self.desk.shell.focusWidget()
        name = held.objectName() if held is not None else ""
        self._show(self.desk.store)
        again = self.desk.shell.findChild(QWidget, name) if name else None
        if isinstance(again, QWidget):
            again.setFocus()

    def _remember(self, preferences: memory.Preferences) -> None:
        self.preferences = preferences
        if self.desk is not None:
            self.desk.preferences = preferences
        memory.save(self._remembered, preferences)

    def _backups_root(self) -> Path:
        return Path(self.preferences.backups) if self.preferences.backups else self._usual_backups

    def _folder(self) -> Path:
        if self.desk is not None:
            return self.desk.store.path.parent
        return places.documents()

    def _tell(self, sentence: str, role: str = "late") -> None:
        if self.desk is not None:
            self.desk.shell.refuse(sentence)
        elif self._view is not None:
            self._view.banner.say(sentence, role)
