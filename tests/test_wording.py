"""The French of the interface: real apostrophes and quotation marks, no-break spaces where due."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import coprodesk

ROOT = Path(coprodesk.__file__).parent
FAULTS = {
    r"[^\W\d_]'[^\W\d_]": "apostrophe droite",
    r"\.\.\.": "points de suspension",
    r"[^\s\u00a0\u202f] [:;!?»](?![\w/\\-])": "espace sécable avant un signe double",
    r"« ": "espace sécable après «",
    r"«\S": "pas d’espace après «",
    r"[^\s\u00a0\u202f]»": "pas d’espace avant »",
    r"[\w»)}]\?": "pas d’espace avant ?",
    r"[^\W\d_]!": "pas d’espace avant !",
}
ALLOWED = re.compile("«[\u00a0\u202f]|[\u00a0\u202f]»")


def sentences() -> Iterator[tuple[str, str]]:
    for path in sorted(ROOT.rglob("*.py")):
        if path.parent.name == "documents":  # the print typography sets its spaces, proved elsewhere
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("_", "ngettext")
            ):
                for argument in node.args[:2]:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield f"{path.relative_to(ROOT)}:{node.lineno}", argument.value


def faults_of(sentence: str) -> list[str]:
    plain = ALLOWED.sub("", sentence)
    return [name for pattern, name in FAULTS.items() if re.search(pattern, plain)]


def test_every_sentence_is_well_spaced() -> None:
    found = [f"{where} {name} : {text}" for where, text in sentences() for name in faults_of(text)]
    assert not found, "\n".join(found)


def test_a_badly_spaced_sentence_is_seen() -> None:
    for bad in ("l'été", "Ouvrir...", "Refusé : non", "« Ouvrir »", "Pourquoi ?", "Pourquoi?", "«\u00a0Oui»"):
        assert faults_of(bad), bad
    assert not faults_of("Refusé\u00a0: l’«\u00a0été\u00a0» à 14\u00a0h\u00a030, pourquoi\u00a0?")


def test_there_are_sentences_to_read() -> None:
    assert sum(1 for _ in sentences()) > 300
