"""What an import would do, line by line, before anything is written: lines, counts and filter."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from coprodesk.domain.i18n import _
from coprodesk.domain.import_plan import Fate
from coprodesk.exchange.columns import Problem
from coprodesk.ui.rows import Cell, Column, RowsModel
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.cards import Card
from coprodesk.ui.widgets.filters import Segment, SegmentedFilter

ALL = ""


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One line as it would be imported: what it is about, what it does, what to know about it."""

    line: int
    what: str
    facts: str
    does: str
    fate: Fate
    remarks: str = ""

    @property
    def taken(self) -> bool:
        """Tell whether the line changes the file."""
        return self.fate in (Fate.CREATE, Fate.COMPLETE)


class ImportPreview(QWidget):
    """The table of the lines below a filter by what they do; the filter shows how many there are of each."""

    def __init__(self, subject: str) -> None:
        super().__init__()
        self._lines: tuple[PreviewLine, ...] = ()
        self.filter = SegmentedFilter([], _("Lignes montrées"))
        self.filter.changed.connect(self._show)
        self.table = _table(subject)
        self.table.chosen.connect(self._tell)
        self.detail = Label("", "small", "text2", wrap=True)
        card = Card(bare=True)
        card.body.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.filter)
        column.addWidget(card, 1)
        column.addWidget(self.detail)

    def set_lines(self, lines: Iterable[PreviewLine]) -> None:
        """Show the lines in the order of the table; the filter stays as long as it holds some."""
        self._lines = tuple(sorted(lines, key=_line_number))
        words = {
            Fate.CREATE: _("Créées"),
            Fate.COMPLETE: _("Complétées"),
            Fate.SAME: _("Inchangées"),
            Fate.SKIP: _("Laissées"),
        }
        counts = {fate: sum(line.fate is fate for line in self._lines) for fate in Fate}
        self.filter.set_segments(
            [
                Segment(ALL, _("Toutes"), len(self._lines)),
                *(Segment(fate.value, words[fate], counts[fate]) for fate in Fate if counts[fate]),
            ]
        )
        self._show(self.filter.current())

    def count(self, fate: Fate) -> int:
        """Return how many lines do that."""
        return sum(line.fate is fate for line in self._lines)

    def _show(self, chosen: str) -> None:
        self.table.set_rows([line for line in self._lines if chosen in (ALL, line.fate.value)])
        self._tell(self.table.current())

    def _tell(self, line: PreviewLine | None) -> None:
        """Say in full what the line chosen does: a cell may be too narrow for it."""
        words = "" if line is None else f"{line.does[:1].upper()}{line.does[1:]}. {line.remarks}".strip()
        self.detail.setText(words)
        self.detail.setVisible(bool(words))


def remarks_by_line(problems: Sequence[Problem]) -> Callable[[int, Iterable[str]], str]:
    """Return the function that words what is to be said of a line: what was read, then what was planned."""
    read: dict[int, list[str]] = {}
    for problem in problems:
        read.setdefault(problem.line, []).append(problem.sentence)

    def words(line: int, planned: Iterable[str]) -> str:
        return " ".join(one[:1].upper() + one[1:] for one in (*read.get(line, ()), *planned))

    return words


def left_out(problems: Sequence[Problem]) -> list[PreviewLine]:
    """Return the lines of the table that could not be read."""
    words = remarks_by_line(problems)
    return [
        PreviewLine(one.line, "", "", Fate.SKIP.label, Fate.SKIP, words(one.line, ()))
        for one in problems
        if not one.kept
    ]


def _line_number(line: PreviewLine) -> int:
    return line.line


def _number_cell(line: PreviewLine) -> Cell:
    return Cell(str(line.line), tint="text2", small=True)


def _what_cell(line: PreviewLine) -> Cell:
    return Cell(line.what or "–", line.facts, tint="text" if line.taken else "text3")


def _does_cell(line: PreviewLine) -> Cell:
    tint = {Fate.SAME: "text2", Fate.SKIP: "soon"}.get(line.fate, "text")
    return Cell(line.does, line.remarks, tint=tint, second_tint="soon")


def _table(subject: str) -> RowsTable:
    columns = [
        Column(_("Ligne"), _number_cell, 70, sort=_line_number),
        Column(subject, _what_cell, 270),
        Column(_("Ce qui sera fait"), _does_cell, stretch=True),
    ]
    model: RowsModel[PreviewLine] = RowsModel(columns, _line_number)
    return RowsTable(model, _("Aperçu de l’import"))
