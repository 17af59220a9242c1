"""Lays the pieces of a document out on pages: what stays together, where a page may end.

Imports reportlab: loaded by the PDF printer only.
"""

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageTemplate
from reportlab.platypus import PageBreak as BreakPage

from coprodesk.documents import document as tree
from coprodesk.documents import fonts, styles
from coprodesk.documents.flowables import Grid, Room, Words
from coprodesk.documents.furniture import Furniture
from coprodesk.documents.gate import Gate, PrintReport
from coprodesk.documents.pdf import Attachment
from coprodesk.documents.plate import Corner, plates
from coprodesk.documents.setter import Piece, Setter
from coprodesk.documents.tagged_canvas import TaggedCanvas
from coprodesk.documents.tagging import Structure

DIGEST = "SHA-256 "
"""Stands before the digest of the data among the keywords, where a check of the file finds it again."""
HEADING_ROOM = 22 * mm
# What is kept together may leave at most this share of a page blank.
KEPT_SHARE = 0.4


def lay_out(
    document: tree.Document,
    gate: Gate,
    report: PrintReport,
    attachment: Attachment | None = None,
    progress: Callable[[int], object] | None = None,
) -> bytes:
    """Return the PDF of `document` and note its number of pages in `report`; `progress` hears of each."""
    page = styles.Page(wide=document.landscape, letter=document.letters, whole=document.plates)
    structure = Structure()
    setter = Setter(document, gate, page, structure.root)
    furniture = Furniture(document, page, gate)
    report.bad_logo = bool(document.letterhead.logo) and furniture.logo is None
    output = io.BytesIO()
    starts: list[int] = []
    template = BaseDocTemplate(
        output,
        pagesize=(page.width, page.height),
        pageTemplates=_page_templates(page, starts, progress),
        initialFontName=fonts.REGULAR,
        lang=document.lang,
        title=" – ".join(gate.printable(text) for text in (document.title, document.subtitle) if text),
        author=gate.printable(document.letterhead.commune),
        creator="CoproDesk",
        subject=gate.printable(document.short_name),
        keywords=[f"{DIGEST}{document.digest}"] if document.digest else [],
        invariant=1,
        pageCompression=1,
    )
    if document.plates:
        corner = Corner(document, gate)
        story = [piece.flowable for piece in plates(document, gate, page, structure.root, corner)]
    else:
        story = list(arrange(_pieces(document, setter), page))
    if document.letters and not document.plates:
        story = _each_afresh(story)
    around = _draw_nothing if document.plates else partial(_draw_around, furniture, starts)
    canvas = partial(TaggedCanvas, furniture=around, structure=structure, attachment=attachment)
    template.build(story, canvasmaker=canvas)
    report.pages = template.page
    return output.getvalue()


def _page_templates(
    page: styles.Page, starts: list[int], progress: Callable[[int], object] | None
) -> list[PageTemplate]:
    """Return the first page and the later ones; `starts` receives the number of each first page."""

    def begin(first: bool, _canvas: Canvas, shown: BaseDocTemplate) -> None:
        if first:
            starts.append(shown.page)
        if progress is not None:
            progress(shown.page)

    return [
        PageTemplate(
            "first",
            [_frame(page, page.first_top)],
            onPage=partial(begin, True),
            autoNextPageTemplate="later",
        ),
        PageTemplate("later", [_frame(page, page.later_top)], onPage=partial(begin, False)),
    ]


def _each_afresh(story: list[Flowable]) -> list[Flowable]:
    """Return the story of a run of letters: the page after a page break is a first page again."""
    afresh: list[Flowable] = []
    for flowable in story:
        if isinstance(flowable, BreakPage):
            afresh.append(NextPageTemplate("first"))
        afresh.append(flowable)
    return afresh


def _draw_nothing(_canvas: Canvas, _number: int, _total: int) -> None:
    """Draw nothing: a name plate stands alone on its sheet."""


def _draw_around(furniture: Furniture, starts: list[int], canvas: Canvas, number: int, total: int) -> None:
    """Draw header and footer of a page, counted from the first page of its letter."""
    start = max((one for one in starts if one <= number), default=1)
    end = min((one for one in starts if one > number), default=total + 1)
    furniture.draw(canvas, number - start + 1, end - start)


def _frame(page: styles.Page, top: float) -> Frame:
    """Return the box of the text below `top`."""
    height = top - page.bottom
    return Frame(page.left, page.bottom, page.text_width, height, 0, 0, 0, 0)


def _pieces(document: tree.Document, setter: Setter) -> list[Piece]:
    """Return the pieces of the whole document; signatures never stand alone on a page."""
    pieces = setter.title(document)
    previous: tree.Block | None = None
    for block in document.blocks:
        new = setter.block(block)
        small_print = isinstance(previous, tree.SignatureBoxes) and _is_small(block)
        if new and (small_print or isinstance(block, tree.SignatureBoxes)):
            pieces[-1] = replace(pieces[-1], keep=True)
        pieces += new
        previous = block
    return pieces


def _is_small(block: tree.Block) -> bool:
    """Say whether a block is a line of small print, which goes with the signatures before it."""
    return isinstance(block, tree.Paragraph) and block.style is tree.TextStyle.SMALL


def arrange(pieces: list[Piece], page: styles.Page) -> Iterator[Flowable]:
    """Yield the flowables, each chain of kept ones after a condition on the room left on the page."""
    limit = KEPT_SHARE * (page.first_top - page.bottom)
    chained = False
    for index, piece in enumerate(pieces):
        if not chained and (piece.keep or isinstance(piece.flowable, Grid)):
            yield Room(_room(pieces, index, page.text_width, limit))
        yield piece.flowable
        chained = piece.keep


def _room(pieces: list[Piece], start: int, width: float, limit: float) -> float:
    """Return the height that the chain from `start` needs: its pieces whole, then the least of the next."""
    total = 0.0
    for piece in pieces[start:]:
        flowable = piece.flowable
        if isinstance(flowable, BreakPage):
            break
        height = flowable.wrap(width, 0)[1]
        before, after = flowable.getSpaceBefore(), flowable.getSpaceAfter()
        if not piece.keep or total + height > limit:
            least = flowable.least_height(width) if isinstance(flowable, Words | Grid) else height
            total += before + least
            break
        total += before + height + after
    return max(HEADING_ROOM, min(total, 2 * limit))
