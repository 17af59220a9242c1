import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import coprodesk
from coprodesk.assets import resource

ASK = "from coprodesk.assets import resource; print(resource('brevigny.json'))"


def test_found_beside_the_checkout() -> None:
    assert resource("brevigny.json").is_file()
    assert resource("icons").is_dir()


@pytest.mark.parametrize("place", ["coprodesk/resources", "resources"])
def test_found_inside_the_package_and_beside_it(tmp_path: Path, place: str) -> None:
    package = tmp_path / "coprodesk"
    package.mkdir()
    for name in ("__init__.py", "assets.py"):
        shutil.copy(Path(coprodesk.__file__).parent / name, package / name)
    shipped = tmp_path / place
    shipped.mkdir()
    (shipped / "brevigny.json").write_text("{}")
    answer = subprocess.run(
        [sys.executable, "-c", ASK], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60
    )
    assert Path(answer.stdout.strip()) == shipped / "brevigny.json"


def test_a_missing_file_is_said() -> None:
    with pytest.raises(FileNotFoundError, match="absent"):
        resource("absent.json")
