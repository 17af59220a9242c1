"""Spreadsheets from outside: what is read, and what is refused without harm to the program."""

import ctypes
import datetime
import io
import os
import re
import sys
import tracemalloc
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from coprodesk.domain.errors import Refusal
from coprodesk.exchange import sheets, windows_job
from coprodesk.exchange.archive_check import inspect_archive
from coprodesk.exchange.read_limits import ReadError, Reason
from coprodesk.exchange.sheets import LIMITS, Limits, read_sheet

HEADER = ["Institution", "Nom", "Courriel"]
ROW = ["Mairie", "CARRÉGNAC", "maire@brevigny.example"]
SHEET_PART = "xl/worksheets/sheet1.xml"
POSIX_ONLY = pytest.mark.skipif(sys.platform == "win32", reason="limits and signals of POSIX systems")


def workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return the workbook with one part changed, or added when it is not there."""
    source, result = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in dict.fromkeys([*source.namelist(), name]):
            content = source.read(part) if part in source.namelist() else b""
            archive.writestr(part, change(content) if part == name else content)
    return result.getvalue()


def bomb() -> bytes:
    """60 MB of spaces in a workbook of some 65 kB."""
    return with_part(
        workbook(HEADER, ROW),
        SHEET_PART,
        lambda xml: xml.replace(b"</sheetData>", b" " * 60_000_000 + b"</sheetData>"),
    )


def entity_bomb() -> bytes:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    declarations = f'<!DOCTYPE worksheet [<!ENTITY e0 "lol">{levels}]>'.encode()
    return with_part(
        workbook(HEADER, ROW),
        SHEET_PART,
        lambda xml: declarations + xml.replace(b"Mairie", b"&e9;"),
    )


SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


def cell(text: str, *, kind: str = "string", **more: str) -> str:
    attributes = "".join(f' {name.replace("_", ":", 1).replace("_", "-")}="{more[name]}"' for name in more)
    return (
        f'<table:table-cell office:value-type="{kind}"{attributes}><text:p>{text}</text:p></table:table-cell>'
    )


def line(*cells: str, times: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'


def open_document(*lines: str, before: str = "", manifest: str = "", hidden: str = "") -> bytes:
    """An OpenDocument workbook whose visible sheet holds the lines after a header."""
    head = line(cell("Institution"), cell("Nom"))
    sheets = f'<table:table table:name="Liste">{head}{"".join(lines)}</table:table>'
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?>{before}<office:document-content {SPACES}><office:body>'
            f"<office:spreadsheet>{hidden}{sheets}</office:spreadsheet></office:body></office:document-content>",
        )
    return data.getvalue()


def cards(*lines: str, times: int = 1) -> bytes:
    card = "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""])
    return (card * times).encode()


def protected() -> bytes:
    return (
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(512)
    )


def many_entries() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for number in range(2_001):
            archive.writestr(f"xl/{number}.xml", "<a/>")
    return data.getvalue()


def other_zip() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("a.xml", "<a/>")
    return data.getvalue()


GOOD = workbook(HEADER, ROW)
BROKEN: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "not a zip": ("a.xlsx", lambda: b"Ceci n'est pas un classeur", "n’est ni un classeur"),
    "another zip": ("a.ods", other_zip, "n’est ni un classeur"),
    "truncated": ("a.xlsx", lambda: GOOD[: len(GOOD) // 2], "abîmé"),
    "damaged inside": ("a.xlsx", lambda: with_part(GOOD, SHEET_PART, lambda xml: xml[:-40]), "abîmé"),
    "zip bomb": ("a.xlsx", bomb, "trop volumineux"),
    "too many parts": ("a.xlsx", many_entries, "trop volumineux"),
    "entities": ("a.xlsx", entity_bomb, "déclarations"),
    "OpenDocument, a row a million times": (
        "a.ods",
        lambda: open_document(line(cell("x"), cell("y"), times=1_048_576)),
        "plus de 20\u202f000 lignes",
    ),
    "OpenDocument, a cell a billion times": (
        "a.ods",
        lambda: open_document(line(cell("x", table_number_columns_repeated="1000000000"))),
        "ligne 2 compte plus de 200 colonnes",
    ),
    "OpenDocument, a table too large": (
        "a.ods",
        lambda: open_document(line(cell("x", table_number_columns_repeated="150"), times=19_000)),
        "trop de texte",
    ),
    "OpenDocument, a cell after a million": (
        "a.ods",
        lambda: open_document(line("<table:table-cell/>", times=1_048_570), line(cell("x"), cell("y"))),
        "plus de 20\u202f000 lignes",
    ),
    "OpenDocument, no number": (
        "a.ods",
        lambda: open_document('<table:table-row table:number-rows-repeated="x"></table:table-row>'),
        "abîmé",
    ),
    "OpenDocument, entities": (
        "a.ods",
        lambda: open_document(before='<!DOCTYPE x [<!ENTITY e "lol">]>'),
        "déclarations",
    ),
    "OpenDocument, password": (
        "a.ods",
        lambda: open_document(manifest="<manifest:encryption-data/>"),
        "mot de passe",
    ),
    "OpenDocument, truncated": ("a.ods", lambda: open_document()[:-200], "abîmé"),
    "OpenDocument, header only": ("a.ods", open_document, "que sa ligne d’en-tête"),
    "cards, none": ("a.vcf", lambda: b"rien", "aucune fiche"),
    "cards, one left open": ("a.vcf", lambda: b"BEGIN:VCARD\nN:a\n" * 2_000, "abîmé"),
    "cards, too many": ("a.vcf", lambda: cards("ORG:x", "N:y", times=20_001), "plus de 20\u202f000 lignes"),
    "cards, too much text": ("a.vcf", lambda: cards("ORG:x", "N:" + "y" * 40_000), "trop de texte"),
    "cards, an endless parameter": (
        "a.vcf",
        lambda: cards('EMAIL;A="b"' + ';A="b"' * 400_000 + ":x"),
        "volumineux",
    ),
    "password": ("a.xlsx", protected, "mot de passe"),
    "old format, broken": ("a.xls", lambda: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1_000), "abîmé"),
    "too many rows": ("a.csv", lambda: b"a;b\n" + b"c;d\n" * 20_001, "plus de 20\u202f000 lignes"),
    "too many rows xlsx": ("a.xlsx", lambda: workbook(HEADER, *[ROW] * 20_001), "plus de 20\u202f000 lignes"),
    "too many columns": (
        "a.csv",
        lambda: b"a;b\n" + b"x;" * 200 + b"y\n",
        "ligne 2 compte plus de 200 colonnes",
    ),
    "too much text": ("a.csv", lambda: b"a;b\nc;" + b"x" * 40_000, "trop de texte (limite atteinte ligne 2)"),
    "empty": ("a.csv", lambda: b"", "aucun tableau"),
    "empty workbook": ("a.xlsx", workbook, "aucun tableau"),
    "header only": ("a.xlsx", lambda: workbook(HEADER), "que sa ligne d’en-tête"),
    "one column": ("a.csv", lambda: b"Institution\nMairie\n", "aucun tableau"),
    "mixed delimiters": ("a.csv", lambda: b"a;b;c\nd;e;f\ng,h,i\n", "ligne 3"),
    "shifted row": ("a.csv", lambda: b"a;b\nc;d\ne;f;g\n", "ligne 3"),
    "open quote": ("a.csv", lambda: b'a;b\nc;d\ne;"f\ng;h\n', "ligne 3"),
    "NULs": ("a.csv", lambda: b"a;b\nc\x00;d\n", "texte lisible"),
    "UTF-16 without mark": ("a.csv", lambda: "a;b\nc;d".encode("utf-16-le"), "texte lisible"),
    "half UTF-16": ("a.csv", lambda: "a;b\nc;d".encode("utf-16")[:-1], "texte lisible"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_and_does_no_harm(name: str, tmp_path: Path) -> None:
    file_name, content, expected = BROKEN[name]
    path = tmp_path / file_name
    path.write_bytes(content())
    tracemalloc.start()
    try:
        with pytest.raises(Refusal) as caught:
            read_sheet(path)
        memory = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    sentence = str(caught.value)
    assert expected in sentence
    assert "Rien n’a été importé. " in sentence
    assert "{" not in sentence
    assert memory < 50 * 1024 * 1024
    assert list(tmp_path.iterdir()) == [path]


def test_without_limits_the_bomb_goes_through(tmp_path: Path) -> None:
    """The sabotage: the refusal above comes from the limits and from nothing else."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(bomb())
    assert read_sheet(path, limits=replace(LIMITS, unzipped=2**40, ratio=2**40)).rows == (tuple(ROW),)


@pytest.mark.parametrize("limit", ["unzipped", "ratio"])
def test_each_size_limit_stops_the_bomb_alone(limit: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(bomb())
    with pytest.raises(Refusal, match="trop volumineux"):
        read_sheet(path, limits=replace(LIMITS, **{limit: 2**40}))


@pytest.mark.parametrize("limit", ["rows", "columns", "cells"])
def test_the_repeated_rows_are_stopped_by_their_limits_only(limit: str, tmp_path: Path) -> None:
    """The sabotage: with larger limits each of the three goes through, or meets the next one."""
    path = tmp_path / "a.ods"
    wide, tall = ("150", 3_000) if limit == "cells" else ("201", 2) if limit == "columns" else ("2", 20_001)
    path.write_bytes(open_document(line(cell("x", table_number_columns_repeated=wide), times=tall)))
    with pytest.raises(Refusal):
        read_sheet(path)
    assert len(read_sheet(path, limits=replace(LIMITS, **{limit: 2**40})).rows) == tall


def test_repeated_cells_are_refused_before_any_library_lays_them_out(tmp_path: Path) -> None:
    path = tmp_path / "a.ods"
    path.write_bytes(open_document(line(cell("x", table_number_columns_repeated="150"), times=3_000)))
    with pytest.raises(ReadError) as refused:
        inspect_archive(path, LIMITS)
    assert refused.value.reason is Reason.TEXT
    assert inspect_archive(path, replace(LIMITS, cells=2**40))


@pytest.mark.parametrize(("name", "content"), [("a.vcf", cards("ORG:x", "N:y", times=4)), ("a.ods", None)])
def test_the_limits_stop_what_larger_ones_let_through(
    name: str, content: bytes | None, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content or open_document(*[line(cell("x"), cell("y"))] * 4))
    for limits in (
        replace(LIMITS, rows=3),
        replace(LIMITS, cells=3),
        replace(LIMITS, characters=3),
        replace(LIMITS, cell_characters=0),
        replace(LIMITS, unzipped=60),
    ):
        with pytest.raises(Refusal):
            read_sheet(path, limits=limits)
    assert len(read_sheet(path, limits=replace(LIMITS, rows=4)).rows) == 4


@POSIX_ONLY
def test_the_memory_limit_holds(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(HEADER, *[[f"Institution {n}", "x" * 500 + str(n), ""] for n in range(8_000)]))
    assert len(read_sheet(path).rows) == 8_000
    with pytest.raises(Refusal):
        read_sheet(path, limits=replace(LIMITS, memory=40 * 1024 * 1024))


@POSIX_ONLY
def test_the_child_can_write_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = "(Path(__file__).parent / 'written').write_text('x')"
    script = tmp_path / "reader.py"
    reader = sheets.READER.read_text("utf-8")
    path = tmp_path / "a.csv"
    path.write_text("a;b\nc;d")
    monkeypatch.setattr(sheets, "READER", script)
    script.write_text(
        reader.replace("    try:\n        table = read(", f"    {body}\n    try:\n        table = read(")
    )
    with pytest.raises(Refusal):
        read_sheet(path)
    assert not (tmp_path / "written").exists() or not (tmp_path / "written").stat().st_size


@POSIX_ONLY
def test_a_child_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script, note, path = tmp_path / "reader.py", tmp_path / "pid", tmp_path / "a.csv"
    script.write_text(
        f"import os, pathlib\npathlib.Path({str(note)!r}).write_text(str(os.getpid()))\nwhile 1: pass"
    )
    path.write_text("a;b\nc;d")
    monkeypatch.setattr(sheets, "READER", script)
    with pytest.raises(Refusal, match="a dépassé 2 s et a été arrêtée"):
        read_sheet(path, limits=Limits(seconds=2))
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent.xlsx"):
        with pytest.raises(Refusal, match="introuvable"):
            read_sheet(path)


def test_the_child_imports_nothing_heavy_and_no_folder_of_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A module of the same name beside the file or in the current folder is not run."""
    (tmp_path / "csv.py").write_text("raise SystemExit(1)")
    (tmp_path / "a.csv").write_text("a;b\nc;d")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert read_sheet(Path("a.csv")).rows == (("c", "d"),)


class Kernel32:
    """The four calls of Windows, as they are heard."""

    def __init__(self, job: int | None = 7, *, takes: bool = True) -> None:
        self.heard: dict[str, tuple[Any, ...]] = {}
        self.CreateJobObjectW = self.call("create", job)
        self.GetCurrentProcess = self.call("me", 99)
        self.SetInformationJobObject = self.call("set", int(takes))
        self.AssignProcessToJobObject = self.call("assign", 1)

    def call(self, name: str, answer: int | None) -> Any:
        def made(*arguments: Any) -> int | None:
            self.heard[name] = arguments
            return answer

        return made


def test_on_windows_the_child_joins_a_job_that_bounds_it() -> None:
    kernel32 = Kernel32()
    assert windows_job.confine(kernel32, 512 * 1024 * 1024, 31)
    job, kind, place, size = kernel32.heard["set"]
    told = place._obj
    assert (job, kind, size) == (7, 9, ctypes.sizeof(told))
    assert (told.process_memory, told.basic.per_process_time) == (512 * 1024 * 1024, 310_000_000)
    assert (told.basic.active_processes, told.basic.flags) == (1, 0x2 | 0x8 | 0x100 | 0x400)
    assert kernel32.heard["assign"] == (7, 99)
    if ctypes.sizeof(ctypes.c_void_p) == 8:  # the layout that 64-bit Windows reads
        assert (size, type(told).basic.size, type(told).process_memory.offset) == (144, 64, 112)


@pytest.mark.parametrize("kernel32", [Kernel32(None), Kernel32(takes=False)])
def test_a_windows_that_gives_no_job_reads_all_the_same(kernel32: Kernel32) -> None:
    assert not windows_job.confine(kernel32, 1, 1)
    assert "assign" not in kernel32.heard


def test_of_the_program_the_child_imports_four_modules_that_import_none() -> None:
    def imported(name: str) -> set[str]:
        source = (sheets.READER.parent / f"{name}.py").read_text("utf-8")
        return set(re.findall(r"^ *(?:from|import) (coprodesk[\w.]*)", source, re.MULTILINE))

    parts = {"archive_check", "read_limits", "vcard", "windows_job"}
    assert imported("sheet_reader") == {f"coprodesk.exchange.{name}" for name in parts}
    assert set().union(*map(imported, parts)) == {"coprodesk.exchange.read_limits"}


@pytest.mark.parametrize("last_cell", [b'<row r="1048576"><c r="XFD1048576"/></row>', None])
def test_a_million_declared_rows_do_not_hang(last_cell: bytes | None, tmp_path: Path) -> None:
    empty = last_cell or b"".join(b'<row r="%d"/>' % row for row in range(3, 1_048_577))
    path = tmp_path / "a.xlsx"
    data = with_part(
        GOOD,
        SHEET_PART,
        lambda xml: xml.replace(b"A1:C2", b"A1:XFD1048576").replace(b"</sheetData>", empty + b"</sheetData>"),
    )
    path.write_bytes(data)
    assert read_sheet(path, limits=replace(LIMITS, seconds=15)).lines == (2,)


def test_cells_become_texts_and_formulas_are_not_run(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    values = [
        465710001,
        12.5,
        datetime.datetime(2026, 10, 15),
        datetime.datetime(2026, 10, 15, 14, 30),
        True,
        "=1+1",
        " a\tb ",
        "#N/A",
        "+33 4",
        "-x",
        "@y",
        None,
        "fin",
    ]
    book = openpyxl.Workbook()
    for row in (["Titre seul"], [], [f"c{n}" for n in range(13)], [], values):
        book.active.append(row)
    book.active["A6"], book.active["B6"] = "x", "=HYPERLINK(1)"
    book.active["B6"].data_type = "s"
    book.save(path)
    sheet = read_sheet(path)
    assert sheet.lines == (5, 6)
    assert sheet.rows[0] == (
        *("465710001", "12.5", "2026-10-15", "2026-10-15 14:30", "VRAI"),
        "",  # a formula without a saved value
        *("a b", "", "+33 4", "-x", "@y", "", "fin"),
    )
    assert sheet.rows[1][:2] == ("x", "=HYPERLINK(1)")


def test_an_open_document_gives_the_same_texts(tmp_path: Path) -> None:
    path = tmp_path / "a.ods"
    cells = (
        cell("465710001", kind="float", office_value="465710001"),
        cell("12,5", kind="float", office_value="12.5"),
        cell("15/10/26", kind="date", office_date_value="2026-10-15"),
        cell("15/10/26", kind="date", office_date_value="2026-10-15T14:30:00"),
        cell("14:30", kind="time", office_time_value="PT14H30M00S"),
        cell("VRAI", kind="boolean", office_boolean_value="true"),
        cell("50 %", kind="percentage", office_value="0.5"),
        cell("2", kind="float", office_value="2", table_formula="of:=1+1"),
        cell("=HYPERLINK(1)"),
        cell("#N/A"),
        cell("l1</text:p><text:p>l2"),
        "<table:covered-table-cell/>",
        cell("<text:span>fin</text:span>"),
    )
    hidden = '<table:table table:name="Vide"></table:table>'
    blank = line('<table:table-cell table:number-columns-repeated="1024"/>', times=3)
    end = line('<table:table-cell table:number-columns-repeated="16384"/>', times=1_048_000)
    path.write_bytes(open_document(blank, line(*cells), end, hidden=hidden))
    sheet = read_sheet(path)
    assert (sheet.title, sheet.lines) == ("Liste", (5,))
    assert sheet.rows[0] == (
        *("465710001", "12.5", "2026-10-15", "2026-10-15 14:30", "14:30:00", "VRAI", "0.5", "2"),
        *("=HYPERLINK(1)", "", "l1\nl2", "", "fin"),
    )


CARDS = {
    "3.0": (
        *("N:MARQUEVAL;Solène;;Mme;", "FN:Mme Solène MARQUEVAL", "ORG:CPN de Brévigny;Direction"),
        *("TEL;TYPE=FAX:04 65 71 00 19", "TEL;TYPE=WORK,VOICE:04 65 71 00 18"),
        *("EMAIL;TYPE=HOME:perso@x.example", "item1.EMAIL;TYPE=INTERNET:s.m@x.example"),
        *("ADR;TYPE=HOME:;;chez elle;Ailleurs;;1;", r"ADR;TYPE=WORK:;;1\, rue de la Tour;Brévigny;;65100;"),
        'X-LOC;X-ADDRESS=a \\"b\\" c:geo:1,2',  # what some telephones write is passed over
    ),
    "2.1": (
        *("N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:MARQUEVAL;Sol=C3=A8ne;;Mme", "TITLE:Direction"),
        *("ORG;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:CPN de Br=C3=A9=", "vigny", "TEL;WORK:04 65 71 00 18"),
        *("EMAIL;INTERNET:s.m@x.example", "TEL;HOME:06 00 00 00 00", "ADR;HOME:;;chez elle;Ailleurs;;1;"),
        "ADR;WORK;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:;;1, rue de la Tour;Br=C3=A9vigny;;65100;",
    ),
}


@pytest.mark.parametrize("version", CARDS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_address_cards_become_a_table(version: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "contacts.VCF"
    card = "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *CARDS[version], "END:VCARD", ""])
    firm = "BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:org\r\nFN:Régie\r\nEND:VCARD\r\n"
    bare = "BEGIN:VCARD\r\nVERSION:4.0\r\nORG:Régie\r\nFN:Zoé Martin\r\nTEL:tel:+33 4\r\nEND:VCARD\r\n"
    path.write_bytes((card + firm + bare).encode(encoding))
    sheet = read_sheet(path)
    assert sheet.lines == (1, 2, 3)
    assert sheet.rows[0] == (
        *("CPN de Brévigny", "Mme", "", "Solène", "MARQUEVAL", "Direction", "04 65 71 00 18"),
        *("s.m@x.example", "1, rue de la Tour", "65100", "Brévigny"),
    )
    assert sheet.rows[1] == ("Régie", *[""] * 10)
    assert sheet.rows[2] == ("Régie", "", "Zoé Martin", "", "", "", "+33 4", *[""] * 4)


def test_the_saved_value_of_a_formula_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    data = workbook(["a", "b"], ["x", "=1+1"])
    path.write_bytes(with_part(data, SHEET_PART, lambda xml: re.sub(rb"<v ?/>|<v></v>", b"<v>2</v>", xml)))
    assert read_sheet(path).rows == (("x", "2"),)


def test_the_first_visible_sheet_with_a_table_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["À lire avant"])
    hidden = book.create_sheet("Caché")
    hidden.sheet_state = "hidden"
    hidden.append(["a", "b"])
    hidden.append(["c", "d"])
    table = book.create_sheet("Partenaires")
    table.append(HEADER)
    table.append(ROW)
    book.save(tmp_path / "a.xlsx")
    sheet = read_sheet(tmp_path / "a.xlsx")
    assert (sheet.title, sheet.rows) == ("Partenaires", (tuple(ROW),))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_texts_in_every_usual_form(encoding: str, delimiter: str, end: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [
        ["Organisme", "Prénom", "Adresse"],
        ["Parquet", "Élodie", '"1, rue ; du\tBœuf"'],
        [],
        ["=a", "", "x\x07y"],
    ]
    path.write_bytes(end.join(delimiter.join(row) for row in rows).encode(encoding))
    sheet = read_sheet(path)
    assert sheet.header == ("Organisme", "Prénom", "Adresse")
    assert sheet.rows == (("Parquet", "Élodie", "1, rue ; du Bœuf"), ("=a", "", "xy"))
    assert sheet.lines == (2, 4)


def test_the_separator_line_of_excel_is_obeyed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("sep=,\na,b\nc,d;e;f;g\n")
    assert read_sheet(path).rows == (("c", "d;e;f;g"),)


def test_a_name_that_is_not_utf8_and_a_suffix_in_capitals(tmp_path: Path) -> None:
    path = tmp_path / "Liste « été » & co.XLSX"
    path.write_bytes(GOOD)
    assert read_sheet(path).rows == (tuple(ROW),)
