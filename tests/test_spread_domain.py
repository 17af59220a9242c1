"""Alerts on how things spread: referents, topics put off, items without those they concern (M15, M7, M8)."""

from dataclasses import replace
from datetime import date

from coprodesk.domain.agenda import Outcome
from coprodesk.domain.attendance import Period, Presence
from coprodesk.domain.coverage import ConcernedFacts, coverage
from coprodesk.domain.items import ItemFacts, postponements
from coprodesk.domain.meetings import MeetingState
from coprodesk.domain.spread import ReferentFacts, concentration
from coprodesk.domain.turnover import MandateFacts

TODAY = date(2026, 10, 15)


def test_more_than_half_on_three_people() -> None:
    def held_by(*people: int) -> list[ReferentFacts]:
        return [ReferentFacts(number, person, "", 1) for number, person in enumerate(people, 1)]

    even = concentration(range(1, 7), held_by(1, 2, 3, 4, 5, 6), (), TODAY)
    assert (even.most_charged, even.alert) == ((1, 2, 3), False)
    heavy = concentration(range(1, 8), held_by(4, 4, 1, 2, 3, 5, 6), (), TODAY)
    assert (heavy.most_charged, heavy.alert) == ((1, 2, 3, 4), True)
    assert not concentration((), held_by(1, 2), (), TODAY).alert


def test_a_referent_who_changed_institution_has_left() -> None:
    gone = MandateFacts(1, 1, 1, to_date=date(2026, 10, 14))
    elsewhere = MandateFacts(2, 1, 2)
    facts = [ReferentFacts(5, 1, "", 1)]
    assert concentration([5], facts, [gone, elsewhere], TODAY).orphans == (5,)
    assert concentration([5], facts, [elsewhere], TODAY).orphans == ()
    assert concentration([5], facts, [gone], date(2026, 10, 14)).orphans == ()
    assert concentration([5], facts, [], TODAY).orphans == ()


def test_twice_put_off() -> None:
    def item(meeting: int, outcome: Outcome) -> ItemFacts:
        return ItemFacts(meeting, meeting, "S", date(2026, meeting, 1), True, 7, "Écoles", outcome)

    turns = [item(2, Outcome.POSTPONED), item(4, Outcome.TREATED), item(6, Outcome.WITHDRAWN)]
    (once,) = postponements(turns, TODAY)
    assert (once.meetings, once.entered, once.alert) == ((6,), 3, False)
    (twice,) = postponements([*turns, item(8, Outcome.OPEN)], TODAY)
    assert (twice.meetings, twice.alert) == ((6, 8), True)


def test_who_is_missing_for_an_item() -> None:
    def row(institution: int, presence: Presence | None) -> ConcernedFacts:
        return ConcernedFacts(1, 1, "Écoles", 1, "S1", TODAY, MeetingState.HELD, True, institution, presence)

    rows = [row(1, Presence.REPRESENTED), row(2, None), row(3, Presence.EXCUSED), row(4, Presence.UNKNOWN)]
    (found,) = coverage(rows, Period(None, TODAY))
    assert (found.covered, found.missing) == ((1,), (2, 3))
    assert not found.alert, "an item like any other does not alarm"
    (marked,) = coverage([replace(one, sensitive=True) for one in rows], Period(None, TODAY))
    assert marked.alert
    (complete,) = coverage([replace(rows[0], sensitive=True)], Period(None, TODAY))
    assert not complete.alert
