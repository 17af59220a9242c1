"""Ctrl+K finds what a secretary types, with or without accents."""

from datetime import date

import pytest

from coprodesk.commands import commitments
from coprodesk.domain.commitments import Status
from coprodesk.queries.search import MARK_CLOSE, MARK_OPEN, Hit, Subject, search
from coprodesk.store import Store

ON = date(2026, 10, 15)


def first(store: Store, text: str) -> Hit:
    return search(store, text, 24, ON)[0]


def test_a_reference_is_found_alone(example: Store) -> None:
    for typed in ("E-2025-04", "e2025-4", " e-2025-04 "):
        (hit,) = search(example, typed, 24, ON)
        assert (hit.subject, hit.id, hit.status) == (Subject.COMMITMENT, 4, Status.LATE)
    (decision,) = search(example, "D-2026-07")
    assert decision.subject is Subject.RECORD
    assert decision.meeting_id == 8
    assert len(search(example, "E-2026")) == 4
    assert first(example, "2026-02").meeting_id == 8


def test_a_partner_brings_its_people_and_promises(example: Store) -> None:
    hits = search(example, "dsden", 24, ON)
    assert [(hit.subject, hit.id) for hit in hits[:2]] == [(Subject.INSTITUTION, 5), (Subject.PERSON, 20)]
    person = next(hit for hit in hits if hit.title == "M. Éric SOLVAND")
    assert (person.where, person.institution_id) == ("IEN – référent sécurité, DSDEN", 5)
    assert "E-2025-04" in [hit.title.split()[0] for hit in hits]
    assert len({(hit.subject, hit.id) for hit in hits}) == len(hits)


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("prefecture", "Préfecture de la Haute-Lorne"),
        ("solv", "M. Éric SOLVAND"),
        ("deux-ponts", "Lycée des Deux-Ponts"),
        ("l'escale", "CSAPA « L’Escale »"),
        ("é", "M. Éric SOLVAND"),
    ],
)
def test_names_without_accents(example: Store, typed: str, title: str) -> None:
    assert title in [hit.title for hit in search(example, typed, 24, ON)]


@pytest.mark.parametrize("typed", ["restreinte du 24 septembre", "24 sept 2026", "24/09", "jeudi 24 restr"])
def test_a_meeting_is_found_by_its_body_and_day(example: Store, typed: str) -> None:
    hit = first(example, typed)
    assert (hit.subject, hit.meeting_id) == (Subject.MEETING, 8)


def test_titles_come_before_texts(example: Store) -> None:
    hits = search(example, "reunion", 24, ON)
    marked = [f"{MARK_OPEN}réunion{MARK_CLOSE}" in hit.snippet.lower() for hit in hits]
    assert hits[0].subject is Subject.AGENDA_ITEM
    assert hits[0].where.startswith("point ")
    assert all(marked)


def test_ligatures_both_ways(example: Store) -> None:
    made = commitments.add_commitment(example, "Mettre en œuvre le plan", decided_on=ON)
    other = commitments.add_commitment(example, "Un coeur de ville apaisé", decided_on=ON)
    assert first(example, "oeuvre").id == made
    assert first(example, "œuvre").id == made
    assert first(example, "cœur").id == other


def test_nothing_and_hostile_text(example: Store) -> None:
    for typed in ("", "   ", '"', "*", "NOT", "a AND (", "zzzz"):
        assert isinstance(search(example, typed), tuple)
    assert search(example, "zzzz") == ()
