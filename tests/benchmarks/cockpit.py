"""Keys of the live meeting, from the press to the screen painted again, on the council of twenty years."""

import statistics
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from coprodesk.commands import live, meetings
from coprodesk.commands.agenda import add_item
from coprodesk.store import Store
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.live_step import LiveStep
from coprodesk.ui.pages.meeting import MeetingPage
from tests.conftest import FrozenClock

NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
OPENING = datetime(2026, 10, 15, 14, 30, tzinfo=timezone(timedelta(hours=2)))


def session(store: Store, clock: FrozenClock) -> int:
    """Open a meeting of twelve items in the first body and return its id."""
    clock.now = OPENING
    body = int(store.rows("SELECT id FROM body ORDER BY id LIMIT 1")[0][0])
    one = meetings.create_meeting(store, body, clock.now.date(), "14:30", "17:30")
    items = [add_item(store, one, f"Point {n} : rodéos et médiation") for n in range(1, 13)]
    live.open_session(store, one, "14:30")
    live.start_item(store, items[0], "14:31")
    clock.advance(minutes=2)
    return one


def cockpit(desk: Desk, clock: FrozenClock, runs: int) -> dict[str, float]:
    """Return the median milliseconds of each kind of key, durable and painted when it ends."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    desk.go("meeting", meeting_id=session(desk.store, clock), step="live")
    page = desk.shell.current_page()
    assert isinstance(page, MeetingPage)
    step = page.step
    assert isinstance(step, LiveStep)
    app.processEvents()
    strip, entry = step.roll.strip, step.entry
    letters = "pepa"

    def roll_key(turn: int) -> None:
        press(strip, Qt.Key(ord(letters[turn % 4].upper())), letters[turn % 4])

    def line(turn: int) -> None:
        for sign in f"i Constat {turn} partagé":
            press(entry.text, Qt.Key.Key_unknown, sign)
        press(entry.text, Qt.Key.Key_Return, "\r")

    def next_item(_turn: int) -> None:
        clock.advance(minutes=1)
        step.next_item()

    return {
        "une touche de l’appel": measured(roll_key, runs, app),
        "une lettre tapée": measured(lambda _turn: press(entry.text, Qt.Key.Key_unknown, "é"), runs, app),
        "une ligne de 20 signes acceptée, par touche": measured(line, runs, app) / 21,
        "le point suivant": measured(next_item, min(runs, 9), app),
        "annuler": measured(lambda _turn: desk.undo(), runs, app),
    }


def measured(act: Callable[[int], object], runs: int, app: QApplication) -> float:
    """Return the median time of an act until the events it posted, painting included, are done."""
    times = []
    for turn in range(runs + 1):
        start = time.perf_counter()
        act(turn)
        app.processEvents()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times[1:])


def press(widget: QWidget, key: Qt.Key, text: str) -> None:
    """Send one key as the keyboard would."""
    widget.setFocus()
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, NONE, text))
