"""The letters of a meeting as drafts of mails: to whom, saying what, with which papers, naming nobody."""

import email
import email.policy
import re
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import icalendar
import pytest

from coprodesk.__main__ import main
from coprodesk.commands.attendance import add_guest
from coprodesk.commands.meetings import (
    cancel_meeting,
    convene_meeting,
    create_meeting,
    reschedule_meeting,
)
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.exchange import letter_drafts, print_runs, printing
from coprodesk.exchange.leak_check import Finding
from coprodesk.exchange.progress import ExportProgress
from coprodesk.queries.letters import convocations
from coprodesk.store import Store
from tests.test_print_runs import doubt

PARTNERS = Audience(Level.PARTNERS)
COMING, WATCH = 9, 3
ON = date(2026, 10, 15)
DONE, REFUSED = 0, 1


def drafts(store: Store, name: str = "convocations", meeting_id: int = COMING, audience: Audience = PARTNERS):
    run = letter_drafts.prepare(store, name, meeting_id, audience)
    made = letter_drafts.render(run, store.clock(), ExportProgress())
    return {one.file_name: parsed(one.data) for one in made}


def parsed(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def text_of(message: EmailMessage) -> str:
    body = message.get_body()
    assert body is not None
    return re.sub("[\u00a0\u202f]", " ", str(body.get_content())).replace("\r\n", "\n")


def attached(message: EmailMessage) -> dict[str, str]:
    return {str(one.get_filename()): one.get_content_type() for one in message.iter_attachments()}


def calendar(message: EmailMessage) -> icalendar.Calendar:
    (part,) = [one for one in message.iter_attachments() if one.get_content_type() == "text/calendar"]
    found = icalendar.Calendar.from_ical(part.get_content())
    assert part.get_param("method") == found["METHOD"]
    return found


def test_one_draft_for_each_letter_with_its_papers(example: Store) -> None:
    convene_meeting(example, COMING, ON)
    found = drafts(example)
    people = convocations(example, COMING, PARTNERS).addressees
    assert len(found) == len(people) > 10
    for (stem, message), to in zip(found.items(), people, strict=True):
        assert message["X-Unsent"] == "1"
        assert re.fullmatch(r"[^@\s]+@[^@\s]+", message["To"])
        assert message["Subject"] == "Convocation – formation restreinte du CLSPD, 19 novembre 2026"
        text = text_of(message)
        assert text.startswith(f"{to.salutation},\n")
        assert "jeudi 19 novembre 2026" in text
        assert "Objet" not in text
        names = attached(message)
        assert next(iter(names)) == stem.removesuffix(".eml") + ".pdf"
        assert "2026-03 Ordre du jour.pdf" in names
        assert ("Tableau de suivi" in str(names)) == bool(to.commitments)
        (event,) = calendar(message).walk("VEVENT")
        assert str(event["ATTENDEE"]) == f"mailto:{message['To']}"
        assert all(one.salutation == to.salutation or one.name not in text for one in people if one.name)


def test_no_name_of_file_names_a_person(example: Store) -> None:
    add_guest(example, COMING, person_label="M. Untel INCONNU", function_label="Expert")
    found = drafts(example)
    people = [row["last_name"] for row in example.rows("SELECT last_name FROM person")]
    assert any("Invité" in stem for stem in found)
    for stem in found:
        assert not any(name in stem for name in (*people, "INCONNU")), stem


def test_a_guest_without_address_is_told_and_asked_nothing(example: Store) -> None:
    add_guest(example, COMING, person_label="M. Untel INCONNU", function_label="Expert")
    run = letter_drafts.prepare(example, "convocations", COMING, PARTNERS)
    assert len(run.without_address) == 1
    last = list(drafts(example).values())[-1]
    assert last["To"] is None
    assert calendar(last)["METHOD"] == "PUBLISH"


def test_a_moved_and_a_cancelled_meeting_say_so_to_calendars(example: Store) -> None:
    convene_meeting(example, COMING, ON)
    recalled = next(iter(drafts(example, "recall").values()))
    assert recalled["Subject"].startswith("Rappel – ")
    reschedule_meeting(example, COMING, date(2026, 11, 26), "10:00", "élections")
    moved = next(iter(drafts(example, "notice").values()))
    assert "est reportée au jeudi 26 novembre 2026" in text_of(moved)
    assert not any("Ordre du jour" in name for name in attached(moved))
    cancel_meeting(example, COMING, "la salle n’est plus libre")
    cancelled = calendar(next(iter(drafts(example, "notice").values())))
    assert cancelled["METHOD"] == "CANCEL"


def test_the_object_of_a_closed_group_does_not_name_it(example: Store) -> None:
    (row,) = example.rows("SELECT name, short_name FROM body WHERE id = ?", (WATCH,))
    meeting_id = create_meeting(example, WATCH, date(2026, 11, 20), "10:00")
    found = drafts(example, "convocations", meeting_id, Audience(Level.RESTRICTED, WATCH))
    assert found
    for stem, message in found.items():
        assert message["Subject"] == "Convocation, 20 novembre 2026"
        assert row["name"] not in stem + " ".join(attached(message))


def test_drafts_with_doubtful_words_wait_until_somebody_read_them(example: Store, tmp_path: Path) -> None:
    doubt(example, COMING)
    run = letter_drafts.prepare(example, "convocations", COMING, PARTNERS)
    made = letter_drafts.render(run, example.clock(), ExportProgress())
    papers = letter_drafts.papers_of(made)
    assert [one.file_name for one in papers if one.held] == ["2026-03 Ordre du jour.pdf"]
    with pytest.raises(Refusal, match=r"Ordre du jour\.pdf.*--confirm"):
        letter_drafts.write(tmp_path, "envoi", made)
    assert not list(tmp_path.glob("*envoi*"))
    # A letter names the agenda that goes with it: it does not leave without.
    assert letter_drafts.with_papers(made, [one for one in papers if not one.held]) == ()
    read = letter_drafts.with_papers(made, [replace(one, confirmed=True) for one in papers])
    assert [one.data for one in read] == [one.data for one in made]
    assert len(list(letter_drafts.write(tmp_path, "envoi", read).iterdir())) == len(made)


def test_a_draft_leaves_without_those_of_the_papers_left_aside(example: Store) -> None:
    run = letter_drafts.prepare(example, "convocations", COMING, PARTNERS)
    made = letter_drafts.render(run, example.clock(), ExportProgress())
    kept = letter_drafts.with_papers(made, letter_drafts.papers_of(made)[1:])
    assert kept == made[1:]
    entry = letter_drafts.register_entry("convocations", kept)
    assert made[0].institution not in entry.recipients.split(", ")
    assert entry.pages == sum(one.papers[0].pages for one in made[1:])


def test_without_the_gate_the_drafts_would_leave(
    example: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    doubt(example, COMING)
    run = letter_drafts.prepare(example, "convocations", COMING, PARTNERS)
    made = letter_drafts.render(run, example.clock(), ExportProgress())
    monkeypatch.setattr(letter_drafts.printing, "let_out", lambda *_papers: None)
    assert list(letter_drafts.write(tmp_path, "envoi", made).iterdir())


def test_a_stopped_run_writes_nothing(example: Store) -> None:
    run = letter_drafts.prepare(example, "convocations", COMING, PARTNERS)
    with pytest.raises(Refusal, match="est arrêté"):
        letter_drafts.render(run, example.clock(), ExportProgress(stopped=True))


def test_the_same_drafts_twice(example: Store) -> None:
    run = letter_drafts.prepare(example, "convocations", COMING, PARTNERS)
    first, second = (letter_drafts.render(run, example.clock(), ExportProgress()) for _ in range(2))
    assert first == second
    assert len(first) == len(print_runs.prepare_each(example, "convocations", COMING, PARTNERS))


def test_the_command_line_names_the_option_that_lets_out(
    example: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    doubt(example, COMING)
    example.close()
    monkeypatch.chdir(tmp_path)
    asked = ["invite", str(example.path), "--meeting", "2026-03", "-o", "envoi"]
    assert main(asked) == REFUSED
    said = capsys.readouterr().err
    assert "Ordre du jour.pdf" in said
    assert "--confirm" in said
    assert not Path("envoi").exists()
    assert main([*asked, "--confirm"]) == DONE
    assert list(Path("envoi").glob("*.eml"))


def test_a_reminder_is_read_again_too(
    example: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = (Finding("Saisir le procureur", Level.SECRETARIAT, "texte", certain=False),)
    render = printing.render

    def leaking(prepared: printing.Prepared) -> printing.Printed:
        return replace(render(prepared), leaks=found)

    example.close()
    monkeypatch.setattr(printing, "render", leaking)
    monkeypatch.chdir(tmp_path)
    for name in ("relance.pdf", "relance.eml"):
        asked = ["remind", str(example.path), "--partner", "DSDEN", "-o", name, "--log"]
        assert main(asked) == REFUSED
        assert "--confirm" in capsys.readouterr().err
        assert not Path(name).exists()
        assert main([*asked, "--confirm"]) == DONE
        assert Path(name).exists()
