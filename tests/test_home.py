"""The first page of the example council, on its day."""

from datetime import date

from coprodesk.commands import live, meetings
from coprodesk.commands.commitments import keep_commitment, note_reminders
from coprodesk.domain.meetings import MeetingState
from coprodesk.queries.home import home
from coprodesk.store import Store

ON = date(2026, 10, 15)


def test_the_first_page(example: Store) -> None:
    page = home(example, ON)
    assert page.next_meeting is not None
    assert (page.next_meeting.date, page.next_meeting.days) == (date(2026, 11, 19), 35)
    assert "9 points, 1\u00a0h\u00a030 · 3 engagements à examiner" in page.next_meeting.words
    assert page.chase_words == "3 sur 11 pilotés"
    assert [(line.commitment.days_late, line.reminded) for line in page.chase] == [
        (380, "jamais relancé"),
        (15, "relancé le 2 octobre"),
        (15, "jamais relancé"),
    ]
    titles = [line.title for line in page.watch]
    assert titles[0] == "PJJ\u00a0: 8 absences de suite"
    assert "Département\u00a0: 1 présence sur 6 dues" in titles
    assert "Plénières\u00a0: 448 jours d’écart" in titles
    assert titles[-1] == "E-2026-04 sans pilote ni échéance"
    assert page.watch[0].text == "3 excuses, 5 absences, depuis mars 2024."
    assert [line.title for line in page.minutes] == ["Restreinte du 24 septembre 2026"]


def test_it_follows_the_acts(example: Store) -> None:
    note_reminders(example, [3], on=ON)
    keep_commitment(example, 4, ON)
    page = home(example, ON)
    assert page.late == 2
    assert page.chase[0].reminded == "relancé le 15 octobre"


def test_a_session_in_progress_comes_before_what_is_to_come(example: Store) -> None:
    body = example.rows("SELECT id FROM body WHERE short_name = 'Restreinte'")[0]["id"]
    left_open = meetings.create_meeting(example, body, date(2026, 10, 13), "14:30")
    live.open_session(example, left_open, "14:35")
    found = home(example, ON).next_meeting
    assert found is not None
    assert (found.id, found.state) == (left_open, MeetingState.IN_PROGRESS), "midnight passed, it runs on"
    live.close_session(example, left_open, "16:00")
    found = home(example, ON).next_meeting
    assert found is not None
    assert found.date == date(2026, 11, 19)


def test_an_empty_file(store: Store) -> None:
    page = home(store, ON)
    assert (page.next_meeting, page.chase, page.watch, page.minutes) == (None, (), (), ())
