"""Prints the neutral document as PDF: tagged (PDF/UA-1) and fit for the archives (PDF/A-2a or 3a)."""

import threading
from collections.abc import Callable
from typing import NamedTuple

from coprodesk.documents.document import Document
from coprodesk.documents.gate import Gate, PrintReport

_one_at_a_time = threading.Lock()
"""reportlab fills tables of its own at first use, its named colours for one: two first uses at once fail."""


class Attachment(NamedTuple):
    """A data file inside the PDF: name to save it under, bytes, media type, what it is in French."""

    name: str
    data: bytes
    mime: str
    description: str


def render(
    document: Document,
    report: PrintReport | None = None,
    attachment: Attachment | None = None,
    progress: Callable[[int], object] | None = None,
) -> bytes:
    """Return the PDF of `document`; two runs give the same bytes. Safe in a worker thread.

    `report`, when given, receives the number of pages and what could not be printed. A file without
    `attachment` is PDF/A-2a, one with it PDF/A-3a. `progress` hears of each page as it is begun; what it
    raises ends the work.
    """
    from coprodesk.documents.engine import mend_engine
    from coprodesk.documents.layout import lay_out
    from coprodesk.documents.no_break import hold_narrow_spaces

    told = report if report is not None else PrintReport()
    with _one_at_a_time:
        hold_narrow_spaces()
        mend_engine()
        return lay_out(document, Gate(told, typography=document.typography), told, attachment, progress)
