"""The agenda at the left of a session: what is done, what runs, when the rest should begin, minutes used."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from coprodesk.domain.agenda import Outcome
from coprodesk.domain.disclosure import Level
from coprodesk.domain.french import duration, hour
from coprodesk.domain.i18n import _
from coprodesk.queries.live import CockpitItem
from coprodesk.ui import paint, theme
from coprodesk.ui.rows import ROW_ROLE, Cell, Column, RowsModel
from coprodesk.ui.rows_delegate import RowsDelegate
from coprodesk.ui.rows_view import RowsTable

CLOSED = (Level.RESTRICTED, Level.SECRETARIAT)


class AgendaDelegate(RowsDelegate):
    """Number or mark at the left, title above hour and minutes; the item that runs has the accent bar."""

    def __init__(self, table: "AgendaPane") -> None:
        super().__init__(table)
        self._pane = table

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one item."""
        rect, item = QRectF(option.rect), index.data(ROW_ROLE)
        pane = self._pane
        chosen = pane.currentIndex().row() == index.row()
        painter.save()
        paint.fill(painter, rect, "surface")  # over the selection that the view has drawn
        if item.running:
            paint.fill(painter, rect, "accent_t")
            paint.fill(painter, QRectF(rect.x(), rect.y(), 3, rect.height() - 1), "accent")
        elif pane.hovered == index.row():
            paint.fill(painter, rect, "hover")
        paint.fill(painter, QRectF(rect.x() + 14, rect.bottom() - 1, rect.width() - 28, 1), "line")
        if chosen:
            frame = rect.adjusted(3, 2, -3, -3)
            if pane.hasFocus():
                paint.focus_ring(painter, frame)
            elif not item.running:
                paint.box(painter, frame, None, "ctl", 6)
        self._paint_item(painter, rect, item)
        painter.restore()

    def _paint_item(self, p: QPainter, rect: QRectF, item: CockpitItem) -> None:
        side = theme.px(18)
        spot = QRectF(rect.x() + 14, rect.center().y() - side / 2, side, side)
        _paint_mark(p, spot, item)
        left = spot.right() + 11
        right = rect.right() - 12
        high, low = paint.line_height("body"), paint.line_height("tiny")
        top = rect.center().y() - (high + low) / 2
        if item.row.level in CLOSED:
            lock = theme.px(15)
            right_top = right - lock - 6
            paint.icon(p, QRectF(right - lock, top, lock, high), "lock", "conf")
        else:
            right_top = right
        over = item.row.outcome is not Outcome.OPEN and not item.running
        role, tint = ("strong", "text") if item.running else ("body", "text2" if over else "text")
        paint.text(p, QRectF(left, top, right_top - left, high), item.row.title, role, tint)
        minutes = minutes_words(item)
        wide = paint.advance(minutes, "tiny") + 2
        paint.text(p, QRectF(right - wide, top + high, wide, low), minutes, "tiny", "text2")
        rest = QRectF(left, top + high, right - wide - left - 6, low)
        paint.text(p, rest, hour_words(item), "tiny", "text2")


def _paint_mark(p: QPainter, spot: QRectF, item: CockpitItem) -> None:
    outcome, side = item.row.outcome, round(spot.width())
    if item.running or outcome is Outcome.OPEN:
        ink = "accent" if item.running else "text2"
        centre = Qt.AlignmentFlag.AlignHCenter
        paint.text(p, spot.adjusted(-6, 0, 6, 0), str(item.row.position), "strong", ink, centre)
    elif outcome is Outcome.TREATED:
        paint.box(p, spot, "accent", None, side / 2)
        paint.icon(p, spot.adjusted(3, 3, -3, -3), "check", "onacc")
    else:
        name = "arrow-down" if outcome is Outcome.POSTPONED else "close"
        paint.icon(p, spot, name, "soon")


def minutes_words(item: CockpitItem) -> str:
    """Return « 12 / 15 min », or « 10 min » for what did not begin."""
    if item.used or item.running or item.row.started_at:
        return _("{used}\u00a0/\u00a0{planned}\u00a0min").format(
            used=item.used, planned=item.row.planned_minutes
        )
    return duration(item.row.planned_minutes)


def hour_words(item: CockpitItem) -> str:
    """Return « 14 h 52 », or what became of an item that was not treated."""
    if item.row.outcome in (Outcome.POSTPONED, Outcome.WITHDRAWN):
        return item.row.outcome.label.lower()
    return hour(item.time)


class AgendaPane(RowsTable):
    """Entrée starts the item; O puts it off, Suppr withdraws it, N adds one; other letters go to the notes.

    `started(object)`, `opened` of the base, tells the item; `asked(str)` one of the letters.
    """

    asked = Signal(str)

    def __init__(self) -> None:
        columns = (Column(_("Point"), _cell, stretch=True, sortable=False),)
        super().__init__(RowsModel(columns, lambda item: item.row.id), _("Points de l’ordre du jour"))
        self._shown: tuple[CockpitItem, ...] = ()
        self.setItemDelegate(AgendaDelegate(self))
        self.horizontalHeader().hide()

    def line_height(self) -> int:
        """54 at least: room for the ring between two items."""
        return max(54, super().line_height() + 8)

    def set_items(self, items: Sequence[CockpitItem]) -> None:
        """Show the items; the one chosen stays. Nothing is done when nothing changed."""
        if tuple(items) != self._shown:
            self._shown = tuple(items)
            self.set_rows(items)

    def select_running(self) -> None:
        """Choose the item that runs, else the first still to be treated, else the first."""
        items = self._shown
        waiting = next((item for item in items if item.row.outcome is Outcome.OPEN), None)
        first = next((item for item in items if item.running), waiting or (items[0] if items else None))
        if first is not None:
            self.select(first.row.id)

    def step(self, by: int) -> None:
        """Choose the item that stands `by` lines further, backwards when negative; none beyond the ends."""
        ids = [item.row.id for item in self._shown]
        chosen = self.current()
        place = ids.index(chosen.row.id) + by if chosen is not None else 0
        if 0 <= place < len(ids):
            self.select(ids[place])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters and Suppr are told."""
        letter = event.text().lower()
        if event.key() == Qt.Key.Key_Delete:
            self.asked.emit("delete")
        elif len(letter) == 1 and letter.isalpha() and not event.modifiers():
            self.asked.emit(letter)
        else:
            super().keyPressEvent(event)


def _cell(item: CockpitItem) -> Cell:
    row = item.row
    state = _("en cours") if item.running else row.outcome.label.lower()
    closed = row.level.label.lower() if row.level in CLOSED else ""
    parts = (f"{row.position}. {row.title}", state, hour_words(item), minutes_words(item), closed)
    return Cell(row.title, said=", ".join(part for part in parts if part))
