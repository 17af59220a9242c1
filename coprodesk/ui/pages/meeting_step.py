"""What one of the five steps of a meeting's workspace is."""

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from coprodesk.ui.actions import Handler
from coprodesk.ui.desk import Desk
from coprodesk.ui.room import Room


class MeetingStep(QWidget):
    """The base of a step: it shows the meeting whose id it was given, and is refreshed by the workspace."""

    subjects: frozenset[str] = frozenset()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.meeting_id = 0

    def show_meeting(self, meeting_id: int) -> None:
        """Show another meeting."""
        self.meeting_id = meeting_id
        self.refresh()

    def refresh(self) -> None:
        """Read again what the step shows."""

    def show_item(self, item_id: int) -> None:
        """Go to an item of the agenda, in the steps that show them."""

    def edit_record(self, record_id: int) -> None:
        """Put the cursor in a paragraph of the item shown, in the step that writes them."""

    def set_room(self, room: Room) -> None:
        """Fold what the room does not hold."""

    def first_focus(self) -> QWidget | None:
        """Return the widget that takes the keyboard when the step opens."""
        return None

    def parts(self) -> Mapping[str, QWidget]:
        """Return the lists and choices of the step that come back at the next start, by name."""
        return {}

    def handlers(self) -> Mapping[str, Handler]:
        """Return what the step does for actions of the table, by id."""
        return {}

    def header_actions(self) -> tuple[QAction | None, tuple[QAction, ...]]:
        """Return the primary action and the secondary ones that the workspace's header shows."""
        return None, ()

    def fills_page(self) -> bool:
        """Say whether the step takes the whole page, header and map of the steps included."""
        return False

    def take_actions(self, actions: Sequence[QAction]) -> None:
        """Offer the acts on the meeting itself, in a step that fills the page."""
