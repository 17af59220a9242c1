"""What a new agenda takes up besides its template: what returns is ticked, proposals are there to tick."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from coprodesk.domain.i18n import _, ngettext
from coprodesk.queries.carry_over import Suggestion, SuggestionKind
from coprodesk.queries.suggestions import Key, key_of
from coprodesk.ui import theme
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import CheckBox
from coprodesk.ui.widgets.header import ElidedLabel
from coprodesk.ui.widgets.scroll import dress

_HEIGHT = 190
# More boxes than that are no help to choose, and each is a widget.
_SHOWN = 60


class DraftTicks(QWidget):
    """One box for each suggestion, by group; one line tells the commitments due, which one item follows.

    `changed()` tells that a box was ticked or unticked.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Repris à l’ordre du jour"))
        self.boxes: dict[Key, CheckBox] = {}
        self._found: tuple[Suggestion, ...] = ()
        self._touched: dict[Key, bool] = {}
        self._area = dress(QScrollArea())
        self.due = Label("", "small", "text2", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.due)
        column.addWidget(self._area)

    def found(self) -> tuple[Suggestion, ...]:
        """Return what is suggested."""
        return self._found

    def chosen(self) -> list[Suggestion]:
        """Return what is ticked."""
        return [one for one in self._found if self._ticked(one)]

    def show_suggestions(self, found: Sequence[Suggestion]) -> None:
        """Show other suggestions; a box ticked or unticked by hand stays so."""
        if tuple(found) == self._found and (self.boxes or not found):
            return
        self._found = tuple(found)
        self._say_due()
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(4)
        self.boxes = {}
        group = None
        shown = [one for one in found if one.kind is not SuggestionKind.COMMITMENT]
        for one in shown[:_SHOWN]:
            if one.kind is not group:
                group = one.kind
                column.addWidget(Label(group.label, "small_strong", "text2"))
            column.addWidget(self._line(one))
        if len(shown) > _SHOWN:
            more = len(shown) - _SHOWN
            column.addWidget(Label(ngettext("et {n} autre", "et {n} autres", more).format(n=more), "small"))
        column.addStretch(1)
        self._area.setWidget(inner)
        inner.setAutoFillBackground(False)
        self._area.setVisible(bool(shown))
        self._area.setFixedHeight(min(theme.px(_HEIGHT), inner.sizeHint().height() + 4))

    def _say_due(self) -> None:
        due = [one for one in self._found if one.kind is SuggestionKind.COMMITMENT]
        leads = ", ".join(dict.fromkeys(one.lead or _("sans pilote") for one in due))
        words = ngettext(
            "Suivi des engagements\u00a0: {n} échu d’ici là ({leads}).",
            "Suivi des engagements\u00a0: {n} échus d’ici là ({leads}).",
            len(due),
        ).format(n=len(due), leads=leads)
        nothing = _("Rien à reprendre des réunions passées.")
        self.due.setText(words if due else nothing if not self._found else "")
        self.due.setVisible(bool(self.due.text()))

    def _line(self, one: Suggestion) -> QWidget:
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        box = CheckBox(one.title)
        box.setToolTip(one.title)
        box.setAccessibleName(f"{one.title}, {one.reason}")
        box.setChecked(self._ticked(one))
        box.toggled.connect(partial(self._tick, key_of(one)))
        box.installEventFilter(self)
        self.boxes[key_of(one)] = box
        indent = QHBoxLayout()
        indent.setContentsMargins(theme.px(18) + 13, 0, 0, 0)
        indent.addWidget(ElidedLabel(one.reason, "small", "text2"), 1)
        column.addWidget(box)
        column.addLayout(indent)
        return row

    def _tick(self, key: Key, on: bool) -> None:
        self._touched[key] = on
        self.changed.emit()

    def _ticked(self, one: Suggestion) -> bool:
        wanted = one.kind in (SuggestionKind.APPROVAL, SuggestionKind.TOPIC)
        return self._touched.get(key_of(one), wanted)

    def eventFilter(self, box: object, event: QEvent) -> bool:
        """Bring into sight the box that takes the keyboard."""
        if event.type() == QEvent.Type.FocusIn and isinstance(box, CheckBox):
            self._area.ensureWidgetVisible(box)
        return False

    def minimumSizeHint(self) -> QSize:
        """The boxes scroll: their width may shrink."""
        return QSize(theme.px(240), super().minimumSizeHint().height())
