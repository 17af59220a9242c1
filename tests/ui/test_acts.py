"""Ctrl+K does whatever a button of the page does, and the two acts that end a meeting have keys."""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from coprodesk.store import Store
from coprodesk.ui import find
from coprodesk.ui.actions import make
from coprodesk.ui.acts import Act, acts_of
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.find import Finder
from coprodesk.ui.page import Page
from coprodesk.ui.pages.live_close import CloseSession
from coprodesk.ui.pages.minutes_publish import PublishDialog
from coprodesk.ui.palette import PaletteRow
from coprodesk.ui.widgets.buttons import ActionButton
from tests.ui import visits

MakeDesk = Callable[[Store], Desk]
CONTENT = {"LateLine", "LineButton", "TaskLine", "AudienceCard", "CheckBox"}
"""What is pressed but is a line of the page or a field of a form, no act."""
OPENERS = ("Autres actions", "Que faire de ce point")
"""Buttons of menus whose acts the palette holds themselves."""


@pytest.fixture
def visit(tmp_path: Path) -> Iterator[visits.Visit]:
    made = visits.Visit(tmp_path)
    yield made
    made.close()


def offered(desk: Desk) -> list[PaletteRow]:
    groups = {group.title: group.rows for group in Finder(desk).groups("")}
    return [*groups["Cet écran"], *groups["Actions"]]


def done_by(row: PaletteRow) -> QAction:
    assert isinstance(row.run, partial)
    action = row.run.args[0]
    assert isinstance(action, QAction)
    return action


def out_of_reach(desk: Desk, page: QWidget) -> list[str]:
    """The buttons of a page that are seen and live and that Ctrl+K does not lead to, or not to one alone."""
    seen = [one for one in page.findChildren(QAbstractButton) if one.isVisible() and one.isEnabled()]
    rows = offered(desk)
    known = set(map(done_by, rows))
    found = [
        f"{type(one).__name__} {one.accessibleName() or one.text()}"
        for one in seen
        if type(one).__name__ not in CONTENT
        and one.accessibleName() not in OPENERS
        and not (isinstance(one, ActionButton) and one.action() in known)
    ]
    twice = Counter((row.text, row.hint) for row in rows)
    return [*found, *(f"twice: {said}" for said, times in twice.items() if times > 1)]


def everywhere(visit: visits.Visit) -> list[str]:
    found = []
    for place in visits.places(visit.desk.store):
        page = visit.go(place)
        found += [f"{place.name}: {words}" for words in out_of_reach(visit.desk, page)]
    return found


def test_every_button_of_every_page_is_reached_from_ctrl_k(visit: visits.Visit) -> None:
    assert everywhere(visit) == []


def test_a_button_that_the_palette_forgets_is_seen(
    visit: visits.Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgetful(page: QWidget) -> list[Act]:
        return [act for act in acts_of(page) if act.words != "Faire valider…"]

    monkeypatch.setattr(find, "acts_of", forgetful)
    assert any("Faire valider…" in words for words in everywhere(visit))


def test_the_acts_of_the_page_come_first_its_main_one_at_the_top(visit: visits.Visit) -> None:
    minutes = next(place for place in visits.places(visit.desk.store) if place.name.endswith("minutes"))
    visit.go(minutes)
    first = Finder(visit.desk).groups("")[0]
    assert first.title == "Cet écran"
    assert (first.rows[0].text, first.rows[0].key) == ("Publier…", "Ctrl+Maj+P")
    assert [row.text for row in Finder(visit.desk).groups("> faire valider")[0].rows] == ["Faire valider…"]


def test_keys_that_several_lines_have_alike_are_not_told(qapp: QApplication) -> None:
    page = Page()
    done: list[str] = []
    for name in ("un", "deux"):
        line = QWidget()
        make(line, "Monter", lambda name=name: done.append(name), shortcut="Alt+Up")
        page.body.addWidget(line)
    make(page, "Vérifier", lambda: done.append("v"), shortcut="V")
    page.body.addWidget(ActionButton(make(page, "Copier", lambda: done.append("c"))))
    page.show()
    assert [act.words for act in acts_of(page)] == ["Copier", "Vérifier"]
    page.close()


def test_an_act_whose_line_is_gone_does_nothing(make_desk: MakeDesk, example: Store) -> None:
    desk = make_desk(example)
    page = desk.shell.current_page()
    assert page is not None
    done: list[str] = []
    line = QWidget(page)
    line.show()
    make(line, "Effacer la tache", lambda: done.append("done"), shortcut="Alt+E")
    row = Finder(desk).groups("tache")[0].rows[0]
    line.setParent(None)
    line.deleteLater()
    visits.detect.settle()
    row.run()
    assert done == []


def press(desk: Desk, key: Qt.Key) -> list[FormDialog]:
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(desk.shell.focusWidget() or desk.shell, key, held)
    return [one for one in desk.shell.findChildren(FormDialog) if one.isVisible()]


def test_a_key_publishes_the_minutes_and_only_them(make_desk: MakeDesk, example: Store) -> None:
    desk = make_desk(example)
    meeting = example.rows("SELECT id FROM meeting WHERE number = '2026-02'")[0][0]
    desk.go("meeting", meeting_id=meeting, step="agenda")
    assert not desk.shell.action("minutes.publish").isEnabled()
    assert press(desk, Qt.Key.Key_P) == []
    desk.go("meeting", meeting_id=meeting, step="minutes")
    assert [type(one) for one in press(desk, Qt.Key.Key_P)] == [PublishDialog]


def test_a_key_closes_the_session_that_runs(make_desk: MakeDesk, example: Store) -> None:
    from coprodesk.commands import live

    meeting = example.rows("SELECT id FROM meeting WHERE number = '2026-03'")[0][0]
    live.open_session(example, meeting, "14:30")
    desk = make_desk(example)
    desk.go("meeting", meeting_id=meeting, step="live")
    assert [type(one) for one in press(desk, Qt.Key.Key_L)] == [CloseSession]
