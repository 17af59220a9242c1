"""Prints the neutral document as one page of semantic HTML: no script, no other file, readable as it is.

Imports reportlab for its colours. The reading order is that of the plain text.
Source: HTML living standard, WCAG 2.2 (1.3.1, 2.4.6, 3.1.1).
"""

import base64
from collections.abc import Iterable, Iterator
from html import escape

from coprodesk.documents import document as tree
from coprodesk.documents.gate import as_printed
from coprodesk.documents.picture_svg import svg
from coprodesk.documents.styles import readable

_STYLE = """\
:root { color-scheme: light; }
body { margin: 2rem auto; padding: 0 1.25rem; max-width: 46rem; background: #fff; color: #16181c;
  font: 1rem/1.5 "Source Sans 3", "Source Sans Pro", "Segoe UI", system-ui, sans-serif; }
header, footer { color: #44484f; font-size: .85rem; }
header p, footer p { margin: 0; }
header .commune { color: #16181c; font-weight: 700; font-size: 1rem; }
header img { max-height: 3rem; float: left; margin-right: .75rem; }
.label { display: inline-block; margin: .5rem .5rem 0 0; padding: .1rem .5rem; border: 1px solid #16181c;
  color: #16181c; font-weight: 700; }
.label.black, .label.band { background: #16181c; color: #fff; }
.label.band { display: block; text-align: center; }
h1, h2, h3 { line-height: 1.25; color: ACCENT; break-after: avoid; }
h1 { font-size: 1.7rem; margin: 1.25rem 0 0; }
h2 { font-size: 1.25rem; margin: 1.6rem 0 .4rem; }
h3 { font-size: 1.05rem; margin: 1.1rem 0 .3rem; }
.subtitle { margin: .2rem 0 1rem; color: #44484f; }
.note, .small { font-size: .88rem; color: #44484f; }
.address { margin: 0 0 1rem 50%; }
dl { display: grid; grid-template-columns: repeat(2, max-content 1fr); gap: .2rem .8rem; margin: 1rem 0;
  padding: .6rem .8rem; border: 1px solid #c4c8ce; }
dt { color: #44484f; } dd { margin: 0; }
dl.single { grid-template-columns: max-content 1fr; }
ol.labelled, ol.labelled li { list-style: none; padding-left: 0; }
table { width: 100%; margin: .6rem 0; border-collapse: collapse; font-size: .92rem; }
caption { text-align: left; font-weight: 700; padding: .3rem 0; }
thead { display: table-header-group; } tr { break-inside: avoid; }
th, td { padding: .3rem .5rem; border-bottom: 1px solid #c4c8ce; text-align: left; vertical-align: top; }
thead th { border-bottom: 2px solid #16181c; }
table.grid th, table.grid td { border: 1px solid #8a8f98; }
.center { text-align: center; } .right { text-align: right; }
.barred { margin: .8rem 0; padding: .2rem 0 .2rem .8rem; border-left: 4px solid ACCENT; }
.sign { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; margin: 1.5rem 0; }
.sign div { min-height: 6rem; padding: .5rem; border: 1px solid #8a8f98; break-inside: avoid; }
.sign p { margin: 0; }
figure { margin: 1rem 0; } svg { max-width: 100%; height: auto; }
.apart { break-before: page; margin-top: 3rem; }
@media print { body { margin: 0; max-width: none; } @page { size: A4; margin: 20mm 18mm; } }
"""

_PARAGRAPHS = {
    tree.TextStyle.NOTE: "note",
    tree.TextStyle.SMALL: "small",
    tree.TextStyle.ADDRESS: "address",
    tree.TextStyle.ADDRESS_APART: "address",
    tree.TextStyle.SIGNER: "address",
    tree.TextStyle.SIGNED: "address",
}


def render(document: tree.Document) -> str:
    """Return the whole page; two runs give the same text."""
    page = _Page(document)
    title = page.text(document.title)
    subtitle = page.text(document.subtitle)
    accent = f"#{readable(document.letterhead.accent).hexval()[2:]}"
    return "\n".join(
        (
            "<!DOCTYPE html>",
            f'<html lang="{escape(document.lang)}">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f'<meta name="author" content="{page.text(document.letterhead.commune)}">',
            f"<title>{' – '.join(part for part in (title, subtitle) if part)}</title>",
            f"<style>\n{_STYLE.replace('ACCENT', accent)}</style>",
            "</head>",
            "<body>",
            *page.head(),
            *page.main(),
            *page.foot(),
            "</body>",
            "</html>",
            "",
        )
    )


class _Page:
    """Sets one document: its texts as printed, its headings without a gap."""

    def __init__(self, document: tree.Document) -> None:
        self._document = document
        self._level = 0
        self._headings = 0
        self._apart = False

    def text(self, text: str) -> str:
        """Return one user text as printed, escaped; a line feed is a line break."""
        printed = as_printed(text, typography=self._document.typography)
        return escape(printed).replace("\n", "<br>")

    def head(self) -> Iterator[str]:
        """Yield the sender and the labels."""
        letterhead = self._document.letterhead
        yield "<header>"
        if letterhead.logo:
            kind = "png" if letterhead.logo.startswith(b"\x89PNG") else "jpeg"
            data = base64.b64encode(letterhead.logo).decode("ascii")
            # The commune's name, which follows, says what the logo says.
            yield f'<img alt="" src="data:image/{kind};base64,{data}">'
        yield f'<p class="commune">{self.text(letterhead.commune)}</p>'
        yield f"<p>{self.text(letterhead.council)}</p>"
        for label in self._document.labels:
            yield f'<p class="label {label.kind}">{self.text(label.text)}</p>'
        yield "</header>"

    def main(self) -> Iterator[str]:
        """Yield title and blocks; each letter is an article of its own."""
        letters = self._document.letters
        yield "<main>"
        if not letters:
            yield self._heading(self._document.title, 1)
            if self._document.subtitle:
                yield f'<p class="subtitle">{self.text(self._document.subtitle)}</p>'
            if self._document.example:
                yield f'<p class="note">{self.text(tree.example_notice())}</p>'
        else:
            yield "<article>"
        for block in self._document.blocks:
            if isinstance(block, tree.PageBreak):
                self._apart = True
                if letters:
                    yield '</article>\n<article class="apart">'
                else:
                    yield '<div class="apart"></div>'
            else:
                yield from self._block(block)
        if letters:
            yield "</article>"
        yield "</main>"

    def foot(self) -> Iterator[str]:
        """Yield the lines that stand at the foot of each page."""
        yield "<footer>"
        for text in (*self._document.footer_lines, tree.digest_line(self._document.digest)):
            if text:
                yield f"<p>{self.text(text)}</p>"
        yield "</footer>"

    def _heading(self, text: str, level: int) -> str:
        """Return a heading, one level under the last one at most; blank words make none."""
        if not self.text(text).strip():
            return ""
        self._level = min(level, self._level + 1)
        self._headings += 1
        return f'<h{self._level} id="t{self._headings}">{self.text(text)}</h{self._level}>'

    def _line(self, runs: tree.Line) -> str:
        """Return a line of runs, bold as strong and italic as em."""
        parts = []
        for run in runs:
            part = self.text(run.text)
            part = f"<em>{part}</em>" if run.italic else part
            parts.append(f"<strong>{part}</strong>" if run.bold else part)
        return "".join(parts)

    def _block(self, block: tree.Block) -> Iterator[str]:
        match block:
            case tree.Heading():
                yield self._heading(block.text, block.level)
            case tree.Paragraph():
                style = _PARAGRAPHS.get(block.style)
                yield f"<p{_class(style)}>{self._line(block.runs)}</p>"
            case tree.Subject():
                yield from self._subject(block)
            case tree.BulletList():
                yield from self._list("<ul>", (self._line(item) for item in block.items))
            case tree.NumberedList():
                labelled = zip(block.labels(), block.items, strict=True)
                items = (f"{escape(label)} {self._line(item)}" for label, item in labelled)
                yield from self._list('<ol class="labelled">', items)
            case tree.Table():
                yield from self._table(block)
            case tree.Cartouche():
                yield from self._cartouche(block)
            case tree.Barred():
                words = f"<strong>{self.text(block.title)}</strong> {self._line(block.text)}"
                yield f'<p class="barred">{words}</p>'
            case tree.SignatureBoxes():
                yield from self._signatures(block)
            case tree.Figure():
                yield f"<figure>{svg(block.picture, self.text(block.alt))}</figure>"

    def _subject(self, block: tree.Subject) -> Iterator[str]:
        self._level = 0
        yield self._heading(block.text, 1)
        if block.reference:
            yield f'<p class="small">{self.text(block.reference)}</p>'

    def _list(self, start: str, items: Iterable[str]) -> Iterator[str]:
        yield start
        yield from (f"<li>{item}</li>" for item in items)
        yield f"</{start[1:3]}>"

    def _signatures(self, block: tree.SignatureBoxes) -> Iterator[str]:
        yield '<div class="sign">'
        for quality, name in block.signers:
            yield f"<div><p>{self.text(quality)}</p><p>{self.text(name)}</p></div>"
        yield "</div>"

    def _table(self, block: tree.Table) -> Iterator[str]:
        """Yield a table under its caption, or named by the heading above it."""
        # Headings are numbered from 1: before the first one there is none to name the table.
        named = f' aria-labelledby="t{self._headings}"' if self._headings and not block.caption else ""
        yield f"<table{_class(block.style)}{named}>"
        if block.caption:
            yield f"<caption>{self.text(block.caption)}</caption>"
        heads = "".join(
            f'<th scope="col"{_aligned(column)}>{self.text(column.title)}</th>' for column in block.columns
        )
        yield f"<thead><tr>{heads}</tr></thead>"
        yield "<tbody>"
        for row in block.rows:
            cells = (self._cell(cell, column) for cell, column in zip(row, block.columns, strict=True))
            yield f"<tr>{''.join(cells)}</tr>"
        yield "</tbody>"
        yield "</table>"
        if block.legend:
            yield f'<p class="small">{self.text(block.legend)}</p>'

    def _cell(self, cell: tree.Cell, column: tree.Column) -> str:
        """Return a cell; its sign only doubles the word, so that it is left out."""
        words = "<br>".join(self._line(line) for line in cell.lines)
        if column.row_header:
            return f'<th scope="row"{_aligned(column)}>{words}</th>'
        return f"<td{_aligned(column)}>{words}</td>"

    def _cartouche(self, block: tree.Cartouche) -> Iterator[str]:
        yield "<dl>" if any(len(row) > 1 for row in block.rows()) else '<dl class="single">'
        for row in block.rows():
            for label, value in row:
                yield f"<dt>{self.text(label)}</dt><dd>{self.text(value)}</dd>"
        yield "</dl>"


def _class(name: str | None) -> str:
    return f' class="{name}"' if name else ""


def _aligned(column: tree.Column) -> str:
    return _class(None if column.align == "left" else column.align)
