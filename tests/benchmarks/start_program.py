"""The program on a file, started as `coprodesk.__main__` does: its first paint and its memory."""

import sys
from pathlib import Path

from coprodesk.ui.start import load_without_qt, starting


def main(file: Path, folder: Path) -> None:
    with starting():
        load_without_qt()
        from coprodesk.ui import theme
        from coprodesk.ui.app import Program
        from tests.benchmarks.first_paint import FirstPaint

        app = theme.application()
        program = Program(app, folder / "preferences.json", folder / "backups")
        program.start(file)
        assert program.desk is not None
        page = program.desk.shell.current_page()
        assert page is not None
        FirstPaint(page)
    app.exec()


main(Path(sys.argv[1]), Path(sys.argv[2]))
