"""The follow-up table of three thousand rows in the preview: until its first page is drawn in the window.

python -m tests.benchmarks.preview prints, for the partners and for the secretariat, the milliseconds of
processor and how long the window hears no key.
"""

import os
import statistics
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from coprodesk.domain.disclosure import Level
from coprodesk.store import Store
from tests.benchmarks.twenty_years import make
from tests.conftest import FrozenClock, opening_in

YEARS = 3
"""Years of a thousand commitments each."""
RESERVED = "Ce que le secrétariat garde pour lui : relance à préparer avec le parquet, sujet {n}."


def board(folder: Path) -> Store:
    """Return a council of three thousand commitments, every twentieth with a note of the secretariat."""
    store = make(folder / "tableau.copro", opening_in(folder, FrozenClock()), YEARS)
    with store.change("Notes") as change:
        for number in range(20, 1000 * YEARS + 1, 20):
            change.update("commitment", number, note=RESERVED.format(n=number))
    return store


def first_page(store: Store, level: Level) -> tuple[float, float]:
    """Return the milliseconds of processor to the first page drawn, and those before the window hears."""
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    from coprodesk.ui import window
    from coprodesk.ui.paper_choice import remember_level
    from coprodesk.ui.preview import open_preview

    desk = window.build(store)
    desk.shell.resize(1366, 768)
    desk.shell.show()
    remember_level(desk, level)
    QApplication.processEvents()
    start, began = time.process_time(), time.perf_counter()
    preview = open_preview(desk, "follow-up", 0)
    deaf = time.perf_counter() - began
    while preview.view.image(0) is None:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    spent = time.process_time() - start
    assert preview.printed is None
    preview.stop.trigger()
    while not preview.waiting.isHidden():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    preview.close()
    desk.leave()
    desk.shell.hide()
    desk.shell.deleteLater()
    return spent * 1000, deaf * 1000


def measured(folder: Path, runs: int) -> dict[Level, tuple[float, float, float]]:
    """Return for each audience the first time and the median of the next ones, then the deaf time."""
    from coprodesk.ui import language, theme

    app = theme.application()
    language.speak(app)
    theme.apply(app, "light", 1.0)
    store = board(folder)
    found = {}
    for level in (Level.PARTNERS, Level.SECRETARIAT):
        times = [first_page(store, level) for _ in range(runs + 1)]
        again = (statistics.median(column) for column in zip(*times[1:], strict=True))
        found[level] = (times[0][0], *again)
    store.close()
    return found


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for level, (first, again, deaf) in measured(Path(folder), 5).items():
            print(f"{level.value:12} première fois {first:6.0f}  ensuite {again:6.0f}  sourde {deaf:6.0f} ms")


if __name__ == "__main__":
    main()
