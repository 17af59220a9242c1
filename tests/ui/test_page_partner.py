"""The sheet of a partner: what it shows, mandates, contacts that save by themselves, deletion."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from coprodesk.commands import partners as commands
from coprodesk.queries import partners as queries
from coprodesk.queries.partners import PartnerSheet
from coprodesk.store import Store
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.mandate_guides import MandateGuide
from coprodesk.ui.pages.partner import PartnerPage
from coprodesk.ui.pages.partner_form import InstitutionForm, PersonForm
from coprodesk.ui.preview import PreviewWindow
from coprodesk.ui.theme import Label

MakeDesk = Callable[[Store], Desk]
Typist = Callable[[QWidget, str], None]
DSDEN = 5


def opened(desk: Desk, institution_id: int = DSDEN) -> PartnerPage:
    desk.go("partner", institution_id=institution_id)
    page = desk.shell.current_page()
    assert isinstance(page, PartnerPage)
    return page


def sheet(store: Store, institution_id: int = DSDEN) -> PartnerSheet:
    found = queries.partner(store, institution_id, store.clock().date())
    assert found is not None
    return found


def form(kind: type) -> QWidget:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def test_shows_the_sheet_of_the_example(make_desk: MakeDesk, example: Store) -> None:
    page = opened(make_desk(example))
    assert page.header is not None
    assert page.header.title() == "DSDEN de la Haute-Lorne"
    assert [block.mandate.name for block in page.seats.blocks] == ["Mme Pascale HÉNAULIN", "M. Éric SOLVAND"]
    said = page.strip.accessibleDescription()
    assert said.startswith("14/03/2024, Plénière\u00a0: représenté")
    assert said.count("représenté") == 4
    assert "15 jours de retard" in page.table.rows.summary(0)
    assert "reporté 2 fois" in page.topics.rows.summary(0)
    assert "19 novembre 2026" in page._next_title.text()
    assert page._next_facts.text() == "dans 35 jours · le point 3 la concerne"


def test_enter_opens_the_commitment(make_desk: MakeDesk, example: Store) -> None:
    desk = make_desk(example)
    page = opened(desk)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert desk.shell.current_id() == "commitments"


def test_ctrl_w_goes_back_to_the_list(make_desk: MakeDesk, example: Store) -> None:
    desk = make_desk(example)
    opened(desk)
    assert desk.shell.action("file.close_sheet").isEnabled()
    desk.shell.action("file.close_sheet").trigger()
    assert desk.shell.current_id() == "partners"
    assert not desk.shell.action("file.close_sheet").isEnabled()


def test_a_contact_saves_by_itself_and_undo_takes_it_back(
    make_desk: MakeDesk, example: Store, type_text: Typist
) -> None:
    desk = make_desk(example)
    page = opened(desk)
    phone = page.seats.blocks[0].phone
    before = phone.text()
    phone.setFocus()
    phone.selectAll()
    type_text(phone, "04 65 71 99 99")
    QTest.keyClick(phone, Qt.Key.Key_Return)
    assert sheet(example).sitting[0].phone == "04 65 71 99 99"
    assert QApplication.focusWidget() is phone
    desk.undo()
    assert sheet(example).sitting[0].phone == before
    assert phone.text() == before


def test_a_contact_typed_for_one_is_never_stored_for_another(
    make_desk: MakeDesk, example: Store, type_text: Typist
) -> None:
    desk = make_desk(example)
    page = opened(desk)
    email = page.seats.blocks[0].email
    email.selectAll()
    type_text(email, "p.henaulin@hl.example")
    other = sheet(example, 1).sitting[0].email
    desk.go("partner", institution_id=1)
    assert sheet(example).sitting[0].email == "p.henaulin@hl.example"
    assert sheet(example, 1).sitting[0].email == other


def test_new_titular_ends_the_former_one_in_one_step(
    make_desk: MakeDesk, example: Store, type_text: Typist
) -> None:
    desk = make_desk(example)
    page = opened(desk)
    page._add_person("titular")
    dialog = form(PersonForm)
    assert isinstance(dialog, PersonForm)
    type_text(dialog.first_name, "Noémie")
    type_text(dialog.last_name, "Évrard")
    type_text(dialog.function, "DASEN")
    QTest.keyClick(dialog.last_name, Qt.Key.Key_Return)
    now = sheet(example)
    assert now.sitting[0].name == "Mme Noémie ÉVRARD"
    assert now.before[0].name == "Mme Pascale HÉNAULIN"
    assert now.before[0].to_date == date(2026, 10, 14)
    assert page.seats.blocks[0].mandate.name == "Mme Noémie ÉVRARD"
    desk.undo()
    assert sheet(example).sitting[0].name == "Mme Pascale HÉNAULIN"
    assert all(one.last_name != "Évrard" for one in queries.people(example))


def test_a_namesake_is_told_before_a_second_person_is_made(
    make_desk: MakeDesk, example: Store, type_text: Typist
) -> None:
    page = opened(make_desk(example))
    people = len(queries.people(example))
    page._add_person("substitute")
    dialog = form(PersonForm)
    assert isinstance(dialog, PersonForm)
    type_text(dialog.first_name, "Solène")
    type_text(dialog.last_name, "Marqueval")
    dialog.try_submit()
    assert "figure déjà dans l’annuaire" in dialog.refusal.text()
    assert len(queries.people(example)) == people
    dialog.try_submit()
    assert len(queries.people(example)) == people + 1


def test_the_thread_tells_terms_and_vacancies(make_desk: MakeDesk, example: Store) -> None:
    page = opened(make_desk(example))
    words = [step.words for step in page.seats.past]
    assert words[0].startswith("M. Paul ARNOULD · IEN, suppléant, du 01/09/2021 au 11/01/2025")
    assert words[1].startswith("M. Alban TESSERET · DASEN, du 01/09/2021 au 31/08/2024")
    assert words[2].startswith("Mme Ghislaine ORVAULT · DASEN, du 01/09/2018 au 31/08/2021")
    tesseret = next(one for one in sheet(example).before if one.last_name == "TESSERET")
    commands.set_mandate(example, tesseret.id, to_date=date(2024, 8, 20))
    assert [step.words for step in page.seats.past][
        1
    ] == "Siège vacant, 11 jours · du 21/08/2024 au 31/08/2024"


def test_a_seat_without_holder_is_told_in_days(make_desk: MakeDesk, example: Store) -> None:
    page = opened(make_desk(example))
    commands.end_mandate(example, sheet(example).sitting[0].id, date(2026, 10, 3))
    QApplication.processEvents()
    said = [label.text() for label in page.seats.findChildren(Label) if label.isVisible()]
    assert "Siège vacant depuis 12 jours" in said


def test_who_was_not_convened_is_not_absent(make_desk: MakeDesk, example: Store) -> None:
    page = opened(make_desk(example), 7)
    said = page.strip.accessibleDescription()
    assert said.count("non convoqué") == 5
    assert said.count("absent") == 1


def test_ctrl_p_shows_the_sheet_for_the_secretariat(
    make_desk: MakeDesk, example: Store, qtbot: QtBot
) -> None:
    desk = make_desk(example)
    page = opened(desk)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    preview = form(PreviewWindow)
    assert isinstance(preview, PreviewWindow)
    qtbot.waitUntil(lambda: preview.printed is not None)
    assert preview.printed is not None
    assert preview.printed.title == "Fiche partenaire"
    assert preview.audience.currentData() == "secretariat"
    assert "Présence du siège" in preview.printed.text
    preview.close()


def test_end_of_a_mandate(make_desk: MakeDesk, example: Store) -> None:
    page = opened(make_desk(example))
    page.seats.blocks[1]._end()
    dialog = form(MandateGuide)
    assert isinstance(dialog, MandateGuide)
    dialog.last_day.setText("1/1/2020")
    dialog.last_day.setModified(True)
    dialog.try_submit()
    assert "commence le 12/01/2025" in dialog.refusal.text()
    dialog.last_day.setText("30/9/2026")
    dialog.last_day.setModified(True)
    dialog.try_submit()
    assert "M. Éric SOLVAND" in [one.name for one in sheet(example).before]
    assert len(sheet(example).sitting) == 1
    assert len(page.seats.blocks) == 1


def test_f2_edits_and_a_name_taken_is_refused_in_the_form(
    make_desk: MakeDesk, example: Store, type_text: Typist
) -> None:
    desk = make_desk(example)
    page = opened(desk)
    desk.shell.action("edit.rename").trigger()
    dialog = form(InstitutionForm)
    assert isinstance(dialog, InstitutionForm)
    dialog.agreement.setText("32/13")
    dialog.agreement.setModified(True)
    dialog.try_submit()
    assert "date de l’accord" in dialog.refusal.text()
    assert sheet(example).agreement_on == date(2026, 5, 12)
    dialog.agreement.setText("13/5/2026")
    dialog.agreement.setModified(True)
    dialog.name.setFocus()
    dialog.name.selectAll()
    type_text(dialog.name, "DSDEN 71")
    dialog.try_submit()
    assert sheet(example).name == "DSDEN 71"
    assert sheet(example).article == "la"
    assert page.header is not None
    assert page.header.title() == "DSDEN 71"


def test_delete_is_refused_while_used_and_done_with_undo_otherwise(
    make_desk: MakeDesk, example: Store
) -> None:
    desk = make_desk(example)
    page = opened(desk)
    desk.shell.action("edit.delete").trigger()
    assert "Clôturez-le plutôt" in page.banner.text()
    assert queries.partner(example, DSDEN, desk.today()) is not None
    free = commands.add_institution(example, "Maison des associations", 1)
    opened(desk, free)
    desk.shell.action("edit.delete").trigger()
    assert desk.shell.current_id() == "partners"
    assert queries.partner(example, free, desk.today()) is None
    assert "Maison des associations" in desk.shell.toast.text()
    desk.undo()
    assert queries.partner(example, free, desk.today()) is not None


def test_fits_the_smallest_window(make_desk: MakeDesk, example: Store) -> None:
    desk = make_desk(example)
    page = opened(desk)
    desk.shell.resize(QSize(900, 430))
    QApplication.processEvents()
    assert page.width() <= 900
    assert page.seats.geometry().right() < page.strip.mapTo(page, page.strip.rect().topLeft()).x()
