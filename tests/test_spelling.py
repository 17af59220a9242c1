"""Which words of a French text are checked, what the council knows by itself, and where dictionaries are."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from coprodesk.commands import own_words as verbs
from coprodesk.commands import partners
from coprodesk.domain.errors import Refusal
from coprodesk.domain.spelling import folded_words, unknown, words
from coprodesk.exchange import spelling
from coprodesk.queries.own_words import added_words, own_words
from coprodesk.store import Store
from tests.small_dictionary import WORDS, write_dictionary


def wrong(text: str, known: Iterable[str] = WORDS) -> list[str]:
    held = {word.casefold() for word in known}
    return [word.text for word in unknown(text, lambda word: word.casefold() in held)]


# Words


def test_a_word_keeps_its_apostrophe_and_its_hyphen() -> None:
    assert [word.text for word in words("L’école, peut-être – « dit-il » !")] == [
        "L’école",
        "peut-être",
        "dit-il",
    ]


def test_words_are_told_where_they_stand() -> None:
    text = "Deux mots,\u00a0trois"
    assert [text[word.start : word.end] for word in words(text)] == ["Deux", "mots", "trois"]


@pytest.mark.parametrize(
    "text",
    [
        "E-2026-03 et T3 à 14h30",
        "m.solvand@hl.example",
        "@dsden >30/11",
        "https://exemple.fr/plan",
        r"\\serveur\partage",
        "www.brevigny.example",
        "{retards} {partenaire}",
        "CLSPD, FIPD, PJJ, STSPD",
        "l’A",
    ],
)
def test_references_addresses_and_acronyms_are_not_checked(text: str) -> None:
    assert wrong(text, ["et", "à"]) == []


def test_only_the_wrong_part_of_a_word_is_told() -> None:
    assert wrong("l’ecole") == ["ecole"]
    assert wrong("jusqu’à l’école") == []
    assert wrong("école-colège") == ["colège"]
    assert wrong("Commission COMMISSION comission") == ["comission"]


def test_an_article_without_apostrophe_is_no_word() -> None:
    assert wrong("qu école") == ["qu"]


# The council's words


def test_the_council_knows_its_names_and_places(example: Store) -> None:
    held = own_words(example)
    assert {"brévigny", "lorne", "aulnettes", "montarel", "logéal", "solvand", "visio"} <= held
    assert "comission" not in held


def test_a_new_partner_is_known_at_once(example: Store) -> None:
    assert "zéphirine" not in own_words(example)
    college = example.rows("SELECT id FROM college ORDER BY id")[0][0]
    partners.add_institution(example, name="Zéphirine Habitat", short_name="Zéphirine", college_id=college)
    assert "zéphirine" in own_words(example)


def test_a_word_is_added_once_in_order_and_taken_back(store: Store) -> None:
    for word in ("narcotrafic", " captologie ", "narcotrafic"):
        verbs.add_word(store, word)
    assert added_words(store) == ("captologie", "narcotrafic")
    assert store.undo() == "Ajout de «\u00a0captologie\u00a0» aux mots du conseil"
    assert added_words(store) == ("narcotrafic",)
    with pytest.raises(Refusal, match="vide"):
        verbs.add_word(store, "  ")


def test_the_list_is_kept_without_blanks(store: Store) -> None:
    verbs.set_words(store, ["visio", "", " rodéo  urbain ", "visio"])
    assert added_words(store) == ("visio", "rodéo urbain")
    assert {"visio", "rodéo", "urbain"} <= own_words(store)
    verbs.set_words(store, [])
    assert added_words(store) == ()


def test_parts_of_names_are_known_too() -> None:
    assert folded_words(["Saint-Père-sur-Lorne"]) >= {"saint-père-sur-lorne", "saint", "père", "lorne"}


# The dictionary


def test_the_first_french_dictionary_that_opens_is_taken(tmp_path: Path) -> None:
    empty, system = tmp_path / "empty", tmp_path / "système"
    empty.mkdir()
    write_dictionary(system, "fr_FR")
    found = spelling.load([tmp_path / "nowhere", empty, system])
    assert found is not None
    assert found.path == system / "fr_FR.dic"
    assert (found.knows("école"), found.knows("ecole")) == (True, False)
    assert "école" in found.near("ecole")
    assert len(found.near("ecole")) <= spelling.MOST


def test_our_own_name_comes_before_the_others(tmp_path: Path) -> None:
    write_dictionary(tmp_path, "fr-classique")
    write_dictionary(tmp_path, "fr")
    found = spelling.load([tmp_path])
    assert found is not None
    assert found.path.name == "fr.dic"


def test_no_dictionary_is_silence(tmp_path: Path) -> None:
    (tmp_path / "fr.dic").write_text("1\nécole\n", encoding="utf-8")  # without its .aff
    assert spelling.load([tmp_path]) is None


def test_a_sign_that_the_dictionary_cannot_write_is_not_wrong(tmp_path: Path) -> None:
    write_dictionary(tmp_path, "fr", encoding="ISO8859-1")
    found = spelling.load([tmp_path])
    assert found is not None
    assert (found.knows("école"), found.knows("œuf"), found.near("œuff")) == (True, True, [])


def test_the_usual_places_begin_with_ours() -> None:
    places = spelling.usual_folders()
    assert places
    assert all(place.is_absolute() for place in places)
