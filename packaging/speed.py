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


def tell(packed: Sequence[str | Path], plain: Sequence[str | Path], source: Path, work: Path) -> None:
    """Print the time to the first page, in ms, and its ratio to a bare window: of the package, and of pip.

    `packed` is how the packaged Python runs a text, `plain` how the one that pip filled does; `source` is a
    checkout, for its benchmarks. Medians of runs that take turns, after one that warms up.
    """
    work.mkdir(parents=True, exist_ok=True)
    demo = "import sys; from coprodesk.__main__ import main; main(['demo', sys.argv[1], '--no-window'])"
    file = work / "brevigny.copro"
    if not file.exists():
        subprocess.run([*packed, demo, work], check=True, stdout=subprocess.DEVNULL)
    bare = [_BENCHMARK, source, "tests.benchmarks.start_bare"]
    page = [_BENCHMARK, source, "tests.benchmarks.start_program", file, work]
    commands = {"première page": [*packed, *page], "figée": [*packed, *bare], "de pip": [*plain, *bare]}
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _turn in range(RUNS + 1):
        for name, command in commands.items():
            times[name].append(_first_paint(command))
    ours, frozen, ordinary = (statistics.median(runs[1:]) for runs in times.values())
    print(f"démarrage jusqu’à la première page : {ours:.0f} ms")
    for name, theirs in (("figée de même", frozen), ("de PySide6 installé par pip", ordinary)):
        kept = "tenu" if ours <= LIMIT * theirs else "NON TENU"
        print(f"fenêtre nue {name} : {theirs:.0f} ms, rapport {ours / theirs:.2f}, limite {LIMIT:g} : {kept}")


def _first_paint(command: Sequence[str | Path]) -> float:
    """Return the milliseconds between the start of a process and the first paint it tells."""
    start = time.time()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    told = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120, env=environment)
    return (float(told.stdout.split()[-2]) - start) * 1000
