"""Papers chosen, sent and saved from the window: who receives them, one file each, several at once."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from coprodesk.commands.meetings import convene_meeting
from coprodesk.documents import beginning
from coprodesk.domain.disclosure import Level
from coprodesk.domain.errors import Refusal
from coprodesk.exchange import print_runs
from coprodesk.store import Store
from coprodesk.ui.app import Program
from coprodesk.ui.desk import Desk
from coprodesk.ui.papers_dialog import open_papers
from coprodesk.ui.preview import PreviewWindow, open_preview

WAIT = 20_000
HELD, COMING, WATCH, BODY, DSDEN = 8, 9, 3, 2, 5


@pytest.fixture
def desk(example: Store, make_desk: Callable[[Store], Desk]) -> Desk:
    return make_desk(example)


def set_pages(qtbot: QtBot, window: PreviewWindow) -> None:
    qtbot.waitUntil(lambda: window.printed is not None, timeout=WAIT)


def goes_to(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(folder))


def choose(window: PreviewWindow, document: str) -> None:
    assert window.choice is not None
    box = window.choice.document
    box.setCurrentIndex(box.findData(document))
    box.activated.emit(box.currentIndex())


# ---- the preview


def test_the_preview_says_who_will_receive(desk: Desk, qtbot: QtBot) -> None:
    window = open_preview(desk, "minutes", HELD)
    set_pages(qtbot, window)
    assert window.choice is not None
    assert window.choice.told.text().startswith("17 institutions\u00a0: Préfecture, Parquet")
    qtbot.waitUntil(lambda: window.choice.pages.text() == "3 pages", timeout=WAIT)
    window.audience.setCurrentIndex(window.audience.findData(Level.SECRETARIAT.value))
    window.audience.activated.emit(window.audience.currentIndex())
    assert "à ne pas diffuser" in window.choice.told.text()
    set_pages(qtbot, window)


def test_another_document_of_the_meeting_is_one_choice_away(desk: Desk, qtbot: QtBot) -> None:
    window = open_preview(desk, "agenda", HELD)
    assert window.choice is not None
    offered = [window.choice.document.itemData(i) for i in range(window.choice.document.count())]
    assert {"minutes", "name-plates", "extract", "chair-note"} <= set(offered)
    assert not {"follow-up", "member-list", "partner-sheet"} & set(offered)
    choose(window, "chair-note")
    assert [window.audience.itemData(i) for i in range(window.audience.count())] == ["secretariat"]
    set_pages(qtbot, window)
    assert window.printed is not None
    assert window.printed.kind.name == "chair-note"
    choose(window, "extract")
    assert not window.choice.partner.isHidden()
    assert window.choice.partner_id is not None
    set_pages(qtbot, window)


def test_a_confidential_group_is_asked_for_by_its_own_copy(desk: Desk, qtbot: QtBot) -> None:
    window = open_preview(desk, "member-list", WATCH)
    set_pages(qtbot, window)
    assert window.audience.currentData() == Level.RESTRICTED.value
    other = open_preview(desk, "member-list", BODY)
    set_pages(qtbot, other)
    assert other.audience.findData(Level.RESTRICTED.value) == -1


def test_one_file_for_each_recipient(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_to(monkeypatch, tmp_path / "sortie")
    window = open_preview(desk, "convocations", COMING)
    set_pages(qtbot, window)
    window.to_each.trigger()
    folder = tmp_path / "sortie" / "2026-03 Convocations"
    qtbot.waitUntil(folder.is_dir, timeout=WAIT)
    written = [path.name for path in folder.iterdir()]
    assert window.printed is not None
    assert len(written) == window.printed.pages
    assert any("Parquet" in name for name in written)


def test_the_first_page_of_a_long_paper_comes_first_and_it_may_be_stopped(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beginning, "LONG", 10)
    shown: list[bool] = []
    window = PreviewWindow(desk, "minutes", HELD)
    show = window.view.show_pdf

    def seen(pdf: bytes, *, beginning: bool = False) -> None:
        shown.append(beginning)
        if beginning:
            window.stop.trigger()
        show(pdf, beginning=beginning)

    monkeypatch.setattr(window.view, "show_pdf", seen)
    window.show()
    qtbot.waitUntil(lambda: "arrêtée" in window.banner.text(), timeout=WAIT)
    assert shown == [True]
    assert window.printed is None
    assert not window.to_file.isEnabled()
    assert not window.to_printer.isEnabled()
    window._set_paper()
    monkeypatch.setattr(window.view, "show_pdf", lambda pdf, *, beginning=False: shown.append(beginning))
    set_pages(qtbot, window)
    assert shown[-2:] == [True, False]
    assert window.waiting.isHidden()
    window.close()


def test_the_last_choice_is_kept_for_the_next_session(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, example_file: Path
) -> None:
    file = tmp_path / "brevigny.copro"
    file.write_bytes(example_file.read_bytes())
    chosen = []
    for _session in range(2):
        program = Program(qapp, tmp_path / "preferences.json", tmp_path / "copies")
        program.start(file)
        assert program.desk is not None
        window = open_preview(program.desk, "minutes", HELD)
        chosen.append(window.audience.currentData())
        set_pages(qtbot, window)
        window.audience.setCurrentIndex(window.audience.findData(Level.PUBLIC.value))
        window.audience.activated.emit(window.audience.currentIndex())
        set_pages(qtbot, window)
        window.close()
        program.desk.shell.close()
    assert chosen == ["partners", "public"]


# ---- each page has its paper


@pytest.mark.parametrize(
    ("page", "where", "document"),
    [
        ("commitments", {}, "follow-up"),
        ("bodies", {"body_id": BODY}, "member-list"),
        ("meetings", {}, "agenda"),
        ("partner", {"institution_id": DSDEN}, "partner-sheet"),
    ],
)
def test_ctrl_p_prints_what_the_page_is_about(
    desk: Desk, qtbot: QtBot, page: str, where: dict[str, int], document: str
) -> None:
    desk.go(page, **where)
    QTest.keyClick(desk.shell, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    window = desk.shell.findChild(PreviewWindow)
    assert window is not None
    assert window.choice is not None
    assert window.choice.kind.name == document
    set_pages(qtbot, window)


# ---- several papers


def test_the_papers_ticked_are_written_together(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_to(monkeypatch, tmp_path / "sortie")
    dialog = open_papers(desk, HELD)
    assert not dialog.to_folder.isEnabled()
    assert not dialog.ticks["convocations", Level.PARTNERS].isEnabled()
    assert "tenue" in dialog.ticks["convocations", Level.PARTNERS].accessibleDescription()
    assert ("chair-note", Level.PUBLIC) not in dialog.ticks
    QTest.keyClick(dialog.ticks["minutes", Level.PARTNERS], Qt.Key.Key_Space)
    QTest.keyClick(dialog.ticks["minutes", Level.PUBLIC], Qt.Key.Key_Space)
    assert dialog.count.text() == "2 documents"
    dialog.to_folder.trigger()
    folder = tmp_path / "sortie" / "2026-02 Documents"
    qtbot.waitUntil(folder.is_dir, timeout=WAIT)
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["2026-02 Compte rendu (public).pdf", "2026-02 Compte rendu.pdf"]
    dialog.close()


def test_papers_that_cannot_be_written_are_told(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_to(monkeypatch, tmp_path / "sortie")
    convene_meeting(desk.store, COMING, date(2026, 10, 15))

    def full(*_args: object) -> Path:
        raise Refusal("Le disque est plein.")

    monkeypatch.setattr(print_runs, "write_folder", full)
    dialog = open_papers(desk, COMING)
    dialog.ticks["agenda", Level.PARTNERS].click()
    dialog.to_folder.trigger()
    qtbot.waitUntil(lambda: "plein" in dialog.banner.text(), timeout=WAIT)
    dialog.close()
