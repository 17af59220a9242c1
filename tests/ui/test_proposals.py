"""The basket of proposals: noted, put on an agenda, put off, refused with a motive."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from coprodesk.commands import agenda as commands
from coprodesk.commands import meetings, topics
from coprodesk.domain.agenda import Proposal
from coprodesk.queries.agenda import agenda
from coprodesk.queries.topics import TopicRow, proposals, topic
from coprodesk.store import Store
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.meeting import MeetingPage
from coprodesk.ui.pages.meetings import MeetingsPage
from coprodesk.ui.pages.proposal_forms import AnswerForm, ProposalForm
from coprodesk.ui.pages.proposals import ProposalsPage
from coprodesk.ui.rows import Group
from coprodesk.ui.widgets.buttons import ActionButton
from tests.ui.test_page_agenda import coming

MakeDesk = Callable[[Store], Desk]
TypeText = Callable[[QWidget, str], None]
TITLE = "Trottinettes sur la ligne B"


def opened(desk: Desk, **where: object) -> ProposalsPage:
    desk.go("proposals", **where)
    page = desk.shell.current_page()
    assert isinstance(page, ProposalsPage)
    return page


def form(desk: Desk, kind: type[QDialog]) -> QDialog:
    found = [one for one in desk.shell.findChildren(kind) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def proposed(store: Store) -> int:
    lorneo = store.rows("SELECT id FROM institution WHERE short_name = 'Lorneo'")[0]["id"]
    return topics.add_topic(store, TITLE, raised_by_id=lorneo, raised_on=date(2026, 9, 30))


def stored(store: Store, topic_id: int) -> TopicRow:
    found = topic(store, topic_id)
    assert found is not None
    return found


def headings(page: ProposalsPage) -> list[str]:
    rows = page.table.rows
    found = [rows.row(place) for place in range(rows.rowCount())]
    return [row.title for row in found if isinstance(row, Group)]


def test_the_button_of_the_meetings_leads_there_and_nothing_is_said_with_a_button(
    store: Store, make_desk: MakeDesk, type_text: TypeText
) -> None:
    desk = make_desk(store)
    desk.go("meetings")
    page = desk.shell.current_page()
    assert isinstance(page, MeetingsPage)
    button = next(one for one in page.findChildren(ActionButton) if one.text() == "Propositions")
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)
    page = desk.shell.current_page()
    assert isinstance(page, ProposalsPage)
    assert page.stack.currentIndex() == 1
    offered = QApplication.focusWidget()
    assert isinstance(offered, ActionButton)
    QTest.keyClick(offered, Qt.Key.Key_Return)
    dialog = form(desk, ProposalForm)
    assert isinstance(dialog, ProposalForm)
    type_text(dialog.title, "Éclairage de l’allée")
    QTest.keyClick(dialog.title, Qt.Key.Key_Return)
    assert page.stack.currentIndex() == 0
    assert page.table.current().title == "Éclairage de l’allée"
    assert page.table.current().raised_on == desk.today()
    assert page.table.hasFocus()
    assert not page.enter.isEnabled()


def test_a_blank_title_is_refused_and_the_form_stays(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    page = opened(desk)
    QTest.keyClick(page.table, Qt.Key.Key_Insert)
    dialog = form(desk, ProposalForm)
    assert isinstance(dialog, ProposalForm)
    QTest.keyClick(dialog.title, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert "titre" in dialog.refusal.text()


def test_i_puts_it_on_the_agenda_aimed_at(example: Store, make_desk: MakeDesk) -> None:
    topic_id = proposed(example)
    desk = make_desk(example)
    page = opened(desk, meeting_id=coming(example), topic_id=topic_id)
    assert page.table.current_key() == topic_id
    QTest.keyClick(page.table, Qt.Key.Key_I)
    item = agenda(example, coming(example))[-1]
    assert (item.title, item.topic_id, item.reporter) == (TITLE, topic_id, "Lorneo")
    assert stored(example, topic_id).proposal is Proposal.LISTED
    assert "Inscrites" in headings(page)
    assert not page.refuse.isEnabled()
    assert page.table.hasFocus()
    desk.undo()
    assert stored(example, topic_id).proposal is Proposal.WAITING
    assert headings(page) == ["À décider"]
    page.back.trigger()
    held = desk.shell.current_page()
    assert isinstance(held, MeetingPage)
    assert held.meeting_id == coming(example)


def test_r_asks_a_motive_that_is_told(example: Store, make_desk: MakeDesk, type_text: TypeText) -> None:
    topic_id = proposed(example)
    desk = make_desk(example)
    page = opened(desk, topic_id=topic_id)
    QTest.keyClick(page.table, Qt.Key.Key_R)
    dialog = form(desk, AnswerForm)
    assert isinstance(dialog, AnswerForm)
    QTest.keyClick(dialog.reason, Qt.Key.Key_Return)
    assert "motif" in dialog.refusal.text()
    assert stored(example, topic_id).proposal is Proposal.WAITING
    type_text(dialog.reason, "Déjà traité par la région")
    QTest.keyClick(dialog.reason, Qt.Key.Key_Return)
    assert stored(example, topic_id).proposal is Proposal.REFUSED
    assert "motif\u00a0: Déjà traité par la région" in page.table.rows.summary(page.table.rows.find(topic_id))
    assert "Refusées" in headings(page)
    page.table.select(topic_id)
    QTest.keyClick(page.table, Qt.Key.Key_D)
    assert stored(example, topic_id).proposal is Proposal.WAITING
    desk.undo()
    assert stored(example, topic_id).proposal is Proposal.REFUSED


def test_p_puts_it_off_without_asking_a_motive(example: Store, make_desk: MakeDesk) -> None:
    topic_id = proposed(example)
    desk = make_desk(example)
    page = opened(desk, topic_id=topic_id)
    QTest.keyClick(page.table, Qt.Key.Key_P)
    dialog = form(desk, AnswerForm)
    assert isinstance(dialog, AnswerForm)
    QTest.keyClick(dialog.reason, Qt.Key.Key_Return)
    assert stored(example, topic_id).proposal is Proposal.POSTPONED
    assert "Reportées" in headings(page)


def test_f2_changes_it_and_suppr_removes_it(example: Store, make_desk: MakeDesk, type_text: TypeText) -> None:
    topic_id = proposed(example)
    desk = make_desk(example)
    page = opened(desk, topic_id=topic_id)
    QTest.keyClick(page.table, Qt.Key.Key_F2)
    dialog = form(desk, ProposalForm)
    assert isinstance(dialog, ProposalForm)
    assert dialog.raised_on.value() == date(2026, 9, 30)
    QTest.keyClick(dialog.recurring, Qt.Key.Key_Space)
    QTest.keyClick(dialog.sensitive, Qt.Key.Key_Space)
    type_text(dialog.note, "Appel du 30/09.")
    dialog.try_submit()
    row = stored(example, topic_id)
    assert (row.recurring, row.sensitive, row.note) == (True, True, "Appel du 30/09.")
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    assert topic(example, topic_id) is None
    assert TITLE in desk.shell.toast.text()
    desk.undo()
    assert stored(example, topic_id).title == TITLE


def test_a_filter_leaves_what_answers(example: Store, make_desk: MakeDesk, type_text: TypeText) -> None:
    topic_id = proposed(example)
    topics.add_topic(example, "Bruit du stade")
    page = opened(make_desk(example))
    QTest.keyClick(page.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.search.hasFocus()
    type_text(page.search, "lorneo")
    assert page.table.current_key() == topic_id
    assert page.table.rows.rowCount() == 2


def test_a_topic_written_straight_on_an_agenda_is_no_proposal(example: Store, make_desk: MakeDesk) -> None:
    page = opened(make_desk(example))
    titles = [page.table.rows.row(n) for n in range(page.table.rows.rowCount())]
    assert all(not isinstance(row, TopicRow) or row.title != "Tour de table" for row in titles)


def test_without_a_meeting_to_come_nothing_can_be_put_on(example: Store, make_desk: MakeDesk) -> None:
    proposed(example)
    meetings.cancel_meeting(example, coming(example), "Élections")
    page = opened(make_desk(example))
    assert not page.enter.isEnabled()
    assert not page.target.isVisible()
    assert "Aucune réunion à venir" in page._aim.text()


@pytest.mark.parametrize("size", [(900, 430), (1024, 640)])
def test_the_panel_is_a_sheet_where_room_is_short(
    example: Store, make_desk: MakeDesk, size: tuple[int, int]
) -> None:
    proposed(example)
    desk = make_desk(example)
    page = opened(desk)
    desk.shell.resize(*size)
    QApplication.processEvents()
    assert not page.both.is_open()
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert page.both.is_open()
    inside = page.panel._area.widget()
    assert inside is not None
    assert inside.minimumSizeHint().width() <= page.panel._area.viewport().width()
    QTest.keyClick(page.table, Qt.Key.Key_Escape)
    assert not page.both.is_open()


def test_only_what_was_proposed_is_read(example: Store) -> None:
    topic_id = proposed(example)
    before = {row.id for row in proposals(example)}
    assert topic_id in before
    written = agenda(example, coming(example))[8].topic_id
    assert written not in before
    commands.add_item(example, coming(example), TITLE, topic_id=topic_id)
    assert topic_id in {row.id for row in proposals(example)}
    topics.close_topic(example, topic_id, date(2026, 10, 15))
    assert topic_id not in {row.id for row in proposals(example)}
