"""The local figures of a year beside those of the year before, and the texts of the report."""

import pytest

from coprodesk.commands import local_figures as commands
from coprodesk.domain.errors import Refusal
from coprodesk.queries import local_figures as queries
from coprodesk.queries.local_figures import NoteSection
from coprodesk.store import Store


def names(store: Store, year: int) -> list[tuple[str, bool]]:
    return [(line.known.indicator, line.now is not None) for line in queries.figure_lines(store, year)]


def test_an_indicator_of_the_year_before_awaits_its_value(store: Store) -> None:
    commands.add_local_figure(store, 2025, "Cambriolages", 81, producer="CPN", source="SSMSI")
    commands.add_local_figure(store, 2025, "Rodéos", 41, producer="PM")
    assert names(store, 2026) == [("Cambriolages", False), ("Rodéos", False)]
    commands.add_local_figure(store, 2026, "RODEOS", 47, producer="pm")
    assert names(store, 2026) == [("RODEOS", True), ("Cambriolages", False)]
    first = queries.figure_lines(store, 2026)[0]
    assert first.before is not None
    assert (first.before.value, first.known.value) == (41, 47)


def test_one_indicator_of_two_producers_stands_twice_in_a_year_never_three_times(store: Store) -> None:
    commands.add_local_figure(store, 2025, "Incivilités", 30, producer="PM")
    commands.add_local_figure(store, 2025, "Incivilités", 12, producer="bailleurs")
    with pytest.raises(Refusal, match="déjà dans cette année") as refused:
        commands.add_local_figure(store, 2025, "incivilites ", 5, producer="pm")
    assert refused.value.field == "indicator"


@pytest.mark.parametrize(
    ("value", "base", "field"), [(-1, None, "value"), (12, 10, "base"), (3, -2, "value")]
)
def test_counts_that_cannot_be(store: Store, value: int, base: int | None, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        commands.add_local_figure(store, 2025, "Faits", value, base=base)
    assert refused.value.field == field
    assert queries.local_figures(store, 2025) == ()
    one = commands.add_local_figure(store, 2025, "Faits", 10, base=20)
    with pytest.raises(Refusal, match="plus petite"):
        commands.set_local_figure(store, one, base=9)


def test_a_year_that_no_council_lived(store: Store) -> None:
    with pytest.raises(Refusal, match="1900"):
        commands.add_local_figure(store, 1900, "Faits", 3)


def test_a_text_typed_twice_is_one_step_and_an_empty_one_goes(store: Store) -> None:
    commands.set_annual_note(store, 2026, NoteSection.DIFFICULTIES, "Peu")
    commands.set_annual_note(store, 2026, NoteSection.DIFFICULTIES, "Peu de chiffres.")
    commands.set_annual_note(store, 2026, NoteSection.FINANCING, "FIPD.")
    assert list(queries.annual_notes(store, 2026).items()) == [
        (NoteSection.FINANCING, "FIPD."),
        (NoteSection.DIFFICULTIES, "Peu de chiffres."),
    ]
    store.undo()
    store.undo()
    assert queries.annual_notes(store, 2026) == {}
    store.redo()
    commands.set_annual_note(store, 2026, NoteSection.DIFFICULTIES, "  ")
    assert store.rows("SELECT count(*) FROM annual_note")[0][0] == 0
