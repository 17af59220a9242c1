"""Sizes, leadings, spaces and inks of the printed page, in points unless said otherwise.

Imports reportlab: loaded by the PDF printer only.
"""

from functools import lru_cache
from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

from coprodesk.documents import fonts
from coprodesk.documents.document import Density, TableStyle
from coprodesk.domain.colour import LEAST_CONTRAST, luminance

INK = HexColor("#16181c")
GREY = HexColor("#44484f")
HAIRLINE = HexColor("#8a8f98")
PALE = HexColor("#f3f4f6")
HEAD_FILL = HexColor("#e6e8eb")
WHITE = HexColor("#ffffff")

RULE = 0.9
HAIR = 0.4
ALIGNMENTS = {"left": TA_LEFT, "center": TA_CENTER, "right": TA_RIGHT}
CELL_PADDING = {
    TableStyle.PLAIN: 3.1,
    TableStyle.GRID: 2.8,
    TableStyle.ATTENDANCE: 2.2,
    TableStyle.AGENDA: 4.9,
    TableStyle.FIGURES: 4.9,
}
CELL_SIDE = 4.0
# From the left margin of a letter, so that they stand at 103 and at 121 mm from the edge.
ADDRESS_INDENT = 78 * mm
SIGNER_INDENT = 96 * mm

# Size and leading of running text; leading of a table cell.
_BODY = {
    Density.NORMAL: (10.5, 14.5, 12.2),
    Density.TIGHT: (10.5, 14.5, 11.0),
    Density.SMALL: (9.0, 12.4, 10.6),
    Density.EASY: (13.0, 19.0, 14.0),
}


class Page:
    """The geometry of a page: paper, margins and the box of the text."""

    def __init__(self, *, wide: bool, letter: bool = False, whole: bool = False) -> None:
        self.width, self.height = landscape(A4) if wide else A4
        self.left = (15 if wide else 22) * mm
        self.right = self.width - (15 if wide else 18) * mm
        self.bottom = (19 if wide else 21) * mm
        self.first_top = self.height - (28 if wide else 31) * mm
        self.later_top = self.height - 22 * mm
        if letter:
            self.left, self.right = 25 * mm, self.width - 22 * mm
            self.first_top = self.height - 42 * mm
        if whole:
            self.left, self.right, self.bottom = 0, self.width, 0
            self.first_top = self.later_top = self.height

    @property
    def text_width(self) -> float:
        """The width of the only column of text."""
        return self.right - self.left


def readable(accent: str) -> Color:
    """Return the accent (#rrggbb), darkened until it stands out from white paper at 7 to 1.

    Raises ValueError when `accent` is not a colour.
    """
    colour = HexColor(accent)
    while 1.05 / (luminance((colour.red, colour.green, colour.blue)) + 0.05) < LEAST_CONTRAST:
        colour = Color(colour.red * 0.95, colour.green * 0.95, colour.blue * 0.95)
    return colour


@lru_cache(maxsize=32)
def sheet(accent: str, density: Density) -> dict[str, ParagraphStyle]:
    """Return the paragraph styles by role, for one accent and one density."""
    dark = readable(accent)
    size, leading, cell_leading = _BODY[density]
    cell_size = {Density.EASY: 10.5, Density.SMALL: 9.0}.get(density, 9.5)
    tight = density in (Density.TIGHT, Density.SMALL)
    styles: dict[str, ParagraphStyle] = {}

    def add(role: str, face: str, size: float, leading: float, **extra: Any) -> None:
        styles[role] = ParagraphStyle(
            role,
            fontName=face,
            fontSize=size,
            leading=leading,
            bulletFontName=face,
            bulletFontSize=size,
            textColor=extra.pop("textColor", INK),
            allowWidows=0,
            allowOrphans=0,
            **extra,
        )

    add("title", fonts.BOLD, 19, 23, textColor=dark, spaceAfter=2)
    add("subtitle", fonts.REGULAR, 11.5, 15, textColor=GREY, spaceAfter=8)
    add("h2", fonts.BOLD, 12.5, 16, textColor=dark, spaceBefore=9 if tight else 14, spaceAfter=4)
    add("h3", fonts.BOLD, 10.5, 14, spaceBefore=7, spaceAfter=2)
    add("body", fonts.REGULAR, size, leading, spaceAfter=5)
    add("lead", fonts.REGULAR, size + 1, leading + 1, spaceAfter=6)
    add("note", fonts.ITALIC, 9.5, 13, textColor=GREY, spaceAfter=3)
    add("small", fonts.REGULAR, 9, 12, textColor=GREY, spaceBefore=7, spaceAfter=5)
    add("caption", fonts.BOLD, 9, 12, textColor=GREY, spaceBefore=2, spaceAfter=3)
    add("example", fonts.SEMIBOLD, 9, 12, textColor=INK, spaceAfter=6)
    add("bullet", fonts.REGULAR, size, leading, leftIndent=14, bulletIndent=4, spaceAfter=2.8)
    add("number", fonts.REGULAR, size, leading, leftIndent=20, bulletIndent=2, spaceAfter=3.6)
    styles["number"].bulletFontName = fonts.BOLD
    add("barred", fonts.REGULAR, 10, 14, leftIndent=10, spaceBefore=2, spaceAfter=6, bulletColor=dark)
    add("label", fonts.REGULAR, 9, 12.8, textColor=GREY)
    add("value", fonts.SEMIBOLD, 9.8, 12.8)
    add("signer", fonts.REGULAR, 9.5, 12.6)
    add("letter", fonts.REGULAR, 11, 16, spaceAfter=9)
    add("address", fonts.REGULAR, 11, 15, leftIndent=ADDRESS_INDENT, spaceAfter=18)
    add("address apart", fonts.REGULAR, 11, 15, leftIndent=ADDRESS_INDENT, spaceAfter=6)
    add("subject", fonts.BOLD, 10.5, 14, spaceBefore=8, spaceAfter=3)
    add("reference", fonts.REGULAR, 9, 12, textColor=GREY, spaceAfter=18)
    add("letter signer", fonts.REGULAR, 11, 16, leftIndent=SIGNER_INDENT, spaceBefore=14)
    add("letter signed", fonts.REGULAR, 11, 16, leftIndent=SIGNER_INDENT, spaceBefore=44, spaceAfter=24)
    for name, alignment in ALIGNMENTS.items():
        add(f"cell {name}", fonts.REGULAR, cell_size, cell_leading, alignment=alignment)
        add(f"row head {name}", fonts.BOLD, cell_size, cell_leading, alignment=alignment)
        add(f"head {name}", fonts.BOLD, 9, 11.5, alignment=alignment)
        add(f"figure {name}", fonts.BOLD, 17, 21, alignment=alignment, textColor=dark)
    add("signed cell", fonts.REGULAR, cell_size, cell_leading, leftIndent=9)
    return styles
