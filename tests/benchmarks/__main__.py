"""Prints each speed promise beside its yardstick, measured in the same run.

python -m tests.benchmarks [--years 20] [--runs 9]
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from coprodesk.documents import docx
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.exchange import printing as printing_door
from coprodesk.queries.search import search
from coprodesk.store import Store, driver
from tests.benchmarks import paper
from tests.benchmarks.twenty_years import make
from tests.conftest import FrozenClock, opening_in

if TYPE_CHECKING:
    from coprodesk.ui.desk import Desk

TYPED = ("réu", "reunion", "médiat", "oeuvre", "E-2020-12", "institution 7", "absentéisme collège", "2019")


@dataclass(frozen=True)
class Measure:
    """One line of the table, in ms or MB; `limit` bears on `value / beside`, or on `value`."""

    what: str
    value: float
    unit: str
    beside: float | None
    limit: float

    def line(self) -> str:
        told = self.value if self.beside is None else self.value / self.beside
        sign = "tenu" if told <= self.limit else "NON TENU"
        beside = "" if self.beside is None else f"{self.beside:9.2f}"
        ratio = "" if self.beside is None else f"x {told:5.2f}"
        return f"{self.what:44}{self.value:9.2f} {self.unit:3}{beside:>10}{ratio:>9}{self.limit:>9g}  {sign}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--years", type=int, default=20)
    parser.add_argument("--runs", type=int, default=9)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for years in sorted({1, asked.years}):
            clock = FrozenClock()
            store = make(place / f"{years}.copro", opening_in(place, clock), years)
            size = store.path.stat().st_size / 1e6
            print(f"\n{years} an(s), {size:.1f} Mo")
            print(f"{'':44}{'mesuré':>9}    {'à côté':>10}{'rapport':>9}{'limite':>9}")
            for measure in (
                saving(store, place),
                *pages(store, asked.runs),
                *searching(store, asked.runs),
                annual(store),
            ):
                print(measure.line())
            for measure in importing_people(store, place):
                print(measure.line())
            for measure in board(store, asked.runs):
                print(measure.line())
            for measure in keys(store, clock, asked.runs):
                print(measure.line())
            store.close()
        for measure in starting(place / f"{asked.years}.copro", place, asked.runs):
            print(measure.line())
        for measure in (printing(asked.runs), tagging(asked.runs), *long_paper(), *previewing(place)):
            print(measure.line())
        office = beside_office(place, asked.runs)
        print("soffice absent" if office is None else office.line())


def timed(act: Callable[[], object], runs: int) -> float:
    """Return the median time of `act` in milliseconds, after one run that warms up."""
    act()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        act()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def of_processor(act: Callable[[], object]) -> float:
    """Return the milliseconds of processor that `act` takes: the difference to be seen is a tenth."""
    start = time.process_time()
    act()
    return (time.process_time() - start) * 1000


def saving(store: Store, place: Path) -> Measure:
    """A keystroke's save beside a bare one-row commit with the same settings, turn by turn."""
    bare_path = place / "bare.db"
    bare_path.unlink(missing_ok=True)
    bare_path.touch()
    bare = driver.connect(bare_path)
    bare.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT) STRICT")
    bare.execute("INSERT INTO t VALUES (1, '')")
    record = store.rows("SELECT max(id) FROM record")[0][0]
    ours, theirs = [], []
    for turn in range(300):
        text = "Le point est reporté à la séance de novembre. " + "x" * (turn % 60)
        start = time.perf_counter()
        with store.change("Saisie", merge=("record", record, "text")) as change:
            change.update("record", record, text=text)
        ours.append(time.perf_counter() - start)
        start = time.perf_counter()
        bare.execute("BEGIN IMMEDIATE")
        bare.execute("UPDATE t SET text = ? WHERE id = 1", (text,))
        bare.execute("COMMIT")
        theirs.append(time.perf_counter() - start)
    bare.close()
    return Measure(
        "une frappe enregistrée / un COMMIT nu",
        statistics.median(ours) * 1000,
        "ms",
        statistics.median(theirs) * 1000,
        3,
    )


def pages(store: Store, runs: int) -> list[Measure]:
    """The refresh of each page, in the window."""

    from coprodesk.ui import language, theme, window

    app = theme.application()
    language.speak(app)
    theme.apply(app, "light", 1.0)
    desk = window.build(store)
    desk.shell.resize(1366, 768)
    desk.shell.show()
    last = store.rows("SELECT max(id) FROM meeting")[0][0]
    steps = ("agenda", "convening", "live", "minutes", "follow_up")
    views: list[tuple[str, str, dict[str, object]]] = [
        (key, key, {"institution_id": 1} if key == "partner" else {})
        for key in window.PAGES
        if key != "meeting"
    ]
    views += [(f"meeting, {step}", "meeting", {"meeting_id": last, "step": step}) for step in steps]
    found = []
    for name, key, where in views:
        desk.go(key, **where)
        app.processEvents()
        page = desk.shell.current_page()
        assert page is not None
        found.append(Measure(f"page « {name} » rafraîchie", timed(page.refresh, runs), "ms", None, 50))
    found += observing(desk, runs)
    desk.leave()
    desk.shell.hide()
    desk.shell.deleteLater()
    return found


def observing(desk: "Desk", runs: int) -> list[Measure]:
    """The observatory read and drawn anew, over the last meetings and over all: in time of this process."""
    from coprodesk.queries.observatory import Span
    from coprodesk.ui.pages.observatory import ObservatoryPage

    desk.go("observatory")
    page = desk.shell.current_page()
    assert isinstance(page, ObservatoryPage)

    def anew() -> None:
        page.forget()
        page.refresh()
        page.grab()

    found = []
    for span in (Span.LAST, Span.ALL):
        page.span.setCurrentIndex(page.span.findData(span))
        spent = statistics.median(of_processor(anew) for _run in range(runs))
        found.append(Measure(f"observatoire lu et dessiné, {span.label}", spent, "ms", None, 300))
    return found


def keys(store: Store, clock: FrozenClock, runs: int) -> list[Measure]:
    """Keys of a meeting under way, until the screen is painted."""
    from coprodesk.ui import window
    from tests.benchmarks.cockpit import cockpit

    desk = window.build(store)
    desk.shell.resize(1366, 768)
    desk.shell.show()
    found = cockpit(desk, clock, runs)
    desk.leave()
    desk.shell.hide()
    desk.shell.deleteLater()
    return [Measure(f"séance : {what}", value, "ms", None, 50) for what, value in found.items()]


def board(store: Store, runs: int) -> list[Measure]:
    """The board of commitments: opened, filtered, ordered and sorted, until the screen is painted."""
    from PySide6.QtWidgets import QApplication

    from coprodesk.ui import window

    desk = window.build(store)
    desk.shell.resize(1366, 768)
    desk.shell.show()
    desk.go("commitments")
    page: Any = desk.shell.current_page()
    clicked = page.table.horizontalHeader().sectionClicked

    def typed() -> None:
        page.search.setText("" if page.search.text() else TYPED[2])
        page.search.typed.emit(page.search.text())

    def ordered(index: int) -> None:
        page.order.setCurrentIndex(0 if page.order.currentIndex() == index else index)

    def opened() -> None:
        desk.go("journal")
        desk.go("commitments")

    def filtered() -> None:
        page.segments.choose("all" if page.segments.current() == "open" else "open")

    acts: dict[str, Callable[[], object]] = {
        "ouvert": opened,
        "filtré par état": filtered,
        "filtré par un mot": typed,
        **{f"rangé {page.order.itemText(n).lower()}": partial(ordered, n) for n in range(1, 5)},
        **{f"trié, colonne {n}": partial(clicked.emit, n) for n in (1, 3, 5, 6)},
    }
    found = []
    for what, act in acts.items():

        def painted(act: Callable[[], object] = act) -> None:
            act()
            QApplication.processEvents()

        found.append(Measure(f"engagements : {what}", timed(painted, runs), "ms", None, 50))
    desk.leave()
    desk.shell.hide()
    desk.shell.deleteLater()
    return found


def importing_people(store: Store, place: Path) -> list[Measure]:
    """5,000 people within 5 s: from the file to the preview, then to the last row; wall, then processor."""
    from tests.benchmarks import importing

    told = importing.people(store, place)
    whole = [("importer 5 000 personnes, en tout", *(sum(one[n] for one in told) for n in (1, 2)))]
    return [
        Measure(f"{what}{clock}", value, "ms", None, 5_000)
        for what, wall, processor in (*told, *whole)
        for clock, value in (("", wall), (" (processeur)", processor))
    ]


def searching(store: Store, runs: int) -> list[Measure]:
    """The slowest of a few searches as one types."""
    times = {text: timed(lambda text=text: search(store, text), runs) for text in TYPED}
    slowest = max(times, key=lambda text: times[text])
    return [
        Measure(f"recherche « {slowest} » (la plus lente de {len(TYPED)})", times[slowest], "ms", None, 20)
    ]


def annual(store: Store) -> Measure:
    """The annual report of the last year, read, built and set, for the secretariat: its longest copy."""
    year = store.clock().year
    task = partial(printing_door.print_document, store, "annual-report", year, Audience(Level.SECRETARIAT))
    return Measure("bilan annuel", timed(task, 3), "ms", None, 3000)


def starting(path: Path, place: Path, runs: int) -> list[Measure]:
    """Process start to first paint, and memory then, beside a bare window."""
    ours, theirs = [], []
    compiled = place / "compiled"
    for _ in range(runs + 1):
        theirs.append(child("tests.benchmarks.start_bare", compiled=compiled))
        ours.append(child("tests.benchmarks.start_program", str(path), str(place), compiled=compiled))
    ours, theirs = ours[1:], theirs[1:]
    memory = statistics.median(m for _, m in ours) - statistics.median(m for _, m in theirs)
    return [
        Measure(
            "démarrage / fenêtre nue",
            statistics.median(t for t, _ in ours),
            "ms",
            statistics.median(t for t, _ in theirs),
            2,
        ),
        Measure("mémoire de plus que la fenêtre nue", memory, "Mo", None, 150),
    ]


def child(module: str, *arguments: str, compiled: Path) -> tuple[float, float]:
    """Return milliseconds from process start to first paint, and megabytes; bytecode goes to `compiled`."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(compiled)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", module, *arguments]
    start = time.time()
    told = subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=120, env=environment
    ).stdout.split()
    return (float(told[-2]) - start) * 1000, float(told[-1])


def printing(runs: int) -> Measure:
    """Minutes of ten pages beside the same paragraphs and tables by hand, turn by turn."""
    ours, theirs = [], []
    for _ in range(runs):
        ours.append(timed(paper.ours, 1))
        theirs.append(timed(paper.by_hand, 1))
    return Measure(
        f"compte rendu de {paper.pages()} pages / platypus à la main",
        statistics.median(ours),
        "ms",
        statistics.median(theirs),
        1.3,
    )


def tagging(runs: int) -> Measure:
    """The same minutes beside themselves without structure, turn by turn, in time of this process alone."""
    paper.untagged()
    ours, theirs = [], []
    for _ in range(2 * runs):
        ours.append(of_processor(paper.ours))
        theirs.append(of_processor(paper.untagged))
    return Measure(
        f"{paper.pages()} pages balisées / sans balises",
        statistics.median(ours),
        "ms",
        statistics.median(theirs),
        1.3,
    )


def beside_office(place: Path, runs: int) -> Measure | None:
    """The same minutes beside LibreOffice that makes a PDF of their .docx, both warm; None without it.

    A first conversion makes its profile; the limit is a quarter of its time.
    """
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None:
        return None
    source = place / "compte-rendu.docx"
    source.write_bytes(docx.render(paper.minutes()))
    profile = f"-env:UserInstallation={(place / 'office').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(place), str(source)]

    def theirs() -> None:
        subprocess.run(command, capture_output=True, check=True, timeout=120)

    label = f"{paper.pages()} pages / LibreOffice depuis le .docx"
    return Measure(label, timed(paper.ours, runs), "ms", timed(theirs, runs), 0.25)


def previewing(place: Path) -> list[Measure]:
    """The first page of a follow-up table of three thousand rows, in the preview: in time of this process."""
    from tests.benchmarks import preview

    return [
        Measure(f"aperçu de 3 000 lignes, {level.label.lower()}", again, "ms", None, 300)
        for level, (_first, again, _deaf) in preview.measured(place, 5).items()
    ]


def long_paper() -> list[Measure]:
    """Two hundred pages in a process of their own: time per page beside that of twenty, and peak memory."""
    command = [sys.executable, "-m", "tests.benchmarks.paper"]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300).stdout.split()
    count, each, short, memory = (float(word) for word in told)
    return [
        Measure(f"une page sur {count:.0f} / une page sur 20", each, "ms", short, 1.3),
        Measure(f"mémoire au plus pour {count:.0f} pages", memory, "Mo", None, 150),
    ]


if __name__ == "__main__":
    main()
