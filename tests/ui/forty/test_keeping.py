"""What is typed is kept, what is done is undone, and trouble is said: 1 to 6, 34, 35."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QWidget

from coprodesk.commands import meetings
from coprodesk.commands.council import set_council
from coprodesk.queries.council import council
from coprodesk.store import Store, backups
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.home import HomePage
from coprodesk.ui.widgets.editors import AutoLineEdit
from tests import test_undo, test_undo_list
from tests.conftest import NOON, FrozenClock
from tests.faults import test_kill
from tests.ui import test_desk, test_kit
from tests.ui.forty.tools import contents, meeting_id, seen
from tests.ui.visits import COMING, Visit, places

MakeDesk = Callable[[Store], Desk]
Typed = Callable[[QWidget, str], None]
CTRL = Qt.KeyboardModifier.ControlModifier


def test_01_ctrl_s_answers_everywhere(visit: Visit) -> None:
    for place in places(visit.desk.store):
        visit.go(place)
        visit.desk.shell.toast.hide()
        QTest.keyClick(visit.desk.shell.focusWidget(), Qt.Key.Key_S, CTRL)
        assert "Enregistré à 14:32:05" in visit.desk.shell.toast.text(), place.name
        assert visit.desk.shell.toast.isVisible(), place.name


test_02_killing_loses_nothing_acknowledged = test_kill.test_nothing_acknowledged_is_lost


test_02_typing_waits_two_seconds_at_most = test_kit.test_two_seconds_at_most_while_typing


def test_03_closing_never_asks(store: Store, make_desk: MakeDesk, type_text: Typed) -> None:
    desk = make_desk(store)
    page = desk.shell.current_page()
    assert page is not None
    field = AutoLineEdit()
    page.body.addWidget(field)
    desk.bind(field, lambda address: set_council(store, address=address))
    type_text(field, "1, rue de l’Hôtel-de-Ville")
    desk.shell.close()
    assert seen(QMessageBox) == []
    assert not desk.shell.isVisible()
    assert council(store).address == "1, rue de l’Hôtel-de-Ville"


def test_04_undo_brings_a_deleted_meeting_back_whole(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    before = contents(example)
    one = meeting_id(example, COMING)
    meetings.delete_meeting(example, one)
    assert contents(example) != before
    QTest.keyClick(desk.shell, Qt.Key.Key_Z, CTRL)
    assert contents(example) == before


test_05_undo_survives_a_restart = test_undo_list.test_the_list_survives_a_restart


def test_06_the_menu_names_every_act(example: Store, make_desk: MakeDesk) -> None:
    """Each verb of the user, as the tests of undo play it: the words of Édition before and after Ctrl+Z."""
    example.rows("PRAGMA synchronous = OFF")  # hundreds of steps whose file nobody reads again
    desk = make_desk(example)
    desk.go("templates")
    wrong = {}
    for command in sorted(set(test_undo.every_command()) - test_undo.FINAL):
        before = menu(desk, "edit.undo")
        play(example, command)
        label = example.undo_label
        assert label, command
        shown = [menu(desk, "edit.undo")]
        QTest.keyClick(desk.shell, Qt.Key.Key_Z, CTRL)
        shown += [menu(desk, "edit.redo"), menu(desk, "edit.undo")]
        wanted = [f"Annuler : {plain(label)}", f"Rétablir : {plain(label)}", before]
        if shown != wanted:
            wrong[command] = shown, wanted
    assert wrong == {}


@pytest.mark.parametrize("command", sorted(test_undo.FINAL))
def test_06_an_act_that_is_final_leaves_the_menu(example: Store, make_desk: MakeDesk, command: str) -> None:
    desk = make_desk(example)
    before = menu(desk, "edit.undo")
    play(example, command)
    assert menu(desk, "edit.undo") == before


def play(store: Store, command: str) -> None:
    """Do an act as its sample does."""
    sample = test_undo.sample_of(command)
    assert sample is not None, command
    sample(store)


def plain(words: str) -> str:
    """Return words with common spaces."""
    return words.replace("\u00a0", " ")


def menu(desk: Desk, action: str) -> str:
    """Return the words of an action of the menus."""
    return desk.shell.action(action).text().replace("&", "").replace("\u00a0", " ")


def test_06_a_menu_that_is_not_told_is_caught(
    example: Store, make_desk: MakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Desk, "_name_undo", lambda _desk: None)
    monkeypatch.setattr(test_undo, "every_command", lambda: ["council.set_council"])
    with pytest.raises(AssertionError):
        test_06_the_menu_names_every_act(example, make_desk)


def test_34_a_full_disk_shows_one_band(store: Store, make_desk: MakeDesk, type_text: Typed) -> None:
    desk = make_desk(store)
    page = desk.shell.current_page()
    assert page is not None
    field = AutoLineEdit()
    page.body.addWidget(field)
    desk.bind(field, lambda address: set_council(store, address=address))
    pages = store.rows("PRAGMA page_count")[0][0]
    store.rows(f"PRAGMA max_page_count = {pages}")
    field.setText("Hôtel de ville " * 2000)
    for _key in range(50):
        type_text(field, "é")
        field.flush()
    assert "disque est plein" in desk.shell.unsaved.text()
    assert seen(QWidget) == [desk.shell]
    store.rows("PRAGMA max_page_count = 1073741823")
    field.flush()


test_34_the_text_is_kept = test_desk.test_a_full_disk_keeps_the_text_and_offers_to_retry


def test_35_an_old_backup_is_asked_for(example: Store, make_desk: MakeDesk, clock: FrozenClock) -> None:
    desk = make_desk(example)
    assert desk.backups_root is not None
    desk.go("home")
    page = desk.shell.current_page()
    assert isinstance(page, HomePage)
    backups.back_up(example.path, desk.backups_root, NOON)
    for days, asked in ((0, False), (7, False), (1, True)):
        clock.now += timedelta(days=days)
        page.refresh()
        assert page.backup_words.text().startswith("À faire") is asked, days
