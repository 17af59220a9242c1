"""What a page of the shell is: margins, a body, and the few things the shell asks of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from coprodesk.ui.actions import Handler
from coprodesk.ui.room import Room
from coprodesk.ui.widgets.cards import Banner
from coprodesk.ui.widgets.header import PageHeader
from coprodesk.ui.widgets.scroll import scrolled


class Page(QWidget):
    """The base of every page: put a `PageHeader` with `set_header`, then widgets into `body`.

    `scroll` puts the body in a scroll area, for pages that may be taller than their room; a page whose
    table scrolls by itself leaves it False. `subjects` names what the page shows: it is refreshed when
    one of them is touched. `rail` asks for the narrow sidebar. Override `refresh`, `first_focus`,
    `open_at`, `handlers`, `parts`, `place` as needed.
    """

    subjects: frozenset[str] = frozenset()

    def __init__(self, *, scroll: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.room = Room()
        self.rail = False
        self.header: PageHeader | None = None
        self.banner = Banner()
        self._outer = QVBoxLayout(self)
        self._outer.setSpacing(12)
        self._outer.addWidget(self.banner)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        if scroll:
            self._outer.addWidget(self._scrolled(), 1)
        else:
            self._outer.addLayout(self.body, 1)
        self.set_room(Room())

    def _scrolled(self) -> QScrollArea:
        inner = QWidget()
        inner.setLayout(self.body)
        self.body.setContentsMargins(0, 0, 0, 0)
        return scrolled(inner)

    def set_header(self, header: PageHeader) -> None:
        """Put `header` at the top of the page."""
        self.header = header
        self._outer.insertWidget(0, header)

    def set_room(self, room: Room) -> None:
        """Take the margins of `room` and fold the header; override to fold more, calling this first."""
        self.room = room
        side = room.margin
        top = 12 if room.height == "very_low" else 20
        self._outer.setContentsMargins(side, top, side, side if side < 24 else 16)
        if self.header is not None:
            self.header.set_room(room.width)

    def refresh(self) -> None:
        """Read again what the page shows; called before it is seen and when a subject was touched."""

    def first_focus(self) -> QWidget | None:
        """Return the widget that takes the keyboard when the page opens; None leaves it to the page."""
        return None

    def open_at(self, **where: Any) -> None:
        """Go to what `Shell.go(id, **where)` names; called after `refresh`."""

    def parts(self) -> Mapping[str, QWidget]:
        """Return the filters, lists and panels that come back at the next start, by a name that stays."""
        return {}

    def place(self) -> Mapping[str, int | str] | None:
        """Return what `open_at` takes to come back here at the next start, ids only; None: elsewhere."""
        return {}

    def help_id(self) -> str:
        """Return the help page of what is shown now; '' for the page named like this one."""
        return ""

    def letters(self) -> Sequence[tuple[str, Sequence[tuple[str, str]]]]:
        """Return the keys that no action of the page holds: panes, each with « keys, what they do »."""
        return ()

    def handlers(self) -> Mapping[str, Handler]:
        """Return what the page does for actions of the table, by id; they win over the window's."""
        return {}

    def minimumSizeHint(self) -> QSize:
        """Never larger than the smallest window leaves: what is taller scrolls or is cut by the page."""
        return super().minimumSizeHint().boundedTo(QSize(844, 386))
