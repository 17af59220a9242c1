"""The pages of the help: read from the shipped files, shown as HTML on screen, printed as a document.

One CommonMark parser serves both, so that screen and paper cannot disagree.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from coprodesk.assets import resource
from coprodesk.documents.document import (
    Barred,
    Block,
    BulletList,
    Cell,
    Column,
    Document,
    Heading,
    Letterhead,
    Line,
    NumberedList,
    Paragraph,
    Run,
    Table,
)
from coprodesk.documents.typography import french
from coprodesk.domain import help as pages
from coprodesk.domain.help import HelpPage, HelpSection
from coprodesk.domain.i18n import _

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

CONTENTS = "contents"
NEWS = "news"


@cache
def read_pages() -> dict[str, HelpPage]:
    """Return every page by id: those of the help folder, and what is new in this version."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(resource("help").glob("*.md"))}
    texts[NEWS] = resource("nouveautes.md").read_text(encoding="utf-8")
    return {name: pages.page(name, text) for name, text in texts.items()}


def sections() -> tuple[HelpSection, ...]:
    """Return the headings of the contents with their pages, in the order of reading."""
    return pages.sections(read_pages()[CONTENTS].text)


def html(text: str) -> str:
    """Return a page as HTML without style, spaced as French is printed."""
    parser = _parser()
    tokens = parser.parse(text)
    for token in _texts(tokens):
        token.content = french(token.content)
    for place, token in enumerate(tokens):
        if token.type == "tr_open":  # its first cell names the row
            tokens[place + 1].tag = tokens[_end(tokens, place + 1)].tag = "th"
    return str(parser.renderer.render(tokens, parser.options, {}))


def build(text: str) -> Document:
    """Return a page as a document ready to print; what leads elsewhere is printed as its words."""
    tokens = _parser().parse(text)
    title, blocks = "", []
    for block in _blocks(tokens):
        if isinstance(block, str):
            title = block
        else:
            blocks.append(block)
    return Document(
        title=title,
        short_name=title,
        letterhead=Letterhead("CoproDesk", _("Aide du secrétaire"), _("Aide")),
        blocks=tuple(blocks),
    )


def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _texts(tokens: Sequence["Token"]) -> Iterator["Token"]:
    for token in tokens:
        if token.type == "text":
            yield token
        yield from _texts(token.children or ())


def _blocks(tokens: Sequence["Token"]) -> Iterator[Block | str]:
    """Yield the title as a string, then each block of the page."""
    place = 0
    while place < len(tokens):
        end = _end(tokens, place)
        inside = tokens[place + 1 : end]
        match tokens[place].type, tokens[place].tag:
            case "heading_open", "h1":
                yield _plain(_line(inside[0]))
            case "heading_open", tag:
                yield Heading(_plain(_line(inside[0])), 2 if tag == "h2" else 3)
            case "paragraph_open", _tag:
                yield Paragraph(_line(inside[0]))
            case "bullet_list_open", _tag:
                yield BulletList(_items(inside))
            case "ordered_list_open", _tag:
                yield NumberedList(_items(inside))
            case "blockquote_open", _tag:
                yield Barred("", _joined(inside))
            case "table_open", _tag:
                yield _table(inside)
            case kind, _tag:
                raise ValueError(f"the help prints no {kind}")
        place = end + 1


def _end(tokens: Sequence["Token"], place: int) -> int:
    """Return where the block opened at `place` is closed."""
    depth = 0
    for index in range(place, len(tokens)):
        depth += tokens[index].nesting
        if depth == 0:
            return index
    raise ValueError("a block of the help is not closed")


def _items(tokens: Sequence["Token"]) -> tuple[Line, ...]:
    found, place = [], 0
    while place < len(tokens):
        end = _end(tokens, place)
        found.append(_joined(tokens[place:end]))
        place = end + 1
    return tuple(found)


def _joined(tokens: Sequence["Token"]) -> Line:
    """Return the texts of several paragraphs as one, parted by line breaks."""
    runs: list[Run] = []
    for token in tokens:
        if token.type == "inline":
            runs += [*([Run("\n")] if runs else []), *_line(token)]
    return tuple(runs)


def _line(inline: "Token") -> Line:
    runs, bold, italic = [], False, False
    for token in inline.children or ():
        if token.type in ("strong_open", "strong_close"):
            bold = token.nesting > 0
        elif token.type in ("em_open", "em_close"):
            italic = token.nesting > 0
        elif token.type == "softbreak":
            runs.append(Run(" "))
        elif token.content:
            runs.append(Run(token.content, bold, italic))
    return tuple(runs)


def _plain(line: Line) -> str:
    return "".join(run.text for run in line)


def _table(tokens: Sequence["Token"]) -> Table:
    rows: list[list[Line]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_line(token))
    head, *body = rows
    columns = tuple(
        Column(_plain(line), weight=2.2 if number else 1.0, row_header=number == 0)
        for number, line in enumerate(head)
    )
    return Table(columns, tuple(tuple(Cell((line,)) for line in row) for row in body))
