"""What the system or the post asks of the eyes: high contrast in the system's own colours, and no motion."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from coprodesk.domain.commitments import Status
from coprodesk.store import Store
from coprodesk.ui import paint, theme, tokens
from coprodesk.ui.desk import Desk
from coprodesk.ui.paint import STATUS_GLYPHS, Chip
from coprodesk.ui.tokens import LIGHT, STATES, Tokens, contrast
from coprodesk.ui.widgets.toast import Toast

MakeDesk = Callable[[Store], Desk]

BLACK, WHITE = QColor(Qt.GlobalColor.black).name(), QColor(Qt.GlobalColor.white).name()
SYSTEMS = {
    "aquatic": (BLACK, BLACK, WHITE, "#8ee3f0", "#263b50", "#a6a6a6"),
    "night": (BLACK, BLACK, WHITE, "#1aebff", BLACK, "#3ff23f"),
    "desert": ("#fffaef", "#fffaef", "#3d3d3d", "#903909", "#fff5e3", "#676767"),
    "day": (WHITE, WHITE, BLACK, "#37006e", WHITE, "#600000"),
    "none asked": ("#efefef", WHITE, "#777777", "#308cc6", WHITE, "#bebebe"),
}
"""Window, base, ink, chosen, on chosen, greyed: of systems that ask for contrast and one that does not."""


def faults(colours: Tokens) -> list[str]:
    """Return what is not seen well enough: texts at 4.5 to 1, lines and borders at 3 to 1, tints left."""
    found = []
    for ground in (colours.canvas, colours.surface, colours.sidebar):
        texts = ("text", "text2", "text3", "accent", *STATES)
        found += [role for role in texts if contrast(colours.color(role), ground) < 4.5]
        lines = ("line", "line2", "ctl")
        found += [role for role in lines if contrast(colours.color(role), ground) < 3]
    found += [f"{state}_t" for state in STATES if colours.color(f"{state}_t") != colours.surface]
    return found + (["onacc"] if contrast(colours.onacc, colours.accent) < 4.5 else [])


@pytest.mark.parametrize("name", SYSTEMS)
def test_high_contrast_is_seen_in_the_colours_of_the_system(name: str) -> None:
    window, base, ink, chosen, *_rest = SYSTEMS[name]
    made = tokens.plain(*SYSTEMS[name])
    assert faults(made) == []
    assert (made.canvas, made.surface) == (window, base)
    if name != "none asked":
        assert (made.text, made.accent) == (ink, chosen)


def test_what_is_not_seen_well_enough_is_found() -> None:
    assert {"line", "line2", "late_t"} <= set(faults(LIGHT))


@pytest.fixture
def contrasted(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Tokens:
    """The window of a system that asks for high contrast."""
    monkeypatch.setattr(theme, "_high_contrast", lambda _hints: True)
    theme.apply(qapp, "light", 1.0)
    return theme.tokens()


def colours_in(image: QImage) -> set[str]:
    return {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }


def drawn_chip(chip: Chip) -> QImage:
    image = QImage(140, 30, QImage.Format.Format_ARGB32)
    image.fill(theme.color("surface"))
    p = QPainter(image)
    paint.chip(p, QRectF(0, 0, 140, 30), chip)
    p.end()
    return image


def test_a_state_keeps_its_glyph_and_its_word_without_tint(contrasted: Tokens) -> None:
    assert theme.plain()
    assert faults(contrasted) == []
    glyphs = set()
    for status in Status:
        image = drawn_chip(Chip(status.label, STATUS_GLYPHS[status]))
        assert image.pixelColor(2, 15).name() == contrasted.surface.lower(), "no tint"
        assert contrasted.text.lower() in colours_in(image)
        glyphs.add(bytes(image.copy(8, 4, 18, 22).constBits()))
    assert len(glyphs) == len(Status), "each state has a shape of its own"


def test_borders_of_cards_and_fields_are_drawn_in_ink(
    contrasted: Tokens, make_desk: MakeDesk, example: Store
) -> None:
    desk = make_desk(example)
    desk.go("settings", section="rules")
    page = desk.shell.current_page()
    assert page is not None
    field = page.section("rules").first_field()  # type: ignore[attr-defined]
    for widget in (field, field.parentWidget().parentWidget().parentWidget().parentWidget()):
        assert isinstance(widget, QWidget)
        image = widget.grab().toImage()
        assert image.pixelColor(0, image.height() // 2).name() == contrasted.text.lower()


def test_the_window_follows_when_the_wish_changes(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not theme.plain()
    monkeypatch.setattr(theme, "_high_contrast", lambda _hints: True)
    hints = QGuiApplication.styleHints().accessibility()
    hints.contrastPreferenceChanged.emit(Qt.ContrastPreference.HighContrast)
    assert theme.plain()
    monkeypatch.undo()
    hints.contrastPreferenceChanged.emit(Qt.ContrastPreference.NoPreference)
    assert not theme.plain()
    assert theme.tokens() is LIGHT


def test_the_style_is_set_once_and_never_under_a_sheet(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(QApplication, "setStyle", asked.append)
    theme.apply(qapp, "dark", 1.3)
    assert asked == []
    assert qapp.styleSheet()


# Motion


@pytest.fixture
def toast(qtbot: QtBot) -> Toast:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(600, 300)
    host.show()
    made = Toast(host)
    theme.set_calm(False)
    return made


def test_a_message_fades_in_and_is_then_whole(toast: Toast, qtbot: QtBot) -> None:
    toast.say("Engagement tenu")
    assert toast.graphicsEffect().isEnabled()
    qtbot.waitUntil(lambda: not toast.graphicsEffect().isEnabled())
    toast.say("Une autre")
    assert not toast.graphicsEffect().isEnabled(), "a message that stands does not fade again"


def test_nothing_moves_on_a_calm_post(toast: Toast) -> None:
    before = QApplication.isEffectEnabled(Qt.UIEffect.UI_General)
    theme.set_calm(True)
    toast.say("Engagement tenu")
    assert not toast.graphicsEffect().isEnabled()
    assert not QApplication.isEffectEnabled(Qt.UIEffect.UI_General)
    theme.set_calm(False)
    assert QApplication.isEffectEnabled(Qt.UIEffect.UI_General) is before


@pytest.mark.parametrize(("wish", "calm"), [(0, False), (1, True), (None, False)])
def test_the_wish_of_the_system_is_read_where_qt_tells_it(wish: int | None, calm: bool) -> None:
    told = (
        SimpleNamespace()
        if wish is None
        else SimpleNamespace(motionPreference=lambda: SimpleNamespace(value=wish))
    )
    assert theme._wants_calm(SimpleNamespace(accessibility=lambda: told)) is calm  # type: ignore[arg-type]
    assert theme._wants_calm(SimpleNamespace()) is False  # type: ignore[arg-type]
