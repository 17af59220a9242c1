"""Names, agreement and articles."""

from enum import StrEnum

import pytest

from coprodesk.domain import (
    agenda,
    attendance,
    commitments,
    disclosure,
    meetings,
    names,
    numbering,
    records,
)
from coprodesk.domain.attendance import Presence
from coprodesk.domain.names import Gender, GrammaticalNumber

M, F = Gender.MASCULINE, Gender.FEMININE
ONE, MANY = GrammaticalNumber.SINGULAR, GrammaticalNumber.PLURAL


def test_names_in_the_minutes() -> None:
    assert names.display_name("Mme", "Solène", "Marqueval") == "Mme Solène MARQUEVAL"
    assert names.display_name("M.", "Gauthier", "de Lesmont") == "M. Gauthier de LESMONT"
    assert names.display_name("Dr", "Corinne", "Estrepy") == "Dr Corinne ESTREPY"
    assert names.display_name("", "", "Carrégnac") == "CARRÉGNAC"
    assert names.sorting_name("Gauthier", "de LESMONT") == "de LESMONT Gauthier"
    assert names.name_line("Mme Claire ABRISSEL", "directrice de cabinet") == (
        "Mme Claire ABRISSEL, directrice de cabinet"
    )
    assert names.name_line("Mme Claire ABRISSEL", "") == "Mme Claire ABRISSEL"


@pytest.mark.parametrize(
    ("stored", "printed"),
    [
        ("de La Tour", "de LA TOUR"),
        ("de la Fontaine", "de la FONTAINE"),
        ("d’Argout", "d’ARGOUT"),
        ("Le Goff", "LE GOFF"),
        ("Desmoulins", "DESMOULINS"),
        ("dessaix", "DESSAIX"),
        ("Rœderer-Noël", "RŒDERER-NOËL"),
        ("de", "DE"),
    ],
)
def test_particles_stay_as_stored(stored: str, printed: str) -> None:
    assert names.surname(stored) == printed


@pytest.mark.parametrize(
    ("civility", "function", "words"),
    [
        ("M.", "préfet", "représentant M. le Préfet"),
        ("Mme", "DASEN", "représentant Mme la DASEN"),
        (
            "Mme",
            "procureure de la République",
            "représentant Mme la Procureure de la République",
        ),
        ("M.", "adjoint à la tranquillité publique", "représentant M. l’Adjoint à la tranquillité publique"),
        ("M.", "haut-commissaire", "représentant M. le Haut-commissaire"),
        ("Dr", "cheffe de service", "représentant Dr Corinne ESTREPY"),
        ("M.", "", "représentant Dr Corinne ESTREPY"),
    ],
)
def test_whom_one_represents(civility: str, function: str, words: str) -> None:
    assert names.representing(civility, function, "Dr Corinne ESTREPY") == words


@pytest.mark.parametrize(
    ("label", "civility", "name", "gender"),
    [
        ("Mme Solène MARQUEVAL", "Mme", "Solène MARQUEVAL", F),
        ("M. Gauthier de LESMONT", "M.", "Gauthier de LESMONT", M),
        ("Monsieur  X", "Monsieur", "X", M),
        ("Dr Corinne ESTREPY", "", "Dr Corinne ESTREPY", None),
        ("Mme", "Mme", "", F),
        ("", "", "", None),
    ],
)
def test_a_civility_tells_the_gender(label: str, civility: str, name: str, gender: Gender | None) -> None:
    assert names.split_civility(label) == (civility, name)
    assert names.civility_gender(civility) is gender


def test_states_agree() -> None:
    assert names.presence_word(Presence.PRESENT, F, ONE) == "Présente"
    assert names.presence_word(Presence.PRESENT, M, MANY) == "Présents"
    assert names.presence_word(Presence.REPRESENTED, F, MANY) == "Représentées"
    assert names.presence_word(Presence.EXCUSED, M, ONE) == "Excusé"
    assert names.presence_word(Presence.ABSENT, F, ONE) == "Absente"
    assert names.agree("gros", "grosse", M, MANY) == "gros"


@pytest.mark.parametrize(
    ("name", "article", "of"),
    [
        ("parquet", "le", "du parquet"),
        ("préfecture", "la", "de la préfecture"),
        ("antenne du SPIP", "l’", "de l’antenne du SPIP"),
        ("antenne du SPIP", "l'", "de l’antenne du SPIP"),
        ("bailleurs", "les", "des bailleurs"),
        ("Lorneo", "", "de Lorneo"),
        ("Habitat 21", "", "d’Habitat 21"),
    ],
)
def test_contracted_articles(name: str, article: str, of: str) -> None:
    assert names.of_institution(name, article) == of


ENUMS = [
    kind
    for module in (agenda, attendance, commitments, disclosure, meetings, names, numbering, records)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, StrEnum) and kind.__module__ == module.__name__
]


@pytest.mark.parametrize("kind", ENUMS)
def test_every_stored_value_has_its_own_french_words(kind: type[StrEnum]) -> None:
    labels = [getattr(member, "label", "") for member in kind]
    assert all(labels)
    assert len(set(labels)) == len(labels)
    assert all(member.value == member.value.lower() and member.value.isascii() for member in kind)


def test_the_enums_are_found() -> None:
    """An empty list would let the test above pass on nothing."""
    assert {Presence, Gender, disclosure.Level, commitments.Status, records.RecordKind} <= set(ENUMS)
