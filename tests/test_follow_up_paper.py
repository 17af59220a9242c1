"""The board as printed: it reads less than the list of commitments, and says the same."""

from dataclasses import replace

import pytest

from coprodesk.documents import beginning, catalogue
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.exchange import printing
from coprodesk.queries import follow_up_paper
from coprodesk.queries.commitment_filter import CommitmentFilter
from coprodesk.queries.commitments import commitments
from coprodesk.queries.follow_up_paper import FollowedRow, follow_up_board

CELL = 3
AUDIENCES = [Audience(level, CELL if level is Level.RESTRICTED else None) for level in Level]


def of_the_list(store, audience):
    """The board made from the rows of the list, theme by theme, then by reference."""
    found = commitments(store, store.clock().date(), CommitmentFilter(audience=audience))
    themes = list(dict.fromkeys(row.theme_id for row in found))
    return tuple(
        FollowedRow(
            row.reference,
            row.what,
            row.lead,
            row.initial_due,
            row.current_due,
            row.postponements,
            row.status,
            row.done_on,
            row.precision.score,
            row.last_news.text if row.last_news else "",
            row.last_news.on if row.last_news else None,
        )
        for row in sorted(found, key=lambda row: (themes.index(row.theme_id), row.reference))
    )


def lived(store):
    """Give the commitments of the example what a year brings: news of one day, a reminder last, no theme."""
    first, second, third, fourth = (row[0] for row in store.rows("SELECT id FROM commitment LIMIT 4"))
    events = (
        (first, "postponed", "2026-10-01", "Marché infructueux"),
        (second, "news", "2026-10-02", "Première nouvelle du jour"),
        (second, "news", "2026-10-02", "Seconde nouvelle du jour"),
        (second, "news", "2025-01-02", "Nouvelle d’avant, notée après"),
        (second, "reminder", "2026-10-09", "Relance"),
    )
    with store.change("Une année") as change:
        for commitment_id, kind, day, text in events:
            change.insert("commitment_event", commitment_id=commitment_id, kind=kind, on_date=day, text=text)
        change.update("commitment", third, theme_id=None, lead_id=None, place=" \u00a0")
        change.update("commitment", fourth, level="secretariat", note="À garder pour nous jusqu’à l’été.")


@pytest.mark.parametrize("audience", AUDIENCES, ids=lambda one: one.level.value)
def test_the_board_says_what_the_list_says(example, audience):
    lived(example)
    board = follow_up_board(example, 0, audience)
    assert board.rows == of_the_list(example, audience)
    assert sum(count for _name, count in board.themes) == len(board.rows)
    # The example publishes none.
    assert (len(board.rows) > 5) is (audience.level is not Level.PUBLIC)


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("n.kind <> 'reminder'", "1"),
        ("n.on_date DESC, n.id DESC", "n.id"),
        ("p.kind = 'postponed'", "1"),
        ("t.id IS NULL, t.position, t.id, c.reference", "c.reference"),
    ],
)
def test_a_board_read_otherwise_is_noticed(example, monkeypatch, said, wrong):
    lived(example)
    assert said in follow_up_paper._BOARD
    monkeypatch.setattr(follow_up_paper, "_BOARD", follow_up_paper._BOARD.replace(said, wrong))
    audience = Audience(Level.PARTNERS)
    assert follow_up_board(example, 0, audience).rows != of_the_list(example, audience)


def test_the_tree_of_a_paper_is_built_once(example, monkeypatch):
    """With something reserved to look for, the check, the first page and the file share one tree."""
    lived(example)
    monkeypatch.setattr(beginning, "LONG", 10)
    built = []
    made = catalogue.kind("follow-up")
    counted = replace(made, build=lambda *told: built.append(made.build(*told)) or built[-1])
    monkeypatch.setattr(catalogue, "kind", lambda _name: counted)
    prepared = printing.prepare(example, "follow-up", 0, Audience(Level.PARTNERS))
    assert prepared.reserved
    assert printing.first_page(prepared) is not None
    assert printing.render(prepared).document is built[0]
    assert len(built) == 1
    # Other data is another paper.
    fewer = replace(prepared, data=replace(prepared.data, rows=prepared.data.rows[:1]))
    assert fewer.document != prepared.document
