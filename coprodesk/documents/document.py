"""The neutral document: a frozen tree of blocks whose texts are plain user text, without any markup.

Each printer (PDF, plain text) reads the same tree, so that paper and golden texts cannot disagree.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Literal

from coprodesk.documents.picture import Picture, Sign
from coprodesk.domain.i18n import _

Align = Literal["left", "center", "right"]


class TextStyle(StrEnum):
    """How a paragraph is set: running text, rapporteur's line, small print or opening lines."""

    BODY = "body"
    NOTE = "note"
    SMALL = "small"
    LEAD = "lead"


class TableStyle(StrEnum):
    """How a table is set: rows only, full grid to write in, tight presence list or airy agenda."""

    PLAIN = "plain"
    GRID = "grid"
    ATTENDANCE = "attendance"
    AGENDA = "agenda"


class LabelKind(StrEnum):
    """How a level or a version is shown on every page."""

    NONE = "none"
    OUTLINED = "outlined"
    BLACK = "black"
    BAND = "band"


class Density(StrEnum):
    """Size of the type: as designed, two steps down to save a page, one step up for easy reading."""

    NORMAL = "normal"
    TIGHT = "tight"
    SMALL = "small"
    EASY = "easy"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one face."""

    text: str
    bold: bool = False
    italic: bool = False


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """A level or a version: its words, printed as given, and its box."""

    text: str = ""
    kind: LabelKind = LabelKind.NONE


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The sender: commune, council, its short name for page 2 and later, logo (PNG or JPEG), #rrggbb."""

    commune: str
    council: str
    short_council: str
    logo: bytes | None = None
    accent: str = "#1d3557"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 2 or 3; level 1 is the document's title."""

    text: str
    level: Literal[2, 3] = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; a line feed in a run is a line break."""

    runs: Line
    style: TextStyle = TextStyle.BODY


@dataclass(frozen=True, slots=True)
class BulletList:
    """A list without order."""

    items: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class NumberedList:
    """A list numbered from `start`."""

    items: tuple[Line, ...]
    start: int = 1


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `weight` is its share of the width; `row_header` when it holds a reference or a name."""

    title: str
    weight: float = 1.0
    align: Align = "left"
    row_header: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of one or more lines; the sign stands before the word that says the same."""

    lines: tuple[Line, ...] = ()
    sign: Sign | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose head repeats on each page; each row has one cell per column.

    `row_height` is the least height of a row in millimetres; `legend` is small print under the table.
    Raises ValueError when a row has not the width of the head.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    style: TableStyle = TableStyle.PLAIN
    row_height: float = 0.0
    legend: str = ""

    def __post_init__(self) -> None:
        width = len(self.columns)
        if width == 0 or any(len(row) != width for row in self.rows):
            raise ValueError("each row of a table needs one cell per column")


@dataclass(frozen=True, slots=True)
class Cartouche:
    """The facts at the head of a document, as (label, value), read down the left column first."""

    pairs: tuple[tuple[str, str], ...]

    def rows(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """Return the rows of one or two pairs, in the order in which they are printed."""
        half = (len(self.pairs) + 1) // 2
        return tuple(self.pairs[row :: half or 1] for row in range(half))


@dataclass(frozen=True, slots=True)
class Barred:
    """A paragraph with a bar at its left: a reservation, a warning to the reader."""

    title: str
    text: Line


@dataclass(frozen=True, slots=True)
class SignatureBoxes:
    """Boxes to sign in, two in a row, as (quality, name)."""

    signers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture and the words that replace it for who cannot see it."""

    picture: Picture
    alt: str


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block starts a page."""


Block = (
    Heading
    | Paragraph
    | BulletList
    | NumberedList
    | Table
    | Cartouche
    | Barred
    | SignatureBoxes
    | Figure
    | PageBreak
)


@dataclass(frozen=True, slots=True)
class Document:
    """A document ready to print.

    `short_name` names it on page 2 and later; `footer_lines` are printed on each page (two at most are
    told apart, more are joined); `digest` is the `canonical_digest` of the data, or empty;
    `example` prints « EXEMPLE » on every page; `typography` is off to print texts exactly as typed.
    """

    title: str
    short_name: str
    letterhead: Letterhead
    blocks: tuple[Block, ...]
    subtitle: str = ""
    level: Label = Label()
    version: Label = Label()
    footer_lines: tuple[str, ...] = ()
    digest: str = ""
    example: bool = False
    landscape: bool = False
    density: Density = Density.NORMAL
    typography: bool = True
    lang: str = "fr-FR"


def line(text: str, *, bold: bool = False, italic: bool = False) -> Line:
    """Return a line of one run."""
    return (Run(text, bold, italic),)


def cell(text: str, *, bold: bool = False, italic: bool = False, sign: Sign | None = None) -> Cell:
    """Return a cell of one run."""
    return Cell((line(text, bold=bold, italic=italic),), sign)


def canonical_digest(data: object) -> str:
    """Return the SHA-256 of the data's canonical JSON: sorted keys, NFC texts, instants in UTC.

    Takes mappings with text keys, sequences, sets of texts, dataclasses, texts, numbers, dates and times.
    Raises TypeError for another kind of value and ValueError for an instant without time zone.
    """
    canonical = json.dumps(_canonical(data), sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def _canonical(value: object) -> object:
    """Return `value` with the types of JSON only."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("an instant in a digest needs its time zone")
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {_text_key(key): _canonical(item) for key, item in value.items()}
    if isinstance(value, Set):
        return sorted(_text_key(item) for item in value)
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [_canonical(item) for item in value]
    if is_dataclass(value):
        return {field.name: _canonical(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"no canonical form for {type(value).__name__}")


def _text_key(key: object) -> str:
    """Return a key in NFC; keys of other types would collide with their text."""
    if not isinstance(key, str):
        raise TypeError(f"no canonical form for a key of type {type(key).__name__}")
    return unicodedata.normalize("NFC", key)


def example_notice() -> str:
    """Return the sentence printed at the head of an example document."""
    return _("Exemple\u00a0: les personnes et les faits de ce document sont fictifs.")


def digest_line(digest: str) -> str:
    """Return the footer's sentence on the digest of the data, empty without a digest."""
    if not digest:
        return ""
    return _("Empreinte du document (SHA-256, 128 premiers bits)\u00a0: {groups}").format(
        groups=digest_groups(digest)
    )


def digest_groups(digest: str) -> str:
    """Return the first 128 bits of a hexadecimal digest as eight groups of four digits."""
    head = digest[:32].upper()
    return " ".join(head[start : start + 4] for start in range(0, len(head), 4))
