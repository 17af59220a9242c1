"""Undo names its act: every label of a step is a noun phrase that fits « Annuler : … »."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import coprodesk

SOURCES = Path(coprodesk.__file__).parent
LONGEST = 80
"""Letters of a label before its names are filled in: a menu holds no more."""

_VERBAL = re.compile(r"(?:er|ir|oir|ez|(?<!i)ons)$")
"""How the first word ends that would make « Annuler : Ajouter… », or an order."""


def texts_in(node: ast.AST) -> Iterator[str]:
    """Yield the French texts that `node` hands to `_` or `ngettext`."""
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
            plurals = {"_": 1, "ngettext": 2}.get(call.func.id, 0)
            for argument in call.args[:plurals]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def assigned(tree: ast.AST) -> dict[str, list[ast.AST]]:
    """Return what each plain name is assigned in `tree`."""
    given: dict[str, list[ast.AST]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            given.setdefault(node.targets[0].id, []).append(node.value)
    return given


def labels_of(source: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the line of each `….change(label, …)` and the texts its label may be.

    A label that is an argument of its function is whatever the module calls by that name.
    """
    module = ast.parse(source)
    for function in (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)):
        mine, anywhere = assigned(function), assigned(module)
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
            if not isinstance(call.func, ast.Attribute) or call.func.attr != "change" or not call.keywords:
                continue
            names = {node.id for node in ast.walk(call.args[0]) if isinstance(node, ast.Name)}
            values = [value for name in names for value in mine.get(name) or anywhere.get(name, ())]
            yield call.lineno, [text for node in (call.args[0], *values) for text in texts_in(node)]


def fault(label: str) -> str:
    """Return what keeps `label` from following « Annuler : », '' when nothing does."""
    first = re.split(r"[\s’\u00a0]", label, maxsplit=1)[0]
    if not label.strip() or label != label.strip():
        return "blank"
    if not label[0].isupper() and label[0] != "{":
        return "no capital"
    if label.endswith((".", "!", "?", ":", ";")):
        return "final stop"
    if _VERBAL.search(first):
        return "a verb"
    return "too long" if len(label) > LONGEST else ""


def steps() -> list[tuple[str, list[str]]]:
    return [
        (f"{path.relative_to(SOURCES)}:{line}", labels)
        for path in sorted(SOURCES.rglob("*.py"))
        for line, labels in labels_of(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize(("where", "labels"), steps())
def test_every_step_is_named_by_a_noun_phrase(where: str, labels: list[str]) -> None:
    assert labels, f"{where} gives a label that is no text of ours"
    assert {label: fault(label) for label in labels if fault(label)} == {}


def test_every_verb_is_seen() -> None:
    files = {where.partition(":")[0] for where, _labels in steps()}
    assert len(steps()) > 100
    assert {"commands/agenda.py", "commands/live.py", "commands/minutes.py"} <= files


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("", "blank"),
        ("ajout d’un point", "no capital"),
        ("Ajout d’un point.", "final stop"),
        ("Ajouter un point", "a verb"),
        ("Notez la réponse", "a verb"),
        ("Ajout d’un point " + "très " * 20 + "long", "too long"),
    ],
)
def test_a_label_that_does_not_fit_is_seen(label: str, found: str) -> None:
    assert fault(label) == found
    source = f"def act(store):\n    with store.change(_({label!r}), origin=None) as change:\n        pass\n"
    assert [labels for _line, labels in labels_of(source)] == [[label]]
