"""A canvas that keeps its pages until their number is known, and says of all that is drawn whose it is.

Imports reportlab: loaded by the PDF printer only. All is an artifact, which is not read aloud, but the
texts drawn inside `speak` and what stands between `begin` and `end`.
"""

from collections.abc import Callable, Iterable
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from coprodesk.documents.archival import complete
from coprodesk.documents.pdf import Attachment
from coprodesk.documents.tagging import Element, Structure

ARTIFACT = "/Artifact BMC"
FURNITURE = "/Artifact <</Type/Pagination>> BDC"
END = "EMC"
# Changes of state, without anything to see or to hear.
_SILENT = (" cm", " rg", " RG", " w")


class TaggedCanvas(Canvas):
    """The canvas of one document; `furniture(canvas, number, total)` draws header and footer."""

    _code: list[str]
    _doc: Any
    _destinations: dict[str, Any]

    def __init__(
        self,
        *args: Any,
        furniture: "Callable[[Canvas, int, int], None]",
        structure: Structure,
        attachment: Attachment | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **{"pdfVersion": (1, 7), **options})
        self._furniture = furniture
        self._structure = structure
        self._attachment = attachment
        self._kept: list[dict[str, Any]] = []
        self._voices: list[Element] = []
        self._headings: list[tuple[int, float, int, str]] = []
        # The layout calls these names at the end of each page and for each text.
        self.__dict__["showPage"] = self._keep_page
        self.__dict__["drawText"] = self._draw_text
        self._open_page()

    def _open_page(self) -> None:
        """Start a page of which nothing is spoken yet."""
        self._structure.start_page()
        self._code.append(ARTIFACT)

    def _keep_page(self) -> None:
        """Keep the finished page and start the next one."""
        self._code.append(END)
        self._code[:] = squeezed(self._code)
        self._kept.append(dict(self.__dict__))
        canvas: Any = self
        canvas._startPage()
        self._open_page()

    def speak(self, elements: Iterable[Element]) -> None:
        """Give the next texts, one after the other, to these elements; to none when there are no more."""
        self._voices = list(elements)

    def _draw_text(self, text: Any) -> None:
        """Draw a text, in the name of the element whose turn it is."""
        if not self._voices:
            super().drawText(text)
            return
        self.begin(self._voices.pop(0))
        super().drawText(text)
        self.end()

    def begin(self, element: Element) -> None:
        """Start what belongs to `element`; such stretches never stand in one another."""
        number = self._structure.mark(element)
        self._code += [END, f"/{element.tag} <</MCID {number}>> BDC"]

    def end(self) -> None:
        """End what belongs to an element."""
        self._code += [END, ARTIFACT]

    def note_heading(self, title: str, level: int, top: float) -> None:
        """Make the place at `top` points from the origin findable in the list of headings."""
        canvas: Any = self
        self._headings.append((len(self._kept), canvas.absolutePosition(0, top)[1], level, title))

    def save(self) -> None:
        """Draw the furniture of each kept page and write the file."""
        kept = self._kept
        document = self._doc
        for index, state in enumerate(kept):
            self.__dict__.update(state)
            self._code.append(FURNITURE)
            self._furniture(self, index + 1, len(kept))
            self._code.append(END)
            self._list_headings(index)
            document.updateSignature("\n".join(self._code))
            super().showPage()
            page = document.Pages.pages[-1]
            page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
            page.StructParents, page.Tabs, page.Trans = index, "/S", None
        # The page that was opened after the last one is none.
        del self._structure.pages[len(kept) :]
        complete(document, self._structure, self._attachment)
        super().save()

    def _list_headings(self, index: int) -> None:
        """Add the headings of a page to the outline."""
        for page, top, level, title in self._headings:
            if page == index:
                key = f"h{len(self._destinations)}"
                self.bookmarkPage(key, fit="XYZ", left=0, top=top)
                self.addOutlineEntry(title, key, level)


def squeezed(code: list[str]) -> list[str]:
    """Return the operators of a page without artifacts in which nothing is drawn."""
    kept: list[str] = []
    opened: int | None = None
    for operator in code:
        if operator == ARTIFACT:
            opened = len(kept)
        elif opened is not None and operator == END:
            del kept[opened]
            opened = None
            continue
        elif operator not in ("q", "Q") and not operator.endswith(_SILENT):
            opened = None
        kept.append(operator)
    return kept
