"""The bodies: list, fields that save by themselves, seats, closing and deleting."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from coprodesk.commands import bodies as commands
from coprodesk.queries import bodies as queries
from coprodesk.queries.bodies import BodyRow
from coprodesk.store import Store
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.bodies import BodiesPage, _NewBody
from coprodesk.ui.pages.body_detail import BodyDetail, SeatsForm
from coprodesk.ui.widgets.editors import AutoLineEdit

MakeDesk = Callable[[Store], Desk]
Typist = Callable[[QWidget, str], None]


def opened(desk: Desk) -> BodiesPage:
    desk.go("bodies")
    page = desk.shell.current_page()
    assert isinstance(page, BodiesPage)
    return page


def row(store: Store, name: str) -> BodyRow:
    return next(
        one for one in queries.bodies(store, store.clock().date(), closed=True) if one.short_name == name
    )


def form(kind: type) -> QWidget:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def test_list_says_cadence_and_confidence(make_desk: MakeDesk, example: Store) -> None:
    page = opened(make_desk(example))
    told = [page.table.rows.summary(number) for number in range(page.table.rows.rowCount())]
    assert "2 réunions sur 4 en 12 mois" in told[1]
    assert "prochaine le 19/11/2026" in told[1]
    assert "confidentiel · Cellule de veille" in told[2]
    assert "confidentiel" not in told[0]


def test_fields_save_by_themselves_for_their_own_body(
    make_desk: MakeDesk, example: Store, type_text: Typist
) -> None:
    page = opened(make_desk(example))
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.detail.name
    page.detail.name.selectAll()
    type_text(page.detail.name, "Formation plénière")
    page.open_at(body_id=row(example, "Restreinte").id)
    assert row(example, "Plénière").name == "Formation plénière"
    assert row(example, "Restreinte").name == "Formation restreinte"
    assert page.detail.name.text() == "Formation restreinte"


def test_twin_saving_to_the_body_shown_would_store_a_name_in_another(
    make_desk: MakeDesk, example: Store, type_text: Typist, monkeypatch: pytest.MonkeyPatch
) -> None:
    def save(detail: BodyDetail, _editor: AutoLineEdit, column: str, _number: bool, text: str) -> None:
        assert detail._body is not None
        commands.set_body(detail.desk.store, detail._body.id, **{column: text})

    monkeypatch.setattr(BodyDetail, "_save", save)
    page = opened(make_desk(example))
    page.detail.name.selectAll()
    type_text(page.detail.name, "Formation plénière")
    page.open_at(body_id=row(example, "Restreinte").id)
    assert row(example, "Restreinte").name == "Formation plénière"


def test_a_number_that_is_none_is_refused_and_stays_on_screen(
    make_desk: MakeDesk, example: Store, type_text: Typist
) -> None:
    page = opened(make_desk(example))
    target = page.detail.target
    target.setFocus()
    target.selectAll()
    type_text(target, "deux")
    QTest.keyClick(target, Qt.Key.Key_Return)
    assert "« deux » n’est pas un nombre entier" in page.banner.text()
    assert row(example, "Plénière").yearly_target == 1
    assert target.pending()
    target.selectAll()
    type_text(target, "2")
    QTest.keyClick(target, Qt.Key.Key_Return)
    assert row(example, "Plénière").yearly_target == 2
    target.selectAll()
    target.del_()
    target.flush()
    assert row(example, "Plénière").yearly_target is None


def test_check_box_by_space_and_undo(make_desk: MakeDesk, example: Store) -> None:
    desk = make_desk(example)
    page = opened(desk)
    page.detail.confidential.setFocus()
    QTest.keyClick(page.detail.confidential, Qt.Key.Key_Space)
    assert row(example, "Plénière").confidential
    desk.undo()
    assert not row(example, "Plénière").confidential
    assert not page.detail.confidential.isChecked()


def test_composition_by_keyboard(make_desk: MakeDesk, example: Store) -> None:
    desk = make_desk(example)
    page = opened(desk)
    page.open_at(body_id=row(example, "GLTD").id)
    page.detail.compose()
    dialog = form(SeatsForm)
    assert isinstance(dialog, SeatsForm)
    box = dialog.boxes[2]
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    QTest.keyClick(box, Qt.Key.Key_Return)
    body_id = row(example, "GLTD").id
    assert [seat.short_name for seat in queries.seats(example, body_id, desk.today())] == ["Parquet"]
    assert page.detail._seats_head.text() == "1 siège"


def test_new_closed_deleted(make_desk: MakeDesk, example: Store, type_text: Typist) -> None:
    desk = make_desk(example)
    page = opened(desk)
    QTest.keyClick(page.table, Qt.Key.Key_Insert)
    dialog = form(_NewBody)
    assert isinstance(dialog, _NewBody)
    type_text(dialog.name, "Groupe « soirées étudiantes »")
    type_text(dialog.short_name, "Soirées")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    assert page.table.current().short_name == "Soirées"
    page.detail.close_body()
    assert row(example, "Soirées").closed_on == desk.today()
    page.detail.delete()
    assert all(one.short_name != "Soirées" for one in queries.bodies(example, desk.today(), closed=True))
    desk.undo()
    assert row(example, "Soirées").closed_on == desk.today()


def test_a_body_that_met_is_not_deleted(make_desk: MakeDesk, example: Store) -> None:
    desk = make_desk(example)
    page = opened(desk)
    desk.shell.action("edit.delete").trigger()
    assert "Clôturez-le plutôt" in page.banner.text()
    assert row(example, "Plénière").closed_on is None


def test_one_covers_the_other_when_compact(make_desk: MakeDesk, example: Store) -> None:
    desk = make_desk(example)
    page = opened(desk)
    assert page.detail.isVisible()
    desk.shell.resize(1000, 600)
    QApplication.processEvents()
    assert not page.detail.isVisible()
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert page.detail.isVisible()
    assert not page.table.isVisible()
    QTest.keyClick(page.detail.name, Qt.Key.Key_Escape)
    assert not page.detail.isVisible()
    assert desk.shell.focusWidget() is page.table


def test_empty_state(make_desk: MakeDesk, store: Store) -> None:
    page = opened(make_desk(store))
    assert page.stack.currentIndex() == 1
    assert page.stack.currentWidget().accessibleName() == "Aucun groupe"
