"""Walks the packaged window on a council file, page by page; leaves with 1 and tells the first bug.

The packaged Python runs it: coprodesk -I -S -c "$(cat smoke.py)" FILE FOLDER
"""

import os
import sys
import traceback
from itertools import chain
from pathlib import Path
from types import TracebackType

from PySide6.QtWidgets import QApplication

from coprodesk.exchange import spelling
from coprodesk.ui import help as pages
from coprodesk.ui import window
from coprodesk.ui.app import Program

STEPS = ("agenda", "convening", "live", "minutes", "follow_up")


def bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Tell what happened and leave at once."""
    traceback.print_exception(kind, error, trace)
    sys.stderr.flush()
    os._exit(1)


def main(file: Path, folder: Path) -> None:
    """Open the file, go everywhere, read the help, check a word."""
    app = QApplication.instance() or QApplication([])
    program = Program(app, folder / "preferences.json", folder / "copies")
    program.start(file)
    sys.excepthook = bug
    desk = program.desk
    assert desk is not None, "the file did not open"
    [[meeting]] = desk.store.rows("SELECT max(id) FROM meeting")
    [[partner]] = desk.store.rows("SELECT min(id) FROM institution")
    places = [(page, {}) for page in window.PAGES if page not in ("meeting", "partner")]
    steps = [("meeting", {"meeting_id": meeting, "step": step}) for step in STEPS]
    for page, where in chain(places, steps, [("partner", {"institution_id": partner})]):
        desk.go(page, **where)
        for _turn in range(5):
            app.processEvents()
    pages.open_help(desk.shell)
    app.processEvents()
    words = spelling.load()
    assert words is not None, "no dictionary"
    assert words.knows("réunion")
    assert "réunion" in words.near("réunoin")
    desk.shell.close()
    app.processEvents()
    assert program.desk is None, "the window did not close"
    print(len(places) + len(steps) + 1, "pages", flush=True)


main(Path(sys.argv[1]), Path(sys.argv[2]))
