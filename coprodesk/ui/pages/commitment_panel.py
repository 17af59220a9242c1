"""What the panel beside the list tells of one commitment: facts, precision, contributors, history."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QMenu, QWidget

from coprodesk.domain.commitments import Criterion, EventKind, Precision, Status
from coprodesk.domain.french import DASH, fold, short_date
from coprodesk.domain.i18n import _, ngettext
from coprodesk.queries.commitments import CommitmentRow, Contributor, EventRow
from coprodesk.ui.actions import make
from coprodesk.ui.paint import STATUS_GLYPHS, Chip
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets import ActionButton, DetailPanel, IconMark, PrecisionRing, Separator

STEPS = 4
"""How many lines of the history are shown before « Tout voir »."""


def state_chip(row: CommitmentRow) -> Chip:
    """Return « En retard » with its shape."""
    return Chip(row.status.label, STATUS_GLYPHS[row.status])


def long_chip(row: CommitmentRow) -> Chip:
    """Return « En retard de 15 jours »: the lateness in words, the state otherwise."""
    words = row.status_words if row.status is Status.LATE else row.status.label
    return Chip(words[:1].upper() + words[1:], STATUS_GLYPHS[row.status])


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
            words.setAccessibleName(f"{criterion.label}\u00a0: {told}")
            self._grid.addWidget(mark, line, column * 2, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(words, line, column * 2 + 1, Qt.AlignmentFlag.AlignTop)
            if not filled:
                missing.append(criterion.label)
        self.setAccessibleName(
            _("Manquent\u00a0: {names}").format(names=", ".join(missing)) if missing else _("Rien ne manque")
        )


class CommitmentPanel(DetailPanel):
    """The panel of one commitment.

    `acts` are its verbs: the first two that are enabled become buttons, the others the « … » menu.
    `remove` takes a contributor off by the id of its line, `add` asks for another one.
    """

    def __init__(
        self, acts: Sequence[QAction], add: Callable[[], object], remove: Callable[[int], object]
    ) -> None:
        super().__init__()
        self._acts = tuple(acts)
        self._row: CommitmentRow | None = None
        self._whole = False
        self._remove = remove
        self._add = make(self, _("Ajouter…"), add)
        self._all = make(self, _("Tout voir"), self._show_all)
        self._more = make(self, _("Autres actions"), self._open_menu, icon="more")
        self._menu = QMenu(self)

    def show_row(self, row: CommitmentRow | None) -> None:
        """Show another commitment; None empties the panel."""
        if row == self._row and row is not None:
            return
        if row is None or self._row is None or row.id != self._row.id:
            self._whole = False
        self._row = row
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
        self._fill()
        if name and self._row is not None:
            same = (one for one in self.findChildren(ActionButton) if one.accessibleName() == name)
            next(same, self._opener).setFocus()

    def _fill(self) -> None:
        row = self._row
        if row is None:
            self.start("")
            self.add(Label(_("Choisissez un engagement pour voir son détail."), "small", "text2", wrap=True))
            return
        self.start(row.what, long_chip(row), row.reference)
        self.facts(facts(row))
        self._fill_buttons()
        self._fill_precision(row)
        if told := content(row):
            self.section(_("Contenu"))
            self.facts(told)
        self._linked_section(_("Contributeurs"), self._add)
        for one in row.contributors:
            self.add(self._contributor(one))
        if not row.contributors:
            self.add(Label(_("Aucun contributeur noté."), "small", "text3", wrap=True))
        steps = history(row.events)
        cut = len(steps) > STEPS and not self._whole
        self._linked_section(_("Historique"), self._all if cut else None)
        self.history(steps[:STEPS] if cut else steps)

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

    def _fill_precision(self, row: CommitmentRow) -> None:
        head = self._head(_("Précision"))
        head.addWidget(PrecisionRing(row.precision.score))
        self.add(CriteriaList(row.precision))

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
        take = make(widget, _("Retirer"), partial(self._remove, one.id), icon="close")
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


def facts(row: CommitmentRow) -> list[tuple[str, str] | tuple[str, str, str]]:
    """Return the first rows « label, value » of the panel: who, for when, how far."""
    due = short_date(row.current_due) if row.current_due else _("à fixer")
    if row.postponements:
        due = f"{due}, {row.postponement_words}"
    found: list[tuple[str, str] | tuple[str, str, str]] = [
        (_("Pilote"), row.lead_name or _("à désigner")),
        (_("Référent"), ", ".join(part for part in (row.referent, row.referent_function) if part) or DASH),
        (_("Échéance"), due, "late") if row.days_late else (_("Échéance"), due),
    ]
    if row.done_on:
        found.append((_("Tenu le"), short_date(row.done_on)))
    if row.motive:
        found.append((_("Motif"), row.motive))
    if row.progress_words:
        progress = " · ".join(part for part in (row.progress_words, row.progress_indicator) if part)
        found.append((_("Avancement"), progress, "late") if row.days_late else (_("Avancement"), progress))
    return found


def content(row: CommitmentRow) -> list[tuple[str, str]]:
    """Return the other rows « label, value », without the blank ones."""
    moved = row.postponements and row.initial_due is not None
    texts = (
        (_("Thème"), row.theme),
        (_("Décidé le"), short_date(row.decided_on)),
        (_("1re échéance"), short_date(row.initial_due) if moved and row.initial_due else ""),
        (_("Livrable"), row.deliverable),
        (_("Lieu, public"), row.place),
        (_("Moyens"), row.means),
        (_("Suivi"), "" if row.progress_words else row.progress_indicator),
        (_("Résultat"), _outcome(row)),
        (_("Note"), row.note),
    )
    return [(name, value) for name, value in texts if value]


def _outcome(row: CommitmentRow) -> str:
    """Return « délai médian, 95 → 60 j (préfecture) », blank without an outcome indicator."""
    if not row.outcome_indicator:
        return ""
    words = row.outcome_indicator
    if row.outcome_baseline or row.outcome_target:
        words += f", {row.outcome_baseline or DASH} → {row.outcome_target or DASH}"
    return f"{words} ({row.outcome_source})" if row.outcome_source else words


def history(events: Sequence[EventRow]) -> list[tuple[str, str]]:
    """Return « what, when » for each event, given and told newest first; postponements are numbered."""
    rank = sum(event.kind is EventKind.POSTPONED for event in events)
    steps = []
    for event in events:
        what = event.kind.label
        if event.kind is EventKind.POSTPONED:
            what = _("{rank} report").format(rank=_("1er") if rank == 1 else _("{n}e").format(n=rank))
            rank -= 1
        text = _without(event.text, what)
        if event.to_due:
            what = _("{what}, au {day}").format(what=what, day=short_date(event.to_due))
        if event.kind is EventKind.NEWS and text:
            what = text
        elif text:
            what = f"{what}\u00a0: {text}"
        steps.append((what, " · ".join(part for part in (short_date(event.on), event.meeting) if part)))
    return steps


def _without(text: str, what: str) -> str:
    """Return `text` without the words it begins with when they only repeat what the line says."""
    return text[len(what) :].lstrip(" ,;:\u00a0\u202f") if fold(text).startswith(fold(what)) else text


def count_words(count: int) -> str:
    """Return « 3 engagements »."""
    return ngettext("{n} engagement", "{n} engagements", count).format(n=count)
