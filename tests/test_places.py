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
