"""Invitations: one appointment all its life in every calendar, and nothing said of a closed group."""

import re
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest

from coprodesk.commands.council import set_council
from coprodesk.commands.invitations import name_for_calendars
from coprodesk.commands.meetings import (
    cancel_meeting,
    convene_meeting,
    create_meeting,
    reschedule_meeting,
    set_meeting,
)
from coprodesk.commands.minutes import mark_sent
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.invitations import Appointment, Attendee, Invitation, sequence
from coprodesk.exchange import council_json
from coprodesk.exchange.calendar_file import calendar_of, file_stem, meeting_calendar
from coprodesk.queries.invitations import DOCUMENT, addresses, invitation
from coprodesk.store import Opening, Store, create, open_file
from tests.conftest import NOON, FrozenClock, opening_in

PARTNERS = Audience(Level.PARTNERS)
COMING, WATCH, DSDEN = 9, 3, 5
GROUP = Audience(Level.RESTRICTED, WATCH)
ON = date(2026, 10, 15)


def read(data: bytes) -> tuple[icalendar.Calendar, icalendar.Event]:
    """Return what another reader finds in a file, after checking it by hand (RFC 5545, 3.1)."""
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert b"\r" not in data.replace(b"\r\n", b"")
    assert max(map(len, data.split(b"\r\n"))) <= 75
    data.decode("utf-8")
    calendar = icalendar.Calendar.from_ical(data)
    (event,) = calendar.walk("VEVENT")
    assert not event.errors
    return calendar, event


def send(store: Store, meeting_id: int = COMING, audience: Audience = PARTNERS) -> icalendar.Event:
    """Send the invitation of a meeting, and return what a calendar reads."""
    name_for_calendars(store)
    found, data = meeting_calendar(store, meeting_id, audience)
    mark_sent(
        store, DOCUMENT, "Invitation", audience.level, pages=0, digest=found.appointment.digest,
        meeting_id=meeting_id,
    )  # fmt: skip
    return read(data)[1]


def uid_of(event: icalendar.Event) -> tuple[str, int]:
    return str(event["UID"]), int(event["SEQUENCE"])


# ---- the life of an appointment


def test_an_invitation_keeps_its_name_and_is_renumbered_at_each_change(example: Store) -> None:
    convene_meeting(example, COMING, ON)
    name, first = uid_of(send(example))
    assert first == 0
    assert uid_of(send(example)) == (name, 0), "the same invitation once more is no change"
    set_meeting(example, COMING, place="Salle des mariages")
    assert uid_of(send(example)) == (name, 1)
    reschedule_meeting(example, COMING, date(2026, 11, 26), "10:00", "élections")
    moved = send(example)
    assert uid_of(moved) == (name, 2)
    assert moved["DTSTART"].dt == datetime(2026, 11, 26, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))
    cancel_meeting(example, COMING, "la salle n’est plus libre")
    cancelled = send(example)
    assert uid_of(cancelled) == (name, 3)
    assert cancelled["STATUS"] == "CANCELLED"


def test_a_change_that_no_calendar_shows_is_no_new_number(example: Store) -> None:
    name, first = uid_of(send(example))
    set_meeting(example, COMING, annexes="Plan du quartier")
    assert uid_of(send(example)) == (name, first)


def test_the_same_name_after_a_copy_a_new_name_of_the_file_and_an_export(
    example: Store, opening: Opening, tmp_path: Path
) -> None:
    name, _number = uid_of(send(example))
    copy = tmp_path / "autre nom.copro"
    example.copy_to(copy)
    again = open_file(copy, opening)
    assert uid_of(send(again)) == (name, 0)
    again.close()
    data = council_json.read_council(council_json.export_council(example))
    made = create(tmp_path / "json.copro", opening, lambda change: council_json.fill(change, data), "Import")
    assert uid_of(send(made)) == (name, 0)
    made.close()


def test_two_councils_never_share_a_name(example_file: Path, tmp_path: Path) -> None:
    names = set()
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        path = tmp_path / folder / "brevigny.copro"
        shutil.copyfile(example_file, path)
        store = open_file(path, opening_in(tmp_path / folder, FrozenClock()))
        names.add(uid_of(send(store))[0])
        store.close()
    assert len(names) == 2


def test_the_name_given_to_calendars_is_not_taken_back(example: Store) -> None:
    set_meeting(example, COMING, place="Ici")
    made = name_for_calendars(example)
    assert name_for_calendars(example) == made
    example.undo()
    assert name_for_calendars(example) == made


def test_a_read_only_file_without_a_name_sends_nothing(example: Store) -> None:
    reader = example.reader()
    with pytest.raises(Refusal):
        name_for_calendars(reader)
    reader.close()


def test_sequence_counts_changes() -> None:
    assert sequence((), "a") == 0
    assert sequence(("a",), "a") == 0
    assert sequence(("a", "a", "b"), "b") == 1
    assert sequence(("a", "b"), "a") == 2, "back to the first day is a change too"


# ---- what it says


def test_a_meeting_in_the_time_of_paris(example: Store) -> None:
    convene_meeting(example, COMING, ON)
    _found, data = meeting_calendar(example, COMING, PARTNERS)
    calendar, event = read(data)
    assert (calendar["METHOD"], event["STATUS"], event["CLASS"]) == ("REQUEST", "CONFIRMED", "PUBLIC")
    assert b"DTSTART;TZID=Europe/Paris:20261119T143000\r\n" in data
    (row,) = example.rows("SELECT ends_at, place FROM meeting WHERE id = ?", (COMING,))
    assert event["DTEND"].dt.strftime("%H:%M") == row["ends_at"]
    assert event["LOCATION"] == row["place"]
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Europe/Paris"
    assert event["DTSTART"].dt.utcoffset() == timedelta(hours=1)
    assert "Formation restreinte" in event["SUMMARY"]
    assert "Réponse attendue avant le" in event["DESCRIPTION"]
    assert event["DTSTAMP"].dt == NOON


def test_summer_time_is_told(example: Store) -> None:
    set_meeting(example, COMING, date=date(2026, 10, 20))
    calendar, event = read(meeting_calendar(example, COMING, PARTNERS)[1])
    assert event["DTSTART"].dt.utcoffset() == timedelta(hours=2)
    told = calendar.walk("VTIMEZONE")[0].to_tz(lookup_tzid=False)
    # The hour of the clock that turns (RFC 5545, 3.6.5): two in winter, three in summer.
    for part, turned in (("DAYLIGHT", "19960331T020000"), ("STANDARD", "19961027T030000")):
        (rule,) = calendar.walk(part)
        assert rule["DTSTART"].to_ical().decode() == turned
    paris = ZoneInfo("Europe/Paris")
    for year in (2026, 2031, 2040):
        hour = datetime(year, 1, 1)
        while hour.year == year:
            if paris.utcoffset(hour) == paris.utcoffset(hour.replace(fold=1)):  # an hour that is, and once
                assert told.utcoffset(hour) == paris.utcoffset(hour), hour
            hour += timedelta(hours=1)


def test_who_asks_and_who_is_asked(example: Store) -> None:
    convene_meeting(example, COMING, ON)
    _calendar, event = read(meeting_calendar(example, COMING, PARTNERS)[1])
    assert str(event["ORGANIZER"]).startswith("mailto:")
    everyone = addresses(example, COMING, PARTNERS)
    assert {str(one) for one in event["ATTENDEE"]} == {f"mailto:{one}" for one in everyone.values()}
    assert all(one.params["RSVP"] == "TRUE" for one in event["ATTENDEE"])
    _calendar, own = read(meeting_calendar(example, COMING, PARTNERS, DSDEN)[1])
    assert str(own["ATTENDEE"]) == f"mailto:{everyone[DSDEN]}"
    assert uid_of(own) == uid_of(event)


def test_without_addresses_it_is_shown_and_asks_nothing(example: Store) -> None:
    with example.change("Sans adresse") as change:
        for table in ("person", "institution"):
            for row in change.rows(table):
                change.update(table, row["id"], email="deux mots" if row["id"] == 1 else "")
    set_council(example, email="")
    calendar, event = read(meeting_calendar(example, COMING, PARTNERS)[1])
    assert calendar["METHOD"] == "PUBLISH"
    assert "ORGANIZER" not in event
    assert "ATTENDEE" not in event


def test_the_public_reads_no_address(example: Store) -> None:
    found = invitation(example, COMING, Audience(Level.PUBLIC))
    assert found.attendees == ()
    assert addresses(example, COMING, Audience(Level.PUBLIC)) == {}


def test_a_closed_group_is_not_named(example: Store) -> None:
    (row,) = example.rows("SELECT name, short_name FROM body WHERE id = ?", (WATCH,))
    meeting_id = create_meeting(example, WATCH, date(2026, 11, 20), "10:00")
    with pytest.raises(Refusal, match="confidentiel"):
        invitation(example, meeting_id, PARTNERS)
    found, data = meeting_calendar(example, meeting_id, GROUP)
    _calendar, event = read(data)
    assert event["CLASS"] == "PRIVATE"
    assert "ATTENDEE" not in event, "its members are not told to each other"
    text = re.sub(r"\r\n ", "", data.decode())
    assert row["name"] not in text
    assert row["short_name"] not in text
    assert found.appointment.title.startswith("Réunion – ")


def test_the_twin_that_names_the_group_is_seen(example: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from coprodesk.queries import invitations

    (row,) = example.rows("SELECT name FROM body WHERE id = ?", (WATCH,))
    meeting_id = create_meeting(example, WATCH, date(2026, 11, 20), "10:00")
    monkeypatch.setattr(invitations, "_title", lambda _facts, told: told.body)
    assert row["name"] in read(meeting_calendar(example, meeting_id, GROUP)[1])[1]["SUMMARY"]


def test_texts_that_would_break_a_file() -> None:
    evil = "Salle; « A », 2\nBEGIN:VEVENT\r\nSUMMARY:faux \\ " + "é" * 200
    shown = Appointment(evil, date(2026, 12, 31), "23:00", "00:30", evil, cancelled=False)
    asked = Attendee('M. "Untel"; X', "a@b.example")
    data = calendar_of(Invitation("u@x", 0, shown, evil, False, asked, (asked,)), NOON)
    calendar, event = read(data)
    assert len(calendar.walk("VEVENT")) == 1
    assert str(event["SUMMARY"]).splitlines()[0] == "Salle; « A », 2"
    assert event["DTEND"].dt.date() == date(2027, 1, 1)
    assert "Untel" in event["ORGANIZER"].params["CN"]


def test_the_name_of_the_file_names_no_group() -> None:
    assert file_stem("2026-03", ON) == "2026-03 Invitation d’agenda"
    assert file_stem(None, ON) == "2026-10-15 Invitation d’agenda"
