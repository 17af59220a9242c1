"""How much of a foreign file is read, and why one is not. The child process of `sheet_reader` imports it."""

from dataclasses import dataclass
from enum import StrEnum


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
    BOMB = "bomb"
    DECLARATIONS = "declarations"
    NOT_TEXT = "not_text"
    NO_CARD = "no_card"
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
