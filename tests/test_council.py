"""The council itself: what a new file holds, its lists and their refusals."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from coprodesk.commands import council as verbs
from coprodesk.domain.errors import Refusal
from coprodesk.queries import council as questions
from coprodesk.queries.bodies import bodies
from coprodesk.store import Opening, Store, create
from tests.test_undo import snapshot

ON = date(2026, 10, 15)


@pytest.fixture
def seeded(tmp_path: Path, opening: Opening) -> Iterator[Store]:
    opened = create(
        tmp_path / "neuf.copro",
        opening,
        lambda change: verbs.seed(change, name="CLSPD d’Essai", commune="Essai", population=6000),
        "Création",
    )
    yield opened
    opened.close()


def test_a_new_file_holds_the_lists_of_a_council(seeded: Store) -> None:
    assert questions.council(seeded).population == 6000
    colleges = questions.colleges(seeded)
    assert [one.name for one in colleges if not one.counted] == ["Ville"]
    assert [one.name for one in colleges][:4] == ["Ville", "État", "Justice", "Éducation"]
    assert colleges[-1].name == "Autres"
    numbered = [
        (row.short_name, row.kind_code, row.yearly_target) for row in bodies(seeded, ON) if row.numbered
    ]
    assert numbered == [("Plénière", "plenary", 1), ("Restreinte", "restricted", 4)]
    assert seeded.undo_label is None, "the creation is not undone"


def test_lists_move_and_refuse_doubles(seeded: Store) -> None:
    first = questions.colleges(seeded)[0]
    verbs.move_college(seeded, first.id, 100)
    assert questions.colleges(seeded)[-1].id == first.id
    seeded.undo()
    assert questions.colleges(seeded)[0].id == first.id
    held = questions.themes(seeded)[0]
    verbs.close_theme(seeded, held.id, ON)
    assert held.id not in [one.id for one in questions.themes(seeded)]
    assert held.id in [one.id for one in questions.themes(seeded, closed=True)]


REFUSED: dict[str, Callable[[Store], object]] = {
    "blank name": lambda store: verbs.set_council(store, name=" "),
    "negative population": lambda store: verbs.set_council(store, population=-1),
    "double college": lambda store: verbs.add_college(store, "etat"),
    "used college": lambda store: verbs.delete_college(store, 2),
    "used theme": lambda store: verbs.delete_theme(store, 1),
    "not a picture": lambda store: verbs.set_logo(store, b"GIF89a"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_changes_nothing(example: Store, name: str) -> None:
    before = snapshot(example)
    with pytest.raises(Refusal, match="Rien n’a été"):
        REFUSED[name](example)
    assert snapshot(example) == before


def test_a_setting_comes_back_to_its_default(example: Store) -> None:
    verbs.set_setting(example, "soon_days", "45")
    assert questions.number_setting(example, "soon_days", 30) == 45
    verbs.set_setting(example, "soon_days", None)
    assert questions.setting(example, "soon_days", "30") == "30"
