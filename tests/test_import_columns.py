"""The memory of columns: bounded, without a word of the tables, outside undo."""

import pytest

from coprodesk.commands import council
from coprodesk.commands.import_columns import KEPT, remember_columns
from coprodesk.domain.import_plan import ColumnChoice
from coprodesk.exchange.commitment_sheet import Field
from coprodesk.queries.council import setting
from coprodesk.queries.import_columns import SETTING, remembered
from coprodesk.store import Store

HEADER = ("Organisme", "Qui")


def steps(store: Store) -> int:
    return int(store.rows("SELECT count(*) FROM journal_step")[0][0])


def test_the_columns_of_a_header_come_back_for_the_same_import_and_header(example: Store) -> None:
    assert remembered(example, "partners", HEADER) == {}
    remember_columns(example, ColumnChoice("partners", HEADER, {"institution": 0, "full_name": 1}))
    assert remembered(example, "partners", HEADER) == {"institution": 0, "full_name": 1}
    assert remembered(example, "commitments", HEADER) == {}
    assert remembered(example, "partners", HEADER[::-1]) == {}
    remember_columns(example, ColumnChoice("partners", HEADER, {"institution": 1}))
    assert remembered(example, "partners", HEADER) == {"institution": 1}
    done = steps(example)
    remember_columns(example, ColumnChoice("partners", HEADER, {"institution": 1}))
    assert steps(example) == done, "what is remembered already is not written again"


def test_they_stay_when_what_was_done_before_is_taken_back(example: Store) -> None:
    council.add_theme(example, "Écoles")
    label = example.undo_label
    remember_columns(example, ColumnChoice("partners", HEADER, {"institution": 0}))
    assert example.undo_label == label, "Ctrl+Z takes the import back, not this"
    assert example.undo() == label
    assert remembered(example, "partners", HEADER) == {"institution": 0}


def test_only_the_last_tables_are_remembered_and_no_word_of_their_headers(example: Store) -> None:
    def headed(n: int) -> tuple[str, ...]:
        return tuple(f"Confidentiel {n} {column} {'x' * 300}" for column in range(200))

    for n in range(KEPT + 1):
        columns = {field.value: 199 for field in Field}
        remember_columns(example, ColumnChoice("commitments", headed(n), columns))
    assert remembered(example, "commitments", headed(0)) == {}
    assert len(remembered(example, "commitments", headed(KEPT))) == len(Field)
    held = setting(example, SETTING)
    assert "Confidentiel" not in held
    assert len(held) < KEPT * 1_000


@pytest.mark.parametrize(
    "text", ["", "[1]", '{"a": 1}', '[{"what": "partners", "header": "", "columns": 3}]', "?"]
)
def test_a_damaged_memory_counts_as_none(example: Store, text: str) -> None:
    with example.change("Réglage") as change:
        change.insert("setting", name=SETTING, value=text)
    assert remembered(example, "partners", ()) == {}
    remember_columns(example, ColumnChoice("partners", (), {"institution": 0}))
    assert remembered(example, "partners", ("x",)) == {}
