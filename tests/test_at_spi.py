"""The program read from outside through AT-SPI, as a screen reader does; skipped where parts are missing."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CLIENT = Path(__file__).with_name("at_spi_client.py")
READER = "/usr/bin/python3"
"""Python's bindings of AT-SPI are a package of the system, never one of a virtual environment."""


def missing() -> str:
    """Return what this machine lacks, '' when nothing."""
    if sys.platform != "linux":
        return "AT-SPI is the accessibility of Linux desktops"
    for tool in ("Xvfb", "dbus-run-session"):
        if shutil.which(tool) is None:
            return f"{tool} is not installed"
    if not Path("/usr/libexec/at-spi-bus-launcher").exists():
        return "at-spi2-core is not installed"
    asked = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
    if (
        not Path(READER).exists()
        or subprocess.run([READER, "-c", asked], capture_output=True, check=False).returncode
    ):
        return "python3-gi or gir1.2-atspi-2.0 is not installed"
    return ""


LACKS = missing()
pytestmark = pytest.mark.skipif(bool(LACKS), reason=LACKS)


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """A screen of its own, not seen by anybody."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x900x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as told:
        number = told.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait(timeout=20)


@pytest.fixture(scope="module")
def found(display: str, example_file: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a reader found in the program on the example council."""
    home = tmp_path_factory.mktemp("home")
    council = Path(shutil.copy(example_file, home / "brevigny.copro"))
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    environment = {
        **kept,
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home),
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "PYTHONPATH": os.pathsep.join(part for part in sys.path if part),
    }
    command = [
        "dbus-run-session",
        "--",
        READER,
        "-E",
        str(CLIENT),
        sys.executable,
        "-m",
        "coprodesk",
        str(council),
    ]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=170, check=False)
    assert done.returncode == 0, done.stderr
    read: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return read


def test_the_window_says_what_it_is(found: dict[str, Any]) -> None:
    assert found["name"] == "CoproDesk"
    assert found["frame"].endswith("CoproDesk")


def test_every_control_of_the_first_pages_has_a_name(found: dict[str, Any]) -> None:
    for place, page in found["pages"].items():
        assert page is not None, place
        assert [role for role, name in page["controls"] if not name.strip()] == [], place
        assert len(page["controls"]) >= 10, place


def test_filters_and_places_have_roles(found: dict[str, Any]) -> None:
    said = {tuple(control) for page in found["pages"].values() for control in page["controls"]}
    assert any(role == "combo box" and name.startswith("État des engagements") for role, name in said)
    assert not any(role == "filler" for role, _name in said)


def test_the_tables_tell_columns_and_cells(found: dict[str, Any]) -> None:
    tables = {table["name"]: table for page in found["pages"].values() for table in page["tables"]}
    commitments = tables["Engagements"]
    assert commitments["rows"] > 0
    assert commitments["heads"][0] == "État"
    assert any(cell.startswith("État\u00a0: ") for cell in commitments["cells"])


def test_a_button_is_pressed_from_outside_and_what_it_did_is_heard(found: dict[str, Any]) -> None:
    assert found["pressed"] is True
    assert found["heard"] == "Sauvegarde faite et vérifiée"


def test_a_field_is_written_and_read_from_outside(found: dict[str, Any]) -> None:
    assert found["field"] == "lycée"
