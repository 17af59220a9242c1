"""A titular leaves, a successor takes over, a body is renewed: one step each, the past stays as it was."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprodesk.commands import commitments as promises
from coprodesk.commands import mandates as verbs
from coprodesk.commands import partners
from coprodesk.commands.bodies import set_seats
from coprodesk.commands.mandates import SeatChange, Successor
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.vacancies import Vacancy, vacancies
from coprodesk.exchange import printing
from coprodesk.queries import bodies
from coprodesk.queries.commitments import commitment
from coprodesk.queries.departure import departure, open_commitments
from coprodesk.queries.partners import MandateRow, PartnerSheet, mandates, partner
from coprodesk.store import Store
from tests.test_undo import snapshot

ON = date(2026, 10, 15)
FROM = date(2026, 11, 1)
DSDEN, PJJ, SPIP, PLENARY, HELD = 5, 6, 7, 1, 8
HENAULIN, SOLVAND = 20, 22
LATE_PROMISE = "E-2025-04"


def sheet(store: Store, institution_id: int = DSDEN, on: date = ON) -> PartnerSheet:
    found = partner(store, institution_id, on)
    assert found is not None
    return found


def held(store: Store, institution_id: int, rank: str = "titular") -> MandateRow:
    (found,) = [one for one in mandates(store, institution_id) if one.rank == rank and one.current(ON)]
    return found


def promise_id(store: Store, reference: str = LATE_PROMISE) -> int:
    return int(store.rows("SELECT id FROM commitment WHERE reference = ?", (reference,))[0]["id"])


def steps(store: Store) -> int:
    return int(store.rows("SELECT count(*) FROM journal_step")[0][0])


def test_a_successor_takes_seat_and_promises_in_one_step(example: Store) -> None:
    before, count = snapshot(example), steps(example)
    old = held(example, DSDEN, "substitute")
    verbs.succeed(
        example,
        old.id,
        FROM,
        Successor(last_name="Orveau", first_name="Lise", civility="Mme", phone="04 65 71 22 15"),
        referent_ids=[promise_id(example)],
        reason="mutation",
    )
    assert steps(example) == count + 1
    assert example.undo_label == "Successeur de M. Éric SOLVAND (mutation)"
    (new,) = [one for one in sheet(example, on=FROM).sitting if one.rank == "substitute"]
    assert (new.name, new.function, new.from_date) == ("Mme Lise ORVEAU", old.function, FROM)
    former = next(one for one in mandates(example, DSDEN) if one.id == old.id)
    assert former.to_date == date(2026, 10, 31)
    row = commitment(example, promise_id(example), ON)
    assert row is not None
    assert (row.referent, row.referent_function) == ("Mme Lise ORVEAU", old.function)
    assert row.events[0].text == "Nouveau référent\u00a0: Mme Lise ORVEAU, à la suite de M. Éric SOLVAND"
    assert row.current_due == date(2026, 9, 30), "the promise itself does not move"
    example.undo()
    assert snapshot(example) == before


def test_what_is_not_ticked_stays(example: Store) -> None:
    verbs.succeed(example, held(example, DSDEN, "substitute").id, FROM, Successor(last_name="Orveau"))
    row = commitment(example, promise_id(example), ON)
    assert row is not None
    assert row.referent_id == SOLVAND


def test_leaving_makes_a_vacancy_told_in_days(example: Store) -> None:
    verbs.leave_seat(example, held(example, PJJ).id, date(2026, 10, 3), reason="  retraite ")
    assert example.undo_label == "Fin du mandat de M. Denis FLAMERIE (retraite)"
    now = sheet(example, PJJ)
    assert now.vacant
    assert now.vacancies == (Vacancy(date(2026, 10, 4), None, 12),)
    person = partners.add_person(example, "Rivaud", civility="M.")
    partners.replace_titular(example, PJJ, person, from_date=date(2026, 10, 11))
    assert sheet(example, PJJ).vacancies == (Vacancy(date(2026, 10, 4), date(2026, 10, 10), 7),)


def closed_promise(store: Store) -> list[int]:
    promises.keep_commitment(store, promise_id(store), ON)
    return [promise_id(store)]


REFUSED: dict[str, Callable[[Store], object]] = {
    "before its first day": lambda store: verbs.succeed(
        store, held(store, DSDEN).id, date(2024, 9, 1), Successor(last_name="Orveau")
    ),
    "herself": lambda store: verbs.succeed(store, held(store, DSDEN).id, FROM, Successor(person_id=HENAULIN)),
    "no name": lambda store: verbs.succeed(store, held(store, DSDEN).id, FROM, Successor(last_name=" ")),
    "not her promise": lambda store: verbs.succeed(
        store,
        held(store, DSDEN).id,
        FROM,
        Successor(last_name="Orveau"),
        referent_ids=[promise_id(store)],
    ),
    "left before she came": lambda store: verbs.leave_seat(store, held(store, DSDEN).id, date(2020, 1, 1)),
    "nothing to renew": lambda store: verbs.renew_body(store, PLENARY, FROM, []),
    "does not sit there": lambda store: verbs.renew_body(store, 2, FROM, [SeatChange(SPIP, None)]),
    "the second line is wrong": lambda store: verbs.renew_body(
        store,
        PLENARY,
        FROM,
        [SeatChange(DSDEN, None), SeatChange(PJJ, Successor(last_name=""))],
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_changes_nothing(example: Store, name: str) -> None:
    before = snapshot(example)
    with pytest.raises(Refusal, match="Rien n’a été"):
        REFUSED[name](example)
    assert snapshot(example) == before


def test_a_closed_promise_is_not_handed_over(example: Store) -> None:
    closed = closed_promise(example)
    before = snapshot(example)
    with pytest.raises(Refusal, match="E-2025-04 est clos"):
        verbs.succeed(
            example,
            held(example, DSDEN, "substitute").id,
            FROM,
            Successor(last_name="Orveau"),
            referent_ids=closed,
        )
    assert snapshot(example) == before


PAPERS = ("agenda", "sign-in-sheet", "minutes", "decision-sheet")


def old_papers(store: Store) -> list[bytes]:
    """Return the bytes of every paper of every meeting held."""
    ids = [row["id"] for row in store.rows("SELECT id FROM meeting WHERE state = 'held' ORDER BY id")]
    audience = Audience(Level.PARTNERS)
    return [printing.print_document(store, name, one, audience).pdf for one in ids[-3:] for name in PAPERS]


def test_a_renewed_body_leaves_the_past_untouched(example: Store) -> None:
    papers, before, count = old_papers(example), snapshot(example), steps(example)
    seats = bodies.seats(example, PLENARY, ON)
    changes = [
        SeatChange(
            seat.institution_id, None if seat.institution_id == PJJ else Successor(last_name=f"NEUF {n}")
        )
        for n, seat in enumerate(seats)
        if seat.institution_id != SPIP
    ]
    verbs.renew_body(example, PLENARY, FROM, changes)
    assert steps(example) == count + 1
    now = {seat.institution_id: seat.titular for seat in bodies.seats(example, PLENARY, FROM)}
    assert now.pop(SPIP) == "Mme Nadège VIROLLET", "who is in no change goes on"
    assert now.pop(PJJ) == ""
    assert all(name.startswith("NEUF") for name in now.values())
    assert {seat.institution_id: seat.titular for seat in bodies.seats(example, PLENARY, ON)} == {
        seat.institution_id: seat.titular for seat in seats
    }, "the day before, nothing has changed"
    after = snapshot(example)
    for table in ("roll_entry", "meeting", "minutes_version", "record", "seat", "movement"):
        assert after[table] == before[table]
    assert old_papers(example) == papers
    example.undo()
    assert snapshot(example) == before


def test_the_papers_would_show_a_roll_rewritten(example: Store) -> None:
    """Sabotage: a renewal that touched the rolls is seen by the bytes of the old papers."""
    papers = old_papers(example)
    with example.change("Sabotage") as change:
        for row in change.rows("roll_entry", institution_id=DSDEN):
            change.update("roll_entry", row["id"], person_label="Mme Neuve", delegate_label="Mme Neuve")
    assert old_papers(example) != papers


def test_a_mandate_for_one_body_gives_a_mandate_for_that_body(example: Store) -> None:
    person = partners.add_person(example, "Duret", civility="M.")
    partners.add_mandate(
        example, person, DSDEN, "titular", from_date=date(2026, 1, 1), body_id=PLENARY, function="adjoint"
    )
    verbs.renew_body(example, PLENARY, FROM, [SeatChange(DSDEN, Successor(last_name="Orveau"))])
    titulars = {
        (one.last_name, one.body_id)
        for one in mandates(example, DSDEN)
        if one.rank == "titular" and one.current(FROM)
    }
    assert titulars == {("Orveau", PLENARY), ("HÉNAULIN", None)}


def test_a_vacant_seat_receives_its_first_holder(example: Store) -> None:
    college = example.rows("SELECT id FROM college")[0]["id"]
    new = partners.add_institution(example, "Maison de justice", college)
    set_seats(
        example, PLENARY, [*(one.institution_id for one in bodies.seats(example, PLENARY, ON)), new], ON
    )
    verbs.renew_body(
        example, PLENARY, FROM, [SeatChange(new, Successor(person_id=SOLVAND, function="délégué"))]
    )
    assert [one.line for one in sheet(example, new, FROM).sitting] == ["M. Éric SOLVAND, délégué"]


# ---- what would be lost


def test_what_would_be_lost_with_the_substitute_of_the_dsden(example: Store) -> None:
    found = departure(example, SOLVAND, ON)
    assert found is not None
    assert [(seat.institution, seat.titular, seat.bodies) for seat in found.seats] == [
        ("DSDEN", False, ("Plénière", "Restreinte"))
    ]
    assert [row.reference for row in found.commitments] == [LATE_PROMISE]
    assert found.sole_contacts == ()
    assert [row.id for row in open_commitments(example, SOLVAND, DSDEN, ON)] == [promise_id(example)]


def test_a_titular_alone_is_the_only_one_known(example: Store) -> None:
    holder = held(example, SPIP)
    found = departure(example, holder.person_id, ON)
    assert found is not None
    assert found.seats[0].substitutes == ()
    assert [seat.institution for seat in found.sole_contacts] == ["SPIP"]
    assert found.meetings == (), "the SPIP sits in no meeting to come"
    titular = departure(example, HENAULIN, ON)
    assert titular is not None
    assert titular.seats[0].substitutes == ("M. Éric SOLVAND",)
    assert [(one.on, one.body) for one in titular.meetings] == [(date(2026, 11, 19), "Restreinte")]
    assert titular.sessions == 2
    assert departure(example, 9_999, ON) is None


# ---- days without a holder

DAYS = st.dates(date(2020, 1, 1), date(2020, 3, 31))


@given(st.lists(st.tuples(DAYS, DAYS).map(sorted).map(tuple), max_size=5), DAYS)
def test_vacancies_are_the_days_that_no_term_covers(terms: list[tuple[date, date]], on: date) -> None:
    begun = [first.toordinal() for first, _last in terms if first <= on]
    empty = (
        {
            day
            for day in range(min(begun), on.toordinal() + 1)
            if not any(first.toordinal() <= day <= last.toordinal() for first, last in terms)
        }
        if begun
        else set()
    )
    found = vacancies(terms, on)
    told = [day for one in found for day in range(one.start.toordinal(), (one.end or on).toordinal() + 1)]
    assert sorted(empty) == told
    assert sum(one.days for one in found) == len(empty)


def test_a_term_without_an_end_leaves_no_vacancy() -> None:
    assert vacancies([(None, date(2020, 1, 1)), (date(2020, 1, 2), None)], ON) == ()
    assert vacancies([], ON) == ()
