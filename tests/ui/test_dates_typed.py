"""Dates typed freely, wherever one is asked: told in full before they are taken, refused in words."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from coprodesk.commands import meetings
from coprodesk.domain.errors import Refusal
from coprodesk.queries.attendance import roll
from coprodesk.store import Store
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.replies import DelegateDialog, ExcuseDialog
from coprodesk.ui.widgets.fields import DateField, FormRow

Typist = Callable[[QWidget, str], None]
MakeDesk = Callable[[Store], Desk]
TODAY = date(2026, 10, 15)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("12/3", "vendredi 12 mars 2027"),
        ("12032026", "jeudi 12 mars 2026"),
        ("demain", "vendredi 16 octobre 2026"),
        ("lundi", "lundi 19 octobre 2026"),
        ("+7", "jeudi 22 octobre 2026"),
        ("+15 j", "vendredi 30 octobre 2026"),
    ],
)
def test_a_date_is_told_in_full_before_it_is_taken(
    qtbot: QtBot, type_text: Typist, typed: str, told: str
) -> None:
    field = DateField(today=lambda: TODAY)
    row = FormRow("Date", field, "Tapez 12/3")
    qtbot.addWidget(row)
    row.show()
    field.setFocus()
    type_text(field, typed)
    assert row.note() == told
    assert field.value() is None, "not taken yet"
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.value() == field.typed() is not None


def test_a_day_of_no_calendar_is_refused_in_words(qtbot: QtBot, type_text: Typist) -> None:
    field = DateField(TODAY, today=lambda: TODAY)
    row = FormRow("Date", field)
    qtbot.addWidget(row)
    row.show()
    field.setFocus()
    field.selectAll()
    type_text(field, "31/02")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert "n’existe pas au calendrier" in row.note()
    assert field.text() == "31/02", "it stays to be corrected"
    assert field.value() == TODAY
    with pytest.raises(Refusal, match="n’existe pas"):
        field.typed()


@pytest.mark.parametrize("kind", [ExcuseDialog, DelegateDialog])
def test_a_reply_is_not_dated_by_what_is_no_date(
    make_desk: MakeDesk, example: Store, type_text: Typist, kind: type[ExcuseDialog] | type[DelegateDialog]
) -> None:
    coming = int(example.rows("SELECT id FROM meeting WHERE number = '2026-03'")[0][0])
    meetings.convene_meeting(example, coming, TODAY)
    desk = make_desk(example)
    line = roll(example, coming)[0]
    dialog = kind(desk, line, "courriel")
    dialog.open()
    if isinstance(dialog, DelegateDialog):
        dialog.name.setText("Mme Essai")
    dialog.on.selectAll()
    type_text(dialog.on, "31/02")
    dialog.try_submit()
    assert dialog.isVisible()
    assert "n’existe pas au calendrier" in dialog.refusal.text()
    assert roll(example, coming)[0] == line
    dialog.reject()


def test_the_observatory_says_which_day_it_does_not_know(
    make_desk: MakeDesk, example: Store, type_text: Typist
) -> None:
    desk = make_desk(example)
    desk.go("observatory")
    page = desk.shell.current_page()
    assert page is not None
    day: DateField = page.day  # type: ignore[attr-defined]
    day.setFocus()
    day.selectAll()
    type_text(day, "31/02")
    QTest.keyClick(day, Qt.Key.Key_Return)
    assert "n’existe pas au calendrier" in page.banner.text()
    day.selectAll()
    type_text(day, "1/9")
    QTest.keyClick(day, Qt.Key.Key_Return)
    assert page.banner.text() == ""
    assert day.value() == date(2026, 9, 1)
