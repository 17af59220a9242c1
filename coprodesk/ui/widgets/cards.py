"""Surfaces: card, banner, empty state, key bar and parting line."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QRegion,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from coprodesk.documents.picture import Glyph
from coprodesk.domain.i18n import _, labelled
from coprodesk.ui import paint, theme
from coprodesk.ui.actions import make
from coprodesk.ui.announce import announce
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.header import ElidedLabel
from coprodesk.ui.widgets.marks import GlyphMark, IconMark, KeyCap

_GLYPHS = {
    "late": Glyph.LATE,
    "soon": Glyph.DUE_SOON,
    "run": Glyph.OPEN,
    "ok": Glyph.KEPT,
    "conf": Glyph.TO_CONFIRM,
}


class Separator(QWidget):
    """A line of 1 px, lying or standing; it carries no meaning."""

    def __init__(self, *, upright: bool = False, role: str = "line", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role = role
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the line."""
        p = QPainter(self)
        paint.fill(p, self.rect(), self._role)
        p.end()


class Card(QFrame):
    """A white sheet with a border of 1 px and round corners; add widgets to `body`.

    `title` and `facts` make a head line, `action` a button at its right. `bare` leaves the padding out,
    for a table that fills the card.
    """

    def __init__(
        self,
        title: str = "",
        facts: str = "",
        *,
        action: QAction | None = None,
        bare: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self._bare = bare
        pad = 1 if bare else 20
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(pad, pad if bare else 14, pad, pad if bare else 14)
        self.body.setSpacing(0 if bare else 8)
        self._title: Label | None = None
        self._facts: ElidedLabel | None = None
        if title:
            self.body.addLayout(self._head(title, facts, action, 19 if bare else 0))
            if bare:
                self.body.addWidget(Separator())

    def _head(self, title: str, facts: str, action: QAction | None, side: int) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(side, 11 if side else 0, 14 if side else 0, 11 if side else 0)
        head.setSpacing(12)
        self._title = Label(title, "card")
        self._facts = ElidedLabel(facts, "small", "text2")
        head.addWidget(self._title)
        head.addWidget(self._facts, 1)
        if action is not None:
            head.addWidget(ActionButton(action))
        return head

    def set_head(self, title: str, facts: str = "") -> None:
        """Change the head line of a card made with a title."""
        if self._title is not None and self._facts is not None:
            self._title.setText(title)
            self._facts.setText(facts)
            self.setAccessibleName(title)

    def event(self, event: QEvent) -> bool:
        """Keep what fills a bare card inside its round corners, whenever the layout moved it."""
        done = super().event(event)
        if self._bare and event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self._round_children()
        return done

    def _round_children(self) -> None:
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)
        inside = QRegion(shape.toFillPolygon().toPolygon())
        for child in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            outside = QRegion(child.geometry()).subtracted(inside)
            if not (outside.isEmpty() and child.mask().isEmpty()):
                child.setMask(inside.translated(-child.pos()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sheet."""
        p = QPainter(self)
        paint.box(p, QRectF(self.rect()), "surface", "line", 8)
        p.end()


class Banner(QWidget):
    """One sentence on a tint with its glyph and at most one action: the gravest thing of a page.

    `role` is a state role: late, soon, run, ok, conf. Use `say` and `clear`.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role = "soon"
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(14, 3, 8, 3)
        self._line.setSpacing(10)
        self._glyph = GlyphMark(Glyph.DUE_SOON)
        self._words = Label("", "small", wrap=True)
        self._buttons: list[ActionButton] = []
        self._line.addWidget(self._glyph)
        self._line.addWidget(self._words, 1)
        self.setMinimumHeight(38)
        self.hide()

    def say(
        self, sentence: str, role: str = "soon", action: QAction | None = None, *, closable: bool = False
    ) -> None:
        """Show `sentence`, and `action` as a link at its right; what is only offered is `closable`."""
        changed = sentence != self._words.text()
        self._role = role
        self._glyph.set_kind(_GLYPHS[role])
        self._words.setText(sentence)
        self._words.setAccessibleName(sentence)
        self.setAccessibleName(sentence)
        for button in self._buttons:
            self._line.removeWidget(button)
            button.setParent(None)
            button.deleteLater()
        self._buttons = [] if action is None else [ActionButton(action, "link")]
        if closable:
            close = make(self, _("Fermer ce message"), self.clear, icon="close")
            self._buttons.append(ActionButton(close, "link", icon_only=True, cap=False))
        for button in self._buttons:
            self._line.addWidget(button)
        if self.isVisible() and changed:
            self._announce()
        self.show()
        self.update()

    def _announce(self) -> None:
        announce(self, self._words.text(), urgent=self._role == "late")

    def showEvent(self, event: QShowEvent) -> None:
        """Say the sentence aloud, also when its page is opened."""
        super().showEvent(event)
        self._announce()

    def text(self) -> str:
        """Return the sentence shown, '' when there is none."""
        return "" if self.isHidden() else self._words.text()

    def clear(self) -> None:
        """Take the banner away."""
        self._words.setText("")
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tint, or a border where the system asks for contrast."""
        p = QPainter(self)
        plain = theme.plain()
        paint.box(
            p,
            QRectF(self.rect()),
            "surface" if plain else f"{self._role}_t",
            self._role if plain else None,
            8,
        )
        p.end()


class EmptyState(QWidget):
    """What a page says when it has nothing: icon, title, one sentence, one or two buttons."""

    def __init__(
        self,
        icon: str,
        title: str,
        sentence: str,
        primary: QAction | None = None,
        secondary: QAction | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 8, 20, 8)
        column.setSpacing(8)
        column.addStretch(1)
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(IconMark(icon, "text3", 28), 0, centre)
        column.addWidget(Label(title, "card"), 0, centre)
        words = Label(sentence, "small", "text2", wrap=True)
        words.setAlignment(centre)
        column.addWidget(words)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addStretch(1)
        if primary is not None:
            row.addWidget(ActionButton(primary, "primary"))
        if secondary is not None:
            row.addWidget(ActionButton(secondary))
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)


class KeyBar(QWidget):
    """The keys of this screen, in one line of 38; hidden in a very low window by the shell's `set_room`."""

    def __init__(self, keys: Iterable[tuple[str, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(20, 6, 20, 6)
        self._line.setSpacing(8)
        self.setMinimumHeight(38)
        self.set_keys(keys)

    def set_keys(self, keys: Iterable[tuple[str, str]]) -> None:
        """Show pairs « key or keys parted by a blank, what it does »."""
        while (item := self._line.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        said = []
        for names, words in keys:
            for name in names.split(" "):
                self._line.addWidget(KeyCap(name))
            told = Label(words, "small", "text2")
            told.setContentsMargins(0, 0, 12, 0)
            self._line.addWidget(told)
            said.append(labelled(names, words))
        self._line.addStretch(1)
        self.setAccessibleName(", ".join(said) or _("Touches"))

    def minimumSizeHint(self) -> QSize:
        """The bar may be cut at its right rather than widen the window."""
        return QSize(0, max(38, round(paint.line_height("small")) + 12))
