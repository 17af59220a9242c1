"""A reply noted while on the telephone: from any page, three keys besides the letters that find the seat."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from coprodesk.commands import meetings
from coprodesk.domain.attendance import Reply
from coprodesk.queries.attendance import RollLine, roll
from coprodesk.store import Store
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.reply_anywhere import ReplyDialog
from tests.ui.test_page_meeting import coming

MakeDesk = Callable[[Store], Desk]
TypeText = Callable[[QWidget, str], None]
Key = Qt.Key
PLACES = ("home", "meetings", "commitments", "partners", "bodies", "documents", "journal", "settings")


def awaken() -> None:
    """Give the keyboard to the dialog that was opened, as a screen would."""
    dialog = QApplication.activeModalWidget()
    if dialog is None:
        return

    for _turn in range(20):
        dialog.activateWindow()
        QApplication.processEvents()
        if QApplication.activeWindow() is dialog:
            return
    raise AssertionError("the dialog never had the keyboard")


class KeyCounter(QObject):
    """Counts the keys pressed, a chord as one; keys that find a seat are letters typed in the field."""

    def __init__(self) -> None:
        super().__init__()
        self.keys = 0
        self.letters = 0

    def press(self, key: Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.keys += 1
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key, held)
        awaken()

    def find(self, text: str) -> None:
        for letter in text:
            self.letters += 1
            focus = QApplication.focusWidget()
            assert focus is not None
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(
                    focus, QKeyEvent(kind, Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
                )


@pytest.fixture
def desk(example: Store, make_desk: MakeDesk) -> Desk:
    meetings.convene_meeting(example, coming(example), date(2026, 10, 15))
    return make_desk(example)


def line(store: Store, name: str) -> RollLine:
    return next(one for one in roll(store, coming(store)) if one.institution.startswith(name))


def shown(desk: Desk) -> list[ReplyDialog]:
    awaken()
    return [one for one in desk.shell.findChildren(ReplyDialog) if one.isVisible()]


@pytest.mark.parametrize("place", PLACES)
def test_three_keys_from_anywhere(desk: Desk, place: str) -> None:
    desk.go(place)
    hand = KeyCounter()
    hand.press(Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    hand.find("dép")
    hand.press(Key.Key_Return)
    hand.press(Key.Key_P)
    found = line(desk.store, "Conseil départemental")
    assert (found.reply, found.reply_channel, found.reply_on) == (
        Reply.COMES,
        "téléphone",
        date(2026, 10, 15),
    )
    assert shown(desk) == []
    assert hand.keys == 3
    assert desk.shell.toast.text().startswith("Conseil départemental")


def test_an_excuse_is_noted_by_its_letter_and_its_reason_may_follow(desk: Desk) -> None:
    hand = KeyCounter()
    hand.press(Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    hand.find("rochevert")
    hand.press(Key.Key_Return)
    hand.press(Key.Key_E)
    assert hand.keys == 3
    assert line(desk.store, "Parquet").reply is Reply.EXCUSED
    hand.find("audience à l’étage")
    hand.press(Key.Key_Return)
    found = line(desk.store, "Parquet")
    assert (found.reply, found.excuse) == (Reply.EXCUSED, "audience à l’étage")
    assert shown(desk) == []


def test_escape_after_an_excuse_leaves_it_noted(desk: Desk) -> None:
    hand = KeyCounter()
    hand.press(Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    hand.find("cpn")
    hand.press(Key.Key_Return)
    hand.press(Key.Key_E)
    hand.press(Key.Key_Escape)
    assert line(desk.store, "CPN").reply is Reply.EXCUSED
    desk.undo()
    assert line(desk.store, "CPN").reply is Reply.NONE


def test_the_usual_substitute_is_noted_at_once_and_can_be_another(desk: Desk, type_text: TypeText) -> None:
    hand = KeyCounter()
    hand.press(Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    hand.find("préf")
    hand.press(Key.Key_Return)
    hand.press(Key.Key_R)
    assert hand.keys == 3
    found = line(desk.store, "Préfecture")
    assert (found.reply, found.delegate) == (Reply.SENDS, "Mme Claire ABRISSEL")
    (form,) = shown(desk)
    assert form.name.hasFocus()
    form.name.selectAll()
    hand.find("M. Luc BARRE")
    form.function.setFocus()
    form.function.selectAll()
    hand.find("sous-préfet")
    hand.press(Key.Key_Return)
    found = line(desk.store, "Préfecture")
    assert (found.delegate, found.delegate_function) == ("M. Luc BARRE", "sous-préfet")


def test_letters_find_by_words_and_not_by_small_ones(desk: Desk) -> None:
    QTest.keyClick(desk.shell, Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    (form,) = shown(desk)
    rows = form.table.rows

    def found() -> list[str]:
        return [rows.row(n).institution for n in range(rows.rowCount())]

    assert len(found()) == 17
    QTest.keyClicks(form.search, "de")
    assert "Conseil départemental" in found()
    assert "Parquet de Montarel" not in found()
    QTest.keyClicks(form.search, "zz")
    assert found() == []
    QTest.keyClick(form.search, Key.Key_Return)
    assert form.search.hasFocus(), "nothing to take"
    assert not form.comes.isEnabled()


def test_a_reply_after_the_meeting_is_refused_beside_its_day(desk: Desk) -> None:
    QTest.keyClick(desk.shell, Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    (form,) = shown(desk)
    form.on.setFocus()
    form.on.selectAll()
    QTest.keyClicks(form.on, "20/11/2026")
    form.table.setFocus()
    QTest.keyClick(form.table, Key.Key_P)
    assert form.isVisible()
    assert form.on.hasFocus()
    assert "avant la réunion" in form.on.accessibleDescription()
    assert line(desk.store, "Préfecture").reply is Reply.NONE


def test_without_a_convened_meeting_it_says_so(example: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(example)
    QTest.keyClick(desk.shell, Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert shown(desk) == []
    page = desk.shell.current_page()
    assert page is not None
    assert page.banner.text().startswith("Aucune réunion à venir n’est convoquée.")


def test_the_letter_typed_in_the_field_notes_nothing(desk: Desk) -> None:
    """Sabotage: were P to act in the field, looking for the Parquet would note a reply."""
    QTest.keyClick(desk.shell, Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    (form,) = shown(desk)
    QTest.keyClicks(form.search, "per")
    assert all(one.reply is Reply.NONE for one in roll(desk.store, coming(desk.store)))
    form.table.setFocus()
    form.search.clear()
    QTest.keyClicks(form.table, "p")
    assert any(one.reply is Reply.COMES for one in roll(desk.store, coming(desk.store)))
