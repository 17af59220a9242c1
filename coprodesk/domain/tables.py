"""A table of plain values, as it leaves for a spreadsheet."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeAlias

Value: TypeAlias = "str | int | Fraction | date | None"
"""A cell: a share stays an exact fraction, a day a date, an instant a datetime until they are written."""


@dataclass(frozen=True, slots=True)
class DataTable:
    """Rows under their titles. Raises ValueError when a row has not the width of the head."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("each row of a data table needs one value per column")
