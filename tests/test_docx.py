"""The .docx to edit: read back by python-docx, the words of the plain text under real styles."""

import io
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.table import Table as DocxTable

from coprodesk.documents import catalogue, docx, plain
from coprodesk.documents.document import Column, Heading, Paragraph, Table, cell, line
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.exchange import printing
from tests.test_documents import HELD, PARTNERS, whole_cells
from tests.test_html import any_copy
from tests.test_pdf import FULL, HOSTILE, sheet, squeeze


def read(data):
    return Document(io.BytesIO(data))


def said(made):
    """Return the words of the file, paragraphs and tables in their order, without blanks."""
    words = []
    for block in made.iter_inner_content():
        if isinstance(block, DocxTable):
            words += [place.text for row in block.rows for place in row.cells]
        else:
            words.append(block.text)
    return squeeze("".join(words))


def faults(made):
    """Return what a reader, or who edits, would miss."""
    found, last = [], 0
    for paragraph in made.paragraphs:
        if paragraph.style.name.startswith("Heading"):
            level = int(paragraph.style.name[-1])
            if level > last + 1:
                found.append(f"heading {last} then {level}")
            last = level
    for table in made.tables:
        marked = [
            row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None
            for row in table.rows
        ]
        if marked != [True] + [False] * (len(marked) - 1):
            found.append("the head of a table does not repeat")
    lang = made.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    if lang is None or lang.get(qn("w:val")) != "fr-FR" or made.core_properties.language != "fr-FR":
        found.append("no language")
    if not made.core_properties.title:
        found.append("no title")
    return found


def expected(document):
    return squeeze(plain.body(whole_cells(document))).replace("|", "").replace("•", "")


@pytest.mark.parametrize("kind", catalogue.KINDS, ids=lambda kind: kind.name)
def test_every_paper_reads_as_its_plain_text(example, kind):
    document = any_copy(example, kind)
    made = read(docx.render(document))
    assert said(made) == expected(document)
    assert faults(made) == []


def test_every_block_reads_as_its_plain_text():
    made = read(docx.render(FULL))
    assert said(made) == expected(FULL)
    assert faults(made) == []


def test_no_word_of_a_table_is_broken_for_want_of_room():
    words = ("E-2026-03", "30/09/2026", "Contributeurs", "un texte qui se coupe " * 8)
    weights = (1.0, 1.0, 1.0, 17.0)
    columns = tuple(Column(word[:13], weight) for word, weight in zip(words, weights, strict=True))
    made = read(docx.render(sheet(Table(columns, (tuple(map(cell, words)),)))))
    (table,) = made.tables
    widths = [column.width.pt for column in table.columns]
    page = made.sections[0]
    room = (page.page_width - page.left_margin - page.right_margin) / 12_700
    assert sum(widths) == pytest.approx(room, abs=1)
    for word, width in zip(words[:3], widths, strict=False):
        assert width >= len(word) * 9 * 0.5 + 10, word
    assert widths[3] > room / 2
    fonts = made.styles["Normal"].element.find(f".//{qn('w:rFonts')}")
    assert fonts.get(qn("w:ascii")) == "Calibri", "a face that the posts of those who edit have"


def test_the_minutes_have_real_styles_and_furniture(example):
    document = printing.prepare(example, "minutes", HELD, PARTNERS).document
    made = read(docx.render(document))
    styles = {paragraph.style.name for paragraph in made.paragraphs}
    assert {
        "Title",
        "Subtitle",
        "Heading 1",
        "Heading 2",
        "List Bullet",
        "Caption",
        "Point numéroté",
    } <= styles
    assert made.core_properties.title == "Compte rendu"
    assert made.core_properties.author == "Commune de Brévigny-sur-Lorne"
    section = made.sections[0]
    head = section.header.paragraphs[0].text
    assert "DIFFUSION\u00a0: PARTENAIRES – PROJET" in head
    assert "seul le PDF fait foi" in section.footer.paragraphs[0].text
    assert document.digest[:4].upper() not in section.footer.paragraphs[0].text


def test_two_runs_give_the_same_bytes_without_dates(example):
    document = printing.prepare(example, "minutes", HELD, PARTNERS).document
    data = docx.render(document)
    assert data == docx.render(document)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms:created" not in archive.read("docProps/core.xml")
        assert not any("thumbnail" in name for name in archive.namelist())


def test_a_restricted_file_says_so_on_every_page(example):
    from datetime import date

    from coprodesk.commands.meetings import create_meeting

    meeting_id = create_meeting(example, 3, date(2026, 11, 3), "10:00")
    document = printing.prepare(example, "minutes", meeting_id, Audience(Level.RESTRICTED, 3)).document
    made = read(docx.render(document))
    assert "NE PAS COMMUNIQUER À DES TIERS" in made.sections[0].header.paragraphs[0].text
    assert any(one.text.startswith("Restreint – article\u00a0L.\u00a0132-5") for one in made.paragraphs[:5])


def test_the_checks_can_fail():
    document = sheet(Heading("Un"), Table((Column("Réf."),), ((cell("a"),),)))
    assert faults(read(docx.render(document))) == []
    made = read(docx.render(document))
    made.core_properties.language = ""
    made.core_properties.title = ""
    made.paragraphs[1].style = made.styles["Heading 2"]
    row = made.tables[0].rows[0]._tr.trPr
    row.remove(row.find(qn("w:tblHeader")))
    assert faults(made) == [
        "heading 0 then 2",
        "the head of a table does not repeat",
        "no language",
        "no title",
    ]


@pytest.mark.parametrize("text", [*HOSTILE, "\ufffe\uffff", "x" * 600], ids=lambda text: ascii(text[:20]))
def test_any_text_is_written_and_read_back(text):
    document = sheet(Heading(text), Paragraph(line(text)), Table((Column(text),), ((cell(text),),), text))
    made = read(docx.render(replace(document, title=text or "T", subtitle=text)))
    assert made.paragraphs
