"""The guard warns on what looks like a personal file, and only on that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprodesk.domain.guard import nominative_warnings

DIRECTORY = ("Solène Marqueval", "Gauthier de Lesmont", "Alain Tousseret", "Régis Plancoët", "Anne d’Argout")


@pytest.mark.parametrize(
    ("text", "caught", "why"),
    [
        ("Le jeune, né le 12/03/2008, a été vu.", "né le 12/03/2008", "date de naissance"),
        ("Elle est née le 1er mars 2008.", "née le 1er mars 2008", "date de naissance"),
        ("Né en 2009, suivi par la MDS.", "Né en 2009", "date de naissance"),
        ("Date de naissance : 3.4.2010", "Date de naissance : 3.4.2010", "date de naissance"),
        ("Un garçon âgé de 14 ans.", "âgé de 14 ans", "âge d’une personne"),
        ("Joindre sa mère au 06 39 98 12 34.", "06 39 98 12 34", "numéro de téléphone"),
        ("Tél. +33 6 39 98 12 34", "+33 6 39 98 12 34", "numéro de téléphone"),
        ("Véhicule AB-123-CD garé.", "AB-123-CD", "plaque d’immatriculation"),
        ("Scooter 1234 ABC 75 vu.", "1234 ABC 75", "plaque d’immatriculation"),
        ("Demeure 12 bis, rue des Saules.", "12 bis, rue des Saules", "adresse avec son numéro"),
        ("Au 4 avenue de la République", "4 avenue de la République", "adresse avec son numéro"),
        ("M. Kévin Bertrand a été vu.", "M. Kévin Bertrand", "nom absent de l’annuaire"),
        ("Mme D’Estrées s’en plaint.", "Mme D’Estrées", "nom absent de l’annuaire"),
        ("M. Jean Marqueval habite là.", "M. Jean Marqueval", "nom absent de l’annuaire"),
        ("Mme Solène est venue.", "Mme Solène", "nom absent de l’annuaire"),
        ("Le dénommé Kévin revient.", "Le dénommé Kévin", "personne nommée"),
        ("Le mineur Kévin B. revient.", "mineur Kévin B.", "mineur nommé"),
        ("Kévin B. est mineur.", "Kévin B. est mineur", "mineur nommé"),
        ("Kévin, mineur, revient.", "Kévin, mineur", "mineur nommé"),
    ],
)
def test_what_looks_like_a_file(text: str, caught: str, why: str) -> None:
    (warning,) = nominative_warnings(text, DIRECTORY)
    assert text[warning.start : warning.end] == caught
    assert warning.why == why


@pytest.mark.parametrize(
    "text",
    [
        "Le mineur a été reçu. Un mineur et une mineure aussi.",
        "Mme Marqueval, commissaire, et M. de Lesmont présentent le bilan.",
        "Mme Solène MARQUEVAL CPN de Brévigny",
        "M. Plancoet et Mme d'Argout",
        "M. le Préfet et Mme la Procureure de la République",
        "Hall 4, rue des Saules : occupation 18 h-23 h, dégradations d’éclairage",
        "Sites sensibles : place Jules-Ferrand, résidence Les Aulnettes, ligne B",
        "Quatre modules « justice des mineurs » en collège ; protection des mineurs.",
        "Pic entre 17 h et 21 h, place Jules-Ferrand et ZA des Forges.",
        "Huit opérations sur douze, 28 contrôles, 5 véhicules immobilisés, 18 640 habitants.",
        "Arrêté n° 2026-214 du 12/03/2026, séance du 24 septembre 2026, E-2026-03.",
        "Réparation sous 48 h ; 36 400 € ; loi n° 2007-297 du 5 mars 2007.",
        "L’action est née en réunion ; le projet est né des échanges.",
        "Le référent nommé par la DSDEN assistera aux réunions.",
        "",
    ],
)
def test_ordinary_minutes_raise_nothing(text: str) -> None:
    assert nominative_warnings(text, DIRECTORY) == ()


def test_without_its_directory_the_guard_knows_nobody() -> None:
    assert len(nominative_warnings("Mme Marqueval présente le bilan.", ())) == 1


@given(st.text(alphabet="M. melnédu 0123456789-/,KévinABC’\n", max_size=60))
def test_warnings_are_ordered_and_apart(text: str) -> None:
    ends = 0
    for warning in nominative_warnings(text, DIRECTORY):
        assert ends <= warning.start < warning.end <= len(text)
        ends = warning.end


def test_a_long_text_is_read_quickly() -> None:
    """A pattern that tries every beginning again would never come back from this."""
    assert (
        nominative_warnings(
            "A" * 20_000 + " Abc" * 2_000 + " 0" * 5_000 + " " * 20_000 + "1 rue " * 5_000, DIRECTORY
        )
        == ()
    )
