"""Ctrl+K leads to the place itself: a partner, a meeting, the very item, the words under it."""

from collections.abc import Callable

from coprodesk.store import Store
from coprodesk.ui.desk import Desk
from coprodesk.ui.find import Finder
from coprodesk.ui.pages.agenda_step import AgendaStep
from coprodesk.ui.pages.live_step import LiveStep
from coprodesk.ui.pages.meeting import MeetingPage

MakeDesk = Callable[[Store], Desk]


def choose(desk: Desk, typed: str, words: str) -> None:
    rows = [row for group in Finder(desk).groups(typed) for row in group.rows]
    next(row for row in rows if words in row.text).run()


def page_of(desk: Desk) -> MeetingPage:
    page = desk.shell.current_page()
    assert isinstance(page, MeetingPage)
    return page


def test_an_item_opens_its_agenda_at_itself(make_desk: MakeDesk, example: Store) -> None:
    desk = make_desk(example)
    choose(desk, "fêtes", "Fêtes de fin d’année : dispositif commun")
    step = page_of(desk).step
    assert isinstance(step, AgendaStep)
    assert step.table.current().title.startswith("Fêtes de fin d’année")


def test_words_said_open_the_item_under_which_they_were(make_desk: MakeDesk, example: Store) -> None:
    desk = make_desk(example)
    choose(desk, "gardiens prévenus", "gardiens soient prévenus")
    step = page_of(desk).step
    assert isinstance(step, LiveStep)
    assert step.table.current().row.title.startswith("Rodéos motorisés")


def test_partners_promises_and_places(make_desk: MakeDesk, example: Store) -> None:
    desk = make_desk(example)
    for typed, words, page in (
        ("dsden", "DSDEN de la Haute-Lorne", "partner"),
        ("E-2025-04", "E-2025-04", "commitments"),
        ("journ", "Journal", "journal"),
        ("2026-02", "2026-02", "meeting"),
    ):
        choose(desk, typed, words)
        assert desk.shell.current_id() == page


def test_an_angle_asks_for_actions_only(make_desk: MakeDesk, example: Store) -> None:
    groups = Finder(make_desk(example)).groups("> réunion")
    assert [group.title for group in groups if group.rows] == ["Actions"]
    assert any("Nouvelle réunion" in row.text for row in groups[-1].rows)
