"""The help: a page for each screen, keys and menus never told wrong, read, searched, printed."""

import ast
import io
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QThreadPool
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

import coprodesk
from coprodesk import __version__
from coprodesk.documents import help as source
from coprodesk.documents import pdf
from coprodesk.documents.gate import PrintReport
from coprodesk.domain import help as pages
from coprodesk.domain.french import fold
from coprodesk.store import Store
from coprodesk.ui import preferences, theme, window
from coprodesk.ui.actions import specs
from coprodesk.ui.app import Program
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.help import HelpWindow, filled, open_help, screen_id, words_of
from coprodesk.ui.pages.meeting import STEPS
from coprodesk.ui.preview import PreviewWindow
from coprodesk.ui.shortcuts import ShortcutSheet, of_page
from coprodesk.ui.widgets.buttons import ActionButton
from tests.gallery import views
from tests.ui.test_reminder_dialogs import active

MakeDesk = Callable[[Store], Desk]
Typist = Callable[[QWidget, str], None]
PAGES = source.read_pages()
OFTEN = ("contents", "keys", "news")
"""The pages that are lists and may take more than one sheet."""


def screens(desk: Desk) -> dict[str, dict[str, object]]:
    """Page id -> where it opens."""
    first = desk.store.rows("SELECT id FROM institution ORDER BY id")[0][0]
    return {key: {"institution_id": first} if key == "partner" else {} for key in window.PAGES}


# What the pages say


@pytest.mark.parametrize("name", PAGES)
def test_keys_and_menus_are_those_of_the_table(name: str) -> None:
    for kind, action in pages.named(PAGES[name].text):
        assert words_of(kind, action), f"{name} names the keys of {action}, which has none"


def test_a_page_that_names_an_unknown_action_is_seen() -> None:
    assert pages.named("voir {key:view.palette} et {menu:file.open}") == [
        ("key", "view.palette"),
        ("menu", "file.open"),
    ]
    with pytest.raises(KeyError):
        filled("tapez {key:view.nowhere}")


def shown_words() -> set[str]:
    """Every text that the program may show, without mnemonics and ends, as a reader would compare it."""
    found = set()
    for path in Path(coprodesk.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
                found.add(bare(ast.literal_eval(node.args[0])))
    return found


def bare(words: str) -> str:
    return fold(words.replace("&", "")).strip(" …?.:").replace("\u00a0", " ")


def test_what_stands_in_italics_is_written_so_on_the_screen() -> None:
    known = shown_words()
    told = {
        (name, words)
        for name, one in PAGES.items()
        for words in re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", one.text)
    }
    assert len(told) > 60
    assert sorted(one for one in told if bare(one[1]) not in known) == []
    assert bare("Un bouton qui n’existe pas") not in known


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str) -> None:
    assert set(pages.links(PAGES[name].text)) <= set(PAGES)
    assert set(re.findall(r"\]\(([^)]*)\)", PAGES[name].text)) == set(pages.links(PAGES[name].text))


def test_the_contents_list_each_page_once() -> None:
    listed = [name for section in source.sections() for name in section.pages]
    assert sorted(listed) == sorted(set(PAGES) - {"contents"})


def test_titles_of_the_contents_are_those_of_the_pages() -> None:
    links = re.findall(r"- \[(.+)\]\((\w+)\)", PAGES["contents"].text)
    assert {name: title for title, name in links} == {name: PAGES[name].title for _title, name in links}


def test_every_screen_and_step_has_its_page() -> None:
    assert (set(window.PAGES) - {"meeting"}) | set(STEPS) <= set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_one_sheet_of_paper_of_plain_words(name: str) -> None:
    report = PrintReport()
    text = filled(PAGES[name].text)
    printed = pdf.render(source.build(text), report)
    assert report.warnings() == []
    assert report.pages <= (2 if name in OFTEN else 1)
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(printed)).pages)
    assert PAGES[name].title.split()[0] in words
    assert not re.search(r"[{}*#]", words), "marks of the source on paper"


def test_the_news_begin_with_this_version() -> None:
    versions = re.findall(r"^## (\S+)", PAGES["news"].text, re.MULTILINE)
    assert versions[0] == __version__
    numbers = [tuple(map(int, version.split("."))) for version in versions]
    assert numbers == sorted(numbers, reverse=True)


# Search


def test_search_ignores_accents_and_puts_titles_first() -> None:
    hits = pages.find(PAGES.values(), "PRESENCE")
    assert hits[0].page.id == "presence"
    assert [hit.page.id for hit in pages.find(PAGES.values(), "vœu")] == [
        hit.page.id for hit in pages.find(PAGES.values(), "voeu")
    ]
    assert {hit.page.id for hit in pages.find(PAGES.values(), "disque plein")} >= {"trouble"}
    assert pages.find(PAGES.values(), "zygomatique") == []
    assert pages.find(PAGES.values(), "  ") == []


def test_the_words_found_are_shown_with_what_stands_around() -> None:
    long = " ".join(f"mot{n}" for n in range(80))
    (hit,) = pages.find([pages.page("x", f"# Titre\n\n{long} **aiguille** {long}")], "aiguille")
    assert "aiguille" in hit.around
    assert hit.around.startswith("… ")
    assert hit.around.endswith(" …")


def test_a_page_without_title_is_refused() -> None:
    with pytest.raises(ValueError, match="orphan"):
        pages.page("orphan", "du texte")


# The window


def test_f1_opens_the_page_of_each_screen(make_desk: MakeDesk, example: Store) -> None:
    desk = make_desk(example)
    for page, where in screens(desk).items():
        if page == "meeting":
            continue
        desk.go(page, **where)
        active(desk.shell)
        QTest.keyClick(desk.shell, Qt.Key.Key_F1)
        assert shown(desk).page() == page
    assert len([w for w in QApplication.topLevelWidgets() if isinstance(w, HelpWindow)]) == 1


def test_f1_in_a_meeting_opens_the_page_of_its_step(make_desk: MakeDesk, example: Store) -> None:
    desk = make_desk(example)
    meeting = example.rows("SELECT id FROM meeting WHERE number = '2026-02'")[0][0]
    for step in STEPS:
        desk.go("meeting", meeting_id=meeting, step=step)
        desk.shell.action("help.screen").trigger()
        assert shown(desk).page() == step


def test_help_stands_at_the_bottom_of_the_sidebar(make_desk: MakeDesk, example: Store) -> None:
    desk = make_desk(example)
    desk.go("partners")
    item = desk.shell.sidebar.items()[-1]
    assert item.place.label == "Aide"
    item.click()
    assert shown(desk).page() == "partners"
    assert desk.shell.current_id() == "partners"
    assert [one.place.id for one in desk.shell.sidebar.items() if one.is_here()] == ["partners"]


def test_read_back_and_forward_by_keyboard(make_desk: MakeDesk, example: Store) -> None:
    desk = make_desk(example)
    opened = open_help(desk.shell, "home", desk)
    active(opened)
    opened.show_page("live")
    opened.show_page("nowhere")
    assert opened.page() == "contents"
    QTest.keyClick(opened.view, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert opened.page() == "live"
    assert opened.table.current_key() == "live"
    QTest.keyClick(opened.view, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert opened.page() == "contents"
    QTest.keyClick(opened.view, Qt.Key.Key_F1)
    assert opened.page() == screen_id(desk.shell)
    QTest.keyClick(opened, Qt.Key.Key_Escape)
    assert not opened.isVisible()


def test_tab_goes_round_the_help_as_the_eye_does(make_desk: MakeDesk, example: Store) -> None:
    opened = open_help(make_desk(example).shell, "partners")
    active(opened)
    opened.search.setFocus()
    seen: list[str] = []
    for _press in range(6):
        now = opened.focusWidget()
        assert now is not None
        seen.append(now.accessibleName())
        QTest.keyClick(now, Qt.Key.Key_Tab)
    assert seen == [
        "Chercher dans l’aide",
        "Pages de l’aide",
        "Imprimer cette page…",
        "Fermer",
        "Page d’aide",
        "Page d’aide",
    ]
    assert opened.view.textCursor().hasSelection(), "the first link of the page"


def test_a_search_lists_pages_and_opens_one(make_desk: MakeDesk, example: Store, type_text: Typist) -> None:
    opened = open_help(make_desk(example).shell, "home")
    active(opened)
    QTest.keyClick(opened.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    type_text(opened.search, "numérotation série")
    assert opened.count.text().startswith("2 pages") or opened.count.text().startswith("1 page")
    QTest.keyClick(opened.search, Qt.Key.Key_Return)
    assert opened.page() == "numbering"
    opened.search.setText("")
    type_text(opened.search, "zygomatique")
    assert "Aucune page" in opened.count.text()
    QTest.keyClick(opened.search, Qt.Key.Key_Escape)
    assert opened.table.rows.is_group(0)


def test_a_page_is_printed_as_our_own_paper(make_desk: MakeDesk, example: Store, qtbot: QtBot) -> None:
    desk = make_desk(example)
    opened = open_help(desk.shell, "register", desk)
    opened.to_print.trigger()
    previews = [w for w in desk.shell.findChildren(PreviewWindow) if w.isVisible()]
    assert [one.windowTitle() for one in previews] == ["Modèle de fiche de registre"]
    qtbot.waitUntil(lambda: previews[0].view.pages() == 1)
    previews[0].close()


def test_the_page_follows_the_theme(make_desk: MakeDesk, example: Store, qapp: QApplication) -> None:
    opened = open_help(make_desk(example).shell, "live")
    opened.view.verticalScrollBar().setValue(0)
    light = opened.view.toHtml()
    theme.apply(qapp, "dark", 1.3)
    dark = opened.view.toHtml()
    assert theme.tokens().text.lower() in dark.lower()
    assert light != dark


def test_help_needs_no_council(qtbot: QtBot) -> None:
    empty = QMainWindow()
    qtbot.addWidget(empty)
    empty.show()
    opened = open_help(empty, "welcome")
    assert (opened.page(), opened.isVisible()) == ("welcome", True)
    assert open_help(empty, "new_council") is opened
    opened.close()


def test_a_dialog_that_holds_the_keyboard_explains_itself(make_desk: MakeDesk, example: Store) -> None:
    desk = make_desk(example)
    desk.go("partners")

    class Promise(FormDialog):
        help_page = "precision"

    for kind, page in ((FormDialog, "partners"), (Promise, "precision")):
        dialog = kind(desk.shell, "Essai", "Faire", lambda: None)
        dialog.open()
        active(dialog)
        QTest.keyClick(dialog, Qt.Key.Key_F1)
        found = [w for w in dialog.findChildren(HelpWindow) if w.isVisible()]
        assert [one.page() for one in found] == [page]
        found[0].close()
        dialog.reject()


def test_every_dialog_opens_its_help() -> None:
    """A dialog of the program either is a form, whose F1 is given, or gives it itself."""
    lacking, pages_named = [], set()
    for path in Path(window.__file__).parent.rglob("*.py"):
        source_text = path.read_text(encoding="utf-8")
        pages_named |= set(re.findall(r'(?:help_page = |explain\(self, )"(\w+)"', source_text))
        if "(QDialog" in source_text and "explain(self" not in source_text:
            lacking.append(path.name)
    assert sorted(lacking) == ["crash.py", "help.py", "shortcuts.py"]
    assert pages_named <= set(PAGES)


def test_f1_in_the_palette_tells_of_the_palette(make_desk: MakeDesk, example: Store) -> None:
    desk = make_desk(example)
    desk.shell.open_palette()
    desk.shell.action("help.screen").trigger()
    assert shown(desk).page() == "palette"


# What is new


def test_news_are_offered_after_an_update_and_not_to_a_new_post(make_desk: MakeDesk, example: Store) -> None:
    desk = make_desk(example)
    for seen in ("", __version__):
        window.offer_news(desk, seen)
        assert desk.shell.banner.text() == ""
    window.offer_news(desk, "0.1.0")
    assert desk.shell.banner.text() == f"CoproDesk {__version__} est installé."
    button = desk.shell.banner.findChild(ActionButton)
    assert button is not None
    assert button.accessibleName() == "Quoi de neuf\u202f?"
    button.click()
    assert shown(desk).page() == "news"


def test_the_version_seen_is_remembered(
    qapp: QApplication, qtbot: QtBot, example_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    held = tmp_path / "preferences.json"
    preferences.save(held, preferences.Preferences(seen_version="0.1.0", tour_seen=True))
    council = tmp_path / "brevigny.copro"
    shutil.copyfile(example_file, council)
    program = Program(qapp, held, tmp_path / "backups")
    assert program.open_path(council)
    assert program.desk is not None
    banner = program.desk.shell.banner
    qtbot.waitUntil(lambda: "est installé" in banner.text())
    assert preferences.load(held).seen_version == __version__
    QThreadPool.globalInstance().waitForDone()
    program.desk.shell.close()
    program.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


# The sheet of keys


def test_the_sheet_holds_every_key_of_the_table(make_desk: MakeDesk, example: Store) -> None:
    desk = make_desk(example)
    sheet = ShortcutSheet(desk.shell.actions_by_id, desk.shell, desk.shell.current_page())
    said = lines(sheet)
    wanted = [spec for spec in specs() if spec.shortcut and spec.id in desk.shell.actions_by_id]
    assert [spec.id for spec in wanted if not any(words_of("key", spec.id) in line for line in said)] == []
    sheet.close()


def test_the_sheet_tells_the_letters_of_this_screen(make_desk: MakeDesk, example: Store) -> None:
    desk = make_desk(example)
    desk.go("commitments")
    sheet = ShortcutSheet(desk.shell.actions_by_id, desk.shell, desk.shell.current_page())
    assert sheet.table.rows.row(0).title == "Cet écran"
    assert {"Action : Tenu. Touches : T", "Action : Relancer. Touches : R ou L"} <= set(lines(sheet))
    sheet.search.typed.emit("abandonner")
    assert [line for line in lines(sheet) if "Touches" in line] == ["Action : Abandonner…. Touches : X"]
    sheet.close()


def letters_told(text: str) -> set[str]:
    """The keys of its own that a page tells of a screen: those in the first column of its tables."""
    cells = re.findall(r"^\| ([^|{]+?) \|", text, re.MULTILINE)
    names = {name for cell in cells for name in re.split(r", | ou ", cell)}
    return {name for name in names if len(name) == 1 or name in ("Inser", "Suppr") or name.startswith("Alt+")}


def test_the_letters_that_a_page_tells_are_those_of_its_screen(make_desk: MakeDesk, example: Store) -> None:
    desk = make_desk(example)
    held: dict[str, set[str]] = {}
    for page, where in views(example).values():
        desk.go(page, **where)
        shown_page = desk.shell.current_page()
        assert shown_page is not None
        keys = {part for _title, own in of_page(shown_page) for one in own for part in one.keys.split()}
        held.setdefault(shown_page.help_id() or page, set()).update(keys)
    wrong = {name: letters_told(PAGES[name].text) - keys for name, keys in held.items()}
    assert {name: keys for name, keys in wrong.items() if keys} == {}
    assert letters_told("| T, X ou L | tenu |\n| {key:edit.undo} | annuler |\n| Espace | cocher |") == {
        "T",
        "X",
        "L",
    }


def test_the_sheet_of_a_session_tells_its_panes(make_desk: MakeDesk, example: Store) -> None:
    desk = make_desk(example)
    meeting = example.rows("SELECT id FROM meeting WHERE number = '2026-02'")[0][0]
    desk.go("meeting", meeting_id=meeting, step="live")
    sheet = ShortcutSheet(desk.shell.actions_by_id, desk.shell, desk.shell.current_page())
    assert "Action : pointer. Touches : P R E A" in lines(sheet)
    sheet.close()


def lines(sheet: ShortcutSheet) -> list[str]:
    rows = sheet.table.rows
    return [rows.summary(number).replace("\u00a0", " ") for number in range(rows.rowCount())]


def shown(desk: Desk) -> HelpWindow:
    return next(w for w in desk.shell.findChildren(HelpWindow) if w.isVisible())
