"""The top bar: menus, the field-like button that opens the palette, the example's mark, the save state."""

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QFocusEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenuBar, QSizePolicy, QWidget

from coprodesk.documents.picture import Glyph
from coprodesk.domain.i18n import _
from coprodesk.ui import paint, theme
from coprodesk.ui.actions import keys_text
from coprodesk.ui.announce import announce
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.cut import tell_cut
from coprodesk.ui.widgets.marks import GlyphMark, Mark

HEIGHT = 44
SEARCH_WIDTH = 340
LENS = 44
"""The width of the search button that shows its lens only."""
REST_MS = 5000
"""How long the hands rest before a save is said aloud: a voice at each pause would disturb typing."""


class SearchButton(QAbstractButton):
    """Looks like a field, opens the palette; built from the palette's action, whose keys it shows."""

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = action
        self.setText(_("Rechercher ou aller à…"))
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(keys_text(action))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(action.trigger)

    def sizeHint(self) -> QSize:
        """340 wide, 32 high at least."""
        return QSize(theme.px(SEARCH_WIDTH), max(32, round(paint.line_height("small")) + 10))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field, the lens, the words and the key cap."""
        p = QPainter(self)
        whole = QRectF(self.rect())
        paint.box(p, whole, "surface", "ctl", 6)
        side = theme.px(16)
        keys = keys_text(self._action)
        asked = paint.advance(self.text(), "small") + 10 + side + 8
        cap = paint.keycap_size(keys).width() + 10 if keys else 0
        lone = whole.width() < asked + 8
        left = (whole.width() - side) / 2 if lone else 10
        paint.icon(p, QRectF(left, 0, side, whole.height()), "search", "text3")
        if not lone:
            paint.text(p, whole.adjusted(left + side + 8, 0, 0, 0), self.text(), "small", "text3")
        if keys and whole.width() >= asked + cap:
            paint.keycap(p, QRectF(whole.width() - cap + 5, 0, cap - 10, whole.height()), keys, fill="sunken")
        if self.hasFocus():
            paint.focus_ring(p, whole)
        p.end()
        tell_cut(self, self.text(), lone)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()


class SaveState(QWidget):
    """Glyph and words: « Enregistré à 14:32:05 », « Non enregistré… »."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._glyph = GlyphMark(Glyph.KEPT, 15)
        self._words = Label("", "small", "text2")
        row.addWidget(self._glyph)
        row.addWidget(self._words)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._glyph.hide()
        self.rest = QTimer(self)
        self.rest.setSingleShot(True)
        self.rest.setInterval(REST_MS)
        self.rest.timeout.connect(lambda: announce(self, self.text()))

    def fold(self, room: int) -> None:
        """Leave the glyph alone, the words as its tool tip, where they are wider than `room`."""
        folded = self._words.sizeHint().width() + self._glyph.sizeHint().width() + 8 > room
        self._words.setVisible(not folded)
        self.setToolTip(self.text() if folded else "")

    def text(self) -> str:
        """Return the words shown."""
        return self._words.text()

    def saved(self, clock: str) -> None:
        """Say that everything is stored since `clock` (« 14:32:05 »); aloud once the hands have rested."""
        self._say(_("Enregistré à {time}").format(time=clock), Glyph.KEPT, "text2")
        self.rest.start()

    def failed(self, sentence: str) -> None:
        """Say that storing failed, in `late`; the red banner says the rest, aloud too."""
        self._say(sentence, Glyph.LATE, "late")
        self.rest.stop()

    def _say(self, words: str, glyph: Glyph, tint: str) -> None:
        self._glyph.set_kind(glyph)
        self._glyph.show()
        self._words.setText(words)
        self._words.set_tint(tint)
        self.setAccessibleName(words)
        self.updateGeometry()
        if (bar := self.parentWidget()) is not None:
            bar.updateGeometry()
            if isinstance(bar, TopBar):
                bar.place()


class ExampleMark(Mark):
    """« EXEMPLE » in a box, on every page of the window while the fictional council is open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("EXEMPLE"), parent)
        self.setToolTip(_("Commune, personnes et faits fictifs\u00a0: Fichier, Effacer l’exemple."))
        self.hide()

    def sizeHint(self) -> QSize:
        """The word in its box."""
        width = paint.advance(_("EXEMPLE"), "head") + 18
        return QSize(round(width), max(24, round(paint.line_height("head")) + 8))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box and the word."""
        p = QPainter(self)
        whole = QRectF(self.rect())
        paint.box(p, whole, "soon_t", "soon", 6)
        paint.text(p, whole, _("EXEMPLE"), "head", "soon", Qt.AlignmentFlag.AlignHCenter)
        p.end()


class TopBar(QWidget):
    """Menu bar at the left, search button centred, save state at the right; 44 high at least.

    `example` is the mark of the fictional council, hidden unless it is open.
    """

    def __init__(self, palette_action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.menu_bar = QMenuBar(self)
        self.menu_bar.setNativeMenuBar(False)
        self.menu_bar.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.search = SearchButton(palette_action, self)
        self.example = ExampleMark(self)
        self.save_state = SaveState(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.notifier().changed.connect(self._restyled)
        self._restyled()

    def _restyled(self) -> None:
        # The menu bar's letters are those of the style sheet's base: it only knows fonts set on it.
        self.menu_bar.setFont(theme.font("small"))
        self.setFixedHeight(max(HEIGHT, self.search.sizeHint().height() + 14))
        self.place()
        self.update()

    def place(self) -> None:
        """Centre the search button in the window; it gives way to menus and save state."""
        bar = self.menu_bar.sizeHint()
        high = self.height()
        self.menu_bar.setGeometry(12, (high - bar.height()) // 2, bar.width(), bar.height())
        mark = 0 if self.example.isHidden() else self.example.sizeHint().width() + 16
        self.save_state.fold(self.width() - bar.width() - mark - LENS - 60)
        state = self.save_state.sizeHint()
        right = self.width() - state.width() - 20
        self.save_state.setGeometry(right, 0, state.width(), high)
        if mark:
            right -= mark
            word = self.example.sizeHint()
            self.example.setGeometry(right, (high - word.height()) // 2, word.width(), word.height())
        wanted = self.search.sizeHint()
        left_limit, right_limit = 12 + bar.width() + 12, right - 16
        width = max(LENS, min(wanted.width(), right_limit - left_limit))
        left = (self.width() - width) // 2
        left = max(left_limit, min(left, right_limit - width))
        self.search.setGeometry(left, (high - wanted.height()) // 2, width, wanted.height())

    def minimumSizeHint(self) -> QSize:
        """The search button shrinks to its lens."""
        return QSize(600, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the three parts."""
        super().resizeEvent(event)
        self.place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground and line below."""
        p = QPainter(self)
        paint.fill(p, self.rect(), "sidebar")
        paint.fill(p, QRectF(0, self.height() - 1, self.width(), 1), "line")
        p.end()
