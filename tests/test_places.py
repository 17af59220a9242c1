from pathlib import Path

import pytest

from coprodesk import places


def test_documents_as_the_desktop_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path / "maison"))
    assert places.documents() == tmp_path / "maison" / "Documents"
    (tmp_path / "user-dirs.dirs").write_text('XDG_DOCUMENTS_DIR="$HOME/Mes documents"\n', encoding="utf-8")
    assert places.documents() == tmp_path / "maison" / "Mes documents"
    assert places.backups() == tmp_path / "maison" / "Mes documents" / "CoproDesk" / "Sauvegardes"
    assert places.preferences() == tmp_path / "CoproDesk" / "preferences.json"


@pytest.mark.parametrize(
    ("named", "kept"),
    [
        ("conseil", "conseil.copro"),
        ("c.txt", "c.txt.copro"),
        ("conseil 2026.1", "conseil 2026.1.copro"),
        ("conseil.copro", "conseil.copro"),
        ("CONSEIL.COPRO", "CONSEIL.COPRO"),
        ("conseil.copro.bak", "conseil.copro.bak.copro"),
        ("", ""),
    ],
)
def test_one_rule_for_the_name_of_a_council_file(named: str, kept: str, tmp_path: Path) -> None:
    assert places.council_file(tmp_path / "absent" / named if named else Path()).name == kept
    assert places.is_council_file(Path(named)) == (named == kept != "")


def test_a_folder_is_no_name_of_a_file(tmp_path: Path) -> None:
    assert places.council_file(tmp_path) == tmp_path, "who writes there says that it exists"


def test_what_may_not_be_looked_at_is_not_there(forbidden: Path) -> None:
    inside = forbidden / "c.copro"
    with pytest.raises(PermissionError):
        inside.is_file()
    assert not places.is_file(inside)
    assert not places.is_folder(inside)
    assert places.council_file(forbidden / "c") == inside
    assert places.is_folder(forbidden)
