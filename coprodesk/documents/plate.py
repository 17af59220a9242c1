"""Name plates: a landscape sheet folded in its middle, the same face on both halves, one of them turned.

Imports reportlab: loaded by the PDF printer only. Only the lower face is read aloud.
"""

from collections.abc import Sequence
from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable
from reportlab.platypus import PageBreak as BreakPage

from coprodesk.documents import document as tree
from coprodesk.documents import fonts, styles
from coprodesk.documents.furniture import cut, read_logo
from coprodesk.documents.gate import Gate
from coprodesk.documents.setter import Piece
from coprodesk.documents.tagging import Element
from coprodesk.domain.i18n import _

WIDEST = 247 * mm
MARGIN = 14 * mm
FOLD_MARK = 8 * mm
# From the fold down, to the foot of the letters, with the size and the face of each line.
NAME = (53 * mm, 46.0, fonts.BOLD)
FUNCTION = (69 * mm, 22.0, fonts.REGULAR)
INSTITUTION = (82 * mm, 18.0, fonts.SEMIBOLD)
RULE = (92.3 * mm, 2.6)
LOGO_TOP = 8 * mm
LOGO_SIZE = 13 * mm
LEAST_SIZE = 9.0

Line = tuple[str, tuple[float, float, str], Element]
"""What is written, where and how, and the element it is read for."""


class Plate(Flowable):
    """One sheet: what is written on its face, the name first, and what stands in its corner."""

    def __init__(self, page: styles.Page, lines: Sequence["Line"], corner: "Corner", accent: Any) -> None:
        super().__init__()
        self.page, self.lines, self.corner, self.accent = page, lines, corner, accent

    def wrap(self, avail_width: float, avail_height: float) -> tuple[float, float]:
        """Return the whole page."""
        return self.page.width, self.page.height

    def draw(self) -> None:
        """Draw the lower face, which is read, then the same one turned, and the marks of the fold."""
        canvas: Any = self.canv
        canvas.note_heading(self.lines[0][0], 0, self.page.height)
        middle = self.page.height / 2
        canvas.saveState()
        self._face(middle, spoken=True)
        canvas.translate(self.page.width, self.page.height)
        canvas.rotate(180)
        self._face(middle, spoken=False)
        canvas.restoreState()
        canvas.saveState()
        canvas.setStrokeColor(styles.GREY)
        canvas.setLineWidth(0.8)
        canvas.setDash(2, 3)
        canvas.line(0, middle, FOLD_MARK, middle)
        canvas.line(self.page.width - FOLD_MARK, middle, self.page.width, middle)
        canvas.restoreState()

    def _face(self, fold: float, *, spoken: bool) -> None:
        canvas: Any = self.canv
        self.corner.draw(canvas, MARGIN, fold - LOGO_TOP)
        inks = {NAME: styles.INK, FUNCTION: styles.GREY, INSTITUTION: self.accent}
        for text, slot, element in self.lines:
            down, size, face = slot
            if spoken:
                canvas.begin(element)
            _centred(canvas, text, self.page.width / 2, fold - down, size, face, inks[slot])
            if spoken:
                canvas.end()
        canvas.setStrokeColor(self.accent)
        canvas.setLineWidth(RULE[1])
        canvas.line(MARGIN, fold - RULE[0], self.page.width - MARGIN, fold - RULE[0])


class Corner:
    """Logo, commune and council, small, at the top of a face; an example says that it is one."""

    def __init__(self, document: tree.Document, gate: Gate) -> None:
        head = document.letterhead
        council = f"{head.short_council} – {_('EXEMPLE')}" if document.example else head.short_council
        self.lines = [
            gate.printable(text, fonts.REGULAR).replace("\n", " ") for text in (head.commune, council)
        ]
        self.logo = read_logo(head.logo) if head.logo else None
        self.bad_logo = bool(head.logo) and self.logo is None

    def draw(self, canvas: Any, x: float, top: float) -> None:
        """Draw the corner with its top left at (`x`, `top`)."""
        if self.logo is not None:
            picture, width, height = self.logo
            scale = LOGO_SIZE / height
            canvas.drawImage(picture, x, top - LOGO_SIZE, width * scale, LOGO_SIZE)
            x += width * scale + 3 * mm
        canvas.setFillColor(styles.GREY)
        canvas.setFont(fonts.REGULAR, 9.5)
        for index, text in enumerate(self.lines):
            canvas.drawString(x, top - 5.2 * mm - index * 5 * mm, cut(text, WIDEST, fonts.REGULAR, 9.5))


def plates(
    document: tree.Document, gate: Gate, page: styles.Page, root: Element, corner: Corner
) -> list[Piece]:
    """Return one sheet for each name plate of the document."""
    accent = styles.readable(document.letterhead.accent)
    pieces: list[Piece] = []
    lines: list[Line] = []
    for block in (*document.blocks, tree.PageBreak()):
        match block:
            case tree.Subject():
                lines.append((_one_line(gate, block.text, fonts.BOLD), NAME, root.add("H1")))
            case tree.Paragraph():
                slot = FUNCTION if block.style is tree.TextStyle.LEAD else INSTITUTION
                text = "".join(run.text for run in block.runs)
                lines.append((_one_line(gate, text, slot[2]), slot, root.add("P")))
            case _ if lines:
                if pieces:
                    pieces.append(Piece(BreakPage()))
                pieces.append(Piece(Plate(page, lines, corner, accent)))
                lines = []
    return pieces


def _one_line(gate: Gate, text: str, face: str) -> str:
    return " ".join(gate.printable(text, face).split())


def _centred(canvas: Any, text: str, x: float, y: float, size: float, face: str, ink: Any) -> None:
    """Draw one line, made smaller when it is wider than a plate, at last cut."""
    width = stringWidth(text, face, size)
    if width > WIDEST:
        size = max(LEAST_SIZE, size * WIDEST / width)
        text = cut(text, WIDEST + 1, face, size)
    canvas.setFillColor(ink)
    canvas.setFont(face, size)
    canvas.drawCentredString(x, y, text)
