"""The child process that reads one spreadsheet, and the limits it holds to.

Run as a script, by its path: it imports nothing of CoproDesk, so that it starts at once and a hostile file
meets the standard library and openpyxl only. It answers one JSON object on its standard output. A file that
breaks the reader ends the child with an error code, which the parent words as a damaged file.
"""

import csv
import datetime
import io
import json
import math
import re
import statistics
import sys
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any
from xml.parsers import expat

DELIMITERS = ";\t,"
TEXT_SUFFIXES = (".csv", ".txt", ".tsv")
OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
# Optional helpers of openpyxl: slow to import, and more code in front of a hostile file.
UNWANTED_MODULES = ("lxml", "numpy", "PIL")
# Control characters but the line feed, direction overrides, isolates and the byte order mark.
UNWANTED_CHARACTERS = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
EXCEL_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be, how long (seconds) and in what memory (bytes) it is read."""

    seconds: float = 30.0
    memory: int = 512 * 1024 * 1024
    unzipped: int = 50 * 1024 * 1024
    ratio: int = 100
    entries: int = 2_000
    rows: int = 20_000
    columns: int = 200
    cells: int = 400_000
    characters: int = 5_000_000
    cell_characters: int = 32_767
    empty_rows: int = 20_000


class Reason(StrEnum):
    """Why a file is not read."""

    UNREADABLE = "unreadable"
    UNKNOWN = "unknown"
    DAMAGED = "damaged"
    PASSWORD = "password"
    OLD_EXCEL = "old_excel"
    OPEN_DOCUMENT = "open_document"
    BOMB = "bomb"
    DECLARATIONS = "declarations"
    NOT_TEXT = "not_text"
    QUOTES = "quotes"
    UNEVEN = "uneven"
    EMPTY = "empty"
    HEADER_ONLY = "header_only"
    ROWS = "rows"
    COLUMNS = "columns"
    TEXT = "text"
    TIME = "time"


class ReadError(Exception):
    """The file is not read, for this reason, at this row of the spreadsheet when there is one."""

    def __init__(self, reason: Reason, line: int | None = None) -> None:
        super().__init__(reason, line)
        self.reason = reason
        self.line = line


@dataclass(slots=True)
class Table:
    """The header, the rows that hold something and the row number of each, as a spreadsheet shows it."""

    title: str
    header: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


def read(path: Path, limits: Limits) -> Table:
    """Read a workbook or a delimited text, told apart by their first bytes. Raises ReadError."""
    try:
        with path.open("rb") as file:
            head = file.read(8)
        size = path.stat().st_size
        if head.startswith(b"PK"):
            return _read_workbook(path, limits)
        if head == OLE_MAGIC:
            protected = "EncryptedPackage".encode("utf-16-le") in path.read_bytes()
            raise ReadError(Reason.PASSWORD if protected else Reason.OLD_EXCEL)
        if not size:
            raise ReadError(Reason.EMPTY)
        if path.suffix.lower() not in TEXT_SUFFIXES:
            raise ReadError(Reason.UNKNOWN)
        if size > limits.unzipped:
            raise ReadError(Reason.BOMB)
        return _read_text(path.read_bytes(), limits)
    except OSError as error:
        raise ReadError(Reason.UNREADABLE) from error


def _read_workbook(path: Path, limits: Limits) -> Table:
    """Read the first visible sheet that holds a table."""
    _inspect_archive(path, limits)
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    refusal = ReadError(Reason.EMPTY)
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        sheet.reset_dimensions()  # the declared size is often false, and may be a lie
        rows = sheet.iter_rows(values_only=True)
        records = ((line, [_as_text(value) for value in row]) for line, row in enumerate(rows, start=1))
        try:
            return _collect(sheet.title, records, limits)
        except ReadError as error:
            if error.reason not in (Reason.EMPTY, Reason.HEADER_ONLY):
                raise
            if error.reason is Reason.HEADER_ONLY:
                refusal = error
    raise refusal


def _inspect_archive(path: Path, limits: Limits) -> None:
    """Refuse what no honest workbook holds, from the directory and the first bytes of each part.

    The sizes of the directory can be trusted: zipfile never gives more bytes than they say.
    """
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        unzipped = sum(entry.file_size for entry in entries)
        zipped = sum(entry.compress_size for entry in entries)
        if (
            len(entries) > limits.entries
            or unzipped > limits.unzipped
            or unzipped > limits.ratio * max(zipped, 1)
        ):
            raise ReadError(Reason.BOMB)
        if any(entry.flag_bits & 1 for entry in entries):
            raise ReadError(Reason.PASSWORD)
        names = {entry.filename for entry in entries}
        if "content.xml" in names and "mimetype" in names:
            raise ReadError(Reason.OPEN_DOCUMENT)
        if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
            raise ReadError(Reason.UNKNOWN)
        for entry in entries:
            if entry.filename.lower().endswith((".xml", ".rels")):
                with archive.open(entry) as part:
                    _refuse_declarations(part)


def _refuse_declarations(part: Any) -> None:
    """Refuse an XML part with a document type, the only place where entities are declared.

    It comes before the first element, so the reading stops there.
    """
    elements: list[object] = []

    def doctype(*_details: object) -> None:
        raise ReadError(Reason.DECLARATIONS)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = lambda *details: elements.append(details[0])
    while not elements and (chunk := part.read(4_096)):
        parser.Parse(chunk)


def _as_text(value: object) -> str:
    """Return the text of a cell: dates in ISO form, whole numbers without decimals, errors as nothing."""
    match value:
        case None:
            return ""
        case bool():
            return "VRAI" if value else "FAUX"
        case float():
            return str(int(value)) if value.is_integer() else f"{value:.15g}"
        case datetime.datetime():
            if value.time() == datetime.time():
                return value.date().isoformat()
            return value.isoformat(sep=" ", timespec="seconds" if value.second else "minutes")
        case datetime.date() | datetime.time():
            return value.isoformat()
    text = str(value)
    return "" if text in EXCEL_ERRORS else _clean(text.replace("_x000D_", ""))


def _clean(text: str) -> str:
    """Return `text` composed, without control characters, tabs made spaces, ends trimmed."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return UNWANTED_CHARACTERS.sub("", unicodedata.normalize("NFC", lines)).strip()


def _decode(data: bytes) -> str:
    """Return a text in UTF-8, in UTF-16 with its mark, else in Windows-1252. Raises ReadError."""
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16")
        if b"\0" in data or data.startswith(b"%PDF"):
            raise ReadError(Reason.NOT_TEXT)
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise ReadError(Reason.NOT_TEXT) from error


def _delimiter(text: str) -> str:
    """Return the delimiter that cuts the first rows in most cells; the header is among them."""
    sample = text[:65_536].splitlines()[:20]

    def cells(delimiter: str) -> float:
        counts = [len(row) for row in csv.reader(sample, delimiter=delimiter) if row]
        return statistics.median(counts) if counts else 0

    return max(DELIMITERS, key=cells)


def _text_records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a text with their spreadsheet number. Raises ReadError at a bad quote."""
    line = 0
    try:
        for line, row in enumerate(
            csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), start=1
        ):
            yield line, [_clean(cell) for cell in row]
    except csv.Error as error:
        raise ReadError(Reason.QUOTES, line + 1) from error


def _read_text(data: bytes, limits: Limits) -> Table:
    """Read a delimited text whose rows all fit under its header. Raises ReadError."""
    text = _decode(data)
    declared = re.match(r"sep=([;,\t])\r?\n", text, re.IGNORECASE)
    if declared:
        text = text[declared.end() :]
    delimiter = declared[1] if declared else _delimiter(text)
    table = _collect("", _text_records(text, delimiter), limits)
    width = len(table.header)
    for line, row in zip(table.lines, table.rows, strict=True):
        uncut = len(row) == 1 and any(row[0].count(other) >= width - 1 for other in DELIMITERS)
        # Text past the header, or a whole row in one cell: its cells would land in the wrong columns.
        if len(row) > width or (uncut and width > 2):
            raise ReadError(Reason.UNEVEN, line)
    return table


def _collect(title: str, records: Iterable[tuple[int, list[str]]], limits: Limits) -> Table:
    """Keep the header, the first row with two cells or more, and what follows it. Raises ReadError."""
    table = Table(title)
    cells = characters = last = 0
    for line, cells_of_row in records:
        row = _without_empty_end(cells_of_row)
        if not row:
            # Some workbooks carry a million formatted empty rows: reading them all would take the memory.
            if line - last < limits.empty_rows:
                continue
            break
        last = line
        if len(row) > limits.columns:
            raise ReadError(Reason.COLUMNS, line)
        cells += len(row)
        characters += sum(map(len, row))
        too_long = any(len(cell) > limits.cell_characters for cell in row)
        if too_long or cells > limits.cells or characters > limits.characters:
            raise ReadError(Reason.TEXT, line)
        if table.header:
            table.rows.append(row)
            table.lines.append(line)
        elif sum(map(bool, row)) >= 2:
            table.header = row
        if len(table.rows) > limits.rows:
            raise ReadError(Reason.ROWS, line)
    if not table.rows:
        raise ReadError(Reason.HEADER_ONLY if table.header else Reason.EMPTY)
    return table


def _without_empty_end(row: list[str]) -> list[str]:
    end = len(row)
    while end and not row[end - 1]:
        end -= 1
    return row[:end]


def _confine(limits: Limits) -> None:
    """Bound memory and time, and forbid writing files and crash dumps, where the system can."""
    if sys.platform == "win32":
        return
    import resource

    for what, value in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, math.ceil(limits.seconds) + 1),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(what, (value, value))
        except (ValueError, OSError):  # a stricter limit is already set, or the system has no such one
            continue


def main(order: str) -> None:
    """Answer one order, a JSON object with the path, the limits and the folders where openpyxl may be."""
    details = json.loads(order)
    limits = Limits(**details["limits"])
    _confine(limits)
    sys.path[:] = details["folders"]
    sys.modules.update(dict.fromkeys(UNWANTED_MODULES))  # type: ignore[arg-type]
    try:
        table = read(Path(details["path"]), limits)
        answer: dict[str, object] = asdict(table)
    except ReadError as refusal:
        answer = {"reason": refusal.reason, "line": refusal.line}
    except MemoryError:
        answer = {"reason": Reason.BOMB, "line": None}
    print(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1])
