"""The file is verified and copied without being asked, and a second window follows."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coprodesk.commands.council import set_council
from coprodesk.domain.errors import Refusal
from coprodesk.store import Opening, Store, backups, open_file
from coprodesk.ui.desk import Desk
from coprodesk.ui.keeper import PATIENCE, Keeper
from tests.gallery import settle

Make = Callable[[Store], Desk]


def test_a_copy_at_opening_only_if_changed(
    make_desk: Make, store: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    root = tmp_path / "copies"
    desk = make_desk(store)
    desk.backups_root = root
    keeper = Keeper(desk)
    keeper.start()
    qtbot.waitUntil(lambda: len(backups.existing(store.path, root)) == 1)
    assert backups.check(backups.existing(store.path, root)[0].path) == []
    keeper.last_copy()
    assert len(backups.existing(store.path, root)) == 1
    store.clock.advance(minutes=30)  # type: ignore[attr-defined]
    set_council(store, name="Changé")
    keeper.last_copy()
    assert len(backups.existing(store.path, root)) == 2


def test_a_fault_found_at_opening_is_said_and_nothing_is_copied(
    make_desk: Make, store: Store, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "check", lambda _path: ["Structure\u00a0: page 7"])
    desk = make_desk(store)
    desk.backups_root = tmp_path / "copies"
    Keeper(desk).start()
    qtbot.waitUntil(lambda: "page 7" in desk.shell.banner.text())
    assert "restaurez la dernière" in desk.shell.banner.text()
    QThreadPool.globalInstance().waitForDone()
    assert backups.existing(store.path, tmp_path / "copies") == []


def test_a_failed_copy_is_seen(make_desk: Make, store: Store, tmp_path: Path, qtbot: QtBot) -> None:
    blocked = tmp_path / "copies"
    blocked.write_text("a file where the folder should be")
    desk = make_desk(store)
    desk.backups_root = blocked
    Keeper(desk).back_up_now()
    qtbot.waitUntil(lambda: "a échoué" in desk.shell.banner.text())
    assert "intactes" in desk.shell.banner.text()


def test_a_copy_that_works_again_takes_back_only_its_own_words(
    make_desk: Make, store: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    blocked = tmp_path / "copies"
    blocked.write_text("a file where the folder should be")
    desk = make_desk(store)
    desk.backups_root = blocked
    keeper = Keeper(desk)
    keeper.back_up_now()
    qtbot.waitUntil(lambda: "a échoué" in desk.shell.banner.text())
    blocked.unlink()
    keeper.back_up_now()
    qtbot.waitUntil(lambda: not desk.shell.banner.isVisible())
    keeper._checked(["page 7"])
    store.clock.advance(minutes=1)  # type: ignore[attr-defined]
    keeper.back_up_now()
    qtbot.waitUntil(lambda: len(backups.existing(store.path, blocked)) == 2)
    QThreadPool.globalInstance().waitForDone()
    settle(QApplication.instance())
    assert "page 7" in desk.shell.banner.text(), "a fault of the file is no failed copy"


def test_a_reader_follows_the_writer(make_desk: Make, store: Store, opening: Opening, tmp_path: Path) -> None:
    reader = open_file(store.path, opening, read_only=True)
    desk = make_desk(reader)
    desk.backups_root = tmp_path / "copies"
    keeper = Keeper(desk)
    assert "Lecture seule" in desk.shell.windowTitle()
    set_council(store, commune="Nouvelle-Commune")
    keeper.poll()
    assert "Nouvelle-Commune" in desk.shell.windowTitle()
    keeper.last_copy()
    assert backups.existing(store.path, tmp_path / "copies") == []
    reader.close()


def test_a_reader_that_waits_says_why_only_after_a_while(
    make_desk: Make, store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    desk = make_desk(store)
    keeper = Keeper(desk)

    def busy() -> bool:
        raise Refusal("Le fichier ne se laisse pas lire pour l’instant.")

    monkeypatch.setattr(store, "poll", busy)
    for _ in range(PATIENCE - 1):
        keeper.poll()
    assert not desk.shell.banner.isVisible()
    keeper.poll()
    assert "ne se laisse pas lire" in desk.shell.banner.text()
    monkeypatch.setattr(store, "poll", lambda: False)
    keeper.poll()
    assert not desk.shell.banner.isVisible()
    QThreadPool.globalInstance().waitForDone()
