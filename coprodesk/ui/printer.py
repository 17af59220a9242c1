"""Papers on a printer: asked for once, each page drawn as large as its sheet allows."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtWidgets import QWidget

from coprodesk.ui.pdf_view import PRINT_DPI, page_images, page_sizes

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


def ask_printer(parent: QWidget, title: str, papers: Sequence[bytes]) -> bool:
    """Ask for a printer and print the papers one after the other; say whether it was done."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(PRINT_DPI)
    printer.setFullPage(True)
    printer.setDocName(title)
    turn_sheet(printer, papers[0])
    dialog = QPrintDialog(printer, parent)
    agreed = dialog.exec() == QPrintDialog.DialogCode.Accepted
    if agreed:
        for pdf in papers:
            turn_sheet(printer, pdf)
            print_pages(pdf, printer)
    dialog.deleteLater()
    return agreed


def turn_sheet(printer: "QPrinter", pdf: bytes) -> None:
    """Lay the sheets of a printer as the first page of a PDF lies."""
    width, height = page_sizes(pdf)[0]
    lies = QPageLayout.Orientation.Landscape if width > height else QPageLayout.Orientation.Portrait
    printer.setPageOrientation(lies)


def print_pages(pdf: bytes, printer: "QPrinter") -> None:
    """Draw each page of a PDF on a QPrinter, at 300 points an inch, as large as the sheet allows."""
    p = QPainter(printer)
    for number in range(len(page_sizes(pdf))):
        if number:
            printer.newPage()
        image = page_images(pdf, (number,), PRINT_DPI / 72)[number]
        room = QRectF(p.viewport())
        size = image.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        p.drawImage(QRectF(0, 0, size.width(), size.height()), image)
    p.end()
