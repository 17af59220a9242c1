"""The kit: keyboard, words for screen readers, editors that save by themselves, room."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QKeyEvent, QPainter
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from coprodesk.documents.picture import Glyph, Presence
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import long_date
from coprodesk.ui import actions, paint, theme
from coprodesk.ui.paint import Chip
from coprodesk.ui.rows import Cell, Column, Group, RowsModel
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Banner, Card, EmptyState
from coprodesk.ui.widgets.editors import AutoLineEdit, AutoTextEdit, flush_pending
from coprodesk.ui.widgets.fields import DateField, FormRow, TimeField, parse_hour
from coprodesk.ui.widgets.filters import ComboBox, FilterBar, SearchField, Segment, SegmentedFilter
from coprodesk.ui.widgets.header import PageHeader, Step, Stepper
from coprodesk.ui.widgets.list_detail import ListDetail
from coprodesk.ui.widgets.marks import PrecisionRing, PresenceCell, StatusChip
from coprodesk.ui.widgets.panel import DetailPanel
from coprodesk.ui.widgets.toast import SOON_MS, Toast

Typist = Callable[[QWidget, str], None]
MODIFIER = Qt.KeyboardModifier


def nothing() -> None:
    """Do nothing."""


def shown(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.addWidget(widget)
    widget.show()
    widget.activateWindow()
    QApplication.processEvents()


def drawn(paint_it: Callable[[QPainter], object]) -> QImage:
    image = QImage(120, 40, QImage.Format.Format_RGB32)
    image.fill(theme.color("surface"))
    p = QPainter(image)
    paint_it(p)
    p.end()
    return image


# Painting


def test_each_state_has_its_own_shape_even_without_colour() -> None:
    images = []
    for kind in Glyph:
        image = drawn(lambda p, k=kind: paint.glyph(p, QRectF(0, 0, 26, 26), k, ink="text"))
        images.append(bytes(image.convertToFormat(QImage.Format.Format_Grayscale8).constBits()))
    assert len(set(images)) == len(Glyph)


def test_presence_cells_differ_and_painting_leaves_no_brush_behind() -> None:
    images = set()
    for kind in Presence:
        image = drawn(lambda p, k=kind: paint.presence(p, QRectF(0, 0, 24, 24), k))
        images.add(bytes(image.constBits()))
    assert len(images) == len(Presence)
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    p = QPainter(image)
    pen, brush = p.pen(), p.brush()
    paint.presence(p, QRectF(0, 0, 24, 24), Presence.EXCUSED)
    paint.chip(p, QRectF(0, 0, 40, 24), Chip("En retard", Glyph.LATE))
    paint.ring(p, QRectF(0, 0, 40, 26), 6)
    paint.keycap(p, QRectF(0, 0, 40, 26), "Ctrl+K")
    assert (p.pen(), p.brush()) == (pen, brush)
    p.end()


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_a_chip_has_room_for_its_word(qapp: QApplication, scale: float) -> None:
    theme.apply(qapp, "dark", scale)
    chip = Chip("Compte rendu à approuver", Glyph.DUE_SOON)
    size = paint.chip_size(chip)
    rect = QRectF(0, 0, size.width(), size.height())
    cut: list[bool] = []
    drawn(lambda p: cut.append(paint.chip(p, rect, chip)))
    drawn(lambda p: cut.append(paint.chip(p, rect.adjusted(0, 0, -12, 0), chip)))
    assert cut == [False, True]


# Buttons


def test_a_button_tells_what_its_action_says(qtbot: QtBot) -> None:
    owner = QWidget()
    shown(qtbot, owner)
    done: list[str] = []
    action = actions.make(owner, "&Nouvelle réunion", lambda: done.append("run"), shortcut="Ctrl+Shift+S")
    button = ActionButton(action, "primary", parent=owner)
    assert (button.accessibleName(), button.accessibleDescription()) == ("Nouvelle réunion", "Ctrl+Maj+S")
    width = button.sizeHint().width()
    action.setShortcut("")
    assert button.sizeHint().width() < width
    button.show()
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert done == ["run"]
    action.setEnabled(False)
    assert not button.isEnabled()


def test_a_folded_button_keeps_its_words(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    button = ActionButton(actions.make(owner, "Imprimer", nothing, shortcut="Ctrl+P", icon="print"))
    qtbot.addWidget(button)
    button.set_icon_only(True)
    assert button.sizeHint().width() == button.sizeHint().height() >= 32
    assert button.toolTip() == "Imprimer (Ctrl+P)"
    assert button.accessibleName() == "Imprimer"


def test_the_focus_ring_is_painted(qtbot: QtBot) -> None:
    holder = QWidget()
    button = ActionButton(actions.make(holder, "x", nothing), parent=holder)
    shown(qtbot, holder)
    button.clearFocus()
    plain = button.grab().toImage()
    button.setFocus()
    assert button.grab().toImage() != plain


# Filters and steps


def test_segments_obey_the_arrows_and_say_the_choice(qtbot: QtBot) -> None:
    field = SegmentedFilter([Segment("all", "Tous", 12), Segment("open", "Ouverts", 7)], "État")
    shown(qtbot, field)
    with qtbot.waitSignal(field.changed) as told:
        qtbot.keyClick(field, Qt.Key.Key_Right)
    assert told.args == ["open"]
    assert field.accessibleName() == "État\u00a0: Ouverts 7"
    field.set_segments([Segment("open", "Ouverts", 8), Segment("all", "Tous", 12)])
    assert field.current() == "open"


def test_steps_can_all_be_opened(qtbot: QtBot) -> None:
    steps = [Step("a", "Ordre du jour", "en cours"), Step("b", "Convocations"), Step("c", "Séance")]
    stepper = Stepper(steps, "a")
    shown(qtbot, stepper)
    told: list[str] = []
    stepper.opened.connect(told.append)
    qtbot.keyClick(stepper, Qt.Key.Key_Right)
    qtbot.keyClick(stepper, Qt.Key.Key_Right)
    qtbot.keyClick(stepper, Qt.Key.Key_Return)
    assert told == ["c"]
    assert "Séance" in stepper.accessibleName()


def test_escape_empties_the_search_field(qtbot: QtBot, type_text: Typist) -> None:
    field = SearchField()
    shown(qtbot, field)
    told: list[str] = []
    field.typed.connect(told.append)
    type_text(field, "élu")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert told == ["é", "él", "élu", ""]


def test_combo_boxes_fold_into_filters(qtbot: QtBot) -> None:
    combo = ComboBox("Thème")
    combo.addItems(["Par thème"])
    bar = FilterBar(None, [combo], SearchField())
    shown(qtbot, bar)
    assert combo.isVisible()
    assert not bar.button.isVisible()
    bar.set_room("compact")
    assert not combo.isVisible()
    assert bar.button.isVisible()


# Editors


@pytest.mark.parametrize("kind", [AutoLineEdit, AutoTextEdit])
def test_text_is_told_after_rest_and_on_leave(
    qtbot: QtBot, type_text: Typist, kind: type[AutoLineEdit] | type[AutoTextEdit]
) -> None:
    editor = kind("", idle_ms=5, most_ms=5000)
    shown(qtbot, editor)
    with qtbot.waitSignal(editor.edited, timeout=2000) as told:
        type_text(editor, "été ’ œ €")
    assert told.args == ["été ’ œ €"]
    assert not editor.pending()


@pytest.mark.parametrize("kind", [AutoLineEdit, AutoTextEdit])
def test_two_seconds_at_most_while_typing(
    qtbot: QtBot, type_text: Typist, kind: type[AutoLineEdit] | type[AutoTextEdit]
) -> None:
    editor = kind("", idle_ms=60_000, most_ms=5)
    shown(qtbot, editor)
    with qtbot.waitSignal(editor.edited, timeout=2000):
        type_text(editor, "a")


def test_pending_text_is_flushed_once_and_never_overwritten(qtbot: QtBot, type_text: Typist) -> None:
    holder = QWidget()
    line = AutoLineEdit("ancien", idle_ms=60_000, most_ms=60_000, parent=holder)
    block = AutoTextEdit("", idle_ms=60_000, most_ms=60_000, parent=holder)
    shown(qtbot, holder)
    told: list[str] = []
    line.edited.connect(told.append)
    block.edited.connect(told.append)
    type_text(line, " et neuf")
    line.load("autre")
    type_text(block, "note")
    assert flush_pending(holder) == 2
    assert flush_pending(holder) == 0
    assert sorted(told) == ["ancien et neuf", "note"]
    line.load("autre")
    assert line.text() == "autre"
    assert told[2:] == []


@pytest.mark.parametrize("kind", [AutoLineEdit, AutoTextEdit])
def test_undo_belongs_to_the_window(
    qtbot: QtBot, type_text: Typist, kind: type[AutoLineEdit] | type[AutoTextEdit]
) -> None:
    holder = QWidget()
    editor = kind("", idle_ms=60_000, most_ms=60_000, parent=holder)
    shown(qtbot, holder)
    type_text(editor, "mot")
    taken = []
    for widget in (editor, QLineEdit("mot", holder)):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, MODIFIER.ControlModifier)
        event.ignore()
        QApplication.sendEvent(widget, event)
        taken.append(event.isAccepted())
    assert taken == [False, True]
    qtbot.keyClick(editor, Qt.Key.Key_Z, MODIFIER.ControlModifier)
    assert editor.text() == "mot"


def day() -> date:
    return date(2026, 10, 15)


def test_a_date_is_understood_on_leave(qtbot: QtBot, type_text: Typist) -> None:
    field = DateField(today=day)
    row = FormRow("&Date", field, "Tapez 12/3")
    shown(qtbot, row)
    told: list[date | None] = []
    field.changed.connect(told.append)
    type_text(field, "demain")
    assert row.note() == long_date(date(2026, 10, 16))
    field.flush()
    assert told == [date(2026, 10, 16)]
    field.selectAll()
    type_text(field, "pas une date")
    assert not field.flush()
    assert field.value() == date(2026, 10, 16)
    assert field.text() == "pas une date"
    assert "pas une date" in row.note()
    assert field.accessibleName() == "Date"


@pytest.mark.parametrize("typed", ["14h30", "14 h 30", "14:30", "1430", "14.30"])
def test_an_hour_is_understood(typed: str) -> None:
    assert parse_hour(typed) == "14:30"


def test_an_hour_that_is_none_is_refused(qtbot: QtBot, type_text: Typist) -> None:
    for typed in ("25h", "9h75", "midi"):
        with pytest.raises(Refusal):
            parse_hour(typed)
    field = TimeField("09:05")
    shown(qtbot, field)
    assert field.text() == "9\u00a0h\u00a005"
    field.selectAll()
    type_text(field, "14h")
    with qtbot.waitSignal(field.changed) as told:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert told.args == ["14:00"]


# Messages


def test_a_message_never_covers_the_field_that_has_the_keyboard(qtbot: QtBot) -> None:
    holder = QWidget()
    holder.resize(600, 300)
    page = QWidget(holder)
    page.setGeometry(60, 40, 540, 260)
    field, above = QLineEdit(page), QLineEdit(page)
    field.setGeometry(10, 210, 400, 32)
    above.setGeometry(10, 120, 400, 32)
    toast = Toast(holder, over=page)
    shown(qtbot, holder)
    above.setFocus()
    toast.say("Engagement enregistré")
    assert toast.geometry().bottomLeft() == QPoint(76, 300 - 17)
    field.setFocus()
    covered = QRect(field.mapTo(holder, QPoint(0, 0)), field.size())
    assert not toast.geometry().intersects(covered)
    assert page.geometry().contains(toast.geometry())
    above.setFocus()
    assert toast.geometry().bottomLeft() == QPoint(76, 300 - 17)


def test_a_message_is_soon_gone_once_one_types_on(qtbot: QtBot) -> None:
    holder = QWidget()
    holder.resize(600, 300)
    field = QLineEdit(holder)
    toast = Toast(holder, over=holder)
    shown(qtbot, holder)
    field.setFocus()
    toast.say("Engagement enregistré")
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Control, Qt.Key.Key_Down):
        QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier))
        assert toast._timer.remainingTime() > 2 * SOON_MS, "who looks for « Annuler » has the time"
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_A)
    assert 0 <= toast._timer.remainingTime() < 2 * SOON_MS, "a coarse timer is some percents off"
    toast.say("Une autre")
    assert toast._timer.remainingTime() > 2 * SOON_MS


def test_banner_and_toast_say_their_sentence(qtbot: QtBot) -> None:
    holder = QWidget()
    holder.resize(600, 300)
    done: list[int] = []
    undo = actions.make(holder, "Annuler", lambda: done.append(1))
    banner = Banner(holder)
    toast = Toast(holder, undo, seconds=0.005)
    shown(qtbot, holder)
    banner.say("Le Département n’a pas répondu.", "soon", undo)
    assert banner.accessibleName() == "Le Département n’a pas répondu."
    banner.clear()
    assert banner.text() == ""
    toast.say("3 présences supprimées")
    assert toast.isVisible()
    assert toast.geometry().bottomLeft() == QPoint(16, 300 - 17)
    qtbot.waitUntil(toast.isHidden, timeout=2000)
    undo.trigger()
    assert done == [1]


# Table


@dataclass(frozen=True)
class Line:
    id: int
    title: str
    late: bool = False


COLUMNS = (
    Column[Line]("État", lambda r: Cell(chip=Chip("En retard" if r.late else "Tenu", Glyph.LATE)), width=100),
    Column[Line]("Titre", lambda r: Cell(r.title, f"E-{r.id}"), stretch=True),
    Column[Line]("Précision", lambda r: Cell(score=6), width=92, drop=1),
)


def row_id(row: Line) -> int:
    return row.id


def table(qtbot: QtBot, rows: list[Line | Group]) -> RowsTable:
    view = RowsTable(RowsModel(COLUMNS, row_id), "Engagements")
    view.set_rows(rows)
    view.resize(700, 300)
    shown(qtbot, view)
    return view


def titles(view: RowsTable) -> list[str]:
    return [getattr(view.rows.row(n), "title", "") for n in range(view.rows.rowCount())]


ROWS: list[Line | Group] = [
    Group("Axe 1", "2 engagements"),
    Line(1, "Évaluer", late=True),
    Line(2, "Arrêter"),
    Group("Axe 2"),
    Line(3, "Zone"),
    Line(4, "Étude"),
]


def test_arrows_step_over_groups_and_keys_act(qtbot: QtBot) -> None:
    view = table(qtbot, ROWS)
    opened: list[Line] = []
    spaced: list[Line] = []
    view.opened.connect(opened.append)
    view.spaced.connect(spaced.append)
    view.select_first()
    for _number in range(2):
        qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.current_key() == 3
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.current_key() == 2
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert [row.id for row in (*opened, *spaced)] == [2, 2]
    assert not view.rows.flags(view.rows.index(0, 0)) & Qt.ItemFlag.ItemIsSelectable


def test_sorting_is_french_and_stays_inside_groups(qtbot: QtBot) -> None:
    view = table(qtbot, ROWS)
    view.select(3)
    view.horizontalHeader().sectionClicked.emit(1)
    assert titles(view) == ["Axe 1", "Arrêter", "Évaluer", "Axe 2", "Étude", "Zone"]
    assert view.current_key() == 3
    view.horizontalHeader().sectionClicked.emit(1)
    assert titles(view)[4:] == ["Zone", "Étude"]
    view.horizontalHeader().sectionClicked.emit(1)
    assert titles(view)[1:3] == ["Évaluer", "Arrêter"]


def test_the_selection_survives_a_refresh(qtbot: QtBot) -> None:
    view = table(qtbot, ROWS)
    view.select(4)
    view.set_rows([Line(4, "Étude"), Line(9, "Neuf")])
    assert view.current_key() == 4
    view.set_rows([Line(9, "Neuf")])
    assert view.current_key() is None


def test_a_row_is_read_in_words_and_copied(qtbot: QtBot) -> None:
    view = table(qtbot, ROWS)
    view.select(1)
    said = view.rows.data(view.rows.index(1, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert said == "État\u00a0: En retard. Titre\u00a0: Évaluer, E-1. Précision\u00a0: 6 / 8"
    qtbot.keyClick(view, Qt.Key.Key_C, MODIFIER.ControlModifier)
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == "En retard\tÉvaluer, E-1\t6 sur 8"  # « 6 / 8 » would paste as a day of August
    assert "<td>Évaluer, E-1</td>" in data.html()


def test_columns_give_way_when_the_title_is_short_of_room(qtbot: QtBot) -> None:
    view = table(qtbot, ROWS)
    assert not view.isColumnHidden(2)
    view.resize(420, 300)
    QApplication.processEvents()
    assert view.isColumnHidden(2)
    total = sum(view.columnWidth(i) for i in range(3) if not view.isColumnHidden(i))
    assert total == view.viewport().width()


def test_letters_do_not_move_the_selection(qtbot: QtBot, type_text: Typist) -> None:
    view = table(qtbot, ROWS)
    view.select(1)
    type_text(view, "z")
    assert view.current_key() == 1


def test_the_selected_row_has_an_accent_bar(qtbot: QtBot) -> None:
    view = table(qtbot, ROWS)
    view.select(2)
    spot = view.visualRect(view.rows.index(2, 0)).center()
    image = view.viewport().grab().toImage()
    assert image.pixelColor(1, spot.y()) == QColor(theme.tokens().accent)
    assert view.selectionModel().isRowSelected(2, QModelIndex())


def test_the_panel_floats_when_room_is_short(qtbot: QtBot) -> None:
    view = RowsTable(RowsModel(COLUMNS, row_id), "Engagements")
    view.set_rows(ROWS)
    panel = DetailPanel()
    pair = ListDetail(view, panel)
    pair.resize(900, 300)
    shown(qtbot, pair)
    assert view.mapTo(pair, view.rect().topRight()).x() < panel.x()
    pair.set_room("compact")
    assert not pair.is_open()
    view.select(1)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert pair.is_open()
    assert view.mapTo(pair, view.rect().topRight()).x() > panel.x()
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not pair.is_open()


# Words for everything


def test_every_kit_widget_has_a_name(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    panel = DetailPanel()
    panel.start("Titre", Chip("En cours", Glyph.OPEN), "E-1")
    panel.facts([("Pilote", "DSDEN"), ("Avancement", "0 sur 3", "late")])
    action = actions.make(owner, "Agir", nothing)
    panel.section("Historique", action)
    panel.history([("Reporté", "24/09/2026")])
    widgets = [
        StatusChip(Chip("Tenu", Glyph.KEPT)),
        PrecisionRing(6),
        PresenceCell(Presence.ABSENT),
        Card("Points de vigilance"),
        EmptyState("calendar", "Aucune réunion", "Une réunion regroupe tout.", action),
        PageHeader("Réunions", "12 réunions", primary=action),
        panel,
    ]
    for widget in widgets:
        qtbot.addWidget(widget)
    assert [type(w).__name__ for w in widgets if not w.accessibleName()] == []
    assert widgets[1].accessibleName() == "Précision 6 sur 8"
