"""The window: top bar, sidebar, pages built when first opened, banner, toast, palette, actions."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.ui import actions, looks, roles, theme
from coprodesk.ui.actions import Handler
from coprodesk.ui.page import Page
from coprodesk.ui.room import Room, room_for
from coprodesk.ui.sidebar import Place, Sidebar
from coprodesk.ui.topbar import TopBar
from coprodesk.ui.widgets.cards import Banner
from coprodesk.ui.widgets.toast import Toast

if TYPE_CHECKING:
    from coprodesk.ui.palette import CommandPalette, Search

MINIMUM = QSize(900, 430)


class Shell(QMainWindow):
    """The main window. It knows pages by id and actions by id, and no data.

    `handlers` does the window's own actions by id; a page's `handlers()` win while it is shown; an
    action nobody handles is greyed. `offered` limits the table to the ids that exist in this program.
    `appearance_changed(str, float)` tells theme and text size to remember, `page_changed(str)` the page.
    `on_close` is asked before closing, after pending text was flushed; False keeps the window.
    """

    appearance_changed = Signal(str, float)
    page_changed = Signal(str)

    def __init__(
        self,
        places: list[Place],
        handlers: Mapping[str, Handler],
        *,
        council: str = "",
        kind: str = "",
        offered: Iterable[str] | None = None,
        search: "Search | None" = None,
        on_close: Callable[[], bool] | None = None,
    ) -> None:
        super().__init__()
        roles.install()
        self.setMinimumSize(MINIMUM)
        self.room = Room()
        self._factories: dict[str, Callable[[], Page]] = {}
        self._pages: dict[str, Page] = {}
        self._homes: dict[str, str] = {}
        self._stale: set[str] = set()
        self._looks: dict[str, looks.Look] = {}
        self._current = ""
        self._on_close = on_close
        self._search = search
        self._window_handlers = {**self._own_handlers(), **handlers}
        ids = [spec.id for spec in actions.specs()] if offered is None else [*offered]
        wanted = [*dict.fromkeys([*ids, *self._window_handlers])]
        self.actions_by_id = actions.build(self, {key: partial(self._dispatch, key) for key in wanted})
        self._compose(places, council, kind)
        self._enable()

    def _compose(self, places: list[Place], council: str, kind: str) -> None:
        self._centre = centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.top = TopBar(self.actions_by_id["view.palette"])
        actions.fill_menus(self.top.menu_bar, self.actions_by_id)
        self.top.place()
        self.sidebar = Sidebar(places, council, kind)
        self.sidebar.chosen.connect(self._open_place)
        self.banner = Banner()
        self.stack = QStackedWidget()
        self._right = right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.banner)
        right.addWidget(self.stack, 1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addLayout(right, 1)
        column.addWidget(self.top)
        column.addLayout(row, 1)
        self.setCentralWidget(centre)
        self.toast = Toast(centre, self.actions_by_id.get("edit.undo"), over=self.stack)

    def _own_handlers(self) -> dict[str, Handler]:
        own: dict[str, Handler] = {
            "view.palette": self.open_palette,
            "view.next_pane": partial(self._pane, 1),
            "view.previous_pane": partial(self._pane, -1),
            "view.system": partial(self.set_appearance, "system"),
            "view.light": partial(self.set_appearance, "light"),
            "view.dark": partial(self.set_appearance, "dark"),
            "view.larger": partial(self._resize_text, 1),
            "view.smaller": partial(self._resize_text, -1),
            "help.shortcuts": self.show_shortcuts,
            "file.quit": self.close,
        }
        return own

    # Pages

    def add_page(self, key: str, factory: Callable[[], Page], *, home: str = "") -> None:
        """Offer a page, built when first opened; `home` is the sidebar place it belongs to (itself)."""
        self._factories[key] = factory
        self._homes[key] = home or key

    def go(self, key: str, /, **where: Any) -> None:
        """Open page `key`, flushing pending text first; `where` goes to the page's `open_at`.

        Raises KeyError for an unknown page. A Refusal is shown in the window's banner.
        """
        if key not in self._factories:
            raise KeyError(key)
        if self._current:
            self.flush()
        try:
            page = self._page(key)
            if key in self._stale:
                self._stale.discard(key)
                page.refresh()
                self.give_back(key, page.parts())
            if where:
                page.open_at(**where)
        except Refusal as refusal:
            self.refuse(refusal)
            self.sidebar.select(self._homes.get(self._current, ""))
            return
        moved = key != self._current
        self._current = key
        page.set_room(self.room)
        self.stack.setCurrentWidget(page)
        self.sidebar.select(self._homes[key])
        self.fit_sidebar()
        self._enable()
        if moved:
            first = page.first_focus() or _landing(page)
            if first is not None:
                first.setFocus(Qt.FocusReason.OtherFocusReason)
            self.page_changed.emit(key)

    def _open_place(self, key: str) -> None:
        """Open a place of the sidebar; one that is an act of the table leaves the page where it is."""
        if key in self.actions_by_id:
            self._dispatch(key)
            self.sidebar.select(self._homes.get(self._current, ""))
        else:
            self.go(key)

    def _page(self, key: str) -> Page:
        if key not in self._pages:
            page = self._factories[key]()
            self._pages[key] = page
            self._stale.add(key)
            self.stack.addWidget(page)
        return self._pages[key]

    def recall(self, left: object) -> None:
        """Have each page, when it is first opened, look as it was `left`; what is no look is passed over."""
        held = left.items() if isinstance(left, dict) else ()
        self._looks = {key: dict(look) for key, look in held if isinstance(look, dict)}

    def give_back(self, key: str, parts: Mapping[str, QWidget]) -> None:
        """Put parts of page `key`, just filled for the first time, as they were left."""
        look = self._looks.get(key, {})
        looks.give_back(parts, look)
        for name in parts:
            look.pop(name, None)

    def left(self) -> tuple[dict[str, looks.Look], str, Mapping[str, int | str]]:
        """Return how every page is left, and where to come back: a page and what its `open_at` takes."""
        left = dict(self._looks)
        for key, shown in self._pages.items():
            left[key] = left.get(key, {}) | looks.look_of(shown.parts())
        page = self.current_page()
        place = page.place() if page is not None else {}
        if place is None:
            return left, self._homes[self._current], {}
        return left, self._current, place

    def current_id(self) -> str:
        """Return the id of the page shown, '' before the first."""
        return self._current

    def current_page(self) -> Page | None:
        """Return the page shown."""
        return self._pages.get(self._current)

    def touched(self, subjects: Iterable[str] | None = None) -> None:
        """Refresh what shows one of `subjects` (None: everything): now if seen, when opened if hidden."""
        changed = None if subjects is None else frozenset(subjects)
        for key, page in self._pages.items():
            if changed is None or page.subjects & changed:
                self._stale.add(key)
        page_shown = self.current_page()
        if page_shown is not None and self._current in self._stale:
            self._stale.discard(self._current)
            try:
                page_shown.refresh()
            except Refusal as refusal:
                self.refuse(refusal)
        self.update_actions()

    def flush(self) -> int:
        """Store pending text of the whole window; returns how many editors had some."""
        from coprodesk.ui.widgets.editors import flush_pending

        return flush_pending(self)

    # Messages

    @cached_property
    def unsaved(self) -> Banner:
        """The banner of a save that failed, above the window's own; made when first needed."""
        banner = Banner()
        self._right.insertWidget(0, banner)
        return banner

    def refuse(self, refusal: Refusal | str) -> None:
        """Show an expected refusal: in the page's banner, else in the window's."""
        page = self.current_page()
        (self.banner if page is None else page.banner).say(str(refusal), "late")

    def not_saved(self, sentence: str, retry: QAction | None = None) -> None:
        """Show the red banner under the top bar and turn the save state; `saved` takes both away."""
        self.top.save_state.failed(_("Non enregistré"))
        self.unsaved.say(sentence, "late", retry)

    def saved(self, clock: str) -> None:
        """Show « Enregistré à {clock} » and take the red banner away; what else was told stays."""
        self.top.save_state.saved(clock)
        if "unsaved" in vars(self):
            self.unsaved.clear()

    def say(self, sentence: str, *, undoable: bool = True) -> None:
        """Show a short message at the bottom left, with « Annuler »."""
        self.toast.say(sentence, undoable=undoable)

    # Actions

    def action(self, key: str) -> QAction:
        """Return the action `key` of the table, for a button or a menu; KeyError when it is not offered."""
        return self.actions_by_id[key]

    def update_actions(self) -> None:
        """Grey what nobody handles now; to be called when a page's `handlers()` change."""
        self._enable()

    def set_undo(self, undo: str | None, redo: str | None) -> None:
        """Name the next undo and redo (« suppression de 3 présences »); None greys it."""
        names = (("edit.undo", _("&Annuler"), undo), ("edit.redo", _("&Rétablir"), redo))
        for key, verb, what in names:
            if key in self.actions_by_id:
                action = self.actions_by_id[key]
                action.setText(_("{verb} : {what}").format(verb=verb, what=what) if what else verb)
                action.setProperty("barred", what is None)
        self._enable()

    def _handler(self, key: str) -> Handler | None:
        page = self.current_page()
        mine = page.handlers() if page is not None else {}
        return mine.get(key) or self._window_handlers.get(key)

    def _enable(self) -> None:
        page = self.current_page()
        mine = page.handlers() if page is not None else {}
        for key, action in self.actions_by_id.items():
            handled = key in mine or key in self._window_handlers
            action.setEnabled(handled and not action.property("barred"))

    def _dispatch(self, key: str) -> None:
        handler = self._handler(key)
        if handler is None:
            return
        if key != "view.palette":
            self.flush()
        try:
            handler()
        except Refusal as refusal:
            self.refuse(refusal)

    @cached_property
    def palette_view(self) -> "CommandPalette | None":
        """The command palette, built when first asked for; None when there is nothing to search."""
        from coprodesk.ui.palette import CommandPalette

        return None if self._search is None else CommandPalette(self._centre, self._search)

    def open_palette(self) -> None:
        """Open the command palette, when there is something to search."""
        if self.palette_view is not None:
            self.palette_view.open()

    def show_shortcuts(self) -> None:
        """Show the sheet of shortcuts."""
        from coprodesk.ui.shortcuts import ShortcutSheet

        ShortcutSheet(self.actions_by_id, self, self.current_page()).open()

    def _pane(self, way: int) -> None:
        """Go to the next pane: top bar, sidebar, page."""
        page = self.current_page()
        panes: list[QWidget] = [self.top, self.sidebar]
        if page is not None:
            panes.append(page)
        held = self.focusWidget()
        now = next((i for i, pane in enumerate(panes) if held and pane.isAncestorOf(held)), 0)
        target = panes[(now + way) % len(panes)]
        inside = page.first_focus() if page is not None and target is page else None
        if target is self.sidebar:
            inside = next((item for item in self.sidebar.items() if item.is_here()), None)
        if target is self.top:
            inside = self.top.search
        if inside is None:
            inside = next((w for w in target.findChildren(QWidget) if _takes_tab(w)), None)
        if inside is not None:
            inside.setFocus(Qt.FocusReason.TabFocusReason)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab follows the eye."""
        from coprodesk.ui import focus

        return focus.step(self._centre, self.focusWidget(), forward=forward)

    # Appearance

    def set_appearance(self, wish: str, text_scale: float | None = None) -> None:
        """Apply theme ('system', 'light', 'dark') and text size, and tell them for the settings."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, wish, theme.scale() if text_scale is None else text_scale)
            self._give_room()
            self.appearance_changed.emit(wish, theme.scale())

    def _resize_text(self, way: int) -> None:
        steps = theme.SCALES
        near = min(range(len(steps)), key=lambda i: abs(steps[i] - theme.scale()))
        self.set_appearance(theme.wish(), steps[min(max(near + way, 0), len(steps) - 1)])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Change the window class when the room changes."""
        super().resizeEvent(event)
        self._give_room()

    def _give_room(self) -> None:
        self.room = room_for(round(self.width() / theme.scale()), round(self.height() / theme.scale()))
        self.fit_sidebar()
        page = self.current_page()
        if page is not None and page.room != self.room:
            page.set_room(self.room)

    def fit_sidebar(self) -> None:
        """Make the sidebar a rail when the window is narrow, or when the page asks for the room."""
        page = self.current_page()
        self.sidebar.set_room(self.room, rail=True if page is not None and page.rail else None)

    def minimumSizeHint(self) -> QSize:
        """900 × 430: a page that asks for more scrolls."""
        return MINIMUM

    def closeEvent(self, event: QCloseEvent) -> None:
        """Store what is pending, then ask `on_close`."""
        self.flush()
        if self._on_close is not None and not self._on_close():
            event.ignore()
            return
        super().closeEvent(event)


def _landing(page: Page) -> QWidget | None:
    from coprodesk.ui import focus

    return focus.landing(page)


def _takes_tab(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
