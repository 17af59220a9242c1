"""Contrast, computed: each pair of the table, each word and edge as the pixels are, in both themes.

The words and the keyboard of the dialogs pass the same detectors in test_room.py, which opens every one.
"""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from coprodesk.documents.picture import Glyph, Presence
from coprodesk.ui import focus, theme, tokens
from coprodesk.ui.actions import make
from coprodesk.ui.paint import GLYPH_ROLES, Chip
from coprodesk.ui.theme import Label
from coprodesk.ui.tokens import DARK, LIGHT, STATES, contrast
from coprodesk.ui.widgets.buttons import ActionButton, CheckBox
from coprodesk.ui.widgets.cards import Banner
from coprodesk.ui.widgets.editors import AutoLineEdit, AutoTextEdit
from coprodesk.ui.widgets.filters import ComboBox, Segment, SegmentedFilter
from coprodesk.ui.widgets.header import Step, Stepper
from coprodesk.ui.widgets.marks import GlyphMark, KeyCap, PresenceCell, StatusChip
from coprodesk.ui.widgets.toast import Toast
from tests.ui import detect
from tests.ui.board import put
from tests.ui.inks import CONTROL, TEXT, faint, ground_of, ring_ratio, words_of
from tests.ui.visits import Visit, places

THEMES = pytest.mark.parametrize("wish", ["light", "dark"])


def pixel(picture: QImage, widget: QWidget, x: int, y: int) -> str:
    spot = widget.mapTo(widget.window(), QPoint(x, y))
    return QColor(picture.pixel(spot)).name()


# Words


@THEMES
@pytest.mark.parametrize("plain", [False, True], ids=["tinted", "plain"])
def test_every_word_of_every_page_can_be_read(
    qapp: QApplication, visit: Visit, monkeypatch: pytest.MonkeyPatch, wish: str, plain: bool
) -> None:
    theme.apply(qapp, wish, 1.0)
    monkeypatch.setattr(theme, "plain", lambda: plain)
    seen = 0
    for place in places(visit.desk.store):
        visit.go(place)
        seen += len(words_of(visit.desk.shell))
        assert faint(visit.desk.shell) == [], place.name
    assert seen > 1000


@THEMES
def test_every_state_can_be_read(qapp: QApplication, board: QWidget, wish: str) -> None:
    theme.apply(qapp, wish, 1.0)
    chips = [StatusChip(Chip(f"état {kind.name}", kind)) for kind in GLYPH_ROLES]
    banners = [Banner() for _state in ("late", "soon", "run", "ok", "conf")]
    put(board, *chips, *banners, KeyCap("Ctrl+K"), *(PresenceCell(kind, 30) for kind in Presence))
    for one, state in zip(banners, ("late", "soon", "run", "ok", "conf"), strict=True):
        one.say("Une phrase dans un bandeau.", state)
    detect.settle()
    assert faint(board) == []
    assert len(words_of(board)) >= len(chips) + len(banners) + 1


@THEMES
def test_a_letter_of_presence_can_be_read_in_its_cell(qapp: QApplication, board: QWidget, wish: str) -> None:
    """The letter is drawn by the neutral picture: the darkest and the lightest pixels of the cell tell."""
    theme.apply(qapp, wish, 1.0)
    for kind in (Presence.PRESENT, Presence.REPRESENTED, Presence.EXCUSED, Presence.ABSENT):
        cell = PresenceCell(kind, 60)
        picture = put(board, cell)
        place = cell.geometry().adjusted(18, 14, -18, -14)
        ground = ground_of(picture, place)
        inks = {pixel(picture, cell, x, y) for x in range(18, 42) for y in range(14, 46)}
        assert max(contrast(ink, ground) for ink in inks) >= TEXT, kind
        cell.hide()


@THEMES
def test_the_toast_can_be_read_on_its_inverse_ground(
    qapp: QApplication, board: QWidget, monkeypatch: pytest.MonkeyPatch, wish: str
) -> None:
    theme.apply(qapp, wish, 1.0)
    board.resize(500, 200)
    board.show()
    undo = make(board, "Annuler", lambda: None)
    toast = Toast(board, undo)
    monkeypatch.setattr(theme, "calm", lambda: True)  # it is looked at once it has come in
    toast.say("Ligne supprimée")
    assert faint(board) == []
    said = {one.text: one for one in words_of(board)}
    assert set(said) == {"Ligne supprimée", "Annuler"}
    assert said["Ligne supprimée"].ground == theme.color("text").name()


@THEMES
def test_what_cannot_be_used_now_can_still_be_made_out(qapp: QApplication, board: QWidget, wish: str) -> None:
    theme.apply(qapp, wish, 1.0)
    button = ActionButton(make(board, "Publier", lambda: None))
    button.action().setEnabled(False)
    box, field = CheckBox("Sujet sensible"), AutoLineEdit("Formation restreinte")
    for one in (box, field):
        one.setEnabled(False)
    put(board, button, box, field)
    greyed = [one for one in words_of(board) if not one.live]
    assert {one.text for one in greyed} == {"Publier", "Sujet sensible", "Formation restreinte"}
    assert all(one.ratio >= CONTROL for one in greyed)


# Edges of controls and the ring of focus


@THEMES
def test_the_edge_of_every_control_stands_out(qapp: QApplication, board: QWidget, wish: str) -> None:
    theme.apply(qapp, wish, 1.0)
    box = CheckBox("Sujet sensible")
    edged = (
        ActionButton(make(board, "Modifier", lambda: None)),
        ActionButton(make(board, "Enregistrer", lambda: None), "primary"),
        ActionButton(make(board, "Supprimer", lambda: None), "danger"),
        AutoLineEdit("texte"),
        AutoTextEdit("texte"),
        QLineEdit("texte"),
        ComboBox("Thème"),
    )
    picture = put(board, box, *edged)
    outside = QColor(picture.pixel(2, 2)).name()
    for one in edged:
        assert contrast(pixel(picture, one, 0, one.height() // 2), outside) >= CONTROL, detect.told(one)
    assert contrast(pixel(picture, box, 3, box.height() // 2), outside) >= CONTROL


@THEMES
def test_the_keyboard_is_seen_on_every_control_of_every_page(
    qapp: QApplication, visit: Visit, wish: str
) -> None:
    """Pixels that change when a control takes the keyboard change by 3 to 1 at least, along a line of it."""
    theme.apply(qapp, wish, 1.0)
    for place in places(visit.desk.store):
        page = visit.go(place)
        for one in focus.tab_chain(page):
            ratio = ring_ratio(visit.desk.shell, one)
            assert ratio >= CONTROL, (place.name, detect.told(one), ratio)


@THEMES
def test_glyphs_segments_and_steps_stand_out(qapp: QApplication, board: QWidget, wish: str) -> None:
    theme.apply(qapp, wish, 1.0)
    glyphs = [GlyphMark(kind, 24) for kind in Glyph]
    chosen = SegmentedFilter([Segment("a", "Tous", 3), Segment("b", "Ouverts", 2)], "État")
    steps = Stepper([Step("a", "Ordre du jour", done=True), Step("b", "Séance")], "b")
    picture = put(board, *glyphs, chosen, steps)
    outside = QColor(picture.pixel(2, 2)).name()
    for one in glyphs:
        inks = {pixel(picture, one, x, y) for x in range(one.width()) for y in range(one.height())}
        assert max(contrast(ink, outside) for ink in inks) >= CONTROL, one
    well = pixel(picture, chosen, chosen.width() - 10, 4)
    assert contrast(pixel(picture, chosen, 2, chosen.height() // 2), well) >= CONTROL
    disc = {pixel(picture, steps, x, steps.height() // 2) for x in range(20)}
    assert max(contrast(ink, outside) for ink in disc) >= CONTROL
    assert faint(board) == []


# The table, and sabotage


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_table_of_grounds_holds_for_every_role_of_text(colours: tokens.Tokens) -> None:
    grounds = ("surface", "canvas", "sidebar", "sunken", "hover", "accent_t")
    assert short(colours, ("text", "text2"), grounds, TEXT) == []
    assert short(colours, ("text3",), ("surface", "canvas", "sidebar", "sunken", "hover"), TEXT) == []
    for state in STATES:
        assert short(colours, (state,), (f"{state}_t", "surface", "canvas", "sunken"), TEXT) == [], state
        assert short(colours, ("text",), (f"{state}_t",), TEXT) == [], state
    assert (
        short(colours, ("ctl", "accent", "late"), ("surface", "canvas", "sidebar", "sunken"), CONTROL) == []
    )


def short(colours: tokens.Tokens, inks: tuple[str, ...], grounds: tuple[str, ...], least: float) -> list[str]:
    """Return the pairs under `least`."""
    pairs = [
        (ink, ground, contrast(colours.color(ink), colours.color(ground)))
        for ink in inks
        for ground in grounds
    ]
    return [f"{ink} on {ground} {ratio:.2f}" for ink, ground, ratio in pairs if ratio < least]


def test_a_pale_ink_is_caught_in_the_table_and_on_the_screen(
    qapp: QApplication, board: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    pale = LIGHT._replace(text2="#9AA4A9", soon="#C08A2A")
    assert short(pale, ("text2",), ("surface",), TEXT)
    monkeypatch.setattr(theme, "LIGHT", pale)
    theme.apply(qapp, "light", 1.0)
    put(board, Label("Une ligne de faits", "small", "text2"), StatusChip(Chip("bientôt", Glyph.DUE_SOON)))
    assert len(faint(board)) == 2


def test_a_control_whose_ring_does_not_show_is_caught(qapp: QApplication, board: QWidget) -> None:
    mute = QWidget()
    mute.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    mute.setMinimumSize(60, 40)
    seen = AutoLineEdit("texte")
    put(board, mute, seen)
    assert ring_ratio(board, mute) == 0.0
    assert ring_ratio(board, seen) >= CONTROL


def test_the_ground_is_what_lies_under_the_word(qapp: QApplication, board: QWidget) -> None:
    label = Label("Bonjour")
    picture = put(board, label)
    assert ground_of(picture, label.geometry()) == theme.color("canvas").name()
