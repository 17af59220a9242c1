"""Prints the neutral document as plain text, in the reading order of the paper."""

from dataclasses import replace
from itertools import zip_longest

from coprodesk.documents.document import (
    Barred,
    Block,
    BulletList,
    Cartouche,
    Cell,
    Document,
    Figure,
    Heading,
    Line,
    NumberedList,
    PageBreak,
    Paragraph,
    SignatureBoxes,
    Subject,
    Table,
    digest_line,
    example_notice,
)
from coprodesk.documents.gate import as_printed

SEPARATOR = " | "


def render(document: Document) -> str:
    """Return letterhead, labels, the `body`, footer lines and digest as lines of plain text."""
    setting = _Setting(document.typography)
    head = [document.letterhead.commune, document.letterhead.council]
    head += [label.text for label in document.labels]
    foot = [*document.footer_lines, digest_line(document.digest)]
    parts = (
        "\n".join(setting.text(text) for text in head if text),
        body(document),
        "\n".join(setting.text(text) for text in foot if text),
    )
    return "\n\n".join(part for part in parts if part) + "\n"


def body(document: Document) -> str:
    """Return title, sub-title and blocks: what stands between header and footer."""
    setting = _Setting(document.typography)
    title = [] if document.letters else [document.title, document.subtitle]
    if document.example and not document.letters:
        title.append(example_notice())
    parts = ["\n".join(setting.text(text) for text in title if text)] if title else []
    parts += ["\n".join(setting.block(block)) for block in document.blocks]
    return "\n\n".join(part for part in parts if part)


def words(document: Document) -> str:
    """Return the words of `render` as typed and in no layout: enough, and quick, to look for some in them."""
    tables = [block for block in document.blocks if isinstance(block, Table)]
    bare = (replace(block, rows=()) if isinstance(block, Table) else block for block in document.blocks)
    cells = (cell for table in tables for row in table.rows for cell in row)
    said = (run.text for cell in cells for runs in cell.lines for run in runs)
    return "\n".join((render(replace(document, blocks=tuple(bare), typography=False)), *said))


class _Setting:
    """Sets blocks as lines of text, with or without French typography."""

    def __init__(self, typography: bool) -> None:
        self._typography = typography

    def text(self, text: str) -> str:
        """Return one user text as printed."""
        return as_printed(text, typography=self._typography)

    def line(self, runs: Line) -> str:
        """Return a line of runs; each run is set by itself, as on paper."""
        return "".join(self.text(run.text) for run in runs)

    def block(self, block: Block) -> list[str]:
        """Return the lines of one block."""
        match block:
            case Heading():
                return [self.text(block.text)]
            case Paragraph():
                return [self.line(block.runs)]
            case Subject():
                return [self.text(text) for text in (block.text, block.reference) if text]
            case BulletList():
                return [f"• {self.line(item)}" for item in block.items]
            case NumberedList():
                labels = block.labels()
                return [f"{label} {self.line(item)}" for label, item in zip(labels, block.items, strict=True)]
            case Table():
                return self._table(block)
            case Cartouche():
                return [
                    SEPARATOR.join(self.text(text) for pair in row for text in pair) for row in block.rows()
                ]
            case Barred():
                return [f"{self.text(block.title)} {self.line(block.text)}".strip()]
            case SignatureBoxes():
                return [f"{self.text(quality)}\n{self.text(name)}" for quality, name in block.signers]
            case Figure():
                return [self.text(block.alt)]
            case PageBreak():
                return []

    def _table(self, block: Table) -> list[str]:
        """Return caption, aligned rows and legend; a cell of several lines takes several lines."""
        head = [[self.text(column.title)] for column in block.columns]
        rows = [head, *([self._cell(cell) for cell in row] for row in block.rows)]
        widths = [max(len(part) for row in rows for part in row[column]) for column in range(len(head))]
        lines = [
            SEPARATOR.join(part.ljust(width) for part, width in zip(parts, widths, strict=True)).rstrip()
            for row in rows
            for parts in zip_longest(*row, fillvalue="")
        ]
        return (
            [self.text(text) for text in (block.caption,) if text]
            + lines
            + ([self.text(block.legend)] if block.legend else [])
        )

    def _cell(self, cell: Cell) -> list[str]:
        """Return the lines of a cell, one at least."""
        return "\n".join(self.line(runs) for runs in cell.lines).split("\n")
