"""The agenda's clock and sum."""

from hypothesis import given
from hypothesis import strategies as st

from coprodesk.domain.agenda import position_after_move, total_words


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_the_sum_in_words() -> None:
    assert plain(total_words(90, 90, "14:30")) == "1 h 30 prévue sur 1 h 30 · fin à 16 h 00"
    assert plain(total_words(140, 150, "14:30")) == "2 h 20 prévues sur 2 h 30 · fin à 16 h 50"
    assert plain(total_words(45, 60, "09:00")) == "45 min prévues sur 1 h · fin à 9 h 45"


def test_an_overrun_is_said_in_words() -> None:
    assert plain(total_words(105, 90, "14:30")) == (
        "1 h 45 prévue sur 1 h 30 · dépassement de 15 min · fin à 16 h 15"
    )


@given(st.integers(1, 50), st.integers(-60, 60), st.integers(0, 50))
def test_a_moved_item_stays_on_the_agenda(position: int, steps: int, after: int) -> None:
    count = position + after
    moved = position_after_move(position, steps, count)
    assert 1 <= moved <= count
    if 1 <= position + steps <= count:
        assert moved - position == steps
