"""Looks into a zipped workbook before any library does. The child process of `sheet_reader` imports it."""

import zipfile
from pathlib import Path
from typing import Any
from xml.parsers import expat

from coprodesk.exchange.read_limits import Limits, ReadError, Reason


def inspect_archive(path: Path, limits: Limits) -> bool:
    """Refuse what no honest workbook holds; tell whether this one is an OpenDocument.

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
        open_document = {"content.xml", "mimetype", "META-INF/manifest.xml"} <= names
        if open_document and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise ReadError(Reason.PASSWORD)
        workbook = "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names)
        if not open_document and not workbook:
            raise ReadError(Reason.UNKNOWN)
        for entry in entries:
            if entry.filename.lower().endswith((".xml", ".rels")):
                with archive.open(entry) as part:
                    _refuse_declarations(part)
        if open_document:
            with archive.open("content.xml") as part:
                _refuse_repetitions(part, limits)
    return open_document


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


def _refuse_repetitions(part: Any, limits: Limits) -> None:
    """Refuse an OpenDocument whose repeated rows and cells, once laid out, go past the limits.

    A row or a cell may say that it stands a billion times; what is empty at the end of a sheet does no harm.
    """
    row = cells = width = last = times = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, times, width, last
        if name == "table:table":
            row = 0
        elif name == "table:table-row":
            times, width, last = int(attributes.get("table:number-rows-repeated", 1)), 0, 0
        elif name in ("table:table-cell", "table:covered-table-cell"):
            width += int(attributes.get("table:number-columns-repeated", 1))
            if any(name.endswith(":value-type") for name in attributes):
                last = width

    def end(name: str) -> None:
        nonlocal row, cells
        if name != "table:table-row":
            return
        row += times
        if last > limits.columns:
            raise ReadError(Reason.COLUMNS, row - times + 1)
        if last and row > limits.rows + limits.empty_rows:
            raise ReadError(Reason.ROWS, row)
        cells += times * last
        if cells > limits.cells:
            raise ReadError(Reason.TEXT, row)

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.ParseFile(part)
