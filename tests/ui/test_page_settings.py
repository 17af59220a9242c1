"""The settings: facts, accent and logo, rules that queries read, lists, appearance, file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from coprodesk.domain.errors import Refusal
from coprodesk.queries import council as queries
from coprodesk.queries.figures import thresholds
from coprodesk.store import Store
from coprodesk.ui import theme
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.settings import SettingsPage, accent_of, contrast_words
from coprodesk.ui.pages.settings_lists import _NameForm
from coprodesk.ui.widgets import AutoLineEdit

MakeDesk = Callable[[Store], Desk]
Typist = Callable[[QWidget, str], None]


def opened(desk: Desk) -> SettingsPage:
    desk.go("settings")
    page = desk.shell.current_page()
    assert isinstance(page, SettingsPage)
    return page


@pytest.fixture
def write(type_text: Typist) -> Callable[[AutoLineEdit, str], None]:
    def written(field: AutoLineEdit, text: str) -> None:
        field.setFocus()
        field.selectAll()
        type_text(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)

    return written


Writer = Callable[[AutoLineEdit, str], None]


def test_facts_save_by_themselves(make_desk: MakeDesk, example: Store, write: Writer) -> None:
    desk = make_desk(example)
    page = opened(desk)
    write(page.texts["priority_district"], "Les Aulnettes, Le Grand-Pré")
    write(page.population, "19\u00a0204")
    facts = queries.council(example)
    assert facts.priority_district == "Les Aulnettes, Le Grand-Pré"
    assert facts.population == 19204
    write(page.texts["name"], " ")
    assert "doit avoir un nom" in page.banner.text()
    assert queries.council(example).name == "CLSPD de Brévigny-sur-Lorne"


def test_accent_measured_and_refused(make_desk: MakeDesk, example: Store, write: Writer) -> None:
    page = opened(make_desk(example))
    assert page._accent_row.note() == "Contraste sur papier blanc\u00a0: 12,4 pour 1, suffisant"
    write(page.accent, "bleu")
    assert "n’est pas une couleur" in page.banner.text()
    assert queries.council(example).accent == "#1d3557"
    write(page.accent, "F2C14E")
    assert queries.council(example).accent == "#f2c14e"
    assert "assombrit" in page._accent_row.note()


def test_accent_words() -> None:
    assert accent_of(" #0B6070 ") == "#0b6070"
    assert "21,0 pour 1" in contrast_words("#" + "0" * 6)
    for wrong in ("", "#12345", "#gggggg", "rouge"):
        with pytest.raises(Refusal):
            accent_of(wrong)


def test_logo_from_a_file(make_desk: MakeDesk, example: Store, tmp_path: Path) -> None:
    desk = make_desk(example)
    page = opened(desk)
    picture = QImage(8, 8, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    before = queries.logo(example)
    good, bad = tmp_path / "logo.png", tmp_path / "faux.png"
    assert picture.save(str(good))
    bad.write_bytes(b"\x89PNG\r\n\x1a\n rien")
    page.take_logo(str(bad))
    assert "n’est pas une image" in page.banner.text()
    assert queries.logo(example) == before
    page.take_logo(str(tmp_path / "absent.png"))
    assert "illisible" in page.banner.text()
    assert queries.logo(example) == before
    page.take_logo(str(good))
    assert queries.logo(example) == good.read_bytes()
    page._without_logo()
    assert queries.logo(example) is None


def test_rules_are_those_that_the_figures_read(make_desk: MakeDesk, example: Store, write: Writer) -> None:
    page = opened(make_desk(example))
    write(page.numbers["absentee_streak"][0], "4")
    write(page.numbers["absentee_percent"][0], "50")
    write(page.numbers["soon_days"][0], "10")
    assert thresholds(example).streak == 4
    assert float(thresholds(example).rate_below) == 0.5
    assert queries.number_setting(example, "soon_days", 30) == 10
    write(page.numbers["absentee_percent"][0], "150")
    assert "de 0 à 100" in page.banner.text()
    assert float(thresholds(example).rate_below) == 0.5


def test_an_emptied_rule_goes_back_to_its_default(make_desk: MakeDesk, example: Store, write: Writer) -> None:
    page = opened(make_desk(example))
    field = page.numbers["soon_days"][0]
    write(field, "10")
    field.setFocus()
    field.selectAll()
    field.del_()
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert "soon_days" not in queries.settings(example)
    assert field.text() == "30"


def test_colleges_by_keyboard(make_desk: MakeDesk, example: Store, type_text: Typist) -> None:
    desk = make_desk(example)
    page = opened(desk)
    table = page.colleges.table
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Insert)
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, _NameForm) and w.isVisible())
    type_text(dialog.name, "État")
    dialog.try_submit()
    assert "existe déjà" in dialog.refusal.text()
    dialog.name.clear()
    type_text(dialog.name, "Cultes")
    dialog.try_submit()
    added = queries.colleges(example)[-1]
    assert added.name == "Cultes"
    table.setFocus()
    assert table.select(added.id)
    QTest.keyClick(table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert queries.colleges(example)[-2].name == "Cultes"
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert all(one.name != "Cultes" for one in queries.colleges(example))
    table.select_first()
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert "appartiennent à ce collège" in page.banner.text()


def test_a_theme_is_closed_and_opened_again(make_desk: MakeDesk, example: Store) -> None:
    page = opened(make_desk(example))
    page.themes.table.select_first()
    page.themes._turn()
    assert queries.themes(example, closed=True)[0].closed_on is not None
    page.themes._turn()
    assert queries.themes(example)[0].closed_on is None


def test_appearance_and_file(make_desk: MakeDesk, example: Store) -> None:
    desk = make_desk(example)
    page = opened(desk)
    desk.shell.set_appearance("dark", 1.15)
    assert theme.tokens().dark
    assert page._looks.text() == "Thème sombre, texte à 115\u00a0%"
    assert str(example.path) in page._file_lines[0].text()
    assert str(desk.backups_root) in page._file_lines[2].text()


def test_what_stands_for_a_restricted_item_is_chosen(make_desk: MakeDesk, example: Store) -> None:
    page = opened(make_desk(example))
    assert page.cut.currentText() == "rien"
    page.cut.setFocus()
    QTest.keyClick(page.cut, Qt.Key.Key_Down)
    assert queries.setting(example, "restricted_placeholder", "") == "placeholder"
    QTest.keyClick(page.cut, Qt.Key.Key_Up)
    assert "restricted_placeholder" not in queries.settings(example)
    example.undo()
    assert page.cut.currentData() == "placeholder"
