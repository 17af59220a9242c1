"""The annual report: what it says for whom, what it never says, and the sections that the file holds."""

import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprodesk.commands import local_figures
from coprodesk.commands.council import set_setting
from coprodesk.commands.meetings import create_meeting
from coprodesk.documents import plain
from coprodesk.documents.annual_report import build
from coprodesk.documents.common import Edition
from coprodesk.documents.document import Figure, Heading
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.pooling import LEAST_TOLD, pooled
from coprodesk.exchange import printing
from coprodesk.queries.annual_report import annual_report
from coprodesk.store import Store
from tests.pdf_structure import sound

GOLDEN = Path(__file__).parent / "data" / "golden"
ON = Edition(date(2026, 10, 15))


def printed(store: Store, level: Level = Level.PUBLIC, year: int = 2026) -> str:
    document = build(annual_report(store, year, Audience(level)), ON)
    return plain.render(replace(document, digest=""))


@pytest.mark.parametrize("level", [Level.PUBLIC, Level.SECRETARIAT])
def test_the_report_of_the_example_says_what_it_should(example: Store, level: Level) -> None:
    text = printed(example, level)
    golden = GOLDEN / f"annual-report-{level}.txt"
    if os.environ.get("COPRODESK_WRITE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("level", [Level.PUBLIC, Level.PARTNERS, Level.SECRETARIAT])
def test_the_paper_is_sound_and_has_four_pages_at_most(example: Store, level: Level) -> None:
    set_setting(example, "participation", "yes")
    made = printing.print_document(example, "annual-report", 2026, Audience(level))
    assert made.pages <= 4
    assert sound(made.pdf) == []
    assert made.file_name.startswith("2026 Bilan annuel")


def test_its_figures_are_those_of_the_council(example: Store) -> None:
    found = annual_report(example, 2026, Audience(Level.SECRETARIAT))
    assert (found.followed.due_kept, found.followed.due, found.followed.on_time) == (4, 7, 2)
    assert (found.followed.late, found.followed.late_days, found.followed.abandoned) == (3, 380, 1)
    assert [(one.came, one.due) for one in found.sittings] == [(10, 12), (7, 11)]
    rates = [(one.came, one.due) for one in found.earlier]
    assert rates == [(9, 12), (6, 11), (8, 11), (9, 12), (6, 11), (6, 11)]


# ---- who is told what


def test_presence_leaves_the_secretariat_only_when_ticked(example: Store) -> None:
    for level in (Level.PUBLIC, Level.PARTNERS):
        assert "Participation" not in printed(example, level)
        assert annual_report(example, 2026, Audience(level)).presence == ()
    assert "Participation par collège" in printed(example, Level.SECRETARIAT)
    set_setting(example, "participation", "yes")
    assert "Participation par collège" in printed(example, Level.PARTNERS)
    set_setting(example, "participation", "no")
    assert "Participation" not in printed(example, Level.SECRETARIAT)


def test_the_rate_of_one_institution_never_leaves_the_secretariat(example: Store) -> None:
    set_setting(example, "participation", "yes")
    own = annual_report(example, 2026, Audience(Level.SECRETARIAT))
    assert len(own.institutions) == 12
    assert min(one.institutions for one in own.presence) == 1  # the secretariat sees the smallest college
    for level in (Level.PUBLIC, Level.PARTNERS):
        found = annual_report(example, 2026, Audience(level))
        assert found.institutions == ()
        assert min(one.institutions for one in found.presence) >= LEAST_TOLD
        assert sum(one.due for one in found.presence) == sum(one.due for one in own.presence)


def test_a_public_copy_masks_small_counts_and_makes_no_share_of_a_small_base(example: Store) -> None:
    set_setting(example, "participation", "yes")
    local_figures.add_local_figure(example, 2026, "Élèves suivis", 118, producer="DSDEN", base=120)
    local_figures.add_local_figure(example, 2026, "Agressions", 4, producer="Lorneo", base=90)
    public = printed(example).replace("\u202f", " ").replace("\u00a0", " ")
    assert re.search(r"Agressions \(Lorneo\) +\| – +\| < 5 sur 90 ", public)
    assert "118 sur 120" not in public  # the two others would be told by subtraction
    assert "%" not in public.split("4. Chiffres agrégés")[0].replace("(88,9 %)", "").replace("(94,4 %)", "")
    told = printed(example, Level.PARTNERS).replace("\u202f", " ").replace("\u00a0", " ")
    assert "118 sur 120 (98,3 %)" in told
    assert "4 sur 7 (57,1 %)" in told


def test_matter_of_a_confidential_group_is_counted_for_the_secretariat_only(example: Store) -> None:
    body = example.rows("SELECT id FROM body WHERE short_name = 'VIF'")[0]["id"]
    one = create_meeting(example, body, date(2026, 5, 4), "09:00")
    with example.change("Tenue") as change:
        change.update("meeting", one, state="held")
    assert len(annual_report(example, 2026, Audience(Level.SECRETARIAT)).sittings) == 3
    for level in (Level.PUBLIC, Level.PARTNERS):
        found = annual_report(example, 2026, Audience(level))
        assert (len(found.sittings), found.left_out) == (2, True)
        assert "groupes confidentiels ne sont pas comptées" in printed(example, level)
    group = annual_report(example, 2026, Audience(Level.RESTRICTED, body))
    assert len(group.sittings) == 3


# ---- what the file holds


def test_only_the_sections_whose_data_the_file_holds(example: Store, store: Store) -> None:
    document = build(annual_report(example, 2026, Audience(Level.SECRETARIAT)), ON)
    heads = [one.text for one in document.blocks if isinstance(one, Heading) and one.level == 2]
    assert [head.partition(". ")[0] for head in heads] == ["1", "2", "3", "4", "5", "6"]
    assert sum(isinstance(one, Figure) for one in document.blocks) == 2
    local_figures.add_local_figure(store, 2026, "Rodéos", 47)
    bare = build(annual_report(store, 2026, Audience(Level.PUBLIC)), ON)
    heads = [one.text for one in bare.blocks if isinstance(one, Heading)]
    assert heads == ["1. Le conseil", "2. Chiffres agrégés"]


@pytest.mark.parametrize(
    ("year", "words"), [(2027, "2027"), (1950, "1950"), (2019, "ne contient rien de 2019")]
)
def test_a_year_of_which_nothing_can_be_said(example: Store, year: int, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        annual_report(example, year, Audience(Level.PUBLIC))


def test_a_past_year_is_told_as_it_ended(example: Store) -> None:
    found = annual_report(example, 2025, Audience(Level.SECRETARIAT))
    assert found.on == date(2025, 12, 31)
    assert found.figures_year == 2025
    assert all(one.date.year == 2025 for one in found.sittings)
    assert found.followed.total < annual_report(example, 2026, Audience(Level.SECRETARIAT)).followed.total


# ---- pooling


@given(st.lists(st.integers(0, 6), max_size=12))
def test_no_group_told_is_too_small_and_none_is_told_twice(sizes: list[int]) -> None:
    found = pooled(sizes)
    places = [place for together in found for place in together]
    assert len(places) == len(set(places))
    assert all(sum(sizes[place] for place in together) >= LEAST_TOLD for together in found)
    if sum(sizes) >= LEAST_TOLD:
        assert sorted(places) == [place for place, size in enumerate(sizes) if size]
    else:
        assert found == ()
