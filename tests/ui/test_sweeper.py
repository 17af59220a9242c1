import gc
import os
import subprocess
import sys

import pytest
from PySide6.QtWidgets import QApplication

from coprodesk.ui import sweeper

WORKER = """
import gc, sys
from PySide6.QtCore import QCoreApplication, QThreadPool, QTimer, QObject
from coprodesk.ui.sweeper import Sweeper

app = QCoreApplication([])
died = []

class Mortal(QObject):
    def __init__(self):
        super().__init__()
        self.me = self

    def __del__(self):
        died.append(threading.get_ident())

import threading
if sys.argv[1] == "as it is":
    Sweeper(app)
for _ in range(1200):
    Mortal()
QThreadPool.globalInstance().start(lambda: [[[]] for _ in range(200_000)])
QThreadPool.globalInstance().waitForDone()
QTimer.singleShot(1500, app.quit)
app.exec()
assert died, "nothing was collected at all"
sys.exit(any(one != threading.get_ident() for one in died))
"""


@pytest.mark.parametrize("how", ["as it is", "sabotaged"])
def test_nothing_of_the_window_dies_in_a_worker(how: str) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    ended = subprocess.run(
        [sys.executable, "-c", WORKER, how], env=environment, check=False, capture_output=True
    )
    assert (ended.returncode != 0) is (how == "sabotaged"), ended.stderr.decode()


def test_the_oldest_generation_that_is_due_is_collected(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    collected: list[int] = []
    monkeypatch.setattr(gc, "collect", collected.append)
    monkeypatch.setattr(gc, "get_threshold", lambda: (700, 10, 10))
    for counts in ((10, 2, 0), (701, 2, 0), (701, 11, 3), (9, 11, 11)):
        monkeypatch.setattr(gc, "get_count", lambda counts=counts: counts)
        sweeper.sweep()
    assert collected == [0, 1, 2]


DRESSED_AMID_GARBAGE = """
import gc, sys
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from coprodesk.ui import theme
from coprodesk.ui.sweeper import Sweeper

class Living(QWidget):
    def changeEvent(self, event):
        if event.type() == QEvent.Type.StyleChange:
            kept = [[] for _ in range(4000)]
        super().changeEvent(event)

class Gone(QLineEdit):
    def __init__(self):
        super().__init__()
        self.me = self

app = QApplication([])
theme.apply(app, "light", 1.0)
living = [Living() for _ in range(40)]
for one in living:
    one.show()
gc.disable()
for one in [Gone() for _ in range(400)]:
    one.ensurePolished()
del one
sheet = QApplication.setStyleSheet
QApplication.setStyleSheet = lambda app, text: (gc.set_threshold(500, 1, 1), sheet(app, text))
gc.set_threshold(10**6)
gc.enable()
if sys.argv[1] == "as it is":
    Sweeper(app)
theme.apply(app, "dark", 1.3)
"""


@pytest.mark.parametrize("how", ["as it is", "sabotaged"])
def test_widgets_left_to_the_collector_do_not_bring_the_window_down(how: str) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    ended = subprocess.run(
        [sys.executable, "-c", DRESSED_AMID_GARBAGE, how], env=environment, check=False, capture_output=True
    )
    assert (ended.returncode != 0) is (how == "sabotaged"), ended.stderr.decode()
