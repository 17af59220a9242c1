"""Random use of the door, against a model that keeps every state it passed."""

import tempfile
from datetime import timedelta
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from coprodesk.domain.errors import Refusal
from coprodesk.store import Holder, Opening, backups, create, open_file
from coprodesk.store.writer import Writer
from tests.conftest import NOON, FrozenClock, bare_council
from tests.faults.tools import dump


class DoorMachine(RuleBasedStateMachine):
    """The door against a model that keeps the whole content before and after each step."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.clock = FrozenClock()
        me = Holder("Maëlle", "PC", 1, NOON.isoformat())
        self.opening = Opening(me, self.clock, Path(self.folder.name) / "copies")
        self.store = create(Path(self.folder.name) / "essai.copro", self.opening, bare_council, "Création")
        self.now = dump(self.store)
        self.undo_list: list[tuple[dict, dict]] = []
        self.redo_list: list[tuple[dict, dict]] = []
        self.typing: tuple[object, object] | None = None
        self.number = 0

    def teardown(self) -> None:
        assert backups.check(self.store.path) == []
        self.store.close()
        self.folder.cleanup()

    def ids(self, table: str) -> list[int]:
        return [row[0] for row in self.now[table]]

    def took(self) -> None:
        """Account for a new step, if anything changed."""
        new = dump(self.store)
        if new != self.now:
            self.undo_list.append((self.now, new))
            self.redo_list.clear()
            self.typing = None
        self.now = new

    @rule(data=st.data(), count=st.integers(1, 3), fail=st.booleans())
    def change_several(self, data: st.DataObject, count: int, fail: bool) -> None:
        before = self.now
        try:
            with self.store.change("Plusieurs") as change:
                for _ in range(count):
                    self.write_something(change, data)
                if fail:
                    raise Refusal("non")
        except Refusal:
            assert dump(self.store) == before
            return
        self.took()

    def write_something(self, change: Writer, data: st.DataObject) -> None:
        table = data.draw(st.sampled_from(["person", "topic", "theme", "topic"]))
        held = [row["id"] for row in change.rows(table)]
        verb = data.draw(st.sampled_from(["insert", "update", "delete"] if held else ["insert"]))
        text = data.draw(st.sampled_from(["Œuvre", "réunion", "", "R&D", "’"]))
        self.number += 1
        unique = f"{text} {self.number}"
        if verb == "insert" and table == "person":
            change.insert("person", last_name=text)
        elif verb == "insert" and table == "theme":
            change.insert("theme", name=unique)
        elif verb == "insert":
            themes = [row["id"] for row in change.rows("theme")]
            change.insert("topic", title=text, theme_id=data.draw(st.sampled_from([None, *themes])))
        elif verb == "update":
            field = {"person": "note", "topic": "note", "theme": "closed_on"}[table]
            change.update(table, data.draw(st.sampled_from(held)), **{field: text})
        else:
            chosen = data.draw(st.sampled_from(held))
            if table == "theme":
                for row in change.rows("topic", theme_id=chosen):
                    change.update("topic", row["id"], theme_id=None)
            change.delete(table, chosen)

    @rule(text=st.sampled_from(["", "a", "ab", "œ"]), seconds=st.sampled_from([0, 20, 59, 61]))
    def type_text(self, text: str, seconds: int) -> None:
        self.clock.advance(seconds=seconds)
        before = self.now
        with self.store.change("Saisie", merge=("council", 1, "address")) as change:
            change.update("council", 1, address=text)
        new = dump(self.store)
        if new == before:
            return
        merges = self.typing is not None and self.clock.now - self.typing <= timedelta(seconds=60)
        if merges:
            first, _ = self.undo_list.pop()
            self.undo_list.append((first, new))
        else:
            self.undo_list.append((before, new))
            self.typing = self.clock.now
        self.redo_list.clear()
        self.now = new

    @precondition(lambda self: self.undo_list)
    @rule()
    def undo(self) -> None:
        self.store.undo()
        step = self.undo_list.pop()
        self.redo_list.append(step)
        self.now, self.typing = step[0], None

    @precondition(lambda self: self.redo_list)
    @rule()
    def redo(self) -> None:
        self.store.redo()
        step = self.redo_list.pop()
        self.undo_list.append(step)
        self.now, self.typing = step[1], None

    @rule()
    def reopen(self) -> None:
        path = self.store.path
        self.store.close()
        self.store = open_file(path, self.opening)

    @invariant()
    def store_equals_model(self) -> None:
        assert dump(self.store) == self.now
        assert (self.store.undo_label is None) == (not self.undo_list)
        assert (self.store.redo_label is None) == (not self.redo_list)


class ForgetfulMachine(DoorMachine):
    """The sabotaged twin: its undo loses the last row it should put back."""

    @precondition(lambda self: self.undo_list)
    @rule()
    def undo(self) -> None:
        put_back = Writer.put_back
        Writer.put_back = lambda *_, **__: None
        try:
            super().undo()
        finally:
            Writer.put_back = put_back


TestRandomUse = DoorMachine.TestCase
TestRandomUse.settings = settings(
    max_examples=60, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)


def test_a_forgetful_undo_is_found() -> None:
    with pytest.raises(AssertionError):
        run_state_machine_as_test(
            ForgetfulMachine,
            settings=settings(
                max_examples=20,
                stateful_step_count=10,
                deadline=None,
                database=None,
                print_blob=False,
                suppress_health_check=list(HealthCheck),
                phases=[p for p in settings.default.phases if p.name in ("generate",)],
            ),
        )
