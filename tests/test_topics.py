"""Topics over the meetings: their thread, their postponements, the proposals and their answers."""

from datetime import date

import pytest

from coprodesk.commands import agenda, commitments, meetings, records, topics
from coprodesk.documents import catalogue, plain
from coprodesk.documents.common import Edition
from coprodesk.domain.agenda import Outcome, Proposal
from coprodesk.domain.errors import Refusal
from coprodesk.domain.items import postponements
from coprodesk.domain.records import RecordKind
from coprodesk.queries import topics as queries
from coprodesk.queries.agenda import SECRETARY
from coprodesk.queries.agenda import agenda as agenda_rows
from coprodesk.queries.carry_over import Suggestion, SuggestionKind, carry_over
from coprodesk.queries.life_facts import waiting_item_facts
from coprodesk.queries.suggestions import taken_up
from coprodesk.store import Store
from tests.test_meetings import NOVEMBER, SEPTEMBER, World, build

JUNE = date(2026, 6, 11)
JANUARY = date(2027, 1, 14)


def turn(store: Store, body_id: int, on: date, topic_id: int, outcome: Outcome) -> tuple[int, int]:
    one = meetings.create_meeting(store, body_id, on, "14:30")
    item = agenda.add_item(store, one, "Abords", topic_id=topic_id)
    meetings.close_meeting(store, one, "16:00")
    agenda.set_outcome(store, item, outcome)
    return one, item


def said_by_papers(store: Store, meeting_id: int) -> tuple[list[str], list[int]]:
    """The agenda's paper, and what the chair's note counts."""
    told = [
        catalogue.kind(name).build(catalogue.kind(name).ask(store, meeting_id, SECRETARY), Edition(JANUARY))
        for name in ("agenda", "chair-note")
    ]
    return [plain.body(one) for one in told], [one.put_off_before for one in agenda_rows(store, meeting_id)]


def test_an_agenda_tells_only_what_was_put_off_before_its_own_meeting(store: Store) -> None:
    world, topic, turns = three_turns(store)
    (paper, note), counted = said_by_papers(store, turns[0][0])
    assert counted == [0], "June put it off itself: nobody had before"
    assert "reporté" not in paper
    assert "reporté" not in note
    again = turn(store, world.restricted, JANUARY, topic, Outcome.POSTPONED)
    (paper, note), counted = said_by_papers(store, again[0])
    assert counted == [1], "September treated it, November put it off"
    assert "Abords (reporté 1 fois)" in paper
    assert agenda_rows(store, again[0])[0].postponements == 2, "its own minutes count January too"


def test_what_a_meeting_put_off_itself_does_not_look_like_a_topic_that_returned(store: Store) -> None:
    _world, _topic, turns = three_turns(store)
    assert taken_up(agenda_rows(store, turns[0][0])[0], {}) == ()


def proposals(store: Store, meeting_id: int) -> list[Suggestion]:
    return [one for one in carry_over(store, meeting_id) if one.kind is SuggestionKind.PROPOSAL]


def three_turns(store: Store) -> tuple[World, int, list[tuple[int, int]]]:
    world = build(store)
    topic = topics.add_topic(store, "Abords", raised_by_id=world.institutions["Parquet"], raised_on=JUNE)
    outcomes = (Outcome.POSTPONED, Outcome.TREATED, Outcome.POSTPONED)
    turns = [
        turn(store, world.restricted, on, topic, outcome)
        for on, outcome in zip((JUNE, SEPTEMBER, NOVEMBER), outcomes, strict=True)
    ]
    return world, topic, turns


def test_the_thread_tells_every_meeting_and_what_came_of_it(store: Store) -> None:
    world, topic, turns = three_turns(store)
    records.add_record(store, turns[1][1], RecordKind.DECISION, "Ouvrir le portail à 7 h 45")
    commitments.add_commitment(
        store, "Communiquer les chiffres", decided_on=NOVEMBER, agenda_item_id=turns[2][1]
    )
    parent = agenda.add_item(store, turns[2][0], "Écoles", position=1)
    agenda.indent_item(store, turns[2][1])
    found = queries.thread(store, topic)
    assert found is not None
    assert [(one.on, one.outcome, one.postponements) for one in found.turns] == [
        (NOVEMBER, Outcome.POSTPONED, 1),
        (SEPTEMBER, Outcome.TREATED, 1),
        (JUNE, Outcome.POSTPONED, 1),
    ]
    assert [one.number for one in found.turns] == ["1.1", "1", "1"]
    assert [decision.text for decision in found.turns[1].decisions] == ["Ouvrir le portail à 7 h 45"]
    assert [one.what for one in found.turns[0].commitments] == ["Communiquer les chiffres"]
    assert found.words == "inscrit 3 fois, reporté 1 fois"
    assert found.topic.raised_words == "proposé par Parquet le 11/06/2026"
    assert found.topic.proposal is Proposal.LISTED
    assert parent
    assert not found.topic.alert
    again = turn(store, world.restricted, JANUARY, topic, Outcome.POSTPONED)
    later = queries.topic(store, topic)
    assert later is not None
    assert (later.postponements, later.alert) == (2, True)
    agenda.set_outcome(store, again[1], Outcome.TREATED)
    treated = queries.topic(store, topic)
    assert treated is not None
    assert (treated.postponements, treated.alert) == (0, False), "the count starts again"


def test_a_meeting_moved_before_or_after_another_moves_its_turn_and_the_counts(store: Store) -> None:
    world = build(store)
    topic = topics.add_topic(store, "Abords")
    treated, _item = turn(store, world.restricted, SEPTEMBER, topic, Outcome.TREATED)
    coming = meetings.create_meeting(store, world.restricted, NOVEMBER, "14:30")
    late = agenda.add_item(store, coming, "Abords", topic_id=topic)
    agenda.set_outcome(store, late, Outcome.POSTPONED)
    after = meetings.create_meeting(store, world.restricted, JANUARY, "14:30")

    def count() -> int:
        found = queries.topic(store, topic)
        assert found is not None
        return found.postponements

    assert count() == 1
    meetings.reschedule_meeting(store, coming, JUNE, "14:30", "Salle prise")
    assert count() == 0, "put off in June, treated in September"
    found = queries.thread(store, topic)
    assert found is not None
    assert [one.meeting_id for one in found.turns] == [treated, coming]
    meetings.close_meeting(store, coming, "16:00")
    assert [one.target_id for one in carry_over(store, after) if one.kind is SuggestionKind.TOPIC] == []
    store.undo()
    meetings.reschedule_meeting(store, coming, date(2026, 12, 3), "14:30", "Salle prise")
    meetings.close_meeting(store, coming, "16:00")
    assert count() == 1
    returning = [one for one in carry_over(store, after) if one.kind is SuggestionKind.TOPIC]
    assert [(one.target_id, one.reason) for one in returning] == [(topic, "reporté 1 fois")]
    meetings.reschedule_meeting(store, after, date(2026, 9, 25), "14:30", "Avancée")
    assert [one.kind for one in carry_over(store, after)] == [SuggestionKind.APPROVAL]


def test_a_proposal_waits_is_put_off_refused_with_a_motive_or_listed(store: Store) -> None:
    world = build(store)
    one = topics.add_topic(store, "Éclairage", raised_by_id=world.institutions["PJJ"], raised_on=SEPTEMBER)
    coming = meetings.create_meeting(store, world.restricted, NOVEMBER, "14:30")
    assert [found.reason for found in proposals(store, coming)] == ["proposé par PJJ le 24/09/2026"]
    topics.postpone_proposal(store, one, "attendre l’étude")
    assert proposals(store, coming)[0].reason.endswith("reporté\u00a0: attendre l’étude")
    with pytest.raises(Refusal, match="motif manque"):
        topics.refuse_proposal(store, one, "  ")
    topics.refuse_proposal(store, one, "Compétence du Département")
    assert proposals(store, coming) == []
    held = queries.topic(store, one)
    assert held is not None
    assert (held.proposal, held.proposal_reason) == (Proposal.REFUSED, "Compétence du Département")
    assert [row.id for row in queries.topics(store)] == [one], "the basket still tells the refusal"
    topics.reopen_proposal(store, one)
    agenda.add_suggestions(store, coming, proposals(store, coming))
    listed = queries.topic(store, one)
    assert listed is not None
    assert (listed.proposal, listed.items) == (Proposal.LISTED, 1)
    assert proposals(store, coming) == []
    for act in (topics.postpone_proposal, topics.reopen_proposal):
        with pytest.raises(Refusal, match="déjà inscrit"):
            act(store, one)
    with pytest.raises(Refusal, match="déjà inscrit"):
        topics.refuse_proposal(store, one, "Trop tard")


def test_marks_and_closing_are_said_and_taken_back(store: Store) -> None:
    one = topics.add_topic(store, "Bruit")
    topics.set_recurring(store, one, True)
    topics.set_sensitive(store, one, True)
    held = queries.topic(store, one)
    assert held is not None
    assert (held.recurring, held.sensitive) == (True, True)
    topics.close_topic(store, one, JUNE)
    assert queries.topics(store) == ()
    topics.close_topic(store, one, None)
    assert [row.id for row in queries.topics(store)] == [one]
    topics.set_topic(store, one, title="Bruits")
    with pytest.raises(Refusal):
        topics.set_topic(store, one, title=" ")
    assert queries.thread(store, 999) is None


def test_the_count_of_an_agenda_is_that_of_the_figures(example: Store) -> None:
    day = date(2026, 10, 15)
    told = {one.topic_id: len(one.meetings) for one in postponements(waiting_item_facts(example, day), day)}
    assert told
    asked = {row.id: row.postponements for row in queries.topics(example, basket=False, closed=True)}
    assert {topic: number for topic, number in asked.items() if number} == told


def test_left_open_or_withdrawn_is_put_off_as_much_as_postponed_and_once_a_meeting(store: Store) -> None:
    world = build(store)
    topic = topics.add_topic(store, "Abords")
    day = date(2027, 6, 1)

    def counts() -> tuple[int, int]:
        found = queries.topic(store, topic)
        waiting = postponements(waiting_item_facts(store, day), day)
        assert found is not None
        return found.postponements, sum(len(one.meetings) for one in waiting if one.topic_id == topic)

    meeting, _item = turn(store, world.restricted, JUNE, topic, Outcome.POSTPONED)
    again = agenda.add_item(store, meeting, "Abords, suite", topic_id=topic)
    agenda.set_outcome(store, again, Outcome.WITHDRAWN)
    assert counts() == (1, 1), "two items of one meeting are one postponement"
    coming = meetings.create_meeting(store, world.restricted, SEPTEMBER, "14:30")
    agenda.add_item(store, coming, "Abords", topic_id=topic)
    assert counts() == (1, 1), "a meeting not yet held leaves nothing untreated"
    meetings.close_meeting(store, coming, "16:00")
    assert counts() == (2, 2), "left open, it was not treated"
    half, _item = turn(store, world.restricted, NOVEMBER, topic, Outcome.POSTPONED)
    done = agenda.add_item(store, half, "Abords, fin", topic_id=topic, position=1)
    agenda.set_outcome(store, done, Outcome.TREATED)
    assert counts() == (0, 0), "treated at the same meeting: the count starts again"
