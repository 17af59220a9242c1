"""Renders every page of the window on the example council into PNG files, to be looked at.

python -m tests.gallery OUT [PAGE…]  light and dark at 1366 × 768, light at 1024 × 640, 1920 × 1000 and 200 %
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool
from PySide6.QtWidgets import QApplication, QWidget

from coprodesk.domain.errors import Refusal
from coprodesk.exchange import demo
from coprodesk.store import Store, create
from coprodesk.ui import theme, window
from coprodesk.ui.desk import Desk
from coprodesk.ui.welcome import Welcome
from tests.conftest import FrozenClock, opening_in

SIZES = {"1366x768": (1366, 768), "1024x640": (1024, 640), "1920x1000": (1920, 1000)}
DOUBLE = {"200pourcent": (960, 460)}


def views(store: Store) -> dict[str, tuple[str, dict[str, object]]]:
    """View name -> page id and where it opens."""

    def first(sql: str) -> int:
        return int(store.rows(sql)[0][0])

    coming = first("SELECT id FROM meeting WHERE number = '2026-03'")
    held = first("SELECT id FROM meeting WHERE number = '2026-02'")
    dsden = first("SELECT id FROM institution WHERE short_name = 'DSDEN'")
    steps = ("agenda", "convening", "live", "minutes", "follow_up")
    return {
        **{page: (page, {}) for page in window.PAGES if page not in ("meeting", "partner")},
        "partner": ("partner", {"institution_id": dsden}),
        **{f"coming-{step}": ("meeting", {"meeting_id": coming, "step": step}) for step in steps},
        **{f"held-{step}": ("meeting", {"meeting_id": held, "step": step}) for step in steps},
    }


def settle(app: QApplication) -> None:
    """Let pending work, layouts and paints happen."""
    for _ in range(4):
        QThreadPool.globalInstance().waitForDone()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        app.processEvents()


def save(app: QApplication, widget: QWidget, path: Path) -> None:
    settle(app)
    widget.grab().save(str(path))
    print(path)


def render(out: Path, sizes: dict[str, tuple[int, int]], themes: tuple[str, ...], wanted: set[str]) -> None:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.french(app)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        store = create(place / demo.FILE_NAME, opening_in(place, FrozenClock()), demo.fill(), demo.label())
        desk = window.build(store, backups_root=place / "backups")
        for name in themes:
            theme.apply(app, name, 1.0)
            for size, (width, height) in sizes.items():
                photograph(
                    app, desk, out, f"{size}{'' if name == 'light' else '-sombre'}", (width, height), wanted
                )
        desk.leave()
        store.close()
        theme.apply(app, themes[0], 1.0)
        welcome = Welcome()
        if not wanted or "welcome" in wanted:
            welcome.resize(*next(iter(sizes.values())))
            welcome.show()
            save(app, welcome, out / f"welcome-{next(iter(sizes))}.png")


def photograph(
    app: QApplication, desk: Desk, out: Path, suffix: str, size: tuple[int, int], wanted: set[str]
) -> None:
    desk.shell.resize(*size)
    desk.shell.show()
    for view, (page, where) in views(desk.store).items():
        if wanted and view not in wanted and page not in wanted:
            continue
        try:
            desk.go(page, **where)
        except (ImportError, Refusal) as missing:
            print(f"{view}: {missing}", file=sys.stderr)
            continue
        save(app, desk.shell, out / f"{view}-{suffix}.png")
    if not wanted or "palette" in wanted:
        desk.go("journal")
        desk.shell.open_palette()
        assert desk.shell.palette_view is not None
        desk.shell.palette_view.open("dsden")
        save(app, desk.shell, out / f"palette-{suffix}.png")
        desk.shell.palette_view.dismiss()


def main(arguments: list[str]) -> int:
    if not arguments:
        print(__doc__)
        return 2
    out = Path(arguments[0])
    out.mkdir(parents=True, exist_ok=True)
    wanted = {argument for argument in arguments[1:] if not argument.startswith("--")}
    if "--double" in arguments:
        render(out, DOUBLE, ("light",), wanted)
        return 0
    first = "1366x768"
    render(out, {first: SIZES[first]}, ("light", "dark"), wanted)
    render(out, {key: value for key, value in SIZES.items() if key != first}, ("light",), wanted)
    environment = {**os.environ, "QT_SCALE_FACTOR": "2"}
    return subprocess.run(
        [sys.executable, "-m", "tests.gallery", str(out), "--double", *sorted(wanted)],
        env=environment,
        check=False,
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
