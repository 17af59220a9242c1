"""The import centre: three choices by keyboard, an empty table for each, past meetings."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from coprodesk.exchange.sheets import read_sheet
from coprodesk.store import Store
from coprodesk.ui import ask_place
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.import_centre import ImportCentre, open_centre
from coprodesk.ui.pages.import_commitments import ImportCommitmentsDialog
from coprodesk.ui.pages.import_dialog import ImportDialog
from coprodesk.ui.pages.import_meetings import ImportMeetingsDialog
from coprodesk.ui.pages.import_partners import ImportPartnersDialog

MakeDesk = Callable[[Store], Desk]


def test_the_menu_opens_the_centre(make_desk: MakeDesk, example: Store) -> None:
    desk = make_desk(example)
    desk.shell.action("file.import").trigger()
    (centre,) = desk.shell.findChildren(ImportCentre)
    assert centre.isVisible()
    assert [button.accessibleName() for button in centre.buttons] == [
        "Importer des partenaires…",
        "Modèle de tableau, partenaires et personnes",
        "Importer des séances…",
        "Modèle de tableau, séances passées",
        "Importer des engagements…",
        "Modèle de tableau, engagements",
    ]
    assert centre.focusWidget() is centre.buttons[0]
    QTest.keyClick(centre, Qt.Key.Key_Escape)
    assert not centre.isVisible()


@pytest.mark.parametrize(
    ("tabs", "kind"), [(0, ImportPartnersDialog), (2, ImportMeetingsDialog), (4, ImportCommitmentsDialog)]
)
def test_each_choice_goes_on_in_its_dialog(
    make_desk: MakeDesk, example: Store, tabs: int, kind: type[ImportDialog]
) -> None:
    desk = make_desk(example)
    centre = open_centre(desk)
    QTest.qWaitForWindowActive(centre)
    for _turn in range(tabs):
        QTest.keyClick(centre.focusWidget(), Qt.Key.Key_Tab)
    QTest.keyClick(centre.focusWidget(), Qt.Key.Key_Space)
    assert not centre.isVisible()
    (dialog,) = desk.shell.findChildren(ImportDialog)
    assert type(dialog) is kind
    assert dialog.isVisible()
    dialog.reject()


def test_a_model_is_written_where_asked(
    make_desk: MakeDesk, example: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "modele.xlsx"
    monkeypatch.setattr(ask_place, "ask_file", lambda *_asked: path)
    centre = open_centre(make_desk(example))
    centre.buttons[3].click()
    assert "modele.xlsx" in centre.banner.text()
    header = read_sheet(path).header
    assert header[:2] == ("Groupe", "Date")
    assert "DSDEN" in header
    monkeypatch.setattr(ask_place, "ask_file", lambda *_asked: tmp_path / "absent" / "x.xlsx")
    centre.buttons[1].click()
    assert not (tmp_path / "absent").exists()
    assert "modele.xlsx" not in centre.banner.text()
    centre.reject()


def test_past_meetings_come_in_by_keyboard(
    make_desk: MakeDesk, example: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "calendrier.csv"
    path.write_text(
        "Date;Heure;DSDEN;Parquet;Couleur\n14/03/2023;9h;P;E;x\n12/12/2026;9h;P;P;x\nhier;9h;P;P;x\n", "utf-8"
    )
    desk = make_desk(example)
    before = example.undo_label
    open_centre(desk).buttons[2].click()
    (dialog,) = desk.shell.findChildren(ImportMeetingsDialog)
    dialog.read(path)
    qtbot.waitUntil(lambda: dialog.stack.currentIndex() == 1)
    assert dialog.left_out.text() == "Colonne laissée de côté\u00a0: «\u00a0Couleur\u00a0»"
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "groupe n’est pas indiqué" in dialog.table.rows.summary(0)
    assert not dialog._import.isEnabled()
    dialog.body.box.setFocus()
    dialog.body.box.setCurrentIndex(dialog.body.box.findText("Formation restreinte"))
    summaries = [dialog.table.rows.summary(number) for number in range(3)]
    assert "n° 2023-01" in summaries[0]
    assert "à venir" in summaries[1]
    assert "n’est pas comprise" in summaries[2]
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.shell.toast.text() == "1 séance importée"
    assert example.undo_label == "Import de séances passées"
    desk.undo()
    assert example.undo_label == before
    assert not example.rows("SELECT 1 FROM meeting WHERE date LIKE '2023-%'")
