"""A whole council as one JSON text: everything but the journal, out and in again without loss.

Shape: `{"format", "version", "tables": {table: [row, ...]}, "counters": [[series, year, last], ...],
"blobs": {sha256: base64}}`. A row holds its id and the columns that differ from the schema's default; rows go
by id, tables and columns by the order of the schema, so that equal councils give equal texts.
"""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.store import Store, Writer
from coprodesk.store.driver import IntegrityError
from coprodesk.store.schema import MODEL

FORMAT, VERSION = "coprodesk-council", 1
LIMIT = 50 * 1024 * 1024
"""The largest text read, in bytes."""

Row = dict[str, Any]

_INSTANTS = {"example_at", "frozen_at", "sent_at"}
_HOURS = {"at", "starts_at", "ends_at", "opened_at", "closed_at", "started_at", "from_at", "to_at"} | {
    "from_starts_at",
    "to_starts_at",
}
_DATE = re.compile(r"date|since|reply_by|.*_(on|date|due)")
_UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_DEFAULT = re.compile(r"DEFAULT ('[^']*'|\d+)")
_TARGET = re.compile(r"REFERENCES (\w+)")


@dataclass(frozen=True, slots=True)
class CouncilData:
    """A council read from a text and found sound: rows by table, numbers already given, files by SHA-256."""

    tables: dict[str, list[Row]]
    counters: list[tuple[str, int, int]]
    blobs: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the schema; `required`: neither null nor default; `target`: the table it refers to."""

    integer: bool
    required: bool
    default: int | str | None
    target: str | None


def columns_of(table: str) -> dict[str, Column]:
    """Return the columns of a table of the schema, in its order."""
    columns = {}
    for definition in re.split(r",(?![^(]*\))", MODEL[table]):
        name, _space, rest = definition.strip().partition(" ")
        kind = rest.split()[0]
        if kind not in ("INTEGER", "TEXT"):
            continue  # a constraint of the whole table
        default = _DEFAULT.search(rest)
        target = _TARGET.search(rest)
        columns[name] = Column(
            integer=kind == "INTEGER",
            required="NOT NULL" in rest and default is None,
            default=None if default is None else _literal(default[1]),
            target=target[1] if target else None,
        )
    return columns


def export_council(store: Store) -> str:
    """Return the whole council as text, one row a line."""
    tables: dict[str, list[Row]] = {}
    digests: set[str] = set()
    for table in MODEL:
        columns = columns_of(table)
        found = store.rows(f"SELECT * FROM {table} ORDER BY id")
        rows = [
            {name: row[name] for name in columns if name == "id" or row[name] != columns[name].default}
            for row in found
        ]
        if rows:
            tables[table] = rows
        for name in (name for name, column in columns.items() if column.target == "blob"):
            digests.update(row[name] for row in found if row[name] is not None)
    counters = store.rows("SELECT series, year, last FROM counter ORDER BY series, year")
    blobs = {}
    for digest in sorted(digests):
        kept = store.row("SELECT data FROM blob WHERE sha256 = ?", (digest,))
        if kept is not None:
            blobs[digest] = base64.b64encode(kept["data"]).decode("ascii")
    return _layout(tables, [list(counter) for counter in counters], blobs)


def read_council(text: str) -> CouncilData:
    """Return the council that `text` holds, checked against the schema; nothing is written.

    Raises Refusal, naming the place, for a text that is not such a council, comes from a newer version, is
    larger than 50 MB, or holds an unknown table or column, a value of the wrong kind or a broken reference.
    """
    if len(text) > LIMIT or len(text.encode("utf-8", "surrogatepass")) > LIMIT:
        raise Refusal(
            _("Ce fichier dépasse 50 Mo, la taille d’un conseil : rien n’a été écrit, vérifiez votre choix.")
        )
    try:
        document = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise _foreign() from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise _foreign()
    version = document.get("version")
    if type(version) is not int or version < 1:
        raise _foreign()
    if version > VERSION:
        raise Refusal(
            _(
                "Ce conseil vient d’une version plus récente de CoproDesk (format {version}) : "
                "rien n’a été écrit, installez la dernière version pour le lire."
            ).format(version=version)
        )
    blobs = _read_blobs(_part(document, "blobs", dict))
    tables = _read_tables(_part(document, "tables", dict))
    _require_references(tables, blobs)
    return CouncilData(tables, _read_counters(_part(document, "counters", list)), blobs)


def fill(change: Writer, data: CouncilData) -> None:
    """Write a council that was read into a new, empty file.

    Raises Refusal, naming the row, when the schema does not take one; the change then leaves nothing.
    """
    for content in data.blobs.values():
        change.put_blob(content)
    for table, rows in data.tables.items():
        for line, row in enumerate(rows, start=1):
            try:
                change.insert(table, **row)
            except IntegrityError as error:
                raise _fault(_place(table, line), _("une valeur n’est pas admise ou se répète")) from error
    for series, year, last in data.counters:
        change.raise_counter(series, year, last)


# Writing


def _layout(tables: dict[str, list[Row]], counters: list[list[Any]], blobs: dict[str, str]) -> str:
    bodies = [f"  {_json(table)}: {_listed(rows, 3)}" for table, rows in tables.items()]
    parts = [
        f' "format": {_json(FORMAT)}',
        f' "version": {VERSION}',
        ' "tables": {\n' + ",\n".join(bodies) + "\n }",
        f' "counters": {_listed(counters, 2)}',
        f' "blobs": {json.dumps(blobs, indent=1)}',
    ]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _listed(values: list[Any], depth: int) -> str:
    if not values:
        return "[]"
    lines = ",\n".join(" " * depth + _json(value) for value in values)
    return "[\n" + lines + "\n" + " " * (depth - 1) + "]"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


# Reading


def _literal(sql: str) -> int | str:
    return sql[1:-1] if sql.startswith("'") else int(sql)


def _part(document: dict[str, Any], name: str, kind: type) -> Any:
    part = document.get(name)
    if not isinstance(part, kind):
        raise _fault(_("partie {name}").format(name=name), _("elle manque ou n’a pas la forme attendue"))
    return part


def _read_tables(tables: dict[str, Any]) -> dict[str, list[Row]]:
    for table, rows in tables.items():
        if table not in MODEL:
            raise _fault(_("table {table}").format(table=_short(table)), _("cette table est inconnue"))
        if not isinstance(rows, list):
            raise _fault(_("table {table}").format(table=table), _("ce n’est pas une liste de lignes"))
        _check_rows(table, rows)
    if len(tables.get("council", ())) != 1:
        raise _fault(_("table {table}").format(table="council"), _("il faut une ligne et une seule"))
    return {table: tables[table] for table in MODEL if table in tables}


def _check_rows(table: str, rows: list[Any]) -> None:
    columns = columns_of(table)
    required = [name for name, column in columns.items() if column.required] + ["id"]
    seen = set()
    for line, row in enumerate(rows, start=1):
        place = _place(table, line)
        if not isinstance(row, dict):
            raise _fault(place, _("ce n’est pas un objet"))
        for name, value in row.items():
            if name not in columns:
                raise _fault(place, _("la colonne « {name} » est inconnue").format(name=_short(name)))
            _check_value(place, name, value, columns[name])
        for name in required:
            if row.get(name) is None:
                raise _fault(place, _("la colonne « {name} » manque").format(name=name))
        if row["id"] < 1 or row["id"] in seen:
            raise _fault(place, _("le numéro {id} est nul ou se répète").format(id=row["id"]))
        seen.add(row["id"])


def _check_value(place: str, name: str, value: Any, column: Column) -> None:
    if value is None and not column.required and column.default is None:
        return
    if type(value) is not (int if column.integer else str):
        raise _fault(place, _("la colonne « {name} » n’a pas le bon type").format(name=name))
    if isinstance(value, int):
        sound = abs(value) < 2**63
    else:
        sound = not _UNWANTED.search(value) and _is_moment(name, value)
    if not sound:
        raise _fault(place, _("la colonne « {name} » n’est pas lisible").format(name=name))


def _is_moment(name: str, text: str) -> bool:
    """Tell whether the text of a column of dates, hours or instants is one; other columns hold any text."""
    if name in _HOURS:
        return re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", text) is not None
    if name in _INSTANTS:
        return _parses(datetime.fromisoformat, text) and datetime.fromisoformat(text).tzinfo is not None
    if _DATE.fullmatch(name):
        return re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is not None and _parses(
            date.fromisoformat, text
        )
    return True


def _parses(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True


def _require_references(tables: dict[str, list[Row]], blobs: dict[str, bytes]) -> None:
    known: dict[str, set[Any]] = {table: {row["id"] for row in rows} for table, rows in tables.items()}
    known["blob"] = set(blobs)
    for table, line, row, name, target in _references(tables):
        if row[name] not in known.get(target, ()):
            raise _fault(
                _place(table, line),
                _("la colonne « {name} » renvoie à un élément absent de « {target} »").format(
                    name=name, target=target
                ),
            )


def _references(tables: dict[str, list[Row]]) -> Iterator[tuple[str, int, Row, str, str]]:
    for table, rows in tables.items():
        targets = {name: column.target for name, column in columns_of(table).items() if column.target}
        for line, row in enumerate(rows, start=1):
            for name, target in targets.items():
                if row.get(name) is not None:
                    yield table, line, row, name, target


def _read_counters(counters: list[Any]) -> list[tuple[str, int, int]]:
    read = []
    for line, counter in enumerate(counters, start=1):
        types = [type(value) for value in counter] if isinstance(counter, list) else []
        if types != [str, int, int] or _UNWANTED.search(counter[0]) or not _small(counter[1:]):
            raise _fault(_place("counter", line), _("il faut une série, une année et un numéro"))
        read.append((counter[0], counter[1], counter[2]))
    return read


def _small(numbers: list[int]) -> bool:
    return all(0 <= number < 2**31 for number in numbers)


def _read_blobs(blobs: dict[str, Any]) -> dict[str, bytes]:
    read = {}
    for line, (digest, text) in enumerate(blobs.items(), start=1):
        try:
            content = base64.b64decode(text if isinstance(text, str) else "?", validate=True)
        except (binascii.Error, ValueError) as error:
            raise _fault(_place("blob", line), _("le contenu n’est pas lisible")) from error
        if hashlib.sha256(content).hexdigest() != digest:
            raise _fault(_place("blob", line), _("le contenu ne répond pas à son empreinte"))
        read[digest] = content
    return read


# Refusing


def _place(table: str, line: int) -> str:
    return _("table {table}, ligne {line}").format(table=table, line=line)


def _short(text: str) -> str:
    return _UNWANTED.sub("", text)[:40]


def _fault(place: str, fault: str) -> Refusal:
    return Refusal(
        _(
            "Ce conseil a un défaut ({place} : {fault}) : rien n’a été écrit, demandez un nouvel export."
        ).format(place=place, fault=fault)
    )


def _foreign() -> Refusal:
    return Refusal(
        _(
            "Ce fichier n’est pas un conseil exporté par CoproDesk : "
            "rien n’a été écrit, choisissez un autre fichier."
        )
    )
