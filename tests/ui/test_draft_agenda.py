"""A new meeting comes with its whole draft agenda, in at most four actions besides typing its date."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from coprodesk.commands import agenda as agenda_commands
from coprodesk.commands import topics
from coprodesk.domain.agenda import Outcome, Role
from coprodesk.domain.french import duration
from coprodesk.queries.agenda import agenda
from coprodesk.queries.carry_over import SuggestionKind
from coprodesk.queries.due_commitments import due_by_lead
from coprodesk.queries.meetings import meetings
from coprodesk.queries.templates import template_items
from coprodesk.store import Store
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.new_meeting import NewMeetingDialog, choose
from tests.test_templates import template_of

MakeDesk = Callable[[Store], Desk]
TypeText = Callable[[QWidget, str], None]
PLENARY, RESTRICTED = 1, 2
MOST = 4


class Hands:
    """The keys pressed so far; typing the date is not counted."""

    def __init__(self, desk: Desk, type_text: TypeText, qtbot: QtBot) -> None:
        self.desk, self.count = desk, 0
        self._type, self._qtbot = type_text, qtbot

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.count += 1
        QTest.keyClick(QApplication.focusWidget() or self.desk.shell, key, held)

    def new_meeting(self) -> NewMeetingDialog:
        self.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        form = self.desk.shell.findChildren(NewMeetingDialog)[-1]
        form.activateWindow()
        self._qtbot.waitUntil(form.body_choice.hasFocus)
        return form

    def type_date(self, form: NewMeetingDialog, text: str) -> None:
        assert form.day.hasFocus()
        self._type(form.day, text)


def made_on(store: Store, day: date) -> int:
    return next(row.id for row in meetings(store, day) if row.date == day)


@pytest.mark.parametrize(
    ("body", "choosing"), [(RESTRICTED, None), (PLENARY, Qt.Key.Key_Up)], ids=["restricted", "plenary"]
)
def test_four_actions_give_the_whole_draft(
    example: Store, make_desk: MakeDesk, type_text: TypeText, qtbot: QtBot, body: int, choosing: Qt.Key | None
) -> None:
    # The meeting to come is held without one of its items: what it left returns.
    left = next(row for row in agenda(example, 9) if row.title.startswith("Rodéos"))
    with example.change("Séance tenue") as change:
        for row in agenda(example, 9):
            change.update("agenda_item", row.id, outcome="open" if row.id == left.id else "treated")
        change.update("agenda_item", left.id, outcome=Outcome.POSTPONED.value)
        change.update("meeting", 9, state="held", opened_at="14:30", closed_at="16:00")
    hands = Hands(make_desk(example), type_text, qtbot)
    form = hands.new_meeting()
    if choosing is not None:
        hands.press(choosing)
    hands.press(Qt.Key.Key_Tab)
    hands.type_date(form, "20 janvier 2027")
    hands.press(Qt.Key.Key_Return)
    print(f"projet d’ordre du jour ({body}) : {hands.count} actions")
    assert hands.count <= MOST
    made = made_on(example, date(2027, 1, 20))
    rows = agenda(example, made)
    model = template_of(example, body)
    assert model is not None
    titles = [row.title for row in rows]
    standing = [item.title for item in template_items(example, model.id) if item.role is not Role.APPROVAL]
    assert [title for title in titles if title in standing] == standing
    assert [row.approves_id for row in rows if row.approves_id] == [9], "of September it is approved now"
    assert left.title in titles
    followed = next(row for row in rows if row.role is Role.FOLLOW_UP)
    due = due_by_lead(example, made)
    assert {one.reference for group in due for one in group.commitments} == set(followed.references)
    assert all(one.reason for group in due for one in group.commitments)
    assert [group.lead for group in due] == sorted(group.lead for group in due)
    assert "Abords du lycée" not in titles, "a proposal is offered, not imposed"
    hands.desk.undo()
    assert agenda(example, made) == ()


def test_what_returns_is_ticked_and_the_basket_is_offered(
    example: Store, make_desk: MakeDesk, type_text: TypeText, qtbot: QtBot
) -> None:
    refused = topics.add_topic(example, "Sujet refusé")
    topics.refuse_proposal(example, refused, "Hors compétence")
    hands = Hands(make_desk(example), type_text, qtbot)
    form = hands.new_meeting()
    hands.press(Qt.Key.Key_Tab)
    hands.type_date(form, "10 décembre")
    form.day.flush()
    approval, proposal = (SuggestionKind.APPROVAL, "8"), (SuggestionKind.PROPOSAL, "23")
    assert {key: box.isChecked() for key, box in form.ticks.boxes.items()} == {
        approval: True,
        proposal: False,
    }
    assert form.ticks.due.text().startswith("Suivi des engagements\u00a0: 3 échus")
    for key in (approval, proposal):
        QTest.keyClick(form.ticks.boxes[key], Qt.Key.Key_Space)
    form.try_submit()
    rows = agenda(example, made_on(example, date(2026, 12, 10)))
    assert "Abords du lycée" in [row.title for row in rows]
    assert not any(row.approves_id for row in rows)


def test_an_empty_agenda_may_be_asked_for(
    example: Store, make_desk: MakeDesk, type_text: TypeText, qtbot: QtBot
) -> None:
    hands = Hands(make_desk(example), type_text, qtbot)
    form = hands.new_meeting()
    hands.press(Qt.Key.Key_Tab)
    hands.type_date(form, "10 décembre")
    choose(form.model, None)
    assert not form.ticks.isEnabled()
    form.try_submit()
    assert agenda(example, made_on(example, date(2026, 12, 10))) == ()


def test_another_body_brings_its_hour_its_place_and_its_template(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    agenda_commands.add_item(example, 9, "Point de plus")
    form = NewMeetingDialog(desk)
    assert form.body_choice.currentText() == "Formation restreinte"
    assert form.start.value() == "14:30"
    choose(form.body_choice, PLENARY)
    assert form.model.currentText() == "Modèle «\u00a0Séance plénière\u00a0»"
    assert [form.model.itemText(n) for n in range(form.model.count())][1:] == [
        "Modèle «\u00a0Installation après les élections\u00a0»",
        "Vide",
    ]
    choose(form.body_choice, 3)
    assert form.start.text() == "", "the watch cell never met: no hour is known"
    assert form.place.text().startswith("Salle Ferrand")
    form.reject()


@pytest.mark.parametrize("body", [PLENARY, RESTRICTED])
@pytest.mark.parametrize("unticked", [False, True], ids=["as proposed", "approval unticked"])
def test_the_agenda_announced_is_the_one_that_is_made(
    example: Store, make_desk: MakeDesk, type_text: TypeText, body: int, unticked: bool
) -> None:
    form = NewMeetingDialog(make_desk(example), body)
    form.show()
    form.day.setFocus()
    type_text(form.day, "10 décembre")
    form.day.flush()
    if unticked:
        form.ticks.boxes[(SuggestionKind.APPROVAL, "8")].setChecked(False)
        form.ticks.boxes[(SuggestionKind.PROPOSAL, "23")].setChecked(True)
    told = form.announced()
    form.try_submit()
    rows = agenda(example, made_on(example, date(2026, 12, 10)))
    assert told == f"{len(rows)} points, {duration(sum(row.planned_minutes for row in rows))}"


def test_an_agenda_without_items_announces_none(
    example: Store, make_desk: MakeDesk, type_text: TypeText
) -> None:
    form = NewMeetingDialog(make_desk(example), RESTRICTED)
    form.show()
    form.day.setFocus()
    type_text(form.day, "10 décembre")
    form.day.flush()
    assert form.announced()
    choose(form.model, None)
    assert form.announced() == ""
    form.reject()
