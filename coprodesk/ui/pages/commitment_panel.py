"""What the panel beside the list tells of one commitment: facts, precision, contributors, history."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QMenu, QWidget

from coprodesk.domain.commitments import CommitmentState, Criterion, Precision
from coprodesk.domain.i18n import _, labelled, ngettext
from coprodesk.domain.precision import text_question, vague_question, vague_verbs
from coprodesk.queries.commitments import CommitmentRow, Contributor
from coprodesk.queries.indicators import Reading
from coprodesk.ui.actions import make
from coprodesk.ui.pages.commitment_readings import ReadingLines, outcome_line
from coprodesk.ui.pages.commitment_words import content, facts, history, long_chip
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Separator
from coprodesk.ui.widgets.editors import AutoLineEdit
from coprodesk.ui.widgets.marks import IconMark, PrecisionRing
from coprodesk.ui.widgets.panel import DetailPanel

STEPS = 4
"""How many lines of the history are shown before « Tout voir »."""

SHOWN = 12
"""How many of the commitments chosen together are named."""

TEXTS = {
    Criterion.REFERENT: ("referent_function",),
    Criterion.DELIVERABLE: ("deliverable",),
    Criterion.PLACE: ("place",),
    Criterion.MEANS: ("means",),
    Criterion.PROGRESS_INDICATOR: ("progress_indicator",),
    Criterion.OUTCOME_INDICATOR: (
        "outcome_indicator",
        "outcome_baseline",
        "outcome_target",
        "outcome_source",
    ),
}
"""The texts that fill a criterion; a lead and a date are chosen in the form."""


@dataclass(frozen=True, slots=True)
class PanelVerbs:
    """What the panel asks of the page: contributors and readings, added or taken off, a missing text."""

    add_contributor: Callable[[], object]
    remove_contributor: Callable[[int], object]
    add_reading: Callable[[], object]
    remove_reading: Callable[[int], object]
    answer: Callable[[int, str, str, object], object]
    writes: Callable[..., object]


class CriteriaList(QWidget):
    """The eight criteria in two columns: a check when filled, an ochre dash when missing."""

    def __init__(self, precision: Precision) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(3, 1)
        self._cells: dict[Criterion, QWidget] = {}
        self.show_precision(precision)

    def show_precision(self, precision: Precision) -> None:
        """Show other criteria."""
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        missing = []
        for number, (criterion, filled) in enumerate(precision.criteria):
            line, column = divmod(number, 2)
            mark = IconMark("check" if filled else "minus", "accent" if filled else "soon", 16)
            words = Label(
                criterion.label,
                "tiny" if filled else "head",
                "text" if filled else "soon",
                wrap=True,
            )
            told = _("rempli") if filled else _("à préciser")
            words.setAccessibleName(labelled(criterion.label, told))
            self._grid.addWidget(mark, line, column * 2, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(words, line, column * 2 + 1, Qt.AlignmentFlag.AlignTop)
            if not filled:
                missing.append(criterion.label)
        self.setAccessibleName(
            _("Manquent\u00a0: {names}").format(names=", ".join(missing)) if missing else _("Rien ne manque")
        )


class CommitmentPanel(DetailPanel):
    """The panel of one commitment, or of several chosen together.

    `acts` are its verbs: the first two that are enabled become buttons, the others the « … » menu.
    """

    def __init__(
        self, acts: Sequence[QAction], verbs: PanelVerbs, vague: Callable[[], tuple[str, ...]]
    ) -> None:
        super().__init__()
        self._acts = tuple(acts)
        self._verbs, self._vague = verbs, vague
        self._row: CommitmentRow | None = None
        self._many: tuple[CommitmentRow, ...] = ()
        self._readings: tuple[Reading, ...] = ()
        self._whole = False
        self.answer: AutoLineEdit | None = None
        self._add = make(self, _("Ajouter…"), verbs.add_contributor)
        self._read = make(self, _("Relevé…"), verbs.add_reading)
        verbs.writes(self._add, self._read)
        self._all = make(self, _("Tout voir"), self._show_all)
        self._more = make(self, _("Autres actions"), self._open_menu, icon="more")
        self._menu = QMenu(self)

    def show_row(self, row: CommitmentRow | None, readings: tuple[Reading, ...] = ()) -> None:
        """Show another commitment; None empties the panel. What is being answered stays."""
        if row == self._row and row is not None and readings == self._readings and not self._many:
            return
        same = row is not None and self._row is not None and row.id == self._row.id and not self._many
        if not same:
            self._whole = False
        self._row, self._readings, self._many = row, readings, ()
        if same and row is not None and self.answer is not None and self.answer.hasFocus():
            self._show_precision(row.precision)
            return
        self._fill_again()

    def show_many(self, rows: tuple[CommitmentRow, ...]) -> None:
        """Show what can be done with several commitments at once."""
        self._row, self._readings, self._many = None, (), rows
        self._fill_again()

    def _fill_again(self) -> None:
        """Fill anew; a button that had the keyboard gives it to the one of the same name.

        The old content may hold the button being pressed: it goes when its act is over.
        """
        held = self.focusWidget() if self.isAncestorOf(QApplication.focusWidget() or self) else None
        name = held.accessibleName() if held is not None else ""
        old = self._area.takeWidget()
        if old is not None:
            old.hide()
            old.deleteLater()
        self.answer = None
        self._fill()
        if name and (self._row is not None or self._many):
            same = (one for one in self.findChildren(ActionButton) if one.accessibleName() == name)
            next(same, self._opener).setFocus()

    def _fill(self) -> None:
        row = self._row
        if self._many:
            self._fill_many()
            return
        if row is None:
            self.start("")
            self.add(Label(_("Choisissez un engagement pour voir son détail."), "small", "text2", wrap=True))
            return
        self.start(row.what, long_chip(row), row.reference)
        self.facts(facts(row))
        self._fill_buttons()
        self._fill_precision(row)
        steps = history(row.events)
        cut = len(steps) > STEPS and not self._whole
        self._linked_section(_("Historique"), self._all if cut else None)
        self.history(steps[:STEPS] if cut else steps)
        if told := content(row):
            self.section(_("Contenu"))
            self.facts(told)
        self._fill_indicators(row)
        self._linked_section(_("Contributeurs"), self._add)
        for one in row.contributors:
            self.add(self._contributor(one))
        if not row.contributors:
            self.add(Label(_("Aucun contributeur noté."), "small", "text3", wrap=True))

    def _fill_buttons(self) -> None:
        offered = [act for act in self._acts if act.isEnabled()]
        line_widget = QWidget()
        line = QHBoxLayout(line_widget)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        for act in offered[:2]:
            line.addWidget(ActionButton(act, parent=line_widget))
        self._menu.clear()
        self._menu.addActions(offered[2:])
        self._opener = ActionButton(self._more, icon_only=True, parent=line_widget)
        line.addWidget(self._opener)
        line.addStretch(1)
        self.add(line_widget)

    def _fill_many(self) -> None:
        n = len(self._many)
        self.start(ngettext("{n} engagement choisi", "{n} engagements choisis", n).format(n=n))
        self._fill_buttons()
        for row in self._many[:SHOWN]:
            self.add(Label(f"{row.reference} · {row.what}", "small", wrap=True))
        if n > SHOWN:
            more = ngettext("et {n} autre", "et {n} autres", n - SHOWN).format(n=n - SHOWN)
            self.add(Label(more, "small", "text2"))
        told = _("Une action vaut pour tous ceux dont l’état le permet, et s’annule d’un seul coup.")
        self.add(Label(told, "small", "text2", wrap=True))

    def _fill_precision(self, row: CommitmentRow) -> None:
        head = self._head(_("Précision"))
        self._ring = PrecisionRing(row.precision.score)
        head.addWidget(self._ring)
        self._criteria = CriteriaList(row.precision)
        self.add(self._criteria)
        vague = vague_verbs(row.what, self._vague())
        if vague:
            self.add(Label(vague_question(vague[0]), "small", "text2", wrap=True))
        alive = row.state in (CommitmentState.OPEN, CommitmentState.TO_CONFIRM)
        if alive and any(act.isEnabled() for act in self._acts):
            self._ask(row)

    def _ask(self, row: CommitmentRow) -> None:
        """Ask for the first text that is missing, in a field that fills the ring while it is typed."""
        column = next(
            (name for one in row.missing for name in TEXTS.get(one, ()) if not getattr(row, name).strip()), ""
        )
        if not column:
            return
        criterion = next(one for one, names in TEXTS.items() if column in names)
        words = text_question(column)
        self.add(Label(words, "small", "text2", wrap=True))
        self.answer = AutoLineEdit(spelled=True)
        self.answer.setAccessibleName(words)
        self.answer.edited.connect(partial(self._answered, row.id, column, self.answer))
        self.answer.textEdited.connect(partial(self._typed, row, criterion, column))
        self.answer.returnPressed.connect(self._next_question)
        self.add(self.answer)

    def _answered(self, commitment_id: int, column: str, field: AutoLineEdit, text: str) -> None:
        self._verbs.answer(commitment_id, column, text, field)

    def _typed(self, row: CommitmentRow, criterion: Criterion, column: str, text: str) -> None:
        others = [name for name in TEXTS[criterion] if name != column]
        filled = bool(text.strip()) and all(getattr(row, name).strip() for name in others)
        self._show_precision(
            Precision(
                tuple((one, filled if one is criterion else held) for one, held in row.precision.criteria)
            )
        )

    def _show_precision(self, found: Precision) -> None:
        self._ring.set_score(found.score)
        self._criteria.show_precision(found)

    def _next_question(self) -> None:
        """Store the text given and go on to the next question."""
        if self.answer is not None:
            self.answer.flush()
        self._fill_again()
        if self.answer is not None:
            self.answer.show()
            self.answer.setFocus()
        elif self._row is not None:
            self._opener.setFocus()

    def _fill_indicators(self, row: CommitmentRow) -> None:
        line = outcome_line(row, self._readings)
        if not (line or self._readings or row.progress_indicator):
            return
        offered = any(act.isEnabled() for act in self._acts)
        self._linked_section(_("Indicateurs"), self._read if offered else None)
        if row.progress_indicator or row.progress_words:
            words = " · ".join(part for part in (row.progress_indicator, row.progress_words) if part)
            self.add(Label(words, "small", wrap=True))
        if line:
            self.add(Label(line, "small", wrap=True))
        if row.outcome_source:
            self.add(
                Label(
                    _("Source\u00a0: {source}").format(source=row.outcome_source), "tiny", "text2", wrap=True
                )
            )
        if self._readings:
            self.add(ReadingLines(self._readings, self._verbs.remove_reading))

    def _linked_section(self, title: str, link: QAction | None) -> None:
        head = self._head(title)
        if link is not None:
            head.addWidget(ActionButton(link, "link", parent=head.parentWidget()))

    def _head(self, title: str) -> QHBoxLayout:
        """Start a section; what is added to the line returned stands at its right."""
        self.add(Separator())
        widget = QWidget()
        line = QHBoxLayout(widget)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(Label(title, "small_strong", "text2"))
        line.addStretch(1)
        self.add(widget)
        return line

    def _contributor(self, one: Contributor) -> QWidget:
        widget = QWidget()
        line = QHBoxLayout(widget)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        words = (
            one.short_name if one.kind == "contributor" else _("{name} (associé)").format(name=one.short_name)
        )
        if one.share:
            words = f"{words}, {one.share}"
        line.addWidget(Label(words, "small", wrap=True), 1)
        take = make(widget, _("Retirer"), partial(self._verbs.remove_contributor, one.id), icon="close")
        self._verbs.writes(take)
        button = ActionButton(take, "link", icon_only=True, parent=widget)
        button.setAccessibleName(_("Retirer {name} des contributeurs").format(name=one.short_name))
        button.setToolTip(button.accessibleName())
        line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return widget

    def _show_all(self) -> None:
        self._whole = True
        self._fill_again()

    def _open_menu(self) -> None:
        self._menu.popup(self._opener.mapToGlobal(self._opener.rect().bottomLeft()))
