"""The life of the program: which window comes first, files refused, closing, what is remembered."""

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QMimeData,
    QPoint,
    QPointF,
    QProcess,
    Qt,
    QThreadPool,
    QUrl,
)
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from coprodesk import session
from coprodesk.store import backups
from coprodesk.ui import doorbell, theme, window
from coprodesk.ui.app import Program
from coprodesk.ui.example import create_example, example_path
from coprodesk.ui.help import HelpWindow
from coprodesk.ui.pages.backups import BackupsPage
from coprodesk.ui.preferences import Preferences, load, save
from coprodesk.ui.welcome import Welcome
from coprodesk.ui.widgets.buttons import ActionButton
from tests.conftest import bare_council

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


def test_every_page_of_the_example_says_what_it_is(make_program: Make, file: Path) -> None:
    program = make_program()
    program.start(file)
    assert program.desk is not None
    shell = program.desk.shell
    for width, height in ((1366, 768), (900, 430)):
        shell.resize(width, height)
        for page in window.PAGES:
            if page not in ("meeting", "partner"):
                program.desk.go(page)
            mark = shell.top.example
            assert mark.isVisible()
            assert mark.accessibleName() == "EXEMPLE"
            for other in (shell.top.menu_bar, shell.top.search, shell.top.save_state):
                assert not mark.geometry().intersects(other.geometry())
    with program.desk.store.change("Vrai conseil") as change:
        change.update("council", 1, example_at=None)
    assert not shell.top.example.isVisible()


@pytest.mark.parametrize("opened", [True, False])
def test_one_act_takes_the_example_away_and_says_so(make_program: Make, tmp_path: Path, opened: bool) -> None:
    program = make_program()
    program.start(None)
    program.open_example()
    assert program.desk is not None
    path = program.desk.store.path
    backups.back_up(path, tmp_path / "copies", program.desk.now())
    if opened:
        program.desk.shell.action("file.erase_example").trigger()
    else:
        program.desk.shell.close()
        program.show_welcome()
        assert program.welcome is not None
        view = program.welcome.centralWidget()
        assert isinstance(view, Welcome)
        view.show_files(program.preferences.files)
        (button,) = (one for one in view.findChildren(ActionButton) if one.text() == "Effacer l’exemple")
        assert button.isVisible()
        button.click()
        assert not button.isVisible()
    assert program.desk is None
    assert "brevigny.copro » et 1 sauvegarde." in said(program).replace("\u00a0", " ")
    assert not path.exists()
    assert load(tmp_path / "preferences.json").files == ()
    assert list((tmp_path / "copies").iterdir()) == []
    program.open_example()
    assert program.desk is not None


def test_a_real_council_is_never_taken_for_the_example(make_program: Make, tmp_path: Path) -> None:
    path = tmp_path / "vrai.copro"
    session.create_council(path, bare_council, "Création").close()
    program = make_program()
    program.start(path)
    assert program.desk is not None
    program.desk.shell.action("file.erase_example").trigger()
    page = program.desk.shell.current_page()
    assert page is not None
    assert "pas d’exemple à effacer" in page.banner.text()
    assert path.exists()
    create_example().close()
    program.desk.shell.action("file.erase_example").trigger()
    assert "Exemple effacé" in program.desk.shell.toast.text()
    assert program.desk.store.path == path
    assert path.exists()
    assert not example_path().exists()


def test_the_last_files_that_are_still_there_are_offered(
    make_program: Make, file: Path, tmp_path: Path
) -> None:
    gone = tmp_path / "parti.copro"
    save(tmp_path / "preferences.json", Preferences(files=(str(gone), str(file))))
    program = make_program()
    program.start(None)
    assert program.welcome is not None
    view = program.welcome.centralWidget()
    assert isinstance(view, Welcome)
    shown = [action for action in view.recent if action.isVisible()]
    assert [action.text() for action in shown] == ["brevigny"]
    shown[0].trigger()
    assert program.desk is not None
    assert program.desk.store.path == file


def test_a_real_council_in_the_place_of_the_example_is_let_go_untouched(make_program: Make) -> None:
    path = example_path()
    path.parent.mkdir(parents=True)
    session.create_council(path, bare_council, "Création").close()
    program = make_program()
    program.start(None)
    program.erase_example()
    assert "n’est pas l’exemple" in said(program)
    session.open_council(path).close()


@pytest.mark.parametrize(
    ("names", "opens"), [(["brevigny.copro"], True), (["autre.txt"], False), ([], False)]
)
def test_a_file_dropped_on_the_welcome_opens(
    make_program: Make, file: Path, names: list[str], opens: bool
) -> None:
    program = make_program()
    program.start(None)
    assert program.welcome is not None
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(file.with_name(name))) for name in names])
    spot, act, button = QPoint(9, 9), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(spot, act, held, button, none)
    QApplication.sendEvent(program.welcome, entering)
    assert entering.isAccepted() is opens
    QApplication.sendEvent(program.welcome, QDropEvent(QPointF(spot), act, held, button, none))
    assert (program.desk is not None) is opens


def test_the_links_of_the_welcome_dress_the_program(make_program: Make, tmp_path: Path) -> None:
    program = make_program()
    program.start(None)
    assert program.welcome is not None
    view = program.welcome.centralWidget()
    assert isinstance(view, Welcome)

    def choose(link: str, words: str) -> None:
        next(one for one in view.links if one.text() == link).click()
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        next(one for one in menu.actions() if one.text() == words).trigger()
        menu.close()

    choose("Thème clair", "Sombre")
    choose("Taille du texte", "130\u00a0%")
    kept = load(tmp_path / "preferences.json")
    assert (kept.theme, kept.text_scale) == ("dark", 1.3)
    assert theme.tokens().dark
    assert view.links[1].text() == "Thème sombre"
    program.welcome.activateWindow()
    QTest.qWaitForWindowActive(program.welcome)
    QTest.keyClick(view.first_focus(), Qt.Key.Key_F1)
    helped = [
        one for one in QApplication.topLevelWidgets() if isinstance(one, HelpWindow) and one.isVisible()
    ]
    assert [one.page() for one in helped] == ["welcome"]
    helped[0].close()


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


def test_a_last_file_that_may_not_be_looked_at_keeps_nobody_from_starting(
    make_program: Make, tmp_path: Path, forbidden: Path
) -> None:
    save(tmp_path / "preferences.json", Preferences(files=(str(forbidden / "c.copro"),)))
    program = make_program()
    assert program.start(None)
    assert program.welcome is not None
    assert not program.open_path(forbidden / "c.copro")
    assert "ne peut pas être lu" in said(program)


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


def test_a_second_start_on_the_same_file_raises_the_first_window(
    make_program: Make, file: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    raised: list[QWidget] = []
    monkeypatch.setattr(doorbell, "raise_window", raised.append)
    program = make_program()
    program.start(file)
    assert program.desk is not None
    shell = program.desk.shell
    qtbot.waitUntil(lambda: shell.findChild(doorbell.Doorbell) is not None)
    second = QProcess()
    second.start(sys.executable, ["-m", "coprodesk", str(file)])
    qtbot.waitUntil(lambda: second.state() == QProcess.ProcessState.NotRunning, timeout=30_000)
    assert (second.exitStatus(), second.exitCode()) == (QProcess.ExitStatus.NormalExit, 0)
    assert raised == [shell]
    link = file.with_name("lien.copro")
    link.symlink_to(file)
    for again in (file, link):
        assert program.open_path(again), "asked again here, it is simply shown"
        assert program.desk.shell is shell
    assert doorbell.bell_of(link).exists(), "nobody had to ring"


def test_a_window_that_is_gone_answers_nobody(make_program: Make, file: Path, qtbot: QtBot) -> None:
    program = make_program()
    program.start(file)
    assert program.desk is not None
    shell = program.desk.shell
    qtbot.waitUntil(lambda: shell.findChild(doorbell.Doorbell) is not None)
    bell = doorbell.bell_of(file)
    assert bell.exists()
    shell.close()
    assert not bell.exists()
    assert not doorbell.ring(file)


@pytest.mark.usefixtures("make_program")
def test_the_bell_that_a_crash_left_is_heard_by_nobody(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doorbell, "PATIENCE", 0.05)
    bell = doorbell.bell_of(file)
    bell.parent.mkdir(parents=True, exist_ok=True)
    bell.touch()
    assert not doorbell.ring(file)
    assert not bell.exists()


def typed_name(monkeypatch: pytest.MonkeyPatch, name: Path) -> None:
    """Answer the next question about a file with this name."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(name), ""))


def test_a_copy_is_completed_by_its_suffix_and_then_replaces_nothing(
    make_program: Make, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = make_program()
    program.start(file)
    assert program.desk is not None
    shell = program.desk.shell
    other = tmp_path / "autre.txt.copro"
    other.write_bytes(b"d'une autre main")
    typed_name(monkeypatch, tmp_path / "autre.txt")
    shell.action("file.save_copy").trigger()
    page = shell.current_page()
    assert page is not None
    assert "existe déjà" in page.banner.text(), "the dialog asked about another name"
    assert other.read_bytes() == b"d'une autre main"
    other.unlink()
    shell.action("file.save_copy").trigger()
    assert shell.toast.text() == "Copie faite et vérifiée\u00a0: autre.txt.copro"
    typed_name(monkeypatch, other)
    shell.action("file.save_copy").trigger()
    assert backups.check(other) == [], "the dialog asked about this very name"
    typed_name(monkeypatch, tmp_path / "COPIE.COPRO")
    shell.action("file.save_copy").trigger()
    assert (tmp_path / "COPIE.COPRO").exists()
    typed_name(monkeypatch, tmp_path / "cle" / "copie")
    shell.action("file.save_copy").trigger()
    assert "Le dossier «\u00a0cle\u00a0» n’existe pas" in page.banner.text()


def test_a_copy_on_a_key_and_a_copy_come_back_to_keep_to_the_same_rule(
    make_program: Make, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(QMessageBox, "information", lambda *_told: None)
    program = make_program()
    program.start(file)
    desk = program.desk
    assert desk is not None
    desk.go("backups")
    page = desk.shell.current_page()
    assert isinstance(page, BackupsPage)
    page.back_up()
    qtbot.waitUntil(lambda: page.table.current() is not None)
    typed_name(monkeypatch, tmp_path / "cle")
    page.copy_elsewhere()
    qtbot.waitUntil((tmp_path / "cle.copro").is_file)
    page.copy_elsewhere()
    qtbot.waitUntil(lambda: "existe déjà" in page.banner.text())
    typed_name(monkeypatch, tmp_path / "rendu.1")
    page.restore()
    qtbot.waitUntil((tmp_path / "rendu.1.copro").is_file)


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


def test_a_copy_that_fails_as_another_file_is_opened_is_said_there(
    make_program: Make, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave = QMessageBox.StandardButton.Close
    monkeypatch.setattr(QMessageBox, "warning", lambda *_asked: leave)
    (tmp_path / "copies").write_text("a file where the folder should be")
    other = Path(shutil.copyfile(file, tmp_path / "autre.copro"))
    program = make_program()
    program.start(file)
    assert program.open_path(other)
    assert program.desk is not None
    assert program.desk.store.path == other
    page = program.desk.shell.current_page()
    assert page is not None
    assert "a échoué" in page.banner.text()
