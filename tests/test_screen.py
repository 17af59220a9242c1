import subprocess
import sys

import pytest

from coprodesk import screen


@pytest.fixture(autouse=True)
def on_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


def test_without_a_screen_it_says_so() -> None:
    told = screen.why_no_window() or ""
    assert "Pas d’écran" in told
    assert "--help" in told


def test_a_missing_library_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(screen, "_loads", lambda library: "cursor" not in library)
    said = screen.why_no_window() or ""
    assert "apt install libxcb-cursor0" in said
    assert said.count("lib") == 2


def test_offscreen_needs_no_x11(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(screen, "_loads", lambda library: "xcb" not in library)
    assert screen.why_no_window() is None


def test_a_library_that_is_not_there_does_not_load() -> None:
    assert not screen._loads("libabsente.so.9")


def test_the_command_line_never_imports_qt() -> None:
    program = (
        "import sys; from coprodesk.__main__ import main; code = main(['--help']); "
        "assert not [name for name in sys.modules if name.startswith(('PySide6', 'reportlab', 'openpyxl', "
        "'sqlite_utils'))], sys.modules.keys(); sys.exit(code)"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert "utilisation" in done.stdout
