"""Every place of the window and every dialog that an act opens, on a council of the longest words.

Places come from the table of pages, dialogs from triggering each act of each place: what is added is met too.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

from PySide6.QtCore import QThreadPool, QUrl
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMenu, QMessageBox, QWidget

from coprodesk.domain.errors import Refusal
from coprodesk.exchange import demo
from coprodesk.store import Store, create, open_file
from coprodesk.ui import window
from coprodesk.ui.actions import label
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.meeting import STEPS
from coprodesk.ui.pages.settings_sections import sections
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.widgets.buttons import ActionButton
from tests.conftest import FrozenClock, opening_in
from tests.ui import detect

COMING, HELD = "2026-03", "2026-02"
SEATS, ITEMS = 24, 14
_LEFT = (
    "file.quit",
    "file.close_sheet",
    "view.palette",
    "view.system",
    "view.light",
    "view.dark",
    "view.larger",
)
NOT_TRIGGERED = frozenset(
    (*_LEFT, "view.smaller", "view.projector", "file.open", "file.create", "file.example")
)
"""Acts that close or dress the window, or open another; the projector is not walked: nobody acts on it."""

_LONG_NAME = "Établissement public de coopération intercommunale de l’agglomération de Brévigny-sur-Lorne"
_LONG_TITLE = (
    "Suivi des engagements pris au titre de la stratégie territoriale de sécurité et de prévention "
    "de la délinquance 2026-2029"
)
_LONG_PERSON = "Saint-Hilaire de Montredon-Labessonnié"
_LONG_FUNCTION = "directrice départementale adjointe de la protection judiciaire de la jeunesse"
_LONG = {
    "institution": {"name": _LONG_NAME, "short_name": "Agglomération"},
    "person": {"last_name": _LONG_PERSON},
    "mandate": {"function": _LONG_FUNCTION},
    "agenda_item": {"title": _LONG_TITLE},
    "topic": {"title": _LONG_TITLE},
    "commitment": {"what": f"{_LONG_TITLE} : {_LONG_TITLE.lower()}"},
    "theme": {"name": "Axe 2 · Violences faites aux femmes, violences intrafamiliales et aide aux victimes"},
}


def lengthen(store: Store) -> None:
    """Give every third line of the council the longest words, 24 seats and 14 items to the coming meeting."""
    with store.change("Cas le plus long") as change:
        for table, words in _LONG.items():
            for row in store.rows(f"SELECT id FROM {table} WHERE id % 3 = 1"):
                more = f" {row['id']}" if table in ("institution", "theme") else ""
                change.update(table, row["id"], **{name: f"{text}{more}" for name, text in words.items()})
        council = "Communauté d’agglomération de Brévigny-sur-Lorne et du Haut-Pays"
        change.update("council", 1, commune=council)
    meeting = store.rows("SELECT id, body_id FROM meeting WHERE number = ?", (COMING,))[0]
    with store.change("Vingt-quatre sièges, quatorze points") as change:
        for place in range(_count(store, "agenda_item", "meeting_id", meeting["id"]), ITEMS):
            topic = change.insert("topic", title=_LONG_TITLE)
            change.insert(
                "agenda_item", meeting_id=meeting["id"], topic_id=topic, position=place + 1, title=_LONG_TITLE
            )
        held = "SELECT institution_id FROM seat WHERE body_id = ?"
        free = store.rows(f"SELECT id FROM institution WHERE id NOT IN ({held})", (meeting["body_id"],))
        missing = SEATS - _count(store, "seat", "body_id", meeting["body_id"])
        for row in free[: max(0, missing)]:
            change.insert(
                "seat", body_id=meeting["body_id"], institution_id=row["id"], from_date="2020-01-01"
            )


def _count(store: Store, table: str, column: str, value: int) -> int:
    return int(store.rows(f"SELECT count(*) FROM {table} WHERE {column} = ?", (value,))[0][0])


def long_council(folder: Path, *, longest: bool = True) -> Path:
    """Write the example council, with its longest words or as it is, into `folder` and return the file."""
    store = create(folder / demo.FILE_NAME, opening_in(folder, FrozenClock()), demo.fill(), demo.label())
    if longest:
        lengthen(store)
    store.close()
    return store.path


@dataclass(frozen=True)
class Place:
    """Where `Desk.go` leads: a page, at what its `open_at` takes."""

    page: str
    where: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """How findings call it."""
        return " ".join((self.page, *(str(value) for value in self.where.values())))


def places(store: Store) -> list[Place]:
    """Return every page, every section of the settings, every step of a meeting held and of one to come."""
    found = [Place(page) for page in window.PAGES if page not in ("meeting", "partner", "settings")]
    found += [Place("settings", {"section": one.key}) for one in sections()]
    for row in store.rows("SELECT id FROM institution ORDER BY id LIMIT 2"):
        found.append(Place("partner", {"institution_id": row["id"]}))
    for row in store.rows("SELECT id FROM meeting WHERE number IN (?, ?)", (COMING, HELD)):
        found += [Place("meeting", {"meeting_id": row["id"], "step": step}) for step in STEPS]
    return found


@contextmanager
def harmless() -> Iterator[list[str]]:
    """Let nothing block or leave: files and printers are declined, links noted instead of opened."""
    asked: list[str] = []

    def decline(*_how: Any, **_more: Any) -> int:
        asked.append("exec")
        return 0

    def link(url: QUrl) -> bool:
        asked.append(url.toString())
        return True

    files = [
        mock.patch.object(QFileDialog, name, mock.Mock(return_value=("", "")))
        for name in ("getSaveFileName", "getOpenFileName", "getOpenFileNames")
    ]
    boxes = [
        mock.patch.object(QMessageBox, name, mock.Mock(return_value=QMessageBox.StandardButton.Cancel))
        for name in ("warning", "information", "question", "critical", "about")
    ]
    folder = mock.patch.object(QFileDialog, "getExistingDirectory", mock.Mock(return_value=""))
    execs = [mock.patch.object(one, "exec", decline) for one in (QMessageBox, QPrintDialog, QMenu)]
    opened = mock.patch.object(QDesktopServices, "openUrl", link)
    patches = [*files, *boxes, folder, *execs, opened]
    for one in patches:
        one.start()
    try:
        yield asked
    finally:
        for one in patches:
            one.stop()


class Visit:
    """A window on the long council that is made again whenever an act has changed its file."""

    def __init__(self, folder: Path, size: tuple[int, int] = (1366, 768), *, longest: bool = True) -> None:
        self._folder, self._size = folder, size
        self._long = long_council(folder, longest=longest)
        self._bytes = self._long.read_bytes()
        self._look: tuple[str, float] = "light", 1.0
        self.desk = self._open()

    def _open(self) -> Desk:
        self._long.write_bytes(self._bytes)
        store = open_file(self._long, opening_in(self._folder, FrozenClock()))
        desk = window.build(store, backups_root=self._folder / "backups")
        desk.shell.set_appearance(*self._look)
        desk.shell.resize(*self._size)
        desk.shell.show()
        desk.shell.activateWindow()
        self._steps = self._count(store)
        return desk

    def _count(self, store: Store) -> int:
        return int(store.rows("SELECT max(seq) FROM journal_step")[0][0])

    def close(self) -> None:
        """Close window and file."""
        QThreadPool.globalInstance().waitForDone()
        shut(self.desk.shell)
        self.desk.leave()
        self.desk.store.close()
        self.desk.shell.close()
        self.desk.shell.deleteLater()
        detect.settle()

    def again(self) -> None:
        """Begin again on the untouched file when something was written."""
        if self._count(self.desk.store) != self._steps:
            self.close()
            self.desk = self._open()

    def dress(self, wish: str, text_scale: float) -> None:
        """Give the window a theme and a size of text, also the windows made later."""
        self._look = wish, text_scale
        self.desk.shell.set_appearance(wish, text_scale)

    def resize(self, width: int, height: int) -> None:
        """Give the window another size, also for the windows made later."""
        self._size = width, height
        self.desk.shell.resize(width, height)
        detect.settle()

    def go(self, place: Place) -> QWidget:
        """Open a place and choose the first row of its lists; returns its page."""
        self.desk.go("journal")
        self.desk.go(place.page, **place.where)
        detect.settle()
        page = self.desk.shell.current_page()
        assert page is not None
        for table in page.findChildren(RowsTable):
            if table.isVisible() and table.current() is None:
                table.select_first()
        detect.settle()
        return page

    def dialogs(self) -> Iterator[tuple[str, QWidget]]:
        """Trigger each act of each place, and each act of what opens; yield each dialog and menu once."""
        met: set[str] = set()
        tried: set[tuple[str, str]] = set()
        for place in places(self.desk.store):
            for name in self._acts(self.go(place), place):
                if (place.page, name) not in tried:
                    tried.add((place.page, name))
                    yield from self._opened_by(place, name, met)

    def _acts(self, page: QWidget, place: Place) -> list[str]:
        mine = [label(one) for one in _live(page)]
        shell = self.desk.shell
        handled = getattr(page, "handlers", dict)()
        for key, action in shell.actions_by_id.items():
            if key not in NOT_TRIGGERED and action.isEnabled() and (place.page == "home" or key in handled):
                mine.append(label(action))
        return list(dict.fromkeys(mine))

    def _opened_by(self, place: Place, name: str, met: set[str]) -> Iterator[tuple[str, QWidget]]:
        """Yield what an act opens, and what the acts inside it open, one level deep."""
        shown = self._after(place, (name,))
        inside: list[str] = []
        for one in shown:
            if _title(one) not in met:
                met.add(_title(one))
                inside += [label(act) for act in _live(one) if isinstance(one, QDialog)]
                yield f"{place.name} > {name}", one
        shut(self.desk.shell)
        self.again()
        for act in dict.fromkeys(inside):
            for two in self._after(place, (name, act)):
                if _title(two) not in met:
                    met.add(_title(two))
                    yield f"{place.name} > {name} > {act}", two
            shut(self.desk.shell)
            self.again()

    def _after(self, place: Place, path: Sequence[str]) -> list[QWidget]:
        """Return the windows that stand after the acts of `path`, the last one opened last."""
        page = self.go(place)
        before: list[QWidget] = []
        for step, name in enumerate(path):
            before = windows(self.desk.shell)
            root: QWidget = before[-1] if step and before else page
            action = _find(root, name) or (None if step else _find(self.desk.shell, name))
            if action is None or not action.isEnabled():
                return []
            try:
                action.trigger()
            except Refusal:
                return []
            QThreadPool.globalInstance().waitForDone()
            detect.settle()
        known = set(map(id, before))
        return [one for one in windows(self.desk.shell) if id(one) not in known]


def _live(root: QWidget) -> list[QAction]:
    """Return the acts that a hand can reach: enabled, with keys or a button that is seen."""
    own = [one for one in root.findChildren(QAction) if label(one) and one.isEnabled() and one.isVisible()]
    buttons = root.findChildren(ActionButton)
    hidden = {one.action() for one in buttons} - {one.action() for one in buttons if one.isVisible()}
    lone = [one for one in own if not one.menu() and not isinstance(one.parent(), QMenu)]
    return [one for one in lone if one not in hidden or not one.shortcut().isEmpty()]


def _find(root: QWidget, name: str) -> QAction | None:
    return next((one for one in _live(root) if label(one) == name), None)


def _title(widget: QWidget) -> str:
    if isinstance(widget, QMenu):
        return "menu " + ", ".join(label(one) for one in widget.actions())
    return f"{type(widget).__name__} {widget.windowTitle()}"


def windows(main: QWidget) -> list[QWidget]:
    """Return the visible windows beside `main`."""
    return [
        one
        for one in QApplication.topLevelWidgets()
        if one.isVisible() and one is not main and one.isWindow()
    ]


def shut(main: QWidget) -> None:
    """Close every window but `main`."""
    for one in reversed(windows(main)):
        one.close()
    detect.settle()


Detector = Callable[[QWidget], list[str]]
