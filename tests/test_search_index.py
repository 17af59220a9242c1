"""The full-text index follows every row, finds words typed without their signs, forgets what is deleted."""

import unicodedata

import pytest

from coprodesk.store import Opening, Store, schema, search


def found(store: Store, text: str) -> set[tuple[str, int]]:
    expression = search.match_expression(text)
    assert expression is not None
    return {
        (row["subject"], row["row_id"])
        for row in store.rows(
            "SELECT subject, row_id FROM search JOIN search_entry e ON e.id = search.rowid"
            " WHERE search MATCH ?",
            (expression,),
        )
    }


def index_faults(store: Store) -> list[str]:
    """What the index says that the tables do not, and the other way round."""
    faults = []
    for table, (title, body) in search.INDEXED.items():
        wanted = {
            row["id"]: (row["t"], row["b"], search.folded_words(f"{row['t']} {row['b']}"))
            for row in store.rows(f"SELECT id, {title} AS t, {body} AS b FROM {table}")
        }
        held = {
            row["row_id"]: (row["title"], row["body"], row["folded"])
            for row in store.rows(
                "SELECT row_id, title, body, folded FROM search_entry e JOIN search s ON s.rowid = e.id"
                " WHERE subject = ?",
                (table,),
            )
        }
        faults += [] if held == wanted else [table]
    store._connection.execute("INSERT INTO search (search) VALUES ('integrity-check')")
    return faults


def live(store: Store) -> list[str]:
    """Insert, rename, delete, merge, undo and redo on indexed tables; return the faults met on the way."""
    faults = []

    def step(label, write, **options):
        with store.change(label, **options) as change:
            result = write(change)
        faults.extend(index_faults(store))
        return result

    person = step("p", lambda c: c.insert("person", last_name="Œuvrard", note="réunion"))
    topic = step("t", lambda c: c.insert("topic", title="Halls d’immeuble"))
    for text in ("b", "br", "bruit"):
        step("t", lambda c, text=text: c.update("topic", topic, note=text), merge=("topic", topic))
    step("o", lambda c: (c.insert("person", last_name="Deux"), c.delete("person", person)))
    step("u", lambda c: c.update("council", 1, phone="01"))
    while store.undo_label:
        store.undo()
        faults += index_faults(store)
    while store.redo_label:
        store.redo()
        faults += index_faults(store)
    store.restore(store.row("SELECT seq FROM journal_step WHERE label = 'o' AND kind = 'do'")["seq"])
    return faults + index_faults(store)


def test_the_index_follows_every_act(store: Store) -> None:
    assert live(store) == []


def test_an_index_that_lags_is_seen(store: Store, monkeypatch) -> None:
    monkeypatch.setattr(
        search,
        "reindex",
        lambda connection, images, real=search.reindex: real(connection, dict(sorted(images.items())[1:])),
    )
    assert live(store)


def test_every_indexed_column_exists(store: Store) -> None:
    for table, (title, body) in search.INDEXED.items():
        assert table in schema.MODEL
        store.rows(f"SELECT {title}, {body} FROM {table}")
        columns = {row["name"] for row in store.rows(f"PRAGMA table_info({table})")}
        assert search._COLUMNS[table] <= columns, table


def test_each_indexed_column_is_followed_when_it_alone_changes(example: Store) -> None:
    for table, columns in search._COLUMNS.items():
        for column in sorted(columns):
            row = example.row(f"SELECT id FROM {table} WHERE {column} IS NOT NULL LIMIT 1")
            if row is None or (table, column) == ("commitment", "reference"):
                continue
            with example.change("Essai") as change:
                change.update(table, row["id"], **{column: "2031-12-24" if column == "date" else "Zanzibar"})
            assert index_faults(example) == [], (table, column)


@pytest.fixture
def texts(store: Store) -> dict[str, int]:
    words = [
        "Œuvre collective",
        "Oeuvre écrite sans lien",
        "Réunion d’été",
        "L’école Jean-Jaurès",
        "cœur de ville",
        "ŒUVRES",
    ]
    with store.change("Sujets") as change:
        return {text: change.insert("topic", title=text) for text in words}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("oeuvre", {"Œuvre collective", "Oeuvre écrite sans lien", "ŒUVRES"}),
        ("œuvre", {"Œuvre collective", "Oeuvre écrite sans lien", "ŒUVRES"}),
        ("OEUVR", {"Œuvre collective", "Oeuvre écrite sans lien", "ŒUVRES"}),
        ("coeur ville", {"cœur de ville"}),
        ("reunion ete", {"Réunion d’été"}),
        (unicodedata.normalize("NFD", "réunion"), {"Réunion d’été"}),
        ("l'ecole", {"L’école Jean-Jaurès"}),
        ("jean jau", {"L’école Jean-Jaurès"}),
        ("ÉCOLE", {"L’école Jean-Jaurès"}),
        ("absent", set()),
    ],
)
def test_what_is_typed_is_found(store: Store, texts: dict[str, int], typed: str, expected: set[str]) -> None:
    assert found(store, typed) == {("topic", texts[text]) for text in expected}


@pytest.mark.parametrize(
    "typed", ['"', "a OR b", "NEAR(a b)", "title:x", "*", "^a", "a -b", "()", "'; DROP", "\0", "²", "_"]
)
def test_what_is_typed_is_never_syntax(store: Store, typed: str) -> None:
    expression = search.match_expression(typed)
    if expression is not None:
        store.rows("SELECT rowid FROM search WHERE search MATCH ?", (expression,))


def test_nothing_typed_asks_for_nothing() -> None:
    assert search.match_expression("  - ’ ! ") is None


def test_without_the_folded_copy_the_ligature_hides_the_word(store: Store, monkeypatch) -> None:
    monkeypatch.setattr(search, "folded_words", lambda _: "")
    with store.change("Sujet") as change:
        change.insert("topic", title="Œuvre collective")
    assert found(store, "oeuvre") == set()


# Deleted words leave the file


def remains(store: Store, opening: Opening) -> bool:
    """Write a token, delete it and its journal lines as a purge would; return whether a byte of it stays."""
    token = "kevin" + "canari"
    for _ in range(3):
        with store.change("Ajout") as change:
            rows = [
                change.insert("person", last_name=f"{token}{n}", note=f"{token} " * 40) for n in range(30)
            ]
        with store.change("Réécrit") as change:
            for row in rows:
                change.update("person", row, note="rien")
        with store.change("Ôté") as change:
            for row in rows:
                change.delete("person", row)
    assert token.encode() in store.path.read_bytes(), "the journal, which is the history, holds it"
    connection = store._connection
    for trigger in ("journal_row_sealed_delete", "journal_row_sealed_update"):
        connection.execute(f"DROP TRIGGER {trigger}")
    connection.execute("DELETE FROM journal_row")
    store.close()
    return token.encode() in store.path.read_bytes().lower()


def test_deleted_words_leave_no_byte(store: Store, opening: Opening) -> None:
    assert not remains(store, opening)


@pytest.mark.parametrize("forgotten", ["secure_delete", "secure-delete"])
def test_words_that_stay_are_seen(store: Store, opening: Opening, forgotten: str) -> None:
    if forgotten == "secure_delete":
        store._connection.execute("PRAGMA secure_delete = OFF").fetchall()
    else:
        store._connection.execute("INSERT INTO search (search, rank) VALUES ('secure-delete', 0)")
    assert remains(store, opening)
