"""The printed PDF, read back with another library than the one that writes it."""

import io
import re
import subprocess
import sys
import threading

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from coprodesk.documents import gate as gates
from coprodesk.documents import pdf, plain
from coprodesk.documents.document import (
    Barred,
    BulletList,
    Cartouche,
    Cell,
    Column,
    Density,
    Document,
    Figure,
    Heading,
    Label,
    LabelKind,
    Letterhead,
    NumberedList,
    PageBreak,
    Paragraph,
    Run,
    SignatureBoxes,
    Table,
    TableStyle,
    TextStyle,
    cell,
    digest_line,
    line,
)
from coprodesk.documents.gate import MISSING, Gate, PrintReport
from coprodesk.documents.picture import Presence, Sign, presence_cell
from coprodesk.domain.colour import luminance

HEAD = Letterhead("Commune de Brévigny", "Conseil local", "CLSPD de Brévigny")
WORDS = (
    "La commissaire signale un déplacement des faits : douze opérations ; huit tenues, soit 66 % ! Est-ce "
    "assez ? La ville a payé 24 500 € pour « les abords » du lycée. "
)


def sheet(*blocks, **options):
    return Document("Titre", "Titre court", HEAD, blocks, **options)


def read(data):
    return pypdf.PdfReader(io.BytesIO(data), strict=True)


def squeeze(text):
    """Return the text without blanks: line ends of the paper are not those of the source."""
    return re.sub(r"\s+", "", text)


def furniture(document, number, total):
    """Return what stands around the text of one page, in the order of drawing."""
    texts = [document.letterhead.commune, document.letterhead.council]
    if number > 1:
        texts = [document.letterhead.short_council, document.short_name]
    boxes = [label.text for label in (document.level, document.version) if label.kind is not LabelKind.NONE]
    boxes += ["EXEMPLE"] if document.example else []
    texts = [*boxes, *texts, *document.footer_lines, digest_line(document.digest)]
    return squeeze("".join(texts) + f"Page {number} / {total}").replace("'", "’")


def body(document, data=None):
    """Return the printed text of all pages without furniture and blanks; each page must have its own."""
    pages = read(data or pdf.render(document)).pages
    text = ""
    for number, page in enumerate(pages, 1):
        printed = squeeze(page.extract_text())
        around = furniture(document, number, len(pages))
        assert printed.endswith(around)
        text += printed.removesuffix(around)
    return text


def expected(document):
    return squeeze(plain.body(document)).replace("|", "")


def every_block():
    return (
        Cartouche((("Lieu", "Salle du conseil"), ("Séance", "14 h 35"), ("Version", "Projet"))),
        Heading("Présence"),
        Paragraph((Run("Engagement : E-1", bold=True), Run(" (PM) ; "), Run("à suivre", italic=True))),
        Paragraph(line("Rapporteur : PM"), TextStyle.NOTE),
        Heading("Exposé", 3),
        BulletList((line("coût ;"), line("cible"))),
        NumberedList((line("un"), line("deux")), start=4),
        Table(
            (Column("Réf.", row_header=True), Column("Engagement", 4), Column("État")),
            tuple((cell(f"E-{n}"), cell("Deux médiateurs"), cell("Tenu", sign=Sign.KEPT)) for n in range(3)),
            caption="Tableau 1",
            legend="E : engagement.",
        ),
        Barred("Réserve.", line("Le club souhaite rester à part.")),
        PageBreak(),
        Figure(presence_cell(Presence.PRESENT), "P"),
        SignatureBoxes((("Le président", "M. Thibault RUVENNE"), ("La secrétaire", "Mme X"))),
        Paragraph(line("Annexe 1"), TextStyle.SMALL),
    )


FULL = sheet(
    *every_block(),
    subtitle="Formation restreinte",
    level=Label("PARTENAIRES", LabelKind.OUTLINED),
    version=Label("PROJET", LabelKind.BLACK),
    footer_lines=("Projet du 29 septembre", "Copie 3"),
    digest="0f" * 32,
    example=True,
)


# ---- words


def test_the_paper_says_what_the_plain_text_says():
    assert body(FULL) == expected(FULL)


@pytest.mark.parametrize("density", Density)
@pytest.mark.parametrize("landscape", [False, True])
def test_the_same_words_in_every_format(density, landscape):
    document = sheet(*every_block(), density=density, landscape=landscape)
    assert body(document) == expected(document)


HOSTILE = [
    "R&D",
    "<dupont@ville.fr>",
    "a < b > c & d",
    "&amp; &lt;b&gt; &#65; &nbsp;",
    "<img src=http://exemple.test/x.png>",
    "<para><b>gras</i></para>",
    "<br/><font size=99>x</font>",
    "<a href='http://x'>lien</a>",
    "]]> <!-- x --> <?xml?>",
    "a\x00b\x1bc",
    "😀 a 日本 عرب",
    "x" * 5000,
    "l’é" * 1700,
    "1\u202f000\u202f%",
    "a\ud800b",
    "\u202egauche\u2066x\u2069",
    "e\u0301\u0327\u0301",
    "a\tb\r\nc\u2028d\x0ce",
    "   ",
    "\n\n\n",
    "«»;:!?%€",
    "€" * 400,
    "co\u00adpro\u200bdesk\ufeff",
    "№ Ⅷ ﬁ ½ ‰ − ≥ ☐ ☑ ✓",
    "%(x)s {0} $a \\n \\",
    "http://exemple.test/" + "a/" * 500,
    "\u00a0" * 300 + "x",
    "x\u202f" * 300,
]


def everywhere(text):
    """Return a document that holds `text` in every place where a user can type."""
    return Document(
        text,
        text,
        Letterhead(text, text, text),
        (
            Heading(text),
            Paragraph((Run(text), Run(text, bold=True), Run(text, italic=True), Run(text, True, True))),
            BulletList((line(text),)),
            Table(
                (Column(text, row_header=True), Column("B", 3, "right"), Column("C")),
                ((cell(text), Cell((line(text), line(text, bold=True))), cell(text, sign=Sign.LATE)),),
                text,
                TableStyle.GRID,
                12,
                text,
            ),
            Cartouche(((text, text),)),
            Barred(text, line(text)),
            SignatureBoxes(((text, text),)),
        ),
        text,
        Label(text, LabelKind.OUTLINED),
        Label(text, LabelKind.BAND),
        (text, text),
    )


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_any_text_is_printed_letter_for_letter(text):
    table = Table((Column("A§"), Column("§B", 3)), ((cell("b"), cell(text)),))
    document = sheet(Paragraph(line(text)), table)
    report = PrintReport()
    door = Gate(report)
    printed = squeeze(door.printable(text))
    # The head comes again on each page of a long cell.
    assert body(document).replace("A§§B", "") == f"Titre{printed}b{printed}"
    assert bool(report.missing) == (MISSING in printed and "☐" not in text)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_any_text_is_printed_in_any_place(text):
    report = PrintReport()
    assert len(read(pdf.render(everywhere(text), report)).pages) == report.pages


@given(st.text(st.characters(), max_size=80))
@settings(max_examples=60, deadline=None)
def test_random_texts_are_printed_letter_for_letter(text):
    document = sheet(Paragraph((Run(text), Run(text, bold=True))))
    report = PrintReport()
    data = pdf.render(document, report)
    printed = squeeze(Gate(PrintReport()).printable(text))
    assert body(document, data) == f"Titre{printed}{printed}"


@pytest.mark.parametrize("text", ["R&D <b>", "a &lt; b", "<para>x"])
def test_without_escaping_the_words_would_be_lost(monkeypatch, text):
    monkeypatch.setattr(gates, "_ESCAPES", str.maketrans({"\n": "<br/>"}))
    with pytest.raises((ValueError, AssertionError)):
        test_any_text_is_printed_letter_for_letter(text)


def test_a_missing_sign_is_told_once():
    report = PrintReport()
    pdf.render(sheet(Heading("😀"), Paragraph(line("😀 😀"))), report)
    assert len(report.warnings()) == 1
    assert "U+1F600" in report.warnings()[0]


# ---- lines and pages


def starts(document):
    """Return the first sign of each printed line."""
    lines = [text for page in read(pdf.render(document)).pages for text in page.extract_text().splitlines()]
    return {text.lstrip(" ")[0] for text in lines if text.strip(" ")}


@pytest.mark.parametrize("weight", [0.2, 0.3, 0.45, 0.6, 0.8, 1.0, 1.3, 1.7, 2.3])
def test_no_line_starts_with_a_punctuation_mark(weight):
    cells = (cell(WORDS * 2), Cell((line(WORDS, bold=True),)))
    document = sheet(Table((Column("A", weight), Column("B")), (cells,)))
    assert not starts(document) & set(";:!?%€»\u202f\u00a0")


def test_without_the_patch_a_line_would_start_with_one(monkeypatch):
    from reportlab.platypus import paragraph

    monkeypatch.setattr(paragraph, "split", lambda text, delim=None: text.split(delim))
    found = set()
    for weight in (0.2, 0.3, 0.45, 0.6, 0.8):
        table = Table((Column("A", weight), Column("B")), ((cell("mot ! ? % ; " * 30), cell("")),))
        found |= starts(sheet(table))
    assert found & set(";:!?%€»")


def test_a_row_higher_than_a_page_is_cut():
    rows = ((cell("a"), cell(WORDS * 60)), (cell("c"), cell("d")))
    document = sheet(Table((Column("A§"), Column("§B")), rows))
    assert len(read(pdf.render(document)).pages) > 2
    printed = squeeze(Gate(PrintReport()).printable(WORDS)) * 60
    assert body(document).replace("A§§B", "") == f"Titrea{printed}cd"


@pytest.mark.parametrize("style", TableStyle)
def test_a_long_table_repeats_its_head_on_each_page(style):
    columns = (Column("Référence", row_header=True), Column("Décision", 4))
    rows = tuple((cell(f"E-{n:03}"), cell(WORDS)) for n in range(200))
    pages = read(pdf.render(sheet(Table(columns, rows, style=style, row_height=9)))).pages
    assert len(pages) > 5
    seen = []
    for page in pages:
        text = squeeze(page.extract_text())
        assert text.count("RéférenceDécision") == 1
        found = re.findall(r"E-\d{3}", text)
        assert found, "a head without a row under it"
        seen += found
    assert seen == [f"E-{n:03}" for n in range(200)]


@pytest.mark.parametrize("rows", range(10, 30))
def test_a_head_never_ends_a_page(rows):
    """A sweep of positions: where the next row does not fit, the head waits for it."""
    filler = tuple(Paragraph(line("ligne")) for _ in range(rows))
    table = Table((Column("Référence"),), tuple((cell(f"E-{n}\n\n\n"),) for n in range(20)))
    for page in read(pdf.render(sheet(*filler, Heading("Relevé"), table))).pages:
        text = squeeze(page.extract_text())
        assert ("Référence" in text) == ("RéférenceE-" in text)
        assert ("Relevé" in text) <= ("RelevéRéférenceE-" in text)


@pytest.mark.parametrize("count", range(30, 40))
def test_signatures_stand_with_what_they_sign(count):
    filler = tuple(Paragraph(line("ligne")) for _ in range(count))
    document = sheet(
        *filler,
        Heading("Prochaine réunion"),
        Paragraph(line("Jeudi 19 novembre")),
        SignatureBoxes((("Le président", "A"), ("La secrétaire", "B"))),
        Paragraph(line("Annexe 1"), TextStyle.SMALL),
    )
    texts = [squeeze(page.extract_text()) for page in read(pdf.render(document)).pages]
    kept = [("Prochaine" in text, "Jeudi" in text, "président" in text, "Annexe" in text) for text in texts]
    assert kept[-1] == (True, True, True, True)


@pytest.mark.parametrize("count", range(34, 44))
def test_no_widow_and_no_orphan(count):
    filler = tuple(Paragraph(line("ligne")) for _ in range(count - 10))
    text = " ".join(f"mot{n}" for n in range(110))
    pages = read(pdf.render(sheet(*filler, Paragraph(line(text)), *filler))).pages
    for page in pages[:2]:
        lines = [part for part in page.extract_text().splitlines() if "mot" in part]
        assert len(lines) != 1


def test_references_are_never_cut():
    columns = tuple(Column(f"Colonne {n}", 1 if n else 0.1, row_header=not n) for n in range(6))
    rows = tuple((cell("E-2025-06"), *(cell("Contributeurs") for _ in range(5))) for _ in range(3))
    lines = read(pdf.render(sheet(Table(columns, rows)))).pages[0].extract_text().splitlines()
    assert len([text for text in lines if "E-2025-06" in text]) == 3


# ---- furniture


def test_every_page_has_header_footer_and_number():
    document = sheet(
        *(Paragraph(line(WORDS * 8)) for _ in range(20)),
        level=Label("PARTENAIRES", LabelKind.OUTLINED),
        version=Label("PROJET", LabelKind.BLACK),
        footer_lines=("Projet soumis à observations",),
        digest="ab" * 32,
        example=True,
    )
    assert len(read(pdf.render(document)).pages) > 2
    assert body(document) == expected(document)


def test_a_restricted_level_is_a_band_on_each_page():
    band = Label("RESTREINT – ARTICLE L. 132-5 DU CSI", LabelKind.BAND)
    document = sheet(Paragraph(line("a")), PageBreak(), Paragraph(line("b")), level=band)
    pages = read(pdf.render(document)).pages
    assert [squeeze(page.extract_text()).count("RESTREINT") for page in pages] == [1, 1]
    width = float(pages[0].mediabox.width)
    content = pages[1].get_contents().get_data().decode("latin-1")
    bars = [float(wide) for wide in re.findall(r"(?m)^n \S+ \S+ (\S+) 13\.\S+ re f", content)]
    assert bars
    assert max(bars) > width * 0.8


@pytest.mark.parametrize(("landscape", "size"), [(False, (595, 842)), (True, (842, 595))])
def test_paper_is_a4(landscape, size):
    box = read(pdf.render(sheet(landscape=landscape))).pages[0].mediabox
    assert (round(box.width), round(box.height)) == size


def test_metadata():
    reader = read(pdf.render(FULL))
    assert reader.metadata.title == "Titre – Formation restreinte"
    assert reader.metadata.author == "Commune de Brévigny"
    assert reader.trailer["/Root"]["/Lang"] == "fr-FR"


def fonts_of(reader):
    found = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            found[font.get_object()["/BaseFont"]] = font.get_object()
    return found


def test_every_font_is_embedded_subset_and_readable():
    found = fonts_of(read(pdf.render(FULL)))
    assert len(found) >= 4
    for name, font in found.items():
        assert re.match(r"/[A-Z]{6}\+SourceSansPro", name)
        assert "/FontFile2" in font["/FontDescriptor"]
        assert "/ToUnicode" in font


def picture_bytes(mode, kind, size=(300, 200)):
    output = io.BytesIO()
    Image.new(mode, size).save(output, kind)
    return output.getvalue()


@pytest.mark.parametrize(("mode", "kind"), [("RGB", "JPEG"), ("L", "JPEG"), ("RGBA", "PNG"), ("P", "PNG")])
def test_a_logo_is_printed_flat(mode, kind):
    report = PrintReport()
    head = Letterhead("C", "D", "E", picture_bytes(mode, kind))
    page = read(pdf.render(Document("T", "T", head, ()), report)).pages[0]
    (image,) = page["/Resources"]["/XObject"].values()
    assert "/SMask" not in image.get_object()
    assert report.warnings() == []


@pytest.mark.parametrize(
    "data", [b"x", b"\x89PNG\r\n\x1a\n", picture_bytes("RGB", "PNG")[:60], picture_bytes("RGB", "GIF")]
)
def test_a_broken_logo_is_left_out_and_told(data):
    report = PrintReport()
    head = Letterhead("Commune", "D", "E", data)
    text = read(pdf.render(Document("T", "T", head, ()), report)).pages[0].extract_text()
    assert "Commune" in text
    assert len(report.warnings()) == 1


@pytest.mark.parametrize("accent", ["#ffffff", "#ffcc00", "#1d3557", "#000000", "#00ff00"])
def test_an_accent_is_darkened_until_it_can_be_read(accent):
    from coprodesk.documents import styles

    printed = styles.readable(accent)
    assert 1.05 / (luminance((printed.red, printed.green, printed.blue)) + 0.05) >= 7


# ---- running


def test_two_runs_are_the_same_file():
    assert pdf.render(FULL) == pdf.render(FULL)


def test_another_word_is_another_file():
    assert pdf.render(FULL) != pdf.render(sheet(*every_block()))


def test_two_threads_print_at_once():
    wanted = pdf.render(FULL)
    results = []
    threads = [threading.Thread(target=lambda: results.append(pdf.render(FULL))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [wanted] * 4


@pytest.mark.parametrize(
    "block",
    [
        Table((Column("A"),), ()),
        Table((Column(""),), ((cell(""),),), style=TableStyle.GRID),
        BulletList(()),
        NumberedList(()),
        Cartouche(()),
        SignatureBoxes(()),
        Paragraph(()),
        Heading(""),
        Barred("", ()),
        PageBreak(),
    ],
    ids=lambda block: type(block).__name__,
)
def test_an_empty_block_is_no_trouble(block):
    assert len(read(pdf.render(sheet(block, block))).pages) >= 1


def test_two_first_prints_at_once_wait_for_each_other() -> None:
    """In a process that never printed: reportlab fills its colour names lazily and not thread-safely."""
    program = (
        "import sys; sys.setswitchinterval(1e-6)\n"
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from coprodesk.documents.document import *\n"
        "from coprodesk.documents.pdf import render\n"
        "table = Table((Column('A'), Column('B')), ((cell('un'), cell('deux')),) * 30)\n"
        "paper = Document('Essai', 'Essai', Letterhead('C', 'C', 'C'), (table,) * 3)\n"
        "with ThreadPoolExecutor(4) as pool: prints = set(pool.map(render, [paper] * 4))\n"
        "assert len(prints) == 1\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
