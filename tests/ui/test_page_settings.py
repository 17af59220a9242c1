"""The settings: facts, accent and logo, rules that queries read, lists, appearance, file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from coprodesk.commands import council as commands
from coprodesk.domain.colour import accent_of, contrast_words
from coprodesk.domain.errors import Refusal
from coprodesk.queries import council as queries
from coprodesk.queries.figures import thresholds
from coprodesk.store import Opening, Store, backups, open_file
from coprodesk.ui import theme
from coprodesk.ui.desk import Desk
from coprodesk.ui.find import Finder
from coprodesk.ui.pages.partner_form import InstitutionForm
from coprodesk.ui.pages.settings import SettingsPage
from coprodesk.ui.pages.settings_lists import _NameForm
from coprodesk.ui.pages.settings_parts import SectionView, SettingRow
from coprodesk.ui.pages.settings_sections import sections
from coprodesk.ui.preferences import Preferences
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.editors import AutoLineEdit

MakeDesk = Callable[[Store], Desk]
Typist = Callable[[QWidget, str], None]


def opened(desk: Desk, section: str = "council") -> Any:
    """Open a section of the settings; return it."""
    desk.go("settings", section=section)
    page = desk.shell.current_page()
    assert isinstance(page, SettingsPage)
    return page.section(section)


def banner(part: Any) -> str:
    """Return what the page of a section refuses."""
    page = part.desk.shell.current_page()
    assert page is not None
    return str(page.banner.text())


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
    assert "doit avoir un nom" in banner(page)
    assert queries.council(example).name == "CLSPD de Brévigny-sur-Lorne"


def test_accent_measured_and_refused(make_desk: MakeDesk, example: Store, write: Writer) -> None:
    page = opened(make_desk(example))
    assert page._accent_row.note() == "Contraste sur papier blanc\u00a0: 12,4 pour 1, suffisant"
    write(page.accent, "bleu")
    assert "n’est pas une couleur" in banner(page)
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
    assert "n’est pas une image" in banner(page)
    assert queries.logo(example) == before
    page.take_logo(str(tmp_path / "absent.png"))
    assert "illisible" in banner(page)
    assert queries.logo(example) == before
    page.take_logo(str(good))
    assert queries.logo(example) == good.read_bytes()
    page._without_logo()
    assert queries.logo(example) is None


def test_rules_are_those_that_the_figures_read(make_desk: MakeDesk, example: Store, write: Writer) -> None:
    page = opened(make_desk(example), "thresholds")
    write(page.numbers["absentee_streak"].editor, "4")
    write(page.numbers["absentee_percent"].editor, "50")
    write(page.numbers["soon_days"].editor, "10")
    assert thresholds(example).streak == 4
    assert float(thresholds(example).rate_below) == 0.5
    assert queries.number_setting(example, "soon_days", 30) == 10
    write(page.numbers["absentee_percent"].editor, "150")
    assert "de 0 à 100" in banner(page)
    assert float(thresholds(example).rate_below) == 0.5


def test_an_emptied_rule_goes_back_to_its_default(make_desk: MakeDesk, example: Store, write: Writer) -> None:
    page = opened(make_desk(example), "thresholds")
    field = page.numbers["soon_days"].editor
    write(field, "10")
    field.setFocus()
    field.selectAll()
    field.del_()
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert "soon_days" not in queries.settings(example)
    assert field.text() == "30"


def test_colleges_by_keyboard(make_desk: MakeDesk, example: Store, type_text: Typist) -> None:
    desk = make_desk(example)
    page = opened(desk, "lists")
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
    assert "appartiennent à ce collège" in banner(page)


def test_the_council_names_its_own_kinds_of_members(
    make_desk: MakeDesk, example: Store, type_text: Typist
) -> None:
    page = opened(make_desk(example), "lists")
    table, before = page.kinds.table, queries.member_kinds(example)

    def named(key: Qt.Key, words: str) -> None:
        table.setFocus()
        QTest.keyClick(table, key)
        dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, _NameForm) and w.isVisible())
        dialog.name.clear()
        type_text(dialog.name, words)
        dialog.try_submit()

    named(Qt.Key.Key_Insert, "Observatrice")
    added = queries.member_kinds(example)[-1]
    assert added.name == "Observatrice"
    assert table.select(added.id)
    assert "0 partenaire" in table.rows.summary(len(before))
    named(Qt.Key.Key_F2, "Observateur")
    assert queries.member_kinds(example)[-1] == added._replace(name="Observateur")
    # Those of the law serve the usual institutions: none is deleted here.
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert len(queries.member_kinds(example)) == len(before) + 1
    form = InstitutionForm(page.desk)
    assert form.kind.findText("Observateur") >= 0
    form.close()


def test_a_theme_is_closed_and_opened_again(make_desk: MakeDesk, example: Store) -> None:
    page = opened(make_desk(example), "lists")
    page.themes.table.select_first()
    page.themes._turn()
    assert queries.themes(example, closed=True)[0].closed_on is not None
    page.themes._turn()
    assert queries.themes(example)[0].closed_on is None


def test_what_stands_for_a_restricted_item_is_chosen(make_desk: MakeDesk, example: Store) -> None:
    row = opened(make_desk(example), "rules").choices["restricted_placeholder"]
    assert row.combo.currentText() == "rien"
    row.combo.setFocus()
    QTest.keyClick(row.combo, Qt.Key.Key_Down)
    assert queries.setting(example, "restricted_placeholder", "") == "placeholder"
    QTest.keyClick(row.combo, Qt.Key.Key_Up)
    assert "restricted_placeholder" not in queries.settings(example)
    example.undo()
    assert row.combo.currentData() == "placeholder"


def every_section(page: SettingsPage) -> list[SectionView]:
    return [page.section(one.key) for one in sections()]


def settings_page(desk: Desk) -> SettingsPage:
    opened(desk)
    page = desk.shell.current_page()
    assert isinstance(page, SettingsPage)
    return page


def test_a_section_is_chosen_and_entered_by_keyboard(make_desk: MakeDesk, example: Store) -> None:
    desk = make_desk(example)
    desk.go("settings")
    page = settings_page(desk)
    assert page.first_focus() is page.table
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    assert page.shown() == "rules"
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    rules = page.section("rules")
    assert desk.shell.focusWidget() is rules.first_field()
    assert rules.isVisible()
    for one, view in zip(sections(), every_section(page), strict=True):
        desk.go("settings", section=one.key)
        assert view.isVisible()
        assert page.place() == {"section": one.key}


def test_what_is_of_the_council_stands_apart_from_what_is_of_the_post(
    make_desk: MakeDesk, example: Store
) -> None:
    page = settings_page(make_desk(example))
    lines = [page.table.rows.row(number) for number in range(page.table.rows.rowCount())]
    names = [line.title for line in lines]
    post = names.index("Ce poste")
    assert names[0] == "Ce conseil"
    assert all(not line.post for line in lines[1:post])
    assert all(line.post for line in lines[post + 1 :])


def test_a_setting_is_found_by_any_of_its_words(
    make_desk: MakeDesk, example: Store, type_text: Typist
) -> None:
    page = settings_page(make_desk(example))
    page.search.setFocus()
    type_text(page.search, "repute")
    assert page.shown() == "rules"
    assert page.section("rules").isVisible()
    assert page.table.rows.rowCount() == 2
    page.search.clear()
    type_text(page.search, "seconde pl")
    assert page.shown() == "backups"
    QTest.keyClick(page.search, Qt.Key.Key_Escape)
    assert page.table.rows.rowCount() == len(sections()) + 2
    page.search.setFocus()
    type_text(page.search, "zzz")
    assert page.table.rows.rowCount() == 0
    assert page.nothing.isVisible()
    page.nothing.findChild(ActionButton).click()
    assert page.table.rows.rowCount() == len(sections()) + 2


def test_every_setting_says_what_it_does_and_what_it_was(make_desk: MakeDesk, example: Store) -> None:
    page = settings_page(make_desk(example))
    rows = [row for view in every_section(page) for row in view.findChildren(SettingRow)]
    assert len(rows) >= 17
    for row in rows:
        assert row.field.accessibleName(), row.words
        assert row.note().endswith(".") or row.words == "Couleur d’accent", row.words
        assert row.restore.text() == "Rétablir la valeur d’origine"


def test_the_usual_value_is_given_back_and_undone(make_desk: MakeDesk, example: Store, write: Writer) -> None:
    desk = make_desk(example)
    row = opened(desk, "rules").numbers["reply_days"]
    assert not row.restore.isEnabled()
    write(row.editor, "10")
    assert queries.setting(example, "reply_days") == "10"
    assert example.undo_label == "Réglage «\u00a0Réponse attendue, en jours avant la réunion\u00a0»"
    assert row.restore.isEnabled()
    row.restore.trigger()
    assert row.editor.text() == "7"
    assert "reply_days" not in queries.settings(example)
    desk.undo()
    assert row.editor.text() == "10"
    write(row.editor, "7")
    assert "reply_days" not in queries.settings(example), "the usual value is not written"


def test_the_accent_of_a_new_council_is_the_usual_one(
    make_desk: MakeDesk, store: Store, write: Writer
) -> None:
    page = opened(make_desk(store))
    assert page.accent.text() == commands.ACCENT
    assert not page._accent_row.restore.isEnabled()
    write(page.accent, "#0b6070")
    page._accent_row.restore.trigger()
    assert queries.council(store).accent == commands.ACCENT


def test_appearance_is_of_the_post(make_desk: MakeDesk, example: Store) -> None:
    desk = make_desk(example)
    page = opened(desk, "looks")
    kept: list[Preferences] = []
    desk.preferred.connect(kept.append)
    page.theme_box.setFocus()
    QTest.keyClick(page.theme_box, Qt.Key.Key_Down)
    assert theme.wish() == "dark"
    assert theme.tokens().dark
    page.size_box.setFocus()
    QTest.keyClick(page.size_box, Qt.Key.Key_Down)
    assert theme.scale() == 1.15
    assert theme.wish() == "dark", "another size keeps the theme"
    page.size_row.restore.trigger()
    assert theme.scale() == 1.0
    page.theme_row.restore.trigger()
    assert theme.wish() == "system"
    assert not page.theme_row.restore.isEnabled()
    page.calm.setFocus()
    QTest.keyClick(page.calm, Qt.Key.Key_Space)
    assert kept[-1].calm
    page.calm_row.restore.trigger()
    assert not kept[-1].calm
    assert example.undo_label is None, "nothing of the post is written in the council"


def test_backups_go_to_two_places(make_desk: MakeDesk, example: Store, tmp_path: Path, qtbot: QtBot) -> None:
    desk = make_desk(example)
    page = opened(desk, "backups")
    assert "Aucune sauvegarde" in page.last.text()
    assert page.second.path.text() == "aucune"
    key = tmp_path / "clé"
    key.mkdir()
    page.second.take(str(key))
    assert page.second.path.text() == str(key)
    page._back_up()
    qtbot.waitUntil(lambda: "Dernière sauvegarde" in page.last.text())
    assert "1 sauvegarde gardée" in page.last.text()
    assert desk.backups_root is not None
    for root in (desk.backups_root, key):
        assert len(backups.existing(example.path, root)) == 1
    (copy,) = backups.existing(example.path, key)
    copy.path.unlink()
    copy.path.parent.rmdir()
    key.rmdir()
    page.refresh()
    assert "n’est pas branchée" in page.last.text()
    page._back_up()
    qtbot.waitUntil(lambda: len(backups.existing(example.path, desk.backups_root)) >= 1)
    page.second.restore.trigger()
    assert desk.preferences.second_backups == ""


def test_more_copies_are_kept_when_asked(
    make_desk: MakeDesk, example: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_desk(example)
    page = opened(desk, "backups")
    asked: list[backups.Keep] = []
    monkeypatch.setattr(backups, "thin_out", lambda _file, _root, _today, keep: asked.append(keep))
    desk.copying(backups.back_up)()
    page.kept.setFocus()
    QTest.keyClick(page.kept, Qt.Key.Key_Down)
    desk.copying(backups.back_up)()
    page.kept_row.restore.trigger()
    desk.copying(backups.back_up)()
    assert asked == [backups.USUAL, backups.LONG, backups.USUAL]


def test_the_palette_leads_to_each_section(make_desk: MakeDesk, example: Store) -> None:
    desk = make_desk(example)
    for one in sections():
        groups = Finder(desk).groups(f"réglages {one.title}")
        rows = next(group.rows for group in groups if group.title == "Aller à")
        assert [row.text for row in rows] == [f"Réglages\u00a0: {one.title}"]
        rows[0].run()
        assert settings_page_shown(desk) == one.key
    assert all("Réglages\u00a0:" not in row.text for row in Finder(desk).groups("")[0].rows)


def settings_page_shown(desk: Desk) -> str:
    page = desk.shell.current_page()
    assert isinstance(page, SettingsPage)
    return page.shown()


def test_a_reader_changes_no_setting(make_desk: MakeDesk, example: Store, opening: Opening) -> None:
    reader = open_file(example.path, opening, read_only=True)
    page = settings_page(make_desk(reader))
    rules = page.section("rules")
    assert all(row.editor.isReadOnly() for row in rules.numbers.values())
    assert all(not row.combo.isEnabled() for row in rules.choices.values())
    assert page.section("looks").theme_box.isEnabled()
    reader.close()
