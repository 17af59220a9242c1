"""Tables as files that a French spreadsheet opens: .xlsx, and .csv with semicolons."""

import csv
import hashlib
import io
import re
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from coprodesk.domain import french
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import long_date, short_date, thousands
from coprodesk.domain.i18n import _, ngettext, on_paper, on_screen
from coprodesk.domain.tables import DataTable, Value
from coprodesk.exchange import print_runs, printing
from coprodesk.exchange.progress import ExportProgress
from coprodesk.queries import tables as queries
from coprodesk.queries.council import council
from coprodesk.store import Store

_NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\]")
_NOT_IN_A_CELL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_TITLE_LENGTH = 31
_CELL_LENGTH = 32_767
_MOST_ROWS = 1_048_576
_WIDEST, _MEASURED, _COVER = 48, 200, 90
_A4 = 9
"""Excel’s number of the paper."""
_LINE, _TALLEST = 15, 409
"""Points of a line of a cell, and of the tallest row that Excel takes."""
README = "LISEZ-MOI.txt"
"""The text that tells what a folder holds."""
_FORMATS: dict[type, str] = {Fraction: "0.0 %", date: "dd/mm/yyyy", datetime: "dd/mm/yyyy hh:mm"}


def csv_of(table: DataTable) -> bytes:
    """Return a table as .csv: UTF-8 with its mark, semicolons, decimal commas, Windows line ends."""
    output = io.StringIO(newline="")
    writer = csv.writer(output, delimiter=";", lineterminator="\r\n")
    writer.writerow([harmless(title) for title in table.columns])
    writer.writerows([[plain_value(value) for value in row] for row in table.rows])
    return output.getvalue().encode("utf-8-sig")


def plain_value(value: Value) -> str:
    """Return a cell as French text that a spreadsheet takes for what it is."""
    if value is None:
        return ""
    if isinstance(value, Fraction):
        return french.percent(value).replace(french.NBSP, " ").replace(french.THIN, " ")
    if isinstance(value, datetime):
        return f"{short_date(value)} {value:%H:%M}"
    if isinstance(value, date):
        return short_date(value)
    return str(value) if isinstance(value, int) else harmless(value)


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") else text


def workbook_of(
    tables: Sequence[DataTable],
    about: Sequence[str] = (),
    progress: ExportProgress | None = None,
) -> bytes:
    """Return tables as .xlsx, one sheet each, under their titles; days and shares are numbers with a format.

    `about` makes a first sheet « Lisez-moi ». `progress` hears of each table as it is begun. Raises
    Refusal for a table of more rows than a sheet takes, and when the export was stopped.
    """
    from openpyxl import Workbook

    for table in tables:
        _require_short(table)
    book = Workbook(write_only=True)
    book.properties.creator = "CoproDesk"
    if about:
        book.properties.title = about[0]
        cover = book.create_sheet(_("Lisez-moi"))
        cover.column_dimensions["A"].width = _COVER
        _fit_paper(cover)
        for number, line in enumerate(about, 1):
            _append(cover, number, [line], [_COVER])
    for table in tables:
        try:
            (progress or ExportProgress()).begin(table.title)
        except Refusal:
            _abandon(book)
            raise
        _fill(book.create_sheet(_sheet_title(table.title, book.sheetnames)), table)
    output = io.BytesIO()
    book.save(output)
    _style.cache_clear()
    return output.getvalue()


@on_screen()
def _require_short(table: DataTable) -> None:
    if len(table.rows) >= _MOST_ROWS:
        raise Refusal(
            _(
                "Le tableau «\u00a0{title}\u00a0» a plus de lignes qu’une feuille. Rien n’a été "
                "écrit. Choisissez le format CSV."
            ).format(title=table.title)
        )


def _abandon(book: Any) -> None:
    """Take away the files that openpyxl keeps beside until a workbook is saved: they hold its rows."""
    for sheet in book.worksheets:
        sheet.close()
        sheet._writer.cleanup()


def _fill(sheet: Any, table: DataTable) -> None:
    from openpyxl.utils import get_column_letter

    measured = (table.columns, *table.rows[:_MEASURED])
    widths = []
    for column in range(len(table.columns)):
        longest = max(len(plain_value(row[column])) for row in measured)
        widths.append(min(longest + 3, _WIDEST))
        sheet.column_dimensions[get_column_letter(column + 1)].width = widths[-1]
    sheet.freeze_panes = "B2"
    _fit_paper(sheet)
    sheet.print_title_rows = "1:1"
    sheet.append([_cell(sheet, title, bold=True) for title in table.columns])
    for number, row in enumerate(table.rows, 2):
        _append(sheet, number, row, widths)


def _fit_paper(sheet: Any) -> None:
    """Have a sheet printed one page wide."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0


def _append(sheet: Any, number: int, row: Sequence[Value], widths: Sequence[int]) -> None:
    """Write a row, as tall as its longest text: LibreOffice would print one line over the next."""
    lines = max((_lines(value, width) for value, width in zip(row, widths, strict=True)), default=1)
    if lines > 1:
        sheet.row_dimensions[number].height = min(lines * _LINE, _TALLEST)
    sheet.append([_cell(sheet, value, wrapped=lines > 1) for value in row])


def _lines(value: Value, width: int) -> int:
    """Return how many lines a cell takes in a column of so many signs."""
    if not isinstance(value, str) or (len(value) < width and "\n" not in value):
        return 1
    return sum(-(-max(len(part), 1) // max(width - 2, 1)) for part in value.split("\n"))


def _cell(sheet: Any, value: Value, *, bold: bool = False, wrapped: bool = False) -> Any:
    """Return what openpyxl writes: numbers and texts as they are, a cell for what needs its type or format.

    « =… » would be a formula and « #N/A » an error; a cell costs ten times a plain value.
    """
    if isinstance(value, str):
        value = _fitting(value)
    if value is None or (isinstance(value, int) and not wrapped):
        return value
    if isinstance(value, str) and not (bold or wrapped) and value[:1] not in ("=", "#"):
        return value
    from openpyxl.cell import WriteOnlyCell

    cell: Any = WriteOnlyCell(sheet)
    if isinstance(value, str):
        cell.value = value
        cell.data_type = "s"
    elif isinstance(value, Fraction):
        cell.value = float(value)
    else:
        cell.value = value.replace(tzinfo=None) if isinstance(value, datetime) else value
    cell._style = _style(sheet.parent, _FORMATS.get(type(value)), bold, wrapped)
    return cell


@lru_cache(maxsize=16)
def _style(book: Any, number_format: str | None, bold: bool, wrapped: bool) -> Any:
    """Return the style of such cells of a workbook: setting it anew in each costs as much as the cell."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    cell: Any = WriteOnlyCell(book.worksheets[0])
    if number_format is not None:
        cell.number_format = number_format
    if bold:
        cell.font = Font(bold=True)
    if wrapped:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell._style


def _fitting(text: str) -> str:
    """Return what a cell holds of a text; one that is too long says that it is cut."""
    clean = _NOT_IN_A_CELL.sub("", text)
    if len(clean) <= _CELL_LENGTH:
        return clean
    told = _("… [coupé\u00a0: le texte entier est dans l’export CSV]")
    return clean[: _CELL_LENGTH - len(told)] + told


def _sheet_title(title: str, taken: Sequence[str]) -> str:
    """Return a title that a workbook takes, told from those it already has."""
    bare = _NOT_IN_A_TITLE.sub(" ", title).strip()[:_TITLE_LENGTH] or "Table"
    found, turn = bare, 2
    while found.lower() in {one.lower() for one in taken}:
        mark = f" {turn}"
        found = bare[: _TITLE_LENGTH - len(mark)] + mark
        turn += 1
    return found


@dataclass(frozen=True, slots=True)
class Written:
    """A file or folder that an export made; `digest` is the SHA-256 of a file, '' of a folder."""

    path: Path
    digest: str = ""


def write_workbook(
    store: Store, names: tuple[str, ...], audience: Audience, path: Path, progress: ExportProgress
) -> Written:
    """Write tables of the file as one .xlsx, its first sheet telling for whom. Safe in a worker.

    Raises Refusal as `queries.tables.tables`, `workbook_of` and `printing.write_whole`.
    """
    with on_paper():
        told, found = _read(store, names, audience, progress)
        data = workbook_of(found, told, progress)
    printing.write_whole(path, data)
    return Written(path, hashlib.sha256(data).hexdigest())


def write_csv_folder(
    store: Store, names: tuple[str, ...], audience: Audience, parent: Path, progress: ExportProgress
) -> Written:
    """Write tables of the file as .csv in a new folder of `parent`. Safe in a worker.

    A text beside them tells for whom. Raises Refusal as `queries.tables.tables` and `print_runs.write_files`.
    """
    with on_paper():
        told, found = _read(store, names, audience, progress)
        name = _("{day} Tableaux du conseil").format(day=store.clock().date().isoformat())
        files = {README: text_of(told)}
        for table in found:
            progress.begin(table.title)
            files[csv_name(table)] = csv_of(table)
    return Written(print_runs.write_files(parent, name, files))


def _read(
    store: Store, names: tuple[str, ...], audience: Audience, progress: ExportProgress
) -> tuple[tuple[str, ...], tuple[DataTable, ...]]:
    """Return what an export says of itself, and its tables."""
    progress.total = 2 * len(names)
    found = []
    with closing(store.reader()) as reader:
        for one in queries.each_table(reader, names, audience):
            progress.begin(one.title)
            found.append(one)
        told = about_lines(council(reader).name, reader.clock().date(), audience.level, found)
    return told, tuple(found)


def csv_name(table: DataTable) -> str:
    """Return the name of a table's file."""
    return f"{printing.safe_stem(table.title)}.csv"


def text_of(lines: Sequence[str]) -> bytes:
    """Return lines as a text that every editor opens."""
    return "\r\n".join((*lines, "")).encode("utf-8-sig")


def audience_sentence(level: Level) -> str:
    """Return what an export for such an audience holds, and to whom it may be given."""
    return {
        Level.PUBLIC: _("Ce qui peut être publié."),
        Level.PARTNERS: _(
            "Ce que les partenaires peuvent lire\u00a0: ni notes de travail, ni présences, ni ce qui est "
            "réservé à un groupe."
        ),
        Level.RESTRICTED: _("Ce que les membres du groupe peuvent lire\u00a0: à ne donner qu’à eux."),
        Level.SECRETARIAT: _(
            "Tout ce que contient le fichier, notes de travail et présences comprises\u00a0: à garder au "
            "secrétariat."
        ),
    }[level]


def about_lines(council: str, on: date, level: Level, tables: Sequence[DataTable]) -> tuple[str, ...]:
    """Return what the first sheet, or the text beside the .csv files, tells: whose, when, for whom, what."""
    return (
        council,
        _("Tableaux exportés de CoproDesk le {day}.").format(day=long_date(on)),
        _("Diffusion\u00a0: {level}. {words}").format(level=level.label, words=audience_sentence(level)),
        _(
            "Les dates sont écrites jour/mois/année. Dans les fichiers CSV, le point-virgule sépare les "
            "colonnes, et une apostrophe précède les textes qu’un tableur prendrait pour une formule."
        ),
        *(counted_words(one) for one in tables),
    )


def counted_words(table: DataTable) -> str:
    """Return « Engagements : 12 lignes »."""
    return ngettext("{title}\u00a0: {n} ligne", "{title}\u00a0: {n} lignes", len(table.rows)).format(
        title=table.title, n=thousands(len(table.rows))
    )
