"""Format steps: a verified copy first, each step whole, and a failed one leaves the old file."""

from pathlib import Path

import pytest

from coprodesk.domain.errors import Refusal
from coprodesk.store import Opening, Store, backups, driver, migrations, open_file
from coprodesk.store.opening import require_ours
from tests.faults.tools import digest, dump


def add_column(db) -> None:
    db.execute("ALTER TABLE theme ADD COLUMN colour TEXT NOT NULL DEFAULT ''")


def rebuild(db) -> None:
    db["theme"].transform(rename={"position": "place"})


def fail_half_way(db) -> None:
    db.execute("DELETE FROM theme")
    db.execute("SELECT nope")


def break_a_reference(db) -> None:
    db.execute("INSERT INTO mandate (person_id, institution_id, rank) VALUES (9, 9, 'titular')")


@pytest.fixture
def path(store: Store) -> Path:
    with store.change("Bruit") as change:
        change.insert("theme", name="Bruit", position=4)
    store.undo()
    store.redo()
    assert store.undo_label == "Bruit"
    store.close()
    return store.path


def migrate_with(monkeypatch, step) -> None:
    monkeypatch.setattr(migrations, "STEPS", [*migrations.STEPS, step])


def test_a_step_is_applied_after_a_verified_copy(path: Path, opening: Opening, monkeypatch) -> None:
    with_old = digest(path)
    order = []
    real = backups.back_up

    def note(*arguments, **options):
        assert digest(path) == with_old, "the copy comes before the step"
        order.append("copy")
        return real(*arguments, **options)

    def step(db) -> None:
        order.append("step")
        add_column(db)

    monkeypatch.setattr(backups, "back_up", note)
    migrate_with(monkeypatch, step)
    store = open_file(path, opening)
    assert order == ["copy", "step"]
    assert store.row("PRAGMA user_version")[0] == migrations.latest()
    assert tuple(store.row("SELECT name, position, colour FROM theme")) == ("Bruit", 4, "")
    assert (store.undo_label, store.redo_label) == (None, None), "a schema step closes the list"
    made = ["schema"] * migrations.latest()
    steps = [(row["kind"], row["author"]) for row in store.rows("SELECT * FROM journal_step ORDER BY seq")]
    assert [kind for kind, _ in steps] == [*made, "do", "undo", "redo", "schema"]
    assert {author for _, author in steps} == {"Maëlle"}
    with store.change("Couleur") as change:
        change.update("theme", 1, colour="bleu")
    store.undo()
    store.close()
    assert backups.check(path) == []
    (copy,) = backups.existing(path, opening.backups)
    assert require_ours(copy.path) == migrations.latest() - 1
    assert backups.check(copy.path) == []
    open_file(path, opening).close()
    assert len(backups.existing(path, opening.backups)) == 1, "an up-to-date file is not migrated again"


def test_a_table_may_be_rebuilt(path: Path, opening: Opening, monkeypatch) -> None:
    migrate_with(monkeypatch, rebuild)
    store = open_file(path, opening)
    assert tuple(store.row("SELECT name, place FROM theme")) == ("Bruit", 4)
    assert store.row("PRAGMA foreign_keys")[0] == 1
    with pytest.raises(Refusal, match="ne se défait pas"):
        store.restore(3)  # its image names a column that is gone
    store.close()


@pytest.mark.parametrize("step", [fail_half_way, break_a_reference])
def test_a_failed_step_leaves_the_old_file(path: Path, opening: Opening, monkeypatch, step) -> None:
    with monkeypatch.context() as patch:
        migrate_with(patch, step)
        for _ in range(2):
            with pytest.raises(Refusal, match="Il est resté dans l’ancien"):
                open_file(path, opening)
    assert require_ours(path) == migrations.latest()
    assert backups.check(path) == []
    assert backups.existing(path, opening.backups)
    store = open_file(path, opening)
    assert store.row("SELECT name FROM theme")["name"] == "Bruit"
    assert store.undo_label == "Bruit"
    store.close()


def test_a_check_that_is_skipped_lets_broken_references_in(path: Path, opening: Opening, monkeypatch) -> None:
    def unchecked(step, version, at, author):
        def apply(db) -> None:
            step(db)
            db.execute(f"PRAGMA user_version = {version}")

        return apply

    monkeypatch.setattr(migrations, "_versioned", unchecked)
    migrate_with(monkeypatch, break_a_reference)
    open_file(path, opening).close()
    assert backups.check(path), "the sabotaged migration left what the test above refuses"


def test_no_copy_no_migration(path: Path, opening: Opening, monkeypatch) -> None:
    opening.backups.write_text("un fichier à la place du dossier")
    migrate_with(monkeypatch, add_column)
    before = digest(path)
    with pytest.raises(Refusal, match=r"La copie .* a échoué"):
        open_file(path, opening)
    assert digest(path) == before


def test_a_damaged_old_file_is_not_migrated(path: Path, opening: Opening, monkeypatch) -> None:
    connection = driver.connect(path)
    connection.execute("PRAGMA foreign_keys = OFF")
    break_a_reference(connection)
    connection.close()
    migrate_with(monkeypatch, add_column)
    before = digest(path)
    with pytest.raises(Refusal, match="endommagé"):
        open_file(path, opening)
    assert digest(path) == before


def test_a_file_made_today_is_at_the_latest_version(store: Store) -> None:
    assert store.row("PRAGMA user_version")[0] == migrations.latest()
    assert dump(store)["council"]
