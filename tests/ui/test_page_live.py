"""A session by keyboard: open it, take the roll, go from item to item, follow up, close it, print."""

import ast
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from coprodesk.commands import agenda as agenda_commands
from coprodesk.commands import bodies, live, meetings
from coprodesk.domain.agenda import Outcome, Role
from coprodesk.domain.attendance import MovementKind, Presence
from coprodesk.domain.commitments import CommitmentState, EventKind
from coprodesk.domain.disclosure import Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.meetings import MeetingState
from coprodesk.domain.quick_entry import PREFIXES, QuickKind
from coprodesk.domain.records import RecordKind
from coprodesk.queries.agenda import agenda
from coprodesk.queries.attendance import counts
from coprodesk.queries.commitments import commitment
from coprodesk.queries.live import GapKind
from coprodesk.queries.watch_points import watch_points
from coprodesk.store import Store
from coprodesk.ui import actions, closing
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.pages.live_close import CloseSession
from coprodesk.ui.pages.new_meeting import EditMeetingDialog
from coprodesk.ui.pages.roll_strip import seat_name
from coprodesk.ui.pages.session_dialogs import EnterAfterwards, OpenSession
from coprodesk.ui.preview import PreviewWindow
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Banner
from coprodesk.ui.widgets.fields import TimeField
from tests import live_scene
from tests.conftest import FrozenClock
from tests.ui.live_hand import CTRL, SHIFT, Key, Session, Typed, number, row_of
from tests.ui.test_shell import refused_keys

MakeDesk = Callable[[Store], Desk]
UI = Path(actions.__file__).parent


@pytest.fixture
def coming(example: Store, clock: FrozenClock, make_desk: MakeDesk, type_text: Typed) -> Session:
    """The meeting that is to come, its session open since 14 h 30 and its roll not taken."""
    meeting_id = number(example, "2026-03")
    live_scene.at(clock, "14:32")
    live.open_session(example, meeting_id, "14:30")
    return Session(make_desk(example), meeting_id, type_text)


@pytest.fixture
def scene(example: Store, clock: FrozenClock, make_desk: MakeDesk, type_text: Typed) -> Session:
    """The third item of nine, at 15 h 04."""
    meeting_id = live_scene.play(example, clock)
    return Session(make_desk(example), meeting_id, type_text)


def test_opening_is_one_button_and_takes_the_roll(
    example: Store, make_desk: MakeDesk, type_text: Typed
) -> None:
    session = Session(make_desk(example), number(example, "2026-03"), type_text)
    assert session.step.hint.text() == "La séance n’est pas ouverte."
    assert not session.entry.isEnabled()
    assert session.page.stepper.isVisible()
    session.key(Key.Key_Return)
    dialog = session.desk.shell.findChild(OpenSession)
    assert dialog is not None
    dialog.opened.setFocus()
    dialog.opened.selectAll()
    type_text(dialog.opened, "14h35")
    QTest.keyClick(dialog.opened, Key.Key_Return)
    row = row_of(example, session.id)
    assert (row.state, row.opened_at, row.entries) == (MeetingState.IN_PROGRESS, "14:35", 17)
    assert session.focus is session.step.roll.strip
    assert session.step.head.chip.text() == "En séance depuis 14\u00a0h\u00a035"
    assert not session.page.stepper.isVisible()
    assert session.desk.shell.sidebar.width() == 56


def test_a_session_opened_ahead_of_its_date_says_so_and_offers_to_correct_it(
    example: Store, make_desk: MakeDesk, type_text: Typed
) -> None:
    session = Session(make_desk(example), number(example, "2026-03"), type_text)
    session.key(Key.Key_Return)
    (dialog,) = session.desk.shell.findChildren(OpenSession)
    (banner,) = [one for one in dialog.findChildren(Banner) if one.isVisible()]
    assert banner.text() == (
        "La réunion est datée du jeudi 19 novembre 2026, dans 35 jours. "
        "Corrigez cette date, ou continuez si elle est juste."
    )
    assert dialog.confirm.text() == "Ouvrir quand même"
    QTest.keyClick(dialog.opened, Key.Key_Backtab)
    focus = dialog.focusWidget()
    assert focus is not None
    assert focus.accessibleName() == "Corriger la date…"
    QTest.keyClick(focus, Key.Key_Space)
    assert not dialog.isVisible()
    (form,) = session.desk.shell.findChildren(EditMeetingDialog)
    assert form.focusWidget() is form.day
    form.day.selectAll()
    type_text(form.day, "15/10/2026")
    QTest.keyClick(form.day, Key.Key_Return)
    assert row_of(example, session.id).date == date(2026, 10, 15)
    (again,) = [one for one in session.desk.shell.findChildren(OpenSession) if one.isVisible()]
    assert again.confirm.text() == "Ouvrir la séance"
    assert not [one for one in again.findChildren(Banner) if one.isVisible()], "its day has come"
    again.reject()


def test_a_session_is_opened_on_its_day_without_a_word_more(
    example: Store, clock: FrozenClock, make_desk: MakeDesk, type_text: Typed
) -> None:
    live_scene.at(clock, "14:30")
    session = Session(make_desk(example), number(example, "2026-03"), type_text)
    session.key(Key.Key_Return)
    (dialog,) = session.desk.shell.findChildren(OpenSession)
    assert dialog.confirm.text() == "Ouvrir la séance"
    assert not [one for one in dialog.findChildren(Banner) if one.isVisible()]
    dialog.reject()


def test_nothing_can_be_marked_before_the_opening(
    example: Store, make_desk: MakeDesk, type_text: Typed
) -> None:
    meeting_id = number(example, "2026-03")
    meetings.convene_meeting(example, meeting_id, row_of(example, meeting_id).date)
    session = Session(make_desk(example), meeting_id, type_text)
    session.step.roll.set_open(True)
    session.step.roll.strip.setFocus()
    session.keys("pead")
    assert session.presences() == {Presence.UNKNOWN}


# The roll


def test_a_roll_is_taken_by_letters(coming: Session) -> None:
    strip = coming.step.roll.strip
    assert coming.focus is strip
    coming.key("r")
    assert coming.step.roll.delegate.name.text() == "Mme Claire ABRISSEL"
    coming.key(Key.Key_Return)
    assert coming.focus is strip
    coming.keys("epar")
    coming.key(Key.Key_Return, CTRL)
    coming.keys("apeppppppppe")
    lines = coming.lines()
    assert lines["DSDEN"].delegate == "M. Éric SOLVAND"
    found = counts(lines.values())
    assert (found.unknown, found.attended, found.convened) == (0, 7, 11)
    assert coming.step.roll.counters() == (
        "5 présents · 2 représentés · 2 excusés · 2 absents · 7 sur 11 institutions"
    )


def test_another_delegate_is_typed_with_accents(coming: Session) -> None:
    coming.keys("/ds")
    assert coming.seat() == "DSDEN"
    coming.key("r")
    coming.write("Mme Hélène ŒUVRARD")
    coming.key(Key.Key_Tab)
    coming.step.roll.delegate.function.selectAll()
    coming.write("proviseure")
    coming.key(Key.Key_Return)
    line = coming.lines()["DSDEN"]
    assert (line.delegate, line.delegate_function) == ("Mme Hélène ŒUVRARD", "proviseure")


def test_the_titular_does_not_represent_himself_and_the_field_says_so(coming: Session) -> None:
    coming.keys("/ds")
    delegate = coming.step.roll.delegate
    coming.key("r")
    delegate.name.setText(coming.lines()["DSDEN"].person)
    coming.key(Key.Key_Return)
    assert "titulaire" in delegate.note.text()
    assert coming.focus is delegate.name
    assert coming.lines()["DSDEN"].presence is Presence.UNKNOWN
    coming.key(Key.Key_Escape)
    assert coming.focus is coming.step.roll.strip


def test_seats_are_found_by_two_or_three_letters(coming: Session) -> None:
    # « lo » again goes on to the next seat that begins so; a letter that is a key is sought after « / ».
    for letters, name in (("log", "Logéal"), ("lo", "Lorneo"), ("/pj", "PJJ"), ("la", "LAV")):
        coming.keys(letters)
        assert coming.seat() == name
    coming.key("p")
    assert coming.lines()["LAV"].presence is Presence.PRESENT
    coming.keys("la")
    coming.key(Key.Key_Delete)
    assert coming.lines()["LAV"].presence is Presence.UNKNOWN
    coming.keys("0123456789")
    assert coming.presences() == {Presence.UNKNOWN}


def test_who_comes_and_goes_is_stamped_and_corrected(coming: Session, type_text: Typed) -> None:
    coming.keys("lap")
    coming.keys("la")
    coming.key("d")
    moves = coming.lines()["LAV"].movements
    assert [(move.kind, move.at) for move in moves] == [
        (MovementKind.ARRIVAL, "14:32"),
        (MovementKind.DEPARTURE, "14:32"),
    ]
    coming.key(Key.Key_F2)
    dialog = coming.desk.shell.findChild(FormDialog)
    assert dialog is not None
    field = dialog.focusWidget()
    assert isinstance(field, TimeField)
    field.selectAll()
    type_text(field, "14h20")
    QTest.keyClick(field, Key.Key_Return)
    assert "14\u00a0h\u00a030" in field.accessibleDescription()  # before the opening
    assert dialog.focusWidget() is field
    field.selectAll()
    type_text(field, "14h31")
    QTest.keyClick(field, Key.Key_Return)
    assert [move.at for move in coming.lines()["LAV"].movements] == ["14:31", "14:32"]


def test_a_guest_is_added_by_one_key(coming: Session, type_text: Typed) -> None:
    coming.key("g")
    dialog = coming.desk.shell.findChild(FormDialog)
    assert dialog is not None
    field = dialog.focusWidget()
    assert field is not None
    type_text(field, "Mme Paule VOISIN")
    QTest.keyClick(field, Key.Key_Return)
    last = list(coming.lines().values())[-1]
    assert seat_name(last) == "Mme Paule VOISIN"
    assert last.presence is Presence.PRESENT


def test_f9_goes_between_roll_and_notes(coming: Session) -> None:
    coming.key(Key.Key_F9)
    assert coming.focus is coming.entry.text
    assert coming.step.keys.mode() == "SAISIE"
    coming.key(Key.Key_F9)
    assert coming.focus is coming.step.roll.strip
    assert coming.step.keys.mode() == "NAVIGATION"


# Items


def test_an_item_is_started_next_and_out_of_order(coming: Session) -> None:
    ids = [item.id for item in agenda(coming.store, coming.id)]
    coming.key(Key.Key_PageDown, CTRL)
    assert coming.running() == ids[0] == coming.item()
    coming.key(Key.Key_PageDown, CTRL)
    assert coming.running() == ids[1]
    assert agenda(coming.store, coming.id)[0].outcome is Outcome.TREATED
    coming.step.table.setFocus()
    for _step in range(3):
        coming.key(Key.Key_Down)
    assert (coming.item(), coming.running()) == (ids[4], ids[1])
    coming.key(Key.Key_Return)
    assert coming.running() == ids[4]
    coming.key(Key.Key_Z, CTRL)
    assert coming.running() == ids[1]
    coming.key(Key.Key_PageUp, CTRL)
    assert coming.running() == ids[0]


def test_items_are_put_off_withdrawn_and_added_by_letters(coming: Session) -> None:
    before = agenda(coming.store, coming.id)
    coming.step.table.setFocus()
    coming.key("o")
    coming.key(Key.Key_Down)
    coming.key(Key.Key_Delete)
    coming.key("n")
    coming.write("Îlot Ferrand : éclairage")
    coming.key(Key.Key_Return)
    after = agenda(coming.store, coming.id)
    assert [item.outcome for item in after[:2]] == [Outcome.POSTPONED, Outcome.WITHDRAWN]
    assert len(after) == len(before) + 1
    assert after[-1].title == "Îlot Ferrand : éclairage"
    assert coming.running() == after[-1].id


def test_the_cockpit_tells_the_time_against_the_plan(scene: Session, clock: FrozenClock) -> None:
    side, notes = scene.step.side, scene.step.notes
    assert side.clock.text() == "15\u00a0h\u00a004"
    assert side.late.text() == "2\u00a0min de retard sur le plan"
    assert side.ends.text() == "Fin estimée 16\u00a0h\u00a002 · prévue 16\u00a0h\u00a000"
    assert notes.bar.words() == (
        "12\u00a0min sur 15, fin prévue 15\u00a0h\u00a007, soit 2\u00a0min après le plan"
    )
    assert side.next_title.text() == "4. Tendances du trimestre, données agrégées"
    assert side.told("tally") == ["1 décision", "1 engagement, 1 à préciser", "1 réserve"]
    assert side.told("absent") == ["Conseil départemental"]
    lines = dict(notes.lines.lines)
    live_scene.at(clock, "15:09")
    scene.step.tick()
    assert side.clock.text() == "15\u00a0h\u00a009"
    assert notes.bar.words().startswith("17\u00a0min sur 15")
    assert side.late.text() == "4\u00a0min de retard sur le plan"
    assert dict(notes.lines.lines) == lines


def test_a_suspended_session_stops_the_clock_of_its_item(scene: Session, clock: FrozenClock) -> None:
    scene.key(Key.Key_H, CTRL | SHIFT)
    assert scene.step.head.chip.text() == "Suspendue depuis 15\u00a0h\u00a004"
    live_scene.at(clock, "15:20")
    scene.key(Key.Key_H, CTRL | SHIFT)
    assert scene.step.head.chip.text() == "En séance depuis 14\u00a0h\u00a035"
    assert scene.step.notes.bar.words().startswith("12\u00a0min sur 15")


def test_confidential_is_one_chord_and_taken_back(scene: Session) -> None:
    scene.key(Key.Key_C, CTRL | SHIFT)
    assert agenda(scene.store, scene.id)[2].level is Level.RESTRICTED
    scene.key(Key.Key_Z, CTRL)
    assert agenda(scene.store, scene.id)[2].level is Level.PARTNERS


# What comes back


def test_due_commitments_are_followed_by_one_key_each(scene: Session, type_text: Typed) -> None:
    item = agenda(scene.store, scene.id)[1]
    assert item.role is Role.FOLLOW_UP
    scene.step.table.select(item.id)
    table = scene.step.notes.follow.table
    table.setFocus()
    due = {row["reference"]: row["id"] for row in scene.store.rows("SELECT id, reference FROM commitment")}

    def last(reference: str) -> tuple[EventKind, str, int | None]:
        row = commitment(scene.store, due[reference], scene.desk.today())
        assert row is not None
        return row.events[0].kind, row.events[0].text, row.events[0].meeting_id

    def choose(reference: str) -> None:
        table.select((False, due[reference]))

    choose("E-2025-04")
    scene.key("c")
    assert last("E-2025-04") == (EventKind.NEWS, "En cours", scene.id)
    scene.key("n")
    scene.write("Les chiffres d’été arrivent")
    scene.key(Key.Key_Return)
    assert last("E-2025-04")[1] == "Les chiffres d’été arrivent"
    assert scene.focus is table
    scene.key("o")
    scene.write("1/9")
    scene.key(Key.Key_Return)
    assert scene.focus is scene.step.notes.follow.ask.field
    assert "plus tardive" in scene.step.notes.follow.ask.note.text()
    scene.step.notes.follow.ask.field.selectAll()
    scene.write("15/12")
    assert scene.step.notes.follow.ask.note.text() == "mardi 15 décembre 2026"
    scene.key(Key.Key_Return)
    assert last("E-2025-04")[0] is EventKind.POSTPONED
    choose("E-2026-03")
    scene.key("t")
    assert last("E-2026-03") == (EventKind.KEPT, "", scene.id)
    scene.key("x")
    scene.key(Key.Key_Return)
    assert "motif" in scene.step.notes.follow.ask.note.text()
    scene.write("Plus d’objet")
    scene.key(Key.Key_Return)
    state = commitment(scene.store, due["E-2025-03"], scene.desk.today())
    assert state is not None
    assert state.state is CommitmentState.ABANDONED


def test_what_was_said_of_a_commitment_stays_greyed_with_its_words(scene: Session) -> None:
    scene.step.table.select(agenda(scene.store, scene.id)[1].id)
    table = scene.step.notes.follow.table
    table.setFocus()
    due = {row["reference"]: row["id"] for row in scene.store.rows("SELECT id, reference FROM commitment")}

    def line(reference: str) -> list[tuple[str, str]]:
        number = next(
            n
            for n in range(table.rows.rowCount())
            if not table.rows.is_group(n) and table.rows.row(n).reference == reference
        )
        cells = [column.cell(table.rows.row(number)) for column in table.rows.columns]
        return [(cell.words, cell.tint) for cell in cells]

    first = [row.reference for row in map(table.rows.row, range(table.rows.rowCount())) if hasattr(row, "id")]
    table.select((False, due["E-2025-03"]))
    scene.key("t")
    assert [tint for _words, tint in line("E-2025-03")] == ["text3"] * 3
    assert line("E-2025-03")[2][0] == "Tenu"
    assert table.current().reference != "E-2025-03", "the next one to follow is chosen"
    again = [row.reference for row in map(table.rows.row, range(table.rows.rowCount())) if hasattr(row, "id")]
    assert again == first, "no line moves"
    table.select((False, due["E-2026-03"]))
    scene.key("x")
    scene.write("Plus d’objet")
    scene.key(Key.Key_Return)
    assert line("E-2026-03")[2][0] == "Abandonné"
    assert "Plus d’objet" in line("E-2026-03")[1][0]
    table.select((False, due["E-2025-04"]))
    scene.key("c")
    words, tint = line("E-2025-04")[1]
    assert ("En cours" in words, tint) == (True, "text"), "still to be followed"
    scene.key(Key.Key_Z, CTRL)
    scene.key(Key.Key_Z, CTRL)
    assert line("E-2026-03")[1][1] == "text"


def test_a_watch_cell_opens_and_lifts_watch_points(
    example: Store, clock: FrozenClock, make_desk: MakeDesk, type_text: Typed
) -> None:
    kind = example.rows("SELECT id FROM body_kind WHERE code = 'watch_cell'")[0]["id"]
    body = bodies.add_body(example, "Cellule de veille", kind, confidential=True)
    held = []
    for _time in range(2):
        made = meetings.create_meeting(example, body, clock.now.date(), "14:00", "15:00")
        item = agenda_commands.add_item(example, made, "Points de veille", level="restricted")
        agenda_commands.set_item(example, item, role=Role.WATCH_POINTS)
        held.append(made)
    live.open_session(example, held[0], "14:00")
    session = Session(make_desk(example), held[0], type_text)
    session.say("p Regroupements devant le hall 4 @pm >lundi")
    (point,) = watch_points(example, body)
    assert (point.finding, point.lead) == ("Regroupements devant le hall 4", "PM")
    live.close_session(example, held[0], "14:31")
    live.open_session(example, held[1], "14:32")
    session = Session(session.desk, held[1], type_text)
    table = session.step.notes.follow.table
    assert table.isVisible()
    table.setFocus()
    session.key("l")
    assert watch_points(example, body) == ()
    session = Session(session.desk, held[0], type_text)
    line = session.step.notes.lines.lines["watch_point", point.id]
    assert "levé le" in line.line.facts
    menu = line.open_menu()
    (again,) = (act for act in menu.actions() if "Rouvrir" in act.text())
    again.trigger()
    assert watch_points(example, body) == (point,)
    line = session.step.notes.lines.lines["watch_point", point.id]
    assert "levé" not in line.line.facts
    assert not [act for act in line.open_menu().actions() if "Rouvrir" in act.text()]


# Closing


def test_closing_shows_what_is_left_and_each_line_leads_there(scene: Session) -> None:
    scene.step.acts.close.trigger()
    dialog = scene.desk.shell.findChild(CloseSession)
    assert dialog is not None
    assert {GapKind.ITEMS} <= set(dialog.links)
    dialog.links[GapKind.ITEMS].click()
    assert row_of(scene.store, scene.id).state is MeetingState.IN_PROGRESS
    assert scene.focus is scene.step.table
    assert scene.item() == agenda(scene.store, scene.id)[2].id


def test_the_decision_sheet_is_two_keys_after_the_closing(
    scene: Session, clock: FrozenClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    paper = tmp_path / "relevé.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(paper), ""))
    live_scene.at(clock, "16:02")
    dialog = scene.step.acts.close_session()
    assert dialog is not None
    QTest.keyClick(dialog.closed, Key.Key_Return)
    row = row_of(scene.store, scene.id)
    assert (row.state, row.closed_at) == (MeetingState.HELD, "16:02")
    assert scene.step.hint.text() == "Séance close à 16\u00a0h\u00a002."
    assert scene.focus.accessibleName() == "Imprimer le relevé de décisions"
    scene.key(Key.Key_Return)  # the first key after the closing
    preview = scene.desk.shell.findChild(PreviewWindow)
    assert preview is not None
    QThreadPool.globalInstance().waitForDone()
    qtbot.waitUntil(lambda: preview.printed is not None, timeout=20_000)
    preview.activateWindow()
    QTest.keyClick(preview.view, Key.Key_S, CTRL)  # the second
    assert paper.read_bytes().startswith(b"%PDF")
    preview.close()


def test_an_answer_that_is_typed_is_not_left_behind(scene: Session) -> None:
    item = agenda(scene.store, scene.id)[1]
    scene.step.table.select(item.id)
    follow = scene.step.notes.follow
    follow.table.setFocus()
    due = scene.store.rows("SELECT id FROM commitment WHERE reference = 'E-2025-04'")[0]["id"]
    follow.table.select((False, due))
    scene.key("x")
    scene.write("perdu")
    with pytest.raises(Refusal, match="perdu"):
        scene.step.acts.close_session()
    assert scene.focus is follow.ask.field
    assert "perdu" in closing.barred(scene.desk)[0][0]
    scene.key(Key.Key_Escape)
    assert closing.barred(scene.desk) == []
    dialog = scene.step.acts.close_session()
    assert dialog is not None
    dialog.reject()


def test_a_closing_before_what_is_noted_is_refused_beside_its_field(scene: Session, type_text: Typed) -> None:
    dialog = scene.step.acts.close_session()
    assert dialog is not None
    dialog.closed.setFocus()
    dialog.closed.selectAll()
    type_text(dialog.closed, "14h40")
    QTest.keyClick(dialog.closed, Key.Key_Return)
    assert dialog.isVisible()
    assert "14\u00a0h\u00a040" in dialog.closed.accessibleDescription()
    assert dialog.focusWidget() is dialog.closed
    assert not dialog.refusal.isVisible()
    dialog.reject()


def test_a_meeting_held_elsewhere_is_entered_afterwards(
    example: Store, clock: FrozenClock, make_desk: MakeDesk, type_text: Typed
) -> None:
    clock.advance(days=60)
    meeting_id = number(example, "2026-03")
    session = Session(make_desk(example), meeting_id, type_text)
    assert session.focus.accessibleName() == "Saisir après coup…"
    session.key(Key.Key_Return)
    dialog = session.desk.shell.findChild(EnterAfterwards)
    assert dialog is not None
    QTest.keyClick(dialog.closed, Key.Key_Return)
    row = row_of(example, meeting_id)
    assert (row.state, row.opened_at, row.closed_at) == (MeetingState.HELD, "14:30", "16:00")
    assert session.presences() == {Presence.UNKNOWN}
    session.step.roll.strip.setFocus()
    session.key("p")
    assert [line.movements for line in session.lines().values() if line.movements] == []
    session.say("d Reconduire la convention")
    (made,) = session.written()
    assert (made.text, made.at) == ("Reconduire la convention", None)


# Everywhere


def test_no_key_asks_for_altgr_or_shifted_digits() -> None:
    """Every shortcut of the table and of the pages, and no handler that looks for digits with Ctrl."""
    keys = [part.strip() for spec in actions.specs() for part in spec.shortcut.split(";")]
    held = set()
    for path in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.keyword)
                and node.arg == "shortcut"
                and isinstance(node.value, ast.Constant)
            ):
                keys += [part.strip() for part in str(node.value.value).split(";")]
            if isinstance(node, ast.Attribute) and (
                node.attr in ("AltModifier", "GroupSwitchModifier")
                or (node.attr.startswith("Key_") and node.attr[4:].isdigit())
            ):
                held.add(f"{path.name}: {node.attr}")
    assert "Space" in keys
    assert [key for key in keys if key and refused_keys(key)] == []
    assert held <= {"agenda_step.py: AltModifier"}


@pytest.mark.parametrize("size", [(1920, 1000), (1366, 768), (1024, 640), (960, 460), (900, 430)])
def test_nothing_is_cut_in_any_room(scene: Session, size: tuple[int, int]) -> None:
    shell, step = scene.desk.shell, scene.step
    shell.resize(*size)
    step.entry.focus()
    scene.key(Key.Key_E, CTRL)
    scene.write("Transmettre l’absentéisme @dsden >30/11")
    QApplication.processEvents()
    assert (shell.width(), shell.height()) == size
    inside = step.rect()
    for widget in (step.roll, step.notes, step.side, step.entry.text, step.entry.understood, step.head):
        assert widget.isVisible()
        corner = widget.mapTo(step, widget.rect().bottomRight())
        assert inside.contains(corner), (widget, corner, inside)
    assert step.entry.text.geometry().bottom() < step.entry.understood.geometry().top()
    for button in step.findChildren(ActionButton):
        if button.isVisible() and not button.visibleRegion().isEmpty():
            assert button.width() >= button.sizeHint().width(), button.accessibleName()


def test_every_control_has_a_name_and_icons_their_key(scene: Session) -> None:
    scene.desk.shell.resize(1024, 640)
    QApplication.processEvents()
    for button in scene.step.findChildren(ActionButton):
        assert button.accessibleName()
        if button.isVisible() and not button._words():
            assert button.toolTip(), button.accessibleName()
    assert scene.step.acts.suspend.toolTip() == "Suspendre la séance (Ctrl+Maj+H)"
    assert scene.step.table.rows.summary(2).startswith("Point\u00a0: 3. Abords des collèges")


def test_a_held_meeting_is_corrected_in_place(example: Store, make_desk: MakeDesk, type_text: Typed) -> None:
    held = Session(make_desk(example), number(example, "2026-02"), type_text)
    assert held.page.stepper.isVisible()
    held.step.table.select_first()
    (before, *_rest) = held.written()
    line = held.step.notes.lines.lines[("record", before.id)]
    line.setFocus()
    QTest.keyClick(line, Key.Key_Return)
    assert line.editor is not None
    type_text(line.editor, " Précisé à l’oral.")
    QTest.keyClick(line.editor, Key.Key_Escape)
    after = next(one for one in held.written() if one.id == before.id)
    assert after.text == f"{before.text} Précisé à l’oral."
    item = agenda(held.store, held.id)[0]
    QTest.keyClick(held.step.notes.outcome, Key.Key_Right)
    assert agenda(held.store, held.id)[0].outcome is not item.outcome


def test_closing_accepts_what_is_being_typed(scene: Session) -> None:
    scene.entry.focus()
    scene.write("d Publier le calendrier")
    dialog = scene.step.acts.close_session()
    assert dialog is not None
    QTest.keyClick(dialog.closed, Key.Key_Return)
    last = scene.written()[-1]
    assert (last.kind, last.text) == (RecordKind.DECISION, "Publier le calendrier")


def test_f11_opens_the_projector_and_closes_it(scene: Session) -> None:
    before = set(map(id, QApplication.topLevelWidgets()))
    scene.key(Key.Key_F11)
    made = [one for one in QApplication.topLevelWidgets() if id(one) not in before and one.isVisible()]
    assert len(made) == 1
    scene.desk.shell.activateWindow()
    scene.key(Key.Key_F11)
    assert not made[0].isVisible()


# What little room leaves


def test_beside_the_session_no_mode_says_that_one_writes(scene: Session) -> None:
    bar = scene.step.keys
    scene.entry.focus()
    assert bar.mode() == "SAISIE"
    scene.desk.shell.sidebar.items()[0].setFocus()
    assert bar.mode() == "NAVIGATION"
    keys = bar.keys()
    assert ("F6", "revenir à la séance") in keys
    scene.key(Key.Key_F6)
    assert scene.step.isAncestorOf(scene.focus)


@pytest.mark.parametrize("width", [1366, 900])
def test_the_hint_of_the_line_is_whole_in_one_line(scene: Session, width: int) -> None:
    scene.desk.shell.resize(width, 430)
    QApplication.processEvents()
    for kind in (*PREFIXES.values(), QuickKind.WATCH_POINT):
        scene.entry.set_kind(kind)
        hint = scene.entry.text.placeholderText()
        assert hint.startswith("Écrivez")
        assert scene.entry.text.fontMetrics().horizontalAdvance(hint) <= scene.entry.text.viewport().width()


def test_a_banner_in_a_very_low_window_leaves_the_room_to_the_lines(scene: Session) -> None:
    shell, step = scene.desk.shell, scene.step
    shell.resize(900, 430)
    QApplication.processEvents()
    assert step.roll.isVisible()
    before = step.notes.lines.height()
    shell.banner.say("Le fichier présente un défaut.", "late")
    QApplication.processEvents()
    assert not step.roll.isVisible()
    assert step.notes.lines.height() >= before
    scene.key(Key.Key_F9)
    QApplication.processEvents()
    assert step.roll.is_open()
    assert scene.focus is step.roll.strip
    scene.key(Key.Key_F9)
    QApplication.processEvents()
    assert not step.roll.isVisible()
    assert scene.focus is scene.entry.text
    shell.banner.clear()
    QApplication.processEvents()
    assert step.roll.isVisible()


def test_a_very_low_window_shows_the_kinds_of_lines_as_icons_with_their_word(scene: Session) -> None:
    chips = [line.chip for line in scene.step.notes.lines.lines.values()]
    wide = [chip.sizeHint().width() for chip in chips]
    scene.desk.shell.resize(900, 430)
    QApplication.processEvents()
    assert all(chip.sizeHint().width() < was // 3 for chip, was in zip(chips, wide, strict=True))
    assert all(chip.toolTip() == chip.accessibleName() != "" for chip in chips)
    scene.desk.shell.resize(1366, 768)
    QApplication.processEvents()
    assert [chip.sizeHint().width() for chip in chips] == wide
