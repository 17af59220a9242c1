"""Every verb of the user is undone and redone whole: found by inspection, one without a sample call fails."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from coprodesk import commands
from coprodesk.domain.errors import Refusal
from coprodesk.store import Opening, Store, backups, open_file, schema
from tests import command_samples

FINAL = {
    "import_columns.remember_columns",
    "invitations.name_for_calendars",
    "invitations.note_invitation",
    "minutes.approve_minutes",
    "minutes.freeze_minutes",
    "minutes.mark_sent",
    "minutes.validate_minutes",
}
"""Acts that are answered by a further act and never undone."""

Sample = Callable[[Store], object]


def modules_of(package: ModuleType) -> Iterator[tuple[str, ModuleType]]:
    for info in pkgutil.iter_modules(package.__path__):
        yield info.name, importlib.import_module(f"{package.__name__}.{info.name}")


def verbs(module: ModuleType) -> set[str]:
    """Return the acts of a module: they take the store; what takes the change of another is a part of it."""
    return {
        name
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and "store" in inspect.signature(function).parameters
    }


def every_command() -> list[str]:
    return sorted(f"{subject}.{name}" for subject, module in modules_of(commands) for name in verbs(module))


def sample_of(command: str) -> Sample | None:
    subject, name = command.split(".")
    try:
        module = importlib.import_module(f"{command_samples.__name__}.{subject}")
    except ModuleNotFoundError:
        return None
    return getattr(module, name, None)


def snapshot(store: Store) -> dict[str, list[tuple[object, ...]]]:
    return {
        table: [tuple(row) for row in store.rows(f"SELECT * FROM {table} ORDER BY id")]
        for table in schema.MODEL
    }


def searchable(store: Store) -> list[tuple[object, ...]]:
    return [
        tuple(row)
        for row in store.rows(
            "SELECT subject, row_id, title, body FROM search JOIN search_entry ON id = search.rowid "
            "ORDER BY 1, 2"
        )
    ]


def test_every_command_has_a_sample() -> None:
    without = [command for command in every_command() if sample_of(command) is None]
    assert not without, without


@pytest.mark.parametrize("command", every_command())
def test_a_command_is_undone_and_redone(example: Store, command: str) -> None:
    sample = sample_of(command)
    assert sample is not None
    before, found = snapshot(example), searchable(example)
    steps = example.rows("SELECT count(*) FROM journal_step")[0][0]
    label_before = example.undo_label
    sample(example)
    after = snapshot(example)
    assert after != before, "the sample changes nothing"
    assert example.rows("SELECT count(*) FROM journal_step")[0][0] == steps + 1, "one verb is one step"
    if command in FINAL:
        assert example.undo_label == label_before
        return
    label = example.undo_label
    assert label
    assert example.undo() == label
    assert snapshot(example) == before
    assert searchable(example) == found
    assert example.redo() == label
    assert snapshot(example) == after


def test_a_forgotten_image_is_seen(example: Store) -> None:
    """Sabotage: a verb that writes beside the door is not undone, and the check above sees it."""
    before = snapshot(example)
    with example.change("Sabotage") as change:
        theme = change.rows("theme")[0]
        change.update("theme", theme["id"], name="Autre nom")
        change.images.clear()
        change.insert("theme", name="Thème de plus")
    example.undo()
    assert snapshot(example) != before


UNDOABLE = [command for command in every_command() if command not in FINAL and sample_of(command)]


class RandomDesk(RuleBasedStateMachine):
    """A secretary who does anything in any order, and takes it back."""

    def __init__(self, path: Path, opening: Opening) -> None:
        super().__init__()
        self.opening = opening
        self.store = open_file(path, opening)
        self.past: list[dict[str, list[tuple[object, ...]]]] = []
        self.future: list[dict[str, list[tuple[object, ...]]]] = []

    @rule(command=st.sampled_from(UNDOABLE))
    def act(self, command: str) -> None:
        before = snapshot(self.store)
        sample = sample_of(command)
        assert sample is not None
        try:
            sample(self.store)
        except (Refusal, LookupError):  # a verb that the present state does not allow
            assert snapshot(self.store) == before, "a refusal changes nothing"
            return
        self.past.append(before)
        self.future.clear()

    @precondition(lambda self: self.past)
    @rule()
    def undo(self) -> None:
        self.future.append(snapshot(self.store))
        self.store.undo()
        assert snapshot(self.store) == self.past.pop()

    @precondition(lambda self: self.future)
    @rule()
    def redo(self) -> None:
        self.past.append(snapshot(self.store))
        self.store.redo()
        assert snapshot(self.store) == self.future.pop()

    @rule()
    def restart(self) -> None:
        path = self.store.path
        held = snapshot(self.store)
        self.store.close()
        self.store = open_file(path, self.opening)
        assert snapshot(self.store) == held

    def teardown(self) -> None:
        assert backups.check(self.store.path) == []
        self.store.close()


def test_random_verbs_with_undo_and_redo(example_file: Path, tmp_path: Path, opening: Opening) -> None:
    turns = iter(range(10_000))

    def machine() -> RandomDesk:
        path = tmp_path / f"tour-{next(turns)}.copro"
        path.write_bytes(example_file.read_bytes())
        return RandomDesk(path, opening)

    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
