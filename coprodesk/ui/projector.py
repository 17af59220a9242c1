"""The projector's window: what the room may see of the session, on the second screen when there is one."""

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QMouseEvent, QScreen
from PySide6.QtWidgets import QWidget

from coprodesk.domain.i18n import _, on_paper
from coprodesk.queries.council import setting
from coprodesk.queries.projector import ROOM, projection
from coprodesk.store import Change
from coprodesk.ui.desk import Desk
from coprodesk.ui.projector_sheet import Sheet
from coprodesk.ui.tokens import DARK, LIGHT

THEME = "projector_theme"
"""The setting that asks for « dark »; the projector is light by default, whatever the cockpit is."""

_SUBJECTS = frozenset(
    {
        "council",
        "setting",
        "body",
        "institution",
        "meeting",
        "agenda_item",
        "item_turn",
        "suspension",
        "record",
        "commitment",
    }
)
_OPEN: list["Projector"] = []


def toggle_projector(desk: Desk, meeting_id: int) -> "Projector | None":
    """Show a meeting to the room without leaving the cockpit; asked again, close it and return None."""
    shown = next((one for one in _OPEN if one.desk is desk), None)
    if shown is not None and shown.meeting_id == meeting_id:
        shown.close()
        return None
    if shown is not None:
        shown.show_meeting(meeting_id)
        return shown
    made = Projector(desk, meeting_id)
    made.appear(other_screen(desk.shell))
    return made


def other_screen(cockpit: QWidget) -> QScreen | None:
    """Return a screen the cockpit is not on, None when it is on the only one."""
    return next((one for one in QGuiApplication.screens() if one != _screen_of(cockpit)), None)


def _screen_of(window: QWidget) -> QScreen:
    """Return the screen that holds a window.

    `window.screen()` says so too, but once Python lets that window go it takes the screen itself along.
    """
    return QGuiApplication.screenAt(window.frameGeometry().center()) or QGuiApplication.primaryScreen()


class Projector(Sheet):
    """A window of its own that never takes the keyboard; F11 and Échap close it, two clicks fill the screen.

    Everything it says comes from `queries.projector`, at each change of the file and at each minute.
    """

    def __init__(self, desk: Desk, meeting_id: int) -> None:
        super().__init__()
        self.setWindowFlag(Qt.WindowType.Window)
        for wish in (
            Qt.WidgetAttribute.WA_ShowWithoutActivating,
            Qt.WidgetAttribute.WA_DeleteOnClose,
        ):
            self.setAttribute(wish)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self.setWindowTitle(_("CoproDesk – projection"))
        self.setAccessibleName(self.windowTitle())
        self.setMinimumSize(800, 450)
        self.desk, self.meeting_id = desk, meeting_id
        self._minute = QTimer(self)
        self._minute.setSingleShot(True)
        self._minute.timeout.connect(self.refresh)
        desk.changed.connect(self._changed)
        desk.shell.installEventFilter(self)
        QGuiApplication.instance().screenRemoved.connect(self._screen_gone)  # type: ignore[union-attr]
        _OPEN.append(self)
        self.refresh()

    # Where it stands

    def appear(self, screen: QScreen | None) -> None:
        """Fill `screen`, else be a window beside the cockpit; the cockpit keeps the keyboard."""
        cockpit = self.desk.shell
        held = cockpit.isActiveWindow()
        room = (screen or _screen_of(cockpit)).availableGeometry()
        size = QSize(1120, 630).boundedTo(room.size() * 0.8)
        spot = QRect(room.topLeft(), size)
        spot.moveCenter(room.center())
        if screen is None:
            self.resize(size)
            self.show()
        else:
            self.setScreen(screen)
            self.setGeometry(spot)
            self.showFullScreen()
        if held:
            cockpit.activateWindow()

    def show_meeting(self, meeting_id: int) -> None:
        """Show another meeting."""
        self.meeting_id = meeting_id
        self.refresh()

    def _screen_gone(self, _screen: QScreen) -> None:
        """Leave the whole screen, which may now be the cockpit's."""
        if self.isFullScreen() and other_screen(self.desk.shell) is None:
            self.showNormal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F11 and Échap leave."""
        if event.key() in (Qt.Key.Key_F11, Qt.Key.Key_Escape):
            self.close()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Fill the screen, or leave it."""
        self.showNormal() if self.isFullScreen() else self.showFullScreen()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go with the cockpit when it is closed; when it is only minimised, stay."""
        if event.type() == QEvent.Type.Hide and not event.spontaneous():
            self.close()
        return False

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop listening."""
        if self in _OPEN:
            _OPEN.remove(self)
            self._minute.stop()
            self.desk.changed.disconnect(self._changed)
            self.desk.shell.removeEventFilter(self)
        super().closeEvent(event)

    # What it says

    def _changed(self, change: Change) -> None:
        if change.touches(_SUBJECTS):
            self.refresh()

    def refresh(self) -> None:
        """Ask what the room may see now, and wait for the next minute."""
        now = self.desk.now()
        self._minute.start(max((60 - now.second) * 1000 - now.microsecond // 1000, 1000))
        colours = DARK if setting(self.desk.store, THEME) == "dark" else LIGHT
        with on_paper():
            seen = projection(self.desk.store, self.meeting_id, f"{now:%H:%M}", ROOM)
        self.load(seen, colours)
