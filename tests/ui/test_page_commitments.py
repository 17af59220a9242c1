"""Engagements by keyboard: the list, its filters, the verbs by letter, the form, and the large file."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from coprodesk.commands import commitments as commands
from coprodesk.domain.commitments import CommitmentState, EventKind
from coprodesk.queries import commitments as queries
from coprodesk.queries.commitments import CommitmentRow, Segment
from coprodesk.store import Opening, Store, Writer, create
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.pages import commitment_rows
from coprodesk.ui.pages.commitment_form import CommitmentForm
from coprodesk.ui.pages.commitments import CommitmentsPage
from coprodesk.ui.rows import Group
from coprodesk.ui.widgets import ActionButton
from tests.conftest import bare_council

TODAY = date(2026, 10, 15)
Typing = Callable[[QWidget, str], None]
MakeDesk = Callable[[Store], Desk]


@pytest.fixture
def desk(example: Store, make_desk: MakeDesk) -> Desk:
    made = make_desk(example)
    made.go("commitments")
    made.shell.activateWindow()
    QTest.qWaitForWindowActive(made.shell)
    return made


@pytest.fixture
def page(desk: Desk) -> CommitmentsPage:
    return page_of(desk)


def page_of(desk: Desk) -> CommitmentsPage:
    found = desk.shell.current_page()
    assert isinstance(found, CommitmentsPage)
    return found


def held(store: Store, reference: str) -> CommitmentRow:
    row = store.row("SELECT id FROM commitment WHERE reference = ?", (reference,))
    assert row is not None
    found = queries.commitment(store, row["id"], TODAY)
    assert found is not None
    return found


def choose(page: CommitmentsPage, reference: str) -> CommitmentRow:
    row = held(page.desk.store, reference)
    assert page.table.select(row.id)
    page.table.setFocus()
    return row


def press(widget: QWidget, key: Qt.Key, *, ctrl: bool = False) -> None:
    modifier = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(widget, key, modifier)


def dialog() -> FormDialog:
    found = QApplication.activeModalWidget()
    assert isinstance(found, FormDialog)
    return found


def references(page: CommitmentsPage) -> list[str]:
    rows = [page.table.rows.row(n) for n in range(page.table.rows.rowCount())]
    return [row.reference for row in rows if isinstance(row, CommitmentRow)]


def groups(page: CommitmentsPage) -> list[Group]:
    rows = [page.table.rows.row(n) for n in range(page.table.rows.rowCount())]
    return [row for row in rows if isinstance(row, Group)]


def words(widget: QWidget) -> str:
    return " | ".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


# The list


def test_figures_segments_and_themes_are_those_of_the_oracle(page: CommitmentsPage) -> None:
    assert page.header is not None
    assert "Tenus 4 / 7 échus, dont 2 à la date initiale · précision moyenne 6,1 / 8" in words(
        page.header
    ).replace("\u00a0", " ").replace("\u202f", " ")
    assert [segment.count for segment in page.segments._segments] == [12, 7, 3, 4, 1]
    assert groups(page)[0] == Group("Axe 1 · Jeunes, école, famille", "3 engagements")
    assert len(references(page)) == 12


@pytest.mark.parametrize(
    ("index", "first", "heading"),
    [(1, "E-2025-01", "Brévigny Habitat"), (2, "E-2025-03", "Échéance 2025")],
    ids=["partner", "date"],
)
def test_the_list_is_ordered_by_partner_or_by_date(
    page: CommitmentsPage, index: int, first: str, heading: str
) -> None:
    page.order.setFocus()
    for _step in range(index):
        press(page.order, Qt.Key.Key_Down)
    assert references(page)[0] == first
    assert heading in groups(page)[0].title
    assert references(page)[-1] == "E-2026-04"


def test_segment_and_partner_filter_together(page: CommitmentsPage) -> None:
    page.segments.setFocus()
    press(page.segments, Qt.Key.Key_Right)
    press(page.segments, Qt.Key.Key_Right)
    assert sorted(references(page)) == ["E-2025-03", "E-2025-04", "E-2026-03"]
    page.partner.setCurrentIndex(page.partner.findText("DSDEN"))
    assert references(page) == ["E-2025-04"]
    assert page.segments._segments[2].count == 1


def test_ctrl_f_filters_and_escape_gives_the_list_back(page: CommitmentsPage, type_text: Typing) -> None:
    press(page.table, Qt.Key.Key_F, ctrl=True)
    assert page.search.hasFocus()
    type_text(page.search, "mediateurs")
    assert references(page) == ["E-2025-06"]
    assert "Deux médiateurs" in words(page.panel)
    type_text(page.search, "zzz")
    assert page.nothing.isVisible()
    assert not page.table.isVisible()
    press(page.search, Qt.Key.Key_Escape)
    assert len(references(page)) == 12


def test_copy_gives_the_line_as_tab_separated_text(page: CommitmentsPage) -> None:
    choose(page, "E-2025-04")
    press(page.table, Qt.Key.Key_C, ctrl=True)
    line = QApplication.clipboard().text().split("\t")
    assert line[0] == "En retard"
    assert "E-2025-04" in line[1]
    assert "30/09/2026" in line[3]


def test_opening_a_hidden_commitment_takes_the_filters_away(desk: Desk, page: CommitmentsPage) -> None:
    page.segments.choose(Segment.KEPT)
    row = held(desk.store, "E-2025-04")
    assert "E-2025-04" not in references(page)
    desk.go("commitments", commitment_id=row.id)
    assert page.table.current_key() == row.id
    assert page.chosen().segment is Segment.ALL


# The panel


def test_the_panel_tells_lateness_missing_criteria_and_history(page: CommitmentsPage) -> None:
    choose(page, "E-2025-04")
    said = words(page.panel).replace("\u00a0", " ")
    assert "DSDEN de la Haute-Lorne" in said
    assert "30/09/2026, 2 reports" in said
    assert "2e report, au 30/09/2026 |" in said
    assert "2e report, au 30/09/2026 : 2e report" not in said
    missing = [
        label for label in page.panel.findChildren(QLabel) if label.accessibleName().endswith("à préciser")
    ]
    assert [label.text() for label in missing] == ["Moyens", "Indicateur de résultat"]


def test_space_opens_the_sheet_over_a_compact_table_and_escape_closes_it(
    desk: Desk, page: CommitmentsPage
) -> None:
    desk.shell.resize(1024, 640)
    choose(page, "E-2025-04")
    assert not page.panel.isVisible()
    press(page.table, Qt.Key.Key_Space)
    assert page.panel.isVisible()
    assert page.card.geometry().contains(page.panel.geometry())
    press(page.table, Qt.Key.Key_Escape)
    assert not page.panel.isVisible()
    desk.shell.resize(1366, 768)
    assert page.panel.isVisible()
    assert not page.card.geometry().intersects(page.panel.geometry())


def test_the_page_fits_the_smallest_window(desk: Desk, page: CommitmentsPage) -> None:
    desk.shell.resize(900, 430)
    assert desk.shell.width() == 900
    assert page.minimumSizeHint().width() <= 844
    assert page._toggle_button.geometry().right() <= page.width()
    assert not page.filters.geometry().intersects(page._toggle_button.geometry())


# The verbs


def test_t_asks_the_day_and_keeps_on_that_day(page: CommitmentsPage, type_text: Typing) -> None:
    row = choose(page, "E-2025-04")
    press(page.table, Qt.Key.Key_T)
    day = dialog().focusWidget()
    assert isinstance(day, QWidget)
    press(day, Qt.Key.Key_A, ctrl=True)
    type_text(day, "10/10/2026")
    press(day, Qt.Key.Key_Return)
    kept = held(page.desk.store, row.reference)
    assert (kept.state, kept.done_on) == (CommitmentState.KEPT, date(2026, 10, 10))
    page.desk.undo()
    assert held(page.desk.store, row.reference).state is CommitmentState.OPEN


def test_t_without_a_word_means_today_and_the_next_late_one_is_chosen(page: CommitmentsPage) -> None:
    page.segments.choose(Segment.LATE)
    before = references(page)
    choose(page, before[0])
    press(page.table, Qt.Key.Key_T)
    press(dialog(), Qt.Key.Key_Return)
    assert held(page.desk.store, before[0]).done_on == TODAY
    assert references(page) == before[1:]
    assert page.table.current().reference == before[1]


def test_letters_a_state_forbids_do_nothing(page: CommitmentsPage) -> None:
    row = choose(page, "E-2025-01")
    for key in (Qt.Key.Key_T, Qt.Key.Key_L, Qt.Key.Key_R, Qt.Key.Key_B, Qt.Key.Key_C):
        press(page.table, key)
        assert QApplication.activeModalWidget() is None
    assert held(page.desk.store, row.reference) == row


def test_l_notes_a_reminder_and_says_so(page: CommitmentsPage) -> None:
    row = choose(page, "E-2025-03")
    press(page.table, Qt.Key.Key_L)
    now = held(page.desk.store, row.reference)
    assert (now.reminders, now.last_reminder_on) == (row.reminders + 1, TODAY)
    assert "E-2025-03" in page.desk.shell.toast.text()
    assert page.table.current_key() == row.id


def test_r_postpones_and_a_date_that_is_none_stays_in_the_dialog(
    page: CommitmentsPage, type_text: Typing
) -> None:
    row = choose(page, "E-2026-03")
    press(page.table, Qt.Key.Key_R)
    asked = dialog()
    day = asked.focusWidget()
    assert isinstance(day, QWidget)
    type_text(day, "31/02")
    asked.try_submit()
    assert asked.isVisible()
    assert asked.refusal.text()
    assert held(page.desk.store, row.reference).current_due == row.current_due
    press(day, Qt.Key.Key_A, ctrl=True)
    type_text(day, "30/11/2026")
    asked.try_submit()
    assert held(page.desk.store, row.reference).current_due == date(2026, 11, 30)
    assert held(page.desk.store, row.reference).postponements == 1


def test_r_gives_a_first_date_to_what_has_none(page: CommitmentsPage, type_text: Typing) -> None:
    choose(page, "E-2026-04")
    press(page.table, Qt.Key.Key_R)
    day = dialog().focusWidget()
    assert isinstance(day, QWidget)
    type_text(day, "31/12/2026")
    dialog().try_submit()
    now = held(page.desk.store, "E-2026-04")
    assert (now.initial_due, now.current_due, now.postponements) == (date(2026, 12, 31),) * 2 + (0,)


def test_b_wants_a_motive(page: CommitmentsPage, type_text: Typing) -> None:
    choose(page, "E-2026-02")
    press(page.table, Qt.Key.Key_B)
    asked = dialog()
    asked.try_submit()
    assert "motif" in asked.refusal.text()
    motive = asked.focusWidget()
    assert isinstance(motive, QWidget)
    type_text(motive, "Bailleur changé, été 2026")
    asked.try_submit()
    assert held(page.desk.store, "E-2026-02").motive == "Bailleur changé, été 2026"


def test_n_notes_news(page: CommitmentsPage, type_text: Typing) -> None:
    choose(page, "E-2026-03")
    press(page.table, Qt.Key.Key_N)
    text = dialog().focusWidget()
    assert isinstance(text, QWidget)
    type_text(text, "Neuvième opération menée")
    dialog().try_submit()
    news = held(page.desk.store, "E-2026-03").last_news
    assert news is not None
    assert (news.kind, news.text, news.on) == (EventKind.NEWS, "Neuvième opération menée", TODAY)


def test_c_confirms_what_was_promised_under_reserve(page: CommitmentsPage) -> None:
    made = commands.add_commitment(
        page.desk.store, "Prêter la salle", decided_on=TODAY, to_confirm=True, due=TODAY + timedelta(60)
    )
    assert "to_confirm" in [segment.key for segment in page.segments._segments]
    assert page.table.select(made)
    page.table.setFocus()
    press(page.table, Qt.Key.Key_C)
    row = queries.commitment(page.desk.store, made, TODAY)
    assert row is not None
    assert row.state is CommitmentState.OPEN


def test_a_file_open_for_reading_offers_no_verb(
    example: Store, make_desk: MakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(example, "read_only", True)
    desk = make_desk(example)
    desk.go("commitments")
    page = page_of(desk)
    choose(page, "E-2025-04")
    assert not any(act.isEnabled() for act in page.verbs.actions())
    assert not desk.shell.action("commitment.new").isEnabled()
    assert desk.shell.action("edit.find").isEnabled()


def test_delete_is_told_and_taken_back(page: CommitmentsPage) -> None:
    row = choose(page, "E-2026-02")
    press(page.table, Qt.Key.Key_Delete)
    assert "E-2026-02" not in references(page)
    assert "E-2026-02 supprimé" in page.desk.shell.toast.text()
    press(page.table, Qt.Key.Key_Z, ctrl=True)
    assert held(page.desk.store, "E-2026-02") == row
    assert "E-2026-02" in references(page)


def button(page: CommitmentsPage, name: str) -> ActionButton:
    """Return the button of the panel with this name."""
    return next(one for one in page.panel.findChildren(ActionButton) if one.accessibleName() == name)


def test_a_button_of_the_panel_keeps_the_keyboard_after_its_act(page: CommitmentsPage) -> None:
    row = choose(page, "E-2025-03")
    first = button(page, "Relancer")
    first.setFocus()
    press(first, Qt.Key.Key_Space)
    assert held(page.desk.store, "E-2025-03").reminders == row.reminders + 1
    assert button(page, "Relancer").hasFocus()
    assert button(page, "Relancer") is not first
    button(page, "Relancer").click()
    assert held(page.desk.store, "E-2025-03").reminders == row.reminders + 2


def test_a_contributor_is_taken_off_from_the_panel(page: CommitmentsPage) -> None:
    row = choose(page, "E-2025-05")
    assert row.contributors
    button(page, f"Retirer {row.contributors[0].short_name} des contributeurs").click()
    assert held(page.desk.store, "E-2025-05").contributors == row.contributors[1:]
    assert row.contributors[0].short_name not in words(page.panel).split("Contributeurs")[1]


# The form


def form() -> CommitmentForm:
    found = dialog()
    assert isinstance(found, CommitmentForm)
    return found


def test_ctrl_e_writes_a_commitment_in_one_step_with_a_live_ring(
    page: CommitmentsPage, type_text: Typing
) -> None:
    press(page.table, Qt.Key.Key_E, ctrl=True)
    new = form()
    assert new.ring.accessibleName().startswith("Précision 0")
    type_text(new.what, "Réparer l’éclairage signalé sous 72 h")
    new.lead.setCurrentIndex(new.lead.findText("DSDEN"))
    type_text(new.texts["deliverable"], "Délais publiés")
    type_text(new.due, "+30")
    assert new.ring.accessibleName().startswith("Précision 3")
    assert "Moyens" in new.missing.text()
    assert "Livrable" not in new.missing.text()
    new.contributors.combo.setCurrentIndex(new.contributors.combo.findText("Parquet"))
    new.contributors.add()
    press(new.confirm, Qt.Key.Key_Space)
    row = page.table.current()
    assert row.what == "Réparer l’éclairage signalé sous 72 h"
    assert (row.current_due, row.decided_on) == (TODAY + timedelta(30), TODAY)
    assert [one.short_name for one in row.contributors] == ["Parquet"]
    page.desk.undo()
    assert len(references(page)) == 12


def test_an_empty_commitment_is_refused_and_the_form_stays(page: CommitmentsPage, type_text: Typing) -> None:
    press(page.table, Qt.Key.Key_E, ctrl=True)
    new = form()
    type_text(new.texts["place"], "Halls")
    new.try_submit()
    assert new.isVisible()
    assert "vide" in new.refusal.text()
    assert len(references(page)) == 12
    new.reject()


def test_f2_corrects_only_what_was_changed_in_one_step(page: CommitmentsPage, type_text: Typing) -> None:
    row = choose(page, "E-2025-04")
    press(page.table, Qt.Key.Key_F2)
    edited = form()
    assert edited.what.text() == row.what
    assert not edited.due.isEnabled()
    type_text(edited.texts["means"], "Une demi-journée par trimestre")
    edited.try_submit()
    now = held(page.desk.store, "E-2025-04")
    assert now.means == "Une demi-journée par trimestre"
    assert now.precision.score == row.precision.score + 1
    assert (now.what, now.lead_id, now.referent_id, now.theme_id, now.current_due) == (
        row.what,
        row.lead_id,
        row.referent_id,
        row.theme_id,
        row.current_due,
    )
    page.desk.undo()
    assert held(page.desk.store, "E-2025-04") == row


def test_a_form_left_as_it_was_writes_nothing(page: CommitmentsPage) -> None:
    choose(page, "E-2025-04")
    label = page.desk.store.undo_label
    press(page.table, Qt.Key.Key_F2)
    form().try_submit()
    assert QApplication.activeModalWidget() is None
    assert page.desk.store.undo_label == label


def test_a_number_that_is_none_is_refused(page: CommitmentsPage, type_text: Typing) -> None:
    row = choose(page, "E-2026-03")
    press(page.table, Qt.Key.Key_F2)
    edited = form()
    edited.target.selectAll()
    type_text(edited.target, "douze")
    edited.try_submit()
    assert "douze" in edited.refusal.text()
    assert held(page.desk.store, "E-2026-03") == row
    edited.reject()


# Many, none


def many(change: Writer) -> None:
    bare_council(change)
    for number in range(1, 301):
        change.insert(
            "commitment",
            reference=f"E-2026-{number:02d}",
            what="Une promesse",
            decided_on="2026-01-15",
            current_due="2026-12-31",
        )


def test_a_long_list_is_asked_for_piece_by_piece(
    tmp_path: Path, opening: Opening, make_desk: MakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int | None] = []
    real = queries.commitments

    def watched(*args: object, limit: int | None = None, **more: object) -> object:
        asked.append(limit)
        return real(*args, limit=limit, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(queries, "commitments", watched)
    store = create(tmp_path / "long.copro", opening, many, "Création")
    desk = make_desk(store)
    desk.go("commitments")
    page = page_of(desk)
    assert len(references(page)) == commitment_rows.PAGE
    assert groups(page)[0].facts == "300 engagements"
    page.table.setFocus()
    bar = page.table.verticalScrollBar()
    seen = 0
    while len(references(page)) > seen:
        seen = len(references(page))
        bar.setValue(bar.maximum())
    assert seen == 300
    assert len(set(references(page))) == 300
    assert all(limit is not None and limit <= commitment_rows.PAGE + 1 for limit in asked)
    store.close()


def test_too_many_to_order_are_said_to_be_so(
    tmp_path: Path, opening: Opening, make_desk: MakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = create(tmp_path / "long.copro", opening, many, "Création")
    desk = make_desk(store)
    desk.go("commitments")
    page = page_of(desk)
    page.order.setCurrentIndex(2)
    assert len(references(page)) == 300
    monkeypatch.setattr(commitment_rows, "WHOLE", 299)
    page.refresh()
    assert page.too_many.isVisible()
    page.order.setCurrentIndex(0)
    assert page.table.isVisible()
    store.close()


def test_an_empty_council_offers_the_first_commitment(store: Store, make_desk: MakeDesk) -> None:
    desk = make_desk(store)
    desk.go("commitments")
    page = page_of(desk)
    assert page.empty.isVisible()
    assert not page.table.isVisible()
    assert not page.nothing.isVisible()
    commands.add_commitment(store, "Prêter la salle", decided_on=TODAY)
    assert not page.empty.isVisible()
    assert page.table.isVisible()
    button(page, "Autres actions").setFocus()
    page.verbs.delete()
    assert page.empty.isVisible()
    assert not page.panel.isVisible()
