"""The window: places, pages built late, room, actions, palette, trouble."""

import re
from collections.abc import Callable, Mapping
from types import TracebackType

import pytest
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from coprodesk.domain.errors import Refusal
from coprodesk.ui import actions, theme, trouble
from coprodesk.ui.actions import Handler, specs
from coprodesk.ui.crash import CrashDialog
from coprodesk.ui.page import Page
from coprodesk.ui.palette import PaletteGroup, PaletteRow, match_span
from coprodesk.ui.room import room_for
from coprodesk.ui.shell import Shell
from coprodesk.ui.shortcuts import ShortcutSheet
from coprodesk.ui.sidebar import NavItem, Place, Sidebar
from coprodesk.ui.topbar import TopBar
from coprodesk.ui.welcome import Welcome
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.editors import AutoLineEdit
from coprodesk.ui.widgets.filters import SearchField
from coprodesk.ui.widgets.header import PageHeader

Typist = Callable[[QWidget, str], None]
PLACES = [
    Place("home", "Accueil", "home"),
    Place("meetings", "Réunions", "calendar"),
    Place("commitments", "Engagements", "engagements", 3, badge_words="3 en retard"),
    Place("partners", "Partenaires", "partners"),
    Place("bodies", "Groupes", "groups"),
    Place("observatory", "Observatoire", "chart"),
    Place("documents", "Documents", "documents"),
    Place("backups", "Sauvegardes", "backup", bottom=True),
    Place("journal", "Journal", "journal", bottom=True),
    Place("settings", "Réglages", "settings", bottom=True),
    Place("help", "Aide", "help", bottom=True),
]
SIZES = [(1920, 1000), (1366, 688), (1280, 640), (1024, 640), (960, 460), (900, 430)]


class Demo(Page):
    """A page that counts what the shell asks of it."""

    subjects = frozenset({"meetings"})

    def __init__(self, done: list[str]) -> None:
        super().__init__()
        self.done = done
        self.refreshed = 0
        primary = actions.make(self, "Nouvelle réunion", self.act, icon="plus")
        other = actions.make(self, "Imprimer la liste des réunions", self.act, icon="print")
        self.set_header(PageHeader("Réunions", "12 réunions", primary=primary, secondary=[other]))
        self.field = AutoLineEdit(idle_ms=60_000, most_ms=60_000)
        self.field.edited.connect(self.done.append)
        self.search = SearchField()
        self.body.addWidget(self.search)
        self.body.addWidget(self.field)
        self.body.addStretch(1)

    def act(self) -> None:
        self.done.append("page")

    def refresh(self) -> None:
        self.refreshed += 1

    def first_focus(self) -> QWidget:
        return self.search

    def open_at(self, **where: object) -> None:
        self.done.append(f"at {where}")

    def handlers(self) -> Mapping[str, Handler]:
        return {"meeting.new": self.act}


def window(qtbot: QtBot, size: tuple[int, int] = (1366, 688), **more: object) -> tuple[Shell, list[str]]:
    done: list[str] = []

    def window_new() -> None:
        done.append("window")

    def undo() -> None:
        done.append("undo")

    def search(text: str) -> list[PaletteGroup]:
        name = "DSDEN de la Haute-Lorne"
        row = PaletteRow("partners", name, lambda: done.append(f"ran {text}"), "partenaire")
        return [PaletteGroup("Aller à", (row,)), PaletteGroup("Vide", ())]

    shell = Shell(
        PLACES,
        {"meeting.new": window_new, "edit.undo": undo},
        council="Brévigny-sur-Lorne",
        kind="CLSPD",
        search=search,
    )
    qtbot.addWidget(shell)
    for place in PLACES:
        shell.add_page(place.id, lambda: Demo(done))
    shell.resize(*size)
    shell.show()
    shell.activateWindow()
    QApplication.processEvents()
    return shell, done


# Keys


def refused_keys(keys: str) -> bool:
    """Say whether AZERTY, AltGr or a menu would fight over these keys (quality 3.3)."""
    parts = keys.split("+")
    held, last = set(parts[:-1]), parts[-1]
    if {"Ctrl", "Alt"} <= held or last == "F10":
        return True
    if held == {"Alt"} and len(last) == 1 and last.isalpha():
        return True
    return "Ctrl" in held and len(last) == 1 and not last.isalpha()


def test_no_key_of_the_table_is_refused_by_a_french_keyboard() -> None:
    keys = [part.strip() for spec in specs() for part in spec.shortcut.split(";") if part.strip()]
    assert [key for key in keys if refused_keys(key)] == []
    assert len(keys) == len(set(keys))
    assert all(QKeySequence(key).toString() == key for key in keys)


@pytest.mark.parametrize("keys", ["Ctrl+Alt+S", "Ctrl+1", "Ctrl+;", "Ctrl+Shift+/", "Alt+F", "F10"])
def test_the_key_rule_can_refuse(keys: str) -> None:
    assert refused_keys(keys)


def test_action_ids_are_unique_and_in_a_known_menu() -> None:
    table = specs()
    assert len({spec.id for spec in table}) == len(table)
    assert {spec.menu for spec in table} <= {key for key, _title in actions.menus()}
    with pytest.raises(KeyError):
        actions.build(QWidget(), {"no.such": print})


def test_menus_hold_the_table_and_keys_speak_french(qtbot: QtBot) -> None:
    shell, _done = window(qtbot)
    bar = shell.top.menu_bar
    titles = [action.text().replace("&", "") for action in bar.actions()]
    assert titles == ["Fichier", "Édition", "Réunion", "Affichage", "Aide"]
    assert actions.keys_text(shell.action("file.save_copy")) == "Ctrl+Maj+S"
    assert not bar.isNativeMenuBar()


def test_the_page_wins_over_the_window_and_nobody_means_grey(qtbot: QtBot) -> None:
    shell, done = window(qtbot)
    shell.action("meeting.new").trigger()
    shell.go("meetings")
    shell.action("meeting.new").trigger()
    assert done == ["window", "page"]
    assert not shell.action("item.next").isEnabled()
    shell.set_undo(None, None)
    assert not shell.action("edit.undo").isEnabled()
    shell.set_undo("suppression de 3 présences", None)
    assert shell.action("edit.undo").isEnabled()
    assert actions.label(shell.action("edit.undo")) == "Annuler\u00a0: suppression de 3 présences"


# Pages


def test_pages_are_built_late_refreshed_when_stale_and_flushed_on_leave(
    qtbot: QtBot, type_text: Typist
) -> None:
    shell, done = window(qtbot)
    assert shell.stack.count() == 0
    shell.go("meetings")
    page = shell.current_page()
    assert isinstance(page, Demo)
    assert (page.refreshed, shell.focusWidget()) == (1, page.search)
    shell.touched({"partners"})
    assert page.refreshed == 1
    shell.touched({"meetings"})
    assert page.refreshed == 2
    type_text(page.field, "tapé")
    shell.go("partners", key=4)
    assert done == ["tapé", "at {'key': 4}"]
    shell.touched({"meetings"})
    shell.touched(None)
    assert page.refreshed == 2
    shell.go("meetings")
    assert page.refreshed == 3
    with pytest.raises(KeyError):
        shell.go("nowhere")


def test_undo_comes_after_the_pending_text(qtbot: QtBot, type_text: Typist) -> None:
    shell, done = window(qtbot)
    shell.go("meetings")
    page = shell.current_page()
    assert isinstance(page, Demo)
    page.field.setFocus()
    type_text(page.field, "mot")
    qtbot.keyClick(page.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert done == ["mot", "undo"]


def test_a_refusal_is_a_banner(qtbot: QtBot) -> None:
    shell, _done = window(qtbot)

    def refuse() -> Page:
        raise Refusal("Ce compte rendu est approuvé. Rien n’a changé.")

    shell.add_page("closed", refuse)
    shell.go("closed")
    assert shell.banner.text() == "Ce compte rendu est approuvé. Rien n’a changé."


def test_the_save_state_speaks(qtbot: QtBot) -> None:
    shell, _done = window(qtbot)
    shell.saved("14:32:05")
    assert shell.top.save_state.text() == "Enregistré à 14:32:05"
    shell.not_saved("Non enregistré depuis 14:32:05, disque plein.")
    assert shell.unsaved.isVisible()
    shell.saved("14:33:00")
    assert not shell.unsaved.isVisible()


def test_a_save_takes_away_only_what_it_answers(qtbot: QtBot) -> None:
    shell, _done = window(qtbot)
    shell.banner.say("Le fichier présente un défaut.", "late")
    shell.saved("14:33:00")
    assert shell.banner.text() == "Le fichier présente un défaut."
    shell.not_saved("Disque plein.")
    assert shell.banner.isVisible(), "a fault is not hidden by a save that failed"
    shell.saved("14:34:00")
    assert (shell.unsaved.text(), shell.banner.text()) == ("", "Le fichier présente un défaut.")


def test_what_is_only_offered_can_be_put_away(qtbot: QtBot) -> None:
    shell, _done = window(qtbot)
    shell.banner.say("CoproDesk est installé.", "run", closable=True)
    (close,) = shell.banner.findChildren(ActionButton)
    assert close.accessibleName() == "Fermer ce message"
    close.click()
    assert not shell.banner.isVisible()
    shell.banner.say("Un défaut.", "late")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert shell.banner.findChildren(ActionButton) == []


# Room


def crossing(widget: QWidget) -> list[str]:
    """Return the pairs of visible siblings whose rectangles cross, anywhere inside `widget`."""
    found = []
    for holder in [widget, *widget.findChildren(QWidget)]:
        if holder.layout() is None and not isinstance(holder, TopBar):
            continue
        near = [
            child
            for child in holder.children()
            if isinstance(child, QWidget) and child.isVisible() and not child.isWindow()
        ]
        for number, first in enumerate(near):
            for second in near[number + 1 :]:
                if first.geometry().intersects(second.geometry()):
                    found.append(f"{type(first).__name__} × {type(second).__name__}")
    return found


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_nothing_overlaps_in_any_class(
    qtbot: QtBot, qapp: QApplication, size: tuple[int, int], scale: float
) -> None:
    theme.apply(qapp, "light", scale)
    shell, _done = window(qtbot, size)
    shell.go("meetings")
    shell.saved("14:32:05")
    QApplication.processEvents()
    assert shell.size() == QSize(*size)
    assert crossing(shell) == []
    items = [item for item in shell.sidebar.findChildren(NavItem) if item.isVisible()]
    assert all(shell.sidebar.rect().contains(item.geometry()) for item in items)
    assert all(item.height() >= 24 for item in items)


def test_overlap_can_be_seen(qtbot: QtBot) -> None:
    shell, _done = window(qtbot)
    shell.go("meetings")
    page = shell.current_page()
    assert isinstance(page, Demo)
    page.field.setGeometry(page.search.geometry())
    assert crossing(shell)


def test_room_classes_follow_the_design() -> None:
    names = {size: (room_for(*size).width, room_for(*size).height) for size in SIZES}
    assert names[(1920, 1000)] == ("large", "normal")
    assert names[(1366, 688)] == ("normal", "normal")
    assert names[(1280, 640)] == ("normal", "low")
    assert names[(1024, 640)] == ("compact", "low")
    assert names[(900, 430)] == ("compact", "very_low")


def test_the_window_can_be_as_small_as_a_scaled_screen(qtbot: QtBot) -> None:
    shell, _done = window(qtbot, (900, 430))
    shell.go("meetings")
    page = shell.current_page()
    assert page is not None
    hint = page.minimumSizeHint()
    assert (hint.width() <= 900, hint.height() <= 430) == (True, True)
    inner = page.layout().minimumSize()
    assert (inner.width() <= 844, inner.height() <= 386) == (True, True)
    assert shell.sidebar.width() == 56


def test_a_narrow_window_has_a_rail_and_a_very_low_one_folds_the_bottom(qtbot: QtBot) -> None:
    bar = Sidebar(PLACES, "Brévigny-sur-Lorne", "CLSPD")
    qtbot.addWidget(bar)
    bar.resize(212, 600)
    bar.show()
    bar.set_room(room_for(1366, 700))
    assert len([item for item in bar.items() if item.isVisible()]) == 11
    bar.set_room(room_for(1000, 500))
    shown = [item for item in bar.items() if item.isVisible()]
    assert [item.place.id for item in shown] == [place.id for place in PLACES if not place.bottom]
    assert shown[2].toolTip() == "Engagements, 3 en retard"


def test_places_are_reached_by_keyboard(qtbot: QtBot) -> None:
    shell, _done = window(qtbot)
    shell.go("home")
    first = shell.sidebar.items()[0]
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Down)
    second = shell.focusWidget()
    assert second is shell.sidebar.items()[1]
    qtbot.keyClick(second, Qt.Key.Key_Return)
    assert shell.current_id() == "meetings"
    assert [item.place.id for item in shell.sidebar.items() if item.is_here()] == ["meetings"]
    shell.action("view.next_pane").trigger()
    assert shell.focusWidget() is not second


def test_everything_that_takes_the_focus_has_a_name(qtbot: QtBot) -> None:
    shell, _done = window(qtbot)
    shell.go("meetings")
    page = shell.current_page()
    assert isinstance(page, Demo)
    page.field.setAccessibleName("Note")
    nameless = [
        type(w).__name__
        for w in shell.findChildren(QWidget)
        if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisible() and not w.accessibleName()
    ]
    assert nameless == []


# Palette


def test_the_palette_opens_goes_and_closes(qtbot: QtBot, type_text: Typist) -> None:
    shell, done = window(qtbot)
    shell.go("meetings")
    before = shell.focusWidget()
    shell.action("view.palette").trigger()
    view = shell.palette_view
    assert view is not None
    assert view.isVisible()
    field = shell.focusWidget()
    assert field is not None
    type_text(field, "dsé")
    current = view.current()
    assert current is not None
    assert current.text == "DSDEN de la Haute-Lorne"
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert (view.isVisible(), shell.focusWidget()) == (False, before)
    shell.open_palette()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert done == ["ran "]
    assert not view.isVisible()


def test_matches_ignore_accents_and_survive_ligatures() -> None:
    assert match_span("M. Éric SOLVAND", "eric") == (3, 7)
    assert match_span("Sœur aînée", "aine") == (5, 9)
    assert match_span("Parquet", "xyz") is None
    assert match_span("Parquet", " ") is None


# Appearance


def test_theme_and_size_change_on_the_spot(qtbot: QtBot) -> None:
    shell, _done = window(qtbot)
    shell.go("meetings")
    light = shell.grab().toImage()
    with qtbot.waitSignal(shell.appearance_changed) as told:
        shell.action("view.dark").trigger()
    assert told.args == ["dark", 1.0]
    assert shell.grab().toImage() != light
    width = shell.current_page().header.findChildren(QLabel)[1].fontMetrics().height()  # type: ignore[union-attr]
    shell.action("view.larger").trigger()
    assert theme.scale() == 1.15
    grown = shell.current_page().header.findChildren(QLabel)[1].fontMetrics().height()  # type: ignore[union-attr]
    assert grown > width
    shell.action("view.smaller").trigger()


def test_the_shortcut_sheet_lists_the_table(qtbot: QtBot) -> None:
    shell, _done = window(qtbot)
    sheet = ShortcutSheet(shell.actions_by_id, shell)
    qtbot.addWidget(sheet)
    said = [sheet.table.rows.summary(n) for n in range(sheet.table.rows.rowCount())]
    assert any("Ctrl+Maj+S" in line for line in said)
    assert "Fichier" in said


def test_the_welcome_screen_offers_three_ways(qtbot: QtBot) -> None:
    view = Welcome()
    qtbot.addWidget(view)
    view.resize(900, 430)
    view.show()
    told: list[str] = []
    view.discover.connect(lambda: told.append("discover"))
    view.create_file.connect(lambda: told.append("create"))
    view.open_file.connect(lambda: told.append("open"))
    for button in view.buttons:
        button.setFocus()
        qtbot.keyClick(button, Qt.Key.Key_Space)
    assert told == ["discover", "create", "open"]
    assert (view.minimumSizeHint().width() <= 900, view.minimumSizeHint().height() <= 430) == (True, True)


# Trouble


def bug(secret: str) -> tuple[type[BaseException], BaseException, TracebackType | None]:
    try:
        raise ValueError(secret)
    except ValueError as error:
        return type(error), error, error.__traceback__


def test_a_bug_is_reported_without_content(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.excepthook", lambda *_: None)
    shell, _done = window(qtbot)
    refused: list[str] = []
    noted: list[str] = []
    hook = trouble.install_excepthook(shell, refused.append, noted.append)
    kind, error, trace = bug("M. SOLVAND, 04 65 71 22 10")
    hook(kind, error, trace)
    dialog = shell.findChild(CrashDialog)
    assert dialog is not None
    text = dialog.findChildren(QPlainTextEdit)[0].toPlainText()
    assert noted == [text]
    assert "SOLVAND" not in text
    assert "/" not in text.splitlines()[1]
    assert re.search(r"E-111-[0-9A-F]{4} builtins\.ValueError", text)
    assert re.search(r"test_shell\.py:\d+ bug", text)
    hook(kind, error, trace)
    assert len(shell.findChildren(CrashDialog)) == 1
    dialog.copy()
    assert QApplication.clipboard().text() == text
    dialog.accept()
    hook(Refusal, Refusal("Impossible."), None)
    assert refused == ["Impossible."]
