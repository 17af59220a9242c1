"""The usual institutions of a new council: which are ticked, how they are named, where they sit."""

from collections import Counter
from pathlib import Path

import pytest

from coprodesk.commands.council import BODY_KINDS, COLLEGES, MEMBER_KINDS, seed
from coprodesk.domain.territory import Territory, members_words
from coprodesk.domain.usual_institutions import USUAL_INSTITUTIONS, Case, of_right, offers
from coprodesk.exchange.institution_article import UNKNOWN, guess_article
from coprodesk.store import Opening, create

SMALL, TOWN = Territory(3_000), Territory(18_640, has_district=True)
SHARED = Territory(60_000, intercommunal=True)


def ticked(territory: Territory) -> set[str]:
    return {one.institution.name for one in offers(territory) if one.ticked}


def test_those_of_right_are_always_ticked() -> None:
    for territory in (SMALL, TOWN, SHARED, Territory()):
        assert {"Préfecture", "Parquet", "Coordination du conseil"} <= ticked(territory)
        kinds = {one.institution.name: one.institution.kind for one in offers(territory)}
        assert kinds["Préfecture"] == kinds["Parquet"] == "ex_officio"
        assert kinds["Conseil départemental"] == "designated"


@pytest.mark.parametrize(
    ("name", "small", "town", "shared"),
    [
        ("Conseil citoyen", False, True, False),
        ("Délégué du préfet", False, True, False),
        ("Police nationale", False, True, True),
        ("Gendarmerie nationale", True, False, True),
        ("Intercommunalité", True, True, False),
        ("Intercommunalité – présidence", False, False, True),
        ("Communes membres", False, False, True),
        ("Mairie – présidence", True, True, False),
        ("CSU", False, False, False),
    ],
)
def test_the_facts_tick(name: str, small: bool, town: bool, shared: bool) -> None:
    assert [name in ticked(one) for one in (SMALL, TOWN, SHARED)] == [small, town, shared]


def test_the_president_of_the_epci_is_of_right_unless_in_the_chair() -> None:
    (member,) = (one for one in offers(TOWN) if one.institution.name == "Intercommunalité")
    assert member.institution.kind == "ex_officio"
    assert "président de l’intercommunalité" in members_words(TOWN)
    chairs = [
        [one.institution.name for one in offers(t) if one.institution.kind == "chair"] for t in (TOWN, SHARED)
    ]
    assert chairs == [["Mairie – présidence"], ["Intercommunalité – présidence"]]


def test_every_name_is_ready_for_a_sentence() -> None:
    for one in USUAL_INSTITUTIONS:
        guessed = guess_article(one.name)
        if guessed != UNKNOWN:
            assert (one.article, one.gender, one.number) == guessed, one.name
        assert len(one.short_name) <= 13, one.name
    assert max(Counter(one.name for one in USUAL_INSTITUTIONS).values()) == 1
    for sort in (Case.COMMUNAL, Case.INTERCOMMUNAL):
        kept = [one.short_name for one in USUAL_INSTITUTIONS if one.case is not sort]
        assert max(Counter(kept).values()) == 1


def test_every_college_and_kind_is_one_of_a_new_council() -> None:
    assert {one.college for one in USUAL_INSTITUTIONS} <= set(COLLEGES)
    assert {one.kind for one in USUAL_INSTITUTIONS} <= {code for code, _name in MEMBER_KINDS}
    assert {"plenary", "restricted"} <= {code for code, _name in BODY_KINDS}


def test_the_founding_step_seats_them(tmp_path: Path, opening: Opening) -> None:
    chosen = [one.institution for one in offers(TOWN) if one.ticked]
    chosen = [of_right(one) if one.disputed else one for one in chosen]
    store = create(
        tmp_path / "essai.copro",
        opening,
        lambda change: seed(change, name="CLSPD", commune="Essai", institutions=chosen),
        "Création",
    )
    rows = store.rows(
        """SELECT n.name, n.article, k.code, n.core, group_concat(b.short_name, ' ') FROM institution n
           JOIN member_kind k ON k.id = n.member_kind_id JOIN seat s ON s.institution_id = n.id
           JOIN body b ON b.id = s.body_id GROUP BY n.id ORDER BY n.protocol_rank"""
    )
    found = {row[0]: tuple(row)[1:] for row in rows}
    assert list(found) == [one.name for one in chosen]
    assert found["Préfecture"] == ("la", "ex_officio", 1, "Plénière Restreinte")
    assert found["Conseil départemental"] == ("le", "ex_officio", 0, "Plénière Restreinte")
    assert found["Conseil citoyen"] == ("le", "guest", 0, "Plénière")
    assert store.undo_label is None
    store.close()
