"""Commitments: their life, what is derived on a day, and the counters of the page."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from coprodesk.commands import commitments as verbs
from coprodesk.domain.commitments import CommitmentState, EventKind, Status, keeping, mean_precision
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.queries import commitments as questions
from coprodesk.queries import minutes as papers
from coprodesk.queries.commitments import CommitmentFilter, CommitmentRow, Segment
from coprodesk.store import Store
from coprodesk.store.indexes import PRECISION
from tests.test_undo import snapshot

ON = date(2026, 10, 15)


def one(store: Store, commitment_id: int) -> CommitmentRow:
    found = questions.commitment(store, commitment_id, ON)
    assert found is not None
    return found


def test_the_counters_of_the_example(example: Store) -> None:
    found = questions.counters(example, ON)
    segments = (Segment.ALL, Segment.OPEN, Segment.LATE, Segment.KEPT, Segment.ABANDONED)
    assert [found.of(segment) for segment in segments] == [12, 7, 3, 4, 1]
    assert found.words == "Tenus 4 / 7 échus, dont 2 à la date initiale · précision moyenne 6,1 / 8"
    assert found.piloted == 11


def test_counters_agree_with_the_formulas(example: Store) -> None:
    verbs.set_commitment(example, 2, means="\u00a0 \t", place="École", deliverable="  porte")
    facts = questions.facts(example)
    kept = keeping(facts, ON)
    found = questions.counters(example, ON)
    assert (found.criteria, 8 * found.all) == mean_precision(facts)
    assert (found.due, found.due_kept, found.due_kept_on_time) == (
        len(kept.due),
        len(kept.kept),
        len(kept.kept_on_time),
    )
    rows = questions.commitments(example, ON)
    assert sum(row.precision.score for row in rows) == found.criteria
    for segment in Segment:
        assert len(questions.commitments(example, ON, CommitmentFilter(segment))) == found.of(segment)


def test_derived_words(example: Store) -> None:
    rows = {row.reference: row for row in questions.commitments(example, ON)}
    late = rows["E-2025-04"]
    assert (late.status, late.late_words, late.postponement_words) == (
        Status.LATE,
        "15 jours de retard",
        "2 reports",
    )
    assert [criterion.label for criterion in late.missing] == ["Moyens", "Indicateur de résultat"]
    assert late.last_news is not None
    assert late.last_news.meeting == "Restreinte n°\u00a02026-02"
    assert late.last_reminder_on == date(2026, 10, 2)
    assert rows["E-2025-08"].motive == "mutation"
    assert [other.short_name for other in rows["E-2025-05"].others] == ["Département"]
    assert questions.late(example, ON)[0].reference == "E-2025-03"


def test_groups_pages_and_filters(example: Store) -> None:
    groups = questions.theme_groups(example, ON)
    assert [group.number for group in groups] == [3, 1, 4, 3, 1]
    whole = questions.commitments(example, ON)
    pages = [questions.commitments(example, ON, limit=5, offset=start) for start in (0, 5, 10)]
    assert [row.id for page in pages for row in page] == [row.id for row in whole]
    mine = questions.commitments(example, ON, CommitmentFilter(institution_id=4))
    assert [row.reference for row in mine] == ["E-2025-05"]
    assert [
        row.reference
        for row in questions.commitments(example, ON, CommitmentFilter(text="rodeos conjointes"))
    ] == ["E-2026-03"]


def test_no_one_reads_what_is_not_for_them(example: Store) -> None:
    verbs.set_commitment(example, 1, level="secretariat")
    verbs.set_commitment(example, 2, level="restricted")
    verbs.set_commitment(example, 3, level="public")
    seen = {
        level: {row.id for row in questions.commitments(example, ON, CommitmentFilter(audience=audience))}
        for level, audience in {
            "public": Audience(Level.PUBLIC),
            "partners": Audience(Level.PARTNERS),
            "own": Audience(Level.RESTRICTED, 1),
            "other": Audience(Level.RESTRICTED, 2),
            "all": Audience(Level.SECRETARIAT),
        }.items()
    }
    assert not {1, 2} & seen["partners"]
    assert 3 in seen["partners"]
    assert 4 not in seen["public"]
    assert 2 in seen["own"]
    assert 1 not in seen["own"]
    assert 2 not in seen["other"]
    assert len(seen["all"]) == 12


def test_a_life(example: Store) -> None:
    made = verbs.add_commitment(example, "Prêter une salle", decided_on=ON, to_confirm=True, lead_id=1)
    assert one(example, made).reference == "E-2026-05"
    verbs.confirm_commitment(example, made, on=ON)
    verbs.set_dates(example, made, due=date(2026, 12, 1))
    verbs.postpone_commitment(example, made, date(2027, 2, 1), on=ON, text="travaux")
    row = one(example, made)
    assert (row.initial_due, row.current_due, row.postponements) == (date(2026, 12, 1), date(2027, 2, 1), 1)
    verbs.note_reminders(example, [made], on=ON)
    verbs.keep_commitment(example, made, date(2027, 1, 5))
    verbs.reopen_commitment(example, made, on=date(2027, 1, 6))
    verbs.abandon_commitment(example, made, "mutation", on=date(2027, 1, 7))
    row = one(example, made)
    assert (row.state, row.done_on, row.motive) == (CommitmentState.ABANDONED, None, "mutation")
    assert [event.kind for event in reversed(row.events)] == [
        EventKind.CREATED,
        EventKind.CONFIRMED,
        EventKind.POSTPONED,
        EventKind.REMINDER,
        EventKind.KEPT,
        EventKind.REOPENED,
        EventKind.ABANDONED,
    ]


def test_a_reference_is_never_given_twice(example: Store) -> None:
    verbs.add_commitment(example, "Un", decided_on=ON)
    example.undo()
    again = verbs.add_commitment(example, "Deux", decided_on=ON)
    assert one(example, again).reference == "E-2026-06"


REFUSED: dict[str, Callable[[Store], object]] = {
    "blank": lambda store: verbs.add_commitment(store, " ", decided_on=ON),
    "due before": lambda store: verbs.add_commitment(store, "x", decided_on=ON, due=date(2026, 1, 1)),
    "kept twice": lambda store: verbs.keep_commitment(store, 1, ON),
    "kept once abandoned": lambda store: verbs.keep_commitment(store, 8, ON),
    "postponed backwards": lambda store: verbs.postpone_commitment(store, 4, date(2026, 9, 1), on=ON),
    "postponed once kept": lambda store: verbs.postpone_commitment(store, 1, date(2027, 1, 1), on=ON),
    "no date to postpone": lambda store: verbs.postpone_commitment(store, 12, date(2027, 1, 1), on=ON),
    "initial date rewritten": lambda store: verbs.set_dates(store, 4, due=date(2027, 1, 1)),
    "no motive": lambda store: verbs.abandon_commitment(store, 4, " ", on=ON),
    "open already": lambda store: verbs.reopen_commitment(store, 4, on=ON),
    "nothing to confirm": lambda store: verbs.confirm_commitment(store, 4, on=ON),
    "one of two is closed": lambda store: verbs.note_reminders(store, [4, 1], on=ON),
    "gone": lambda store: verbs.add_news(store, 999, "x", on=ON),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_changes_nothing(example: Store, name: str) -> None:
    before = snapshot(example)
    with pytest.raises(Refusal, match="Rien n’a"):
        REFUSED[name](example)
    assert snapshot(example) == before


def test_the_count_of_the_sidebar_follows_each_act(example: Store) -> None:
    for on in (ON, date(2025, 10, 1), date(2027, 1, 1)):
        assert questions.late_count(example, on) == questions.counters(example, on).late
    assert questions.late_count(example, ON) == 3
    verbs.keep_commitment(example, 4, ON)
    assert questions.late_count(example, ON) == 2


def test_counting_reads_an_index_alone(example: Store) -> None:
    """The texts of 20,000 commitments are not read to count them: the index holds M4."""

    def plan(sql: str) -> str:
        return " ".join(row["detail"] for row in example.rows(f"EXPLAIN QUERY PLAN {sql}"))

    counted = f"SELECT state, count(*), sum(done_on), sum({PRECISION}) FROM commitment c GROUP BY state"
    assert "COVERING INDEX commitment_counts" in plan(counted)
    assert "COVERING" not in plan(counted.replace("'!'", "'#'")), "another formula reads the table"
    late = "SELECT count(*) FROM commitment WHERE state = 'open' AND current_due < '2026-10-15'"
    assert "COVERING INDEX commitment_counts" in plan(late)


def test_no_paper_tells_what_a_confidential_group_promised(example: Store) -> None:
    partners = Audience(Level.PARTNERS)
    sent = papers.agenda_document(example, 9, partners, institution_id=5)
    assert [line.reference for line in sent.commitments] == ["E-2025-04"]
    assert "E-2025-04" in [line.reference for line in papers.minutes_document(example, 8, partners).follow_up]
    with example.change("Groupe confidentiel") as change:
        change.update("body", 1, confidential=1)
    assert not papers.agenda_document(example, 9, partners, institution_id=5).commitments
    told = papers.minutes_document(example, 8, partners)
    assert not {row["id"] for row in of_body(example, 1)} & {line.id for line in told.follow_up}
    own = papers.minutes_document(example, 8, Audience(Level.SECRETARIAT))
    assert "E-2025-04" in [line.reference for line in own.follow_up]


def of_body(store: Store, body_id: int) -> list[Any]:
    return store.rows(
        """SELECT c.id FROM commitment c JOIN agenda_item i ON i.id = c.agenda_item_id
           JOIN meeting m ON m.id = i.meeting_id WHERE m.body_id = ?""",
        (body_id,),
    )
