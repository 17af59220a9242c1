"""What was written under one item: kind, text, reference; each line is corrected where it stands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from coprodesk.domain.disclosure import Level
from coprodesk.domain.french import hour, short_date
from coprodesk.domain.i18n import _
from coprodesk.domain.records import RecordKind
from coprodesk.queries.commitments import CommitmentRow
from coprodesk.queries.records import RecordRow
from coprodesk.ui import icons, paint, theme
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets import ActionButton, AutoTextEdit, Separator
from coprodesk.ui.widgets.marks import Mark

COMMITMENT = "commitment"
CHIP_WIDE = 122
_LOOKS: dict[str, tuple[str, str]] = {
    RecordKind.STATEMENT: ("file-text", "off"),
    RecordKind.DISCUSSION: ("users", "off"),
    RecordKind.DISSENT: ("quote", "conf"),
    RecordKind.CONCLUSION: ("check", "off"),
    RecordKind.INFORMATION: ("info", "run"),
    RecordKind.DECISION: ("gavel", "ok"),
    RecordKind.REQUEST: ("send", "run"),
    COMMITMENT: ("handshake", "accent"),
}


def kind_words(kind: str) -> str:
    """Return the word of a kind of line."""
    if kind == COMMITMENT:
        return _("Engagement")
    return _("Réserve") if kind == RecordKind.DISSENT else RecordKind(kind).label


class KindChip(Mark):
    """The kind of a line: icon and word on its tint, all of one width."""

    def __init__(self, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(kind_words(kind), parent)
        self._kind = kind

    def set_kind(self, kind: str) -> None:
        """Show another kind."""
        self._kind = kind
        self.setAccessibleName(kind_words(kind))
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the longest of the words."""
        widest = max(paint.advance(kind_words(kind), "small_strong") for kind in _LOOKS)
        wide = max(theme.px(CHIP_WIDE), round(widest) + theme.px(16) + 24)
        return QSize(wide, max(26, round(paint.line_height("small_strong")) + 8))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, icon and word."""
        p = QPainter(self)
        whole = QRectF(self.rect())
        icon, role = _LOOKS[self._kind]
        if not theme.plain():
            paint.box(p, whole, f"{role}_t", None, 6)
        side = theme.px(16)
        paint.icon(p, QRectF(whole.x() + 8, whole.y(), side, whole.height()), icons.icon(icon, role, side))
        left = whole.x() + 8 + side + 6
        words = QRectF(left, whole.y(), whole.right() - left - 4, whole.height())
        paint.text(p, words, kind_words(self._kind), "small_strong", role)
        p.end()


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


def written(record: RecordRow, item_level: Level) -> Written:
    """Return the line of a record."""
    parts = [record.institution, record.contributors]
    if record.due_on is not None:
        parts.append(_("pour le {day}").format(day=short_date(record.due_on)))
    return Written(
        ("record", record.id),
        record.kind.value,
        record.text,
        " · ".join(part for part in parts if part),
        record.reference or (hour(record.at) if record.at else ""),
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
    """One line; Entrée or a click edits its text, Suppr removes it, Alt+↑ ↓ move it, « … » does the rest."""

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
        self.setAccessibleName(f"{kind_words(line.kind)}\u00a0: {line.text}")
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
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

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
    locked: Callable[[], bool]


class RecordLines(QScrollArea):
    """The lines of one item, one below the other; a line that stays keeps its editor and the keyboard."""

    def __init__(self, desk: Desk, acts: LineActs) -> None:
        super().__init__()
        self._desk, self._acts = desk, acts
        self.lines: dict[tuple[str, int], RecordLine] = {}
        self._rules: dict[tuple[str, int], Separator] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 12, 0)
        self._column.setSpacing(0)
        self.nothing = Label("", "small", "text2", wrap=True)
        self.nothing.setContentsMargins(0, 14, 0, 14)
        self._column.addWidget(self.nothing)
        self._column.addStretch(1)
        self.setWidget(inner)
        inner.setAutoFillBackground(False)
        self.verticalScrollBar().rangeChanged.connect(self._ranged)
        self._follow = False

    def show_lines(self, found: Sequence[Written], nothing: str) -> None:
        """Show the lines of an item; `nothing` is said when there are none."""
        wanted = {line.key for line in found}
        grown = bool(self.lines) and not wanted <= self.lines.keys()
        for key in [key for key in self.lines if key not in wanted]:
            for widget in (self.lines.pop(key), self._rules.pop(key)):
                # An editor that holds a text nobody took must not tell it once more.
                widget.hide()
                self._column.removeWidget(widget)
                widget.deleteLater()
        for place, line in enumerate(found):
            if line.key not in self.lines:
                self.lines[line.key] = RecordLine(self._desk, line, self._acts)
                self._rules[line.key] = Separator()
            else:
                self.lines[line.key].load(line)
            if self._column.indexOf(self.lines[line.key]) != 1 + 2 * place:
                self._column.insertWidget(1 + 2 * place, self.lines[line.key])
                self._column.insertWidget(2 + 2 * place, self._rules[line.key])
        self.nothing.setText(nothing)
        self.nothing.setVisible(not found)
        self._follow = grown or self._follow

    def _ranged(self, _low: int, high: int) -> None:
        """The newest line stays visible."""
        if self._follow:
            self._follow = False
            self.verticalScrollBar().setValue(high)

    def minimumSizeHint(self) -> QSize:
        """It scrolls."""
        return QSize(200, 36)
