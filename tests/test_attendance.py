from datetime import date

import pytest

from coprodesk.commands import attendance, meetings
from coprodesk.domain.attendance import MovementKind, Presence, Reply, institution_presence, last_months
from coprodesk.domain.errors import Refusal
from coprodesk.queries import attendance as queries
from coprodesk.store import Store
from tests.test_meetings import SEPTEMBER, World, add_mandate, build, contents


def convened(store: Store) -> tuple[World, int, dict[str, int]]:
    world = build(store)
    one = meetings.create_meeting(store, world.restricted, SEPTEMBER, "14:30")
    meetings.convene_meeting(store, one, date(2026, 9, 3))
    return world, one, {line.short_name: line.id for line in queries.roll(store, one)}


def states(store: Store, meeting_id: int) -> dict[str, Presence]:
    return {line.short_name: line.presence for line in queries.roll(store, meeting_id)}


def test_the_snapshot_is_in_protocol_order_and_a_vacant_seat_has_no_person(store: Store) -> None:
    _world, one, _entries = convened(store)
    lines = queries.roll(store, one)
    assert [line.short_name for line in lines] == ["Préfecture", "Parquet", "PJJ", "Mairie"]
    assert [line.counted for line in lines] == [True, True, True, False]
    assert lines[0].person == "M. Gauthier de LESMONT"
    assert lines[0].function == "préfet"
    assert (lines[2].person, lines[2].person_id) == ("", None)
    assert queries.counts(lines).convened == 3


def test_mandates_are_those_of_the_day_and_the_body_is_preferred(store: Store) -> None:
    world = build(store)
    with store.change("Mandats") as change:
        change.update("mandate", world.mandates["Rochevert"], to_date="2026-09-23")
        add_mandate(change, world, "Parquet", "titular", ("M.", "Loïc", "Senauvel", "vice-procureur"))
        change.update("mandate", world.mandates["Senauvel"], from_date="2026-09-25")
        add_mandate(change, world, "Préfecture", "titular", ("M.", "Ange", "Tardi", "sous-préfet"))
        change.update("mandate", world.mandates["Tardi"], body_id=world.restricted, from_date="2020-01-01")
        change.insert(
            "seat", body_id=world.restricted, institution_id=world.institutions["PJJ"], to_date="2026-09-23"
        )
    one = meetings.create_meeting(store, world.restricted, SEPTEMBER, "14:30")
    people = {seat.institution_id: seat.person_label for seat in queries.expected_roll(store, one)}
    assert people[world.institutions["Parquet"]] == ""
    assert people[world.institutions["Préfecture"]] == "M. Ange TARDI"
    assert len(queries.expected_roll(store, one)) == 4


def test_the_snapshot_stays_until_the_diff_is_accepted_which_spares_known_presences(store: Store) -> None:
    world, one, entries = convened(store)
    attendance.set_presence(store, entries["Parquet"], Presence.PRESENT)
    assert not queries.roll_diff(store, one)
    with store.change("Mutations") as change:
        for name in ("de Lesmont", "Rochevert"):
            change.update("mandate", world.mandates[name], to_date="2026-09-01")
        for short, last in (("Préfecture", "Tardi"), ("Parquet", "Senauvel")):
            add_mandate(change, world, short, "titular", ("M.", "Ange", last, "successeur"))
        change.update("seat", world.seats["PJJ"], to_date="2026-09-01")
        college = change.rows("college", name="État")[0]["id"]
        spip = change.insert("institution", name="CPN", short_name="CPN", college_id=college, protocol_rank=9)
        change.insert("seat", body_id=world.restricted, institution_id=spip)
    assert queries.roll(store, one)[0].person == "M. Gauthier de LESMONT"
    diff = queries.roll_diff(store, one)
    assert [seat.institution_label for seat in diff.added] == ["CPN"]
    assert [line.short_name for line in diff.removed] == ["PJJ"]
    assert [(c.line.short_name, c.seat.person_label) for c in diff.changed] == [
        ("Préfecture", "M. Ange TARDI")
    ]
    attendance.apply_roll_diff(store, one)
    lines = queries.roll(store, one)
    assert [line.short_name for line in lines] == ["Préfecture", "Parquet", "CPN", "Mairie"]
    assert lines[1].person == "Mme Judith ROCHEVERT"
    assert not queries.roll_diff(store, one)


def test_a_reply_is_not_a_presence_and_who_did_not_reply_stays_unknown(store: Store) -> None:
    _world, one, entries = convened(store)
    attendance.set_reply(store, entries["Mairie"], Reply.COMES, channel="mail", on=date(2026, 9, 10))
    attendance.set_reply(store, entries["Préfecture"], Reply.SENDS)
    attendance.set_reply(store, entries["Parquet"], Reply.EXCUSED, excuse="Audience")
    assert set(states(store, one).values()) == {Presence.UNKNOWN}
    attendance.announced_present(store, one)
    assert states(store, one) == {
        "Mairie": Presence.PRESENT,
        "Préfecture": Presence.REPRESENTED,
        "Parquet": Presence.EXCUSED,
        "PJJ": Presence.UNKNOWN,
    }
    line = queries.roll(store, one)[0]
    assert (line.delegate, line.delegate_function) == ("Mme Claire ABRISSEL", "directrice de cabinet")
    store.undo()
    assert set(states(store, one).values()) == {Presence.UNKNOWN}


def test_announced_never_overwrites_what_was_seen(store: Store) -> None:
    _world, one, entries = convened(store)
    attendance.set_reply(store, entries["Parquet"], Reply.COMES)
    attendance.set_presence(store, entries["Parquet"], Presence.ABSENT)
    attendance.announced_present(store, one)
    assert states(store, one)["Parquet"] is Presence.ABSENT


def test_represented_needs_somebody_and_present_clears_the_delegate(store: Store) -> None:
    _world, one, entries = convened(store)
    attendance.set_presence(store, entries["Préfecture"], Presence.REPRESENTED)
    assert queries.roll(store, one)[0].delegate == "Mme Claire ABRISSEL"
    attendance.set_presence(store, entries["Préfecture"], Presence.PRESENT)
    assert queries.roll(store, one)[0].delegate == ""
    before = contents(store)
    with pytest.raises(Refusal, match="PJJ"):
        attendance.set_presence(store, entries["PJJ"], Presence.REPRESENTED)
    with pytest.raises(Refusal, match="PJJ"):
        attendance.set_all_presences(
            store, one, {entries["Mairie"]: Presence.PRESENT, entries["PJJ"]: Presence.REPRESENTED}
        )
    assert contents(store) == before
    attendance.set_presence(store, entries["PJJ"], Presence.REPRESENTED, "M. Denis FLAMERIE", "directeur")
    assert queries.roll(store, one)[2].delegate == "M. Denis FLAMERIE"


def test_the_word_agrees_with_who_came_else_with_the_institution(store: Store) -> None:
    _world, one, entries = convened(store)
    attendance.set_presence(store, entries["Préfecture"], Presence.PRESENT)
    attendance.set_presence(store, entries["Parquet"], Presence.EXCUSED)
    words = [line.state_word for line in queries.roll(store, one)]
    assert words == ["Présent", "Excusé", "Non pointée", "Non pointée"]
    attendance.set_presence(store, entries["Préfecture"], Presence.REPRESENTED)
    attendance.set_presence(store, entries["Parquet"], Presence.PRESENT)
    assert [line.state_word for line in queries.roll(store, one)][0:2] == ["Représentée", "Présente"]


def test_guests_and_movements(store: Store) -> None:
    _world, one, entries = convened(store)
    meetings.open_meeting(store, one, "14:35")
    guest = attendance.add_guest(store, one, "M. Paul IMBRET", institution_label="Logéal")
    assert queries.counts(queries.roll(store, one)).present == 0
    with pytest.raises(Refusal):
        attendance.add_movement(store, entries["PJJ"], MovementKind.DEPARTURE, "15:00")
    with pytest.raises(Refusal):
        attendance.add_movement(store, guest, MovementKind.DEPARTURE, "25:61")
    arrival = attendance.add_movement(store, entries["PJJ"], MovementKind.ARRIVAL, "15:10")
    assert states(store, one)["PJJ"] is Presence.PRESENT
    attendance.delete_movement(store, arrival)
    attendance.add_movement(store, guest, MovementKind.DEPARTURE, "15:20")
    with pytest.raises(Refusal):
        attendance.remove_guest(store, entries["PJJ"])
    attendance.remove_guest(store, guest)
    assert store.rows("SELECT * FROM movement") == []
    assert len(queries.roll(store, one)) == 4


def test_an_unknown_presence_reaches_the_figures_as_unknown(store: Store) -> None:
    _world, one, entries = convened(store)
    attendance.set_presence(store, entries["Préfecture"], Presence.PRESENT)
    meetings.close_meeting(store, one, "16:10")
    rows = queries.roll_rows(store)
    assert {row.institution_key: row.presence for row in rows}["PJJ"] is Presence.UNKNOWN
    assert [row.meeting_key for row in rows] == ["2026-01"] * 4
    found = institution_presence(rows, last_months(date(2026, 10, 15), 24))
    assert [(one.key, one.numerator, one.denominator) for one in found if one.denominator] == [
        ("Préfecture", 1, 1)
    ]
