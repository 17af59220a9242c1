"""The neutral document: a frozen tree of blocks whose texts are plain user text, without any markup.

Each printer (PDF, plain text) reads the same tree, so that paper and golden texts cannot disagree.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Literal, NamedTuple

from coprodesk.documents.picture import Picture, Sign
from coprodesk.domain.i18n import _

Align = Literal["left", "center", "right"]


class TextStyle(StrEnum):
    """How a paragraph is set: running text, rapporteur's line, small print, opening lines, parts of a letter.

    A letter's address stands at the right of the sheet, apart from what follows or not; so do the quality
    of who signs and, below the room to sign, the name.
    """

    BODY = "body"
    NOTE = "note"
    SMALL = "small"
    LEAD = "lead"
    LETTER = "letter"
    ADDRESS = "address"
    ADDRESS_APART = "address apart"
    SIGNER = "letter signer"
    SIGNED = "letter signed"


class TableStyle(StrEnum):
    """How a table is set: rows only, full grid to write in, tight presence list, airy agenda, big figures."""

    PLAIN = "plain"
    GRID = "grid"
    ATTENDANCE = "attendance"
    AGENDA = "agenda"
    FIGURES = "figures"


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


class Run(NamedTuple):
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
class Subject:
    """The object of a letter, which is its title, and the small line of what it rests on."""

    text: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class BulletList:
    """A list without order."""

    items: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class NumberedList:
    """A list numbered from `start`, or by `numbers` (« 3 », « 3.1 ») when they are given."""

    items: tuple[Line, ...]
    start: int = 1
    numbers: tuple[str, ...] = ()

    def labels(self) -> list[str]:
        """Return what stands before each item."""
        numbers = self.numbers or range(self.start, self.start + len(self.items))
        return [f"{number}." for number in numbers]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `weight` is its share of the width; `row_header` when it holds a reference or a name."""

    title: str
    weight: float = 1.0
    align: Align = "left"
    row_header: bool = False


class Cell(NamedTuple):
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
    | Subject
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
    told apart, more are joined); `digest` is the `domain.canonical.canonical_digest` of the data, or empty;
    `example` prints « EXEMPLE » on every page; `typography` is off to print texts exactly as typed.
    `letters`: each page break starts a letter with its own first page and page numbers, under its subject;
    the title then only names the file. `plates`: each of them is a name plate instead, a folded sheet with
    its subject, the name, and two paragraphs, the function as a lead and the institution. `unfinished` is
    the beginning of a longer one, whose number of pages is not known yet.
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
    letters: bool = False
    plates: bool = False
    unfinished: bool = False
    lang: str = "fr-FR"

    @property
    def labels(self) -> tuple[Label, ...]:
        """Return what every page shows in a box or a band: level, version, « EXEMPLE »."""
        example = Label(_("EXEMPLE"), LabelKind.OUTLINED if self.example else LabelKind.NONE)
        every = (self.level, self.version, example)
        return tuple(label for label in every if label.kind is not LabelKind.NONE)


def line(text: str, *, bold: bool = False, italic: bool = False) -> Line:
    """Return a line of one run."""
    return (Run(text, bold, italic),)


@lru_cache(maxsize=1024)
def cell(text: str, *, bold: bool = False, italic: bool = False, sign: Sign | None = None) -> Cell:
    """Return a cell of one run; a long table says few things many times, dates and dashes above all."""
    return Cell((line(text, bold=bold, italic=italic),), sign)


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
