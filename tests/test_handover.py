"""The papers about a partner: what they say, for whom, on how many pages."""

import os
import secrets
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from coprodesk.cli import parser
from coprodesk.commands import commitments as promises
from coprodesk.commands import mandates, partners
from coprodesk.commands.mandates import Successor
from coprodesk.documents import catalogue, handover, handover_parts, partner_sheet, plain, welcome_kit
from coprodesk.documents.common import Edition
from coprodesk.documents.document import Heading, SignatureBoxes, Table
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.exchange import printing
from coprodesk.queries import commitment_filter, partner_life
from coprodesk.queries.partners import mandates as held_mandates
from coprodesk.queries.partners import partner
from coprodesk.store import Store
from tests.pdf_structure import sound
from tests.test_documents import HOSTILE, everything_in

GOLDEN = Path(__file__).parent / "data" / "golden"
ON = date(2026, 10, 15)
DSDEN, SPIP, LORNEO, HELD = 5, 7, 10, 8
PAPERS = ("partner-sheet", "handover", "welcome-kit")
SECRETARIAT, PARTNERS, PUBLIC = (Audience(one) for one in (Level.SECRETARIAT, Level.PARTNERS, Level.PUBLIC))


def built(store: Store, name: str, audience: Audience, institution_id: int = DSDEN):
    kind = catalogue.kind(name)
    return kind.build(kind.ask(store, institution_id, audience), Edition(ON))


@pytest.mark.parametrize("name", PAPERS)
def test_the_papers_of_the_dsden_say_what_they_should(example: Store, name: str) -> None:
    audience = Audience(catalogue.kind(name).level)
    text = plain.render(replace(built(example, name, audience), digest=""))
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("COPRODESK_WRITE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "most"), [("partner-sheet", 1), ("handover", 2), ("welcome-kit", 2)])
def test_every_partner_of_the_example_fits(example: Store, name: str, most: int) -> None:
    for row in example.rows("SELECT id FROM institution ORDER BY id")[::4]:
        printed = printing.print_document(example, name, row["id"], SECRETARIAT)
        assert printed.pages <= most
        assert all(told.startswith("Les ") for told in printed.warnings), "what is left out is said"
        assert sound(printed.pdf) == []


def test_presence_is_a_table_whose_letters_have_words(example: Store) -> None:
    (table,) = [
        block
        for block in built(example, "partner-sheet", SECRETARIAT, SPIP).blocks
        if isinstance(block, Table) and "Présence" in block.caption
    ]
    cells = [[runs[0].text for runs in cell.lines] for cell in table.rows[1][1:]]
    assert [cell[0] for cell in cells] == list("ENNANNEN"), "oracle of the sample attendance"
    assert [cell[1] for cell in cells[:4]] == ["excusé", "non conv.", "non conv.", "absent"]
    assert "0 fois sur 2 convocations" in table.legend
    assert all(column.title for column in table.columns)


@pytest.mark.parametrize("name", PAPERS)
def test_attendance_leaves_the_secretariat_in_no_paper(example: Store, name: str) -> None:
    words = ("Présence aux réunions", "Présence du siège", "convocations")
    said = plain.render(built(example, name, SECRETARIAT))
    assert any(word in said for word in words), "the secretary has the figures"
    for audience in (PARTNERS, PUBLIC):
        data = catalogue.kind(name).ask(example, DSDEN, audience)
        assert data.presence is None
        assert getattr(data, "strip", ()) == ()
        said = plain.render(built(example, name, audience))
        assert not any(word in said for word in words)


def test_attendance_is_not_even_read_for_others(example: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_values: object, **_named: object) -> None:
        raise AssertionError("attendance was read")

    monkeypatch.setattr("coprodesk.queries.partner_sheet.strip", never)
    monkeypatch.setattr("coprodesk.queries.partner_sheet.roll_rows", never)
    assert partner(example, DSDEN, ON, PARTNERS) is not None
    with pytest.raises(AssertionError, match="was read"):
        partner(example, DSDEN, ON)


def test_a_public_copy_has_no_telephone(example: Store) -> None:
    for name in PAPERS:
        assert "04 65 71" in plain.render(built(example, name, PARTNERS)).replace("\u00a0", " ")
        assert "04 65 71" not in plain.render(built(example, name, PUBLIC)).replace("\u00a0", " ")


def plant(store: Store, token: str, level: str) -> None:
    """Write a token where the papers look: a sensitive subject, its item, a promise and its news."""
    with store.change("Semis") as change:
        topic = change.insert("topic", title=f"{token}T", level=level, raised_by_id=DSDEN, sensitive=1)
        for meeting_id, place in ((HELD, 40), (9, 41)):
            item = change.insert(
                "agenda_item",
                meeting_id=meeting_id,
                topic_id=topic,
                position=place,
                title=f"{token}I",
                level=level,
            )
        promise = change.insert(
            "commitment",
            reference="E-2026-90",
            what=f"{token}C",
            lead_id=DSDEN,
            decided_on="2026-09-24",
            agenda_item_id=item,
            level=level,
        )
        change.insert(
            "commitment_event", commitment_id=promise, kind="news", on_date="2026-09-25", text=f"{token}N"
        )


@pytest.mark.parametrize("closed", ["restricted", "secretariat"])
@pytest.mark.parametrize("name", PAPERS)
def test_what_is_closed_is_in_no_paper_for_others(
    example: Store, monkeypatch: pytest.MonkeyPatch, name: str, closed: str
) -> None:
    token = f"X{secrets.token_hex(6)}"
    plant(example, token, closed)
    assert token not in everything_in(printing.print_document(example, name, DSDEN, PARTNERS))
    # The twin: without the rule, the token is there.
    monkeypatch.setattr(
        partner_life, "levels_seen", lambda *_: '["public","partners","restricted","secretariat"]'
    )
    monkeypatch.setattr(commitment_filter, "sees", lambda *_: True)
    assert token in everything_in(printing.print_document(example, name, DSDEN, PARTNERS))


def test_nothing_of_a_secret_group_leaves_the_secretariat(example: Store) -> None:
    for name in PAPERS:
        assert "Cellule" in plain.render(built(example, name, SECRETARIAT, LORNEO))
        assert "Cellule" not in plain.render(built(example, name, PARTNERS, LORNEO))
    assert "Signer la charte" in plain.render(built(example, "handover", PARTNERS, LORNEO))


# ---- who leaves, who arrives


def said(store: Store, name: str) -> str:
    """Return the words of a paper, with plain blanks."""
    return plain.body(built(store, name, PARTNERS)).replace("\u00a0", " ")


def passage(store: Store) -> tuple[str, str]:
    """Return the two signatures of the sheet."""
    (boxes,) = [
        block for block in built(store, "handover", PARTNERS).blocks if isinstance(block, SignatureBoxes)
    ]
    return boxes.signers[0][1], boxes.signers[1][1]


def test_who_leaves_and_who_arrives(example: Store) -> None:
    assert passage(example) == ("Mme Pascale HÉNAULIN", "–")
    titular = next(one for one in held_mandates(example, DSDEN) if one.rank == "titular" and one.current(ON))
    mandates.succeed(
        example, titular.id, date(2026, 11, 1), Successor(last_name="Rivaud", first_name="Luc", civility="M.")
    )
    assert passage(example) == ("Mme Pascale HÉNAULIN", "M. Luc RIVAUD"), "named for later"
    assert "jusqu’au 31 octobre 2026" in said(example, "handover")
    assert "à compter du 1er novembre 2026" in said(example, "handover")
    assert "M. Luc RIVAUD, vous représentez désormais la DSDEN" in said(example, "welcome-kit")
    example.undo()
    mandates.succeed(example, titular.id, date(2026, 10, 1), Successor(last_name="Rivaud"))
    assert passage(example) == ("Mme Pascale HÉNAULIN", "RIVAUD"), "who began a fortnight ago arrives"
    example.undo()
    mandates.leave_seat(example, titular.id, date(2026, 10, 1))
    assert passage(example) == ("Mme Pascale HÉNAULIN", "–")


def test_the_welcome_kit_says_the_same_from_the_other_side(example: Store) -> None:
    kinds = [catalogue.kind(name) for name in ("handover", "welcome-kit")]
    first, second = (kind.ask(example, DSDEN, PARTNERS) for kind in kinds)
    assert first == second
    titles = [
        {block.text for block in built(example, name, PARTNERS).blocks if isinstance(block, Heading)}
        for name in ("handover", "welcome-kit")
    ]
    assert {"À faire en premier", "Contacts utiles", "Prochaines dates"} <= titles[0] & titles[1]


def test_a_sensitive_subject_is_told_when_it_may_be(example: Store) -> None:
    assert "Sujets sensibles" not in plain.body(built(example, "handover", PARTNERS))
    with example.change("Sensible") as change:
        topic = change.rows("topic", raised_by_id=DSDEN)[0]
        change.update("topic", topic["id"], sensitive=1)
    assert "Sujets sensibles" in plain.body(built(example, "handover", PARTNERS))


# ---- two pages at most


def crowd(store: Store, number: int, text: str) -> None:
    """Give the DSDEN so many promises, open and kept, with long news."""
    for n in range(number):
        made = promises.add_commitment(
            store, f"{n} {text}", decided_on=date(2025, 1, 1), due=date(2026, 1, 1), lead_id=DSDEN
        )
        promises.add_news(store, made, text, on=date(2026, 2, 1))
        if n % 3 == 0:
            promises.keep_commitment(store, made, date(2026, 3, 1))


@pytest.mark.parametrize("name", ["handover", "welcome-kit"])
def test_a_crowded_seat_still_hands_over_on_two_pages(example: Store, name: str) -> None:
    crowd(example, 30, "Communiquer les chiffres agrégés de chaque établissement du secteur " * 5)
    printed = printing.print_document(example, name, DSDEN, SECRETARIAT)
    assert printed.pages <= 2
    assert "autres, dans le fichier du conseil" in printed.text
    assert sound(printed.pdf) == []


def test_without_its_limits_it_would_not(example: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sabotage: the promises of the seat, all and whole, take more than two pages and it is said."""
    crowd(example, 30, "Communiquer les chiffres agrégés de chaque établissement du secteur " * 5)
    monkeypatch.setattr("coprodesk.queries.handover.OPEN", 100)
    monkeypatch.setattr(handover_parts, "shortened", lambda text, _most=0: text)
    monkeypatch.setattr(handover, "without_past", lambda data: data)
    printed = printing.print_document(example, "handover", DSDEN, SECRETARIAT)
    assert printed.pages > 2
    assert any("prévu pour 2 pages" in told for told in printed.warnings)


def test_texts_are_cut_at_a_word_and_say_so() -> None:
    assert partner_sheet.shortened("court") == "court"
    cut = partner_sheet.shortened("mot, " * 100)
    assert cut.endswith("mot…")
    assert len(cut) <= partner_sheet.LONGEST + 1


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_any_text_is_printed_on_the_papers_of_a_partner(example: Store, text: str) -> None:
    data = catalogue.kind("handover").ask(example, DSDEN, PARTNERS)
    promise = replace(data.open_promises[0], what=text, news=text, reference=text)
    contact = replace(data.contacts[0], name=text, function=text, institution=text, phone=text)
    assert data.leaving is not None
    person = replace(data.leaving, name=text, function=text)
    data = replace(
        data,
        name=text,
        short_name=text,
        leaving=person,
        arriving=person,
        open_promises=(promise,),
        kept_promises=(promise,),
        contacts=(contact,),
    )
    for build in (handover.build, welcome_kit.build):
        assert plain.render(build(data, Edition(ON)))
    paper = catalogue.kind("partner-sheet").ask(example, DSDEN, SECRETARIAT)
    paper = replace(paper, name=text, short_name=text, promises=(promise,), phone=text)
    assert plain.render(partner_sheet.build(paper, Edition(ON)))


def test_a_seat_with_nothing_to_hand_over(example: Store) -> None:
    college = example.rows("SELECT id FROM college")[0]["id"]
    new = partners.add_institution(example, "Maison de justice", college)
    for name in PAPERS:
        printed = printing.print_document(example, name, new, PARTNERS)
        assert printed.pages == 1
    assert "Désigner un suppléant" in printed.text
    with pytest.raises(Refusal, match="n’existe plus"):
        catalogue.kind("handover").ask(example, 9_999, PARTNERS)


# ---- the command line


def test_the_command_line_prints_for_the_secretariat_unless_told(
    example: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(example.path)
    example.close()
    asked = ["print", "partner-sheet", path, "--partner", "DSDEN"]
    out = tmp_path / "fiche.txt"
    assert parser.run([*asked, "-o", str(out)]).code == 0
    assert "Présence du siège" in out.read_text(encoding="utf-8")
    assert parser.run([*asked, "--audience", "partners", "-o", str(out)]).code == 0
    assert "Présence du siège" not in out.read_text(encoding="utf-8")
    pdf = tmp_path / "passation.pdf"
    assert parser.run(["print", "handover", path, "--partner", "DSDEN", "-o", str(pdf)]).code == 0
    assert pdf.read_bytes().startswith(b"%PDF")
    assert "Fiche de passation imprimée" in capsys.readouterr().out
    assert parser.run(["print", "handover", path, "-o", str(pdf)]).code == 1
