"""Prints the neutral document as PDF."""

import threading

from coprodesk.documents.document import Document
from coprodesk.documents.gate import Gate, PrintReport

_one_at_a_time = threading.Lock()
"""reportlab fills tables of its own at first use, its named colours for one: two first uses at once fail."""


def render(document: Document, report: PrintReport | None = None) -> bytes:
    """Return the PDF of `document`; two runs give the same bytes. Safe in a worker thread.

    `report`, when given, receives the number of pages and what could not be printed.
    """
    from coprodesk.documents.layout import lay_out
    from coprodesk.documents.no_break import hold_narrow_spaces

    told = report if report is not None else PrintReport()
    with _one_at_a_time:
        hold_narrow_spaces()
        return lay_out(document, Gate(told, typography=document.typography), told)
