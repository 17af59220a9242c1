"""A council goes out as JSON and comes back equal; a text that is not one is refused and writes nothing."""

import json
import sqlite3
from pathlib import Path

import pytest

from coprodesk.domain.errors import Refusal
from coprodesk.exchange import council_json
from coprodesk.exchange.council_json import columns_of, export_council, fill, read_council
from coprodesk.store import Opening, Store, create
from coprodesk.store.schema import MODEL, v1_statements, v2_statements


def sample() -> dict:
    return {
        "format": "coprodesk-council",
        "version": 1,
        "tables": {
            "council": [{"id": 1, "name": "CLSPD d’Essai", "commune": "Essai"}],
            "body_kind": [{"id": 4, "code": "plenary", "name": "Plénière"}],
            "body": [{"id": 2, "name": "Plénière", "short_name": "Plén.", "body_kind_id": 4}],
            "meeting": [
                {"id": n, "body_id": 2, "date": f"2026-0{n}-01", "starts_at": "14:30", "ends_at": "16:00"}
                for n in (1, 2, 3)
            ],
        },
        "counters": [["meeting", 2026, 7]],
        "blobs": {},
    }


def brought_in(path: Path, opening: Opening, document: dict) -> Store:
    data = read_council(json.dumps(document))
    return create(path, opening, lambda change: fill(change, data), "Import")


def test_export_import_export_is_the_same_text(tmp_path: Path, opening: Opening) -> None:
    first = brought_in(tmp_path / "a.copro", opening, sample())
    with first.change("Compte rendu et point") as change:
        pdf = change.put_blob(b"%PDF-1.7 \x00\xff")
        change.put_blob(b"kept by undo only")
        change.insert(
            "minutes_version",
            meeting_id=3,
            version=1,
            state="proposed",
            audience="partners",
            frozen_at="2026-10-15T14:32:05+02:00",
            digest="0" * 64,
            pdf=pdf,
        )
        topic = change.insert("topic", title="Ligne « B »\nœuvre", note='"guillemets" \\ et \t')
        change.insert(
            "agenda_item", meeting_id=3, topic_id=topic, position=1, title="Ligne B", planned_minutes=0
        )
        change.delete("meeting", 2)
    text = export_council(first)
    second = create(tmp_path / "b.copro", opening, lambda change: fill(change, read_council(text)), "Import")
    assert export_council(second) == text
    for table in (*MODEL, "counter"):
        assert [tuple(row) for row in second.rows(f"SELECT * FROM {table}")] == [
            tuple(row) for row in first.rows(f"SELECT * FROM {table}")
        ], table
    assert [row["data"] for row in second.rows("SELECT data FROM blob")] == [b"%PDF-1.7 \x00\xff"]
    with second.change("Suivant") as change:
        assert change.next_number("meeting", 2026) == 8
    first.close()
    second.close()


def test_only_what_differs_from_the_default_is_written(store: Store) -> None:
    tables = json.loads(export_council(store))["tables"]
    assert tables == {"council": [{"id": 1, "name": "CLSPD d’Essai", "commune": "Essai"}]}


def test_the_columns_read_from_the_schema_are_those_sqlite_made() -> None:
    connection = sqlite3.connect(":memory:")
    for statement in (*v1_statements(), *v2_statements()):
        if statement.startswith(("CREATE TABLE", "ALTER TABLE")):
            connection.execute(statement)
    for table in MODEL:
        targets = {row[3]: row[2] for row in connection.execute(f"PRAGMA foreign_key_list({table})")}
        made = {}
        for _cid, name, kind, not_null, default, _pk in connection.execute(f"PRAGMA table_info({table})"):
            literal = None if default is None else connection.execute(f"SELECT {default}").fetchone()[0]
            made[name] = (kind == "INTEGER", bool(not_null) and default is None, literal, targets.get(name))
        read = {n: (c.integer, c.required, c.default, c.target) for n, c in columns_of(table).items()}
        assert read == made, table
    connection.close()


def spoilt(change_it) -> str:
    document = sample()
    change_it(document["tables"], document)
    return json.dumps(document)


FAULTS = {
    "unknown table": (lambda t, d: t.update(meetings=[]), "table meetings"),
    "internal table": (lambda t, d: t.update(journal_step=[]), "table journal_step"),
    "SQL as a table": (
        lambda t, d: t.update({"meeting; DROP TABLE body": []}),
        "table meeting; DROP TABLE body",
    ),
    "rows are no list": (lambda t, d: t.update(meeting={}), "table meeting"),
    "row is no object": (lambda t, d: t["meeting"].append(7), "table meeting, ligne 4"),
    "unknown column": (lambda t, d: t["meeting"][2].update(nom="x"), "table meeting, ligne 3"),
    "text for a number": (lambda t, d: t["meeting"][2].update(body_id="2"), "table meeting, ligne 3"),
    "yes for a number": (lambda t, d: t["body"][0].update(numbered=True), "table body, ligne 1"),
    "a fraction": (lambda t, d: t["body"][0].update(planned_minutes=1.5), "table body, ligne 1"),
    "a list for a text": (lambda t, d: t["body"][0].update(name=[["x"]]), "table body, ligne 1"),
    "a number too large": (lambda t, d: t["body"][0].update(planned_minutes=2**63), "table body, ligne 1"),
    "null where there is a default": (lambda t, d: t["body"][0].update(note=None), "table body, ligne 1"),
    "missing column": (lambda t, d: t["meeting"][2].pop("date"), "table meeting, ligne 3"),
    "missing id": (lambda t, d: t["meeting"][2].pop("id"), "table meeting, ligne 3"),
    "duplicate id": (lambda t, d: t["meeting"][2].update(id=1), "table meeting, ligne 3"),
    "negative id": (lambda t, d: t["meeting"][2].update(id=-1), "table meeting, ligne 3"),
    "broken reference": (lambda t, d: t["meeting"][2].update(body_id=9), "table meeting, ligne 3"),
    "reference to no table": (lambda t, d: t["meeting"][2].update(chair_id=1), "table meeting, ligne 3"),
    "missing blob": (lambda t, d: t["council"][0].update(logo="ab"), "table council, ligne 1"),
    "no such day": (lambda t, d: t["meeting"][2].update(date="2026-02-30"), "table meeting, ligne 3"),
    "day of another calendar": (
        lambda t, d: t["meeting"][2].update(date="20260230"),
        "table meeting, ligne 3",
    ),
    "no such hour": (lambda t, d: t["meeting"][2].update(starts_at="24:10"), "table meeting, ligne 3"),
    "instant without offset": (
        lambda t, d: t["council"][0].update(example_at="2026-10-15T14:32:05"),
        "table council, ligne 1",
    ),
    "half a character": (lambda t, d: t["meeting"][2].update(place="\ud800"), "table meeting, ligne 3"),
    "a null character": (lambda t, d: t["meeting"][2].update(place="a\x00b"), "table meeting, ligne 3"),
    "no council": (lambda t, d: t.pop("council"), "table council"),
    "two councils": (lambda t, d: t["council"].append({**t["council"][0], "id": 2}), "table council"),
    "no tables": (lambda t, d: d.pop("tables"), "partie tables"),
    "counter of words": (lambda t, d: d.update(counters=[["meeting", "2026", 1]]), "table counter, ligne 1"),
    "counter below zero": (lambda t, d: d.update(counters=[["meeting", 2026, -1]]), "table counter, ligne 1"),
    "blob not base64": (lambda t, d: d.update(blobs={"ab": "é"}), "table blob, ligne 1"),
    "blob with another hash": (lambda t, d: d.update(blobs={"0" * 64: "YQ=="}), "table blob, ligne 1"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_by_its_place(name: str) -> None:
    read_council(json.dumps(sample()))  # sound until it is spoilt
    spoil, place = FAULTS[name]
    with pytest.raises(Refusal) as refused:
        read_council(spoilt(spoil))
    assert place in str(refused.value)
    assert "rien n’a été écrit" in str(refused.value)
    assert str(refused.value).count("\n") == 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "PK\x03\x04",
        "null",
        "[]",
        "{}",
        '{"format": "coprodesk-council"}',
        '{"format": "coprodesk-council", "version": true}',
        '{"format": "autre", "version": 1}',
        "[" * 100_000,
        "1" * 5_000,
    ],
)
def test_what_is_not_a_council_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="n’est pas un conseil exporté par CoproDesk"):
        read_council(text)


def test_a_newer_version_and_an_oversized_text_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refusal, match="plus récente"):
        read_council(json.dumps({**sample(), "version": 2}))
    text = json.dumps(sample(), ensure_ascii=False)
    size = len(text.encode())
    monkeypatch.setattr(council_json, "LIMIT", size)
    read_council(text)
    monkeypatch.setattr(council_json, "LIMIT", size - 1)
    with pytest.raises(Refusal, match="50"):
        read_council(text)


@pytest.mark.parametrize(
    ("line", "fault"),
    [(3, {"state": "perdue"}), (2, {"number": "2026-01"}), (3, {"convened_by": "personne"})],
)
def test_a_row_the_schema_does_not_take_leaves_no_file(
    tmp_path: Path, opening: Opening, line: int, fault: dict
) -> None:
    document = sample()
    document["tables"]["meeting"][0]["number"] = "2026-01"
    document["tables"]["meeting"][line - 1].update(fault)
    with pytest.raises(Refusal, match=f"table meeting, ligne {line}"):
        brought_in(tmp_path / "a.copro", opening, document)
    assert list(tmp_path.glob("*.copro")) == []
    assert list(tmp_path.glob(".*.part")) == []
