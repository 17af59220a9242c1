"""Leaving the file: a work on its way is stopped only when said, a text not taken is not dropped unasked."""

import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from coprodesk import session
from coprodesk.domain.errors import Refusal
from coprodesk.exchange import tables
from coprodesk.exchange.progress import ExportProgress
from coprodesk.store import Store
from coprodesk.ui.app import Program
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.export_dialog import TablesDialog, open_tables
from coprodesk.ui.pages.minutes_publish import PublishDialog
from coprodesk.ui.papers_dialog import open_papers
from coprodesk.ui.widgets.editors import AutoLineEdit
from coprodesk.ui.widgets.filters import ComboBox
from tests import gallery
from tests.ui.test_page_import_partners import read, table

Answer = Callable[[str], list[str]]


@pytest.fixture
def file(example_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(example_file, tmp_path / "brevigny.copro"))


@pytest.fixture
def program(
    qapp: QApplication, tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Program]:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "maison"))
    made = Program(qapp, tmp_path / "preferences.json", tmp_path / "copies")
    made.start(file)
    yield made
    QThreadPool.globalInstance().waitForDone()
    if made.desk is not None:
        made.desk.shell.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Answer:
    """Answer each question with the button of these words; returns the questions asked."""

    def answering(words: str) -> list[str]:
        asked: list[str] = []

        def choose(box: QMessageBox) -> int:
            asked.append(box.text())
            chosen = next(one for one in box.buttons() if one.text() == words)
            monkeypatch.setattr(QMessageBox, "clickedButton", lambda _box: chosen)
            return 0

        monkeypatch.setattr(QMessageBox, "exec", choose)
        return asked

    return answering


def desk_of(program: Program) -> Desk:
    assert program.desk is not None
    return program.desk


def endless(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Have an export write one part after the other until it is stopped; the event tells that it began."""
    begun = threading.Event()

    def write(
        _store: object, _names: object, _audience: object, path: Path, progress: ExportProgress
    ) -> Path:
        while True:
            progress.begin(path.name)
            begun.set()

    monkeypatch.setattr(tables, "write_workbook", write)
    return begun


def exporting(program: Program, monkeypatch: pytest.MonkeyPatch, path: Path) -> TablesDialog:
    begun = endless(monkeypatch)
    dialog = open_tables(desk_of(program))
    dialog.write(path)
    assert begun.wait(20)
    return dialog


def test_closing_amid_an_export_asks_once_stops_it_and_quits(
    program: Program, answer: Answer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked = answer("Arrêter et quitter")
    exporting(program, monkeypatch, tmp_path / "tout.xlsx")
    shell = desk_of(program).shell
    assert shell.close()
    assert len(asked) == 1
    assert "en cours" in asked[0]
    assert program.desk is None
    assert QThreadPool.globalInstance().activeThreadCount() == 0
    assert [one.name for one in tmp_path.glob("*tout*")] == []


def test_who_waits_keeps_the_window_and_the_export_goes_on(
    program: Program, answer: Answer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qtbot: QtBot
) -> None:
    asked = answer("Attendre")
    dialog = exporting(program, monkeypatch, tmp_path / "tout.xlsx")
    assert not desk_of(program).shell.close()
    assert len(asked) == 1
    assert dialog.work.busy()
    assert desk_of(program).shell.isVisible()
    dialog.reject()
    qtbot.waitUntil(lambda: not dialog.work.busy(), timeout=20_000)
    dialog.reject()
    assert desk_of(program).shell.close()
    assert len(asked) == 1, "nothing runs any more"


def test_another_file_is_not_opened_over_an_export_that_is_waited_for(
    program: Program, answer: Answer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, file: Path
) -> None:
    other = Path(shutil.copyfile(file, tmp_path / "autre.copro"))
    asked = answer("Attendre")
    exporting(program, monkeypatch, tmp_path / "tout.xlsx")
    assert program.open_path(other), "a desk is shown: the one there was"
    assert desk_of(program).store.path == file
    assert len(asked) == 1
    answer("Arrêter et quitter")
    assert program.open_path(other)
    assert desk_of(program).store.path == other


@pytest.mark.parametrize(("words", "quits"), [("Arrêter et quitter", True), ("Attendre", False)])
def test_closing_amid_an_import_stops_it_whole_then_quits(
    program: Program, answer: Answer, file: Path, tmp_path: Path, qtbot: QtBot, words: str, quits: bool
) -> None:
    asked = answer(words)
    desk = desk_of(program)
    before = desk.store.undo_label
    dialog = read(desk, table(tmp_path), qtbot)
    dialog.look()
    QTimer.singleShot(0, desk.shell, desk.shell.close)  # heard between two lines
    dialog.bring_in()
    qtbot.waitUntil(lambda: (program.desk is None) is quits)
    assert len(asked) == 1
    assert "import" in asked[0]
    if quits:
        with closing(session.open_council(file)) as again:
            assert again.undo_label == before, "what was written of it is taken back"
    else:
        assert desk.store.undo_label != before
        assert desk.shell.isVisible()


def publishing(program: Program, folder: Path) -> Desk:
    """Publish the minutes of the last meeting as far as their pages are set, and nobody has heard it yet."""
    desk = desk_of(program)
    held = desk.store.rows("SELECT id FROM meeting WHERE number = '2026-02'")[0][0]
    desk.go("meeting", meeting_id=held, step="minutes")
    desk.shell.action("minutes.publish").trigger()
    (dialog,) = desk.shell.findChildren(PublishDialog)
    dialog.try_submit()
    QThreadPool.globalInstance().waitForDone()
    return desk


def many(store: Store) -> int:
    return int(store.rows("SELECT count(*) FROM minutes_version")[0][0])


@pytest.mark.parametrize(("words", "quits"), [("Arrêter et quitter", True), ("Attendre", False)])
def test_closing_amid_a_publication_asks_and_drops_it_whole_or_lets_it_be_done(
    program: Program,
    answer: Answer,
    file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    words: str,
    quits: bool,
) -> None:
    folder = tmp_path / "copies du compte rendu"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_asked: str(folder))
    before = many(desk_of(program).store)
    desk = publishing(program, folder)
    asked = answer(words)
    assert desk.shell.close() is quits
    assert len(asked) == 1
    assert "mise en page" in asked[0]
    if quits:
        with closing(session.open_council(file)) as again:
            assert many(again) == before
        assert [*folder.iterdir()] == []
    else:
        qtbot.waitUntil(lambda: len([*folder.glob("*.pdf")]) == 1)
        assert many(desk.store) == before + 1


def test_papers_being_set_are_asked_about_too(make_desk: Callable[[Store], Desk], example: Store) -> None:
    desk = make_desk(example)
    dialog = open_papers(desk, example.rows("SELECT id FROM meeting WHERE number = '2026-02'")[0][0])
    next(iter(dialog.ticks.values())).setChecked(True)
    dialog.print_out()
    (question,) = [one.question for one in desk.under_way()]
    assert "ni écrits ni imprimés" in question
    for one in desk.under_way():
        one.stop()
    QThreadPool.globalInstance().waitForDone()
    dialog.close()


def refused_text(program: Program, text: str) -> AutoLineEdit:
    """Leave on the screen a text that the file did not take."""
    desk = desk_of(program)
    desk.go("settings", section="council")
    page = desk.shell.current_page()
    assert page is not None
    editor = AutoLineEdit()
    page.body.addWidget(editor)

    def save(_text: str) -> None:
        raise Refusal("Ce texte est trop long. Rien n’a changé. Raccourcissez-le.")

    desk.bind(editor, save)
    editor.setText(text)
    editor.flush()
    assert editor.pending()
    return editor


def test_a_text_not_taken_keeps_the_window_in_its_language(
    qapp: QApplication, program: Program, answer: Answer
) -> None:
    answer("Quitter sans ce texte")
    editor = refused_text(program, "Texte refusé")
    desk = desk_of(program)
    desk.go("settings", section="looks")
    page = desk.shell.current_page()
    assert page is not None
    spoken = next(one for one in page.findChildren(ComboBox) if one.findData("en") >= 0)
    spoken.setCurrentIndex(spoken.findData("en"))
    spoken.activated.emit(spoken.currentIndex())
    gallery.settle(qapp)
    assert desk_of(program) is desk
    assert (editor.text(), editor.pending()) == ("Texte refusé", True)
    assert "La langue n’a pas changé" in page.banner.text()
    assert program.preferences.language == "fr"
    shown = next(one for one in page.findChildren(ComboBox) if one.findData("en") >= 0)
    assert shown.currentData() == "fr"


def test_in_another_language_the_keyboard_is_still_on_the_field(qapp: QApplication, program: Program) -> None:
    desk = desk_of(program)
    desk.go("settings", section="looks")
    spoken = desk.shell.findChild(ComboBox, "language")
    assert isinstance(spoken, ComboBox)
    desk.shell.activateWindow()
    spoken.setFocus()
    spoken.setCurrentIndex(spoken.findData("en"))
    spoken.activated.emit(spoken.currentIndex())
    gallery.settle(qapp)
    again = desk_of(program)
    assert again is not desk
    held = again.shell.focusWidget()
    assert held is not None
    assert (held.objectName(), isinstance(held, ComboBox)) == ("language", True)
    again.prefer(language="fr")
    gallery.settle(qapp)


@pytest.mark.parametrize(("words", "left"), [("Rester", False), ("Quitter sans ce texte", True)])
def test_closing_over_a_text_not_taken_asks(program: Program, answer: Answer, words: str, left: bool) -> None:
    editor = refused_text(program, "Texte refusé")
    asked = answer(words)
    shell = desk_of(program).shell
    assert shell.close() is left
    assert len(asked) == 1
    assert "Texte refusé" in asked[0]
    assert (program.desk is None) is left
    if not left:
        assert editor.text() == "Texte refusé"
        answer("Quitter sans ce texte")


def test_nothing_is_asked_when_nothing_is_at_stake(program: Program, answer: Answer) -> None:
    asked = answer("Rester")
    assert desk_of(program).shell.close()
    assert asked == []
