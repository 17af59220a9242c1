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

from coprodesk.commands import live, meetings, replies
from coprodesk.domain.attendance import Reply
from coprodesk.domain.errors import Refusal
from coprodesk.domain.quick_entry import QuickKind
from coprodesk.exchange import demo
from coprodesk.queries.attendance import roll
from coprodesk.store import Store, create
from coprodesk.ui import language, theme, window
from coprodesk.ui.desk import Desk
from coprodesk.ui.help import open_help
from coprodesk.ui.pages.reply_anywhere import open_reply
from coprodesk.ui.pages.settings_sections import sections
from coprodesk.ui.projector import toggle_projector
from coprodesk.ui.welcome import Welcome
from tests import live_scene
from tests.conftest import FrozenClock, opening_in

SIZES = {"1366x768": (1366, 768), "1024x640": (1024, 640), "900x430": (900, 430), "1920x1000": (1920, 1000)}
PROJECTED = ((1366, 768), (1920, 1080))
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
        **{f"settings-{one.key}": ("settings", {"section": one.key}) for one in sections()},
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
    app = theme.application()
    language.speak(app)
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
        if not wanted or wanted & {"meeting", "session"}:
            in_session(app, place, out, sizes, themes)
        if "1366x768" in sizes and (not wanted or wanted & {"meeting", "projector"}):
            projected(app, place, out)
        theme.apply(app, themes[0], 1.0)
        welcome = Welcome()
        if not wanted or "welcome" in wanted:
            welcome.resize(*next(iter(sizes.values())))
            welcome.show()
            save(app, welcome, out / f"welcome-{next(iter(sizes))}.png")


def in_session(
    app: QApplication, place: Path, out: Path, sizes: dict[str, tuple[int, int]], themes: tuple[str, ...]
) -> None:
    """Render the cockpit at 15 h 04 of its session: a line being typed, the roll, what is followed up."""
    clock = FrozenClock()
    store = create(place / "session.copro", opening_in(place, clock), demo.fill(), demo.label())
    meeting_id = live_scene.play(store, clock)
    desk = window.build(store)
    desk.shell.show()
    for name in themes:
        theme.apply(app, name, 1.0)
        for size, (width, height) in sizes.items():
            suffix = f"{size}{'' if name == 'light' else '-sombre'}"
            desk.shell.resize(width, height)
            desk.go("meeting", meeting_id=meeting_id, step="live")
            step = desk.shell.current_page().step
            step.entry.focus()
            step.entry.text.setPlainText("DSDEN transmet l’absentéisme agrégé de T3 @dsden >30/11")
            step.entry.set_kind(QuickKind.COMMITMENT)
            save(app, desk.shell, out / f"session-{suffix}.png")
            step.switch()
            save(app, desk.shell, out / f"session-roll-{suffix}.png")
            step.table.select(
                store.rows("SELECT id FROM agenda_item WHERE meeting_id = ? AND position = 2", (meeting_id,))[
                    0
                ]["id"]
            )
            step.table.setFocus()
            save(app, desk.shell, out / f"session-follow-{suffix}.png")
            desk.go("journal")
    desk.leave()
    store.close()


def projected(app: QApplication, place: Path, out: Path) -> None:
    """Render the projector at 15 h 04 of the session, before it, suspended and after it."""
    clock = FrozenClock()
    store = create(place / "projection.copro", opening_in(place, clock), demo.fill(), demo.label())
    desk = window.build(store)
    shown = toggle_projector(desk, live_scene.meeting_id(store))
    assert shown is not None

    def shoot(scene: str) -> None:
        for width, height in PROJECTED:
            shown.resize(width, height)
            save(app, shown, out / f"projector{scene}-{width}x{height}.png")

    shoot("-before")
    one = live_scene.play(store, clock)
    shown.refresh()
    shoot("")
    live.suspend_session(store, one, "15:04")
    shoot("-suspended")
    live.resume_session(store, one, "15:04")
    live.end_item(store, one, "15:04")
    shoot("-blank")
    live.close_session(store, one, "15:05")
    shoot("-closed")
    shown.close()
    desk.leave()
    store.close()


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
    if not wanted or "convened" in wanted:
        convened(app, desk, out, suffix)
    if not wanted or "palette" in wanted:
        desk.go("journal")
        desk.shell.open_palette()
        assert desk.shell.palette_view is not None
        desk.shell.palette_view.open("dsden")
        save(app, desk.shell, out / f"palette-{suffix}.png")
        desk.shell.palette_view.dismiss()
    if not wanted or "help" in wanted:
        opened = open_help(desk.shell, "live", desk)
        save(app, opened, out / f"help-{suffix}.png")
        opened.search.setText("disque plein")
        opened.search.typed.emit("disque plein")
        save(app, opened, out / f"help-search-{suffix}.png")
        opened.close()


def convened(app: QApplication, desk: Desk, out: Path, suffix: str) -> None:
    """Photograph the replies of a meeting just convened, the calls and the reply noted from anywhere."""
    coming = int(desk.store.rows("SELECT id FROM meeting WHERE number = '2026-03'")[0][0])
    with desk.store.change("Convocations"):
        meetings.convene_meeting(desk.store, coming, desk.today())
        for place, line in enumerate(roll(desk.store, coming)[:9]):
            reply = (Reply.SENDS, Reply.EXCUSED, Reply.COMES)[place % 3]
            replies.note_reply(desk.store, line.id, reply, on=desk.today(), channel="courriel")
    desk.go("meeting", meeting_id=coming, step="convening")
    step = desk.shell.current_page().step
    step.call.trigger()
    save(app, desk.shell, out / f"convened-{suffix}.png")
    step.side.choose("steps")
    save(app, desk.shell, out / f"convened-steps-{suffix}.png")
    dialog = open_reply(desk)
    save(app, dialog, out / f"reply-{suffix}.png")
    dialog.reject()
    desk.undo()


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
