"""Who is at the desk and what time it is: the only place where user, host, clock and folders are read."""

import contextlib
import getpass
import os
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from coprodesk import places
from coprodesk.queries import council as queries
from coprodesk.store import Holder, Opening, Store, Writer, create, open_file
from coprodesk.store.door import Clock


def system_clock() -> datetime:
    """Return the present local time, aware of its zone."""
    return datetime.now().astimezone()


_SECOND = timedelta(seconds=1)


def clock_from(start: datetime, *, ticking: bool) -> Clock:
    """Return a clock that reads `start` now and, if `ticking`, goes on from there."""
    begun = time.monotonic()

    def read() -> datetime:
        return start + (time.monotonic() - begun) * _SECOND if ticking else start

    return read


def user_name() -> str:
    """Return the name of the session's user, « ? » when the system knows none."""
    with contextlib.suppress(KeyError, OSError, ImportError):
        return getpass.getuser()
    return "?"


def host_name() -> str:
    """Return the name of this post."""
    if sys.platform != "win32":
        return os.uname().nodename
    import socket  # elsewhere its import would delay the first page

    return socket.gethostname()


def opening(clock: Clock = system_clock) -> Opening:
    """Return what a file is opened with on this post, at the time of `clock`."""
    me = Holder(user_name(), host_name(), os.getpid(), system_clock().isoformat(timespec="seconds"))
    return Opening(me=me, clock=clock, backups=places.backups())


def open_council(
    path: Path, *, read_only: bool = False, take_over: bool = False, ticking: bool = True
) -> Store:
    """Open `path` on this post; an example council goes on living on its own day.

    Raises what `store.open_file` raises.
    """
    return _in_its_time(open_file(path, opening(), read_only=read_only, take_over=take_over), ticking=ticking)


def create_council(path: Path, fill: Callable[[Writer], None], label: str, *, ticking: bool = True) -> Store:
    """Make a new council file at `path` on this post and open it. Raises what `store.create` raises."""
    return _in_its_time(create(path, opening(), fill, label), ticking=ticking)


def _in_its_time(store: Store, *, ticking: bool) -> Store:
    example_at = queries.council(store).example_at
    if example_at is not None:
        store.clock = clock_from(example_at, ticking=ticking)
    return store
