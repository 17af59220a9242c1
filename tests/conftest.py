"""What every test may ask for: a clock that stands still, a council file, the example council."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from coprodesk.store import Holder, Opening, Store, create

NOON = datetime(2026, 10, 15, 14, 32, 5, tzinfo=timezone(timedelta(hours=2)))


class FrozenClock:
    """A clock that moves only when told."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **duration: float) -> None:
        self.now += timedelta(**duration)


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def opening(tmp_path: Path, clock: FrozenClock) -> Opening:
    return Opening(
        me=Holder("Maëlle", "PC-MAIRIE-12", 1, NOON.isoformat()), clock=clock, backups=tmp_path / "backups"
    )


def bare_council(change) -> None:
    change.insert("council", id=1, name="CLSPD d’Essai", commune="Essai")


@pytest.fixture
def store(tmp_path: Path, opening: Opening) -> Iterator[Store]:
    opened = create(tmp_path / "essai.copro", opening, bare_council, "Création")
    yield opened
    opened.close()
