"""Commitments: the sample board on 15/10/2026 digit by digit, then the edges."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprodesk.domain import figures, french
from coprodesk.domain.commitments import (
    CommitmentFacts,
    CommitmentState,
    Criterion,
    PrecisionBand,
    Status,
    keeping,
    mean_precision,
    precision,
    require_transition,
    single_sector,
    status,
    status_words,
)
from coprodesk.domain.errors import Refusal

TODAY = date(2026, 10, 15)
OPEN, KEPT, ABANDONED = CommitmentState.OPEN, CommitmentState.KEPT, CommitmentState.ABANDONED
NEVER = date(2026, 12, 31)
# Reference; state; due dates initial and current; done on; score out of 8; contributors.
SAMPLE = (
    ("E-2025-01", KEPT, date(2025, 12, 31), date(2025, 12, 31), date(2025, 12, 12), 8, 2),
    ("E-2025-02", OPEN, NEVER, NEVER, None, 7, 1),
    ("E-2025-03", OPEN, date(2025, 9, 30), date(2025, 9, 30), None, 5, 1),
    ("E-2025-04", OPEN, date(2026, 1, 31), date(2026, 9, 30), None, 6, 1),
    ("E-2025-05", KEPT, date(2026, 6, 30), date(2026, 6, 30), date(2026, 6, 30), 6, 2),
    ("E-2025-06", KEPT, date(2025, 10, 1), date(2025, 10, 1), date(2025, 11, 15), 8, 3),
    ("E-2025-07", OPEN, date(2026, 6, 30), NEVER, None, 8, 3),
    ("E-2025-08", ABANDONED, date(2026, 6, 30), date(2026, 6, 30), None, 4, 1),
    ("E-2026-01", KEPT, date(2026, 9, 1), date(2026, 9, 1), date(2026, 9, 8), 7, 2),
    ("E-2026-02", OPEN, NEVER, NEVER, None, 5, 1),
    ("E-2026-03", OPEN, date(2026, 9, 30), date(2026, 9, 30), None, 8, 2),
    ("E-2026-04", OPEN, None, None, None, 1, 0),
)
# The order in which the sample fills its criteria after the due date.
TEXTS = ("deliverable", "lead", "referent", "place", "means", "progress_indicator", "outcome_indicator")


def with_score(facts: CommitmentFacts, score: int) -> CommitmentFacts:
    filled = TEXTS[: score - (facts.current_due is not None)]
    changes: dict[str, str] = dict.fromkeys(filled, "rempli")
    if "outcome_indicator" in changes:
        changes |= {"baseline": "38", "target": "27", "source": "main courante"}
    return facts._replace(**changes)


def board() -> list[CommitmentFacts]:
    return [
        with_score(
            CommitmentFacts(
                id=number,
                reference=reference,
                state=state,
                initial_due=initial,
                current_due=current,
                done_on=done,
                contributors=contributors,
            ),
            score,
        )
        for number, (reference, state, initial, current, done, score, contributors) in enumerate(SAMPLE, 1)
    ]


def by_reference(reference: str) -> CommitmentFacts:
    return next(facts for facts in board() if facts.reference == reference)


def references(commitments: tuple[CommitmentFacts, ...]) -> list[str]:
    return [facts.reference for facts in commitments]


def test_keeping_of_the_sample() -> None:
    found = keeping(board(), TODAY)
    assert references(found.due) == [
        *("E-2025-01", "E-2025-03", "E-2025-04", "E-2025-05"),
        *("E-2025-06", "E-2026-01", "E-2026-03"),
    ]
    assert references(found.kept) == ["E-2025-01", "E-2025-05", "E-2025-06", "E-2026-01"]
    assert found.rate == Fraction(4, 7)
    assert french.percent(found.rate) == "57,1\u202f%"
    assert references(found.kept_on_time) == ["E-2025-01", "E-2025-05"]
    assert [(late.facts.reference, late.days, late.days_since_initial) for late in found.late] == [
        ("E-2025-03", 380, 380),
        ("E-2025-04", 15, 257),
        ("E-2026-03", 15, 15),
    ]
    assert references(found.abandoned) == ["E-2025-08"]
    assert references(found.undated) == ["E-2026-04"]
    assert by_reference("E-2025-07").slip_days == 184


def test_precision_of_the_sample() -> None:
    scores = [precision(facts).score for facts in board()]
    assert scores == [score for *_rest, score, _contributors in SAMPLE]
    assert mean_precision(board()) == (73, 96)
    assert french.percent(Fraction(73, 96)) == "76,0\u202f%"
    bands = [precision(facts).band for facts in board()]
    assert [bands.count(band) for band in PrecisionBand] == [6, 4, 2]
    assert precision(by_reference("E-2026-04")).label == "déclaration d’intention"


def test_single_sector_of_the_sample() -> None:
    alone, carried = single_sector(board())
    assert references(alone) == ["E-2025-02", "E-2025-03", "E-2025-04", "E-2025-08", "E-2026-02"]
    assert len(carried) == 11
    (figure,) = figures.single_sector_figures(board())
    assert french.percent(figure.rate) == "45,5\u202f%"


def test_figures_of_the_sample() -> None:
    kept = {figure.name: figure for figure in figures.keeping_figures(keeping(board(), TODAY), board())}
    assert [(one.numerator, one.denominator) for one in kept.values()] == [
        *((7, 12), (4, 7), (2, 7), (3, 7)),
        *((0, 12), (1, 12), (1, 12)),
    ]
    assert kept["Taux de tenue"].ids == (1, 5, 6, 9)
    assert french.fold(kept["Taux de tenue"].words) == "4 / 7 (57,1 %)"
    mean, precise, to_complete, intention, *each = figures.precision_figures(board())
    assert (mean.key, mean.numerator, mean.denominator) == (None, 73, 96)
    assert [band.numerator for band in (precise, to_complete, intention)] == [6, 4, 2]
    assert [(one.key, one.numerator) for one in each] == [(line[0], line[5]) for line in SAMPLE]


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        ("E-2025-01", "tenu à la date"),
        ("E-2025-02", "dans 77 jours"),
        ("E-2025-03", "en retard de 380 jours"),
        ("E-2025-04", "en retard de 15 jours"),
        ("E-2025-05", "tenu à la date"),
        ("E-2025-06", "tenu 45 jours après"),
        ("E-2025-08", "abandonné"),
        ("E-2026-01", "tenu 7 jours après"),
        ("E-2026-04", "sans échéance"),
    ],
)
def test_words_of_the_sample(reference: str, words: str) -> None:
    assert status_words(by_reference(reference), TODAY) == words


def test_words_at_the_edges() -> None:
    facts = by_reference("E-2026-03")
    assert status_words(facts, date(2026, 9, 30)) == "aujourd’hui"
    assert status_words(facts, date(2026, 10, 1)) == "en retard de 1 jour"
    assert status_words(facts._replace(state=CommitmentState.TO_CONFIRM), TODAY) == "à confirmer"
    assert status_words(facts._replace(state=KEPT), TODAY) == "tenu"
    assert status_words(facts._replace(state=KEPT, done_on=date(2026, 10, 1)), TODAY) == "tenu 1 jour après"


def test_status_around_the_due_date() -> None:
    assert status(OPEN, TODAY - timedelta(days=1), TODAY) is Status.LATE
    assert status(OPEN, TODAY, TODAY) is Status.SOON
    assert status(OPEN, TODAY + timedelta(days=30), TODAY) is Status.SOON
    assert status(OPEN, TODAY + timedelta(days=31), TODAY) is Status.OPEN
    assert status(OPEN, TODAY + timedelta(days=31), TODAY, soon_days=31) is Status.SOON
    assert status(OPEN, None, TODAY) is Status.UNDATED
    for state in (KEPT, ABANDONED, CommitmentState.TO_CONFIRM):
        assert status(state, TODAY - timedelta(days=1), TODAY).value == state.value


def test_due_today_is_due_but_not_late() -> None:
    found = keeping([by_reference("E-2026-03")._replace(current_due=TODAY)], TODAY)
    assert (len(found.due), len(found.late)) == (1, 0)


def test_kept_before_a_due_date_to_come_counts_neither_way() -> None:
    early = by_reference("E-2025-02")._replace(state=KEPT, done_on=date(2026, 5, 1))
    found = keeping([early], TODAY)
    assert (found.due, found.kept, found.rate) == ((), (), None)


def test_a_postponed_commitment_kept_is_not_on_time() -> None:
    """The current date makes it due and late, the first one says whether the word was kept on time."""
    moved = by_reference("E-2025-04")._replace(state=KEPT, done_on=date(2026, 9, 1))
    found = keeping([moved], TODAY)
    assert (len(found.kept), len(found.kept_on_time)) == (1, 0)
    assert status_words(moved, TODAY) == "tenu à la date"


@pytest.mark.parametrize("state", [ABANDONED, CommitmentState.TO_CONFIRM])
def test_abandoned_or_unconfirmed_is_neither_due_nor_late(state: CommitmentState) -> None:
    found = keeping([by_reference("E-2025-03")._replace(state=state)], TODAY)
    assert (found.due, found.late, found.undated, found.silent) == ((), (), (), ())


def test_silence_starts_after_ninety_days() -> None:
    facts = by_reference("E-2025-02")
    heard = [facts._replace(last_news_on=TODAY - timedelta(days=days)) for days in (90, 91)]
    assert keeping([*heard, facts], TODAY).silent == (heard[1],)
    assert keeping([heard[1]._replace(state=KEPT)], TODAY).silent == ()


@pytest.mark.parametrize("missing", ["outcome_indicator", "baseline", "target", "source"])
def test_an_outcome_indicator_needs_its_three_companions(missing: str) -> None:
    changes: dict[str, str] = {missing: " "}
    lesser = precision(by_reference("E-2025-01")._replace(**changes))
    assert lesser.score == 7
    assert lesser.criteria[-1] == (Criterion.OUTCOME_INDICATOR, False)


def test_criteria_come_in_their_printed_order() -> None:
    assert [criterion.label for criterion, _filled in precision(board()[0]).criteria] == [
        *("Pilote", "Référent", "Livrable", "Territoire ou public"),
        *("Échéance", "Moyens", "Indicateur de suivi", "Indicateur de résultat"),
    ]


@pytest.mark.parametrize("old", CommitmentState)
@pytest.mark.parametrize("new", CommitmentState)
def test_transitions(old: CommitmentState, new: CommitmentState) -> None:
    allowed = {
        "to_confirm open",
        "to_confirm abandoned",
        "open kept",
        "open abandoned",
        "kept open",
        "abandoned open",
    }
    if old is new or f"{old.value} {new.value}" in allowed:
        require_transition(old, new)
    else:
        with pytest.raises(Refusal, match="Rien n’a changé"):
            require_transition(old, new)


FACTS = st.builds(
    CommitmentFacts,
    id=st.integers(1, 99),
    reference=st.just("E-2026-01"),
    state=st.sampled_from(CommitmentState),
    initial_due=st.none() | st.dates(date(2025, 1, 1), date(2027, 12, 31)),
    current_due=st.none() | st.dates(date(2025, 1, 1), date(2027, 12, 31)),
    done_on=st.none() | st.dates(date(2025, 1, 1), TODAY),
)


@given(st.lists(FACTS, max_size=8))
def test_figures_never_contradict_the_chips(commitments: list[CommitmentFacts]) -> None:
    found = keeping(commitments, TODAY)
    late = [facts for facts in commitments if status(facts.state, facts.current_due, TODAY) is Status.LATE]
    assert len(found.late) == len(late)
    assert len(found.kept_on_time) <= len(found.kept) <= len(found.due)
    due_today = [facts for facts in found.due if facts.state is OPEN and facts.current_due == TODAY]
    assert len(found.due) == len(found.kept) + len(found.late) + len(due_today)
