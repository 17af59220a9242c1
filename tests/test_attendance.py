from datetime import date

import pytest

from coprodesk.commands import agenda, attendance, live, meetings
from coprodesk.domain.agenda import Outcome
from coprodesk.domain.attendance import MovementKind, Presence, Reply, institution_presence, last_months
from coprodesk.domain.errors import Refusal
from coprodesk.domain.seating import names_several, person_key
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


def stamps(store: Store, entry_id: int) -> list[tuple[str, str]]:
    rows = store.rows("SELECT kind, at FROM movement WHERE roll_entry_id = ? ORDER BY at, id", (entry_id,))
    return [(row["kind"], row["at"]) for row in rows]


def roll_contents(store: Store) -> list[tuple[object, ...]]:
    return [*contents(store), store.undo_label]


def test_guests_come_and_go(store: Store) -> None:
    _world, one, entries = convened(store)
    live.open_session(store, one, "14:35")
    guest = attendance.add_guest(store, one, "M. Paul IMBRET", institution_label="Logéal")
    assert queries.counts(queries.roll(store, one)).present == 0
    with pytest.raises(Refusal):
        attendance.add_movement(store, entries["PJJ"], MovementKind.DEPARTURE, "15:00")
    with pytest.raises(Refusal) as refusal:
        attendance.add_movement(store, guest, MovementKind.DEPARTURE, "25:61")
    assert refusal.value.field == "at"
    arrival = attendance.add_movement(store, entries["PJJ"], MovementKind.ARRIVAL, "15:10")
    assert states(store, one)["PJJ"] is Presence.PRESENT
    attendance.delete_movement(store, arrival)
    attendance.depart(store, guest, "15:20")
    for entry, words in ((entries["PJJ"], "déjà pointé"), (entries["Mairie"], "reste sur la liste")):
        with pytest.raises(Refusal, match=words):
            attendance.remove_guest(store, entry)
    attendance.remove_guest(store, guest)
    assert store.rows("SELECT * FROM movement") == []
    assert len(queries.roll(store, one)) == 4


def test_p_stamps_an_arrival_also_after_the_call_and_a_return_after_a_departure(store: Store) -> None:
    _world, one, entries = convened(store)
    parquet, pref = entries["Parquet"], entries["Préfecture"]
    attendance.set_presence(store, pref, Presence.PRESENT, at="14:20")
    assert stamps(store, pref) == [], "before the session nobody arrives"
    attendance.set_reply(store, parquet, Reply.COMES)
    live.open_session(store, one, "14:35")
    attendance.announced_present(store, one)
    assert stamps(store, parquet) == []
    attendance.set_presence(store, parquet, Presence.PRESENT, at="14:50")
    attendance.set_presence(store, parquet, Presence.PRESENT, at="14:52")
    assert stamps(store, parquet) == [("arrival", "14:50")], "who is there does not arrive again"
    attendance.depart(store, parquet, "15:10")
    assert queries.roll(store, one)[1].left_at == "15:10"
    with pytest.raises(Refusal, match="déjà parti"):
        attendance.depart(store, parquet, "15:20")
    attendance.set_presence(store, parquet, Presence.PRESENT, at="15:30")
    assert stamps(store, parquet)[1:] == [("departure", "15:10"), ("arrival", "15:30")]
    assert queries.roll(store, one)[1].left_at is None
    attendance.set_presence(store, pref, Presence.REPRESENTED, at="15:31")
    assert stamps(store, pref) == [("arrival", "15:31")]
    attendance.set_presence(store, parquet, Presence.EXCUSED, at="15:32")
    assert stamps(store, parquet) == [], "who did not come has no hours"
    store.undo()
    assert len(stamps(store, parquet)) == 3
    store.undo()
    assert stamps(store, pref) == []
    store.undo()
    store.undo()
    assert stamps(store, parquet) == [("arrival", "14:50")]
    store.undo()
    assert (stamps(store, parquet), states(store, one)["Parquet"]) == ([], Presence.PRESENT)


def test_hours_are_corrected_within_the_session_and_in_their_order(store: Store) -> None:
    _world, one, entries = convened(store)
    live.open_session(store, one, "14:35")
    attendance.set_presence(store, entries["Parquet"], Presence.PRESENT, at="14:40")
    left = attendance.depart(store, entries["Parquet"], "15:00")
    attendance.set_presence(store, entries["Parquet"], Presence.PRESENT, at="15:10")
    live.close_session(store, one, "16:00")
    before = roll_contents(store)
    for at in ("14:34", "14:39", "15:11", "16:01", "25:00"):
        with pytest.raises(Refusal) as refusal:
            attendance.set_movement(store, left, at=at)
        assert refusal.value.field == "at"
        assert roll_contents(store) == before
    attendance.set_movement(store, left, at="15 h 05")
    assert stamps(store, entries["Parquet"])[1] == ("departure", "15:05")
    attendance.delete_movement(store, left)
    assert stamps(store, entries["Parquet"]) == [("arrival", "14:40")], "no return without a departure"


def same_person_on_two_seats(world: World, store: Store) -> None:
    """The procureure also sits for the PJJ."""
    with store.change("Cumul") as change:
        change.insert(
            "mandate",
            person_id=world.people["Rochevert"],
            institution_id=world.institutions["PJJ"],
            rank="titular",
            function="directrice par intérim",
        )


REFUSED = {
    "the titular as her own delegate": (
        ("Parquet", Presence.REPRESENTED, "Rochevert Judith"),
        "ne se représente pas",
    ),
    "a delegate beside the titular": (
        ("Parquet", Presence.PRESENT, "M. Loïc SENAUVEL"),
        "ne se partage pas",
    ),
    "two delegates in one seat": (
        ("Parquet", Presence.REPRESENTED, "M. Loïc SENAUVEL et Mme Ève TARDI"),
        "ne se partage pas",
    ),
    "a delegate who sits elsewhere": (
        ("Parquet", Presence.REPRESENTED, "Claire Abrissel"),
        "occupe déjà le siège «\u00a0Préfecture de la Haute-Lorne\u00a0»",
    ),
    "a titular who sits elsewhere": (("PJJ", Presence.PRESENT, ""), "occupe déjà le siège"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_one_person_to_a_seat_and_one_seat_to_a_person(store: Store, case: str) -> None:
    world = build(store)
    same_person_on_two_seats(world, store)
    one = meetings.create_meeting(store, world.restricted, SEPTEMBER, "14:30")
    meetings.convene_meeting(store, one, date(2026, 9, 3))
    entries = {line.short_name: line.id for line in queries.roll(store, one)}
    attendance.set_presence(store, entries["Préfecture"], Presence.REPRESENTED)
    if "titular who" in case:
        attendance.set_presence(store, entries["Parquet"], Presence.PRESENT)
    (seat, presence, delegate), words = REFUSED[case]
    before = roll_contents(store)
    with pytest.raises(Refusal, match=words) as refusal:
        attendance.set_presence(store, entries[seat], presence, delegate)
    assert refusal.value.field == "delegate_label"
    assert roll_contents(store) == before


def test_a_bulk_call_leaves_to_a_person_one_seat(store: Store) -> None:
    world = build(store)
    same_person_on_two_seats(world, store)
    one = meetings.create_meeting(store, world.restricted, SEPTEMBER, "14:30")
    meetings.convene_meeting(store, one, date(2026, 9, 3))
    entries = {line.short_name: line.id for line in queries.roll(store, one)}
    for seat in ("Parquet", "PJJ"):
        attendance.set_reply(store, entries[seat], Reply.COMES)
    attendance.announced_present(store, one)
    assert (states(store, one)["Parquet"], states(store, one)["PJJ"]) == (Presence.PRESENT, Presence.UNKNOWN)
    live.open_session(store, one, "14:30")
    with pytest.raises(Refusal, match="occupe déjà"):
        attendance.add_movement(store, entries["PJJ"], MovementKind.ARRIVAL, "14:40")
    with pytest.raises(Refusal):
        attendance.set_reply(store, entries["Parquet"], Reply.SENDS, delegate_label="Mme Judith Rochevert")


def test_every_substitute_of_the_day_is_proposed_the_usual_one_first(store: Store) -> None:
    world, one, entries = convened(store)
    with store.change("Suppléances") as change:
        other = ("M.", "Ange", "Tardi", "sous-préfet")
        add_mandate(change, world, "Préfecture", "substitute", other, body_id=world.restricted)
        gone = ("Mme", "Lou", "Vany", "cheffe de bureau")
        add_mandate(change, world, "Préfecture", "substitute", gone, to_date="2026-09-23")
        change.insert(
            "mandate",
            person_id=world.people["de Lesmont"],
            institution_id=world.institutions["Préfecture"],
            rank="substitute",
        )
    line = next(each for each in queries.roll(store, one) if each.id == entries["Préfecture"])
    assert [each.name for each in line.substitutes] == ["M. Ange TARDI", "Mme Claire ABRISSEL"]
    assert line.substitute is line.substitutes[0]
    attendance.set_presence(store, entries["Préfecture"], Presence.REPRESENTED)
    assert queries.roll(store, one)[0].delegate == "M. Ange TARDI"


def test_the_roll_of_approved_minutes_does_not_change(store: Store) -> None:
    world, one, entries = convened(store)
    live.open_session(store, one, "14:35")
    attendance.set_presence(store, entries["Parquet"], Presence.PRESENT, at="14:40")
    guest = attendance.add_guest(store, one, "M. Paul IMBRET")
    moved = store.row("SELECT id FROM movement")["id"]
    live.close_session(store, one, "16:00")
    later = meetings.create_meeting(store, world.restricted, date(2026, 11, 19), "14:30")
    item = agenda.add_item(store, later, "Approbation", approves_id=one)
    agenda.set_outcome(store, item, Outcome.TREATED)
    attendance.set_presence(store, entries["PJJ"], Presence.ABSENT)  # not approved until that one is held
    live.close_session(store, later, "16:00")
    before = roll_contents(store)
    for act in (
        lambda: attendance.set_presence(store, entries["PJJ"], Presence.EXCUSED),
        lambda: attendance.set_all_presences(store, one, {entries["PJJ"]: Presence.EXCUSED}),
        lambda: attendance.announced_present(store, one),
        lambda: attendance.set_reply(store, entries["PJJ"], Reply.COMES),
        lambda: attendance.add_guest(store, one, "Mme Rose LAVAL"),
        lambda: attendance.remove_guest(store, guest),
        lambda: attendance.depart(store, entries["Parquet"], "15:00"),
        lambda: attendance.set_movement(store, moved, at="14:41"),
        lambda: attendance.delete_movement(store, moved),
        lambda: attendance.take_roll_snapshot(store, one),
        lambda: attendance.apply_roll_diff(store, one),
    ):
        with pytest.raises(Refusal, match=r"^Action impossible\u00a0: ce compte rendu est approuvé"):
            act()
        assert roll_contents(store) == before
    meetings.reopen_meeting(store, later)
    attendance.set_presence(store, entries["PJJ"], Presence.EXCUSED)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("M. Gauthier de LESMONT", "de Lesmont Gauthier", True),
        ("Mme Ève ŒUVRARD, directrice", "Eve Oeuvrard", True),
        ("M. Paul MARTIN", "M. Paul MARTINEZ", False),
        ("M. Paul MARTIN", "M. Luc MARTIN", False),
    ],
)
def test_one_name_written_two_ways(one: str, other: str, same: bool) -> None:
    assert (person_key(one) == person_key(other)) is same
    assert not names_several(one)
    assert names_several(f"{one.partition(',')[0]} et {other}")


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
