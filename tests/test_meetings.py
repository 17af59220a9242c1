from dataclasses import dataclass, field
from datetime import date

import pytest

from coprodesk.commands import agenda, attendance, commitments, live, meetings, records, watch_points
from coprodesk.commands.council import set_setting
from coprodesk.domain.agenda import Outcome
from coprodesk.domain.errors import Refusal
from coprodesk.domain.meetings import MeetingState, short_notice
from coprodesk.domain.records import RecordKind
from coprodesk.queries import meetings as queries
from coprodesk.queries.convened import request
from coprodesk.queries.letters import last_notice
from coprodesk.store import Store

SEPTEMBER = date(2026, 9, 24)
NOVEMBER = date(2026, 11, 19)


@dataclass
class World:
    """A small council: two numbered bodies, a watch cell, four seats in the restricted formation."""

    restricted: int = 0
    plenary: int = 0
    cell: int = 0
    institutions: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    mandates: dict[str, int] = field(default_factory=dict)
    seats: dict[str, int] = field(default_factory=dict)


# Short name, full name, college, rank, gender, titular (civility, first name, last name, function).
PARTNERS = (
    ("Mairie", "Mairie de Brévigny", "Ville", 1, "f", ("Mme", "Odile", "Carrégnac", "maire")),
    (
        "Préfecture",
        "Préfecture de la Haute-Lorne",
        "État",
        1,
        "f",
        ("M.", "Gauthier", "de Lesmont", "préfet"),
    ),
    ("Parquet", "Parquet de Montarel", "Justice", 2, "m", ("Mme", "Judith", "Rochevert", "procureure")),
    ("PJJ", "PJJ – STEMO Lorne", "Justice", 3, "f", None),
)


def build(store: Store) -> World:
    world = World()
    with store.change("Monde") as change:
        colleges = {
            name: change.insert("college", name=name, position=position, counted=int(name != "Ville"))
            for position, name in enumerate(("Ville", "État", "Justice"))
        }
        kinds = {
            code: change.insert("body_kind", code=code, name=code)
            for code in ("plenary", "restricted", "watch_cell")
        }
        body = {"yearly_target": 4, "place": "Salle du conseil", "planned_minutes": 90}
        world.restricted = change.insert(
            "body",
            name="Formation restreinte",
            short_name="Restreinte",
            body_kind_id=kinds["restricted"],
            numbered=1,
            **body,
        )
        world.plenary = change.insert(
            "body",
            name="Formation plénière",
            short_name="Plénière",
            body_kind_id=kinds["plenary"],
            numbered=1,
            **body,
        )
        world.cell = change.insert(
            "body",
            name="Cellule de veille",
            short_name="Cellule",
            body_kind_id=kinds["watch_cell"],
            confidential=1,
            **body,
        )
        for short, name, college, rank, gender, titular in PARTNERS:
            one = world.institutions[short] = change.insert(
                "institution",
                name=name,
                short_name=short,
                college_id=colleges[college],
                protocol_rank=rank,
                gender=gender,
            )
            if titular:
                add_mandate(change, world, short, "titular", titular)
            world.seats[short] = change.insert("seat", body_id=world.restricted, institution_id=one)
        add_mandate(
            change, world, "Préfecture", "substitute", ("Mme", "Claire", "Abrissel", "directrice de cabinet")
        )
    return world


def add_mandate(change, world: World, short: str, rank: str, person: tuple[str, ...], **more: object) -> int:
    civility, first, last, function = person
    world.people[last] = change.insert("person", civility=civility, first_name=first, last_name=last)
    world.mandates[last] = change.insert(
        "mandate",
        person_id=world.people[last],
        institution_id=world.institutions[short],
        rank=rank,
        function=function,
        **more,
    )
    return world.mandates[last]


def contents(store: Store) -> list[tuple[object, ...]]:
    tables = ("meeting", "agenda_item", "topic", "roll_entry", "record", "movement", "minutes_version")
    return [(table, *row) for table in tables for row in store.rows(f"SELECT * FROM {table} ORDER BY id")]


def test_numbers_run_over_the_numbered_bodies_and_are_never_given_twice(store: Store) -> None:
    world = build(store)
    first = meetings.create_meeting(store, world.plenary, date(2026, 6, 11), "14:30")
    second = meetings.create_meeting(store, world.restricted, SEPTEMBER, "14:30")
    cell = meetings.create_meeting(store, world.cell, SEPTEMBER, "09:30")
    other_year = meetings.create_meeting(store, world.restricted, date(2027, 1, 14), "14:30")
    numbers = [queries.meeting(store, one).number for one in (first, second, cell, other_year)]
    assert numbers == ["2026-01", "2026-02", None, "2027-01"]
    third = meetings.create_meeting(store, world.restricted, NOVEMBER, "14:30")
    store.undo()
    again = meetings.create_meeting(store, world.restricted, NOVEMBER, "14:30")
    assert third != again
    assert queries.meeting(store, again).number == "2026-04"
    meetings.delete_meeting(store, again)
    assert queries.meeting(store, again) is None
    last = meetings.create_meeting(store, world.restricted, NOVEMBER, "14:30")
    assert queries.meeting(store, last).number == "2026-05"


def test_a_meeting_moved_keeps_its_number_and_its_replies_are_asked_again(
    store: Store,
) -> None:
    world = build(store)
    one = meetings.create_meeting(store, world.restricted, SEPTEMBER, "14:30", "16:00")
    meetings.convene_meeting(store, one, date(2026, 9, 3), reply_by=date(2026, 9, 17))
    entry = store.rows("SELECT id FROM roll_entry ORDER BY position")[1]["id"]
    attendance.set_reply(store, entry, "sends")
    assert queries.meeting(store, one).replies == 1
    meetings.reschedule_meeting(store, one, date(2026, 10, 1), "09:00", "Salle indisponible")
    moved = queries.meeting(store, one)
    assert (moved.number, moved.date, moved.starts_at, moved.ends_at) == (
        "2026-01",
        date(2026, 10, 1),
        "09:00",
        "10:30",
    )
    assert (moved.state, moved.replies, moved.convened_on) == (MeetingState.PREPARATION, 0, None)
    meetings.reschedule_meeting(store, one, date(2027, 1, 7), "09:00", "Élections")
    assert queries.meeting(store, one).number == "2026-01", "in another year too"
    meetings.set_meeting(store, one, date=date(2026, 12, 17))
    assert queries.meeting(store, one).number == "2026-01", "a notice went out under it"


def test_a_wrong_year_is_corrected_with_its_number_before_anyone_heard_of_it(store: Store) -> None:
    world = build(store)
    one = meetings.create_meeting(store, world.restricted, date(2027, 9, 24), "14:30")
    meetings.set_meeting(store, one, date=SEPTEMBER)
    assert queries.meeting(store, one).number == "2026-01"
    meetings.convene_meeting(store, one, date(2026, 9, 3))
    meetings.set_meeting(store, one, date=date(2027, 1, 7))
    assert queries.meeting(store, one).number == "2026-01"


def test_moving_and_cancelling_leave_a_notice_with_its_reason(store: Store) -> None:
    world = build(store)
    one = meetings.create_meeting(store, world.restricted, SEPTEMBER, "14:30")
    meetings.reschedule_meeting(store, one, NOVEMBER, "10:00", " Salle indisponible ")
    told = last_notice(store, one)
    assert (told.kind, told.from_date, told.from_starts_at) == ("moved", SEPTEMBER, "14:30")
    assert (told.to_date, told.to_starts_at, told.reason) == (NOVEMBER, "10:00", "Salle indisponible")
    meetings.cancel_meeting(store, one, "Alerte météo")
    told = last_notice(store, one)
    assert (told.kind, told.from_date, told.to_date, told.reason) == (
        "cancelled",
        NOVEMBER,
        None,
        "Alerte météo",
    )
    meetings.reopen_meeting(store, one)
    meetings.delete_meeting(store, one)
    assert last_notice(store, one) is None


@pytest.mark.parametrize(
    ("act", "field"),
    [
        (lambda s, m: meetings.cancel_meeting(s, m, " "), "reason"),
        (lambda s, m: meetings.reschedule_meeting(s, m, NOVEMBER, "14:30", ""), "reason"),
        (lambda s, m: meetings.reschedule_meeting(s, m, SEPTEMBER, "14:30", "Salle prise"), "date"),
    ],
)
def test_a_reason_or_another_day_is_asked_for_beside_its_field(store: Store, act, field: str) -> None:
    world = build(store)
    one = meetings.create_meeting(store, world.restricted, SEPTEMBER, "14:30")
    before = contents(store)
    with pytest.raises(Refusal) as refusal:
        act(store, one)
    assert refusal.value.field == field
    assert contents(store) == before
    assert last_notice(store, one) is None


def test_the_majority_that_asks_is_counted_and_never_blocks(store: Store) -> None:
    world = build(store)
    one = meetings.create_meeting(store, world.restricted, SEPTEMBER, "14:30")
    asked = request(store, one)
    assert (asked.members, asked.warning) == (3, "")
    meetings.set_meeting(store, one, convened_by="majority", convened_members=1)
    asked = request(store, one)
    assert asked.words == "De droit, à la demande de 1 membre sur 3"
    assert "2 membres sur 3" in asked.warning
    meetings.set_meeting(store, one, convened_members=2)
    assert request(store, one).warning == ""
    meetings.convene_meeting(store, one, date(2026, 9, 3))


def test_life_and_steps(store: Store) -> None:
    world = build(store)
    one = meetings.create_meeting(
        store, world.restricted, SEPTEMBER, "14:30", chair_id=world.people["Carrégnac"]
    )
    assert queries.meeting(store, one).chair_line == "Mme Odile CARRÉGNAC, maire"
    assert queries.meeting_steps(store, one).current.code == "agenda"
    meetings.convene_meeting(store, one, date(2026, 9, 3))
    assert queries.meeting_steps(store, one).current.note == "0 réponse sur 3"
    meetings.open_meeting(store, one, "14:35")
    item = agenda.add_item(store, one, "Tour de table")
    live.start_item(store, item, "15:00")
    meetings.close_meeting(store, one, "16:10")
    held = queries.meeting(store, one)
    assert (held.state, held.opened_at, held.closed_at) == (MeetingState.HELD, "14:35", "16:10")
    row = store.row("SELECT real_minutes, outcome, added FROM agenda_item")
    assert tuple(row) == (70, Outcome.TREATED, 1)
    assert held.minutes_step is queries.MinutesStep.TO_WRITE
    assert queries.meeting_steps(store, one).current.code == "minutes"
    meetings.reopen_meeting(store, one)
    assert queries.meeting(store, one).closed_at is None
    assert queries.next_meeting(store, date(2026, 9, 1)).id == one


def test_minutes_are_approved_by_a_treated_item_of_a_held_meeting(store: Store) -> None:
    world = build(store)
    old = meetings.create_meeting(store, world.plenary, date(2026, 6, 11), "14:30")
    meetings.close_meeting(store, old, "16:55")
    new = meetings.create_meeting(store, world.restricted, SEPTEMBER, "14:30")
    item = agenda.add_item(store, new, "Approbation", approves_id=old)
    agenda.set_outcome(store, item, Outcome.TREATED)
    assert queries.meeting(store, old).approved_on is None
    meetings.close_meeting(store, new, "16:10", opened_at="14:35")
    assert queries.meeting(store, old).approved_on == SEPTEMBER
    assert [row.approved_on for row in queries.meetings(store, NOVEMBER)] == [None, SEPTEMBER]


@pytest.mark.parametrize(
    "act",
    [
        lambda s, w, m: meetings.create_meeting(s, w.restricted, NOVEMBER, "25:61"),
        lambda s, w, m: meetings.create_meeting(s, w.restricted, NOVEMBER, "14:30", "14:00"),
        lambda s, w, m: meetings.create_meeting(s, None, NOVEMBER, "14:30"),
        lambda s, w, m: meetings.create_meeting(s, 9999, NOVEMBER, "14:30"),
        lambda s, w, m: meetings.set_meeting(s, m, starts_at="25:61"),
        lambda s, w, m: meetings.set_meeting(s, m, closed_at="14:00"),
        lambda s, w, m: meetings.close_meeting(s, m, "14:34"),
        lambda s, w, m: meetings.close_meeting(s, m, "24:00"),
        lambda s, w, m: meetings.cancel_meeting(s, m, "Trop tard"),
        lambda s, w, m: meetings.reschedule_meeting(s, m, NOVEMBER, "14:30", "Trop tard"),
        lambda s, w, m: meetings.convene_meeting(s, m, date(2026, 9, 3)),
        lambda s, w, m: meetings.open_meeting(s, m, "14:40"),
        lambda s, w, m: meetings.delete_meeting(s, m),
        lambda s, w, m: meetings.delete_meeting(s, 9999),
    ],
)
def test_a_refusal_changes_nothing(store: Store, act) -> None:
    world = build(store)
    one = meetings.create_meeting(store, world.restricted, SEPTEMBER, "14:30")
    meetings.open_meeting(store, one, "14:35")
    before, label = contents(store), store.undo_label
    with pytest.raises(Refusal) as refusal:
        act(store, world, one)
    assert str(refusal.value).endswith(".")
    assert contents(store) == before
    assert store.undo_label == label


def test_a_meeting_with_a_record_is_not_deleted_and_an_empty_one_leaves_nothing(store: Store) -> None:
    world = build(store)
    before = contents(store)
    one = meetings.create_meeting(store, world.cell, SEPTEMBER, "09:30")
    item = agenda.add_item(store, one, "Faits marquants")
    said = records.add_record(store, item, RecordKind.INFORMATION, "Rien à signaler")
    with pytest.raises(Refusal):
        meetings.delete_meeting(store, one)
    records.delete_record(store, said)
    meetings.delete_meeting(store, one)
    assert contents(store) == before


FOUND = {
    "2026-02": 8,
    " 2026-02 ": 8,
    "24/09/2026": 8,
    "2026-09-24": 8,
    "24 septembre 2026": 8,
    "19 nov": 9,
    "2026-99": None,
    "25/09/2026": None,
    "la dernière": None,
    "": None,
}


@pytest.mark.parametrize("text", FOUND)
def test_a_meeting_is_found_by_its_number_or_its_day(example: Store, text: str) -> None:
    assert queries.find_meeting(example, text) == FOUND[text]


def test_two_meetings_of_one_day_are_told_apart_by_their_body(example: Store) -> None:
    plenary = meetings.create_meeting(example, 1, NOVEMBER, "17:00")
    assert queries.find_meeting(example, "19/11/2026") == 9
    assert queries.find_meeting(example, "19/11/2026", body="PLENIERE") == plenary
    assert queries.find_meeting(example, "19/11/2026", body="restreinte") == 9
    assert queries.find_meeting(example, "2026-02", body="Plénière") is None
    meetings.cancel_meeting(example, 9, "Salle indisponible")
    assert queries.find_meeting(example, "19/11/2026") == plenary


def test_members_convened_later_than_asked_are_told() -> None:
    day = date(2026, 11, 19)
    assert short_notice(date(2026, 11, 4), day, 15) == ""
    assert short_notice(date(2026, 11, 10), day, 15) == (
        "Convocation 9 jours avant la réunion\u00a0; les règles de ce conseil en demandent 15."
    )
    assert short_notice(date(2026, 11, 18), day, 15).startswith("Convocation 1 jour avant")
    assert short_notice(day, day, 0) == ""


def test_replies_are_asked_for_by_the_rule_of_the_council(store: Store) -> None:
    world = build(store)
    one = meetings.create_meeting(store, world.restricted, date(2026, 11, 19), "14:30")
    meetings.convene_meeting(store, one, date(2026, 11, 3))
    assert queries.meeting(store, one).reply_by == date(2026, 11, 12)
    two = meetings.create_meeting(store, world.restricted, date(2026, 12, 10), "14:30")
    set_setting(store, "reply_days", "30")
    meetings.convene_meeting(store, two, date(2026, 12, 1))
    assert queries.meeting(store, two).reply_by == date(2026, 12, 1), "never before it was sent"


def test_what_was_decided_and_said_at_a_meeting_follows_its_corrected_date(store: Store) -> None:
    world = build(store)
    old = commitments.add_commitment(store, "Écrire", decided_on=date(2026, 1, 8), due=SEPTEMBER)
    other = commitments.add_commitment(store, "Dit au téléphone le même jour", decided_on=NOVEMBER)
    one = meetings.create_meeting(store, world.restricted, NOVEMBER, "14:30")
    item = agenda.add_item(store, one, "Abords")
    live.open_session(store, one, "14:30")
    new = commitments.add_commitment(store, "Ouvrir un local", decided_on=NOVEMBER, agenda_item_id=item)
    point = watch_points.open_watch_point(
        store, world.restricted, "Hall 4", since=NOVEMBER, agenda_item_id=item
    )
    commitments.keep_commitment(store, old, NOVEMBER, meeting_id=one)

    def days() -> list[str | None]:
        found = [
            store.row(f"SELECT {name} FROM {table} WHERE id = ?", (row,))
            for table, name, row in (
                ("commitment", "decided_on", new),
                ("commitment", "done_on", old),
                ("commitment", "decided_on", other),
                ("watch_point", "since", point),
            )
        ]
        events = store.rows("SELECT on_date FROM commitment_event WHERE meeting_id = ?", (one,))
        return [row[0] for row in (*found, *events) if row is not None]

    before = days()
    assert set(before) == {"2026-11-19"}
    meetings.set_meeting(store, one, date=SEPTEMBER)
    assert days()[2] == "2026-11-19", "a call of that day is no part of the meeting"
    assert {*days()[:2], *days()[3:]} == {"2026-09-24"}
    store.undo()
    assert days() == before
