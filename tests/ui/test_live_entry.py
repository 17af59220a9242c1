"""The line in which a meeting is written: understood as it is typed, never lost, accepted by one key."""

from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from coprodesk.commands import live
from coprodesk.domain.disclosure import Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.quick_entry import QuickKind
from coprodesk.domain.records import RecordKind
from coprodesk.queries.agenda import agenda
from coprodesk.queries.records import records
from coprodesk.store import Store
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages import record_entry
from tests import live_scene
from tests.conftest import FrozenClock
from tests.ui.live_hand import CTRL, SHIFT, Key, Session, Typed, number

HARD = "é è à ç œ ’ € @ # { « Œuvre »"


@pytest.fixture
def coming(
    example: Store, clock: FrozenClock, make_desk: Callable[[Store], Desk], type_text: Typed
) -> Session:
    """The meeting that is to come, in session, its first item under discussion, the entry ready."""
    meeting_id = number(example, "2026-03")
    live_scene.at(clock, "14:32")
    live.open_session(example, meeting_id, "14:30")
    live.start_item(example, agenda(example, meeting_id)[0].id, "14:31")
    session = Session(make_desk(example), meeting_id, type_text)
    session.entry.focus()
    return session


def test_a_whole_commitment_in_one_line(coming: Session) -> None:
    coming.write("e DSDEN transmet l’absentéisme agrégé de T3 @dsden >30/11")
    assert coming.entry.current_kind() is QuickKind.COMMITMENT
    assert coming.entry.text.text() == "DSDEN transmet l’absentéisme agrégé de T3 @dsden >30/11"
    shown = coming.entry.understood.meaning()
    assert (shown.lead, shown.due, shown.score) == ("DSDEN", "lundi 30 novembre 2026", 2)
    assert shown.question == "Qui suit, et à quelle fonction\u00a0?"
    coming.key(Key.Key_Return)
    (made,) = coming.promised()
    assert (made.what, made.lead, made.agenda_item_id) == (
        "DSDEN transmet l’absentéisme agrégé de T3",
        "DSDEN",
        coming.item(),
    )
    assert made.current_due is not None
    assert made.current_due.isoformat() == "2026-11-30"
    assert ("commitment", made.id) in coming.step.notes.lines.lines
    # The next line is open, of the kind that was usual before.
    assert coming.focus is coming.entry.text
    assert (coming.entry.text.text(), coming.entry.current_kind()) == ("", QuickKind.INFORMATION)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("i Les chiffres sont là", RecordKind.INFORMATION),
        ("d Inscrire le point", RecordKind.DECISION),
        ("r Le Passage s’interroge", RecordKind.DISSENT),
        ("v Demander à l’État", RecordKind.REQUEST),
        ("x La CPN expose", RecordKind.STATEMENT),
        ("c Échanges nourris", RecordKind.DISCUSSION),
    ],
)
def test_a_letter_and_a_blank_say_the_kind(coming: Session, typed: str, kind: RecordKind) -> None:
    coming.say(typed)
    (made,) = coming.written()
    assert (made.kind, made.text, made.at) == (kind, typed[2:], "14:32")


def test_letters_open_the_entry_from_navigation(coming: Session) -> None:
    coming.key(Key.Key_Escape)
    assert coming.step.keys.mode() == "NAVIGATION"
    coming.key("r")
    assert coming.focus is coming.entry.text
    assert coming.entry.current_kind() is QuickKind.DISSENT
    assert coming.step.keys.mode() == "SAISIE"
    coming.key(Key.Key_Backspace)
    assert coming.entry.current_kind() is QuickKind.INFORMATION
    coming.step.table.setFocus()
    coming.key("d")
    assert (coming.focus, coming.entry.current_kind()) == (coming.entry.text, QuickKind.DECISION)
    coming.step.table.setFocus()
    coming.keys("0123456789p")
    assert coming.focus is coming.step.table


def test_every_letter_of_french_can_be_typed(coming: Session) -> None:
    fields: list[QWidget] = [coming.entry.text, coming.step.notes.ask.field, coming.step.roll.delegate.name]
    coming.write(HARD)
    assert coming.entry.text.text() == HARD
    coming.key(Key.Key_Return)
    assert coming.written()[-1].text == HARD
    coming.step.table.setFocus()
    coming.key("n")
    coming.write(HARD)
    assert coming.step.notes.ask.field.text() == HARD
    coming.key(Key.Key_Escape)
    coming.key(Key.Key_F9)
    coming.key("r")
    coming.step.roll.delegate.name.clear()
    coming.write(HARD)
    assert coming.step.roll.delegate.name.text() == HARD
    assert coming.focus is fields[2]


def test_several_lines_are_typed_with_shift(coming: Session) -> None:
    coming.write("x Premier")
    coming.key(Key.Key_Return, SHIFT)
    coming.write("second")
    assert coming.entry.text.height() > 40
    coming.key(Key.Key_Return, CTRL)
    assert coming.written()[-1].text == "Premier\nsecond"


def test_what_is_typed_is_kept_before_it_is_accepted(coming: Session, qtbot: QtBot) -> None:
    before = coming.store.rows("SELECT count(*) AS n FROM record WHERE kind = 'decision'")[0]["n"]
    coming.write("d Inscrire le point ")
    qtbot.waitUntil(lambda: len(coming.written()) == 1, timeout=3000)
    (draft,) = coming.written()
    # A draft takes no number: only what is accepted does.
    assert (draft.text, draft.reference) == ("d Inscrire le point", None)
    assert ("record", draft.id) not in coming.step.notes.lines.lines
    coming.write("en janvier")
    coming.key(Key.Key_Return)
    (made,) = coming.written()
    assert (made.kind, made.text) == (RecordKind.DECISION, "Inscrire le point en janvier")
    assert made.reference is not None
    after = coming.store.rows("SELECT count(*) AS n FROM record WHERE kind = 'decision'")[0]["n"]
    assert after == before + 1


def test_an_accepted_line_comes_back_to_be_mended(coming: Session) -> None:
    coming.write("e Ouvrir un local @brev >15/12")
    coming.entry.text.flush()
    coming.key(Key.Key_Return)
    assert len(coming.promised()) == 1
    coming.key(Key.Key_Z, CTRL)
    assert coming.promised() == ()
    assert coming.entry.text.text() == "Ouvrir un local @brev >15/12"
    assert coming.entry.current_kind() is QuickKind.COMMITMENT
    coming.key(Key.Key_Z, CTRL)
    assert (coming.entry.text.text(), coming.written()) == ("", [])


def test_another_item_takes_nothing_of_what_was_being_typed(coming: Session) -> None:
    first = coming.item()
    coming.write("d Sous le premier point")
    coming.key(Key.Key_PageDown, CTRL)
    assert coming.item() != first
    assert coming.entry.text.text() == ""
    assert coming.focus is coming.entry.text
    (made,) = records(coming.store, coming.id)
    assert (made.item_id, made.kind, made.text) == (first, RecordKind.DECISION, "Sous le premier point")


def test_a_kind_changed_on_the_way_leaves_one_line(coming: Session) -> None:
    coming.write("Brévigny Habitat ouvre un local")
    coming.entry.text.flush()
    coming.key(Key.Key_D, CTRL)
    coming.key(Key.Key_E, CTRL)
    coming.key(Key.Key_Return)
    assert coming.written() == []
    assert [one.what for one in coming.promised()] == ["Brévigny Habitat ouvre un local"]


def test_a_refusal_stands_below_the_line_which_stays(
    coming: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_kwargs: object) -> tuple[str, int]:
        raise Refusal("Non. Rien n’a changé.")

    monkeypatch.setattr(record_entry.drafts, "accept_line", refuse)
    coming.write("d Impossible")
    coming.key(Key.Key_Return)
    assert coming.entry.understood.meaning().refused == "Non. Rien n’a changé."
    assert coming.focus is coming.entry.text
    assert coming.entry.text.text() == "Impossible"


def test_what_is_not_understood_stays_in_the_words(coming: Session) -> None:
    coming.write("e Ouvrir un local @inconnue >31/02")
    assert "inconnue" in coming.entry.understood.text()
    coming.key(Key.Key_Return)
    assert coming.promised()[0].what == "Ouvrir un local @inconnue >31/02"


def test_f8_writes_the_hour(coming: Session) -> None:
    coming.key(Key.Key_F8)
    assert coming.entry.text.text() == "14\u00a0h\u00a032 — "


def test_a_line_changes_kind_and_level_by_two_keys(coming: Session) -> None:
    coming.say("Brévigny Habitat ouvre un local")
    coming.key(Key.Key_Escape)
    coming.key("f")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    QTest.keyClick(menu, "g")
    assert coming.written()[0].level is Level.RESTRICTED
    coming.key("n")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    QTest.keyClick(menu, "e")
    assert [(one.what, one.level) for one in coming.promised()] == [
        ("Brévigny Habitat ouvre un local", Level.RESTRICTED)
    ]


def test_escape_never_leaves_the_session(coming: Session) -> None:
    for widget in (coming.step.roll.strip, coming.entry.text, coming.step.table):
        widget.setFocus()
        for _time in range(2):
            coming.key(Key.Key_Escape)
        assert coming.desk.shell.current_page() is coming.page
        assert coming.page.step is coming.step
