"""The templates of the usual meetings, edited with the keys of an agenda."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from coprodesk.commands import templates as commands
from coprodesk.domain.agenda import Role
from coprodesk.domain.disclosure import Level
from coprodesk.queries.templates import TemplateItemRow, TemplateRow, template_items, templates
from coprodesk.store import Store
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.bodies import BodiesPage
from coprodesk.ui.pages.new_meeting import choose
from coprodesk.ui.pages.templates import NewTemplate, TemplatesPage
from coprodesk.ui.rows import Group
from coprodesk.ui.widgets.buttons import ActionButton

MakeDesk = Callable[[Store], Desk]
TypeText = Callable[[QWidget, str], None]
ALT = Qt.KeyboardModifier.AltModifier


def opened(desk: Desk) -> TemplatesPage:
    desk.go("templates")
    page = desk.shell.current_page()
    assert isinstance(page, TemplatesPage)
    return page


def usual(store: Store) -> TemplateRow:
    """The template of the restricted formation, of the program's own templates."""
    if not templates(store):
        commands.add_usual_templates(store)
    return next(row for row in templates(store) if row.body_kind_code == "restricted")


def items(store: Store) -> tuple[TemplateItemRow, ...]:
    return template_items(store, usual(store).id)


def at_usual(desk: Desk) -> TemplatesPage:
    row = usual(desk.store)
    page = opened(desk)
    page.open_at(template_id=row.id)
    page.editor.table.setFocus()
    return page


def test_groups_lead_there(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    desk.go("bodies")
    page = desk.shell.current_page()
    assert isinstance(page, BodiesPage)
    button = next(one for one in page.findChildren(ActionButton) if one.text() == "Modèles d’ordre du jour")
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert desk.shell.current_id() == "templates"
    desk.go("journal")
    desk.shell.action("template.edit").trigger()
    assert desk.shell.current_id() == "templates"


def test_without_template_the_usual_ones_are_offered(example: Store, make_desk: MakeDesk) -> None:
    for row in templates(example):
        commands.delete_template(example, row.id)
    desk = make_desk(example)
    page = opened(desk)
    assert page.stack.currentIndex() == 1
    offered = QApplication.focusWidget()
    assert isinstance(offered, ActionButton)
    assert offered.text() == "Ajouter les modèles d’usage"
    QTest.keyClick(offered, Qt.Key.Key_Return)
    assert page.stack.currentIndex() == 0
    assert page.table.hasFocus()
    assert len(templates(example)) == page.table.rows.rowCount() >= 4
    desk.undo()
    assert templates(example) == ()


def test_items_are_typed_one_after_the_other_in_the_section_before(
    example: Store, make_desk: MakeDesk, type_text: TypeText
) -> None:
    desk = make_desk(example)
    page = at_usual(desk)
    before = len(items(example))
    page.editor.entry.setFocus()
    for title in ("Éclairage", "Relève"):
        type_text(page.editor.entry, title)
        QTest.keyClick(page.editor.entry, Qt.Key.Key_Return)
        assert page.editor.entry.text() == ""
        assert page.editor.entry.hasFocus()
    assert [item.title for item in items(example)][before:] == ["Éclairage", "Relève"]
    assert page.editor.total.text().startswith(f"{before + 2} points, 1\u00a0h\u00a050")
    assert page.editor.table.current().title == "Relève"


def test_f2_opens_the_sheet_whose_fields_store_themselves(
    example: Store, make_desk: MakeDesk, type_text: TypeText
) -> None:
    page = at_usual(make_desk(example))
    page.editor.table.select(items(example)[0].id)
    QTest.keyClick(page.editor.table, Qt.Key.Key_F2)
    sheet = page.editor.sheet
    assert sheet.isVisible()
    assert sheet.title.hasFocus()
    type_text(sheet.title, "Ouverture")
    sheet.minutes.setFocus()
    sheet.minutes.selectAll()
    QTest.keyClicks(sheet.minutes, "7")
    sheet.section.setFocus()
    type_text(sheet.section, "Début")
    choose(sheet.level, Level.PUBLIC)
    sheet.level.activated.emit(0)
    choose(sheet.role, Role.FOLLOW_UP)
    sheet.role.activated.emit(0)
    QTest.keyClick(sheet.section, Qt.Key.Key_Escape)
    first = items(example)[0]
    assert (first.title, first.planned_minutes, first.section) == ("Ouverture", 7, "Début")
    assert (first.level, first.role) == (Level.PUBLIC, Role.FOLLOW_UP)
    assert not sheet.isVisible()
    assert page.editor.table.hasFocus()
    assert isinstance(page.editor.table.rows.row(0), Group)
    assert page.editor.table.rows.cell(1, 1).words == "Ouverture, engagements"


def test_a_title_pending_for_one_item_is_not_stored_in_another(
    example: Store, make_desk: MakeDesk, type_text: TypeText
) -> None:
    page = at_usual(make_desk(example))
    first, second = items(example)[:2]
    page.editor.table.select(first.id)
    QTest.keyClick(page.editor.table, Qt.Key.Key_Return)
    type_text(page.editor.sheet.title, "Tout autre chose")
    page.editor.table.select(second.id)
    assert [item.title for item in items(example)][:2] == ["Tout autre chose", second.title]


def test_a_name_pending_for_one_template_is_not_stored_in_another(
    example: Store, make_desk: MakeDesk, type_text: TypeText
) -> None:
    page = at_usual(make_desk(example))
    mine = usual(example)
    other = next(row for row in templates(example) if row.id != mine.id)
    page.editor.name.setFocus()
    page.editor.name.selectAll()
    type_text(page.editor.name, "Comité du mois")
    page.table.select(other.id)
    names = {row.id: row.name for row in templates(example)}
    assert (names[mine.id], names[other.id]) == ("Comité du mois", other.name)
    assert page.editor.name.text() == other.name


def test_keys_move_and_delete_items_and_templates(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    page = at_usual(desk)
    one, two = (item.title for item in items(example)[:2])
    page.editor.table.select(items(example)[0].id)
    QTest.keyClick(page.editor.table, Qt.Key.Key_Down, ALT)
    assert [item.title for item in items(example)][:2] == [two, one]
    QTest.keyClick(page.editor.table, Qt.Key.Key_Delete)
    assert one not in [item.title for item in items(example)]
    assert one in desk.shell.toast.text()
    desk.undo()
    desk.undo()
    assert [item.title for item in items(example)][:2] == [one, two]
    page.table.setFocus()
    order = [row.id for row in templates(example)]
    place = order.index(usual(example).id)
    QTest.keyClick(page.table, Qt.Key.Key_Up, ALT)
    assert [row.id for row in templates(example)].index(order[place]) == max(place - 1, 0)
    desk.undo()
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    assert [row.id for row in templates(example)] == [one for one in order if one != order[place]]
    desk.undo()
    assert [row.id for row in templates(example)] == order


def test_a_new_template_is_written_at_once(example: Store, make_desk: MakeDesk, type_text: TypeText) -> None:
    desk = make_desk(example)
    usual(example)
    page = opened(desk)
    QTest.keyClick(page.table, Qt.Key.Key_Insert)
    dialog = desk.shell.findChild(NewTemplate)
    assert isinstance(dialog, NewTemplate)
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    assert "nom" in dialog.refusal.text()
    type_text(dialog.name, "Soirées étudiantes")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    assert page.table.current().name == "Soirées étudiantes"
    assert page.editor.nothing.isVisible()
    assert not page.editor.table.isVisible()


def test_the_first_choice_of_a_kind_is_one(example: Store, make_desk: MakeDesk) -> None:
    page = at_usual(make_desk(example))
    kind = usual(example).body_kind_id
    other = commands.add_template(example, "Autre", kind)
    page.open_at(template_id=other)
    assert not page.editor.usual.isChecked()
    QTest.keyClick(page.editor.usual, Qt.Key.Key_Space)
    assert [row.id for row in templates(example, kind) if row.usual] == [other]


@pytest.mark.parametrize("size", [(900, 430), (1024, 640)])
def test_one_covers_the_other_when_compact(
    example: Store, make_desk: MakeDesk, size: tuple[int, int]
) -> None:
    desk = make_desk(example)
    usual(example)
    page = opened(desk)
    desk.shell.resize(*size)
    QApplication.processEvents()
    assert not page.editor.isVisible()
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert page.editor.table.hasFocus()
    assert not page.table.isVisible()
    QTest.keyClick(page.editor.table, Qt.Key.Key_Return)
    QApplication.processEvents()
    sheet = page.editor.sheet
    assert sheet.mapTo(page, sheet.rect().bottomRight()).x() <= page.width()
    assert page.editor.table.isVisible()
    QTest.keyClick(sheet.title, Qt.Key.Key_Escape)
    assert page.editor.table.hasFocus()
    QTest.keyClick(page.editor.table, Qt.Key.Key_Escape)
    assert page.table.hasFocus()
    assert not page.editor.isVisible()
