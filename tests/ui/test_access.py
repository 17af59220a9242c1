"""Each page by keyboard and by ear: names, roles, sizes, the way of Tab, what is said aloud.

The dialogs pass the same detectors in test_room.py, which opens every one.
"""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from coprodesk.commands.agenda import add_item
from coprodesk.domain.attendance import Presence
from coprodesk.domain.errors import Refusal
from coprodesk.store import Store
from coprodesk.ui import focus
from coprodesk.ui.announce import announce
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.roll_strip import RollStrip
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.widgets.buttons import CheckBox
from coprodesk.ui.widgets.filters import ComboBox
from tests.ui import detect
from tests.ui.board import put
from tests.ui.visits import COMING, HELD, Visit, places

MakeDesk = Callable[[Store], Desk]


@pytest.mark.parametrize("text_scale", [1.0, 1.5])
def test_every_control_has_a_name_a_role_and_a_size(
    visit: Visit, qapp: QApplication, text_scale: float
) -> None:
    visit.dress("light", text_scale)
    for place in places(visit.desk.store):
        visit.go(place)
        assert detect.of(visit.desk.shell, detect.ACCESS) == [], place.name


def test_tab_goes_through_every_control_as_the_eye_does_and_comes_back(visit: Visit) -> None:
    shell = visit.desk.shell
    for place in places(visit.desk.store):
        visit.go(place)
        wanted = {one for one in detect.controls(shell.centralWidget()) if detect.takes_keyboard(one)}
        walked = walk(shell)
        assert [detect.told(one) for one in wanted.difference(walked)] == [], place.name
        assert detect.unlike_the_eye(walked) == [], place.name


def walk(window: QWidget) -> list[QWidget]:
    """Press Tab from the first control until it has the keyboard again, then Maj+Tab to the last one."""
    start = focus.tab_chain(window.centralWidget())[0]  # type: ignore[attr-defined]
    start.setFocus(Qt.FocusReason.TabFocusReason)
    walked = [start]
    while len(walked) < 500:
        QTest.keyClick(walked[-1], Qt.Key.Key_Tab)
        now = window.focusWidget()
        if now is start:
            break
        walked.append(now)
    QTest.keyClick(start, Qt.Key.Key_Backtab)
    assert window.focusWidget() is walked[-1]
    return walked


def test_no_control_keeps_the_keyboard_for_itself(visit: Visit) -> None:
    """F6 leaves the page from wherever one is, and three of them come back to it."""
    shell = visit.desk.shell
    for place in places(visit.desk.store):
        page = visit.go(place)
        for one in focus.tab_chain(page):
            one.setFocus(Qt.FocusReason.TabFocusReason)
            held = QApplication.focusWidget()
            QTest.keyClick(held, Qt.Key.Key_F6)
            left = shell.focusWidget()
            assert left is not None
            assert not page.isAncestorOf(left), (place.name, detect.told(one))
        for _step in range(2):
            QTest.keyClick(shell.focusWidget(), Qt.Key.Key_F6)
        assert page.isAncestorOf(shell.focusWidget()), place.name


def test_a_table_tells_its_columns_and_its_lines(visit: Visit) -> None:
    visit.go(next(place for place in places(visit.desk.store) if place.page == "commitments"))
    page = visit.desk.shell.current_page()
    assert page is not None
    table = next(one for one in page.findChildren(RowsTable) if one.isVisible())
    interface = QAccessible.queryAccessibleInterface(table)
    assert interface.role() == QAccessible.Role.Table
    assert interface.text(QAccessible.Text.Name)
    model = table.model()
    heads = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    said = model.index(table.currentIndex().row(), 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith(f"{heads[0]}\u00a0: ")
    assert all(f"{head}\u00a0: " in said for head in heads[1:3])


# A state is said in words


def test_what_is_painted_tells_its_state(visit: Visit) -> None:
    filters: set[str] = set()
    for place in places(visit.desk.store):
        page = visit.go(place)
        for one in detect.shown(page):
            role = getattr(type(one), "ACCESSIBLE_ROLE", None)
            if role is not None:
                interface = QAccessible.queryAccessibleInterface(one)
                assert interface.role() == role
                assert interface.text(QAccessible.Text.Name) == one.accessibleName() != ""
                filters.add(type(one).__name__)
    assert filters == {"ChartView", "HeatMapView", "RecordLine", "RollStrip", "SegmentedFilter", "Stepper"}


def act(one: QWidget, name: str) -> None:
    """Do what a screen reader does to a control."""
    interface = QAccessible.queryAccessibleInterface(one).actionInterface()
    assert name in interface.actionNames()
    interface.doAction(name)


def test_a_place_opens_when_a_screen_reader_presses_it(visit: Visit, qtbot: QtBot) -> None:
    visit.go(next(place for place in places(visit.desk.store) if place.page == "journal"))
    item = next(one for one in visit.desk.shell.sidebar.items() if one.place.id == "bodies")
    act(item, "Press")
    qtbot.waitUntil(lambda: visit.desk.shell.current_id() == "bodies")
    assert item.accessibleDescription() == "lieu affiché"


def test_a_box_that_a_screen_reader_ticks_tells_it_as_a_click(qapp: QApplication) -> None:
    box, told = CheckBox("Sujet sensible"), []
    box.clicked.connect(lambda on: told.append(on))
    box.setChecked(True)
    assert told == []
    box.click()
    assert told == [False]
    act(box, "Toggle")
    assert told == [False, True]
    assert box.isChecked()


# Said aloud


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """Return what screen readers are asked to say, and whether at once."""
    said: list[tuple[str, bool]] = []

    def hear(event: object) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            urgent = event.politeness() == QAccessible.AnnouncementPoliteness.Assertive
            said.append((event.message(), urgent))

    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    return said


def test_a_save_is_said_once_the_hands_rest(
    make_desk: MakeDesk, example: Store, heard: list[tuple[str, bool]], qtbot: QtBot
) -> None:
    desk = make_desk(example)
    state = desk.shell.top.save_state
    meeting = example.rows("SELECT id FROM meeting WHERE number = ?", (COMING,))[0]["id"]
    state.rest.setInterval(20)
    for title in ("Un", "Deux", "Trois"):
        add_item(example, meeting, title)
    assert heard == []
    qtbot.waitUntil(lambda: not state.rest.isActive())
    assert heard == [("Enregistré à 14:32:05", False)]


def test_a_refusal_is_said_at_once_and_a_done_act_politely(
    make_desk: MakeDesk, example: Store, heard: list[tuple[str, bool]]
) -> None:
    desk = make_desk(example)
    desk.shell.refuse(Refusal("Le groupe a des réunions. Il est gardé."))
    desk.shell.refuse(Refusal("Le groupe a des réunions. Il est gardé."))
    desk.say("Ligne supprimée")
    assert heard == [("Le groupe a des réunions. Il est gardé.", True), ("Ligne supprimée", False)]
    desk.shell.not_saved("Le disque est plein.")
    assert heard[-1] == ("Le disque est plein.", True)


def test_a_page_behind_says_nothing_until_it_is_opened(
    make_desk: MakeDesk, example: Store, heard: list[tuple[str, bool]]
) -> None:
    desk = make_desk(example)
    desk.go("bodies")
    behind = desk.shell.current_page()
    assert behind is not None
    desk.go("journal")
    heard.clear()
    behind.banner.say("Un groupe n’a pas de siège.", "soon")
    assert heard == []
    announce(behind, "Un groupe n’a pas de siège.")
    assert heard == []
    desk.go("bodies")
    assert ("Un groupe n’a pas de siège.", False) in heard


def test_the_roll_says_who_became_what(
    make_desk: MakeDesk, example: Store, heard: list[tuple[str, bool]]
) -> None:
    desk = make_desk(example)
    meeting = example.rows("SELECT id FROM meeting WHERE number = ?", (HELD,))[0]["id"]
    desk.go("meeting", meeting_id=meeting, step="live")
    strip = next(one for one in desk.shell.findChildren(RollStrip) if one.isVisible())
    names = {line.short_name: line.id for line in strip._lines}
    strip.go_to_entry(names["DSDEN"])
    heard.clear()
    strip.setFocus()
    QTest.keyClick(strip, Qt.Key.Key_A)
    assert heard == [("DSDEN, absente", False)]
    assert strip.accessibleName() == "DSDEN, absente"
    desk.undo()
    assert heard[1][0].startswith("DSDEN, ")
    assert Presence.ABSENT.value not in heard[1][0]


# Sabotage: each detector turns red on what it is made for


def test_a_button_without_a_name_is_caught(board: QWidget) -> None:
    button = QToolButton()
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    put(board, button)
    assert detect.nameless(board) == ["no name: QToolButton «  »"]


def test_a_control_without_a_role_is_caught(board: QWidget) -> None:
    bare = QWidget()
    bare.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    bare.setAccessibleName("Appel")
    put(board, bare)
    assert detect.nameless(board) == ["no role: QWidget « Appel » is Client"]


def test_a_button_of_20_pixels_is_caught(board: QWidget) -> None:
    button = QPushButton("Faire")
    button.setFixedSize(20, 20)
    put(board, button)
    assert detect.small(board) == ["20 x 20: QPushButton « Faire »"]


def test_a_combo_without_a_name_is_caught(board: QWidget) -> None:
    put(board, ComboBox())
    assert detect.nameless(board) == ["no name: ComboBox «  »"]


def test_a_jump_back_of_tab_is_caught(board: QWidget) -> None:
    first, second = QPushButton("première"), QPushButton("seconde")
    put(board, first)
    put(board, second)
    assert detect.unlike_the_eye([first, second]) == []
    assert len(detect.unlike_the_eye([second, first])) == 1
    row = QHBoxLayout()
    beside = QPushButton("à droite")
    row.addWidget(first)
    row.addWidget(beside)
    board.layout().insertLayout(0, row)  # type: ignore[union-attr]
    detect.settle()
    assert detect.unlike_the_eye([first, beside, second]) == []
    assert len(detect.unlike_the_eye([beside, first])) == 1
