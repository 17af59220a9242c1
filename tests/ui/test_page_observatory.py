"""Observatoire by keyboard: the map, the charts, their tables, what each opens, and what is read again."""

import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from coprodesk.commands import commitments as commands
from coprodesk.documents.chart_parts import Behind
from coprodesk.queries.minutes import documents
from coprodesk.queries.observatory import Span
from coprodesk.store import Store
from coprodesk.ui import theme
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages import observatory as module
from coprodesk.ui.pages.observatory import ObservatoryPage
from coprodesk.ui.pages.observatory_dialogs import ChartTable, RowsBehind, open_behind, png_of

MakeDesk = Callable[[Store], Desk]


@pytest.fixture
def desk(example: Store, make_desk: MakeDesk) -> Desk:
    made = make_desk(example)
    made.go("observatory")
    return made


@pytest.fixture
def page(desk: Desk) -> ObservatoryPage:
    return page_of(desk)


@pytest.fixture
def visits(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(desk, "go", lambda place, **where: found.append((place, where)))
    return found


def page_of(desk: Desk) -> ObservatoryPage:
    found = desk.shell.current_page()
    assert isinstance(found, ObservatoryPage)
    return found


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def choose(page: ObservatoryPage, span: Span) -> None:
    page.span.setFocus()
    QTest.keyClick(page.span, Qt.Key.Key_Home)
    for _step in range(list(Span).index(span)):
        QTest.keyClick(page.span, Qt.Key.Key_Down)


def test_the_banner_says_who_may_see_it(page: ObservatoryPage) -> None:
    assert page.reserved.isVisible()
    assert "Réservé à la présidence et au secrétariat" in page.reserved.accessibleName()


def test_the_map_is_walked_and_opens_meetings_and_partners(
    page: ObservatoryPage, visits: list[tuple[str, dict[str, Any]]], example: Store
) -> None:
    assert page.map.hasFocus()
    assert plain(page.map.accessibleName()) == "Préfecture, Restreinte du 24/09/2026 : représenté"
    QTest.keyClick(page.map, Qt.Key.Key_Down)
    QTest.keyClick(page.map, Qt.Key.Key_Return)
    QTest.keyClick(page.map, Qt.Key.Key_Home)
    assert plain(page.map.accessibleName()) == "Parquet, 3 / 6, 24 mois"
    QTest.keyClick(page.map, Qt.Key.Key_Return)
    meeting = example.rows("SELECT id FROM meeting WHERE number = '2026-02'")[0][0]
    partner = example.rows("SELECT id FROM institution WHERE short_name = 'Parquet'")[0][0]
    assert visits == [("meeting", {"meeting_id": meeting}), ("partner", {"institution_id": partner})]


def test_a_chart_is_walked_and_opens_its_rows(
    page: ObservatoryPage, visits: list[tuple[str, dict[str, Any]]], qapp: QApplication
) -> None:
    view = page.cards["kept"].view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_End)
    assert plain(view.accessibleName()) == "En retard : 3 / 7 (42,9 %)"
    QTest.keyClick(view, Qt.Key.Key_Return)
    ((place, where),) = visits
    assert place == "commitments"
    assert len(where["ids"]) == 3
    assert plain(where["behind"]) == "En retard : 3 / 7 (42,9 %)"


def test_meetings_behind_a_mark_are_listed_and_opened(
    page: ObservatoryPage, visits: list[tuple[str, dict[str, Any]]]
) -> None:
    meetings = tuple(row[0] for row in page.desk.store.rows("SELECT id FROM meeting WHERE state = 'held'"))
    open_behind(page.desk, "Réunions tenues", Behind("meeting", meetings), page)
    (rows,) = page.findChildren(RowsBehind)
    assert rows.table.rows.rowCount() == len(meetings)
    QTest.keyClick(rows.table, Qt.Key.Key_Down)
    QTest.keyClick(rows.table, Qt.Key.Key_Return)
    assert [place for place, _where in visits] == ["meeting"]
    assert not rows.isVisible()


def test_one_row_behind_a_mark_is_gone_to_at_once(
    page: ObservatoryPage, visits: list[tuple[str, dict[str, Any]]]
) -> None:
    view = page.cards["precision"].view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Home)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert visits == [], "nobody has no criterion: nothing to open"
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert [place for place, _where in visits] == ["commitments"]


def test_the_big_number_has_its_base_and_gautron_is_named(page: ObservatoryPage) -> None:
    assert plain(page.cards["kept"]._figure.text()) == "4 / 7"
    assert "cas des deux tiers des CLSPD (Gautron 2010)" in page.cards["cadence"].note.text()


def test_t_shows_the_table_which_is_written_as_excel_csv_and_png(
    page: ObservatoryPage, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = page.cards["balance"].view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_T)
    (table,) = page.findChildren(ChartTable)
    assert table.focusWidget() is table.table
    assert plain(table.table.rows.cell(0, 0).words) == "Engagements mono-sectoriels"
    for kind, act, start in (
        ("xlsx", table.write_table, b"PK"),
        ("csv", table.write_table, b"\xef\xbb\xbf"),
        ("png", table.write_picture, b"\x89PNG"),
    ):
        target = tmp_path / f"figure.{kind}"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, path=target: (str(path), ""))
        act()
        assert target.read_bytes().startswith(start)
        assert f"figure.{kind}" in desk.shell.toast.text()
        assert documents(desk.store)[0].file_name == f"figure.{kind}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(tmp_path / "no" / "x.csv"), ""))
    table.write_table()
    assert "n’a pas été écrit" in table.banner.text()
    table.reject()


def test_the_whole_page_is_exported_as_one_workbook(
    page: ObservatoryPage, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "tout.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(target), ""))
    desk.shell.action("file.export").trigger()
    book = load_workbook(io.BytesIO(target.read_bytes()))
    assert len(book.sheetnames) == 2 + len(page.cards)
    (row,) = documents(desk.store)
    assert (row.document, row.title, row.file_name) == ("export", "Export\u00a0: Observatoire", "tout.xlsx")
    assert row.digest == hashlib.sha256(target.read_bytes()).hexdigest()
    assert book.worksheets[1]["A2"].value == "Préfecture"


def test_the_span_and_the_day_are_chosen_by_keyboard(
    page: ObservatoryPage, type_text: Callable[[Any, str], None]
) -> None:
    choose(page, Span.MONTHS)
    assert len(page.map.table.columns) == 6
    choose(page, Span.YEAR)
    assert [row.rate for row in page.map.table.rows][:1]
    assert len(page.map.table.columns) == 2
    choose(page, Span.LAST)
    page.day.setFocus()
    page.day.selectAll()
    type_text(page.day, "31/12/2025")
    QTest.keyClick(page.day, Qt.Key.Key_Return)
    assert page.map.table.columns[-1].day == "13/11"


def test_the_file_is_read_again_only_when_it_changed(
    page: ObservatoryPage, desk: Desk, example: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[object] = []
    real = module.observatory
    monkeypatch.setattr(module, "observatory", lambda *a: (reads.append(a), real(*a))[1])
    page.refresh()
    assert reads == []
    late = example.rows("SELECT id FROM commitment WHERE reference = 'E-2026-03'")[0][0]
    desk.act(commands.keep_commitment, example, late, desk.today())
    assert len(reads) == 1
    assert plain(page.cards["kept"]._figure.text()) == "5 / 7"
    choose(page, Span.ALL)
    assert reads[-1][-1] is not None, "promises do not depend on the span"


@pytest.mark.parametrize("size", [(900, 430), (1024, 640), (1366, 768)])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_nothing_asks_for_more_room_than_there_is(
    page: ObservatoryPage, desk: Desk, qapp: QApplication, size: tuple[int, int], scale: float
) -> None:
    theme.apply(qapp, "light", scale)
    desk.shell.resize(*size)
    qapp.processEvents()
    assert desk.shell.size() == QSize(*size)
    inner = page.body.parentWidget()
    assert inner is not None
    widest = max(card.geometry().right() for card in page.cards.values() if card.parentWidget() is page.rest)
    assert widest <= page.rest.width()
    assert page.map_card.mapTo(inner, page.map_card.rect().bottomRight()).x() <= inner.width()


def test_beyond_the_room_the_meetings_scroll_and_the_latest_is_in_sight(
    page: ObservatoryPage, desk: Desk, qapp: QApplication
) -> None:
    bar = page.map.area.horizontalScrollBar()
    assert bar.maximum() == 0, "eight meetings fit"
    theme.apply(qapp, "light", 1.5)
    desk.shell.resize(900, 430)
    qapp.processEvents()
    assert bar.maximum() > 0
    assert bar.value() == bar.maximum()
    page.map.setFocus()
    for _step in range(7):
        QTest.keyClick(page.map, Qt.Key.Key_Left)
    assert bar.value() < bar.maximum()


def test_an_empty_council_says_so(store: Store, make_desk: MakeDesk) -> None:
    made = make_desk(store)
    made.go("observatory")
    assert page_of(made).empty.isVisible()
    assert not page_of(made).columns.isVisible()


def test_a_png_is_three_pixels_for_a_point(page: ObservatoryPage) -> None:
    from PySide6.QtGui import QImage

    chart = page.cards["kept"].view.chart
    image = QImage.fromData(png_of(chart))
    assert image.width() == round((chart.picture.width + 32) * 3)
