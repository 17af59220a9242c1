"""Data tables of the charts as files that a French spreadsheet opens: .xlsx, and .csv with semicolons."""

import csv
import io
import re
from collections.abc import Sequence
from fractions import Fraction

from coprodesk.documents.chart_parts import DataTable, Value
from coprodesk.domain import french

_NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\]")
_TITLE_LENGTH = 31
_WIDEST = 48


def csv_of(table: DataTable) -> bytes:
    """Return a table as .csv: UTF-8 with its mark, semicolons, decimal commas, Windows line ends."""
    output = io.StringIO(newline="")
    writer = csv.writer(output, delimiter=";", lineterminator="\r\n")
    writer.writerow([_harmless(title) for title in table.columns])
    writer.writerows([[_text(value) for value in row] for row in table.rows])
    return output.getvalue().encode("utf-8-sig")


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, Fraction):
        return french.percent(value).replace(french.NBSP, " ").replace(french.THIN, " ")
    return str(value) if isinstance(value, int) else _harmless(value)


def _harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def workbook_of(tables: Sequence[DataTable]) -> bytes:
    """Return tables as .xlsx, one sheet each, under their titles; shares are numbers shown in percent."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    for empty in book.worksheets:
        book.remove(empty)
    for table in tables:
        sheet = book.create_sheet(_sheet_title(table.title, book.sheetnames))
        for line, row in enumerate((table.columns, *table.rows), start=1):
            for column, value in enumerate(row, start=1):
                cell = sheet.cell(line, column)
                cell.value = float(value) if isinstance(value, Fraction) else value
                if isinstance(value, str):
                    cell.data_type = "s"
                elif isinstance(value, Fraction):
                    cell.number_format = "0.0 %"
                if line == 1:
                    cell.font = Font(bold=True)
        for column in range(1, len(table.columns) + 1):
            longest = max(len(_text(row[column - 1])) for row in (table.columns, *table.rows))
            sheet.column_dimensions[get_column_letter(column)].width = min(longest + 3, _WIDEST)
        sheet.freeze_panes = "B2"
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def _sheet_title(title: str, taken: Sequence[str]) -> str:
    """Return a title that a workbook takes, told from those it already has."""
    bare = _NOT_IN_A_TITLE.sub(" ", title).strip()[:_TITLE_LENGTH] or "Table"
    found, turn = bare, 2
    while found.lower() in {one.lower() for one in taken}:
        mark = f" {turn}"
        found = bare[: _TITLE_LENGTH - len(mark)] + mark
        turn += 1
    return found
