"""Partners: vacancies, successors and homonyms."""

from collections.abc import Callable
from datetime import date

import pytest

from coprodesk.commands import partners as verbs
from coprodesk.domain.errors import Refusal
from coprodesk.queries import partners as questions
from coprodesk.store import Store
from tests.test_undo import snapshot

ON = date(2026, 10, 15)
DSDEN = 5


def test_the_sheet_of_the_dsden(example: Store) -> None:
    sheet = questions.partner(example, DSDEN, ON)
    assert sheet is not None
    assert sheet.presence_words == "6 sur 8 dues · titulaire 2 sur 8 · aucune absence non excusée"
    assert [cell.presence.letter for cell in sheet.strip] == list("RERPREPR")
    assert [one.last_name for one in sheet.sitting] == ["HÉNAULIN", "SOLVAND"]
    assert [one.last_name for one in sheet.before if one.rank == "titular"] == ["TESSERET", "ORVAULT"]
    assert sheet.topics[0].words == "reporté 2 fois"
    assert sheet.next_meeting is not None
    assert (sheet.next_meeting.on, sheet.next_meeting.points) == (date(2026, 11, 19), (3,))
    assert sheet.commitment_words == "1 ouvert, dont 1 en retard"


def test_the_list_has_presence_and_promises(example: Store) -> None:
    rows = {row.short_name: row for row in questions.partners(example, ON)}
    assert (rows["DSDEN"].present, rows["DSDEN"].convened) == (5, 6)
    assert (rows["PJJ"].present, rows["PJJ"].convened) == (0, 6)
    assert (rows["PM"].open, rows["PM"].late, rows["PM"].convened) == (1, 1, 0)


def test_a_vacancy_and_a_successor(example: Store) -> None:
    (held,) = [one for one in questions.mandates(example, 6) if one.rank == "titular" and one.current(ON)]
    rolls = [tuple(row) for row in example.rows("SELECT * FROM roll_entry")]
    verbs.end_mandate(example, held.id, date(2026, 10, 14))
    assert "PJJ" in [row.short_name for row in questions.vacancies(example, ON)]
    example.undo()
    person = verbs.add_person(example, "ORVEAU", first_name="Lise", civility="Mme")
    verbs.replace_titular(example, 6, person, from_date=ON, function="directrice")
    assert "PJJ" not in [row.short_name for row in questions.vacancies(example, ON)]
    sheet = questions.partner(example, 6, ON)
    assert sheet is not None
    assert [one.last_name for one in sheet.sitting if one.rank == "titular"] == ["ORVEAU"]
    assert held.id in [one.id for one in sheet.before], "the predecessor stays readable"
    verbs.set_person(example, person, last_name="ORVEAU-LANTIN")
    assert [tuple(row) for row in example.rows("SELECT * FROM roll_entry")] == rolls, "rolls are snapshots"


def test_homonyms_warn_and_doubles_are_refused(example: Store) -> None:
    assert questions.homonym_warning(example, "eric", "Solvand") is not None
    assert questions.homonym_warning(example, "Éric", "SOLVANDE") is None
    namesake = verbs.add_person(example, "Solvand", first_name="Eric")
    before = snapshot(example)
    with pytest.raises(Refusal, match="déjà un mandat"):
        verbs.add_mandate(example, namesake, DSDEN, "substitute")
    assert snapshot(example) == before
    verbs.add_mandate(example, namesake, 6, "substitute")


REFUSED: dict[str, Callable[[Store], object]] = {
    "blank": lambda store: verbs.add_institution(store, "  ", 2),
    "double": lambda store: verbs.add_institution(store, "dsden de la haute-lorne", 5, short_name="dsden"),
    "in use": lambda store: verbs.delete_institution(store, DSDEN),
    "person in a roll": lambda store: verbs.delete_person(store, 20),
    "ends before it begins": lambda store: verbs.end_mandate(store, 20, date(2020, 1, 1)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_changes_nothing(example: Store, name: str) -> None:
    before = snapshot(example)
    with pytest.raises(Refusal, match="Rien n’a été"):
        REFUSED[name](example)
    assert snapshot(example) == before
