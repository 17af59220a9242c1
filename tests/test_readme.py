"""README tells the truth: its paths exist, its commands run, its recipe works on a real file."""

import re
from pathlib import Path

import pytest

from coprodesk.commands.partners import add_institution
from coprodesk.queries import journal_labels
from coprodesk.store import Opening, backups, create, migrations, open_file
from tests.conftest import bare_council

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block_after(mark: str) -> str:
    found = re.search(rf"<!-- {mark} -->\n```sh\n(.*?)\n```", README, re.DOTALL)
    assert found, mark
    return found.group(1)


def test_every_path_it_names_exists() -> None:
    named = set(re.findall(r"`((?:coprodesk|tests|ui|queries|commands|documents)/[\w./]+)`", README))
    named |= set(re.findall(r"\]\((packaging/[\w./]+)\)", README))
    places = {name for name in named if not name.endswith("/")}
    assert len(places) >= 10
    missing = [
        name for name in places if not (ROOT / name).exists() and not (ROOT / "coprodesk" / name).exists()
    ]
    assert missing == []


def test_its_two_commands_are_one_line_each_and_ci_runs_the_second() -> None:
    for mark in ("demo command", "test command"):
        assert "\n" not in block_after(mark)
        assert "pip install" in block_after(mark)
    assert "coprodesk demo" in block_after("demo command")
    assert "pytest" in block_after("test command")
    assert "<!-- test command -->" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_how_to_add_a_field(tmp_path: Path, opening: Opening, monkeypatch: pytest.MonkeyPatch) -> None:
    code = re.search(r"```python\n(.*?)```", README[README.index("## How to add a field") :], re.DOTALL)
    assert code
    source = re.sub(r"^   ", "", code.group(1), flags=re.MULTILINE)
    made: dict[str, object] = {}
    exec(source, made)
    step = made["institution_website"]
    store = create(tmp_path / "ancien.copro", opening, bare_council, "Création")
    with store.change("Collège") as change:
        college = change.insert("college", name="Éducation")
    institution = add_institution(store, "DSDEN", college)
    store.close()

    monkeypatch.setattr(migrations, "STEPS", [*migrations.STEPS, step])
    store = open_file(tmp_path / "ancien.copro", opening)
    assert len(backups.existing(store.path, opening.backups)) == 1, (
        "a copy is made before a file changes format"
    )
    with store.change("Site de la DSDEN") as change:
        change.update("institution", institution, website="dsden.example")
    assert store.rows("SELECT website FROM institution")[0][0] == "dsden.example"
    assert store.undo() == "Site de la DSDEN"
    assert store.rows("SELECT website FROM institution")[0][0] == ""
    assert journal_labels.field_label("institution", "website") == "website", (
        "step 2 gives it its French name"
    )
    assert journal_labels.field_label("institution", "phone") == "Téléphone"
    store.close()


def test_the_glossary_names_real_tables() -> None:
    from coprodesk.store.schema import MODEL

    for table in (
        "body",
        "college",
        "institution",
        "seat",
        "mandate",
        "meeting",
        "topic",
        "commitment",
        "roll_entry",
    ):
        assert f"`{table}`" in README
        assert table in MODEL
