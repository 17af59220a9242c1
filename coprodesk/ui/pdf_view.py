"""The pages of a PDF on screen: white sheets one below the other, zoom, « page 2 / 4 »."""

from collections.abc import Iterable
from functools import partial
from threading import Lock

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget
from shiboken6 import isValid

from coprodesk.domain.i18n import _
from coprodesk.ui import paint, theme
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton

GAP = 12
MARGIN = 14
SIDE = 46
"""Room left and right of a fitted page, for the zoom buttons."""
ZOOMS = (0.5, 0.7, 0.85, 1.0, 1.25, 1.5, 2.0, 3.0)
"""Logical pixels for each point of the page."""
PRINT_DPI = 300

# PDFium may be used by one thread at a time only.
_pdfium = Lock()
Sizes = tuple[tuple[float, float], ...]


def page_sizes(pdf: bytes) -> Sizes:
    """Return width and height of each page, in points. Safe in a worker thread."""
    import pypdfium2

    with _pdfium:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return tuple(document.get_page_size(number) for number in range(len(document)))
        finally:
            document.close()


def page_images(pdf: bytes, numbers: Iterable[int], scale: float) -> dict[int, QImage]:
    """Return pages, numbered from 0, at `scale` device pixels a point. Safe in a worker thread."""
    import pypdfium2

    found = {}
    with _pdfium:
        document = pypdfium2.PdfDocument(pdf)
        try:
            for number in numbers:
                page = document[number]
                bitmap = page.render(scale=scale, prefer_bgrx=True)
                raw = bytes(bitmap.buffer)
                form = QImage.Format.Format_RGB32
                # QImage does not own the bytes it is given: the copy does.
                found[number] = QImage(raw, bitmap.width, bitmap.height, bitmap.stride, form).copy()
                bitmap.close()
                page.close()
        finally:
            document.close()
    return found


def page_texts(pdf: bytes) -> str:
    """Return what the pages say; a file that is no readable PDF says nothing. Safe in a worker thread."""
    import pypdfium2

    with _pdfium:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError:
            return ""
        try:
            return "\n".join(page.get_textpage().get_text_bounded() for page in document)
        finally:
            document.close()


class _Sheets(QWidget):
    """The pages themselves; what is not drawn yet is a white sheet."""

    def __init__(self, view: "PdfView") -> None:
        super().__init__()
        self._view = view
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sheets that are seen."""
        p = QPainter(self)
        p.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for number, sheet in enumerate(self._view.sheets()):
            if not sheet.intersects(QRectF(event.rect())):
                continue
            p.fillRect(sheet.adjusted(-1, -1, 1, 1), theme.color("line2"))
            # Paper is white in both themes.
            p.fillRect(sheet, Qt.GlobalColor.white)
            image = self._view.image(number)
            if image is not None:
                p.drawImage(sheet, image)
        p.end()


class PdfView(QScrollArea):
    """Shows one PDF; PgPréc and PgSuiv turn pages, + and − zoom, 0 fits the width.

    `turned(page, pages)` tells the page seen, from 1.
    """

    turned = Signal(int, int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.pdf = b""
        self._beginning = False
        self._sizes: Sizes = ()
        self._images: dict[int, tuple[float, QImage]] = {}
        self._asked: set[tuple[int, float]] = set()
        self._zoom: float | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Pages du document"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._sheets = _Sheets(self)
        self.setWidget(self._sheets)
        self._sheets.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self._words = Label("", "small", "text2", wrap=True)
        self._words.setParent(self)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._page = ActionButton(make(self, "", self._next_or_first), cap=False, parent=self)
        self.zoom_in = make(self, _("Agrandir la page"), partial(self.zoom, 1), shortcut="+", icon="zoom-in")
        self.zoom_out = make(
            self, _("Réduire la page"), partial(self.zoom, -1), shortcut="-", icon="zoom-out"
        )
        self._buttons = [
            ActionButton(one, icon_only=True, parent=self) for one in (self.zoom_in, self.zoom_out)
        ]
        for button in (self._page, *self._buttons):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(60)
        self._wait.timeout.connect(self._draw)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._place()

    # What is shown

    def show_pdf(self, pdf: bytes, *, beginning: bool = False) -> None:
        """Show a document; the page and the zoom stay as they were where they can.

        Of a `beginning` the number of pages is not known yet.
        """
        if pdf == self.pdf:
            return
        self.pdf, self._beginning = pdf, beginning
        self._desk.work(partial(page_sizes, pdf), partial(self._sized, pdf), self.say)

    def say(self, words: str) -> None:
        """Show a sentence in place of pages."""
        self.pdf, self._sizes, self._images = b"", (), {}
        self._words.setText(words)
        self._lay()

    def pages(self) -> int:
        """Return how many pages there are."""
        return len(self._sizes)

    def page(self) -> int:
        """Return the page seen, from 1; 0 without any."""
        middle = self.verticalScrollBar().value() + self.viewport().height() / 3
        before = [number for number, sheet in enumerate(self.sheets(), 1) if sheet.top() <= middle]
        return before[-1] if before else min(1, self.pages())

    def drawn(self) -> bool:
        """Say whether the page seen is drawn at its size."""
        held = self._images.get(self.page() - 1)
        return held is not None and held[0] == self._pixels()

    def words(self) -> str:
        """Return the sentence shown in place of pages."""
        return self._words.text()

    def image(self, number: int) -> QImage | None:
        """Return the picture of a page, perhaps of a former zoom."""
        held = self._images.get(number)
        return held[1] if held is not None else None

    def _sized(self, pdf: bytes, sizes: Sizes) -> None:
        if isValid(self) and pdf == self.pdf:
            self._words.setText("")
            self._sizes, self._images = sizes, {}
            self._asked.clear()
            self._lay()
            self._draw()

    # Room

    def scale(self) -> float:
        """Return the logical pixels of one point."""
        if self._zoom is not None:
            return self._zoom
        widest = max((width for width, _height in self._sizes), default=595.0)
        return max(0.3, min(2.0, (self.viewport().width() - 2 * SIDE) / widest))

    def sheets(self) -> list[QRectF]:
        """Return where each page lies."""
        scale, top, found = self.scale(), float(MARGIN), []
        for width, height in self._sizes:
            left = max(float(MARGIN), (self._sheets.width() - width * scale) / 2)
            found.append(QRectF(left, top, width * scale, height * scale))
            top += height * scale + GAP
        return found

    def _pixels(self) -> float:
        return round(self.scale() * self.devicePixelRatioF(), 3)

    def _lay(self) -> None:
        scale = self.scale()
        wide = max((width * scale for width, _h in self._sizes), default=0.0) + 2 * MARGIN
        high = sum(height * scale + GAP for _w, height in self._sizes) + 2 * MARGIN - GAP
        if not self._sizes:
            high = 0.0
        # In whole pixels a fitted page must not ask for the bar at the bottom.
        room = self.viewport().width()
        self._sheets.resize(room if wide <= room + 1 else round(wide), round(high))
        self._sheets.update()
        self._tell()
        self._wait.start()

    def _draw(self) -> None:
        """Ask the worker for the pages that are seen and not drawn at this size."""
        if not self._sizes:
            return
        top = self.verticalScrollBar().value()
        seen = QRectF(0, top, self._sheets.width(), self.viewport().height())
        size = self._pixels()
        wanted = [
            number
            for number, sheet in enumerate(self.sheets())
            if sheet.intersects(seen)
            and (number, size) not in self._asked
            and (number not in self._images or self._images[number][0] != size)
        ]
        if wanted:
            self._asked.update((number, size) for number in wanted)
            task = partial(page_images, self.pdf, wanted, size)
            self._desk.work(task, partial(self._drawn, self.pdf, size), self.say)

    def _drawn(self, pdf: bytes, size: float, images: dict[int, QImage]) -> None:
        if not isValid(self) or pdf != self.pdf:
            return
        self._asked -= {(number, size) for number in images}
        self._images.update({number: (size, image) for number, image in images.items()})
        self._sheets.update()

    # Keys

    def zoom(self, way: int) -> None:
        """Show the pages one step larger (1) or smaller (-1)."""
        now = self.scale()
        steps = [z for z in ZOOMS if (z > now + 0.01 if way > 0 else z < now - 0.01)]
        if steps:
            held, top = self.page(), self.verticalScrollBar().value() / max(1, self._sheets.height())
            self._zoom = steps[0] if way > 0 else steps[-1]
            self._lay()
            self.verticalScrollBar().setValue(round(top * self._sheets.height()) if held > 1 else 0)

    def fit(self) -> None:
        """Let the page take the width there is."""
        self._zoom = None
        self._lay()

    def turn(self, way: int) -> None:
        """Go to the next page (1) or the one before (-1)."""
        self._go(self.page() - 1 + way)

    def _go(self, number: int) -> None:
        sheets = self.sheets()
        if sheets:
            number = min(max(number, 0), len(sheets) - 1)
            self.verticalScrollBar().setValue(round(sheets[number].top()) - MARGIN)

    def _next_or_first(self) -> None:
        self._go(self.page() % max(1, self.pages()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn pages and zoom."""
        key = event.key()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.turn(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go(0 if key == Qt.Key.Key_Home else self.pages() - 1)
        elif event.text() == "0":
            self.fit()
        else:
            super().keyPressEvent(event)

    # Around the pages

    def _scrolled(self) -> None:
        self._tell()
        self._wait.start()

    def _tell(self) -> None:
        last = "…" if self._beginning else self.pages()
        words = _("{n} / {total}").format(n=self.page(), total=last) if self._sizes else ""
        if self._page.action().text() != words:
            self._page.action().setText(words)
            self.turned.emit(self.page(), self.pages())
        self.setAccessibleDescription(
            _("page {n} sur {total}").format(n=self.page(), total=last) if self._sizes else self.words()
        )
        for widget in (self._page, *self._buttons):
            widget.setVisible(bool(self._sizes))
        self._words.setVisible(not self._sizes)
        self._place()

    def _place(self) -> None:
        right = self.viewport().width() - 8
        top = 8
        for button in self._buttons:
            size = button.sizeHint()
            button.setGeometry(right - size.width(), top, size.width(), size.height())
            top += size.height() + 4
        size = self._page.sizeHint()
        spot = QPoint(right - size.width(), self.viewport().height() - size.height() - 8)
        self._page.setGeometry(spot.x(), spot.y(), size.width(), size.height())
        self._words.setGeometry(self.viewport().rect().adjusted(20, 20, -20, -20))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        self._lay()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and, with the keyboard here, the ring."""
        p = QPainter(self.viewport())
        rect = QRectF(self.viewport().rect())
        paint.box(p, rect, "sunken", "line", 8)
        if self.hasFocus():
            paint.focus_ring(p, rect, 8)
        p.end()

    def sizeHint(self) -> QSize:
        """Half a page."""
        return QSize(460, 420)

    def minimumSizeHint(self) -> QSize:
        """It scrolls."""
        return QSize(160, 120)
