"""The child process that reads one spreadsheet or address book, and the limits it holds to.

Run as a script: of CoproDesk it imports `archive_check`, `read_limits`, `vcard` and `windows_job` only, which
import nothing else of it, so that it starts at once and a hostile file meets few libraries. It answers one
JSON object on its standard output. A file that breaks the reader ends the child with an error code, which the
parent words as a damaged file.
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
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from coprodesk.exchange.archive_check import inspect_archive
from coprodesk.exchange.read_limits import Limits, ReadError, Reason
from coprodesk.exchange.vcard import card_rows

DELIMITERS = ";\t,"
TEXT_SUFFIXES = (".csv", ".txt", ".tsv")
CARD_SUFFIXES = (".vcf", ".vcard")
OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
# Optional helpers of openpyxl: slow to import, and more code in front of a hostile file.
UNWANTED_MODULES = ("lxml", "numpy", "PIL")
# Control characters but the line feed, direction overrides, isolates and the byte order mark.
UNWANTED_CHARACTERS = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
EXCEL_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})


@dataclass(slots=True)
class Table:
    """The header, the rows that hold something and the row number of each, as a spreadsheet shows it."""

    title: str
    header: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


def read(path: Path, limits: Limits) -> Table:
    """Read a workbook, address cards or a text, told apart by their first bytes. Raises ReadError."""
    try:
        with path.open("rb") as file:
            head = file.read(8)
        size = path.stat().st_size
        if not size:
            raise ReadError(Reason.EMPTY)
        if head.startswith(b"PK"):
            return _read_archive(path, limits)
        if size > limits.unzipped:
            raise ReadError(Reason.BOMB)
        if head == OLE_MAGIC:
            if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
                raise ReadError(Reason.PASSWORD)
            return _read_other_workbook(path, limits)
        suffix = path.suffix.lower()
        if suffix not in (*TEXT_SUFFIXES, *CARD_SUFFIXES):
            raise ReadError(Reason.UNKNOWN)
        text = _decode(path.read_bytes())
        return _read_cards(text, limits) if suffix in CARD_SUFFIXES else _read_text(text, limits)
    except OSError as error:
        raise ReadError(Reason.UNREADABLE) from error


Rows = Iterable[Sequence[object]]


def _read_archive(path: Path, limits: Limits) -> Table:
    """Read an .xlsx row by row with openpyxl, an .ods whole with calamine."""
    if inspect_archive(path, limits):
        return _read_other_workbook(path, limits)
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)

    def sheets() -> Iterator[tuple[str, Rows]]:
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                sheet.reset_dimensions()  # the declared size is often false, and may be a lie
                yield sheet.title, sheet.iter_rows(values_only=True)

    return _first_table(sheets(), limits)


def _read_other_workbook(path: Path, limits: Limits) -> Table:
    """Read an .ods or an old .xls."""
    import python_calamine as calamine

    try:
        with path.open("rb") as file:
            book = calamine.CalamineWorkbook.from_filelike(file)
    except calamine.PasswordError as error:
        raise ReadError(Reason.PASSWORD) from error
    visible = (one.name for one in book.sheets_metadata if one.visible is calamine.SheetVisibleEnum.Visible)
    sheets = ((name, book.get_sheet_by_name(name).iter_rows()) for name in visible)
    return _first_table(sheets, limits)


def _first_table(sheets: Iterable[tuple[str, Rows]], limits: Limits) -> Table:
    """Return the first of the sheets that holds a table. Raises ReadError when none does."""
    refusal = ReadError(Reason.EMPTY)
    for title, rows in sheets:
        records = ((line, [_as_text(value) for value in row]) for line, row in enumerate(rows, start=1))
        try:
            return _collect(title, records, limits)
        except ReadError as error:
            if error.reason not in (Reason.EMPTY, Reason.HEADER_ONLY):
                raise
            if error.reason is Reason.HEADER_ONLY:
                refusal = error
    raise refusal


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


def _read_cards(text: str, limits: Limits) -> Table:
    """Read address cards as a table of partners. Raises ReadError."""
    cleaned = ((line, [_clean(cell) for cell in row]) for line, row in card_rows(text))
    try:
        return _collect("", cleaned, limits)
    except ReadError as error:
        raise ReadError(Reason.NO_CARD) if error.reason is Reason.HEADER_ONLY else error from error


def _read_text(text: str, limits: Limits) -> Table:
    """Read a delimited text whose rows all fit under its header. Raises ReadError."""
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
    """Bound memory and time; where the system can, forbid writing files and crash dumps."""
    seconds = math.ceil(limits.seconds) + 1
    if sys.platform == "win32":
        import ctypes

        from coprodesk.exchange.windows_job import confine

        confine(ctypes.windll.kernel32, limits.memory, seconds)
        return
    import resource

    for what, value in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(what, (value, value))
        except (ValueError, OSError):  # a stricter limit is already set, or the system has no such one
            continue


def main(order: str) -> None:
    """Answer one order, a JSON object with the path and the limits."""
    details = json.loads(order)
    limits = Limits(**details["limits"])
    _confine(limits)
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
