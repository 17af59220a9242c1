from datetime import date

import pytest

from coprodesk.commands import agenda, attendance, meetings, records
from coprodesk.documents import minutes as minutes_paper
from coprodesk.documents import plain
from coprodesk.documents.common import Edition
from coprodesk.domain.agenda import Outcome
from coprodesk.domain.attendance import Presence
from coprodesk.domain.commitments import Status
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.records import RecordKind
from coprodesk.queries import minutes as queries
from coprodesk.store import Store
from tests.test_meetings import NOVEMBER, SEPTEMBER, World, build

PARTNERS = Audience(Level.PARTNERS)
TOKEN = "zq7xsecret"
OF_THE_CELL = "zq8xcellule"


def commit(
    store: Store, reference: str, *, events: tuple[dict[str, object], ...] = (), **columns: object
) -> int:
    with store.change("Engagement") as change:
        values = {"what": "Agir", "decided_on": "2026-01-05", "current_due": "2026-08-31", **columns}
        one = change.insert("commitment", reference=reference, **values)
        for event in events:
            change.insert("commitment_event", commitment_id=one, **event)
    return one


def session(store: Store) -> tuple[World, int, dict[str, int]]:
    world = build(store)
    one = meetings.create_meeting(store, world.restricted, SEPTEMBER, "14:30")
    meetings.open_meeting(store, one, "14:35")
    entries = {row["institution_label"][:3]: row["id"] for row in store.rows("SELECT * FROM roll_entry")}
    attendance.set_presence(store, entries["Pré"], Presence.REPRESENTED)
    attendance.set_presence(store, entries["Par"], Presence.EXCUSED)
    items = {title: agenda.add_item(store, one, title) for title in ("Approbation", "Rodéos", "Collèges")}
    records.add_record(store, items["Rodéos"], RecordKind.DISCUSSION, "Un")
    records.add_record(store, items["Rodéos"], RecordKind.DISSENT, "Réserve")
    records.add_record(store, items["Rodéos"], RecordKind.DISCUSSION, "Deux")
    records.add_record(store, items["Rodéos"], RecordKind.DECISION, "Décider")
    agenda.set_outcome(store, items["Collèges"], Outcome.POSTPONED)
    meetings.close_meeting(store, one, "16:10")
    return world, one, items


def test_the_minutes_hold_the_sheet_in_order(store: Store) -> None:
    world, one, items = session(store)
    commit(store, "E-2026-01", agenda_item_id=items["Rodéos"], lead_id=world.institutions["PJJ"])
    meetings.create_meeting(store, world.restricted, NOVEMBER, "14:30")
    paper = queries.minutes_document(store, one, PARTNERS)
    assert [(line.word, line.person) for line in paper.roll] == [
        ("Non pointée", ""),
        ("Représentée", "Mme Claire ABRISSEL, directrice de cabinet, représentant M. le Préfet"),
        ("Excusé", ""),
        ("Non pointée", ""),
    ]
    assert (paper.convened, paper.attended) == (3, 1)
    rodeos = paper.items[1]
    assert [(group.kind, [record.text for record in group.records]) for group in rodeos.groups] == [
        (RecordKind.DISCUSSION, ["Un", "Deux"]),
        (RecordKind.DISSENT, ["Réserve"]),
        (RecordKind.DECISION, ["Décider"]),
    ]
    assert [line.reference for line in rodeos.commitments] == ["E-2026-01"]
    assert [(line.reference, line.lead) for line in paper.decisions] == [
        ("E-2026-01", "PJJ"),
        ("D-2026-01", ""),
    ]
    assert paper.next_meeting.date == NOVEMBER
    assert paper.follow_up == ()
    sheet = queries.decision_sheet(store, one, PARTNERS)
    assert sheet.priorities[0] == "Collèges (point reporté)"


def test_earlier_commitments_stand_as_they_did_on_the_day(store: Store) -> None:
    _world, one, _items = session(store)
    late = {"state": "kept", "done_on": "2026-10-02", "initial_due": "2026-06-30"}
    commit(
        store,
        "E-2025-01",
        events=(
            {"kind": "postponed", "on_date": "2026-06-20", "from_due": "2026-06-30", "to_due": "2026-08-31"},
            {"kind": "kept", "on_date": "2026-10-02"},
        ),
        **late,
    )
    commit(
        store,
        "E-2025-02",
        events=({"kind": "news", "on_date": "2026-09-24", "meeting_id": one, "text": "8 sur 12"},),
        current_due="2026-12-31",
    )
    commit(store, "E-2025-03", state="kept", done_on="2026-08-01", initial_due="2026-08-31")
    commit(store, "E-2026-09", decided_on="2026-10-01")
    found = queries.minutes_document(store, one, PARTNERS).follow_up
    assert [(line.reference, line.status, line.due, line.discussed) for line in found] == [
        ("E-2025-01", Status.LATE, date(2026, 8, 31), False),
        ("E-2025-02", Status.OPEN, date(2026, 12, 31), True),
        ("E-2025-03", Status.KEPT, date(2026, 8, 31), False),
    ]
    assert found[0].note == "1 report, à relancer"
    assert found[1].news == "8 sur 12"
    with store.change("Séance d’août") as change:
        held = change.row("meeting", one)
        assert held is not None
        facts = {**held, "id": None, "number": None, "date": "2026-08-15", "state": "held"}
        change.insert("meeting", **facts)
    known = queries.minutes_document(store, one, PARTNERS).follow_up
    assert [line.reference for line in known] == ["E-2025-01", "E-2025-02"], "kept before is told before"


def hide_everywhere(store: Store, world: World, one: int, items: dict[str, int]) -> None:
    """Write the token in every restricted or secretariat text the meeting can hold."""
    hidden = agenda.add_item(store, one, f"{TOKEN} titre", level=Level.RESTRICTED)
    records.add_record(store, hidden, RecordKind.DECISION, f"{TOKEN} décision", contributors=TOKEN)
    records.add_record(store, items["Rodéos"], RecordKind.DISCUSSION, TOKEN, level=Level.RESTRICTED)
    records.add_record(store, items["Rodéos"], RecordKind.REQUEST, TOKEN, level=Level.SECRETARIAT)
    agenda.set_outcome(store, hidden, Outcome.POSTPONED)
    commit(store, "E-2026-11", what=TOKEN, agenda_item_id=hidden)
    commit(store, "E-2026-12", what=TOKEN, level="restricted", lead_id=world.institutions["PJJ"])
    news = {"kind": "news", "on_date": "2026-09-24", "meeting_id": one, "text": TOKEN}
    commit(store, "E-2026-13", what="Rue", level="secretariat", events=(news,))
    other = meetings.create_meeting(store, world.cell, date(2026, 9, 1), "09:30")
    watch = agenda.add_item(store, other, "Hall")
    news = {**news, "text": OF_THE_CELL}
    commit(store, "E-2026-14", what=OF_THE_CELL, level="restricted", agenda_item_id=watch, events=(news,))


def papers(store: Store, world: World, one: int, audience: Audience) -> str:
    return repr(
        (
            queries.minutes_document(store, one, audience, keep_placeholders=True),
            queries.decision_sheet(store, one, audience),
            queries.agenda_document(store, one, audience, world.institutions["PJJ"]),
            queries.sign_in_sheet(store, one, audience),
        )
    )


def test_nothing_hidden_is_in_what_partners_or_another_group_get(store: Store) -> None:
    world, one, items = session(store)
    hide_everywhere(store, world, one, items)
    for audience in (Audience(Level.PUBLIC), PARTNERS):
        paper = papers(store, world, one, audience)
        assert TOKEN not in paper
        assert OF_THE_CELL not in paper
        assert "E-2026-1" not in paper
    of_the_cell = papers(store, world, one, Audience(Level.RESTRICTED, world.cell))
    assert OF_THE_CELL in of_the_cell
    assert TOKEN not in of_the_cell
    of_the_group = papers(store, world, one, Audience(Level.RESTRICTED, world.restricted))
    assert TOKEN in of_the_group
    assert OF_THE_CELL not in of_the_group
    assert "E-2026-12" not in of_the_group
    whole = papers(store, world, one, Audience(Level.SECRETARIAT))
    assert "E-2026-13" in whole
    assert OF_THE_CELL in whole


def test_sabotage_a_record_declared_open_is_found_by_the_token(store: Store) -> None:
    world, one, items = session(store)
    hide_everywhere(store, world, one, items)
    with store.change("Sabotage") as change:
        change.update("record", change.rows("record", text=TOKEN)[0]["id"], level="partners")
    assert TOKEN in papers(store, world, one, PARTNERS)


def test_a_cut_item_leaves_a_trace_only_when_asked(store: Store) -> None:
    world, one, items = session(store)
    hide_everywhere(store, world, one, items)
    agenda.set_item(store, items["Rodéos"], level=Level.SECRETARIAT)
    plain = queries.minutes_document(store, one, PARTNERS).items
    assert [(item.number, item.title) for item in plain] == [(1, "Approbation"), (2, "Collèges")]
    kept = queries.minutes_document(store, one, PARTNERS, keep_placeholders=True).items
    assert [item.title for item in kept] == ["Approbation", "Collèges", "[point traité en groupe restreint]"]


def test_the_papers_of_a_confidential_group_are_refused_to_others(store: Store) -> None:
    world = build(store)
    cell = meetings.create_meeting(store, world.cell, SEPTEMBER, "09:30")
    for make in (
        queries.minutes_document,
        queries.decision_sheet,
        queries.agenda_document,
        queries.sign_in_sheet,
    ):
        for audience in (PARTNERS, Audience(Level.RESTRICTED, world.restricted)):
            with pytest.raises(Refusal, match="confidentiel"):
                make(store, cell, audience)
        make(store, cell, Audience(Level.RESTRICTED, world.cell))


# ---- comings and goings


def move(store: Store, seat: str, kind: str, at: str, item: int | None = None) -> None:
    entry = next(row for row in store.rows("SELECT * FROM roll_entry") if seat in row["institution_label"])
    with store.change("Mouvement") as change:
        change.insert("movement", roll_entry_id=entry["id"], kind=kind, at=at, agenda_item_id=item)


def discuss(store: Store, turns: dict[int, tuple[str, int]]) -> None:
    """Give each item its real start and minutes."""
    with store.change("Séance") as change:
        for item, (start, minutes_used) in turns.items():
            change.update("agenda_item", item, started_at=start, real_minutes=minutes_used)


def moved(store: Store, one: int, audience: Audience, *, keep: bool = False) -> list[tuple[int, list[str]]]:
    """Return by printed number, in printed order, the sentences; 0 for those after the last item."""
    document = queries.minutes_document(store, one, audience, keep_placeholders=keep)
    found = [(item.number, [plain_words(text) for text in item.movements]) for item in document.items]
    return [*found, (0, [plain_words(text) for text in document.movements])]


def plain_words(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_movements_stand_at_their_item_in_the_order_of_discussion(store: Store) -> None:
    _world, one, items = session(store)
    first, second, third = items.values()
    discuss(store, {first: ("14:35", 5), third: ("14:40", 20), second: ("15:00", 60)})
    move(store, "Préfecture", "arrival", "14:50", third)
    move(store, "Préfecture", "departure", "15:20", second)
    move(store, "Préfecture", "arrival", "15:30", second)
    move(store, "Préfecture", "departure", "16:05")
    who = "Mme Claire ABRISSEL, représentant M. le Préfet,"
    assert moved(store, one, PARTNERS) == [
        (1, []),
        (3, [f"{who} arrive en séance à 14 h 50, pendant l’examen du point 3."]),
        (
            2,
            [
                f"{who} quitte la séance à 15 h 20, pendant l’examen du point 2.",
                f"{who} rejoint la séance à 15 h 30, pendant l’examen du point 2.",
            ],
        ),
        (0, [f"{who} quitte la séance à 16 h 05, après l’examen du point 2."]),
    ]
    text = plain_words(
        plain.render(minutes_paper.build(queries.minutes_document(store, one, PARTNERS), Edition(SEPTEMBER)))
    )
    listed = text.index("1. Approbation\n2. Rodéos\n3. Collèges")
    told = [
        text.index(words, listed + 36) for words in ("1. Approbation", "3. Collèges", "14 h 50", "2. Rodéos")
    ]
    told += [text.index(words) for words in ("15 h 20", "15 h 30", "16 h 05", "Relevé de décisions et")]
    assert told == sorted(told)


def test_decisions_follow_the_order_of_discussion(store: Store) -> None:
    _world, one, items = session(store)
    records.add_record(store, items["Approbation"], RecordKind.DECISION, "Approuver")
    before = [line.text for line in queries.decision_sheet(store, one, PARTNERS).decisions]
    assert before == ["Approuver", "Décider"]
    discuss(store, {items["Rodéos"]: ("14:35", 30), items["Approbation"]: ("15:05", 5)})
    for paper in (
        queries.decision_sheet(store, one, PARTNERS),
        queries.minutes_document(store, one, PARTNERS),
    ):
        assert [line.text for line in paper.decisions] == ["Décider", "Approuver"]
    assert [item.title for item in queries.agenda_document(store, one, PARTNERS).items] == list(items)


def test_an_item_taken_up_again_is_named_by_its_turns(store: Store) -> None:
    _world, one, items = session(store)
    first, second, _third = items.values()
    discuss(store, {first: ("14:35", 20), second: ("14:45", 20)})
    turns = ((first, "14:35", "14:45"), (second, "14:45", "15:05"), (first, "15:10", "15:20"))
    with store.change("Reprise") as change:
        for item, start, end in turns:
            change.insert("item_turn", agenda_item_id=item, from_at=start, to_at=end)
    move(store, "Préfecture", "departure", "15:07")
    move(store, "Préfecture", "arrival", "15:15")
    told = dict(moved(store, one, PARTNERS))
    assert [text.rpartition("à ")[2] for text in told[1]] == [
        "15 h 07, avant la reprise du point 1.",
        "15 h 15, pendant l’examen du point 1.",
    ]


@pytest.mark.parametrize("level", [Level.RESTRICTED, Level.SECRETARIAT])
@pytest.mark.parametrize("keep", [False, True])
def test_a_movement_at_a_cut_item_stands_at_the_next_one_that_is_seen(
    store: Store, level: Level, keep: bool
) -> None:
    world, one, items = session(store)
    first, second, third = items.values()
    discuss(store, {first: ("14:35", 5), second: ("14:40", 20), third: ("15:00", 30)})
    with store.change("Niveau") as change:
        change.update("agenda_item", second, level=level.value, title=TOKEN)
    move(store, "Préfecture", "departure", "14:50", second)
    who = "Mme Claire ABRISSEL, représentant M. le Préfet, quitte la séance à 14 h 50,"
    number = 3 if keep and level is Level.RESTRICTED else 2
    told = dict(moved(store, one, PARTNERS, keep=keep))
    assert told[number] == [f"{who} avant l’examen du point {number}."]
    assert sum(map(len, told.values())) == 1
    assert TOKEN not in papers(store, world, one, PARTNERS)
    whole = dict(moved(store, one, Audience(Level.SECRETARIAT)))
    assert whole[2] == [f"{who} pendant l’examen du point 2."]


def test_a_movement_at_a_last_cut_item_stands_at_the_end(store: Store) -> None:
    _world, one, items = session(store)
    first, second, third = items.values()
    discuss(store, {first: ("14:35", 5), second: ("14:40", 20), third: ("15:00", 30)})
    agenda.set_item(store, third, level=Level.RESTRICTED)
    move(store, "Préfecture", "departure", "15:10", third)
    assert moved(store, one, PARTNERS)[-1] == (
        0,
        [
            "Mme Claire ABRISSEL, représentant M. le Préfet, quitte la séance à 15 h 10, "
            "après l’examen du point 2.",
        ],
    )


def test_who_is_marked_excused_did_not_move_and_a_vacant_seat_sends_a_delegation(store: Store) -> None:
    _world, one, _items = session(store)
    move(store, "Parquet", "departure", "15:00")
    move(store, "Préfecture", "departure", "15:00")
    with store.change("Vacance") as change:
        for row in change.rows("roll_entry", meeting_id=one):
            change.update("roll_entry", row["id"], delegate_label="", person_label="")
            change.update("institution", row["institution_id"], article="la")
    assert moved(store, one, PARTNERS)[-1] == (
        0,
        ["La délégation de la Préfecture de la Haute-Lorne quitte la séance à 15 h 00."],
    )
