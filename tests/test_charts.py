"""Charts: pictures that stay inside their size, the base always written, tables and marks that agree."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from coprodesk.documents import charts, heat_map
from coprodesk.documents.chart_parts import advance, below, beside, box, data_table, shortened
from coprodesk.documents.charts import Bar, Behind, Chart, HeatColumn, HeatRow, HeatTable
from coprodesk.documents.picture import PRESENCE_LETTERS, Line, Picture, Presence, Rect, Text
from coprodesk.domain import french
from coprodesk.domain.figures import Figure
from coprodesk.domain.tables import DataTable
from tests.test_picture import drawn, overflowing


def bar(label: str, numerator: int, base: int, tone: int = 0) -> Bar:
    ids = tuple(range(numerator))
    return Bar(label, Figure(None, label, numerator, base, ids), tone, Behind("commitment", ids))


def few() -> list[Bar]:
    return [bar("à la date", 2, 7), bar("après", 2, 7, 1), bar("en retard", 3, 7, 3)]


def many() -> list[Bar]:
    return [bar("Une institution au nom vraiment très long", 16_829, 20_000), bar("x", 3, 20_000, 3)]


MAKERS: dict[str, Callable[[list[Bar], float], Chart]] = {
    "bars": lambda content, width: charts.bars(
        "k", "T", content, name="N", width=width, legend=[(0, "Plénière")]
    ),
    "stacked": lambda content, width: charts.stacked("k", "T", content, name="N", width=width),
    "shares": lambda content, width: charts.shares("k", "T", content, name="N", width=width),
    "lines": lambda content, width: charts.lines("k", "T", content, name="N", width=width),
    "histogram": lambda content, width: charts.histogram(
        "k", "T", content, [(len(content), "toutes")], name="N", width=width
    ),
}


def table() -> HeatTable:
    states = tuple(Presence)
    columns = tuple(
        HeatColumn(at, "2025" if at < 3 else "2026", f"{at + 1:02d}/03", "plén.", "9/12", f"Plénière {at}")
        for at in range(len(states))
    )
    rows = (
        HeatRow(1, "Préfecture", states, "5 / 6", "titulaire 2 / 6"),
        HeatRow(
            2, "Brévigny Habitat et territoires du plateau", states[::-1], "0 / 2", "3 de suite, n = 2", True
        ),
    )
    return HeatTable("Présence", "24 mois", columns, rows)


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize("content", [few(), many(), []], ids=["few", "many", "none"])
@pytest.mark.parametrize("width", [240.0, 700.0])
def test_a_chart_stays_inside_its_picture(name: str, content: list[Bar], width: float) -> None:
    chart = MAKERS[name](content, width)
    assert overflowing(chart.picture) == []
    for mark in chart.marks:
        assert mark.x >= -0.01
        assert mark.x + mark.w <= chart.picture.width + 0.01
        assert mark.y + mark.h <= chart.picture.height + 0.01


def test_an_overflow_would_be_seen() -> None:
    chart = charts.lines("k", "T", few(), name="N")
    assert overflowing(chart.picture._replace(width=20.0))


@pytest.mark.parametrize("name", MAKERS)
def test_every_chart_is_painted_on_paper(name: str) -> None:
    picture = MAKERS[name](few(), 320.0).picture
    assert drawn(picture).split().count("Tj") == len(texts(picture)) > 2


@pytest.mark.parametrize("name", ["bars", "shares", "lines"])
def test_the_base_is_always_written(name: str) -> None:
    said = texts(MAKERS[name]([bar("Cas", 2, 3), bar("Autre", 5, 9)], 320.0).picture)
    assert "2/3" in {one.replace(" ", "") for one in said}
    assert "5/9" in {one.replace(" ", "") for one in said}


@pytest.mark.parametrize("name", MAKERS)
def test_no_percentage_under_five(name: str) -> None:
    scale = {"0 %", "25 %", "50 %", "75 %", "100 %"}
    small = MAKERS[name]([bar("Cas", 2, 4)], 320.0)
    assert not [one for one in texts(small.picture) if "%" in one and one not in scale]
    assert "66,7" not in " ".join(texts(small.picture))
    assert "%" not in small.alt
    assert "%" in MAKERS[name]([bar("Cas", 2, 5)], 320.0).alt


def test_each_mark_leads_to_its_rows_and_says_them() -> None:
    chart = charts.stacked("k", "T", few(), name="N")
    assert [mark.behind for mark in chart.marks] == [one.behind for one in few()]
    assert chart.marks[2].words.replace("\u00a0", " ").replace("\u202f", " ") == "en retard : 3 / 7 (42,9 %)"


def test_tones_differ_without_their_colour() -> None:
    forms = {(one.fill, one.width, one.hatch) for one in (box(0, 0, 20, 20, tone) for tone in range(5))}
    assert len(forms) == 5


def test_units_are_counted_up_to_24_and_parts_drawn_above() -> None:
    def boxes(chart: Chart) -> int:
        return len([one for one in chart.picture.shapes if isinstance(one, Rect) and one.y < 22])

    assert boxes(charts.stacked("k", "T", few(), name="N")) == 7
    assert boxes(charts.stacked("k", "T", [bar("a", 20, 30), bar("b", 10, 30)], name="N")) == 2


def test_the_data_table_tells_the_same_numbers() -> None:
    found = data_table("T", "Cas", [bar("a", 2, 4), bar("b", 4, 7)])
    assert found.rows == (("a", 2, 4, None), ("b", 4, 7, Fraction(4, 7)))
    with pytest.raises(ValueError, match="one value per column"):
        DataTable("T", ("a", "b"), ((1,),))


def test_the_map_has_every_letter_and_its_words() -> None:
    chart = charts.heat_map(table())
    letters = [one for one in texts(chart.picture) if one in PRESENCE_LETTERS.values()]
    for letter in PRESENCE_LETTERS.values():
        # Two rows, and the legend but for what no roll leaves unknown.
        assert letters.count(letter) == (2 if letter == french.DASH else 3)
    assert overflowing(chart.picture) == []
    assert chart.marks[0].words.replace("\u00a0", " ") == "Préfecture, Plénière 0 : présent"
    assert chart.marks[0].behind == Behind("meeting", (0,))
    assert len(chart.marks) == 2 * len(Presence)


def test_the_map_parts_years_and_names_each_once() -> None:
    lefts = heat_map.column_lefts(table().columns)
    assert lefts[3] - lefts[2] > lefts[2] - lefts[1]
    assert texts(heat_map.heat_cells(table())).count("2025") == 1


def test_the_map_as_a_table_has_no_text_that_a_spreadsheet_takes_for_a_date() -> None:
    found = heat_map.data(table())
    assert found.rows[0][-2:] == ("5 sur 6", "titulaire 2 / 6")
    assert found.rows[-1][1] == "9 sur 12"
    assert found.rows[0][1:3] == ("P", "R")


def test_a_long_name_is_shortened_and_a_short_one_is_not() -> None:
    assert shortened("Parquet", 200, 12) == "Parquet"
    cut = shortened("Brévigny Habitat et territoires", 80, 12)
    assert cut.endswith("…")
    assert advance(cut, 12) <= 80


def test_pictures_are_put_side_by_side_and_below() -> None:
    one = Picture(10, 5, (Line(0, 0, 10, 5, "text"),))
    assert beside(one, one).shapes[1] == Line(10, 0, 20, 5, "text")
    assert (below(one, one, gap=2).height, below(one, one, gap=2).shapes[1]) == (
        12,
        Line(0, 7, 10, 12, "text"),
    )


def texts(picture: Picture) -> list[str]:
    return [
        one.text.replace("\u00a0", " ").replace("\u202f", " ")
        for one in picture.shapes
        if isinstance(one, Text)
    ]
