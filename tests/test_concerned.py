"""Institutions that a point concerns and that did not say they come."""

from dataclasses import replace
from datetime import date

import pytest

from coprodesk.commands import agenda as agenda_commands
from coprodesk.commands import attendance, meetings
from coprodesk.domain.attendance import Reply
from coprodesk.domain.names import Gender, GrammaticalNumber
from coprodesk.queries.agenda import agenda
from coprodesk.queries.attendance import roll
from coprodesk.queries.concerned import concerned_without_reply, concerned_words, partner_minutes
from coprodesk.store import Store


def coming(store: Store) -> int:
    return int(store.rows("SELECT id FROM meeting WHERE number = '2026-03'")[0]["id"])


def convened(store: Store) -> tuple[int, dict[str, int]]:
    """Convene the coming meeting; everyone comes but the Département, which says nothing."""
    meeting_id = coming(store)
    meetings.convene_meeting(store, meeting_id, date(2026, 10, 15))
    entries = {line.short_name: line.id for line in roll(store, meeting_id)}
    for name, entry in entries.items():
        if name != "Département":
            attendance.set_reply(store, entry, Reply.COMES)
    return meeting_id, entries


def named(store: Store, meeting_id: int) -> list[tuple[int, str]]:
    return [(one.position, one.institution) for one in concerned_without_reply(store, meeting_id)]


def test_nobody_is_awaited_before_the_convening(example: Store) -> None:
    assert concerned_without_reply(example, coming(example)) == ()


def test_who_is_concerned_and_silent_is_named_with_whom_to_call(example: Store) -> None:
    meeting_id, entries = convened(example)
    assert named(example, meeting_id) == [(3, "Conseil départemental"), (8, "Conseil départemental")]
    first = concerned_without_reply(example, meeting_id)[0]
    assert (first.contact, first.phone, first.entry_id) == (
        "Mme ORSEL",
        "04 65 71 40 18",
        entries["Département"],
    )
    assert concerned_words(first, "3") == (
        "Point 3\u00a0: le Conseil départemental est concerné et n’a pas répondu. "
        "Prévenir Mme ORSEL (04 65 71 40 18) ou déplacer le point."
    )


def test_an_answer_takes_the_institution_off_and_an_excuse_puts_it_first(example: Store) -> None:
    meeting_id, entries = convened(example)
    attendance.set_reply(example, entries["DSDEN"], Reply.NONE)
    assert named(example, meeting_id)[0] == (3, "DSDEN de la Haute-Lorne")
    attendance.set_reply(example, entries["Département"], Reply.EXCUSED)
    first = concerned_without_reply(example, meeting_id)[0]
    assert first.institution == "Conseil départemental"
    assert "le Conseil départemental est concerné et s’est excusé." in concerned_words(first, "3")
    attendance.set_reply(example, entries["DSDEN"], Reply.SENDS)
    attendance.set_reply(example, entries["Département"], Reply.COMES)
    assert named(example, meeting_id) == []


def test_an_item_put_off_waits_for_nobody_and_so_does_a_meeting_held(example: Store) -> None:
    meeting_id, _entries = convened(example)
    item = agenda(example, meeting_id)[2]
    with example.change("Reporter") as change:
        change.update("agenda_item", item.id, outcome="postponed")
    assert [position for position, _name in named(example, meeting_id)] == [8]
    with example.change("Tenir") as change:
        change.update("meeting", meeting_id, state="held")
    assert named(example, meeting_id) == []


def test_one_of_two_seats_that_comes_is_enough(example: Store) -> None:
    meeting_id, entries = convened(example)
    with example.change("Second siège") as change:
        row = change.row("roll_entry", entries["Département"])
        assert row is not None
        row.pop("id")
        change.insert("roll_entry", **{**row, "reply": "comes", "seat_id": None})
    assert named(example, meeting_id) == []


@pytest.mark.parametrize(
    ("gender", "number", "reply", "words"),
    [
        (Gender.MASCULINE, GrammaticalNumber.PLURAL, Reply.NONE, "sont concernés et n’ont pas répondu"),
        (Gender.FEMININE, GrammaticalNumber.PLURAL, Reply.EXCUSED, "sont concernées et se sont excusées"),
        (Gender.FEMININE, GrammaticalNumber.SINGULAR, Reply.NONE, "est concernée et n’a pas répondu"),
        (Gender.MASCULINE, GrammaticalNumber.SINGULAR, Reply.EXCUSED, "est concerné et s’est excusé"),
    ],
)
def test_the_sentence_agrees(
    example: Store, gender: Gender, number: GrammaticalNumber, reply: Reply, words: str
) -> None:
    meeting_id, _entries = convened(example)
    one = concerned_without_reply(example, meeting_id)[0]
    said = concerned_words(replace(one, gender=gender, number=number, reply=reply), "3", "4.1", "8")
    assert words in said
    assert said.startswith("Points 3, 4.1 et 8\u00a0: ")
    assert said.endswith("ou déplacer les points.")
    nobody = concerned_words(replace(one, contact="", phone=""), "3")
    assert nobody.endswith("À prévenir, ou déplacer le point.")


def test_minutes_of_partners_leave_out_the_town_and_the_core(example: Store) -> None:
    meeting_id = coming(example)
    assert partner_minutes(example, meeting_id) == 15
    items = agenda(example, meeting_id)
    agenda_commands.set_item(example, items[0].id, reporter_id=items[2].reporter_id)
    assert partner_minutes(example, meeting_id) == 20
