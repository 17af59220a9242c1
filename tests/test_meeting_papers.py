"""Name plates, extract, chair's note, list of members, board of commitments, sheet of a watch cell."""

import io
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdf
import pytest

from coprodesk.commands import attendance
from coprodesk.commands import watch_points as watch_commands
from coprodesk.commands.meetings import convene_meeting, create_meeting
from coprodesk.commands.records import add_record
from coprodesk.documents import catalogue, pdf, plain, plate
from coprodesk.documents.common import Edition, Variant
from coprodesk.documents.document import Paragraph, Subject, Table
from coprodesk.domain.attendance import Reply
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.records import RecordKind
from coprodesk.exchange import printing
from coprodesk.queries.agenda import agenda
from coprodesk.queries.attendance import roll
from coprodesk.queries.extract import extract
from coprodesk.queries.name_plates import name_plates
from tests.pdf_structure import Pdf, sound
from tests.test_documents import COMING, HELD, ON, PARTNERS, WATCH, said_in
from tests.test_pdf import squeeze

GOLDEN = Path(__file__).parent / "data" / "golden"
SECRETARY = Audience(Level.SECRETARIAT)
CELL = Audience(Level.RESTRICTED, WATCH)
RESTRICTED_BODY, DSDEN, LOGEAL = 2, 5, 9
PAPERS = [
    ("name-plates", HELD, PARTNERS, None),
    ("extract", HELD, PARTNERS, DSDEN),
    ("chair-note", COMING, SECRETARY, None),
    ("member-list", RESTRICTED_BODY, PARTNERS, None),
    ("follow-up", 0, PARTNERS, None),
]


def built(store, name, about_id, audience=PARTNERS, partner_id=None, **changes):
    kind = catalogue.kind(name)
    own = {} if partner_id is None else {"partner_id": partner_id}
    return kind.build(replace(kind.ask(store, about_id, audience, **own), **changes), Edition(ON))


def agrees(text, name):
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("COPRODESK_WRITE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def watched(store):
    """Return a meeting of the watch cell with three points, one of them lifted."""
    meeting_id = create_meeting(store, WATCH, date(2026, 10, 6), "09:30")
    for finding, place, since in (
        ("Épaves (6)", "Parking Ferrand", date(2026, 9, 2)),
        ("Occupation, gêne", "Hall 4, rue des Saules", date(2025, 9, 12)),
        ("Tensions à la sortie", "Arrêt « Deux-Ponts »", date(2026, 9, 23)),
    ):
        watch_commands.open_watch_point(
            store, WATCH, finding, since=since, place=place, action="Passages", lead_id=DSDEN
        )
    watch_commands.lift_watch_point(store, 1, date(2026, 9, 24))
    return meeting_id


# ---- words and pages


@pytest.mark.parametrize(("name", "about_id", "audience", "partner_id"), PAPERS)
def test_the_papers_of_the_example_say_what_they_should(example, name, about_id, audience, partner_id):
    document = built(example, name, about_id, audience, partner_id)
    agrees(plain.render(replace(document, digest="")), name)


def test_the_sheet_of_a_watch_cell_is_the_table_of_its_points(example):
    meeting_id = watched(example)
    document = built(example, "decision-sheet", meeting_id, CELL)
    agrees(plain.render(replace(document, digest="")), "watch-sheet")
    printed = printing.print_document(example, "decision-sheet", meeting_id, CELL)
    assert sound(printed.pdf) == []
    assert squeeze(Pdf(printed.pdf).said()) == said_in(printed.document)


def test_a_watch_cell_tells_nobody_else(example):
    meeting_id = watched(example)
    with pytest.raises(Refusal, match="groupe confidentiel"):
        printing.prepare(example, "decision-sheet", meeting_id, PARTNERS)
    with pytest.raises(Refusal, match="groupe confidentiel"):
        printing.prepare(example, "member-list", WATCH, PARTNERS)
    watch_commands.set_watch_point(example, 3, level=Level.SECRETARIAT)
    text = plain.body(built(example, "decision-sheet", meeting_id, CELL))
    assert "Deux-Ponts" not in text
    assert "Deux-Ponts" in plain.body(built(example, "decision-sheet", meeting_id, SECRETARY))


def test_a_point_lifted_before_the_meeting_before_is_no_longer_told(example):
    meeting_id = watched(example)
    between = create_meeting(example, WATCH, date(2026, 10, 1), "09:30")
    assert "VIG-01" in plain.body(built(example, "decision-sheet", meeting_id, CELL))
    with example.change("Tenue") as change:
        change.update("meeting", between, state="held")
    assert "VIG-01" not in plain.body(built(example, "decision-sheet", meeting_id, CELL))


# ---- name plates


def test_plates_follow_protocol_and_the_turned_face_is_silent(example):
    printed = printing.print_document(example, "name-plates", HELD, PARTNERS)
    names = [one.text for one in printed.document.blocks if isinstance(one, Subject)]
    assert names[:3] == ["M. Thibault RUVENNE", "Mme Claire ABRISSEL", "Mme Solène MARQUEVAL"]
    assert printed.pages == len(names) == 12
    read = Pdf(printed.pdf)
    assert read.said().count("ABRISSEL") == 1
    page = pypdf.PdfReader(io.BytesIO(printed.pdf)).pages[1]
    assert page.extract_text().count("ABRISSEL") == 2
    assert [node.tag for node in read.tree[0].nodes()][:3] == ["H1", "P", "P"]


def test_a_spoken_second_face_would_be_heard_twice(example, monkeypatch):
    face = plate.Plate._face
    monkeypatch.setattr(plate.Plate, "_face", lambda self, fold, *, spoken: face(self, fold, spoken=True))
    printed = printing.print_document(example, "name-plates", HELD, PARTNERS)
    assert squeeze(Pdf(printed.pdf).said()) != said_in(printed.document)


def test_a_long_name_shrinks_to_its_plate(example):
    from reportlab.pdfbase.pdfmetrics import stringWidth

    drawn = []
    data = name_plates(example, HELD, PARTNERS)
    long = replace(data.plates[0], name="Mme Anne-Charlotte de LA ROCHE-SAINT-ANDRÉ DES FONTAINES")
    document = catalogue.kind("name-plates").build(replace(data, plates=(long,)), Edition(ON))

    class Watch:
        def __getattr__(self, _name):
            return lambda *_args: None

        def setFont(self, face, size):
            self.font = (face, size)

        def drawCentredString(self, _x, _y, text):
            drawn.append((text, *self.font))

    plate._centred(Watch(), long.name, 0, 0, 46.0, "Helvetica-Bold", None)
    ((text, face, size),) = drawn
    assert text == long.name
    assert size < 46
    assert stringWidth(text, face, size) <= plate.WIDEST + 0.1
    assert long.name.split()[-1] in pypdf.PdfReader(io.BytesIO(pdf.render(document))).pages[0].extract_text()


def test_before_the_meeting_plates_are_for_those_announced(example):
    everyone = len(name_plates(example, COMING, PARTNERS).plates)
    convene_meeting(example, COMING, date(2026, 10, 15))
    lines = [line for line in roll(example, COMING) if line.counted]
    assert len(name_plates(example, COMING, PARTNERS).plates) == everyone
    attendance.set_reply(example, lines[0].id, Reply.COMES, on=date(2026, 10, 16))
    attendance.set_reply(example, lines[1].id, Reply.EXCUSED, on=date(2026, 10, 16))
    attendance.add_guest(example, COMING, "Mme Ana PERES", function_label="Médiatrice")
    found = [one.name for one in name_plates(example, COMING, PARTNERS).plates]
    hosts = [line.person for line in roll(example, COMING) if not line.counted and not line.guest]
    assert lines[0].person in found
    assert not {line.person for line in lines[1:]} & set(found)
    assert set(hosts) < set(found)
    assert "PERES" in found[-1]


# ---- extract


def test_an_extract_is_for_one_partner(example):
    with pytest.raises(Refusal, match="Choisissez le partenaire"):
        printing.prepare(example, "extract", HELD, PARTNERS)
    assert printing.prepare(example, "extract", HELD, PARTNERS, partner_id=LOGEAL).stem.endswith(
        "Logéal Extrait du compte rendu"
    )


def test_an_extract_holds_what_concerns_the_partner_and_nothing_else(example):
    items = agenda(example, HELD)
    add_record(example, items[0].id, RecordKind.DISCUSSION, "Logéal signale un hall dégradé.")
    add_record(example, items[1].id, RecordKind.DISCUSSION, "Le logealiste est un autre mot.")
    data = extract(example, HELD, PARTNERS, LOGEAL)
    labels = {one.label for one in data.items}
    assert items[0].number in labels
    assert items[1].number not in labels
    assert {one.lead for one in data.commitments} == {"Logéal"}
    whole = catalogue.kind("minutes").ask(example, HELD, PARTNERS)
    assert len(data.items) < len(whole.items)
    assert all(one in whole.items for one in data.items)


def test_an_extract_never_tells_what_the_audience_may_not_see(example):
    item = agenda(example, HELD)[0]
    add_record(example, item.id, RecordKind.DISCUSSION, "Logéal, en confidence.", level=Level.SECRETARIAT)
    assert "confidence" not in plain.render(built(example, "extract", HELD, PARTNERS, LOGEAL))
    assert "confidence" in plain.render(built(example, "extract", HELD, SECRETARY, LOGEAL))


# ---- the chair's note


def test_the_chair_note_is_for_the_secretariat_alone(example):
    for level in (Level.PUBLIC, Level.PARTNERS):
        with pytest.raises(Refusal, match="Secrétariat"):
            printing.prepare(example, "chair-note", COMING, Audience(level))


def longer(data, times, words):
    """Return the note with its lists so many times, as a heavy meeting has them, each item with a stake."""
    items = tuple(replace(item, stake="Un enjeu dit en une ligne entière. " * words) for item in data.items)
    names = data.attendance.silent or ("Préfecture",)
    return replace(
        data,
        items=items * times,
        late=data.late * times,
        questions=data.questions * times,
        attendance=replace(data.attendance, convened=True, comes=names * 6, silent=names * 4),
    )


@pytest.mark.parametrize(("times", "words", "loses"), [(1, 1, False), (1, 3, True), (2, 3, True)])
def test_the_chair_note_is_held_to_one_page(example, times, words, loses):
    kind = catalogue.kind("chair-note")
    data = longer(kind.ask(example, COMING, SECRETARY), times, words)
    variants = (Variant(kind.build(data, Edition(ON))), *kind.reductions(data, Edition(ON)))
    printed = printing.set_smallest(kind, variants, "essai")
    assert printed.pages == 1
    assert any("enjeu" in told for told in printed.warnings) == loses
    whole = pdf.render(kind.build(data, Edition(ON)))
    assert len(pypdf.PdfReader(io.BytesIO(whole)).pages) > 1, "without reductions it would take two"


def test_the_chair_note_tells_who_comes_and_what_is_late(example):
    convene_meeting(example, COMING, date(2026, 10, 15))
    line = next(one for one in roll(example, COMING) if one.counted)
    attendance.set_reply(example, line.id, Reply.EXCUSED, on=date(2026, 10, 16), excuse="en congé")
    text = plain.body(built(example, "chair-note", COMING, SECRETARY))
    assert f"Excusés (1) : {line.short_name} (en congé)." in text.replace("\u00a0", " ")
    assert "E-2025-04" in text
    assert "qui le pilote" in text


# ---- members and board


def test_members_stand_by_college_with_their_substitutes(example):
    document = built(example, "member-list", RESTRICTED_BODY)
    text = plain.body(document)
    assert "Mme Claire ABRISSEL, directrice de cabinet" in text.replace("\u00a0", " ")
    assert "Annexe à l’arrêté n°" in text.replace("\u00a0", " ")
    assert sum(isinstance(block, Table) for block in document.blocks) == 10


def test_the_board_counts_what_it_shows(example):
    document = built(example, "follow-up", 0)
    assert document.subtitle == (
        "Situation au 15 octobre 2026 – 12 engagements, 7 échus, 4 tenus (4 / 7), 3 en retard, 1 abandonné"
    )
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    assert len(table.columns) == 10
    assert len(table.rows) == 12
    assert all(row[6].sign is not None and row[6].lines for row in table.rows)
    with example.change("Secret") as change:
        found = change.rows("commitment", reference="E-2025-04")[0]
        change.update("commitment", found["id"], level="secretariat")
    document = built(example, "follow-up", 0)
    assert "E-2025-04" not in plain.render(document)
    assert "11 engagements, 6 échus" in document.subtitle
    empty = built(example, "follow-up", 0, Audience(Level.PUBLIC))
    assert [type(block) for block in empty.blocks] == [Paragraph, Paragraph]


# ---- one page for fourteen lines


def test_fourteen_lines_as_long_as_the_longest_are_one_page(example):
    kind = catalogue.kind("decision-sheet")
    data = kind.ask(example, HELD, PARTNERS)
    long = max(data.decisions, key=lambda one: len(one.text))
    noted = next(one for one in data.decisions if one.note)
    line = replace(noted, text=long.text, contributors=data.decisions[5].contributors)
    decisions = tuple(replace(line, reference=f"E-2026-{n:02}") for n in range(14))
    data = replace(data, decisions=decisions)
    variants = (Variant(kind.build(data, Edition(ON))), *kind.reductions(data, Edition(ON)))
    printed = printing.set_smallest(kind, variants, "essai")
    assert printed.pages == 1
    assert printed.text.count("\nE-2026-") == 14
    more = replace(data, decisions=decisions * 2)
    variants = (Variant(kind.build(more, Edition(ON))), *kind.reductions(more, Edition(ON)))
    assert "rien n’a été coupé" in printing.set_smallest(kind, variants, "essai").warnings[0]
