"""What leaves on paper: 26 to 28, 30."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from coprodesk.documents.catalogue import KINDS
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.exchange import printing
from coprodesk.store import Store
from coprodesk.ui.desk import Desk
from coprodesk.ui.pdf_view import page_images, page_sizes
from coprodesk.ui.preview import open_preview
from tests import canary, test_canary, test_pdf
from tests.ui import test_page_minutes
from tests.ui.forty.tools import meeting_id
from tests.ui.visits import HELD

MakeDesk = Callable[[Store], Desk]


def test_26_preview_pdf_and_print_are_one(
    example: Store, make_desk: MakeDesk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each page as the preview draws it, as the file written holds it, and as a printer draws it."""
    written, printed = tmp_path / "écrit.pdf", tmp_path / "imprimé.pdf"
    desk = make_desk(example)
    window = open_preview(desk, "decision-sheet", meeting_id(example, HELD))
    qtbot.waitUntil(lambda: window.view.drawn(), timeout=20_000)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(written), ""))
    window.to_file.trigger()

    def accept(dialog: QPrintDialog) -> int:
        dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        dialog.printer().setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        dialog.printer().setOutputFileName(str(printed))
        return QPrintDialog.DialogCode.Accepted.value

    monkeypatch.setattr(QPrintDialog, "exec", accept)
    window.to_printer.trigger()
    pages = range(window.view.pages())
    sizes = [page_sizes(path.read_bytes()) for path in (written, printed)]
    assert [len(one) for one in sizes] == [len(pages)] * 2
    for number in pages:
        qtbot.waitUntil(lambda: window.view.drawn(), timeout=20_000)
        shown = window.view.image(number)
        assert shown is not None
        zoom = shown.width() / sizes[0][number][0]
        on_file, on_paper = (
            page_images(one.read_bytes(), (number,), zoom)[number] for one in (written, printed)
        )
        assert apart(shown, on_file) < 0.01
        assert apart(shown, on_paper) < 0.01
        shifted = on_paper.copy(5, 5, on_paper.width(), on_paper.height())
        assert apart(shown, shifted) > 0.01, "a shift of five pixels is seen"
        window.view.turn(1)
    window.reject()


def apart(first: QImage, second: QImage) -> float:
    """Return how far two pictures of a page are from each other: 0 the same, 1 black on white.

    At a third of their size: a printer draws at its own grain, and the edges of letters are grey elsewhere.
    """
    greys = [
        bytes(
            one.scaledToWidth(first.width() // 3, Qt.TransformationMode.SmoothTransformation)
            .convertToFormat(QImage.Format.Format_Grayscale8)
            .constBits()
        )
        for one in (first, second)
    ]
    return sum(abs(one - other) for one, other in zip(*greys, strict=True)) / (255 * len(greys[0]))


test_27_signs_print_as_typed = test_pdf.test_any_text_is_printed_letter_for_letter


def read_from(printed: printing.Printed) -> str:
    """Return what another library finds in the file."""
    return str(canary.squeezed([printed.file_name, *canary.read_pdf(printed.pdf)]))


def for_partners(garden: canary.Garden) -> tuple[dict[str, list[str]], set[str]]:
    """Print every kind of paper for the plenary; return what each says too much, and what was printed."""
    audience = Audience(Level.PARTNERS)
    found, made = {}, set()
    for kind in KINDS:
        for about, whom, partner in canary.copies(kind, garden):
            if whom != audience or kind.name in made:
                continue
            own = {} if partner is None else {"partner_id": partner}
            try:
                printed = printing.print_document(garden.store, kind.name, about, audience, **own)
            except Refusal:
                continue
            told, read = canary.leaks(garden, audience, read_from(printed))
            made.add(kind.name)
            if told or not read:
                found[kind.name] = [one.place for _token, one in told]
    return found, made


def test_28_no_paper_of_a_plenary_holds_a_restricted_token(garden: canary.Garden) -> None:
    found, made = for_partners(garden)
    closed = {kind.name for kind in KINDS if kind.closed}
    assert found == {}
    assert made | closed | {"recall", "notice"} >= {kind.name for kind in KINDS}


test_28_a_query_that_forgets_its_audience_is_caught = (
    test_canary.test_a_query_that_forgets_its_audience_is_caught
)


test_30_approved_minutes_are_rectified_not_edited = (
    test_page_minutes.test_validated_then_approved_then_rectified
)
