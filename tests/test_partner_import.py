"""Partners from a list: whom each line is about, what it writes, what it asks, one step back."""

import time
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coprodesk.commands import partner_import as verbs
from coprodesk.domain.errors import Refusal
from coprodesk.domain.import_plan import Fate, created
from coprodesk.domain.likeness import resembling, same_person_name
from coprodesk.domain.partner_drafts import PartnerDraft
from coprodesk.domain.partner_import import Plan, plan
from coprodesk.queries import partners as questions
from coprodesk.queries.partner_import import known, line_words
from coprodesk.store import Store
from tests.test_undo import snapshot

ON = date(2026, 10, 15)
DSDEN = "DSDEN"


def draft(
    line: int, institution: str, last_name: str = "", first_name: str = "", **more: object
) -> PartnerDraft:
    return PartnerDraft(line, institution, first_name=first_name, last_name=last_name, **more)  # type: ignore[arg-type]


def planned(store: Store, *drafts: PartnerDraft, agreed: tuple[tuple[str, ...], ...] = ()) -> Plan:
    return plan(known(store, ON), drafts, on=ON, agreed=agreed)


def fates(found: Plan) -> list[Fate]:
    return [line.fate for line in found.lines]


def steps(store: Store) -> int:
    return int(store.rows("SELECT count(*) FROM journal_step")[0][0])


DRAFTS = (
    draft(1, "Régie de quartier", "ALBAN", "Rose", college="économie", body="plénière", function="gérante"),
    draft(2, "regie de quartier", "MOREL", "Luc", civility="M."),
    draft(3, "DSDEN", "Solvand", "Eric", phone="04 65 71 22 99"),
    draft(4, "Parquet de Montarel", "SOLVAND", "Éric", rank="titular"),
    draft(5, "Amicale des locataires"),
    draft(6, ""),
    draft(7, "Amicale des locataires"),
)


def test_an_import_is_one_step_and_does_what_its_plan_says(example: Store) -> None:
    before = snapshot(example)
    found = planned(example, *DRAFTS)
    assert snapshot(example) == before, "planning writes nothing"
    assert fates(found) == [
        *(Fate.CREATE, Fate.CREATE, Fate.COMPLETE, Fate.CREATE, Fate.CREATE, Fate.SKIP, Fate.SKIP)
    ]
    assert [created(found.writes, table) for table in ("institution", "person", "mandate", "seat")] == [
        *(2, 3, 3, 1)
    ]
    assert [line_words(line) for line in found.lines] == [
        "nouveau partenaire, nouvelle personne",
        "nouvelle personne",
        "complétée\u00a0: téléphone 04 65 71 22 14 → 04 65 71 22 99",
        "nouvelle personne",
        "nouveau partenaire",
        "laissée de côté",
        "laissée de côté",
    ]
    assert "ligne 5" in found.lines[6].remarks[0]
    verbs.import_partners(example, found)
    added = questions.find_institution(example, "RÉGIE DE QUARTIER")
    assert added is not None
    ranks = {one.last_name: one.rank for one in questions.mandates(example, added)}
    assert ranks == {"ALBAN": "titular", "MOREL": "substitute"}
    rows = {row.name: row for row in questions.partners(example, ON)}
    assert (rows["Régie de quartier"].college, rows["Régie de quartier"].seats) == ("Économie", 1)
    assert rows["Amicale des locataires"].college == "Autres"
    example.undo()
    assert snapshot(example) == before


def test_importing_twice_brings_nothing(example: Store) -> None:
    verbs.import_partners(example, planned(example, *DRAFTS))
    done = steps(example)
    again = planned(example, *DRAFTS)
    assert (again.changing, again.count(Fate.SAME), again.count(Fate.SKIP)) == (0, 5, 2)
    verbs.import_partners(example, again)
    assert steps(example) == done


def test_a_name_alone_makes_no_person_one(example: Store) -> None:
    """Éric Solvand sits for the DSDEN; elsewhere he is another unless address or telephone say him."""
    held = example.rows("SELECT id, email, phone FROM person WHERE last_name = 'SOLVAND'")[0]
    other, by_email, by_phone = (
        planned(example, draft(2, "Lycée", "Solvand", "Éric", **more)).lines[0]
        for more in (
            {"email": "autre@lycee.example"},
            {"email": held["email"].upper()},
            {"phone": held["phone"].replace(" ", ".")},
        )
    )
    assert created(other.writes, "person") == 1
    assert "ce seront deux personnes" in other.remarks[0]
    assert DSDEN in other.remarks[0]
    for same in (by_email, by_phone):
        assert created(same.writes, "person") == 0
        (mandate,) = (one for one in same.writes if one.table == "mandate")
        assert mandate.values["person_id"] == held["id"]
        assert not same.remarks


def test_an_address_under_another_spelling_is_the_same_person_and_keeps_its_name(example: Store) -> None:
    held = example.rows("SELECT id, email FROM person WHERE last_name = 'SOLVAND'")[0]
    typed = draft(2, "DSDEN", "SOLVANT", "Eric", email=held["email"], function="inspecteur")
    found = planned(example, typed)
    assert created(found.writes, "person") == 0
    assert "dont le nom est gardé" in found.lines[0].remarks[0]
    (question,) = found.questions
    assert "Éric SOLVAND s’écrit Eric SOLVANT" in question.text
    assert not any("last_name" in one.values for one in found.writes)
    renamed = planned(example, typed, agreed=(question.key,))
    (write,) = (one for one in renamed.writes if one.table == "person")
    assert (write.row, write.values["last_name"], write.before) == (
        held["id"],
        "SOLVANT",
        {"last_name": "SOLVAND"},
    )
    assert "nom SOLVAND → SOLVANT" in line_words(renamed.lines[0])


def test_an_address_shared_by_two_names_makes_two_people(example: Store) -> None:
    held = example.rows("SELECT email FROM person WHERE last_name = 'SOLVAND'")[0]
    found = planned(example, draft(2, "DSDEN", "BRANDT", "Zoé", email=held["email"]))
    assert created(found.writes, "person") == 1
    assert "a la même adresse électronique" in found.lines[0].remarks[0]


def test_a_person_twice_in_the_list_is_one_and_completed_by_the_second_line(store: Store) -> None:
    found = planned(
        store,
        draft(2, "Mairie", "CARRÉGNAC", "Odile", function="maire"),
        draft(3, "  MAIRIE ", "Carregnac", "odile", email="maire@brevigny.example", function="autre"),
        draft(4, "Mairie", "Carrégnac", "Odile"),
    )
    assert fates(found) == [Fate.CREATE, Fate.COMPLETE, Fate.SKIP]
    assert "c’est la même fiche que ligne 2" in found.lines[2].remarks[0]
    verbs.import_partners(store, found)
    (row,) = store.rows("SELECT p.email, m.function FROM person p JOIN mandate m ON m.person_id = p.id")
    assert tuple(row) == ("maire@brevigny.example", "maire"), "the first line prevails"


def test_namesakes_of_one_list_with_two_addresses_are_two_people(store: Store) -> None:
    found = planned(
        store,
        draft(2, "Mairie", "MARTEL", "Claude", email="c.martel@brevigny.example"),
        draft(3, "Lycée", "MARTEL", "Claude", email="claude@lycee.example"),
        draft(4, "Mairie", "MARTEL", "Claude", email="c2.martel@brevigny.example"),
    )
    assert created(found.writes, "person") == 3
    assert "deux personnes" in found.lines[1].remarks[0]
    assert "deux personnes" in found.lines[2].remarks[0]


def test_a_name_that_resembles_one_partner_is_asked_and_several_are_said(example: Store) -> None:
    typed = draft(2, "Préfecture", phone="04 65 71 10 99")
    with example.change("Préparation") as change:
        for row in example.rows("SELECT id FROM institution WHERE name LIKE 'Préfecture%'"):
            change.update("institution", row["id"], short_name="PREF")
    found = planned(example, typed)
    assert created(found.writes, "institution") == 1
    assert "le nom ressemble à" in found.lines[0].remarks[0]
    (question,) = found.questions
    same = planned(example, typed, agreed=(question.key,))
    assert created(same.writes, "institution") == 0
    assert line_words(same.lines[0]).startswith("complétée")
    schools = planned(
        example,
        draft(2, "École Jean-Moulin"),
        draft(3, "École Rosa-Parks"),
        draft(4, "École"),
    )
    assert not [one for one in schools.questions if one.line == 4]
    assert "Rosa-Parks" in schools.lines[2].remarks[0]


def test_a_short_name_is_not_likened_and_a_closed_partner_is_not_meant(example: Store) -> None:
    """« Lycée » is the short name of one school: another school is not that one."""
    assert not planned(example, draft(2, "Lycée de la Lorne")).questions
    with example.change("Préparation") as change:
        row = change.rows("institution", short_name=DSDEN)[0]
        change.update("institution", row["id"], closed_on="2026-01-01")
    found = planned(example, draft(2, DSDEN, "SOLVAND", "Éric"))
    assert created(found.writes, "institution") == 1
    assert DSDEN in found.lines[0].remarks[0]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("prefecture", "prefecture de la haute lorne", True),
        ("dsden", "direction des services departementaux de l education nationale", True),
        ("police municipale", "police municipal", True),
        ("ecole 1", "ecole 2", False),
        ("college jean moulin", "college rosa parks", False),
        ("mairie", "prefecture", False),
        ("de la", "prefecture", False),
    ],
)
def test_when_two_names_resemble_each_other(one: str, other: str, expected: bool) -> None:
    assert resembling(one, other) is resembling(other, one) is expected


def test_when_two_names_of_people_may_be_one() -> None:
    assert same_person_name(("jean", "dupond"), ("jean", "dupont"))
    assert same_person_name(("dupont", "jean"), ("jean", "dupont"))
    assert same_person_name(("", "dupont"), ("jean", "dupont"))
    assert not same_person_name(("paul", "dupont"), ("jean", "dupont"))
    assert not same_person_name(("jean", "martin"), ("jean", "dupont"))


def test_an_unknown_body_and_a_second_titular_are_said(example: Store) -> None:
    found = planned(example, draft(2, "DSDEN", "NEUF", "Zoé", rank="titular", body="Sénat"))
    told = " ".join(found.lines[0].remarks)
    assert "Sénat" in told
    assert "deux titulaires" in told


def test_an_import_that_is_stopped_leaves_nothing(example: Store) -> None:
    found = planned(example, *(draft(n, f"Association {n}", f"NOM {n}") for n in range(2, 202)))
    before, label = snapshot(example), example.undo_label
    heard: list[int] = []

    def tell(done: int) -> bool:
        heard.append(done)
        return done < 100

    with pytest.raises(Refusal, match="Import arrêté"):
        verbs.import_partners(example, found, tell=tell)
    assert heard == [0, 50, 100]
    assert (snapshot(example), example.undo_label) == (before, label)


def test_five_thousand_people_take_a_few_seconds(example: Store) -> None:
    many = [
        draft(n, f"Service {n % 300}", f"NOM {n}", "Zoé", email=f"{n}@x.example", phone=f"04{n:08d}")
        for n in range(2, 5_002)
    ]
    start = time.perf_counter()
    found = planned(example, *many)
    half = time.perf_counter()
    verbs.import_partners(example, found)
    print(f"plan {half - start:.2f} s, écriture {time.perf_counter() - half:.2f} s")
    assert created(found.writes, "person") == 5_000
    example.undo()


PLACES = ("Mairie", "mairie", "Mairie de Brévigny", "DSDEN", "École 1", "Lycée")
SOME = st.builds(
    draft,
    st.just(2),
    st.sampled_from(PLACES),
    st.sampled_from(("", "MARTIN", "Martín", "DUPOND", "DUPONT")),
    st.sampled_from(("", "Zoé", "zoe", "Jean")),
    email=st.sampled_from(("", "a@x.example", "A@x.example", "b@x.example")),
    phone=st.sampled_from(("", "04 65 71 00 01", "0465710001", "04 65 71 00 02")),
    function=st.sampled_from(("", "agente")),
    rank=st.sampled_from((None, "titular", "substitute")),
    body=st.sampled_from(("", "Plénière", "Sénat")),
)


@given(st.lists(SOME, max_size=12))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_list_importing_is_what_was_planned_and_undo_takes_it_back(
    example: Store, drafts: list[PartnerDraft]
) -> None:
    numbered = [replace(one, line=line) for line, one in enumerate(drafts, start=2)]
    before = snapshot(example)
    found = planned(example, *numbered)
    assert [line.draft for line in found.lines] == numbered
    verbs.import_partners(example, found)
    for table in ("institution", "person", "mandate", "seat"):
        rows = len(example.rows(f"SELECT id FROM {table}"))
        assert rows - len(before[table]) == created(found.writes, table)
    again = planned(example, *numbered)
    assert created(again.writes, "institution") == created(again.writes, "seat") == 0
    if found.changing:
        example.undo()
    assert snapshot(example) == before
