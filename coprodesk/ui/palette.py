"""The command palette: one field, groups of results, one key to go anywhere."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from coprodesk.domain.french import fold
from coprodesk.domain.i18n import _, ngettext
from coprodesk.ui import icons, paint, theme
from coprodesk.ui.paint import Chip
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.cards import KeyBar, Separator
from coprodesk.ui.widgets.marks import IconMark, KeyCap

WIDTH, TOP, ROW = 680, 92, 40


@dataclass(frozen=True, slots=True)
class PaletteRow:
    """One thing to go to or to do: icon, text, grey hint, keys at the right, state, and what it does."""

    icon: str
    text: str
    run: Callable[[], object]
    hint: str = ""
    key: str = ""
    state: Chip | None = None


@dataclass(frozen=True, slots=True)
class PaletteGroup:
    """Rows under a title: « Aller à », « Engagements », « Actions »."""

    title: str
    rows: tuple[PaletteRow, ...]


Search = Callable[[str], list[PaletteGroup]]
_ITEM = int(Qt.ItemDataRole.UserRole)
_ROOT = QModelIndex()


def match_span(text: str, query: str) -> tuple[int, int] | None:
    """Return where `query` stands in `text` without regard to accents and capitals: start and end."""
    wanted = fold(query).strip()
    if not wanted:
        return None
    folded, places = "", []
    for place, letter in enumerate(text):
        part = fold(letter)
        folded += part
        places += [place] * len(part)
    start = folded.find(wanted)
    return None if start < 0 else (places[start], places[start + len(wanted) - 1] + 1)


class _Results(QAbstractListModel):
    """Titles and rows in one list; titles cannot be selected."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: list[str | PaletteRow] = []

    def set_groups(self, groups: list[PaletteGroup]) -> None:
        """Show other results."""
        self.beginResetModel()
        self.lines = []
        for group in groups:
            if group.rows:
                self.lines += [group.title, *group.rows]
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        """Return titles and rows together."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> Any:
        """Return the words, or the line itself for the painter."""
        line = self.lines[index.row()]
        if role == _ITEM:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if isinstance(line, str):
                return line
            state = line.state.text if line.state else ""
            return ", ".join(part for part in (line.text, line.hint, state, line.key) if part)
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Titles are only read."""
        if index.isValid() and isinstance(self.lines[index.row()], str):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _RowDelegate(QStyledItemDelegate):
    """Paints a title or a row: icon, text with the match underlined, hint, state or keys."""

    query = ""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """40 for a row, 30 for a title, more when the text is larger."""
        title = isinstance(index.data(_ITEM), str)
        floor = 30 if title else ROW
        return QSize(200, max(floor, round(paint.line_height("small" if title else "body")) + 14))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one line of the list."""
        rect = QRectF(option.rect)
        line = index.data(_ITEM)
        if isinstance(line, str):
            paint.text(painter, rect.adjusted(14, 0, 0, 0), line, "head", "text2")
            return
        view = self.parent()
        here = isinstance(view, QListView) and view.currentIndex().row() == index.row()
        if here:
            paint.box(painter, rect, "accent_t", None, 6)
            paint.fill(painter, QRectF(rect.x(), rect.y() + 10, 3, rect.height() - 20), "accent")
        self._paint_row(painter, rect, line, here)

    def _paint_row(self, p: QPainter, rect: QRectF, row: PaletteRow, here: bool) -> None:
        side = theme.px(icons.SIZE)
        paint.icon(
            p,
            QRectF(rect.x() + 16, rect.y(), side, rect.height()),
            row.icon,
            "accent" if here else "text2",
        )
        right = rect.right() - 16
        key = row.key or (_("Entrée") if here and row.state is None else "")
        if row.state is not None:
            width = paint.chip_size(row.state).width() - 14
            paint.chip(p, QRectF(right - width, rect.y(), width, rect.height()), row.state, tinted=False)
            right -= width + 12
        elif key:
            width = paint.keycap_size(key).width()
            paint.keycap(p, QRectF(right - width, rect.y(), width, rect.height()), key)
            right -= width + 12
        left = rect.x() + 16 + side + 14
        role = "strong" if here else "body"
        self._paint_match(p, rect, left, row.text, role)
        paint.text(p, QRectF(left, rect.y(), right - left, rect.height()), row.text, role)
        left += paint.advance(row.text, role) + 12
        if row.hint and right - left > 30:
            paint.text(p, QRectF(left, rect.y(), right - left, rect.height()), row.hint, "small", "text2")

    def _paint_match(self, p: QPainter, rect: QRectF, left: float, words: str, role: str) -> None:
        span = match_span(words, self.query)
        if span is None:
            return
        start = left + paint.advance(words[: span[0]], role)
        width = paint.advance(words[span[0] : span[1]], role)
        base = rect.center().y() + paint.line_height(role) / 2
        paint.fill(p, QRectF(start, base, width, 2), "accent")


class CommandPalette(QWidget):
    """Covers its parent with a scrim; `open` shows it, Échap or a click beside closes it at once.

    `search` is asked at each key for the groups to show; « > » first asks for actions only, which is
    left to `search`.
    """

    def __init__(self, parent: QWidget, search: Search) -> None:
        super().__init__(parent)
        self._search = search
        self._host = parent
        self._back: QWidget | None = None
        self.setAccessibleName(_("Rechercher ou aller à"))
        self._panel = QFrame(self)
        self._field = QLineEdit()
        self._field.setProperty("plain", True)
        self._field.setAccessibleName(_("Rechercher ou aller à"))
        self._field.setPlaceholderText(_("Un partenaire, une réunion, une action…"))
        self._field.textChanged.connect(self._ask)
        self._field.installEventFilter(self)
        self._model = _Results(self)
        self._list = QListView()
        self._delegate = _RowDelegate(self._list)
        self._count = Label("", "small", "text2")
        self._build()
        parent.installEventFilter(self)
        theme.notifier().changed.connect(self._restyle)
        self._restyle()
        self.hide()

    def _build(self) -> None:
        self._list.setModel(self._model)
        self._list.setItemDelegate(self._delegate)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName(_("Résultats"))
        self._list.clicked.connect(self._clicked)
        self._list.viewport().setAutoFillBackground(False)
        column = QVBoxLayout(self._panel)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(20, 12, 18, 12)
        top.setSpacing(12)
        top.addWidget(IconMark("search", "text2", 20))
        top.addWidget(self._field, 1)
        top.addWidget(KeyCap(_("Échap")))
        column.addLayout(top)
        column.addWidget(Separator())
        holder = QVBoxLayout()
        holder.setContentsMargins(7, 6, 7, 6)
        holder.addWidget(self._list)
        column.addLayout(holder, 1)
        column.addWidget(Separator())
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 20, 0)
        keys = ((f"{'↑'} {'↓'}", _("choisir")), (_("Entrée"), _("ouvrir")), (">", _("actions seules")))
        foot.addWidget(KeyBar(keys), 1)
        foot.addWidget(self._count)
        column.addLayout(foot)

    def open(self, text: str = "") -> None:
        """Show the palette over its parent, with the focus in its field."""
        window = self.window()
        self._back = window.focusWidget()
        self._place()
        self._field.setText(text)
        self._ask()
        self.show()
        self.raise_()
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def dismiss(self) -> None:
        """Hide the palette and give the focus back."""
        self.hide()
        if self._back is not None and self._back.isVisible():
            self._back.setFocus()
        self._back = None

    def current(self) -> PaletteRow | None:
        """Return the row that Entrée would run."""
        index = self._list.currentIndex()
        line = self._model.lines[index.row()] if index.isValid() else None
        return line if isinstance(line, PaletteRow) else None

    def _ask(self) -> None:
        text = self._field.text()
        self._delegate.query = text.lstrip("> ").strip()
        groups = self._search(text)
        self._model.set_groups(groups)
        number = sum(len(group.rows) for group in groups)
        self._count.setText(
            ngettext("{n} résultat", "{n} résultats", number).format(n=number)
            if number
            else _("Aucun résultat")
        )
        self._list.setCurrentIndex(QModelIndex())
        self._move(1)
        self._place()

    def _move(self, way: int) -> None:
        number = self._list.currentIndex().row() + way
        if number < 0:
            number = 0
        while 0 <= number < len(self._model.lines) and isinstance(self._model.lines[number], str):
            number += way
        if 0 <= number < len(self._model.lines):
            index = self._model.index(number)
            self._list.setCurrentIndex(index)
            self._list.scrollTo(index)
            self._list.viewport().update()
            row = self.current()
            self._field.setAccessibleDescription(row.text if row else "")

    def _clicked(self, index: QModelIndex) -> None:
        if isinstance(self._model.lines[index.row()], PaletteRow):
            self._list.setCurrentIndex(index)
            self._run()

    def _run(self) -> None:
        row = self.current()
        if row is not None:
            self.dismiss()
            row.run()

    def _restyle(self) -> None:
        self._field.setFont(theme.font("query"))
        self._place()

    def _place(self) -> None:
        host = self._host
        self.setGeometry(host.rect())
        width = min(theme.px(WIDTH), host.width() - 32)
        top = TOP if host.height() > 560 else 24
        lines = sum(
            self._delegate.sizeHint(QStyleOptionViewItem(), self._model.index(i)).height()
            for i in range(len(self._model.lines))
        )
        chrome = self._panel.sizeHint().height() - self._list.sizeHint().height()
        height = min(max(lines, ROW * 3) + chrome + 8, host.height() - top - 24)
        self._panel.setGeometry((host.width() - width) // 2, top, width, height)
        self.update()  # the shadow of a higher panel would stay

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size; take the keys of the list while the field has the focus."""
        if watched is self.parent():
            if event.type() == QEvent.Type.Resize and self.isVisible():
                self._place()
            return False
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._move(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run()
        elif key == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            return key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close on a click beside the panel."""
        if not self._panel.geometry().contains(event.position().toPoint()):
            self.dismiss()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the scrim again."""
        super().resizeEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the scrim of 35 %, a soft shadow and the sheet."""
        p = QPainter(self)
        scrim = QColor(theme.color("scrim"))
        scrim.setAlphaF(0.35)
        paint.fill(p, self.rect(), scrim)
        sheet = QRectF(self._panel.geometry())
        shade = QColor(theme.color("scrim"))
        shade.setAlphaF(0.03)
        for grow in range(1, 9):
            paint.box(p, sheet.adjusted(-grow, -grow + 3, grow, grow + 3), shade, None, 12 + grow)
        paint.box(p, sheet, "surface", "line2", 12)
        p.end()
