"""The list of meetings, and the form of a new one, by keyboard."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from coprodesk.queries.meetings import meetings
from coprodesk.store import Store
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.meetings import MeetingsPage
from coprodesk.ui.pages.new_meeting import NewMeetingDialog, choose
from coprodesk.ui.rows import Group

MakeDesk = Callable[[Store], Desk]
TypeText = Callable[[QWidget, str], None]


def open_list(desk: Desk) -> MeetingsPage:
    desk.go("meetings")
    page = desk.shell.current_page()
    assert isinstance(page, MeetingsPage)
    return page


def open_form(desk: Desk) -> NewMeetingDialog:
    QTest.keyClick(desk.shell, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    return desk.shell.findChildren(NewMeetingDialog)[-1]


def shown(page: MeetingsPage) -> list[str]:
    model = page.table.rows
    found = []
    for number in range(model.rowCount()):
        row = model.row(number)
        found.append(f"# {row.title}" if isinstance(row, Group) else str(row.number))
    return found


def test_meetings_stand_under_what_is_to_come_then_by_year(example: Store, make_desk: MakeDesk) -> None:
    page = open_list(make_desk(example))
    assert shown(page)[:5] == ["# À venir", "2026-03", "# 2026", "2026-02", "2026-01"]
    assert page.table.rows.cell(3, 3).text == "7\u202f/\u202f11"
    assert page.table.hasFocus()


def test_a_filter_leaves_its_own_and_says_when_there_is_none(example: Store, make_desk: MakeDesk) -> None:
    page = open_list(make_desk(example))
    page.segments.choose("unfinished")
    assert shown(page) == ["# 2026", "2026-02"]
    page.segments.choose("coming")
    assert shown(page) == ["# À venir", "2026-03"]
    page.segments.choose("all")
    QTest.keyClicks(page.search, "pleniere")
    assert {number for number in shown(page) if number[0] != "#"} == {"2026-01", "2025-01", "2024-01"}
    QTest.keyClicks(page.search, " zzz")
    assert page.no_match.isVisible()
    assert not page.table.isVisible()
    page.clear_filters()
    assert page.table.isVisible()
    assert len(shown(page)) == 13


def test_enter_opens_the_meeting_at_the_step_where_work_goes_on(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    page = open_list(desk)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    opened = desk.shell.current_page()
    assert desk.shell.current_id() == "meeting"
    assert opened is not None
    assert opened.header is not None
    assert opened.header.title() == "Formation restreinte, jeudi 19 novembre 2026"


def test_a_new_meeting_is_typed_and_opened(example: Store, make_desk: MakeDesk, type_text: TypeText) -> None:
    desk = make_desk(example)
    open_list(desk)
    form = open_form(desk)
    body_id = form.body_choice.itemData(2)
    choose(form.body_choice, body_id)
    assert form.place.text().startswith("Salle du conseil")
    form.day.setFocus()
    type_text(form.day, "10 décembre")
    assert form.day.accessibleDescription() == "jeudi 10 décembre 2026"
    form.start.setFocus()
    assert form.start.text() == "14\u00a0h\u00a030"
    form.start.selectAll()
    QTest.keyClicks(form.start, "14h")
    form.try_submit()
    made = next(row for row in meetings(example, desk.today()) if row.date.month == 12)
    assert (made.number, made.starts_at, made.ends_at) == ("2026-04", "14:00", "15:30")
    assert desk.shell.current_id() == "meeting"
    desk.undo()
    assert all(row.date.month != 12 for row in meetings(example, desk.today()))
    assert desk.shell.current_id() == "meetings"


@pytest.mark.parametrize(
    ("chosen", "day", "start", "said"),
    [
        (False, "10/12", "14h30", "Choisissez d’abord le groupe"),
        (True, "31/2/2027", "14h30", "n’existe pas au calendrier"),
        (True, "", "14h30", "La date manque"),
        (True, "10/12", "25h", "n’est pas une heure"),
        (True, "10/12", "", "L’heure de début manque"),
    ],
)
def test_an_impossible_meeting_is_refused_in_words(
    example: Store, make_desk: MakeDesk, chosen: bool, day: str, start: str, said: str
) -> None:
    desk = make_desk(example)
    open_list(desk)
    before = len(meetings(example, desk.today()))
    form = open_form(desk)
    choose(form.body_choice, form.body_choice.itemData(1) if chosen else None)
    QTest.keyClicks(form.day, day)
    form.start.selectAll()
    QTest.keyClick(form.start, Qt.Key.Key_Delete)
    QTest.keyClicks(form.start, start)
    form.try_submit()
    assert said in form.refusal.text()
    assert form.isVisible()
    assert len(meetings(example, desk.today())) == before


def test_deleting_asks_nothing_but_is_told_and_undone(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    page = open_list(desk)
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    assert "2026-03" not in shown(page)
    assert desk.shell.toast.text() == "Réunion du jeudi 19 novembre 2026 supprimée"
    desk.undo()
    assert shown(page)[1] == "2026-03"


def test_a_meeting_that_was_held_is_not_deleted(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    page = open_list(desk)
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    assert "2026-02" in shown(page)
    assert "Annulez-la plutôt" in page.banner.text()


def test_an_empty_council_is_offered_its_first_meeting(store: Store, make_desk: MakeDesk) -> None:
    page = open_list(make_desk(store))
    assert page.nothing.isVisible()
    assert not page.table.isVisible()
