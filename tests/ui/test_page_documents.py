"""The register of papers: what was frozen and sent, the PDF as it was, and the check of a file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from coprodesk.commands.minutes import freeze_minutes, mark_sent
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.exchange import printing
from coprodesk.exchange.versions import prepare_version, render_version
from coprodesk.store import Store
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.documents import DocumentsPage
from coprodesk.ui.preview import PreviewWindow


@pytest.fixture
def printed(example: Store) -> printing.Printed:
    meeting_id = int(example.rows("SELECT id FROM meeting WHERE number = '2026-02'")[0]["id"])
    version = render_version(prepare_version(example, meeting_id, Audience(Level.PARTNERS)))
    made = version.printed
    freeze_minutes(example, meeting_id, version.copy)
    mark_sent(
        example,
        "minutes",
        "Compte rendu",
        Level.PARTNERS,
        pages=made.pages,
        digest=made.digest,
        meeting_id=meeting_id,
        recipients="Préfecture, œuvres sociales",
    )
    return made


def page_of(desk: Desk) -> DocumentsPage:
    desk.go("documents")
    page = desk.shell.current_page()
    assert isinstance(page, DocumentsPage)
    return page


def test_an_empty_register_says_what_it_is_for(example: Store, make_desk: Callable[[Store], Desk]) -> None:
    page = page_of(make_desk(example))
    assert page.empty.isVisible()
    assert not page.detail.isVisible()
    focus = page.first_focus()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Space)
    assert page.desk.shell.current_id() == "meetings"


def test_both_kinds_are_listed_with_their_digest(
    example: Store, make_desk: Callable[[Store], Desk], printed: printing.Printed
) -> None:
    page = page_of(make_desk(example))
    assert page.table.rows.rowCount() == 2
    words = " ".join(page.table.rows.summary(number) for number in range(2))
    assert "Compte rendu v1" in words
    assert "Préfecture, œuvres sociales" in words
    assert printed.digest[:4].upper() in words
    page.search.setText("œuvres")
    page.search.typed.emit("œuvres")
    assert page.table.rows.rowCount() == 1


def test_enter_opens_the_frozen_pdf(
    example: Store, make_desk: Callable[[Store], Desk], printed: printing.Printed, qtbot: QtBot
) -> None:
    page = page_of(make_desk(example))
    assert page.table.select((True, 1))
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    window = page.desk.shell.findChild(PreviewWindow)
    assert window is not None
    qtbot.waitUntil(lambda: window.view.pages() == printed.pages, timeout=20_000)
    assert window.view.pdf == printed.pdf


def test_the_frozen_pdf_is_written_as_it_was(
    example: Store,
    make_desk: Callable[[Store], Desk],
    printed: printing.Printed,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = page_of(make_desk(example))
    path = tmp_path / "CR.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    page.table.select((True, 1))
    page.save.trigger()
    assert path.read_bytes() == printed.pdf


def test_a_file_is_checked_against_the_register(
    example: Store, make_desk: Callable[[Store], Desk], printed: printing.Printed, tmp_path: Path
) -> None:
    page = page_of(make_desk(example))
    same, changed = tmp_path / "reçu.pdf", tmp_path / "modifié.pdf"
    same.write_bytes(printed.pdf)
    changed.write_bytes(printed.pdf + b" ")
    page.say_check(same)
    assert "est identique, octet pour octet, au projet de compte rendu (version 1" in page.banner.text()
    page.say_check(changed)
    assert "a été modifié" in page.banner.text()
    page.say_check(tmp_path / "absent.pdf")
    assert "n’a pas pu être lu" in page.banner.text()


def test_a_file_printed_again_is_known_by_its_foot_and_another_one_is_not(
    example: Store,
    make_desk: Callable[[Store], Desk],
    printed: printing.Printed,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    page = page_of(make_desk(example))
    bare = tmp_path / "réimprimé.pdf"
    bare.write_bytes(printed.pdf.replace(printed.digest.encode(), b"0" * 64))
    page.say_check(bare)
    qtbot.waitUntil(lambda: "a été modifié" in page.banner.text(), timeout=20_000)
    meeting_id = int(example.rows("SELECT id FROM meeting WHERE number = '2026-02'")[0]["id"])
    other = tmp_path / "autre.pdf"
    other.write_bytes(printing.print_document(example, "agenda", meeting_id, Audience(Level.PARTNERS)).pdf)
    page.say_check(other)
    qtbot.waitUntil(lambda: "est inconnu" in page.banner.text(), timeout=20_000)
    broken = tmp_path / "abîmé.pdf"
    broken.write_bytes(b"%PDF-1.7 rien")
    page.say_check(broken)
    qtbot.waitUntil(lambda: "abîmé.pdf\u00a0» est inconnu" in page.banner.text(), timeout=20_000)


def test_a_pdf_is_dropped_on_the_page(
    example: Store, make_desk: Callable[[Store], Desk], printed: printing.Printed, tmp_path: Path
) -> None:
    page = page_of(make_desk(example))
    assert page.acceptDrops()
    path = tmp_path / "reçu.pdf"
    path.write_bytes(printed.pdf)
    for name, taken in ((path, True), (tmp_path / "note.txt", False)):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(name))])
        copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(QPoint(9, 9), copy, data, left, none)
        enter.ignore()
        page.dragEnterEvent(enter)
        assert enter.isAccepted() is taken
        page.banner.clear()
        page.dropEvent(QDropEvent(QPointF(9, 9), copy, data, left, none))
        assert ("est identique" in page.banner.text()) is taken
