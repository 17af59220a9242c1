"""The HTML page: the same words in the same order as the plain text, and what a screen reader needs."""

from contextlib import suppress
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coprodesk.documents import catalogue, html, plain
from coprodesk.documents.document import Column, Heading, Paragraph, Subject, Table, cell, line
from coprodesk.documents.picture import Arc, Picture, Presence, Text, presence_cell
from coprodesk.documents.picture_svg import svg
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.exchange import printing
from tests.test_documents import COMING, whole_cells
from tests.test_pdf import FULL, HOSTILE, sheet, squeeze
from tests.test_pdf_structure import about

COLUMN = Column("Réf.", row_header=True)
VOID = {"meta", "br", "img", "hr"}


class Reader(HTMLParser):
    """Reads a page: its words in order, its headings, its tables, and tags that do not match."""

    def __init__(self, page):
        super().__init__()
        self.open, self.words, self.headings, self.tags, self.lang = [], [], [], [], ""
        self.unnamed, self.heads = [], []
        self.feed(page)
        self.close()
        assert self.open == [], "every element is closed"

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append((tag, given))
        if tag == "html":
            self.lang = given["lang"]
        if tag in ("h1", "h2", "h3"):
            self.headings.append(int(tag[1]))
        if tag == "svg":
            self.words.append(given["aria-label"])
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        assert "svg" in self.open, "only shapes close themselves"

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not {"style", "title", "svg"} & set(self.open):
            self.words.append(data)

    def said(self):
        return squeeze("".join(self.words))


def expected_page(document):
    return squeeze(plain.render(whole_cells(document))).replace("|", "").replace("•", "")


def faults(page):
    """Return what is missing for a reader who does not see the page."""
    reader = Reader(page)
    found = [] if reader.lang == "fr-FR" else ["no language"]
    last = 0
    for level in reader.headings:
        if level > last + 1:
            found.append(f"h{last} then h{level}")
        last = level
    found += [f"{tag} on the page" for tag, _given in reader.tags if tag in ("script", "link", "iframe")]
    found += [
        f"th without scope: {given}" for tag, given in reader.tags if tag == "th" and "scope" not in given
    ]
    found += [
        f"{tag}: {given}"
        for tag, given in reader.tags
        if any("://" in (one or "") for one in given.values()) and tag != "svg"
    ]
    tables = [given for tag, given in reader.tags if tag == "table"]
    named = sum("aria-labelledby" in given for given in tables) + sum(
        tag == "caption" for tag, _g in reader.tags
    )
    if named < len(tables):
        found.append("a table without a name")
    ids = {given["id"] for _tag, given in reader.tags if "id" in given}
    found += ["a name that points nowhere" for one in tables if one.get("aria-labelledby", "t1") not in ids]
    return found


def any_copy(store, kind):
    """Return a copy of a paper, whole or for one partner; the secretariat may have them all."""
    scenes = [
        (about_id, partner)
        for about_id in (about(store, kind), COMING, *range(1, 13))
        for partner in (None, 1, 2)
    ]
    for about_id, partner_id in scenes:
        with suppress(Refusal):
            audience = Audience(kind.level if kind.closed else Level.SECRETARIAT)
            return printing.prepare(store, kind.name, about_id, audience, partner_id=partner_id).document
    raise AssertionError(f"no copy of {kind.name}")


@pytest.mark.parametrize("kind", catalogue.KINDS, ids=lambda kind: kind.name)
def test_every_paper_reads_as_its_plain_text(example, kind):
    document = any_copy(example, kind)
    page = html.render(document)
    assert Reader(page).said() == expected_page(document)
    assert faults(page) == []
    assert page == html.render(document)


def test_every_block_reads_as_its_plain_text():
    page = html.render(FULL)
    assert Reader(page).said() == expected_page(FULL)
    assert faults(page) == []


def test_the_checks_can_fail():
    page = html.render(sheet(Heading("Un"), Heading("Deux", 3), Table((COLUMN,), ((cell("a"),),))))
    assert faults(page) == []
    for right, wrong in (
        (' lang="fr-FR"', ' lang="en"'),
        ("<h3 ", "<h4 "),
        (' scope="col"', ""),
        ("</head>", '<script src="https://x.example/a.js"></script></head>'),
        (' aria-labelledby="t3"', ""),
    ):
        assert right in page
        broken = page.replace(right, wrong).replace("</h3>", "</h4>" if wrong == "<h4 " else "</h3>")
        if wrong == "<h4 ":
            assert Reader(broken).headings == [1, 2], "a fourth level is no heading of ours"
        else:
            assert faults(broken)
    skipped = page.replace("<h2 ", "<h3 ").replace("</h2>", "</h3>")
    assert "h1 then h3" in faults(skipped)


def test_no_heading_is_skipped_whatever_the_tree_says():
    page = html.render(sheet(Heading("Trop bas", 3), Heading(" "), Heading("Suite", 3)))
    assert Reader(page).headings == [1, 2, 3]
    letters = sheet(Subject("Objet : un"), Heading("Détail", 3), Paragraph(line("fin")), letters=True)
    assert Reader(html.render(letters)).headings == [1, 2]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_any_text_is_only_text(text):
    document = sheet(
        Heading(text), Paragraph(line(text, bold=True)), Table((COLUMN,), ((cell(text),),), text)
    )
    reader = Reader(html.render(replace(document, title=text, subtitle=text)))
    assert {tag for tag, _given in reader.tags} <= {
        *(
            "html",
            "head",
            "meta",
            "title",
            "style",
            "body",
            "header",
            "footer",
            "main",
            "p",
            "h1",
            "h2",
            "h3",
        ),
        *("table", "caption", "thead", "tbody", "tr", "th", "td", "strong", "br"),
    }


@settings(max_examples=60, deadline=None)
@given(st.text("aé<>&\"'/!-=[]script \n", max_size=40))
def test_no_text_becomes_a_tag(text):
    reader = Reader(html.render(sheet(Paragraph(line(text)))))
    assert squeeze(plain.body(sheet(Paragraph(line(text))))) in reader.said()
    assert not {"script", "a", "b", "i"} & {tag for tag, _given in reader.tags}


def test_a_picture_is_named_and_drawn():
    drawn = svg(presence_cell(Presence.PRESENT), "Présent")
    assert 'role="img" aria-label="Présent"' in drawn
    pie = Picture(10, 10, (Arc(5, 5, 5, 0, 90, fill="ok"), Arc(5, 5, 4, stroke="line"), Text(1, 9, "a<b", 8)))
    assert 'd="M5 5L10 5A5 5 0 0 0 5 0Z"' in svg(pie, "")
    assert "<circle" in svg(pie, "")
    assert "a&lt;b" in svg(pie, "")


def test_a_logo_stands_in_the_page_itself():
    document = sheet(Paragraph(line("un")))
    png = replace(document, letterhead=replace(document.letterhead, logo=b"\x89PNG\r\n"))
    assert 'src="data:image/png;base64,' in html.render(png)
