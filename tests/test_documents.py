"""The four documents: what they say, for whom, on how many pages."""

import io
import os
import secrets
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coprodesk.commands import agenda as agenda_commands
from coprodesk.commands.meetings import create_meeting
from coprodesk.documents import agenda as agenda_paper
from coprodesk.documents import catalogue, common, decision_sheet, minutes, pdf, plain, sign_in_sheet
from coprodesk.documents.common import Edition, Variant
from coprodesk.documents.document import (
    Barred,
    BulletList,
    Heading,
    LabelKind,
    NumberedList,
    Paragraph,
    SignatureBoxes,
    Table,
)
from coprodesk.domain.agenda import Outcome
from coprodesk.domain.commitments import CommitmentState, Status
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.records import RecordKind
from coprodesk.exchange import printing
from coprodesk.queries import agenda as agenda_query
from coprodesk.queries import commitment_filter
from coprodesk.queries.follow_up import CommitmentLine
from coprodesk.queries.minutes import RecordGroup, VersionState
from tests.test_pdf import HOSTILE, expected, furniture, squeeze

GOLDEN = Path(__file__).parent / "data" / "golden"
ON = date(2026, 9, 29)
PARTNERS = Audience(Level.PARTNERS)
HELD, COMING, WATCH = 8, 9, 3
PAPERS = [("agenda", COMING), ("sign-in-sheet", HELD), ("minutes", HELD), ("decision-sheet", HELD)]
BAND = "RESTREINT – ARTICLE L. 132-5 DU CSI – NE PAS COMMUNIQUER À DES TIERS"


def built(store, name, meeting_id=HELD, audience=PARTNERS, edition=None, **changes):
    kind = catalogue.kind(name)
    return kind.build(replace(kind.ask(store, meeting_id, audience), **changes), edition or Edition(ON))


def printed_body(document, data):
    """Return what the pages say between their furniture, the heads of tables only once."""
    heads = [
        squeeze("".join(column.title for column in block.columns)).replace("'", "’")
        for block in document.blocks
        if isinstance(block, Table)
    ]
    pages = pypdf.PdfReader(io.BytesIO(data), strict=True).pages
    text = ""
    for number, page in enumerate(pages, 1):
        words = squeeze(page.extract_text())
        around = furniture(document, number, len(pages))
        assert words.endswith(around)
        words = words.removesuffix(around)
        for head in heads if number > 1 else []:
            words = words.removeprefix(head)
        text += words
    return text


def whole_cells(document):
    """Return the document with each cell on one line: the text sets the lines of a row side by side."""
    blocks = [
        replace(block, rows=tuple(tuple(_on_one_line(cell) for cell in row) for row in block.rows))
        if isinstance(block, Table)
        else block
        for block in document.blocks
    ]
    return replace(document, blocks=tuple(blocks))


def _on_one_line(cell):
    return cell._replace(lines=(tuple(run for line in cell.lines for run in line),))


def said_in(document):
    return expected(whole_cells(document))


# ---- words


@pytest.mark.parametrize(("name", "meeting_id"), PAPERS)
def test_the_papers_of_the_example_say_what_they_should(example, name, meeting_id):
    # The digest moves with every field a query learns: it is tested by itself.
    text = plain.render(replace(built(example, name, meeting_id), digest=""))
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("COPRODESK_WRITE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("level", [Level.PUBLIC, Level.PARTNERS])
@pytest.mark.parametrize(("name", "meeting_id"), PAPERS)
def test_the_pdf_says_what_the_text_says(example, name, meeting_id, level):
    printed = printing.print_document(example, name, meeting_id, Audience(level))
    assert printed_body(printed.document, printed.pdf) == said_in(printed.document)
    assert not printed.warnings


def test_the_minutes_of_the_example_have_the_pages_of_the_design(example):
    printed = printing.print_document(example, "minutes", HELD, PARTNERS)
    pages = pypdf.PdfReader(io.BytesIO(printed.pdf)).pages
    starts = ["2. Suivi des décisions", "5. Abords des collèges"]
    assert printed.pages == 3
    assert all(
        squeeze(start) in squeeze(page.extract_text())[:60]
        for page, start in zip(pages[1:], starts, strict=True)
    )


def test_two_printings_are_the_same_bytes(example):
    for name, meeting_id in PAPERS:
        first, second = (printing.print_document(example, name, meeting_id, PARTNERS) for _ in range(2))
        assert (first.pdf, first.text) == (second.pdf, second.text)


def test_the_digest_follows_the_data_and_nothing_else(example):
    same = built(example, "minutes", edition=Edition(date(2027, 1, 1), participation=True))
    assert built(example, "minutes").digest == same.digest
    assert len(same.digest) == 64
    assert built(example, "minutes", convened=12).digest != same.digest
    with example.change("Logo") as change:
        change.update("council", 1, logo=change.put_blob(b"not a picture"))
    assert built(example, "minutes").digest == same.digest


# ---- hostile text


def hostile_minutes(data, text):
    """Return the data of the minutes with `text` in every place where a user types."""
    item = next(item for item in data.items if item.groups)
    record = replace(item.groups[0].records[0], text=text, institution=text, contributors=text)
    groups = tuple(RecordGroup(kind, (replace(record, kind=kind),)) for kind in RecordKind)
    line = replace(data.follow_up[0], what=text, lead=text, contributors=(text,), indicator=text)
    signer = replace(data.meeting.chair, line=text, name=text)
    return replace(
        data,
        letterhead=replace(data.letterhead, name=text, commune=text),
        meeting=replace(
            data.meeting,
            body=text,
            title=text,
            place=text,
            chair=signer,
            secretary=signer,
            annexes=(text, text),
        ),
        roll=tuple(replace(one, college=text, institution=text, person=text) for one in data.roll[-6:]),
        items=(replace(item, title=text, reporter=text, groups=groups, commitments=(line,)),),
        follow_up=(line,),
        decisions=tuple(
            replace(one, text=text, lead=text, contributors=text, indicator=text)
            for one in data.decisions[:2]
        ),
        next_meeting=replace(data.next_meeting, place=text),
    )


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_any_text_is_printed_in_any_field_of_the_minutes(example, text):
    data = hostile_minutes(catalogue.kind("minutes").ask(example, HELD, PARTNERS), text)
    document = minutes.build(data, Edition(ON))
    assert pypdf.PdfReader(io.BytesIO(pdf.render(document)), strict=True).pages
    assert plain.render(document)


SIGNS = "aé&<>\"'«»:;!?%€ -–•/0123hnE°\u00a0\u202f"
PRINTABLE = st.text(st.sampled_from(SIGNS), max_size=60)
TYPED = st.text(st.sampled_from(f"{SIGNS}\n"), max_size=60)


@settings(max_examples=15, deadline=None)
@given(PRINTABLE, PRINTABLE.map("T{}".format), TYPED, PRINTABLE)
def test_fields_and_paper_agree_for_any_text(example_file, place, title, said, promised):
    data = _example_minutes(example_file)
    item = data.items[3]
    groups = tuple(
        replace(group, records=tuple(replace(record, text=said) for record in group.records))
        for group in item.groups
    )
    data = replace(
        data,
        meeting=replace(data.meeting, place=place),
        items=(replace(item, title=title, groups=groups),),
        decisions=(replace(data.decisions[0], text=promised),),
    )
    document = minutes.build(data, Edition(ON))
    assert printed_body(document, pdf.render(document)) == said_in(document)


_kept: list = []


def _example_minutes(example_file):
    """Return the data of the example's minutes, read once: hypothesis wants no fixture of one test."""
    if not _kept:
        from coprodesk.store import open_file
        from tests.conftest import FrozenClock, opening_in

        store = open_file(example_file, opening_in(example_file.parent, FrozenClock()))
        _kept.append(catalogue.kind("minutes").ask(store, HELD, PARTNERS))
        store.close()
    return _kept[0]


# ---- who may read


def plant(store, token, level):
    """Write a token into a record, an item with its record and a commitment, all of one level."""
    with store.change("Semis") as change:
        item = change.rows("agenda_item", meeting_id=HELD)[3]
        topic = change.insert("topic", title=f"{token}T", level=level)
        closed = change.insert(
            "agenda_item",
            meeting_id=HELD,
            topic_id=topic,
            position=40,
            title=f"{token}I",
            level=level,
            outcome="postponed",
        )
        for place in (item["id"], closed):
            change.insert(
                "record", agenda_item_id=place, position=9, kind="statement", text=f"{token}R", level=level
            )
            change.insert(
                "record",
                agenda_item_id=place,
                position=10,
                kind="decision",
                reference=f"D-2026-9{place}",
                text=f"{token}D",
                level=level,
            )
            change.insert(
                "commitment",
                reference=f"E-2026-9{place}",
                what=f"{token}C",
                decided_on="2026-09-24",
                agenda_item_id=place,
                level=level,
            )


def everything_in(printed):
    """Return all that a file says: plain text, text of its pages, metadata, streams and raw bytes."""
    reader = pypdf.PdfReader(io.BytesIO(printed.pdf))
    pages = "".join(page.extract_text() for page in reader.pages)
    streams = b"".join(page.get_contents().get_data() for page in reader.pages)
    return printed.text + pages + str(reader.metadata) + (printed.pdf + streams).decode("latin-1")


@pytest.mark.parametrize("closed", ["restricted", "secretariat"])
@pytest.mark.parametrize("name", ["agenda", "minutes", "decision-sheet"])
@pytest.mark.parametrize("audience", [Level.PUBLIC, Level.PARTNERS])
def test_what_is_closed_is_in_no_paper_for_others(example, monkeypatch, audience, name, closed):
    token = f"X{secrets.token_hex(6)}"
    plant(example, token, closed)
    assert token not in everything_in(printing.print_document(example, name, HELD, Audience(audience)))
    # The twin: without the rule, the token is there.
    for module in (agenda_query, commitment_filter):
        monkeypatch.setattr(module, "sees", lambda *_: True)
    assert token in everything_in(printing.print_document(example, name, HELD, Audience(audience)))


@pytest.mark.parametrize(
    ("level", "text", "box"),
    [
        (Level.PUBLIC, "DIFFUSION : PUBLIC", LabelKind.OUTLINED),
        (Level.PARTNERS, "DIFFUSION : PARTENAIRES", LabelKind.OUTLINED),
        (Level.SECRETARIAT, "SECRÉTARIAT – NE PAS DIFFUSER", LabelKind.BLACK),
    ],
)
def test_the_level_is_on_the_page_and_in_the_text(example, level, text, box):
    for name in ("minutes", "decision-sheet", "agenda"):
        document = built(example, name, audience=Audience(level))
        assert (document.level.text, document.level.kind) == (text, box)
        assert "Diffusion | " in plain.body(document)
    sheet = built(example, "sign-in-sheet", audience=Audience(level))
    assert sheet.level.kind is LabelKind.BLACK
    assert "Document du secrétariat, à ne pas diffuser." in plain.body(sheet)


def test_a_restricted_paper_says_so_first_and_on_every_page(example):
    meeting_id = create_meeting(example, WATCH, date(2026, 11, 3), "10:00")
    printed = printing.print_document(example, "minutes", meeting_id, Audience(Level.RESTRICTED, WATCH))
    assert printed.document.level.kind is LabelKind.BAND
    for page in pypdf.PdfReader(io.BytesIO(printed.pdf)).pages:
        assert squeeze(BAND) in squeeze(page.extract_text())
    first = printed.document.blocks[0]
    assert isinstance(first, Paragraph)
    assert first.runs[0].text.startswith("Restreint – article L. 132-5 du CSI")
    assert printed.file_name == "2026-11-03 Compte rendu (groupe restreint).pdf"
    with pytest.raises(Refusal, match="groupe confidentiel"):
        printing.prepare(example, "minutes", meeting_id, PARTNERS)


def test_who_signs_in_a_confidential_group_signs_the_charter(example):
    meeting_id = create_meeting(example, WATCH, date(2026, 11, 3), "10:00")
    sheets = [
        next(
            block
            for block in built(example, "sign-in-sheet", one, audience).blocks
            if isinstance(block, Table)
        )
        for one, audience in ((meeting_id, Audience(Level.SECRETARIAT)), (HELD, PARTNERS))
    ]
    assert ["Charte signée le" in [column.title for column in sheet.columns] for sheet in sheets] == [
        True,
        False,
    ]
    assert all(sheet.row_height >= 12 for sheet in sheets)


def test_participation_is_printed_when_asked_only(example):
    sentence = "Onze institutions convoquées"
    asked = Edition(ON, participation=True)
    assert sentence in plain.body(built(example, "minutes", edition=asked))
    assert "7 institutions sur 11" in plain.body(built(example, "decision-sheet", edition=asked))
    for audience in (PARTNERS, Audience(Level.PUBLIC)):
        assert sentence not in plain.body(built(example, "minutes", audience=audience))
        assert "institutions sur" not in plain.body(built(example, "decision-sheet", audience=audience))


@pytest.mark.parametrize(
    ("convened", "attended", "words"),
    [
        (11, 7, "Onze institutions convoquées ; sept présentes ou représentées."),
        (1, 1, "Une institution convoquée ; une présente ou représentée."),
        (3, 0, "Trois institutions convoquées ; aucune présente ou représentée."),
        (24, 21, "24 institutions convoquées ; 21 présentes ou représentées."),
    ],
)
def test_the_participation_line_agrees(convened, attended, words):
    assert minutes.participation(convened, attended) == words


# ---- versions


@pytest.mark.parametrize(
    ("state", "approved", "label", "words"),
    [
        (None, None, "PROJET", "Projet v2 du 29 septembre 2026"),
        (VersionState.PROPOSED, None, "PROJET", "Projet v2 du 29 septembre 2026"),
        (VersionState.VALIDATED, None, "VALIDÉ", "Validé, version 2"),
        (VersionState.PROPOSED, date(2026, 11, 19), "APPROUVÉ", "Approuvé le 19 novembre 2026"),
        (VersionState.APPROVED, date(2026, 11, 19), "APPROUVÉ", "Approuvé le 19 novembre 2026, version 2"),
        (VersionState.RECTIFIED, date(2026, 11, 19), "RECTIFIÉ", "Rectifié, version 2"),
    ],
)
def test_the_version_is_on_the_page_and_in_the_text(example, state, approved, label, words):
    for name in ("minutes", "decision-sheet"):
        document = built(example, name, version=2, version_state=state, approved_on=approved)
        assert document.version.text == label
        assert f"Version | {words}".replace(" ", "") in plain.body(document).replace("\u00a0", "").replace(
            " ", ""
        )


def test_observations_are_asked_for_while_there_is_time(example):
    footers = [
        built(example, "minutes", edition=Edition(day)).footer_lines[0] for day in (ON, date(2026, 10, 10))
    ]
    assert footers == [
        "Projet soumis à observations jusqu’au 9 octobre 2026 – édité le 29 septembre 2026",
        "Projet du 10 octobre 2026",
    ]


def test_the_example_says_that_it_is_one(example):
    assert built(example, "minutes").example
    with example.change("Vrai conseil") as change:
        change.update("council", 1, example_at=None)
    assert not any(built(example, name, one).example for name, one in PAPERS)


# ---- minutes


def test_what_a_typist_marks_is_set_as_such():
    blocks = list(common.text_blocks("Trois fiches :\r\n- coût ;\n– cible.\nVoir Engagement E-2026-03 (PM)."))
    assert [type(block) for block in blocks] == [Paragraph, BulletList, Paragraph]
    assert [item[0].text for item in blocks[1].items] == ["coût ;", "cible."]
    assert [(run.text, run.bold) for run in blocks[2].runs] == [
        ("Voir ", False),
        ("Engagement E-2026-03", True),
        (" (PM).", False),
    ]


def test_reservations_are_barred(example):
    barred = [block.title for block in built(example, "minutes").blocks if isinstance(block, Barred)]
    assert barred == ["Réserve de lecture.", "Réserve exprimée."]


def test_an_item_says_what_became_of_it(example):
    data = catalogue.kind("minutes").ask(example, HELD, PARTNERS)
    item = replace(data.items[0], groups=(), added=True)
    for outcome, words in ((Outcome.POSTPONED, "Point reporté."), (Outcome.WITHDRAWN, "Point retiré")):
        document = minutes.build(replace(data, items=(replace(item, outcome=outcome),)), Edition(ON))
        assert f"Point ajouté en séance. {words}" in plain.body(document)


def test_a_new_commitment_stands_in_bold_under_its_item(example):
    data = catalogue.kind("minutes").ask(example, HELD, PARTNERS)
    item = replace(data.items[3], commitments=(data.follow_up[-1],))
    document = minutes.build(replace(data, items=(item,)), Edition(ON))
    bold = [block.runs[0] for block in document.blocks if isinstance(block, Paragraph)]
    assert any(run.bold and run.text == f"Engagement : {data.follow_up[-1].reference}." for run in bold)


def test_signatures_agree_and_nothing_is_lost_without_a_next_meeting(example):
    data = catalogue.kind("minutes").ask(example, HELD, PARTNERS)
    document = minutes.build(replace(data, next_meeting=None, roll=(), items=(), decisions=()), Edition(ON))
    box = next(block for block in document.blocks if isinstance(block, SignatureBoxes))
    assert [quality for quality, _name in box.signers] == [
        "Le président de séance",
        "La secrétaire de séance",
    ]
    assert "Date à fixer" in plain.body(document)
    assert pdf.render(document)


# ---- agenda and sign-in sheet


def test_the_copy_of_an_institution_lists_its_commitments(example):
    line = CommitmentLine(
        id=1,
        reference="E-2025-04",
        what="Communiquer l’absentéisme",
        lead="DSDEN",
        contributors=(),
        agenda_item_id=None,
        state=CommitmentState.OPEN,
        status=Status.LATE,
        words="en retard de 3 jours",
        initial_due=None,
        due=date(2026, 9, 30),
        done_on=None,
        postponements=0,
        discussed=False,
        indicator="",
        news="",
        level=Level.PARTNERS,
    )
    title = "Engagements ouverts de votre institution"
    document = built(example, "agenda", COMING, commitments=(line,))
    assert title in plain.body(document)
    assert "(échéance 30/09/2026, en retard de 3 jours)" in plain.body(document)
    assert title not in plain.body(built(example, "agenda", COMING))


def test_papers_print_sections_and_the_numbers_of_sub_items(example):
    items = [row.id for row in agenda_query.agenda(example, COMING)]
    agenda_commands.indent_item(example, items[3])
    agenda_commands.set_section(example, items[5], "Suites")
    document = built(example, "agenda", COMING)
    assert Heading("Suites", 3) in document.blocks
    tables = [block for block in document.blocks if isinstance(block, Table)]
    numbers = [row[0].lines[0][0].text for table in tables for row in table.rows]
    assert numbers == ["1", "2", "3", "3.1", "4", "5", "6", "7"], "the restricted one is not counted"
    assert [len(table.rows) for table in tables] == [4, 4]
    example.undo()
    agenda_commands.set_section(example, 55, "Dossiers")
    minutes_paper = built(example, "minutes", HELD)
    assert Heading("Dossiers", 3) in minutes_paper.blocks
    agenda_commands.indent_item(example, 56)
    minutes_paper = built(example, "minutes", HELD)
    lists = [block for block in minutes_paper.blocks if isinstance(block, NumberedList)]
    assert [label for block in lists[:2] for label in block.labels()][:5] == ["1.", "2.", "3.", "3.1.", "4."]
    headings = [block for block in minutes_paper.blocks if isinstance(block, Heading)]
    assert Heading("3.1. Rodéos motorisés : point d’étape de l’action 3.2", 3) in headings
    assert "3.1. Rodéos" in plain.body(minutes_paper)
    assert pdf.render(minutes_paper)
    assert pdf.render(document)


def test_annexes_are_lines_of_the_agenda(example):
    data = catalogue.kind("agenda").ask(example, COMING, PARTNERS)
    data = replace(data, meeting=replace(data.meeting, annexes=("Relevé du 24 septembre",)))
    document = agenda_paper.build(data, Edition(ON))
    assert Heading("Pièces jointes") in document.blocks


def test_a_long_roll_gives_each_college_its_sheet(example):
    data = catalogue.kind("sign-in-sheet").ask(example, HELD, PARTNERS)
    lines = data.lines * 3
    document = sign_in_sheet.build(replace(data, lines=lines), Edition(ON))
    headings = [block.text for block in document.blocks if isinstance(block, Heading)]
    assert headings == [*dict.fromkeys(one.college for one in data.lines), "Invités non prévus"]
    tables = [block for block in document.blocks if isinstance(block, Table)]
    assert sum(len(table.rows) for table in tables) == len(lines) + sign_in_sheet.GUEST_ROWS


# ---- the one page of the decision sheet


def set_sheet(store, lines):
    """Set the sheet of the example with so many lines."""
    data = catalogue.kind("decision-sheet").ask(store, HELD, PARTNERS)
    decisions = (data.decisions * (lines // len(data.decisions) + 1))[:lines]
    data = replace(data, decisions=decisions)
    edition = Edition(ON)
    variants = (Variant(decision_sheet.build(data, edition)), *decision_sheet.reductions(data, edition))
    return printing.set_smallest(catalogue.kind("decision-sheet"), variants, "essai")


@pytest.mark.parametrize("lines", [0, 1, 7, 10])
def test_the_decision_sheet_is_one_whole_page(example, lines):
    printed = set_sheet(example, lines)
    assert (printed.pages, printed.warnings) == (1, ())
    assert "À traiter en priorité" in printed.text


def test_fourteen_lines_fit_without_the_priorities_and_it_is_said(example):
    printed = set_sheet(example, 14)
    assert printed.pages == 1
    assert ("À traiter en priorité" in printed.text) != any("priorités" in told for told in printed.warnings)
    assert lines_of(printed) == 14


def test_a_sheet_too_long_takes_two_pages_and_loses_nothing(example):
    printed = set_sheet(example, 28)
    assert printed.pages == 2
    assert "rien n’a été coupé" in printed.warnings[0]
    assert "À traiter en priorité" in printed.text
    assert lines_of(printed) == 28


def lines_of(printed):
    return sum(printed.text.count(f"\n{letter}-20") for letter in "EDV")


# ---- the catalogue


def test_each_kind_has_its_name():
    labels = [kind.label for kind in catalogue.KINDS]
    assert labels[:4] == ["Ordre du jour", "Feuille d’émargement", "Compte rendu", "Relevé de décisions"]
    assert len({kind.name for kind in catalogue.KINDS} | set(labels)) == 2 * len(labels)
    assert {
        "Convocations",
        "Rappels",
        "Avis de report ou d’annulation",
        "Chevalets",
        "Extrait du compte rendu",
        "Note à la présidence",
        "Liste des membres",
        "Tableau de suivi",
        "Fiche partenaire",
        "Fiche de passation",
        "Kit d’accueil",
    } <= set(labels)
    with pytest.raises(Refusal, match="minutes \\(compte rendu\\)"):
        catalogue.kind("lettre")


def test_papers_to_write_on_lie_on_their_side(example):
    assert all(built(example, name).landscape == catalogue.kind(name).landscape for name, _id in PAPERS)
    lying = {kind.name for kind in catalogue.KINDS if kind.landscape}
    assert {"sign-in-sheet", "name-plates", "follow-up"} <= lying
    assert not lying & {"minutes", "agenda", "decision-sheet", "chair-note"}


@pytest.mark.parametrize(
    ("commune", "words"),
    [
        ("Brévigny", "Commune de Brévigny"),
        ("Essai", "Commune d’Essai"),
        ("Le Havre", "Commune du Havre"),
        ("Les Ulis", "Commune des Ulis"),
        ("La Rochelle", "Commune de La Rochelle"),
        ("Ville de Montarel", "Ville de Montarel"),
    ],
)
def test_the_commune_is_named_in_french(example, commune, words):
    data = catalogue.kind("minutes").ask(example, HELD, PARTNERS)
    assert (
        common.letterhead(replace(data, letterhead=replace(data.letterhead, commune=commune))).commune
        == words
    )
