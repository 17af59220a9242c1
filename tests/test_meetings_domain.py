"""A meeting's life."""

from datetime import date

import pytest

from coprodesk.domain.errors import Refusal
from coprodesk.domain.meetings import (
    MeetingState,
    ahead_words,
    gaps,
    majority,
    planned_end,
    require_transition,
)

ALLOWED = {
    "preparation convened",
    "preparation in_progress",
    "preparation held",
    "preparation cancelled",
    "convened preparation",
    "convened in_progress",
    "convened held",
    "convened cancelled",
    "in_progress convened",
    "in_progress held",
    "held in_progress",
    "cancelled preparation",
}


@pytest.mark.parametrize("old", MeetingState)
@pytest.mark.parametrize("new", MeetingState)
def test_transitions(old: MeetingState, new: MeetingState) -> None:
    if old is new or f"{old.value} {new.value}" in ALLOWED:
        require_transition(old, new)
    else:
        with pytest.raises(Refusal, match="Rien n’a changé"):
            require_transition(old, new)


def test_the_refusal_says_the_way() -> None:
    with pytest.raises(Refusal, match=r"«.annulée.».*«.tenue.».*«.en préparation.»"):
        require_transition(MeetingState.CANCELLED, MeetingState.HELD)


def test_majority_of_the_members() -> None:
    assert [majority(members) for members in (12, 11, 1)] == [7, 6, 1]


def test_planned_end() -> None:
    assert planned_end("14:30", 90) == "16:00"
    assert planned_end("23:30", 45) == "00:15"


def test_gaps_of_the_sample_council() -> None:
    days = [(2024, 3, 14), (2024, 6, 20), (2024, 11, 7), (2025, 3, 20)]
    days += [(2025, 6, 19), (2025, 11, 13), (2026, 6, 11), (2026, 9, 24)]
    held = [date(*day) for day in days]
    assert gaps(held) == (98, 140, 133, 91, 147, 210, 105)
    assert gaps(list(reversed(held))) == gaps(held)
    assert gaps([held[0], held[3], held[6]]) == (371, 448)
    assert gaps(held[:1]) == ()


def test_a_meeting_whose_day_has_not_come_is_told_with_its_date() -> None:
    day = date(2026, 11, 19)
    words = "La réunion est datée du jeudi 19 novembre 2026, dans 35 jours."
    assert ahead_words(day, date(2026, 10, 15)) == words
    assert ahead_words(day, date(2026, 11, 18)).endswith(", demain.")
    assert ahead_words(day, day) == ""
    assert ahead_words(day, date(2026, 11, 20)) == ""
