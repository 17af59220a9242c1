"""The window without a screen: French, dressed by the theme, typed into with accents."""

import gc
import os
import sys

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QThreadPool
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from coprodesk.store import Store
from coprodesk.ui import language, theme, window
from coprodesk.ui.app import Program
from coprodesk.ui.desk import Desk
from coprodesk.ui.sweeper import sweep
from tests.ui.visits import Visit, harmless


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """Fusion, on Windows too."""
    return theme.ARGUMENTS


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    """Light theme at 100 %, French, no window left behind, no garbage collected amid a test."""
    gc.disable()
    language.speak(qapp)
    theme.apply(qapp, "light", 1.0)
    before = set(map(id, qapp.topLevelWidgets()))
    yield
    for widget in qapp.topLevelWidgets():
        if id(widget) not in before and widget.isVisible():
            widget.close()
            widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [w for w in qapp.topLevelWidgets() if w.isVisible() and id(w) not in before]
    assert left == []
    sweep()


@pytest.fixture
def board(qapp: QApplication) -> Iterator[QWidget]:
    """A bare window for `board.put`."""
    host = QWidget()
    QVBoxLayout(host)
    host.resize(400, 300)
    yield host
    host.close()
    host.deleteLater()


@pytest.fixture
def visit(qapp: QApplication, tmp_path: Path) -> Iterator[Visit]:
    """A window on the council of the longest words, in which nothing blocks or leaves."""
    made = Visit(tmp_path)
    with harmless():
        yield made
    made.close()


@pytest.fixture
def type_text() -> Callable[[QWidget, str], None]:
    """Type any text, accents included: QTest.keyClicks aborts the interpreter on them."""

    def typed(widget: QWidget, text: str) -> None:
        for letter in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(
                    widget, QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
                )

    return typed


@pytest.fixture
def make_desk(qapp: QApplication, tmp_path: Path) -> Iterator[Callable[[Store], Desk]]:
    """Build the whole window on a store, shown at 1366 × 768, closed when the test ends."""
    made: list[Desk] = []

    def make(store: Store) -> Desk:
        desk = window.build(store, backups_root=tmp_path / "backups")
        made.append(desk)
        desk.shell.resize(1366, 768)
        desk.shell.show()
        desk.shell.activateWindow()
        QTest.qWaitForWindowActive(desk.shell)
        desk.go("journal")
        return desk

    yield make
    for desk in made:
        QThreadPool.globalInstance().waitForDone()
        desk.leave()
        desk.shell.close()
        desk.shell.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def launch(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], Program]]:
    """Start the program as one does, on a home of its own; it is closed when the test ends."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    for name in ("HOME", "XDG_CONFIG_HOME", "APPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    made: list[Program] = []

    def make() -> Program:
        program = Program(qapp, tmp_path / "preferences.json", tmp_path / "backups")
        made.append(program)
        program.start(None)
        return program

    yield make
    for program in made:
        QThreadPool.globalInstance().waitForDone()
        if program.desk is not None:
            program.desk.shell.close()
        if program.welcome is not None:
            program.welcome.close()
        program.deleteLater()
