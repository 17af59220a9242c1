"""The thread of a topic: where it came, what became of it, and the way to the meeting."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from coprodesk.commands import topics
from coprodesk.domain.french import DASH
from coprodesk.queries.agenda import agenda
from coprodesk.queries.topics import thread, topic
from coprodesk.store import Store
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.meeting import MeetingPage
from coprodesk.ui.pages.topic_thread import TopicThread, decided_words, open_thread
from coprodesk.ui.widgets.buttons import ActionButton
from tests.ui.test_page_agenda import coming, open_agenda

MakeDesk = Callable[[Store], Desk]


def shown(desk: Desk) -> TopicThread:
    found = desk.shell.findChild(TopicThread)
    assert isinstance(found, TopicThread)
    return found


def test_h_tells_every_meeting_and_warns_from_two_postponements(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    step = open_agenda(desk)
    step.table.select(agenda(example, coming(example))[2].id)
    QTest.keyClick(step.table, Qt.Key.Key_H)
    dialog = shown(desk)
    lines = [dialog.table.rows.summary(n) for n in range(dialog.table.rows.rowCount())]
    assert len(lines) == 3
    assert "19 novembre 2026, n° 2026-03, point 3" in lines[0]
    assert "Reporté" in lines[1]
    assert "D-2026-07" in lines[1]
    assert "rien de noté" in lines[2]
    assert dialog.alert.text().startswith("Reporté 2 fois de suite.")
    assert dialog.table.current_key() == agenda(example, coming(example))[2].id


def test_a_topic_put_off_once_does_not_warn(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    treated = agenda(example, coming(example))[3]
    dialog = open_thread(desk, treated.topic_id)
    assert dialog is not None
    assert dialog.alert.text() == ""


def test_entree_goes_to_the_item_in_its_meeting(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    step = open_agenda(desk)
    step.table.select(agenda(example, coming(example))[2].id)
    QTest.keyClick(step.table, Qt.Key.Key_H)
    dialog = shown(desk)
    QTest.keyClick(dialog.table, Qt.Key.Key_Down)
    before = dialog.table.current()
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    page = desk.shell.current_page()
    assert isinstance(page, MeetingPage)
    assert page.meeting_id == before.meeting_id != coming(example)
    assert step.table.current_key() == before.item_id
    assert not dialog.isVisible()


def test_echap_closes_and_the_menu_offers_the_thread(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    action = desk.shell.action("topic.thread")
    assert not action.isEnabled()
    open_agenda(desk)
    assert action.isEnabled()
    action.trigger()
    dialog = shown(desk)
    assert dialog.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_topic_never_on_an_agenda_says_so(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    topic_id = topics.add_topic(example, "Bruit du stade")
    dialog = open_thread(desk, topic_id)
    assert dialog is not None
    assert dialog.nothing.isVisible()
    assert not dialog.table.isVisible()
    assert not dialog.visit.isEnabled()
    assert not [one for one in dialog.findChildren(ActionButton) if one.isVisible() and "sujet" in one.text()]
    assert open_thread(desk, 999_999) is None


def test_a_topic_that_is_over_is_closed_and_opened_again(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    topic_id = agenda(example, coming(example))[2].topic_id
    dialog = open_thread(desk, topic_id)
    assert dialog is not None
    assert dialog.end.text() == "Clôturer le sujet"
    button = next(one for one in dialog.findChildren(ActionButton) if one.text() == dialog.end.text())
    QTest.keyClick(button, Qt.Key.Key_Space)
    found = topic(example, topic_id)
    assert found is not None
    assert found.closed_on == desk.today()
    assert "clôturé le 15/10/2026" in dialog.facts.text()
    assert dialog.alert.text() == ""
    assert dialog.end.text() == "Rouvrir le sujet"
    dialog.end.trigger()
    found = topic(example, topic_id)
    assert found is not None
    assert found.closed_on is None
    assert "clôturé" not in dialog.facts.text()
    example.undo()
    example.undo()
    assert topic(example, topic_id) == found


def test_what_was_decided_comes_before_what_was_promised(example: Store) -> None:
    found = thread(example, agenda(example, coming(example))[2].topic_id)
    assert found is not None
    for turn in found.turns:
        first, second = decided_words(turn)
        told = [*(one.reference for one in turn.decisions), *(one.reference for one in turn.commitments)]
        assert (first == DASH) == (not told)
        assert all(reference in first + second for reference in told)
        assert not (second and first == DASH)
