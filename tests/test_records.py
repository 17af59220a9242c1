from datetime import date

import pytest

from coprodesk.commands import agenda, meetings, records
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.records import RecordKind
from coprodesk.queries.records import records as said
from coprodesk.store import Store
from tests.test_meetings import SEPTEMBER, build, contents


@pytest.fixture
def item(store: Store) -> int:
    world = build(store)
    one = meetings.create_meeting(store, world.restricted, SEPTEMBER, "14:30")
    return agenda.add_item(store, one, "Rodéos motorisés")


def references(store: Store) -> list[str | None]:
    return [row.reference for row in said(store, 1)]


def test_decisions_and_requests_are_numbered_and_a_number_is_never_given_twice(
    store: Store, item: int
) -> None:
    records.add_record(store, item, RecordKind.STATEMENT, "Exposé")
    first = records.add_record(
        store, item, RecordKind.DECISION, "Inscrire le point", due_on=date(2026, 11, 19)
    )
    records.add_record(store, item, RecordKind.REQUEST, "Demander le calendrier")
    assert references(store) == [None, "D-2026-01", "V-2026-01"]
    records.delete_record(store, first)
    records.add_record(store, item, RecordKind.DECISION, "Autre décision")
    store.undo()
    records.add_record(store, item, RecordKind.DECISION, "Encore une")
    assert references(store) == [None, "V-2026-01", "D-2026-03"]


def test_what_becomes_a_decision_takes_a_number_and_undo_gives_it_back(store: Store, item: int) -> None:
    one = records.add_record(store, item, RecordKind.CONCLUSION, "Maintenir l’objectif")
    records.set_record(store, one, kind=RecordKind.DECISION)
    assert references(store) == ["D-2026-01"]
    records.set_record(store, one, kind=RecordKind.CONCLUSION)
    assert references(store) == [None]
    store.undo()
    assert references(store) == ["D-2026-01"]


def test_a_record_is_never_more_open_than_its_item(store: Store, item: int) -> None:
    agenda.set_item(store, item, level=Level.RESTRICTED)
    one = records.add_record(store, item, RecordKind.DISCUSSION, "Échanges", level=Level.PUBLIC)
    records.set_record(store, one, level=Level.PARTNERS)
    assert said(store, 1)[0].level is Level.RESTRICTED
    records.set_record(store, one, level=Level.SECRETARIAT)
    assert said(store, 1)[0].level is Level.SECRETARIAT


def test_an_open_record_under_a_hidden_item_is_hidden(store: Store, item: int) -> None:
    one = records.add_record(store, item, RecordKind.DISCUSSION, "Échanges")
    with store.change("Niveau") as change:
        change.update("record", one, level="public")
    assert len(said(store, 1, Audience(Level.PUBLIC))) == 0
    agenda.set_item(store, item, level=Level.PUBLIC)
    assert len(said(store, 1, Audience(Level.PUBLIC))) == 1


def test_order_typing_and_refusals(store: Store, item: int) -> None:
    ids = [records.add_record(store, item, RecordKind.DISCUSSION, text) for text in "abc"]
    records.move_record(store, ids[2], -2)
    assert [(row.text, row.position) for row in said(store, 1)] == [("c", 1), ("a", 2), ("b", 3)]
    records.set_record(store, ids[0], text="aa")
    records.set_record(store, ids[0], text="aaa")
    store.undo()
    assert said(store, 1)[1].text == "a"
    before = contents(store)
    with pytest.raises(Refusal):
        records.add_record(store, item, RecordKind.DECISION, " ")
    with pytest.raises(Refusal):
        records.add_record(store, item, RecordKind.DECISION, "Texte", at="25:61")
    with pytest.raises(Refusal):
        records.set_record(store, ids[0], text="")
    with pytest.raises(Refusal):
        records.add_record(store, 9999, RecordKind.DECISION, "Texte")
    assert contents(store) == before
    assert records.add_record(store, item, RecordKind.DECISION, "Texte")
    assert references(store)[-1] == "D-2026-01"
