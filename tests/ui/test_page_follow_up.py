"""The step « Suivi »: what was followed and decided at the meeting, as it stands now."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from coprodesk.commands import commitments
from coprodesk.domain.commitments import Status
from coprodesk.queries.agenda import agenda
from coprodesk.store import Store
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.follow_up_step import FollowUpStep, Line
from coprodesk.ui.pages.meeting import MeetingPage
from coprodesk.ui.pages.new_meeting import NewMeetingDialog
from coprodesk.ui.rows import Group


@pytest.fixture
def step(example: Store, make_desk: Callable[[Store], Desk]) -> FollowUpStep:
    desk = make_desk(example)
    meeting_id = int(example.rows("SELECT id FROM meeting WHERE number = '2026-02'")[0]["id"])
    desk.go("meeting", meeting_id=meeting_id, step="follow_up")
    page = desk.shell.current_page()
    assert isinstance(page, MeetingPage)
    assert isinstance(page.step, FollowUpStep)
    return page.step


def rows(step: FollowUpStep) -> list[Line | Group]:
    return [step.table.rows.row(number) for number in range(step.table.rows.rowCount())]


def references(step: FollowUpStep) -> list[str]:
    return [
        one.commitment.reference if one.commitment is not None else str(one.record and one.record.reference)
        for one in rows(step)
        if isinstance(one, Line)
    ]


def test_followed_commitments_and_decisions_are_listed(step: FollowUpStep) -> None:
    assert "E-2026-03" in references(step)
    assert "D-2026-07" in references(step)
    titles = [one.title for one in rows(step) if isinstance(one, Group)]
    assert titles == ["Suivis à cette réunion", "Décisions et vœux"]
    late = [one for one in rows(step) if isinstance(one, Line) and one.commitment is not None]
    assert sum(one.commitment.status is Status.LATE for one in late if one.commitment) == 3
    assert step.counters.text() == "8 engagements · 4 tenus · 4 ouverts · dont 3 en retard"
    assert "jeudi 19 novembre 2026" in step.next_line.text()


def test_what_is_promised_there_comes_first(step: FollowUpStep) -> None:
    item = agenda(step.desk.store, step.meeting_id)[3]
    commitments.add_commitment(
        step.desk.store, "Céder un local", decided_on=step.desk.today(), agenda_item_id=item.id
    )
    first, line, *_rest = rows(step)
    assert isinstance(first, Group)
    assert first.title == "Pris à cette réunion"
    assert isinstance(line, Line)
    assert line.commitment is not None
    assert line.commitment.what == "Céder un local"


def test_enter_opens_the_commitment(step: FollowUpStep) -> None:
    step.table.setFocus()
    step.table.select_first()
    QTest.keyClick(step.table, Qt.Key.Key_Return)
    assert step.desk.shell.current_id() == "commitments"


def test_the_next_meeting_is_prepared_from_here(step: FollowUpStep) -> None:
    step.prepare.trigger()
    dialog = step.desk.shell.findChild(NewMeetingDialog)
    assert dialog is not None
    dialog.reject()
