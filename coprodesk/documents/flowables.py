"""The pieces of a page: one reportlab flowable class per kind of block.

Imports reportlab: loaded by the PDF printer only. Lengths are points.
"""

from collections.abc import Sequence
from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfgen.textobject import PDFTextObject
from reportlab.platypus import Flowable, FrameBreak, Paragraph, Table
from reportlab.platypus import paragraph as paragraph_module

from coprodesk.documents import fonts, styles
from coprodesk.documents.picture import Picture, Sign, sign
from coprodesk.documents.picture_pdf import draw_picture
from coprodesk.documents.tagging import Element
from coprodesk.documents.typography import NBSP

BAR_WIDTH = 2.2
SIGNATURE_HEIGHT = 25 * mm
SIGNATURE_GAP = 4 * mm
# A row higher than this may be cut, the first part at least so high.
LEAST_ROW_PART = 90.0
_FACES = (fonts.REGULAR, fonts.BOLD)
# Its classes of pieces of words tell where a line had to be cut inside one.
_breaking: Any = paragraph_module


class Words(Paragraph):
    """A paragraph that is measured once per width, however often the layout asks.

    `voices` are the elements that its texts belong to: that of its label, if any, then its own.
    `heading` is its words and its level in the outline, from 0.
    """

    voices: tuple[Element, ...] = ()
    heading: tuple[str, int] | None = None
    _measured: float | None = None

    def wrap(self, avail_width: float, avail_height: float) -> tuple[float, float]:
        """Return the size in `avail_width`, from memory when nothing changed."""
        if self._measured != avail_width or not hasattr(self, "blPara"):
            super().wrap(avail_width, avail_height)
            self._measured = avail_width
        return self.width, self.height

    def split(self, avail_width: float, avail_height: float) -> list[Flowable]:
        """Return the part that fits and the rest, which goes on in the same voice."""
        parts: list[Any] = super().split(avail_width, avail_height)
        if len(parts) == 2:
            parts[0].voices, parts[1].voices = self.voices, self.voices[-1:]
            parts[0].heading = self.heading
        return parts

    def least_height(self, width: float) -> float:
        """Return the height of the least part that may end a page: two lines, or all of three."""
        height = self.wrap(width, 0)[1]
        return height if height <= 3 * self.style.leading else 2 * self.style.leading

    def draw(self) -> None:
        """Draw the text in its voices, and nothing else: what stands around it is silent."""
        canvas: Any = self.canv
        if self.heading is not None:
            canvas.note_heading(*self.heading, self.height)
        self.__dict__["beginText"] = self._begin_text
        canvas.speak(self.voices)
        super().draw()
        canvas.speak(())

    def _begin_text(self, x: float, y: float) -> PDFTextObject:
        """Return the text object that the lines are written to."""
        text = self.canv.beginText(x, y)
        broken: Any = self
        if len(broken.blPara.lines) > 1 or hasattr(self, "_splitpara"):
            _space_lines(text, _joined_lines(broken))
        return text


def _space_lines(text: Any, joined: set[int]) -> None:
    """Make `text` end each line with a space, but those in `joined`: without it, readers join the words."""
    write = text._textOut
    line = 0

    def spaced(words: str, last: int = 0) -> None:
        nonlocal line
        if last:
            words = words if line in joined or words.endswith((" ", NBSP)) else f"{words} "
            line += 1
        write(words, last)

    text._textOut = spaced


def _joined_lines(words: Any) -> set[int]:
    """Return the lines that end inside a word, cut because no line could hold it, and the very last one."""
    lines = words.blPara.lines
    joined = set() if hasattr(words, "_splitpara") else {len(lines) - 1}
    for index, line in enumerate(lines):
        if words.blPara.kind == 0:
            cut = type(line[1][-1]) is _breaking._SplitWord
        else:
            end = lines[index + 1].sFW if index + 1 < len(lines) else len(words.frags)
            piece = words.frags[end - 1]
            cut = isinstance(piece, _breaking._SplitFrag) and not isinstance(piece, _breaking._HSFrag)
        if cut:
            joined.add(index)
    return joined


class HeadWords(Words):
    """A head of a table: on the pages where it is repeated it is silent."""

    def draw(self) -> None:
        """Draw the text, in its voice the first time only."""
        super().draw()
        self.voices = ()


class BarredWords(Words):
    """A paragraph with a bar over its whole height at the left."""

    def draw(self) -> None:
        """Draw the bar, then the text."""
        bar = self.canv
        bar.saveState()
        bar.setFillColor(self.style.bulletColor)
        bar.rect(0, -1, BAR_WIDTH, self.height + 1, stroke=0, fill=1)
        bar.restoreState()
        super().draw()


class SignedWords(Words):
    """A state in a table: its sign as a drawing, then its word."""

    state_sign: Sign | None = None

    def draw(self) -> None:
        """Draw the sign at the height of the first line's small letters, then the word."""
        if self.state_sign is not None:
            baseline = self.height - self.style.fontSize
            draw_picture(self.canv, sign(self.state_sign), 0, baseline + 6.6, 1.0, _FACES)
        super().draw()


class Grid(Table):
    """A table of `Words` whose rows are measured once, so that its parts keep their heights."""

    def __init__(self, data: Sequence[Sequence[Any]], **options: Any) -> None:
        # A row can only be cut when its cells are lists of flowables.
        super().__init__([[[v] if isinstance(v, Words) else v for v in row] for row in data], **options)
        self.hAlign = "LEFT"
        self.head_rows: int = options.get("repeatRows", 0)
        self.heights: list[float] = options["rowHeights"]

    def least_height(self, width: float) -> float:
        """Return the height of the head and the first row, or of as much of it as may end a page."""
        head, first = self.heights[: self.head_rows], self.heights[self.head_rows : self.head_rows + 1]
        return sum(head) + min(sum(first), LEAST_ROW_PART)

    def split(self, avail_width: float, avail_height: float) -> list[Flowable]:
        """Return the part that fits and the rest; never a head without a row under it."""
        if avail_height < self.least_height(avail_width):
            return []
        return list(super().split(avail_width, avail_height))


def row_heights(
    rows: Sequence[Sequence[Words]], widths: Sequence[float], padding: float, least: float
) -> list[float]:
    """Return the height of each row: its highest cell with its padding, `least` points at least."""
    return [
        max(
            least,
            2 * padding
            + max(
                words.wrap(width - 2 * styles.CELL_SIDE, 0)[1]
                for words, width in zip(row, widths, strict=True)
            ),
        )
        for row in rows
    ]


class Room(Flowable):
    """Starts a new page unless `needed` points are left on this one; leaves the spaces around it alone."""

    def __init__(self, needed: float) -> None:
        super().__init__()
        self.needed = needed
        # The frame calls this name instead of measuring and drawing.
        self.frameAction = self._look

    def _look(self, frame: Any) -> None:
        """Ask for a new page where less is left; the top of a page is never left."""
        if not frame._atTop and frame._y - frame._y1p < self.needed:
            frame.add_generated_content(FrameBreak)


class SignatureRow(Flowable):
    """Up to two boxes of 25 mm side by side, each with a quality and a name."""

    def __init__(self, signers: Sequence[Words]) -> None:
        super().__init__()
        self.signers = signers
        self.spaceBefore = 4
        self.spaceAfter = 6

    def wrap(self, avail_width: float, avail_height: float) -> tuple[float, float]:
        """Return the size: the whole width, 25 mm or what long names need."""
        self.box = (avail_width - SIGNATURE_GAP) / 2
        needed = max(signer.wrap(self.box - 12, 0)[1] for signer in self.signers)
        self.width, self.height = avail_width, max(SIGNATURE_HEIGHT, needed + 12)
        return self.width, self.height

    def draw(self) -> None:
        """Draw the boxes, then their texts from the top."""
        self.canv.setStrokeColor(styles.HAIRLINE)
        self.canv.setLineWidth(0.8)
        for index, signer in enumerate(self.signers):
            left = index * (self.box + SIGNATURE_GAP)
            self.canv.rect(left, 0, self.box, self.height, stroke=1, fill=0)
            signer.drawOn(self.canv, left + 6, self.height - 5 - signer.height)


class PictureBox(Flowable):
    """A picture, made smaller when it is wider or higher than the room of a page."""

    def __init__(self, picture: Picture, highest: float, element: Element) -> None:
        super().__init__()
        self.picture = picture
        self.highest = highest
        self.element = element
        self.spaceBefore = 4
        self.spaceAfter = 6

    def wrap(self, avail_width: float, avail_height: float) -> tuple[float, float]:
        """Return the size of the picture as it will be drawn."""
        self.scale = min(1.0, avail_width / self.picture.width, self.highest / self.picture.height)
        self.width, self.height = self.picture.width * self.scale, self.picture.height * self.scale
        return self.width, self.height

    def draw(self) -> None:
        """Draw the picture from its top left corner; it is told by its words, not by what is in it."""
        canvas: Any = self.canv
        left, bottom = canvas.absolutePosition(0, 0)
        box = " ".join(f"{side:.2f}" for side in (left, bottom, left + self.width, bottom + self.height))
        self.element.attributes = f"/O/Layout/Placement/Block/BBox[{box}]"
        canvas.begin(self.element)
        draw_picture(canvas, self.picture, 0, self.height, self.scale, _FACES)
        canvas.end()


def fit_columns(wanted: Sequence[float], least: Sequence[float], total: float) -> list[float]:
    """Return column widths that sum to `total`: shares of `wanted`, widened to `least` where words need it.

    A column gets at most 30 % of the table for its widest word, taken from the widest columns that can
    spare it.
    """
    scale = total / (sum(wanted) or 1)
    widths = [share * scale for share in wanted]
    floors = [min(need, 0.3 * total) for need in least]
    for index, floor in enumerate(floors):
        while floor - widths[index] > 0.01:
            spare = [width - bottom for width, bottom in zip(widths, floors, strict=True)]
            donor = max(range(len(widths)), key=lambda column: (spare[column] > 0.01, widths[column]))
            if spare[donor] <= 0.01:
                break
            taken = min(spare[donor], floor - widths[index])
            widths[donor] -= taken
            widths[index] += taken
    return widths
