"""The driver: every setting is given and read back, and every path is told to SQLite as it is."""

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from coprodesk.domain.errors import Refusal
from coprodesk.store import Opening, Store, create, driver, open_file
from tests.conftest import bare_council
from tests.faults.tools import beside, digest

PROMISED = {
    "application_id": 0x434F5052,
    "foreign_keys": 1,
    "journal_mode": "delete",
    "synchronous": 3,
    "locking_mode": "normal",
    "secure_delete": 1,
    "trusted_schema": 0,
    "temp_store": 2,
    "busy_timeout": 5000,
}


def settings_of(connection: driver.Connection) -> dict[str, object]:
    return {name: driver.scalar(connection, f"PRAGMA {name}") for name in PROMISED}


def test_every_setting_holds_on_an_open_file(store: Store) -> None:
    assert settings_of(store._connection) == PROMISED
    assert driver.scalar(store._connection, "SELECT v FROM search_config WHERE k = 'secure-delete'") == 1
    loose = [
        row["name"]
        for row in store.rows("PRAGMA table_list")
        if not row["strict"] and not row["name"].startswith(("sqlite_", "search", "_sqlite"))
    ]
    assert loose == []


def test_a_setting_forgotten_is_seen(store: Store, monkeypatch) -> None:
    for name in set(PROMISED) - {"application_id", "journal_mode", "locking_mode"}:
        with monkeypatch.context() as patch:
            patch.setattr(driver, "PRAGMAS", {n: v for n, v in driver.PRAGMAS.items() if n != name})
            connection = driver.connect(store.path)
            forgotten = settings_of(connection) != PROMISED
            connection.close()
            # busy_timeout is also the driver's own default, secure_delete may be a default of the build
            assert forgotten or name in ("busy_timeout", "secure_delete", "temp_store"), name


@pytest.mark.parametrize("name", sorted(driver.PRAGMAS))
def test_a_setting_that_does_not_hold_is_refused(
    store: Store, opening: Opening, monkeypatch, name: str
) -> None:
    path = store.path
    store.close()
    before = digest(path)
    value, _ = driver.PRAGMAS[name]
    monkeypatch.setitem(driver.PRAGMAS, name, (value, "something else"))
    with pytest.raises(driver.SettingError):
        driver.connect(path)
    with pytest.raises(Refusal):
        open_file(path, opening)
    assert (digest(path), beside(path)) == (before, [])


@pytest.mark.parametrize("name", ["Conseil #1 100 %.copro", "é à ? &mode=rw.copro", "a b+c'd\"e.copro"])
def test_any_file_name(tmp_path: Path, opening: Opening, name: str) -> None:
    create(tmp_path / name, opening, bare_council, "Création").close()
    assert [p.name for p in tmp_path.iterdir()] == [name]
    store = open_file(tmp_path / name, opening)
    assert store.row("SELECT name FROM council")["name"] == "CLSPD d’Essai"
    store.close()


def test_a_share_keeps_its_server() -> None:
    assert driver.address(PureWindowsPath(r"\\mairie\clspd\a b.copro")) == "file:////mairie/clspd/a%20b.copro"
    assert driver.address(PureWindowsPath(r"C:\clspd\x.copro")) == "file:///C:/clspd/x.copro"
    assert driver.address(PurePosixPath("/srv/é.copro")) == "file:///srv/%C3%A9.copro"
