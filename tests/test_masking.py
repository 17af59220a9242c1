"""Small numbers in what is published."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprodesk.domain import masking
from coprodesk.domain.disclosure import Level

PUBLIC, OTHERS = Level.PUBLIC, [level for level in Level if level is not Level.PUBLIC]
COUNTS = st.integers(0, 60)


@pytest.mark.parametrize(
    ("count", "words"), [(0, "<\u202f5"), (4, "<\u202f5"), (5, "5"), (1204, "1\u202f204")]
)
def test_small_counts_are_masked_in_public(count, words):
    assert masking.count_words(count, PUBLIC) == words


@pytest.mark.parametrize("level", OTHERS)
def test_the_members_read_the_numbers_they_gave(level):
    assert masking.count_words(2, level) == "2"
    assert masking.share_words(2, 25, level) == "8,0\u202f%"
    assert masking.change_words(26, 2, level) == "−92,3\u202f%"


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (81, 74, "−8,6\u202f%"),
        (64, 72, "+12,5\u202f%"),
        (2, 3, "n.\u00a0s."),
        (19, 40, "n.\u00a0s."),
        (20, 40, "+100,0\u202f%"),
        (40, 40, "0,0\u202f%"),
        (40, 3, "n.\u00a0s."),
    ],
)
def test_the_sample_figures(before, after, words):
    """The table of the design; a fall to a masked count would tell it."""
    assert masking.change_words(before, after, PUBLIC) == words


@given(COUNTS, COUNTS)
def test_no_share_on_a_small_base_and_none_that_tells_a_masked_count(part, more):
    base = part + more
    for level in Level:
        words = masking.share_words(part, base, level)
        if base < 20:
            assert words == "n.\u00a0s."
    if min(part, more) < 5:
        assert masking.share_words(part, base, PUBLIC) == "n.\u00a0s."
    elif base >= 20:
        assert "%" in masking.share_words(part, base, PUBLIC)


def test_the_note_says_what_is_done():
    assert "inférieurs à 5 sont masqués" in masking.masking_note(PUBLIC)
    assert "masqués" not in masking.masking_note(Level.PARTNERS)
