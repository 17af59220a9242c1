"""Text editors that save by themselves: on leave, after 0.8 s of rest, and every 2 s while typing.

They have no undo of their own: Ctrl+Z belongs to the window, which takes back the last saved step.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit, QWidget

from coprodesk.ui import paint

if TYPE_CHECKING:
    from coprodesk.ui.spelling import Marks

IDLE_MS = 800
MOST_MS = 2000


class _Clock(QObject):
    """The two timers of one editor: rest and longest wait; `due` fires once for either."""

    due = Signal()

    def __init__(self, parent: QWidget, idle_ms: int, most_ms: int) -> None:
        super().__init__(parent)
        self._idle, self._most = QTimer(self), QTimer(self)
        for timer, wait in ((self._idle, idle_ms), (self._most, most_ms)):
            timer.setSingleShot(True)
            timer.setInterval(wait)
            timer.timeout.connect(self.due)

    def typed(self) -> None:
        """Start again to wait for rest; the longest wait goes on."""
        self._idle.start()
        if not self._most.isActive():
            self._most.start()

    def stop(self) -> None:
        """Wait for nothing."""
        self._idle.stop()
        self._most.stop()


def _is_undo(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and (
        event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
    )


def _override(event: QEvent) -> bool:
    """Refuse undo and redo to the editor, so that the window's shortcut gets them; True when it was one."""
    if event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress) and _is_undo(event):
        event.ignore()
        return True
    return False


def _without_undo(menu: QMenu) -> QMenu:
    """Take undo and redo out of an editor's own context menu."""
    for action in menu.actions():
        if action.objectName() in ("edit-undo", "edit-redo"):
            menu.removeAction(action)
    first = menu.actions()[:1]
    if first and first[0].isSeparator():
        menu.removeAction(first[0])
    return menu


def _marks(editor: QLineEdit | QPlainTextEdit) -> "Marks":
    """Return what underlines in `editor`; loaded with the first of them, which no first page has."""
    from coprodesk.ui.spelling import Marks

    return Marks(editor)


class AutoLineEdit(QLineEdit):
    """One line of text that saves by itself: `edited(str)` tells the text to store.

    `load` shows a stored text without telling; `flush` tells at once what is pending. `spelled` underlines
    unknown words, for a sentence; a name or a number has no spelling.
    """

    edited = Signal(str)

    def __init__(
        self,
        text: str = "",
        *,
        spelled: bool = False,
        idle_ms: int = IDLE_MS,
        most_ms: int = MOST_MS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.subject: object = None
        self._stored = text
        self._refused = False
        self._clock = _Clock(self, idle_ms, most_ms)
        self._clock.due.connect(self.flush)
        self.textEdited.connect(self._clock.typed)
        self._marks = _marks(self) if spelled else None
        self.setMinimumHeight(max(32, round(paint.line_height()) + 12))

    def load(self, text: str, subject: object = None) -> None:
        """Show the stored `text` of `subject`; what is being typed for the same subject and not stored stays.

        For another subject the pending text is told first, while `subject` is still the old one.
        """
        if subject != self.subject:
            self.flush()
            self.subject, self._refused, self._stored = subject, False, self.text()
        if self.pending():
            return
        self._stored = text
        if text != self.text():
            place = self.cursorPosition()
            self.setText(text)
            self.setCursorPosition(min(place, len(text)))

    def pending(self) -> bool:
        """Say whether the text shown is not stored yet."""
        return self._refused or self.text() != self._stored

    def not_stored(self) -> None:
        """Count the text shown as pending again, as it was not taken."""
        self._refused = True

    def flush(self) -> bool:
        """Tell the pending text now; returns whether there was one."""
        self._clock.stop()
        if not self.pending():
            return False
        self._stored = self.text()
        self._refused = False
        self.edited.emit(self._stored)
        return True

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window."""
        return True if _override(event) else super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Store on Entrée too."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.flush()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Store on leave."""
        super().focusOutEvent(event)
        self.flush()
        if self._marks is not None:
            self._marks.rest()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the usual menu without undo, what may have been meant first."""
        menu = _without_undo(self.createStandardContextMenu())
        if self._marks is not None:
            pointed = event.reason() == QContextMenuEvent.Reason.Mouse
            self._marks.offer(menu, self.cursorPositionAt(event.pos()) if pointed else self.cursorPosition())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())


class AutoTextEdit(QPlainTextEdit):
    """A text of several lines that saves by itself: `edited(str)` tells the text to store.

    As high as `lines` lines at least; Tab leaves it. Unknown words are underlined when `spelled`.
    """

    edited = Signal(str)

    def __init__(
        self,
        text: str = "",
        *,
        lines: int = 3,
        spelled: bool = True,
        idle_ms: int = IDLE_MS,
        most_ms: int = MOST_MS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setPlainText(text)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.subject: object = None
        self._stored = text
        self._refused = False
        self._loading = False
        self._clock = _Clock(self, idle_ms, most_ms)
        self._clock.due.connect(self.flush)
        self.textChanged.connect(self._changed)
        self._marks = _marks(self) if spelled else None
        self.setMinimumHeight(round(paint.line_height() * lines) + 18)

    def text(self) -> str:
        """Return the text shown, with its no-break spaces, which toPlainText would turn into common ones."""
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def load(self, text: str, subject: object = None) -> None:
        """Show the stored `text` of `subject`; what is being typed for the same subject and not stored stays.

        For another subject the pending text is told first, while `subject` is still the old one.
        """
        if subject != self.subject:
            self.flush()
            self.subject, self._refused, self._stored = subject, False, self.text()
        if self.pending():
            return
        self._stored = text
        if text == self.text():
            return
        place = self.textCursor().position()
        self._loading = True
        self.setPlainText(text)
        self._loading = False
        cursor = self.textCursor()
        cursor.setPosition(min(place, len(text)))
        self.setTextCursor(cursor)

    def pending(self) -> bool:
        """Say whether the text shown is not stored yet."""
        return self._refused or self.text() != self._stored

    def not_stored(self) -> None:
        """Count the text shown as pending again, as it was not taken."""
        self._refused = True

    def flush(self) -> bool:
        """Tell the pending text now; returns whether there was one."""
        self._clock.stop()
        if not self.pending():
            return False
        self._stored = self.text()
        self._refused = False
        self.edited.emit(self._stored)
        return True

    def _changed(self) -> None:
        if not self._loading:
            self._clock.typed()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste the words alone, bullets as bullets."""
        from coprodesk.domain.pasted import pasted

        plain = QMimeData()
        plain.setText(pasted(source.text(), source.html()))
        super().insertFromMimeData(plain)

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window."""
        return True if _override(event) else super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Store on leave."""
        super().focusOutEvent(event)
        self.flush()
        if self._marks is not None:
            self._marks.rest()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the usual menu without undo, what may have been meant first."""
        menu = _without_undo(self.createStandardContextMenu())
        pointed = event.reason() == QContextMenuEvent.Reason.Mouse
        cursor = self.cursorForPosition(event.pos()) if pointed else self.textCursor()
        if self._marks is not None:
            self._marks.offer(menu, cursor.position())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())


def flush_pending(widget: QWidget) -> int:
    """Store what is pending in every editor inside `widget`; returns how many had something.

    To be called before undo, save, print, a change of page and closing.
    """
    from coprodesk.ui.widgets.fields import DateField, TimeField

    flushes: list[Callable[[], bool]] = [
        *(editor.flush for editor in widget.findChildren(AutoLineEdit)),
        *(editor.flush for editor in widget.findChildren(AutoTextEdit)),
        *(editor.flush for editor in widget.findChildren(DateField)),
        *(editor.flush for editor in widget.findChildren(TimeField)),
    ]
    if isinstance(widget, AutoLineEdit | AutoTextEdit | DateField | TimeField):
        flushes.append(widget.flush)
    return sum(flush() for flush in flushes)
