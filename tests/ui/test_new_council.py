"""The dialog of a new council: what the law says, who sits, where the file goes, what is handed over."""

from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from coprodesk.commands.council import seed
from coprodesk.domain.territory import Territory, law_words
from coprodesk.domain.usual_institutions import offers
from coprodesk.places import PlaceKind, kind_of
from coprodesk.queries import council
from coprodesk.store import Opening, Store, create
from coprodesk.ui import theme
from coprodesk.ui.new_council import NewCouncilDialog, ask_new_council, file_name

Typist = Callable[[QWidget, str], None]
CONTROL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
Key = Qt.Key
MOUNTS = """/dev/sda1 / ext4 rw 0 0
//serveur/commun /mnt/mairie\\040commune cifs rw 0 0
/dev/sdb1 /mnt/cle vfat rw 0 0
"""


@pytest.mark.parametrize(
    ("population", "district", "intercommunal", "told"),
    [
        (None, False, False, ""),
        (5_000, False, False, "facultatif"),
        (5_001, False, False, "obligatoire"),
        (900, True, False, "obligatoire"),
        (15_000, False, False, "obligatoire (article"),
        (15_001, False, False, "coordonnateur"),
        (40_000, True, True, "L. 132-13"),
    ],
)
def test_the_law_in_one_line(population: int | None, district: bool, intercommunal: bool, told: str) -> None:
    words = law_words(Territory(population, district, intercommunal))
    assert told in words
    assert bool(words) == bool(told)
    assert ("coordonnateur" in words) == (told == "coordonnateur")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (PurePosixPath("/home/maelle/Documents"), PlaceKind.LOCAL),
        (PurePosixPath("/mnt/cle/conseil"), PlaceKind.LOCAL),
        (PurePosixPath("/mnt/mairie commune/clspd"), PlaceKind.NETWORK),
        (PurePosixPath("/run/user/1000/gvfs/smb-share/clspd"), PlaceKind.NETWORK),
        (PureWindowsPath(r"\\serveur\commun\clspd"), PlaceKind.NETWORK),
        (PureWindowsPath(r"C:\Users\maelle\OneDrive - Mairie\Documents"), PlaceKind.SYNCHRONISED),
        (PurePosixPath("/home/maelle/Nextcloud/clspd"), PlaceKind.SYNCHRONISED),
        (PureWindowsPath(r"C:\Users\maelle\Documents"), PlaceKind.LOCAL),
    ],
)
def test_kind_of_a_folder(path: Any, kind: PlaceKind) -> None:
    assert kind_of(path, MOUNTS) is kind


def test_name_of_the_file() -> None:
    assert file_name("Brévigny-sur-Lorne") == "clspd-brevigny-sur-lorne.copro"
    assert file_name("L’Œuvre /..\\") == "clspd-l-oeuvre.copro"


@pytest.fixture
def open_dialog(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., NewCouncilDialog]]:
    """Open the dialog over a window of some size; it is closed when the test ends."""
    made: list[tuple[QWidget, NewCouncilDialog]] = []

    def opened(folder: Path = tmp_path, size: tuple[int, int] = (1366, 768)) -> NewCouncilDialog:
        parent = QWidget()
        parent.resize(*size)
        qtbot.addWidget(parent)
        dialog = NewCouncilDialog(parent, folder)
        made.append((parent, dialog))
        dialog.open()
        dialog.activateWindow()
        QTest.qWaitForWindowActive(dialog)
        return dialog

    yield opened
    for _parent, dialog in made:
        dialog.reject()


def press(dialog: NewCouncilDialog, *keys: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    for key in keys:
        focus = dialog.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key, held)


def test_three_steps_by_keyboard_make_a_council(
    open_dialog: Callable[..., NewCouncilDialog], type_text: Typist, tmp_path: Path, opening: Opening
) -> None:
    dialog = open_dialog()
    told: list[tuple[Path, dict[str, Any]]] = []
    dialog.chosen.connect(lambda path, facts: told.append((path, facts)))
    type_text(dialog.commune, "Évry-le-Bel")
    assert dialog.name.text() == "CLSPD d’Évry-le-Bel"
    type_text(dialog.population, "18 640")
    assert "coordonnateur" in dialog.law.text()
    press(dialog, Key.Key_Return, held=CONTROL)
    assert dialog.stack.currentIndex() == 1
    press(dialog, Key.Key_Return, held=CONTROL)
    assert dialog.stack.currentIndex() == 2
    assert dialog.path.text() == str(tmp_path / "clspd-evry-le-bel.copro")
    press(dialog, Key.Key_Return, held=CONTROL)
    ((path, facts),) = told
    store = create(path, opening, lambda change: seed(change, **facts), "Création")
    made = council.council(store)
    seated = store.rows(
        "SELECT b.short_name, count(*) FROM seat s JOIN body b ON b.id = s.body_id GROUP BY 1"
    )
    store.close()
    assert (made.name, made.commune, made.population) == ("CLSPD d’Évry-le-Bel", "Évry-le-Bel", 18640)
    ticked = [one for one in offers(Territory(18640)) if one.ticked]
    assert {row[0]: row[1] for row in seated} == {
        "Plénière": len(ticked),
        "Restreinte": sum(one.institution.restricted for one in ticked),
    }
    dialog.create_file()
    assert "existe déjà" in dialog.banner.text()
    assert len(told) == 1


@pytest.mark.parametrize(
    ("typed", "made", "refused"),
    [
        ("Documents/neuf.txt", "Documents/neuf.txt.copro", ""),
        ("Documents/NEUF.COPRO", "Documents/NEUF.COPRO", ""),
        ("autre/neuf.copro", "", "Le dossier «\u00a0autre\u00a0» n’existe pas"),
    ],
)
def test_only_the_folder_proposed_is_made(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, made: str, refused: str
) -> None:
    for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "maison"))
    parent = QWidget()
    qtbot.addWidget(parent)
    stores: list[Store] = []
    dialog = ask_new_council(parent, tmp_path / "Documents", stores.append)
    dialog.commune.setText("Lorne")
    dialog.name.setText("CLSPD de Lorne")
    dialog.go_on()
    dialog.go_on()
    dialog.path.setText(str(tmp_path / typed))
    dialog.create_file()
    for store in stores:
        store.close()
    assert [str(store.path.relative_to(tmp_path)) for store in stores] == ([made] if made else [])
    assert refused in dialog.banner.text()
    assert not (tmp_path / "autre").exists()
    dialog.reject()


def test_boxes_are_ticked_by_keyboard_one_by_one_or_by_college(
    open_dialog: Callable[..., NewCouncilDialog], type_text: Typist
) -> None:
    dialog = open_dialog()
    type_text(dialog.commune, "Lorne")
    press(dialog, Key.Key_Return)
    step = dialog.institutions
    town = step.colleges["Ville"]
    names = [line.institution.name for line in step.lines if line.institution.college == "Ville"]
    assert dialog.focusWidget() is town
    assert town.checkState() is Qt.CheckState.PartiallyChecked, "as the law and custom suggest"

    def ticked() -> set[str]:
        return {one.name for one in step.chosen()}

    press(dialog, Key.Key_Space)
    assert set(names) <= ticked()
    press(dialog, Key.Key_Space)
    assert not set(names) & ticked()
    assert town.checkState() is Qt.CheckState.Unchecked
    press(dialog, Key.Key_Tab, Key.Key_Space)
    assert set(names) & ticked() == {names[0]}
    assert town.checkState() is Qt.CheckState.PartiallyChecked, "some of it"
    heard = QAccessible.queryAccessibleInterface(town).state()
    assert heard.checkStateMixed
    some = town.grab().toImage()
    press(dialog, Key.Key_Backtab, Key.Key_Space)
    assert set(names) <= ticked(), "a click on some of it takes all of it"
    assert town.checkState() is Qt.CheckState.Checked
    assert town.grab().toImage() != some, "the eye tells some from all"
    press(dialog, Key.Key_Space)
    assert not set(names) & ticked()
    assert town.checkState() is Qt.CheckState.Unchecked
    press(dialog, Key.Key_Space, Key.Key_Tab, Key.Key_Space)
    assert set(names) - ticked() == {names[0]}
    assert town.checkState() is Qt.CheckState.PartiallyChecked, "all but one"
    step.tick_none.trigger()
    assert step.chosen() == ()
    assert dialog.result_facts()[1]["institutions"] == ()
    step.tick_all.trigger()
    assert len(ticked()) == len(step.lines)
    assert {head.checkState() for head in step.colleges.values()} == {Qt.CheckState.Checked}


def test_the_departement_is_of_right_at_one_click(
    open_dialog: Callable[..., NewCouncilDialog], type_text: Typist
) -> None:
    dialog = open_dialog()
    type_text(dialog.commune, "Lorne")
    dialog.go_on()
    (line,) = (one for one in dialog.institutions.lines if one.right is not None)
    assert line.institution.college == "Département"

    def kind() -> str:
        return next(one.kind for one in dialog.institutions.chosen() if one.college == "Département")

    assert kind() == "designated"
    assert line.right is not None
    line.right.click()
    assert kind() == "ex_officio"


def test_coming_back_keeps_the_ticks_unless_the_facts_changed(
    open_dialog: Callable[..., NewCouncilDialog], type_text: Typist
) -> None:
    dialog = open_dialog()
    type_text(dialog.commune, "Lorne")
    dialog.go_on()
    dialog.institutions.tick_none.trigger()
    press(dialog, Key.Key_Left, held=Qt.KeyboardModifier.AltModifier)
    assert dialog.stack.currentIndex() == 0
    dialog.go_on()
    assert dialog.institutions.chosen() == ()
    dialog.go_back()
    dialog.intercommunal.click()
    assert "président de l’intercommunalité" in dialog.law.text()
    dialog.go_on()
    names = {one.name for one in dialog.institutions.chosen()}
    assert {"Communes membres", "Intercommunalité – présidence"} <= names
    assert "Mairie – présidence" not in names


@pytest.mark.parametrize(("size", "scale"), [((1366, 768), 1.0), ((900, 430), 1.0), ((900, 430), 1.5)])
def test_no_name_of_the_list_is_cut(
    open_dialog: Callable[..., NewCouncilDialog],
    type_text: Typist,
    qapp: QApplication,
    size: tuple[int, int],
    scale: float,
) -> None:
    theme.apply(qapp, "dark", scale)
    dialog = open_dialog(size=size)
    type_text(dialog.commune, "Lorne")
    dialog.go_on()
    QApplication.processEvents()
    step = dialog.institutions
    room = step.lines[0].box.window().width()
    for line in step.lines:
        assert line.box.width() >= line.box.sizeHint().width(), line.institution.name
        right = line.box.mapTo(dialog, line.box.rect().topRight()).x()
        assert right < room, line.institution.name


def test_what_is_missing_is_said_and_nothing_is_chosen(
    open_dialog: Callable[..., NewCouncilDialog], type_text: Typist
) -> None:
    dialog = open_dialog()
    dialog.go_on()
    assert dialog.stack.currentIndex() == 0
    assert "commune manque" in dialog.banner.text()
    type_text(dialog.commune, "Lorne")
    type_text(dialog.population, "beaucoup")
    dialog.go_on()
    assert "habitants" in dialog.banner.text()
    dialog.population.clear()
    dialog.go_on()
    assert dialog.stack.currentIndex() == 1
    dialog.go_on()
    dialog.path.clear()
    dialog.create_file()
    assert "emplacement manque" in dialog.banner.text()


def test_a_synchronised_folder_is_told(
    open_dialog: Callable[..., NewCouncilDialog], type_text: Typist, tmp_path: Path
) -> None:
    dialog = open_dialog(tmp_path / "OneDrive")
    type_text(dialog.commune, "Lorne")
    dialog.go_on()
    dialog.go_on()
    assert "synchronisation" in dialog.warning.text()
    dialog.path.setText("/nulle/part/conseil.copro")
    assert dialog.warning.text() == ""
