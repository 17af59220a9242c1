"""What was written under one item: kind, text, reference; each line is corrected where it stands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from coprodesk.domain.disclosure import Level
from coprodesk.domain.french import hour, short_date
from coprodesk.domain.i18n import _, labelled
from coprodesk.domain.quick_entry import QuickKind
from coprodesk.queries.commitments import CommitmentRow
from coprodesk.queries.records import RecordRow
from coprodesk.queries.watch_points import WatchPointRow
from coprodesk.ui import paint, theme
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.record_kinds import COMMITMENT, KindChip, kind_words
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Separator
from coprodesk.ui.widgets.editors import AutoTextEdit

_SIDE_FROM = 380
"""The width from which a line shows its hour or reference."""


@dataclass(frozen=True, slots=True)
class Written:
    """One line as shown: a record or a commitment; `facts` is the small line below the text."""

    key: tuple[str, int]
    kind: str
    text: str
    facts: str
    side: str
    level: Level
    item_level: Level


def written(record: RecordRow, item_level: Level, *, live: bool = False) -> Written:
    """Return the line of a record: with its hour during a session, with its reference afterwards."""
    parts = [record.institution, record.contributors]
    if record.due_on is not None:
        parts.append(_("pour le {day}").format(day=short_date(record.due_on)))
    return Written(
        ("record", record.id),
        record.kind.value,
        record.text,
        " · ".join(part for part in parts if part),
        hour(record.at) if record.at and (live or not record.reference) else record.reference or "",
        record.level,
        item_level,
    )


def promised(row: CommitmentRow, item_level: Level) -> Written:
    """Return the line of a commitment."""
    due = short_date(row.current_due) if row.current_due else _("sans échéance")
    lead = row.lead or _("sans pilote")
    return Written(
        (COMMITMENT, row.id), COMMITMENT, row.what, f"{lead} · {due}", row.reference, row.level, item_level
    )


def watched(row: WatchPointRow, item_level: Level) -> Written:
    """Return the line of a watch point."""
    due = _("pour le {day}").format(day=short_date(row.due_on)) if row.due_on else ""
    lifted = _("levé le {day}").format(day=short_date(row.lifted_on)) if row.lifted_on else ""
    parts = [row.lead, row.place, row.action, lifted or due]
    facts = " · ".join(part for part in parts if part)
    key = ("watch_point", row.id)
    return Written(key, QuickKind.WATCH_POINT, row.finding, facts, row.reference, row.level, item_level)


class _Text(AutoTextEdit):
    """An editor as high as its text; Échap goes back to reading."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__(lines=1)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self._fit)

    def _fit(self) -> None:
        lines = max(1, round(self.document().size().height()))
        self.setFixedHeight(round(self.fontMetrics().lineSpacing() * lines) + 18)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Count the lines again."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Échap stores and leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.flush()
            self.left.emit()
        else:
            super().keyPressEvent(event)


class RecordLine(QWidget):
    """One line; Entrée or a click edits its text, Suppr removes it, Alt+↑ ↓ move it.

    N changes its kind, F who may read it, « … » opens the rest.
    """

    ACCESSIBLE_ROLE = QAccessible.Role.ListItem

    def __init__(self, desk: Desk, line: Written, acts: "LineActs") -> None:
        super().__init__()
        self.line, self._acts, self._desk = line, acts, desk
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.chip = KindChip(line.kind)
        self.words = Label("", "body", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.facts = Label("", "small", "text2", wrap=True)
        self.side = Label("", "small", "text2")
        self.level = Label("", "tiny", "conf")
        self.editor: _Text | None = None
        self.more = make(self, _("Autres actions sur cette ligne"), self.open_menu, icon="more")
        self._more = ActionButton(self.more, "link", icon_only=True)
        self._more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        kept = self._more.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self._more.setSizePolicy(kept)
        self._more.hide()
        for key, text, act in (
            ("Alt+Up", _("Monter"), partial(self._move, -1)),
            ("Alt+Down", _("Descendre"), partial(self._move, 1)),
        ):
            make(self, text, act, shortcut=key)
        column = QVBoxLayout()
        column.setContentsMargins(0, 4, 0, 2)
        column.setSpacing(1)
        column.addWidget(self.words)
        column.addWidget(self.facts)
        self._column = column
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 7, 4, 7)
        row.setSpacing(14)
        row.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        right = QVBoxLayout()
        right.setContentsMargins(0, 4, 0, 0)
        right.addWidget(self.side, 0, Qt.AlignmentFlag.AlignRight)
        right.addWidget(self.level, 0, Qt.AlignmentFlag.AlignRight)
        right.addStretch(1)
        row.addLayout(right)
        row.addWidget(self._more, 0, Qt.AlignmentFlag.AlignTop)
        self.load(line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The hour or reference goes where the text needs the room."""
        super().resizeEvent(event)
        self.side.setVisible(self.width() >= theme.px(_SIDE_FROM))

    def load(self, line: Written) -> None:
        """Show the line as stored; what is being typed stays."""
        self.line = line
        self.chip.set_kind(line.kind)
        self.words.setText(line.text)
        self.facts.setText(line.facts)
        self.facts.setVisible(bool(line.facts))
        self.side.setText(line.side)
        own = line.level is not line.item_level
        self.level.setText(line.level.label.lower() if own else "")
        self.level.setVisible(own)
        if self.editor is not None:
            self.editor.load(line.text, subject=line.key)
        self.setAccessibleName(labelled(kind_words(line.kind), line.text))
        self.setAccessibleDescription(", ".join(part for part in (line.side, line.facts) if part))

    def edit(self) -> None:
        """Put an editor in the place of the text."""
        if self._acts.locked():
            return
        if self.editor is None:
            self.editor = _Text()
            self.editor.setAccessibleName(_("Texte\u00a0: {kind}").format(kind=kind_words(self.line.kind)))
            self.editor.subject = self.line.key
            self.editor.load(self.line.text, subject=self.line.key)
            self._desk.bind(self.editor, partial(self._acts.save, self.editor))
            self.editor.left.connect(self.read)
            self._column.insertWidget(0, self.editor)
        self.words.hide()
        self.editor.show()
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.editor.moveCursor(self.editor.textCursor().MoveOperation.End)

    def read(self) -> None:
        """Show the text to be read again."""
        if self.editor is not None and not self.editor.pending():
            self.editor.hide()
            self.words.show()
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _move(self, steps: int) -> None:
        self._acts.move(self.line, steps)

    def open_menu(self) -> QMenu:
        """Open what can be done with the line."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._acts.fill(menu, self)
        menu.popup(self.mapToGlobal(QPoint(self.width() - 8, self._more.geometry().bottom())))
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Entrée edits, Suppr removes, Menu opens the rest."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.edit()
        elif key == Qt.Key.Key_Delete:
            self._acts.remove(self.line)
        elif key in (Qt.Key.Key_Menu, Qt.Key.Key_Space):
            self.open_menu()
        elif event.text().lower() in ("n", "f") and not event.modifiers():
            self._acts.choose(self, event.text().lower())
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and not event.modifiers():
            self.focusNextPrevChild(key == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click edits."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.edit()
        else:
            self.setFocus(Qt.FocusReason.MouseFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring, and what else can be done."""
        super().focusInEvent(event)
        self._more.show()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self._more.setVisible(self.underMouse())
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Offer what else can be done."""
        super().enterEvent(event)
        self._more.show()

    def leaveEvent(self, event: QEvent) -> None:
        """Offer it no longer."""
        super().leaveEvent(event)
        self._more.setVisible(self.hasFocus())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring while the keyboard is here."""
        if self.hasFocus():
            p = QPainter(self)
            paint.focus_ring(p, QRectF(self.rect()).adjusted(0, 1, 0, -1))
            p.end()


@dataclass(frozen=True)
class LineActs:
    """What the lines may ask for."""

    save: Callable[[AutoTextEdit, str], object]
    move: Callable[[Written, int], object]
    remove: Callable[[Written], object]
    fill: Callable[[QMenu, RecordLine], object]
    choose: Callable[[RecordLine, str], object]
    locked: Callable[[], bool]


class _Nothing(Label):
    """What is said while there is no line; it takes the keyboard in their place."""

    def __init__(self) -> None:
        super().__init__("", "small", "text2", wrap=True)
        self.setContentsMargins(8, 12, 8, 12)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring around the words."""
        super().paintEvent(event)
        if self.hasFocus():
            p = QPainter(self)
            paint.focus_ring(p, QRectF(self.rect()))
            p.end()


class RecordLines(QScrollArea):
    """The lines of one item, one below the other; a line that stays keeps its editor and the keyboard."""

    def __init__(self, desk: Desk, acts: LineActs) -> None:
        super().__init__()
        self._desk, self._acts = desk, acts
        self.lines: dict[tuple[str, int], RecordLine] = {}
        self._rules: dict[tuple[str, int], Separator] = {}
        self._short = False
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 12, 0)
        self._column.setSpacing(0)
        self.nothing = _Nothing()
        self._column.addWidget(self.nothing)
        self._column.addStretch(1)
        self.setWidget(inner)
        inner.setAutoFillBackground(False)
        self.verticalScrollBar().rangeChanged.connect(self._ranged)
        self._follow = False

    def show_lines(self, found: Sequence[Written], nothing: str, *, newest: bool = False) -> None:
        """Show the lines of an item; `nothing` is said when there are none. `newest` begins at the last."""
        wanted = {line.key for line in found}
        grown = (newest or bool(self.lines)) and not wanted <= self.lines.keys()
        for key in [key for key in self.lines if key not in wanted]:
            for widget in (self.lines.pop(key), self._rules.pop(key)):
                # An editor that holds a text nobody took must not tell it once more.
                widget.hide()
                self._column.removeWidget(widget)
                widget.deleteLater()
        for place, line in enumerate(found):
            if line.key not in self.lines:
                self.lines[line.key] = RecordLine(self._desk, line, self._acts)
                self.lines[line.key].chip.set_short(self._short)
                self._rules[line.key] = Separator()
            else:
                self.lines[line.key].load(line)
            if self._column.indexOf(self.lines[line.key]) != 1 + 2 * place:
                self._column.insertWidget(1 + 2 * place, self.lines[line.key])
                self._column.insertWidget(2 + 2 * place, self._rules[line.key])
                self.lines[line.key].show()  # at once: the next key may go there
        self.nothing.setText(nothing)
        self.nothing.setAccessibleName(nothing)
        self.nothing.setVisible(not found)
        self._follow = grown or self._follow

    def set_short(self, on: bool) -> None:
        """Give the room of the words of kind to the texts, in a very low window."""
        self._short = on
        for line in self.lines.values():
            line.chip.set_short(on)

    def take_focus(self) -> None:
        """Give the keyboard to the newest line, or to what is said while there is none."""
        shown = [self._column.itemAt(place) for place in range(self._column.count())]
        widgets = [one.widget() for one in shown if one is not None]
        lines = [one for one in widgets if isinstance(one, RecordLine)]
        (lines[-1] if lines else self.nothing).setFocus(Qt.FocusReason.OtherFocusReason)

    def _ranged(self, _low: int, high: int) -> None:
        """The newest line stays visible."""
        if self._follow:
            self._follow = False
            self.verticalScrollBar().setValue(high)

    def minimumSizeHint(self) -> QSize:
        """It scrolls; in a very low window the line one writes comes first."""
        return QSize(200, 24)
