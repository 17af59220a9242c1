"""Turns the blocks of a document into flowables and into the elements that they speak for.

Imports reportlab: loaded by the PDF printer only.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable
from reportlab.platypus import PageBreak as BreakPage

from coprodesk.documents import document as tree
from coprodesk.documents import fonts, styles, tagging
from coprodesk.documents.flowables import (
    BarredWords,
    Grid,
    HeadWords,
    PictureBox,
    SignatureRow,
    SignedWords,
    Words,
    fit_columns,
    row_heights,
)
from coprodesk.documents.gate import Gate
from coprodesk.documents.picture import Picture, Text
from coprodesk.documents.tagging import Element

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
    """Sets the blocks of one document: its styles, its gate, the width of its text, its structure's root."""

    def __init__(self, document: tree.Document, gate: Gate, page: styles.Page, root: Element) -> None:
        self.gate = gate
        self.page = page
        self.root = root
        self.level = 0
        self.width = page.text_width
        self.sheet = styles.sheet(document.letterhead.accent, document.density)
        self.accent = styles.readable(document.letterhead.accent)

    def words(self, runs: tree.Line, style: str, element: Element | None = None) -> Words:
        """Return a paragraph of user text, that of `element`, else one of the document itself."""
        words = Words(self.gate.markup(runs), self.sheet[style])
        words.voices = (self.root.add("P") if element is None else element,)
        return words

    def heading(self, text: str, style: str, level: int) -> Piece:
        """Return a heading, one level under the last one at most: a level left out would seem lost."""
        words = Words(self.gate.markup(tree.line(text)), self.sheet[style])
        title = " ".join(self.gate.printable(text).split())
        if title:
            self.level = min(level, self.level + 1)
            words.voices = (self.root.add(f"H{self.level}"),)
            words.heading = (title, self.level - 1)
        return Piece(words, keep=True)

    def title(self, document: tree.Document) -> list[Piece]:
        """Return title, sub-title and, in an example, the sentence that says so."""
        if document.letters:
            return []
        pieces = [self.heading(document.title, "title", 1)]
        if document.subtitle:
            pieces.append(Piece(self.words(tree.line(document.subtitle), "subtitle"), keep=True))
        if document.example:
            pieces.append(Piece(self.words(tree.line(tree.example_notice()), "example"), keep=True))
        return pieces

    def block(self, block: tree.Block) -> list[Piece]:
        """Return the pieces of one block."""
        match block:
            case tree.Heading():
                return [self.heading(block.text, f"h{block.level}", block.level)]
            case tree.Paragraph():
                return [self._paragraph(block)]
            case tree.Subject():
                return self._subject(block)
            case tree.BulletList():
                return self._list(block.items, ["•"] * len(block.items), "bullet", tagging.DISCS)
            case tree.NumberedList():
                return self._list(block.items, block.labels(), "number", tagging.NUMBERS)
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

    def _subject(self, block: tree.Subject) -> list[Piece]:
        """Set the object of a letter as its title, and what it rests on."""
        self.level = 0
        pieces = [self.heading(block.text, "subject", 1)]
        if block.reference:
            pieces.append(Piece(self.words(tree.line(block.reference), "reference"), keep=True))
        return pieces

    def _paragraph(self, block: tree.Paragraph) -> Piece:
        """Set a paragraph; one that announces what follows stays with it."""
        last = block.runs[-1].text.rstrip() if block.runs else ""
        keep = last.endswith(":") or block.style in (tree.TextStyle.NOTE, tree.TextStyle.SIGNER)
        return Piece(self.words(block.runs, block.style), keep)

    def _list(self, items: Iterable[tree.Line], labels: list[str], style: str, numbering: str) -> list[Piece]:
        """Set a list; up to six items stay together, a longer one leaves no item alone at either end."""
        last = len(labels) - 1
        short = len(labels) <= SHORT_LIST
        element = self.root.add("L", numbering)
        pieces = []
        for index, item in enumerate(items):
            words = Words(self.gate.markup(item), self.sheet[style], bulletText=labels[index])
            words.voices = _label_and_body(element)
            keep = index < last and (short or index in (0, last - 1))
            pieces.append(Piece(words, keep))
        return pieces

    def _barred(self, block: tree.Barred) -> Piece:
        """Set a paragraph with a bar, its title in bold before its text."""
        lead = (tree.Run(block.title, bold=True), tree.Run(" ")) if block.title else ()
        words = BarredWords(self.gate.markup((*lead, *block.text)), self.sheet["barred"])
        words.voices = (self.root.add("P"),)
        return Piece(words)

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
            shape._replace(text=self.gate.printable(shape.text, fonts.BOLD if shape.bold else fonts.REGULAR))
            if isinstance(shape, Text)
            else shape
            for shape in block.picture.shapes
        )
        highest = 0.8 * (self.page.first_top - self.page.bottom)
        element = self.root.add("Figure", alt=self.gate.printable(block.alt))
        return PictureBox(Picture(block.picture.width, block.picture.height, shapes), highest, element)

    def _cartouche(self, block: tree.Cartouche) -> list[Piece]:
        """Set the facts at the head of the document as two columns of label and value."""
        if not block.pairs:
            return []
        element = self.root.add("L", tagging.NAMES)
        blank = ("", "")
        rows = [
            [words for pair in (*row, blank)[:2] for words in self._fact(pair, element)]
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

    def _fact(self, pair: tuple[str, str], element: Element) -> list[Words]:
        """Set one label and its value."""
        return [
            self.words(tree.line(text), style, voice)
            for text, style, voice in zip(pair, ("label", "value"), _label_and_body(element), strict=True)
        ]

    def _table(self, block: tree.Table) -> list[Piece]:
        """Set a table under its caption and over its legend."""
        element = self.root.add("Table")
        pieces = []
        if block.caption:
            caption = self.words(tree.line(block.caption), "caption", element.add("Caption"))
            pieces.append(Piece(caption, keep=True))
        padding = styles.CELL_PADDING[block.style]
        widths = self._column_widths(block)
        heads = self._heads(block, element.add("THead").add("TR"))
        body = element.add("TBody")
        rows = [self._row(row, block, body.add("TR")) for row in block.rows]
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
        pieces.append(Piece(grid, keep=bool(block.legend)))
        if block.legend:
            pieces.append(Piece(self.words(tree.line(block.legend), "small")))
        return pieces

    def _heads(self, block: tree.Table, element: Element) -> list[Words]:
        """Set the head row of a table."""
        heads: list[Words] = []
        for column in block.columns:
            words = HeadWords(self.gate.markup(tree.line(column.title)), self.sheet[f"head {column.align}"])
            words.voices = (element.add("TH", tagging.COLUMN_HEAD),)
            heads.append(words)
        return heads

    def _row(self, row: tuple[tree.Cell, ...], block: tree.Table, element: Element) -> list[Words]:
        """Set one row of a table."""
        cells = []
        for cell, column in zip(row, block.columns, strict=True):
            words = self._cell(cell, column, block.style)
            words.voices = (element.add("TH", tagging.ROW_HEAD) if column.row_header else element.add("TD"),)
            cells.append(words)
        return cells

    def _cell(self, cell: tree.Cell, column: tree.Column, style: tree.TableStyle) -> Words:
        """Set one cell as one paragraph, its lines apart by line breaks."""
        markup = "<br/>".join(self.gate.markup(line) for line in cell.lines)
        if cell.sign is not None:
            words = SignedWords(markup, self.sheet["signed cell"])
            words.state_sign = cell.sign
            return words
        role = "figure" if style is tree.TableStyle.FIGURES else "row head" if column.row_header else "cell"
        return Words(markup, self.sheet[f"{role} {column.align}"])

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


def _label_and_body(element: Element) -> tuple[Element, Element]:
    """Return the two parts of a new item of a list."""
    item = element.add("LI")
    return item.add("Lbl"), item.add("LBody")


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
