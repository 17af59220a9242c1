import json
from pathlib import Path

import pytest

from coprodesk.domain.errors import Refusal
from coprodesk.exchange.meeting_json import import_meeting
from coprodesk.queries.meetings import meeting
from coprodesk.store import Store
from tests.conftest import FrozenClock
from tests.test_undo import snapshot

SOURCE = (Path(__file__).parent / "data" / "seance.json").read_text(encoding="utf-8")


def test_a_whole_meeting_comes_in_one_step(example: Store) -> None:
    before = snapshot(example)
    meeting_id = import_meeting(example, SOURCE, confirmed=True)
    row = meeting(example, meeting_id)
    assert row is not None
    assert (row.number, row.opened_at, row.closed_at, row.items) == ("2026-04", "14:35", "15:50", 2)
    roll = dict(
        example.rows("SELECT institution_label, presence FROM roll_entry WHERE meeting_id = ?", (meeting_id,))
    )
    assert roll["CPN de Brévigny"] == "present"
    assert [state for name, state in roll.items() if "DSDEN" in name] == ["represented"]
    assert sorted(set(roll.values())) == ["absent", "excused", "present", "represented", "unknown"]
    commitment = example.row("SELECT reference, decided_on FROM commitment ORDER BY id DESC LIMIT 1")
    assert tuple(commitment or ()) == ("E-2026-05", "2026-12-03")
    example.undo()
    assert snapshot(example) == before


BROKEN = {
    "not JSON": "{",
    "a list": "[]",
    "no body": {"body": ""},
    "unknown body": {"body": "Sénat"},
    "no such day": {"date": "31/02/2026"},
    "no such hour": {"starts_at": "25 h 61"},
    "closed before it opened": {"closed_at": "14 h 00"},
    "unknown state": {"roll": {"CPN": "asleep"}},
    "not convened": {"roll": {"Brasserie": "present"}},
    "item without title": {"agenda": [{"minutes": 5}]},
    "unknown reporter": {"agenda": [{"title": "A", "reporter": "Brasserie"}]},
    "unknown kind": {"agenda": [{"title": "A", "records": [{"kind": "gossip", "text": "x"}]}]},
    "negative minutes": {"agenda": [{"title": "A", "minutes": -5}]},
    "agenda is not a list": {"agenda": "A"},
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_writes_nothing(example: Store, case: str) -> None:
    change = BROKEN[case]
    text = change if isinstance(change, str) else json.dumps({**json.loads(SOURCE), **change})
    before = snapshot(example)
    with pytest.raises(Refusal):
        import_meeting(example, text, confirmed=True)
    assert snapshot(example) == before


def test_a_session_held_before_its_own_date_is_asked_about(example: Store, clock: FrozenClock) -> None:
    before = snapshot(example)
    with pytest.raises(Refusal, match="datée du jeudi 3 décembre 2026"):
        import_meeting(example, SOURCE)
    assert snapshot(example) == before
    to_come = {name: part for name, part in json.loads(SOURCE).items() if name not in ("roll", "opened_at")}
    assert import_meeting(example, json.dumps(to_come)), "one that is only to come is no question"
    clock.advance(days=60)
    assert import_meeting(example, SOURCE)
