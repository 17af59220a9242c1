"""A titular leaves, a body is renewed: the guides, by keyboard, and what would be lost."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from coprodesk.commands.mandates import Successor
from coprodesk.queries import bodies, partners
from coprodesk.queries.commitments import commitment
from coprodesk.queries.partners import MandateRow
from coprodesk.store import Store
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.bodies import BodiesPage
from coprodesk.ui.pages.departure import DepartureDialog
from coprodesk.ui.pages.mandate_guides import NEW, NOBODY, MandateGuide, RenewBodyForm, read_successor
from coprodesk.ui.pages.partner import PartnerPage
from coprodesk.ui.preview import PreviewWindow
from tests.test_undo import snapshot

MakeDesk = Callable[[Store], Desk]
Typist = Callable[[QWidget, str], None]
ON = date(2026, 10, 15)
DSDEN, SPIP, PLENARY = 5, 7, 1


def form(kind: type) -> QWidget:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def page_of(desk: Desk, institution_id: int = DSDEN) -> PartnerPage:
    desk.go("partner", institution_id=institution_id)
    page = desk.shell.current_page()
    assert isinstance(page, PartnerPage)
    return page


def guide_of(page: PartnerPage, block: int) -> MandateGuide:
    page.seats.blocks[block]._end()
    found = form(MandateGuide)
    assert isinstance(found, MandateGuide)
    return found


def sitting(store: Store, on: date, institution_id: int = DSDEN) -> tuple[MandateRow, ...]:
    found = partners.partner(store, institution_id, on)
    assert found is not None
    return found.sitting


def choose(box: QWidget, wanted: object) -> None:
    """Choose a line of a list by its arrow keys."""
    box.setFocus()
    for _ in range(200):
        if box.currentData() == wanted:  # type: ignore[attr-defined]
            return
        QTest.keyClick(box, Qt.Key.Key_Down)
    raise AssertionError(wanted)


def test_a_successor_by_keyboard_and_one_undo(make_desk: MakeDesk, example: Store, type_text: Typist) -> None:
    desk = make_desk(example)
    before = snapshot(example)
    guide = guide_of(page_of(desk), 1)
    assert guide.focusWidget() is guide.last_day
    assert not guide.last_name.isEnabled()
    assert not guide.hand_over.isChecked(), "a substitute leaves without a sheet unless asked"
    type_text(guide.last_day, "31/10/2026")
    choose(guide.successor, NEW)
    type_text(guide.first_name, "Lise")
    type_text(guide.last_name, "Évrard")
    (tick,) = guide.ticks.values()
    assert tick.text().startswith("E-2025-04 · Communiquer")
    assert tick.isChecked()
    QTest.keyClick(guide.last_name, Qt.Key.Key_Return)
    assert not guide.isVisible()
    names = [one.name for one in sitting(example, date(2026, 11, 1))]
    assert names == ["Mme Pascale HÉNAULIN", "Mme Lise ÉVRARD"]
    (promise,) = guide.ticks
    row = commitment(example, promise, ON)
    assert row is not None
    assert row.referent == "Mme Lise ÉVRARD"
    assert "Mandat de M. Éric SOLVAND transmis" in desk.shell.toast.text()
    desk.undo()
    assert snapshot(example) == before


def test_an_unticked_promise_stays_with_its_referent(
    make_desk: MakeDesk, example: Store, type_text: Typist
) -> None:
    guide = guide_of(page_of(make_desk(example)), 1)
    choose(guide.successor, NEW)
    type_text(guide.last_name, "Évrard")
    ((promise, tick),) = guide.ticks.items()
    tick.setFocus()
    QTest.keyClick(tick, Qt.Key.Key_Space)
    guide.try_submit()
    row = commitment(example, promise, ON)
    assert row is not None
    assert row.referent == "M. Éric SOLVAND"


def test_an_empty_seat_offers_the_hand_over_sheet(make_desk: MakeDesk, example: Store, qtbot: QtBot) -> None:
    guide = guide_of(page_of(make_desk(example)), 0)
    assert guide.successor.currentData() == NOBODY
    assert guide.hand_over.isChecked()
    guide.try_submit()
    assert [one.rank for one in sitting(example, date(2026, 10, 16))] == ["substitute"]
    preview = form(PreviewWindow)
    assert isinstance(preview, PreviewWindow)
    qtbot.waitUntil(lambda: preview.printed is not None)
    assert preview.printed is not None
    assert preview.printed.title == "Fiche de passation"
    assert preview.audience.currentData() == "partners"
    assert "jusqu’au 15 octobre 2026" in preview.printed.text.replace("\u00a0", " ")
    preview.close()


def test_a_namesake_is_told_once(make_desk: MakeDesk, example: Store, type_text: Typist) -> None:
    guide = guide_of(page_of(make_desk(example)), 1)
    people = len(partners.people(example))
    choose(guide.successor, NEW)
    type_text(guide.first_name, "Solène")
    type_text(guide.last_name, "Marqueval")
    guide.try_submit()
    assert "figure déjà dans l’annuaire" in guide.refusal.text()
    assert len(partners.people(example)) == people
    guide.try_submit()
    assert len(partners.people(example)) == people + 1


def test_what_would_be_lost_leads_to_the_guide(make_desk: MakeDesk, example: Store) -> None:
    page = page_of(make_desk(example), SPIP)
    before = snapshot(example)
    page.ask_tomorrow()
    dialog = form(DepartureDialog)
    assert isinstance(dialog, DepartureDialog)
    assert dialog.windowTitle() == "Si Mme VIROLLET part demain"
    said = "\n".join(dialog.lines)
    assert "Aucun suppléant\u00a0: le siège serait vacant" in said
    assert "SPIP\u00a0: personne d’autre n’est connu, il resterait le standard" in said
    assert "aucun engagement ouvert" in said
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    guide = form(MandateGuide)
    assert guide.windowTitle() == "Fin de mandat · Mme Nadège VIROLLET"
    assert snapshot(example) == before, "asking changes nothing"
    QTest.keyClick(guide, Qt.Key.Key_Escape)


def test_what_would_be_lost_with_a_referent(make_desk: MakeDesk, example: Store) -> None:
    page = page_of(make_desk(example))
    page.seats.blocks[1].ask_tomorrow()
    dialog = form(DepartureDialog)
    assert isinstance(dialog, DepartureDialog)
    said = "\n".join(dialog.lines)
    assert "E-2025-04" in said
    assert "15 jours de retard" in said
    assert "jeu. 19 novembre 2026" in said
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


# ---- a body renewed


def renewal(desk: Desk) -> RenewBodyForm:
    desk.go("bodies", body_id=PLENARY)
    page = desk.shell.current_page()
    assert isinstance(page, BodiesPage)
    page.detail.renew.trigger()
    found = form(RenewBodyForm)
    assert isinstance(found, RenewBodyForm)
    return found


def test_a_body_is_renewed_line_by_line_in_one_step(
    make_desk: MakeDesk, example: Store, type_text: Typist
) -> None:
    desk = make_desk(example)
    before = snapshot(example)
    dialog = renewal(desk)
    old = [line.seat.titular for line in dialog.lines]
    assert dialog.focusWidget() is dialog.on
    type_text(dialog.on, "1/11/2026")
    type_text(dialog.lines[0].typed, "Mme Lise Orveau, maire")
    type_text(dialog.lines[1].typed, "vacant")
    type_text(dialog.lines[2].typed, "reconduite")
    type_text(dialog.lines[3].typed, "M. Éric SOLVAND")
    assert dialog._count.text() == "3 sièges changent sur 18"
    dialog.try_submit()
    assert not dialog.isVisible(), dialog.refusal.text()
    now = [seat.titular for seat in bodies.seats(example, PLENARY, date(2026, 11, 1))]
    assert now == ["Mme Lise ORVEAU", "", old[2], "M. Éric SOLVAND", *old[4:]]
    assert [seat.titular for seat in bodies.seats(example, PLENARY, ON)] == old
    assert "Plénière\u00a0: 3 sièges renouvelés" in desk.shell.toast.text()
    desk.undo()
    assert snapshot(example) == before


def test_a_line_without_a_name_is_refused_and_nothing_is_stored(
    make_desk: MakeDesk, example: Store, type_text: Typist
) -> None:
    dialog = renewal(make_desk(example))
    before = snapshot(example)
    dialog.try_submit()
    assert "Aucun siège ne change" in dialog.refusal.text()
    type_text(dialog.lines[0].typed, "Mme Lise Orveau")
    choose(dialog.lines[4].choice, "successor")
    dialog.try_submit()
    assert "n’est pas nommé" in dialog.refusal.text()
    assert snapshot(example) == before
    dialog.reject()


def test_the_renewal_fits_the_smallest_window(make_desk: MakeDesk, example: Store) -> None:
    desk = make_desk(example)
    desk.shell.resize(QSize(900, 430))
    QApplication.processEvents()
    dialog = renewal(desk)
    QApplication.processEvents()
    assert dialog.height() <= 430
    assert dialog.width() <= 900
    dialog.reject()


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("Mme Lise Orveau, directrice", Successor(None, "Orveau", "Lise", "Mme", "directrice")),
        ("Orveau", Successor(None, "Orveau")),
        ("M. Éric Solvand", Successor(person_id=22)),
        ("eric solvand, IEN", Successor(person_id=22, function="IEN")),
    ],
)
def test_what_is_typed_is_somebody(typed: str, wanted: Successor) -> None:
    people = {"m. eric solvand": 22, "eric solvand": 22}
    assert read_successor(typed, people) == wanted
