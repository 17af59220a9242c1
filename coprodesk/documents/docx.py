"""Prints the neutral document as a .docx to be edited further: real styles, headings, table heads, language.

Only the PDF is the record: the foot of each page says so, and no digest of the data is printed.
Imports python-docx: loaded only when such a file is asked for. Source: ISO/IEC 29500-1 (w: elements).
"""

import io
import re
import zipfile
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor

from coprodesk.documents import document as tree
from coprodesk.documents.gate import as_printed
from coprodesk.documents.styles import readable
from coprodesk.domain.i18n import _

if TYPE_CHECKING:
    from docx.document import Document as Docx
    from docx.text.paragraph import Paragraph

_FACE = "Calibri"
"""That of the PDF is on no other post, where words would be set in a face too wide for the tables."""
_SIZE, _CELL_SIZE, _SIGN, _SIDES = 10.5, 9.0, 0.54, 11.0
"""Points of a text and of a cell; ems of an average bold sign; points that a cell keeps free at its sides."""
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every part in the archive: two runs give the same bytes."""

_LONGEST = 255
"""Signs of a metadata entry at most."""
_NOT_XML = re.compile("[\ufffe\uffff]")

_FACT = "Fait"
_LABELLED = "Point numéroté"
_BARRED = "Réserve"
_SMALL = "Petit texte"
_ADDRESS = "Adresse"
_CELL = "Case de tableau"
_PARAGRAPHS = {
    tree.TextStyle.NOTE: _SMALL,
    tree.TextStyle.SMALL: _SMALL,
    tree.TextStyle.ADDRESS: _ADDRESS,
    tree.TextStyle.ADDRESS_APART: _ADDRESS,
    tree.TextStyle.SIGNER: _ADDRESS,
    tree.TextStyle.SIGNED: _ADDRESS,
}


def render(document: tree.Document) -> bytes:
    """Return the bytes of the file; two runs give the same ones. Safe in a worker thread."""
    made = Document()
    setting = _Setting(document, made)
    setting.sheet()
    setting.furniture()
    setting.body()
    made.core_properties.title = setting.text(document.title)[:_LONGEST]
    made.core_properties.subject = setting.text(document.subtitle)[:_LONGEST]
    made.core_properties.author = setting.text(document.letterhead.commune)[:_LONGEST]
    made.core_properties.language = document.lang
    made.core_properties.comments = ""
    for name in ("created", "modified"):
        # The day is in the text; a date of the archive would be that of the model it is made from.
        for element in made.core_properties._element.findall(qn(f"dcterms:{name}")):
            made.core_properties._element.remove(element)
    package = made.part.package
    for key in [key for key, rel in package.rels.items() if rel.reltype.endswith("/thumbnail")]:
        # The picture of an empty page, from the model.
        package.rels.pop(key)
    out = io.BytesIO()
    made.save(out)
    return _without_dates(out.getvalue())


def _without_dates(data: bytes) -> bytes:
    """Return the same archive with one date for all its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            info = zipfile.ZipInfo(entry.filename, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            new.writestr(info, old.read(entry))
    return out.getvalue()


class _Setting:
    """Sets one document in one .docx."""

    def __init__(self, document: tree.Document, made: "Docx") -> None:
        self._document = document
        self._made = made
        self._level = 0
        self._last = ""

    def text(self, text: str) -> str:
        """Return one user text as printed, without the two signs that XML cannot hold."""
        return _NOT_XML.sub("", as_printed(text, typography=self._document.typography))

    # Styles and page

    def sheet(self) -> None:
        """Set the styles once: who edits changes one of them and the whole text follows."""
        styles = self._made.styles
        defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
        _language(defaults, self._document.lang)
        accent = RGBColor.from_string(readable(self._document.letterhead.accent).hexval()[2:].upper())
        for name, size in (
            ("Normal", _SIZE),
            ("Title", 20),
            ("Subtitle", 11),
            ("Heading 1", 14),
            ("Heading 2", 12.5),
            ("Heading 3", 11),
            ("Caption", 10),
        ):
            style: Any = styles[name]
            _face(style.element.get_or_add_rPr())
            style.font.size, style.font.italic = Pt(size), False
            style.font.color.rgb = RGBColor(0x16, 0x18, 0x1C)
            if name.startswith(("Title", "Heading")):
                style.font.color.rgb = accent
        normal: Any = styles["Normal"]
        normal.paragraph_format.space_after = Pt(5)
        for name in (_FACT, _LABELLED, _BARRED, _SMALL, _ADDRESS, _CELL):
            made: Any = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            made.base_style = normal
        shaped: Any
        for name, hanging in ((_FACT, Mm(36)), (_LABELLED, Mm(9))):
            shaped = styles[name]
            shaped.paragraph_format.left_indent, shaped.paragraph_format.first_line_indent = hanging, -hanging
        shaped = styles[_BARRED]
        shaped.paragraph_format.left_indent = Mm(4)
        _bar(shaped.element.get_or_add_pPr())
        shaped = styles[_SMALL]
        shaped.font.size = Pt(9)
        shaped = styles[_CELL]
        shaped.font.size, shaped.paragraph_format.space_after = Pt(_CELL_SIZE), Pt(0)
        shaped = styles[_ADDRESS]
        shaped.paragraph_format.left_indent = Mm(85)

    def furniture(self) -> None:
        """Set the page, what stands at its head and at its foot."""
        section = self._made.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin, section.right_margin = Mm(22), Mm(18)
        if self._document.landscape:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = Mm(297), Mm(210)
            section.left_margin, section.right_margin = Mm(15), Mm(15)
        letterhead = self._document.letterhead
        boxes = [label.text for label in self._document.labels]
        head = section.header.paragraphs[0]
        head.add_run(self.text(letterhead.commune)).bold = True
        head.add_run(f"\n{self.text(letterhead.council)}")
        if boxes:
            head.add_run("\n" + self.text(" – ".join(boxes))).bold = True
        foot = section.footer.paragraphs[0]
        lines = [*self._document.footer_lines, _("Texte modifiable\u00a0: seul le PDF fait foi.")]
        foot.add_run(self.text(" – ".join(lines)))
        foot.add_run(_("\nPage "))
        _field(foot, "PAGE")
        foot.add_run(" / ")
        _field(foot, "NUMPAGES")

    # Blocks

    def body(self) -> None:
        """Set title and blocks, in the order of the plain text."""
        document = self._document
        if not document.letters:
            self._made.add_paragraph(self.text(document.title), "Title")
            if document.subtitle:
                self._made.add_paragraph(self.text(document.subtitle), "Subtitle")
            if document.example:
                self._made.add_paragraph(self.text(tree.example_notice()), _SMALL)
        for block in document.blocks:
            self._block(block)

    def _line(self, paragraph: "Paragraph", runs: tree.Line) -> "Paragraph":
        for run in runs:
            made = paragraph.add_run(self.text(run.text))
            made.bold, made.italic = run.bold or None, run.italic or None
        return paragraph

    def _paragraph(self, runs: tree.Line, style: str | None = None) -> "Paragraph":
        return self._line(self._made.add_paragraph(style=style), runs)

    def _heading(self, text: str, level: int) -> None:
        """Set a heading, one level under the last one at most; the title is above them all."""
        words = self.text(text)
        if words.strip():
            self._level, self._last = min(level, self._level + 1), words
            self._made.add_paragraph(words, f"Heading {self._level}")

    def _block(self, block: tree.Block) -> None:
        match block:
            case tree.Heading():
                # The title has a style of its own, so that the first headings are those of level 1.
                self._heading(block.text, block.level - 1)
            case tree.Paragraph():
                self._paragraph(block.runs, _PARAGRAPHS.get(block.style))
            case tree.Subject():
                self._subject(block)
            case tree.BulletList():
                self._paragraphs(block.items, "List Bullet")
            case tree.NumberedList():
                labels = (tree.Run(f"{label}\t") for label in block.labels())
                lines = ((label, *item) for label, item in zip(labels, block.items, strict=True))
                self._paragraphs(lines, _LABELLED)
            case tree.Table():
                self._table(block)
            case tree.Cartouche():
                facts = (fact for row in block.rows() for fact in row)
                pairs = ((tree.Run(f"{label}\t"), tree.Run(value, bold=True)) for label, value in facts)
                self._paragraphs(pairs, _FACT)
            case tree.Barred():
                head = (tree.Run(block.title, bold=True), tree.Run(" ")) if block.title else ()
                self._paragraph((*head, *block.text), _BARRED)
            case tree.SignatureBoxes():
                signers = ((tree.Run(f"{one}\n"), tree.Run(name, bold=True)) for one, name in block.signers)
                self._paragraphs(signers, None)
            case tree.Figure():
                # The table beside a chart holds its data; a picture could not be edited.
                self._paragraph(tree.line(block.alt, italic=True))
            case tree.PageBreak():
                self._made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def _subject(self, block: tree.Subject) -> None:
        self._level = 0
        self._heading(block.text, 1)
        if block.reference:
            self._paragraph(tree.line(block.reference), _SMALL)

    def _paragraphs(self, lines: Iterable[tree.Line], style: str | None) -> None:
        for line in lines:
            self._paragraph(line, style)

    def _table(self, block: tree.Table) -> None:
        """Set a table under its caption, with a head that repeats and rows that stay whole."""
        if block.caption:
            self._made.add_paragraph(
                self.text(block.caption), "Caption"
            ).paragraph_format.keep_with_next = True
        table = self._made.add_table(1 + len(block.rows), len(block.columns), "Table Grid")
        table.autofit = False
        named = self.text(block.caption) or self._last
        if named:
            # What a screen reader says of the table before its cells.
            table._tbl.tblPr.append(_element("w:tblCaption", (("w:val", named),)))
        section = self._made.sections[0]
        width = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
        widths = self._widths(block, Emu(width).pt)
        heads = [tree.cell(column.title, bold=True) for column in block.columns]
        cells = [list(row.cells) for row in table.rows]
        for wide, made in zip(widths, table.columns, strict=True):
            made.width = wide
        for at, row in enumerate((heads, *block.rows)):
            for column, cell, place, wide in zip(block.columns, row, cells[at], widths, strict=True):
                place.width = wide
                self._cell(place.paragraphs[0], cell, column, bold=not at)
        for at, made_row in enumerate(table.rows):
            properties = made_row._tr.get_or_add_trPr()
            _flag(properties, "w:cantSplit")
            if not at:
                _flag(properties, "w:tblHeader")
        if block.legend:
            self._paragraph(tree.line(block.legend), _SMALL)

    def _widths(self, block: tree.Table, room: float) -> list[Pt]:
        """Return widths by weight over `room` points, widened where a word would otherwise be broken."""
        from coprodesk.documents.flowables import fit_columns

        longest = [max(map(len, re.split(r"[ \n]", self.text(column.title)))) for column in block.columns]
        for row in block.rows:
            for index, cell in enumerate(row):
                words = (re.split(r"[ \n]", self.text(run.text)) for line in cell.lines for run in line)
                longest[index] = max(longest[index], *(max(map(len, one)) for one in words), 0)
        least = [signs * _CELL_SIZE * _SIGN + _SIDES for signs in longest]
        return [Pt(wide) for wide in fit_columns([column.weight for column in block.columns], least, room)]

    def _cell(self, paragraph: "Paragraph", cell: tree.Cell, column: tree.Column, *, bold: bool) -> None:
        """Set a cell; its sign only doubles the word, so that it is left out."""
        paragraph.style = _CELL
        paragraph.alignment = _ALIGN[column.align]
        for index, line in enumerate(cell.lines):
            if index:
                paragraph.add_run("\n")
            self._line(paragraph, _all_bold(line) if bold else line)


def _all_bold(line: tree.Line) -> tree.Line:
    return tuple(tree.Run(run.text, bold=True, italic=run.italic) for run in line)


def _element(name: str, values: Iterable[tuple[str, str]] = ()) -> Any:
    made = OxmlElement(name)
    for key, value in values:
        made.set(qn(key), value)
    return made


def _flag(properties: Any, name: str) -> None:
    properties.append(_element(name, (("w:val", "true"),)))


def _language(properties: Any, lang: str) -> None:
    """Set the language of the proofing tools and of screen readers."""
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(_element("w:lang", (("w:val", lang), ("w:eastAsia", lang), ("w:bidi", "ar-SA"))))


def _face(properties: Any) -> None:
    """Set one face for every kind of letter, instead of that of the theme."""
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    names = (("w:ascii", _FACE), ("w:hAnsi", _FACE), ("w:cs", _FACE))
    properties.insert(0, _element("w:rFonts", names))


def _bar(properties: Any) -> None:
    """Draw a bar at the left of a paragraph."""
    borders = _element("w:pBdr")
    look = (("w:val", "single"), ("w:sz", "18"), ("w:space", "8"), ("w:color", "16181C"))
    borders.append(_element("w:left", look))
    # The order of the elements of a paragraph's properties is fixed: the border stands before the spacing.
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _field(paragraph: "Paragraph", code: str) -> None:
    """Add a number that the word processor counts."""
    field = _element("w:fldSimple", (("w:instr", code),))
    run, text = _element("w:r"), _element("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)
