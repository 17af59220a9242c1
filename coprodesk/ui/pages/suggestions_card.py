"""The card « Suggestions » of an agenda: what past meetings left, ticked when it is on the agenda."""

from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from coprodesk.domain.i18n import _, ngettext
from coprodesk.queries.carry_over import Suggestion, SuggestionKind
from coprodesk.queries.suggestions import Key, Line, key_of, lines
from coprodesk.ui import theme
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton, CheckBox
from coprodesk.ui.widgets.cards import Card, EmptyState
from coprodesk.ui.widgets.header import ElidedLabel
from coprodesk.ui.widgets.scroll import dress

__all__ = ["Key", "Line", "SuggestionsCard", "key_of", "lines"]

# More boxes than that are no help to choose, and each is a widget.
_SHOWN = 40


class SuggestionsCard(Card):
    """The lines by group, each with its box; `ticked(Line)`, `unticked(Line)` and `all_wanted()` tell."""

    ticked = Signal(object)
    unticked = Signal(object)
    all_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Suggestions"), " ")
        self._desk = desk
        self.boxes: dict[Key, CheckBox] = {}
        self._lines: list[Line] = []
        self._area = dress(QScrollArea())
        self.body.addWidget(self._area, 1)
        self.nothing = EmptyState(
            "check",
            _("Rien à reprendre"),
            _("Aucun report, aucun engagement échu, aucun compte rendu à approuver."),
        )
        self.body.addWidget(self.nothing, 1)
        self.add_all = make(self, _("Tout ajouter"), self.all_wanted.emit, icon="plus")
        desk.writes(self.add_all)
        self.body.addWidget(ActionButton(self.add_all))

    def waiting(self) -> list[Suggestion]:
        """Return what is shown and not ticked; a proposal is chosen on its own, never with all the rest."""
        return [
            line.suggestion
            for line in self._lines
            if line.item is None
            and line.suggestion is not None
            and line.suggestion.kind is not SuggestionKind.PROPOSAL
        ]

    def show_lines(self, everything: list[Line]) -> None:
        """Show other lines, 40 at most; the keyboard stays on its box when that is still there."""
        found = everything[:_SHOWN]
        if found == self._lines and self.boxes:
            for line in found:
                self.boxes[line.key].setChecked(line.item is not None)
            return
        self._lines = found
        held = next((key for key, box in self.boxes.items() if box.hasFocus()), None)
        place = self._area.verticalScrollBar().value()
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(4)
        self.boxes = {}
        group = None
        for line in found:
            if line.key[0] is not group:
                group = line.key[0]
                column.addWidget(self._group(group, found))
            column.addWidget(self._line(line))
        more = len(everything) - len(found)
        if more:
            words = ngettext("et {n} autre", "et {n} autres", more)
            column.addWidget(ElidedLabel(words.format(n=more), "small", "text2"))
        column.addStretch(1)
        # The box just clicked is inside the old widget: it must outlive its own signal.
        old = self._area.takeWidget()
        if old is not None:
            old.hide()
            old.deleteLater()
        self._area.setWidget(inner)
        inner.setAutoFillBackground(False)
        self._area.verticalScrollBar().setValue(place)
        self._area.setVisible(bool(found))
        self.nothing.setVisible(not found)
        kept = sum(line.item is not None for line in found)
        words = _("{n} sur {total}").format(n=kept, total=len(found)) if found else ""
        self.set_head(_("Suggestions"), words)
        self.add_all.setVisible(bool(self.waiting()))
        if held in self.boxes:
            self.boxes[held].setFocus()

    def _group(self, kind: SuggestionKind, found: list[Line]) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 6, 0, 2)
        count = sum(one.key[0] is kind for one in found)
        line.addWidget(ElidedLabel(kind.label, "small_strong", "text2"), 1)
        line.addWidget(Label(str(count), "small", "text2"))
        return row

    def _line(self, line: Line) -> QWidget:
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(0)
        box = CheckBox(line.title)
        box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        box.setToolTip(line.suggestion.title if line.suggestion is not None else line.title)
        box.setAccessibleName(f"{line.title}, {line.reason}")
        box.setChecked(line.item is not None)
        box.setEnabled(not line.follows)
        self._desk.writes(box)
        box.clicked.connect(partial(self._clicked, line))
        self.boxes[line.key] = box
        reason = ElidedLabel(line.reason, "small", "late" if line.late else "text2")
        reason.setContentsMargins(0, 0, 0, 0)
        indent = QHBoxLayout()
        indent.setContentsMargins(theme.px(18) + 13, 0, 0, 0)
        indent.addWidget(reason, 1)
        column.addWidget(box)
        column.addLayout(indent)
        return row

    def _clicked(self, line: Line) -> None:
        (self.ticked if self.boxes[line.key].isChecked() else self.unticked).emit(line)

    def minimumSizeHint(self) -> QSize:
        """The card scrolls: any height will do."""
        return QSize(theme.px(240), 120)
