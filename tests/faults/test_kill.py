"""kill -9 at random moments: nothing acknowledged is lost, nothing needs repair."""

import random
import select
import sys
import time
from pathlib import Path

import pytest

from coprodesk.store import Opening, Store, backups, open_file
from tests.faults.tools import child, kill

CYCLES = 100
LONGEST = 0.06
"""Seconds from the child's first word to its death, at most."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")


def one_cycle(path: Path, cycle: int, draw: random.Random, *sabotage: str) -> set[str]:
    """Let a child save and kill it; return the names it acknowledged."""
    process = child("save_for_ever", path, cycle, *sabotage)
    said = b""
    end = None
    while end is None or time.monotonic() < end:
        wait = 20.0 if end is None else max(0.0, end - time.monotonic())
        if select.select([process.stdout], [], [], wait)[0]:
            said += process.stdout.read1()
            end = end or time.monotonic() + draw.uniform(0, LONGEST)
        elif end is None:
            break
    said += kill(process)
    assert said.startswith(b"ready"), said
    whole = said[: said.rfind(b"\n")].decode().split("\n")
    return {f"{cycle}/{line.split()[1]}" for line in whole if line.startswith("ack ")}


def kept_after(path: Path, opening: Opening) -> tuple[set[str], str]:
    """Reopen, as the next morning; return the themes and the last address."""
    store = open_file(path, opening)
    try:
        names = {row["name"] for row in store.rows("SELECT name FROM theme")}
        address = store.row("SELECT address FROM council")["address"]
        assert store.undo_label == ("Nouveau thème" if names else None)
        assert backups.check(path) == []
        return names, address
    finally:
        store.close()


def test_nothing_acknowledged_is_lost(store: Store, opening: Opening) -> None:
    path = store.path
    store.close()
    draw = random.Random(20261015)
    acknowledged: set[str] = set()
    for cycle in range(CYCLES):
        acknowledged |= one_cycle(path, cycle, draw)
        names, address = kept_after(path, opening)
        assert acknowledged <= names, f"lost in cycle {cycle}: {acknowledged - names}"
        unsaid = names - acknowledged
        assert len(unsaid) <= 1, "more than the one change under way was kept unsaid"
        acknowledged |= unsaid
        if names:
            assert address in names, "half a change was kept"
    assert len(acknowledged) > CYCLES, "the children hardly saved: the test proves nothing"


def test_an_early_acknowledgement_is_caught(store: Store, opening: Opening) -> None:
    path = store.path
    store.close()
    draw = random.Random(1)
    for cycle in range(40):
        acknowledged = one_cycle(path, cycle, draw, "early")
        if acknowledged - kept_after(path, opening)[0]:
            return
    pytest.fail("40 children acknowledged before saving and no loss was seen")
