"""Importing the follow-up spreadsheet: columns, preview, unknown partners, bar, stop, undo."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from coprodesk.domain.import_plan import Fate
from coprodesk.exchange.commitment_sheet import Field
from coprodesk.queries.commitments import commitments
from coprodesk.store import Store
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.import_commitments import ImportCommitmentsDialog, open_import

MakeDesk = Callable[[Store], Desk]
CONTROL = Qt.KeyboardModifier.ControlModifier
LIST = (
    "Réf.;Engagement;Pilote;Décidé le;Échéance initiale;Échéance actuelle;Reports;État;Couleur\n"
    "E-2025-04;Communiquer l’absentéisme trimestriel agrégé;DSDEN;20/03/2025;31/01/2026;"
    "30/09/2026;2;en cours;x\n"
    "E-2026-11;Ouvrir une permanence;Régie de quartier;11/06/2026;30/09/2026;31/12/2026;1;en cours;x\n"
    "E-2026-12;Tenir douze maraudes;Le Passage;11/06/2026;;;;tenu;x\n"
    ";;;;;;;;x\n"
)


def read(desk: Desk, folder: Path, qtbot: QtBot, text: str = LIST) -> ImportCommitmentsDialog:
    path = folder / "suivi.csv"
    path.write_bytes(text.encode("cp1252"))
    dialog = open_import(desk)
    dialog.read(path)
    qtbot.waitUntil(lambda: dialog.stack.currentIndex() == 1)
    return dialog


def summaries(dialog: ImportCommitmentsDialog) -> list[str]:
    return [dialog.table.rows.summary(number) for number in range(dialog.table.rows.rowCount())]


def test_the_follow_up_table_comes_in_by_keyboard(
    make_desk: MakeDesk, example: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    desk = make_desk(example)
    desk.go("commitments")
    before = example.undo_label
    dialog = read(desk, tmp_path, qtbot)
    assert dialog.choices.combos[Field.LEAD].currentText() == "Pilote"
    assert "Couleur" in dialog.left_out.text()
    QTest.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
    assert dialog.stack.currentIndex() == 2
    known, fresh, kept, blank = summaries(dialog)
    assert "déjà dans le fichier" in known.lower()
    assert "nouvel engagement, en cours" in fresh
    assert "le pilote sera à désigner" in fresh
    assert "sans date de réalisation" in kept
    assert "laissée de côté" in blank
    assert "L’engagement manque" in blank
    assert dialog._import.text() == "Importer 2 lignes"
    assert [dialog.preview.count(fate) for fate in Fate] == [2, 0, 1, 1]
    (box,) = dialog.ticks.boxes.values()
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert dialog.ticked() == ("Régie de quartier",)
    assert "à désigner" not in summaries(dialog)[1]
    assert box.hasFocus()
    assert example.undo_label == before, "nothing is written before"
    QTest.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
    assert desk.shell.toast.text() == "2 engagements importés"
    row = next(row for row in commitments(example, desk.today()) if row.reference == "E-2026-11")
    assert (row.lead, row.postponements, str(row.current_due)) == ("Régie de quartier", 1, "2026-12-31")
    desk.undo()
    assert len(commitments(example, desk.today())) == 12
    assert example.undo_label == before


def test_stopping_while_lines_are_written_leaves_nothing(
    make_desk: MakeDesk, example: Store, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_desk(example)
    rows = "".join(f"Engagement {n};DSDEN\n" for n in range(300))
    dialog = read(desk, tmp_path, qtbot, f"Engagement;Pilote\n{rows}")
    dialog.look()
    seen: list[int] = []

    def press_cancel(value: int) -> None:
        seen.append(value)
        if value == 100:
            QTest.keyClick(dialog, Qt.Key.Key_Escape)

    dialog.bar.valueChanged.connect(press_cancel)
    dialog.bring_in()
    assert seen[-1] == 100
    assert "Rien n’a été importé" in dialog.banner.text()
    assert not dialog.bar.isVisible()
    assert dialog.isVisible()
    assert len(commitments(example, desk.today())) == 12
    dialog.bar.valueChanged.disconnect(press_cancel)
    dialog.bring_in()
    assert len(commitments(example, desk.today())) == 312


def test_what_a_known_commitment_receives_is_named(
    make_desk: MakeDesk, example: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    text = "Réf.;Engagement;Pilote;Moyens\nE-2026-04;Renforcer;DSDEN;deux agents\n"
    dialog = read(make_desk(example), tmp_path, qtbot, text)
    dialog.look()
    assert "complété\u00a0: moyens, pilote" in summaries(dialog)[0]
    dialog.reject()


@pytest.mark.parametrize(
    ("name", "content"), [("suivi.xlsx", b"PK\x03\x04 rien"), ("suivi.csv", b"Couleur;Taille\nx;y\n")]
)
def test_a_bad_table_is_told_and_changes_nothing(
    make_desk: MakeDesk, example: Store, tmp_path: Path, qtbot: QtBot, name: str, content: bytes
) -> None:
    desk = make_desk(example)
    before = example.undo_label
    path = tmp_path / name
    path.write_bytes(content)
    dialog = open_import(desk)
    dialog.read(path)
    qtbot.waitUntil(lambda: bool(dialog.banner.text()) or dialog.stack.currentIndex() == 1)
    dialog.look()
    assert "Rien n’a été importé" in dialog.banner.text()
    assert dialog.stack.currentIndex() < 2
    assert example.undo_label == before
    dialog.reject()
