"""What was said is found, ordered, proposed again and explained: 8, 12 to 14, 24, 25, 39."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from coprodesk.domain.french import late_by
from coprodesk.store import Store
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.live_step import LiveStep
from coprodesk.ui.rows_view import RowsTable
from tests import test_carry_over, test_french, test_search
from tests.benchmarks import twenty_years
from tests.conftest import FrozenClock, opening_in
from tests.ui import detect, test_find, test_help, test_kit
from tests.ui.visits import Visit, places

MakeDesk = Callable[[Store], Desk]


def test_08_controls_have_names_and_icons_their_key(visit: Visit) -> None:
    visit.resize(1024, 640)
    for place in places(visit.desk.store):
        visit.go(place)
        assert detect.of(visit.desk.shell, (detect.nameless, detect.untold_icons)) == [], place.name


test_12_accents_do_not_matter = test_search.test_names_without_accents


test_13_an_old_word_opens_at_its_place = test_find.test_words_said_open_the_item_under_which_they_were


def test_13_words_of_2019_open_the_item_under_which_they_were(
    tmp_path: Path, make_desk: MakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Six hundred items, seven years later; the speed on twenty years is measured by `tests.benchmarks`."""
    monkeypatch.setattr(twenty_years, "LAST_DAY", date(2019, 12, 20))
    store = twenty_years.make(tmp_path / "ancien.copro", opening_in(tmp_path, FrozenClock()), years=1)
    row = store.rows(
        """SELECT r.id, r.agenda_item_id, i.meeting_id, i.position FROM record r
           JOIN agenda_item i ON i.id = r.agenda_item_id JOIN meeting m ON m.id = i.meeting_id
           WHERE m.date LIKE '2019-06-%' AND i.position = 13"""
    )[0]
    with store.change("Une phrase de 2019") as change:
        change.update("record", row["id"], text="On a parlé des lucioles du canal.")
    desk = make_desk(store)
    test_find.choose(desk, "lucioles", "lucioles du canal")
    page = test_find.page_of(desk)
    assert page.meeting_id == row["meeting_id"]
    assert isinstance(page.step, LiveStep)
    assert page.step.table.current().row.id == row["agenda_item_id"]
    desk.leave()
    store.close()


test_14_sorting_is_french = test_french.test_french_order


test_14_tables_sort_so = test_kit.test_sorting_is_french_and_stays_inside_groups


test_24_what_is_open_is_proposed_again = (
    test_carry_over.test_what_is_due_is_grouped_by_lead_and_taken_up_whole_by_the_follow_up_item
)


def test_25_lateness_is_in_words(visit: Visit) -> None:
    assert late_by(12).replace("\u00a0", " ") == "12 jours de retard"
    page = visit.go(next(place for place in places(visit.desk.store) if place.page == "commitments"))
    table = next(one for one in page.findChildren(RowsTable) if one.isVisible())
    said = [table.rows.summary(line) for line in range(table.rows.rowCount())]
    assert sum("de retard" in words for words in said) >= 3


test_39_f1_opens_the_page_of_this_screen = test_help.test_f1_opens_the_page_of_each_screen
