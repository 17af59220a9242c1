"""Reminders in the tone the user chose, their texts, drafts of mails, « Et depuis ? » and answers typed."""

import email
import email.policy
import io
import os
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pypdf
import pytest

from coprodesk.commands import commitments as commitment_verbs
from coprodesk.commands import meetings as meeting_verbs
from coprodesk.commands.letter_templates import reset_letter_template, set_letter_template
from coprodesk.commands.reminders import log_reminder, record_answers
from coprodesk.documents import catalogue, plain
from coprodesk.documents.document import PageBreak, Subject
from coprodesk.domain.commitments import CommitmentState, EventKind
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.reminders import LIST, Answer, AnswerKind, Signer, Tone, fill, fill_line, on_behalf
from coprodesk.exchange import mail_draft, printing
from coprodesk.exchange.leak_check import Finding
from coprodesk.queries.commitments import commitment
from coprodesk.queries.papers import documents
from coprodesk.queries.reminders import lines_of, partners_to_remind, templates, usual_answer_day
from tests.test_pdf import squeeze

GOLDEN = Path(__file__).parent / "data" / "golden"
ON = date(2026, 10, 15)
PARTNERS = Audience(Level.PARTNERS)
PARQUET, DSDEN, PJJ, ABSENCE, COMING = 2, 5, 6, 4, 9


def text_of(store, partner, **chosen):
    return plain.render(printing.prepare(store, "reminder", partner, PARTNERS, **chosen).document)


def golden(name, document):
    text = plain.render(replace(document, digest=""))
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("COPRODESK_WRITE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("tone", "partner"),
    [(Tone.GENTLE, DSDEN), (Tone.NEUTRAL, DSDEN), (Tone.FORMAL, PARQUET), (Tone.ABSENCE, DSDEN)],
)
def test_a_letter_of_each_tone_says_what_it_should(example, tone, partner):
    if tone is Tone.ABSENCE:
        # The DSDEN was there; say that it was not.
        with example.change("Essai") as change:
            for row in change.rows("roll_entry", meeting_id=8, institution_id=DSDEN):
                change.update("roll_entry", row["id"], presence="excused")
    golden(
        f"reminder-{tone.value}", printing.prepare(example, "reminder", partner, PARTNERS, tone=tone).document
    )


def test_one_letter_holds_all_the_late_commitments_of_a_partner_and_no_other(example):
    late = commitment_verbs.add_commitment(
        example, "Désigner un correspondant", decided_on=date(2026, 1, 5), due=date(2026, 3, 1), lead_id=DSDEN
    )
    commitment_verbs.add_commitment(
        example, "Plus tard", decided_on=date(2026, 1, 5), due=date(2027, 3, 1), lead_id=DSDEN
    )
    text = text_of(example, DSDEN)
    assert "E-2025-04 et" in text or "et E-2025-04" in text
    assert "Désigner un correspondant" in text
    assert "Plus tard" not in text
    assert "Plus tard" in text_of(example, DSDEN, commitment_ids=[late + 1])
    assert printing.print_document(example, "reminder", DSDEN, PARTNERS).pages == 1


def test_the_tone_decides_who_signs_unless_told(example):
    assert "Coordonnatrice du CLSPD\n\nMaëlle DARSONVILLE" in text_of(example, DSDEN)
    assert "La Maire, présidente du CLSPD\n\nOdile CARRÉGNAC" in text_of(example, DSDEN, tone=Tone.FORMAL)
    assert "Odile CARRÉGNAC" in text_of(example, DSDEN, signer=Signer.CHAIR)
    assert "avant le 2\u00a0novembre 2026" in text_of(example, DSDEN, answer_by=date(2026, 11, 2))
    assert usual_answer_day(example, ON) == date(2026, 11, 12)


def test_nothing_to_say_is_refused(example):
    for partner, chosen, told in (
        (PJJ, {}, "aucun engagement à relancer"),
        (8, {"tone": Tone.ABSENCE}, "n’a manqué aucune réunion"),
        (99, {}, "n’existe plus"),
    ):
        with pytest.raises(Refusal, match=told):
            printing.prepare(example, "reminder", partner, PARTNERS, **chosen)


def test_what_a_group_keeps_secret_is_in_no_letter(example):
    hidden = commitment_verbs.add_commitment(
        example,
        "MOTSECRET",
        decided_on=date(2026, 1, 5),
        due=date(2026, 3, 1),
        lead_id=DSDEN,
        level="restricted",
    )
    assert hidden not in [line.id for line in lines_of(example, DSDEN, PARTNERS, ON)]
    assert hidden in [line.id for line in lines_of(example, DSDEN, Audience(Level.SECRETARIAT), ON)]
    for name, about in (("reminder", DSDEN), ("since-then", COMING)):
        printed = printing.print_document(example, name, about, PARTNERS)
        assert "MOTSECRET" not in printed.text
    with pytest.raises(Refusal, match="aucun engagement"):
        printing.prepare(example, "reminder", DSDEN, PARTNERS, commitment_ids=[hidden])


def test_late_partners_come_first(example):
    found = [(one.short_name, one.late) for one in partners_to_remind(example, ON)]
    assert found[:3] == [("Parquet", 1), ("DSDEN", 1), ("PM", 1)]
    assert all(late == 0 for _name, late in found[3:])


def test_a_text_is_the_users_own_until_it_is_put_back(example):
    set_letter_template(example, Tone.NEUTRAL, subject="rappel {références}")
    set_letter_template(example, Tone.NEUTRAL, text="Bonjour {partenaire}.\n\n{engagements}\n\nMerci.")
    text = text_of(example, DSDEN)
    assert "rappel E-2025-04" in text
    assert "Bonjour DSDEN de la Haute-Lorne." in text
    before = templates(example)
    for bad in ("Bonjour {nom}", "   "):
        with pytest.raises(Refusal, match="d’avant est gardé"):
            set_letter_template(example, Tone.NEUTRAL, text=bad)
    assert templates(example) == before
    reset_letter_template(example, Tone.NEUTRAL)
    assert "Bonjour" not in text_of(example, DSDEN)


def test_a_paragraph_with_a_blank_field_is_left_out():
    text = "Un {a}.\n\n{engagements}\n\nDeux {b}.\n\n\nTrois."
    assert fill(text, {"a": "x", "b": ""}) == ("Un x.", LIST, "Trois.")
    assert fill("{a}", {"a": "{b} & <b>"}) == ("{b} & <b>",), "what a field holds is never read again"
    assert fill_line("point – {b}", {"b": ""}) == "point"


def test_a_draft_of_a_mail_opens_with_its_letter(example):
    prepared = printing.prepare(example, "reminder", DSDEN, PARTNERS)
    printed = printing.render(prepared)
    made = [mail_draft.reminder_draft(prepared.data, printed, example.clock()) for _time in range(2)]
    assert made[0] == made[1], "the same draft at the same instant"
    message = email.message_from_bytes(made[0], policy=email.policy.default)
    assert message["X-Unsent"] == "1"
    assert message["To"] == "ce.dsden@hl.example"
    assert message["Subject"] == "Suivi des engagements – E-2025-04"
    body = message.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert "- E-2025-04 – Communiquer l’absentéisme" in text
    assert "Maëlle DARSONVILLE" in text
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "DSDEN Relance.pdf"
    assert attached.get_content() == printed.pdf


def test_no_draft_is_made_of_a_letter_that_is_held(example):
    prepared = printing.prepare(example, "reminder", DSDEN, PARTNERS)
    found = (Finding("Saisir le procureur", Level.SECRETARIAT, "texte", certain=False),)
    printed = replace(printing.render(prepared), leaks=found)
    with pytest.raises(Refusal, match="Saisir le procureur"):
        mail_draft.reminder_draft(prepared.data, printed, example.clock())
    read = replace(printed, confirmed=True)
    assert mail_draft.reminder_draft(prepared.data, read, example.clock())


def test_a_header_of_a_draft_never_goes_on_to_another():
    at = datetime(2026, 10, 15, 14, 32, tzinfo=UTC)
    data = mail_draft.draft(to="a@b.example\r\nBcc: x@y.example", subject="é\nX-Bad: 1", text="…", at=at)
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert message["Bcc"] is None
    assert message["X-Bad"] is None


def test_a_reminder_is_logged_in_one_step(example):
    before = example.undo_label
    log_reminder(example, DSDEN, [ABSENCE], Tone.GENTLE, on=ON, means="lettre", pages=1, digest="ab")
    row = commitment(example, ABSENCE, ON)
    assert row is not None
    assert (row.reminders, row.events[0].kind, row.events[0].text) == (
        2,
        EventKind.REMINDER,
        "ton doux, lettre",
    )
    sent = documents(example)[0]
    assert (sent.document, sent.title, sent.recipients) == ("reminder", "Relance – DSDEN", "DSDEN")
    example.undo()
    assert example.undo_label == before
    assert commitment(example, ABSENCE, ON).reminders == 1
    with pytest.raises(Refusal):
        log_reminder(example, 8, [ABSENCE, 1], Tone.GENTLE, on=ON)
    assert commitment(example, ABSENCE, ON).reminders == 1, "none when one is closed"


# « Et depuis ? »


def test_two_sheets_say_what_they_should(example):
    document = printing.prepare(example, "since-then", COMING, PARTNERS).document
    subjects = [block.text for block in document.blocks if isinstance(block, Subject)]
    assert len(subjects) == len(set(subjects)) == 6
    at = [number for number, block in enumerate(document.blocks) if isinstance(block, PageBreak)]
    golden("since-then", replace(document, blocks=document.blocks[: at[1]]))


def test_each_partner_has_its_own_page(example):
    printed = printing.print_document(example, "since-then", COMING, PARTNERS)
    pages = [squeeze(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(printed.pdf)).pages]
    assert len(pages) == 6
    assert all(page.endswith(squeeze("Page 1 / 1")) for page in pages)
    one = printing.print_document(example, "since-then", COMING, PARTNERS, partner_id=DSDEN)
    assert one.pages == 1
    assert "E-2025-04" in one.text
    assert "E-2025-03" not in one.text
    assert "Reporté au" in one.text


def test_sheets_are_for_a_meeting_to_come(example):
    with pytest.raises(Refusal, match="avant une réunion"):
        printing.prepare(example, "since-then", 8, PARTNERS)
    with pytest.raises(Refusal, match="Aucun engagement"):
        printing.prepare(example, "since-then", COMING, PARTNERS, partner_id=1)
    meeting_verbs.cancel_meeting(example, COMING, "essai")
    with pytest.raises(Refusal, match="avant une réunion"):
        printing.prepare(example, "since-then", COMING, PARTNERS)
    assert catalogue.kind("since-then").for_partner


# Answers typed on behalf


def test_answers_are_noted_on_behalf_of_the_partner_in_one_step(example):
    before = example.undo_label
    other = commitment_verbs.add_commitment(
        example, "À confirmer", decided_on=ON, lead_id=DSDEN, to_confirm=True
    )
    label = example.undo_label
    answers = [
        Answer(ABSENCE, AnswerKind.POSTPONED, date(2026, 11, 30), "T3 attendu"),
        Answer(other, AnswerKind.KEPT, ON),
    ]
    record_answers(example, DSDEN, answers, on=ON, channel="par téléphone")
    row, confirmed = commitment(example, ABSENCE, ON), commitment(example, other, ON)
    assert (row.current_due, row.postponements) == (date(2026, 11, 30), 3)
    assert row.events[0].text == "T3 attendu (au nom de la DSDEN, par téléphone)"
    assert confirmed.state is CommitmentState.KEPT
    assert confirmed.events[0].text == "Au nom de la DSDEN, par téléphone"
    assert example.undo_label == "2 réponses au nom de la DSDEN"
    example.undo()
    assert example.undo_label == label != before
    assert commitment(example, ABSENCE, ON).postponements == 2


@pytest.mark.parametrize(
    ("answer", "text", "state"),
    [
        (Answer(ABSENCE, AnswerKind.ONGOING), "En cours, au nom de la DSDEN", CommitmentState.OPEN),
        (
            Answer(ABSENCE, AnswerKind.NEWS, None, "T1 reçu"),
            "T1 reçu (au nom de la DSDEN)",
            CommitmentState.OPEN,
        ),
        (
            Answer(ABSENCE, AnswerKind.ABANDONED, None, "plus de poste"),
            "plus de poste (au nom de la DSDEN)",
            CommitmentState.ABANDONED,
        ),
    ],
)
def test_each_answer_says_its_origin(example, answer, text, state):
    record_answers(example, DSDEN, [answer], on=ON)
    row = commitment(example, ABSENCE, ON)
    assert (row.events[0].text, row.state) == (text, state)


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ([], "Aucune réponse"),
        ([Answer(ABSENCE, AnswerKind.ABANDONED)], "motif"),
        ([Answer(ABSENCE, AnswerKind.NEWS)], "vide"),
        ([Answer(ABSENCE, AnswerKind.POSTPONED)], "pas de date"),
        ([Answer(ABSENCE, AnswerKind.KEPT, ON), Answer(1, AnswerKind.KEPT, ON)], "E-2025-01"),
    ],
)
def test_an_impossible_answer_leaves_all_as_it_was(example, answers, told):
    before = [tuple(row) for row in example.rows("SELECT * FROM commitment_event")]
    with pytest.raises(Refusal, match=told):
        record_answers(example, DSDEN, answers, on=ON)
    assert [tuple(row) for row in example.rows("SELECT * FROM commitment_event")] == before


def test_on_behalf_words():
    assert on_behalf("", "du parquet") == "Au nom du parquet"
    assert on_behalf("Fait", "du parquet", "par courriel") == "Fait (au nom du parquet, par courriel)"
