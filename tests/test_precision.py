"""Gentle questions on a commitment."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprodesk.domain.commitments import CommitmentFacts, CommitmentState, precision
from coprodesk.domain.precision import VAGUE_VERBS, next_question, vague_question, vague_verbs

BARE = CommitmentFacts(1, "E-2026-04", CommitmentState.OPEN)
ANSWERS: list[tuple[str, dict[str, object]]] = [
    ("Qui pilote ?", {"lead": "PM"}),
    ("Qui suit, et à quelle fonction ?", {"referent": "chef de service"}),
    ("Que verra-t-on de fait ?", {"deliverable": "douze opérations"}),
    ("Où, pour qui ?", {"place": "Les Aulnettes"}),
    ("Pour quand ?", {"current_due": date(2026, 11, 30)}),
    ("Avec quels moyens : agents, temps, euros ?", {"means": "2 équipages"}),
    ("Que comptera-t-on en chemin ?", {"progress_indicator": "opérations"}),
    ("Combien, quel résultat attendu ?", {"outcome_indicator": "signalements"}),
    ("D’où part-on : quelle valeur de départ ?", {"baseline": "42"}),
    ("Combien à l’arrivée : quelle cible ?", {"target": "30"}),
    ("Qui donnera le chiffre ?", {"source": "CPN"}),
]


def test_one_question_after_the_other_until_the_commitment_is_precise() -> None:
    facts = BARE
    for question, answer in ANSWERS:
        assert next_question(facts).replace("\u00a0", " ") == question
        facts = facts._replace(**answer)  # type: ignore[arg-type]
    assert next_question(facts) == ""
    assert precision(facts).score == 8


def test_a_blank_answer_is_asked_again() -> None:
    assert next_question(BARE._replace(lead=" ")) == next_question(BARE)


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("Renforcer le sentiment de sécurité", ("renforcer",)),
        ("La CPN renforcera les patrouilles", ("renforcer",)),
        ("Nous renforçons la présence", ("renforcer",)),
        ("RENFORÇANT la présence", ("renforcer",)),
        ("Lutter contre les rodéos", ("lutter contre",)),
        ("La PM lutte activement contre les rodéos", ("lutter contre",)),
        ("Ils luttent contre l’errance", ("lutter contre",)),
        ("Promouvoir la médiation", ("promouvoir",)),
        ("La ville promeut la médiation et promouvra les stages", ("promouvoir",)),
        ("Le bailleur favorise l’accès", ("favoriser",)),
        ("Développer les chantiers", ("développer",)),
        ("Il s’agit d’améliorer l’éclairage", ("améliorer",)),
        ("L’éclairage s’améliore", ("améliorer",)),
        ("qu’on l’améliorât", ("améliorer",)),
        ("Sensibiliser puis mobiliser les commerçants", ("sensibiliser", "mobiliser")),
        ("Mobiliser et sensibiliser", ("mobiliser", "sensibiliser")),
        ("Le Passage poursuit ses tournées", ("poursuivre",)),
        ("Poursuivrons ensemble", ("poursuivre",)),
        ("Contribuer à l’apaisement", ("contribuer à",)),
        ("Lorneo contribuera également au dispositif", ("contribuer à",)),
        ("Les bailleurs veilleront à l’affichage", ("veiller à",)),
        ("Veiller aux abords", ("veiller à",)),
    ],
)
def test_a_vague_verb_is_found_in_any_form(text: str, verbs: tuple[str, ...]) -> None:
    assert vague_verbs(text) == verbs


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Remplacer 14 portes de hall avant le 31/12/2025",
        "Plan de la lutte contre les rodéos",
        "La cellule de veille à Brévigny se réunit",
        "Un favori des habitants",
        "Suivre le développement du quartier",
        "Quatre séances de sensibilisation, une campagne de mobilisation",
        "Le renforcement des effectifs",
        "Des poursuites judiciaires",
        "Il contribue de 300 euros",
        "Veiller tard",
        "Une amélioration de 10 %",
        "Forcer la porte",
    ],
)
def test_what_is_precise_or_a_noun_is_left_alone(text: str) -> None:
    assert vague_verbs(text) == ()


def test_a_council_keeps_its_own_list() -> None:
    own = ("accompagner", "soutenir", "rendre compte", "", "sévir contre")
    assert vague_verbs("Le CCAS accompagnera et soutient les familles", own) == ("accompagner", "soutenir")
    assert vague_verbs("La PM sévira contre les dépôts, et renforcera", own) == ("sévir contre",)
    assert vague_verbs("Il rendra compte", own) == ("rendre compte",)


@pytest.mark.parametrize("verb", VAGUE_VERBS)
def test_every_verb_of_the_list_is_found_and_questioned(verb: str) -> None:
    assert vague_verbs(f"{verb} tout") == (verb,)
    asked = vague_question(verb).replace("\u00a0", " ")
    assert asked == f"« {verb[0].upper()}{verb[1:]} » : combien ? où ? pour quand ?"


@given(st.text(max_size=80), st.lists(st.text(max_size=12), max_size=3))
def test_any_text_and_any_list_are_read(text: str, verbs: list[str]) -> None:
    assert set(vague_verbs(text, verbs)) <= set(verbs)
