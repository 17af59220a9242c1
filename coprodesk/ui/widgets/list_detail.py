"""A list with its detail panel: side by side, or the panel as a sheet over the list when room is short."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.widgets.cards import Card
from coprodesk.ui.widgets.panel import DetailPanel

GAP = 14


class ListDetail(QWidget):
    """`table` in a card at the left, `panel` at the right; Espace on a row opens the panel, Échap closes it.

    In a compact window (`set_room`) the panel starts closed and lies over the list. `card` may be given
    when something stands above or below the table in the same card.
    """

    def __init__(
        self, table: RowsTable, panel: DetailPanel, card: Card | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._table, self._panel = table, panel
        if card is None:
            card = Card(bare=True)
            card.body.addWidget(table)
        self._card = card
        card.setParent(self)
        panel.setParent(self)
        self._compact = False
        self._beside = self._wanted = self._filled = True
        table.spaced.connect(self._spaced)

    def is_open(self) -> bool:
        """Say whether the panel is shown."""
        return not self._panel.isHidden()

    def set_open(self, on: bool) -> None:
        """Show or hide the panel."""
        self._wanted = on
        self._panel.setVisible(on and self._filled)
        self._place()
        if not on and self._panel.isAncestorOf(self.window().focusWidget() or self):
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_filled(self, on: bool) -> None:
        """Say whether there is something to detail: while there is not, the panel stays away."""
        self._filled = on
        self.set_open(self._wanted)

    def kept_open(self) -> bool:
        """Say whether the panel stands beside the list where there is room, which is worth remembering."""
        return self._beside if self._compact else self._wanted

    def keep_open(self, on: bool) -> None:
        """Have the panel stand beside the list, or not, where there is room."""
        self._beside = on
        if not self._compact:
            self.set_open(on)

    def set_room(self, width_class: str) -> None:
        """Float the panel in a compact window; closed at first there, as it was elsewhere."""
        self._panel.set_room(width_class)
        compact = width_class == "compact"
        if compact != self._compact:
            self._beside = self.kept_open()
            self._compact = compact
            self.set_open(self._beside and not compact)
        self._place()

    def _spaced(self, _row: object) -> None:
        self.set_open(not self.is_open())

    def _place(self) -> None:
        wide = self._panel.width()
        beside = self.is_open() and not self._compact
        left = self.width() - wide - GAP if beside else self.width()
        self._card.setGeometry(0, 0, max(0, left), self.height())
        self._panel.setGeometry(self.width() - wide, 0, wide, self.height())
        self._panel.raise_()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the sheet on Échap."""
        if event.key() == Qt.Key.Key_Escape and self.is_open():
            self.set_open(False)
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width again."""
        super().resizeEvent(event)
        self._place()

    def sizeHint(self) -> QSize:
        """The table's and the panel's together."""
        return self._table.sizeHint() + QSize(self._panel.width() + GAP, 0)

    def minimumSizeHint(self) -> QSize:
        """The table's alone: the panel scrolls or floats."""
        return self._table.minimumSizeHint()
