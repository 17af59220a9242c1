"""The tour in five steps: what it points at is there and seen, keys lead through it, it is offered once."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from coprodesk.store import Store
from coprodesk.ui.app import Program
from coprodesk.ui.desk import Desk
from coprodesk.ui.preferences import load
from coprodesk.ui.tour import Tour, start_tour
from coprodesk.ui.widgets.buttons import ActionButton

MakeDesk = Callable[[Store], Desk]
Key = Qt.Key
PLACES = ["home", "meeting", "meeting", "commitments", "documents"]


def settled() -> None:
    for _turn in range(3):
        QApplication.processEvents()


@pytest.fixture
def begin(make_desk: MakeDesk) -> Iterator[Callable[..., Tour]]:
    def begun(store: Store, size: tuple[int, int] = (1366, 768)) -> Tour:
        desk = make_desk(store)
        desk.shell.resize(*size)
        desk.shell.action("help.tour").trigger()
        (tour,) = desk.shell.findChildren(Tour)
        settled()
        return tour

    yield begun
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def press(key: Qt.Key) -> None:
    held = QApplication.focusWidget()
    assert held is not None
    QTest.keyClick(held, key)
    settled()


@pytest.mark.parametrize("size", [(1366, 768), (1024, 640), (900, 430)])
def test_entree_leads_through_five_real_things(
    begin: Callable[..., Tour], example: Store, size: tuple[int, int]
) -> None:
    tour = begin(example, size)
    shell = tour.desk.shell
    targets: list[QWidget] = []
    for place in PLACES:
        assert shell.current_id() == place
        target = tour.target
        assert target is not None
        assert target.isVisible()
        targets.append(target)
        spot = target.mapTo(shell, target.visibleRegion().boundingRect().center())
        assert tour.frame.isVisible()
        assert tour.frame.geometry().contains(tour.parentWidget().mapFrom(shell, spot))
        assert shell.centralWidget().rect().contains(tour.geometry())
        assert tour.button.hasFocus()
        assert tour.button.accessibleDescription()
        hidden = tour.geometry().intersected(tour.frame.geometry())
        assert hidden.width() * hidden.height() * 2 < tour.frame.width() * tour.frame.height()
        press(Key.Key_Return)
    assert len(set(targets)) == 5
    assert shell.findChildren(Tour) == [] or not shell.findChildren(Tour)[0].isVisible()
    assert shell.current_id() == "home"


def test_echap_leaves_and_gives_the_keyboard_back(begin: Callable[..., Tour], example: Store) -> None:
    tour = begin(example)
    press(Key.Key_Return)
    frame, shell = tour.frame, tour.desk.shell
    press(Key.Key_Escape)
    assert not isValid(frame)
    held = shell.focusWidget()
    page = shell.current_page()
    assert page is not None
    assert held is not None
    assert page.isAncestorOf(held)


def test_it_blocks_nothing_and_follows_the_window(begin: Callable[..., Tour], example: Store) -> None:
    tour = begin(example)
    shell = tour.desk.shell
    press(Key.Key_Return)
    before = tour.geometry()
    shell.resize(1000, 700)
    settled()
    assert tour.geometry() != before
    assert shell.centralWidget().rect().contains(tour.geometry())
    shell.go("journal")
    settled()
    assert not tour.frame.isVisible()
    assert tour.isVisible()
    tour.go_back()
    settled()
    assert shell.current_id() == "home"
    assert tour.frame.isVisible()


def test_an_empty_council_is_toured_too(begin: Callable[..., Tour], store: Store) -> None:
    tour = begin(store)
    for _step in range(5):
        assert tour.frame.isVisible()
        assert tour.target is not None
        press(Key.Key_Return)
    assert store.undo_label is None


def test_started_again_it_begins_again(begin: Callable[..., Tour], example: Store) -> None:
    tour = begin(example)
    tour.go_on()
    again = start_tour(tour.desk)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert again.desk.shell.findChildren(Tour) == [again]
    assert again.place == 0


def test_it_is_offered_at_the_first_opening_and_never_again(
    launch: Callable[[], Program], tmp_path: Path
) -> None:
    def offered(program: Program) -> list[ActionButton]:
        settled()
        assert program.desk is not None
        return program.desk.shell.banner.findChildren(ActionButton)

    program = launch()
    program.open_example()
    button, close = offered(program)
    assert button.text() == "Commencer la visite"
    assert close.accessibleName() == "Fermer ce message"
    assert load(tmp_path / "preferences.json").tour_seen
    button.click()
    assert program.desk is not None
    shell = program.desk.shell
    assert not shell.banner.isVisible()
    (tour,) = shell.findChildren(Tour)
    tour.leave()
    shell.close()
    again = launch()
    assert offered(again) == []


def test_begun_from_the_menu_it_is_offered_no_longer(launch: Callable[[], Program]) -> None:
    program = launch()
    program.open_example()
    settled()
    assert program.desk is not None
    shell = program.desk.shell
    assert shell.banner.isVisible()
    shell.action("help.tour").trigger()
    (tour,) = shell.findChildren(Tour)
    assert not shell.banner.isVisible()
    tour.leave()
    shell.close()
