"""The journal: typing that merges, lines that are sealed, versions that never change."""

import contextlib

import pytest

from coprodesk.store import Store, backups, journal
from coprodesk.store.driver import IntegrityError
from coprodesk.store.opening import Opening, open_file
from tests.conftest import FrozenClock

TYPING = ("council", 1, "address")


def type_text(store: Store, text: str, merge: tuple = TYPING, **options) -> None:
    with store.change(f"Adresse « {text} »", merge=merge, **options) as change:
        change.update("council", 1, address=text)


def count(store: Store) -> int:
    return store.row("SELECT count(*) AS n FROM journal_step")["n"]


def new_steps(store: Store, *acts) -> int:
    before = count(store)
    for act in acts:
        act()
    return count(store) - before


# Merging


@pytest.mark.parametrize(("seconds", "expected"), [(0, 1), (59, 1), (60, 1), (61, 2), (-1, 2)])
def test_typing_merges_for_a_minute_after_its_first_save(
    store: Store, clock: FrozenClock, seconds: int, expected: int
) -> None:
    type_text(store, "1 rue")
    clock.advance(seconds=seconds)
    assert new_steps(store, lambda: type_text(store, "1 rue Neuve")) == expected - 1
    assert (store.undo_label, store.saved_at) == (
        "Adresse « 1 rue »" if expected == 1 else "Adresse « 1 rue Neuve »",
        clock.now,
    )
    store.undo()
    assert store.row("SELECT address FROM council")["address"] == ("" if expected == 1 else "1 rue")


def test_a_longer_window_is_seen(store: Store, clock: FrozenClock, monkeypatch) -> None:
    monkeypatch.setattr(journal, "MERGE_WINDOW", journal.MERGE_WINDOW * 2)
    type_text(store, "1 rue")
    clock.advance(seconds=61)
    assert new_steps(store, lambda: type_text(store, "1 rue Neuve")) == 0


def test_the_minute_runs_from_the_first_save_not_the_last(store: Store, clock: FrozenClock) -> None:
    def after_40_s(text: str) -> None:
        clock.advance(seconds=40)
        type_text(store, text)

    assert new_steps(store, *(lambda t=t: after_40_s(t) for t in "abcd")) == 2


def test_what_keeps_typing_apart(store: Store, opening: Opening) -> None:
    type_text(store, "a")
    assert new_steps(store, lambda: type_text(store, "b", ("council", 1, "phone"))) == 1, "another field"
    store.author = "Nadia"
    assert new_steps(store, lambda: type_text(store, "c", ("council", 1, "phone"))) == 1, "another author"
    store.undo()
    assert new_steps(store, lambda: type_text(store, "d", ("council", 1, "phone"))) == 1, "an undo between"
    store.undo()
    store.redo()
    assert new_steps(store, lambda: type_text(store, "e", ("council", 1, "phone"))) == 1, "a redo between"
    assert new_steps(store, lambda: type_text(store, "f", None), lambda: type_text(store, "g", None)) == 2
    type_text(store, "h")
    assert new_steps(store, lambda: type_text(store, "i", final=True)) == 1, "a final act"
    assert new_steps(store, lambda: type_text(store, "j")) == 1, "after a final act"


def test_merged_images_go_from_the_first_to_the_last(store: Store) -> None:
    with store.change("Saisie", merge=("x",)) as change:
        change.update("council", 1, address="a")
        kept = change.insert("theme", name="Un")
        gone = change.insert("theme", name="Deux")
    with store.change("Saisie", merge=("x",)) as change:
        change.update("council", 1, address="b", phone="01")
        change.update("theme", kept, position=4)
        change.delete("theme", gone)
        late = change.insert("theme", name="Trois")
    seq = count(store)
    images = {key: (before, after) for key, before, after in journal.read_images(store._connection, seq)}
    assert images["council", 1] == ({"address": "", "phone": ""}, {"address": "b", "phone": "01"})
    assert images["theme", kept][0] is None
    assert images["theme", kept][1]["position"] == 4
    assert images["theme", gone] == (None, None)
    store.undo()
    assert store.rows("SELECT * FROM theme") == []
    store.redo()
    assert {row["id"] for row in store.rows("SELECT id FROM theme")} == {kept, late}


# Sealed lines

TAMPERINGS = [
    "UPDATE journal_step SET label = 'autre' WHERE seq = 4",
    "UPDATE journal_step SET at = '2020-01-01' WHERE seq = 4",
    "UPDATE OR REPLACE journal_step SET seq = 4 WHERE seq = (SELECT max(seq) FROM journal_step)",
    "UPDATE journal_step SET seq = seq + 10 WHERE seq = (SELECT max(seq) FROM journal_step)",
    "DELETE FROM journal_step WHERE seq = 4",
    "DELETE FROM journal_step",
    "INSERT INTO journal_step (seq, at, saved_at, author, label, kind) VALUES (4, '', '', '', '', 'do')",
    "INSERT OR REPLACE INTO journal_step (seq, at, saved_at, author, label, kind)"
    " VALUES (4, '', '', '', 'autre', 'do')",
    "UPDATE journal_row SET after = '{}' WHERE step = 4",
    "UPDATE journal_row SET step = 6 WHERE step = 4",
    "UPDATE journal_row SET step = 4 WHERE step = 6",
    "UPDATE OR REPLACE journal_row SET id = 1 WHERE step = 6",
    "DELETE FROM journal_row WHERE step = 4",
    "DELETE FROM journal_row WHERE step = 6",
    "INSERT INTO journal_row (step, table_name, row_id, after) VALUES (4, 'council', 1, '{}')",
    "INSERT OR REPLACE INTO journal_row (id, step, table_name, row_id, after)"
    " VALUES (1, 6, 'council', 1, '{}')",
    "REPLACE INTO journal_row SELECT * FROM journal_row WHERE step = 4",
]


def journal_text(store: Store) -> list[tuple]:
    return [
        tuple(row)
        for table in ("journal_step", "journal_row")
        for row in store.rows(f"SELECT * FROM {table} ORDER BY 1")
    ]


def tampers(store: Store, sql: str) -> bool:
    """Run `sql`, as someone with another program would; return whether the journal changed."""
    before = journal_text(store)
    try:
        store._connection.execute(sql)
    except IntegrityError:
        assert journal_text(store) == before
        return False
    return journal_text(store) != before


@pytest.fixture
def written(store: Store) -> Store:
    for text in "abc":
        type_text(store, text, None)
    assert count(store) == 6
    return store


@pytest.mark.parametrize("sql", TAMPERINGS)
def test_an_earlier_line_never_changes(written: Store, sql: str) -> None:
    assert not tampers(written, sql)
    assert backups.check(written.path) == []


@pytest.mark.parametrize("sql", TAMPERINGS)
def test_tampering_is_seen_without_the_seal(written: Store, sql: str) -> None:
    for row in written.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'journal%'"):
        written._connection.execute(f"DROP TRIGGER {row['name']}")
    written._connection.execute("PRAGMA foreign_keys = OFF")
    assert tampers(written, sql) or sql.startswith(("INSERT INTO journal_step", "REPLACE"))


def test_the_last_line_stays_open(written: Store) -> None:
    assert tampers(written, "UPDATE journal_step SET saved_at = '2030-01-01T00:00:00+00:00' WHERE seq = 6")
    assert tampers(written, 'UPDATE journal_row SET after = \'{"address": "d"}\' WHERE step = 6')


def test_a_gap_and_an_orphan_in_the_journal_are_found(written: Store) -> None:
    connection = written._connection
    for row in written.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'journal%'"):
        connection.execute(f"DROP TRIGGER {row['name']}")
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("DELETE FROM journal_step WHERE seq = 4")
    found = " ".join(backups.check(written.path))
    assert "perdu leur acte" in found
    assert "un trou" in found


# Versions of the minutes


@pytest.fixture
def frozen(store: Store) -> Store:
    with store.change("Version figée", final=True) as change:
        kind = change.insert("body_kind", code="p", name="Plénière")
        body = change.insert("body", name="Plénière", short_name="Pl.", body_kind_id=kind)
        meeting = change.insert(
            "meeting", body_id=body, date="2026-10-15", starts_at="14:00", ends_at="16:00"
        )
        change.insert(
            "minutes_version",
            meeting_id=meeting,
            version=1,
            state="approved",
            audience="partners",
            frozen_at="2026-10-15T16:00:00+02:00",
            digest="0" * 64,
            pdf=change.put_blob(b"%PDF"),
        )
    return store


_COLUMNS = "meeting_id, version, state, audience, frozen_at, digest, pdf, reason"
_REPLACE = f"REPLACE INTO minutes_version (id, {_COLUMNS}) SELECT {{id}}, {_COLUMNS} FROM minutes_version"

REWRITINGS = [
    ("UPDATE minutes_version SET digest = 'f'", "minutes_version_frozen"),
    ("UPDATE minutes_version SET state = 'proposed'", "minutes_version_frozen"),
    (_REPLACE.format(id="id").replace("digest, pdf, reason FROM", "'f', pdf, reason FROM"), "never_replaced"),
    (_REPLACE.format(id="99"), "never_replaced"),
    ("DELETE FROM minutes_version", "minutes_version_kept"),
    ("UPDATE blob SET data = x'00'", "blob_sealed"),
    ("REPLACE INTO blob SELECT sha256, x'00' FROM blob", "blob_never_replaced"),
    ("DELETE FROM blob", "blob_kept"),
]


def version_bytes(store: Store) -> list[tuple]:
    tables = ("minutes_version", "blob")
    return [tuple(row) for table in tables for row in store.rows(f"SELECT * FROM {table}")]


def rewrites(store: Store, sql: str) -> bool:
    before = version_bytes(store)
    with contextlib.suppress(IntegrityError):
        store._connection.execute(sql)
    return version_bytes(store) != before


@pytest.mark.parametrize(("sql", "trigger"), REWRITINGS)
def test_a_frozen_version_never_changes(frozen: Store, sql: str, trigger: str) -> None:
    assert not rewrites(frozen, sql)
    frozen._connection.execute("PRAGMA foreign_keys = OFF")
    assert not rewrites(frozen, sql), "nor with foreign keys off"
    name = "minutes_version_never_replaced" if trigger == "never_replaced" else trigger
    frozen._connection.execute(f"DROP TRIGGER {name}")
    assert rewrites(frozen, sql), "without its trigger the same words do change it"


def test_the_journal_reads_the_same_after_reopening(written: Store, opening: Opening) -> None:
    before = journal_text(written)
    written.close()
    again = open_file(written.path, opening)
    try:
        assert journal_text(again) == before
    finally:
        again.close()
