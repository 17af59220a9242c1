"""Lists of partners: columns recognised, rows read, doubts said."""

from dataclasses import replace
from pathlib import Path

import pytest

from coprodesk.domain.errors import Refusal
from coprodesk.domain.partner_drafts import Rank
from coprodesk.exchange.columns import left_columns, left_words
from coprodesk.exchange.institution_article import guess_article
from coprodesk.exchange.partner_sheet import (
    Field,
    PartnerDrafts,
    draft_partners,
    field_label,
    suggest_mapping,
)
from coprodesk.exchange.person_cells import PersonName, read_civility, read_name, read_phone
from coprodesk.exchange.sheets import Sheet, read_sheet

SAMPLES = Path(__file__).parent / "data" / "partners"
HEADER = ("Institution", "Civilité", "Prénom", "Nom", "Courriel")


def drafts(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> PartnerDrafts:
    sheet = Sheet("", header, rows, tuple(range(2, len(rows) + 2)))
    return draft_partners(sheet, suggest_mapping(header))


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_seven_ways_to_save_the_same_list_give_the_same_drafts(path: Path) -> None:
    sheet, model = read_sheet(path), read_sheet(SAMPLES / "point_virgule_utf8_bom.csv")
    read = draft_partners(sheet, suggest_mapping(sheet.header))
    expected = draft_partners(model, suggest_mapping(model.header))
    assert not read.problems
    assert [replace(row, line=0) for row in read.rows] == [replace(row, line=0) for row in expected.rows]
    assert len(read.rows) == 8
    prefect = read.rows[2]
    assert (prefect.civility, prefect.first_name, prefect.last_name) == ("M.", "Gauthier", "de LESMONT")
    assert (prefect.phone, prefect.rank, prefect.college) == ("04 65 71 10 00", Rank.TITULAR, "État")
    assert read.rows[1].rank is Rank.SUBSTITUTE
    assert read.rows[7].function == "Urgences – cœur de nuit"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            ("Adresse électronique", "ORGANISMES", "Adresse", "Prénoms", "NOM", "Qualité", "Portable"),
            "email institution address first_name last_name function phone",
        ),
        (
            ("Nom de la structure", "Nom du représentant", "Tél. fixe", "E-mail"),
            "institution full_name phone email",
        ),
        (
            ("Structure", "Nom court", "Catégorie", "Titre", "Nom et prénom"),
            "institution short_name college civility full_name",
        ),
        (
            ("Partenaires", "Nom", "Titulaire/suppléant", "Instance", "Genre"),
            "institution full_name rank body article",
        ),
        (
            ("Institution", "Prénom", "Titulaire", "CP", "Ville"),
            "institution first_name last_name postcode town",
        ),
        (("Type d'institution", "Institution"), "college institution"),
    ],
)
def test_columns_are_recognised(header: tuple[str, ...], expected: str) -> None:
    by_column = {column: field.value for field, column in suggest_mapping(header).items()}
    assert [by_column.get(column) for column in range(len(header))] == expected.split()


def test_columns_left_aside_are_named_and_every_field_has_a_label() -> None:
    header = ("Institution", "Observations", "", "Téléphone", "Portable", "")
    table = Sheet("", header, (("a", "", "", "", "", ""), ("b", "", "", "", "", "x")), (2, 3))
    left = left_columns(table, suggest_mapping(header).values())
    assert left == ("Observations", "Portable", "colonne 6 sans titre"), "not the third: it is empty"
    assert left_words(left) == (
        "Colonnes laissées de côté\u00a0: «\u00a0Observations\u00a0», «\u00a0Portable\u00a0», "
        "«\u00a0colonne 6 sans titre\u00a0»"
    )
    assert left_words(left[:1]) == "Colonne laissée de côté\u00a0: «\u00a0Observations\u00a0»"
    assert left_words(()) == ""
    assert left_words(left, 2).endswith("«\u00a0Portable\u00a0» et 1 autre")
    assert left_words(["x" * 50, "b"], 1).endswith(f": «\u00a0{'x' * 39}…\u00a0» et 1 autre")
    assert len({field_label(field) for field in Field}) == len(Field)


def test_without_a_column_of_institutions_the_columns_found_are_named() -> None:
    with pytest.raises(Refusal) as caught:
        drafts(("a", "b"), header=("Nom", "Âge"))
    sentence = str(caught.value).replace("\u00a0", " ")
    assert "« Nom », « Âge »" in sentence
    assert "Rien n’a été importé" in sentence


@pytest.mark.parametrize(
    ("text", "surname_first", "expected"),
    [
        ("Mme Odile CARRÉGNAC", None, PersonName("Mme", "Odile", "CARRÉGNAC")),
        ("CARRÉGNAC Odile", False, PersonName("", "Odile", "CARRÉGNAC")),
        ("M. Gauthier de LESMONT", None, PersonName("M.", "Gauthier", "de LESMONT")),
        ("de LESMONT Gauthier", None, PersonName("", "Gauthier", "de LESMONT")),
        ("Jean-Loup d’ORMEVAL", None, PersonName("", "Jean-Loup", "d’ORMEVAL")),
        ("J.-P. MARTEL", None, PersonName("", "J.-P.", "MARTEL")),
        ("Anne DE LA TOURNE BRIS", None, PersonName("", "Anne", "DE LA TOURNE BRIS")),
        ("Carrégnac Odile", True, PersonName("", "Odile", "Carrégnac")),
        ("de Lesmont Gauthier", True, PersonName("", "Gauthier", "de Lesmont")),
        ("Gauthier de Lesmont", None, PersonName("", "Gauthier", "de Lesmont")),
        ("CARRÉGNAC ODILE", True, PersonName("", "Odile", "CARRÉGNAC")),
        ("CARRÉGNAC ODILE", None, PersonName("", "Carrégnac", "ODILE", certain=False)),
        ("Odile Anne Carrégnac", None, PersonName("", "Odile", "Anne Carrégnac", certain=False)),
        ("CARRÉGNAC, Odile", None, PersonName("", "Odile", "CARRÉGNAC")),
        ("Mme Odile CARRÉGNAC, maire", None, PersonName("Mme", "Odile", "CARRÉGNAC", "maire")),
        ("Dr. Corinne ESTREPY (urgences)", None, PersonName("Dr", "Corinne", "ESTREPY", "urgences")),
        ("Madame ROCHEVERT", None, PersonName("Mme", "", "ROCHEVERT")),
    ],
)
def test_names_are_taken_apart(text: str, surname_first: bool | None, expected: PersonName) -> None:
    assert read_name(text, surname_first=surname_first) == expected


def test_civilities_and_telephones_take_their_usual_form() -> None:
    assert [read_civility(text) for text in ("Mme.", "MADAME", "M", "monsieur", "Mlle", "Sœur")] == [
        *("Mme", "Mme", "M.", "M.", "Mme", "Sœur")
    ]
    assert {
        read_phone(text) for text in ("465710001", "04.65.71.00.01", "+33 (0)4 65 71 00 01", "0465710001")
    } == {"04 65 71 00 01"}
    assert read_phone("poste 12") == "poste 12"


def test_what_cannot_be_read_is_said_with_its_line() -> None:
    result = drafts(
        ("", "Mme", "Odile", "CARRÉGNAC", ""),
        ("Mairie", "Mme", "Aude", "TILLOY", "aude.tilloy@"),
        ("Institution", "Civilité", "Prénom", "Nom", "Courriel"),
        ("Parquet", "Mme", "Judith", "ROCHEVERT", "a@b.example ; c@d.example"),
        ("=cmd|' /C calc'!A0", "", "-", "+x", "mailto:p@q.example"),
    )
    assert [(problem.line, problem.kept) for problem in result.problems] == [
        *((2, False), (3, True), (4, False), (5, True))
    ]
    assert "l’institution manque" in result.problems[0].sentence
    assert "aude.tilloy@" in result.problems[1].sentence
    assert [(row.line, row.email) for row in result.rows] == [(3, ""), (5, "a@b.example"), (6, "p@q.example")]
    assert (result.rows[2].institution, result.rows[2].first_name, result.rows[2].last_name) == (
        *("=cmd|' /C calc'!A0", "", "+x"),
    )


def test_a_header_of_merged_cells_is_no_silent_loss() -> None:
    """« Titulaire » above two columns: the second header row, without institution, is named."""
    result = drafts(
        ("", "Nom", "Prénom"), ("Mairie", "CARRÉGNAC", "Odile"), header=("Institution", "Titulaire", "")
    )
    assert [(problem.line, problem.kept) for problem in result.problems] == [(2, False)]
    assert result.rows[0].last_name == "CARRÉGNAC"


def test_two_persons_in_one_cell_and_an_unknown_rank_are_said() -> None:
    header = ("Institution", "Représentant", "Rang", "Adresse", "Code postal", "Commune")
    result = drafts(
        ("CCAS", "M. Hugo PRÉVALET / Mme Aude TILLOY", "", "", "", ""),
        ("CSU", "M. Hugo PRÉVALET", "expert", "3, rue Haute\nBât. B", "99001", "Montarel"),
        header=header,
    )
    assert [(problem.line, problem.kept) for problem in result.problems] == [(2, False), (3, True)]
    assert "expert" in result.problems[1].sentence
    assert (result.rows[0].address, result.rows[0].rank) == ("3, rue Haute, Bât. B, 99001 Montarel", None)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Préfecture de la Haute-Lorne", ("la", "f", "s")),
        ("Parquet de Montarel", ("le", "m", "s")),
        ("ARS", ("l’", "f", "s")),
        ("Office public de l’habitat", ("l’", "m", "s")),
        ("Hôpital de Montarel", ("l’", "m", "s")),
        ("SPIP, antenne de Montarel", ("le", "m", "s")),
        ("Services de l’État", ("les", "m", "p")),
        ("Associations de quartier", ("les", "f", "p")),
        ("CCAS", ("le", "m", "s")),
        ("La Poste", ("", "f", "s")),
        ("Brévigny Habitat", ("", "m", "s")),
    ],
)
def test_the_article_of_an_institution_is_guessed(name: str, expected: tuple[str, str, str]) -> None:
    assert guess_article(name) == expected


def test_a_stated_article_wins_over_the_guess() -> None:
    result = drafts(("Lorneo", "le"), ("Escale", "F"), header=("Institution", "Article"))
    assert [row.grammar for row in result.rows] == [("le", "m", "s"), ("l’", "f", "s")]
