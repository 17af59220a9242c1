"""The agenda, typed line after line, and its suggestions."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from coprodesk.domain.disclosure import Level
from coprodesk.domain.errors import Refusal
from coprodesk.queries.agenda import SuggestionKind, agenda
from coprodesk.store import Store
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.agenda_step import AgendaStep, without_reference
from coprodesk.ui.pages.item_editors import parse_minutes
from coprodesk.ui.pages.meeting import MeetingPage
from coprodesk.ui.pages.new_meeting import choose
from coprodesk.ui.pages.suggestions_card import lines
from coprodesk.ui.preview import PreviewWindow
from coprodesk.ui.theme import Label
from tests.ui.test_page_meeting import coming, open_meeting

MakeDesk = Callable[[Store], Desk]
TypeText = Callable[[QWidget, str], None]
ALT = Qt.KeyboardModifier.AltModifier


def open_agenda(desk: Desk) -> AgendaStep:
    page = open_meeting(desk)
    assert isinstance(page, MeetingPage)
    assert isinstance(page.step, AgendaStep)
    return page.step


def titles(store: Store) -> list[str]:
    return [item.title for item in agenda(store, coming(store))]


def test_items_are_typed_one_after_the_other(
    example: Store, make_desk: MakeDesk, type_text: TypeText
) -> None:
    step = open_agenda(make_desk(example))
    step.entry.setFocus()
    for title in ("Éclairage des halls", "Relève du délégué"):
        type_text(step.entry, title)
        QTest.keyClick(step.entry, Qt.Key.Key_Return)
        assert step.entry.text() == ""
        assert step.entry.hasFocus()
    assert titles(example)[-2:] == ["Éclairage des halls", "Relève du délégué"]
    assert step.total.text().startswith("1\u00a0h\u00a050 prévue sur 1\u00a0h\u00a030")
    QTest.keyClick(step.entry, Qt.Key.Key_Return)
    assert len(titles(example)) == 11
    QTest.keyClick(step.entry, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert titles(example)[-1] == "Éclairage des halls"


def test_alt_arrows_move_the_item_and_stop_at_the_ends(example: Store, make_desk: MakeDesk) -> None:
    step = open_agenda(make_desk(example))
    first, second = titles(example)[:2]
    QTest.keyClick(step.table, Qt.Key.Key_Up, ALT)
    assert titles(example)[:2] == [first, second]
    QTest.keyClick(step.table, Qt.Key.Key_Down, ALT)
    assert titles(example)[:2] == [second, first]
    assert step.table.current().title == first


@pytest.mark.parametrize("key", [Qt.Key.Key_F2, Qt.Key.Key_Return])
def test_the_editors_store_by_themselves(example: Store, make_desk: MakeDesk, key: Qt.Key) -> None:
    step = open_agenda(make_desk(example))
    QTest.keyClick(step.table, key)
    editors = step.editors
    assert editors.isVisible()
    assert editors.title.hasFocus()
    QTest.keyClicks(editors.title, "Approbation")
    editors.minutes.setFocus()
    editors.minutes.selectAll()
    QTest.keyClicks(editors.minutes, "1h05")
    choose(editors.level, Level.PUBLIC)
    editors.level.activated.emit(editors.level.currentIndex())
    choose(editors.reporter, None)
    editors.reporter.activated.emit(0)
    QTest.keyClick(editors.minutes, Qt.Key.Key_Escape)
    item = agenda(example, coming(example))[0]
    assert (item.title, item.planned_minutes, item.level) == ("Approbation", 65, Level.PUBLIC)
    assert item.reporter_id is None
    assert not editors.isVisible()
    assert step.table.hasFocus()


def test_a_title_pending_for_one_item_is_not_stored_in_another(example: Store, make_desk: MakeDesk) -> None:
    step = open_agenda(make_desk(example))
    second = titles(example)[1]
    QTest.keyClick(step.table, Qt.Key.Key_Return)
    QTest.keyClicks(step.editors.title, "Tout autre chose")
    step.table.select(agenda(example, coming(example))[1].id)
    assert titles(example)[:2] == ["Tout autre chose", second]
    assert step.editors.title.text() == second


def test_a_length_that_is_none_is_refused_and_the_former_stays(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    step = open_agenda(desk)
    QTest.keyClick(step.table, Qt.Key.Key_Return)
    step.editors.minutes.setText("bientôt")
    step.editors.minutes.flush()
    assert agenda(example, coming(example))[0].planned_minutes == 5
    page = desk.shell.current_page()
    assert page is not None
    assert "n’est pas une durée" in page.banner.text()


@pytest.mark.parametrize(("text", "minutes"), [("15", 15), ("15 min", 15), ("1 h", 60), ("1h30", 90)])
def test_lengths_are_understood(text: str, minutes: int) -> None:
    assert parse_minutes(text) == minutes
    for wrong in ("", "h", "-5", "demain"):
        with pytest.raises(Refusal):
            parse_minutes(wrong)


def test_deleting_selects_the_neighbour_and_is_undone(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    step = open_agenda(desk)
    first, second = titles(example)[:2]
    QTest.keyClick(step.table, Qt.Key.Key_Delete)
    assert titles(example)[0] == second
    assert step.table.current().title == second
    assert first in desk.shell.toast.text()
    desk.undo()
    assert titles(example)[:2] == [first, second]


def test_ticking_a_suggestion_adds_its_item_and_unticking_takes_it_off(
    example: Store, make_desk: MakeDesk
) -> None:
    step = open_agenda(make_desk(example))
    before = titles(example)
    key = (SuggestionKind.COMMITMENT, "E-2025-03")
    order = list(step.suggestions.boxes)
    assert not step.suggestions.boxes[key].isChecked()
    QTest.keyClick(step.suggestions.boxes[key], Qt.Key.Key_Space)
    assert titles(example) == [*before, "Suivi des engagements E-2025-03"]
    assert step.suggestions.boxes[key].isChecked()
    assert list(step.suggestions.boxes) == order
    QTest.keyClick(step.suggestions.boxes[key], Qt.Key.Key_Space)
    assert titles(example) == before
    assert not step.suggestions.boxes[key].isChecked()


def test_all_suggestions_share_one_item_from_which_one_can_be_taken(
    example: Store, make_desk: MakeDesk
) -> None:
    step = open_agenda(make_desk(example))
    step.suggestions.add_all.trigger()
    assert not step.suggestions.add_all.isVisible()
    assert titles(example)[-1] == "Suivi des engagements E-2025-04, E-2026-03, E-2025-03"
    QTest.keyClick(step.suggestions.boxes[(SuggestionKind.COMMITMENT, "E-2026-03")], Qt.Key.Key_Space)
    assert titles(example)[-1] == "Suivi des engagements E-2025-04, E-2025-03"
    assert step.suggestions.add_all.isVisible()


@pytest.mark.parametrize(
    ("title", "left"),
    [("Suivi E-1, E-2", "Suivi E-2"), ("Suivi E-2, E-1", "Suivi E-2"), ("Suivi E-1", "Suivi")],
)
def test_a_reference_leaves_with_its_comma(title: str, left: str) -> None:
    assert without_reference(title, "E-1") == left


def test_a_meeting_without_item_offers_the_line_to_type(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    step = open_agenda(desk)
    while agenda(example, coming(example)):
        step.table.select_first()
        QTest.keyClick(step.table, Qt.Key.Key_Delete)
    assert step.nothing.isVisible()
    assert not step.table.isVisible()
    assert step.first_focus() is step.entry


def test_ctrl_p_previews_the_agenda(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    step = open_agenda(desk)
    QTest.keyClick(step.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    windows = desk.shell.findChildren(PreviewWindow)
    assert ["rdre du jour" in window.windowTitle() for window in windows] == [True]
    windows[0].close()


def test_more_suggestions_than_anyone_reads_are_counted_not_drawn(
    example: Store, make_desk: MakeDesk
) -> None:
    step = open_agenda(make_desk(example))
    one = step.suggestions.waiting()[0]
    many = [replace(one, target_id=n, reference=f"E-2026-{n:02d}") for n in range(100, 145)]
    step.suggestions.show_lines(lines((), many, {}))
    assert len(step.suggestions.boxes) == len(step.suggestions.waiting()) == 40
    assert "et 5 autres" in [label.text() for label in step.suggestions.findChildren(Label)]


def test_a_title_half_typed_is_kept_when_the_window_closes(
    example: Store, make_desk: MakeDesk, type_text: TypeText
) -> None:
    desk = make_desk(example)
    step = open_agenda(desk)
    step.entry.setFocus()
    type_text(step.entry, "Point à demi écr")
    step.table.setFocus()
    assert step.entry.text() == "Point à demi écr"
    assert titles(example)[-1] != "Point à demi écr"
    desk.shell.flush()
    assert titles(example)[-1] == "Point à demi écr"
    assert step.entry.text() == ""
