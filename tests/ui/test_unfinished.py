"""A form left by Échap loses nothing: what was typed is offered again, once, in the same place, in memory."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from coprodesk.store import Store
from coprodesk.ui import focus, unfinished
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.pages.commitment_form import CommitmentForm
from coprodesk.ui.pages.roll_moves import ask_guest
from coprodesk.ui.widgets.cards import Banner
from coprodesk.ui.widgets.editors import AutoLineEdit, AutoTextEdit
from coprodesk.ui.widgets.fields import DateField, TimeField
from tests.ui.visits import COMING, HELD

MakeDesk = Callable[[Store], Desk]
Typed = Callable[[QWidget, str], None]


@pytest.fixture
def desk(example: Store, make_desk: MakeDesk) -> Desk:
    return make_desk(example)


def offered(form: QWidget) -> bool:
    return any(one.text() == "Saisie abandonnée tout à l’heure" for one in form.findChildren(Banner))


def opened(desk: Desk) -> CommitmentForm:
    form = CommitmentForm(desk)
    form.open()
    form.activateWindow()
    QTest.qWaitForWindowActive(form)
    return form


def leave(form: QWidget, type_text: Typed, words: str) -> None:
    assert isinstance(form, CommitmentForm)
    form.what.setFocus()
    type_text(form.what, words)
    QTest.keyClick(form.what, Qt.Key.Key_Escape)
    assert not form.isVisible()


def resume(form: QWidget) -> None:
    """Tab goes to « Reprendre », Espace presses it."""
    (button,) = [
        one
        for one in focus.tab_chain(form)
        if isinstance(one, QWidget) and one.accessibleName() == "Reprendre"
    ]
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Qt.Key.Key_Space)


def test_what_was_typed_is_offered_and_taken_again_by_keyboard(desk: Desk, type_text: Typed) -> None:
    first = opened(desk)
    assert not offered(first)
    leave(first, type_text, "Prêter une salle")
    again = opened(desk)
    assert offered(again)
    assert again.what.text() == ""
    resume(again)
    assert again.what.text() == "Prêter une salle"
    assert again.focusWidget() is again.what
    assert not offered(again)
    again.reject()
    third = opened(desk)
    assert offered(third), "left again, it is offered again"
    third.reject()


def test_nothing_typed_is_nothing_to_offer(desk: Desk) -> None:
    opened(desk).reject()
    form = opened(desk)
    assert not offered(form)
    form.reject()


@pytest.mark.parametrize("name", ["keep", "forget"])
def test_who_does_not_keep_or_forget_is_caught(
    desk: Desk, type_text: Typed, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(unfinished, name, lambda *_told: None)
    with pytest.raises(AssertionError):
        test_an_accepted_form_is_forgotten(desk, type_text)


def small(desk: Desk, title: str) -> tuple[FormDialog, AutoLineEdit]:
    field = AutoLineEdit()
    form = FormDialog(desk.shell, title, "Noter", lambda: None)
    form.form.add("Précision", field)
    form.open()
    field.setFocus()
    return form, field


def test_an_accepted_form_is_forgotten(desk: Desk, type_text: Typed) -> None:
    form, field = small(desk, "Tenu")
    type_text(field, "été")
    form.reject()
    form, _field = small(desk, "Reporté")
    assert not offered(form), "another subject"
    form.reject()
    form, _field = small(desk, "Tenu")
    assert offered(form)
    form.try_submit()
    form, _field = small(desk, "Tenu")
    try:
        assert not offered(form)
    finally:
        form.reject()


def test_each_meeting_has_its_own_and_a_confidential_one_none(desk: Desk, type_text: Typed) -> None:
    def guest(number: str) -> FormDialog:
        meeting = int(desk.store.rows("SELECT id FROM meeting WHERE number = ?", (number,))[0]["id"])
        desk.go("meeting", meeting_id=meeting, step="convening")
        return ask_guest(desk, meeting)

    def left(number: str) -> bool:
        form = guest(number)
        shown = offered(form)
        type_text(form.findChildren(AutoLineEdit)[0], "Mme Nœud")
        form.reject()
        return shown

    assert [left(COMING), left(HELD), left(COMING)] == [False, False, True]
    body = desk.store.rows("SELECT body_id FROM meeting WHERE number = ?", (COMING,))[0]["body_id"]
    with desk.store.change("Groupe confidentiel") as change:
        change.update("body", body, confidential=1)
    assert [left(COMING), left(COMING)] == [False, False]


def test_dates_hours_and_long_texts_come_back(desk: Desk, type_text: Typed) -> None:
    def make() -> tuple[FormDialog, DateField, TimeField, AutoTextEdit]:
        form = FormDialog(desk.shell, "Tout", "Noter", lambda: None)
        fields = DateField(desk.today(), today=desk.today), TimeField("09:00"), AutoTextEdit("avant")
        for field in fields:
            form.form.add("Champ", field)
        form.open()
        return form, *fields

    form, day, hour, text = make()
    for field, words in ((day, "10/11/2026"), (hour, "14h30"), (text, "après")):
        field.setFocus()
        field.selectAll()
        type_text(field, words)
    form.reject()
    form, day, hour, text = make()
    resume(form)
    assert (day.typed().isoformat(), text.text()) == ("2026-11-10", "après")  # type: ignore[union-attr]
    hour.flush()
    assert hour.value() == "14:30"
    form.reject()


def test_nothing_is_written_and_another_window_is_not_told(
    desk: Desk, make_desk: MakeDesk, type_text: Typed, tmp_path: Path
) -> None:
    leave(opened(desk), type_text, "Chuchotement")
    other = make_desk(desk.store)
    form = opened(other)
    assert not offered(form)
    form.reject()
    held = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert held
    assert not any(b"Chuchotement" in one for one in held)
