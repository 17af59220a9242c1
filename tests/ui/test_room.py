"""Nothing is cut, pressed together or out of reach: each page and dialog, in small windows and large letters.

`python -m tests.ui.test_room` makes one pass over all pages and prints what it finds: the tests run it once
for each scale of the screen, which Qt reads when it starts.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QWidget,
)

from coprodesk.commands import meetings
from coprodesk.ui import language, theme
from coprodesk.ui.desk import Desk
from coprodesk.ui.new_council import NewCouncilDialog
from coprodesk.ui.pages.reply_anywhere import ReplyDialog
from coprodesk.ui.pages.usual_tasks import UsualTasksDialog
from coprodesk.ui.shortcuts import ShortcutSheet
from coprodesk.ui.trouble import CrashDialog
from coprodesk.ui.welcome import Welcome
from coprodesk.ui.widgets.buttons import CheckBox
from coprodesk.ui.widgets.fields import DateField
from coprodesk.ui.widgets.header import ElidedLabel
from coprodesk.ui.widgets.marks import StatusChip
from tests.ui import detect
from tests.ui.visits import COMING, Visit, harmless, places

SIZES = ((1366, 768), (1024, 640), (900, 430))
FACTORS = {"1.25": (1093, 534), "1.5": (911, 432), "2": (960, 460)}
"""Scale of the screen -> the room it leaves of 1366 × 768, of 1920 × 1080 for the last, in logical pixels."""
SIDEWAYS = ("HeatMapView", "ChartTable")
"""What may scroll sideways: the meetings of the heat map, and the same as a table."""


@pytest.fixture
def visit(qapp: QApplication, tmp_path: Path) -> Iterator[Visit]:
    made = Visit(tmp_path)
    with harmless():
        yield made
    made.close()


def cramped(root: QWidget) -> list[str]:
    """Return what is cut, lies over another or scrolls sideways inside `root`."""
    found = detect.of(root, detect.ROOM)
    return [
        words
        for words in found
        if not (words.startswith("scrolls sideways") and words.endswith(_allowed(words)))
    ]


def _allowed(words: str) -> tuple[str, ...]:
    return tuple(words[words.index(name) :] for name in SIDEWAYS if f"in {name} " in words) or ("\0",)


def pass_over(visit: Visit) -> list[str]:
    """Return the findings of every page as the window stands."""
    found = []
    for place in places(visit.desk.store):
        visit.go(place)
        found += [f"{place.name}: {words}" for words in cramped(visit.desk.shell)]
    return found


@pytest.mark.parametrize("text_scale", theme.SCALES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_page_has_room(visit: Visit, size: tuple[int, int], text_scale: float) -> None:
    visit.desk.shell.set_appearance("light", text_scale)
    visit.resize(*size)
    assert pass_over(visit) == []


@pytest.mark.parametrize("factor", FACTORS)
def test_every_page_has_room_on_a_scaled_screen(factor: str) -> None:
    width, height = FACTORS[factor]
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.test_room", str(width), str(height)],
        env={**os.environ, "QT_SCALE_FACTOR": factor, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines() == [f"scale {float(factor)}"], done.stderr


@pytest.mark.parametrize("text_scale", theme.SCALES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_welcome_has_room(qapp: QApplication, size: tuple[int, int], text_scale: float) -> None:
    theme.apply(qapp, "light", text_scale)
    welcome = Welcome()
    welcome.resize(*size)
    welcome.show()
    detect.settle()
    assert cramped(welcome) == []
    assert detect.of(welcome, detect.ACCESS) == []
    welcome.close()
    welcome.deleteLater()


# Dialogs

BY_HAND: dict[str, Callable[[Desk, Path], QDialog]] = {
    "CrashDialog": lambda desk, _folder: CrashDialog("E-111-4F2A", "rapport\nsans données", desk.shell),
    "NewCouncilDialog": lambda desk, folder: NewCouncilDialog(desk.shell, folder),
    "ReplyDialog": lambda desk, _folder: asking_for_replies(desk),
    "UsualTasksDialog": lambda desk, _folder: UsualTasksDialog(desk),
    "ShortcutSheet": lambda desk, _folder: ShortcutSheet(desk.shell.actions_by_id, desk.shell),
}
"""Dialogs that the acts of the long council do not lead to in these windows."""


@pytest.mark.parametrize(
    ("size", "text_scale"), [((1920, 1000), 1.5), ((900, 430), 1.0)], ids=["large letters", "small window"]
)
def test_every_dialog_has_room_and_can_be_heard(
    visit: Visit, size: tuple[int, int], text_scale: float
) -> None:
    visit.desk.shell.set_appearance("light", text_scale)
    visit.resize(*size)
    found, met = [], set()
    for name, one in visit.dialogs():
        met.add(type(one).__name__)
        if not isinstance(one, QFileDialog):  # the system's own where there is one
            found += [f"{name}: {words}" for words in wrong_in(one)]
    assert found == []
    assert len(met) >= 40


def asking_for_replies(desk: Desk) -> ReplyDialog:
    """Convene the coming meeting, then ask for a reply."""
    one = desk.store.rows("SELECT id FROM meeting WHERE number = ?", (COMING,))[0]["id"]
    meetings.convene_meeting(desk.store, one, desk.today())
    return ReplyDialog(desk)


@pytest.mark.parametrize("name", BY_HAND)
@pytest.mark.parametrize("text_scale", [1.0, 1.5])
def test_a_dialog_opened_by_hand_has_room_too(
    visit: Visit, tmp_path: Path, name: str, text_scale: float
) -> None:
    visit.desk.shell.set_appearance("light", text_scale)
    visit.resize(*(SIZES[2] if text_scale == 1.0 else SIZES[0]))
    dialog = BY_HAND[name](visit.desk, tmp_path)
    dialog.open()
    detect.settle()
    assert wrong_in(dialog) == []
    dialog.reject()


def wrong_in(dialog: QWidget) -> list[str]:
    """Return what is wrong in a dialog; one that a worker is still filling is looked at again."""
    detectors = (cramped, *detect.ACCESS, detect.out_of_order, detect.too_large)
    if found := detect.of(dialog, detectors):
        QTest.qWait(300)
        found = detect.of(dialog, detectors)
    return found


# Sabotage


@pytest.fixture
def row(qapp: QApplication) -> Iterator[QWidget]:
    host = QWidget()
    QHBoxLayout(host)
    host.resize(300, 60)
    host.show()
    yield host
    host.close()
    host.deleteLater()


def put(row: QWidget, *parts: QWidget) -> None:
    layout = row.layout()
    assert layout is not None
    for one in parts:
        layout.addWidget(one)
    detect.settle()


def test_a_label_that_is_cut_is_caught(row: QWidget) -> None:
    label = QLabel("Formation restreinte, jeudi 24 septembre")
    label.setFixedWidth(60)
    put(row, label)
    assert detect.cut_words(row)
    label.setFixedWidth(400)
    detect.settle()
    assert detect.cut_words(row) == []


def test_lines_that_are_cut_are_caught(row: QWidget) -> None:
    label = QLabel("Ce document est réservé. Il ne sort pas de ce groupe.")
    label.setWordWrap(True)
    label.setFixedSize(80, 20)
    put(row, label)
    assert detect.cut_words(row)


def test_a_painter_that_cuts_is_caught_unless_a_tool_tip_tells(row: QWidget) -> None:
    from coprodesk.ui.paint import Chip

    chip = StatusChip(Chip("En retard de quinze jours"))
    chip.setFixedWidth(60)
    put(row, chip)
    assert detect.cut_by_painters(row) == ["drawn cut: StatusChip: « En retard de quinze jours »"]
    chip.setToolTip("En retard de quinze jours")
    assert detect.cut_by_painters(row) == []


def test_a_cut_line_a_cut_box_and_a_short_hint_answer_by_themselves(row: QWidget) -> None:
    line, box, day = ElidedLabel("Formation restreinte"), CheckBox("Formation restreinte"), DateField()
    for one in (line, box, day):
        one.setFixedWidth(90)
    put(row, line, box, day)
    assert cramped(row) == []
    assert line.toolTip() == box.toolTip() == "Formation restreinte"
    assert day.placeholderText() == "12/3"
    box.setFixedWidth(250)
    detect.settle()
    row.grab()
    assert box.toolTip() == ""


def test_brothers_over_one_another_are_caught(row: QWidget) -> None:
    first, second = QPushButton("un"), QPushButton("deux")
    put(row, first, second)
    assert detect.crowded(row) == []
    second.move(first.pos())
    assert detect.crowded(row)[0].startswith("over one another")


def test_a_child_outside_its_parent_is_caught(row: QWidget) -> None:
    first = QPushButton("un")
    put(row, first)
    first.move(280, 0)
    assert detect.crowded(row)[0].startswith("outside")


def test_content_wider_than_its_area_is_caught(row: QWidget) -> None:
    area, inner = QScrollArea(), QWidget()
    inner.setMinimumSize(QSize(900, 20))
    area.setWidget(inner)
    area.setWidgetResizable(True)
    put(row, area)
    assert detect.sideways(row)[0].startswith("scrolls sideways by")


def test_a_dialog_larger_than_its_window_is_caught(row: QWidget) -> None:
    dialog = QDialog(row)
    dialog.resize(900, 40)
    dialog.show()
    assert detect.too_large(dialog)[0].startswith("900 x 40")
    dialog.reject()


if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    language.speak(app)
    theme.apply(app, "light", 1.0)
    print("scale", app.devicePixelRatio())
    with tempfile.TemporaryDirectory() as folder, harmless():
        made = Visit(Path(folder), (int(sys.argv[1]), int(sys.argv[2])))
        print(*pass_over(made), sep="\n", end="")
        made.close()
