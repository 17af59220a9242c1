"""The step « Séance » of one meeting, and the keys of who holds it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from coprodesk.domain.attendance import Presence
from coprodesk.queries.attendance import RollLine, roll
from coprodesk.queries.commitment_filter import CommitmentFilter
from coprodesk.queries.commitments import CommitmentRow, commitments
from coprodesk.queries.meetings import MeetingRow, meeting
from coprodesk.queries.records import RecordRow, records
from coprodesk.store import Store
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.live_step import LiveStep
from coprodesk.ui.pages.meeting import MeetingPage

Typed = Callable[[QWidget, str], None]
NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


def number(store: Store, name: str) -> int:
    return int(store.rows("SELECT id FROM meeting WHERE number = ?", (name,))[0]["id"])


def row_of(store: Store, meeting_id: int) -> MeetingRow:
    found = meeting(store, meeting_id)
    assert found is not None
    return found


class Session:
    """Keys go to what has the focus; what is stored is read again."""

    def __init__(self, desk: Desk, meeting_id: int, type_text: Typed) -> None:
        self.desk, self.store, self.id = desk, desk.store, meeting_id
        self._type = type_text
        desk.go("meeting", meeting_id=meeting_id, step="live")
        page = desk.shell.current_page()
        assert isinstance(page, MeetingPage)
        assert isinstance(page.step, LiveStep)
        self.page, self.step = page, page.step
        self.entry = page.step.entry

    @property
    def focus(self) -> QWidget:
        widget = self.desk.shell.focusWidget()
        assert widget is not None
        return widget

    def key(self, key: Qt.Key | str, held: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.focus, key, held)

    def keys(self, letters: str) -> None:
        for letter in letters:
            self.key(letter)

    def write(self, text: str) -> None:
        self._type(self.focus, text)

    def say(self, text: str) -> None:
        """Write a whole line in the entry and accept it."""
        self.entry.focus()
        self.write(text)
        self.key(Key.Key_Return)

    def lines(self) -> dict[str, RollLine]:
        return {line.short_name or line.person: line for line in roll(self.store, self.id)}

    def presences(self) -> set[Presence]:
        return {line.presence for line in self.lines().values()}

    def seat(self) -> str:
        line = self.step.roll.strip.current()
        assert line is not None
        return line.short_name

    def item(self) -> int:
        item = self.step.item()
        assert item is not None
        return item.row.id

    def written(self) -> list[RecordRow]:
        return [one for one in records(self.store, self.id) if one.item_id == self.item()]

    def promised(self) -> tuple[CommitmentRow, ...]:
        return commitments(self.store, self.desk.today(), CommitmentFilter(meeting_id=self.id))

    def running(self) -> int | None:
        assert self.step.cockpit is not None
        return self.step.cockpit.state.running
