"""Writing a reminder, typing for a partner and the texts of the letters, by keyboard."""

import email
import email.policy
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from coprodesk.commands import partners as partner_verbs
from coprodesk.domain.commitments import CommitmentState, EventKind
from coprodesk.domain.disclosure import Level
from coprodesk.domain.reminders import Signer, Tone
from coprodesk.exchange import printing
from coprodesk.exchange.leak_check import Finding
from coprodesk.queries.commitments import commitment, commitments
from coprodesk.queries.mandates import people
from coprodesk.queries.papers import documents
from coprodesk.queries.reminders import templates
from coprodesk.store import Store
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.held_papers import HeldPapers
from coprodesk.ui.pages.attention_acts import open_absence_letter
from coprodesk.ui.pages.on_behalf import OnBehalfDialog, open_on_behalf
from coprodesk.ui.pages.reminder_dialog import ReminderDialog, open_reminder
from coprodesk.ui.preview import PreviewWindow

MakeDesk = Callable[[Store], Desk]
Type = Callable[[QWidget, str], None]
CONTROL = Qt.KeyboardModifier.ControlModifier
PARQUET, DSDEN, PJJ, ABSENCE, COMING = 2, 5, 6, 4, 9


def opened(kind: type) -> QWidget:
    found = [
        widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind) and widget.isVisible()
    ]
    assert len(found) == 1, found
    return found[0]


def active(window: QWidget) -> None:
    window.activateWindow()
    for _turn in range(50):
        QApplication.processEvents()
        if window.isActiveWindow():
            return
    raise AssertionError(f"{window.windowTitle()} has not the keyboard")


def test_a_reminder_is_written_logged_and_shown(make_desk: MakeDesk, example: Store, qtbot: QtBot) -> None:
    desk = make_desk(example)
    before = example.undo_label
    dialog = open_reminder(desk, DSDEN)
    active(dialog)
    assert dialog.chosen_tone() is Tone.NEUTRAL
    assert [box.isChecked() for box in dialog.boxes.values()] == [True]
    QTest.keyClick(dialog.tone, Qt.Key.Key_Down)
    assert dialog.chosen_tone() is Tone.FORMAL
    assert dialog.signer.currentData() == Signer.CHAIR
    QTest.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
    assert dialog.refusal.text() == ""
    preview = opened(PreviewWindow)
    assert "Relance – DSDEN" in preview.windowTitle()
    row = commitment(example, ABSENCE, desk.today())
    assert row is not None
    assert row.reminders == 2
    assert row.events[0].text == "ton formel, lettre"
    assert documents(example)[0].document == "reminder"
    preview.close()
    desk.undo()
    assert example.undo_label == before
    assert not documents(example)


def test_a_draft_of_a_mail_is_a_file(
    make_desk: MakeDesk, example: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    desk = make_desk(example)
    dialog = open_reminder(desk, DSDEN)
    active(dialog)
    dialog.write_draft(tmp_path / "absent" / "relance.eml")
    assert "n’a pas été écrit" in dialog.refusal.text()
    assert commitment(example, ABSENCE, desk.today()).reminders == 1, "what was not written is not noted"
    dialog.write_draft(tmp_path / "relance.eml")
    message = email.message_from_bytes((tmp_path / "relance.eml").read_bytes(), policy=email.policy.default)
    assert message["To"] == "ce.dsden@hl.example"
    assert commitment(example, ABSENCE, desk.today()).events[0].text == "ton neutre, brouillon de courriel"
    assert "relance.eml" in desk.shell.toast.text()


def test_a_letter_that_is_held_is_neither_noted_nor_shown(
    make_desk: MakeDesk, example: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = (Finding("Saisir le procureur", Level.SECRETARIAT, "texte", certain=False),)
    render = printing.render
    monkeypatch.setattr(printing, "render", lambda prepared: replace(render(prepared), leaks=found))
    desk = make_desk(example)
    before = example.undo_label
    dialog = open_reminder(desk, DSDEN)
    active(dialog)
    for act in (
        dialog.look.trigger,
        dialog.confirm.action().trigger,
        lambda: dialog.write_draft(tmp_path / "relance.eml"),
        lambda: open_absence_letter(desk, PJJ),
    ):
        act()
        asked = opened(HeldPapers)
        assert "Saisir le procureur" in asked.words.toPlainText()
        asked.reject()
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, PreviewWindow)]
    assert not (tmp_path / "relance.eml").exists()
    assert example.undo_label == before
    assert dialog.isVisible()
    dialog.confirm.action().trigger()
    opened(HeldPapers).confirm.action().trigger()
    opened(PreviewWindow).close()
    assert documents(example)[0].document == "reminder"


def test_a_preview_notes_nothing(make_desk: MakeDesk, example: Store, qtbot: QtBot) -> None:
    desk = make_desk(example)
    before = example.undo_label
    dialog = open_reminder(desk, DSDEN)
    active(dialog)
    QTest.keyClick(dialog, Qt.Key.Key_P, CONTROL)
    qtbot.waitUntil(
        lambda: any(
            isinstance(one, PreviewWindow) and one.isVisible() for one in QApplication.topLevelWidgets()
        )
    )
    opened(PreviewWindow).close()
    active(dialog)
    assert example.undo_label == before
    for box in dialog.boxes.values():
        QTest.keyClick(box, Qt.Key.Key_Space)
    QTest.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
    assert dialog.isVisible()
    assert "aucun engagement à relancer" in dialog.refusal.text()
    dialog.reject()


def test_a_partner_without_commitments_is_written_to_about_its_absence(
    make_desk: MakeDesk, example: Store
) -> None:
    dialog = open_reminder(make_desk(example), PJJ)
    active(dialog)
    assert dialog.chosen_tone() is Tone.ABSENCE
    assert not dialog._list.isVisible()
    assert "DSDEN" in [dialog.partner.itemText(n).partition(" ")[0] for n in range(3)], "late ones first"
    dialog.reject()


def test_answers_are_typed_with_one_key_each(
    make_desk: MakeDesk, example: Store, type_text: Type, qtbot: QtBot
) -> None:
    from coprodesk.commands.commitments import add_commitment

    desk = make_desk(example)
    today = desk.today()
    others = [
        add_commitment(example, f"Autre {n}", decided_on=today, due=date(2026, 12, 1 + n), lead_id=DSDEN)
        for n in range(4)
    ]
    before = example.undo_label
    dialog = open_on_behalf(desk, DSDEN)
    active(dialog)
    assert dialog.table.rows.rowCount() == 5
    QTest.keyClick(dialog.table, Qt.Key.Key_O)
    form = opened(FormDialog)
    active(form)
    type_text(form.focusWidget(), "30/11/2026")
    QTest.keyClick(form, Qt.Key.Key_Return, CONTROL)
    active(dialog)
    for key in (Qt.Key.Key_T, Qt.Key.Key_C):
        QTest.keyClick(dialog.table, key)
    QTest.keyClick(dialog.table, Qt.Key.Key_X)
    form = next(
        one for one in QApplication.topLevelWidgets() if isinstance(one, FormDialog) and one.isVisible()
    )
    active(form)
    QTest.keyClick(form, Qt.Key.Key_Return, CONTROL)
    assert "vide" in form.refusal.text()
    type_text(form.focusWidget(), "poste supprimé")
    QTest.keyClick(form, Qt.Key.Key_Return, CONTROL)
    active(dialog)
    QTest.keyClick(dialog.table, Qt.Key.Key_N)
    form = next(
        one for one in QApplication.topLevelWidgets() if isinstance(one, FormDialog) and one.isVisible()
    )
    active(form)
    type_text(form.focusWidget(), "à l’étude")
    QTest.keyClick(form, Qt.Key.Key_Return, CONTROL)
    active(dialog)
    assert example.undo_label == before, "nothing is noted before"
    assert dialog.save.text() == "Enregistrer 5 réponses"
    dialog.table.select(others[3])
    QTest.keyClick(dialog.table, Qt.Key.Key_Delete)
    assert dialog.save.text() == "Enregistrer 4 réponses"
    dialog.partner.setCurrentIndex(dialog.partner.findData(PARQUET))
    assert dialog.partner.currentData() == DSDEN, "answers are not lost"
    assert "d’abord" in dialog.banner.text()
    QTest.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
    assert desk.shell.toast.text() == "4 réponses notées au nom de la DSDEN"
    first = commitment(example, ABSENCE, today)
    assert first is not None
    assert first.current_due == date(2026, 11, 30)
    assert first.events[0].text == "Au nom de la DSDEN, par téléphone"
    states = [commitment(example, one, today).state for one in others]
    assert states == [
        CommitmentState.KEPT,
        CommitmentState.OPEN,
        CommitmentState.ABANDONED,
        CommitmentState.OPEN,
    ]
    assert commitment(example, others[1], today).events[0].kind is EventKind.NEWS
    desk.undo()
    assert example.undo_label == before


def test_three_pages_lead_to_the_dialogs(make_desk: MakeDesk, example: Store, qtbot: QtBot) -> None:
    desk = make_desk(example)
    desk.go("partner", institution_id=PARQUET)
    page = desk.shell.current_page()
    trigger(page, "Écrire une relance…")
    dialog = opened(ReminderDialog)
    assert dialog.institution_id() == PARQUET
    dialog.reject()
    trigger(page, "Saisir pour un partenaire…")
    typing = opened(OnBehalfDialog)
    assert typing.partner.currentData() == PARQUET
    typing.reject()
    desk.go("commitments", commitment_id=ABSENCE)
    trigger(desk.shell.current_page(), "Écrire une relance…")
    dialog = opened(ReminderDialog)
    assert dialog.institution_id() == DSDEN
    dialog.reject()
    desk.go("home")
    home = desk.shell.current_page()
    home.chase.lines[0].setFocus()
    trigger(home, "Écrire une relance…")
    dialog = opened(ReminderDialog)
    assert dialog.institution_id() == home.chase.current().commitment.lead_id
    dialog.reject()
    desk.go("meeting", meeting_id=COMING, step="convening")
    trigger(desk.shell.current_page(), "Saisir pour un partenaire…")
    opened(OnBehalfDialog).reject()


def trigger(page: QWidget, words: str) -> None:
    from PySide6.QtGui import QAction

    found = [action for action in page.findChildren(QAction) if action.text() == words and action.isEnabled()]
    assert found, words
    found[0].trigger()


def test_the_text_of_a_tone_is_changed_and_put_back(
    make_desk: MakeDesk, example: Store, type_text: Type
) -> None:
    desk = make_desk(example)
    desk.go("settings", section="templates")
    card = desk.shell.current_page().section("templates").letters
    card.subject.setFocus()
    card.subject.selectAll()
    type_text(card.subject, "où en est {références} ?")
    card.subject.flush()
    gentle = templates(example)[0]
    assert (gentle.tone, gentle.own, gentle.content.subject) == (
        Tone.GENTLE,
        True,
        "où en est {références} ?",
    )
    card.tone.choose(Tone.ABSENCE.value)
    assert "visioconférence" in card.text.text()
    card.restore.trigger()
    assert not templates(example)[3].own
    card.tone.choose(Tone.NEUTRAL.value)
    card.text.setFocus()
    type_text(card.text, "{inconnu}")
    card.text.flush()
    assert not templates(example)[1].own, "a field that does not exist is refused"
    assert "n’est pas un champ" in desk.shell.current_page().banner.text()


def test_a_partner_without_address_is_told(make_desk: MakeDesk, example: Store, tmp_path: Path) -> None:
    partner_verbs.set_institution(example, DSDEN, email="")
    for person in people(example, date(2026, 10, 15)):
        if person.last_name == "HÉNAULIN":
            partner_verbs.set_person(example, person.id, email="")
    desk = make_desk(example)
    assert len(commitments(example, desk.today())) == 12
    open_reminder(desk, DSDEN).write_draft(tmp_path / "r.eml")
    assert "complétez-la" in desk.shell.toast.text()
