"""How long a packaged program takes to its first page, beside a bare window of the same Python and Qt."""

import os
import statistics
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

RUNS = 9
LIMIT = 2.0
"""What the first page may take, in bare windows."""
_BENCHMARK = """
import runpy, sys
sys.path.append(sys.argv.pop(1))
runpy.run_module(sys.argv.pop(1), run_name="__main__")
"""


def tell(python: Sequence[str | Path], source: Path, work: Path) -> None:
    """Print both times, in ms, and their ratio: medians of runs that take turns, after one that warms up.

    `python` is how the packaged Python runs a text; `source` is a checkout, for its benchmarks.
    """
    work.mkdir(parents=True, exist_ok=True)
    demo = "import sys; from coprodesk.__main__ import main; main(['demo', sys.argv[1], '--no-window'])"
    file = work / "brevigny.copro"
    if not file.exists():
        subprocess.run([*python, demo, work], check=True, stdout=subprocess.DEVNULL)
    bare, program = [], []
    for _turn in range(RUNS + 1):
        bare.append(_first_paint([*python, _BENCHMARK, source, "tests.benchmarks.start_bare"]))
        program.append(
            _first_paint([*python, _BENCHMARK, source, "tests.benchmarks.start_program", file, work])
        )
    ours, theirs = statistics.median(program[1:]), statistics.median(bare[1:])
    kept = "tenu" if ours <= LIMIT * theirs else "NON TENU"
    print(f"démarrage : {ours:.0f} ms, fenêtre nue {theirs:.0f} ms")
    print(f"rapport : {ours / theirs:.2f}, limite {LIMIT:g}, {kept}")


def _first_paint(command: Sequence[str | Path]) -> float:
    """Return the milliseconds between the start of a process and the first paint it tells."""
    start = time.time()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    told = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120, env=environment)
    return (float(told.stdout.split()[-2]) - start) * 1000
