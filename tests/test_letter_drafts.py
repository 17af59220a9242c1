"""The letters of a meeting as drafts of mails: to whom, saying what, with which papers, naming nobody."""

import email
import email.policy
import re
from datetime import date
from email.message import EmailMessage

import icalendar
import pytest

from coprodesk.commands.attendance import add_guest
from coprodesk.commands.meetings import (
    cancel_meeting,
    convene_meeting,
    create_meeting,
    reschedule_meeting,
)
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.exchange import letter_drafts, print_runs
from coprodesk.exchange.progress import ExportProgress
from coprodesk.queries.letters import convocations
from coprodesk.store import Store

PARTNERS = Audience(Level.PARTNERS)
COMING, WATCH = 9, 3
ON = date(2026, 10, 15)


def drafts(store: Store, name: str = "convocations", meeting_id: int = COMING, audience: Audience = PARTNERS):
    run = letter_drafts.prepare(store, name, meeting_id, audience)
    made = letter_drafts.render(run, store.clock(), ExportProgress())
    return {stem: parsed(data) for stem, data in made.files.items()}


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


def test_a_reserved_passage_stops_the_run_as_in_print(
    example: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def leaking(printed: object, *, confirmed: bool = False) -> None:
        raise Refusal("Un passage réservé. Rien n’est sorti.")

    run = letter_drafts.prepare(example, "convocations", COMING, PARTNERS)
    monkeypatch.setattr(letter_drafts.printing, "let_out", leaking)
    with pytest.raises(Refusal, match="Rien n’est sorti"):
        letter_drafts.render(run, example.clock(), ExportProgress())


def test_a_stopped_run_writes_nothing(example: Store) -> None:
    run = letter_drafts.prepare(example, "convocations", COMING, PARTNERS)
    with pytest.raises(Refusal, match="est arrêté"):
        letter_drafts.render(run, example.clock(), ExportProgress(stopped=True))


def test_the_same_drafts_twice(example: Store) -> None:
    run = letter_drafts.prepare(example, "convocations", COMING, PARTNERS)
    first, second = (letter_drafts.render(run, example.clock(), ExportProgress()) for _ in range(2))
    assert first.files.keys() == second.files.keys()
    assert len(first.files) == len(print_runs.prepare_each(example, "convocations", COMING, PARTNERS))
