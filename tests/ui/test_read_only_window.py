"""A window that only reads offers nothing that writes: every act, box, list and field of every page."""

import string
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHeaderView,
    QLineEdit,
    QMenu,
    QScrollBar,
    QWidget,
)
from shiboken6 import isValid

from coprodesk.commands import live
from coprodesk.domain.errors import Refusal
from coprodesk.store import open_file, trouble
from coprodesk.ui import window
from coprodesk.ui.actions import label
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages import settings_sections
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.editors import AutoLineEdit, AutoTextEdit
from tests.conftest import FrozenClock, opening_in
from tests.ui import detect, visits
from tests.ui.detect.controls import shown, told

READING = frozenset(
    {
        "ChartTable",
        "DepartureDialog",
        "HeldPapers",
        "HelpWindow",
        "PapersDialog",
        "PreviewWindow",
        "QFileDialog",
        "ReminderDialog",
        "RowsBehind",
        "ShortcutSheet",
        "TablesDialog",
        "TopicThread",
        "WholeDialog",
    }
)
"""The dialogs that change nothing in the file: papers, exports, views."""
LETTERS = (*string.ascii_uppercase, "Del", "Ins", "Space", "Return", "+", "/")


@contextmanager
def no_change(attempts: list[str], label: str, **_how: Any) -> Iterator[None]:
    """Stand in for the write door of a file that is only read, and note who knocks."""
    attempts.append(label)
    raise trouble.read_only()
    yield


class Reader(visits.Visit):
    """A window on the long council, which another holds; `attempts` names what it tried to write."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.attempts: list[str] = []
        self._patch = monkeypatch
        super().__init__(folder)

    def _open(self) -> Desk:
        self.writer = open_file(self._long, opening_in(self._folder, FrozenClock()))
        store = open_file(self._long, opening_in(self._folder, FrozenClock()), read_only=True)
        attempts = self.attempts
        self._patch.setattr(store, "change", lambda *a, **how: no_change(attempts, *a, **how))
        desk = window.build(store, backups_root=self._folder / "backups")
        desk.shell.resize(*self._size)
        desk.shell.show()
        desk.shell.activateWindow()
        return desk

    def close(self) -> None:
        super().close()
        self.writer.close()

    def offered(self, place: visits.Place) -> list[str]:
        """What of a place tries to write, or opens a form that would."""
        self._place = place
        page = self.go(place)
        found = [*self._fields(page)]
        for act in self._acts_of(page):
            if isValid(act):
                found += self._after(label(act), act.trigger)
        for widget in list(shown(page)):
            if not isValid(widget) or isinstance(widget, ActionButton | QHeaderView | QScrollBar):
                continue
            if isinstance(widget, QAbstractButton):
                found += self._after(told(widget), widget.click, widget)
            elif isinstance(widget, QComboBox):
                found += self._after(told(widget), partial(widget.activated.emit, 0), widget)
            elif hears_letters(widget):
                for letter in LETTERS:
                    found += self._after(f"{told(widget)} {letter}", partial(press, widget, letter), widget)
        return [f"{place.name}: {said}" for said in dict.fromkeys(found)]

    def _fields(self, page: QWidget) -> Iterator[str]:
        for widget in shown(page):
            if (
                isinstance(widget, AutoLineEdit | AutoTextEdit)
                and widget.isEnabled()
                and not widget.isReadOnly()
            ):
                yield f"field {told(widget)}"

    def _acts_of(self, page: QWidget) -> list[QAction]:
        shell = self.desk.shell
        handled = getattr(page, "handlers", dict)()
        known = shell.actions_by_id.keys() - visits.NOT_TRIGGERED
        mine = known if self._place.page == "home" else known & handled.keys()
        table = [shell.action(key) for key in sorted(mine)]
        buttons = page.findChildren(ActionButton)
        folded = {one.action() for one in buttons} - {one.action() for one in buttons if one.isVisible()}
        own = [one for one in page.findChildren(QAction) if label(one)]
        own = [one for one in own if one not in folded or one.shortcuts()]
        return [one for one in (*own, *table) if one.isEnabled() and one.isVisible()]

    def _after(self, name: str, act: Callable[[], object], widget: QWidget | None = None) -> list[str]:
        if self.desk.shell.current_id() != self._place.page:
            self.go(self._place)
        try:
            if widget is not None and not (isValid(widget) and widget.isVisible() and widget.isEnabled()):
                return []
            self.attempts.clear()
            act()
        except Refusal:
            pass
        if not visits.windows(self.desk.shell) and not self.attempts:
            return []
        QThreadPool.globalInstance().waitForDone()
        detect.settle()
        found = [f"{name} -> {said}" for said in self.attempts]
        inside: list[str] = []
        for one in visits.windows(self.desk.shell):
            if isinstance(one, QDialog) and type(one).__name__ not in READING:
                found.append(f"{name} -> {type(one).__name__}")
            elif isinstance(one, QMenu) and not name.count(" > "):
                inside += [label(each) for each in one.actions() if each.isEnabled()]
        visits.shut(self.desk.shell)
        for words in inside:
            found += self._after(f"{name} > {words}", partial(self._choose, act, words), widget)
        return found

    def _choose(self, opens: Callable[[], object], words: str) -> None:
        """Open a menu again and take the act of these words."""
        opens()
        detect.settle()
        for one in visits.windows(self.desk.shell):
            if isinstance(one, QMenu):
                next(each for each in one.actions() if label(each) == words).trigger()
                return


def hears_letters(widget: QWidget) -> bool:
    """Lists, and what reads keys by itself; fields are looked at apart."""
    own = type(widget).keyPressEvent is not QWidget.keyPressEvent and not isinstance(widget, QLineEdit)
    return own or isinstance(widget, QAbstractItemView)


def press(widget: QWidget, key: str) -> None:
    widget.setFocus()
    QTest.keySequence(widget, QKeySequence(key))


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reader]:
    made = Reader(tmp_path, monkeypatch)
    yield made
    made.close()


def everything(reader: Reader, *names: str) -> list[str]:
    """Walk the places, or those whose name begins so."""
    found = []
    with visits.harmless():
        sections = [visits.Place("settings", {"section": one.key}) for one in settings_sections.sections()]
        for place in (*visits.places(reader.desk.store), *sections):
            if not names or place.name.startswith(names):
                found += reader.offered(place)
    return found


def test_nothing_that_writes_is_offered(reader: Reader) -> None:
    assert everything(reader) == []


def test_a_session_in_progress_is_only_looked_at(reader: Reader) -> None:
    meeting = reader.writer.rows("SELECT id FROM meeting WHERE number = ?", (visits.COMING,))[0]["id"]
    live.open_session(reader.writer, meeting, "14:30")
    assert reader.desk.store.poll()
    with visits.harmless():
        assert reader.offered(visits.Place("meeting", {"meeting_id": meeting, "step": "live"})) == []
        assert reader.offered(visits.Place("home")) == []


def test_what_is_not_barred_is_seen(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(self: Desk, *_acts: object) -> None:
        pass

    monkeypatch.setattr(Desk, "writes", careless)
    found = everything(reader, "home", "bodies")
    for said in (
        "home: TaskLine",
        "home: Que faire\u202f? > Noter un appel… -> CallNote",
        "bodies: Clôturer",
        "bodies: CheckBox « Réunions numérotées »",
    ):
        assert [one for one in found if one.startswith(said)], said


def test_a_field_that_can_be_typed_into_is_seen(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AutoLineEdit, "setReadOnly", lambda _self, _on: None)
    assert [one for one in everything(reader, "bodies") if one.startswith("bodies: field AutoLineEdit")]


def test_what_is_barred_says_why(reader: Reader) -> None:
    reader.go(visits.Place("home"))
    why = str(trouble.read_only())
    assert "lecture seule" in why
    new = reader.desk.shell.action("meeting.new")
    (button,) = [
        one for one in reader.desk.shell.findChildren(ActionButton) if one.action() is new and one.isVisible()
    ]
    assert (button.isEnabled(), new.toolTip(), button.accessibleDescription()) == (False, why, why)
