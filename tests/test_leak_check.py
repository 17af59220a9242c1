"""The second door: what is reserved is looked for in the finished document."""

import io
import re
import time
from dataclasses import replace

import pypdf
import pytest

from coprodesk.commands import records
from coprodesk.commands.council import set_setting
from coprodesk.documents import catalogue, pdf, plain
from coprodesk.documents.document import Figure, Heading, Paragraph, line
from coprodesk.documents.picture import Presence, presence_cell
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.records import RecordKind
from coprodesk.exchange import leak_check, name_check, pdf_words, printing
from coprodesk.queries import agenda as agenda_query
from coprodesk.queries import commitment_filter
from tests import canary
from tests.test_documents import HELD, PARTNERS
from tests.test_html import any_copy
from tests.test_pdf import FULL, sheet, squeeze

PUBLIC = Audience(Level.PUBLIC)
SECRET = "Saisir le procureur de la situation du hall sept, sans attendre la réunion"


def add(store, text, level, item_id=55):
    return records.add_record(store, item_id, RecordKind.INFORMATION, text, level=level)


# ---- our reading of the pages


@pytest.mark.parametrize("kind", catalogue.KINDS, ids=lambda kind: kind.name)
def test_the_words_read_back_are_those_of_another_reader(example, kind):
    data = pdf.render(any_copy(example, kind))
    theirs = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    assert squeeze(pdf_words.page_words(data)) == squeeze(theirs)


@pytest.mark.parametrize("kind", catalogue.KINDS, ids=lambda kind: kind.name)
def test_the_words_looked_in_before_the_pages_are_theirs(example, kind):
    document = any_copy(example, kind)
    quick, whole = leak_check._all_squeezed([plain.words(document), plain.render(document)])
    # Those of a table come last, whatever its layout.
    assert sorted(quick) == sorted(whole)


def test_what_is_on_no_page_is_read_too():
    document = replace(
        sheet(Heading("Un signet"), Figure(presence_cell(Presence.PRESENT), "Un mot de remplacement")),
        subtitle="Un sous-titre",
    )
    attached = pdf.Attachment("donnees.json", '{"é": "Une pièce"}'.encode(), "application/json", "Une donnée")
    words = pdf_words.hidden_words(pdf.render(document, None, attached))
    for told in (
        "Un signet",
        "Un mot de remplacement",
        "Un sous-titre",
        "Une pièce",
        "donnees.json",
        "Une donnée",
    ):
        assert told in words, told
    assert "Un mot de remplacement" not in pdf_words.page_words(pdf.render(document))
    assert squeeze(pdf_words.page_words(pdf.render(FULL)))


# ---- what is found


def test_nothing_reserved_is_found_in_the_papers_of_the_example(example):
    add(example, SECRET, Level.SECRETARIAT)
    for kind in ("agenda", "minutes", "decision-sheet", "convocations"):
        for audience in (PARTNERS, PUBLIC):
            with_scene = canary.COMING if kind == "convocations" else HELD
            assert printing.print_document(example, kind, with_scene, audience).leaks == (), kind


def forget_audience(monkeypatch):
    """Make the queries of a paper select every level."""
    for module in (agenda_query, commitment_filter):
        monkeypatch.setattr(module, "sees", lambda *_: True)


def test_a_query_that_forgets_its_audience_lets_nothing_out(example, monkeypatch, tmp_path):
    add(example, SECRET, Level.SECRETARIAT)
    forget_audience(monkeypatch)
    printed = printing.print_document(example, "minutes", HELD, PARTNERS)
    assert SECRET in [one.text for one in printed.leaks if one.certain]
    for name in ("cr.pdf", "cr.txt", "cr.html", "cr.docx"):
        for confirmed in (False, True):
            with pytest.raises(Refusal, match=r"passages? réservés? se trouve") as told:
                printing.write(replace(printed, confirmed=confirmed), tmp_path / name)
    assert "« Saisir le procureur" in str(told.value).replace("\u00a0", " ")
    assert list(tmp_path.glob("cr.*")) == []


@pytest.mark.parametrize("place", ["title", "short_name", "alt", "heading", "file", "attached"])
def test_a_passage_is_found_wherever_it_hides(example, place):
    add(example, SECRET, Level.SECRETARIAT)
    prepared = printing.prepare(example, "minutes", HELD, PARTNERS)
    document, name = sheet(Paragraph(line("Rien à dire"))), "cr.pdf"
    attached = None
    if place in ("title", "short_name"):
        document = replace(document, **{place: SECRET}, blocks=(*document.blocks * 60,))
    elif place == "alt":
        document = replace(document, blocks=(Figure(presence_cell(Presence.PRESENT), SECRET.upper()),))
    elif place == "heading":
        document = replace(document, blocks=(Heading(SECRET.replace("é", "e\u0301")),))
    elif place == "attached":
        attached = pdf.Attachment("a.json", SECRET.encode(), "application/json", "Données")
    else:
        name = f"{SECRET}.pdf"
    made = printing.Printed(prepared.kind, document, pdf.render(document, None, attached), 1, (), name)
    assert [one.text for one in printing.checked(made, prepared).leaks] == [SECRET]
    clean = printing.Printed(prepared.kind, sheet(), pdf.render(sheet()), 1, (), "cr.pdf")
    assert printing.checked(clean, prepared).leaks == ()


def test_the_same_words_in_an_open_paragraph_can_be_confirmed(example, tmp_path):
    open_id = add(example, SECRET, Level.PARTNERS)
    add(example, SECRET.lower(), Level.SECRETARIAT)
    printed = printing.print_document(example, "minutes", HELD, PARTNERS)
    assert [(one.certain, one.level) for one in printed.leaks] == [(False, Level.SECRETARIAT)]
    assert "1 passage réservé se trouve dans ce document" in printed.notices[0]
    with pytest.raises(Refusal, match="puis confirmez"):
        printing.write(printed, tmp_path / "cr.pdf")
    printing.write(replace(printed, confirmed=True), tmp_path / "cr.pdf")
    assert (tmp_path / "cr.pdf").read_bytes() == printed.pdf
    records.delete_record(example, open_id)
    assert printing.print_document(example, "minutes", HELD, PARTNERS).leaks == ()


def test_open_words_said_elsewhere_under_reserve_are_no_matter(example):
    add(example, SECRET, Level.PARTNERS)
    other = agenda_query.agenda(example, canary.COMING)[0].id
    add(example, SECRET, Level.SECRETARIAT, other)
    assert printing.print_document(example, "minutes", HELD, PARTNERS).leaks == ()


def test_short_words_are_doubtful_or_not_looked_for(example, monkeypatch):
    add(example, "À voir plus tard.", Level.SECRETARIAT)
    add(example, "À revoir", Level.SECRETARIAT)
    forget_audience(monkeypatch)
    printed = printing.print_document(example, "minutes", HELD, PARTNERS)
    found = {one.text: one.certain for one in printed.leaks}
    assert found["À voir plus tard."] is False
    assert "À revoir" not in found


def test_what_belongs_to_a_group_is_reserved_for_the_others(example):
    garden = canary.Garden(example)
    seen = {}
    for audience in (PUBLIC, PARTNERS, Audience(Level.RESTRICTED, canary.WATCH), Audience(Level.SECRETARIAT)):
        marked = leak_check.reserved(example, audience, HELD)
        for one in marked:
            planted = garden.tokens.get(one.text)
            if planted is not None:
                assert not leak_check.sees(audience, planted.level, planted.body_id), planted
        seen[audience.level] = {one.text for one in marked if one.text in garden.tokens}
    assert (
        seen[Level.PUBLIC] > seen[Level.PARTNERS] > seen[Level.RESTRICTED] > seen[Level.SECRETARIAT] == set()
    )


def test_tokens_long_enough_are_all_looked_for(example):
    """Every planted text of the tables looked into, that the partners may not read, is in the list."""
    garden = canary.Garden(example)
    looked = {f"{table}.{name}" for table, names in leak_check._WRITTEN.items() for name in names.split()}
    wanted = {
        token
        for token, one in garden.tokens.items()
        if one.place in looked and not leak_check.sees(PARTNERS, one.level, one.body_id)
    }
    found = {one.text for one in leak_check.reserved(example, PARTNERS)}
    assert len(wanted) > 500
    assert {token for token in wanted if len(token) >= leak_check.LEAST} <= found


def test_it_is_done_before_anybody_waits(example):
    """Less than 100 ms for the minutes of the example, on top of their printing; measured loosely here."""
    add(example, SECRET, Level.SECRETARIAT)
    prepared = printing.prepare(example, "minutes", HELD, PARTNERS)
    printed = printing.render(prepared)
    start = time.perf_counter()
    printing.checked(printed, prepared)
    assert time.perf_counter() - start < 1
    assert re.search("[a-z]", printed.text)


# ---- words on a person


def test_names_are_told_for_the_public_and_the_groups(example):
    add(example, "M. Kévin Bouvard, né le 3 mars 2009, habite 12 rue des Lilas.", Level.PARTNERS)
    group = Audience(Level.RESTRICTED, canary.GROUP)
    printed = printing.print_document(example, "minutes", HELD, group)
    assert len(printed.names) >= 2
    assert "ressemblent à une fiche sur une personne" in " ".join(printed.notices)
    assert printing.print_document(example, "minutes", HELD, PARTNERS).names == ()
    printing.let_out(printed)


def test_those_who_act_in_the_council_may_be_named(example):
    add(example, "Mme Solène Marqueval présente le bilan.", Level.PARTNERS)
    group = Audience(Level.RESTRICTED, canary.GROUP)
    data = catalogue.kind("minutes").ask(example, HELD, group)
    known = name_check.known_names(example)
    found = name_check.nominative_passages(data, ())
    assert any("Marqueval" in one for one in found)
    assert not any("Marqueval" in one for one in name_check.nominative_passages(data, known))


# ---- the cut


def test_the_place_of_a_restricted_item_is_kept_or_closed_up(example):
    from coprodesk.commands import agenda as agenda_commands

    item = agenda_query.agenda(example, canary.COMING)[2]
    agenda_commands.set_item(example, item.id, level=Level.RESTRICTED)
    whole = [row.number for row in agenda_query.agenda(example, canary.COMING)]

    def numbers(audience=PARTNERS):
        data = catalogue.kind("agenda").ask(example, canary.COMING, audience)
        return [(row.number, row.title) for row in data.items]

    closed = numbers()
    assert [number for number, _title in closed] == whole[: len(closed)]
    assert item.title not in str(closed)
    set_setting(example, "restricted_placeholder", "placeholder")
    kept = numbers()
    assert [number for number, _title in kept] == whole
    assert kept[2] == (whole[2], "[point traité en groupe restreint]")
    assert item.title not in str(kept)
    assert numbers(Audience(Level.SECRETARIAT))[2][1] == item.title
    minutes = catalogue.kind("minutes").ask(example, canary.COMING, PARTNERS).items
    assert sorted((one.number, one.title) for one in minutes)[2][1] == "[point traité en groupe restreint]"
    letters = catalogue.kind("convocations").ask(example, canary.COMING, PARTNERS)
    told = {number for one in letters.addressees for number in one.items}
    reported = {
        row.number
        for row in catalogue.kind("agenda").ask(example, canary.COMING, PARTNERS).items
        if not row.cut
    }
    assert told <= reported
    sheet_words = printing.print_document(example, "decision-sheet", canary.COMING, PARTNERS).text
    assert item.title not in sheet_words
