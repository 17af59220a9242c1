"""Importing partners: bad file, mapping, preview, one step, undo."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from coprodesk.domain.import_plan import Fate
from coprodesk.exchange.partner_sheet import Field
from coprodesk.queries import partners as queries
from coprodesk.store import Store
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.import_partners import ImportPartnersDialog, open_import

MakeDesk = Callable[[Store], Desk]
CONTROL = Qt.KeyboardModifier.ControlModifier
LIST = (
    "Organisme;Sigle;Collège;Civilité;Nom;Prénom;Fonction;Tél;Courriel;Observations\n"
    "CPN de Brévigny;CPN;État;Mme;MARQUEVAL;Solène;commissaire;04 65 71 00 18;;x\n"
    "Les Restos du cœur;Restos;Autres;M.;DUPONT;Jean;président;0465719999;pas une adresse;\n"
    ";;;M.;SANS;Nom;;;;\n"
    "Les Restos du cœur;Restos;Autres;Mme;MARTIN;Zoé;trésorière;;z.martin@restos.example;\n"
)


def table(folder: Path, text: str = LIST) -> Path:
    path = folder / "liste.csv"
    path.write_text(text, encoding="utf-8")
    return path


def read(desk: Desk, path: Path, qtbot: QtBot) -> ImportPartnersDialog:
    dialog = open_import(desk)
    dialog.read(path)
    qtbot.waitUntil(lambda: dialog.stack.currentIndex() == 1)
    return dialog


def summaries(dialog: ImportPartnersDialog) -> list[str]:
    return [dialog.table.rows.summary(number) for number in range(dialog.table.rows.rowCount())]


def test_list_to_partners_by_keyboard(
    make_desk: MakeDesk, example: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    desk = make_desk(example)
    before = example.undo_label
    dialog = read(desk, table(tmp_path), qtbot)
    assert dialog.choices.combos[Field.INSTITUTION].currentText() == "Organisme"
    assert "Observations" in dialog.left_out.text()
    QTest.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
    assert dialog.stack.currentIndex() == 2
    assert dialog.left_out.isVisible(), "named where the import is decided too"
    known, fresh, left, second = summaries(dialog)
    assert "complétée : téléphone 04 65 71 00 17 → 04 65 71 00 18" in known
    assert "nouveau partenaire, nouvelle personne" in fresh
    assert "pas une adresse" in fresh
    assert "laissée de côté" in left
    assert "Ligne 4" not in left
    assert "nouvelle personne" in second
    assert "nouveau partenaire" not in second
    assert example.undo_label == before
    assert dialog._import.text() == "Importer 3 lignes"
    QTest.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
    assert desk.shell.toast.text() == "3 lignes importées"
    added = queries.find_institution(example, "Restos")
    assert added is not None
    sitting = queries.mandates(example, added)
    assert [one.name for one in sitting] == ["M. Jean DUPONT", "Mme Zoé MARTIN"]
    desk.undo()
    assert queries.find_institution(example, "Restos") is None
    assert example.undo_label == before


def test_back_to_the_columns_and_another_choice(
    make_desk: MakeDesk, example: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = read(make_desk(example), table(tmp_path), qtbot)
    dialog.look()
    QTest.keyClick(dialog, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert dialog.stack.currentIndex() == 1
    dialog.choices.combos[Field.INSTITUTION].setCurrentIndex(0)
    QTest.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
    assert dialog.stack.currentIndex() == 1
    assert "aucune colonne ne donne « Institution »" in dialog.banner.text()
    dialog.reject()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [("liste.xlsx", b"PK\x03\x04 rien", "abîmé"), ("liste.pdf", b"%PDF-1.7\n\x00\x01\xff", "Import refusé")],
)
def test_a_bad_file_is_told_and_changes_nothing(
    make_desk: MakeDesk, example: Store, tmp_path: Path, qtbot: QtBot, name: str, content: bytes, told: str
) -> None:
    desk = make_desk(example)
    before = example.undo_label, len(queries.partners(example, desk.today()))
    path = tmp_path / name
    path.write_bytes(content)
    dialog = open_import(desk)
    dialog.read(path)
    qtbot.waitUntil(lambda: bool(dialog.banner.text()))
    assert told in dialog.banner.text()
    assert "Rien n’a été importé" in dialog.banner.text()
    assert dialog.stack.currentIndex() == 0
    assert (example.undo_label, len(queries.partners(example, desk.today()))) == before
    dialog.reject()


def test_a_file_read_after_the_dialog_was_left_is_forgotten(
    make_desk: MakeDesk, example: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    desk = make_desk(example)
    dialog = open_import(desk)
    dialog.read(table(tmp_path))
    dialog.reject()
    heard: list[int] = []
    desk.work(lambda: 1, heard.append, print)
    qtbot.waitUntil(lambda: heard == [1])
    assert desk.shell.current_id() == "journal"


def test_the_partners_of_the_list_get_their_seats(
    make_desk: MakeDesk, store: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    with store.change("Groupe") as change:
        kind = change.insert("body_kind", code="restricted", name="Restreinte")
        body = change.insert("body", name="Formation restreinte", short_name="Restreinte", body_kind_id=kind)
    dialog = read(make_desk(store), table(tmp_path), qtbot)
    assert not dialog.seated.isVisible()
    dialog.look()
    assert dialog.seated.isVisible()
    dialog.seated.box.setFocus()
    QTest.keyClick(dialog.seated.box, Qt.Key.Key_Down)
    dialog.bring_in()
    seats = store.rows("SELECT count(*) FROM seat WHERE body_id = ?", (body,))[0][0]
    assert seats == store.rows("SELECT count(*) FROM institution")[0][0] > 0
    store.undo()
    assert store.rows("SELECT count(*) FROM seat")[0][0] == 0


def test_the_preview_shows_the_lines_of_one_kind(
    make_desk: MakeDesk, example: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = read(make_desk(example), table(tmp_path), qtbot)
    dialog.look()
    shown = dialog.preview.filter
    assert shown.choices() == ("", "create", "complete", "skip")
    shown.setFocus()
    QTest.keyClick(shown, Qt.Key.Key_Right)
    assert [words.split(".")[0] for words in summaries(dialog)] == ["Ligne : 3", "Ligne : 5"]
    shown.choose("skip")
    assert ["Ligne : 4" in words for words in summaries(dialog)] == [True]
    dialog.reject()


def test_a_name_that_resembles_a_partner_is_asked(
    make_desk: MakeDesk, example: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    text = "Organisme;Nom;Prénom\nService Zéphyr Orion;MARTIN;Zoé\n"
    with example.change("Préparation") as change:
        change.update("institution", 1, name="Service Zéphyr Orion Centre", short_name="SZOC")
    desk = make_desk(example)
    before = len(queries.partners(example, desk.today()))
    dialog = read(desk, table(tmp_path, text), qtbot)
    assert not dialog.ticks.isVisible()
    dialog.look()
    boxes = list(dialog.ticks.boxes.values())
    assert any("Service Zéphyr Orion Centre" in box.text() for box in boxes), "it is asked"
    assert "nouveau partenaire" in summaries(dialog)[0]
    (box,) = boxes
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert box.hasFocus()
    assert "nouveau partenaire" not in summaries(dialog)[0]
    dialog.bring_in()
    assert len(queries.partners(example, desk.today())) == before


def test_address_cards_go_straight_to_the_preview(
    make_desk: MakeDesk, example: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "contacts.vcf"
    path.write_text(
        "BEGIN:VCARD\nVERSION:3.0\nN:MARTIN;Zoé;;Mme;\nORG:Régie de quartier\nEND:VCARD\n", "utf-8"
    )
    desk = make_desk(example)
    dialog = open_import(desk)
    dialog.read(path)
    qtbot.waitUntil(lambda: dialog.stack.currentIndex() == 2)
    assert "Régie de quartier, Mme Zoé MARTIN" in summaries(dialog)[0]
    QTest.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
    assert queries.find_institution(example, "Régie de quartier") is not None
    desk.undo()
    assert queries.find_institution(example, "Régie de quartier") is None


def test_the_columns_of_last_time_come_back(
    make_desk: MakeDesk, example: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    desk = make_desk(example)
    dialog = read(desk, table(tmp_path), qtbot)
    assert "dernière fois" not in dialog.facts.text()
    box = dialog.choices.combos[Field.ADDRESS]
    box.setCurrentIndex(box.findText("Observations"))
    dialog.look()
    dialog.bring_in()
    assert desk.shell.toast.text() == "3 lignes importées"
    assert example.undo_label == "Import de partenaires"
    desk.undo()
    again = read(desk, table(tmp_path), qtbot)
    assert again.choices.combos[Field.ADDRESS].currentText() == "Observations"
    assert "colonnes comme la dernière fois" in again.facts.text()
    again.reject()


def test_stopping_an_import_of_partners_leaves_nothing(
    make_desk: MakeDesk, example: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    desk = make_desk(example)
    before, label = len(queries.partners(example, desk.today())), example.undo_label
    rows = "".join(f"Association {n};NOM{n};Zoé\n" for n in range(300))
    dialog = read(desk, table(tmp_path, f"Organisme;Nom;Prénom\n{rows}"), qtbot)
    dialog.look()
    dialog.bar.valueChanged.connect(
        lambda value: QTest.keyClick(dialog, Qt.Key.Key_Escape) if value == 100 else None
    )
    dialog.bring_in()
    assert "Rien n’a été importé" in dialog.banner.text()
    assert dialog.isVisible()
    assert (len(queries.partners(example, desk.today())), example.undo_label) == (before, label)
    dialog.reject()


def test_nothing_but_cancel_can_be_asked_while_lines_are_written(
    make_desk: MakeDesk, example: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    desk = make_desk(example)
    rows = "".join(f"Association {n};NOM{n};Zoé\n" for n in range(300))
    dialog = read(desk, table(tmp_path, f"Organisme;Nom;Prénom\n{rows}"), qtbot)
    dialog.look()
    offered: list[object] = []

    def look_around(_value: int) -> None:
        offered.extend(
            action.text() for action in dialog.actions() if action.isEnabled() and action.shortcut()
        )
        offered.extend(one for one in dialog.findChildren(QComboBox) if one.isEnabled() and one.isVisible())

    assert dialog.seated.isEnabled()
    dialog.bar.valueChanged.connect(look_around)
    dialog.bring_in()
    assert set(offered) == {"Aide", "Annuler"}


def test_a_long_list_is_planned_beside_and_may_be_left_meanwhile(
    make_desk: MakeDesk, example: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    desk = make_desk(example)
    rows = "".join(f"Association {n};NOM{n};Zoé\n" for n in range(3_000))
    path = table(tmp_path, f"Organisme;Nom;Prénom\n{rows}")
    dialog = read(desk, path, qtbot)
    seen: list[bool] = []
    blink = QTimer(dialog)
    blink.timeout.connect(lambda: seen.append(dialog.bar.isVisible() and not dialog._next.isEnabled()))
    blink.start(0)
    dialog.look()
    assert any(seen), "the window is alive and says that it works"
    assert not dialog.bar.isVisible()
    assert dialog._import.isEnabled()
    assert dialog.preview.count(Fate.CREATE) == 3_000
    dialog.reject()
    left = read(desk, path, qtbot)
    QTimer.singleShot(0, left.reject)
    left.look()
    assert not left.isVisible()
    assert left.preview.count(Fate.CREATE) == 0
