"""The first page comes without what it does not show: libraries of later acts, classes of Qt nobody uses."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from coprodesk.store import Store

LATER = (
    "PySide6.QtNetwork",
    "coprodesk.cli",
    "coprodesk.commands",
    "coprodesk.exchange",
    "coprodesk.domain.pasted",
    "coprodesk.queries.commitment_order",
    "coprodesk.ui.crash",
    "coprodesk.ui.dialog",
    "coprodesk.ui.focus",
    "coprodesk.ui.help",
    "coprodesk.ui.palette",
    "coprodesk.ui.preview",
    "coprodesk.ui.projector",
    "coprodesk.ui.rows_view",
    "coprodesk.ui.tour",
    "coprodesk.ui.welcome",
    "coprodesk.ui.widgets.editors",
    "coprodesk.ui.widgets.fields",
    "coprodesk.ui.widgets.filters",
    "docx",
    "hunspell",
    "openpyxl",
    "pypdfium2",
    "reportlab",
    "sqlite_utils",
)
UNUSED = ("ActionPosition", "Preset", "StandardButton", "StandardPixmap", "ThemeIcon", "WizardButton")
"""Enumerations of QLineEdit, QGradient, QMessageBox, QStyle, QIcon and QWizard. PySide6 makes them when asked
for the class, for a call that may take one, for the style, or for a widget that is Qt's own: it then goes
through all its classes."""

START = """
import enum, sys
from pathlib import Path

made = []
make = enum.EnumType.__new__
enum.EnumType.__new__ = lambda kind, name, *rest, **more: made.append(name) or make(kind, name, *rest, **more)

from coprodesk.ui.start import prepare

prepare()
from coprodesk.ui import theme
from coprodesk.ui.app import Program

app = theme.application()
{sabotage}
folder = Path(sys.argv[1])
program = Program(app, folder / "preferences.json", folder / "backups")
program.start(Path(sys.argv[2]))
assert program.desk.shell.grab().width() > 0
print(*sys.modules, *made)
"""


def told(store: Store, folder: Path, sabotage: str = "") -> list[str]:
    """Return what of `LATER` and `UNUSED` is there once the first page was painted."""
    path = store.path
    store.close()
    child = subprocess.run(
        [sys.executable, "-c", START.format(sabotage=sabotage), str(folder), str(path)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        timeout=60,
    )
    found = set(child.stdout.split())
    return [name for name in (*LATER, *UNUSED) if name in found]


def test_the_first_page_brings_nothing_it_does_not_show(example: Store, tmp_path: Path) -> None:
    assert told(example, tmp_path) == []


@pytest.mark.parametrize(
    ("sabotage", "seen"),
    [
        ("import coprodesk.ui.palette", "coprodesk.ui.palette"),
        ("app.style()", "StandardPixmap"),
        ("from PySide6.QtGui import QAction; QAction('Ouvrir', app)", "ThemeIcon"),
        ("from PySide6.QtGui import QBrush, QColor; QBrush(QColor('red'))", "Preset"),
        ("from PySide6.QtWidgets import QTextEdit; QTextEdit().viewport()", "WizardButton"),
    ],
)
def test_what_comes_too_early_is_seen(example: Store, tmp_path: Path, sabotage: str, seen: str) -> None:
    assert seen in told(example, tmp_path, sabotage)
