"""The logical structure of a PDF: its elements, which marked content is whose, and how both are written.

Imports reportlab: loaded by the PDF printer only. Source: ISO 32000-1, 14.6 to 14.8; ISO 14289-1, 7.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFObject, PDFString

COLUMN_HEAD = "/O/Table/Scope/Column"
ROW_HEAD = "/O/Table/Scope/Row"
DISCS = "/O/List/ListNumbering/Disc"
NUMBERS = "/O/List/ListNumbering/Decimal"
# The labels of such a list are words of their own, not a numbering.
NAMES = "/O/List/ListNumbering/None"

# A cell without text still holds its place in the row.
_KEPT_EMPTY = ("TD", "TH")

Mark = tuple[int, int]
"""A stretch of marked content: its page, from 0, and its number on that page."""


@dataclass(eq=False, slots=True)
class Element:
    """An element of the structure: its standard type, and its content in reading order.

    `attributes` is the inside of its attribute dictionary; `alt` is said in place of what is drawn;
    `number` is that of its object in the file, once written.
    """

    tag: str
    attributes: str = ""
    alt: str = ""
    kids: "list[Element | Mark]" = field(default_factory=list)
    number: int = 0

    def add(self, tag: str, attributes: str = "", alt: str = "") -> "Element":
        """Return a new element at the end of this one."""
        kid = Element(tag, attributes, alt)
        self.kids.append(kid)
        return kid


class Raw(PDFObject):
    """An object of the file whose bytes are known only when all objects have their numbers."""

    def __init__(self, document: Any) -> None:
        document.Reference(self)
        self.number: int = document.objectcounter
        self.body = b""

    def format(self, document: Any) -> bytes:
        """Return the object as it stands in the file."""
        return self.body


class Structure:
    """The tree of one document and, page by page, the element that owns each number."""

    def __init__(self) -> None:
        self.root = Element("Document")
        self.pages: list[list[Element]] = []

    def start_page(self) -> None:
        """Count the numbers from 0 again."""
        self.pages.append([])

    def mark(self, element: Element) -> int:
        """Return the number of a new stretch of `element` on the page that is being drawn."""
        owners = self.pages[-1]
        number = len(owners)
        element.kids.append((len(self.pages) - 1, number))
        owners.append(element)
        return number

    def write(self, document: Any) -> Raw:
        """Add the structure to reportlab's document, whose pages are known, and return its root."""
        _prune(self.root)
        root = Raw(document)
        targets = []
        for element, parent in _walk(self.root):
            target = Raw(document)
            element.number = target.number
            targets.append((element, parent, target))
        pages = [
            document.idToObjectNumberAndVersion[f"Page{index + 1}"][0] for index in range(len(self.pages))
        ]
        for element, parent, target in targets:
            owner = parent.number if parent is not None else root.number
            target.body = _element(element, owner, pages, document)
        owners = " ".join(f"{index} {self._owners(index, document)} 0 R" for index in range(len(pages)))
        root.body = (
            f"<</Type/StructTreeRoot/K[{self.root.number} 0 R]"
            f"/ParentTree<</Nums[{owners}]>>/ParentTreeNextKey {len(pages)}>>"
        ).encode("ascii")
        return root

    def _owners(self, index: int, document: Any) -> int:
        """Write the list of who owns each number of a page and return its object."""
        target = Raw(document)
        numbers = " ".join(f"{element.number} 0 R" for element in self.pages[index])
        target.body = f"[{numbers}]".encode("ascii")
        return target.number


def _prune(element: Element) -> bool:
    """Drop the elements that were never drawn; say whether this one stays."""
    element.kids = [kid for kid in element.kids if isinstance(kid, tuple) or _prune(kid)]
    return bool(element.kids) or element.tag in _KEPT_EMPTY


def _walk(element: Element, parent: Element | None = None) -> Iterator[tuple[Element, Element | None]]:
    """Yield each element after its parent, with it."""
    yield element, parent
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from _walk(kid, element)


def _element(element: Element, parent: int, pages: list[int], document: Any) -> bytes:
    """Return the object of one element; its marks on other pages than the first name their page."""
    first = next((kid[0] for kid in element.kids if isinstance(kid, tuple)), None)
    kids = []
    for kid in element.kids:
        if isinstance(kid, Element):
            kids.append(f"{kid.number} 0 R")
        elif kid[0] == first:
            kids.append(str(kid[1]))
        else:
            kids.append(f"<</Type/MCR/Pg {pages[kid[0]]} 0 R/MCID {kid[1]}>>")
    parts = [f"<</Type/StructElem/S/{element.tag}/P {parent} 0 R"]
    if first is not None:
        parts.append(f"/Pg {pages[first]} 0 R")
    if kids:
        parts.append(f"/K {kids[0]}" if len(kids) == 1 else f"/K[{' '.join(kids)}]")
    if element.attributes:
        parts.append(f"/A<<{element.attributes}>>")
    body = "".join(parts).encode("ascii")
    if element.alt:
        body += b"/Alt " + bytes(PDFString(element.alt).format(document))
    return body + b">>"
