"""The structure of every paper: what a screen reader hears, and what the two standards ask for."""

import io
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coprodesk.commands.meetings import cancel_meeting, convene_meeting, create_meeting
from coprodesk.documents import catalogue, flowables, pdf, tagged_canvas, tagging
from coprodesk.documents.document import (
    BulletList,
    Column,
    Figure,
    Heading,
    Paragraph,
    Run,
    Table,
    cell,
    line,
)
from coprodesk.documents.picture import Presence, presence_cell
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.exchange import printing
from tests.pdf_structure import Pdf, page_validation, sound
from tests.test_documents import COMING, HELD, PARTNERS, built, said_in
from tests.test_pdf import FULL, HOSTILE, WORDS, every_block, everywhere, expected, sheet, squeeze

ABOUT = {"meeting": HELD, "partner": 1, "body": 2, "year": 2026, "council": 1}
PARTNER = 5
LETTERS = ("convocations", "recall", "notice")
DATA = pdf.Attachment("séance.json", b'{"a": 1}\n', "application/json", "Données de la séance")
HEADS = (Column("Référence", row_header=True), Column("Décision", 4))


def said(document):
    return squeeze(Pdf(pdf.render(document)).said())


def about(store, kind):
    """Return the id of what a paper is about, in the state in which it is printed."""
    if kind.name == "recall":
        convene_meeting(store, COMING, date(2026, 10, 15))
    if kind.name == "notice":
        convene_meeting(store, COMING, date(2026, 10, 15))
        cancel_meeting(store, COMING, "la salle n’est plus libre")
    if kind.name == "reminder":
        return PARTNER
    return COMING if kind.name in (*LETTERS, "since-then") else ABOUT[kind.about]


# ---- every paper


@pytest.mark.parametrize("kind", catalogue.KINDS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("level", [Level.PUBLIC, Level.PARTNERS, Level.SECRETARIAT])
def test_every_paper_is_for_all_and_for_ever(example, kind, level):
    if kind.name == "since-then" and level is Level.PUBLIC:
        pytest.skip("no commitment of the example is public: there is nothing to ask")
    audience = Audience(kind.level if kind.closed else level)
    partner_id = PARTNER if kind.needs_partner else None
    printed = printing.print_document(
        example, kind.name, about(example, kind), audience, partner_id=partner_id
    )
    assert sound(printed.pdf) == []
    assert squeeze(Pdf(printed.pdf).said()) == said_in(printed.document)


def test_every_block_is_for_all_and_for_ever():
    data = pdf.render(FULL)
    assert sound(data) == []
    assert squeeze(Pdf(data).said()) == expected(FULL)


@pytest.mark.skipif(not shutil.which("pdfinfo"), reason="poppler is not installed")
@pytest.mark.parametrize("name", ["agenda", "sign-in-sheet", "minutes", "decision-sheet"])
def test_a_third_reader_hears_the_same(example, tmp_path, name):
    printed = printing.print_document(example, name, HELD, PARTNERS)
    path = tmp_path / "paper.pdf"
    path.write_bytes(printed.pdf)
    told = subprocess.run(
        ["pdfinfo", "-struct-text", str(path)], capture_output=True, check=True, timeout=60
    ).stdout.decode()
    heard = "".join(re.findall(r'^ *"(.*)"$', told, re.MULTILINE))
    assert squeeze(heard) == said_in(printed.document)


def test_the_structure_of_each_block():
    tree = Pdf(pdf.render(sheet(*every_block()))).tree[0]
    assert tree.tag == "Document"
    wanted = ["H1", "L", "H2", "P", "P", "H3", "L", "L", "Table", "P", "P", "Figure", "P", "P", "P"]
    assert [node.tag for node in tree.nodes()] == wanted
    facts, discs, numbers = tree.nodes("L")
    assert [one.attribute("/ListNumbering") for one in (facts, discs, numbers)] == [
        "/None",
        "/Disc",
        "/Decimal",
    ]
    assert all([part.tag for part in item.nodes()] == ["Lbl", "LBody"] for item in discs.nodes())
    caption, head, body = tree.nodes("Table")[0].nodes()
    assert (caption.tag, head.tag, body.tag) == ("Caption", "THead", "TBody")
    assert [part.tag for part in body.nodes()[0].nodes()] == ["TH", "TD", "TD"]
    assert [part.attribute("/Scope") for part in head.nodes()[0].nodes()] == ["/Column"] * 3
    assert body.nodes()[0].nodes()[0].attribute("/Scope") == "/Row"


def test_headings_are_never_skipped():
    document = sheet(Heading("A", 3), Heading("", 2), Heading("B", 3), Heading("C"), Heading("D", 3))
    tags = [node.tag for node in Pdf(pdf.render(document)).tree[0].nodes()]
    assert tags == ["H1", "H2", "H3", "H2", "H3"]


@pytest.mark.parametrize("text", [*HOSTILE, "\uffff"], ids=lambda text: ascii(text[:20]))
def test_any_text_in_any_place_is_for_all_and_for_ever(text):
    assert sound(pdf.render(everywhere(text))) == []


@given(st.text(st.characters(), max_size=80))
@settings(max_examples=60, deadline=None)
def test_any_random_text_is_for_all_and_for_ever(text):
    document = sheet(Heading(text), Paragraph((Run(text, italic=True), Run(text, bold=True))))
    assert sound(pdf.render(document)) == []


# ---- what is silent


LONG_TABLE = sheet(Table(HEADS, tuple((cell(f"E-{n:03}"), cell(WORDS)) for n in range(60))))


def test_a_repeated_head_is_heard_once():
    data = pdf.render(LONG_TABLE)
    read = Pdf(data)
    assert len(read.pages) > 2
    assert sound(data) == []
    assert squeeze(read.said()) == expected(LONG_TABLE)
    assert all("Référence" in content.artifacts for content in read.pages[1:])


def test_a_head_that_spoke_on_each_page_would_be_heard(monkeypatch):
    monkeypatch.setattr(flowables.HeadWords, "draw", flowables.Words.draw)
    assert said(LONG_TABLE) != expected(LONG_TABLE)


def test_header_and_footer_are_not_heard():
    read = Pdf(pdf.render(FULL))
    around = squeeze("".join(text for content in read.pages for text in content.artifacts))
    for words in ("PARTENAIRES", "PROJET", "EXEMPLE", "CommunedeBrévigny", "Empreinte", "Page2/2"):
        assert words in around
        assert words not in squeeze(read.said())


def test_a_figure_is_its_words():
    document = sheet(Figure(presence_cell(Presence.PRESENT), "Présent : la case est pleine"))
    data = pdf.render(document)
    assert sound(data) == []
    assert "Présent : la case est pleine" in Pdf(data).said().replace("\u00a0", " ")
    left, bottom, right, top = Pdf(data).tree[0].nodes("Figure")[0].attribute("/BBox")
    assert (round(right - left), round(top - bottom)) == (22, 22)
    assert left > 60
    assert bottom > 600


# ---- long and empty papers


def test_a_row_taller_than_a_page_is_one_row():
    document = sheet(Table(HEADS, ((cell("a"), cell(WORDS * 120)), (cell("c"), cell("d")))))
    data = pdf.render(document)
    read = Pdf(data)
    assert sound(data) == []
    assert squeeze(read.said()) == expected(document)
    (long,) = [node for node in read.nodes if node.tag == "TD" and len(node.marks()) > 2]
    assert [page for page, _number in long.marks()] == list(range(len(read.pages)))


@pytest.mark.parametrize("name", ["sign-in-sheet", "minutes"])
def test_four_hundred_attendees_are_printed(example, name):
    data = catalogue.kind(name).ask(example, HELD, PARTNERS)
    rows = "lines" if name == "sign-in-sheet" else "roll"
    people = getattr(data, rows)
    many = tuple(replace(people[n % len(people)], institution=f"Institution {n}") for n in range(400))
    document = built(example, name, **{rows: many})
    printed = pdf.render(document)
    assert sound(printed) == []
    heard = squeeze(Pdf(printed).said())
    assert heard == said_in(document)
    assert heard.count("Institution") > 400


@pytest.mark.parametrize("name", ["agenda", "sign-in-sheet", "minutes", "decision-sheet"])
def test_an_empty_meeting_is_printed(example, name):
    meeting = create_meeting(example, 2, date(2027, 3, 4), "14:30")
    printed = printing.print_document(example, name, meeting, PARTNERS)
    assert sound(printed.pdf) == []
    assert squeeze(Pdf(printed.pdf).said()) == said_in(printed.document)


@pytest.mark.parametrize("name", ["agenda", "minutes"])
def test_sixty_items_are_printed(example, name):
    items = catalogue.kind(name).ask(example, HELD, PARTNERS).items
    many = tuple(replace(items[n % len(items)], title=f"Point {n} : {WORDS}") for n in range(60))
    document = built(example, name, items=many)
    printed = pdf.render(document)
    assert sound(printed) == []
    assert squeeze(Pdf(printed).said()) == said_in(document)


# ---- words


SPOKEN = f"{'mot suivant ' * 60}{'x' * 300} fin « entre guillemets » ! {'encore ' * 60}".strip()


def lines_of(document):
    return Pdf(pdf.render(document)).said().removeprefix("Titre").split()


@pytest.mark.parametrize("runs", [(Run(SPOKEN),), (Run(SPOKEN[:400]), Run(SPOKEN[400:], bold=True))])
def test_words_are_heard_apart_and_whole(runs):
    assert lines_of(sheet(Paragraph(runs))) == SPOKEN.replace("»\u00a0!", "» !").split()


def test_without_spaces_at_line_ends_words_would_be_heard_as_one(monkeypatch):
    monkeypatch.setattr(flowables, "_space_lines", lambda text, joined: None)
    assert lines_of(sheet(Paragraph(line(SPOKEN)))) != SPOKEN.split()


def test_without_a_look_at_cut_words_they_would_be_heard_in_two(monkeypatch):
    monkeypatch.setattr(flowables, "_joined_lines", lambda words: set())
    assert lines_of(sheet(Paragraph(line(SPOKEN)))) != SPOKEN.split()


# ---- the file


def outline(data):
    reader = pypdf.PdfReader(io.BytesIO(data))

    def told(entries):
        return [
            told(one) if isinstance(one, list) else (one.title, reader.get_destination_page_number(one))
            for one in entries
        ]

    return told(reader.outline)


def test_headings_are_bookmarks_on_their_page():
    filler = tuple(Paragraph(line(WORDS * 4)) for _ in range(8))
    document = sheet(Heading("Un"), *filler, Heading("Un, suite", 3), *filler, Heading("Deux\nlignes"))
    assert outline(pdf.render(document)) == [
        ("Titre", 0),
        [("Un", 0), [("Un, suite", 1)], ("Deux lignes", 2)],
    ]


def test_an_attached_file_comes_out_as_it_went_in():
    data = pdf.render(FULL, attachment=DATA)
    reader = pypdf.PdfReader(io.BytesIO(data))
    assert sound(data, "ua1", "3a") == []
    assert page_validation(data, "2a")
    assert reader.attachments == {"séance.json": [DATA.data]}
    (specification,) = reader.trailer["/Root"]["/AF"]
    assert specification["/AFRelationship"] == "/Data"
    assert specification["/EF"]["/F"]["/Subtype"] == "/application/json"
    assert pdf.render(FULL, attachment=DATA) == data


def identifier(data):
    return pypdf.PdfReader(io.BytesIO(data)).trailer["/ID"][0].original_bytes


def test_the_identifier_is_that_of_the_content():
    other = sheet(*every_block()[:-1])
    files = [pdf.render(one) for one in (FULL, FULL, sheet(*every_block()), other)]
    files.append(pdf.render(FULL, attachment=DATA))
    assert len({identifier(one) for one in files}) == 4


def test_the_metadata_say_what_the_old_ones_say():
    reader = pypdf.PdfReader(io.BytesIO(pdf.render(replace(FULL, title="A & <B> « C »"))))
    xmp = reader.xmp_metadata
    assert xmp.dc_title["x-default"] == reader.metadata.title
    assert xmp.dc_creator == [reader.metadata.author]
    assert xmp.dc_description["x-default"] == reader.metadata.subject
    assert xmp.xmp_creator_tool == reader.metadata.creator
    assert xmp.pdf_producer == reader.metadata.producer
    assert "A & <B>" in reader.metadata.title
    assert xmp.xmp_create_date.replace(tzinfo=None) == reader.metadata.creation_date.replace(tzinfo=None)


def test_silent_artifacts_are_squeezed_out():
    code = ["q", "/Artifact BMC", "Q", "1 0 0 1 2 3 cm", "EMC", "/P <</MCID 0>> BDC", "BT ET", "EMC"]
    assert tagged_canvas.squeezed(code) == [*code[:1], *code[2:4], *code[5:]]
    drawn = ["/Artifact BMC", "n 0 0 m 1 1 l S", "EMC"]
    assert tagged_canvas.squeezed(drawn) == drawn


def test_an_element_that_was_never_drawn_is_not_written():
    structure = tagging.Structure()
    structure.root.add("L").add("LI").add("LBody")
    structure.root.add("Table").add("TR").add("TD")
    tagging._prune(structure.root)
    assert [kid.tag for kid in structure.root.kids] == ["Table"]


def test_an_empty_list_leaves_no_trace():
    data = pdf.render(sheet(BulletList(()), BulletList((line(""),)), Paragraph(())))
    assert sound(data) == []
    assert [node.tag for node in Pdf(data).nodes] == ["Document", "H1"]
