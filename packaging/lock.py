"""Pins, with the hashes of all their files, what the packages are made of: python packaging/lock.py

Needs `uv` beside this Python or on the path. Run it after a change of the dependencies in pyproject.toml.
"""

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
LOCKS = {
    "requirements.txt": ["pyproject.toml"],
    "requirements-build.txt": [
        "--group",
        "pyproject.toml:packages",
        "--constraints",
        "packaging/requirements.txt",
    ],
}
"""The file of pins -> which of the dependencies of pyproject.toml it holds."""
QUIET = ("--quiet", "--no-header", "--no-annotate", "--generate-hashes")


def main() -> None:
    """Write both files. Raises SystemExit when a pin would depend on the system or the Python."""
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    if uv is None:
        raise SystemExit("uv is missing: pip install --group packages")
    for name, source in LOCKS.items():
        output = ["--output-file", str(HERE / name)]
        subprocess.run(
            [uv, "pip", "compile", "--universal", *QUIET, *source, *output], cwd=HERE.parent, check=True
        )
        conditional = [line for line in (HERE / name).read_text(encoding="utf-8").splitlines() if ";" in line]
        if conditional and name == "requirements.txt":
            raise SystemExit(f"pip reads conditions for its own system only, split the file: {conditional}")


if __name__ == "__main__":
    main()
