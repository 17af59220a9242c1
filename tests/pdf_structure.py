"""Reads the structure of a PDF with another library than the one that writes it, and lists its faults.

The rules are those of ISO 14289-1 and ISO 19005-2 that bear on our papers; `page_validation` below asks
an independent checker for all the others.
"""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import page as validator
import pypdf
from pypdf.generic import ContentStream

PAINTING = {b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"sh", b"Do", b"INLINE IMAGE"}
PAINTING |= {b"Tj", b"TJ", b"'", b'"'}
PARENTS = {
    "LI": {"L"},
    "Lbl": {"LI"},
    "LBody": {"LI"},
    "TR": {"Table", "THead", "TBody"},
    "TH": {"TR"},
    "TD": {"TR"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "Caption": {"Table"},
}
LONG = 4


@dataclass(eq=False)
class Node:
    """An element: its type, its dictionary, and its content as elements and (page, number) pairs."""

    tag: str
    entry: Any
    kids: "list[Node | tuple[int, int]]" = field(default_factory=list)

    def walk(self) -> "Iterator[Node]":
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.walk()

    def nodes(self, *tags: str) -> "list[Node]":
        return [kid for kid in self.kids if isinstance(kid, Node) and (not tags or kid.tag in tags)]

    def marks(self) -> list[tuple[int, int]]:
        return [kid for kid in self.kids if isinstance(kid, tuple)]

    def attribute(self, name: str) -> Any:
        return self.entry.get("/A", {}).get(name)


@dataclass
class Content:
    """What a page draws: per number its tag and its text, the texts that are not read, what is wrong."""

    texts: dict[int, tuple[str, str]] = field(default_factory=dict)
    artifacts: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class Pdf:
    """A parsed file: its catalogue, the tree of its structure and what each page draws."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.reader = pypdf.PdfReader(io.BytesIO(data), strict=True)
        self.root = self.reader.trailer["/Root"]
        self.numbers = {page.indirect_reference.idnum: n for n, page in enumerate(self.reader.pages)}
        self._maps: dict[int, dict[int, str]] = {}
        self.pages = [_Drawn(page, self._characters).read(self.reader) for page in self.reader.pages]
        tree = self.root.get("/StructTreeRoot")
        self.tree = [self._node(kid.get_object()) for kid in tree["/K"]] if tree is not None else []
        self.nodes = [node for top in self.tree for node in top.walk()]

    def _node(self, entry: Any) -> Node:
        node = Node(str(entry["/S"])[1:], entry)
        kids = entry.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            value = kid.get_object()
            if isinstance(value, int):
                node.kids.append((self.numbers[entry.raw_get("/Pg").idnum], int(value)))
            elif value.get("/Type") == "/MCR":
                node.kids.append((self.numbers[value.raw_get("/Pg").idnum], int(value["/MCID"])))
            else:
                node.kids.append(self._node(value))
        return node

    def _characters(self, reference: Any) -> dict[int, str]:
        if reference.idnum not in self._maps:
            stream = reference.get_object().get("/ToUnicode")
            text = stream.get_object().get_data().decode("ascii") if stream is not None else ""
            pairs = re.findall(r"<([0-9A-F]{2})> <([0-9A-F]{4})>\n", text)
            self._maps[reference.idnum] = {int(code, 16): chr(int(char, 16)) for code, char in pairs}
        return self._maps[reference.idnum]

    def said(self) -> str:
        """Return what is read aloud, in the order of the tree; a figure is its words."""
        return "".join(self._said(node) for node in self.tree)

    def _said(self, node: Node) -> str:
        if "/Alt" in node.entry:
            return str(node.entry["/Alt"])
        return "".join(
            self._said(kid) if isinstance(kid, Node) else self.pages[kid[0]].texts[kid[1]][1]
            for kid in node.kids
        )


class _Drawn:
    """Follows the operators of one page."""

    def __init__(self, page: Any, characters: Callable[[Any], dict[int, str]]) -> None:
        self.page = page
        self.characters = characters
        self.found = Content()
        self.open: list[tuple[str, int | None]] = []
        self.font: dict[int, str] = {}
        self.saved: list[dict[int, str]] = []
        self.in_text = False

    def read(self, reader: pypdf.PdfReader) -> Content:
        for operands, operator in ContentStream(self.page.get_contents(), reader).operations:
            self._state(operands, operator)
            if operator in (b"BMC", b"BDC"):
                self._begin(str(operands[0])[1:], operands[1].get("/MCID") if operator == b"BDC" else None)
            elif operator == b"EMC":
                if self.open:
                    self.open.pop()
                else:
                    self.found.faults.append("a sequence ends that never began")
            elif operator in PAINTING:
                codes = operands[0].original_bytes if operator == b"Tj" else b""
                self._paint("".join(self.font.get(code, "\0") for code in codes))
        if self.open:
            self.found.faults.append("a sequence never ends")
        return self.found

    def _state(self, operands: Any, operator: bytes) -> None:
        if operator in (b"BT", b"ET"):
            self.in_text = operator == b"BT"
        elif operator == b"q":
            self.saved.append(self.font)
        elif operator == b"Q":
            self.font = self.saved.pop()
        elif operator == b"Tf":
            self.font = self.characters(self.page["/Resources"]["/Font"].raw_get(operands[0]))

    def _begin(self, tag: str, number: int | None) -> None:
        if self.in_text:
            self.found.faults.append("a sequence starts inside a text object")
        if number is not None:
            if any(outer is not None for _tag, outer in self.open):
                self.found.faults.append("a numbered sequence inside another")
            self.found.texts[int(number)] = (tag, "")
        self.open.append((tag, None if number is None else int(number)))

    def _paint(self, text: str) -> None:
        number = next((number for _tag, number in self.open if number is not None), None)
        if number is not None:
            tag, before = self.found.texts[number]
            self.found.texts[number] = (tag, before + text)
        elif any(tag == "Artifact" for tag, _number in self.open):
            self.found.artifacts.append(text)
        else:
            self.found.faults.append("something is drawn in the name of nobody")


def faults(data: bytes) -> list[str]:
    """Return what is wrong with the structure of a file, in English words, none when all is well."""
    pdf = Pdf(data)
    checks = (_catalog, _pages, _marks, _headings, _places, _tables, _figures, _fonts)
    return [fault for check in checks for fault in check(pdf)]


def _catalog(pdf: Pdf) -> Iterator[str]:
    root = pdf.root
    if str(root.get("/Lang", "")) != "fr-FR":
        yield "no language"
    if root.get("/MarkInfo", {}).get("/Marked") is None:
        yield "not marked as tagged"
    if root.get("/ViewerPreferences", {}).get("/DisplayDocTitle") is None:
        yield "the title is not displayed"
    if not (pdf.reader.metadata or {}).get("/Title"):
        yield "no title"
    if pdf.reader.is_encrypted:
        yield "encrypted"
    xmp = root.get("/Metadata")
    if xmp is None or "/Filter" in xmp:
        yield "no plain metadata"
    elif b"<pdfuaid:part>1<" not in xmp.get_data() or b"<pdfaid:conformance>A<" not in xmp.get_data():
        yield "the metadata claim nothing"
    intents = root.get("/OutputIntents", [])
    if len(intents) != 1 or intents[0].get_object()["/DestOutputProfile"]["/N"] != 3:
        yield "no output intent"
    if len(pdf.pages) >= LONG and "/Outlines" not in root:
        yield "a long file without bookmarks"


def _pages(pdf: Pdf) -> Iterator[str]:
    for index, page in enumerate(pdf.reader.pages):
        if page.get("/StructParents") != index:
            yield f"page {index + 1} has no parents"
        if page.get("/Tabs") != "/S":
            yield f"page {index + 1} has no tab order"
        for note in page.get("/Annots", []):
            if "/Contents" not in note.get_object() or "/StructParent" not in note.get_object():
                yield f"page {index + 1} has a mute annotation"
        yield from (f"page {index + 1}: {fault}" for fault in pdf.pages[index].faults)


def _marks(pdf: Pdf) -> Iterator[str]:
    owners = {mark: node for node in pdf.nodes for mark in node.marks()}
    drawn = {(index, number) for index, content in enumerate(pdf.pages) for number in content.texts}
    if drawn != set(owners):
        yield "the tree and the pages do not name the same content"
    if sum(len(node.marks()) for node in pdf.nodes) != len(owners):
        yield "content with two owners"
    if any(
        pdf.pages[page].texts[number][0] != owners[page, number].tag for page, number in drawn & set(owners)
    ):
        yield "content marked with another type than that of its element"
    numbers = pdf.root.get("/StructTreeRoot", {}).get("/ParentTree", {}).get("/Nums", [])
    told = {int(numbers[at]): numbers[at + 1].get_object() for at in range(0, len(numbers), 2)}
    for index, content in enumerate(pdf.pages):
        listed = [entry.get_object() for entry in told.get(index, [])]
        real = [owners[index, n].entry for n in range(len(content.texts)) if (index, n) in owners]
        if len(listed) != len(real) or any(a is not b for a, b in zip(listed, real, strict=True)):
            yield f"page {index + 1} has a wrong list of owners"
    for node in pdf.nodes:
        if any(kid.entry["/P"] is not node.entry for kid in node.nodes()):
            yield "an element with another parent than its own"
            break


def _headings(pdf: Pdf) -> Iterator[str]:
    levels = [int(node.tag[1]) for node in pdf.nodes if re.fullmatch("H[1-6]", node.tag)]
    if levels and levels[0] != 1:
        yield "the first heading is not of level 1"
    if any(new > old + 1 for old, new in pairwise(levels)):
        yield "a level of headings is skipped"


def _places(pdf: Pdf) -> Iterator[str]:
    for node in pdf.nodes:
        for kid in node.nodes():
            if node.tag not in PARENTS.get(kid.tag, {node.tag}):
                yield f"{kid.tag} in {node.tag}"
        if node.tag in ("L", "Table", "TR", "THead", "TBody", "LI") and node.marks():
            yield f"{node.tag} with content of its own"
        if node.tag == "L" and len(node.nodes("LI")) != len(node.kids):
            yield "a list of other things than items"
        if not node.kids and node.tag not in ("TD", "TH"):
            yield f"an empty {node.tag}"
        if node.tag == "L" and node.attribute("/ListNumbering") is None:
            yield "a list that does not say how it is numbered"


def _tables(pdf: Pdf) -> Iterator[str]:
    for node in pdf.nodes:
        if node.tag == "TH" and node.attribute("/Scope") not in ("/Column", "/Row"):
            yield "a head without scope"
        if node.tag == "Table":
            widths = {
                sum(int(cell.attribute("/ColSpan") or 1) for cell in row.nodes("TH", "TD"))
                for row in node.walk()
                if row.tag == "TR"
            }
            if len(widths) != 1:
                yield "rows of different widths"


def _figures(pdf: Pdf) -> Iterator[str]:
    for node in pdf.nodes:
        if node.tag == "Figure" and not (node.entry.get("/Alt") and node.attribute("/BBox")):
            yield "a figure without words or place"


def _fonts(pdf: Pdf) -> Iterator[str]:
    for page in pdf.reader.pages:
        for name, font in page["/Resources"]["/Font"].items():
            base = str(font.get_object()["/BaseFont"])
            if not re.match(r"/[A-Z]{6}\+", base) or "/FontFile2" not in font["/FontDescriptor"]:
                yield f"{name} is not embedded"
            if "/ToUnicode" not in font or b"<0000>" in font["/ToUnicode"].get_data():
                yield f"{name} cannot be read back"
    if any("\0" in text for content in pdf.pages for _tag, text in content.texts.values()):
        yield "a text with signs that cannot be read back"


def page_validation(data: bytes, *profiles: str) -> list[str]:
    """Return what an independent checker finds against each profile, « ua1 » and « 2a » unless told."""
    return [
        f"{profile}: {failure.rule_id} {failure.message}"
        for profile in profiles or ("ua1", "2a")
        for failure in validator.validate_pdf_bytes(
            data, profile=profile, limits=validator.SafetyLimits.unlimited()
        ).failures
    ]


def sound(data: bytes, *profiles: str) -> list[str]:
    """Return what is wrong with a file, by our list and by the independent checker."""
    return faults(data) + page_validation(data, *profiles)
