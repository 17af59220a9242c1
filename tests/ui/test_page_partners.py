"""The list of partners: groups, filter, keyboard, new partner, empty state."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from coprodesk.commands import partners as commands
from coprodesk.queries import partners as queries
from coprodesk.store import Store
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.partner_form import InstitutionForm
from coprodesk.ui.pages.partners import PartnersPage
from coprodesk.ui.rows import Group

MakeDesk = Callable[[Store], Desk]
Typist = Callable[[QWidget, str], None]


def opened(desk: Desk) -> PartnersPage:
    desk.go("partners")
    page = desk.shell.current_page()
    assert isinstance(page, PartnersPage)
    return page


def lines(page: PartnersPage) -> list[str]:
    return [page.table.rows.summary(number) for number in range(page.table.rows.rowCount())]


def form(kind: type) -> QWidget:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def test_grouped_by_college_with_base_and_words(make_desk: MakeDesk, example: Store) -> None:
    page = opened(make_desk(example))
    groups = [
        row.title
        for row in map(page.table.rows.row, range(page.table.rows.rowCount()))
        if isinstance(row, Group)
    ]
    assert groups[:3] == ["Ville", "État", "État – FSI"]
    dsden = next(line for line in lines(page) if "DSDEN de la Haute-Lorne" in line)
    assert "Mme Pascale HÉNAULIN" in dsden
    assert "Plénière, Restreinte" in dsden
    assert "1 ouvert, dont 1 en retard" in dsden
    assert "5 séances sur 6 en 24 mois" in dsden
    assert not any("%" in line for line in lines(page))


def test_vacant_seat_is_said_and_filtered(make_desk: MakeDesk, example: Store) -> None:
    page = opened(make_desk(example))
    lav = queries.find_institution(example, "LAV")
    assert lav is not None
    (mandate,) = (one for one in queries.mandates(example, lav) if one.current(page.desk.today()))
    commands.end_mandate(example, mandate.id, page.desk.today().replace(day=14))
    assert any("LAV" in line and "siège vacant" in line for line in lines(page))
    page.segments.setFocus()
    QTest.keyClick(page.segments, Qt.Key.Key_Right)
    assert [line for line in lines(page) if "LAV" in line]
    assert len(lines(page)) == 2


def test_filter_by_keyboard_then_enter_opens_the_sheet(
    make_desk: MakeDesk, example: Store, type_text: Typist
) -> None:
    desk = make_desk(example)
    page = opened(desk)
    desk.shell.action("edit.find").trigger()
    assert QApplication.focusWidget() is page.search
    type_text(page.search, "hénaulin")
    assert len(lines(page)) == 2
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert desk.shell.current_id() == "partner"
    header = desk.shell.current_page().header  # type: ignore[union-attr]
    assert header is not None
    assert header.title() == "DSDEN de la Haute-Lorne"


def test_nothing_found_says_so(make_desk: MakeDesk, example: Store, type_text: Typist) -> None:
    page = opened(make_desk(example))
    type_text(page.search, "zzz")
    assert page.stack.currentIndex() == 2
    QTest.keyClick(page.search, Qt.Key.Key_Escape)
    assert page.stack.currentIndex() == 0


def test_empty_council_offers_the_import(make_desk: MakeDesk, store: Store) -> None:
    page = opened(make_desk(store))
    assert page.stack.currentIndex() == 1
    assert page.stack.currentWidget().accessibleName() == "Aucun partenaire"


@pytest.mark.parametrize(
    ("name", "article", "gender", "number"),
    [("Préfecture de police", "la", "f", "s"), ("Habitants du centre", "les", "m", "p")],
)
def test_new_partner_guesses_the_article(
    make_desk: MakeDesk, example: Store, type_text: Typist, name: str, article: str, gender: str, number: str
) -> None:
    desk = make_desk(example)
    page = opened(desk)
    QTest.keyClick(page.table, Qt.Key.Key_Insert)
    dialog = form(InstitutionForm)
    assert isinstance(dialog, InstitutionForm)
    type_text(dialog.name, name)
    type_text(dialog.short_name, "Abréviation beaucoup trop longue")
    assert len(dialog.short_name.text()) == 13
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    added = queries.find_institution(example, name)
    assert added is not None
    sheet = queries.partner(example, added, desk.today())
    assert sheet is not None
    assert (sheet.article, sheet.gender, sheet.number) == (article, gender, number)
    assert desk.shell.current_id() == "partner"


def test_new_partner_without_name_keeps_the_form(make_desk: MakeDesk, example: Store, qtbot: QtBot) -> None:
    desk = make_desk(example)
    page = opened(desk)
    before = len(queries.partners(example, desk.today()))
    page.new()
    dialog = form(InstitutionForm)
    assert isinstance(dialog, InstitutionForm)
    dialog.try_submit()
    assert dialog.isVisible()
    assert "nom est vide" in dialog.refusal.text()
    assert len(queries.partners(example, desk.today())) == before
    dialog.reject()
