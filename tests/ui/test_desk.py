"""What pages rely on: acts, refusals, saves that fail, undo that flushes first, work beside."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt, QThreadPool
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout
from pytestqt.qtbot import QtBot

from coprodesk.commands import council as commands
from coprodesk.domain.errors import Refusal
from coprodesk.queries.council import council
from coprodesk.store import Store
from coprodesk.ui.desk import Desk
from coprodesk.ui.page import Page
from coprodesk.ui.widgets.editors import AutoLineEdit

Make = Callable[[Store], Desk]
Type = Callable[[object, str], None]


class NamePage(Page):
    """One field that stores the council's name by itself."""

    subjects = frozenset({"council"})

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.refreshed = 0
        self.field = AutoLineEdit(idle_ms=5, most_ms=20)
        layout: QVBoxLayout = self.body
        layout.addWidget(self.field)
        desk.bind(self.field, lambda name: commands.set_council(desk.store, name=name, origin=self.field))

    def refresh(self) -> None:
        self.refreshed += 1
        self.field.load(council(self.desk.store).name)


def name_page(desk: Desk) -> NamePage:
    desk.shell.add_page("name", lambda: NamePage(desk))
    desk.go("name")
    page = desk.shell.current_page()
    assert isinstance(page, NamePage)
    return page


def test_typing_is_saved_and_the_clock_says_so(
    make_desk: Make, store: Store, qtbot: QtBot, type_text: Type
) -> None:
    desk = make_desk(store)
    page = name_page(desk)
    page.field.selectAll()
    with qtbot.waitSignal(desk.changed):
        type_text(page.field, "Conseil de l’Été")
    assert council(store).name == "Conseil de l’Été"
    assert desk.shell.top.save_state.text() == "Enregistré à 14:32:05"


def test_typing_is_one_step_and_survives_in_the_menu(make_desk: Make, store: Store, type_text: Type) -> None:
    desk = make_desk(store)
    page = name_page(desk)
    before = council(store).name
    for word in ("Un", " conseil", " entier"):
        type_text(page.field, word)
        page.field.flush()
    assert "Fiche du conseil" in desk.shell.action("edit.undo").text()
    QTest.keyClick(page.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert council(store).name == before
    assert page.field.text() == before
    QTest.keyClick(page.field, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert council(store).name.startswith("Un conseil entier")


def test_pending_text_is_stored_before_undo(make_desk: Make, store: Store, type_text: Type) -> None:
    desk = make_desk(store)
    page = name_page(desk)
    page.field.selectAll()
    type_text(page.field, "Pas encore enregistré")
    assert page.field.pending()
    desk.undo()
    assert not page.field.pending()
    desk.redo()
    assert council(store).name == "Pas encore enregistré"


def test_a_refusal_is_told_and_nothing_changes(make_desk: Make, store: Store) -> None:
    desk = make_desk(store)
    page = name_page(desk)

    def refuse() -> None:
        raise Refusal("Cette date n’existe pas.")

    assert desk.act(refuse) is None
    assert page.banner.text() == "Cette date n’existe pas."


def test_a_full_disk_keeps_the_text_and_offers_to_retry(make_desk: Make, store: Store) -> None:
    desk = make_desk(store)
    page = name_page(desk)
    field = AutoLineEdit()
    page.body.addWidget(field)
    desk.bind(field, lambda address: commands.set_council(store, address=address))
    pages = store.rows("PRAGMA page_count")[0][0]
    store.rows(f"PRAGMA max_page_count = {pages}")
    long_text = "Hôtel de ville " * 2000
    field.setText(long_text)
    field.flush()
    assert field.pending()
    assert field.text() == long_text
    assert "disque est plein" in desk.shell.unsaved.text()
    assert "Non enregistré" in desk.shell.top.save_state.text()
    store.rows("PRAGMA max_page_count = 1073741823")
    desk._retry.trigger()
    assert council(store).address == long_text
    assert not field.pending()
    assert not desk.shell.unsaved.isVisible()


def test_hidden_pages_are_refreshed_when_seen(make_desk: Make, store: Store) -> None:
    desk = make_desk(store)
    page = name_page(desk)
    desk.go("journal")
    count = page.refreshed
    commands.set_council(store, name="Ailleurs")
    assert page.refreshed == count
    desk.go("name")
    assert page.refreshed == count + 1
    assert page.field.text() == "Ailleurs"


def test_work_beside_ends_in_the_window(make_desk: Make, store: Store, qtbot: QtBot) -> None:
    desk = make_desk(store)
    heard: list[object] = []
    desk.work(lambda: 6 * 7, heard.append, heard.append)
    qtbot.waitUntil(lambda: heard == [42])

    def refuse() -> int:
        raise Refusal("Le dossier ne répond pas.")

    desk.work(refuse, heard.append, heard.append)
    qtbot.waitUntil(lambda: heard == [42, "Le dossier ne répond pas."])


def test_work_that_ends_after_the_file_was_left_is_told_to_nobody(make_desk: Make, store: Store) -> None:
    desk = make_desk(store)
    heard: list[object] = []
    desk.work(lambda: 6 * 7, heard.append, heard.append)
    QThreadPool.globalInstance().waitForDone()
    desk.leave()
    for _turn in range(3):
        QCoreApplication.processEvents()
    assert heard == []
