"""A new council with nothing in it: each page says so in a title and one sentence, and offers what to do."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from coprodesk.commands import bodies, meetings, templates
from coprodesk.commands.council import seed
from coprodesk.queries import templates as template_queries
from coprodesk.store import Opening, Store, create
from coprodesk.ui import window
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import EmptyState

MakeDesk = Callable[[Store], Desk]

NEVER_EMPTY = {"journal", "settings"}
"""The journal begins with the creation of the file; settings always have a value."""
PARTS = {"meeting", "partner"}
"""A page of one thing that exists."""


@pytest.fixture
def bare(tmp_path: Path, opening: Opening) -> Iterator[Store]:
    """A council as its creation leaves it, without its bodies and templates."""
    store = create(
        tmp_path / "neuf.copro",
        opening,
        lambda change: seed(change, name="CLSPD de Neuf", commune="Neuf"),
        "Création",
    )
    for row in template_queries.templates(store):
        templates.delete_template(store, row.id)
    for body_id in (1, 2):
        bodies.delete_body(store, body_id)
    yield store
    store.close()


def lacking(page: QWidget) -> str:
    """Return what the empty state of a page lacks, '' when it is whole."""
    seen = [one for one in page.findChildren(EmptyState) if one.isVisible()]
    if not seen:
        return "no empty state"
    for one in seen:
        sentence = one.accessibleDescription()
        if not one.accessibleName() or not sentence.endswith("."):
            return f"no sentence: {one.accessibleName()}"
        buttons = [button for button in one.findChildren(ActionButton) if button.isVisible()]
        if not buttons or not all(button.isEnabled() for button in buttons):
            return f"nothing to do: {one.accessibleName()}"
        if any(button.width() < button.sizeHint().width() for button in buttons):
            return f"a cut button: {one.accessibleName()}"
    return ""


@pytest.mark.parametrize("key", sorted(window.PAGES.keys() - PARTS - NEVER_EMPTY))
def test_a_page_with_nothing_offers_what_to_do(make_desk: MakeDesk, bare: Store, key: str) -> None:
    desk = make_desk(bare)
    desk.go(key)
    page = desk.shell.current_page()
    assert page is not None
    assert lacking(page) == ""


@pytest.mark.parametrize("step", ["agenda", "convening", "follow_up"])
def test_a_meeting_with_nothing_says_so_and_offers_what_to_do(
    make_desk: MakeDesk, store: Store, step: str
) -> None:
    with store.change("Groupe") as change:
        kind = change.insert("body_kind", code="plenary", name="Plénière", position=0)
        body = change.insert("body", name="Plénière", short_name="Plénière", body_kind_id=kind, numbered=1)
    meeting_id = meetings.create_meeting(store, body, date(2026, 11, 19), "14:30")
    desk = make_desk(store)
    desk.go("meeting", meeting_id=meeting_id, step=step)
    page = desk.shell.current_page()
    assert page is not None
    whole = next(one for one in page.findChildren(EmptyState) if one.isVisible())
    assert whole.parentWidget() is not None
    assert lacking(whole.parentWidget()) == ""


@pytest.mark.parametrize("key", ["meetings", "commitments", "partners", "proposals", "journal"])
def test_words_that_nothing_answers_are_told_with_the_way_back(
    make_desk: MakeDesk, example: Store, key: str
) -> None:
    desk = make_desk(example)
    desk.go(key)
    page = desk.shell.current_page()
    assert page is not None
    search = page.search  # type: ignore[attr-defined]
    search.setText("zzzz")
    search.typed.emit("zzzz")
    assert lacking(page) == ""
    (button,) = [one for one in page.findChildren(ActionButton) if one.isVisible() and _in_empty(one)]
    button.click()
    assert search.text() == ""
    assert lacking(page) == "no empty state"


def _in_empty(button: ActionButton) -> bool:
    return isinstance(button.parentWidget(), EmptyState)


@pytest.mark.parametrize(
    ("sentence", "offered", "found"),
    [("Rien.", True, ""), ("Rien", True, "no sentence"), ("Rien.", False, "nothing to do")],
)
def test_what_an_empty_state_lacks_is_seen(
    make_desk: MakeDesk, store: Store, sentence: str, offered: bool, found: str
) -> None:
    desk = make_desk(store)
    page = desk.shell.current_page()
    assert page is not None
    assert lacking(page) == "no empty state"
    action = make(page, "Agir", page.refresh) if offered else None
    shown = EmptyState("info", "Rien", sentence, action)
    page.body.addWidget(shown)
    shown.show()
    shown.adjustSize()
    assert lacking(page).startswith(found)
    assert bool(found) or lacking(page) == ""
