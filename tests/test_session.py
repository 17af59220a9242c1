from datetime import datetime, timedelta
from pathlib import Path

import pytest

from coprodesk import session
from coprodesk.commands.council import seed
from coprodesk.exchange import demo
from coprodesk.store import FileHeld
from tests.conftest import NOON


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))


def test_the_example_lives_on_its_own_day(tmp_path: Path) -> None:
    store = session.create_council(tmp_path / "exemple.copro", demo.fill(), demo.label(), ticking=False)
    assert store.clock() == NOON
    store.close()
    store = session.open_council(tmp_path / "exemple.copro")
    assert timedelta(0) <= store.clock() - NOON < timedelta(minutes=5)
    store.close()


def test_a_real_council_lives_today(tmp_path: Path) -> None:
    store = session.create_council(
        tmp_path / "vrai.copro", lambda change: seed(change, name="CLSPD", commune="Vrai"), "Création"
    )
    assert abs(store.clock() - datetime.now().astimezone()) < timedelta(minutes=5)
    assert store.author == session.user_name()
    store.close()


def test_who_holds_the_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "exemple.copro"
    store = session.create_council(path, demo.fill(), demo.label())
    with pytest.raises(FileHeld, match="lecture seule"):
        session.open_council(path)
    reader = session.open_council(path, read_only=True)
    assert reader.read_only
    reader.close()
    store.close()


def test_a_clock_that_stands_and_one_that_goes() -> None:
    standing, going = session.clock_from(NOON, ticking=False), session.clock_from(NOON, ticking=True)
    assert standing() == standing() == NOON
    assert NOON <= going() <= going()
