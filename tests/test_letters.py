"""The letters of a meeting: convocations, recalls and notices, each addressee on a sheet of its own."""

import io
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdf
import pytest

from coprodesk.commands import attendance, meetings
from coprodesk.documents import catalogue, pdf, plain
from coprodesk.documents.common import Edition
from coprodesk.documents.document import PageBreak, Subject
from coprodesk.domain import letters as forms
from coprodesk.domain.attendance import Reply
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.exchange import printing
from coprodesk.queries.attendance import roll
from tests.test_pdf import HOSTILE, squeeze

GOLDEN = Path(__file__).parent / "data" / "golden"
ON = date(2026, 11, 3)
COMING, WATCH = 9, 3
PARTNERS = Audience(Level.PARTNERS)
LETTERS = ("convocations", "recall", "notice")


def convened(store):
    """Convene the coming meeting; the préfecture and the DSDEN stay silent."""
    meetings.convene_meeting(store, COMING, date(2026, 10, 15))
    for line in roll(store, COMING):
        if line.short_name not in ("Préfecture", "DSDEN"):
            attendance.set_reply(store, line.id, Reply.COMES)


def made(store, name, edition=None, **changes):
    convened(store)
    if name == "notice":
        meetings.reschedule_meeting(store, COMING, date(2026, 12, 3), "14:30", "Salle indisponible")
    kind = catalogue.kind(name)
    data = kind.ask(store, COMING, PARTNERS)
    return kind.build(replace(data, **changes), edition or Edition(ON))


def starts(document):
    """Return the document as its letters: the blocks between its page breaks."""
    found = [[]]
    for block in document.blocks:
        if isinstance(block, PageBreak):
            found.append([])
        else:
            found[-1].append(block)
    return found


@pytest.mark.parametrize("name", LETTERS)
def test_two_letters_say_what_they_should(example, name):
    document = made(example, name)
    shown = [block for letter in starts(document)[:2] for block in (*letter, PageBreak())]
    text = plain.render(replace(document, blocks=tuple(shown), digest=""))
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("COPRODESK_WRITE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "letters"), [("convocations", 16), ("recall", 2), ("notice", 16)])
def test_each_addressee_has_one_sheet_with_its_own_head_and_page_number(example, name, letters):
    made(example, name)
    printed = printing.print_document(example, name, COMING, PARTNERS)
    pages = [squeeze(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(printed.pdf)).pages]
    assert len(pages) == letters
    assert not printed.warnings
    for letter, page in zip(starts(printed.document), pages, strict=True):
        assert page.endswith(squeeze("Page 1 / 1"))
        assert squeeze("Conseil local de sécurité et de prévention de la délinquance") in page
        (subject,) = [block for block in letter if isinstance(block, Subject)]
        assert squeeze(subject.text).replace("'", "’") in page


def test_a_letter_of_two_pages_counts_its_own(example):
    convened(example)
    kind = catalogue.kind("convocations")
    asked = kind.ask(example, COMING, PARTNERS)
    line = next(one for one in asked.addressees if one.commitments).commitments[0]
    crowded = replace(asked.addressees[0], commitments=tuple([line] * 60))
    document = kind.build(replace(asked, addressees=(crowded, asked.addressees[1])), Edition(ON))
    pages = [squeeze(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(pdf.render(document))).pages]
    total = len(pages) - 1
    assert total > 1
    ends = [squeeze(f"Page {n} / {total}") for n in range(1, total + 1)] + [squeeze("Page 1 / 1")]
    assert all(page.endswith(end) for page, end in zip(pages, ends, strict=True))


def test_a_letter_names_what_concerns_its_addressee(example):
    document = made(example, "convocations")
    text = {
        letter[3].runs[0].text: plain.render(replace(document, blocks=tuple(letter)))
        for letter in starts(document)
    }
    dsden = text["Madame Pascale HÉNAULIN"]
    assert "Le point 3 concerne plus particulièrement vos services" in dsden
    assert "E-2025-04" in dsden
    assert "E-2025-04" not in text["Monsieur Gauthier de LESMONT"]
    assert "Madame Odile CARRÉGNAC" not in text, "the sender writes none to herself"


def test_one_partner_may_have_its_letter_alone(example):
    convened(example)
    printed = printing.print_document(example, "convocations", COMING, PARTNERS, partner_id=1)
    assert printed.pages == 1
    assert "Préfecture de la Haute-Lorne" in printed.text


def test_a_guest_is_invited_and_not_convened(example):
    convened(example)
    attendance.add_guest(
        example, COMING, "Mme Fatou NDOUMBAREL", function_label="représentante des habitants"
    )
    document = catalogue.kind("convocations").build(
        catalogue.kind("convocations").ask(example, COMING, PARTNERS), Edition(ON)
    )
    last = plain.render(replace(document, blocks=tuple(starts(document)[-1])))
    assert "Objet\u202f: invitation" in last or "Objet\u00a0: invitation" in last
    assert "de vous inviter" in last
    assert "vous faire représenter" not in last


def test_a_past_reply_day_is_not_asked_for(example):
    document = made(example, "recall", Edition(date(2026, 11, 13)))
    assert "dans les meilleurs délais" in plain.render(document)
    assert "avant le 12 novembre" not in plain.render(document)


def test_a_cancelled_meeting_is_told_with_its_reason(example):
    convened(example)
    meetings.cancel_meeting(example, COMING, "alerte météo")
    printed = printing.print_document(example, "notice", COMING, PARTNERS)
    assert printed.title == "Avis d’annulation"
    assert "est annulée." in printed.text
    assert "Motif\u00a0: alerte météo." in printed.text


@pytest.mark.parametrize(
    ("name", "prepare", "sentence"),
    [
        ("recall", lambda store: None, "Convoquez d’abord"),
        ("notice", lambda store: None, "ni reportée ni annulée"),
        ("convocations", lambda store: meetings.cancel_meeting(store, COMING, "Neige"), "annulée"),
    ],
)
def test_a_letter_that_has_no_reason_to_be_is_refused(example, name, prepare, sentence):
    prepare(example)
    with pytest.raises(Refusal, match=sentence):
        printing.prepare(example, name, COMING, PARTNERS)


def test_nobody_is_recalled_once_all_replied(example):
    convened(example)
    for line in roll(example, COMING):
        attendance.set_reply(example, line.id, Reply.COMES)
    with pytest.raises(Refusal, match="ont répondu"):
        printing.prepare(example, "recall", COMING, PARTNERS)


def test_a_reopened_meeting_has_no_notice_of_cancelling(example):
    meetings.cancel_meeting(example, COMING, "Neige")
    meetings.reopen_meeting(example, COMING)
    with pytest.raises(Refusal, match="ni reportée ni annulée"):
        printing.prepare(example, "notice", COMING, PARTNERS)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_any_text_is_printed_in_any_field_of_a_letter(example, text):
    convened(example)
    kind = catalogue.kind("convocations")
    data = kind.ask(example, COMING, PARTNERS)
    one = replace(
        data.addressees[0],
        institution=text,
        address=(text, text),
        name=text,
        function=text,
        salutation=text,
        closing=text,
    )
    sender = replace(data.sender, name=text, function=text)
    data = replace(
        data, addressees=(one,), sender=sender, meeting=replace(data.meeting, place=text, body=text)
    )
    printed = printing.set_smallest(kind, printing.Prepared(kind, data, Edition(ON), "x").variants(), "x")
    assert pypdf.PdfReader(io.BytesIO(printed.pdf), strict=True).pages
    assert printed.text


@pytest.mark.parametrize(
    ("civility", "function", "called"),
    [
        ("M.", "préfet", "Monsieur le Préfet"),
        ("Mme", "procureure de la République", "Madame la Procureure de la République"),
        ("M.", "vice-président aux solidarités", "Monsieur le Vice-Président"),
        ("Mme", "directrice de cabinet", "Madame la Directrice de cabinet"),
        ("M.", "directeur de la proximité", "Monsieur le Directeur"),
        ("Mme", "inspectrice d’académie", "Madame l’Inspectrice d’académie"),
        ("M.", "principal", "Monsieur le Principal"),
        ("Mme", "DASEN", "Madame"),
        ("M.", "adjoint à la tranquillité publique", "Monsieur"),
        ("Dr", "médecin", "Docteur"),
        ("", "", "Madame, Monsieur"),
    ],
)
def test_an_addressee_is_called_by_the_title_letters_use(civility, function, called):
    assert forms.salutation(civility, function) == called


@pytest.mark.parametrize(
    ("civility", "function", "kind", "line"),
    [
        ("Mme", "maire", "communal", "La Maire, présidente du CLSPD"),
        ("M.", "maire", "communal", "Le Maire, président du CLSPD"),
        ("M.", "président de l’agglomération", "intercommunal", "Président de l’agglomération"),
        ("", "", "communal", "La présidence du CLSPD"),
    ],
)
def test_who_signs(civility, function, kind, line):
    assert forms.sender_line(civility, function, kind) == line
