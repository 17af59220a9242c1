"""One real file of each format is kept for ever, and opens with all it held."""

import gzip
import sqlite3
from pathlib import Path

import pytest

from coprodesk.store import Opening, backups, migrations, open_file
from coprodesk.store.schema import MODEL, V1_MODEL

KEPT = sorted((Path(__file__).parent / "data" / "schemas").glob("version-*.copro.gz"))


def rows_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    connection = sqlite3.connect(path)
    found = {
        table: connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()
        for table in MODEL
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    }
    connection.close()
    return found


@pytest.fixture(params=KEPT, ids=lambda path: path.name.split(".")[0])
def kept(request, tmp_path: Path) -> Path:
    path = tmp_path / request.param.name.removesuffix(".gz")
    path.write_bytes(gzip.decompress(request.param.read_bytes()))
    return path


def test_each_former_format_is_kept() -> None:
    names = {path.name for path in KEPT}
    assert {f"version-{version}.copro.gz" for version in range(1, migrations.latest())} <= names


def test_a_kept_file_opens_with_all_it_held(kept: Path, opening: Opening) -> None:
    before = rows_of(kept)
    assert before["meeting"], "a file with something in it"
    store = open_file(kept, opening)
    assert store.row("PRAGMA user_version")[0] == migrations.latest()
    store.close()
    after = rows_of(kept)
    assert set(after) == set(MODEL)
    for table in V1_MODEL:
        width = len(before[table][0]) if before[table] else 0
        assert [row[:width] for row in after[table]] == before[table], table
    assert backups.check(kept) == []


def test_a_file_brought_up_to_date_has_the_tables_of_a_new_one(kept: Path, opening: Opening, store) -> None:
    old = open_file(kept, opening)
    shapes = {}
    for name, one in (("old", old), ("new", store)):
        shapes[name] = {
            table: [tuple(row)[1:5] for row in one.rows(f"PRAGMA table_info({table})")] for table in MODEL
        }
    assert shapes["old"] == shapes["new"]
    old.close()
