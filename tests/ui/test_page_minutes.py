"""The step of the minutes: what is missing, the pages, for whom, a PDF, a version kept for good."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from coprodesk.commands import attendance, commitments, live, minutes, records
from coprodesk.domain.agenda import Outcome
from coprodesk.domain.attendance import Presence
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.minutes import VersionState
from coprodesk.domain.records import RecordKind
from coprodesk.exchange.versions import prepare_version, render_version
from coprodesk.queries.agenda import agenda
from coprodesk.queries.attendance import roll
from coprodesk.queries.minutes import documents, version_pdf, versions
from coprodesk.queries.records import records as records_of
from coprodesk.queries.versions import standing
from coprodesk.store import Store
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.held_papers import HeldPapers
from coprodesk.ui.pages.meeting import MeetingPage
from coprodesk.ui.pages.minutes_publish import ApprovalDialog, PublishDialog
from coprodesk.ui.pages.minutes_step import MinutesStep
from coprodesk.ui.pages.new_meeting import EditMeetingDialog
from coprodesk.ui.preview import PreviewWindow
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Banner
from coprodesk.ui.widgets.editors import AutoLineEdit, AutoTextEdit
from tests import live_scene
from tests.conftest import FrozenClock
from tests.test_print_runs import doubt

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
    pages = step.printed.pages
    qtbot.waitUntil(lambda: step.view.pages() == pages, timeout=WAIT)
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


class Actions:
    """Counts what the user does: a click, a key that acts, a folder chosen."""

    def __init__(self) -> None:
        self.count = 0

    def click(self, button: QWidget) -> None:
        assert button.isVisible()
        assert button.isEnabled()
        self.count += 1
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def folder(self, path: Path) -> Callable[..., str]:
        def chosen(*_args: object) -> str:
            self.count += 1
            return str(path)

        return chosen


def button_of(parent: QWidget, words: str) -> QWidget:
    found = [one for one in parent.findChildren(ActionButton) if one.text() == words and one.isVisible()]
    assert len(found) == 1, words
    return found[0]


def publish_dialog(step: MinutesStep) -> PublishDialog:
    (dialog,) = step.desk.shell.findChildren(PublishDialog)
    return dialog


@pytest.mark.parametrize("second", [False, True])
def test_publishing_takes_three_actions_and_one_more_for_a_second_audience(
    step: MinutesStep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, second: bool
) -> None:
    actions = Actions()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", actions.folder(tmp_path))
    undo = step.desk.store.undo_label
    actions.click(button_of(step.desk.shell, "Publier…"))
    dialog = publish_dialog(step)
    if second:
        actions.click(dialog.copies.boxes[Level.PUBLIC])
    actions.click(dialog.confirm)
    wanted = 2 if second else 1
    qtbot.waitUntil(lambda: len(list(tmp_path.glob("*.pdf"))) == wanted, timeout=WAIT)
    assert actions.count == 3 + second
    found = versions(step.desk.store, step.meeting_id)
    assert {(one.version, one.audience) for one in found} == {
        (1, level) for level in (Level.PARTNERS, Level.PUBLIC)[:wanted]
    }
    for one in found:
        pdf = version_pdf(step.desk.store, one.id)
        assert pdf in [path.read_bytes() for path in tmp_path.glob("*.pdf")]
    assert step.desk.store.undo_label == undo
    qtbot.waitUntil(lambda: step.printed is not None, timeout=WAIT)


def test_without_a_folder_nothing_is_published(step: MinutesStep, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: "")
    dialog = step.ask_publish()
    assert dialog is not None
    dialog.try_submit()
    assert dialog.isVisible()
    assert versions(step.desk.store, step.meeting_id) == ()
    dialog.reject()


def test_minutes_published_ahead_of_the_date_of_their_meeting_say_so(
    example: Store, make_desk: Callable[[Store], Desk], type_text: Callable[[QWidget, str], None]
) -> None:
    ahead = number(example, "2026-03")
    live.close_session(example, ahead, "16:00", opened_at="14:30")
    step = step_of(make_desk(example), ahead)
    dialog = step.ask_publish()
    assert dialog is not None
    assert dialog.confirm.text() == "Publier quand même…"
    (banner,) = [one for one in dialog.findChildren(Banner) if one.isVisible()]
    assert "datée du jeudi 19 novembre 2026" in banner.text()
    button_of(dialog, "Corriger la date…").click()
    (form,) = step.desk.shell.findChildren(EditMeetingDialog)
    form.day.setFocus()
    form.day.selectAll()
    type_text(form.day, "15/10/2026")
    form.try_submit()
    (again,) = [one for one in step.desk.shell.findChildren(PublishDialog) if one.isVisible()]
    assert again.confirm.text() == "Publier…"
    again.reject()


def test_a_dialog_without_copies_says_so_and_stays(
    step: MinutesStep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path))
    dialog = step.ask_publish()
    assert dialog is not None
    dialog.copies.boxes[Level.PARTNERS].setChecked(False)
    dialog.try_submit()
    assert dialog.isVisible()
    assert "Cochez au moins un destinataire" in dialog.refusal.text()
    dialog.reject()


def test_a_copy_with_doubtful_words_is_read_again_before_it_is_frozen(
    step: MinutesStep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    folder = tmp_path / "sortie"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(folder))
    doubt(step.desk.store, step.meeting_id)

    def asked() -> HeldPapers:
        dialog = step.ask_publish()
        assert dialog is not None
        dialog.try_submit()

        def shown() -> list[HeldPapers]:
            return [one for one in step.desk.shell.findChildren(HeldPapers) if one.isVisible()]

        qtbot.waitUntil(lambda: bool(shown()), timeout=WAIT)
        return shown()[0]

    first = asked()
    assert "Compte rendu v1.pdf" in first.words.toPlainText()
    first.reject()
    assert versions(step.desk.store, step.meeting_id) == ()
    assert list(folder.iterdir()) == []
    asked().confirm.action().trigger()
    qtbot.waitUntil(lambda: len(list(folder.glob("*.pdf"))) == 1, timeout=WAIT)
    assert len(versions(step.desk.store, step.meeting_id)) == 1


def test_a_text_written_meanwhile_is_not_lost_and_nothing_is_frozen(
    step: MinutesStep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path))
    dialog = step.ask_publish()
    assert dialog is not None
    dialog.try_submit()
    item = agenda(step.desk.store, step.meeting_id)[0]
    records.add_record(step.desk.store, item.id, RecordKind.INFORMATION, "Écrit à l’instant.")
    page = step.desk.shell.current_page()
    assert page is not None
    qtbot.waitUntil(lambda: "pendant la mise en page" in page.banner.text(), timeout=WAIT)
    assert versions(step.desk.store, step.meeting_id) == ()
    assert list(tmp_path.glob("*.pdf")) == []


def test_validated_then_approved_then_rectified(step: MinutesStep, clock: FrozenClock, qtbot: QtBot) -> None:
    store, meeting_id = step.desk.store, step.meeting_id

    def state() -> VersionState:
        return standing(store, meeting_id).state

    copy = render_version(prepare_version(store, meeting_id, Audience(Level.PARTNERS))).copy
    minutes.freeze_minutes(store, meeting_id, copy)
    assert "30 octobre 2026" in step.after.text()
    validation = step.ask_validation()
    assert validation is not None
    validation.try_submit()
    qtbot.waitUntil(lambda: state() is VersionState.VALIDATED, timeout=WAIT)
    clock.advance(days=16)
    approval = step.ask_approval()
    assert approval is not None
    assert approval.when.currentText() == "Sans observation dans le délai, au 30/10/2026"
    approval.try_submit()
    qtbot.waitUntil(lambda: state() is VersionState.APPROVED, timeout=WAIT)
    assert not step.approve.isEnabled()
    assert not step.validate.isEnabled()
    assert "Approuvé le 31 octobre 2026" in step.after.text()
    step.edit.trigger()
    (asked,) = [one for one in step.desk.shell.findChildren(FormDialog) if one.isVisible()]
    assert asked.windowTitle() == "Créer un rectificatif"
    asked.try_submit()
    assert "motif" in asked.refusal.text()
    asked.findChildren(AutoLineEdit)[0].setText("Erreur de nom")
    asked.try_submit()
    assert "Rectificatif ouvert\u00a0: Erreur de nom" in step.after.text()
    step.edit.trigger()
    page = step.desk.shell.current_page()
    assert isinstance(page, MeetingPage)
    assert page.stepper.current() == "live"
    qtbot.waitUntil(lambda: step.printed is not None, timeout=WAIT)


def test_the_cursor_goes_into_the_text_itself(
    step: MinutesStep, type_text: Callable[[QWidget, str], None]
) -> None:
    step.edit.trigger()
    editor = step.desk.shell.focusWidget()
    assert isinstance(editor, AutoTextEdit)
    before = editor.toPlainText()
    type_text(editor, " Ajouté.")
    step.desk.shell.flush()
    said = [one.text for one in records_of(step.desk.store, step.meeting_id)]
    assert f"{before} Ajouté." in said


def test_what_the_recipient_does_not_get_is_told(step: MinutesStep, qtbot: QtBot) -> None:
    item = agenda(step.desk.store, step.meeting_id)[0]
    records.add_record(
        step.desk.store, item.id, RecordKind.INFORMATION, "Note interne", level=Level.SECRETARIAT
    )
    assert step.left_out.text().replace("\u00a0", " ") == (
        "Aperçu du destinataire : 1 paragraphe du secrétariat ne figure pas."
    )
    step.cards[Level.SECRETARIAT].click()
    assert "Rien n’est retiré" in step.left_out.text()
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
    assert not step.publish.isEnabled()
    assert not step.approve.isEnabled()
    assert not step.sent.isEnabled()
    assert "Séance non close" in wrong(step)


def test_minutes_are_approved_from_the_item_of_the_next_session(
    example: Store, clock: FrozenClock, make_desk: Callable[[Store], Desk], qtbot: QtBot
) -> None:
    before, later = number(example, "2026-02"), number(example, "2026-03")
    live_scene.at(clock, "14:35")
    live.open_session(example, later, "14:35")
    desk = make_desk(example)
    item = agenda(example, later)[0]
    desk.go("meeting", meeting_id=later, step="live", item_id=item.id)
    button_of(desk.shell, "Approuvé sans observation…").click()
    (dialog,) = desk.shell.findChildren(ApprovalDialog)
    assert dialog.when.currentText() == "En séance du 19 novembre 2026, Formation restreinte"
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: standing(example, before).state is VersionState.APPROVED, timeout=WAIT)
    assert agenda(example, later)[0].outcome is Outcome.TREATED
    shown = [one for one in desk.shell.findChildren(ActionButton) if one.text().startswith("Approuvé sans")]
    assert not any(one.isVisible() for one in shown)


def test_a_reserved_passage_is_told_beside_the_pages(step: MinutesStep, qtbot: QtBot) -> None:
    assert "aucun mot réservé" in step.leaks.text()
    store, item = step.desk.store, agenda(step.desk.store, step.meeting_id)[0]
    words = "Le hall numéro quatre de la résidence reste surveillé chaque nuit."
    records.add_record(store, item.id, RecordKind.INFORMATION, words)
    records.add_record(store, item.id, RecordKind.INFORMATION, words, level=Level.SECRETARIAT)
    qtbot.waitUntil(lambda: step.printed is not None, timeout=WAIT)
    assert "1 passage réservé" in step.notice.text()
    assert step.leaks.text() == ""


def test_what_nothing_can_approve_yet_is_not_offered_to_be(step: MinutesStep) -> None:
    dialog = step.ask_approval()
    assert dialog is not None
    assert dialog.when.currentText() == "Pas encore"
    assert not dialog.when.isEnabled()
    assert not dialog.confirm.isEnabled()
    dialog.reject()
