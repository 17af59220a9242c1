"""The top of a page: bread-crumb, title, facts, actions; and the five steps of a meeting."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAction, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from coprodesk.domain.i18n import _
from coprodesk.ui import paint, theme
from coprodesk.ui.actions import make
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cut import tell_cut


class ElidedLabel(Label):
    """A line that gives way: it is elided when short of room, with the whole text as tool tip."""

    def __init__(self, text: str = "", role: str = "body", tint: str = "text") -> None:
        super().__init__(text, role, tint)
        self._paint_role, self._paint_tint = role, tint
        self._short = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_short(self, text: str) -> None:
        """Give the words that stand for the text where it has no room."""
        self._short = text
        self.update()

    def set_tint(self, tint: str) -> None:
        """Change the colour role of the text."""
        self._paint_tint = tint
        super().set_tint(tint)

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(40, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what fits."""
        p = QPainter(self)
        words = self.text()
        if self._short and paint.advance(words, self._paint_role) > self.width():
            words = self._short
        cut = paint.text(p, QRectF(self.rect()), words, self._paint_role, self._paint_tint)
        p.end()
        tell_cut(self, self.text(), cut or words != self.text())


class PageHeader(QWidget):
    """Bread-crumb 12, title 22, facts 13; at the right at most three actions, the primary last.

    `more` goes into the « … » menu. In a compact window (`set_room`) secondary buttons fold to icons.
    """

    def __init__(
        self,
        title: str,
        facts: str = "",
        *,
        crumbs: Sequence[str] = (),
        primary: QAction | None = None,
        secondary: Sequence[QAction] = (),
        more: Iterable[QAction] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        column = QVBoxLayout()
        column.setSpacing(2)
        self._crumbs = ElidedLabel("", "tiny", "text2")
        self._title = ElidedLabel(title, "title")
        self._facts = ElidedLabel(facts, "small", "text2")
        for label in (self._crumbs, self._title, self._facts):
            column.addWidget(label)
        row.addLayout(column, 1)
        self._secondary: list[ActionButton] = []
        self._compact = False
        if primary is not None and len(secondary) > 2:
            more = (*secondary[2:], *more)
            secondary = secondary[:2]
        for action in secondary[:3]:
            button = ActionButton(action)
            self._secondary.append(button)
            row.addWidget(button)
        self._menu = QMenu(self)
        rest = list(more)
        if rest:
            self._menu.addActions(rest)
            self._opener = make(self, _("Autres actions"), self._open_menu, icon="more")
            self._more = ActionButton(self._opener, icon_only=True)
            row.addWidget(self._more)
        if primary is not None:
            row.addWidget(ActionButton(primary, "primary"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_title(title, facts, crumbs)

    def set_title(self, title: str, facts: str = "", crumbs: Sequence[str] = (), *, short: str = "") -> None:
        """Change the words; an empty bread-crumb or line of facts takes no room; `short` is a tight title."""
        self._title.setText(title)
        self._title.set_short(short)
        self._facts.setText(facts)
        self._crumbs.setText("  ›  ".join(crumbs))
        self._facts.setVisible(bool(facts))
        self._crumbs.setVisible(bool(crumbs))
        self.setAccessibleName(title)

    def title(self) -> str:
        """Return the title shown."""
        return self._title.text()

    def set_room(self, width_class: str) -> None:
        """Fold the secondary buttons to their icons in a compact window."""
        compact = width_class == "compact"
        if compact != self._compact:
            self._compact = compact
            for button in self._secondary:
                button.set_icon_only(compact)

    def _open_menu(self) -> None:
        self._menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))


class Step(NamedTuple):
    """One step of a meeting: key, name, short state (« 9 réponses sur 11 »), and whether it is done."""

    key: str
    name: str
    state: str = ""
    done: bool = False


class Stepper(QWidget):
    """The map of a meeting: every step can be opened at any time; ← → move, Entrée opens.

    `opened(str)` tells the key of the step asked for; the caller then calls `set_current`.
    """

    ACCESSIBLE_ROLE = QAccessible.Role.PageTab

    opened = Signal(str)

    def __init__(self, steps: list[Step], current: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps = steps
        self._current = current
        self._cursor = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.notifier().changed.connect(self.updateGeometry)
        self.set_steps(steps, current)

    def set_steps(self, steps: list[Step], current: str) -> None:
        """Change names, states and the current step."""
        self._steps, self._current = steps, current
        self._cursor = next((i for i, step in enumerate(steps) if step.key == current), 0)
        self._tell()
        self.update()

    def set_current(self, key: str) -> None:
        """Mark `key` as the step shown."""
        self.set_steps(self._steps, key)

    def current(self) -> str:
        """Return the key of the step shown."""
        return self._current

    def _tell(self) -> None:
        step = self._steps[self._cursor]
        self.setAccessibleName(
            _("Étape {n} sur {total} : {name} {state}").format(
                n=self._cursor + 1, total=len(self._steps), name=step.name, state=step.state
            )
        )

    def sizeHint(self) -> QSize:
        """44 high at least."""
        return QSize(round(sum(self._widths())), max(44, round(paint.line_height()) + 24))

    def minimumSizeHint(self) -> QSize:
        """States, then names, give way when room is short."""
        return QSize(200, self.sizeHint().height())

    def _widths(self, level: int = 0) -> list[float]:
        """Return the room of each step: whole, without states (1), or discs and current name only (2)."""
        widths = []
        for step in self._steps:
            mine = step.key == self._current
            role = "strong" if mine else "body"
            width = theme.px(20) + 8.0
            if level < 2 or mine:
                width += paint.advance(step.name, role)
            if step.state and (level == 0 or (mine and level == 1)):
                width += paint.advance(step.state, "tiny") + 8
            widths.append(width + 34)
        return widths

    def _level(self) -> int:
        return next((level for level in (0, 1) if sum(self._widths(level)) <= self.width() + 34), 2)

    def _cells(self) -> list[QRectF]:
        cells, left = [], 0.0
        for width in self._widths(self._level()):
            cells.append(QRectF(left, 0, width - 34, self.height()))
            left += width
        return cells

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ask for the step under the pointer."""
        for step, cell in zip(self._steps, self._cells(), strict=True):
            if cell.adjusted(-8, 0, 8, 0).contains(event.position()):
                self.opened.emit(step.key)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """← and → move the ring, Entrée and Espace ask for the step."""
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 1 if key == Qt.Key.Key_Right else -1
            self._cursor = min(max(self._cursor + step, 0), len(self._steps) - 1)
            self._tell()
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self._steps[self._cursor].key)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground line, the five steps and the bar under the current one."""
        p = QPainter(self)
        paint.fill(p, QRectF(0, self.height() - 1, self.width(), 1), "line2")
        level = self._level()
        for index, (step, cell) in enumerate(zip(self._steps, self._cells(), strict=True)):
            self._paint_step(p, index, step, cell, level)
            if index < len(self._steps) - 1:
                spot = QRectF(cell.right() + 8, 0, 16, self.height() - 2)
                paint.icon(p, spot, "chevron-right", "line2")
        p.end()

    def _paint_step(self, p: QPainter, index: int, step: Step, cell: QRectF, level: int) -> None:
        mine = step.key == self._current
        side = float(theme.px(20))
        disc = QRectF(cell.x(), (self.height() - side) / 2 - 1, side, side)
        if mine or step.done:
            paint.box(p, disc, "accent", None, side / 2)
        else:
            paint.box(p, disc, "surface", "ctl", side / 2)
        if step.done and not mine:
            paint.icon(p, disc.adjusted(3, 3, -3, -3), "check", "onacc")
        else:
            centre = Qt.AlignmentFlag.AlignHCenter
            paint.text(p, disc, str(index + 1), "cap", "onacc" if mine else "text2", centre)
        left = disc.right() + 8
        role = "strong" if mine else "body"
        if level < 2 or mine:
            room = cell.right() - left
            paint.text(p, QRectF(left, -1, room, self.height()), step.name, role, "text" if mine else "text2")
            left += paint.advance(step.name, role) + 8
        if step.state and (level == 0 or (mine and level == 1)):
            paint.text(
                p, QRectF(left, -1, cell.right() - left + 1, self.height()), step.state, "tiny", "text2"
            )
        if mine:
            paint.fill(p, QRectF(cell.x(), self.height() - 3, cell.width(), 3), "accent")
        if self.hasFocus() and index == self._cursor:
            paint.focus_ring(p, cell.adjusted(-4 if index else 0, 6, 4, -6))
