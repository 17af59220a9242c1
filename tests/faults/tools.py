"""What the fault tests share: dumps, digests, and child processes that are meant to die."""

import hashlib
import subprocess
import sys
from pathlib import Path

from coprodesk.store import Store
from coprodesk.store.schema import MODEL

ROOT = Path(__file__).parents[2]


def dump(store: Store) -> dict[str, list[tuple]]:
    """Every row the user may see, and the search index by what it describes."""
    content = {
        table: [tuple(row) for row in store.rows(f"SELECT * FROM {table} ORDER BY id")] for table in MODEL
    }
    content["search"] = [
        tuple(row)
        for row in store.rows(
            "SELECT e.subject, e.row_id, s.title, s.body, s.folded FROM search_entry e"
            " JOIN search s ON s.rowid = e.id ORDER BY 1, 2"
        )
    ]
    return content


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def beside(path: Path) -> list[str]:
    """What lies in the folder of `path` besides the file itself and the folder of copies."""
    return sorted(p.name for p in path.parent.iterdir() if p != path and p.is_file())


def child(function: str, *arguments: object) -> subprocess.Popen[bytes]:
    """Start `tests.faults.saver.<function>(*arguments)` in a process of its own."""
    code = f"import sys; from tests.faults import saver; saver.{function}(*sys.argv[1:])"
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def kill(process: subprocess.Popen[bytes]) -> bytes:
    """Kill without warning (SIGKILL); return what the child had still said."""
    process.kill()
    said, _ = process.communicate()
    return said
