"""Who sees what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprodesk.domain.disclosure import OPENNESS, Audience, Level, sees, tightest, visible_levels
from coprodesk.domain.errors import Refusal

WATCH_CELL, OTHER_CELL = 7, 8
BODIES = st.sampled_from([None, WATCH_CELL, OTHER_CELL])


@pytest.mark.parametrize(
    ("audience", "seen"),
    [
        (Audience(Level.PUBLIC), {"public"}),
        (Audience(Level.PARTNERS), {"public", "partners"}),
        (Audience(Level.PARTNERS, WATCH_CELL), {"public", "partners"}),
        (Audience(Level.RESTRICTED, WATCH_CELL), {"public", "partners", "restricted"}),
        (Audience(Level.RESTRICTED, OTHER_CELL), {"public", "partners"}),
        (Audience(Level.SECRETARIAT), {"public", "partners", "restricted", "secretariat"}),
    ],
)
def test_the_table_of_the_design(audience: Audience, seen: set[str]) -> None:
    assert {level.value for level in Level if sees(audience, level, WATCH_CELL)} == seen


def test_the_table_catches_a_rule_that_forgets_the_group() -> None:
    """The sabotaged twin: openness alone would show one group's matter to another."""
    other = Audience(Level.RESTRICTED, OTHER_CELL)
    forgetful = {level.value for level in Level if level.closure <= other.level.closure}
    assert forgetful - {level.value for level in Level if sees(other, level, WATCH_CELL)} == {"restricted"}


def test_restricted_matter_without_a_group_is_for_the_secretariat_alone() -> None:
    assert not sees(Audience(Level.RESTRICTED, WATCH_CELL), Level.RESTRICTED, None)
    assert sees(Audience(Level.SECRETARIAT), Level.RESTRICTED, None)


def test_a_restricted_audience_names_its_group() -> None:
    with pytest.raises(Refusal, match="un seul groupe"):
        Audience(Level.RESTRICTED)


@given(st.sampled_from(Level), st.sampled_from(Level), BODIES)
def test_a_wider_public_never_sees_more(level: Level, other: Level, body: int | None) -> None:
    """Whoever may see the tighter of two levels may see the more open one too."""
    closed = tightest(level, other)
    for audience in (
        Audience(Level.PUBLIC),
        Audience(Level.PARTNERS),
        Audience(Level.RESTRICTED, WATCH_CELL),
    ):
        if sees(audience, closed, body):
            assert sees(audience, level, body)
            assert sees(audience, other, body)
        assert not sees(audience, Level.SECRETARIAT, body)


@given(st.sampled_from(Level), BODIES)
def test_the_levels_to_select_agree_with_the_rule(level: Level, body: int | None) -> None:
    for audience in (
        Audience(Level.PUBLIC),
        Audience(Level.PARTNERS),
        Audience(Level.RESTRICTED, WATCH_CELL),
        Audience(Level.SECRETARIAT),
    ):
        selected = level in visible_levels(audience) and (
            level is not Level.RESTRICTED or audience.level is Level.SECRETARIAT or body == audience.body_id
        )
        assert sees(audience, level, body) == selected


def test_containment_takes_the_tightest() -> None:
    assert tightest(Level.PUBLIC, Level.RESTRICTED, Level.PARTNERS) is Level.RESTRICTED
    assert tightest(Level.PUBLIC) is Level.PUBLIC
    assert [level.value for level in OPENNESS] == ["public", "partners", "restricted", "secretariat"]
