"""The projector’s window: one picture with and without what is hidden; it never takes the keyboard."""

from collections.abc import Callable, Iterator
from itertools import combinations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from coprodesk.commands import agenda, live
from coprodesk.commands.council import set_setting
from coprodesk.domain.quick_entry import QuickKind, QuickLine
from coprodesk.store import Store
from coprodesk.ui import language, projector, theme
from coprodesk.ui.desk import Desk
from coprodesk.ui.projector import THEME, Projector, toggle_projector
from tests import live_scene
from tests.conftest import FrozenClock
from tests.hidden_rows import CANARY, add_hidden, mark_hidden, remove_hidden
from tests.test_projector import forget_the_audience, running

SIZES = [(800, 450), (1024, 768), (1120, 630), (1366, 768), (1080, 1920), (1920, 1080), (3840, 2160)]
LONG = (
    "Abords des collèges et du lycée des Deux-Ponts : absentéisme, rodéos, tranquillité, cheminements et "
    "accompagnement des familles, T3"
)


@pytest.fixture
def session(example: Store, clock: FrozenClock) -> int:
    """The session of 19 November at 15 h 04, on its third item."""
    return live_scene.play(example, clock)


@pytest.fixture
def desk(session: int, example: Store, make_desk: Callable[[Store], Desk]) -> Desk:
    made = make_desk(example)
    made.go("meeting", meeting_id=session, step="live")
    return made


@pytest.fixture
def shown(desk: Desk, session: int) -> Iterator[Projector]:
    made = toggle_projector(desk, session)
    assert made is not None
    yield made
    if made in projector._OPEN:
        made.close()


def gone() -> None:
    """Let closed windows be deleted."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def texts(window: Projector) -> list[str]:
    return [one.text() for one in window.words() if one.isVisible()]


def tree(node: QAccessibleInterface) -> tuple[object, ...]:
    """What a reader is told: role, name and state of everything, hidden texts too."""
    state = node.state()
    inside = tuple(tree(node.child(n)) for n in range(node.childCount()))
    name = node.text(QAccessible.Text.Name)
    return (node.role(), name, bool(state.invisible), bool(state.focusable), inside)


def picture(desk: Desk, meeting_id: int, size: tuple[int, int]) -> tuple[bytes, object, str]:
    """Return the bytes of the picture, the accessible tree and the title of a new projector.

    Qt smooths a large letter a little otherwise the first time: it is drawn until it stays the same.
    """
    window = toggle_projector(desk, meeting_id)
    assert window is not None
    window.resize(*size)
    image = window.grab().toImage()
    while (again := window.grab().toImage()) != image:
        image = again
    found = bytes(image.constBits()), tree(QAccessible.queryAccessibleInterface(window)), window.windowTitle()
    window.close()
    gone()
    return found


# The same picture


def alike(one: bytes, other: bytes) -> bool:
    """Say whether two pictures are the same but for how the edge of a large letter is smoothed."""
    return one == other or max(abs(a - b) for a, b in zip(one, other, strict=True)) < 48


def with_and_without(desk: Desk, meeting_id: int, *, under_way: bool) -> tuple[list[object], list[object]]:
    store = desk.store
    hidden = add_hidden(store, meeting_id, running(store, meeting_id))
    if under_way:
        live.start_item(store, hidden, "15:04")
    assert mark_hidden(store)
    for size in SIZES:
        picture(desk, meeting_id, size)  # what Qt keeps of each letter is then the same for both
    there = [picture(desk, meeting_id, size) for size in SIZES]
    assert remove_hidden(store, meeting_id)
    return there, [picture(desk, meeting_id, size) for size in SIZES]


@pytest.mark.parametrize("under_way", [False, True], ids=["visible item", "hidden item"])
def test_hidden_rows_leave_the_same_bytes_tree_and_title(desk: Desk, session: int, under_way: bool) -> None:
    there, without = with_and_without(desk, session, under_way=under_way)
    for shown, plain in zip(there, without, strict=True):
        assert shown[1:] == plain[1:]
        assert alike(shown[0], plain[0])
    assert CANARY not in repr(there)
    assert ("La séance continue" in repr(there)) is under_way
    assert {title for _bytes, _tree, title in there} == {"CoproDesk – projection"}


@pytest.mark.parametrize("under_way", [False, True], ids=["visible item", "hidden item"])
def test_a_query_that_forgets_the_audience_is_caught(
    desk: Desk, session: int, monkeypatch: pytest.MonkeyPatch, under_way: bool
) -> None:
    forget_the_audience(monkeypatch)
    there, without = with_and_without(desk, session, under_way=under_way)
    for one, other in zip(there, without, strict=True):
        assert not alike(one[0], other[0])
        assert one[1] != other[1]
    assert CANARY in repr(there)


def test_the_picture_is_not_blank_and_follows_what_is_visible(desk: Desk, session: int) -> None:
    before = picture(desk, session, (1366, 768))
    assert len(set(before[0])) > 20
    agenda.set_item(desk.store, running(desk.store, session), title="Abords du lycée")
    after = picture(desk, session, (1366, 768))
    assert before[0] != after[0]
    assert before[1] != after[1]


# What it says


def test_the_words_in_the_order_they_are_read(shown: Projector) -> None:
    assert [text.replace("\u00a0", " ") for text in texts(shown)] == [
        "EXEMPLE · CLSPD de Brévigny-sur-Lorne · formation restreinte du 19 novembre 2026",
        "15 h 04",
        "Point 3 sur 8",
        "Abords des collèges : absentéisme, T3",
        "DSDEN de la Haute-Lorne",
        "12 min sur 15",
        "Décidé sur ce point",
        "Décision",
        "Inscrire « abords du lycée » à l’ordre du jour de janvier.",
        "Engagement",
        "Brévigny Habitat (OPH) : Ouvrir un local pour l’accueil du mercredi, avant le 15 décembre 2026",
        "Ensuite",
        "4. Tendances du trimestre, données agrégées, par la CPN de Brévigny, 10 min",
        "Fin estimée 16 h 02",
    ]


@pytest.mark.parametrize("size", [(1366, 768), (1080, 1920)])
def test_the_room_reads_french_whatever_the_cockpit_speaks(
    shown: Projector, desk: Desk, qapp: QApplication, size: tuple[int, int]
) -> None:
    """Both what the query words (« par la DSDEN ») and what is put on the sheet, at each size."""
    with desk.store.change("Rapporteurs") as change:
        for row in change.rows("agenda_item", meeting_id=shown.meeting_id):
            change.update("agenda_item", row["id"], reporter_id=5)
    shown.resize(*size)
    french = texts(shown)
    assert any("par la DSDEN" in one for one in french), french
    language.speak(qapp, "en")
    shown.refresh()
    assert texts(shown) == french
    shown.resize(800, 450)
    shown.resize(*size)
    assert texts(shown) == french


def test_every_text_has_its_name_and_nothing_takes_the_keyboard(shown: Projector) -> None:
    found = QAccessible.queryAccessibleInterface(shown)
    named = [found.child(n).text(QAccessible.Text.Name) for n in range(found.childCount())]
    assert [name for name in named if name] == texts(shown)
    assert not any(found.child(n).state().focusable for n in range(found.childCount()))


def test_each_act_shows_at_once(shown: Projector, desk: Desk, session: int) -> None:
    live.suspend_session(desk.store, session, "15:05")
    assert texts(shown)[2:] == ["Séance suspendue", "depuis 15\u00a0h\u00a005"]
    live.resume_session(desk.store, session, "15:10")
    live.close_session(desk.store, session, "15:20")
    assert texts(shown)[2:] == ["Merci de votre participation"]
    desk.undo()
    assert "Point 3 sur 8" in texts(shown)


def test_the_minute_passes(shown: Projector, clock: FrozenClock) -> None:
    assert 0 < shown._minute.interval() <= 60_000
    clock.advance(minutes=6)
    shown._minute.timeout.emit()
    assert "18\u00a0min sur 15" in texts(shown)
    assert "15\u00a0h\u00a010" in texts(shown)
    assert shown._minute.isActive()


def test_before_the_opening_it_welcomes(example: Store, make_desk: Callable[[Store], Desk]) -> None:
    window = toggle_projector(make_desk(example), live_scene.meeting_id(example))
    assert window is not None
    assert texts(window)[2:] == ["Formation restreinte", "Ouverture de la séance à 14\u00a0h\u00a030"]


# How it looks


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("lines", [0, 1, 7])
def test_all_stands_on_the_screen_in_letters_read_from_afar(
    shown: Projector, desk: Desk, session: int, size: tuple[int, int], lines: int
) -> None:
    item = running(desk.store, session)
    agenda.set_item(desk.store, item, title=LONG)
    for n in range(lines):
        line = QuickLine(QuickKind.COMMITMENT, f"{n}. Transmettre la liste des lieux", 5, (), None, "", ())
        live.add_line(desk.store, item, line, "15:04")
    shown.resize(*size)
    shown.grab()
    visible = [one for one in shown.words() if one.isVisible()]
    assert shown.title.pixels >= 44
    assert min(one.pixels for one in visible) >= 20
    for one in visible:
        assert shown.rect().contains(one.geometry()), one.text()
        assert one.folded, one.text()
    for one, other in combinations(visible, 2):
        if shown.hour in (one, other) or shown.end in (one, other):
            continue
        assert not one.geometry().intersects(other.geometry()), (one.text(), other.text())
    if size[1] >= 768:
        assert not any(line.endswith("…") for one in visible for line in one.folded)
        decided = [pair for pair in shown.lines if pair[0].isVisible()]
        left = 2 + lines - len(decided)
        assert decided
        assert shown.more.text() == ("" if not left else f"et {left} autre{'s' if left > 1 else ''}")


def test_what_was_just_written_stays_when_all_does_not_fit(
    shown: Projector, desk: Desk, session: int
) -> None:
    item = running(desk.store, session)
    shown.resize(1366, 768)
    for n in range(12):
        line = QuickLine(QuickKind.COMMITMENT, f"Transmettre la liste {n}", 5, (), None, "", ())
        live.add_line(desk.store, item, line, "15:04")
    assert "DSDEN\u00a0: Transmettre la liste 11" in texts(shown)
    assert "DSDEN\u00a0: Transmettre la liste 0" not in texts(shown)
    assert "Décision" in texts(shown)


def test_it_is_light_unless_asked(desk: Desk, session: int, qapp: QApplication) -> None:
    light = picture(desk, session, (1366, 768))
    theme.apply(qapp, "dark", 1.5)
    assert picture(desk, session, (1366, 768)) == light
    set_setting(desk.store, THEME, "dark")
    dark = picture(desk, session, (1366, 768))
    assert dark[0] != light[0]
    assert dark[1] == light[1]


# How it lives


def test_f11_opens_it_and_the_cockpit_keeps_the_keyboard(desk: Desk) -> None:
    focus = desk.shell.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_F11)
    assert [one.desk for one in projector._OPEN] == [desk]
    window = projector._OPEN[0]
    assert window.isVisible()
    assert not window.isFullScreen()
    assert QApplication.activeWindow() is desk.shell
    assert desk.shell.focusWidget() is focus
    QTest.keyClick(focus, Qt.Key.Key_F11)
    assert projector._OPEN == []


@pytest.mark.parametrize("key", [Qt.Key.Key_F11, Qt.Key.Key_Escape])
def test_its_own_keys_leave(shown: Projector, key: Qt.Key) -> None:
    QTest.keyClick(shown, Qt.Key.Key_A)
    assert shown.isVisible()
    QTest.keyClick(shown, key)
    assert projector._OPEN == []
    assert not shown.isVisible()


def test_two_clicks_fill_the_screen(shown: Projector) -> None:
    for full in (True, False):
        at = QPointF(20, 20)
        press = QMouseEvent(
            QEvent.Type.MouseButtonDblClick,
            at,
            at,
            Qt.MouseButton.LeftButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(shown, press)
        assert shown.isFullScreen() is full


def test_a_second_screen_is_filled(desk: Desk, session: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projector, "other_screen", lambda _cockpit: QGuiApplication.primaryScreen())
    window = toggle_projector(desk, session)
    assert window is not None
    assert window.isFullScreen()
    assert QApplication.activeWindow() is desk.shell
    monkeypatch.setattr(projector, "other_screen", lambda _cockpit: None)
    window._screen_gone(QGuiApplication.primaryScreen())
    assert not window.isFullScreen()


def test_another_meeting_takes_its_place(shown: Projector, desk: Desk, example: Store) -> None:
    other = int(example.rows("SELECT id FROM meeting WHERE number = '2026-02'")[0][0])
    assert toggle_projector(desk, other) is shown
    assert any("24\u00a0septembre\u00a02026" in text for text in texts(shown))


def test_it_goes_with_the_cockpit(shown: Projector, desk: Desk) -> None:
    desk.shell.close()
    assert projector._OPEN == []
    assert not shown.isVisible()


def test_closed_it_asks_nothing_more(shown: Projector, desk: Desk, session: int) -> None:
    asked: list[int] = []
    shown.refresh = lambda: asked.append(1)  # type: ignore[method-assign]
    live.suspend_session(desk.store, session, "15:05")
    assert asked == [1]
    shown.close()
    live.resume_session(desk.store, session, "15:06")
    assert asked == [1]
