"""The two short tables of a partner's page: its promises and its subjects."""

from coprodesk.domain.french import short_date
from coprodesk.domain.i18n import _
from coprodesk.queries.commitments import CommitmentRow
from coprodesk.queries.partners import TopicLine
from coprodesk.ui.paint import STATUS_GLYPHS, Chip
from coprodesk.ui.rows import Cell, Column, RowsModel
from coprodesk.ui.rows_view import RowsTable

_TOPIC_ICONS = {
    "postponed": "clock",
    "commitment": "handshake",
    "decision": "gavel",
    "withdrawn": "minus",
    "treated": "check",
}


def _state_cell(row: CommitmentRow) -> Cell:
    return Cell(chip=Chip(row.status.label, STATUS_GLYPHS[row.status]))


def _what_cell(row: CommitmentRow) -> Cell:
    return Cell(
        row.what, " · ".join(part for part in (row.reference, row.theme, row.postponement_words) if part)
    )


def _due_cell(row: CommitmentRow) -> Cell:
    due = short_date(row.current_due) if row.current_due else _("sans date")
    return Cell(due, row.late_words or row.status_words, second_tint="late" if row.days_late else "text2")


def _precision_cell(row: CommitmentRow) -> Cell:
    return Cell(score=row.precision.score)


def _topic_day(row: TopicLine) -> Cell:
    return Cell(short_date(row.on), tint="text2", small=True)


def _topic_title(row: TopicLine) -> Cell:
    return Cell(row.title)


def _topic_end(row: TopicLine) -> Cell:
    return Cell(row.words, tint="text2", small=True, icon=_TOPIC_ICONS[row.mark])


def _commitment_id(row: CommitmentRow) -> int:
    return row.id


def _topic_id(row: TopicLine) -> int:
    return row.topic_id


class ShortTable(RowsTable):
    """A table as high as its rows: the page scrolls, not the table."""

    def fit(self) -> None:
        """Take the height of the rows."""
        rows = max(1, self.rows.rowCount())
        head = 0 if self.horizontalHeader().isHidden() else self.horizontalHeader().height()
        self.setFixedHeight(rows * self.line_height() + head + 2)


def commitment_rows() -> RowsModel[CommitmentRow]:
    """Return the columns of its promises."""
    columns = [
        Column(_("État"), _state_cell, 140),
        Column(_("Engagement"), _what_cell, stretch=True),
        Column(_("Échéance"), _due_cell, 150),
        Column(_("Précision"), _precision_cell, 90, drop=1),
    ]
    return RowsModel(columns, _commitment_id)


def topic_rows() -> RowsModel[TopicLine]:
    """Return the columns of its subjects."""
    columns = [
        Column(_("Date"), _topic_day, 100),
        Column(_("Sujet"), _topic_title, stretch=True),
        Column(_("Suite"), _topic_end, 190),
    ]
    return RowsModel(columns, _topic_id)
