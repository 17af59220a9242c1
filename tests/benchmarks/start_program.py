"""The program on a file, started as `coprodesk.__main__` does: its first paint and its memory."""

import sys
from pathlib import Path

from coprodesk.ui.start import prepare


def main(file: Path, folder: Path) -> None:
    prepare()
    from coprodesk.ui import theme
    from coprodesk.ui.app import start_window
    from tests.benchmarks.first_paint import FirstPaint

    program = start_window(file, folder / "preferences.json", folder / "backups")
    assert program is not None
    assert program.desk is not None
    page = program.desk.shell.current_page()
    assert page is not None
    FirstPaint(page)
    theme.application().exec()


main(Path(sys.argv[1]), Path(sys.argv[2]))
