"""What a post remembers: last page and place, filters, order, widths, the window; nothing of a council."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSize, QThreadPool
from PySide6.QtWidgets import QApplication

from coprodesk.queries.field_levels import FIELD_LEVELS
from coprodesk.store import Store
from coprodesk.ui import looks, window
from coprodesk.ui.app import Program
from coprodesk.ui.closing import first_size
from coprodesk.ui.page import Page
from coprodesk.ui.pages.meeting import STEPS
from coprodesk.ui.preferences import MOST, Preferences, load, save, with_council, with_file
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.widgets.filters import SearchField

OURS = {"place", "table"}
"""Names of parts of ours that are French words too."""
PROSE = frozenset({"name", "short_name", "last_name", "title", "text", "notes", "place", "what"})

Start = Callable[..., Page]


@pytest.fixture
def file(example: Any) -> Path:
    example.close()
    return Path(example.path)


@pytest.fixture
def remembered(tmp_path: Path) -> Path:
    return tmp_path / "preferences.json"


@pytest.fixture
def start(
    qapp: QApplication, file: Path, remembered: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Start]:
    """Close the program that runs, start it on the example as it was left, and return its first page."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    made: list[Program] = []

    def close() -> None:
        QThreadPool.globalInstance().waitForDone()
        for program in made:
            if program.desk is not None:
                program.desk.shell.close()
            program.deleteLater()
        made.clear()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def started(left: Preferences | None = None) -> Page:
        close()
        if left is not None:
            save(remembered, left)
        made.append(Program(qapp, remembered, tmp_path / "copies"))
        made[0].start(file)
        assert made[0].desk is not None
        page = made[0].desk.shell.current_page()
        assert page is not None
        return page

    yield started
    close()


def shell_of(page: Page) -> Any:
    return page.window()


def shell_store(shell: Any) -> Store:
    store: Store = shell.current_page().desk.store
    return store


def shell_meeting(shell: Any, number: str) -> int:
    return int(shell_store(shell).rows("SELECT id FROM meeting WHERE number = ?", (number,))[0][0])


def test_filters_order_widths_and_panel_are_back(start: Start) -> None:
    shell = shell_of(start())
    shell.go("commitments")
    page = shell.current_page()
    page.segments.choose("late")
    page.order.setCurrentIndex(1)
    page.partner.setCurrentIndex(3)
    page.table.horizontalHeader().resizeSection(2, 333)
    page._close_panel()
    shell.go("documents")
    shell.current_page().table.sort_by(3, down=True)
    shell.go("meetings")
    page = shell.current_page()
    page.since.setCurrentIndex(0)
    page.since.activated.emit(0)
    page.segments.choose("approved")
    meetings = [row.id for row in page.table.rows._shown if hasattr(row, "id")]
    shell.go("observatory")
    shell.current_page().span.setCurrentIndex(1)

    page = start()
    shell = shell_of(page)
    assert shell.current_id() == "observatory"
    assert page.span.currentIndex() == 1
    assert page.found.span == page.span.currentData()
    shell.go("commitments")
    page = shell.current_page()
    assert page.segments.current() == "late"
    assert page.order.currentIndex() == 1
    assert page.partner.currentIndex() == 3
    assert page.table.widths() == {page.table.rows.columns[2].title: 333}
    assert page.panel.isHidden()
    shell.go("documents")
    assert shell.current_page().table.sorting() == (3, True)
    shell.go("meetings")
    page = shell.current_page()
    assert page.since.currentData() is None
    assert page.segments.current() == "approved"
    assert [row.id for row in page.table.rows._shown if hasattr(row, "id")] == meetings


def test_the_place_that_was_open_is_back(start: Start) -> None:
    shell = shell_of(start())
    meeting_id = shell_meeting(shell, "2026-02")
    shell.go("meeting", meeting_id=meeting_id, step="minutes")
    page = start()
    assert page.place() == {"meeting_id": meeting_id, "step": "minutes"}
    assert "minutes" in page.stepper.current()
    shell = shell_of(page)
    shell.go("partner", institution_id=3)
    page = start()
    assert shell_of(page).current_id() == "partner"
    assert page.place() == {"institution_id": 3}
    shell_of(page).go("bodies", body_id=2)
    assert start().place() == {"body_id": 2}


def test_a_meeting_that_is_gone_leads_home(start: Start, file: Path) -> None:
    start()
    key = looks.file_key(file)
    for place in ({"meeting_id": 9999, "step": "live"}, {"meeting_id": "x"}, {}, [], {"step": "nowhere"}):
        left = {
            "page": "meeting",
            "place": place,
            "looks": {"meetings": 3, "journal": {"table": {"widths": 1}}},
        }
        page = start(with_council(Preferences(), key, left))
        assert shell_of(page).current_id() == "home", place
        shell_of(page).go("journal")


def test_nothing_of_a_confidential_body_is_remembered(start: Start, remembered: Path, file: Path) -> None:
    shell = shell_of(start())
    meeting_id, body_id = shell_meeting(shell, "2026-02"), 2
    with shell_store(shell).change("Groupe confidentiel") as change:
        change.update("body", body_id, confidential=1)
    shell.go("meetings")
    choice = shell.current_page().body_choice
    choice.setCurrentIndex(choice.findData(body_id))
    choice.activated.emit(choice.currentIndex())
    shell.go("bodies", body_id=body_id)
    shell.go("meeting", meeting_id=meeting_id, step="agenda")
    page = start()
    assert shell_of(page).current_id() == "meetings"
    assert page.body_choice.currentData() is None
    left = load(remembered).councils[looks.file_key(file)]
    assert left["place"] == {}
    assert "body" not in left["looks"]["meetings"]
    shell_of(page).go("bodies", body_id=body_id)
    start()
    assert load(remembered).councils[looks.file_key(file)]["place"] == {}


def texts_of(store: Store) -> set[str]:
    """Return every word of four letters or more of the names, titles and texts that the file holds."""
    found: set[str] = set()
    for table, levels in FIELD_LEVELS.items():
        for column in set(" ".join(levels.values()).split()) & PROSE:
            for (text,) in store.rows(f'SELECT "{column}" FROM "{table}"'):
                found.update(re.findall(r"[^\W\d]{4,}", text or ""))
    return found


def leaks(remembered: Path, words: set[str]) -> set[str]:
    """Return the words of the council that the preferences hold beside the path of the file."""
    held = json.loads(remembered.read_text(encoding="utf-8"))
    written = json.dumps(held["councils"], ensure_ascii=False)
    return set(re.findall(r"[^\W\d]{4,}", written)) & words - OURS


def test_the_preferences_hold_no_word_of_the_council(start: Start, remembered: Path) -> None:
    page = start()
    shell, store = shell_of(page), shell_store(shell_of(page))
    words = texts_of(store)
    for key in window.PAGES:
        where = {"meeting": {"meeting_id": shell_meeting(shell, "2026-02")}, "partner": {"institution_id": 3}}
        shell.go(key, **where.get(key, {}))
        page = shell.current_page()
        for field in page.findChildren(SearchField):
            field.setText("DSDEN")
            field.typed.emit("DSDEN")
        for table in page.findChildren(RowsTable):
            table.sort_by(0)
    for step in STEPS:
        shell.go("meeting", meeting_id=shell_meeting(shell, "2026-02"), step=step)
    start()
    assert "DSDEN" not in remembered.read_text(encoding="utf-8")
    assert leaks(remembered, words) == set()
    # The same look finds a text when one is there.
    held = load(remembered)
    save(remembered, with_council(held, "x", {"looks": {"meetings": {"search": "absentéisme"}}}))
    assert leaks(remembered, words) == {"absentéisme"}


def test_a_typed_text_is_no_part_of_a_look(qapp: QApplication) -> None:
    with pytest.raises(TypeError):
        looks.look_of({"search": SearchField()})


def test_the_window_is_as_large_as_it_was(start: Start, remembered: Path) -> None:
    shell = shell_of(start())
    shell.showNormal()
    shell.resize(1010, 655)
    shell.showMaximized()
    start()
    held = load(remembered)
    assert (held.width, held.height, held.maximized) == (1010, 655, True)
    assert first_size(held, QSize(1920, 1080)) == (QSize(1010, 655), True)
    assert first_size(replace(held, maximized=False), QSize(1920, 1080)) == (QSize(1010, 655), False)
    assert first_size(replace(held, maximized=False), QSize(1000, 700)) == (QSize(1000, 655), True)


def test_preferences_survive_damage_and_forget_nothing_else(tmp_path: Path) -> None:
    place = tmp_path / "a" / "preferences.json"
    kept = with_file(with_file(Preferences(theme="dark", text_scale=1.3), Path("a.copro")), Path("b.copro"))
    save(place, kept)
    assert load(place) == kept
    assert load(place).files == ("b.copro", "a.copro")
    place.write_text("{", encoding="utf-8")
    assert load(place) == Preferences()
    damaged = {
        "theme": 3,
        "width": "x",
        "files": [1],
        "calm": 1,
        "councils": {"a": 1},
        "backups": "/k",
    }
    place.write_text(json.dumps(damaged), encoding="utf-8")
    assert load(place) == Preferences(backups="/k")


def test_only_the_last_councils_are_remembered() -> None:
    held = Preferences()
    for number in range(MOST + 2):
        held = with_council(held, str(number), {})
    held = with_council(held, "3", {"page": "home"})
    assert list(held.councils) == ["3", "9", "8", "7", "6", "5", "4", "2"]
