"""The step of the minutes: what is missing, the pages, for whom, a PDF, a version kept for good."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from coprodesk.commands import attendance, commitments, records
from coprodesk.domain.attendance import Presence
from coprodesk.domain.disclosure import Level
from coprodesk.domain.records import RecordKind
from coprodesk.queries.agenda import agenda
from coprodesk.queries.attendance import roll
from coprodesk.queries.minutes import documents, version_pdf, versions
from coprodesk.store import Store
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.meeting import MeetingPage
from coprodesk.ui.pages.minutes_step import MinutesStep
from coprodesk.ui.preview import PreviewWindow

WAIT = 20_000


def number(store: Store, name: str) -> int:
    return int(store.rows("SELECT id FROM meeting WHERE number = ?", (name,))[0]["id"])


def step_of(desk: Desk, meeting_id: int) -> MinutesStep:
    desk.go("meeting", meeting_id=meeting_id, step="minutes")
    page = desk.shell.current_page()
    assert isinstance(page, MeetingPage)
    assert isinstance(page.step, MinutesStep)
    return page.step


@pytest.fixture
def step(example: Store, make_desk: Callable[[Store], Desk], qtbot: QtBot) -> MinutesStep:
    made = step_of(make_desk(example), number(example, "2026-02"))
    qtbot.waitUntil(lambda: made.printed is not None, timeout=WAIT)
    return made


def wrong(step: MinutesStep) -> list[str]:
    return [line.check.title for line in step.lines if not line.check.ok]


def test_checks_tell_what_is_missing_and_link_to_it(step: MinutesStep) -> None:
    store, meeting_id = step.desk.store, step.meeting_id
    assert wrong(step) == ["Point 2 sans conclusion"]
    item = agenda(store, meeting_id)[1]
    records.add_record(store, item.id, RecordKind.CONCLUSION, "Cinq engagements échus, quatre tenus.")
    assert wrong(step) == []
    absent = next(line for line in roll(store, meeting_id) if line.counted)
    attendance.set_presence(store, absent.id, Presence.UNKNOWN)
    made = commitments.add_commitment(
        store, "Ouvrir un local", decided_on=step.desk.today(), agenda_item_id=item.id
    )
    assert wrong(step) == ["Appel à compléter", "Engagement sans pilote"]
    line = next(one for one in step.lines if one.check.title == "Engagement sans pilote")
    assert line.check.commitment_id == made
    mend = next(one for one in step.lines if one.check.title == "Appel à compléter")
    mend.link.trigger()
    page = step.desk.shell.current_page()
    assert isinstance(page, MeetingPage)
    assert page.stepper.current() == "live"


def test_the_pages_follow_what_is_written(step: MinutesStep, qtbot: QtBot) -> None:
    assert step.printed is not None
    assert step.view.pages() == step.printed.pages
    item = agenda(step.desk.store, step.meeting_id)[0]
    records.add_record(step.desk.store, item.id, RecordKind.INFORMATION, "Écrit à l’instant, œuvre utile.")
    qtbot.waitUntil(lambda: step.printed is not None, timeout=WAIT)
    assert "Écrit à l’instant" in step.printed.text


def test_arrows_choose_for_whom(step: MinutesStep, qtbot: QtBot) -> None:
    partners = step.cards[Level.PARTNERS]
    assert partners.isChecked()
    assert step.cards[Level.RESTRICTED].isHidden()
    partners.setFocus()
    QTest.keyClick(partners, Qt.Key.Key_Down)
    assert step.level() is Level.PUBLIC
    qtbot.waitUntil(lambda: step.printed is not None, timeout=WAIT)
    assert "Version publiable" in step.cards[Level.PUBLIC].text()


def test_the_pdf_is_written_where_asked(
    step: MinutesStep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "Compte rendu.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    step.make_pdf.trigger()
    assert step.printed is not None
    assert path.read_bytes() == step.printed.pdf


def test_ctrl_p_opens_the_preview_of_the_minutes(step: MinutesStep, qtbot: QtBot) -> None:
    QTest.keyClick(step.view, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    window = step.desk.shell.findChild(PreviewWindow)
    assert window is not None
    qtbot.waitUntil(lambda: window.printed is not None, timeout=WAIT)
    assert window.windowTitle() == "Compte rendu"


def test_a_version_is_kept_as_it_is_and_never_undone(step: MinutesStep, qtbot: QtBot) -> None:
    assert step.printed is not None
    pdf = step.printed.pdf
    dialog = step.ask_freeze()
    assert dialog is not None
    dialog.try_submit()
    (kept,) = versions(step.desk.store, step.meeting_id)
    assert (kept.version, kept.audience) == (1, Level.PARTNERS)
    assert version_pdf(step.desk.store, kept.id) == pdf
    assert step.desk.store.undo_label is None or "figée" not in step.desk.store.undo_label
    qtbot.waitUntil(lambda: step.printed is not None, timeout=WAIT)


def test_a_diffusion_is_noted_only_when_said(step: MinutesStep) -> None:
    printed = step.printed
    assert printed is not None
    dialog = step.ask_sent()
    assert dialog is not None
    assert documents(step.desk.store) == ()
    dialog.try_submit()
    (sent,) = documents(step.desk.store)
    assert (sent.document, sent.pages, sent.digest) == ("minutes", printed.pages, printed.digest)


def test_nothing_is_frozen_before_the_meeting_is_held(
    example: Store, make_desk: Callable[[Store], Desk], qtbot: QtBot
) -> None:
    step = step_of(make_desk(example), number(example, "2026-03"))
    qtbot.waitUntil(lambda: step.printed is not None, timeout=WAIT)
    assert not step.freeze.isEnabled()
    assert not step.sent.isEnabled()
    assert "Séance non close" in wrong(step)
