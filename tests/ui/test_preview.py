"""The print preview: real pages, for whom, a file written, a refusal shown."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from coprodesk.commands import records as record_commands
from coprodesk.commands.meetings import delete_meeting
from coprodesk.domain.disclosure import Level
from coprodesk.domain.records import RecordKind
from coprodesk.queries.agenda import agenda
from coprodesk.store import Store
from coprodesk.ui import preview
from coprodesk.ui.desk import Desk
from coprodesk.ui.held_papers import HeldPapers
from coprodesk.ui.pdf_view import page_images, page_sizes
from coprodesk.ui.preview import PreviewWindow, open_pdf, open_preview, print_pages
from tests.test_print_runs import doubt

WAIT = 20_000


def number(store: Store, name: str) -> int:
    return int(store.rows("SELECT id FROM meeting WHERE number = ?", (name,))[0]["id"])


def ready(qtbot: QtBot, window: PreviewWindow) -> None:
    qtbot.waitUntil(lambda: window.view.drawn(), timeout=WAIT)


@pytest.fixture
def desk(example: Store, make_desk: Callable[[Store], Desk]) -> Desk:
    return make_desk(example)


def saves_as(monkeypatch: pytest.MonkeyPatch, path: Path) -> list[str]:
    """Answer the file dialog with `path`; returns the names it proposed."""
    proposed: list[str] = []

    def answer(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        proposed.append(name)
        return str(path), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    return proposed


def test_the_pages_are_those_of_the_paper_on_white(desk: Desk, qtbot: QtBot) -> None:
    window = open_preview(desk, "minutes", number(desk.store, "2026-02"))
    ready(qtbot, window)
    assert window.printed is not None
    assert window.view.pages() == window.printed.pages >= 2
    width, height = page_sizes(window.printed.pdf)[0]
    assert (round(width), round(height)) == (595, 842)
    image = window.view.image(0)
    assert image is not None
    assert image.pixelColor(2, 2) == QColor("white")
    inks = {image.pixelColor(x, y).name() for x in range(0, image.width(), 3) for y in range(60, 200, 3)}
    assert len(inks) > 5


def test_keys_turn_pages_and_zoom(desk: Desk, qtbot: QtBot) -> None:
    window = open_preview(desk, "minutes", number(desk.store, "2026-02"))
    ready(qtbot, window)
    QTest.keyClick(window.view, Qt.Key.Key_PageDown)
    assert window.view.page() == 2
    QTest.keyClick(window.view, Qt.Key.Key_Home)
    assert window.view.page() == 1
    fitted = window.view.scale()
    window.view.zoom_in.trigger()
    assert window.view.scale() > fitted
    QTest.keyClick(window.view, "0")
    assert window.view.scale() == fitted


def test_the_audience_changes_the_paper_and_is_remembered(desk: Desk, qtbot: QtBot) -> None:
    meeting_id = number(desk.store, "2026-02")
    item = agenda(desk.store, meeting_id)[2]
    secret = "Note réservée au secrétariat"
    record_commands.add_record(desk.store, item.id, RecordKind.INFORMATION, secret, level=Level.SECRETARIAT)
    window = open_preview(desk, "minutes", meeting_id)
    ready(qtbot, window)
    assert window.printed is not None
    assert secret not in window.printed.text
    window.audience.setCurrentIndex(window.audience.findData(Level.SECRETARIAT.value))
    window.audience.activated.emit(window.audience.currentIndex())
    qtbot.waitUntil(lambda: window.printed is not None, timeout=WAIT)
    assert secret in window.printed.text
    other = open_preview(desk, "minutes", meeting_id)
    assert other.audience.currentData() == Level.SECRETARIAT.value
    qtbot.waitUntil(lambda: other.printed is not None, timeout=WAIT)


def test_the_paper_is_written_as_a_file(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed = saves_as(monkeypatch, tmp_path / "sortie" / "CR été")
    window = open_preview(desk, "minutes", number(desk.store, "2026-02"))
    ready(qtbot, window)
    (tmp_path / "sortie").mkdir()
    window.to_file.trigger()
    assert window.printed is not None
    assert (tmp_path / "sortie" / "CR été.pdf").read_bytes() == window.printed.pdf
    assert Path(proposed[0]).name == window.printed.file_name
    # The folder is proposed again.
    window.to_file.trigger()
    assert Path(proposed[1]).parent == tmp_path / "sortie"


def test_a_file_that_cannot_be_written_is_said(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saves_as(monkeypatch, tmp_path / "absent" / "CR.pdf")
    window = open_preview(desk, "decision-sheet", number(desk.store, "2026-02"))
    ready(qtbot, window)
    window.to_file.trigger()
    assert "n’a pas été écrit" in window.banner.text()


def test_unprintable_signs_are_told(desk: Desk, qtbot: QtBot) -> None:
    meeting_id = number(desk.store, "2026-02")
    item = agenda(desk.store, meeting_id)[0]
    window = open_preview(desk, "minutes", meeting_id)
    qtbot.waitUntil(lambda: window.printed is not None, timeout=WAIT)
    assert window.banner.text() == ""
    record_commands.add_record(desk.store, item.id, RecordKind.INFORMATION, "Bravo 🎉")
    again = open_preview(desk, "minutes", meeting_id)
    qtbot.waitUntil(lambda: again.printed is not None, timeout=WAIT)
    assert "U+1F389" in again.banner.text()


def test_a_refusal_is_shown_and_nothing_can_be_printed(desk: Desk, qtbot: QtBot) -> None:
    store = desk.store
    made = store.rows("SELECT id FROM body LIMIT 1")[0]["id"]
    from coprodesk.commands.meetings import create_meeting

    meeting_id = create_meeting(store, made, desk.today(), "10:00")
    assert meeting_id is not None
    delete_meeting(store, meeting_id)
    window = open_preview(desk, "minutes", meeting_id)
    assert window.banner.text() != ""
    assert not window.to_file.isEnabled()
    assert not window.to_printer.isEnabled()


def test_escape_closes_and_the_window_behind_stays_usable(desk: Desk, qtbot: QtBot) -> None:
    window = open_preview(desk, "agenda", number(desk.store, "2026-03"))
    assert not window.isModal()
    qtbot.waitUntil(lambda: window.printed is not None, timeout=WAIT)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert desk.shell.findChild(PreviewWindow) is None or not window.isVisible()


def test_printing_draws_every_page(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_preview(desk, "minutes", number(desk.store, "2026-02"))
    qtbot.waitUntil(lambda: window.printed is not None, timeout=WAIT)
    assert window.printed is not None
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(72)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    out = tmp_path / "imprimé.pdf"
    printer.setOutputFileName(str(out))
    print_pages(window.printed.pdf, printer)
    made = out.read_bytes()
    assert len(page_sizes(made)) == window.printed.pages
    image = page_images(made, (0,), 0.5)[0]
    assert any(
        image.pixelColor(x, y) != QColor("white")
        for x in range(image.width())
        for y in range(image.height() // 2)
    )


def test_a_kept_pdf_is_shown_as_it_is(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_preview(desk, "agenda", number(desk.store, "2026-03"))
    qtbot.waitUntil(lambda: window.printed is not None, timeout=WAIT)
    assert window.printed is not None
    pdf = window.printed.pdf
    kept = open_pdf(desk, pdf, "Ordre du jour", "odj.pdf")
    ready(qtbot, kept)
    saves_as(monkeypatch, tmp_path / "odj.pdf")
    kept.to_file.trigger()
    assert (tmp_path / "odj.pdf").read_bytes() == pdf


def test_a_doubtful_passage_is_shown_in_red_and_can_be_let_out(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting_id = number(desk.store, "2026-02")
    item = agenda(desk.store, meeting_id)[2]
    for level in (Level.SECRETARIAT, Level.PARTNERS):
        words = "Saisir le procureur de la situation du hall sept"
        record_commands.add_record(desk.store, item.id, RecordKind.INFORMATION, words, level=level)
    saves_as(monkeypatch, tmp_path / "CR.docx")
    window = open_preview(desk, "minutes", meeting_id)
    ready(qtbot, window)
    assert "1 passage réservé se trouve dans ce document" in window.banner.text()
    window.to_file.trigger()
    (asked,) = window.findChildren(HeldPapers)
    assert not (tmp_path / "CR.docx").exists()
    asked.reject()
    assert not (tmp_path / "CR.docx").exists()
    assert "1 passage réservé" in window.banner.text(), (
        "it is told, and may be let out, as long as it is held"
    )
    window.confirm.trigger()
    assert window.banner.text() == ""
    window.to_file.trigger()
    assert (tmp_path / "CR.docx").read_bytes().startswith(b"PK")


def test_what_was_read_again_once_is_not_asked_again(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting_id = number(desk.store, "2026-02")
    doubt(desk.store, meeting_id)
    saves_as(monkeypatch, tmp_path / "CR.pdf")
    printed: list[bytes] = []
    monkeypatch.setattr(preview, "ask_printer", lambda _parent, _title, papers: printed.extend(papers))
    window = open_preview(desk, "minutes", meeting_id)
    ready(qtbot, window)
    window.to_printer.trigger()
    assert printed == []
    (asked,) = window.findChildren(HeldPapers)
    asked.confirm.action().trigger()
    assert len(printed) == 1
    assert window.banner.text() == ""
    window.to_file.trigger()
    assert (tmp_path / "CR.pdf").read_bytes() == printed[0]
