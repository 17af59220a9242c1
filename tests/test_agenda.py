import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprodesk.commands import agenda, live, meetings, records, topics
from coprodesk.domain.agenda import Outcome, OutlineLine, item_numbers, move_line
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.records import RecordKind
from coprodesk.queries import agenda as queries
from coprodesk.queries import topics as topics_query
from coprodesk.queries.records import records as said
from coprodesk.store import Store
from tests.test_meetings import SEPTEMBER, build, contents


def test_the_clock_runs_over_hidden_items_and_moving_keeps_positions_whole(store: Store) -> None:
    world = build(store)
    one = meetings.create_meeting(store, world.restricted, SEPTEMBER, "14:30")
    first = agenda.add_item(store, one, "Approbation", planned_minutes=5)
    hidden = agenda.add_item(store, one, "Sites", planned_minutes=20, level=Level.RESTRICTED)
    last = agenda.add_item(store, one, "Tour de table")
    seen = queries.agenda(store, one, Audience(Level.PARTNERS))
    assert [(row.id, row.time) for row in seen] == [(first, "14:30"), (last, "14:55")]
    assert len(queries.agenda(store, one, Audience(Level.RESTRICTED, world.restricted))) == 3
    assert len(queries.agenda(store, one, Audience(Level.RESTRICTED, world.cell))) == 2
    agenda.move_item(store, last, -9)
    agenda.delete_item(store, hidden)
    assert [(row.id, row.position) for row in queries.agenda(store, one)] == [(last, 1), (first, 2)]


def test_a_confidential_body_closes_its_items_and_tightening_closes_records(store: Store) -> None:
    world = build(store)
    cell = meetings.create_meeting(store, world.cell, SEPTEMBER, "09:30")
    item = agenda.add_item(store, cell, "Hall 4", level=Level.PUBLIC)
    agenda.set_item(store, item, level=Level.PARTNERS)
    assert queries.agenda(store, cell)[0].level is Level.RESTRICTED
    one = meetings.create_meeting(store, world.restricted, SEPTEMBER, "14:30")
    item = agenda.add_item(store, one, "Rodéos", level=Level.PUBLIC)
    records.add_record(store, item, RecordKind.DISCUSSION, "Échanges")
    agenda.set_item(store, item, level=Level.SECRETARIAT)
    assert said(store, one)[0].level is Level.SECRETARIAT
    store.undo()
    assert said(store, one)[0].level is Level.PUBLIC


def test_deleting_an_item_takes_its_own_topic_but_not_one_from_the_basket_or_shared(store: Store) -> None:
    world = build(store)
    one = meetings.create_meeting(store, world.restricted, SEPTEMBER, "14:30")
    basket = topics.add_topic(store, "Éclairage", institution_ids=[world.institutions["PJJ"]])
    assert [topic.title for topic in topics_query.topics(store)] == ["Éclairage"]
    before = contents(store)
    own = agenda.add_item(store, one, "Abords", institution_ids=[world.institutions["PJJ"]])
    records.add_record(store, own, RecordKind.STATEMENT, "Exposé")
    agenda.delete_item(store, own)
    assert contents(store) == before
    assert len(store.rows("SELECT * FROM topic_institution")) == 1
    from_basket = agenda.add_item(store, one, "Éclairage", topic_id=basket)
    assert topics_query.topics(store) == ()
    assert queries.agenda(store, one)[0].institutions == (world.institutions["PJJ"],)
    with pytest.raises(Refusal):
        topics.delete_topic(store, basket)
    agenda.delete_item(store, from_basket)
    assert contents(store) == before
    topics.delete_topic(store, basket)
    assert topics_query.topics(store) == ()


def test_starting_the_next_item_ends_the_one_under_way(store: Store) -> None:
    world = build(store)
    one = meetings.create_meeting(store, world.restricted, SEPTEMBER, "14:30")
    first, second = (agenda.add_item(store, one, title) for title in ("Un", "Deux"))
    with pytest.raises(Refusal):
        live.start_item(store, first, "14:36")
    meetings.open_meeting(store, one, "14:35")
    with pytest.raises(Refusal):
        live.start_item(store, first, "14:30")
    live.start_item(store, first, "14:36")
    live.start_item(store, second, "14:50")
    rows = queries.agenda(store, one)
    assert [(row.real_minutes, row.outcome) for row in rows] == [(14, Outcome.TREATED), (None, Outcome.OPEN)]


def test_a_title_typed_in_two_goes_is_one_step_and_the_lone_topic_follows(store: Store) -> None:
    world = build(store)
    one = meetings.create_meeting(store, world.restricted, SEPTEMBER, "14:30")
    item = agenda.add_item(store, one, "Rod")
    agenda.set_item(store, item, title="Rodé")
    agenda.set_item(store, item, title="Rodéos")
    assert [topic.title for topic in topics_query.topics(store, basket=False)] == ["Rodéos"]
    store.undo()
    assert queries.agenda(store, one)[0].title == "Rod"
    before = contents(store)
    for fields in ({"title": "  "}, {"planned_minutes": -1}, {"started_at": "25:61"}):
        with pytest.raises(Refusal):
            agenda.set_item(store, item, **fields)
    assert contents(store) == before


def test_a_title_longer_than_a_title_can_be_is_refused_whole(example: Store) -> None:
    before = example.undo_label
    with pytest.raises(Refusal, match="Raccourcissez-le"):
        agenda.add_item(example, 9, "Très long " * 200)
    assert example.undo_label == before


def outline(store: Store, meeting_id: int) -> list[tuple[str, str, str]]:
    return [(row.number, row.title, row.section) for row in queries.agenda(store, meeting_id)]


def test_sub_items_are_numbered_follow_their_item_and_outlive_it(store: Store) -> None:
    world = build(store)
    one = meetings.create_meeting(store, world.restricted, SEPTEMBER, "14:30")
    first, second, third, last = (agenda.add_item(store, one, title) for title in "ABCD")
    with pytest.raises(Refusal, match="premier point"):
        agenda.indent_item(store, first)
    agenda.indent_item(store, third)
    between = agenda.add_item(store, one, "E", position=3)
    assert outline(store, one) == [
        ("1", "A", ""),
        ("2", "B", ""),
        ("2.1", "C", ""),
        ("3", "E", ""),
        ("4", "D", ""),
    ], "an item does not take the sub-items of the one before it"
    agenda.move_item(store, second, -1)
    assert [row[:2] for row in outline(store, one)][:3] == [("1", "B"), ("1.1", "C"), ("2", "A")]
    agenda.move_item(store, third, -1)
    assert [row[:2] for row in outline(store, one)][:2] == [("1", "B"), ("1.1", "C")], "never first"
    agenda.move_item(store, third, 1)
    assert [row[:2] for row in outline(store, one)][:3] == [("1", "B"), ("2", "A"), ("2.1", "C")]
    agenda.add_item(store, one, "F", depth=1, position=4)
    agenda.delete_item(store, first)
    assert [row[:2] for row in outline(store, one)] == [
        ("1", "B"),
        ("2", "C"),
        ("3", "F"),
        ("4", "E"),
        ("5", "D"),
    ]
    agenda.indent_item(store, between)
    agenda.indent_item(store, last)
    agenda.outdent_item(store, between)
    assert [row[0] for row in outline(store, one)][-2:] == ["4", "4.1"]


def test_an_item_takes_the_section_where_it_lands(store: Store) -> None:
    world = build(store)
    one = meetings.create_meeting(store, world.restricted, SEPTEMBER, "14:30")
    items = {title: agenda.add_item(store, one, title) for title in "ABCD"}
    agenda.set_section(store, items["A"], "Bilan")
    agenda.set_section(store, items["C"], "Suites")
    assert outline(store, one) == [
        ("1", "A", "Bilan"),
        ("2", "B", "Bilan"),
        ("3", "C", "Suites"),
        ("4", "D", "Suites"),
    ]
    agenda.move_item(store, items["D"], -2)
    assert outline(store, one)[1] == ("2", "D", "Bilan")
    agenda.move_item(store, items["D"], 2)
    assert outline(store, one)[3] == ("4", "D", "Suites")
    agenda.move_item(store, items["B"], 1)
    assert [row[2] for row in outline(store, one)] == ["Bilan", "Suites", "Suites", "Suites"]
    agenda.set_section(store, items["C"], "Suites données")
    assert [row[2] for row in outline(store, one)].count("Suites données") == 3
    agenda.indent_item(store, items["C"])
    assert outline(store, one)[1] == ("1.1", "C", "Bilan"), "a sub-item is in the section of its item"
    agenda.add_item(store, one, "E", position=2)
    agenda.add_item(store, one, "F")
    assert {row[1]: row[2] for row in outline(store, one)}["E"] == "Bilan"
    assert outline(store, one)[-1][2] == "Suites données"


def test_a_sub_item_whose_item_is_hidden_stands_as_an_item(store: Store) -> None:
    world = build(store)
    one = meetings.create_meeting(store, world.restricted, SEPTEMBER, "14:30")
    agenda.add_item(store, one, "Ouverture")
    agenda.add_item(store, one, "Sites", level=Level.RESTRICTED)
    agenda.add_item(store, one, "Place Ferrand", depth=1)
    agenda.add_item(store, one, "Clôture")
    seen = queries.agenda(store, one, Audience(Level.PARTNERS))
    assert [(row.number, row.title) for row in seen] == [
        ("1", "Ouverture"),
        ("2", "Place Ferrand"),
        ("3", "Clôture"),
    ]
    assert [row.number for row in queries.agenda(store, one)] == ["1", "2", "2.1", "3"]


LINES = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from(["", "Bilan", "Suites"])), min_size=1, max_size=9
)


@given(LINES, st.integers(0, 8), st.integers(-9, 9))
def test_moving_loses_no_line_and_never_begins_with_a_sub_item(
    shape: list[tuple[int, str]], place: int, steps: int
) -> None:
    lines = [OutlineLine(n, depth if n else 0, section) for n, (depth, section) in enumerate(shape)]
    moved = move_line(lines, place % len(lines), steps)
    assert sorted(line.id for line in moved) == [line.id for line in lines]
    assert moved[0].depth == 0
    assert sorted(line.depth for line in moved) == sorted(line.depth for line in lines)
    numbers = item_numbers([line.depth for line in moved])
    assert len(set(numbers)) == len(numbers)
