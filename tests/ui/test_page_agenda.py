"""The agenda, typed line after line, and its suggestions."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from coprodesk.commands import agenda as commands
from coprodesk.commands import attendance, meetings
from coprodesk.domain.agenda import Role
from coprodesk.domain.attendance import Reply
from coprodesk.domain.disclosure import Level
from coprodesk.domain.errors import Refusal
from coprodesk.queries.agenda import SuggestionKind, agenda
from coprodesk.queries.attendance import roll
from coprodesk.queries.topics import topic
from coprodesk.store import Store
from coprodesk.ui import theme
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.agenda_rows import mark
from coprodesk.ui.pages.agenda_step import AgendaStep, without_reference
from coprodesk.ui.pages.item_editors import ConcernedForm, ItemSheet, parse_minutes
from coprodesk.ui.pages.meeting import MeetingPage
from coprodesk.ui.pages.new_meeting import choose
from coprodesk.ui.pages.reply_anywhere import ReplyDialog
from coprodesk.ui.pages.suggestions_card import lines
from coprodesk.ui.paint import Chip
from coprodesk.ui.preview import PreviewWindow
from coprodesk.ui.rows import Group
from coprodesk.ui.theme import Label

MakeDesk = Callable[[Store], Desk]
TypeText = Callable[[QWidget, str], None]
ALT = Qt.KeyboardModifier.AltModifier


def coming(store: Store) -> int:
    return int(store.rows("SELECT id FROM meeting WHERE number = '2026-03'")[0]["id"])


def open_agenda(desk: Desk) -> AgendaStep:
    desk.go("meeting", meeting_id=coming(desk.store), step="agenda")
    page = desk.shell.current_page()
    assert isinstance(page, MeetingPage)
    assert isinstance(page.step, AgendaStep)
    return page.step


def follow_by_hand(store: Store) -> None:
    """Leave no item that follows up all that is due: each commitment is then suggested."""
    for item in agenda(store, coming(store)):
        commands.set_item(store, item.id, role=Role.NONE)


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
    assert step.foot.total.text().startswith("1\u00a0h\u00a050 prévue sur 1\u00a0h\u00a030")
    QTest.keyClick(step.entry, Qt.Key.Key_Return)
    assert len(titles(example)) == 11
    QTest.keyClick(step.entry, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert titles(example)[-1] == "Éclairage des halls"


def test_inser_writes_a_new_item(example: Store, make_desk: MakeDesk) -> None:
    step = open_agenda(make_desk(example))
    step.table.setFocus()
    QTest.keyClick(step.table, Qt.Key.Key_Insert)
    assert step.entry.hasFocus()


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
    follow_by_hand(example)
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


def test_what_the_follow_up_item_takes_up_is_ticked_with_it(example: Store, make_desk: MakeDesk) -> None:
    step = open_agenda(make_desk(example))
    box = step.suggestions.boxes[(SuggestionKind.COMMITMENT, "E-2025-03")]
    assert box.isChecked()
    assert not box.isEnabled()
    assert box.accessibleName().endswith("au point 2")


def test_all_suggestions_share_one_item_from_which_one_can_be_taken(
    example: Store, make_desk: MakeDesk
) -> None:
    follow_by_hand(example)
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
    follow_by_hand(example)
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


def rows(step: AgendaStep) -> list[str]:
    """The list as it is read: headings in brackets, numbers before titles."""
    found = []
    for place in range(step.table.rows.rowCount()):
        row = step.table.rows.row(place)
        found.append(f"[{row.title}]" if isinstance(row, Group) else f"{row.number} {row.title[:8]}")
    return found


def test_sub_items_are_set_in_and_out_by_keys(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    step = open_agenda(desk)
    step.table.select(agenda(example, coming(example))[4].id)
    QTest.keyClick(step.table, Qt.Key.Key_Right, ALT)
    assert [item.number for item in agenda(example, coming(example))][3:6] == ["4", "4.1", "5"]
    assert step.table.current().number == "4.1"
    cell = step.table.rows.cell(step.table.currentIndex().row(), 2)
    assert cell.indent == 1
    QTest.keyClick(step.table, Qt.Key.Key_Left, ALT)
    assert [item.depth for item in agenda(example, coming(example))] == [0] * 9
    desk.undo()
    assert step.table.current().number == "4.1"


def test_the_first_item_cannot_be_a_sub_item(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    step = open_agenda(desk)
    QTest.keyClick(step.table, Qt.Key.Key_Right, ALT)
    page = desk.shell.current_page()
    assert page is not None
    assert "premier point" in page.banner.text()
    assert agenda(example, coming(example))[0].depth == 0


def test_a_section_is_a_heading_and_a_moved_item_takes_the_one_where_it_lands(
    example: Store, make_desk: MakeDesk, type_text: TypeText
) -> None:
    step = open_agenda(make_desk(example))
    third = agenda(example, coming(example))[2].id
    step.table.select(third)
    QTest.keyClick(step.table, Qt.Key.Key_F2)
    step.editors.section.setFocus()
    type_text(step.editors.section, "État des lieux")
    assert not any(item.section for item in agenda(example, coming(example)))
    QTest.keyClick(step.editors.section, Qt.Key.Key_Escape)
    assert rows(step)[:4] == ["1 Approbat", "2 Suivi de", "[État des lieux]", "3 Abords d"]
    assert step.table.hasFocus()
    QTest.keyClick(step.table, Qt.Key.Key_Up, ALT)
    assert rows(step)[:4] == ["1 Approbat", "2 Abords d", "3 Suivi de", "[État des lieux]"]
    assert step.table.current_key() == third


def test_arrows_step_over_headings(example: Store, make_desk: MakeDesk) -> None:
    step = open_agenda(make_desk(example))
    second = agenda(example, coming(example))[1].id
    commands.set_section(example, second, "Suites")
    step.table.select_first()
    QTest.keyClick(step.table, Qt.Key.Key_Down)
    assert step.table.current_key() == second


def test_the_total_says_what_it_overruns_in_late_colour(example: Store, make_desk: MakeDesk) -> None:
    step = open_agenda(make_desk(example))
    calm = step.foot.total.palette().windowText().color()
    assert "dépassement" not in step.foot.total.text()
    QTest.keyClick(step.table, Qt.Key.Key_Return)
    step.editors.minutes.setFocus()
    step.editors.minutes.selectAll()
    QTest.keyClicks(step.editors.minutes, "20")
    QTest.keyClick(step.editors.minutes, Qt.Key.Key_Escape)
    assert step.foot.total.text().startswith(
        "1\u00a0h\u00a045 prévue sur 1\u00a0h\u00a030 · dépassement de 15\u00a0min"
    )
    ink = step.foot.total.palette().windowText().color()
    assert ink == theme.color("late") != calm
    assert step.table.rows.cell(1, 1).text == "14\u00a0h\u00a050"
    assert step.foot.others.text() == "Autres partenaires\u00a0: 15\u00a0min"


def test_the_mark_says_the_gravest_thing(example: Store) -> None:
    first = agenda(example, coming(example))[0]
    approving = replace(first, approves_id=8, references=(), put_off_before=0)
    assert mark(approving, {8: 2}) == Chip("projet v2", outline=True)
    assert mark(approving, {}) is None
    assert mark(replace(approving, references=("E-2026-03",)), {}) == Chip("E-2026-03", outline=True)
    assert mark(replace(approving, references=("E-1", "E-2", "E-3")), {}) == Chip("3 liés", outline=True)
    assert mark(replace(approving, put_off_before=1), {8: 2}) == Chip("1 report", outline=True)
    assert mark(replace(approving, put_off_before=2), {8: 2}) == Chip("2 reports", role="soon")
    closed = replace(approving, put_off_before=2, level=Level.RESTRICTED)
    assert mark(closed, {8: 2}) == Chip("confidentiel", role="conf")


def test_the_reporter_is_an_institution_then_a_person_of_it(example: Store, make_desk: MakeDesk) -> None:
    step = open_agenda(make_desk(example))
    item = agenda(example, coming(example))[2]
    step.table.select(item.id)
    QTest.keyClick(step.table, Qt.Key.Key_Return)
    sheet = step.editors
    assert "DSDEN · M. Éric SOLVAND" in step.table.rows.cell(step.table.currentIndex().row(), 2).words
    spoken = [sheet.person.itemText(n) for n in range(sheet.person.count())]
    assert spoken[0] == "Sans préciser"
    assert all("DSDEN" not in words for words in spoken)
    assert len(spoken) < 6
    QTest.keyClick(sheet.reporter, Qt.Key.Key_Down)
    changed = agenda(example, coming(example))[2]
    assert changed.reporter_id != item.reporter_id
    assert (changed.reporter_person_id, changed.reporter_person) == (None, "")


def test_who_is_concerned_is_ticked(example: Store, make_desk: MakeDesk) -> None:
    step = open_agenda(make_desk(example))
    item = agenda(example, coming(example))[2]
    step.table.select(item.id)
    QTest.keyClick(step.table, Qt.Key.Key_C)
    form = step.desk.shell.findChild(ConcernedForm)
    assert isinstance(form, ConcernedForm)
    assert {one for one, box in form.boxes.items() if box.isChecked()} == set(item.institutions)
    held = form.focusWidget()
    assert held in form.boxes.values()
    QTest.keyClick(held, Qt.Key.Key_Space)
    QTest.keyClick(held, Qt.Key.Key_Return)
    assert len(agenda(example, coming(example))[2].institutions) == 1
    step.desk.undo()
    assert set(agenda(example, coming(example))[2].institutions) == set(item.institutions)


def test_the_sheet_marks_the_topic_and_what_is_approved(example: Store, make_desk: MakeDesk) -> None:
    step = open_agenda(make_desk(example))
    QTest.keyClick(step.table, Qt.Key.Key_Return)
    sheet = step.editors
    QTest.keyClick(sheet.recurring, Qt.Key.Key_Space)
    QTest.keyClick(sheet.sensitive, Qt.Key.Key_Space)
    item = agenda(example, coming(example))[0]
    found = topic(example, item.topic_id)
    assert found is not None
    assert (found.recurring, found.sensitive) == (True, True)
    offered = [sheet.approves.itemText(n) for n in range(sheet.approves.count())]
    assert offered[0] == "Aucun"
    choose(sheet.approves, None)
    sheet.approves.activated.emit(0)
    assert agenda(example, coming(example))[0].approves_id is None


def awaiting(store: Store) -> dict[str, int]:
    """Convene the meeting: everyone comes, but the Département says nothing."""
    meetings.convene_meeting(store, coming(store), date(2026, 10, 15))
    entries = {line.short_name: line.id for line in roll(store, coming(store))}
    for name, entry in entries.items():
        if name != "Département":
            attendance.set_reply(store, entry, Reply.COMES)
    return entries


def test_the_banner_names_who_is_concerned_and_silent_and_a_call_is_noted(
    example: Store, make_desk: MakeDesk
) -> None:
    desk = make_desk(example)
    step = open_agenda(desk)
    assert step.alert.text() == ""
    entries = awaiting(example)
    step.refresh()
    assert step.alert.text() == (
        "Points 3 et 8\u00a0: le Conseil départemental est concerné et n’a pas répondu. "
        "Prévenir Mme\u00a0ORSEL (04\u00a065\u00a071\u00a040\u00a018) ou déplacer les points."
    )
    step.table.setFocus()
    QTest.keyClick(step.table, Qt.Key.Key_A)
    dialog = desk.shell.findChild(ReplyDialog)
    assert isinstance(dialog, ReplyDialog)
    assert dialog.table.current_key() == entries["Département"]
    dialog.comes.trigger()
    assert step.alert.text() == ""
    desk.undo()
    assert "n’a pas répondu" in step.alert.text()


def test_the_banner_counts_the_others_who_are_missing(example: Store, make_desk: MakeDesk) -> None:
    step = open_agenda(make_desk(example))
    entries = awaiting(example)
    attendance.set_reply(example, entries["CPN"], Reply.EXCUSED)
    attendance.set_reply(example, entries["Préfecture"], Reply.NONE)
    step.refresh()
    words = step.alert.text()
    assert words.startswith("Points 4, 5, 6 et 7\u00a0: la CPN de Brévigny est concernée et s’est excusée.")
    assert words.endswith(" 2 autres manquent.")


@pytest.mark.parametrize("size", [(900, 430), (1024, 640), (1366, 688)])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_nothing_of_the_sheet_lies_beyond_its_edge(
    example: Store, make_desk: MakeDesk, qapp: QApplication, size: tuple[int, int], scale: float
) -> None:
    theme.apply(qapp, "light", scale)
    desk = make_desk(example)
    step = open_agenda(desk)
    desk.shell.resize(*size)
    QTest.keyClick(step.table, Qt.Key.Key_Return)
    QApplication.processEvents()
    sheet = step.editors
    area = sheet.findChild(QScrollArea)
    assert isinstance(area, QScrollArea)
    inside = area.widget()
    assert inside is not None
    assert inside.minimumSizeHint().width() <= area.viewport().width()
    edges = sheet.mapTo(step, sheet.rect().bottomRight())
    assert edges.x() <= step.width()
    assert sheet.title.hasFocus()


def test_twin_saving_to_the_item_shown_would_store_a_title_in_another(
    example: Store, make_desk: MakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def save(sheet: ItemSheet, text: str) -> None:
        row = sheet._desk.shell.findChild(AgendaStep).table.current()
        commands.set_item(sheet._desk.store, row.id, title=text)

    monkeypatch.setattr(ItemSheet, "_save_title", save)
    step = open_agenda(make_desk(example))
    QTest.keyClick(step.table, Qt.Key.Key_Return)
    QTest.keyClicks(step.editors.title, "Tout autre chose")
    step.table.select(agenda(example, coming(example))[1].id)
    assert titles(example)[1] == "Tout autre chose"
