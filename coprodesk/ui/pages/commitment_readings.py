"""The dated readings of the indicators of a commitment: the lines of the panel, and the form of one."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from coprodesk.commands import indicators as commands
from coprodesk.domain.french import short_date
from coprodesk.domain.i18n import _, labelled
from coprodesk.queries.commitments import CommitmentRow
from coprodesk.queries.indicators import Reading, track
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.pages.commitment_fields import typed_date
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.editors import AutoLineEdit
from coprodesk.ui.widgets.fields import DateField
from coprodesk.ui.widgets.filters import ComboBox


def kind_words(kind: str) -> str:
    """Return « Suivi » or « Résultat »."""
    return _("Suivi") if kind == commands.PROGRESS else _("Résultat")


def outcome_line(row: CommitmentRow, found: tuple[Reading, ...]) -> str:
    """Return « Interventions : 38 → 31 (cible 27) », "" without an outcome indicator."""
    if not row.outcome_indicator:
        return ""
    latest = next((one.value for one in reversed(found) if one.kind == commands.OUTCOME), "")
    words = track(row.outcome_baseline, latest, row.outcome_target)
    return labelled(row.outcome_indicator, words) if words else row.outcome_indicator


class ReadingLines(QWidget):
    """A small table: day, indicator and value of each reading, with « Retirer »."""

    def __init__(self, found: tuple[Reading, ...], remove: Callable[[int], object]) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(2, 1)
        for line, one in enumerate(found):
            value = f"{one.value} · {one.note}" if one.note else one.value
            cells = (
                Label(short_date(one.on), "tiny", "text2"),
                Label(kind_words(one.kind), "tiny", "text2"),
                Label(value, "small", wrap=True),
            )
            for column, cell in enumerate(cells):
                grid.addWidget(cell, line, column, Qt.AlignmentFlag.AlignTop)
            take = make(self, _("Retirer"), partial(remove, one.id), icon="close")
            button = ActionButton(take, "link", icon_only=True, parent=self)
            button.setAccessibleName(_("Retirer le relevé du {day}").format(day=short_date(one.on)))
            button.setToolTip(button.accessibleName())
            grid.addWidget(button, line, 3, Qt.AlignmentFlag.AlignTop)


class ReadingForm(FormDialog):
    """A value read on a day, of the outcome when there is one, else of the progress."""

    def __init__(self, desk: Desk, row: CommitmentRow) -> None:
        title = _("Relevé – {reference}").format(reference=row.reference)
        super().__init__(desk.shell, title, _("Enregistrer"), self._save)
        self._desk, self._row = desk, row
        self.kind = ComboBox(_("Indicateur"))
        for kind, name in (
            (commands.OUTCOME, row.outcome_indicator),
            (commands.PROGRESS, row.progress_indicator),
        ):
            words = kind_words(kind)
            self.kind.addItem(labelled(words, name) if name else words, kind)
        if not row.outcome_indicator and row.progress_indicator:
            self.kind.setCurrentIndex(1)
        self.value = AutoLineEdit()
        self.day = DateField(desk.today(), today=desk.today)
        self.note = AutoLineEdit(spelled=True)
        self.form.add(_("&Indicateur"), self.kind)
        self.form.add(_("&Valeur lue"), self.value, _("Un nombre, une part ou un délai"), name="value")
        self.form.add(_("&Date du relevé"), self.day, name="on")
        self.form.add(_("&Source ou remarque"), self.note, _("Facultatif"))
        self.value.setFocus()

    def _save(self) -> None:
        on = typed_date(self.day, _("Date du relevé")) or self._desk.today()
        commands.add_reading(
            self._desk.store,
            self._row.id,
            str(self.kind.currentData()),
            on,
            self.value.text(),
            note=self.note.text(),
        )
