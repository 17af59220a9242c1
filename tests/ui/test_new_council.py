"""The dialog of a new council: what the law says, where the file goes, what is handed over."""

from collections.abc import Callable
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from coprodesk.commands.council import seed
from coprodesk.places import PlaceKind, kind_of
from coprodesk.queries import council
from coprodesk.store import Opening, create
from coprodesk.ui.new_council import NewCouncilDialog, file_name, law_words

Typist = Callable[[QWidget, str], None]
CONTROL = Qt.KeyboardModifier.ControlModifier
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
    words = law_words(population, district, intercommunal)
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


def test_two_steps_by_keyboard_make_a_council(
    qtbot: QtBot, type_text: Typist, tmp_path: Path, opening: Opening
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = NewCouncilDialog(parent, tmp_path)
    dialog.open()
    dialog.activateWindow()
    QTest.qWaitForWindowActive(dialog)
    told: list[tuple[Path, dict[str, Any]]] = []
    dialog.chosen.connect(lambda path, facts: told.append((path, facts)))
    type_text(dialog.commune, "Évry-le-Bel")
    assert dialog.name.text() == "CLSPD d’Évry-le-Bel"
    type_text(dialog.population, "18 640")
    assert "coordonnateur" in dialog.law.text()
    QTest.keyClick(dialog.commune, Qt.Key.Key_Return, CONTROL)
    assert dialog.stack.currentIndex() == 1
    assert dialog.path.text() == str(tmp_path / "clspd-evry-le-bel.copro")
    QTest.keyClick(dialog.path, Qt.Key.Key_Return, CONTROL)
    ((path, facts),) = told
    store = create(path, opening, lambda change: seed(change, **facts), "Création")
    made = council.council(store)
    store.close()
    assert (made.name, made.commune, made.population) == ("CLSPD d’Évry-le-Bel", "Évry-le-Bel", 18640)
    dialog.create_file()
    assert "existe déjà" in dialog.banner.text()
    assert len(told) == 1
    dialog.reject()


def test_what_is_missing_is_said_and_nothing_is_chosen(
    qtbot: QtBot, type_text: Typist, tmp_path: Path
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = NewCouncilDialog(parent, tmp_path)
    dialog.open()
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
    dialog.path.clear()
    dialog.create_file()
    assert "emplacement manque" in dialog.banner.text()
    dialog.reject()


def test_a_synchronised_folder_is_told(qtbot: QtBot, type_text: Typist, tmp_path: Path) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = NewCouncilDialog(parent, tmp_path / "OneDrive")
    dialog.open()
    type_text(dialog.commune, "Lorne")
    dialog.go_on()
    assert "synchronisation" in dialog.warning.text()
    dialog.path.setText("/nulle/part/conseil.copro")
    assert dialog.warning.text() == ""
    dialog.reject()
