"""Keys, fields and what is typed, in a window of any size: 7 to 11, 15, 17, 21 to 23, 37."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from coprodesk.domain.attendance import Presence
from coprodesk.domain.french import parse_date
from coprodesk.queries.attendance import roll
from coprodesk.store import Store
from coprodesk.ui import focus
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.commitment_form import CommitmentForm
from coprodesk.ui.pages.commitments import CommitmentsPage
from coprodesk.ui.pages.roll_strip import RollStrip
from coprodesk.ui.widgets.editors import AutoLineEdit, AutoTextEdit
from coprodesk.ui.widgets.fields import DateField
from coprodesk.ui.widgets.filters import SearchField
from tests import test_french
from tests.ui import (
    detect,
    test_focus,
    test_kit,
    test_live_entry,
    test_roll_of_twenty,
    test_room,
    test_unfinished,
)
from tests.ui.forty.tools import contents, seen
from tests.ui.test_unfinished import desk
from tests.ui.visits import Visit, places

__all__ = ["desk"]
MakeDesk = Callable[[Store], Desk]
Typed = Callable[[QWidget, str], None]
CTRL = Qt.KeyboardModifier.ControlModifier


test_07_tab_follows_the_eye = test_focus.test_tab_goes_round_and_back


test_09_what_is_typed_is_kept_before_entree = test_live_entry.test_what_is_typed_is_kept_before_it_is_accepted


def test_09_echap_cancels_and_entree_takes(example: Store, make_desk: MakeDesk, type_text: Typed) -> None:
    desk = make_desk(example)
    before = contents(example)
    for key, taken in ((Qt.Key.Key_Escape, False), (Qt.Key.Key_Return, True)):
        form = _keep_form(desk)
        day = form.focusWidget()
        QTest.keyClick(day, Qt.Key.Key_A, CTRL)
        type_text(day, "10/10/2026")
        QTest.keyClick(day, key)
        assert not form.isVisible()
        assert (contents(example) != before) is taken


def _keep_form(desk: Desk) -> QWidget:
    from coprodesk.ui.pages.commitment_acts import ask_kept

    desk.go("commitments")
    page = desk.shell.current_page()
    assert isinstance(page, CommitmentsPage)
    page.table.select_first()
    row = page.table.current()
    desk.go("journal")  # without a screen the window stays active: Échap would be a key of the list
    form = ask_kept(desk, (row,))
    form.activateWindow()
    QTest.qWaitForWindowActive(form)
    return form


test_09_what_was_abandoned_is_offered = (
    test_unfinished.test_what_was_typed_is_offered_and_taken_again_by_keyboard
)


def test_10_f2_corrects_and_echap_leaves_as_it_was(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    desk.go("commitments")
    page = desk.shell.current_page()
    assert isinstance(page, CommitmentsPage)
    page.table.setFocus()
    before, line = contents(example), page.table.rows.summary(page.table.currentIndex().row())
    QTest.keyClick(page.table, Qt.Key.Key_F2)
    (form,) = seen(CommitmentForm)
    form.what.setPlainText("autre chose")
    QTest.keyClick(form, Qt.Key.Key_Escape)
    assert contents(example) == before
    assert page.table.rows.summary(page.table.currentIndex().row()) == line


test_11_a_short_date_is_the_right_one = test_french.test_dates_typed_about_the_new_year


test_11_impossible_dates_are_refused_in_words = test_french.test_impossible_dates_are_refused_in_french


test_15_a_copied_line_is_a_table = test_kit.test_a_row_is_read_in_words_and_copied


@pytest.mark.parametrize(
    "make", [AutoLineEdit, AutoTextEdit, DateField, SearchField], ids=lambda one: one.__name__
)
def test_17_altgr_characters_are_typed(qtbot: QtBot, type_text: Typed, make: Callable[[], QWidget]) -> None:
    field = make()
    qtbot.addWidget(field)
    type_text(field, "@#{[|€~")
    assert field.text() == "@#{[|€~"  # type: ignore[attr-defined]


test_21_a_roll_of_twenty = test_roll_of_twenty.test_the_roll_of_twenty_takes_thirty_keys_at_most


def test_22_excused_with_a_substitute_takes_two_keys(
    example: Store, opened: int, make_desk: MakeDesk
) -> None:
    desk = make_desk(example)
    desk.go("meeting", meeting_id=opened, step="live")
    strip = next(one for one in desk.shell.findChildren(RollStrip) if one.isVisible())
    entry = next(line.id for line in roll(example, opened) if line.substitute is not None)
    strip.go_to_entry(entry)
    strip.setFocus()
    keys = (Qt.Key.Key_R, Qt.Key.Key_Return)
    for key in keys:
        QTest.keyClick(desk.shell.focusWidget(), key)
    line = next(one for one in roll(example, opened) if one.id == entry)
    assert line.presence is Presence.REPRESENTED
    assert line.substitute is not None
    assert line.delegate == line.substitute.name
    assert len(keys) <= 4


def test_23_what_is_missing_is_named_beside_its_field(
    example: Store, make_desk: MakeDesk, type_text: Typed
) -> None:
    desk = make_desk(example)
    form = CommitmentForm(desk)
    form.open()
    type_text(form.what, "Prêter une salle")
    form.try_submit()
    assert form.focusWidget() is form.theme
    assert "Le thème manque" in form.theme.accessibleDescription()
    form.reject()
    assert parse_date("+ 15 j", date(2026, 10, 15)) == date(2026, 10, 30)


@pytest.mark.parametrize("size", [(1024, 640), (960, 460)], ids=["1024x640", "doubled"])
def test_37_everything_is_reached_in_a_small_window(visit: Visit, size: tuple[int, int]) -> None:
    visit.resize(*size)
    for place in places(visit.desk.store):
        page = visit.go(place)
        for one in focus.tab_chain(page):
            one.setFocus(Qt.FocusReason.TabFocusReason)
            focus.show_whole(one)
            assert not one.visibleRegion().isEmpty(), (place.name, detect.told(one))


def test_37_at_200_percent_nothing_is_cut() -> None:
    test_room.test_every_page_has_room_on_a_scaled_screen("2")
