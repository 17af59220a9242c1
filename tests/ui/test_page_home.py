"""Accueil by keyboard: what it tells of the example, what each line opens, and an empty council."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from coprodesk.commands import commitments as commands
from coprodesk.commands import live, meetings, planning
from coprodesk.commands import partners as partner_commands
from coprodesk.queries import commitments as queries
from coprodesk.queries.council import colleges
from coprodesk.store import Store, backups
from coprodesk.ui import theme
from coprodesk.ui.desk import Desk
from coprodesk.ui.keeper import Keeper
from coprodesk.ui.pages.attention_acts import CallNote, RevivalDialog, TargetedTopic
from coprodesk.ui.pages.home import HomePage
from coprodesk.ui.pages.home_parts import LineButton
from coprodesk.ui.preview import PreviewWindow
from coprodesk.ui.widgets.buttons import ActionButton
from tests.conftest import NOON, FrozenClock
from tests.ui.detect import settle
from tests.ui.visits import Visit as LongVisit

MakeDesk = Callable[[Store], Desk]
Visit = tuple[str, dict[str, Any]]


@pytest.fixture
def desk(example: Store, make_desk: MakeDesk) -> Desk:
    made = make_desk(example)
    made.go("home")
    made.shell.activateWindow()
    QTest.qWaitForWindowActive(made.shell)
    return made


@pytest.fixture
def page(desk: Desk) -> HomePage:
    return page_of(desk)


@pytest.fixture
def visits(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> list[Visit]:
    """Where the page asked to go, without going there."""
    found: list[Visit] = []
    monkeypatch.setattr(desk, "go", lambda place, **where: found.append((place, where)))
    return found


def page_of(desk: Desk) -> HomePage:
    found = desk.shell.current_page()
    assert isinstance(found, HomePage)
    return found


def words(widget: QWidget) -> str:
    shown = [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
    return " | ".join(shown).replace("\u00a0", " ").replace("\u202f", " ")


def watch(page: HomePage) -> dict[str, LineButton]:
    lines = page.watch_card.findChildren(LineButton)
    return {line.accessibleName().replace("\u00a0", " ").split(". ")[0]: line for line in lines}


def test_the_next_meeting_is_told_with_its_facts(page: HomePage) -> None:
    said = words(page.next_card)
    assert "Formation restreinte" in said
    assert "Jeudi 19 novembre 2026, 14 h 30" in said
    assert "3 engagements à examiner" in said
    assert "dans 35 jours" in said
    assert not page.empty.isVisible()


def test_the_keyboard_starts_on_the_one_primary_button(page: HomePage, visits: list[Visit]) -> None:
    assert page.prepare.hasFocus()
    QTest.keyClick(page.prepare, Qt.Key.Key_Space)
    page.open_meeting.setFocus()
    QTest.keyClick(page.open_meeting, Qt.Key.Key_Space)
    meeting = page.desk.store.rows("SELECT id FROM meeting WHERE number = '2026-03'")[0]["id"]
    assert visits == [
        ("meeting", {"meeting_id": meeting, "step": "agenda"}),
        ("meeting", {"meeting_id": meeting}),
    ]


def test_a_session_in_progress_is_taken_up_again_by_one_key(page: HomePage, visits: list[Visit]) -> None:
    store = page.desk.store
    body = store.rows("SELECT id FROM body WHERE short_name = 'Restreinte'")[0]["id"]
    meeting = meetings.create_meeting(store, body, NOON.date(), "14:00")
    assert page.prepare.accessibleName() == "Préparer l’ordre du jour"
    live.open_session(store, meeting, "14:05")
    assert page.prepare.accessibleName() == "Séance en cours\u00a0: reprendre"
    assert "en cours" in words(page.next_card)
    assert page.prepare.hasFocus()
    QTest.keyClick(page.prepare, Qt.Key.Key_Space)
    assert visits == [("meeting", {"meeting_id": meeting, "step": "live"})]
    live.close_session(store, meeting, "16:00")
    assert page.prepare.accessibleName() == "Préparer l’ordre du jour"


def test_late_commitments_open_with_enter_the_longest_late_first(page: HomePage, visits: list[Visit]) -> None:
    said = [one.accessibleName().replace("\u00a0", " ") for one in page.chase.lines]
    assert [one.split(",")[0] for one in said] == [
        "En retard de 380 jours",
        "En retard de 15 jours",
        "En retard de 15 jours",
    ]
    assert "3 sur 11 pilotés" in words(page.chase_card)
    assert "E-2025-04 · 2 reports" in said[1]
    page.chase.lines[0].setFocus()
    QTest.keyClick(page.chase.lines[0], Qt.Key.Key_Down)
    assert page.chase.lines[1].hasFocus()
    QTest.keyClick(page.chase.lines[-1], Qt.Key.Key_Down)
    assert page.chase.lines[-1].hasFocus()
    QTest.keyClick(page.chase.lines[1], Qt.Key.Key_Return)
    chased = page.desk.store.rows("SELECT id FROM commitment WHERE reference = 'E-2025-04'")[0]["id"]
    assert visits == [("commitments", {"commitment_id": chased})]


def test_a_kept_promise_leaves_the_list_at_once(page: HomePage) -> None:
    today = page.desk.today()
    late = queries.late(page.desk.store, today)
    commands.keep_commitment(page.desk.store, late[0].id, today)
    assert [one.line.commitment.id for one in page.chase.lines] == [row.id for row in late[1:]]
    assert page.chase.height() == page.chase.lines[0].height() * (len(late) - 1)
    for row in late[1:]:
        commands.keep_commitment(page.desk.store, row.id, today)
    assert not page.chase.isVisible()
    assert page.nothing_late.isVisible()


def test_the_keyboard_stays_among_the_late_ones(page: HomePage) -> None:
    today = page.desk.today()
    late = queries.late(page.desk.store, today)
    page.chase.lines[1].setFocus()
    commands.keep_commitment(page.desk.store, late[0].id, today)
    held = page.chase.lines[0]
    assert (held.line.commitment.id, held.hasFocus()) == (late[1].id, True)
    page.prepare.setFocus()
    assert page.chase.current() == held.line
    commands.keep_commitment(page.desk.store, late[1].id, today)
    held = page.chase.current()
    assert held is not None
    assert held.commitment.id == late[2].id
    assert page.prepare.hasFocus()


def test_what_deserves_watching_opens_its_subject(page: HomePage, visits: list[Visit]) -> None:
    lines = watch(page)
    assert "PJJ : 8 absences de suite" in lines
    assert "Plénières : 448 jours d’écart" in lines
    for title in ("PJJ : 8 absences de suite", "Plénières : 448 jours d’écart"):
        lines[title].setFocus()
        QTest.keyClick(lines[title], Qt.Key.Key_Return)
    vague = next(line for title, line in lines.items() if title.startswith("E-2026-04 sans pilote"))
    QTest.keyClick(vague, Qt.Key.Key_Space)
    assert [place for place, _where in visits] == ["partner", "bodies", "commitments"]
    pjj = page.desk.store.rows("SELECT id FROM institution WHERE short_name = 'PJJ'")[0]["id"]
    assert visits[0][1] == {"institution_id": pjj}


def test_a_refresh_keeps_the_line_that_has_the_keyboard(page: HomePage) -> None:
    line = next(iter(watch(page).values()))
    line.setFocus()
    page.refresh()
    assert next(iter(watch(page).values())) is line
    assert line.hasFocus()


def test_minutes_that_wait_open_at_their_step(page: HomePage, visits: list[Visit]) -> None:
    assert "Restreinte du 24 septembre 2026" in words(page.minutes_card)
    button = page.minutes_card.findChildren(ActionButton)[0]
    assert "24 septembre" in button.accessibleName()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert visits[0][0] == "meeting"
    assert visits[0][1]["step"] == "minutes"


def test_the_last_backup_is_told_when_the_page_is_seen_again(
    desk: Desk, page: HomePage, clock: FrozenClock
) -> None:
    assert desk.backups_root is not None
    assert page.backup_words.text() == "Pas encore de sauvegarde"
    backups.back_up(desk.store.path, desk.backups_root, NOON.replace(hour=12, minute=0))
    desk.go("journal")
    desk.go("home")
    assert page.backup_words.text().replace("\u00a0", " ") == "Sauvegardé à 12 h 00"
    clock.now += timedelta(days=1)
    page.refresh()
    assert page.backup_words.text().replace("\u00a0", " ") == "Sauvegardé le 15/10/2026 à 12 h 00"


def test_a_backup_made_while_the_page_is_seen_is_told_at_once(
    desk: Desk, page: HomePage, qtbot: QtBot
) -> None:
    assert page.backup_words.text() == "Pas encore de sauvegarde"
    Keeper(desk).back_up_if_changed()
    qtbot.waitUntil(lambda: page.backup_words.text().startswith("Sauvegardé à"))


@pytest.mark.parametrize("size", [(1366, 768), (1024, 640), (900, 430)])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_what_deserves_watching_is_read_whole(
    qapp: QApplication, tmp_path: Path, size: tuple[int, int], scale: float
) -> None:
    theme.apply(qapp, "light", scale)
    visit = LongVisit(tmp_path, size)
    visit.desk.go("home")
    settle()
    found = visit.desk.shell.current_page().findChildren(LineButton)
    assert found
    for line in found:
        assert line.height() >= line.heightForWidth(line.width())
        assert line.heightForWidth(200) > line.heightForWidth(4_000)
    visit.close()


def test_nowhere_to_back_up_leaves_no_tile(desk: Desk, page: HomePage) -> None:
    assert page.backup_card.isVisible()
    desk.backups_root = None
    page.refresh()
    assert not page.backup_card.isVisible()


def test_a_compact_window_puts_the_columns_below_one_another(desk: Desk, page: HomePage) -> None:
    assert page.watch_card.mapTo(page, page.watch_card.rect().topLeft()).x() > page.chase_card.width()
    desk.shell.resize(900, 430)
    QApplication.processEvents()
    assert desk.shell.width() == 900
    below = page.watch_card.mapTo(page, page.watch_card.rect().topLeft())
    assert below.y() > page.chase_card.mapTo(page, page.chase_card.rect().bottomLeft()).y()
    assert page.columns.width() <= page.width()


def test_an_empty_council_says_how_to_begin(store: Store, make_desk: MakeDesk, tmp_path: Path) -> None:
    desk = make_desk(store)
    desk.go("home")
    page = page_of(desk)
    assert page.empty.isVisible()
    assert not page.columns.isVisible()
    assert {button.text() for button in page.empty.findChildren(ActionButton)} >= {"Nouvelle réunion"}
    with store.change("Essai") as change:
        college = change.insert("college", name="Essai", position=99)
    assert page.empty.isVisible()
    assert college in [one.id for one in colleges(store)]
    partner_commands.add_institution(store, "Préfecture", college_id=college)
    assert not page.empty.isVisible()
    assert page.no_meeting.isVisible()
    assert not page.next.isVisible()


def test_the_countdown_of_the_next_meeting_is_ticked_by_keyboard(page: HomePage) -> None:
    lines = page.thread_lines.lines
    said = [line.accessibleName().replace("\u00a0", " ") for line in lines]
    assert said[0] == "J-60, Date fixée avec la préfecture et le parquet, faite le 18 septembre"
    assert said[2] == "J-30, Appel à points auprès des partenaires, dans 5 jours"
    assert len(said) == 5
    lines[2].setFocus()
    QTest.keyClick(lines[2], Qt.Key.Key_Space)
    after = page.thread_lines.lines
    assert [line.task.mark for line in after] == ["J-45", "J-30", "J-21", "J-15", "J-8"]
    assert [line.task.done for line in after] == [True, True, False, False, False]
    assert after[2].hasFocus()
    QTest.keyClick(after[1], Qt.Key.Key_Return)
    assert not next(line.task.done for line in page.thread_lines.lines if line.task.mark == "J-30")


def test_what_waits_of_other_meetings_leads_to_them(page: HomePage, visits: list[Visit]) -> None:
    assert not page.due_card.isVisible()
    held = page.desk.store.rows("SELECT id FROM meeting WHERE number = '2026-02'")[0]["id"]
    planning.add_task(page.desk.store, held, "Projet de compte rendu à valider", 15)
    assert page.due_card.isVisible()
    (button,) = page.due_card.findChildren(LineButton)
    assert "Restreinte du 24 septembre · J+15 · 6 jours de retard" in button.accessibleName()
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert visits == [("meeting", {"meeting_id": held, "step": "convening"})]


def acts(page: HomePage, start: str) -> dict[str, QAction]:
    """Open the menu of the line that begins so, by keyboard, and return its acts by their words."""
    row = next(row for row in page.watch_card.rows if row.line.title.startswith(start))
    row.button.setFocus()
    QTest.keyClick(row.button, Qt.Key.Key_Down)
    assert row.menu is not None
    found = {action.text().replace("\u00a0", " "): action for action in row.menu.actions()}
    row.menu.hide()
    return found


def test_the_acts_after_absences_are_real_ones(
    page: HomePage, visits: list[Visit], type_text: Callable[[QWidget, str], None]
) -> None:
    store = page.desk.store
    found = acts(page, "PJJ")
    assert list(found) == [
        "Noter un appel…",
        "Proposer un point ciblé…",
        "Proposer la visio…",
        "Nommer un suppléant…",
        "Lettre après absence…",
        "Voir le partenaire",
    ]
    pjj = store.rows("SELECT id, note FROM institution WHERE short_name = 'PJJ'")[0]["id"]
    found["Noter un appel…"].trigger()
    dialog = page.desk.shell.findChild(CallNote)
    assert dialog is not None
    type_text(dialog.text, "rappelle lundi")
    QTest.keyClick(dialog.confirm, Qt.Key.Key_Space)
    note = store.rows("SELECT note FROM institution WHERE id = ?", (pjj,))[0]["note"]
    assert note.endswith("15/10/2026, appel\u00a0: rappelle lundi")
    acts(page, "PJJ")["Proposer un point ciblé…"].trigger()
    form = page.desk.shell.findChild(TargetedTopic)
    assert form is not None
    type_text(form.title, "Mesures de réparation")
    QTest.keyClick(form.confirm, Qt.Key.Key_Space)
    concerned = store.rows(
        """SELECT n.institution_id FROM topic t JOIN topic_institution n ON n.topic_id = t.id
           WHERE t.title = 'Mesures de réparation'"""
    )
    assert [row[0] for row in concerned] == [pjj]
    acts(page, "PJJ")["Voir le partenaire"].trigger()
    assert visits == [("partner", {"institution_id": pjj})]


def test_the_letter_after_an_absence_is_shown(page: HomePage) -> None:
    acts(page, "PJJ")["Lettre après absence…"].trigger()
    shown = page.desk.shell.findChild(PreviewWindow)
    assert shown is not None
    assert shown.windowTitle() == "Lettre à PJJ"
    shown.close()


def test_a_sleeping_body_is_woken_in_one_dialog(page: HomePage, visits: list[Visit]) -> None:
    store = page.desk.store
    vif = store.rows("SELECT id FROM body WHERE short_name = 'VIF'")[0]["id"]
    with store.change("Tenue") as change:
        change.insert(
            "meeting", body_id=vif, date="2025-03-03", starts_at="09:00", ends_at="10:00", state="held"
        )
    acts(page, "VIF")["Séance de relance…"].trigger()
    dialog = page.desk.shell.findChild(RevivalDialog)
    assert dialog is not None
    assert dialog.day.value() == date(2026, 11, 16)
    assert dialog.start.value() == "09:00"
    QTest.keyClick(dialog.confirm, Qt.Key.Key_Space)
    made = store.rows("SELECT id FROM meeting WHERE body_id = ? AND date = '2026-11-16'", (vif,))
    assert visits == [("meeting", {"meeting_id": made[0]["id"], "step": "agenda"})]
    assert not any(row.line.title.startswith("VIF") for row in page.watch_card.rows)


def test_a_long_list_shows_its_first_lines_until_asked(page: HomePage) -> None:
    lines = page.watch_card.rows[0].line
    many = tuple(lines._replace(title=f"Ligne {n}") for n in range(12))
    page.watch_card.show_lines(many)
    assert len(page.watch_card.rows) == 7
    assert page.watch_card.rest.text() == "Voir 5 autres points"
    page.watch_card.rest.trigger()
    assert len(page.watch_card.rows) == 12
    assert page.watch_card.rows[7].button.hasFocus()
