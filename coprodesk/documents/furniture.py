"""What stands around the text of each page: header, boxes of level and version, footer, page number.

Imports reportlab: loaded by the PDF printer only. Drawn when the number of pages is known, and never
read aloud: what must be heard stands in the text as well.
"""

import io

from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from coprodesk.documents import fonts, styles
from coprodesk.documents.document import Document, LabelKind, digest_line
from coprodesk.documents.gate import Gate
from coprodesk.domain.i18n import _

LOGO_HEIGHT = 11 * mm
LOGO_WIDTH = 30 * mm
LOGO_PIXELS = (1200, 440)
MOST_PIXELS = 40_000_000
BOX_HEIGHT = 4.6 * mm
BOX_PADDING = 5.0
BOX_SIZE = 7.5


class Furniture:
    """Header and footer of one document, with its texts already through the gate."""

    def __init__(self, document: Document, page: styles.Page, gate: Gate) -> None:
        letterhead = document.letterhead
        self.page = page
        self.commune = _one_line(gate, letterhead.commune, fonts.BOLD)
        self.council = _one_line(gate, letterhead.council)
        self.short_council = _one_line(gate, letterhead.short_council, fonts.BOLD)
        self.short_name = _one_line(gate, document.short_name)
        labels = document.labels
        self.boxes = [
            (_one_line(gate, label.text, fonts.BOLD), label.kind)
            for label in labels
            if label.kind in (LabelKind.OUTLINED, LabelKind.BLACK)
        ]
        self.band = " – ".join(
            _one_line(gate, label.text, fonts.BOLD) for label in labels if label.kind is LabelKind.BAND
        )
        lines = [_one_line(gate, text) for text in document.footer_lines]
        self.footer = [*lines[:1], " – ".join(lines[1:])] if len(lines) > 1 else lines
        self.digest = digest_line(document.digest)
        self.unfinished = document.unfinished
        self.logo = read_logo(letterhead.logo) if letterhead.logo else None

    def draw(self, canvas: Canvas, number: int, total: int) -> None:
        """Draw header and footer of page `number` of `total`."""
        if self.band:
            self._draw_band(canvas)
        if number == 1:
            self._draw_letterhead(canvas)
        else:
            self._draw_running_head(canvas)
        last = "…" if self.unfinished else total
        self._draw_footer(canvas, _("Page {n} / {total}").format(n=number, total=last))

    def _draw_band(self, canvas: Canvas) -> None:
        """Draw the black band of a restricted document, inside what a printer can reach."""
        page = self.page
        y = page.height - 7 * mm - BOX_HEIGHT
        canvas.setFillColor(styles.INK)
        canvas.rect(page.left, y, page.text_width, BOX_HEIGHT, stroke=0, fill=1)
        canvas.setFillColor(styles.WHITE)
        canvas.setFont(fonts.BOLD, BOX_SIZE + 0.6)
        text = cut(self.band, page.text_width - 2 * BOX_PADDING, fonts.BOLD, BOX_SIZE + 0.6)
        canvas.drawCentredString((page.left + page.right) / 2, y + 3.9, text)

    def _draw_letterhead(self, canvas: Canvas) -> None:
        """Draw logo, commune and council at the left, the boxes one under the other at the right."""
        page = self.page
        top = page.height - (12.6 if self.band else 9.8) * mm
        x = page.left
        if self.logo is not None:
            reader, width, height = self.logo
            canvas.drawImage(reader, x, top - LOGO_HEIGHT + (LOGO_HEIGHT - height) / 2, width, height)
            x += width + 3 * mm
        step = BOX_HEIGHT + 1.2 * mm
        stack = len(self.boxes) * step - 1.2 * mm
        y = top - max(0.9 * mm, (LOGO_HEIGHT - stack) / 2)
        limit = page.right
        for text, kind in self.boxes:
            limit = min(limit, self._draw_box(canvas, page.right, y - BOX_HEIGHT, text, kind))
            y -= step
        canvas.setFillColor(styles.INK)
        canvas.setFont(fonts.BOLD, 10.5)
        canvas.drawString(x, top - 4.7 * mm, cut(self.commune, limit - x - 12, fonts.BOLD, 10.5))
        canvas.setFillColor(styles.GREY)
        canvas.setFont(fonts.REGULAR, 8.5)
        canvas.drawString(x, top - 9.3 * mm, cut(self.council, limit - x - 12, fonts.REGULAR, 8.5))

    def _draw_running_head(self, canvas: Canvas) -> None:
        """Draw council and document in short at the left, the boxes side by side at the right, a hairline."""
        page = self.page
        down = 4.4 * mm if self.band else 0.0
        x, right = page.left, page.right
        for text, kind in self.boxes:
            right = self._draw_box(canvas, right, page.height - 13.7 * mm - down, text, kind) - 4
        y = page.height - 12 * mm - down
        canvas.setFillColor(styles.INK)
        canvas.setFont(fonts.BOLD, 8.2)
        council = cut(self.short_council, right - x - 10, fonts.BOLD, 8.2)
        canvas.drawString(x, y, council)
        x += stringWidth(council, fonts.BOLD, 8.2) + 8
        canvas.setFillColor(styles.GREY)
        canvas.setFont(fonts.REGULAR, 8.2)
        canvas.drawString(x, y, cut(self.short_name, right - x - 10, fonts.REGULAR, 8.2))
        _hairline(canvas, page, page.height - 15 * mm - down)

    def _draw_box(self, canvas: Canvas, right: float, y: float, text: str, kind: LabelKind) -> float:
        """Draw a box that ends at `right` and return its left edge."""
        text = cut(text, 0.4 * self.page.text_width, fonts.BOLD, BOX_SIZE)
        width = stringWidth(text, fonts.BOLD, BOX_SIZE) + 2 * BOX_PADDING
        black = kind is LabelKind.BLACK
        canvas.setFillColor(styles.INK)
        canvas.setStrokeColor(styles.INK)
        canvas.setLineWidth(0.9)
        inset = 0.0 if black else 0.45
        canvas.rect(
            right - width + inset,
            y + inset,
            width - 2 * inset,
            BOX_HEIGHT - 2 * inset,
            stroke=int(not black),
            fill=int(black),
        )
        canvas.setFillColor(styles.WHITE if black else styles.INK)
        canvas.setFont(fonts.BOLD, BOX_SIZE)
        canvas.drawString(right - width + BOX_PADDING, y + 4.0, text)
        return right - width

    def _draw_footer(self, canvas: Canvas, number: str) -> None:
        """Draw the hairline, the footer lines, the digest and the page number."""
        page = self.page
        room = page.text_width - stringWidth(number, fonts.BOLD, 9) - 12
        extra = max(0, len(self.footer) - 1) * 3.3 * mm
        _hairline(canvas, page, 14.5 * mm + extra)
        canvas.setFillColor(styles.GREY)
        canvas.setFont(fonts.REGULAR, 7.8)
        for index, text in enumerate(self.footer):
            y = 11.2 * mm + extra - index * 3.3 * mm
            canvas.drawString(page.left, y, cut(text, room, fonts.REGULAR, 7.8))
        if self.digest:
            canvas.setFont(fonts.REGULAR, 6.8)
            canvas.drawString(page.left, 7.8 * mm, cut(self.digest, room, fonts.REGULAR, 6.8))
        canvas.setFillColor(styles.INK)
        canvas.setFont(fonts.BOLD, 9)
        canvas.drawRightString(page.right, 11.2 * mm + extra, number)


def cut(text: str, width: float, face: str, size: float) -> str:
    """Return `text`, shortened with « … » until it fits in `width` points."""
    if stringWidth(text, face, size) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if stringWidth(text[:middle].rstrip() + "…", face, size) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"


def read_logo(data: bytes) -> tuple[ImageReader, float, float] | None:
    """Return the logo on white, with its printed size in points; None when it cannot be read."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
            if image.width * image.height > MOST_PIXELS:
                return None
            image.thumbnail(LOGO_PIXELS)
            rgba = image.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    # Old printers are slow with transparency.
    flat = Image.new("RGB", rgba.size, "white")
    flat.paste(rgba, mask=rgba.getchannel("A"))
    scale = min(LOGO_WIDTH / flat.width, LOGO_HEIGHT / flat.height)
    return ImageReader(flat), flat.width * scale, flat.height * scale


def _one_line(gate: Gate, text: str, face: str = fonts.REGULAR) -> str:
    """Return a text of the furniture, without line feeds."""
    return gate.printable(text, face).replace("\n", " ").strip()


def _hairline(canvas: Canvas, page: styles.Page, y: float) -> None:
    """Draw a hairline over the width of the text."""
    canvas.setStrokeColor(styles.HAIRLINE)
    canvas.setLineWidth(0.6)
    canvas.line(page.left, y, page.right, y)
