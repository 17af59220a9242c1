"""Convening: the roll is taken, replies are noted by one key, changes since are offered."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from coprodesk.commands.bodies import add_seat
from coprodesk.domain.attendance import Reply
from coprodesk.domain.meetings import MeetingState
from coprodesk.queries.attendance import RollLine, roll, roll_diff
from coprodesk.queries.meetings import meeting
from coprodesk.store import Store
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.convening_step import ConveningStep
from coprodesk.ui.pages.replies import DelegateDialog, ExcuseDialog
from coprodesk.ui.preview import PreviewWindow
from coprodesk.ui.widgets import ActionButton
from tests.ui.test_page_meeting import coming, open_meeting

MakeDesk = Callable[[Store], Desk]
TypeText = Callable[[QWidget, str], None]


def open_convening(desk: Desk, *, convened: bool = True) -> ConveningStep:
    step = open_meeting(desk, "convening").step
    assert isinstance(step, ConveningStep)
    if convened:
        step.convene.trigger()
    return step


def line(store: Store, name: str) -> RollLine:
    return next(one for one in roll(store, coming(store)) if one.institution.startswith(name))


def choose_line(step: ConveningStep, store: Store, name: str) -> None:
    step.table.setFocus()
    step.table.select(line(store, name).id)


def test_convening_takes_the_roll_and_turns_to_printing(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    step = open_convening(desk, convened=False)
    assert step.nothing.isVisible()
    assert step.convene.text() == "Convoquer"
    step.convene.trigger()
    row = meeting(example, coming(example))
    assert row is not None
    assert row.state is MeetingState.CONVENED
    assert step.table.rows.rowCount() == 17
    assert step.table.hasFocus()
    assert step.convene.text() == "Imprimer l’émargement"
    assert "11 sans réponse" in step.counters.accessibleName()
    assert desk.shell.toast.text() == "17 sièges convoqués"


def test_ctrl_p_previews_the_sign_in_sheet_once_convened(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    step = open_convening(desk, convened=False)
    assert "file.print" not in step.handlers()
    step.convene.trigger()
    QTest.keyClick(step.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    step.convene.trigger()
    windows = desk.shell.findChildren(PreviewWindow)
    assert [window.windowTitle() for window in windows] == [windows[0].windowTitle()] * 2
    assert "émargement" in windows[0].windowTitle()
    for window in windows:
        window.close()


def test_p_notes_who_comes_and_suppr_clears_it(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    step = open_convening(desk)
    choose_line(step, example, "CPN")
    step.channel.setCurrentIndex(1)
    QTest.keyClick(step.table, Qt.Key.Key_P)
    found = line(example, "CPN")
    assert (found.reply, found.reply_channel, found.reply_on) == (Reply.COMES, "téléphone", desk.today())
    assert "1 vient" in step.counters.accessibleName()
    assert step.table.hasFocus()
    assert step.table.current().institution.startswith("CPN")
    QTest.keyClick(step.table, Qt.Key.Key_Delete)
    found = line(example, "CPN")
    assert (found.reply, found.reply_channel, found.reply_on) == (Reply.NONE, "", None)


def test_e_asks_the_reason(example: Store, make_desk: MakeDesk, type_text: TypeText) -> None:
    desk = make_desk(example)
    step = open_convening(desk)
    choose_line(step, example, "Parquet")
    QTest.keyClick(step.table, Qt.Key.Key_E)
    form = desk.shell.findChildren(ExcuseDialog)[-1]
    type_text(form.reason, "Audience correctionnelle à l’étage")
    form.try_submit()
    found = line(example, "Parquet")
    assert (found.reply, found.excuse) == (Reply.EXCUSED, "Audience correctionnelle à l’étage")
    assert step.table.hasFocus()


def test_r_proposes_the_usual_substitute(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    step = open_convening(desk)
    usual = line(example, "Parquet").substitute
    assert usual is not None
    choose_line(step, example, "Parquet")
    QTest.keyClick(step.table, Qt.Key.Key_R)
    form = desk.shell.findChildren(DelegateDialog)[-1]
    assert form.name.text() == usual.name
    form.try_submit()
    found = line(example, "Parquet")
    assert (found.reply, found.delegate) == (Reply.SENDS, usual.name)


def test_letters_typed_in_the_field_only_find(example: Store, make_desk: MakeDesk) -> None:
    step = open_convening(make_desk(example))
    step.search.setFocus()
    QTest.keyClicks(step.search, "c")
    assert step.table.current().institution.startswith("Préfecture")
    QTest.keyClicks(step.search, "p")
    assert step.table.current().institution.startswith("CPN")
    step.search.clear()
    QTest.keyClicks(step.search, "pref")
    assert step.table.current().institution.startswith("Préfecture")
    assert all(one.reply is Reply.NONE for one in roll(example, coming(example)))
    QTest.keyClick(step.search, Qt.Key.Key_Return)
    assert step.table.hasFocus()


def test_a_seat_added_since_is_offered_and_taken(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    step = open_convening(desk)
    assert not step.diff.isVisible()
    held = {one.institution_id for one in roll(example, coming(example))}
    row = meeting(example, coming(example))
    assert row is not None
    other = next(
        found[0] for found in example.rows("SELECT id FROM institution ORDER BY id") if found[0] not in held
    )
    add_seat(example, row.body_id, other)
    assert step.diff.text().startswith("1 changement")
    step.apply.trigger()
    assert not roll_diff(example, coming(example))
    assert not step.diff.isVisible()
    assert step.table.rows.rowCount() == 18


def test_a_button_of_the_panel_survives_its_own_click(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    step = open_convening(desk)
    choose_line(step, example, "CPN")
    buttons = [one for one in step.panel.findChildren(ActionButton) if one.text() == "Vient"]
    QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    assert line(example, "CPN").reply is Reply.COMES
    QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    assert buttons[0].isVisible()


def test_a_meeting_in_the_past_is_not_convened(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    with example.change("Date passée") as change:
        change.update("meeting", coming(example), date="2026-10-01")
    step = open_convening(desk)
    page = desk.shell.current_page()
    assert page is not None
    assert "avant la convocation" in page.banner.text()
    assert roll(example, coming(example)) == ()
    assert step.nothing.isVisible()
