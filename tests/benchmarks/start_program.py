"""The program on a file, started as `coprodesk.__main__` does: its first paint and its memory."""

import sys
from pathlib import Path

from coprodesk.ui.start import load_without_qt, starting


def main(file: Path, folder: Path) -> None:
    with starting():
        load_without_qt()
        from PySide6.QtWidgets import QApplication

        from coprodesk.ui.app import Program
        from coprodesk.ui.page import Page
        from tests.benchmarks.first_paint import FirstPaint

        app = QApplication([])
        FirstPaint(app, Page)
        program = Program(app, folder / "preferences.json", folder / "backups")
        program.start(file)
    app.exec()


main(Path(sys.argv[1]), Path(sys.argv[2]))
