"""Papers chosen, sent and saved from the window: who receives them, one file each, several at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from coprodesk.commands.meetings import convene_meeting
from coprodesk.documents import beginning
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.exchange import print_runs, printing
from coprodesk.exchange.leak_check import Finding
from coprodesk.store import Store
from coprodesk.ui import papers_dialog
from coprodesk.ui.app import Program
from coprodesk.ui.desk import Desk
from coprodesk.ui.held_papers import HeldPapers, let_out_then
from coprodesk.ui.papers_dialog import PapersDialog, open_papers
from coprodesk.ui.preview import PreviewWindow, open_preview
from tests.test_print_runs import doubt

WAIT = 20_000
HELD, COMING, WATCH, BODY, DSDEN = 8, 9, 3, 2, 5


@pytest.fixture
def desk(example: Store, make_desk: Callable[[Store], Desk]) -> Desk:
    return make_desk(example)


def set_pages(qtbot: QtBot, window: PreviewWindow) -> None:
    qtbot.waitUntil(lambda: window.printed is not None, timeout=WAIT)


def goes_to(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(folder))


def choose(window: PreviewWindow, document: str) -> None:
    assert window.choice is not None
    box = window.choice.document
    box.setCurrentIndex(box.findData(document))
    box.activated.emit(box.currentIndex())


# ---- the preview


def test_the_preview_says_who_will_receive(desk: Desk, qtbot: QtBot) -> None:
    window = open_preview(desk, "minutes", HELD)
    set_pages(qtbot, window)
    assert window.choice is not None
    assert window.choice.told.text().startswith("17 institutions\u00a0: Préfecture, Parquet")
    qtbot.waitUntil(lambda: window.choice.pages.text() == "3 pages", timeout=WAIT)
    window.audience.setCurrentIndex(window.audience.findData(Level.SECRETARIAT.value))
    window.audience.activated.emit(window.audience.currentIndex())
    assert "à ne pas diffuser" in window.choice.told.text()
    set_pages(qtbot, window)


def test_another_document_of_the_meeting_is_one_choice_away(desk: Desk, qtbot: QtBot) -> None:
    window = open_preview(desk, "agenda", HELD)
    assert window.choice is not None
    offered = [window.choice.document.itemData(i) for i in range(window.choice.document.count())]
    assert {"minutes", "name-plates", "extract", "chair-note"} <= set(offered)
    assert not {"follow-up", "member-list", "partner-sheet"} & set(offered)
    choose(window, "chair-note")
    assert [window.audience.itemData(i) for i in range(window.audience.count())] == ["secretariat"]
    set_pages(qtbot, window)
    assert window.printed is not None
    assert window.printed.kind.name == "chair-note"
    choose(window, "extract")
    assert not window.choice.partner.isHidden()
    assert window.choice.partner_id is not None
    set_pages(qtbot, window)


def test_a_confidential_group_is_asked_for_by_its_own_copy(desk: Desk, qtbot: QtBot) -> None:
    window = open_preview(desk, "member-list", WATCH)
    set_pages(qtbot, window)
    assert window.audience.currentData() == Level.RESTRICTED.value
    other = open_preview(desk, "member-list", BODY)
    set_pages(qtbot, other)
    assert other.audience.findData(Level.RESTRICTED.value) == -1


def test_one_file_for_each_recipient(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_to(monkeypatch, tmp_path / "sortie")
    window = open_preview(desk, "convocations", COMING)
    set_pages(qtbot, window)
    window.to_each.trigger()
    folder = tmp_path / "sortie" / "2026-03 Convocations"
    qtbot.waitUntil(folder.is_dir, timeout=WAIT)
    written = [path.name for path in folder.iterdir()]
    assert window.printed is not None
    assert len(written) == window.printed.pages
    assert any("Parquet" in name for name in written)


def test_the_first_page_of_a_long_paper_comes_first_and_it_may_be_stopped(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beginning, "LONG", 10)
    shown: list[bool] = []
    window = PreviewWindow(desk, "minutes", HELD)
    show = window.view.show_pdf

    def seen(pdf: bytes, *, beginning: bool = False) -> None:
        shown.append(beginning)
        if beginning:
            window.stop.trigger()
        show(pdf, beginning=beginning)

    monkeypatch.setattr(window.view, "show_pdf", seen)
    window.show()
    qtbot.waitUntil(lambda: "arrêtée" in window.banner.text(), timeout=WAIT)
    assert shown == [True]
    assert window.printed is None
    assert not window.to_file.isEnabled()
    assert not window.to_printer.isEnabled()
    window._set_paper()
    monkeypatch.setattr(window.view, "show_pdf", lambda pdf, *, beginning=False: shown.append(beginning))
    set_pages(qtbot, window)
    assert shown[-2:] == [True, False]
    assert window.waiting.isHidden()
    window.close()


def test_the_last_choice_is_kept_for_the_next_session(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, example_file: Path
) -> None:
    file = tmp_path / "brevigny.copro"
    file.write_bytes(example_file.read_bytes())
    chosen = []
    for _session in range(2):
        program = Program(qapp, tmp_path / "preferences.json", tmp_path / "copies")
        program.start(file)
        assert program.desk is not None
        window = open_preview(program.desk, "minutes", HELD)
        chosen.append(window.audience.currentData())
        set_pages(qtbot, window)
        window.audience.setCurrentIndex(window.audience.findData(Level.PUBLIC.value))
        window.audience.activated.emit(window.audience.currentIndex())
        set_pages(qtbot, window)
        window.close()
        program.desk.shell.close()
    assert chosen == ["partners", "public"]


# ---- each page has its paper


@pytest.mark.parametrize(
    ("page", "where", "document"),
    [
        ("commitments", {}, "follow-up"),
        ("bodies", {"body_id": BODY}, "member-list"),
        ("meetings", {}, "agenda"),
        ("partner", {"institution_id": DSDEN}, "partner-sheet"),
    ],
)
def test_ctrl_p_prints_what_the_page_is_about(
    desk: Desk, qtbot: QtBot, page: str, where: dict[str, int], document: str
) -> None:
    desk.go(page, **where)
    QTest.keyClick(desk.shell, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    window = desk.shell.findChild(PreviewWindow)
    assert window is not None
    assert window.choice is not None
    assert window.choice.kind.name == document
    set_pages(qtbot, window)


# ---- several papers


def test_the_papers_ticked_are_written_together(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_to(monkeypatch, tmp_path / "sortie")
    dialog = open_papers(desk, HELD)
    assert not dialog.to_folder.isEnabled()
    assert not dialog.ticks["convocations", Level.PARTNERS].isEnabled()
    assert "tenue" in dialog.ticks["convocations", Level.PARTNERS].accessibleDescription()
    assert ("chair-note", Level.PUBLIC) not in dialog.ticks
    QTest.keyClick(dialog.ticks["minutes", Level.PARTNERS], Qt.Key.Key_Space)
    QTest.keyClick(dialog.ticks["minutes", Level.PUBLIC], Qt.Key.Key_Space)
    assert dialog.count.text() == "2 documents"
    dialog.to_folder.trigger()
    folder = tmp_path / "sortie" / "2026-02 Documents"
    qtbot.waitUntil(folder.is_dir, timeout=WAIT)
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["2026-02 Compte rendu (public).pdf", "2026-02 Compte rendu.pdf"]
    dialog.close()


def test_papers_that_cannot_be_written_are_told(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_to(monkeypatch, tmp_path / "sortie")
    convene_meeting(desk.store, COMING, date(2026, 10, 15))

    def full(*_args: object) -> Path:
        raise Refusal("Le disque est plein.")

    monkeypatch.setattr(print_runs, "write_folder", full)
    dialog = open_papers(desk, COMING)
    dialog.ticks["agenda", Level.PARTNERS].click()
    dialog.to_folder.trigger()
    qtbot.waitUntil(lambda: "plein" in dialog.banner.text(), timeout=WAIT)
    dialog.close()


# ---- what is found in them


def held_dialog(qtbot: QtBot) -> HeldPapers:
    def shown() -> list[HeldPapers]:
        return [
            one for one in QApplication.topLevelWidgets() if isinstance(one, HeldPapers) and one.isVisible()
        ]

    qtbot.waitUntil(lambda: bool(shown()), timeout=WAIT)
    return shown()[0]


def two_papers(desk: Desk) -> PapersDialog:
    """Tick a paper that holds doubtful words, and one that does not."""
    doubt(desk.store, HELD)
    dialog = open_papers(desk, HELD)
    for name in ("minutes", "decision-sheet"):
        dialog.ticks[name, Level.PARTNERS].click()
    return dialog


@pytest.mark.parametrize(
    ("act", "written"),
    [
        ("confirm", ["2026-02 Compte rendu.pdf", "2026-02 Relevé de décisions.pdf"]),
        ("aside", ["2026-02 Relevé de décisions.pdf"]),
    ],
)
def test_a_run_tells_what_it_found_before_it_writes(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str, written: list[str]
) -> None:
    goes_to(monkeypatch, tmp_path / "sortie")
    dialog = two_papers(desk)
    dialog.to_folder.trigger()
    asked = held_dialog(qtbot)
    told = asked.words.toPlainText().replace("\u00a0", " ")
    assert told.startswith("2026-02 Compte rendu.pdf : 1 passage réservé se trouve dans ce document")
    assert "Relevé" not in told
    assert list((tmp_path / "sortie").iterdir()) == []
    QTest.keyClick(asked.words, Qt.Key.Key_Return)
    assert asked.isVisible(), "Entrée lets nothing out"
    {"confirm": asked.confirm.action(), "aside": asked.aside}[act].trigger()
    folder = tmp_path / "sortie" / "2026-02 Documents"
    assert sorted(one.name for one in folder.iterdir()) == written
    dialog.close()


def test_a_run_given_up_writes_nothing(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_to(monkeypatch, tmp_path / "sortie")
    dialog = two_papers(desk)
    dialog.to_folder.trigger()
    QTest.keyClick(held_dialog(qtbot), Qt.Key.Key_Escape)
    assert list((tmp_path / "sortie").iterdir()) == []
    dialog.close()


def test_a_run_is_not_printed_unseen(desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[int] = []
    monkeypatch.setattr(
        papers_dialog, "ask_printer", lambda _parent, _title, papers: runs.append(len(papers))
    )
    dialog = two_papers(desk)
    for act in ("aside", "confirm"):
        dialog.to_printer.trigger()
        asked = held_dialog(qtbot)
        assert len(runs) == (act == "confirm")
        {"confirm": asked.confirm.action(), "aside": asked.aside}[act].trigger()
    assert runs == [1, 2]
    dialog.close()


def test_what_can_be_no_coincidence_may_only_be_left_aside(desk: Desk, qtbot: QtBot) -> None:
    certain = Finding("Saisir le procureur de la situation", Level.SECRETARIAT, "texte", certain=True)
    clean = printing.print_document(desk.store, "agenda", HELD, Audience(Level.PARTNERS))
    kept: list[int] = []
    let_out_then(
        desk, desk.shell, (clean, replace(clean, leaks=(certain,))), lambda out: kept.append(len(out))
    )
    asked = held_dialog(qtbot)
    assert not asked.confirm.isVisible()
    QTest.keyClick(asked, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert kept == []
    asked.aside.trigger()
    assert kept == [1]


def test_without_the_question_a_doubtful_paper_would_stay_at_the_gate(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: a window that forgets to ask writes nothing and says why."""
    goes_to(monkeypatch, tmp_path / "sortie")

    def unasked(
        _desk: Desk,
        _parent: object,
        papers: tuple[printing.Printed, ...],
        then: Callable[[tuple[printing.Printed, ...]], object],
    ) -> None:
        then(papers)

    monkeypatch.setattr(papers_dialog, "let_out_then", unasked)
    dialog = two_papers(desk)
    dialog.to_folder.trigger()
    qtbot.waitUntil(lambda: "Rien n’est sorti" in dialog.banner.text(), timeout=WAIT)
    assert list((tmp_path / "sortie").iterdir()) == []
    dialog.close()
