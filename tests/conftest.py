"""What every test may ask for: a clock that stands still, an empty council file, the example council."""

import io
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from coprodesk.assets import resource
from coprodesk.store import Holder, Opening, Store, Writer, create, open_file

NOON = datetime(2026, 10, 15, 14, 32, 5, tzinfo=timezone(timedelta(hours=2)))


class FrozenClock:
    """A clock that moves only when told."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **duration: float) -> None:
        self.now += timedelta(**duration)


def opening_in(folder: Path, clock: FrozenClock) -> Opening:
    me = Holder("Maëlle", "PC-MAIRIE-12", 1, NOON.isoformat())
    return Opening(me=me, clock=clock, backups=folder / "backups")


def bare_council(change: Writer) -> None:
    change.insert("council", id=1, name="CLSPD d’Essai", commune="Essai")


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def opening(tmp_path: Path, clock: FrozenClock) -> Opening:
    return opening_in(tmp_path, clock)


@pytest.fixture
def store(tmp_path: Path, opening: Opening) -> Iterator[Store]:
    opened = create(tmp_path / "essai.copro", opening, bare_council, "Création")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def example_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example council, made once; tests that write copy it."""
    from coprodesk.exchange import council_json

    folder = tmp_path_factory.mktemp("example")
    data = council_json.read_council(resource("brevigny.json").read_text(encoding="utf-8"))
    made = create(
        folder / "brevigny.copro",
        opening_in(folder, FrozenClock()),
        lambda change: council_json.fill(change, data),
        "Création",
    )
    made.close()
    return made.path


@pytest.fixture
def forbidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which this user may look at nothing and write nothing, whoever runs the test."""
    folder = tmp_path / "interdit"
    folder.mkdir()

    def denied(real: Callable[..., Any]) -> Callable[..., Any]:
        def deny(path: object, *more: object, **options: object) -> object:
            if isinstance(path, str | os.PathLike) and folder in Path(path).absolute().parents:
                raise PermissionError(13, "Permission denied", str(path))
            return real(path, *more, **options)

        return deny

    for name in ("stat", "lstat", "open", "mkdir", "unlink"):
        monkeypatch.setattr(os, name, denied(getattr(os, name)))
    monkeypatch.setattr(io, "open", denied(io.open))
    return folder


@pytest.fixture
def example(example_file: Path, tmp_path: Path, opening: Opening) -> Iterator[Store]:
    path = tmp_path / "brevigny.copro"
    shutil.copyfile(example_file, path)
    opened = open_file(path, opening)
    yield opened
    opened.close()
