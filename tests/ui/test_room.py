"""Nothing is cut, pressed together or out of reach: each page and dialog, in small windows and large letters.

`python -m tests.ui.test_room` makes one pass over all pages and prints what it finds: the tests run it once
for each scale of the screen, which Qt reads when it starts.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QPushButton, QScrollArea, QWidget

from coprodesk.ui import language, theme
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.welcome import Welcome
from coprodesk.ui.widgets.buttons import CheckBox
from coprodesk.ui.widgets.fields import DateField, FormRow
from coprodesk.ui.widgets.filters import ComboBox
from coprodesk.ui.widgets.header import ElidedLabel
from coprodesk.ui.widgets.marks import StatusChip
from tests.ui import detect, dialogs
from tests.ui.board import put
from tests.ui.inks import faint, unseen
from tests.ui.visits import Visit, harmless, places

SIZES = ((1366, 768), (1024, 640), (900, 430))
FACTORS = {"1.25": (1093, 534), "1.5": (911, 432), "2": (960, 460)}
"""Scale of the screen -> the room it leaves of 1366 × 768, of 1920 × 1080 for the last, in logical pixels."""
SIDEWAYS = ("HeatMapView", "ChartTable")
"""What may scroll sideways: the meetings of the heat map, and the same as a table."""


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
    visit.dress("light", text_scale)
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


@pytest.mark.parametrize(
    ("size", "text_scale", "wish"),
    [((1366, 768), 1.0, "light"), ((1920, 1000), 1.5, "dark"), ((900, 430), 1.0, "light")],
    ids=["usual window", "large letters, dark", "small window"],
)
def test_every_dialog_has_room_and_can_be_read_heard_and_walked(
    visit: Visit, size: tuple[int, int], text_scale: float, wish: str
) -> None:
    visit.dress(wish, text_scale)
    visit.resize(*size)
    found, met = [], set()
    for name, one in dialogs.every(visit):
        met.add(dialogs.name_of(one))
        if not isinstance(one, QFileDialog):  # the system's own where there is one
            found += [f"{name}: {words}" for words in wrong_in(one)]
    assert found == []
    assert dialogs.wanted() - met == set()


def wrong_in(dialog: QWidget) -> list[str]:
    """Return what is wrong in a dialog; one that a worker is still filling is looked at again."""
    detectors = (cramped, *detect.ACCESS, detect.out_of_order, detect.too_large, faint, unseen)
    if found := detect.of(dialog, detectors):
        QTest.qWait(300)
        found = detect.of(dialog, detectors)
    return found


# Sabotage


def test_a_dialog_that_no_walk_meets_is_missed(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    class StrayForm(FormDialog):
        pass

    assert "StrayForm" not in dialogs.wanted()
    monkeypatch.setattr(StrayForm, "__module__", "coprodesk.ui.pages.stray")
    assert "StrayForm" in dialogs.wanted()


def test_a_form_that_a_function_makes_is_found() -> None:
    made = "def ask():\n    def submit(): ...\n    FormDialog(desk, submit)\n"
    assert dialogs.forms(f"{made}class Page:\n    {made.replace(chr(10), chr(10) + '    ')}") == [
        "ask",
        "Page.ask",
    ]
    assert dialogs.strays(made) == []
    assert dialogs.strays("def ask():\n    FormDialog(desk, store)") == [2]
    for path in dialogs.UI.rglob("*.py"):
        assert dialogs.strays(path.read_text("utf-8")) == [], path.name


def test_a_label_that_is_cut_is_caught(board: QWidget) -> None:
    label = QLabel("Formation restreinte, jeudi 24 septembre")
    label.setFixedWidth(60)
    put(board, label)
    assert detect.cut_words(board)
    label.setFixedWidth(400)
    detect.settle()
    assert detect.cut_words(board) == []


def test_lines_that_are_cut_are_caught(board: QWidget) -> None:
    label = QLabel("Ce document est réservé. Il ne sort pas de ce groupe.")
    label.setWordWrap(True)
    label.setFixedSize(80, 20)
    put(board, label)
    assert detect.cut_words(board)


def test_a_painter_that_cuts_is_caught_unless_a_tool_tip_tells(board: QWidget) -> None:
    from coprodesk.ui.paint import Chip

    chip = StatusChip(Chip("En retard de quinze jours"))
    chip.setFixedWidth(60)
    put(board, chip)
    assert detect.cut_by_painters(board) == ["drawn cut: StatusChip: « En retard de quinze jours »"]
    chip.setToolTip("En retard de quinze jours")
    assert detect.cut_by_painters(board) == []


def test_a_cut_line_a_cut_box_and_a_short_hint_answer_by_themselves(board: QWidget) -> None:
    line, box, day = ElidedLabel("Formation restreinte"), CheckBox("Formation restreinte"), DateField()
    for one in (line, box, day):
        one.setFixedWidth(90)
    put(board, line, box, day)
    assert cramped(board) == []
    assert line.toolTip() == box.toolTip() == "Formation restreinte"
    assert day.placeholderText() == "12/3"
    box.setFixedWidth(250)
    detect.settle()
    board.grab()
    assert box.toolTip() == ""


def test_the_name_of_a_field_is_cut_at_its_end_and_told_whole(board: QWidget) -> None:
    row = FormRow("&Dernier jour de Mme Maëlle DARSONVILLE", DateField())
    row.setFixedWidth(120)
    put(board, row)
    assert cramped(board) == []
    name = row.findChild(QLabel)
    assert name.text().startswith("&Dernier j")
    assert name.text().endswith("…")
    assert name.toolTip() == "Dernier jour de Mme Maëlle DARSONVILLE"
    row.setFixedWidth(390)
    detect.settle()
    assert (name.text(), name.toolTip()) == ("&Dernier jour de Mme Maëlle DARSONVILLE", "")


def test_a_tool_tip_does_not_mend_a_label_that_is_cut(board: QWidget) -> None:
    label = QLabel("Formation restreinte, jeudi 24 septembre")
    label.setToolTip(label.text())
    label.setFixedWidth(60)
    put(board, label)
    assert detect.cut_words(board)


def test_a_choice_without_room_ends_with_an_ellipsis(board: QWidget) -> None:
    """Its letters would fill the room up to the arrow; the points of the ellipsis stand at their foot."""
    combo = ComboBox("Thème")
    combo.addItem("H" * 40)
    combo.setFixedWidth(120)
    put(board, combo)
    picture = combo.grab().toImage()
    before_arrow = range(combo.width() - theme.px(16) - 20, combo.width() - theme.px(16) - 12)
    inks = {picture.pixel(x, y) for x in before_arrow for y in range(8, combo.height() // 2)}
    assert len(inks) == 1
    assert combo.toolTip() == "H" * 40


def test_brothers_over_one_another_are_caught(board: QWidget) -> None:
    first, second = QPushButton("un"), QPushButton("deux")
    put(board, first, second)
    assert detect.crowded(board) == []
    second.move(first.pos())
    assert detect.crowded(board)[0].startswith("over one another")


def test_a_child_outside_its_parent_is_caught(board: QWidget) -> None:
    first = QPushButton("un")
    put(board, first)
    first.move(280, 0)
    assert detect.crowded(board)[0].startswith("outside")


def test_content_wider_than_its_area_is_caught(board: QWidget) -> None:
    area, inner = QScrollArea(), QWidget()
    inner.setMinimumSize(QSize(900, 20))
    area.setWidget(inner)
    area.setWidgetResizable(True)
    put(board, area)
    assert detect.sideways(board)[0].startswith("scrolls sideways by")


def test_a_dialog_larger_than_its_window_is_caught(board: QWidget) -> None:
    dialog = QDialog(board)
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
