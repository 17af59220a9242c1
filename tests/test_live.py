"""The live meeting in a file: items, turns, pauses, lines, and what the cockpit tells of them."""

from datetime import date

import pytest

from coprodesk.commands import agenda, attendance, commitments, live, meetings, records, watch_points
from coprodesk.domain.agenda import Outcome, discussion_order
from coprodesk.domain.attendance import MovementKind, Presence, Reply
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.quick_entry import QuickKind, QuickLine
from coprodesk.domain.records import RecordKind
from coprodesk.queries import attendance as rolls
from coprodesk.queries import live as queries
from coprodesk.queries.agenda import agenda as agenda_rows
from coprodesk.queries.live import Cockpit, GapKind
from coprodesk.queries.meetings import meeting
from coprodesk.queries.minutes import minutes_document
from coprodesk.store import Opening, Store, open_file
from tests.test_meetings import NOVEMBER, SEPTEMBER, World, build
from tests.test_meetings import contents as meeting_contents


def contents(store: Store) -> list[tuple[object, ...]]:
    tables = ("item_turn", "suspension", "commitment", "watch_point")
    found = [(table, *row) for table in tables for row in store.rows(f"SELECT * FROM {table} ORDER BY id")]
    return [*meeting_contents(store), *found]


def in_session(store: Store, *titles: str) -> tuple[World, int, list[int]]:
    """A convened meeting open since 14:35, with items of fifteen minutes."""
    world = build(store)
    one = meetings.create_meeting(store, world.restricted, SEPTEMBER, "14:30")
    items = [
        agenda.add_item(store, one, title, planned_minutes=15) for title in titles or ("Un", "Deux", "Trois")
    ]
    meetings.convene_meeting(store, one, date(2026, 9, 3))
    live.open_session(store, one, "14:35")
    return world, one, items


def cockpit(store: Store, meeting_id: int, now: str) -> Cockpit:
    found = queries.cockpit(store, meeting_id, now, SEPTEMBER)
    assert found is not None
    return found


def entries(store: Store, meeting_id: int) -> dict[str, int]:
    return {line.short_name: line.id for line in rolls.roll(store, meeting_id)}


def test_items_one_after_the_other_out_of_order_and_again(store: Store) -> None:
    _world, one, (first, second, third) = in_session(store)
    assert live.next_item(store, one, "14:35") == first
    live.start_item(store, third, "14:45")
    assert live.previous_item(store, one, "14:50") == second
    live.start_item(store, first, "15:00")
    assert live.next_item(store, one, "15:10") is None, "nothing is left, the running one ends"
    with pytest.raises(Refusal, match="closez la séance"):
        live.next_item(store, one, "15:11")
    rows = agenda_rows(store, one)
    assert [(row.started_at, row.real_minutes, row.outcome) for row in rows] == [
        ("14:35", 20, Outcome.TREATED),
        ("14:50", 10, Outcome.TREATED),
        ("14:45", 5, Outcome.TREATED),
    ]
    state = queries.live_state(store, one)
    assert state is not None
    assert [item.id for item in discussion_order(state.items) if item.turns] == [first, third, second]
    for _ in range(5):
        store.undo()
    assert store.rows("SELECT * FROM item_turn") == []
    assert agenda_rows(store, one)[0].outcome is Outcome.OPEN


def test_a_crash_in_mid_meeting_resumes_on_the_same_item_with_the_same_timer(
    store: Store, opening: Opening
) -> None:
    _world, one, items = in_session(store)
    live.start_item(store, items[1], "14:40")
    live.suspend_session(store, one, "14:50")
    live.resume_session(store, one, "15:00")
    before = cockpit(store, one, "15:05")
    path = store.path
    store.close()
    again = open_file(path, opening)
    try:
        after = cockpit(again, one, "15:05")
        assert (after.state, after.clock) == (before.state, before.clock)
        assert after.current is not None
        assert (after.current.row.id, after.current.used, after.clock.used) == (items[1], 15, 15)
        live.end_item(again, one, "15:06")
        assert agenda_rows(again, one)[1].real_minutes == 16
    finally:
        again.close()


def test_a_suspended_session_waits(store: Store) -> None:
    _world, one, items = in_session(store)
    live.start_item(store, items[0], "14:40")
    live.suspend_session(store, one, "14:45")
    assert cockpit(store, one, "15:30").clock.suspended_since == "14:45"
    assert cockpit(store, one, "15:30").clock.used == 5
    with pytest.raises(Refusal, match="suspendue depuis 14"):
        live.next_item(store, one, "15:30")
    live.close_session(store, one, "15:40")
    assert tuple(store.row("SELECT from_at, to_at FROM suspension")) == ("14:45", "15:40")
    assert agenda_rows(store, one)[0].real_minutes == 5


def test_items_are_added_put_off_and_withdrawn_on_the_spot(store: Store) -> None:
    _world, one, items = in_session(store)
    live.start_item(store, items[0], "14:36")
    new = live.add_item_live(store, one, "Incident du matin", "14:40")
    added = agenda_rows(store, one)[-1]
    assert (added.id, added.added, added.started_at, added.position) == (new, True, "14:40", 4)
    assert cockpit(store, one, "14:41").current.row.id == new
    live.postpone_item(store, items[1])
    live.withdraw_item(store, new, "14:45")
    found = cockpit(store, one, "14:45")
    assert found.current is None
    assert found.next.row.id == items[2]
    outcomes = [row.outcome for row in agenda_rows(store, one)]
    assert outcomes == [Outcome.TREATED, Outcome.POSTPONED, Outcome.OPEN, Outcome.WITHDRAWN]
    live.postpone_item(store, new)
    live.start_item(store, new, "14:50")
    assert agenda_rows(store, one)[3].outcome is Outcome.OPEN, "taken up again"
    agenda.delete_item(store, new)
    assert store.rows("SELECT id FROM item_turn WHERE agenda_item_id = ?", (new,)) == []


def test_a_meeting_entered_afterwards_has_no_stamps_and_may_keep_unknown_states(store: Store) -> None:
    world = build(store)
    one = meetings.create_meeting(store, world.restricted, SEPTEMBER, "14:30")
    live.close_session(store, one, "16:10", opened_at="14:40")
    entry = entries(store, one)["Préfecture"]
    attendance.set_presence(store, entry, Presence.PRESENT, at="18:00")
    assert store.rows("SELECT * FROM movement") == []
    assert {line.presence for line in rolls.roll(store, one)} == {Presence.UNKNOWN, Presence.PRESENT}
    assert meeting(store, one).opened_at == "14:40"


def test_hours_are_corrected_only_around_what_happened(store: Store) -> None:
    _world, one, items = in_session(store)
    live.start_item(store, items[0], "14:40")
    attendance.set_presence(store, entries(store, one)["Parquet"], Presence.PRESENT, at="14:38")
    before = contents(store)
    for act in (
        lambda: live.close_session(store, one, "14:39"),
        lambda: live.close_session(store, one, "16:00", opened_at="14:39"),
        lambda: live.close_session(store, one, "16:00", opened_at="14:41"),
        lambda: meetings.set_meeting(store, one, opened_at="14:41"),
        lambda: meetings.set_meeting(store, one, opened_at="14:39"),
    ):
        with pytest.raises(Refusal) as refusal:
            act()
        assert refusal.value.field in ("closed_at", "opened_at", "at")
        assert contents(store) == before
    live.close_session(store, one, "16:00", opened_at="14:33")
    with pytest.raises(Refusal):
        meetings.set_meeting(store, one, closed_at="14:00")
    meetings.set_meeting(store, one, closed_at="16:05")


def test_a_session_opened_by_mistake_leaves_no_hours(store: Store) -> None:
    _world, one, items = in_session(store)
    live.start_item(store, items[0], "14:40")
    live.suspend_session(store, one, "14:41")
    attendance.set_presence(store, entries(store, one)["Parquet"], Presence.PRESENT, at="14:41")
    meetings.reopen_meeting(store, one)
    for table in ("item_turn", "suspension", "movement"):
        assert store.rows(f"SELECT * FROM {table}") == []
    live.open_session(store, one, "15:00")
    live.start_item(store, items[0], "15:01")
    assert cockpit(store, one, "15:06").clock.used == 5
    live.close_session(store, one, "15:30")
    meetings.reopen_meeting(store, one)
    live.start_item(store, items[0], "15:40")
    assert cockpit(store, one, "15:41").current.used == 30, "the turns before stay"


def test_a_file_of_before_has_one_turn_for_each_item(store: Store) -> None:
    _world, one, items = in_session(store)
    with store.change("Version 1") as change:
        change.update("agenda_item", items[0], started_at="14:35", real_minutes=12, outcome="treated")
        change.update("agenda_item", items[1], started_at="14:47")
    found = cockpit(store, one, "14:50")
    assert (found.current.row.id, found.items[0].used, found.clock.used) == (items[1], 12, 3)
    live.start_item(store, items[2], "15:00")
    row = agenda_rows(store, one)[1]
    assert (row.started_at, row.real_minutes, row.outcome) == ("14:47", 13, Outcome.TREATED)


# Lines


def line(kind: QuickKind, text: str = "Transmettre les chiffres", **more: object) -> QuickLine:
    values = {"lead_id": None, "contributor_ids": (), "due_on": None, "due_words": "", "messages": ()}
    return QuickLine(kind=kind, text=text, **{**values, **more})


def test_a_typed_line_becomes_what_it_says(store: Store) -> None:
    world, one, items = in_session(store)
    parquet, pjj = world.institutions["Parquet"], world.institutions["PJJ"]
    said = {"lead_id": parquet, "contributor_ids": (pjj,), "due_on": NOVEMBER, "contributors": ("PJJ",)}
    table, made = live.add_line(store, items[0], line(QuickKind.COMMITMENT, **said), "14:44")
    row = store.row("SELECT * FROM commitment WHERE id = ?", (made,))
    assert (table, row["reference"], row["lead_id"]) == ("commitment", "E-2026-01", parquet)
    assert (row["current_due"], row["decided_on"]) == ("2026-11-19", "2026-09-24")
    assert [r["institution_id"] for r in store.rows("SELECT * FROM contributor")] == [pjj]
    table, made = live.add_line(store, items[0], line(QuickKind.DECISION, **said), "14:45")
    row = store.row("SELECT * FROM record WHERE id = ?", (made,))
    assert (table, row["reference"], row["at"], row["contributors"]) == (
        "record",
        "D-2026-01",
        "14:45",
        "PJJ",
    )
    live.add_line(store, items[0], line(QuickKind.DISSENT, "Pas de listes d’élèves"), "14:46")
    live.add_line(store, items[0], line(QuickKind.WATCH_POINT, "Hall occupé"), "14:47")
    tallies = cockpit(store, one, "14:50").tallies
    assert (tallies.decisions, tallies.commitments, tallies.to_specify) == (1, 1, 1)
    assert (tallies.dissents, tallies.watch_points) == (1, 1)
    before = contents(store)
    with pytest.raises(Refusal):
        live.add_line(store, items[0], line(QuickKind.COMMITMENT, due_on=date(2026, 9, 1)), "14:50")
    with pytest.raises(Refusal):
        live.add_line(store, items[0], line(QuickKind.DISCUSSION, "  "), "14:50")
    assert contents(store) == before


def test_a_line_changes_its_kind_with_all_it_says(store: Store) -> None:
    world, _one, items = in_session(store)
    parquet, pjj = world.institutions["Parquet"], world.institutions["PJJ"]
    said = {"lead_id": parquet, "contributor_ids": (pjj,), "due_on": NOVEMBER, "contributors": ("PJJ",)}
    table, made = live.add_line(store, items[0], line(QuickKind.COMMITMENT, **said), "14:44")
    table, made = live.set_line_kind(store, table, made, QuickKind.DECISION)
    row = store.row("SELECT * FROM record WHERE id = ?", (made,))
    assert (row["text"], row["institution_id"], row["contributors"], row["due_on"]) == (
        "Transmettre les chiffres",
        parquet,
        "PJJ",
        "2026-11-19",
    )
    assert store.rows("SELECT * FROM commitment") == []
    assert live.set_line_kind(store, table, made, QuickKind.REQUEST) == (table, made)
    assert store.row("SELECT reference FROM record")[0] == "V-2026-01"
    store.undo()
    store.undo()
    assert store.row("SELECT reference FROM commitment")[0] == "E-2026-01"
    table, made = live.set_line_kind(store, "commitment", made_of(store), QuickKind.WATCH_POINT)
    assert (table, store.row("SELECT reference, finding FROM watch_point")[0]) == ("watch_point", "VIG-01")


def made_of(store: Store) -> int:
    return int(store.row("SELECT id FROM commitment")["id"])


def test_a_line_is_never_more_open_than_its_item(store: Store) -> None:
    _world, _one, items = in_session(store)
    agenda.set_item(store, items[0], level=Level.RESTRICTED)
    for kind in (QuickKind.COMMITMENT, QuickKind.DECISION, QuickKind.WATCH_POINT):
        table, made = live.add_line(store, items[0], line(kind), "14:44")
        live.set_line_level(store, table, made, Level.SECRETARIAT)
        live.set_line_level(store, table, made, Level.PUBLIC)
        assert store.row(f"SELECT level FROM {table} WHERE id = ?", (made,))[0] == "restricted"


# What the cockpit tells


def test_who_is_concerned_and_not_in_the_room(store: Store) -> None:
    world, one, _items = in_session(store)
    ids = world.institutions
    other = store.row("SELECT id FROM college ORDER BY id")["id"]
    with store.change("Une autre") as change:
        stranger = change.insert("institution", name="SNCF", short_name="SNCF", college_id=other)
    wanted = [ids["PJJ"], ids["Parquet"], ids["Préfecture"], stranger]
    item = agenda.add_item(store, one, "Abords", institution_ids=wanted)
    live.start_item(store, item, "14:40")
    roll = entries(store, one)
    attendance.set_presence(store, roll["Parquet"], Presence.PRESENT, at="14:41")
    attendance.set_presence(store, roll["PJJ"], Presence.ABSENT, at="14:41")

    def missing() -> list[tuple[str, Presence | None, str | None]]:
        found = cockpit(store, one, "14:50").concerned_absent
        return [(each.short_name, each.presence, each.left_at) for each in found]

    assert missing() == [
        ("Préfecture", Presence.UNKNOWN, None),
        ("PJJ", Presence.ABSENT, None),
        ("SNCF", None, None),
    ]
    attendance.set_presence(store, roll["Préfecture"], Presence.REPRESENTED, at="14:42")
    attendance.depart(store, roll["Parquet"], "14:45")
    assert missing()[0] == ("Parquet", Presence.PRESENT, "14:45")
    attendance.set_presence(store, roll["Parquet"], Presence.PRESENT, at="14:48")
    assert [name for name, *_rest in missing()] == ["PJJ", "SNCF"]


def test_the_follow_up_item_brings_what_is_due_by_lead(store: Store) -> None:
    world, one, items = in_session(store)
    due = {"decided_on": date(2026, 1, 8), "due": date(2026, 9, 24)}
    commitments.add_commitment(store, "Ouvrir un local", lead_id=world.institutions["PJJ"], **due)
    commitments.add_commitment(store, "Nommer un référent", **due)
    commitments.add_commitment(store, "Plus tard", decided_on=date(2026, 1, 8), due=NOVEMBER)
    assert cockpit(store, one, "14:40").due == ()
    with store.change("Rôle") as change:
        change.update("agenda_item", items[0], role="follow_up")
    groups = cockpit(store, one, "14:40").due
    assert [(group.lead, [each.what for each in group.commitments]) for group in groups] == [
        ("PJJ", ["Ouvrir un local"]),
        ("", ["Nommer un référent"]),
    ]


def test_what_was_said_of_a_commitment_here_stays_in_its_place(store: Store) -> None:
    world, one, items = in_session(store)
    due = {"decided_on": date(2026, 1, 8), "due": date(2026, 9, 24), "lead_id": world.institutions["PJJ"]}
    names = ("Écrire", "Nommer", "Ouvrir", "Visiter", "Voter")
    made = [commitments.add_commitment(store, name, **due) for name in names]
    with store.change("Rôle") as change:
        change.update("agenda_item", items[0], role="follow_up")

    def told() -> list[tuple[str, str, bool]]:
        (group,) = cockpit(store, one, "14:40").due
        return [(each.what, each.said, each.settled) for each in group.commitments]

    assert told() == [(name, "", False) for name in names]
    here = {"on": SEPTEMBER, "meeting_id": one}
    commitments.keep_commitment(store, made[0], SEPTEMBER, meeting_id=one)
    commitments.abandon_commitment(store, made[1], "Plus d’objet", **here)
    commitments.postpone_commitment(store, made[2], date(2026, 12, 15), **here)
    commitments.add_news(store, made[3], "Le local est trouvé", **here)
    assert told() == [
        ("Écrire", "Tenu", True),
        ("Nommer", "Abandonné\u00a0: Plus d’objet", True),
        ("Ouvrir", "Reporté au 15/12/2026", True),
        ("Visiter", "Le local est trouvé", False),
        ("Voter", "", False),
    ]
    for _each in range(3):
        store.undo()
    assert told()[1:4] == [("Nommer", "", False), ("Ouvrir", "", False), ("Visiter", "", False)]
    commitments.reopen_commitment(store, made[0], on=SEPTEMBER)
    assert told()[0] == ("Écrire", "", False), "open again: what was said no longer stands"
    commitments.postpone_commitment(store, made[0], date(2027, 1, 15), on=SEPTEMBER)
    assert [what for what, *_said in told()] == [*names[1:]], "put off elsewhere, it is not due here"
    undated = commitments.add_commitment(store, "Sans date", decided_on=date(2026, 1, 8))
    commitments.add_news(store, undated, "Rien encore", **here)
    commitments.keep_commitment(store, undated, SEPTEMBER, meeting_id=one)
    assert [what for what, *_said in told()] == [*names[1:]]


def test_the_closing_list_says_what_is_left_and_bars_nothing(store: Store) -> None:
    world, one, items = in_session(store, "Un", "Deux")
    live.start_item(store, items[0], "14:40")
    live.end_item(store, one, "14:50")
    commitments.add_commitment(store, "Sans rien", decided_on=SEPTEMBER, agenda_item_id=items[0])
    attendance.set_presence(store, entries(store, one)["Parquet"], Presence.EXCUSED)

    def gaps() -> dict[GapKind, str]:
        return {gap.kind: gap.words for gap in cockpit(store, one, "15:00").unfinished}

    assert gaps() == {
        GapKind.ITEMS: "1 point sans suite",
        GapKind.SEATS: "3 sièges non pointés",
        GapKind.LEADS: "1 engagement sans pilote",
        GapKind.DATES: "1 engagement sans échéance",
        GapKind.NEXT_MEETING: "date de la prochaine réunion à fixer",
    }
    (gap,) = [gap for gap in cockpit(store, one, "15:00").unfinished if gap.kind is GapKind.ITEMS]
    assert gap.ids == (items[1],)
    live.close_session(store, one, "16:00")
    meetings.create_meeting(store, world.restricted, NOVEMBER, "14:30")
    live_again = {
        line.id: Presence.ABSENT for line in rolls.roll(store, one) if line.presence is Presence.UNKNOWN
    }
    attendance.set_all_presences(store, one, live_again)
    agenda.set_outcome(store, items[1], Outcome.POSTPONED)
    commitments.delete_commitment(store, made_of(store))
    assert gaps() == {}


def test_nobody_is_needed_to_open_or_to_close(store: Store) -> None:
    """No quorum by default: the rules of procedure of a council are settings."""
    _world, one, items = in_session(store)
    attendance.set_all_presences(store, one, dict.fromkeys(entries(store, one).values(), Presence.ABSENT))
    live.start_item(store, items[0], "14:40")
    records.add_record(store, items[0], RecordKind.DECISION, "Adopté")
    live.close_session(store, one, "15:00")
    assert rolls.counts(rolls.roll(store, one)).attended == 0


def test_watch_points_of_the_body_are_at_hand(store: Store) -> None:
    world, one, _items = in_session(store)
    kept = watch_points.open_watch_point(store, world.restricted, "Hall", since=date(2026, 9, 12))
    watch_points.open_watch_point(store, world.cell, "Ailleurs", since=date(2026, 9, 12))
    gone = watch_points.open_watch_point(store, world.restricted, "Épaves", since=date(2026, 9, 2))
    watch_points.lift_watch_point(store, gone, SEPTEMBER)
    assert [each.id for each in cockpit(store, one, "14:40").watch_points] == [kept]


def test_movements_belong_to_the_item_of_their_hour(store: Store) -> None:
    _world, one, items = in_session(store)
    live.start_item(store, items[0], "14:40")
    live.start_item(store, items[1], "14:50")
    entry = entries(store, one)["Parquet"]
    attendance.set_reply(store, entry, Reply.COMES)
    attendance.announced_present(store, one)
    arrived = attendance.add_movement(store, entry, MovementKind.ARRIVAL, "14:50")
    place = "SELECT agenda_item_id FROM movement WHERE id = ?"
    assert store.row(place, (arrived,))[0] == items[1], "the one just begun"
    attendance.set_movement(store, arrived, at="14:45")
    assert store.row(place, (arrived,))[0] == items[0]
    attendance.set_movement(store, arrived, agenda_item_id=items[2])
    assert store.row(place, (arrived,))[0] == items[2]


def test_the_roll_taken_before_the_first_item_is_not_told_as_arrivals(example: Store) -> None:
    meeting_id = int(example.rows("SELECT id FROM meeting WHERE number = '2026-03'")[0][0])
    live.open_session(example, meeting_id, "14:30")
    first, second = rolls.roll(example, meeting_id)[:2]
    attendance.set_presence(example, first.id, Presence.PRESENT, at="14:32")
    live.start_item(example, agenda_rows(example, meeting_id)[0].id, "14:35")
    attendance.set_presence(example, second.id, Presence.PRESENT, at="14:37")
    attendance.depart(example, first.id, "14:40")
    items = minutes_document(example, meeting_id, Audience(Level.PARTNERS)).items
    told = [sentence.replace("\u00a0", " ") for item in items for sentence in item.movements]
    assert [words.partition(",")[0] for words in told] == [
        "Mme Judith ROCHEVERT arrive en séance à 14 h 37",
        "M. Gauthier de LESMONT quitte la séance à 14 h 40",
    ]
