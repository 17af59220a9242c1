"""What runs in the child processes: savers that are killed, holders of the pen, writers short of room.

Each says on standard output how far it came, one line a step, straight to the pipe.
"""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from coprodesk.domain.errors import Refusal
from coprodesk.store import Holder, Opening, Store, door, driver, open_file

THE_HOST = "PC-MAIRIE-12"


def say(word: str) -> None:
    os.write(1, f"{word}\n".encode())


def opened(path: str) -> Store:
    def now() -> datetime:
        return datetime(2026, 10, 15, 12, tzinfo=UTC)

    me = Holder("Enfant", THE_HOST, os.getpid(), now().isoformat())
    return open_file(Path(path), Opening(me, now, Path(path).parent / "copies"))


def save_for_ever(path: str, cycle: str, sabotage: str = "") -> None:
    """Save one theme after another; acknowledge each when saved, or too early (`sabotage`)."""
    store = opened(path)
    say("ready")
    n = 0
    while True:
        n += 1
        with store.change("Nouveau thème") as change:
            change.insert("theme", name=f"{cycle}/{n}", position=n)
            change.update("council", 1, address=f"{cycle}/{n}")
            if sabotage:
                say(f"ack {n}")
        if not sabotage:
            say(f"ack {n}")


def hold(path: str) -> None:
    """Hold the pen until killed, or until the parent closes our input."""
    store = opened(path)
    say("ready")
    sys.stdin.read()
    store.close()


def half_way(path: str) -> None:
    """Stop in the middle of a transaction whose pages have already been written over the file."""
    store = opened(path)
    connection = store._open_connection()
    connection.execute("PRAGMA cache_size = 5")
    connection.execute("PRAGMA cache_spill = 1")
    with store.change("Thèmes en nombre") as change:
        change.update("council", 1, address="à moitié écrit")
        for n in range(400):
            change.insert("theme", name=f"moitié {n} " + "x" * 900)
        say("ready")
        sys.stdin.read()
        os.kill(os.getpid(), 9)


def hold_half_a_migration(path: str) -> None:
    """Stop in the middle of a format step whose version is already in the file's first page."""
    connection = driver.connect(Path(path))
    connection.execute("PRAGMA cache_size = 5")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("PRAGMA user_version = 2")
    connection.execute("CREATE TABLE extra (id INTEGER PRIMARY KEY, text TEXT) STRICT")
    for _ in range(400):
        connection.execute("INSERT INTO extra (text) VALUES (?)", ("x" * 900,))
    say("ready")
    sys.stdin.read()


def run_out_of_room(path: str, spare: str) -> None:
    """Save under a limit on the size of files, `spare` bytes above this one; then lift it and go on."""
    import resource
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    store = opened(path)
    limit = Path(path).stat().st_size + int(spare)
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    n = 0
    try:
        while n < 200:
            with store.change("Nouveau thème") as change:
                change.insert("theme", name=f"{n + 1} " + "y" * 2000)
            n += 1
            say(f"ack {n}")
    except Refusal as refusal:
        say(f"refused {type(refusal).__name__} {refusal}")
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    with store.change("Après") as change:
        change.insert("theme", name="après")
    say("saved again")
    say(f"same file {door._identity(Path(path)) == store._identity}")
    store.close()
