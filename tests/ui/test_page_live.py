"""A session by keyboard: open it, take the whole roll, write under the items, undo."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from coprodesk.commands import attendance as attendance_commands
from coprodesk.commands import meetings as meeting_commands
from coprodesk.domain.attendance import MovementKind, Presence
from coprodesk.domain.meetings import MeetingState
from coprodesk.domain.records import RecordKind
from coprodesk.queries.agenda import agenda
from coprodesk.queries.attendance import counts, roll
from coprodesk.queries.commitment_filter import CommitmentFilter
from coprodesk.queries.commitments import CommitmentRow, commitments
from coprodesk.queries.meetings import MeetingRow, meeting
from coprodesk.queries.records import RecordRow, records
from coprodesk.store import Store
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.live_step import LiveStep
from coprodesk.ui.pages.meeting import MeetingPage
from coprodesk.ui.pages.roll_strip import seat_name
from coprodesk.ui.pages.session_dialogs import CloseSession, OpenSession

Typed = Callable[[QWidget, str], None]
CTRL = Qt.KeyboardModifier.ControlModifier


def number(store: Store, name: str) -> int:
    return int(store.rows("SELECT id FROM meeting WHERE number = ?", (name,))[0]["id"])


def row_of(store: Store, meeting_id: int) -> MeetingRow:
    found = meeting(store, meeting_id)
    assert found is not None
    return found


class Session:
    """The step « Séance » of one meeting, and the keys of who writes it."""

    def __init__(self, desk: Desk, meeting_id: int, type_text: Typed) -> None:
        self.desk, self.store, self.id = desk, desk.store, meeting_id
        self._type = type_text
        desk.go("meeting", meeting_id=meeting_id, step="live")
        page = desk.shell.current_page()
        assert isinstance(page, MeetingPage)
        assert isinstance(page.step, LiveStep)
        self.step = page.step

    @property
    def focus(self) -> QWidget:
        widget = self.desk.shell.focusWidget()
        assert widget is not None
        return widget

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.focus, key, modifiers)

    def write(self, text: str) -> None:
        self._type(self.focus, text)

    def mark(self, letters: str) -> None:
        for letter in letters:
            QTest.keyClick(self.step.roll.strip, letter)

    def presences(self) -> dict[str, Presence]:
        return {line.short_name: line.presence for line in roll(self.store, self.id)}

    def written(self) -> list[RecordRow]:
        item = self.step.item()
        assert item is not None
        return [one for one in records(self.store, self.id) if one.item_id == item.id]

    def promised(self) -> tuple[CommitmentRow, ...]:
        return commitments(self.store, self.desk.today(), CommitmentFilter(meeting_id=self.id))


@pytest.fixture
def coming(example: Store, make_desk: Callable[[Store], Desk], type_text: Typed, qtbot: QtBot) -> Session:
    """The meeting that is to come, its session open and its roll not taken."""
    meeting_id = number(example, "2026-03")
    meeting_commands.open_meeting(example, meeting_id, "14:30")
    desk = make_desk(example)
    desk.shell.activateWindow()
    return Session(desk, meeting_id, type_text)


@pytest.fixture
def held(example: Store, make_desk: Callable[[Store], Desk], type_text: Typed) -> Session:
    return Session(make_desk(example), number(example, "2026-02"), type_text)


def test_opening_is_one_button_and_takes_the_roll(
    example: Store, make_desk: Callable[[Store], Desk], type_text: Typed
) -> None:
    session = Session(make_desk(example), number(example, "2026-03"), type_text)
    assert session.step.hint.text() == "La séance n’est pas ouverte."
    assert not session.step.entry.isEnabled()
    session.step.session.trigger()
    dialog = session.desk.shell.findChild(OpenSession)
    assert dialog is not None
    dialog.opened.setFocus()
    dialog.opened.selectAll()
    type_text(dialog.opened, "14h35")
    QTest.keyClick(dialog.opened, Qt.Key.Key_Return)
    row = row_of(example, session.id)
    assert (row.state, row.opened_at) == (MeetingState.IN_PROGRESS, "14:35")
    assert row.entries == 17
    assert session.step.hint.text() == ""
    assert session.step.entry.isEnabled()
    assert session.focus is session.step.roll.strip


def test_nothing_can_be_marked_before_the_opening(
    example: Store, make_desk: Callable[[Store], Desk], type_text: Typed
) -> None:
    meeting_id = number(example, "2026-03")
    meeting_commands.convene_meeting(example, meeting_id, row_of(example, meeting_id).date)
    session = Session(make_desk(example), meeting_id, type_text)
    session.step.roll.set_open(True)
    session.mark("pea")
    assert set(session.presences().values()) == {Presence.UNKNOWN}


def test_a_whole_roll_is_taken_by_letters(coming: Session) -> None:
    strip = coming.step.roll.strip
    strip.setFocus()
    # The institutions in protocol order, then the town's six seats.
    coming.mark("r")
    assert coming.focus is coming.step.roll.delegate.name
    assert coming.step.roll.delegate.name.text() == "Mme Claire ABRISSEL"
    coming.key(Qt.Key.Key_Return)
    assert coming.focus is strip
    coming.mark("epar")
    coming.key(Qt.Key.Key_Return, CTRL)
    coming.mark("apeppp")
    coming.mark("pppppe")
    lines = {line.short_name: line for line in roll(coming.store, coming.id)}
    assert lines["DSDEN"].presence is Presence.REPRESENTED
    assert lines["DSDEN"].delegate == "M. Éric SOLVAND"
    assert lines["Parquet"].presence is Presence.EXCUSED
    found = counts(lines.values())
    assert (found.unknown, found.attended, found.convened) == (0, 7, 11)
    assert coming.step.roll.counters() == (
        "5 présents · 2 représentés · 2 excusés · 2 absents · 7 sur 11 institutions"
    )


def test_another_delegate_is_typed_with_accents(coming: Session) -> None:
    coming.step.roll.strip.setFocus()
    coming.mark("ds")
    current = coming.step.roll.strip.current()
    assert current is not None
    assert current.short_name == "DSDEN"
    coming.mark("r")
    coming.write("Mme Hélène ŒUVRARD")
    coming.key(Qt.Key.Key_Tab)
    coming.step.roll.delegate.function.selectAll()
    coming.write("proviseure")
    coming.key(Qt.Key.Key_Return)
    line = next(line for line in roll(coming.store, coming.id) if line.short_name == "DSDEN")
    assert (line.delegate, line.delegate_function) == ("Mme Hélène ŒUVRARD", "proviseure")


def test_escape_marks_nothing_and_never_leaves(coming: Session) -> None:
    coming.step.roll.strip.setFocus()
    coming.mark("r")
    coming.key(Qt.Key.Key_Escape)
    assert coming.focus is coming.step.roll.strip
    assert set(coming.presences().values()) == {Presence.UNKNOWN}
    for widget in (coming.step.roll.strip, coming.step.entry.text, coming.step.table):
        widget.setFocus()
        coming.key(Qt.Key.Key_Escape)
        page = coming.desk.shell.current_page()
        assert isinstance(page, MeetingPage)
        assert page.step is coming.step


def test_seats_are_found_by_two_letters_and_marks_taken_back(coming: Session) -> None:
    strip = coming.step.roll.strip
    strip.setFocus()
    for letters, name in (("lo", "Logéal"), ("lo", "Lorneo"), ("/pj", "PJJ"), ("la", "LAV")):
        coming.mark(letters)
        current = strip.current()
        assert current is not None
        assert current.short_name == name
    coming.mark("p")
    assert coming.presences()["LAV"] is Presence.PRESENT
    coming.mark("la")
    coming.key(Qt.Key.Key_Delete)
    assert coming.presences()["LAV"] is Presence.UNKNOWN
    coming.mark("+")
    line = next(line for line in roll(coming.store, coming.id) if line.short_name == "LAV")
    assert [(one.kind, one.at) for one in line.movements] == [(MovementKind.ARRIVAL, "14:32")]


def test_f9_goes_between_roll_and_notes(coming: Session) -> None:
    coming.step.entry.text.setFocus()
    coming.key(Qt.Key.Key_F9)
    assert coming.focus is coming.step.roll.strip
    coming.key(Qt.Key.Key_F9)
    assert coming.focus is coming.step.entry.text


def test_a_decision_is_typed_with_accents_and_for_when(coming: Session) -> None:
    coming.step.entry.text.setFocus()
    coming.key(Qt.Key.Key_D, CTRL)
    coming.write("Inscrire « abords du lycée » à l’ordre du jour, œuvre commune")
    lead = coming.step.entry.lead
    assert isinstance(lead, QComboBox)
    coming.key(Qt.Key.Key_Tab)
    assert coming.focus is lead
    lead.setCurrentIndex(lead.findText("DSDEN", Qt.MatchFlag.MatchContains))
    lead.activated.emit(lead.currentIndex())
    coming.key(Qt.Key.Key_Tab)
    coming.write("Lycée, PM")
    coming.key(Qt.Key.Key_Tab)
    coming.write("30/11")
    assert coming.step.entry.meaning.text() == "Pour le lundi 30 novembre 2026"
    coming.key(Qt.Key.Key_Return, CTRL)
    (made,) = coming.written()
    assert made.kind is RecordKind.DECISION
    assert made.reference is not None
    assert made.text == "Inscrire « abords du lycée » à l’ordre du jour, œuvre commune"
    assert (made.institution, made.contributors) == ("DSDEN", "Lycée, PM")
    assert made.due_on is not None
    assert made.due_on.isoformat() == "2026-11-30"
    # The next line is open, of the kind that was usual before.
    assert coming.focus is coming.step.entry.text
    assert coming.step.entry.text.text() == ""
    assert coming.step.entry.current_kind() == RecordKind.STATEMENT


def test_a_commitment_is_made_under_the_item(coming: Session) -> None:
    coming.step.entry.text.setFocus()
    coming.key(Qt.Key.Key_E, CTRL)
    coming.write("Transmettre l’absentéisme agrégé de T3")
    coming.step.entry.due.setFocus()
    coming.write("15/12")
    coming.key(Qt.Key.Key_Return, CTRL)
    (made,) = coming.promised()
    item = coming.step.item()
    assert item is not None
    assert (made.what, made.agenda_item_id) == ("Transmettre l’absentéisme agrégé de T3", item.id)
    assert made.current_due is not None
    assert made.current_due.isoformat() == "2026-12-15"
    assert ("commitment", made.id) in coming.step.notes.lines.lines


def test_a_due_date_before_the_meeting_is_refused_and_stays_to_be_mended(coming: Session) -> None:
    coming.step.entry.text.setFocus()
    coming.key(Qt.Key.Key_E, CTRL)
    coming.write("Ouvrir un local")
    coming.step.entry.due.setFocus()
    coming.write("31/02")
    coming.key(Qt.Key.Key_Return, CTRL)
    assert coming.step.entry.text.text() == "Ouvrir un local"
    assert "31/02" in coming.step.entry.meaning.text()


def test_what_is_typed_is_stored_before_it_is_validated(coming: Session, qtbot: QtBot) -> None:
    coming.step.entry.text.setFocus()
    coming.write("La DSDEN présente ")
    qtbot.waitUntil(lambda: len(coming.written()) == 1, timeout=3000)
    # The blank at the end stays although it is not stored.
    coming.write("les chiffres")
    coming.key(Qt.Key.Key_Return, CTRL)
    (made,) = coming.written()
    assert made.text == "La DSDEN présente les chiffres"


def test_another_item_takes_nothing_of_what_was_being_typed(coming: Session) -> None:
    coming.step.entry.text.setFocus()
    first = coming.step.item()
    assert first is not None
    coming.write("Sous le premier point")
    coming.key(Qt.Key.Key_PageDown, CTRL)
    second = coming.step.item()
    assert second is not None
    assert second.id != first.id
    assert coming.step.entry.text.text() == ""
    assert [(one.item_id, one.text) for one in records(coming.store, coming.id)] == [
        (first.id, "Sous le premier point")
    ]
    assert coming.focus is coming.step.entry.text
    coming.key(Qt.Key.Key_PageUp, CTRL)
    assert coming.step.item() == next(i for i in agenda(coming.store, coming.id) if i.id == first.id)


def test_a_kind_changed_on_the_way_leaves_one_line_only(coming: Session) -> None:
    coming.step.entry.text.setFocus()
    coming.write("Brévigny Habitat ouvre un local")
    coming.key(Qt.Key.Key_D, CTRL)
    coming.key(Qt.Key.Key_E, CTRL)
    coming.key(Qt.Key.Key_Return, CTRL)
    assert coming.written() == []
    assert [one.what for one in coming.promised()] == ["Brévigny Habitat ouvre un local"]


def test_undo_takes_the_line_in_the_making_back(coming: Session) -> None:
    coming.step.entry.text.setFocus()
    coming.write("De trop")
    coming.key(Qt.Key.Key_Z, CTRL)
    assert coming.written() == []
    assert coming.step.entry.text.text() == ""


def test_f8_writes_the_hour(coming: Session) -> None:
    coming.step.entry.text.setFocus()
    coming.key(Qt.Key.Key_F8)
    assert coming.step.entry.text.text() == "14 h 32 — "


def test_a_line_is_corrected_in_place_after_the_meeting(held: Session, type_text: Typed) -> None:
    (before, *_rest) = held.written()
    line = held.step.notes.lines.lines[("record", before.id)]
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert line.editor is not None
    type_text(line.editor, " Précisé à l’oral.")
    QTest.keyClick(line.editor, Qt.Key.Key_Escape)
    after = next(one for one in held.written() if one.id == before.id)
    assert after.text == f"{before.text} Précisé à l’oral."
    assert line.words.text() == after.text


def test_the_outcome_of_an_item_is_chosen_by_arrows(held: Session) -> None:
    item = held.step.item()
    assert item is not None
    QTest.keyClick(held.step.notes.outcome, Qt.Key.Key_Right)
    after = next(one for one in agenda(held.store, held.id) if one.id == item.id)
    assert after.outcome is not item.outcome


def test_closing_asks_both_hours(coming: Session) -> None:
    coming.step.session.trigger()
    dialog = coming.desk.shell.findChild(CloseSession)
    assert dialog is not None
    QTest.keyClick(dialog.closed, Qt.Key.Key_Return)
    row = row_of(coming.store, coming.id)
    assert row.state is MeetingState.HELD
    assert (row.opened_at, row.closed_at) == ("14:30", "16:00")


def test_the_step_fits_a_small_window(held: Session) -> None:
    held.desk.shell.resize(900, 430)
    QApplication.processEvents()
    assert held.desk.shell.width() == 900
    assert held.step.entry.text.geometry().bottom() <= held.step.entry.height()


def test_writing_a_commitment_fits_the_smallest_window(coming: Session) -> None:
    coming.desk.shell.resize(900, 430)
    coming.step.entry.text.setFocus()
    coming.key(Qt.Key.Key_F9)
    assert coming.focus is coming.step.roll.strip
    coming.key(Qt.Key.Key_F9)
    coming.key(Qt.Key.Key_E, CTRL)
    QApplication.processEvents()
    entry = coming.step.entry
    text, due = entry.text.geometry(), entry.due.mapTo(entry, entry.due.rect().topLeft())
    assert text.bottom() < due.y()
    assert due.y() + entry.due.height() <= entry.height()


def test_a_date_that_is_refused_keeps_the_line_open(coming: Session) -> None:
    coming.step.table.select_first()
    coming.step.entry.focus()
    QTest.keyClick(coming.focus, Qt.Key.Key_E, CTRL)
    coming.write("Transmettre les comptages")
    before_the_session = coming.step.entry._held_on.replace(year=2020)
    coming.step.entry.due.setFocus()
    coming.write(before_the_session.strftime("%d/%m/%Y"))
    coming.key(Qt.Key.Key_Return, CTRL)
    assert coming.focus is coming.step.entry.due
    assert coming.step.entry.text.text() == "Transmettre les comptages"
    assert coming.promised()[-1].current_due is None
    coming.step.entry.due.selectAll()
    coming.write("+15")
    coming.key(Qt.Key.Key_Return, CTRL)
    assert coming.step.entry.text.text() == ""
    assert coming.promised()[-1].current_due is not None


def test_a_guest_who_speaks_for_no_institution_has_a_name(coming: Session) -> None:
    attendance_commands.add_guest(coming.store, coming.id, "Mme Paule VOISIN")
    assert seat_name(roll(coming.store, coming.id)[-1]) == "Mme Paule VOISIN"
    coming.step.roll.strip.go_to(len(roll(coming.store, coming.id)) - 1)
    assert coming.step.roll.strip.accessibleName().startswith("Mme Paule VOISIN, ")
