"""From nothing to paper by keyboard: file, partners, meeting, agenda, roll, notes, paper, restart."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from coprodesk.ui.app import Program
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.pages.body_detail import SeatsForm
from coprodesk.ui.pages.import_centre import ImportCentre
from coprodesk.ui.pages.import_partners import ImportPartnersDialog
from coprodesk.ui.pages.live_close import CloseSession
from coprodesk.ui.pages.new_meeting import NewMeetingDialog
from coprodesk.ui.shell import Shell
from tests.ui.secretary import (
    ALT,
    CTRL,
    WAIT,
    Key,
    Secretary,
    arrive,
    begin_a_council,
    convene_all,
    open_the_session,
    publish_the_minutes,
)

SHEET = Path(__file__).parents[1] / "data" / "partners" / "point_virgule_windows.csv"


def test_from_nothing_to_paper_by_keyboard(
    launch: Callable[[], Program],
    type_text: Callable[[QWidget, str], None],
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    me = Secretary(launch(), type_text, qtbot)
    create_the_file(me, tmp_path / "essai.copro")
    import_partners(me)
    give_seats(me)
    write_the_agenda(me)
    convene(me)
    hold_the_session(me)
    paper = publish_the_minutes(me, tmp_path / "papiers", monkeypatch)
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(paper).pages).split())
    for words in (
        "Éclairage de l’îlot",
        "Mme Lucie BORDES",
        "Mme la maire ouvre la séance.",
        "Déposer le dossier d’éclairage",
        "Transmettre les comptages",
        "Excusé",
    ):
        assert words in text, words
    assert "Gymnase" not in text
    assert me.keys < 700
    assert_restart(me, launch, type_text, qtbot)


def create_the_file(me: Secretary, path: Path) -> None:
    begin_a_council(me)
    me.write("Essai-sur-Lorne", Key.Key_Return)
    me.tab_to("Tout décocher", Key.Key_Backtab)
    me.press(Key.Key_Return)
    me.press(Key.Key_Return, held=CTRL)
    me.press(Key.Key_A, held=CTRL)
    me.write(str(path), Key.Key_Return)
    arrive(me)
    assert path.is_file()
    assert me.store.rows("SELECT name FROM council")[0]["name"] == "CLSPD d’Essai-sur-Lorne"


def import_partners(me: Secretary) -> None:
    assert me.focus.accessibleName() == "Importer…"
    me.press(Key.Key_Return)
    me.at(ImportCentre)
    me.press(Key.Key_Return)
    dialog = me.at(ImportPartnersDialog)
    me.press(Key.Key_Return)
    picker = dialog.findChild(QFileDialog)
    assert picker is not None
    picker.fileSelected.emit(str(SHEET))
    picker.close()
    me._qtbot.waitUntil(lambda: dialog.stack.currentIndex() == 1, timeout=WAIT)
    me.at(ImportPartnersDialog)
    me.press(Key.Key_Return, Key.Key_Return, held=CTRL)
    me.at(Shell)
    assert len(me.store.rows("SELECT * FROM institution")) == 7
    assert len(me.store.rows("SELECT * FROM person")) == 8


def give_seats(me: Secretary) -> None:
    me.go_to("groupes")
    me.press(Key.Key_Down)
    me.tab_to("Composition…")
    me.press(Key.Key_Return)
    me.at(SeatsForm)
    for _seat in range(7):
        me.press(Key.Key_Space, Key.Key_Tab)
    me.press(Key.Key_Return, held=CTRL)
    me.at(Shell)
    assert len(me.store.rows("SELECT * FROM seat")) == 7


def write_the_agenda(me: Secretary) -> None:
    me.press(Key.Key_N, held=CTRL)
    me.at(NewMeetingDialog)
    me.press(Key.Key_Down, Key.Key_Down, Key.Key_Tab)
    me.write("demain", Key.Key_Tab)
    me.write("14h30", Key.Key_Tab, Key.Key_Tab, Key.Key_Tab)
    assert me.focus.accessibleName() == "Modèle d’ordre du jour"
    me.press(Key.Key_End)
    me.press(Key.Key_Return, held=CTRL)
    me.at(Shell)
    for title in ("Éclairage de l’îlot", "Gymnase", "Rodéos & bruits", "Collège", "Questions diverses"):
        me.write(title, Key.Key_Return)
    me.press(Key.Key_Backtab)
    me.press(Key.Key_Home, Key.Key_Down, Key.Key_Delete)
    me.press(Key.Key_Up, held=ALT)
    me.press(Key.Key_F2)
    me.press(Key.Key_Tab, Key.Key_Down, Key.Key_Tab, Key.Key_Tab)
    me.press(Key.Key_A, held=CTRL)
    me.write("25", Key.Key_Escape)
    rows = me.store.rows("SELECT title, planned_minutes, reporter_id FROM agenda_item ORDER BY position")
    assert [row["title"] for row in rows] == [
        "Rodéos & bruits",
        "Éclairage de l’îlot",
        "Collège",
        "Questions diverses",
    ]
    assert rows[0]["planned_minutes"] == 25
    assert rows[0]["reporter_id"] is not None


def convene(me: Secretary) -> None:
    step = convene_all(me)
    me.write("p")
    QTest.keyClick(step.table, Key.Key_P)
    me.press(Key.Key_Down, Key.Key_E)
    me.at(FormDialog)
    me.write("Réunion zonale", Key.Key_Return)
    me.at(Shell)
    replies = [row["reply"] for row in me.store.rows("SELECT reply FROM roll_entry ORDER BY position")]
    assert sorted(replies) == ["comes", "excused", "none", "none", "none", "none", "none"]


def hold_the_session(me: Secretary) -> None:
    step = open_the_session(me)
    me.press(Key.Key_P, Key.Key_E, Key.Key_R)
    me.press(Key.Key_A, held=CTRL)
    me.write("Mme Lucie BORDES", Key.Key_Return)
    me.press(Key.Key_P, Key.Key_A, Key.Key_P, Key.Key_E)
    me.press(Key.Key_G)
    me.at(FormDialog)
    me.write("Mme Paule VOISIN", Key.Key_Return)
    me.at(Shell)
    me.press(Key.Key_F9)
    me.write("Mme la maire ouvre la séance.")
    me.press(Key.Key_Return, held=CTRL)
    me.press(Key.Key_PageDown, Key.Key_PageDown, held=CTRL)
    (lead, *_others) = me.store.rows("SELECT short_name FROM institution ORDER BY id")
    me.write(f"d Déposer le dossier d’éclairage @{lead['short_name']} >+30", Key.Key_Return)
    me.press(Key.Key_E, held=CTRL)
    me.write(f"Transmettre les comptages @{lead['short_name']} >+15")
    me.press(Key.Key_Return, held=CTRL)
    (promised,) = me.store.rows("SELECT what, lead_id, current_due FROM commitment")
    assert promised["what"] == "Transmettre les comptages"
    assert promised["lead_id"] is not None
    assert promised["current_due"] is not None
    step.acts.close.trigger()
    me.at(CloseSession)
    me.press(Key.Key_Return)
    me.at(Shell)


def assert_restart(
    me: Secretary,
    launch: Callable[[], Program],
    type_text: Callable[[QWidget, str], None],
    qtbot: QtBot,
) -> None:
    """Everything is there after a restart, and Ctrl+Z goes on where it stopped."""
    me.go_to("réunions")
    undone = me.store.undo_label
    assert undone
    me.press(Key.Key_Q, held=CTRL)
    assert me.program.desk is None
    again = Secretary(launch(), type_text, qtbot)
    again.at(Shell)
    assert again.desk.shell.current_id() == "meetings"
    assert again.store.undo_label == undone
    assert again.store.rows("SELECT state FROM meeting")[0]["state"] == "held"
    again.press(Key.Key_Z, held=CTRL)
    assert again.store.rows("SELECT state FROM meeting")[0]["state"] == "in_progress"
    assert len(again.store.rows("SELECT * FROM record")) == 2
