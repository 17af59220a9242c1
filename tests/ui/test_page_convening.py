"""Convening: the roll is taken, replies are noted by one key, changes since are offered."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from coprodesk.commands.attendance import set_reply
from coprodesk.commands.bodies import set_seats
from coprodesk.commands.council import set_setting
from coprodesk.domain.attendance import Reply
from coprodesk.domain.meetings import MeetingState
from coprodesk.queries.attendance import RollLine, roll, roll_diff
from coprodesk.queries.bodies import seats
from coprodesk.queries.meetings import meeting
from coprodesk.store import Store
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.pages.convening_acts import ConvenerDialog
from coprodesk.ui.pages.convening_step import ConveningStep
from coprodesk.ui.pages.meeting import MeetingPage
from coprodesk.ui.pages.meeting_moves import RescheduleDialog
from coprodesk.ui.pages.planning_card import TaskDialog
from coprodesk.ui.pages.replies import CallDialog, DelegateDialog, ExcuseDialog
from coprodesk.ui.preview import PreviewWindow
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.editors import AutoLineEdit
from tests.ui.test_page_meeting import coming, open_meeting
from tests.ui.test_reply_anywhere import awaken

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
    assert step.convene.text() == "Imprimer les convocations"
    assert "11 sans réponse" in step.counters.accessibleName()
    assert desk.shell.toast.text() == "17 sièges convoqués"


def test_ctrl_p_previews_the_letters_once_convened(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    step = open_convening(desk, convened=False)
    assert "file.print" not in step.handlers()
    step.convene.trigger()
    QTest.keyClick(step.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    step.convene.trigger()
    windows = desk.shell.findChildren(PreviewWindow)
    assert [window.windowTitle() for window in windows] == [windows[0].windowTitle()] * 2
    assert "Convocations" in windows[0].windowTitle()
    step.sign_in.trigger()
    windows = desk.shell.findChildren(PreviewWindow)
    assert "émargement" in windows[-1].windowTitle()
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
    sitting = [one.institution_id for one in seats(example, row.body_id, row.date)]
    set_seats(example, row.body_id, [*sitting, other], row.date)
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


def test_t_keeps_a_note_of_a_call_without_an_answer(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    step = open_convening(desk)
    choose_line(step, example, "CPN")
    QTest.keyClick(step.table, Qt.Key.Key_T)
    form = desk.shell.findChildren(CallDialog)[-1]
    assert form.note.text() == "Appel du 15 octobre, sans réponse"
    form.try_submit()
    found = line(example, "CPN")
    assert (found.reply, found.excuse) == (Reply.NONE, "Appel du 15 octobre, sans réponse")
    assert "11 sans réponse" in step.counters.accessibleName()


def test_calling_goes_from_one_silent_seat_to_the_next(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    step = open_convening(desk)
    for one in roll(example, coming(example)):
        if one.counted and not one.institution.startswith(("PJJ", "Lorneo")):
            set_reply(example, one.id, Reply.COMES)
    assert step.call.text() == "Appeler les 2 sans réponse"
    step.call.trigger()
    assert step.table.current().institution.startswith("PJJ")
    said = [label.text() for label in step.panel.findChildren(QLabel)]
    assert "Appel 1 sur 2" in said
    assert "04 65 71 23 01" in said
    QTest.keyClick(step.table, Qt.Key.Key_P)
    assert (line(example, "PJJ").reply, line(example, "PJJ").reply_channel) == (Reply.COMES, "téléphone")
    assert step.table.current().institution.startswith("Lorneo")
    QTest.keyClick(step.table, Qt.Key.Key_T)
    desk.shell.findChildren(CallDialog)[-1].try_submit()
    assert desk.shell.toast.text() == "Tous les sièges sans réponse ont été appelés"
    assert step.call.text() == "Appeler le siège sans réponse"
    QTest.keyClick(step.table, Qt.Key.Key_P)
    assert not step.call.isVisible()


def test_the_invited_stand_apart_and_are_not_counted(
    example: Store, make_desk: MakeDesk, type_text: TypeText
) -> None:
    desk = make_desk(example)
    step = open_convening(desk)
    before = step.counters.accessibleName()
    step.guest.trigger()
    form = desk.shell.findChildren(FormDialog)[-1]
    fields = form.form.findChildren(AutoLineEdit)
    type_text(fields[0], "Mme Fatou NDOUMBAREL")
    form.try_submit()
    rows = step.table.rows
    heads = [rows.row(n).title for n in range(rows.rowCount()) if rows.is_group(n)]
    assert heads == ["Convoqués", "Invités"]
    assert rows.row(rows.rowCount() - 1).person == "Mme Fatou NDOUMBAREL"
    assert step.counters.accessibleName() == before


def test_addresses_go_to_the_clipboard(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    step = open_convening(desk)
    for one in roll(example, coming(example)):
        if one.counted and not one.institution.startswith(("PJJ", "Lorneo")):
            set_reply(example, one.id, Reply.COMES)
    with example.change("Sans adresse") as change:
        entry = line(example, "Lorneo")
        change.update("person", entry.person_id, email="")
        change.update("institution", entry.institution_id, email="")
    step.copy_silent.trigger()
    assert QGuiApplication.clipboard().text() == "d.flamerie@pjj-lorne.example"
    told = desk.shell.toast.text().replace("\u00a0", " ")
    assert told == "1 adresse copiée, 1 manquante : Lorneo"
    step.copy_all.trigger()
    assert QGuiApplication.clipboard().text().count("; ") == 15


def test_an_excused_seat_whose_item_is_on_the_agenda_is_told(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    step = open_convening(desk)
    assert not step.concern.isVisible(), "the silent are only counted"
    set_reply(example, line(example, "DSDEN").id, Reply.EXCUSED)
    assert step.concern.text().startswith("Point 3\u00a0: la DSDEN de la Haute-Lorne est concernée")
    set_reply(example, line(example, "DSDEN").id, Reply.COMES)
    assert not step.concern.isVisible()


def test_a_mandate_changed_since_is_told_by_its_names(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    step = open_convening(desk)
    entry = line(example, "Lorneo")
    with example.change("Mandat") as change:
        other = change.insert("person", civility="Mme", first_name="Zoé", last_name="Albin")
        for mandate in change.rows("mandate", institution_id=entry.institution_id, rank="titular"):
            change.update("mandate", mandate["id"], to_date="2026-10-01")
        change.insert(
            "mandate",
            person_id=other,
            institution_id=entry.institution_id,
            rank="titular",
            from_date="2026-10-02",
        )
    told = step.diff.text().replace("\u00a0", " ")
    assert told.startswith("1 changement depuis la convocation, l’appliquer ?")
    assert "Mme Zoé ALBIN remplace M. Xavier MONTREDON" in told


def test_steps_stand_beside_the_list_and_are_ticked(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    step = open_convening(desk, convened=False)
    assert step.planning.isVisible()
    assert step.planning.table.current().mark == "J-30"
    step.planning.table.setFocus()
    QTest.keyClick(step.planning.table, Qt.Key.Key_Space)
    assert step.planning.table.current().done
    step.convene.trigger()
    assert step.panel.isVisible()
    assert not step.planning.isVisible()
    step.side.choose("steps")
    assert step.planning.isVisible()
    step.planning.table.setFocus()
    QTest.keyClick(step.planning.table, Qt.Key.Key_N)
    form = desk.shell.findChildren(TaskDialog)[-1]
    awaken()
    QTest.keyClicks(form.day, "J-2")
    form.try_submit()
    assert "n’a pas de nom" in form.label.accessibleDescription()
    assert form.label.hasFocus()
    QTest.keyClicks(form.label, "Ouvrir la salle")
    form.try_submit()
    marks = [step.planning.table.rows.row(n).mark for n in range(step.planning.table.rows.rowCount())]
    assert marks.count("J-2") == 1


def test_moving_asks_the_reason_beside_the_field_and_prints_the_notice(
    example: Store, make_desk: MakeDesk
) -> None:
    desk = make_desk(example)
    step = open_convening(desk)
    assert not step.notice.isVisible()
    page = desk.shell.current_page()
    assert isinstance(page, MeetingPage)
    page.reschedule.trigger()
    form = desk.shell.findChildren(RescheduleDialog)[-1]
    awaken()
    assert form.print_notice.isChecked()
    QTest.keyClicks(form.day, "3/12")
    form.try_submit()
    assert form.isVisible()
    assert form.reason.hasFocus()
    assert "Le motif manque" in form.reason.accessibleDescription()
    QTest.keyClicks(form.reason, "salle prise")
    form.try_submit()
    row = meeting(example, coming(example))
    assert row is not None
    assert (row.number, row.date.month, row.state) == ("2026-03", 12, MeetingState.PREPARATION)
    windows = desk.shell.findChildren(PreviewWindow)
    assert [window.windowTitle() for window in windows] == ["Avis de report"]
    assert step.notice.isVisible()
    for window in windows:
        window.close()


def test_who_asks_for_the_meeting_is_told_with_a_gentle_warning(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    step = open_convening(desk)
    assert not step.asked.isVisible()
    step.ask.trigger()
    form = desk.shell.findChildren(ConvenerDialog)[-1]
    form.convener.setCurrentIndex(2)
    QTest.keyClicks(form.asking, "douze")
    form.try_submit()
    assert form.isVisible()
    assert "nombre de membres" in form.asking.accessibleDescription()
    form.asking.selectAll()
    QTest.keyClicks(form.asking, "5")
    form.try_submit()
    assert "5 membres sur 11" in step.asked.text()
    assert "La majorité est de 6 membres" in step.asked.text()


def test_a_late_convocation_is_told_and_not_barred(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    set_setting(example, "convening_days", "60")
    step = open_convening(desk)
    page = desk.shell.current_page()
    assert page is not None
    assert page.banner.text().endswith("les règles de ce conseil en demandent 60.")
    example.undo()
    set_setting(example, "convening_days", "10")
    step.convene.trigger()
    assert page.banner.text() == ""
