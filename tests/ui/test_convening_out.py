"""The invitation and the drafts from the step « Convocations »: written, noted, stopped, refused."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import icalendar
import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from coprodesk.commands import invitations as commands
from coprodesk.commands.attendance import add_guest
from coprodesk.commands.meetings import cancel_meeting, convene_meeting
from coprodesk.commands.minutes import mark_sent
from coprodesk.domain.disclosure import Level
from coprodesk.queries.minutes import documents
from coprodesk.store import Opening, Store, open_file
from coprodesk.ui.desk import Desk
from coprodesk.ui.held_papers import HeldPapers
from coprodesk.ui.pages.convening_out import DraftsDialog, open_drafts
from coprodesk.ui.pages.convening_step import ConveningStep
from coprodesk.ui.rows_view import RowsTable
from tests.test_print_runs import doubt

WAIT = 20_000
COMING, HELD = 9, 8


@pytest.fixture
def desk(example: Store, make_desk: Callable[[Store], Desk]) -> Desk:
    convene_meeting(example, COMING, date(2026, 10, 15))
    return make_desk(example)


def step(desk: Desk, meeting_id: int = COMING) -> ConveningStep:
    desk.go("meeting", meeting_id=meeting_id, step="convening")
    return next(one for one in desk.shell.findChildren(ConveningStep) if one.isVisible())


def goes_to(monkeypatch: pytest.MonkeyPatch, path: Path) -> list[str]:
    asked: list[str] = []

    def ask(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        asked.append(Path(name).name)
        return str(path), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_told: str(path.parent))
    return asked


def test_an_invitation_is_written_and_noted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked = goes_to(monkeypatch, tmp_path / "rdv.ics")
    acts = [action.text() for action in step(desk).outgoing]
    assert acts == ["Brouillons de courriel…", "Invitation d’agenda (.ics)…"]
    step(desk).outgoing[1].trigger()
    assert asked == ["2026-03 Invitation d’agenda.ics"]
    first = icalendar.Calendar.from_ical((tmp_path / "rdv.ics").read_bytes()).walk("VEVENT")[0]
    assert desk.shell.toast.text() == "Invitation écrite\u00a0: rdv.ics"
    (row,) = [one for one in documents(desk.store) if one.document == "invitation"]
    assert (row.title, row.file_name, row.meeting_id) == ("Invitation d’agenda", "rdv.ics", COMING)
    cancel_meeting(desk.store, COMING, "élections")
    step(desk).outgoing[1].trigger()
    second = icalendar.Calendar.from_ical((tmp_path / "rdv.ics").read_bytes())
    event = second.walk("VEVENT")[0]
    assert second["METHOD"] == "CANCEL"
    assert (event["UID"], event["SEQUENCE"]) == (first["UID"], first["SEQUENCE"] + 1)


def test_nothing_is_noted_of_what_was_not_written(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    goes_to(monkeypatch, tmp_path / "absent" / "rdv.ics")
    step(desk).outgoing[1].trigger()
    assert "n’a pas été écrit" in desk.shell.stack.currentWidget().banner.text()
    assert not [one for one in documents(desk.store) if one.document == "invitation"]


def test_drafts_are_written_in_one_go_and_noted(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    step(desk).outgoing[0].trigger()
    dialog = desk.shell.findChild(DraftsDialog)
    assert [dialog.letter.itemText(n) for n in range(dialog.letter.count())] == ["Convocations", "Rappels"]
    n = len(dialog.run().mails)
    assert dialog.confirm.text() == f"Écrire {n} brouillons…"
    with qtbot.waitSignal(dialog.finished, timeout=WAIT):
        dialog.write(tmp_path)
    made = tmp_path / "2026-03 Convocations – brouillons"
    assert len(list(made.glob("*.eml"))) == n == len(list(made.iterdir()))
    told = {one.document: one for one in documents(desk.store)}
    assert told["convocations"].title == "Convocations – brouillons de courriel"
    assert told["convocations"].recipients.startswith("Préfecture de la Haute-Lorne, Parquet")
    assert told["invitation"].file_name == made.name
    assert desk.shell.toast.text() == f"{n} brouillons écrits\u00a0: {made.name}"


def test_drafts_tell_what_they_found_before_they_are_written(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    doubt(desk.store, COMING)
    folder = tmp_path / "sortie"
    folder.mkdir()
    dialog = open_drafts(desk, COMING)
    assert dialog is not None

    def asked() -> HeldPapers:
        dialog.write(folder)
        qtbot.waitUntil(lambda: any(one.isVisible() for one in dialog.findChildren(HeldPapers)), timeout=WAIT)
        return next(one for one in dialog.findChildren(HeldPapers) if one.isVisible())

    first = asked()
    assert "Ordre du jour.pdf" in first.words.toPlainText()
    first.reject()
    assert dialog.isVisible()
    second = asked()
    second.aside.trigger()
    assert "laissé de côté. Rien n’a été écrit" in dialog.refusal.text()
    assert list(folder.iterdir()) == []
    assert not [one for one in documents(desk.store) if one.document == "invitation"]
    last = asked()
    with qtbot.waitSignal(dialog.finished, timeout=WAIT):
        last.confirm.action().trigger()
    assert len(list(folder.rglob("*.eml"))) > 10
    assert [one for one in documents(desk.store) if one.document == "convocations"]


def test_who_has_no_address_is_named(desk: Desk) -> None:
    with desk.store.change("Sans adresse") as change:
        change.update("institution", 5, email="")
        for row in change.rows("person"):
            change.update("person", row["id"], email="")
    add_guest(desk.store, COMING, person_label="M. Untel INCONNU", function_label="Expert")
    dialog = open_drafts(desk, COMING)
    assert dialog is not None
    assert "sans adresse\u00a0: " in dialog._row.note()
    assert "INCONNU" not in dialog._row.note()
    dialog.reject()


def test_a_meeting_held_writes_no_letter(desk: Desk) -> None:
    assert not any(action.isVisible() for action in step(desk, HELD).outgoing)
    dialog = open_drafts(desk, HELD)
    assert dialog is not None
    assert "On ne convoque plus" in dialog.refusal.text()
    assert not dialog.confirm.isEnabled()
    dialog.reject()


def test_a_stopped_run_writes_and_notes_nothing(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dialog = open_drafts(desk, COMING)
    assert dialog is not None
    # The worker is stopped before it begins: what comes after is the same at any later letter.
    start = dialog.work._desk.work
    monkeypatch.setattr(dialog.work._desk, "work", lambda *told: (dialog.work.cancel(), start(*told)))
    dialog.write(tmp_path)
    qtbot.waitUntil(lambda: dialog.refusal.isVisible(), timeout=WAIT)
    assert "est arrêté" in dialog.refusal.text()
    assert not list(tmp_path.glob("*brouillons*"))
    assert not [one for one in documents(desk.store) if one.document == "invitation"]
    dialog.reject()


def test_a_read_only_file_sends_nothing(
    example: Store, opening: Opening, make_desk: Callable[[Store], Desk]
) -> None:
    example.close()
    reading = open_file(example.path, opening, read_only=True)
    acts = step(make_desk(reading)).outgoing
    assert not any(action.isEnabled() for action in acts)
    reading.close()


def test_the_register_tells_what_was_prepared_from_what_was_sent(desk: Desk) -> None:
    commands.note_invitation(desk.store, COMING, Level.PARTNERS, "a" * 64, file_name="rdv.ics")
    for document in ("export", "minutes"):
        mark_sent(desk.store, document, document, Level.PARTNERS, pages=1, digest="b" * 64)
    desk.go("documents")
    table = next(one for one in desk.shell.stack.currentWidget().findChildren(RowsTable) if one.isVisible())
    shown = {table.rows.cell(n, 1).text: table.rows.cell(n, 0).words for n in range(table.rows.rowCount())}
    assert shown == {"Invitation d’agenda": "Préparé", "export": "Exporté", "minutes": "Diffusé"}
