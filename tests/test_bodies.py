"""Bodies and their seats."""

from collections.abc import Callable
from datetime import date

import pytest

from coprodesk.commands import bodies as verbs
from coprodesk.domain.errors import Refusal
from coprodesk.queries import bodies as questions
from coprodesk.store import Store
from tests.test_undo import snapshot

ON = date(2026, 10, 15)


def test_cadence_of_the_example(example: Store) -> None:
    rows = {row.short_name: row for row in questions.bodies(example, ON)}
    assert (rows["Plénière"].held, rows["Plénière"].counted_members) == (1, 12)
    assert (rows["Restreinte"].held, rows["Restreinte"].next_on) == (2, date(2026, 11, 19))
    assert not rows["Restreinte"].dormant
    later = {row.short_name: row.dormant for row in questions.bodies(example, date(2028, 12, 1))}
    assert later["Restreinte"]
    assert not later["GLTD"], "asleep by nature raises no alarm"


def test_composition_from_a_day(example: Store) -> None:
    sitting = [seat.institution_id for seat in questions.seats(example, 1, ON)]
    verbs.set_seats(example, 1, [*sitting[1:], 13], ON)
    now = [seat.institution_id for seat in questions.seats(example, 1, ON)]
    assert set(now) == {*sitting[1:], 13}
    the_day_before = [seat.institution_id for seat in questions.seats(example, 1, date(2026, 10, 14))]
    assert sorted(the_day_before) == sorted(sitting)
    verbs.set_seats(example, 1, sitting, ON)
    assert {seat.institution_id for seat in questions.seats(example, 1, ON)} == set(sitting)
    assert example.row("SELECT 1 FROM seat WHERE body_id = 1 AND institution_id = 13") is None


REFUSED: dict[str, Callable[[Store], object]] = {
    "blank": lambda store: verbs.set_body(store, 1, name=""),
    "negative": lambda store: verbs.set_body(store, 1, yearly_target=-2),
    "has meetings": lambda store: verbs.delete_body(store, 1),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_changes_nothing(example: Store, name: str) -> None:
    before = snapshot(example)
    with pytest.raises(Refusal, match="Rien n’a été"):
        REFUSED[name](example)
    assert snapshot(example) == before
