"""The life of the program: which window comes first, files refused, closing, what is remembered."""

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from coprodesk import session
from coprodesk.store import backups
from coprodesk.ui.app import Program
from coprodesk.ui.preferences import Preferences, save
from coprodesk.ui.welcome import Welcome

Make = Callable[[], Program]


@pytest.fixture
def file(example_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(example_file, tmp_path / "brevigny.copro"))


@pytest.fixture
def make_program(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "maison"))
    made: list[Program] = []

    def make() -> Program:
        made.append(Program(qapp, tmp_path / "preferences.json", tmp_path / "copies"))
        return made[-1]

    yield make
    for program in made:
        QThreadPool.globalInstance().waitForDone()
        if program.desk is not None:
            program.desk.shell.close()
        if program.welcome is not None:
            program.welcome.close()
        program.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def said(program: Program) -> str:
    assert program.welcome is not None
    view = program.welcome.centralWidget()
    assert isinstance(view, Welcome)
    return view.banner.text()


def test_without_a_file_it_welcomes(make_program: Make) -> None:
    program = make_program()
    program.start(None)
    assert program.desk is None
    assert program.welcome is not None
    assert said(program) == ""


def test_the_example_opens_on_its_own_day_and_again_as_left(make_program: Make) -> None:
    program = make_program()
    program.start(None)
    program.open_example()
    assert program.desk is not None
    assert program.welcome is None
    assert "EXEMPLE" in program.desk.shell.windowTitle()
    assert str(program.desk.today()) == "2026-10-15"
    path = program.desk.store.path
    program.desk.shell.close()
    again = make_program()
    again.start(None)
    assert again.desk is not None
    assert again.desk.store.path == path


@pytest.mark.parametrize(
    ("content", "words"), [(b"une note", "pas un fichier CoproDesk"), (b"", "pas un fichier CoproDesk")]
)
def test_a_file_that_is_not_ours_is_said_and_untouched(
    make_program: Make, tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "autre.copro"
    path.write_bytes(content)
    program = make_program()
    program.start(path)
    assert words in said(program)
    assert path.read_bytes() == content
    assert list(tmp_path.glob(".autre*")) == []


def test_a_file_that_was_last_and_is_gone_is_not_missed(make_program: Make, tmp_path: Path) -> None:
    save(tmp_path / "preferences.json", Preferences(files=(str(tmp_path / "parti.copro"),)))
    program = make_program()
    program.start(None)
    assert said(program) == ""


@pytest.mark.parametrize(("button", "reads"), [("Ouvrir en lecture seule", True), ("Annuler", False)])
def test_a_held_file_offers_to_read_it(
    make_program: Make, file: Path, monkeypatch: pytest.MonkeyPatch, button: str, reads: bool
) -> None:
    holder = session.open_council(file)

    def choose(box: QMessageBox) -> int:
        assert session.user_name() in box.text()
        chosen = next(one for one in box.buttons() if one.text() == button)
        monkeypatch.setattr(QMessageBox, "clickedButton", lambda _box: chosen)
        return 0

    monkeypatch.setattr(QMessageBox, "exec", choose)
    program = make_program()
    program.start(file)
    if reads:
        assert program.desk is not None
        assert program.desk.store.read_only
        assert "Lecture seule" in program.desk.shell.windowTitle()
    else:
        assert program.desk is None
        assert "lecture seule" in said(program)
    holder.close()


def test_closing_makes_a_copy_and_gives_the_pen_back(make_program: Make, file: Path, tmp_path: Path) -> None:
    program = make_program()
    program.start(file)
    assert program.desk is not None
    program.desk.go("partners")
    program.desk.shell.close()
    assert program.desk is None
    assert len(backups.existing(file, tmp_path / "copies")) == 1
    session.open_council(file).close()


@pytest.mark.parametrize("leave", [True, False])
def test_a_copy_that_fails_at_closing_is_said(
    make_program: Make, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, leave: bool
) -> None:
    (tmp_path / "copies").write_text("a file where the folder should be")
    asked: list[str] = []
    button = QMessageBox.StandardButton.Close if leave else QMessageBox.StandardButton.Cancel

    def warn(_parent: object, _title: str, sentence: str, _buttons: object) -> QMessageBox.StandardButton:
        asked.append(sentence)
        return button

    monkeypatch.setattr(QMessageBox, "warning", warn)
    program = make_program()
    program.start(file)
    assert program.desk is not None
    shell = program.desk.shell
    shell.close()
    assert len(asked) == 1
    assert "a échoué" in asked[0]
    assert shell.isVisible() is not leave
    assert (program.desk is None) is leave
    button = QMessageBox.StandardButton.Close
    shell.close()
