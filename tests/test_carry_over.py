"""What past meetings leave to the next agenda: minutes, topics, commitments, proposals, and why."""

from datetime import date

from coprodesk.commands import agenda, commitments, meetings, topics
from coprodesk.domain.agenda import Outcome, Role
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.queries import agenda as queries
from coprodesk.queries.agenda import SuggestionKind
from coprodesk.queries.carry_over import carry_over_to
from coprodesk.queries.due_commitments import due_by_lead
from coprodesk.queries.suggestions import key_of, lines
from coprodesk.store import Store
from tests.test_meetings import NOVEMBER, SEPTEMBER, build

JUNE = date(2026, 6, 11)


def held(store: Store, body_id: int, on: date, *titles: str) -> tuple[int, list[int]]:
    one = meetings.create_meeting(store, body_id, on, "14:30")
    items = [agenda.add_item(store, one, title) for title in titles]
    meetings.close_meeting(store, one, "16:00")
    return one, items


def test_a_topic_put_off_twice_says_so_and_is_suggested_until_it_is_treated(store: Store) -> None:
    world = build(store)
    old, (item,) = held(store, world.restricted, JUNE, "Abords des collèges")
    agenda.set_outcome(store, item, Outcome.POSTPONED)
    topic = queries.agenda(store, old)[0].topic_id
    middle = meetings.create_meeting(store, world.restricted, SEPTEMBER, "14:30")
    again = agenda.add_item(store, middle, "Abords des collèges", topic_id=topic)
    agenda.set_outcome(store, again, Outcome.POSTPONED)
    new = meetings.create_meeting(store, world.restricted, NOVEMBER, "14:30")
    assert suggested(store, new, SuggestionKind.TOPIC) == []
    meetings.close_meeting(store, middle, "16:00")
    assert [one.reason for one in suggested(store, new, SuggestionKind.TOPIC)] == ["reporté 2 fois"]
    agenda.add_suggestions(store, new, queries.carry_over(store, new))
    row = next(row for row in queries.agenda(store, new) if row.topic_id == topic)
    assert row.postponements == 2
    assert queries.agenda(store, old)[0].postponements == 1
    assert suggested(store, new, SuggestionKind.TOPIC) == []
    agenda.set_outcome(store, again, Outcome.TREATED)
    agenda.delete_item(store, row.id)
    assert suggested(store, new, SuggestionKind.TOPIC) == []


def suggested(store: Store, meeting_id: int, kind: SuggestionKind) -> list[queries.Suggestion]:
    return [one for one in queries.carry_over(store, meeting_id) if one.kind is kind]


def test_suggestions_keep_the_secrets_of_a_group_and_name_what_is_due(store: Store) -> None:
    world = build(store)
    held(store, world.cell, JUNE, "Hall 4")
    numbered, (item,) = held(store, world.plenary, JUNE, "Bilan")
    agenda.set_outcome(store, item, Outcome.TREATED)
    with store.change("Engagements") as change:
        for reference, due, level in (
            ("E-2026-01", "2026-09-30", "partners"),
            ("E-2026-02", "2026-12-31", "partners"),
            ("E-2026-03", "2026-09-30", "restricted"),
        ):
            change.insert(
                "commitment",
                reference=reference,
                what="Agir",
                decided_on="2026-06-11",
                current_due=due,
                level=level,
                lead_id=world.institutions["PJJ"],
            )
    new = meetings.create_meeting(store, world.restricted, NOVEMBER, "14:30")
    found = queries.carry_over(store, new, date(2026, 10, 15))
    assert [(one.kind, one.target_id, one.reference) for one in found] == [
        (SuggestionKind.APPROVAL, numbered, ""),
        (SuggestionKind.COMMITMENT, 1, "E-2026-01"),
    ]
    assert (found[1].lead, found[1].reason) == ("PJJ", "en retard de 15 jours")
    agenda.add_suggestions(store, new, found)
    rows = queries.agenda(store, new)
    assert rows[0].approves_id == numbered
    assert rows[1].references == ("E-2026-01",)
    assert queries.carry_over(store, new) == ()
    assert store.undo_label == "Ajout des suggestions à l’ordre du jour"


def reasons(store: Store, meeting_id: int) -> dict[int, str]:
    return {one.target_id: one.reason for one in suggested(store, meeting_id, SuggestionKind.TOPIC)}


def test_a_topic_returns_by_the_rule_and_says_why(store: Store) -> None:
    world = build(store)
    old, items = held(
        store, world.restricted, SEPTEMBER, "Fini", "Ouvert", "Fixe", "Promis", "Clos", "Retiré"
    )
    done, left, fixed, promised, closed, withdrawn = items
    topic = {row.id: row.topic_id for row in queries.agenda(store, old)}
    for item in (done, fixed, promised):
        agenda.set_outcome(store, item, Outcome.TREATED)
    agenda.set_outcome(store, withdrawn, Outcome.WITHDRAWN)
    topics.set_recurring(store, topic[fixed], True)
    topics.close_topic(store, topic[closed], SEPTEMBER)
    pledge = commitments.add_commitment(store, "Agir", decided_on=SEPTEMBER, agenda_item_id=promised)
    reference = store.row("SELECT reference FROM commitment WHERE id = ?", (pledge,))[0]
    new = meetings.create_meeting(store, world.restricted, NOVEMBER, "14:30")
    expected = {
        topic[left]: "laissé ouvert à la dernière réunion",
        topic[fixed]: "revient à chaque réunion",
        topic[promised]: f"engagement encore ouvert, {reference}",
    }
    assert reasons(store, new) == expected
    assert {
        one.target_id: one.reason
        for one in carry_over_to(store, world.restricted, NOVEMBER)
        if one.kind is SuggestionKind.TOPIC
    } == expected
    commitments.keep_commitment(store, pledge, NOVEMBER)
    assert topic[promised] not in reasons(store, new)
    cell = meetings.create_meeting(store, world.cell, NOVEMBER, "09:30")
    assert reasons(store, cell) == {}, "another body follows its own"


def test_what_a_cancelled_meeting_left_returns_and_two_meetings_of_a_day_are_told_apart(store: Store) -> None:
    world = build(store)
    one = meetings.create_meeting(store, world.restricted, SEPTEMBER, "17:00")
    item = agenda.add_item(store, one, "Abords")
    morning = meetings.create_meeting(store, world.restricted, SEPTEMBER, "09:00")
    evening = meetings.create_meeting(store, world.restricted, SEPTEMBER, "20:00")
    meetings.cancel_meeting(store, one, "Grève")
    topic = next(row.topic_id for row in queries.agenda(store, one) if row.id == item)
    assert reasons(store, morning) == {}
    assert reasons(store, evening) == {topic: "réunion du 24/09/2026 annulée"}


def test_what_is_due_is_grouped_by_lead_and_taken_up_whole_by_the_follow_up_item(store: Store) -> None:
    world = build(store)
    past, (item,) = held(store, world.restricted, JUNE, "Bilan")
    agenda.set_outcome(store, item, Outcome.TREATED)
    made = {}
    for what, lead, due in (
        ("Agir", "PJJ", date(2026, 9, 30)),
        ("Écrire", "PJJ", date(2026, 7, 31)),
        ("Venir", "Parquet", NOVEMBER),
        ("Plus tard", "Parquet", date(2026, 12, 31)),
        ("Sans pilote", None, date(2026, 9, 30)),
    ):
        made[what] = commitments.add_commitment(
            store,
            what,
            decided_on=JUNE,
            lead_id=world.institutions[lead] if lead else None,
            due=due,
            agenda_item_id=item,
        )
    new = meetings.create_meeting(store, world.restricted, NOVEMBER, "14:30")
    groups = due_by_lead(store, new)
    assert [(group.lead, [one.what for one in group.commitments]) for group in groups] == [
        ("PJJ", ["Écrire", "Agir"]),
        ("Parquet", ["Venir"]),
        ("", ["Sans pilote"]),
    ]
    assert groups[0].commitments[0].reason == "en retard de 111 jours"
    assert groups[0].commitments[0].late_words == "111 jours de retard"
    follow = agenda.add_item(store, new, "Suivi des engagements", role=Role.FOLLOW_UP)
    row = queries.agenda(store, new)[0]
    assert (row.id, len(row.references)) == (follow, 4)
    assert suggested(store, new, SuggestionKind.COMMITMENT) == []
    meetings.reschedule_meeting(store, new, date(2026, 8, 20), "14:30", "Avancée")
    assert [one.what for group in due_by_lead(store, new) for one in group.commitments] == ["Écrire"]
    with store.change("Réservé") as change:
        change.update("commitment", made["Écrire"], level="restricted")
    assert queries.agenda(store, new, Audience(Level.PARTNERS))[0].references == ()
    assert len(queries.agenda(store, new)[0].references) == 1
    assert past


def test_ticked_lines_stay_where_they_were_and_name_their_item(example: Store) -> None:
    topics.add_topic(example, "Bruit au square")
    agenda.set_item(example, 61, role=Role.NONE)
    known = {key_of(one): one for one in queries.carry_over(example, 9)}
    before = lines(queries.agenda(example, 9), queries.carry_over(example, 9), known)
    chosen = [one for one in known.values() if one.kind is SuggestionKind.PROPOSAL]
    agenda.add_suggestions(example, 9, chosen)
    after = lines(queries.agenda(example, 9), queries.carry_over(example, 9), known)
    assert [line.key for line in after] == [line.key for line in before]
    taken = [line for line in after if line.key[0] is SuggestionKind.PROPOSAL]
    assert sorted(line.item.number for line in taken if line.item) == ["10", "11"]
    assert all(line.item and line.reason.endswith(f"au point {line.item.number}") for line in taken)
    assert not any(line.follows for line in after)
    agenda.set_item(example, 61, role=Role.FOLLOW_UP)
    whole = lines(queries.agenda(example, 9), queries.carry_over(example, 9), known)
    due = [line for line in whole if line.key[0] is SuggestionKind.COMMITMENT]
    assert [line.key[1] for line in due if line.follows] == ["E-2025-04", "E-2026-03", "E-2025-03"]
