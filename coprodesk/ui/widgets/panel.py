"""The detail panel at the right of a list."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from coprodesk.domain.i18n import labelled
from coprodesk.ui import paint, theme
from coprodesk.ui.paint import Chip
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Separator
from coprodesk.ui.widgets.marks import StatusChip
from coprodesk.ui.widgets.scroll import dress


class DetailPanel(QWidget):
    """The panel at the right of a list: chip and reference, title, facts, buttons, sections.

    Everything is inside a scroll area, so that it never makes the window taller. `start` begins a new
    content; then `facts`, `buttons`, `section` and `add` put things below one another.
    """

    WIDTH = 308

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._area = dress(QScrollArea(self))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.addWidget(self._area)
        self._column = QVBoxLayout()
        self.set_room("normal")
        self.start("")

    def set_room(self, width_class: str) -> None:
        """Take 400 in a large window, 308 else."""
        self.setFixedWidth(theme.px(400 if width_class == "large" else self.WIDTH))

    def start(self, title: str, chip: Chip | None = None, reference: str = "") -> None:
        """Empty the panel and give it a title, its state and its reference."""
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        # 18 px at the right, the scroll bar included: the longest state stays beside its reference.
        self._column.setContentsMargins(18, 14, 8, 14)
        self._column.setSpacing(8)
        if chip is not None or reference:
            head = QHBoxLayout()
            if chip is not None:
                head.addWidget(StatusChip(chip))
            head.addStretch(1)
            head.addWidget(Label(reference, "small", "text2"))
            self._column.addLayout(head)
        if title:
            self._column.addWidget(Label(title, "card", wrap=True))
        self._column.addStretch(1)
        before = self._area.takeWidget()
        if before is not None:  # it may be the sender of the signal that leads here
            before.hide()
            before.deleteLater()
        self._area.setWidget(inner)
        inner.setAutoFillBackground(False)
        self.setAccessibleName(title)

    def add(self, widget: QWidget) -> None:
        """Put `widget` below what is there."""
        self._column.insertWidget(self._column.count() - 1, widget)

    def facts(self, pairs: Iterable[tuple[str, str] | tuple[str, str, str]]) -> None:
        """Add rows « label, value »; a third part is the colour role of the value."""
        for name, value, *role in pairs:
            row = QWidget()
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(0)
            key = Label(name, "small", "text2")
            key.setFixedWidth(theme.px(92))
            words = Label(value, "small", role[0] if role else "text", wrap=True)
            words.setAccessibleName(labelled(name, value))
            line.addWidget(key, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(words, 1)
            self.add(row)

    def buttons(self, actions: Sequence[QAction]) -> None:
        """Add a row of buttons, with their keys where there is room."""
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        made = [ActionButton(action) for action in actions]
        if sum(one.sizeHint().width() + 8 for one in made) > self.width() - 46:
            made = [ActionButton(action, cap=False) for action in actions]
        for button in made:
            line.addWidget(button)
        line.addStretch(1)
        self.add(row)

    def section(self, title: str, link: QAction | None = None) -> None:
        """Start a section: a line, its title, and a link at the right."""
        self.add(Separator())
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(Label(title, "small_strong", "text2"))
        line.addStretch(1)
        if link is not None:
            line.addWidget(ActionButton(link, "link"))
        self.add(row)

    def history(self, steps: Iterable[tuple[str, str]]) -> None:
        """Add a dotted thread of « what, when »."""
        for index, (what, when) in enumerate(steps):
            self.add(_Step(what, when, first=index == 0))

    def minimumSizeHint(self) -> QSize:
        """The panel scrolls: any height will do."""
        return QSize(self.width(), 80)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sheet."""
        p = QPainter(self)
        paint.box(p, QRectF(self.rect()), "surface", "line", 8)
        p.end()


class _Step(QWidget):
    """One step of a history: a ring on a thread, two lines of text."""

    def __init__(self, what: str, when: str, *, first: bool) -> None:
        super().__init__()
        self._first = first
        self.setAccessibleName(f"{what}, {when}")
        column = QVBoxLayout(self)
        column.setContentsMargins(26, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Label(what, "small", wrap=True))
        column.addWidget(Label(when, "tiny", "text2", wrap=True))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ring and thread."""
        p = QPainter(self)
        if not self._first:
            paint.fill(p, QRectF(8, -8, 1, 12), "line2")
        paint.fill(p, QRectF(8, 16, 1, self.height()), "line2")
        paint.box(p, QRectF(3, 4, 11, 11), None, "text3", 5.5, 1.5)
        p.end()
