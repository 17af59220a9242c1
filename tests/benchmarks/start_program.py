"""The program on a file: prints the instant of the first paint of its first page, and its memory."""

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from coprodesk.ui.app import Program
from coprodesk.ui.page import Page
from tests.benchmarks.first_paint import FirstPaint

app = QApplication([])
watch = FirstPaint(app, Page)
folder = Path(sys.argv[2])
program = Program(app, folder / "preferences.json", folder / "backups")
program.start(Path(sys.argv[1]))
app.exec()
