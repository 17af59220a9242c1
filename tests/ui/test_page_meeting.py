"""The workspace of a meeting: steps, header, its facts, moving and cancelling it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from coprodesk.domain.meetings import MeetingState
from coprodesk.queries.meetings import MeetingRow, meeting
from coprodesk.store import Store
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.meeting import MeetingPage
from coprodesk.ui.pages.meeting_moves import CancelDialog, RescheduleDialog
from coprodesk.ui.pages.new_meeting import EditMeetingDialog

MakeDesk = Callable[[Store], Desk]


def coming(store: Store) -> int:
    return int(store.rows("SELECT id FROM meeting WHERE number = '2026-03'")[0][0])


def open_meeting(desk: Desk, step: str = "agenda") -> MeetingPage:
    desk.go("meeting", meeting_id=coming(desk.store), step=step)
    page = desk.shell.current_page()
    assert isinstance(page, MeetingPage)
    return page


def now(desk: Desk) -> MeetingRow:
    row = meeting(desk.store, coming(desk.store))
    assert row is not None
    return row


def test_steps_are_built_when_opened_and_each_has_its_header(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    page = open_meeting(desk)
    assert page.stack.count() == 1
    assert page.stepper.current() == "agenda"
    desk.shell.action("meeting.invitations").trigger()
    assert page.stack.count() == 2
    assert page.stepper.current() == "convening"
    assert page.header is not None
    assert page.header.isVisible()
    assert page.header.title() == "Formation restreinte, jeudi 19 novembre 2026"
    desk.shell.action("meeting.agenda").trigger()
    assert page.stack.count() == 2
    assert page.stepper.current() == "agenda"


def test_the_stepper_opens_a_step_by_keyboard(example: Store, make_desk: MakeDesk) -> None:
    page = open_meeting(make_desk(example))
    page.stepper.setFocus()
    QTest.keyClick(page.stepper, Qt.Key.Key_Right)
    QTest.keyClick(page.stepper, Qt.Key.Key_Return)
    assert page.stepper.current() == "convening"


def test_f2_corrects_the_facts_of_the_meeting(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    page = open_meeting(desk)
    page.stepper.setFocus()
    QTest.keyClick(page.stepper, Qt.Key.Key_F2)
    form = desk.shell.findChildren(EditMeetingDialog)[-1]
    form.place.setText("Salle B")
    form.day.setFocus()
    form.day.selectAll()
    QTest.keyClicks(form.day, "26/11")
    form.chair.setCurrentIndex(1)
    form.try_submit()
    row = now(desk)
    assert (row.place, row.date.day, row.chair_id) == ("Salle B", 26, form.chair.currentData())
    assert row.chair_line
    assert page.header is not None
    assert page.header.title().endswith("jeudi 26 novembre 2026")


def test_the_form_left_as_it_is_writes_nothing(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    page = open_meeting(desk)
    before = example.undo_label
    page.edit.trigger()
    desk.shell.findChildren(EditMeetingDialog)[-1].try_submit()
    assert example.undo_label == before


def test_moving_and_cancelling_keep_the_reason(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    page = open_meeting(desk)
    page.reschedule.trigger()
    moved = desk.shell.findChildren(RescheduleDialog)[-1]
    QTest.keyClicks(moved.day, "3/12")
    QTest.keyClicks(moved.reason, "salle prise")
    moved.try_submit()
    assert (now(desk).date.month, now(desk).state_reason) == (12, "salle prise")
    page.cancel.trigger()
    cancelled = desk.shell.findChildren(CancelDialog)[-1]
    QTest.keyClicks(cancelled.reason, "quorum")
    cancelled.try_submit()
    assert (now(desk).state, now(desk).state_reason) == (MeetingState.CANCELLED, "quorum")
    assert not page.cancel.isEnabled()
    page.back.trigger()
    assert now(desk).state is MeetingState.PREPARATION


def test_a_meeting_deleted_leads_back_to_the_list(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    page = open_meeting(desk)
    page.delete.trigger()
    assert desk.shell.current_id() == "meetings"
    desk.undo()
    assert meeting(example, coming(example)) is not None
