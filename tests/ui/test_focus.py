"""Tab follows the eye on every page; each control has a name; no page flashes a window of its own."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from coprodesk.commands.council import set_council
from coprodesk.domain.errors import Refusal
from coprodesk.store import Store
from coprodesk.ui import focus, window
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.pages.journal import JournalPage
from coprodesk.ui.pages.meeting import STEPS
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.fields import DateField
from coprodesk.ui.widgets.header import PageHeader

MakeDesk = Callable[[Store], Desk]


def places(store: Store) -> list[tuple[str, dict[str, object]]]:
    """Return every page, and every step of a meeting held and of one to come."""
    found: list[tuple[str, dict[str, object]]] = [
        (page, {}) for page in window.PAGES if page not in ("meeting", "partner")
    ]
    found.append(("partner", {"institution_id": store.rows("SELECT id FROM institution")[0]["id"]}))
    for row in store.rows("SELECT id FROM meeting WHERE number IN ('2026-02', '2026-03')"):
        found += [("meeting", {"meeting_id": row["id"], "step": step}) for step in STEPS]
    return found


class Windows(QObject):
    """Notes every window that appears beside the main one."""

    def __init__(self, main: QWidget) -> None:
        super().__init__()
        self._main = main
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        shown = event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow()
        if shown and watched is not self._main:
            self.seen.append(repr(watched))
        return False


def test_every_page_by_tab_alone(example: Store, make_desk: MakeDesk, qapp: QApplication) -> None:
    desk = make_desk(example)
    windows = Windows(desk.shell)
    qapp.installEventFilter(windows)
    for key, where in places(example):
        desk.go(key, **where)
        page = desk.shell.current_page()
        assert page is not None
        first = desk.shell.focusWidget()
        assert first is not None, key
        assert page.isAncestorOf(first), (key, where)
        chain = focus.tab_chain(page)
        header = [one for one in chain if isinstance(one.parentWidget(), PageHeader)]
        assert chain[: len(header)] == header, (key, where)
        for one in chain:
            interface = QAccessible.queryAccessibleInterface(one)
            assert interface.text(QAccessible.Text.Name).strip(), (key, where, one)
        for one in chain:
            one.setFocus(Qt.FocusReason.TabFocusReason)
            focus.show_whole(one)
            assert not one.visibleRegion().isEmpty(), (key, where, one)
    qapp.removeEventFilter(windows)
    assert windows.seen == []


def test_tab_goes_round_and_back(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    desk.go("commitments")
    whole = focus.tab_chain(desk.shell.centralWidget())
    start = whole[0]
    start.setFocus()
    walked = [start]
    for _time in range(len(whole) - 1):
        QTest.keyClick(walked[-1], Qt.Key.Key_Tab)
        focused = desk.shell.focusWidget()
        assert focused is not None
        walked.append(focused)
    assert walked == whole
    QTest.keyClick(walked[-1], Qt.Key.Key_Tab)
    assert desk.shell.focusWidget() is start
    QTest.keyClick(start, Qt.Key.Key_Backtab)
    assert desk.shell.focusWidget() is whole[-1]


@pytest.mark.parametrize("last", [False, True])
def test_the_order_is_that_of_the_layout_not_of_the_making(qapp: QApplication, last: bool) -> None:
    host = QWidget()
    late, early = QPushButton("seconde"), QPushButton("première")
    column = QVBoxLayout(host)
    column.addWidget(early)
    column.addWidget(late)
    early.setProperty(focus.TAB_LAST, last)
    assert focus.tab_chain(host) == ([late, early] if last else [early, late])
    early.hide()
    assert focus.tab_chain(host) == [late]
    late.setEnabled(False)
    assert focus.tab_chain(host) == []
    host.deleteLater()


def test_return_presses_the_button_that_has_the_keyboard(store: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(store)
    pressed: list[int] = []
    button = ActionButton(make(desk.shell, "Faire", lambda: pressed.append(1)), parent=desk.shell)
    button.show()
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert pressed == [1]
    QTest.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert pressed == [1]


def test_the_journal_follows_every_act(store: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(store)
    page = desk.shell.current_page()
    assert isinstance(page, JournalPage)
    set_council(store, name="Conseil d’Essai")
    set_council(store, commune="Essai-le-Haut")
    steps = page.table.rows.rowCount()
    desk.undo()
    assert page.table.rows.rowCount() == steps + 1


def test_a_dialog_grows_with_what_it_refuses(store: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(store)

    def refuse() -> None:
        raise Refusal("Cette date n’existe pas. Rien n’a été modifié. Écrivez-la autrement. " * 4)

    dialog = FormDialog(desk.shell, "Essai", "Noter", refuse)
    day = DateField(today=desk.today)
    row = dialog.form.add("Jour", day, "Facultatif")
    dialog.open()
    day.setText("31/02/" + "2" * 300)
    day.setModified(True)
    dialog.try_submit()
    QTest.qWait(1)
    assert dialog.isVisible()
    assert row.height() >= row.heightForWidth(row.width())
    assert dialog.height() >= dialog.layout().totalHeightForWidth(dialog.width())
    dialog.reject()
