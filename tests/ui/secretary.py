"""Who sits at the keyboard of the whole program: keys go to what has the focus, and are counted."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from coprodesk.store import Store
from coprodesk.ui.app import Program
from coprodesk.ui.desk import Desk
from coprodesk.ui.new_council import NewCouncilDialog
from coprodesk.ui.pages.convening_step import ConveningStep
from coprodesk.ui.pages.live_step import LiveStep
from coprodesk.ui.pages.meeting import MeetingPage
from coprodesk.ui.pages.minutes_publish import PublishDialog
from coprodesk.ui.pages.minutes_step import MinutesStep
from coprodesk.ui.pages.session_dialogs import OpenSession
from coprodesk.ui.shell import Shell

WAIT = 20_000
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier
W = TypeVar("W", bound=QWidget)
Key = Qt.Key


class Secretary:
    """Who sits at the keyboard: keys go to what has the focus, and are counted."""

    def __init__(self, program: Program, type_text: Callable[[QWidget, str], None], qtbot: QtBot) -> None:
        self.program, self._type, self._qtbot = program, type_text, qtbot
        self.keys = 0
        self.letters = 0
        """How many of the keys only wrote a text."""

    @property
    def desk(self) -> Desk:
        assert self.program.desk is not None
        return self.program.desk

    @property
    def store(self) -> Store:
        return self.desk.store

    def at(self, kind: type[W]) -> W:
        """Wait until a window of this kind has the keyboard."""

        def there() -> bool:
            # A screen would give the keyboard back to the window below by itself.
            below = QApplication.activeModalWidget() or self._main()
            if below is not None and not below.isActiveWindow():
                below.activateWindow()
            return isinstance(QApplication.activeWindow(), kind)

        self._qtbot.waitUntil(there, timeout=WAIT)
        window = QApplication.activeWindow()
        assert isinstance(window, kind)
        return window

    def _main(self) -> QWidget | None:
        return self.desk.shell if self.program.desk is not None else self.program.welcome

    @property
    def focus(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def press(self, *keys: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        for key in keys:
            self.keys += 1
            QTest.keyClick(self.focus, key, held)

    def write(self, text: str, *keys: Qt.Key) -> None:
        self.keys += len(text)
        self.letters += len(text)
        self._type(self.focus, text)
        self.press(*keys)

    def tab_to(self, name: str, way: Qt.Key = Key.Key_Tab) -> None:
        """Go to the control of this name with Tab alone."""
        for _time in range(60):
            if self.focus.accessibleName() == name:
                return
            self.press(way)
        raise AssertionError(f"Tab never comes to « {name} »")

    def go_to(self, words: str) -> None:
        self.press(Key.Key_K, held=CTRL)
        self.write(words, Key.Key_Return)

    def step(self, kind: type[W], letter: Qt.Key) -> W:
        """Open a step of the meeting by its menu."""
        self.press(Key.Key_R, held=ALT)
        self._qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
        popup = QApplication.activePopupWidget()
        assert popup is not None
        self.keys += 1
        QTest.keyClick(popup, letter)
        page = self.desk.shell.current_page()
        assert isinstance(page, MeetingPage)
        self._qtbot.waitUntil(lambda: isinstance(page.step, kind))
        assert isinstance(page.step, kind)
        return page.step


def begin_a_council(me: Secretary) -> NewCouncilDialog:
    """Ask for a new council from the welcome."""
    assert me.program.welcome is not None
    me.at(type(me.program.welcome))
    me.press(Key.Key_Tab, Key.Key_Return)
    return me.at(NewCouncilDialog)


def arrive(me: Secretary) -> None:
    """Come to the window of the new council, as large as a usual screen."""
    shell = me.at(Shell)
    shell.showNormal()  # the screen without a screen is 800 wide
    shell.resize(1366, 768)


def convene_all(me: Secretary) -> ConveningStep:
    """Convene the seats and come to their list."""
    step = me.step(ConveningStep, Key.Key_C)
    assert me.focus.accessibleName() == "Convoquer"
    me.press(Key.Key_Return)
    assert me.focus is step.table
    return step


def open_the_session(me: Secretary) -> LiveStep:
    """Open the session and come to its roll."""
    step = me.step(LiveStep, Key.Key_S)
    assert me.focus.accessibleName() == "Ouvrir la séance"
    me.press(Key.Key_Return)
    me.at(OpenSession)
    me.press(Key.Key_Return)
    me.at(Shell)
    assert me.focus is step.roll.strip
    return step


def publish_the_minutes(me: Secretary, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Publish from the step « Compte rendu » into `folder` and return the PDF."""
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_asked: str(folder))
    step = me.step(MinutesStep, Key.Key_R)
    me._qtbot.waitUntil(lambda: step.printed is not None, timeout=WAIT)
    me.at(Shell)
    me.tab_to("Publier…", Key.Key_Backtab)
    me.press(Key.Key_Return)
    me.at(PublishDialog)
    me.press(Key.Key_Return, held=CTRL)
    me._qtbot.waitUntil(lambda: list(folder.glob("*.pdf")) != [], timeout=WAIT)
    me.at(Shell)
    (paper,) = folder.glob("*.pdf")
    return paper
