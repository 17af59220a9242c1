"""The short message that tells an act that is done."""

from PySide6.QtCore import QEvent, QObject, QPoint, QPropertyAnimation, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QGraphicsOpacityEffect, QHBoxLayout, QLabel, QWidget
from shiboken6 import isValid

from coprodesk.domain.i18n import _
from coprodesk.ui import paint, theme
from coprodesk.ui.announce import announce
from coprodesk.ui.widgets.buttons import ActionButton

FADE_MS = 120
SOON_MS = 1500
"""How long a message stays once one goes on typing."""
_SIDE = 16
"""The room around it."""


class Toast(QWidget):
    """A short message at the bottom left of `over`, with « Annuler »; gone after `seconds`.

    At its top where the message would cover what has the keyboard; soon gone once one goes on typing. Never
    the only trace: the same undo stays in the menu. `undo` is the window's undo action, `over` the part of
    `parent` that it may cover, the whole without.
    """

    def __init__(
        self,
        parent: QWidget,
        undo: QAction | None = None,
        seconds: float = 10.0,
        over: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._host = parent
        self._over = parent if over is None else over
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 4, 8, 4)
        line.setSpacing(24)
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        line.addWidget(self._words, 1)
        self._button: ActionButton | None = None
        if undo is not None:
            self._button = ActionButton(undo, "inverse", caption=_("Annuler"))
            line.addWidget(self._button)
        self.setMinimumHeight(40)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._usual = round(seconds * 1000)
        self._timer.timeout.connect(self.hide)
        self._heard: QWidget | None = None
        self._effect = QGraphicsOpacityEffect(self)
        self._fade = self._make_fade()
        theme.notifier().changed.connect(self._restyle)
        self._restyle()
        self._over.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)
        self.hide()

    def say(self, sentence: str, *, undoable: bool = True) -> None:
        """Show `sentence`; « Annuler » only when the thing can be undone."""
        self._words.setText(sentence)
        self._words.setAccessibleName(sentence)
        self.setAccessibleName(sentence)
        if self._button is not None:
            self._button.setVisible(undoable)
        self._place()
        if self.isHidden() and not theme.calm():
            self._fade_in()
        self.show()
        self.raise_()
        self._timer.start(self._usual)
        self._listen()
        announce(self, sentence)

    def text(self) -> str:
        """Return the sentence shown last."""
        return self._words.text()

    def _make_fade(self) -> QPropertyAnimation:
        """Return the one motion of the program: coming in over FADE_MS. At rest its effect is off."""
        self._effect.setEnabled(False)
        self.setGraphicsEffect(self._effect)
        fade = QPropertyAnimation(self._effect, b"opacity", self)
        fade.setDuration(FADE_MS)
        fade.setStartValue(0.0)
        fade.setEndValue(1.0)
        fade.finished.connect(self._faded)
        return fade

    def _fade_in(self) -> None:
        self._effect.setEnabled(True)
        self._fade.start()

    def _faded(self) -> None:
        self._effect.setEnabled(False)

    def _restyle(self) -> None:
        theme.set_text_role(self._words, "body", "surface")
        if self.isVisible():
            self._place()

    def _place(self) -> None:
        room = _rect_in(self._host, self._over)
        wanted = self.sizeHint()
        width = min(max(wanted.width(), 320), room.width() - 2 * _SIDE)
        height = max(40, wanted.height())
        low = QRect(room.x() + _SIDE, room.bottom() + 1 - height - _SIDE, width, height)
        held = self._host.window().focusWidget()
        # What fills the page, as a list does, is covered wherever the message stands.
        small = held is not None and 3 * held.height() < room.height()
        if held is not None and small and low.intersects(_rect_in(self._host, held)):
            low.moveTop(room.y() + _SIDE // 2)
        self.setGeometry(low)

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if not self.isHidden() and now is not None and not self.isAncestorOf(now):
            self._place()
            self._listen()

    def _listen(self) -> None:
        """Hear the keys of what has the keyboard now, and of nothing else."""
        held = self._host.window().focusWidget()
        if held is self._heard or (held is not None and self.isAncestorOf(held)):
            return
        if self._heard is not None and isValid(self._heard):
            self._heard.removeEventFilter(self)
        self._heard = held
        if held is not None:
            held.installEventFilter(self)

    def hideEvent(self, event: QHideEvent) -> None:
        """Hear no more keys."""
        super().hideEvent(event)
        if self._heard is not None and isValid(self._heard):
            self._heard.removeEventFilter(self)
        self._heard = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size; once one types on, be gone soon."""
        moved = event.type() in (QEvent.Type.Resize, QEvent.Type.Move)
        if moved and watched is self._over and not self.isHidden():
            self._place()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.text().strip():
            self._timer.start(min(SOON_MS, max(0, self._timer.remainingTime())))
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the inverse ground."""
        p = QPainter(self)
        paint.box(p, QRectF(self.rect()), "text", None, 8)
        p.end()


def _rect_in(host: QWidget, widget: QWidget) -> QRect:
    """Return where a widget is in `host`."""
    return QRect(host.mapFromGlobal(widget.mapToGlobal(QPoint(0, 0))), widget.size())
