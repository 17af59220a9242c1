"""Turns the blocks of a document into flowables, one function per kind, and lays them out on pages.

Imports reportlab: loaded by the PDF printer only.
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate
from reportlab.platypus import PageBreak as BreakPage

from coprodesk.documents import document as tree
from coprodesk.documents import fonts, styles
from coprodesk.documents.flowables import (
    BarredWords,
    Grid,
    PictureBox,
    Room,
    SignatureRow,
    SignedWords,
    Words,
    fit_columns,
    row_heights,
)
from coprodesk.documents.furniture import Furniture, PagedCanvas
from coprodesk.documents.gate import Gate, PrintReport
from coprodesk.documents.picture import Picture, Text

HEADING_ROOM = 22 * mm
# What is kept together may leave at most this share of a page blank.
KEPT_SHARE = 0.4
SHORT_LIST = 6
CARTOUCHE_SHARES = (29.0, 56.0, 29.0, 56.0)
LONGEST_WORD = 60
HIGHEST_HEAD = 60 * mm
HIGHEST_SIGNER = 60 * mm


@dataclass(frozen=True, slots=True)
class Piece:
    """A flowable and whether it must stand on the same page as the start of the next one."""

    flowable: Flowable
    keep: bool = False


class Setter:
    """Sets the blocks of one document: its styles, its gate and the width of its text."""

    def __init__(self, document: tree.Document, gate: Gate, page: styles.Page) -> None:
        self.gate = gate
        self.page = page
        self.width = page.text_width
        self.sheet = styles.sheet(document.letterhead.accent, document.density)
        self.accent = styles.readable(document.letterhead.accent)

    def words(self, runs: tree.Line, style: str) -> Words:
        """Return a paragraph of user text."""
        return Words(self.gate.markup(runs), self.sheet[style])

    def title(self, document: tree.Document) -> list[Piece]:
        """Return title, sub-title and, in an example, the sentence that says so."""
        pieces = [Piece(self.words(tree.line(document.title), "title"), keep=True)]
        if document.subtitle:
            pieces.append(Piece(self.words(tree.line(document.subtitle), "subtitle"), keep=True))
        if document.example:
            pieces.append(Piece(self.words(tree.line(tree.example_notice()), "example"), keep=True))
        return pieces

    def block(self, block: tree.Block) -> list[Piece]:
        """Return the pieces of one block."""
        match block:
            case tree.Heading():
                return [Piece(self.words(tree.line(block.text), f"h{block.level}"), keep=True)]
            case tree.Paragraph():
                return [self._paragraph(block)]
            case tree.BulletList():
                return self._list(block.items, ["•"] * len(block.items), "bullet")
            case tree.NumberedList():
                labels = [f"{number}." for number in range(block.start, block.start + len(block.items))]
                return self._list(block.items, labels, "number")
            case tree.Table():
                return self._table(block)
            case tree.Cartouche():
                return self._cartouche(block)
            case tree.Barred():
                return [self._barred(block)]
            case tree.SignatureBoxes():
                return self._signatures(block)
            case tree.Figure():
                return [Piece(self._figure(block))]
            case tree.PageBreak():
                return [Piece(BreakPage())]

    def _paragraph(self, block: tree.Paragraph) -> Piece:
        """Set a paragraph; one that announces what follows stays with it."""
        last = block.runs[-1].text.rstrip() if block.runs else ""
        keep = last.endswith(":") or block.style is tree.TextStyle.NOTE
        return Piece(self.words(block.runs, block.style), keep)

    def _list(self, items: Iterable[tree.Line], labels: list[str], style: str) -> list[Piece]:
        """Set a list; up to six items stay together, a longer one leaves no item alone at either end."""
        last = len(labels) - 1
        short = len(labels) <= SHORT_LIST
        return [
            Piece(
                Words(self.gate.markup(item), self.sheet[style], bulletText=labels[index]),
                keep=index < last and (short or index in (0, last - 1)),
            )
            for index, item in enumerate(items)
        ]

    def _barred(self, block: tree.Barred) -> Piece:
        """Set a paragraph with a bar, its title in bold before its text."""
        lead = (tree.Run(block.title, bold=True), tree.Run(" ")) if block.title else ()
        return Piece(BarredWords(self.gate.markup((*lead, *block.text)), self.sheet["barred"]))

    def _signatures(self, block: tree.SignatureBoxes) -> list[Piece]:
        """Set signature boxes, two in a row, all on one page."""
        signers = [
            self.words((tree.Run(f"{quality}\n"), tree.Run(name, bold=True)), "signer")
            for quality, name in block.signers
        ]
        if any(words.wrap(self.width / 2, 0)[1] > HIGHEST_SIGNER for words in signers):
            # No box could hold such names on one page; they are printed all the same.
            return [Piece(words) for words in signers]
        rows = [signers[start : start + 2] for start in range(0, len(signers), 2)]
        return [Piece(SignatureRow(row), keep=row is not rows[-1]) for row in rows]

    def _figure(self, block: tree.Figure) -> Flowable:
        """Set a picture whose texts went through the gate."""
        shapes = tuple(
            replace(shape, text=self.gate.printable(shape.text, fonts.BOLD if shape.bold else fonts.REGULAR))
            if isinstance(shape, Text)
            else shape
            for shape in block.picture.shapes
        )
        highest = 0.8 * (self.page.first_top - self.page.bottom)
        return PictureBox(Picture(block.picture.width, block.picture.height, shapes), highest)

    def _cartouche(self, block: tree.Cartouche) -> list[Piece]:
        """Set the facts at the head of the document as two columns of label and value."""
        if not block.pairs:
            return []
        blank = ("", "")
        rows = [
            [
                self.words(tree.line(text), style)
                for pair in (*row, blank)[:2]
                for text, style in zip(pair, ("label", "value"), strict=True)
            ]
            for row in block.rows()
        ]
        widths = [self.width * share / sum(CARTOUCHE_SHARES) for share in CARTOUCHE_SHARES]
        grid = Grid(
            rows,
            colWidths=widths,
            rowHeights=row_heights(rows, widths, 2.8, 0),
            splitInRow=1,
            spaceAfter=8,
            style=[
                *_cell_rules(2.8),
                ("LEFTPADDING", (0, 0), (-1, -1), 5.5),
                ("RIGHTPADDING", (0, 0), (-1, -1), 2.5),
                ("BACKGROUND", (0, 0), (-1, -1), styles.PALE),
                ("LINEABOVE", (0, 0), (-1, 0), styles.RULE, self.accent),
                ("LINEBELOW", (0, -1), (-1, -1), styles.RULE, styles.HAIRLINE),
            ],
        )
        return [Piece(grid)]

    def _table(self, block: tree.Table) -> list[Piece]:
        """Set a table under its caption and over its legend."""
        padding = styles.CELL_PADDING[block.style]
        widths = self._column_widths(block)
        heads = [self.words(tree.line(column.title), f"head {column.align}") for column in block.columns]
        rows = [
            [self._cell(cell, column) for cell, column in zip(row, block.columns, strict=True)]
            for row in block.rows
        ]
        heights = row_heights([heads], widths, max(padding, 2.8), 0)
        heights += row_heights(rows, widths, padding, block.row_height * mm)
        grid = Grid(
            [heads, *rows],
            colWidths=widths,
            rowHeights=heights,
            # A head of absurd height is cut like a row: what repeats cannot be cut.
            repeatRows=int(heights[0] < HIGHEST_HEAD),
            splitInRow=1,
            spaceBefore=2,
            spaceAfter=4 if block.legend else 8,
            style=_table_rules(block.style, padding),
        )
        pieces = [Piece(self.words(tree.line(block.caption), "caption"), keep=True)] if block.caption else []
        pieces.append(Piece(grid, keep=bool(block.legend)))
        if block.legend:
            pieces.append(Piece(self.words(tree.line(block.legend), "small")))
        return pieces

    def _cell(self, cell: tree.Cell, column: tree.Column) -> Words:
        """Set one cell as one paragraph, its lines apart by line breaks."""
        markup = "<br/>".join(self.gate.markup(line) for line in cell.lines)
        if cell.sign is not None:
            words = SignedWords(markup, self.sheet["signed cell"])
            words.state_sign = cell.sign
            return words
        return Words(markup, self.sheet[f"{'row head' if column.row_header else 'cell'} {column.align}"])

    def _column_widths(self, block: tree.Table) -> list[float]:
        """Return widths by weight, widened where a word would otherwise be cut."""
        least = []
        for index, column in enumerate(block.columns):
            head = self.sheet["head left"]
            body = self.sheet["row head left" if column.row_header else "cell left"]
            signed = self.sheet["signed cell"].leftIndent if any(row[index].sign for row in block.rows) else 0
            titles = set(self.gate.words(tree.line(column.title)))
            runs = (run for row in block.rows for line in row[index].lines for run in line)
            words = {(word, run.bold) for run in runs for word in self.gate.words((run,))}
            widest = max(
                max((_word_width(word, fonts.BOLD, head.fontSize) for word in titles), default=0.0),
                signed
                + max(
                    (
                        _word_width(word, fonts.BOLD if bold else body.fontName, body.fontSize)
                        for word, bold in words
                    ),
                    default=0.0,
                ),
            )
            least.append(widest + 2 * styles.CELL_SIDE + 0.5)
        return fit_columns([column.weight for column in block.columns], least, self.width)


def _word_width(word: str, face: str, size: float) -> float:
    """Return the width of a word; of a very long one, which is cut anyway, its beginning's."""
    return float(stringWidth(word[:LONGEST_WORD], face, size))


def _cell_rules(padding: float) -> list[tuple[Any, ...]]:
    """Return the rules that every table shares; FONT keeps the unembedded default face out."""
    everything = (0, 0), (-1, -1)
    return [
        ("FONT", *everything, fonts.REGULAR, 9.5),
        ("VALIGN", *everything, "TOP"),
        ("TOPPADDING", *everything, padding),
        ("BOTTOMPADDING", *everything, padding),
        ("LEFTPADDING", *everything, styles.CELL_SIDE),
        ("RIGHTPADDING", *everything, styles.CELL_SIDE),
    ]


def _table_rules(style: tree.TableStyle, padding: float) -> list[tuple[Any, ...]]:
    """Return paddings, fills and lines of a table of `style` with one head row."""
    everything = (0, 0), (-1, -1)
    rules = [
        *_cell_rules(padding),
        ("BACKGROUND", (0, 0), (-1, 0), styles.HEAD_FILL),
        ("TOPPADDING", (0, 0), (-1, 0), max(padding, 2.8)),
        ("BOTTOMPADDING", (0, 0), (-1, 0), max(padding, 2.8)),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
    ]
    if style is tree.TableStyle.GRID:
        rules += [("VALIGN", (0, 1), (-1, -1), "MIDDLE"), ("GRID", *everything, 0.6, styles.HAIRLINE)]
        rules.append(("BOX", *everything, styles.RULE, styles.INK))
    else:
        rules.append(("LINEBELOW", (0, 0), (-1, -2), styles.HAIR, styles.HAIRLINE))
    rules += [
        ("LINEABOVE", (0, 0), (-1, 0), styles.RULE, styles.INK),
        ("LINEBELOW", (0, 0), (-1, 0), styles.RULE, styles.INK),
        ("LINEBELOW", (0, "splitlast"), (-1, "splitlast"), styles.RULE, styles.INK),
        ("LINEBELOW", (0, -1), (-1, -1), styles.RULE, styles.INK),
    ]
    return rules


def lay_out(document: tree.Document, gate: Gate, report: PrintReport) -> bytes:
    """Return the PDF of `document` and note its number of pages in `report`."""
    page = styles.Page(wide=document.landscape)
    setter = Setter(document, gate, page)
    furniture = Furniture(document, page, gate)
    report.bad_logo = bool(document.letterhead.logo) and furniture.logo is None
    output = io.BytesIO()
    template = BaseDocTemplate(
        output,
        pagesize=(page.width, page.height),
        pageTemplates=[
            PageTemplate("first", [_frame(page, page.first_top)], autoNextPageTemplate="later"),
            PageTemplate("later", [_frame(page, page.later_top)]),
        ],
        initialFontName=fonts.REGULAR,
        lang=document.lang,
        title=" – ".join(gate.printable(text) for text in (document.title, document.subtitle) if text),
        author=gate.printable(document.letterhead.commune),
        creator="CoproDesk",
        subject=gate.printable(document.short_name),
        invariant=1,
        pageCompression=1,
    )
    story = list(arrange(_pieces(document, setter), page))
    template.build(story, canvasmaker=partial(PagedCanvas, furniture=furniture))
    report.pages = template.page
    return output.getvalue()


def _frame(page: styles.Page, top: float) -> Frame:
    """Return the box of the text below `top`."""
    height = top - page.bottom
    return Frame(page.left, page.bottom, page.text_width, height, 0, 0, 0, 0)


def _pieces(document: tree.Document, setter: Setter) -> list[Piece]:
    """Return the pieces of the whole document; signatures never stand alone on a page."""
    pieces = setter.title(document)
    previous: tree.Block | None = None
    for block in document.blocks:
        new = setter.block(block)
        small_print = isinstance(previous, tree.SignatureBoxes) and _is_small(block)
        if new and (small_print or isinstance(block, tree.SignatureBoxes)):
            pieces[-1] = replace(pieces[-1], keep=True)
        pieces += new
        previous = block
    return pieces


def _is_small(block: tree.Block) -> bool:
    """Say whether a block is a line of small print, which goes with the signatures before it."""
    return isinstance(block, tree.Paragraph) and block.style is tree.TextStyle.SMALL


def arrange(pieces: list[Piece], page: styles.Page) -> Iterator[Flowable]:
    """Yield the flowables, each chain of kept ones after a condition on the room left on the page."""
    limit = KEPT_SHARE * (page.first_top - page.bottom)
    chained = False
    for index, piece in enumerate(pieces):
        if not chained and (piece.keep or isinstance(piece.flowable, Grid)):
            yield Room(_room(pieces, index, page.text_width, limit))
        yield piece.flowable
        chained = piece.keep


def _room(pieces: list[Piece], start: int, width: float, limit: float) -> float:
    """Return the height that the chain from `start` needs: its pieces whole, then the least of the next."""
    total = 0.0
    for piece in pieces[start:]:
        flowable = piece.flowable
        if isinstance(flowable, BreakPage):
            break
        height = flowable.wrap(width, 0)[1]
        before, after = flowable.getSpaceBefore(), flowable.getSpaceAfter()
        if not piece.keep or total + height > limit:
            least = flowable.least_height(width) if isinstance(flowable, Words | Grid) else height
            total += before + least
            break
        total += before + height + after
    return max(HEADING_ROOM, min(total, 2 * limit))
