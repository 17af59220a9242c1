"""Engagements by keyboard: the list, its filters, the verbs by letter, the form, and the large file."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from coprodesk.commands import commitments as commands
from coprodesk.commands.council import set_setting
from coprodesk.commands.partners import set_mandate
from coprodesk.domain.commitments import CommitmentState, EventKind
from coprodesk.queries import commitments as queries
from coprodesk.queries.commitments import CommitmentRow, Segment
from coprodesk.queries.usual_commitments import VERBS_SETTING
from coprodesk.store import Opening, Store, Writer, create
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.pages import commitment_rows
from coprodesk.ui.pages.commitment_form import CommitmentForm
from coprodesk.ui.pages.commitments import CommitmentsPage
from coprodesk.ui.rows import Group
from coprodesk.ui.widgets.buttons import ActionButton
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
    QApplication.processEvents()  # what was just laid out is shown
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
    [(1, "E-2025-01", "Brévigny Habitat"), (2, "E-2025-03", "Échéance 2025"), (3, "E-2025-03", "En retard")],
    ids=["partner", "date", "state"],
)
def test_the_list_is_ordered_by_partner_by_date_or_by_state(
    page: CommitmentsPage, index: int, first: str, heading: str
) -> None:
    page.order.setFocus()
    for _step in range(index):
        press(page.order, Qt.Key.Key_Down)
    assert references(page)[0] == first
    assert heading in groups(page)[0].title
    assert references(page)[-1] == ("E-2025-08" if index == 3 else "E-2026-04")


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
    for key in (Qt.Key.Key_T, Qt.Key.Key_L, Qt.Key.Key_R, Qt.Key.Key_O, Qt.Key.Key_X):
        press(page.table, key)
        assert QApplication.activeModalWidget() is None
    assert held(page.desk.store, row.reference) == row


@pytest.mark.parametrize("key", [Qt.Key.Key_R, Qt.Key.Key_L])
def test_r_notes_a_reminder_and_says_so(page: CommitmentsPage, key: Qt.Key) -> None:
    row = choose(page, "E-2025-03")
    press(page.table, key)
    now = held(page.desk.store, row.reference)
    assert (now.reminders, now.last_reminder_on) == (row.reminders + 1, TODAY)
    assert "E-2025-03" in page.desk.shell.toast.text()
    assert page.table.current_key() == row.id


def test_o_postpones_and_a_date_that_is_none_stays_in_the_dialog(
    page: CommitmentsPage, type_text: Typing
) -> None:
    row = choose(page, "E-2026-03")
    press(page.table, Qt.Key.Key_O)
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


def test_o_gives_a_first_date_to_what_has_none(page: CommitmentsPage, type_text: Typing) -> None:
    choose(page, "E-2026-04")
    press(page.table, Qt.Key.Key_O)
    day = dialog().focusWidget()
    assert isinstance(day, QWidget)
    type_text(day, "31/12/2026")
    dialog().try_submit()
    now = held(page.desk.store, "E-2026-04")
    assert (now.initial_due, now.current_due, now.postponements) == (date(2026, 12, 31),) * 2 + (0,)


def test_x_wants_a_motive(page: CommitmentsPage, type_text: Typing) -> None:
    choose(page, "E-2026-02")
    press(page.table, Qt.Key.Key_X)
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
    commands.add_commitment(page.desk.store, "Prêter la salle", decided_on=TODAY, source="Appel")
    row = choose(page, "E-2026-05")
    press(page.table, Qt.Key.Key_Delete)
    assert "E-2026-05" not in references(page)
    assert "E-2026-05 supprimé" in page.desk.shell.toast.text()
    press(page.table, Qt.Key.Key_Z, ctrl=True)
    assert held(page.desk.store, "E-2026-05") == row
    assert "E-2026-05" in references(page)


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
    new.theme.setCurrentIndex(1)
    type_text(new.texts["deliverable"], "Délais publiés")
    type_text(new.due, "+30")
    assert new.ring.accessibleName().startswith("Précision 3")
    assert "Moyens" in new.missing.text()
    assert "Livrable" not in new.missing.text()
    new.contributors.combo.setCurrentIndex(new.contributors.combo.findText("Parquet"))
    new.contributors.add()
    line = next(iter(new.contributors.lines.values()))
    assert new.focusWidget() is line.share
    type_text(line.share, "Suites données")
    type_text(new.source, "Appel du 14/10")
    press(new.confirm, Qt.Key.Key_Space)
    row = page.table.current()
    assert row.what == "Réparer l’éclairage signalé sous 72 h"
    assert (row.current_due, row.decided_on) == (TODAY + timedelta(30), TODAY)
    assert [(one.short_name, one.kind, one.share) for one in row.contributors] == [
        ("Parquet", "contributor", "Suites données")
    ]
    assert row.source == "Appel du 14/10"
    assert "Appel du 14/10" in words(page.panel)
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
    real = queries.board

    def watched(*args: object, limit: int | None = None, **more: object) -> object:
        asked.append(limit)
        return real(*args, limit=limit, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(queries, "board", watched)
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


@pytest.mark.parametrize("index", [1, 2, 3], ids=["partner", "date", "state"])
def test_every_order_of_a_long_list_is_read_piece_by_piece(
    tmp_path: Path, opening: Opening, make_desk: MakeDesk, index: int
) -> None:
    store = create(tmp_path / "long.copro", opening, many, "Création")
    desk = make_desk(store)
    desk.go("commitments")
    page = page_of(desk)
    page.order.setCurrentIndex(index)
    assert len(references(page)) == commitment_rows.PAGE
    assert groups(page)[0].facts == "300 engagements"
    page.table.horizontalHeader().sectionClicked.emit(3)
    page.table.horizontalHeader().sectionClicked.emit(3)
    assert len(references(page)) == commitment_rows.PAGE
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


# Several at once


def extend(page: CommitmentsPage, first: str, steps: int) -> list[str]:
    choose(page, first)
    for _step in range(steps):
        QTest.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    return [row.reference for row in page.table.selected()]


def test_several_are_postponed_to_one_date_in_one_step(page: CommitmentsPage, type_text: Typing) -> None:
    chosen = extend(page, "E-2026-03", 2)
    assert chosen == ["E-2026-03", "E-2025-07", "E-2026-02"]
    assert "3 engagements choisis" in words(page.panel)
    press(page.table, Qt.Key.Key_O)
    asked = dialog()
    type_text(asked.focusWidget() or asked, "31/03/2027")
    asked.try_submit()
    now = [held(page.desk.store, one) for one in chosen]
    assert {row.current_due for row in now} == {date(2027, 3, 31)}
    assert [row.postponements for row in now] == [1, 2, 1]
    assert sorted(row.reference for row in page.table.selected()) == sorted(chosen)
    page.desk.undo()
    assert [held(page.desk.store, one).postponements for one in chosen] == [0, 1, 0]


def test_one_that_cannot_move_is_named_and_none_moves(page: CommitmentsPage, type_text: Typing) -> None:
    chosen = extend(page, "E-2026-03", 2)
    press(page.table, Qt.Key.Key_O)
    asked = dialog()
    type_text(asked.focusWidget() or asked, "30/11/2026")
    asked.try_submit()
    assert asked.refusal.text().startswith("E-2025-07")
    assert [held(page.desk.store, one).postponements for one in chosen] == [0, 1, 0]
    asked.reject()


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        (Qt.Key.Key_R, EventKind.REMINDER),
        (Qt.Key.Key_C, EventKind.NEWS),
        (Qt.Key.Key_N, EventKind.NEWS),
        (Qt.Key.Key_T, EventKind.KEPT),
        (Qt.Key.Key_X, EventKind.ABANDONED),
    ],
)
def test_an_act_on_several_takes_those_it_can_and_is_one_step(
    page: CommitmentsPage, type_text: Typing, key: Qt.Key, kind: EventKind
) -> None:
    chosen = extend(page, "E-2026-03", 3)
    before = [held(page.desk.store, one) for one in chosen]
    assert before[-1].state is CommitmentState.KEPT
    press(page.table, key)
    if QApplication.activeModalWidget() is not None:
        asked = dialog()
        if kind is not EventKind.KEPT:
            type_text(asked.focusWidget() or asked, "Point fait")
        asked.try_submit()
    added = [
        [event.kind for event in held(page.desk.store, one).events if event not in row.events]
        for one, row in zip(chosen, before, strict=True)
    ]
    assert added[:3] == [[kind]] * 3
    assert added[3] == ([kind] if key == Qt.Key.Key_N else [])
    page.desk.undo()
    assert [held(page.desk.store, one) for one in chosen] == before


def test_escape_goes_back_to_one_row_and_ctrl_space_leaves_one_out(page: CommitmentsPage) -> None:
    extend(page, "E-2026-03", 2)
    QTest.keyClick(page.table, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(page.table, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert [row.reference for row in page.table.selected()] == ["E-2026-03", "E-2026-02"]
    press(page.table, Qt.Key.Key_Escape)
    assert len(page.table.selected()) == 1
    assert page.panel.isVisible()


def test_the_choice_steps_over_the_headings(page: CommitmentsPage) -> None:
    assert extend(page, "E-2025-08", 2) == ["E-2025-08", "E-2026-01", "E-2026-03"]
    QTest.keyClick(page.table, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert [row.reference for row in page.table.selected()] == ["E-2025-08", "E-2026-01"]


def test_c_says_that_it_goes_on_and_reopens_what_is_closed(page: CommitmentsPage) -> None:
    choose(page, "E-2026-03")
    press(page.table, Qt.Key.Key_C)
    news = held(page.desk.store, "E-2026-03").last_news
    assert news is not None
    assert (news.kind, news.text) == (EventKind.NEWS, "En cours")
    choose(page, "E-2025-01")
    press(page.table, Qt.Key.Key_C)
    assert held(page.desk.store, "E-2025-01").state is CommitmentState.OPEN


# Precision, suggestions, indicators


def test_a_missing_text_is_given_in_the_panel_and_fills_the_ring(
    page: CommitmentsPage, type_text: Typing
) -> None:
    choose(page, "E-2025-04")
    answer = page.panel.answer
    assert answer is not None
    answer.setFocus()
    type_text(answer, "Une demi-journée")
    assert page.panel._ring.accessibleName().startswith("Précision 7")
    assert held(page.desk.store, "E-2025-04").means == ""
    press(answer, Qt.Key.Key_Return)
    assert held(page.desk.store, "E-2025-04").means == "Une demi-journée"
    assert page.panel.answer is not None
    assert page.panel.answer is not answer
    assert page.panel.answer.hasFocus()
    assert "résultat attendu" in page.panel.answer.accessibleName()


def test_a_vague_verb_of_the_council_is_asked_about_and_never_blocks(
    page: CommitmentsPage, type_text: Typing
) -> None:
    store = page.desk.store
    press(page.table, Qt.Key.Key_E, ctrl=True)
    new = form()
    type_text(new.what, "Accompagner les jeunes")
    assert "Accompagner" not in new.precision.question.text()
    new.reject()
    set_setting(store, VERBS_SETTING, "accompagner")
    press(page.table, Qt.Key.Key_E, ctrl=True)
    new = form()
    type_text(new.what, "Accompagner les jeunes")
    assert "« Accompagner » : combien" in new.precision.question.text().replace("\u00a0", " ")
    new.theme.setCurrentIndex(1)
    new.try_submit()
    assert page.table.current().what == "Accompagner les jeunes"


def test_a_new_commitment_without_theme_is_refused_beside_its_field(
    page: CommitmentsPage, type_text: Typing
) -> None:
    press(page.table, Qt.Key.Key_E, ctrl=True)
    new = form()
    type_text(new.what, "Prêter une salle")
    new.try_submit()
    assert new.isVisible()
    assert new.focusWidget() is new.theme
    assert "Le thème manque" in new.theme.accessibleDescription()
    assert len(references(page)) == 12
    new.reject()


def test_suggestions_follow_the_lead_and_fill_what_is_blank(page: CommitmentsPage, type_text: Typing) -> None:
    press(page.table, Qt.Key.Key_E, ctrl=True)
    new = form()
    everything = new.usual.count()
    new.lead.setCurrentIndex(new.lead.findText("SPIP"))
    assert 1 < new.usual.count() < everything
    type_text(new.texts["outcome_indicator"], "Mon indicateur")
    new.usual.setCurrentIndex(1)
    new.usual.activated.emit(1)
    assert "TIG" in new.what.text()
    assert new.texts["progress_indicator"].text() == "Postes pourvus sur postes offerts"
    assert new.texts["outcome_indicator"].text() == "Mon indicateur"
    new.reject()


def test_one_without_authority_promises_under_reserve(page: CommitmentsPage) -> None:
    store = page.desk.store
    row = store.rows(
        "SELECT m.id, m.person_id, m.institution_id FROM mandate m JOIN institution i "
        "ON i.id = m.institution_id WHERE i.short_name = 'Logéal' AND m.to_date IS NULL"
    )[0]
    set_mandate(store, row["id"], authority="no")
    press(page.table, Qt.Key.Key_E, ctrl=True)
    new = form()
    new.lead.setCurrentIndex(new.lead.findData(row["institution_id"]))
    assert not new.to_confirm.isChecked()
    new.referent.setCurrentIndex(new.referent.findData(row["person_id"]))
    assert new.to_confirm.isChecked()
    new.reject()


def test_a_share_is_corrected_and_undone(page: CommitmentsPage, type_text: Typing) -> None:
    row = choose(page, "E-2025-05")
    other = row.contributors[0]
    press(page.table, Qt.Key.Key_F2)
    line = form().contributors.lines[other.institution_id]
    line.share.selectAll()
    type_text(line.share, "1 ETP")
    press(line.associate, Qt.Key.Key_Space)
    form().try_submit()
    now = held(page.desk.store, "E-2025-05").contributors
    changed = next(one for one in now if one.id == other.id)
    assert (changed.kind, changed.share) == ("associate", "1 ETP")
    assert "1 ETP" in words(page.panel)
    page.desk.undo()
    assert held(page.desk.store, "E-2025-05") == row


def test_a_reading_is_noted_from_the_panel_and_taken_off(page: CommitmentsPage, type_text: Typing) -> None:
    choose(page, "E-2026-03")
    assert "38 → 31 (cible 27)" in words(page.panel).replace("\u00a0", " ")
    button(page, "Relevé…").click()
    asked = dialog()
    type_text(asked.focusWidget() or asked, "29")
    asked.try_submit()
    assert "38 → 29 (cible 27)" in words(page.panel).replace("\u00a0", " ")
    button(page, "Retirer le relevé du 15/10/2026").click()
    assert "38 → 31 (cible 27)" in words(page.panel).replace("\u00a0", " ")


# The matrix


def test_the_matrix_shows_holes_and_enter_opens_the_cell(page: CommitmentsPage) -> None:
    page.order.setFocus()
    for _step in range(4):
        press(page.order, Qt.Key.Key_Down)
    table = page.matrix
    assert table.isVisible()
    assert not page.panel.isVisible()
    shown = table.cells.matrix
    assert sum(shown.of_theme(one.id) for one in shown.themes) == 12
    assert shown.holes == len([one for one in shown.themes if one.id]) * 27 - 11
    table.setFocus()
    press(table, Qt.Key.Key_Down)
    place = next(n for n, one in enumerate(shown.leads, 1) if one.short_name == "LAV")
    for _step in range(place):
        press(table, Qt.Key.Key_Right)
    assert table.cells.words(table.currentIndex()).replace("\u00a0", " ").endswith(": 1 engagement")
    press(table, Qt.Key.Key_C, ctrl=True)
    assert QApplication.clipboard().text().splitlines()[0].startswith("Thème\t")
    press(table, Qt.Key.Key_Return)
    assert references(page) == ["E-2026-01"]
    assert page.table.hasFocus()
    assert page.kept_button.isVisible()
    page.kept_button.setFocus()
    press(page.kept_button, Qt.Key.Key_Space)
    assert len(references(page)) == 12
    assert not page.kept_button.isVisible()


def test_a_figure_is_opened_as_the_board_of_its_rows(page: CommitmentsPage, example: Store) -> None:
    page.search.setText("caméras")
    page.segments.choose("kept")
    wanted = ("E-2025-03", "E-2025-04", "E-2026-03")
    marks = ", ".join("?" * len(wanted))
    ids = tuple(
        row[0] for row in example.rows(f"SELECT id FROM commitment WHERE reference IN ({marks})", wanted)
    )
    page.desk.go("commitments", ids=ids, behind="En retard : 3 / 7")
    assert sorted(references(page)) == sorted(wanted)
    assert page.kept_button.isVisible()
    assert page.kept_button.accessibleName() == "Ne plus filtrer sur En retard : 3 / 7"
    assert page.table.hasFocus()
    page.kept_button.click()
    assert len(references(page)) == 12


def test_an_empty_cell_says_so_and_gives_everything_back(page: CommitmentsPage) -> None:
    page.order.setCurrentIndex(4)
    page.matrix.setFocus()
    press(page.matrix, Qt.Key.Key_Right)
    press(page.matrix, Qt.Key.Key_Return)
    assert page.nothing.isVisible()
    page.clear_filters()
    assert len(references(page)) == 12


def test_a_row_shown_while_ctrl_is_held_is_chosen_not_left_out(page: CommitmentsPage) -> None:
    row = choose(page, "E-2025-04")
    QTest.keyPress(page.table, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
    assert page.table.select(row.id)
    QTest.keyRelease(page.table, Qt.Key.Key_Control)
    assert [one.id for one in page.table.selected()] == [row.id]
