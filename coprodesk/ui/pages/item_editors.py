"""The editors of one item of an agenda, shown below its list: each stores itself."""

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from coprodesk.commands import agenda as commands
from coprodesk.domain.disclosure import Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import duration
from coprodesk.domain.i18n import _
from coprodesk.queries.agenda import AgendaRow
from coprodesk.ui.actions import Handler
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.new_meeting import choose
from coprodesk.ui.widgets import AutoLineEdit, ComboBox, FormRow

_LENGTH = re.compile(r"(?:(\d{1,2})h)?(?:(\d{1,3})(?:min|mn|m)?)?")


def parse_minutes(text: str) -> int:
    """Return the minutes of « 15 », « 15 min » or « 1 h 30 ». Raises Refusal for anything else."""
    typed = "".join(text.split()).lower()
    found = _LENGTH.fullmatch(typed)
    if not typed or found is None:
        raise Refusal(
            _(
                "« {text} » n’est pas une durée. La durée d’avant est gardée. "
                "Tapez un nombre de minutes, par exemple 15."
            ).format(text=text.strip())
        )
    return int(found[1] or 0) * 60 + int(found[2] or 0)


class ItemEditors(QWidget):
    """Title, reporter, minutes and level of one item, below the table; each stores itself.

    Échap closes them; `closed` is what to do then.
    """

    def __init__(self, desk: Desk, closed: Handler) -> None:
        super().__init__()
        self._desk, self._closed = desk, closed
        self.row: AgendaRow | None = None
        self._institutions: tuple[tuple[int, str], ...] = ()
        self.title = AutoLineEdit()
        self.reporter = ComboBox(_("Rapporteur"))
        self.minutes = AutoLineEdit()
        self.level = ComboBox(_("Diffusion"))
        for level in Level:
            self.level.addItem(level.label, level)
        desk.bind(self.title, self._save_title)
        desk.bind(self.minutes, self._save_minutes)
        self.reporter.activated.connect(self._save_reporter)
        self.level.activated.connect(self._save_level)
        line = QHBoxLayout(self)
        line.setContentsMargins(19, 8, 19, 10)
        line.setSpacing(8)
        fields: tuple[tuple[str, QWidget, int], ...] = (
            (_("Titre du point"), self.title, 4),
            (_("Rapporteur"), self.reporter, 2),
            (_("Durée"), self.minutes, 1),
            (_("Diffusion"), self.level, 2),
        )
        for label, field, share in fields:
            line.addWidget(FormRow(label, field), share)
        self.hide()

    def load(self, row: AgendaRow, institutions: tuple[tuple[int, str], ...]) -> None:
        """Show item `row`; what is being typed for it stays."""
        if institutions != self._institutions:
            self._institutions = institutions
            self.reporter.clear()
            self.reporter.addItem(_("Non désigné"), None)
            for institution_id, name in institutions:
                self.reporter.addItem(name, institution_id)
        self.title.load(row.title, subject=row.id)
        self.minutes.load(duration(row.planned_minutes), subject=row.id)
        self.row = row
        choose(self.reporter, row.reporter_id)
        choose(self.level, row.level)

    def _save_title(self, text: str) -> None:
        assert isinstance(self.title.subject, int)
        commands.set_item(self._desk.store, self.title.subject, title=text, origin=self.title)

    def _save_minutes(self, text: str) -> None:
        assert isinstance(self.minutes.subject, int)
        minutes = parse_minutes(text)
        commands.set_item(
            self._desk.store, self.minutes.subject, planned_minutes=minutes, origin=self.minutes
        )

    def _save_reporter(self) -> None:
        chosen = self.reporter.currentData()
        if self.row is not None and chosen != self.row.reporter_id:
            # The person named so far spoke for the institution named so far.
            self._desk.act(
                commands.set_item,
                self._desk.store,
                self.row.id,
                reporter_id=chosen,
                reporter_person_id=None,
                origin=self.reporter,
            )

    def _save_level(self) -> None:
        if self.row is not None:
            level = self.level.currentData()
            self._desk.act(commands.set_item, self._desk.store, self.row.id, level=level, origin=self.level)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Échap stores what is pending and goes back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self._closed()
            return
        super().keyPressEvent(event)
